//! A vendor is added by a profile and a dialect, and by nothing else: this one is invented, and
//! what there is of it is `profile.yaml` and `dialect.rs` beside this file. Everything goes
//! through the public API.

mod dialect;

use specwright_reader::{PageFile, PageKind, Reading, read_with};
use specwright_spec::{Profile, facts, validate, yaml};

const PROFILE: &str = include_str!("profile.yaml");
const PAGES: &[(&str, &str)] = &[
    ("tides/index.md", include_str!("pages/tides/index.md")),
    (
        "tides/harbours/look_up_tides.md",
        include_str!("pages/tides/harbours/look_up_tides.md"),
    ),
];

fn reading() -> (Profile, Reading) {
    let profile: Profile = yaml::read(PROFILE).expect("a valid profile");
    let file = |(path, text): &(&str, &str)| PageFile {
        path: (*path).to_owned(),
        bytes: text.as_bytes().to_vec(),
        date: None,
    };
    let pages: Vec<PageFile> = PAGES.iter().map(file).collect();
    let reading = read_with(&dialect::MERIDIAN, &profile, &pages);
    (profile, reading)
}

/// A fact a line: where, path, type, need, and what else is known.
fn lines(reading: &Reading) -> Vec<String> {
    let mut lines = Vec::new();
    for fact in reading.services.iter().flat_map(facts) {
        let text = |key: &str| {
            fact.get(key)
                .and_then(|value| value.as_str())
                .unwrap_or_default()
                .to_owned()
        };
        let mut line = format!("{} {} {}", text("in"), text("path"), text("type"));
        match fact.get("required").and_then(serde_json::Value::as_bool) {
            Some(true) => line.push_str(" required"),
            Some(false) => line.push_str(" optional"),
            None => {}
        }
        for key in ["default", "values", "min", "max", "format", "http_status"] {
            match fact.get(key) {
                None | Some(serde_json::Value::Null) => {}
                Some(value) => line.push_str(&format!(" {key}={value}")),
            }
        }
        lines.push(line);
    }
    lines
}

#[test]
fn its_pages_become_an_operation_and_nothing_is_left_over() {
    let (_, reading) = reading();
    assert!(reading.diagnostics.is_empty(), "{:#?}", reading.diagnostics);
    let stats = reading.stats();
    assert_eq!(
        (
            stats.pages,
            stats.operations,
            stats.rows_reported,
            stats.blocks_unclaimed
        ),
        (2, 1, 0, 0)
    );
    assert_eq!(stats.rows, stats.rows_claimed);
    let kinds: Vec<PageKind> = reading.pages.iter().map(|page| page.kind).collect();
    assert_eq!(kinds, [PageKind::Operations, PageKind::Index]);
    assert_eq!(
        lines(&reading),
        [
            "request Harbour string required",
            "request Day[] string optional format=\"date-time\"",
            "request Unit string optional default=\"m\" values=[\"m\",\"ft\"]",
            "request Skip integer optional default=\"0\"",
            "request Take integer optional default=\"20\" min=1 max=100",
            "response All integer",
            "response Tides[].High boolean",
            "response Tides[].Height number",
            "response Tides[].At string format=\"date-time\"",
            "error NoSuchHarbour  http_status=404",
        ]
    );
}

#[test]
fn what_its_profile_says_reaches_the_spec() {
    let (_, reading) = reading();
    let [service] = reading.services.as_slice() else {
        panic!("one service: {:?}", reading.services.len());
    };
    assert_eq!(
        (service.vendor.as_str(), service.service.as_str()),
        ("meridian", "tides")
    );
    let operation = &service.operations[0];
    assert_eq!(operation.name, "LookUpTides");
    let paging = operation
        .paging
        .as_ref()
        .expect("the profile tells how lists are paged");
    assert_eq!(
        (paging.cursor.as_str(), paging.total.as_deref()),
        ("Skip", Some("All"))
    );
    assert_eq!(operation.samples.len(), 2);
    let found = validate(service);
    assert!(found.is_empty(), "{found:#?}");
    let text = yaml::write(service).expect("YAML");
    assert_eq!(
        &yaml::read::<specwright_spec::Service>(&text).expect("what was written can be read"),
        service
    );
}
