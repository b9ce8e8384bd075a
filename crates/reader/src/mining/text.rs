//! A description ready to be searched: lines, sentences, clauses and marks, all as byte ranges.

use std::ops::Range;

use regex::Captures;

use super::Described;
use super::phrases::{self, Possible, Set};

/// A line of the description, trimmed and without a bullet.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub range: Range<usize>,
    pub item: bool,
}

/// A description with its lines.
pub(super) struct Text<'a> {
    pub all: &'a str,
    pub lines: Vec<Line>,
    marked: &'a [Range<usize>],
    possible: Possible,
}

/// Bullets that generators leave in plain text; the first of them also in the middle of a line.
const GLUED_BULLET: &str = "-   ";
const BULLETS: &[&str] = &["- ", "* ", "• ", "· ", "> ", "+ "];

/// Ends of a clause: what is said before has no say in what comes after.
pub(super) const CLAUSE_ENDS: &[char] = &['，', ',', '。', '；', ';', '\n', '(', '（', ')', '）'];
/// No sentence is longer; looking back further would cost the square of a hostile text's length.
const LOOKBACK: usize = 800;
/// Ends of a sentence that cannot be a part of a number or a name.
const SENTENCE_ENDS: &[char] = &['。', '\n', '！', '？'];

impl<'a> Text<'a> {
    pub fn new(described: &Described<'a>) -> Self {
        let all = described.text;
        let mut lines = Vec::new();
        let mut at = 0;
        for line in all.split('\n') {
            split_glued(all, at..at + line.len(), described.items, &mut lines);
            at += line.len() + 1;
        }
        Self {
            all,
            lines,
            marked: described.marked,
            possible: Possible::of(all),
        }
    }

    /// All places where a phrase of a set stands.
    pub fn all(&self, set: &Set) -> impl Iterator<Item = Captures<'a>> {
        set.all(self.possible, self.all)
    }

    /// The first place where a phrase of a set stands.
    pub fn first(&self, set: &Set) -> Option<Captures<'a>> {
        self.first_in(set, self.all)
    }

    /// The first place in a part of the text where a phrase of a set stands.
    pub fn first_in<'p>(&self, set: &Set, part: &'p str) -> Option<Captures<'p>> {
        set.first(self.possible, part)
    }

    /// Whether a phrase of a set stands in a part of the text.
    pub fn has(&self, set: &Set, part: &str) -> bool {
        set.is_in(self.possible, part)
    }

    /// The text of a range; empty where it is none of this text.
    pub fn slice(&self, range: Range<usize>) -> &'a str {
        self.all.get(range).unwrap_or_default()
    }

    pub fn from(&self, at: usize) -> &'a str {
        self.all.get(at..).unwrap_or_default()
    }

    pub fn before(&self, at: usize) -> &'a str {
        self.all.get(..at).unwrap_or_default()
    }

    /// The marked run that starts at an offset.
    pub fn mark_at(&self, at: usize) -> Option<Range<usize>> {
        let index = self.marked.partition_point(|mark| mark.start < at);
        self.marked
            .get(index)
            .filter(|mark| mark.start == at)
            .cloned()
    }

    /// What the sentence says before an offset.
    pub fn sentence_before(&self, at: usize) -> &'a str {
        let before = self.all.get(self.lookback(at)..at).unwrap_or_default();
        let ends = |(stop, c): &(usize, char)| {
            SENTENCE_ENDS.contains(c) || *c == ' ' && before[..*stop].ends_with(['.', ';'])
        };
        let end = before.char_indices().rev().find(ends);
        let start = end.map_or(0, |(stop, c)| stop + c.len_utf8());
        before.get(start..).unwrap_or_default()
    }

    /// What the sentence says before an offset, without a condition of need or effect: in `当A时必填，取值…` the values
    /// hold whenever there is one.
    pub fn condition_before(&self, at: usize) -> &'a str {
        unsettled(self.sentence_before(at))
    }

    /// What the line says before an offset.
    pub fn line_before(&self, at: usize) -> &'a str {
        let start = self
            .lines
            .get(self.line_of(at))
            .map_or(0, |line| line.range.start);
        let from = start.max(self.lookback(at));
        self.all.get(from..at).unwrap_or_default()
    }

    /// The end of the line or of the Chinese sentence, as far as a gloss can reach.
    pub fn gloss_end(&self, at: usize) -> usize {
        let mut far = (at + LOOKBACK).min(self.all.len());
        while !self.all.is_char_boundary(far) {
            far -= 1;
        }
        let near = self.slice(at..far).find(['\n', '。']);
        near.map_or(far, |end| at + end)
    }

    fn lookback(&self, at: usize) -> usize {
        let mut from = at.saturating_sub(LOOKBACK);
        while !self.all.is_char_boundary(from) {
            from += 1;
        }
        from
    }

    /// What the clause says before an offset.
    pub fn clause_before(&self, at: usize) -> &'a str {
        let sentence = self.sentence_before(at);
        let start = sentence
            .rfind(CLAUSE_ENDS)
            .map_or(0, |stop| next(sentence, stop));
        sentence.get(start..).unwrap_or_default()
    }

    /// The index of the line that an offset stands on.
    pub fn line_of(&self, at: usize) -> usize {
        self.lines
            .partition_point(|line| line.range.start <= at)
            .saturating_sub(1)
    }
}

/// What is said behind the last condition of need or effect.
pub(super) fn unsettled(said: &str) -> &str {
    let settled = phrases::SETTLED.last(said);
    settled.map_or(said, |end| &said[end..])
}

/// The offset after the character at `at`.
pub(super) fn next(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    at + rest.chars().next().map_or(0, char::len_utf8)
}

/// Adds a line, or several where bullets stand in the middle of it: old pages start a list on the line of its lead.
fn split_glued(all: &str, line: Range<usize>, items: &[Range<usize>], lines: &mut Vec<Line>) {
    let is_item = |at: usize| {
        let index = items.partition_point(|item| item.end < at);
        items
            .get(index)
            .is_some_and(|item| item.contains(&at) || item.start == at)
    };
    let mut start = line.start;
    let mut bullet = false;
    loop {
        let rest = all.get(start..line.end).unwrap_or_default();
        let glued = memchr::memmem::find(rest.as_bytes(), GLUED_BULLET.as_bytes());
        let end = glued.map_or(line.end, |at| start + at);
        let mut range = trim(all, start..end);
        let mut item = bullet;
        if let Some(mark) = BULLETS.iter().find(|mark| {
            all.get(range.clone())
                .is_some_and(|t| t.starts_with(**mark))
        }) {
            range = trim(all, range.start + mark.len()..range.end);
            item = true;
        }
        if !range.is_empty() {
            item |= is_item(range.start);
            lines.push(Line { range, item });
        }
        match glued {
            Some(at) => start += at + GLUED_BULLET.len(),
            None => return,
        }
        bullet = true;
    }
}

/// Whether a character is space in a page: also NBSP and the ideographic space.
pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace() || c == '\u{200b}'
}

/// A range without the space at both ends.
pub(super) fn trim(all: &str, range: Range<usize>) -> Range<usize> {
    let inner = all.get(range.clone()).unwrap_or_default();
    let rest = inner.trim_start_matches(is_space);
    let start = range.start + (inner.len() - rest.len());
    start..start + rest.trim_end_matches(is_space).len()
}

/// Whether a character belongs to a script without word spaces, or to Korean: prose, never part of a value.
pub(super) fn is_cjk(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{ff66}'..='\u{ff9d}')
}
