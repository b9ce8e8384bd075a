//! JSON as pages write it.
//!
//! A parser of our own, because none on the shelf does what a page needs: `serde_json` gives no spans and drops duplicate keys,
//! and lenient dialects (JSON5 and the like) know only some of the slips that pages hold: dots in place of items, full-width
//! commas, missing commas, unescaped quotes, an HTTP head above the body, several documents in a row. One pass reads valid and
//! slipped text alike; each leniency used is listed, so a text without a [`Slip`](super::Slip) is valid JSON and nothing else is
//! (a property test holds that against `serde_json`). Linear time: every look ahead is bounded or over blanks only.

mod words;

use super::{Data, Entry, Reading, SampleValue, SlipKind};
use crate::text::Span;
use words::{
    closes, comment_length, is_odd_space, is_quote, literal, number_length, unicode_escape, word,
};

/// Lists and objects may be nested this deep, as in `serde_json`; what lies below is dropped with a slip.
const MAX_DEPTH: usize = 127;

/// How far to look for the key and colon that tell that a line end closed a text.
const MAX_KEY_LOOK: usize = 80;

/// Reads a text as JSON. Total: text that cannot be understood becomes a [`SlipKind::Skipped`].
pub fn parse(text: &str) -> Reading {
    let mut parser = Parser {
        text,
        at: 0,
        open: Vec::new(),
        reading: Reading::default(),
    };
    parser.http_head();
    parser.documents();
    parser.unpack_text();
    parser.reading
}

struct Parser<'t> {
    text: &'t str,
    at: usize,
    /// The closing bracket that each open list or object waits for.
    open: Vec<char>,
    reading: Reading,
}

