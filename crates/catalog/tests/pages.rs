//! The pages: hostile text stays text, links lead somewhere, sizes stay small, the same bytes each time.

#![allow(
    clippy::unwrap_used,
    reason = "a page that is not there fails the test"
)]

mod support;

use std::collections::BTreeSet;

use specwright_catalog::{Change, Defect, File, Input, Notes, catalog};
use specwright_spec::{
    EnumValue, ErrorCode, Field, Operation, Profile, Sample, SampleFormat, SampleKind, Service,
    Structure, Type,
};
use support::{capabilities, specs};

/// No page may be larger.
const PAGE_BYTES: usize = 1_000_000;

fn site(services: &[Service], profiles: &[Profile], notes: &Notes) -> Vec<File> {
    catalog(Input {
        services,
        profiles,
        capabilities: &capabilities(),
        notes,
    })
}

fn find<'f>(files: &'f [File], path: &str) -> &'f str {
    let file = files.iter().find(|file| file.path == path);
    &file.unwrap_or_else(|| panic!("there is no {path}")).text
}

/// The text between the ends of each attribute of this name.
fn values<'t>(html: &'t str, attribute: &str) -> impl Iterator<Item = &'t str> {
    let parts = html
        .split(&format!(" {attribute}=\""))
        .skip(1)
        .collect::<Vec<_>>();
    parts.into_iter().filter_map(|part| part.split('"').next())
}

#[test]
fn every_operation_has_a_page_with_all_of_its_fields() {
    let (services, profiles) = specs();
    let files = site(&services, &profiles, &Notes::default());
    let mut fields = 0;
    for service in &services {
        // Names may differ in case alone, or in their version: so pages are taken in their
        // order, which is that of the names, not by file.
        let folder = format!("{}/{}/", service.vendor, service.service);
        let pages: Vec<_> = files
            .iter()
            .filter(|file| file.path.starts_with(&folder) && !file.path.ends_with("/index.html"))
            .collect();
        assert_eq!(pages.len(), service.operations.len(), "{folder}");
        let mut operations: Vec<_> = service.operations.iter().collect();
        operations.sort_by_key(|operation| &operation.name);
        for (operation, page) in operations.into_iter().zip(pages) {
            let html = page.text.as_str();
            let ids: BTreeSet<_> = values(html, "id").collect();
            let plain = html.replace("<wbr>", "");
            let title = plain
                .split("<h1")
                .nth(1)
                .and_then(|rest| rest.split("</h1>").next());
            assert!(
                title.is_some_and(|title| title.ends_with(&format!(">{}", operation.name))),
                "{}: {title:?}",
                page.path
            );
            for (side, side_fields) in [
                ("request", &operation.request),
                ("response", &operation.response),
            ] {
                for field in side_fields {
                    let id = format!("{side}.{}", field.name);
                    assert!(ids.contains(id.as_str()), "{}: {id}", operation.name);
                    fields += 1;
                }
            }
            for error in &operation.errors {
                assert!(
                    plain.contains(&error.code),
                    "{}: {}",
                    operation.name,
                    error.code
                );
            }
        }
    }
    println!("{fields} fields");
    assert!(fields > 0);
}

#[test]
fn links_lead_somewhere_and_nothing_is_asked_of_the_network() {
    let (services, profiles) = specs();
    let files = site(&services, &profiles, &Notes::default());
    let paths: BTreeSet<_> = files.iter().map(|file| file.path.as_str()).collect();
    let mut links = 0;
    for file in files.iter().filter(|file| file.path.ends_with(".html")) {
        assert!(
            file.text.len() < PAGE_BYTES,
            "{} has {} bytes",
            file.path,
            file.text.len()
        );
        for source in values(&file.text, "src") {
            assert!(!source.contains(':'), "{}: {source}", file.path);
        }
        for href in values(&file.text, "href").filter(|href| *href != "data:,") {
            links += 1;
            if href.starts_with("https://") {
                continue;
            }
            assert!(!href.contains(':'), "{}: {href}", file.path);
            let (target, item) = href
                .split_once('#')
                .map_or((href, None), |(to, item)| (to, Some(item)));
            let path = if target.is_empty() {
                file.path.clone()
            } else {
                resolved(&file.path, target)
            };
            assert!(
                paths.contains(path.as_str()),
                "{}: {href} leads to {path}",
                file.path
            );
            if let Some(item) = item {
                let ids: BTreeSet<_> = values(find(&files, &path), "id").collect();
                assert!(ids.contains(item), "{}: {href}", file.path);
            }
        }
    }
    println!("{links} links");
    assert!(links > 100);
}

