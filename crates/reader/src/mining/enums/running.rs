//! Values with glosses in running text: `A：text，B：text`, `1-text 2-text`, `A（text）B（text）`.
//!
//! One pass finds every place where a value and its gloss may stand; a list is a run of such places that are set off alike.

use std::collections::BTreeSet;
use std::ops::Range;

use specwright_spec::Type;

use super::gloss::{gloss, is_heading, mark_end};
use super::lines::lists_members;
use super::{Entry, LONGEST_GLOSS, SEPARATORS, Style, is_open};
use crate::mining::phrases;
use crate::mining::text::{Text, is_cjk, is_space, trim};
use crate::mining::token::{self, Token};

/// A place where a value and its gloss may stand.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub token: Token,
    pub style: Style,
    /// Where the gloss starts.
    pub gloss: usize,
    /// What parts it from what is before.
    boundary: Boundary,
    /// `Acl:acl` looks like a format, and is a value only among others.
    weak: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Boundary {
    /// A separator, a line end, the start of the text.
    Hard,
    Space,
    /// Letters of prose: only the first of a list may stand so.
    Prose,
}

/// All places where a value and its gloss may stand, from left to right.
pub(super) fn glossed_values(text: &Text<'_>, leaf: &Type) -> Vec<Candidate> {
    let mut found = Vec::new();
    let mut at = 0;
    let mut before: Option<char> = None;
    while let Some(c) = text.from(at).chars().next() {
        let boundary = boundary(before);
        if let Some(boundary) = boundary
            && let Some(candidate) = candidate(text, leaf, at, boundary)
        {
            at = candidate.token.range.end;
            found.push(candidate);
            before = text.before(at).chars().next_back();
            continue;
        }
        before = Some(c);
        at += c.len_utf8();
    }
    found
}

fn boundary(before: Option<char>) -> Option<Boundary> {
    match before {
        None => Some(Boundary::Hard),
        Some(
            '，' | ',' | '。' | '；' | ';' | '\n' | '(' | '（' | ')' | '）' | '、' | '|' | '/'
            | '\\' | '[' | '【' | '{' | ':' | '：' | ']' | '】' | '}',
        ) => Some(Boundary::Hard),
        Some(c) if is_space(c) => Some(Boundary::Space),
        Some(c) if is_cjk(c) => Some(Boundary::Prose),
        Some(_) => None,
    }
}

fn candidate(text: &Text<'_>, leaf: &Type, at: usize, boundary: Boundary) -> Option<Candidate> {
    let token = token::at(text, at, leaf)?;
    let value = text.slice(token.value.clone());
    if !token::fits(value, leaf) {
        return None;
    }
    let marked = Token {
        range: token.range.start..mark_end(text, token.range.end),
        ..token.clone()
    };
    let (style, gloss) = gloss(text, &marked)?;
    let token_end = marked.range.end;
    let heading = style == Style::Colon && is_heading(value) && !token.explicit;
    (!heading && style != Style::Comma && style != Style::Stop).then_some(Candidate {
        token,
        style,
        gloss,
        boundary,
        weak: style == Style::Colon && is_tight(text, token_end, gloss),
    })
}

/// Whether a colon stands between two words without a space: `HH:mm`, `name:ip`.
fn is_tight(text: &Text<'_>, end: usize, gloss: usize) -> bool {
    text.from(end).starts_with(':')
        && text
            .from(gloss)
            .starts_with(|c: char| c.is_ascii_alphabetic())
        && !text
            .before(end)
            .ends_with(|c: char| c.is_ascii_digit() || c == '"')
}

/// The list that starts at an offset.
pub(super) fn run_at(text: &Text<'_>, all: &[Candidate], start: usize) -> Option<Vec<Entry>> {
    let first = all
        .iter()
        .position(|candidate| candidate.token.range.start == start)?;
    Some(run(text, all, first).0).filter(|list| !list.is_empty())
}