impl<'t> Parser<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn slip(&mut self, kind: SlipKind, from: usize) {
        self.reading.slip(kind, Span::new(from, self.at));
    }

    /// Steps over `length` bytes and lists them as a slip.
    fn slip_over(&mut self, kind: SlipKind, length: usize) {
        let from = self.at;
        self.at += length;
        self.slip(kind, from);
    }

    /// `HTTP/1.1 200 OK` and header lines, up to a blank line or the body.
    fn http_head(&mut self) {
        let blank = self.text.len() - self.text.trim_start().len();
        if !self.text[blank..].starts_with("HTTP/") {
            return;
        }
        let from = blank;
        self.at = blank;
        loop {
            let line = self.rest().split_inclusive('\n').next().unwrap_or("");
            if line.trim().is_empty() || line.trim_start().starts_with(['{', '[', '"']) {
                break;
            }
            // `HTTP/1.1 200 OK { "a": 1 }`: pages that lost their line ends.
            if let Some(brace) = line.find('{') {
                self.at += brace;
                break;
            }
            self.at += line.len();
        }
        self.slip(SlipKind::HttpHead, from);
    }

    fn documents(&mut self) {
        loop {
            self.blanks();
            let from = self.at;
            match self.peek() {
                None => return,
                Some('}' | ']') => self.slip_over(SlipKind::WrongBracket, 1),
                Some(',' | ';') => self.slip_over(SlipKind::ExtraComma, 1),
                Some(_) if self.ellipsis() => {}
                Some(c) if self.starts_document(c) => {
                    let document = self.document();
                    if !self.reading.documents.is_empty() {
                        self.reading.slip(SlipKind::SeveralDocuments, document.span);
                    }
                    self.reading.documents.push(document);
                }
                Some(_) => self.skip_to_document(),
            }
            debug_assert!(self.at > from, "every round takes something");
        }
    }

    fn starts_document(&self, c: char) -> bool {
        matches!(c, '{' | '[' | '｛')
            || is_quote(c)
            || number_length(self.rest()).is_some()
            || literal(word(self.rest())).is_some()
    }

    /// A value, or the entries of an object that lost its braces.
    fn document(&mut self) -> SampleValue {
        let slips = self.reading.slips.len();
        let value = self.value();
        let Data::String(_) = value.data else {
            return value;
        };
        self.blanks();
        if !matches!(self.peek(), Some(':' | '：')) {
            return value;
        }
        // Read again, as entries.
        self.at = value.span.start;
        self.reading.slips.truncate(slips);
        let from = self.at;
        let entries = self.entries();
        let end = entries
            .last()
            .map_or(from, |entry: &Entry| entry.value.span.end);
        self.reading
            .slip(SlipKind::MissingBraces, Span::new(from, end));
        SampleValue::new(Span::new(from, end), Data::Map(entries))
    }

    fn skip_to_document(&mut self) {
        let first = self.peek().map_or(0, char::len_utf8);
        let length = self
            .rest()
            .find(['{', '['])
            .unwrap_or(self.rest().len())
            .max(first);
        // Between two documents a page may say that one of them will do.
        let is_or = matches!(self.rest()[..length].trim(), "或" | "或者" | "or");
        self.slip_over(
            if is_or {
                SlipKind::Comment
            } else {
                SlipKind::Skipped
            },
            length,
        );
    }

    /// Blanks and comments.
    fn blanks(&mut self) {
        loop {
            let rest = self.rest();
            let plain = rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r']).len();
            self.at += plain;
            let rest = self.rest();
            let odd = rest.len() - rest.trim_start_matches(is_odd_space).len();
            if odd > 0 {
                self.slip_over(SlipKind::OddSpace, odd);
            } else if let Some(length) = comment_length(rest) {
                self.slip_over(SlipKind::Comment, length);
            } else if plain == 0 {
                return;
            }
        }
    }

    /// Three dots or more, or `…`, in place of items. Says whether there were any.
    fn ellipsis(&mut self) -> bool {
        let rest = self.rest();
        let dots = rest.len() - rest.trim_start_matches(['.', '…', '。', '·']).len();
        let is_ellipsis = rest.starts_with('…') || dots >= 2;
        if is_ellipsis {
            self.slip_over(SlipKind::Ellipsis, dots);
        }
        is_ellipsis
    }

    fn value(&mut self) -> SampleValue {
        self.blanks();
        let from = self.at;
        let data = match self.peek() {
            Some('{' | '｛') => return self.container('}'),
            Some('[') => return self.container(']'),
            Some(c) if is_quote(c) => Data::String(self.quoted(false)),
            Some(',' | '}' | ']' | '，') | None => {
                self.slip(SlipKind::MissingValue, from);
                Data::Null
            }
            Some(_) => self.bare(),
        };
        SampleValue::new(Span::new(from, self.at), data)
    }

    fn container(&mut self, close: char) -> SampleValue {
        let from = self.at;
        self.at += self.peek().map_or(0, char::len_utf8);
        if self.open.len() >= MAX_DEPTH {
            self.slip_over(SlipKind::TooDeep, self.rest().len());
            return SampleValue::new(Span::new(from, self.at), Data::Null);
        }
        self.open.push(close);
        let data = if close == '}' {
            Data::Map(self.entries())
        } else {
            Data::List(self.list_items())
        };
        self.open.pop();
        self.close(close, from);
        SampleValue::new(Span::new(from, self.at), data)
    }

    /// The closing bracket, or what stands in its place.
    fn close(&mut self, close: char, from: usize) {
        match self.peek() {
            Some(c) if c == close => self.at += 1,
            Some('｝') if close == '}' => self.slip_over(SlipKind::FullWidthMark, '｝'.len_utf8()),
            // The bracket of something further out: this one was forgotten.
            Some(c) if self.open.contains(&c) => self.slip(SlipKind::UnclosedContainer, from),
            Some('}' | ']') => self.slip_over(SlipKind::WrongBracket, 1),
            _ => self.slip(SlipKind::UnclosedContainer, from),
        }
    }

    fn list_items(&mut self) -> Vec<SampleValue> {
        let mut items = Vec::new();
        while self.more(!items.is_empty()) {
            // `["a": 1]` holds what an object would hold.
            let item = self.value();
            if matches!(item.data, Data::String(_)) && matches!(self.peek(), Some(':' | '：')) {
                self.slip_over(
                    SlipKind::WrongBracket,
                    self.peek().map_or(0, char::len_utf8),
                );
                let key_span = item.span;
                let Data::String(key) = item.data else {
                    continue;
                };
                let value = self.value();
                let span = key_span.to(value.span);
                items.push(SampleValue::new(
                    span,
                    Data::Map(vec![Entry {
                        key,
                        key_span,
                        value,
                    }]),
                ));
            } else {
                items.push(item);
            }
        }
        items
    }

    fn entries(&mut self) -> Vec<Entry> {
        let mut entries = Vec::new();
        while self.more(!entries.is_empty()) {
            entries.push(self.entry());
        }
        entries
    }

    /// Steps to the next item of a list or object; says whether there is one.
    fn more(&mut self, any: bool) -> bool {
        // A comma is due between two items; after dots it may be there or not.
        let mut due = any;
        loop {
            self.blanks();
            let from = self.at;
            match self.peek() {
                None | Some('}' | ']' | '｝') => {
                    return false;
                }
                Some(c @ (',' | '，' | '、' | ';')) => {
                    self.at += c.len_utf8();
                    if c != ',' {
                        self.slip(SlipKind::FullWidthMark, from);
                    }
                    self.after_comma(due, from);
                    due = false;
                }
                Some(_) if self.ellipsis() => due = false,
                Some(_) => {
                    if due {
                        self.reading.slip(SlipKind::MissingComma, Span::at(self.at));
                    }
                    return true;
                }
            }
        }
    }

    /// A comma was read: it is one too many if none was due, or if nothing follows.
    fn after_comma(&mut self, due: bool, from: usize) {
        let comma = Span::new(from, self.at);
        self.blanks();
        if !due {
            let after_dots = self
                .reading
                .slips
                .last()
                .is_some_and(|slip| slip.kind == SlipKind::Ellipsis && slip.span.end <= from);
            if !after_dots {
                self.reading.slip(SlipKind::ExtraComma, comma);
            }
        } else if matches!(self.peek(), None | Some('}' | ']' | '｝')) {
            self.reading.slip(SlipKind::TrailingComma, comma);
        }
    }

    fn entry(&mut self) -> Entry {
        let from = self.at;
        let key = match self.peek() {
            Some(c) if is_quote(c) => self.quoted(true),
            Some('{' | '[') => {
                // An item without a key: `{ {…} }`.
                self.reading.slip(SlipKind::MissingValue, Span::at(from));
                let value = self.value();
                return Entry {
                    key: String::new(),
                    key_span: Span::at(from),
                    value,
                };
            }
            _ => self.bare_key(),
        };
        let key_span = Span::new(from, self.at);
        self.blanks();
        match self.peek() {
            Some(':') => self.at += 1,
            Some(c @ ('：' | '=')) => self.slip_over(SlipKind::FullWidthMark, c.len_utf8()),
            Some(',' | '，' | '}' | ']') | None => {
                self.slip(SlipKind::MissingValue, from);
                return Entry {
                    key,
                    key_span,
                    value: SampleValue::new(Span::at(self.at), Data::Null),
                };
            }
            Some(_) => self.reading.slip(SlipKind::MissingColon, Span::at(self.at)),
        }
        let value = self.value();
        Entry {
            key,
            key_span,
            value,
        }
    }

    fn bare_key(&mut self) -> String {
        let from = self.at;
        let length = self
            .rest()
            .find([':', '：', '=', ',', '，', '\n', '{', '}', '[', ']', '"'])
            .unwrap_or(self.rest().len());
        let length = length.max(self.peek().map_or(0, char::len_utf8));
        let key = self.rest()[..length]
            .trim()
            .trim_matches(is_quote)
            .to_owned();
        self.at += length;
        self.slip(
            if key.is_empty() {
                SlipKind::Skipped
            } else {
                SlipKind::UnquotedKey
            },
            from,
        );
        key
    }

    /// A number, a word such as `true`, or a text that lost its quotes.
    fn bare(&mut self) -> Data {
        let rest = self.rest();
        let from = self.at;
        let literal_word = word(rest);
        let ends_well = |length: usize| {
            let after = rest[length..].trim_start_matches([' ', '\t', '\r']);
            after.is_empty() || after.starts_with([',', '}', ']', '\n', '，', '/', '#'])
        };
        if let Some(length) = number_length(rest).filter(|length| ends_well(*length)) {
            self.at += length;
            return Data::Number(rest[..length].to_owned());
        }
        if let Some((data, strict)) =
            literal(literal_word).filter(|_| ends_well(literal_word.len()))
        {
            self.at += literal_word.len();
            if !strict {
                self.slip(SlipKind::UnquotedValue, from);
            }
            return data;
        }
        let length = rest
            .find([',', '，', '\n', '}', ']'])
            .unwrap_or(rest.len())
            .max(self.peek().map_or(0, char::len_utf8));
        self.at += length;
        let text = rest[..length].trim();
        let text = text.strip_suffix(is_quote).unwrap_or(text);
        self.slip(SlipKind::UnquotedValue, from);
        Data::String(text.to_owned())
    }

    /// A text in quotes. A key may also end before the bracket of a value whose colon is missing.
    fn quoted(&mut self, is_key: bool) -> String {
        let from = self.at;
        let open = self.peek().unwrap_or('"');
        self.at += open.len_utf8();
        match open {
            '"' => {}
            '\'' => self.slip(SlipKind::SingleQuotes, from),
            _ => self.slip(SlipKind::FullWidthMark, from),
        }
        let mut out = String::new();
        loop {
            let rest = self.rest();
            let plain = rest
                .find(|c: char| c == '\\' || c < ' ' || is_quote(c))
                .unwrap_or(rest.len());
            out.push_str(&rest[..plain]);
            self.at += plain;
            let Some(c) = self.peek() else {
                self.slip(SlipKind::UnclosedText, from);
                return out;
            };
            match c {
                '\\' => self.escape(&mut out),
                '\n' if self.line_end_closes() => {
                    self.slip(SlipKind::UnclosedText, from);
                    let kept = out.trim_end().trim_end_matches(',').len();
                    out.truncate(kept);
                    return out;
                }
                c if c < ' ' => {
                    self.slip_over(SlipKind::RawControl, 1);
                    out.push(c);
                }
                c if closes(open, c) => {
                    let quote = self.at;
                    self.at += c.len_utf8();
                    if self.text_may_end_here(is_key) {
                        return out;
                    }
                    self.slip(SlipKind::InnerQuote, quote);
                    out.push(c);
                }
                c => {
                    self.at += c.len_utf8();
                    out.push(c);
                }
            }
        }
    }

    /// After a quote: whether what follows on the line can follow a text. If not, the quote belongs to the text.
    fn text_may_end_here(&self, is_key: bool) -> bool {
        let after = self
            .rest()
            .trim_start_matches(|c| matches!(c, ' ' | '\t' | '\r') || is_odd_space(c));
        after.is_empty()
            || (is_key && after.starts_with(['{', '[']))
            || after.starts_with([
                ',', ':', '}', ']', '\n', '，', '：', '、', ';', '=', '#', '"', '｝',
            ])
            || ["//", "/*", "--", "<!--", "...", "…"]
                .iter()
                .any(|mark| after.starts_with(mark))
    }

    /// At a line end inside a text: whether the next line begins with a key or a bracket, so that the quote was forgotten.
    fn line_end_closes(&self) -> bool {
        let look = self
            .rest()
            .char_indices()
            .nth(2 * MAX_KEY_LOOK)
            .map_or(self.rest(), |(end, _)| &self.rest()[..end]);
        let next = look.trim_start();
        if next.starts_with(['}', ']']) {
            return true;
        }
        let Some(key) = next.strip_prefix('"') else {
            return false;
        };
        let Some((name, after)) = key.split_once('"') else {
            return false;
        };
        !name.contains('\n') && after.trim_start().starts_with(':')
    }

    fn escape(&mut self, out: &mut String) {
        let from = self.at;
        let rest = self.rest();
        let (unescaped, length) = match rest[1..].chars().next() {
            Some(c @ ('"' | '\\' | '/')) => (Some(c), 2),
            Some('b') => (Some('\u{8}'), 2),
            Some('f') => (Some('\u{c}'), 2),
            Some('n') => (Some('\n'), 2),
            Some('r') => (Some('\r'), 2),
            Some('t') => (Some('\t'), 2),
            Some('u') => unicode_escape(rest),
            _ => (None, 1),
        };
        self.at += length;
        if let Some(c) = unescaped {
            out.push(c);
        } else {
            self.slip(SlipKind::BadEscape, from);
            out.push_str(&rest[..length]);
        }
    }

    /// A single document that is a text holding JSON is read in its place; all its parts get the span of the text.
    fn unpack_text(&mut self) {
        let [
            SampleValue {
                span,
                data: Data::String(inner),
            },
        ] = self.reading.documents.as_slice()
        else {
            return;
        };
        let span = *span;
        if !inner.trim_start().starts_with(['{', '[']) {
            return;
        }
        let mut reading = parse(inner);
        if !reading.is_whole() {
            return;
        }
        for document in &mut reading.documents {
            document.for_each_span(&mut |inner| *inner = span);
        }
        self.reading.documents = reading.documents;
        self.reading.slip(SlipKind::JsonInText, span);
    }
}

#[cfg(test)]
#[path = "json_tests.rs"]
mod tests;
