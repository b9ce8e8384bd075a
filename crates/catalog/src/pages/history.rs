//! What changed between revisions, as a section of a page: of an operation, a service or a vendor.

use super::{Site, frame};
use crate::html::{Element, el};
use crate::notes::{Change, Key};
use crate::paths::plain;

/// The section; it says also that nothing changed, and that nothing is known.
pub(crate) fn section(site: &Site<'_>, key: &Key) -> Element {
    let notes = site.input.notes;
    let changes = notes
        .changes
        .get(key)
        .map(Vec::as_slice)
        .unwrap_or_default();
    let section = frame::section("history", "History", number(changes.len()));
    let nothing = |words: String| el("p").class("none").text(words);
    if notes.compared.is_empty() {
        return section.child(nothing(
            "No revision to compare with is at hand.".to_owned(),
        ));
    }
    if changes.is_empty() {
        let words = format!("No change of its own: {}.", notes.compared.join(", "));
        return section.child(nothing(words));
    }
    section.child(el("ol").class("notes").children(changes.iter().map(row)))
}

/// A number beside a heading; nothing for none.
pub(crate) fn number(number: usize) -> Option<String> {
    (number > 0).then(|| number.to_string())
}

fn row(change: &Change) -> Element {
    let verdict = |kind: &'static str, level: &str| {
        el("span")
            .class(format!("level {}", plain(level)))
            .text(format!("{kind} {level}"))
    };
    el("li").child(el("p").text(&change.message)).child(
        el("p")
            .class("small")
            .child(verdict("wire", &change.wire))
            .child(verdict("source", &change.source))
            .child(el("code").text(&change.rule))
            .child(el("span").text(&change.between)),
    )
}
