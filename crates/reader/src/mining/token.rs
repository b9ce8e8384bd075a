//! What can stand for a value: quoted text, marked text, or a bare word of code; and whether it fits a type.

use std::ops::Range;

use specwright_spec::Type;

use super::text::{Text, is_cjk, next};

/// A piece of text that may be a value.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Token {
    /// The value without its quotes.
    pub value: Range<usize>,
    /// With its quotes.
    pub range: Range<usize>,
    /// In quotes or marked up: prose cannot look like it.
    pub explicit: bool,
}

const QUOTES: &[(char, &[char])] = &[
    ('"', &['"', '”', '“']),
    ('“', &['”', '"', '“']),
    ('”', &['”', '“', '"']),
    ('\'', &['\'', '’']),
    ('‘', &['’', '\'', '‘']),
    ('’', &['’']),
    ('`', &['`']),
    ('「', &['」']),
    ('『', &['』']),
];
/// No value is longer; text in quotes that is, is a sentence.
const LONGEST: usize = 64;

/// The token at an offset, if there is one.
pub(super) fn at(text: &Text<'_>, start: usize, leaf: &Type) -> Option<Token> {
    let rest = text.from(start);
    let first = rest.chars().next()?;
    // Prose begins no value; most offsets that are asked about are prose.
    if is_cjk(first) {
        return None;
    }
    if let Some((_, closing)) = QUOTES.iter().find(|(open, _)| *open == first) {
        let from = start + first.len_utf8();
        let inner = text.from(from);
        let length = find_within(inner, closing, LONGEST)?;
        let value = super::text::trim(text.all, from..from + length);
        let end = next(text.all, from + length);
        return explicit(text, value, start..end);
    }
    if let Some(mark) = text.mark_at(start)
        && let Some(token) = explicit(text, without_stop(text, mark.clone()), mark)
    {
        return Some(token);
    }
    let length = bare(rest, leaf)?;
    let range = start..start + length;
    Some(Token {
        value: range.clone(),
        range,
        explicit: false,
    })
}

/// Where one of some signs stands in the first bytes of a text: a sign that is never closed must not cost a search of all.
pub(super) fn find_within(text: &str, signs: &[char], limit: usize) -> Option<usize> {
    let mut near = text.char_indices().take_while(|(at, _)| *at <= limit);
    near.find(|(_, c)| signs.contains(c)).map(|(at, _)| at)
}

/// `**XML.**`: the stop is the sentence's.
fn without_stop(text: &Text<'_>, mark: Range<usize>) -> Range<usize> {
    let said = text.slice(mark.clone());
    mark.start..mark.start + said.trim_end_matches(['.', ';', ':', ' ']).len()
}

fn explicit(text: &Text<'_>, value: Range<usize>, range: Range<usize>) -> Option<Token> {
    let inner = text.slice(value.clone());
    let plausible = !inner.is_empty()
        && inner.len() <= LONGEST
        && !inner.contains(|c: char| is_cjk(c) || "|，、；：\n\"".contains(c) || c == ',')
        && inner.contains(|c: char| c.is_ascii_alphanumeric() || "<>=".contains(c))
        && inner.matches(' ').count() < 3
        // `$accountID` stands for a value.
        && !inner.starts_with('$');
    plausible.then_some(Token {
        value,
        range,
        explicit: true,
    })
}

/// The length of the bare word that a text starts with.
fn bare(text: &str, leaf: &Type) -> Option<usize> {
    let bytes = text.as_bytes();
    let signed = bytes.first() == Some(&b'-');
    let first = *bytes.get(usize::from(signed))?;
    if !(first.is_ascii_digit() || !signed && (first.is_ascii_alphabetic() || first == b'_')) {
        return None;
    }
    let numeric = first.is_ascii_digit() && (leaf.is_integer() || *leaf == Type::Number);
    let mut end = usize::from(signed);
    for (index, byte) in bytes.iter().enumerate().skip(end) {
        let word =
            byte.is_ascii_digit() || !numeric && (byte.is_ascii_alphabetic() || *byte == b'_');
        let inside = matches!(
            byte,
            b'.' | b'-' | b'+' | b'*' | b'%' | b'@' | b'#' | b'/' | b':'
        );
        if !word && (!inside || numeric && *byte != b'.') {
            break;
        }
        if word {
            end = index + 1;
        } else if *byte == b':' {
            // `Pending:Wait: text`, `GROUP:SCALE_OUT：text`
            let rest = &text[index + 1..];
            let word = rest
                .bytes()
                .take_while(|b| b.is_ascii_alphanumeric() || *b == b'_')
                .count();
            let capital = rest.starts_with(|c: char| c.is_ascii_uppercase());
            if !capital || !(rest[word..].starts_with(": ") || rest[word..].starts_with('：')) {
                break;
            }
        } else if matches!(byte, b'%' | b'+' | b'*') && index == end {
            end = index + 1;
        }
    }
    // `0-disabled`, `1-RUNNING`: a code, a dash, what it means.
    let digits = bytes.iter().take_while(|b| b.is_ascii_digit()).count();
    if digits > 0
        && bytes.get(digits) == Some(&b'-')
        && bytes.get(digits + 1).is_some_and(u8::is_ascii_alphabetic)
    {
        end = digits;
    }
    (end > 0).then_some(end)
}

/// Whether a value can be sent for a type. Booleans have no enumerations; structures have no values.
pub(super) fn fits(value: &str, leaf: &Type) -> bool {
    match leaf {
        Type::String | Type::Any => !is_range(value),
        Type::Integer | Type::Int32 | Type::Int64 => is_whole(value),
        Type::Number => {
            value.parse::<f64>().is_ok_and(f64::is_finite) && !value.contains(['e', 'E'])
        }
        Type::Boolean => matches!(value, "true" | "false"),
        Type::Object | Type::List(_) | Type::Map(_) | Type::Structure(_) => false,
    }
}

/// `1-99` is said of numbers; it is no value itself.
fn is_range(value: &str) -> bool {
    let number =
        |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    value
        .split_once(['-', '~', '～', '–'])
        .is_some_and(|(from, to)| number(from) && number(to))
}

fn is_whole(value: &str) -> bool {
    value.parse::<i64>().is_ok() && !value.starts_with('+')
}