/// The list that starts with a candidate, and the index after its last.
fn run(text: &Text<'_>, all: &[Candidate], first: usize) -> (Vec<Entry>, usize) {
    let mut members: Vec<&Candidate> = Vec::new();
    let mut end = first;
    for (index, candidate) in all.iter().enumerate().skip(first) {
        if let Some(last) = members.last() {
            let between = text.slice(last.gloss..candidate.token.range.start);
            if between.len() > LONGEST_GLOSS || breaks(between) {
                break;
            }
            let same = candidate.style == last.style;
            // Codes are set off in one list in several ways: `0-text 1->text`, `1 表示…，0 text`.
            let codes = code(text, last).zip(code(text, candidate));
            let fits = match candidate.boundary {
                Boundary::Hard => {
                    same || codes.is_some()
                        || members[0].style.is_hard()
                            && candidate.style.is_hard()
                            && ends_hard(between)
                }
                Boundary::Space => {
                    let next = codes.is_some_and(|(last, this)| last.checked_add(1) == Some(this));
                    (same || next) && candidate.style != Style::Paren
                }
                // `Creating（…）Normal（…）`
                Boundary::Prose => false,
            };
            let weak = candidate.weak && candidate.boundary != Boundary::Hard;
            if !fits || weak {
                continue;
            }
        } else if candidate.weak {
            return (Vec::new(), index + 1);
        }
        members.push(candidate);
        end = index + 1;
    }
    (close(text, &members), end.max(first + 1))
}

/// The number that a value is.
fn code(text: &Text<'_>, candidate: &Candidate) -> Option<i64> {
    text.slice(candidate.token.value.clone()).parse().ok()
}

/// Whether a gloss of a list of codes holds one more code with a gloss: then the list is not understood.
pub(super) fn skips_codes(text: &Text<'_>, all: &[Candidate], list: &[Entry]) -> bool {
    let is_code = |value: &Range<usize>| text.slice(value.clone()).parse::<i64>().is_ok();
    let inside = |candidate: &Candidate| {
        candidate.boundary != Boundary::Prose
            && is_code(&candidate.token.value)
            && list
                .iter()
                .any(|entry| entry.gloss.contains(&candidate.token.range.start))
    };
    list.iter().all(|entry| is_code(&entry.value)) && all.iter().any(inside)
}

/// Whether what stands between two values ends the first list.
fn breaks(between: &str) -> bool {
    between.contains("默认值：")
        || between.contains("例如")
        || between.contains("\n说明")
        || between.contains("取值")
}

fn ends_hard(between: &str) -> bool {
    between
        .trim_end_matches([' ', '\u{a0}', '"', '“'])
        .ends_with(SEPARATORS)
}

/// Makes entries of members, or none where a value was passed over or stands twice.
fn close(text: &Text<'_>, members: &[&Candidate]) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut seen = BTreeSet::new();
    for (index, member) in members.iter().enumerate() {
        let limit = members.get(index + 1).map_or_else(
            || text.gloss_end(member.gloss),
            |following| following.token.range.start,
        );
        let gloss = clip(text, member, limit);
        let told = text.slice(gloss.clone());
        // A title inside a gloss starts another list.
        let titled = index + 1 < members.len() && text.slice(member.gloss..limit).contains('：');
        let code = text
            .slice(member.token.value.clone())
            .bytes()
            .all(|b| b.is_ascii_digit() || b == b'-');
        if titled && !code {
            return Vec::new();
        }
        if !seen.insert(text.slice(member.token.value.clone()))
            || is_open(told)
            || passes_over(told)
            || code && holds_numbered(told)
        {
            return Vec::new();
        }
        entries.push(Entry {
            value: member.token.value.clone(),
            gloss,
            style: member.style,
        });
    }
    entries
}

