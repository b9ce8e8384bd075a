//! Findings as one JSON document: `{"findings": […], "summary": {…}}`. Lines and columns count from 1,
//! columns in characters; the end is after the last character. A finding whose fix is known has it: texts
//! that take the place of parts of the page. The summary counts findings by level and by code.

use serde_json::{Value, json};
use specwright_reader::diagnostic::{Diagnostic, Label};
use specwright_reader::fix::{Edit, Fix};

use crate::lint::{Batch, by_weight};
use crate::render::Sources;
use crate::summary::Levels;

/// The document, with a newline at its end.
pub fn document(batches: &[Batch]) -> String {
    let mut findings = Vec::new();
    for batch in batches {
        let mut sources = Sources::new(&batch.folder);
        for finding in &batch.findings {
            findings.push(one(finding, &batch.folder.vendor, &mut sources));
        }
    }
    let levels = Levels::of(batches.iter().flat_map(|batch| &batch.findings));
    let fixes = findings
        .iter()
        .filter(|finding| !finding["fix"].is_null())
        .count();
    let codes: serde_json::Map<String, Value> = by_weight(batches)
        .into_iter()
        .map(|found| (found.info.code.as_str().to_owned(), json!(found.places)))
        .collect();
    let pages: usize = batches.iter().map(|batch| batch.folder.pages.len()).sum();
    let document = json!({
        "findings": findings,
        "summary": {
            "pages": pages,
            "errors": levels.errors,
            "warnings": levels.warnings,
            "notes": levels.notes,
            "fixes": fixes,
            "codes": codes,
        },
    });
    format!("{document:#}\n")
}

fn one(finding: &Diagnostic, vendor: &str, sources: &mut Sources<'_>) -> Value {
    let related: Vec<_> = finding
        .secondary
        .iter()
        .map(|label| place(label, sources))
        .collect();
    json!({
        "code": finding.code.as_str(),
        "level": finding.level.as_str(),
        "vendor": vendor,
        "message": finding.message,
        "at": place(&finding.primary, sources),
        "related": related,
        "help": finding.help,
        "fix": finding.fix.as_ref().map(|fix| mend(fix, sources)),
    })
}

fn mend(fix: &Fix, sources: &mut Sources<'_>) -> Value {
    let edits: Vec<_> = fix.edits.iter().map(|edit| change(edit, sources)).collect();
    json!({ "title": fix.title, "edits": edits })
}

fn change(edit: &Edit, sources: &mut Sources<'_>) -> Value {
    let (end_line, end_column) = sources.end_of(edit);
    json!({
        "page": sources.shown(&edit.place.page),
        "line": edit.place.line,
        "column": edit.place.column,
        "end_line": end_line,
        "end_column": end_column,
        "text": edit.text,
    })
}

fn place(label: &Label, sources: &mut Sources<'_>) -> Value {
    let (end_line, end_column) = sources.end(&label.place);
    json!({
        "page": sources.shown(&label.place.page),
        "line": label.place.line,
        "column": label.place.column,
        "end_line": end_line,
        "end_column": end_column,
        "text": label.text,
    })
}
