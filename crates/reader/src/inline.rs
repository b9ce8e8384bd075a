//! The text inside a cell, a heading or a paragraph, read from the page's own bytes.
//!
//! Cells mix Markdown, HTML and plain text that looks like either: `24*60*60`, `<ip-address>`, `array<string>` are text; `<br>`,
//! `<p>` and list marks break lines; `\_` is `_`, but not inside `` `code` ``. A Markdown reader takes some of the former for markup
//! and drops it, so this is a reader of its own, with one rule a sign. It keeps where things were: every mark knows its place in
//! the plain text and in the page. It must not know what a text means.

use crate::html::{self, HtmlTag, Tag};
use crate::lines::list_marker;
use crate::text::{Span, is_space, trim};

/// A text without its markup.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inline {
    /// The plain text: trimmed, no zero-width signs, one `\n` between lines and no empty lines.
    pub text: String,
    /// What was marked up, in the order in which it ends.
    pub marks: Vec<Mark>,
    /// The marks of a tree before the text, as in `  └ Name`.
    pub lead: Lead,
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
        let jump = self.jumps.partition_point(|&(at, _)| at <= offset).checked_sub(1);
        jump.and_then(|at| self.jumps.get(at)).map_or(offset, |&(at, page)| page + (offset - at))
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
        self.text.get(mark.range.start..mark.range.end).unwrap_or_default()
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
        self.marks.iter().any(|mark| mark.kind == MarkKind::Bold && mark.range == Span::new(0, self.text.len()))
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

/// A sign that may turn out to be the beginning of something marked up.
#[derive(Clone, Copy)]
struct Opener {
    /// Offset in the plain text.
    text: usize,
    /// Offset in the page.
    page: usize,
}

struct Reader<'a> {
    page: &'a str,
    at: usize,
    end: usize,
    out: Inline,
    /// Square brackets that have found no partner yet.
    brackets: Vec<Opener>,
    bold: Option<Opener>,
    /// Start tags that have found no end tag yet, with the target of a link.
    tags: Vec<(Tag, Opener, String)>,
    item: Option<(u8, Opener)>,
    /// A line end is due before the next sign.
    line_due: bool,
    /// Lists opened by tags.
    list_depth: u8,
    /// Least indentation of the items of the list that is being read.
    list_indent: Option<usize>,
    /// Whether lines may be items.
    lists: bool,
    /// For each length of a run of backticks: from here on no run of that length follows.
    no_code_end: [usize; MAX_BACKTICKS],
    no_bold_end: usize,
    last_paren: usize,
    /// A link's text is in single stars: `[*Name*](#Name)`.
    starred_link: bool,
}

/// Longer runs of backticks are text.
const MAX_BACKTICKS: usize = 16;
/// No link target at hand is longer than a few hundred bytes; the bound keeps a hostile text linear.
const MAX_TARGET: usize = 2048;

impl<'a> Reader<'a> {
    fn new(page: &'a str, span: Span, lead: Lead, lists: bool) -> Self {
        let inner = &page[span.start..span.end];
        Reader {
            page,
            at: span.start,
            end: span.end,
            out: Inline { lead, text: String::with_capacity(inner.len()), ..Inline::default() },
            brackets: Vec::new(),
            bold: None,
            tags: Vec::new(),
            item: None,
            line_due: false,
            list_depth: 0,
            list_indent: None,
            lists,
            no_code_end: [usize::MAX; MAX_BACKTICKS],
            no_bold_end: usize::MAX,
            last_paren: inner.rfind(')').map_or(0, |at| span.start + at),
            starred_link: false,
        }
    }

    fn run(&mut self) {
        self.line_start(0);
        while self.at < self.end {
            let rest = self.rest();
            let plain = rest.find(is_sign).unwrap_or(rest.len());
            if plain > 0 {
                self.copy(plain);
                continue;
            }
            match rest.as_bytes()[0] {
                b'\n' => self.newline(),
                b'\\' => self.escape(),
                b'`' => self.code(),
                b'*' => self.stars(),
                b'[' => self.bracket(),
                b']' => self.end_bracket(),
                b'<' => self.html(),
                b'&' => self.entity(),
                b'-' => self.dash(),
                b'!' if rest.starts_with("![") => self.at += 1,
                _ => self.odd_space(),
            }
        }
    }

