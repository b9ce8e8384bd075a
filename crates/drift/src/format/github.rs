//! Workflow commands of GitHub Actions: an annotation for each change, at its page's line.

use std::fmt::Write as _;

use super::{Report, levels, message, word};
use crate::Change;

pub(super) fn render(report: &Report<'_>) -> String {
    let mut out = String::new();
    for change in report.changes {
        one(&mut out, report, change);
    }
    for problem in report.problems {
        let text = format!(
            "{}: {} ({})",
            problem.subject, problem.message, problem.help
        );
        command(&mut out, "error", &[("title", problem.rule.clone())], &text);
    }
    let verdict = if report.passes() { "notice" } else { "error" };
    command(
        &mut out,
        verdict,
        &[("title", "drift".to_owned())],
        &report.summary(),
    );
    out
}

fn one(out: &mut String, report: &Report<'_>, change: &Change) {
    let level = match word(change) {
        "note" => "notice",
        level => level,
    };
    let mut properties = Vec::new();
    // What is gone has no line in the files at hand: its annotation names no file.
    if let Some(to) = &change.to {
        properties.push(("file", report.page(to)));
        properties.extend(to.line.map(|line| ("line", line.to_string())));
    }
    properties.push(("title", change.rule.to_owned()));
    let subject = &change.subject;
    let text = format!("{} [{subject}; {}]", message(change), levels(change));
    command(out, level, &properties, &text);
}

fn command(out: &mut String, name: &str, properties: &[(&str, String)], text: &str) {
    let properties: Vec<String> = properties
        .iter()
        .map(|(key, value)| format!("{key}={}", property(value)))
        .collect();
    let _ = writeln!(out, "::{name} {}::{}", properties.join(","), data(text));
}

/// What would end the command, or be taken for an escape.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// The same, and what would end a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_a_command_early() {
        let mut out = String::new();
        command(
            &mut out,
            "error",
            &[("file", "a,b:c%\n".into())],
            "50%\r\n::error::x, y: z",
        );
        assert_eq!(
            out,
            "::error file=a%2Cb%3Ac%25%0A::50%25%0D%0A::error::x, y: z\n"
        );
    }
}
