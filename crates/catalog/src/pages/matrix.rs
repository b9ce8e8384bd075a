//! The capabilities side by side: which operation it is on each cloud, and which parameter is which.

use specwright_spec::Profile;

use super::Site;
use super::frame::Page;
use crate::File;
use crate::capabilities::{Answer, Capability, Concept, Offer};
use crate::html::{self, Element, el, link};

pub(crate) fn page(site: &Site<'_>) -> File {
    let page = Page {
        path: "compare.html".to_owned(),
        title: "Side by side".to_owned(),
        trail: Vec::new(),
        kind: "compare",
        beside: None,
    };
    let mut content = vec![
        el("h1").text("Side by side"),
        el("p").class("lead").text("The same capability on every cloud: which operation it is, and which parameter is which. Reviewed by people; “no page” means that nobody can tell."),
        overview(site, "", ""),
    ];
    content.extend(
        site.input
            .capabilities
            .capabilities
            .iter()
            .map(|one| detail(site, one)),
    );
    page.with(content)
}

/// A row a capability. `root` leads to the catalogue's folder, `compare` to the page with the details.
pub(crate) fn overview(site: &Site<'_>, root: &str, compare: &str) -> Element {
    let profiles = site.input.profiles;
    let head = el("tr").child(el("td")).children(
        profiles
            .iter()
            .map(|profile| el("th").attr("scope", "col").text(&profile.title)),
    );
    let row = |capability: &Capability| {
        let title = link(root, compare, Some(&capability.id)).text(&capability.title);
        let cells = profiles
            .iter()
            .map(|profile| cell(site, root, capability, profile));
        el("tr")
            .child(el("th").attr("scope", "row").child(title))
            .children(cells)
    };
    let rows = site.input.capabilities.capabilities.iter().map(row);
    el("table")
        .class("matrix")
        .child(el("thead").child(head))
        .child(el("tbody").children(rows))
}

fn cell(site: &Site<'_>, root: &str, capability: &Capability, profile: &Profile) -> Element {
    el("td")
        .attr("data-label", &profile.title)
        .child(answer(site, root, capability, profile))
}

/// A vendor's answer: the operation, that it has none, or that nobody can tell.
pub(crate) fn answer(
    site: &Site<'_>,
    root: &str,
    capability: &Capability,
    profile: &Profile,
) -> Element {
    match capability.vendors.get(&profile.vendor) {
        Some(Answer::Operation(offer)) => operation(site, root, profile, offer),
        Some(Answer::None(absence)) => el("span")
            .class("absent")
            .attr("title", &absence.none)
            .text("none"),
        Some(Answer::NoPage(unknown)) => el("span")
            .class("unknown")
            .attr("title", &unknown.no_page)
            .text("no page"),
        None => el("span").class("unknown").text("no page"),
    }
}

fn operation(site: &Site<'_>, root: &str, profile: &Profile, offer: &Offer) -> Element {
    let name = html::name(el("code"), &offer.operation);
    match site.page_of(&profile.vendor, &offer.service, &offer.operation) {
        Some(page) => link(root, &page, None).child(name),
        None => name,
    }
}

fn detail(site: &Site<'_>, capability: &Capability) -> Element {
    let offers: Vec<_> = site
        .input
        .profiles
        .iter()
        .filter_map(|profile| match capability.vendors.get(&profile.vendor)? {
            Answer::Operation(offer) => Some((profile, offer)),
            _ => None,
        })
        .collect();
    let head = el("tr")
        .child(el("td"))
        .children(offers.iter().map(|(profile, offer)| {
            el("th")
                .attr("scope", "col")
                .child(el("span").class("vendor").text(&profile.title))
                .child(operation(site, "", profile, offer))
        }));
    let rows = capability
        .concepts
        .iter()
        .map(|concept| pairs(site, concept, &offers));
    let table = el("table")
        .class("matrix pairs")
        .child(el("thead").child(head))
        .child(el("tbody").children(rows));
    let heading = el("h2").child(link("", "", Some(&capability.id)).text(&capability.title));
    el("section")
        .attr("id", &capability.id)
        .child(heading)
        .child(table)
        .children(reasons(site, capability))
}

fn pairs(site: &Site<'_>, concept: &Concept, offers: &[(&Profile, &Offer)]) -> Element {
    let cells = offers.iter().map(|(profile, offer)| {
        let cell = el("td").attr("data-label", &profile.title);
        let Some(path) = offer.pairs.get(&concept.id) else {
            return cell.child(el("span").class("absent").text("–"));
        };
        let name = html::name(el("code"), path);
        let item = format!("request.{}", path.replace("[]", ""));
        match site.page_of(&profile.vendor, &offer.service, &offer.operation) {
            Some(page) => cell.child(link("", &page, Some(&item)).child(name)),
            None => cell.child(name),
        }
    });
    let what = el("th").attr("scope", "row").text(&concept.means);
    el("tr").child(what).children(cells)
}

/// Why answers are what they are, where that is not obvious.
fn reasons(site: &Site<'_>, capability: &Capability) -> Option<Element> {
    let reason = |profile: &Profile| {
        let (kind, words) = match capability.vendors.get(&profile.vendor)? {
            Answer::Operation(offer) => ("", offer.reason.as_ref()?),
            Answer::None(absence) => ("none. ", &absence.none),
            Answer::NoPage(unknown) => ("no page. ", &unknown.no_page),
        };
        let vendor = el("strong").text(&profile.title);
        Some(el("li").child(vendor).text(format!(": {kind}{words}")))
    };
    let reasons: Vec<_> = site.input.profiles.iter().filter_map(reason).collect();
    (!reasons.is_empty()).then(|| el("ul").class("reasons").children(reasons))
}
