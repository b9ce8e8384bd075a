//! For a terminal, as a compiler writes: level, rule, message, place, verdicts.

use std::fmt::Write as _;

use super::{Report, levels, message, word};
use crate::Change;

/// How many operations a line names before it counts the rest.
const NAMED: usize = 3;

pub(super) fn render(report: &Report<'_>) -> String {
    let mut out = String::new();
    for change in report.changes {
        one(&mut out, report, change);
    }
    for problem in report.problems {
        let _ = writeln!(out, "{problem}\n");
    }
    out.push_str(&report.summary());
    out.push('\n');
    out
}

fn one(out: &mut String, report: &Report<'_>, change: &Change) {
    let _ = writeln!(
        out,
        "{}[{}]: {}",
        word(change),
        change.rule,
        message(change)
    );
    match (&change.from, &change.to) {
        (_, Some(to)) => {
            let _ = writeln!(out, "  --> {}", super::join(report.pages, &to.to_string()));
        }
        (Some(from), None) => {
            let _ = writeln!(
                out,
                "  --> {} (old side)",
                super::join(report.pages, &from.to_string())
            );
        }
        (None, None) => {}
    }
    let _ = writeln!(out, "   = subject: {}", plain(&change.subject.to_string()));
    let _ = writeln!(out, "   = {}", levels(change));
    if !change.reaches.is_empty() {
        let _ = writeln!(out, "   = reaches: {}", plain(&reaches(&change.reaches)));
    }
    out.push('\n');
}

/// The first few, and how many more.
fn reaches(operations: &[String]) -> String {
    let named = operations[..operations.len().min(NAMED)].join(", ");
    match operations.len().saturating_sub(NAMED) {
        0 => named,
        more => format!("{named} and {more} more"),
    }
}

/// Names come from pages: no control character may reach a terminal.
fn plain(text: &str) -> String {
    text.replace(char::is_control, " ")
}
