//! The text of a page: bytes made into clean UTF-8 with `\n` line ends, and the way back to line and column.
//!
//! Vendors' pages come with byte order marks (one, several, inside the text), CRLF, lone CR and now and then a byte that is no
//! UTF-8. All of that ends here; no other module sees it. What was done is kept as facts ([`Source::boms`], [`Source::newlines`],
//! [`Source::first_bad_byte`]) so that a lint can tell. This module must not know anything about Markdown.

use std::borrow::Cow;
use std::sync::Arc;

/// A range of bytes in a page's normalized text ([`Source::text`]).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Offset of the first byte.
    pub start: usize,
    /// Offset after the last byte.
    pub end: usize,
}

impl Span {
    /// The range from `start` to `end`; an end before the start gives the empty range at `start`.
    pub const fn new(start: usize, end: usize) -> Self {
        Span {
            start,
            end: if end < start { start } else { end },
        }
    }

    /// The empty range at `offset`.
    pub const fn at(offset: usize) -> Self {
        Span {
            start: offset,
            end: offset,
        }
    }

    /// Length in bytes.
    pub const fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether the range holds no byte.
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies inside.
    pub const fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The smallest range that holds both.
    pub fn to(self, other: Span) -> Span {
        Span::new(self.start.min(other.start), self.end.max(other.end))
    }
}

/// A place in a page as people name it. Lines and columns are those of the file as it is on disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The page, relative to the folder that was read.
    pub page: Arc<str>,
    /// The bytes meant, in the normalized text.
    pub span: Span,
    /// Line of the first byte, from 1.
    pub line: usize,
    /// Column of the first byte, from 1, counted in characters.
    pub column: usize,
}

/// How many line ends of each kind a page has on disk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Newlines {
    /// `\n` alone.
    pub lf: usize,
    /// `\r\n`.
    pub crlf: usize,
    /// `\r` alone: such a page is one single line to most tools.
    pub cr: usize,
}

/// A page's text, ready to be read: valid UTF-8, no byte order marks, lines that end in `\n`.
#[derive(Clone, Debug)]
pub struct Source {
    path: Arc<str>,
    text: String,
    /// Offset of the first byte of each line.
    line_starts: Vec<usize>,
    /// Offsets in `text` where a byte order mark was taken out.
    boms: Vec<usize>,
    newlines: Newlines,
    first_bad_byte: Option<usize>,
}

const BOM: char = '\u{feff}';
const BOM_BYTES: &[u8] = "\u{feff}".as_bytes();

impl Source {
    /// Makes a page's text out of its bytes. Total: bytes that are no UTF-8 become U+FFFD and are remembered.
    pub fn decode(path: &str, bytes: &[u8]) -> Self {
        let (decoded, lossy) = match std::str::from_utf8(bytes) {
            Ok(text) => (Cow::Borrowed(text), false),
            Err(_) => (String::from_utf8_lossy(bytes), true),
        };
        let mut source = Source {
            path: path.into(),
            text: String::new(),
            line_starts: Vec::new(),
            boms: Vec::new(),
            newlines: Newlines::default(),
            first_bad_byte: None,
        };
        if memchr::memchr(b'\r', decoded.as_bytes()).is_some()
            || memchr::memmem::find(decoded.as_bytes(), BOM_BYTES).is_some()
        {
            source.normalize(&decoded);
        } else {
            source.text = decoded.into_owned();
        }
        let ends = memchr::memchr_iter(b'\n', source.text.as_bytes());
        // Counted first: to count is a lot faster than to grow.
        let count = ends.clone().count();
        source.line_starts.reserve_exact(count + 1);
        source.line_starts.push(0);
        source.line_starts.extend(ends.map(|at| at + 1));
        source.newlines.lf = count - source.newlines.crlf - source.newlines.cr;
        if lossy {
            source.first_bad_byte = source.text.find(char::REPLACEMENT_CHARACTER);
        }
        source
    }

    fn normalize(&mut self, decoded: &str) {
        self.text.reserve(decoded.len());
        let mut rest = decoded;
        while let Some(at) = rest.find(['\r', BOM]) {
            self.text.push_str(&rest[..at]);
            let tail = &rest[at..];
            let taken = if tail.starts_with(BOM) {
                self.boms.push(self.text.len());
                BOM.len_utf8()
            } else {
                self.text.push('\n');
                if tail.starts_with("\r\n") {
                    self.newlines.crlf += 1;
                    2
                } else {
                    self.newlines.cr += 1;
                    1
                }
            };
            rest = &tail[taken..];
        }
        self.text.push_str(rest);
    }