    fn finish(mut self) -> Inline {
        self.end_item();
        self.trim_end();
        let end = self.out.text.len();
        for range in self.out.marks.iter_mut().map(|mark| &mut mark.range) {
            *range = Span::new(range.start.min(end), range.end.min(end));
        }
        self.out
    }

    fn rest(&self) -> &'a str {
        &self.page[self.at..self.end]
    }

    // -- output ---------------------------------------------------------------------------------------------------------------

    /// Takes bytes of the page as they are.
    fn copy(&mut self, mut len: usize) {
        self.break_line();
        if self.out.text.is_empty() {
            // What stands before the first sign is not text, even inside a mark.
            let piece = &self.page[self.at..self.at + len];
            let space = piece.len() - piece.trim_start_matches(is_space).len();
            self.at += space;
            len -= space;
        }
        let to = self.out.text.len();
        if self.out.to_page(to) != self.at {
            self.out.jumps.push((to, self.at));
        }
        self.out.text.push_str(&self.page[self.at..self.at + len]);
        self.at += len;
    }

    /// Takes a sign in place of some bytes of the page.
    fn put(&mut self, c: char, len: usize) {
        self.break_line();
        let c = if c == '\u{a0}' { ' ' } else { c };
        let doubled = c == ' ' && (self.out.text.is_empty() || self.out.text.ends_with(is_space));
        if !doubled && !matches!(c, '\u{200b}' | '\u{feff}') {
            self.out.jumps.push((self.out.text.len(), self.at));
            self.out.text.push(c);
        }
        self.at += len;
    }

    /// Where the next sign will stand.
    fn here(&mut self) -> Opener {
        self.break_line();
        Opener { text: self.out.text.len(), page: self.at }
    }

    fn break_line(&mut self) {
        if std::mem::take(&mut self.line_due) && !self.out.text.is_empty() {
            self.out.jumps.push((self.out.text.len(), self.at));
            self.out.text.push('\n');
        }
    }

    /// Ends the line; several ends in a row are one.
    fn end_line(&mut self) {
        self.end_item();
        self.trim_end();
        self.line_due = true;
    }

    fn trim_end(&mut self) {
        let kept = self.out.text.trim_end_matches(is_space).len();
        self.out.text.truncate(kept);
        while self.out.jumps.last().is_some_and(|&(at, _)| at > kept) {
            self.out.jumps.pop();
        }
    }

    fn mark(&mut self, kind: MarkKind, from: Opener) {
        let marked = self.out.text.get(from.text..).unwrap_or_default();
        let range = Span::new(from.text, from.text + marked.trim_end_matches(is_space).len());
        self.out.marks.push(Mark { kind, range, source: Span::new(from.page, self.at) });
    }

    // -- lines and lists ------------------------------------------------------------------------------------------------------

    fn newline(&mut self) {
        self.end_line();
        let blank = self.rest().len() - self.rest().trim_start_matches(is_space).len();
        let skipped = &self.rest()[..blank];
        let indent = skipped.rsplit('\n').next().map_or(0, |line| line.chars().count());
        self.at += blank;
        self.line_start(indent);
    }

    /// Reads what may stand before the text of a line: a list marker, the mark of a quote.
    fn line_start(&mut self, indent: usize) {
        let rest = self.rest();
        if !self.lists {
            return;
        }
        if let Some(marker) = list_marker(rest) {
            let least = self.list_indent.map_or(indent, |least| least.min(indent));
            self.list_indent = Some(least);
            let depth = u8::try_from((indent - least + 2) / 4).unwrap_or(u8::MAX);
            // A number may be a value; a bullet is none.
            if rest.starts_with(|c: char| c.is_ascii_digit()) { self.copy(marker) } else { self.at += marker }
            self.begin_item(depth);
        } else if let Some(quoted) = rest.strip_prefix("> ") {
            self.at += rest.len() - quoted.trim_start_matches(is_space).len();
            self.begin_item(0);
        } else {
            self.list_indent = None;
        }
    }

    fn begin_item(&mut self, depth: u8) {
        self.end_item();
        self.item = Some((depth, self.here()));
    }

    fn end_item(&mut self) {
        if let Some((depth, from)) = self.item.take() {
            self.mark(MarkKind::Item { depth }, from);
        }
    }

    /// A dash and three spaces begin an item even in the middle of a line: the oldest pages run their lists together.
    fn dash(&mut self) {
        if self.lists && self.rest().starts_with("-   ") && !self.line_due {
            self.end_line();
            let marker = list_marker(self.rest()).unwrap_or(1);
            self.at += marker;
            self.begin_item(0);
        } else {
            self.copy(1);
        }
    }

    /// NBSP is a space; zero-width signs are nothing.
    fn odd_space(&mut self) {
        match self.rest().chars().next() {
            Some(c) if is_space(c) => self.put(c, c.len_utf8()),
            Some(c) => self.copy(c.len_utf8()),
            None => self.at = self.end,
        }
    }

    // -- Markdown -------------------------------------------------------------------------------------------------------------

    fn escape(&mut self) {
        match self.rest().as_bytes().get(1) {
            Some(next) if next.is_ascii_punctuation() => {
                self.at += 1;
                self.copy(1);
            }
            Some(b'\n') => self.at += 1,
            _ => self.copy(1),
        }
    }

    fn code(&mut self) {
        let rest = self.rest();
        let run = run_of(rest, b'`');
        if run >= 3 && (self.line_due || self.out.text.is_empty()) && self.fence(run) {
            return;
        }
        let Some(end) = self.code_end(rest, run) else { return self.copy(run) };
        let from = self.here();
        let inner = &rest[run..end];
        let padded = inner.len() > 2 && inner.starts_with(' ') && inner.ends_with(' ');
        self.at += run + usize::from(padded);
        let close = from.page + end;
        while self.at < close - usize::from(padded) {
            let left = &self.page[self.at..close - usize::from(padded)];
            match left.find(['\\', '\n']) {
                // A pipe is escaped even in code, for the sake of the table around it.
                Some(0) if left.starts_with("\\|") => {
                    self.at += 1;
                    self.copy(1);
                }
                Some(0) if left.starts_with('\n') => self.put(' ', 1),
                Some(0) | None => {
                    let first = left.chars().next().map_or(1, char::len_utf8);
                    let len = left[first..].find(['\\', '\n']).map_or(left.len(), |at| first + at);
                    self.copy(len);
                }
                Some(len) => self.copy(len),
            }
        }
        self.at = close + run;
        self.mark(MarkKind::Code, from);
    }

    /// Where the run of backticks begins that closes a code span.
    fn code_end(&mut self, rest: &str, run: usize) -> Option<usize> {
        let known = self.no_code_end.get_mut(run)?;
        if self.at >= *known {
            return None;
        }
        let mut at = run;
        while let Some(next) = rest[at..].find('`') {
            at += next;
            let found = run_of(&rest[at..], b'`');
            if found == run {
                return Some(at);
            }
            at += found;
        }
        *known = self.at;
        None
    }

    /// A fence at the start of a line, up to a line of as many marks; false if there is none.
    fn fence(&mut self, run: usize) -> bool {
        let rest = self.rest();
        let Some(info_end) = rest.find('\n') else { return false };
        let mut at = info_end + 1;
        let body = at;
        let end = loop {
            let line = rest[at..].split('\n').next().unwrap_or_default();
            if run_of(line.trim_ascii_start(), b'`') >= run {
                break at + line.len() - line.trim_ascii_start().len();
            }
            at += line.len() + 1;
            if at >= rest.len() {
                return false;
            }
        };
        let from = self.here();
        self.at += body;
        self.copy(rest[body..end].trim_end().len());
        self.at = from.page + end + run_of(&rest[end..], b'`');
        self.mark(MarkKind::Fence, from);
        self.end_line();
        true
    }

    /// Two stars are bold if two stars follow; other stars are text, but for those around the text of a link.
    fn stars(&mut self) {
        let rest = self.rest();
        match run_of(rest, b'*') {
            1 if self.starred_link && rest.starts_with("*](") => {
                self.starred_link = false;
                self.at += 1;
            }
            1 if self.page[..self.at].ends_with('[') && starred_link(rest) => {
                self.starred_link = true;
                self.at += 1;
            }
            2 => self.bold(),
            run => self.copy(run),
        }
    }

    fn bold(&mut self) {
        if let Some(from) = self.bold.take() {
            self.at += 2;
            self.mark(MarkKind::Bold, from);
        } else if self.bold_ends() {
            let from = self.here();
            self.bold = Some(from);
            self.at += 2;
        } else {
            self.copy(2);
        }
    }

    /// Whether another run of exactly two stars follows, after some text.
    fn bold_ends(&mut self) -> bool {
        if self.at >= self.no_bold_end {
            return false;
        }
        let rest = self.rest();
        let mut at = 2;
        while let Some(next) = rest[at..].find('*') {
            at += next;
            let run = run_of(&rest[at..], b'*');
            if run == 2 && !rest[..at].ends_with('\\') {
                return true;
            }
            at += run;
        }
        self.no_bold_end = self.at;
        false
    }

    fn bracket(&mut self) {
        let from = self.here();
        self.brackets.push(from);
        self.copy(1);
    }

    fn end_bracket(&mut self) {
        let Some(from) = self.brackets.pop() else { return self.copy(1) };
        let Some((target, len)) = self.target() else { return self.copy(1) };
        self.take_out_bracket(from.text);
        self.at += len;
        self.mark(MarkKind::Link(target), from);
        // Links do not nest: whatever bracket is open before this one is text.
        self.brackets.clear();
    }

    /// The opening bracket was written as text; it turns out to be markup.
    fn take_out_bracket(&mut self, at: usize) {
        self.out.text.remove(at);
        for jump in self.out.jumps.iter_mut().rev().take_while(|jump| jump.0 > at) {
            jump.0 -= 1;
        }
        for mark in self.out.marks.iter_mut().rev().take_while(|mark| mark.range.end > at) {
            mark.range.end -= 1;
            mark.range.start -= usize::from(mark.range.start > at);
        }
        let moved = |from: &mut Opener| from.text -= usize::from(from.text > at);
        self.tags.iter_mut().for_each(|(_, from, _)| moved(from));
        self.bold.iter_mut().for_each(moved);
        self.item.iter_mut().for_each(|(_, from)| moved(from));
    }

    /// The target of a link that begins at the closing bracket, and the length of all of it.
    fn target(&self) -> Option<(String, usize)> {
        let rest = self.rest().strip_prefix("](")?;
        if self.last_paren <= self.at {
            return None;
        }
        let mut depth = 1;
        for (at, c) in rest.char_indices().take_while(|&(at, _)| at < MAX_TARGET) {
            match c {
                '(' => depth += 1,
                ')' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return Some((clean_target(&rest[..at]), at + 3));
            }
        }
        None
    }

    // -- HTML -----------------------------------------------------------------------------------------------------------------

    fn html(&mut self) {
        let rest = self.rest();
        if let Some(tag) = HtmlTag::parse(rest) {
            self.tag(&tag);
        } else if let Some(url) = html::autolink(rest) {
            let from = self.here();
            self.at += 1;
            self.copy(url.len());
            self.at += 1;
            self.mark(MarkKind::Link(url.to_owned()), from);
        } else if let Some(len) = html::comment(rest) {
            self.at += len;
        } else {
            self.copy(1);
        }
    }

    fn tag(&mut self, tag: &HtmlTag<'_>) {
        let start = self.at;
        self.at += tag.len;
        match (tag.tag, tag.is_end) {
            (Tag::Break, _) | (Tag::Block, _) => self.broken_line(),
            (Tag::List, is_end) => {
                self.broken_line();
                self.list_depth = if is_end { self.list_depth.saturating_sub(1) } else { self.list_depth.saturating_add(1) };
            }
            (Tag::Item, false) => {
                self.end_line();
                self.skip_space();
                self.begin_item(self.list_depth.saturating_sub(1));
            }
            (Tag::Item, true) => self.end_line(),
            (Tag::Cell, false) => self.put(' ', 0),
            (kind @ (Tag::Code | Tag::Bold | Tag::Link), false) => {
                let from = Opener { page: start, ..self.here() };
                self.tags.push((kind, from, tag.href.to_owned()));
            }
            (kind @ (Tag::Code | Tag::Bold | Tag::Link), true) => self.end_tag(kind),
            (Tag::Cell, true) | (Tag::Other, _) => {}
        }
    }

    fn end_tag(&mut self, kind: Tag) {
        let Some(at) = self.tags.iter().rposition(|(open, ..)| *open == kind) else { return };
        let (_, from, href) = self.tags.remove(at);
        let kind = match kind {
            Tag::Code => MarkKind::Code,
            Tag::Link => MarkKind::Link(href),
            _ => MarkKind::Bold,
        };
        self.mark(kind, from);
    }

    /// After a break the next line may begin with a list marker as any other.
    fn broken_line(&mut self) {
        self.end_line();
        let indent = self.skip_space();
        if self.at < self.end {
            self.line_start(indent);
        }
    }

    fn skip_space(&mut self) -> usize {
        let rest = self.rest();
        let space = rest.len() - rest.trim_start_matches(is_space).len();
        self.at += space;
        rest[..space].rsplit('\n').next().map_or(0, |line| line.chars().count())
    }

    fn entity(&mut self) {
        match html::entity(self.rest()) {
            Some((c, len)) => self.put(c, len),
            None => self.copy(1),
        }
    }
}