/// The gloss without what follows it: a closing bracket, the next sentence.
fn clip(text: &Text<'_>, member: &Candidate, limit: usize) -> Range<usize> {
    let told = text.slice(member.gloss..limit);
    let end = if member.style == Style::Paren {
        told.find(['）', ')']).unwrap_or(told.len())
    } else {
        let mut depth = 0_i32;
        let closing = told.char_indices().find(|(_, c)| {
            depth += i32::from("（(【[".contains(*c)) - i32::from("）)】]".contains(*c));
            depth < 0
        });
        closing.map_or(told.len(), |(at, _)| at)
    };
    let told = &told[..end];
    let default = told.match_indices("默认").map(|(at, _)| at).find(|at| {
        told[..*at]
            .trim_end()
            .ends_with(['，', ',', '；', ';', '。'])
    });
    trim(
        text.all,
        member.gloss..member.gloss + default.unwrap_or(end),
    )
}

/// `1:text 2.text`: a code that is set off by a stop.
fn holds_numbered(gloss: &str) -> bool {
    gloss.split(' ').skip(1).any(|word| {
        let rest = word.trim_start_matches(|c: char| c.is_ascii_digit());
        rest.len() < word.len()
            && rest
                .strip_prefix('.')
                .is_some_and(|left| left.starts_with(is_cjk))
    })
}

/// Whether a gloss in Chinese holds a bare word between separators: a value without a gloss of its own.
fn passes_over(gloss: &str) -> bool {
    gloss.contains(is_cjk)
        && gloss
            .split([';', '；', ',', '，', '、'])
            .skip(1)
            .filter(|piece| !piece.trim().is_empty())
            .any(|piece| {
                piece
                    .trim()
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
            })
}

/// A list of values with glosses that no lead word announces.
pub(super) fn running(text: &Text<'_>, all: &[Candidate]) -> Option<Vec<Entry>> {
    let mut at = 0;
    while at < all.len() {
        let (list, end) = run(text, all, at);
        let first = &all[at];
        if list.len() >= 2 {
            let before = announced_by(text, first.token.range.start);
            let codes = list.iter().all(|entry| {
                text.slice(entry.value.clone())
                    .bytes()
                    .all(|b| b.is_ascii_digit() || b == b'-')
            });
            let flags = list.iter().all(|entry| {
                matches!(
                    text.slice(entry.value.clone())
                        .to_ascii_lowercase()
                        .as_str(),
                    "true" | "false"
                )
            });
            let plain = codes
                || flags
                || list
                    .iter()
                    .all(|entry| entry.style.is_hard() || entry.style == Style::Dash)
                || list.iter().all(|entry| says_in_chinese(text, entry));
            let members = list.iter().take(16).any(|entry| is_member(text, entry));
            let follows_code = codes && follows_bare_code(text, first.token.range.start);
            let sound = plain
                && !members
                && !follows_code
                && !text.has(&phrases::CASES, before)
                && (codes || flags || !holds_members(before))
                && !text.has(&phrases::ILLUSTRATIONS, before)
                && !text.has(
                    &phrases::EXAMPLES,
                    text.sentence_before(first.token.range.start),
                )
                && (codes || flags || is_set_off(text, &list));
            if sound {
                return Some(list);
            }
            // `of the cluster: A: text; B: text`
            let behind_colon = |c: &Candidate| {
                text.before(c.token.range.start)
                    .trim_end()
                    .ends_with([':', '：'])
            };
            match all.get(at + 1) {
                Some(next)
                    if at + 1 < end
                        && behind_colon(next)
                        && !is_opened(text, first.token.range.start) =>
                {
                    at += 1
                }
                _ => return None,
            }
            continue;
        }
        at = end;
    }
    None
}

