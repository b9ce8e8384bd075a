//! For programs: one object, with its JSON Schema.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Serialize;

use super::{FORM, Report};
use crate::{Change, Problem, Verdict};

/// The report of one run of the comparison.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "DriftReport", deny_unknown_fields)]
struct Document<'r> {
    /// The version of this form.
    format: u32,
    /// What the old side is called.
    from: &'r str,
    /// What the new side is called.
    to: &'r str,
    /// Whether the run passes.
    passes: bool,
    /// What the changes come to.
    verdict: Verdict,
    /// How many changes an allow-file took away.
    allowed: usize,
    /// Entries of the allow-file that must be mended.
    problems: &'r [Problem],
    /// The changes that are not allowed, in the order of their subjects.
    changes: &'r [Change],
}

pub(super) fn render(report: &Report<'_>) -> String {
    let document = Document {
        format: FORM,
        from: report.from,
        to: report.to,
        passes: report.passes(),
        verdict: report.gate.verdict(report.changes),
        allowed: report.allowed,
        problems: report.problems,
        changes: report.changes,
    };
    pretty(&document)
}

/// The JSON Schema of the JSON form.
pub fn schema() -> String {
    let schema = SchemaSettings::draft2020_12()
        .for_serialize()
        .into_generator()
        .into_root_schema_for::<Document<'static>>();
    pretty(&schema)
}

/// Nothing here has keys that are no text, so that writing cannot fail.
pub(super) fn pretty(value: &impl Serialize) -> String {
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}
