//! The rules of drift as a list: for a terminal, for programs, for a document.

use std::fmt::Write;

use serde_json::{Value, json};
use specwright_drift::{Rule, rules};

use crate::table::draw;

/// How to tell.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub enum Style {
    /// A table for a terminal.
    Text,
    /// One JSON document.
    Json,
    /// A table in Markdown.
    Markdown,
}

/// Every rule.
pub fn rules(style: Style) -> String {
    match style {
        Style::Text => text(),
        Style::Json => json(),
        Style::Markdown => markdown(),
    }
}

/// A rule at length: the page about it, and its verdicts.
pub fn explanation(rule: &Rule) -> String {
    let mut text = rule.explanation.trim_end().to_owned();
    let _ = write!(
        text,
        "\n\nwire: {}, source: {}, words only: {}, a guess: {}\n",
        rule.wire,
        rule.source,
        yes(rule.is_docs()),
        yes(rule.is_guess())
    );
    text
}

fn text() -> String {
    let row = |rule: &Rule| {
        let levels = [rule.wire, rule.source].map(|level| level.to_string());
        let [wire, source] = levels;
        vec![rule.id.to_owned(), wire, source, rule.summary.to_owned()]
    };
    let rows: Vec<_> = rules::all().map(row).collect();
    draw(&["rule", "wire", "source", "what happened"], 4, &rows)
}

fn json() -> String {
    let rule = |rule: &Rule| {
        json!({
            "id": rule.id,
            "direction": lower(&format!("{:?}", rule.direction)),
            "kind": lower(&format!("{:?}", rule.kind)),
            "action": lower(&format!("{:?}", rule.action)),
            "wire": rule.wire,
            "source": rule.source,
            "docs": rule.is_docs(),
            "guess": rule.is_guess(),
            "summary": rule.summary,
        })
    };
    let rules: Vec<Value> = rules::all().map(rule).collect();
    let document = json!({ "format": specwright_drift::format::FORM, "rules": rules });
    format!("{document:#}\n")
}

fn markdown() -> String {
    let mut text = String::from("| rule | wire | source | what happened |\n|---|---|---|---|\n");
    for rule in rules::all() {
        let _ = writeln!(
            text,
            "| `{}` | {} | {} | {} |",
            rule.id, rule.wire, rule.source, rule.summary
        );
    }
    text
}

fn yes(is: bool) -> &'static str {
    if is { "yes" } else { "no" }
}

/// `RequiredStated` as `required-stated`.
fn lower(word: &str) -> String {
    let mut text = String::new();
    for letter in word.chars() {
        if letter.is_uppercase() && !text.is_empty() {
            text.push('-');
        }
        text.extend(letter.to_lowercase());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_style_has_every_rule() {
        let count = rules::all().count();
        assert_eq!(text().lines().count(), count + 1);
        assert_eq!(markdown().lines().count(), count + 2);
        let document: Value = serde_json::from_str(&json()).unwrap();
        let listed = document["rules"].as_array().unwrap();
        assert_eq!(listed.len(), count);
        assert!(
            listed
                .iter()
                .any(|rule| rule["action"] == "required-stated")
        );
    }
}