/// `asc表示升序，desc表示降序`: a word and the verb. Letters (`n代表核数`) are parts of a form.
fn says_in_chinese(text: &Text<'_>, entry: &Entry) -> bool {
    let told = text.slice(entry.gloss.clone());
    // `b带表…`: a slip of the page hides a value.
    let hides = told.split(SEPARATORS).skip(1).any(|piece| {
        piece
            .trim_start()
            .starts_with(|c: char| c.is_ascii_alphanumeric())
    });
    // `通过A表示…`: a means, not a value.
    let before = text.before(entry.value.start).trim_end();
    let is_means = ["通过", "用", "以", "由", "参数", "字段"]
        .iter()
        .any(|word| before.ends_with(word));
    let is_word = entry.value.len() > 1 && !hides && !is_means;
    entry.style == Style::Says && is_word && told.starts_with(is_cjk)
}

/// `0 imei 1 qq 7: text`, `0CPU 1：text`: codes stand before the list that have no sign.
fn follows_bare_code(text: &Text<'_>, at: usize) -> bool {
    let words: Vec<&str> = text.line_before(at).split(' ').collect();
    let letter = |text: &str| text.starts_with(|c: char| c.is_ascii_alphabetic());
    let glued = |word: &&str| {
        let name = word.trim_start_matches(|c: char| c.is_ascii_digit());
        name.len() < word.len() && letter(name)
    };
    let parted = |pair: &[&str]| {
        !pair[0].is_empty() && pair[0].bytes().all(|b| b.is_ascii_digit()) && letter(pair[1])
    };
    words.iter().any(glued) || words.windows(2).any(parted)
}

/// What is said before a list: the rest of its sentence, or the line above it.
fn announced_by<'a>(text: &Text<'a>, at: usize) -> &'a str {
    let sentence = text.sentence_before(at);
    let line = text.line_of(at);
    let above = line.checked_sub(1).and_then(|above| text.lines.get(above));
    let quotes = text
        .lines
        .get(line)
        .map_or("x", |line| text.slice(line.range.start.min(at)..at));
    let starts_line = quotes.trim_matches(['"', '“', '`']).is_empty();
    match (starts_line, above) {
        (true, Some(above)) if text.slice(above.range.clone()).ends_with([':', '：']) => {
            text.sentence_before(above.range.end)
        }
        _ => sentence,
    }
}

/// Running English has `word: more` too; a list has signs before it and between its pieces.
fn is_set_off(text: &Text<'_>, list: &[Entry]) -> bool {
    let told_in_chinese = list
        .iter()
        .all(|entry| text.slice(entry.gloss.clone()).starts_with(is_cjk));
    let parted = list
        .iter()
        .skip(1)
        .all(|entry| ends_hard(text.before(entry.value.start)));
    let opened = list
        .first()
        .is_some_and(|entry| is_opened(text, entry.value.start));
    told_in_chinese || parted && opened
}

/// Whether a sign, a line end or the start of the text stands before an offset.
fn is_opened(text: &Text<'_>, at: usize) -> bool {
    let before = text.before(at).trim_end_matches([' ', '"', '“', '`']);
    before.is_empty() || before.ends_with([':', '：', ';', '；', '\n', '.', '。', '(', '（'])
}

/// Whether a sentence goes on to list the members of a structure.
fn holds_members(before: &str) -> bool {
    let announced =
        before.ends_with([':', '：']) && lists_members(before) && !before.contains("选项");
    announced
        || [
            "里面包括",
            "以下参数",
            "如下参数",
            "以下字段",
            "如下字段",
            "的参数",
        ]
        .iter()
        .any(|word| before.contains(word))
}

/// Whether an entry describes a member of a structure or a placeholder (`{name}`) rather than a value.
pub(super) fn is_member(text: &Text<'_>, entry: &Entry) -> bool {
    let gloss = text.slice(entry.gloss.clone());
    let value = text.slice(entry.value.clone());
    let placeholder = text.all.contains('{') && text.all.contains(&format!("{{{value}}}"));
    placeholder
        || [
            "必填",
            "必选",
            "类型：",
            "类型:",
            "类型 |",
            "String",
            "Integer",
            "Array of",
            "Required",
            "Type:",
            "可选，",
            "时间戳",
        ]
        .iter()
        .any(|word| gloss.contains(word))
}
