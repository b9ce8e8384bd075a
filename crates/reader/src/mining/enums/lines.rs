//! Lists of lines: an item or a line for each value.

use std::collections::BTreeSet;
use std::ops::Range;

use specwright_spec::Type;

use super::gloss::{entry, is_heading};
use super::reversed::reversed_lines;
use super::running::is_member;
use super::{Entry, Outcome, Style, unique};
use crate::mining::phrases;
use crate::mining::text::{Text, is_cjk, next};
use crate::mining::token::{self};

/// So many values in a row leave no doubt that a list is one.
const LONG_LIST: usize = 5;

/// The values that the lines from `first` on list.
pub(super) fn lines(text: &Text<'_>, leaf: &Type, first: usize, sure: bool) -> Outcome {
    let Some(start) = text.lines.get(first) else {
        return Outcome::Nothing;
    };
    let items = start.item;
    let mut entries: Vec<Entry> = Vec::new();
    let mut led_away = false;
    let mut noted = false;
    for line in text.lines.iter().skip(first) {
        let said = text.slice(line.range.clone());
        // Plain text has lost the bullets of all but the first, glued item.
        let unmarked = || {
            entry(text, leaf, line.range.clone())
                .filter(|e| e.style == Style::Colon && !is_heading(text.slice(e.value.clone())))
        };
        if items && !line.item && unmarked().is_none() {
            led_away = said.ends_with([':', '：']);
            continue;
        }
        if led_away {
            break;
        }
        match entry(text, leaf, line.range.clone())
            .or_else(|| titled_entry(text, leaf, line.range.clone()))
            .or_else(|| {
                spaced_entry(text, leaf, line.range.clone(), &entries).filter(|_| sure && items)
            }) {
            Some(entry) if !items && is_heading(text.slice(entry.value.clone())) => break,
            // What stands between values is no note.
            Some(_) if noted => return Outcome::Broken,
            Some(entry) => entries.push(entry),
            None if entries.is_empty() => break,
            None if items && entries.len() > 1 && is_note(text, said) => noted = true,
            None if items => return Outcome::Broken,
            None if said.starts_with(|c: char| c.is_ascii_alphanumeric()) && !is_sentence(said) => {
                return Outcome::Broken;
            }
            None => break,
        }
    }
    if entries.is_empty() {
        return reversed_lines(text, leaf, first);
    }
    let bare = entries
        .iter()
        .filter(|entry| entry.style == Style::Bare)
        .count();
    // A long list may have a value twice: a slip of the page.
    if items && sure && entries.len() >= LONG_LIST {
        let mut seen = BTreeSet::new();
        entries.retain(|entry| seen.insert(text.slice(entry.value.clone())));
    }
    let enough = entries.len() >= if sure { 1 } else { 2 };
    let sound =
        enough && unique(text, &entries) && (sure || bare == 0 || bare == entries.len() && items);
    if sound {
        Outcome::List(entries)
    } else {
        Outcome::Broken
    }
}

/// `0（None）text` as a line: the gloss goes on behind the brackets.
fn titled_entry(text: &Text<'_>, leaf: &Type, range: Range<usize>) -> Option<Entry> {
    let token = token::at(text, range.start, leaf)?;
    let opens = text
        .slice(token.range.end..range.end)
        .starts_with(['（', '(']);
    let fits = opens && token::fits(text.slice(token.value.clone()), leaf);
    fits.then_some(Entry {
        gloss: token.range.end..range.end,
        value: token.value,
        style: Style::Paren,
    })
}

/// `Two Words：text` among the items of a long list of `Word：text`: a value with spaces in it.
fn spaced_entry(
    text: &Text<'_>,
    leaf: &Type,
    range: Range<usize>,
    before: &[Entry],
) -> Option<Entry> {
    const MOST_WORDS: usize = 6;
    let said = text.slice(range.clone());
    let stop = said.find([':', '：'])?;
    let words = said[..stop].split(' ');
    let is_word = |word: &str| {
        !word.is_empty()
            && word
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
    };
    let is_among =
        before.len() >= LONG_LIST && before.iter().all(|entry| entry.style == Style::Colon);
    let fits = *leaf == Type::String
        && is_among
        && words.clone().count() <= MOST_WORDS
        && words.clone().all(is_word);
    fits.then(|| Entry {
        value: range.start..range.start + stop,
        gloss: next(text.all, range.start + stop)..range.end,
        style: Style::Colon,
    })
}

/// Whether an item is a sentence about the values: no value, and no other list.
fn is_note(text: &Text<'_>, item: &str) -> bool {
    let opens_case = text
        .first_in(&phrases::CASES, item)
        .and_then(|captures| captures.get(0))
        .is_some_and(|case| case.start() == 0);
    let tells = item.starts_with(is_cjk) && item.contains(['，', '。']);
    (opens_case || tells) && !item.contains([':', '：']) && !text.has(&phrases::LISTS, item)
}

/// Whether a line that starts with a Latin word is prose.
fn is_sentence(line: &str) -> bool {
    let mut words = line.split(' ');
    let first = words.next().unwrap_or_default();
    first.bytes().all(|b| b.is_ascii_alphabetic() || b == b'\'')
        && words.filter(|word| word.is_ascii()).count() >= 2
        || is_heading(first.trim_end_matches([':', '：']))
}

/// A list of lines under a line that ends with a colon, without a lead word.
pub(super) fn weak_lines(text: &Text<'_>, leaf: &Type) -> Option<Vec<Entry>> {
    let mut found = None;
    for (index, line) in text.lines.iter().enumerate() {
        let said = text.slice(line.range.clone());
        let leads = said.ends_with([':', '：']);
        let follows = text.lines.get(index + 1).is_some_and(|line| line.item);
        if line.item
            || !(leads || follows)
            || lists_members(said)
            || text.has(&phrases::EXAMPLES, said)
            || text.has(&phrases::CONDITIONAL, said)
        {
            continue;
        }
        if let Outcome::List(list) = lines(text, leaf, index + 1, false) {
            let members = list.iter().any(|entry| is_member(text, entry));
            let glossed = list
                .iter()
                .all(|entry| entry.style != Style::Bare && entry.style != Style::Stop);
            if found.is_some() || members || !glossed && !leads {
                return None;
            }
            found = Some(list);
        }
    }
    found
}

/// Whether a line announces the members of a structure or other parameters.
pub(super) fn lists_members(line: &str) -> bool {
    let title = line
        .trim_end_matches([':', '：', ' ', '.'])
        .trim_end_matches("如下");
    let nouns = [
        "参数",
        "字段",
        "属性",
        "成员",
        "parameters",
        "fields",
        "attributes",
        "members",
        "structure",
    ];
    nouns.iter().any(|noun| title.ends_with(noun))
        || [
            "JSON",
            "以下参数",
            "如下参数",
            "以下字段",
            "如下字段",
            "其中",
            "里面",
            "fields include",
            "parameters include",
        ]
        .iter()
        .any(|word| line.contains(word))
}
