//! The text inside a cell, a heading or a paragraph, read from the page's own bytes.
//!
//! Cells mix Markdown, HTML and plain text that looks like either: `24*60*60`, `<ip-address>`, `array<string>` are text; `<br>`,
//! `<p>` and list marks break lines; `\_` is `_`, but not inside `` `code` ``. A Markdown reader takes some of the former for markup
//! and drops it, so this is a reader of its own, with one rule a sign. It keeps where things were: every mark knows its place in
//! the plain text and in the page. It must not know what a text means.

use crate::text::{Span, is_space, trim};
use reader::Reader;

mod link;
mod reader;

/// A text without its markup.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inline {
    /// The plain text: trimmed, no zero-width signs, one `\n` between lines and no empty lines.
    pub text: String,
    /// What was marked up, in the order in which it ends.
    pub marks: Vec<Mark>,
    /// The marks of a tree before the text, as in `  └ Name`.
    pub lead: Lead,
    /// Where the text starts in the page.
    start: usize,
    /// Where the text jumps over markup: offset in `text`, offset in the page.
    jumps: Vec<(usize, usize)>,
}

/// A piece of the text that was marked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// How.
    pub kind: MarkKind,
    /// Which bytes of [`Inline::text`].
    pub range: Span,
    /// Which bytes of the page, with the markup.
    pub source: Span,
}

/// The kinds of markup that mean something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MarkKind {
    /// `` `code` `` or `<code>`.
    Code,
    /// A fenced block inside a cell, without its info string.
    Fence,
    /// `**bold**`, `<strong>`, `<b>`.
    Bold,
    /// A link and its target as written, without a title. An autolink's text is its target.
    Link(String),
    /// A list item: one line of the text.
    Item {
        /// 0 for the outer list.
        depth: u8,
    },
}

/// What stands before a name to tell its depth.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lead {
    /// How many corner signs: `└`, `├`.
    pub corners: u8,
    /// How many em spaces (U+2003).
    pub em_spaces: u8,
    /// How many other spaces that a Markdown reader keeps: U+3000, NBSP.
    pub wide_spaces: u8,
}

impl Lead {
    /// Whether the text is not marked at all.
    pub fn is_empty(self) -> bool {
        self == Lead::default()
    }
}

impl Inline {
    /// The place in the page of a place in [`Inline::text`].
    pub fn to_page(&self, offset: usize) -> usize {
        let jump = self
            .jumps
            .partition_point(|&(at, _)| at <= offset)
            .checked_sub(1);
        jump.and_then(|at| self.jumps.get(at))
            .map_or(self.start + offset, |&(at, page)| page + (offset - at))
    }

    /// The bytes of the page that a piece of [`Inline::text`] came from, with any markup between its ends.
    pub fn span(&self, range: Span) -> Span {
        if range.is_empty() {
            return Span::at(self.to_page(range.start));
        }
        Span::new(self.to_page(range.start), self.to_page(range.end - 1) + 1)
    }

    /// The text of a mark.
    pub fn marked(&self, mark: &Mark) -> &str {
        self.text
            .get(mark.range.start..mark.range.end)
            .unwrap_or_default()
    }

    /// Targets of all links.
    pub fn links(&self) -> impl Iterator<Item = (&str, &str)> {
        self.marks.iter().filter_map(|mark| match &mark.kind {
            MarkKind::Link(target) => Some((self.marked(mark), target.as_str())),
            _ => None,
        })
    }

    /// The items of the lists in the text: depth, text, mark.
    pub fn items(&self) -> impl Iterator<Item = (u8, &str, &Mark)> {
        self.marks.iter().filter_map(|mark| match mark.kind {
            MarkKind::Item { depth } => Some((depth, self.marked(mark), mark)),
            _ => None,
        })
    }

    /// Whether the whole text is bold.
    pub fn is_bold(&self) -> bool {
        self.marks
            .iter()
            .any(|mark| mark.kind == MarkKind::Bold && mark.range == Span::new(0, self.text.len()))
            && !self.text.is_empty()
    }
}

