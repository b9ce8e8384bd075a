//! What is exported holds what the spec does: every document is read back and its facts are compared.

#![allow(
    clippy::unwrap_used,
    reason = "a document that cannot be read fails the test"
)]

mod support;

use serde_json::Value;
use specwright_export::{Exported, Form, export};
use specwright_spec::{Fact, Service, facts};
use support::{read_back, specs};

/// Facts in an order that does not depend on where parameters stand in a request.
fn sorted(service: &Service) -> Vec<Fact> {
    let mut facts = facts(service);
    facts.sort_by_cached_key(|fact| Value::Object(fact.clone()).to_string());
    facts
}

fn assert_same(service: &Service, read: &Service, form: &str) {
    let (expected, found) = (sorted(service), sorted(read));
    let name = format!("{}/{} as {form}", service.vendor, service.service);
    for (expected, found) in expected.iter().zip(&found) {
        assert_eq!(expected, found, "{name}");
    }
    assert_eq!(expected.len(), found.len(), "{name}");
}

#[test]
fn openapi_read_back_is_the_spec() {
    let mut count = 0;
    for (service, profile) in specs() {
        let exported = export(service, profile, Form::OpenApi);
        assert_same(service, &read_back::openapi(&exported.text), "OpenAPI");
        count += facts(service).len();
    }
    println!("{count} facts");
    assert!(count > 0);
}

#[test]
fn json_schema_read_back_is_the_spec() {
    let mut count = 0;
    for (service, profile) in specs() {
        let exported = export(service, profile, Form::JsonSchema);
        let mut service = service.clone();
        let read = read_back::json_schema(&exported.text, &service.vendor, &service.service);
        for operation in &mut service.operations {
            // A schema describes what is said, not what is refused.
            operation.errors.clear();
        }
        assert_same(&service, &read, "JSON Schema");
        count += facts(&service).len();
    }
    assert!(count > 0);
}

#[test]
fn facts_and_rows_are_the_spec() {
    for (service, profile) in specs() {
        let lines = export(service, profile, Form::Facts);
        let read: Vec<Fact> = lines
            .text
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(read, facts(service));
        let table = export(service, profile, Form::Csv);
        let rows = table
            .text
            .get(table.head..)
            .unwrap()
            .matches("\r\n")
            .count();
        assert_eq!(rows, read.len(), "{}", table.path);
    }
}

#[test]
fn json_schemas_are_schemas() {
    for (service, profile) in specs() {
        let Exported { text, path, .. } = export(service, profile, Form::JsonSchema);
        let document: Value = serde_json::from_str(&text).unwrap();
        assert!(jsonschema::meta::is_valid(&document), "{path}");
        jsonschema::validator_for(&document).unwrap_or_else(|error| panic!("{path}: {error}"));
    }
}

#[test]
fn the_same_spec_gives_the_same_bytes_and_every_warning_is_in_the_document() {
    for (service, profile) in specs() {
        let exported = export(service, profile, Form::OpenApi);
        assert_eq!(exported, export(service, profile, Form::OpenApi));
        let document: Value = serde_json::from_str(&exported.text).unwrap();
        let listed = document["x-specwright-warnings"].as_array().unwrap();
        assert_eq!(listed.len(), exported.warnings.len());
    }
}
