//! The page of an operation: the call, the tables, errors, samples, what changed, what is wrong.

use specwright_spec::profile::ParameterStyle;
use specwright_spec::{ErrorCode, Operation, PagingStyle, Profile, Sample, SampleKind};

use super::fields::{self, Structures};
use super::frame::{Page, section};
use super::{OperationEntry, ServiceEntry, Site, VendorEntry, count};
use super::{history, matrix};
use crate::File;
use crate::html::{Element, el, link, name, outward};
use crate::notes::{Defect, Key};

pub(crate) fn page(
    site: &Site<'_>,
    vendor: &VendorEntry<'_>,
    service: &ServiceEntry<'_>,
    entry: &OperationEntry<'_>,
    structures: &Structures<'_>,
) -> File {
    let operation = entry.operation;
    let page = Page {
        path: format!("{}/{}/{}.html", vendor.file, service.file, entry.file),
        title: format!(
            "{} · {} · {}",
            operation.name, service.service.service, vendor.title
        ),
        trail: vec![
            (vendor.title, Some(format!("{}/index.html", vendor.file))),
            (
                &service.service.service,
                Some(format!("{}/{}/index.html", vendor.file, service.file)),
            ),
        ],
        kind: "operation",
        beside: Some([&vendor.file, &service.file, &entry.file]),
    };
    let root = page.root();
    let key = (
        vendor.profile.vendor.clone(),
        service.service.service.clone(),
        operation.name.clone(),
    );
    let mut content = vec![
        name(el("h1"), &operation.name),
        facts(vendor.profile, service, operation),
    ];
    if let Some(title) = operation
        .title
        .as_deref()
        .filter(|title| *title != operation.name)
    {
        content.push(el("p").class("lead").text(title));
    }
    content.extend(
        operation
            .doc
            .as_deref()
            .map(fields::prose)
            .unwrap_or_default(),
    );
    content.extend(call(site, &key));
    content.push(request(operation, structures));
    content.push(response(operation, structures));
    content.extend(errors(operation));
    content.extend(elsewhere(site, &root, &key));
    content.extend(samples(&operation.samples));
    content.push(history::section(site, &key));
    content.push(defects(site, &key));
    content.push(origin(vendor.profile, service, operation));
    page.with(content)
}

/// What is known of the operation as a whole.
fn facts(profile: &Profile, service: &ServiceEntry<'_>, operation: &Operation) -> Element {
    let mut list = el("ul").class("chips");
    let wire = &profile.wire;
    let style = match wire.parameters {
        ParameterStyle::Json => "JSON body",
        ParameterStyle::Form => "form body",
        ParameterStyle::Query => "query string",
    };
    list = match &operation.http {
        Some(http) => {
            let methods = if http.methods.is_empty() {
                wire.method.clone()
            } else {
                http.methods.join(" or ")
            };
            list.child(el("li").child(el("code").text(format!("{methods} {}", http.path))))
        }
        None => list.child(el("li").text(format!("{} by name, {style}", wire.method))),
    };
    let version = operation
        .version
        .as_ref()
        .or(service.service.version.as_ref());
    let limit = operation.rate_limit.map(|limit| {
        let per = format!("{:?}", limit.per).to_lowercase();
        format!(
            "{} a {per}",
            count(limit.requests.try_into().unwrap_or_default(), "request")
        )
    });
    let paging = operation.paging.as_ref().map(|paging| match paging.style {
        PagingStyle::Offset => format!("pages by {}", paging.cursor),
        PagingStyle::Page => format!("pages by number in {}", paging.cursor),
        PagingStyle::Token => format!("pages by token in {}", paging.cursor),
    });
    let told = [
        version.map(|version| format!("version {version}")),
        limit,
        paging,
        operation
            .idempotency
            .as_ref()
            .map(|token| format!("repeats are told by {}", token.token)),
    ];
    list = list.children(told.into_iter().flatten().map(|words| el("li").text(words)));
    if let Some(deprecated) = &operation.deprecated {
        let instead = deprecated
            .replacement
            .as_ref()
            .map(|name| format!(": use {name}"));
        let words = format!("deprecated{}", instead.unwrap_or_default());
        list = list.child(el("li").class("gone").text(words));
    }
    list
}

fn call(site: &Site<'_>, key: &Key) -> Option<Element> {
    let call = site.input.notes.calls.get(key)?;
    let code = el("pre")
        .class("call")
        .attr("tabindex", "0")
        .child(el("code").text(call));
    Some(section("call", "In Rust", None).child(code))
}

fn request(operation: &Operation, structures: &Structures<'_>) -> Element {
    let section = section(
        "parameters",
        "Parameters",
        Some(operation.request.len().to_string()),
    );
    if operation.request.is_empty() {
        return section.child(el("p").class("none").text("None of its own."));
    }
    section.child(fields::table(&operation.request, "request", structures))
}

