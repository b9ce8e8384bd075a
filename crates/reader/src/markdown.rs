//! Reads what is left of a page after the cuts: headings, paragraphs, lists, quotes, other HTML.
//!
//! pulldown-cmark gets the whole page with the cut blocks blanked out, so that offsets stay the page's own and a list goes on below
//! a table that stands in one of its items. Its tables are off: the row rule has read them.

use crate::blocks::{Block, BlockKind, Fence};
use crate::cut::{self, Cuts};
use crate::lines::list_marker;
use crate::text::{Source, Span, is_blank, trim};
use pulldown_cmark::{CodeBlockKind, Event, OffsetIter, Options, Parser, Tag, TagEnd};

/// Reads the rest of the page.
pub(crate) fn read(source: &Source, cuts: &Cuts) -> Vec<Block> {
    let masked = mask(source, cuts);
    let mut reader = Reader {
        source,
        masked: &masked,
        blocks: Vec::new(),
        lists: Vec::new(),
        item: None,
    };
    reader.run(Parser::new_ext(&masked, Options::empty()).into_offset_iter());
    reader.blocks
}

/// The page with each cut blanked out. A run of spaces is one blank line, whatever it replaces.
fn mask(source: &Source, cuts: &Cuts) -> String {
    let text = source.text();
    let mut masked = String::with_capacity(text.len());
    let mut blanks = cuts.odd_blanks.iter().copied().peekable();
    let blank_until = |span: Span, masked: &mut String| {
        masked.push_str(&text[masked.len()..span.start]);
        push_spaces(masked, span.len());
    };
    for block in &cuts.blocks {
        while let Some(blank) = blanks.next_if(|blank| blank.start < block.span.start) {
            blank_until(blank, &mut masked);
        }
        // A blank line inside a table is already part of its span.
        while blanks
            .next_if(|blank| blank.start < block.span.end)
            .is_some()
        {}
        blank_until(block.span, &mut masked);
    }
    for blank in blanks {
        blank_until(blank, &mut masked);
    }
    masked.push_str(&text[masked.len()..]);
    masked
}

fn push_spaces(text: &mut String, mut count: usize) {
    const SPACES: &str = "                                                                ";
    while count > 0 {
        let piece = count.min(SPACES.len());
        text.push_str(&SPACES[..piece]);
        count -= piece;
    }
}

struct Reader<'a> {
    source: &'a Source,
    masked: &'a str,
    blocks: Vec<Block>,
    /// For each open list, whether it is numbered.
    lists: Vec<bool>,
    /// Start of an item that has no block yet.
    item: Option<usize>,
}

impl<'a> Reader<'a> {
    fn run(&mut self, mut events: OffsetIter<'a>) {
        while let Some((event, range)) = events.next() {
            let span = Span::new(range.start, range.end);
            match event {
                Event::Start(Tag::List(start)) => {
                    self.end_item(span.start);
                    self.lists.push(start.is_some());
                }
                Event::End(TagEnd::List(_)) => {
                    self.lists.pop();
                }
                Event::Start(Tag::Item) => self.item = Some(span.start),
                Event::End(TagEnd::Item) => self.end_item(span.end),
                Event::Start(Tag::Paragraph) => self.paragraph(span),
                Event::Start(
                    tag @ (Tag::Heading { .. }
                    | Tag::CodeBlock(_)
                    | Tag::HtmlBlock
                    | Tag::BlockQuote(_)),
                ) => {
                    self.end_item(span.start);
                    self.leaf(span, &tag);
                    skip_children(&mut events);
                }
                Event::Rule => {
                    self.end_item(span.start);
                    self.push(span, BlockKind::Rule);
                }
                _ => {}
            }
        }
    }

    fn leaf(&mut self, span: Span, tag: &Tag<'_>) {
        match tag {
            Tag::Heading { level, .. } => {
                let span = self.trim(span);
                let kind = cut::heading(self.source, *level as u8, self.title(span), true);
                self.push(span, kind);
            }
            Tag::CodeBlock(CodeBlockKind::Fenced(info)) => self.fence(span, info.len()),
            Tag::CodeBlock(CodeBlockKind::Indented) => self.indented(span),
            Tag::BlockQuote(_) => self.push(span, BlockKind::Quote),
            _ => self.push(span, BlockKind::Html),
        }
    }

    /// A heading without its marks or its underline.
    fn title(&self, span: Span) -> Span {
        let raw = self.source.slice(span);
        let marks = raw.bytes().take_while(|&b| b == b'#').count();
        let underline = raw.rfind('\n').filter(|_| marks == 0);
        underline.map_or(Span::new(span.start + marks, span.end), |at| {
            Span::new(span.start, span.start + at)
        })
    }

