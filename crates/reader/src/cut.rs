//! Cuts out of a page, line by line, the blocks that a Markdown reader gets wrong or does not know: tables, fences at any
//! indentation, verbatim HTML and comments, block tags, callouts, front matter, headings without a space.
//!
//! Fences and verbatim HTML are cut here because a pipe or a number sign inside them is text: whoever finds tables must know them.
//! What is left is not looked at; [`crate::markdown`] reads it.

use crate::blocks::{Block, BlockKind, Fence, Heading};
use crate::lines::{self, Lines, lead};
use crate::rows::RowRule;
use crate::table::TableWords;
use crate::text::{Source, Span, is_blank, trim};

/// No page at hand has front matter of more than a few lines; a page that opens with a thematic break is not searched further.
const MAX_FRONT_MATTER_LINES: usize = 64;

/// What was cut out.
pub(crate) struct Cuts {
    /// The blocks, in order.
    pub blocks: Vec<Block>,
    /// Lines that are blank but that CommonMark takes for text, as they hold space of other kinds.
    pub odd_blanks: Vec<Span>,
}

/// Cuts a page.
pub(crate) fn cut(source: &Source, words: TableWords<'_>) -> Cuts {
    let lines = Lines::of(source);
    let mut cutter = Cutter {
        source,
        lines,
        rows: RowRule::new(source, words),
        blocks: Vec::new(),
    };
    let mut odd_blanks = Vec::new();
    let mut next = cutter.front_matter().unwrap_or(0);
    while next < lines.count() {
        let line = lines.text(next);
        if !line.is_ascii() && is_blank(line) {
            odd_blanks.push(lines.span(next));
        }
        next = cutter.block(next, line).unwrap_or(next + 1);
    }
    Cuts {
        blocks: cutter.blocks,
        odd_blanks,
    }
}

struct Cutter<'a> {
    source: &'a Source,
    lines: Lines<'a>,
    rows: RowRule<'a>,
    blocks: Vec<Block>,
}