fn response(operation: &Operation, structures: &Structures<'_>) -> Element {
    let section = section(
        "response",
        "Response",
        Some(operation.response.len().to_string()),
    );
    if operation.response.is_empty() {
        return section.child(
            el("p")
                .class("none")
                .text("Nothing beside the vendor's envelope."),
        );
    }
    section.child(fields::table(&operation.response, "response", structures))
}

fn errors(operation: &Operation) -> Option<Element> {
    if operation.errors.is_empty() {
        return None;
    }
    let row = |error: &ErrorCode| {
        let statuses: Vec<_> = error.statuses().iter().map(u16::to_string).collect();
        let words: Vec<_> = error
            .cases()
            .filter_map(|case| case.doc.or(case.message))
            .collect();
        el("tr")
            .child(
                el("th")
                    .attr("scope", "row")
                    .child(name(el("code").class("name"), &error.code)),
            )
            .child(el("td").class("status").text(statuses.join(", ")))
            .child(
                el("td")
                    .class("told")
                    .children(words.iter().map(|words| el("p").class("prose").text(words))),
            )
    };
    let head = ["Code", "Status", "Meaning"].map(|word| el("th").attr("scope", "col").text(word));
    let table = el("table")
        .class("errors")
        .child(el("thead").child(el("tr").children(head)))
        .child(el("tbody").children(operation.errors.iter().map(row)));
    Some(section("errors", "Errors", Some(operation.errors.len().to_string())).child(table))
}

/// The same capability on other clouds.
fn elsewhere(site: &Site<'_>, root: &str, key: &Key) -> Option<Element> {
    let offered: Vec<_> = site
        .capabilities_of(&key.0, &key.1, &key.2)
        .map(|capability| {
            let compare = link(root, "compare.html", Some(&capability.id)).text(&capability.title);
            let profiles = site
                .input
                .profiles
                .iter()
                .filter(|profile| profile.vendor != key.0);
            let cells = profiles.map(|profile| {
                el("li")
                    .child(el("span").text(&profile.title))
                    .child(matrix::answer(site, root, capability, profile))
            });
            el("div")
                .child(el("p").child(compare))
                .child(el("ul").class("others").children(cells))
        })
        .collect();
    (!offered.is_empty()).then(|| section("elsewhere", "On other clouds", None).children(offered))
}

fn samples(samples: &[Sample]) -> Option<Element> {
    if samples.is_empty() {
        return None;
    }
    let sample = |sample: &Sample| {
        let title = match sample.kind {
            SampleKind::Request => "A request",
            SampleKind::Response => "A response",
            SampleKind::Error => "A failure",
        };
        let summary = el("summary").text(title);
        let text = el("pre")
            .attr("tabindex", "0")
            .child(el("code").text(&sample.text));
        el("details").child(summary).child(text)
    };
    let all = samples.iter().map(sample);
    Some(section("samples", "Samples", Some(samples.len().to_string())).children(all))
}

fn defects(site: &Site<'_>, key: &Key) -> Element {
    let notes = site.input.notes;
    let defects = notes
        .defects
        .get(key)
        .map(Vec::as_slice)
        .unwrap_or_default();
    let section = section(
        "defects",
        "Defects of the page",
        history::number(defects.len()),
    );
    if !notes.inspected.contains(key) {
        return section.child(
            el("p")
                .class("none")
                .text("The page is not at hand; nobody looked."),
        );
    }
    if defects.is_empty() {
        return section.child(el("p").class("none").text("None found."));
    }
    let row = |defect: &Defect| {
        let level = el("span").class(format!("level {}", crate::paths::plain(&defect.level)));
        el("li").child(el("p").text(&defect.message)).child(
            el("p")
                .class("small")
                .child(level.text(&defect.level))
                .child(el("code").text(&defect.code))
                .child(el("span").text(&defect.place)),
        )
    };
    section.child(el("ol").class("notes").children(defects.iter().map(row)))
}

/// Where it was read.
fn origin(profile: &Profile, service: &ServiceEntry<'_>, operation: &Operation) -> Element {
    let mut line = el("p")
        .class("origin")
        .text("Read from ")
        .child(el("code").text(&operation.page));
    if let Some(section) = &operation.section {
        line = line.text(format!(", section {section}"));
    }
    let collection = operation.source.as_deref();
    let collection = collection.or(service
        .service
        .source
        .as_ref()
        .map(|source| source.pages.as_str()));
    if let Some(collection) = collection {
        line = line.text(format!(" of {collection}"));
    }
    line = line.text(".");
    let address = profile.page_url(service.service, operation);
    match address.as_deref().and_then(outward) {
        Some(link) => line
            .text(" ")
            .child(link.text("The vendor's page"))
            .text("."),
        None => line,
    }
}
