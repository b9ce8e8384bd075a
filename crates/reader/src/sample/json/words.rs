//! The smallest parts of JSON and of what pages take for it: quotes, blanks, comments, numbers, words, escapes.

use crate::sample::Data;

pub(super) fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\'' | '“' | '”' | '‘' | '’' | '＂')
}

pub(super) fn closes(open: char, c: char) -> bool {
    match open {
        '"' | '\'' => c == open,
        '‘' | '’' => matches!(c, '‘' | '’'),
        _ => matches!(c, '"' | '“' | '”' | '＂'),
    }
}

pub(super) fn is_odd_space(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200d}' | '\u{feff}' | '\u{b}' | '\u{c}')
        || (c.is_whitespace() && !c.is_ascii())
}

/// Length of the comment at the start of `text`. `# …` counts, as does `--` of SQL habit; `/* …` without an end runs to the end.
pub(super) fn comment_length(text: &str) -> Option<usize> {
    if text.starts_with("//") || text.starts_with('#') || text.starts_with("--") {
        return Some(text.find('\n').unwrap_or(text.len()));
    }
    if text.starts_with("<!--") {
        return Some(text.find("-->").map_or(text.len(), |end| end + 3));
    }
    text.starts_with("/*")
        .then(|| text.find("*/").map_or(text.len(), |end| end + 2))
}

pub(super) fn word(text: &str) -> &str {
    let end = text
        .find(|c: char| !c.is_ascii_alphabetic())
        .unwrap_or(text.len());
    &text[..end]
}

/// The value of a bare word, and whether JSON writes it so.
pub(super) fn literal(word: &str) -> Option<(Data, bool)> {
    Some(match word {
        "true" => (Data::Bool(true), true),
        "false" => (Data::Bool(false), true),
        "null" => (Data::Null, true),
        "True" | "TRUE" => (Data::Bool(true), false),
        "False" | "FALSE" => (Data::Bool(false), false),
        "Null" | "NULL" | "None" | "nil" | "undefined" => (Data::Null, false),
        _ => return None,
    })
}

/// `\uXXXX`, or two of them for one character beyond the basic plane; and the length.
pub(super) fn unicode_escape(rest: &str) -> (Option<char>, usize) {
    let unit = |from: usize| {
        rest.get(from..from + 4)
            .filter(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()))
            .and_then(|hex| u32::from_str_radix(hex, 16).ok())
    };
    let Some(high) = unit(2) else {
        return (None, 2);
    };
    if (0xd800..0xdc00).contains(&high) {
        let low = rest
            .get(6..8)
            .filter(|mark| *mark == "\\u")
            .and_then(|_| unit(8))
            .filter(|low| (0xdc00..0xe000).contains(low));
        let Some(low) = low else { return (None, 6) };
        return (
            char::from_u32(0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00)),
            12,
        );
    }
    (char::from_u32(high), 6)
}

/// Length of the number that JSON's grammar sees at the start of `text`.
pub(super) fn number_length(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let digits = |from: usize| {
        bytes[from..]
            .iter()
            .take_while(|b| b.is_ascii_digit())
            .count()
    };
    let mut at = usize::from(bytes.first() == Some(&b'-'));
    let whole = digits(at);
    if whole == 0 || (whole > 1 && bytes[at] == b'0') {
        return None;
    }
    at += whole;
    if bytes.get(at) == Some(&b'.') {
        let fraction = digits(at + 1);
        if fraction == 0 {
            return None;
        }
        at += 1 + fraction;
    }
    if matches!(bytes.get(at), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(at + 1), Some(b'+' | b'-')));
        let exponent = digits(at + 1 + sign);
        if exponent == 0 {
            return None;
        }
        at += 1 + sign + exponent;
    }
    Some(at)
}
