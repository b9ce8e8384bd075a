//! A page as a flat list of blocks in order, with spans.
//!
//! This layer says what stands where; what it means is for a dialect. Every byte of a page that is not blank lies in exactly one
//! block. Blocks are leaves: the items of a list, and a table or a fence inside an item, follow each other; [`Block::depth`] tells
//! how deep in lists a block stands.
//!
//! Tables, fences, verbatim HTML, callouts, block tags and front matter are cut out first, line by line ([`crate::cut`]), as no
//! Markdown reader gets all of them right; what is left is read by pulldown-cmark ([`crate::markdown`]).

use crate::cut;
use crate::markdown;
use crate::table::{Table, TableWords};
use crate::text::{Source, Span, is_blank};
use std::borrow::Cow;

/// What a page holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// All blocks, in order, without overlap.
    pub blocks: Vec<Block>,
}

/// A piece of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Where it is; whole lines without the blank ones around them.
    pub span: Span,
    /// In how many lists it stands: 0 outside of any, 1 in an item, 2 in an item of a nested list.
    pub depth: u8,
    /// What it is.
    pub kind: BlockKind,
}

/// The kinds of block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// YAML between two `---` lines at the top of a page.
    FrontMatter {
        /// The YAML.
        body: Span,
    },
    /// A heading, ATX or underlined.
    Heading(Heading),
    /// A paragraph; also text that Markdown would take for indented code or a link definition.
    Paragraph {
        /// Set when the whole paragraph is one line of bold text: some pages use that for a heading. The text inside the marks.
        bold_title: Option<Span>,
    },
    /// An item of a list: its marker and its first paragraph.
    Item {
        /// Whether the list is numbered.
        ordered: bool,
        /// The text after the marker.
        text: Span,
    },
    /// A fenced code block.
    Fence(Fence),
    /// A table.
    Table(Box<Table>),
    /// Rows that start with a pipe but follow no header.
    StrayRows(Box<Table>),
    /// A block quote, whole. [`quoted_text`] takes the marks off.
    Quote,
    /// A docsify callout, `?> …` or `!> …`.
    Callout {
        /// `!`: a warning, and not a mere note.
        warning: bool,
        /// The text after the mark.
        text: Span,
    },
    /// A GitBook or Liquid tag on a line of its own: `{% hint style="info" %}`, `{% endhint %}`.
    Tag {
        /// The first word: `hint`, `endhint`.
        name: Span,
        /// What follows it: `style="info"`.
        arguments: Span,
    },
    /// `<pre>` and its like: HTML whose text is taken as it stands. Samples, mostly.
    Verbatim {
        /// What is between the start tag and the end tag.
        body: Span,
        /// Whether there is an end tag.
        closed: bool,
    },
    /// An HTML comment.
    Comment {
        /// Whether it ends.
        closed: bool,
    },
    /// Any other block of HTML.
    Html,
    /// A thematic break.
    Rule,
}

/// A heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// The title, without marks and attributes.
    pub text: Span,
    /// What is inside a trailing `{#anchor .class}`.
    pub attributes: Option<Span>,
    /// Whether CommonMark sees the heading: not so when no space follows the marks.
    pub strict: bool,
}

/// A fenced code block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fence {
    /// What follows the opening marks: `json`, `{#request_demo}`.
    pub info: Span,
    /// The lines between the marks, without the last line end.
    pub body: Span,
    /// Number of spaces that each line of the body may be indented by, as the fence itself is.
    pub indent: usize,
    /// Whether a line of marks ends it; if not, it takes the rest of the page.
    pub closed: bool,
}

impl Fence {
    /// The text inside, with the fence's own indentation taken off each line.
    pub fn text<'a>(&self, source: &'a Source) -> Cow<'a, str> {
        let body = source.slice(self.body);
        if self.indent == 0 {
            return Cow::Borrowed(body);
        }
        let dedent = |line: &'a str| {
            let spaces = line
                .bytes()
                .take(self.indent)
                .take_while(|&b| b == b' ')
                .count();
            &line[spaces..]
        };
        Cow::Owned(body.split('\n').map(dedent).collect::<Vec<_>>().join("\n"))
    }
}

/// The text of a [`BlockKind::Quote`] without the `>` before its lines.
pub fn quoted_text(source: &Source, quote: Span) -> String {
    let unquote = |line: &str| {
        let inner = line.trim_ascii_start();
        let inner = inner.strip_prefix('>').unwrap_or(inner);
        inner.strip_prefix(' ').unwrap_or(inner).to_owned()
    };
    source
        .slice(quote)
        .split('\n')
        .map(unquote)
        .collect::<Vec<_>>()
        .join("\n")
}

/// Reads a page. Total and linear in the length of the page: every text gives a list of blocks.
pub fn parse(source: &Source, words: &TableWords<'_>) -> Page {
    let cuts = cut::cut(source, *words);
    let prose = markdown::read(source, &cuts);
    let mut blocks: Vec<Block> = Vec::with_capacity(cuts.blocks.len() + prose.len());
    let mut prose = prose.into_iter().peekable();
    for mut block in cuts.blocks {
        while let Some(before) = prose.next_if(|other| other.span.start < block.span.start) {
            push(source, &mut blocks, before);
        }
        if let Some(before) = blocks.last_mut() {
            clip(source, before, block.span.start);
        }
        if is_indented(source, &block) {
            block.depth = blocks.last().map_or(0, |before| before.depth);
        }
        push(source, &mut blocks, block);
    }
    for block in prose {
        push(source, &mut blocks, block);
    }
    fill_gap(source, &mut blocks, source.text().len());
    Page { blocks }
}

/// A block that was cut out stands in the item before it if it is indented; by one space is a slip.
fn is_indented(source: &Source, block: &Block) -> bool {
    let line = source.line(source.line_of(block.span.start));
    block.span.start - line.start > 1
}

/// A block of HTML may go on over what was cut out of it; its rest becomes a paragraph.
fn clip(source: &Source, block: &mut Block, end: usize) {
    if block.span.end > end {
        block.span = crate::text::trim(source.text(), Span::new(block.span.start, end));
        if let BlockKind::Item { text, .. } = &mut block.kind {
            *text = Span::new(text.start.min(block.span.end), text.end.min(block.span.end));
        }
    }
}

/// Adds a block, and before it a paragraph for any text that no block has claimed (link definitions, for one).
fn push(source: &Source, blocks: &mut Vec<Block>, block: Block) {
    fill_gap(source, blocks, block.span.start);
    blocks.push(block);
}

fn fill_gap(source: &Source, blocks: &mut Vec<Block>, until: usize) {
    let from = blocks.last().map_or(0, |block| block.span.end);
    if is_blank(source.slice(Span::new(from, until))) {
        return;
    }
    let gap = crate::text::trim(source.text(), Span::new(from, until));
    blocks.push(Block {
        span: gap,
        depth: 0,
        kind: BlockKind::Paragraph { bold_title: None },
    });
}
