//! Findings as SARIF 2.1.0 (OASIS), which code review tools show beside the lines they are about.

use std::fmt::Write;

use serde_json::{Value, json};
use specwright_reader::codes::CodeInfo;
use specwright_reader::diagnostic::{Diagnostic, Label};
use specwright_reader::fix::{Edit, Fix};
use specwright_reader::text::Place;

use crate::lint::{Batch, codes};
use crate::render::Sources;

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The document, with a newline at its end.
pub fn document(batches: &[Batch]) -> String {
    let rules = codes(batches);
    let mut results = Vec::new();
    for batch in batches {
        let mut sources = Sources::new(&batch.folder);
        for finding in &batch.findings {
            results.push(result(finding, &rules, &mut sources));
        }
    }
    let document = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "specwright",
                "version": env!("CARGO_PKG_VERSION"),
                "informationUri": env!("CARGO_PKG_REPOSITORY"),
                "rules": rules.iter().map(|info| rule(info)).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{document:#}\n")
}

fn rule(info: &CodeInfo) -> Value {
    json!({
        "id": info.code.as_str(),
        "shortDescription": { "text": info.title },
        "fullDescription": { "text": info.explanation },
        "help": { "text": info.help },
        "defaultConfiguration": { "level": info.level.as_str() },
    })
}

fn result(finding: &Diagnostic, rules: &[&CodeInfo], sources: &mut Sources<'_>) -> Value {
    let text = match &finding.help {
        Some(help) => format!("{}; {help}", finding.message),
        None => finding.message.clone(),
    };
    let related = finding.secondary.iter().enumerate().map(|(id, label)| {
        let mut location = location(label, sources);
        location["id"] = json!(id + 1);
        location["message"] = json!({ "text": label.text });
        location
    });
    let related: Vec<_> = related.collect();
    let mut result = json!({
        "ruleId": finding.code.as_str(),
        "ruleIndex": rules.iter().position(|info| info.code == finding.code),
        "level": finding.level.as_str(),
        "message": { "text": text },
        "locations": [location(&finding.primary, sources)],
    });
    if !related.is_empty() {
        result["relatedLocations"] = json!(related);
    }
    if let Some(fix) = &finding.fix {
        result["fixes"] = json!([mend(fix, sources)]);
    }
    result
}

/// A fix is of one page.
fn mend(fix: &Fix, sources: &mut Sources<'_>) -> Value {
    let page = fix.edits.first().map_or("", |edit| &edit.place.page);
    let uri = uri(&sources.shown(page));
    let mut replacement = |edit: &Edit| {
        json!({
            "deletedRegion": region(&edit.place, sources.end_of(edit)),
            "insertedContent": { "text": edit.text },
        })
    };
    let replacements: Vec<_> = fix.edits.iter().map(&mut replacement).collect();
    json!({
        "description": { "text": fix.title },
        "artifactChanges": [{
            "artifactLocation": { "uri": uri },
            "replacements": replacements,
        }],
    })
}

fn location(label: &Label, sources: &mut Sources<'_>) -> Value {
    json!({ "physicalLocation": {
        "artifactLocation": { "uri": uri(&sources.shown(&label.place.page)) },
        "region": region(&label.place, sources.end(&label.place)),
    }})
}

fn region(place: &Place, (end_line, end_column): (usize, usize)) -> Value {
    json!({
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": end_line,
        "endColumn": end_column,
    })
}

/// A path as a relative URI: what RFC 3986 does not allow in one is escaped.
fn uri(path: &str) -> String {
    let mut uri = String::new();
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/@!$&'()*+,;=".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_uris() {
        assert_eq!(uri("API Reference/快.md"), "API%20Reference/%E5%BF%AB.md");
    }
}