/// Reads the text of a span of a page: a cell, a paragraph, an item.
pub fn read(page: &str, span: Span) -> Inline {
    read_with(page, span, true)
}

/// Reads a title: as [`read`], but `3. Answer` is no item of a list.
pub fn title(page: &str, span: Span) -> Inline {
    read_with(page, span, false)
}

fn read_with(page: &str, span: Span, lists: bool) -> Inline {
    let span = Span::new(span.start.min(page.len()), span.end.min(page.len()));
    if !(page.is_char_boundary(span.start) && page.is_char_boundary(span.end)) {
        return Inline::default();
    }
    let (lead, start) = read_lead(page, span);
    let inner = trim(page, Span::new(start, span.end));
    let text = &page[inner.start..inner.end];
    if reader::is_plain(text, lists) {
        return Inline {
            text: text.to_owned(),
            lead,
            start: inner.start,
            ..Inline::default()
        };
    }
    let mut reader = Reader::new(page, inner, lead, lists);
    reader.run();
    reader.finish()
}

/// The plain text of a span.
pub fn plain(page: &str, span: Span) -> String {
    read(page, span).text
}

fn read_lead(page: &str, span: Span) -> (Lead, usize) {
    let mut lead = Lead::default();
    for (at, c) in page[span.start..span.end].char_indices() {
        let counter = match c {
            '└' | '├' => &mut lead.corners,
            '\u{2003}' => &mut lead.em_spaces,
            '\u{3000}' | '\u{a0}' => &mut lead.wide_spaces,
            c if is_space(c) => continue,
            _ => return (lead, span.start + at),
        };
        *counter = counter.saturating_add(1);
    }
    (lead, span.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_all(text: &str) -> Inline {
        read(text, Span::new(0, text.len()))
    }

    #[test]
    fn every_sign_of_the_text_knows_its_place_in_the_page() {
        let page = "| **A\\_b**：`x\\|y` &lt;[*Info*](#Info)<br>- one |";
        let cell = Span::new(2, page.len() - 2);
        let read = read(page, cell);
        assert_eq!(read.text, "A_b：x|y <Info\none");
        for piece in ["A", "_b", "x", "|y", "Info", "one"] {
            let at = read.text.find(piece).unwrap();
            let span = read.span(Span::new(at, at + piece.len()));
            assert_eq!(&page[span.start..span.end], piece);
        }
        let entity = read.text.find('<').unwrap();
        assert!(page[read.to_page(entity)..].starts_with("&lt;"));
    }

    #[test]
    fn links_items_and_bold_are_found_by_kind() {
        let read = read_all("**All [a](b)**");
        assert!(read.is_bold());
        assert_eq!(read.links().collect::<Vec<_>>(), [("a", "b")]);
        let read = read_all("Of:\n\n -   `A`: one\n-   B");
        assert!(!read.is_bold());
        assert_eq!(
            read.items()
                .map(|(depth, text, _)| (depth, text))
                .collect::<Vec<_>>(),
            [(0, "A: one"), (0, "B")]
        );
    }

    #[test]
    fn marks_inside_a_link_follow_it_when_its_bracket_goes() {
        let read = read_all("**x** [`a` **b**](c) `d`");
        let marked: Vec<_> = read.marks.iter().map(|mark| read.marked(mark)).collect();
        assert_eq!(
            (read.text.as_str(), marked),
            ("x a b d", vec!["x", "a", "b", "a b", "d"])
        );
    }

    #[test]
    fn a_title_has_no_items() {
        let text = "3. Answer -   more";
        assert_eq!(title(text, Span::new(0, text.len())).marks, []);
        assert_eq!(read_all(text).items().count(), 2);
    }

    #[test]
    fn a_span_outside_of_the_page_is_empty() {
        assert_eq!(read("a", Span::new(5, 9)).text, "");
        assert_eq!(read("参", Span::new(1, 3)).text, "");
    }
}