/// The signs that may be markup; all others are text.
fn is_sign(c: char) -> bool {
    matches!(c, '\n' | '\\' | '`' | '*' | '[' | ']' | '<' | '&' | '-' | '!' | '\u{a0}' | '\u{200b}' | '\u{feff}')
}

fn run_of(text: &str, byte: u8) -> usize {
    text.bytes().take_while(|&b| b == byte).count()
}

/// Whether a star opens the text of a link in single stars: `*Name*](`.
fn starred_link(rest: &str) -> bool {
    rest[1..].find('*').is_some_and(|at| rest[at + 2..].starts_with("]("))
}

/// A link's target without a title, angle brackets and the breaks that a generator put into it.
fn clean_target(raw: &str) -> String {
    let raw = raw.trim_matches(is_space);
    let titled = raw.strip_suffix('"').and_then(|rest| rest.rfind(" \"").map(|at| raw[..at].trim_end()));
    let mut target = titled.unwrap_or(raw);
    target = target.strip_prefix('<').and_then(|inner| inner.strip_suffix('>')).unwrap_or(target);
    let mut clean = String::with_capacity(target.len());
    while let Some(at) = target.find('<') {
        clean.push_str(&target[..at]);
        let tag = HtmlTag::parse(&target[at..]);
        let len = tag.map_or(1, |tag| tag.len);
        if len == 1 {
            clean.push('<');
        }
        target = &target[at + len..];
    }
    clean.push_str(target);
    clean.trim_matches(is_space).to_owned()
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
        assert_eq!(read.items().map(|(depth, text, _)| (depth, text)).collect::<Vec<_>>(), [(0, "A: one"), (0, "B")]);
    }

    #[test]
    fn marks_inside_a_link_follow_it_when_its_bracket_goes() {
        let read = read_all("**x** [`a` **b**](c) `d`");
        let marked: Vec<_> = read.marks.iter().map(|mark| read.marked(mark)).collect();
        assert_eq!((read.text.as_str(), marked), ("x a b d", vec!["x", "a", "b", "a b", "d"]));
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
