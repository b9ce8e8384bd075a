//! What a single line looks like: heading, fence, delimiter row, the start of some other block.
//!
//! These tests look at one line and know nothing of its surroundings; they are shared by the cutter and the row rule, so that
//! both agree on what ends a table.

use crate::text::{Source, Span, is_blank, is_space};

/// The line without the space before its first sign.
pub(crate) fn lead(line: &str) -> &str {
    let line = line.trim_ascii_start();
    match line.bytes().next() {
        Some(b) if !b.is_ascii() => line.trim_start_matches(is_space),
        _ => line,
    }
}

/// An ATX heading's marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct HeadingMarks {
    /// 1 to 6.
    pub level: u8,
    /// Offset in the line of the title.
    pub title: usize,
    /// Whether CommonMark sees the heading too: it wants an ASCII space after the marks.
    pub strict: bool,
}

/// Reads the marks of an ATX heading. A title glued to its marks counts when the line cannot well be anything else: two marks and
/// more, or a title that is not ASCII (`##产品特性`; not `#include`).
pub(crate) fn heading(line: &str) -> Option<HeadingMarks> {
    let indent = line.len() - line.trim_start_matches(' ').len();
    let marks = line
        .get(indent..)?
        .bytes()
        .take_while(|&b| b == b'#')
        .count();
    if indent > 3 || marks == 0 || marks > 6 {
        return None;
    }
    let rest = &line[indent + marks..];
    let title = line.len() - rest.trim_start_matches(is_space).len();
    let first = rest.chars().next();
    let strict = first.is_none_or(|c| c.is_ascii_whitespace());
    let glued = first.is_some_and(|c| !c.is_ascii()) || marks > 1;
    (strict || glued).then_some(HeadingMarks {
        level: marks as u8,
        title,
        strict,
    })
}

/// The opening line of a code fence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FenceMarks {
    /// Offset in the line of the first mark; what is before it is space and perhaps a list marker.
    pub at: usize,
    /// The backtick or the tilde.
    pub mark: u8,
    /// How many of them.
    pub len: usize,
}

/// Reads the opening line of a fence, at any indentation and after any one list marker.
pub(crate) fn fence(line: &str) -> Option<FenceMarks> {
    let mut inner = lead(line);
    if let Some(marker) = list_marker(inner) {
        inner = lead(&inner[marker..]);
    }
    let mark = *inner
        .as_bytes()
        .first()
        .filter(|&&b| b == b'`' || b == b'~')?;
    let len = inner.bytes().take_while(|&b| b == mark).count();
    let info_may_be = mark == b'~' || !inner[len..].contains('`');
    (len >= 3 && info_may_be).then_some(FenceMarks {
        at: line.len() - inner.len(),
        mark,
        len,
    })
}

/// What is left of a line that closes a fence of `len` marks or more: the text after the marks, or `None` if it does not close it.
pub(crate) fn fence_end(line: &str, mark: u8, len: usize) -> Option<&str> {
    let line = lead(line);
    let marks = line.bytes().take_while(|&b| b == mark).count();
    (marks >= len).then(|| &line[marks..])
}

/// Length of a list marker and the space after it (`-   `, `1. `), if the text starts with one.
pub(crate) fn list_marker(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let digits = bytes.iter().take_while(|b| b.is_ascii_digit()).count();
    let sign = match (digits, bytes.get(digits)?) {
        (0, b'-' | b'*' | b'+') | (1..=9, b'.' | b')') => digits + 1,
        _ => return None,
    };
    let spaces = bytes[sign..]
        .iter()
        .take_while(|b| matches!(b, b' ' | b'\t'))
        .count();
    (spaces > 0).then_some(sign + spaces)
}

/// Number of cells if the line is a delimiter row such as `|:--|---|`.
pub(crate) fn delimiter(line: &str) -> Option<usize> {
    let line = lead(line);
    if !matches!(line.as_bytes().first(), Some(b'|' | b'-' | b':')) || !line.contains('|') {
        return None;
    }
    let line = line.trim_end_matches(is_space);
    let inner = line.strip_prefix('|').unwrap_or(line);
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    let dashes = |cell: &str| {
        let cell = cell.trim_matches(is_space);
        let cell = cell.strip_prefix(':').unwrap_or(cell);
        let cell = cell.strip_suffix(':').unwrap_or(cell);
        !cell.is_empty() && cell.bytes().all(|b| b == b'-')
    };
    let mut cells = 0;
    for cell in inner.split('|') {
        if !dashes(cell) {
            return None;
        }
        cells += 1;
    }
    Some(cells)
}

/// Whether a GFM table cannot go on with this line, because it starts a block of another kind.
pub(crate) fn starts_block(line: &str) -> bool {
    let inner = lead(line);
    match inner.as_bytes().first() {
        Some(b'#') => heading(line).is_some(),
        Some(b'`' | b'~') => fence(line).is_some(),
        Some(b'>') => true,
        Some(b'{') => inner.starts_with("{%"),
        Some(b'<') => inner.starts_with("<!--") || html_verbatim(inner).is_some(),
        Some(b'?' | b'!') => callout(inner).is_some(),
        Some(b'-' | b'*' | b'+' | b'0'..=b'9') => list_marker(inner).is_some() || rule(inner),
        _ => false,
    }
}