    /// The page, relative to the folder that was read.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The normalized text. Every [`Span`] points into it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text of `span`; empty when the span is not one of this page's.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.start..span.end).unwrap_or_default()
    }

    /// Where byte order marks were taken out (offsets in the normalized text).
    pub fn boms(&self) -> &[usize] {
        &self.boms
    }

    /// The line ends the file has on disk.
    pub fn newlines(&self) -> Newlines {
        self.newlines
    }

    /// Where the first byte stood that is no UTF-8, if any: the page was read with losses.
    pub fn first_bad_byte(&self) -> Option<usize> {
        self.first_bad_byte
    }

    /// Number of lines; a line end at the end of the page starts no further line.
    pub fn line_count(&self) -> usize {
        let open = self
            .line_starts
            .last()
            .is_some_and(|&start| start < self.text.len());
        self.line_starts.len() - usize::from(!open)
    }

    /// The bytes of a line (counted from 0) without its line end; empty past the last line.
    pub fn line(&self, index: usize) -> Span {
        let end = self.text.len();
        let Some(&start) = self.line_starts.get(index) else {
            return Span::at(end);
        };
        Span::new(
            start,
            self.line_starts
                .get(index + 1)
                .map_or(end, |&next| next - 1),
        )
    }

    /// The line (counted from 0) that holds `offset`.
    pub fn line_of(&self, offset: usize) -> usize {
        self.line_starts
            .partition_point(|&start| start <= offset)
            .saturating_sub(1)
    }

    /// Line and column, from 1, of an offset in the normalized text. A byte order mark inside a line counts as the character it
    /// is on disk; one at the very start of the file does not, as editors do not show it.
    pub fn line_column(&self, offset: usize) -> (usize, usize) {
        let line = self.line_of(offset);
        let start = self.line_starts.get(line).copied().unwrap_or_default();
        let mut end = offset.min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        let chars = self
            .text
            .get(start..end)
            .map_or(0, |before| before.chars().count());
        let from = self.boms.partition_point(|&at| at < start.max(1));
        let until = self.boms.partition_point(|&at| at <= end);
        (line + 1, chars + until.saturating_sub(from) + 1)
    }

    /// The place of a span, for a diagnostic.
    pub fn place(&self, span: Span) -> Place {
        let (line, column) = self.line_column(span.start);
        Place {
            page: Arc::clone(&self.path),
            span,
            line,
            column,
        }
    }
}

/// Whether a character takes no part in the text: white space of any width (NBSP, U+2003, U+3000) and the zero-width marks that
/// copying from a browser leaves behind (U+200B, U+FEFF).
pub fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}')
}

/// Whether a text has nothing but space in it (see [`is_space`]).
pub fn is_blank(text: &str) -> bool {
    match text.bytes().find(|b| !b.is_ascii_whitespace()) {
        None => true,
        Some(b) if b.is_ascii() => false,
        Some(_) => text.chars().all(is_space),
    }
}

/// A span without the space at both its ends.
pub fn trim(text: &str, span: Span) -> Span {
    let inner = text.get(span.start..span.end).unwrap_or_default();
    if let [first, .., last] = inner.as_bytes()
        && first.is_ascii_graphic()
        && last.is_ascii_graphic()
    {
        return span;
    }
    let rest = inner.trim_start_matches(is_space);
    let start = span.start + (inner.len() - rest.len());
    Span::new(start, start + rest.trim_end_matches(is_space).len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_and_byte_order_marks_are_taken_out() {
        let source = Source::decode("p.md", "\u{feff}\u{feff}# A\r\nb\rc\nd\u{feff}e".as_bytes());
        assert_eq!(source.text(), "# A\nb\nc\nde");
        assert_eq!(
            source.newlines(),
            Newlines {
                lf: 1,
                crlf: 1,
                cr: 1
            }
        );
        assert_eq!(source.boms(), [0, 0, 9]);
        assert_eq!(source.first_bad_byte(), None);
    }

    #[test]
    fn columns_count_characters_of_the_file_on_disk() {
        let source = Source::decode("p.md", "\u{feff}参x\r\nab\u{feff}c".as_bytes());
        assert_eq!(source.line_column(0), (1, 1));
        assert_eq!(source.line_column(3), (1, 2));
        let c = source.text().find('c').unwrap();
        assert_eq!(
            source.line_column(c),
            (2, 4),
            "the mark inside the line is a character on disk"
        );
        assert_eq!(source.line_column(999), (2, 5), "past the end is the end");
    }

    #[test]
    fn a_bad_byte_is_replaced_and_remembered() {
        let source = Source::decode("p.md", b"ok \xa1 ok");
        assert_eq!(source.text(), "ok \u{fffd} ok");
        assert_eq!(source.first_bad_byte(), Some(3));
        assert_eq!(
            Source::decode("p.md", "\u{fffd}".as_bytes()).first_bad_byte(),
            None,
            "the page may hold the sign itself"
        );
    }

    #[test]
    fn lines_are_spans_without_their_ends() {
        let source = Source::decode("p.md", b"a\n\nbc\n");
        assert_eq!(source.line_count(), 3);
        assert_eq!(
            (0..4)
                .map(|i| source.slice(source.line(i)))
                .collect::<Vec<_>>(),
            ["a", "", "bc", ""]
        );
        assert_eq!(Source::decode("p.md", b"").line_count(), 0);
    }

    #[test]
    fn zero_width_space_is_blank_but_a_letter_is_not() {
        assert!(is_blank(" \u{200b}\u{a0}\u{3000}\t"));
        assert!(!is_blank("\u{200b}x"));
        assert_eq!(trim("\u{a0} No\u{200b} ", Span::new(0, 9)), Span::new(3, 5));
    }
}