impl Cutter<'_> {
    /// Cuts the block that begins at a line, if it is one of ours; returns the line after it.
    fn block(&mut self, first: usize, line: &str) -> Option<usize> {
        let inner = lead(line);
        match inner.as_bytes().first()? {
            b'|' => Some(self.rows(first)),
            b'#' => self.glued_heading(first, line),
            b'`' | b'~' => self.fence(first, line),
            b'<' => self.html(first, inner),
            b'{' => self.tag(first, inner),
            b'?' | b'!' => self.callout(first, inner),
            b'-' | b'*' | b'+' | b'0'..=b'9' if line.contains("```") || line.contains("~~~") => {
                self.fence(first, line)
            }
            _ => self.table_without_leading_pipe(first, line),
        }
    }

    fn push(&mut self, span: Span, kind: BlockKind) {
        self.blocks.push(Block {
            span,
            depth: 0,
            kind,
        });
    }

    fn rows(&mut self, first: usize) -> usize {
        let (table, next) = match self.rows.header(first) {
            Some(header) => self.rows.table(header),
            None => self.rows.stray(first),
        };
        let last = next.max(first + 1) - 1;
        let span = trim(self.source.text(), self.lines.range(first, last));
        let kind = if table.header.cells.is_empty() {
            BlockKind::StrayRows
        } else {
            BlockKind::Table
        };
        self.push(span, kind(Box::new(table)));
        next.max(first + 1)
    }

    /// GFM allows a header such as `a | b`; the row of dashes below it tells.
    fn table_without_leading_pipe(&mut self, first: usize, line: &str) -> Option<usize> {
        lines::delimiter(self.lines.text(first + 1))?;
        (line.contains('|') && !lines::starts_block(line) && self.rows.header(first).is_some())
            .then(|| self.rows(first))
    }

    /// CommonMark does not see a heading without a space after its marks. All others are left to it.
    fn glued_heading(&mut self, first: usize, line: &str) -> Option<usize> {
        let marks = lines::heading(line).filter(|marks| !marks.strict)?;
        let span = trim(self.source.text(), self.lines.span(first));
        let title = Span::new(self.lines.span(first).start + marks.title, span.end);
        self.push(span, heading(self.source, marks.level, title, false));
        Some(first + 1)
    }

    fn fence(&mut self, first: usize, line: &str) -> Option<usize> {
        let marks = lines::fence(line)?;
        let count = self.lines.count();
        let is_end = |&index: &usize| {
            lines::fence_end(self.lines.text(index), marks.mark, marks.len).is_some_and(is_blank)
        };
        let end = (first + 1..count).find(is_end);
        let opening = self.lines.span(first);
        let after = end.unwrap_or(count);
        let body = if after > first + 1 {
            self.lines.range(first + 1, after - 1)
        } else {
            Span::at(self.lines.span(first + 1).start)
        };
        let fence = Fence {
            info: trim(
                self.source.text(),
                Span::new(opening.start + marks.at + marks.len, opening.end),
            ),
            body,
            indent: marks.at,
            closed: end.is_some(),
        };
        let last = end.unwrap_or(count - 1);
        let span = trim(self.source.text(), self.lines.range(first, last));
        self.push(span, BlockKind::Fence(fence));
        Some(last + 1)
    }

    fn html(&mut self, first: usize, inner: &str) -> Option<usize> {
        if inner.starts_with("<!--") {
            let (span, _, closed, next) = self.until(first, inner, "<!--".len(), "-->");
            self.push(span, BlockKind::Comment { closed });
            return Some(next);
        }
        let end_tag = lines::html_verbatim(inner)?;
        let start_tag = inner.find('>').map_or(inner.len(), |at| at + 1);
        let (span, body, closed, next) = self.until(first, inner, start_tag, end_tag);
        self.push(span, BlockKind::Verbatim { body, closed });
        Some(next)
    }

    /// From the first sign of a line to the end of the line that holds `end`: all of it, what is between, whether there is an end,
    /// and the line after it.
    fn until(
        &self,
        first: usize,
        inner: &str,
        skip: usize,
        end: &str,
    ) -> (Span, Span, bool, usize) {
        let line = self.lines.span(first);
        let start = line.end - inner.len();
        let text = self.source.text();
        let found = find_ignoring_case(&text[start + skip..], end);
        let body = Span::new(
            start + skip,
            found.map_or(text.len(), |at| start + skip + at),
        );
        let last = found.map_or(self.lines.count() - 1, |_| {
            self.source.line_of(body.end + end.len() - 1)
        });
        let span = trim(text, Span::new(start, self.lines.span(last).end));
        (span, body, found.is_some(), last + 1)
    }

    fn tag(&mut self, first: usize, inner: &str) -> Option<usize> {
        let line = self.lines.span(first);
        let start = line.end - inner.len();
        let content = inner
            .strip_prefix("{%")?
            .trim_end_matches(crate::text::is_space)
            .strip_suffix("%}")?;
        if content.contains("%}") {
            return None;
        }
        let words = trim(
            self.source.text(),
            Span::new(start + 2, start + 2 + content.len()),
        );
        let name_len = self
            .source
            .slice(words)
            .find(|c: char| c.is_whitespace())
            .unwrap_or(words.len());
        let name = Span::new(words.start, words.start + name_len);
        let arguments = trim(self.source.text(), Span::new(name.end, words.end));
        self.push(
            trim(self.source.text(), Span::new(start, line.end)),
            BlockKind::Tag { name, arguments },
        );
        Some(first + 1)
    }

    fn callout(&mut self, first: usize, inner: &str) -> Option<usize> {
        let sign = lines::callout(inner)?;
        let ends = |&index: &usize| {
            let line = self.lines.text(index);
            is_blank(line) || lines::starts_block(line) || lead(line).starts_with('|')
        };
        let next = (first + 1..self.lines.count())
            .find(ends)
            .unwrap_or(self.lines.count());
        let start = self.lines.span(first).end - inner.len();
        let span = trim(
            self.source.text(),
            Span::new(start, self.lines.span(next - 1).end),
        );
        let text = trim(self.source.text(), Span::new(start + 2, span.end));
        self.push(
            span,
            BlockKind::Callout {
                warning: sign == '!',
                text,
            },
        );
        Some(next)
    }

    /// `---`, lines of YAML, `---` at the top of the page.
    fn front_matter(&mut self) -> Option<usize> {
        let first = self.lines.skip_blank(0);
        let is_mark = |line: usize| self.lines.text(line).trim_ascii_end() == "---";
        let is_key = |line: &str| {
            line.split_once(':').is_some_and(|(key, _)| {
                !key.is_empty()
                    && key
                        .bytes()
                        .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
            })
        };
        if !is_mark(first) || !is_key(self.lines.text(first + 1)) {
            return None;
        }
        let limit = self.lines.count().min(first + MAX_FRONT_MATTER_LINES);
        let last = (first + 2..limit).find(|&line| is_mark(line))?;
        let body = self.lines.range(first + 1, last - 1);
        self.push(
            trim(self.source.text(), self.lines.range(first, last)),
            BlockKind::FrontMatter { body },
        );
        Some(last + 1)
    }
}

/// A heading's facts, from the span of its title with whatever trails it.
pub(crate) fn heading(source: &Source, level: u8, title: Span, strict: bool) -> BlockKind {
    let title = trim(source.text(), title);
    let text = source.slice(title);
    let mut kept = Span::new(title.start, title.start + without_closing_marks(text).len());
    let mut attributes = None;
    if let Some(open) = attribute_start(source.slice(kept)) {
        attributes = Some(trim(
            source.text(),
            Span::new(kept.start + open + 1, kept.end - 1),
        ));
        kept.end = kept.start + open;
    }
    BlockKind::Heading(Heading {
        level,
        text: trim(source.text(), kept),
        attributes,
        strict,
    })
}

/// `Title ##` is `Title`.
fn without_closing_marks(title: &str) -> &str {
    let bare = title.trim_end_matches('#');
    if bare.is_empty() || bare.ends_with(crate::text::is_space) {
        bare.trim_end_matches(crate::text::is_space)
    } else {
        title
    }
}

/// Where `{#anchor .class}` begins at the end of a title. Other braces, as in `/stacks/{id}`, are text.
fn attribute_start(title: &str) -> Option<usize> {
    let open = title.strip_suffix('}')?.rfind('{')?;
    let inner = &title[open + 1..title.len() - 1];
    let mut words = inner.split_ascii_whitespace().peekable();
    (words.peek().is_some() && words.all(|word| word.starts_with(['#', '.']))).then_some(open)
}

fn find_ignoring_case(text: &str, end: &str) -> Option<usize> {
    let (bytes, end) = (text.as_bytes(), end.as_bytes());
    let mut from = 0;
    while let Some(at) = text.get(from..)?.find(char::from(end[0])) {
        let at = from + at;
        if bytes
            .get(at..at + end.len())
            .is_some_and(|found| found.eq_ignore_ascii_case(end))
        {
            return Some(at);
        }
        from = at + 1;
    }
    None
}