/// Whether a text is a thematic break.
pub(crate) fn rule(text: &str) -> bool {
    let mut marks = text.bytes().filter(|b| !b.is_ascii_whitespace());
    let Some(mark @ (b'-' | b'*' | b'_')) = marks.next() else {
        return false;
    };
    let mut more = 0;
    marks.all(|b| {
        more += 1;
        b == mark
    }) && more >= 2
}

/// The end mark of an HTML element whose content is taken as it stands, if the text starts with one.
pub(crate) fn html_verbatim(text: &str) -> Option<&'static str> {
    const ELEMENTS: [(&str, &str); 3] = [
        ("pre", "</pre>"),
        ("script", "</script>"),
        ("style", "</style>"),
    ];
    let name = text.strip_prefix('<')?;
    let (_, end) = ELEMENTS.iter().find(|(element, _)| {
        name.get(..element.len())
            .is_some_and(|n| n.eq_ignore_ascii_case(element))
            && matches!(
                name.as_bytes().get(element.len()),
                None | Some(b'>' | b' ' | b'\t')
            )
    })?;
    Some(end)
}

/// A docsify callout's sign (`?` or `!`), if the text starts with one.
pub(crate) fn callout(text: &str) -> Option<char> {
    match text.as_bytes() {
        [b'?', b'>', b' ' | b'\t', ..] | [b'?', b'>'] => Some('?'),
        [b'!', b'>', b' ' | b'\t', ..] | [b'!', b'>'] => Some('!'),
        _ => None,
    }
}

/// The lines of a page, by number from 0.
#[derive(Clone, Copy)]
pub(crate) struct Lines<'a> {
    source: &'a Source,
    count: usize,
}

impl<'a> Lines<'a> {
    pub fn of(source: &'a Source) -> Self {
        Lines {
            source,
            count: source.line_count(),
        }
    }

    pub fn count(self) -> usize {
        self.count
    }

    pub fn span(self, index: usize) -> Span {
        self.source.line(index)
    }

    pub fn text(self, index: usize) -> &'a str {
        self.source.slice(self.source.line(index))
    }

    pub fn slice(self, span: Span) -> &'a str {
        self.source.slice(span)
    }

    /// From the start of a line to the end of another, without the line end.
    pub fn range(self, first: usize, last: usize) -> Span {
        Span::new(self.span(first).start, self.span(last).end)
    }

    /// The first line from `index` on that is not blank, or the number of lines.
    pub fn skip_blank(self, index: usize) -> usize {
        (index..self.count)
            .find(|&i| !is_blank(self.text(i)))
            .unwrap_or(self.count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_and_what_only_looks_like_one() {
        let level = |line| heading(line).map(|h| (h.level, h.strict));
        assert_eq!(level("## 1. Input"), Some((2, true)));
        assert_eq!(level("##"), Some((2, true)));
        assert_eq!(level("###\u{3000}Codes"), Some((3, false)));
        assert_eq!(level("#标题"), Some((1, false)));
        assert_eq!(level("#include"), None);
        assert_eq!(level("    # code"), None);
        assert_eq!(level("####### seven"), None);
    }

    #[test]
    fn fences_open_at_any_indentation_and_after_a_list_marker() {
        assert_eq!(fence("      ```json").map(|f| (f.at, f.len)), Some((6, 3)));
        assert_eq!(fence("-   ```` {#x}").map(|f| (f.at, f.len)), Some((4, 4)));
        assert_eq!(fence("``` a `b` ```"), None);
        assert_eq!(fence("``"), None);
        assert_eq!(fence_end(" ``` |", b'`', 3), Some(" |"));
        assert_eq!(fence_end("```", b'`', 4), None);
    }

    #[test]
    fn delimiter_rows() {
        assert_eq!(delimiter("|--|:-:| - |"), Some(3));
        assert_eq!(delimiter("---------|---------|"), Some(2));
        assert_eq!(delimiter("|-"), Some(1));
        assert_eq!(
            delimiter("---"),
            None,
            "a rule, or the underline of a heading"
        );
        assert_eq!(delimiter("|--||"), None);
        assert_eq!(delimiter("|a|--|"), None);
    }

    #[test]
    fn rules_and_callouts() {
        assert!(rule("* * *") && rule("----") && !rule("--") && !rule("-*-"));
        assert_eq!(
            (callout("?> x"), callout("!>"), callout("?>x")),
            (Some('?'), Some('!'), None)
        );
        assert_eq!(html_verbatim("<PRE class=\"x\">"), Some("</pre>"));
        assert_eq!(html_verbatim("<prefix>"), None);
    }
}
