//! SARIF 2.1.0, for viewers of code scanning.
//!
//! A result stands at its page's line on the new side. What is gone stands at its old place,
//! and a change in no page at its service's spec: a viewer shows no result without a place.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::json::pretty;
use super::{Report, message, word};
use crate::{Change, Place, Rule, rules};

/// Where the schema of the form is published.
const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

pub(super) fn render(report: &Report<'_>) -> String {
    let fired: BTreeSet<&str> = report.changes.iter().map(|change| change.rule).collect();
    let rules: Vec<&Rule> = rules::all()
        .filter(|rule| fired.contains(rule.id))
        .collect();
    let results: Vec<Value> = report
        .changes
        .iter()
        .map(|change| result(report, &rules, change))
        .collect();
    let notifications: Vec<Value> = report
        .problems
        .iter()
        .map(|problem| {
            let text = format!("{} {}: {}", problem.rule, problem.subject, problem.message);
            json!({
                "level": "error",
                "descriptor": { "id": problem.code },
                "message": { "text": text },
            })
        })
        .collect();
    let driver = json!({
        "name": "specwright",
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "informationUri": env!("CARGO_PKG_REPOSITORY"),
        "rules": rules.iter().map(|rule| descriptor(rule)).collect::<Vec<_>>(),
    });
    pretty(&json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": driver },
            "columnKind": "unicodeCodePoints",
            "invocations": [{
                "executionSuccessful": true,
                "toolConfigurationNotifications": notifications,
            }],
            "results": results,
        }],
    }))
}

fn descriptor(rule: &Rule) -> Value {
    let level = match rule.wire.max(rule.source) {
        crate::Level::Error => "error",
        crate::Level::Warning => "warning",
        _ => "note",
    };
    // Without markup: the heading, and the marks of emphasis and code.
    let body = rule
        .explanation
        .split_once('\n')
        .map_or("", |(_, body)| body)
        .trim();
    json!({
        "id": rule.id,
        "shortDescription": { "text": rule.summary },
        "fullDescription": { "text": rule.summary },
        "help": { "text": body.replace(['*', '`'], ""), "markdown": body },
        "defaultConfiguration": { "level": level },
        "properties": { "wire": rule.wire, "source": rule.source },
    })
}

fn result(report: &Report<'_>, rules: &[&Rule], change: &Change) -> Value {
    let (file, line) = report.file(change);
    let mut result = json!({
        "ruleId": change.rule,
        "ruleIndex": rules.iter().position(|rule| rule.id == change.rule),
        "level": word(change),
        "message": { "text": message(change) },
        "locations": [location(&file, line, &change.subject.to_string())],
        "partialFingerprints": { "specwright/v1": change.fingerprint },
        "properties": {
            "subject": change.subject,
            "wire": change.wire,
            "source": change.source,
            "old": change.old,
            "new": change.new,
        },
    });
    // The old place, where it is not the one shown already.
    if let (Some(from), Some(_)) = (&change.from, &change.to)
        && change.from != change.to
    {
        result["relatedLocations"] = json!([old_place(report, from)]);
    }
    result
}

fn location(file: &str, line: Option<u32>, subject: &str) -> Value {
    json!({
        "physicalLocation": {
            "artifactLocation": { "uri": uri(file) },
            "region": { "startLine": line.unwrap_or(1) },
        },
        "logicalLocations": [{ "fullyQualifiedName": subject }],
    })
}

fn old_place(report: &Report<'_>, from: &Place) -> Value {
    json!({
        "message": { "text": format!("there in {}", report.from) },
        "physicalLocation": {
            "artifactLocation": { "uri": uri(&report.page(from)) },
            "region": { "startLine": from.line.unwrap_or(1) },
        },
    })
}

/// A path as a relative reference: all but plain characters are escaped, byte by byte.
fn uri(path: &str) -> String {
    path.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b'~' => {
                char::from(byte).to_string()
            }
            byte => format!("%{byte:02X}"),
        })
        .collect()
}
