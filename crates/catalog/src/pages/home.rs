//! Where one begins: the search, the vendors, the capabilities side by side.

use super::frame::{Page, section};
use super::matrix;
use super::{Site, VendorEntry, count, thousands};
use crate::File;
use crate::html::{Element, el, link};

/// As many services as a vendor's card names.
const SERVICES: usize = 12;

pub(crate) fn page(site: &Site<'_>) -> File {
    let page = Page {
        path: "index.html".to_owned(),
        title: "specwright catalogue".to_owned(),
        trail: Vec::new(),
        kind: "home",
        beside: None,
    };
    let seek = el("button")
        .class("seek large")
        .attr("type", "button")
        .attr("data-open-search", "")
        .child(el("span").text("CreateSnapshot, cbs, DiskId, InvalidDisk.Busy …"))
        .child(el("kbd").text("/"));
    let hero = el("section")
        .class("hero")
        .child(el("h1").text("Every cloud, one catalogue"))
        .child(el("p").class("lead").text("What vendors’ pages say of their APIs: every operation, parameter and error, read into one form."))
        .child(seek)
        .child(figures(site));
    let cards = site.vendors.iter().map(card);
    page.with(vec![
        hero,
        section("vendors", "Vendors", None).child(el("ul").class("cards").children(cards)),
        section("compare", "Side by side", None)
            .child(el("p").text("The same capability under each vendor’s name. A row leads to its parameters, paired."))
            .child(matrix::overview(site, "", "compare.html")),
    ])
}

fn figures(site: &Site<'_>) -> Element {
    let [services, operations, parameters] = site.counts();
    let figures = [
        (site.vendors.len(), "vendors"),
        (services, "services"),
        (operations, "operations"),
        (parameters, "parameters"),
    ];
    let figure = |(number, word): (usize, &'static str)| {
        el("li")
            .child(el("strong").text(thousands(number)))
            .child(el("span").text(word))
    };
    el("ul").class("figures").children(figures.map(figure))
}

fn card(vendor: &VendorEntry<'_>) -> Element {
    let operations: usize = vendor
        .services
        .iter()
        .map(|service| service.operations.len())
        .sum();
    let told = format!(
        "{} · {}",
        count(vendor.services.len(), "service"),
        count(operations, "operation")
    );
    let folder = &vendor.file;
    let name = |entry: &super::ServiceEntry<'_>| {
        link("", &format!("{folder}/{}/index.html", entry.file), None).text(&entry.service.service)
    };
    let mut names = el("p")
        .class("names")
        .children(vendor.services.iter().take(SERVICES).map(name));
    let rest = vendor.services.len().saturating_sub(SERVICES);
    if rest > 0 {
        let all = link("", &format!("{folder}/index.html"), None)
            .class("rest")
            .text(format!("{rest} more"));
        names = names.child(all);
    }
    el("li")
        .child(el("h3").child(link("", &format!("{folder}/index.html"), None).text(vendor.title)))
        .child(el("p").class("small").text(told))
        .child(names)
}