/// Where a relative link leads.
fn resolved(from: &str, target: &str) -> String {
    let mut parts: Vec<_> = from.split('/').collect();
    parts.pop();
    for part in target.split('/') {
        match part {
            ".." => _ = parts.pop(),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[test]
fn the_same_specs_give_the_same_bytes() {
    let (services, profiles) = specs();
    let notes = Notes::default();
    assert_eq!(
        site(&services, &profiles, &notes),
        site(&services, &profiles, &notes)
    );
}

const HOSTILE: &str = "</td></script><script>alert(1)</script><img src=x onerror=alert(1)>\" onclick=\"x' `${y}` \u{202e}";

/// A service in which every text that a page can give is hostile.
fn hostile() -> Service {
    let text = || Some(HOSTILE.to_owned());
    let mut field = Field::new(HOSTILE, Type::Structure("S".into()));
    field.doc = text();
    field.default = text();
    field.format = text();
    field.unit = text();
    field.values = vec![EnumValue {
        value: HOSTILE.into(),
        doc: text(),
    }];
    let mut service = Service::new("tencent", "evil");
    service.title = text();
    service.version = text();
    service.endpoint = text();
    service.structures.push(Structure {
        name: "S".into(),
        doc: text(),
        fields: vec![
            Field::new(HOSTILE, Type::String),
            Field::new("Me", Type::Structure("S".into())),
        ],
        ..Structure::default()
    });
    service.operations.push(Operation {
        name: HOSTILE.into(),
        title: text(),
        page: HOSTILE.into(),
        section: text(),
        doc: text(),
        request: vec![field.clone()],
        response: vec![field],
        errors: vec![ErrorCode {
            code: HOSTILE.into(),
            message: text(),
            doc: text(),
            ..ErrorCode::default()
        }],
        samples: vec![Sample {
            kind: SampleKind::Request,
            format: SampleFormat::Text,
            text: HOSTILE.into(),
            at: Default::default(),
        }],
        ..Operation::default()
    });
    service
}

#[test]
fn hostile_text_stays_text() {
    let (mut services, profiles) = specs();
    services.push(hostile());
    let key = ("tencent".to_owned(), "evil".to_owned(), HOSTILE.to_owned());
    let mut notes = Notes::default();
    notes.calls.insert(key.clone(), HOSTILE.into());
    notes.compared.push(HOSTILE.into());
    notes.inspected.insert(key.clone());
    let change = Change {
        between: HOSTILE.into(),
        rule: HOSTILE.into(),
        wire: HOSTILE.into(),
        source: HOSTILE.into(),
        message: HOSTILE.into(),
    };
    notes.changes.insert(key.clone(), vec![change]);
    let defect = Defect {
        code: HOSTILE.into(),
        level: HOSTILE.into(),
        message: HOSTILE.into(),
        place: HOSTILE.into(),
    };
    notes.defects.insert(key, vec![defect]);
    let mut seen = 0;
    for file in site(&services, &profiles, &notes) {
        assert!(!file.path.contains(['<', '"', ' ']), "{}", file.path);
        let is_page = file.path.ends_with(".html");
        seen += file.text.matches("alert(1)").count();
        assert!(!file.text.contains("<script>"), "{}", file.path);
        assert!(!file.text.contains("<img"), "{}", file.path);
        assert!(
            !is_page || !file.text.contains("\" onclick"),
            "{}",
            file.path
        );
        assert!(!file.text.contains('\u{202e}'), "{}", file.path);
        let scripts = file.text.matches("<script").count();
        assert!(!is_page || scripts == 2, "{}", file.path);
    }
    assert!(seen > 20, "the texts are there, as text");
}
