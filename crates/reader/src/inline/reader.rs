//! The reading of inline text: one method a sign, one pass, no way back.
//!
//! Every construct is decided where it begins (by a bounded look ahead, or one that is remembered when it finds nothing) or where it
//! ends (brackets, tags), so that time is linear in the length of the text.

use super::{Inline, Lead, Mark, MarkKind, link};
use crate::html::{self, HtmlTag, Tag};
use crate::lines::list_marker;
use crate::text::{Span, is_space};

/// A sign that may turn out to be the beginning of something marked up.
#[derive(Clone, Copy)]
struct Opener {
    /// Offset in the plain text.
    text: usize,
    /// Offset in the page.
    page: usize,
}

pub(super) struct Reader<'a> {
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

impl<'a> Reader<'a> {
    /// A reader of a span of a page.
    pub fn new(page: &'a str, span: Span, lead: Lead, lists: bool) -> Self {
        let inner = &page[span.start..span.end];
        Reader {
            page,
            at: span.start,
            end: span.end,
            out: Inline {
                lead,
                start: span.start,
                text: String::with_capacity(inner.len()),
                ..Inline::default()
            },
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
            last_paren: memchr::memrchr(b')', inner.as_bytes()).map_or(0, |at| span.start + at),
            starred_link: false,
        }
    }

