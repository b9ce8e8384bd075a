//! The reviewed capabilities: well-formed, complete, and true of the specs at hand.

#![allow(
    clippy::unwrap_used,
    reason = "a file that cannot be read fails the test"
)]

mod support;

use specwright_catalog::{Answer, Capabilities, Capability, Concept, capabilities, check, propose};
use specwright_spec::{Source, yaml};
use support::{capabilities as reviewed, specs};

/// Where the schema lies. `SPECWRIGHT_WRITE_SCHEMAS=1` writes it anew.
const SCHEMA: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../specs/capabilities.schema.json"
);

#[test]
fn the_schema_is_written_down_and_the_file_fits_it() {
    let schema = capabilities::schema();
    if std::env::var_os("SPECWRIGHT_WRITE_SCHEMAS").is_some() {
        std::fs::write(SCHEMA, &schema).unwrap();
    }
    assert!(
        std::fs::read_to_string(SCHEMA).unwrap_or_default() == schema,
        "specs/capabilities.schema.json is another one: SPECWRIGHT_WRITE_SCHEMAS=1 cargo test -p specwright-catalog writes it"
    );
    let schema = serde_json::from_str(&schema).unwrap();
    let value = serde_json::to_value(reviewed()).unwrap();
    jsonschema::validate(&schema, &value).unwrap();
}

#[test]
fn what_is_named_exists_and_every_vendor_has_an_answer() {
    let (services, profiles) = specs();
    let vendors: Vec<_> = profiles
        .iter()
        .map(|profile| profile.vendor.as_str())
        .collect();
    let capabilities = reviewed();
    let checked = check(&capabilities, &services, &vendors);
    println!(
        "{} operations and {} pairs looked up; not at hand: {:?}",
        checked.operations, checked.pairs, checked.elsewhere
    );
    assert_eq!(checked.problems, Vec::<String>::new());
    assert!(capabilities.capabilities.len() >= 10 && vendors.len() >= 5);
    assert!(checked.operations > 0 && checked.pairs > 0);
}

/// The first capability alone, changed, where all pages are at hand.
fn problems(change: impl FnOnce(&mut Capability)) -> Vec<String> {
    let (mut services, profiles) = specs();
    for service in &mut services {
        service.source = Some(Source {
            pages: "all".into(),
            revision: None,
        });
    }
    let vendors: Vec<_> = profiles
        .iter()
        .map(|profile| profile.vendor.as_str())
        .collect();
    let mut capabilities = reviewed();
    capabilities.capabilities.truncate(1);
    change(&mut capabilities.capabilities[0]);
    check(&capabilities, &services, &vendors).problems
}

fn offer(capability: &mut Capability) -> &mut capabilities::Offer {
    match capability.vendors.get_mut("tencent") {
        Some(Answer::Operation(offer)) => offer,
        _ => panic!("the first capability of tencent is an operation"),
    }
}

#[test]
fn what_does_not_exist_is_found() {
    assert_eq!(problems(|_| {}), Vec::<String>::new());
    let found = [
        problems(|one| offer(one).operation = "Nothing".into()),
        problems(|one| _ = offer(one).pairs.insert("disk".into(), "Nothing".into())),
        problems(|one| _ = offer(one).pairs.insert("disk".into(), "DiskId[]".into())),
        problems(|one| _ = offer(one).pairs.insert("nothing".into(), "DiskId".into())),
        problems(|one| _ = one.vendors.remove("tencent")),
        problems(|one| {
            let answer = one.vendors["tencent"].clone();
            one.vendors.insert("nobody".into(), answer);
        }),
    ];
    for problems in found {
        assert_eq!(problems.len(), 1, "{problems:?}");
    }
}

#[test]
fn an_answer_is_one_of_three() {
    let of = |answer: &str| {
        let text = format!(
            "format: 1\ncapabilities:\n- {{id: a, title: A, words: [[b], [c]], concepts: [], vendors: {{v: {answer}}}}}\n"
        );
        yaml::read::<Capabilities>(&text)
    };
    assert!(of("{service: s, operation: O}").is_ok());
    assert!(of("{none: its pages say so}").is_ok());
    assert!(of("{no-page: none was published}").is_ok());
    assert!(of("{none: x, no-page: y}").is_err());
    assert!(of("{service: s}").is_err());
    assert!(of("{}").is_err());
}

#[test]
fn the_proposer_finds_what_names_tell_and_keeps_what_they_do_not() {
    let (services, profiles) = specs();
    let proposed = propose(&reviewed(), &services, &profiles);
    let create = &proposed.capabilities[0];
    for (vendor, operation) in [
        ("alibaba", "CreateSnapshot"),
        ("tencent", "CreateSnapshot"),
        ("ucloud", "CreateUDiskSnapshot"),
        ("ucloudstack", "CreateSnapshot"),
        ("zenlayer", "CreateSnapshot"),
    ] {
        let Some(Answer::Operation(offer)) = create.vendors.get(vendor) else {
            panic!("{vendor} has no proposal");
        };
        assert_eq!(offer.operation, operation, "{vendor}");
        assert!(
            offer.pairs.contains_key("disk") && offer.pairs.contains_key("name"),
            "{offer:?}"
        );
    }
    // A capability that no name fits keeps its answers.
    let mut nothing = reviewed();
    nothing.capabilities.truncate(1);
    nothing.capabilities[0].words = [vec!["fly".into()], vec!["kite".into()]];
    nothing.capabilities[0].concepts.push(Concept {
        id: "wind".into(),
        means: "Wind".into(),
    });
    assert_eq!(propose(&nothing, &services, &profiles), nothing);
}
