//! Findings as one JSON document: `{"findings": […], "summary": {…}}`. Lines and columns count from 1,
//! columns in characters; the end is after the last character.

use serde_json::{Value, json};
use specwright_reader::diagnostic::{Diagnostic, Label};

use crate::lint::Batch;
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
    let pages: usize = batches.iter().map(|batch| batch.folder.pages.len()).sum();
    let document = json!({
        "findings": findings,
        "summary": {
            "pages": pages,
            "errors": levels.errors,
            "warnings": levels.warnings,
            "notes": levels.notes,
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
    })
}

fn place(label: &Label, sources: &mut Sources<'_>) -> Value {
    let (end_line, end_column) = sources.end(label);
    json!({
        "page": sources.shown(&label.place.page),
        "line": label.place.line,
        "column": label.place.column,
        "end_line": end_line,
        "end_column": end_column,
        "text": label.text,
    })
}