    /// Reads all of it.
    pub fn run(&mut self) {
        self.line_start(0);
        while self.at < self.end {
            let rest = self.rest();
            let plain = plain_length(rest);
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

    /// What was read.
    pub fn finish(mut self) -> Inline {
        self.end_item();
        self.trim_end();
        self.trim_start();
        let end = self.out.text.len();
        for range in self.out.marks.iter_mut().map(|mark| &mut mark.range) {
            *range = Span::new(range.start.min(end), range.end.min(end));
        }
        self.out
    }

    /// A bracket that was taken out may leave space at the very start.
    fn trim_start(&mut self) {
        let space = self.out.text.len() - self.out.text.trim_start_matches(is_space).len();
        if space == 0 {
            return;
        }
        let start = self.out.to_page(space);
        self.out.text.drain(..space);
        self.out.jumps.retain(|&(at, _)| at > space);
        self.out.jumps.iter_mut().for_each(|jump| jump.0 -= space);
        self.out.jumps.insert(0, (0, start));
        for range in self.out.marks.iter_mut().map(|mark| &mut mark.range) {
            *range = Span::new(
                range.start.saturating_sub(space),
                range.end.saturating_sub(space),
            );
        }
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
        Opener {
            text: self.out.text.len(),
            page: self.at,
        }
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
        let open = self
            .bold
            .iter_mut()
            .chain(self.tags.iter_mut().map(|(_, from, _)| from));
        open.for_each(|from| from.text = from.text.min(kept));
    }

    fn mark(&mut self, kind: MarkKind, from: Opener) {
        let marked = self.out.text.get(from.text..).unwrap_or_default();
        let end = self.out.text.trim_end_matches(is_space).len();
        let start = from.text + (marked.len() - marked.trim_start_matches(is_space).len());
        let range = Span::new(start.min(end), end);
        self.out.marks.push(Mark {
            kind,
            range,
            source: Span::new(from.page, self.at),
        });
    }

    // -- lines and lists ------------------------------------------------------------------------------------------------------

    fn newline(&mut self) {
        self.end_line();
        let blank = self.rest().len() - self.rest().trim_start_matches(is_space).len();
        let skipped = &self.rest()[..blank];
        let indent = skipped
            .rsplit('\n')
            .next()
            .map_or(0, |line| line.chars().count());
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
            if rest.starts_with(|c: char| c.is_ascii_digit()) {
                self.copy(marker)
            } else {
                self.at += marker
            }
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
        let Some(end) = self.code_end(rest, run) else {
            return self.copy(run);
        };
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
                    let len = left[first..]
                        .find(['\\', '\n'])
                        .map_or(left.len(), |at| first + at);
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
        let Some(info_end) = rest.find('\n') else {
            return false;
        };
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
            1 if self.page[..self.at].ends_with('[') && link::is_starred(rest) => {
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
        let Some(from) = self.brackets.pop() else {
            return self.copy(1);
        };
        let rest = (self.last_paren > self.at).then(|| self.rest());
        let Some((target, len)) = rest.and_then(link::target) else {
            return self.copy(1);
        };
        self.take_out_bracket(from);
        self.at += len;
        self.mark(MarkKind::Link(target), from);
        // Links do not nest: whatever bracket is open before this one is text.
        self.brackets.clear();
    }

    /// The opening bracket was written as text; it turns out to be markup.
    fn take_out_bracket(&mut self, bracket: Opener) {
        let at = bracket.text;
        self.out.text.remove(at);
        let jumps = &mut self.out.jumps;
        let first = jumps.partition_point(|jump| jump.0 < at);
        // Marks without a text before the bracket have a jump each at the same place.
        let last = jumps.partition_point(|jump| jump.0 <= at);
        jumps.drain(first..last);
        jumps.iter_mut().skip(first).for_each(|jump| jump.0 -= 1);
        if jumps.get(first).is_none_or(|jump| jump.0 > at) {
            jumps.insert(first, (at, bracket.page + 1));
        }
        for mark in self
            .out
            .marks
            .iter_mut()
            .rev()
            .take_while(|mark| mark.range.end > at)
        {
            mark.range.end -= 1;
            mark.range.start -= usize::from(mark.range.start > at);
        }
        let moved = |from: &mut Opener| from.text -= usize::from(from.text > at);
        self.tags.iter_mut().for_each(|(_, from, _)| moved(from));
        self.bold.iter_mut().for_each(moved);
        self.item.iter_mut().for_each(|(_, from)| moved(from));
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
                self.list_depth = if is_end {
                    self.list_depth.saturating_sub(1)
                } else {
                    self.list_depth.saturating_add(1)
                };
            }
            (Tag::Item, false) => {
                self.end_line();
                self.skip_space();
                self.begin_item(self.list_depth.saturating_sub(1));
            }
            (Tag::Item, true) => self.end_line(),
            (Tag::Cell, false) => self.put(' ', 0),
            (kind @ (Tag::Code | Tag::Bold | Tag::Link), false) => {
                let from = Opener {
                    page: start,
                    ..self.here()
                };
                self.tags.push((kind, from, tag.href.to_owned()));
            }
            (kind @ (Tag::Code | Tag::Bold | Tag::Link), true) => self.end_tag(kind),
            (Tag::Cell, true) | (Tag::Other, _) => {}
        }
    }

    fn end_tag(&mut self, kind: Tag) {
        let Some(at) = self.tags.iter().rposition(|(open, ..)| *open == kind) else {
            return;
        };
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
        rest[..space]
            .rsplit('\n')
            .next()
            .map_or(0, |line| line.chars().count())
    }

    fn entity(&mut self) {
        match html::entity(self.rest()) {
            Some((c, len)) => self.put(c, len),
            None => self.copy(1),
        }
    }
}

/// Whether a text without space at its ends reads as it stands: most cells do.
pub(super) fn is_plain(text: &str, lists: bool) -> bool {
    let begins_item = lists && (list_marker(text).is_some() || text.starts_with("> "));
    !begins_item && plain_length(text) == text.len()
}

/// The length of the text before the first sign that may be markup.
fn plain_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let is_sign = |at: &usize| match bytes[*at..] {
        [b'-', ref rest @ ..] => rest.starts_with(b"   "),
        [b'!', ref rest @ ..] => rest.starts_with(b"["),
        // Of what begins so, only NBSP and the zero-width signs.
        [0xc2, second, ..] => second == 0xa0,
        [0xe2, second, third, ..] => [second, third] == [0x80, 0x8b],
        [0xef, second, third, ..] => [second, third] == [0xbb, 0xbf],
        _ => true,
    };
    let mut signs = (0..bytes.len()).filter(|at| BEGINS_SIGN[usize::from(bytes[*at])]);
    signs.find(is_sign).unwrap_or(bytes.len())
}

/// The bytes that signs of markup and odd spaces begin with.
const BEGINS_SIGN: [bool; 256] = {
    let signs = b"\n\\`*[]<&-!\xc2\xe2\xef";
    let mut table = [false; 256];
    let mut at = 0;
    while at < signs.len() {
        table[signs[at] as usize] = true;
        at += 1;
    }
    table
};

fn run_of(text: &str, byte: u8) -> usize {
    text.bytes().take_while(|&b| b == byte).count()
}
