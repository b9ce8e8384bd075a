//! The page of a service: its operations, and what each needs.

use specwright_spec::{ErrorCode, Operation};

use super::frame::{Page, section};
use super::{OperationEntry, ServiceEntry, Site, VendorEntry, count, history};
use crate::File;
use crate::html::{Element, el, link};

pub(crate) fn page(site: &Site<'_>, vendor: &VendorEntry<'_>, entry: &ServiceEntry<'_>) -> File {
    let service = entry.service;
    let page = Page {
        path: format!("{}/{}/index.html", vendor.file, entry.file),
        title: format!("{} · {}", service.service, vendor.title),
        trail: vec![(vendor.title, Some(format!("{}/index.html", vendor.file)))],
        kind: "service",
        beside: Some([&vendor.file, &entry.file, "index"]),
    };
    let mut chips = el("ul")
        .class("chips")
        .child(el("li").text(count(entry.operations.len(), "operation")));
    let known = [
        service
            .version
            .as_ref()
            .map(|version| format!("version {version}")),
        service.endpoint.clone(),
        service
            .source
            .as_ref()
            .map(|source| match &source.revision {
                Some(revision) => format!("pages: {} at {revision}", source.pages),
                None => format!("pages: {}", source.pages),
            }),
    ];
    chips = chips.children(
        known
            .into_iter()
            .flatten()
            .map(|words| el("li").text(words)),
    );
    let mut content = vec![el("h1").text(&service.service)];
    content.extend(
        service
            .title
            .as_ref()
            .map(|title| el("p").class("lead").text(title)),
    );
    content.push(chips);
    let rows = entry.operations.iter().map(|entry| row(entry));
    let list = el("ul").class("operations").children(rows);
    content.push(section("operations", "Operations", None).child(list));
    if !service.errors.is_empty() {
        let codes = service.errors.iter().map(code);
        let title = "Codes that every operation may answer";
        content.push(section("errors", title, None).child(el("ul").class("codes").children(codes)));
    }
    let key = (
        vendor.profile.vendor.clone(),
        service.service.clone(),
        String::new(),
    );
    content.push(history::section(site, &key));
    page.with(content)
}

fn row(entry: &OperationEntry<'_>) -> Element {
    let operation = entry.operation;
    let name = link("", &format!("{}.html", entry.file), None).text(&operation.name);
    let mut row = el("li").child(name);
    if operation.deprecated.is_some() {
        row = row.child(el("span").class("gone").text("deprecated"));
    }
    row.child(el("span").class("needs").children(needs(operation)))
}

/// The parameters that must be given.
fn needs(operation: &Operation) -> Vec<Element> {
    let needed = operation.request.iter().filter(|field| field.is_required());
    needed.map(|field| el("code").text(&field.name)).collect()
}

fn code(error: &ErrorCode) -> Element {
    let item = el("li").child(el("code").text(&error.code));
    match error.doc.as_ref().or(error.message.as_ref()) {
        Some(words) => item.child(el("span").text(words)),
        None => item,
    }
}