    /// A fence that only pulldown-cmark can see, such as one in a quote's item.
    fn fence(&mut self, span: Span, info: usize) {
        let span = self.trim(span);
        let raw = self.source.slice(span);
        let marks = raw.bytes().take_while(|&b| b == b'`' || b == b'~').count();
        let first_end = raw.find('\n').unwrap_or(raw.len());
        let last_start = raw.rfind('\n').unwrap_or(raw.len());
        let closed = raw
            .get(last_start..)
            .is_some_and(|last| last.trim().bytes().all(|b| matches!(b, b'`' | b'~')));
        let at = |offset: usize| span.start + offset;
        let body = Span::new(
            at(raw.len().min(first_end + 1)),
            at(if closed { last_start } else { raw.len() }),
        );
        let info = trim(
            self.source.text(),
            Span::new(at(marks), at(first_end.max(marks + info).min(raw.len()))),
        );
        self.push(
            span,
            BlockKind::Fence(Fence {
                info,
                body,
                indent: 0,
                closed,
            }),
        );
    }

    /// Nobody writes code by indenting it: it is the rest of a list that some line in between has ended.
    fn indented(&mut self, span: Span) {
        let mut start = span.start;
        let mut at = span.start;
        for line in self.masked[span.start..span.end].split_inclusive('\n') {
            let begins_anew = is_blank(line) || list_marker(line.trim_ascii_start()).is_some();
            if begins_anew {
                self.indented_piece(Span::new(start, at));
                start = at;
            }
            at += line.len();
        }
        self.indented_piece(Span::new(start, span.end));
    }

    fn indented_piece(&mut self, span: Span) {
        let piece = self.trim(span);
        let raw = self.source.slice(piece);
        if list_marker(raw).is_none() {
            return self.push_paragraph(piece);
        }
        self.lists
            .push(raw.starts_with(|c: char| c.is_ascii_digit()));
        self.push_item(piece);
        self.lists.pop();
    }

    /// The first paragraph of an item is the item's.
    fn paragraph(&mut self, span: Span) {
        match self.item.take() {
            Some(start) => self.push_item(Span::new(start, span.end)),
            None => self.push_paragraph(span),
        }
    }

    /// Ends an item whose text stands in no paragraph of its own.
    fn end_item(&mut self, end: usize) {
        if let Some(start) = self.item.take() {
            self.push_item(Span::new(start, end));
        }
    }

    fn push_item(&mut self, span: Span) {
        let span = self.trim(span);
        let raw = self.source.slice(span);
        let marker = list_marker(raw).unwrap_or_else(|| raw.find(' ').unwrap_or(raw.len()));
        let ordered = self.lists.last().copied().unwrap_or_default();
        let text = trim(self.source.text(), Span::new(span.start + marker, span.end));
        self.push(span, BlockKind::Item { ordered, text });
    }

    fn push_paragraph(&mut self, span: Span) {
        let span = self.trim(span);
        let bold_title = bold_title(self.source.slice(span))
            .map(|(from, to)| Span::new(span.start + from, span.start + to));
        self.push(span, BlockKind::Paragraph { bold_title });
    }

    fn push(&mut self, span: Span, kind: BlockKind) {
        let span = self.trim(span);
        if span.is_empty() || is_blank(self.source.slice(span)) {
            return;
        }
        let depth = self.lists.len().min(usize::from(u8::MAX)) as u8;
        self.blocks.push(Block { span, depth, kind });
    }

    /// Trims by the masked text: a cut block at the end of a span is not part of it.
    fn trim(&self, span: Span) -> Span {
        trim(self.masked, span)
    }
}

/// Leaves out all events up to the end of the block whose start was just read.
fn skip_children(events: &mut OffsetIter<'_>) {
    let mut depth = 1;
    while depth > 0 {
        match events.next() {
            Some((Event::Start(_), _)) => depth += 1,
            Some((Event::End(_), _)) => depth -= 1,
            Some(_) => {}
            None => return,
        }
    }
}

/// The text between the marks if a paragraph is one line of bold text, perhaps with a colon after it.
fn bold_title(paragraph: &str) -> Option<(usize, usize)> {
    let inner = paragraph
        .trim_end_matches([':', '：'])
        .strip_prefix("**")?
        .strip_suffix("**")?;
    (!inner.is_empty() && !inner.contains(['*', '\n'])).then_some((2, 2 + inner.len()))
}
