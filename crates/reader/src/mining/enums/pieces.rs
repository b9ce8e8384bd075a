//! Values and glosses parted by commas, in pieces parted by semicolons: `A，text；B，text`.

use std::ops::Range;

use specwright_spec::Type;

use super::gloss::{entry, gloss, line_end};
use super::{Entry, Style, ends_list, is_open, unique};
use crate::mining::phrases;
use crate::mining::text::{Text, next, trim};
use crate::mining::token::{self};

/// `A，text；B，text`: every piece between semicolons or on lines is a value and its gloss.
pub(super) fn pieces(
    text: &Text<'_>,
    leaf: &Type,
    range: Range<usize>,
    sure: bool,
) -> Option<Vec<Entry>> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut at = range.start;
    for piece in text.slice(range.clone()).split(['；', ';', '。']) {
        let inner = trim(text.all, at..at + piece.len());
        let new_sentence = text.before(at).ends_with('。');
        at = next(text.all, at + piece.len());
        if inner.is_empty() {
            continue;
        }
        let found = entry(text, leaf, inner.clone());
        // `A，text。B，text。`: only what is set off alike goes on behind a sentence.
        let alike = |entry: &Entry| entries.last().is_some_and(|last| last.style == entry.style);
        if new_sentence && !found.as_ref().is_some_and(alike) {
            break;
        }
        match found {
            Some(entry) if entry.style != Style::Bare => entries.push(entry),
            // What starts like a value and is none: the list is not understood.
            _ if text
                .slice(inner.clone())
                .starts_with(|c: char| c.is_ascii_alphanumeric() || c == '"' || c == '“') =>
            {
                return None;
            }
            _ => break,
        }
    }
    let open = entries.iter().any(|entry| {
        let told = text.slice(entry.gloss.clone());
        is_open(told) || holds_entry(text, leaf, entry)
    });
    let whole =
        |entry: &Entry| sure && entry.style != Style::Space && ends_list(text, entry.gloss.end);
    let single = entries.len() == 1 && !whole(&entries[0]);
    (!entries.is_empty() && !open && !single && unique(text, &entries)).then_some(entries)
}

/// Whether a gloss swallowed the next value, for want of a separator: `text） B，text`.
fn holds_entry(text: &Text<'_>, leaf: &Type, entry: &Entry) -> bool {
    let told = text.slice(entry.gloss.clone());
    told.match_indices([' ', ')', '）']).any(|(at, sign)| {
        let start = entry.gloss.start + at + sign.len();
        let token = token::at(text, start, leaf);
        token
            .is_some_and(|token| gloss(text, &token).is_some_and(|(style, _)| style == entry.style))
    })
}

/// `"A"，text；"B"，text` without a lead word: quotes tell what is a value.
pub(super) fn quoted(text: &Text<'_>, leaf: &Type) -> Option<Vec<Entry>> {
    let start = text.all.find(['"', '“'])?;
    let list = pieces(text, leaf, start..line_end(text, start), false)?;
    let all_quoted = list
        .iter()
        .all(|entry| text.before(entry.value.start).ends_with(['"', '“']));
    let before = text.sentence_before(start);
    let sound = list.len() >= 2
        && all_quoted
        && !text.has(&phrases::EXAMPLES, before)
        && !text.has(&phrases::CONDITIONAL, before);
    sound.then_some(list)
}
