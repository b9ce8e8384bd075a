//! XML as pages write it, read with quick-xml.
//!
//! An element with child elements becomes a map, children of one name a list in the place of the first, an element with text a
//! text, an empty one null. Attributes are dropped: no vendor's response uses them. The roots are the entries of one map, so
//! that a sample without its root reads like one with it; [`body`] steps over the `<Action>Response` root.
//! End tags that match nothing or too much are forgiven, as far as a look at the open elements tells what was meant.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::Event;

use super::{Data, Entry, Reading, SampleValue, SlipKind};
use crate::text::Span;

/// Elements may be nested this deep; what lies below is dropped with a slip.
const MAX_DEPTH: usize = 127;

/// After so many places that the library cannot get past, the rest is skipped: each may cost a look at the whole text.
const MAX_RESTARTS: usize = 8;

/// Reads a text as XML. Total: what cannot be understood becomes a [`SlipKind::Skipped`]. The one document is a map of the roots.
pub fn parse(text: &str) -> Reading {
    let mut builder = Builder {
        text,
        open: vec![Element::root()],
        reading: Reading::default(),
        too_deep: 0,
    };
    let mut from = 0;
    for _ in 0..=MAX_RESTARTS {
        let Some(stop) = read(&mut builder, text, from) else {
            break;
        };
        // Whatever stopped the library: go on behind the tag or line that it stands in.
        let length = text[stop..]
            .find(['>', '\n'])
            .map_or(text.len() - stop, |length| length + 1);
        builder.skipped(Span::new(stop, stop + length));
        from = stop + length;
    }
    builder.finish()
}

/// Feeds the builder from `from` on; gives the place that the library cannot get past, if there is one.
fn read(builder: &mut Builder<'_>, text: &str, from: usize) -> Option<usize> {
    let part = text.get(from..)?;
    let mut reader = Reader::from_str(part);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let mut at = from;
    loop {
        let event = reader.read_event();
        let span = Span::new(at, from + offset(reader.buffer_position(), part));
        match event {
            Ok(Event::Eof) => return None,
            Ok(event) => builder.event(&event, span),
            Err(_) => return Some(at),
        }
        at = span.end;
    }
}

/// The content of the response: that of a single root such as `<DescribeDisksResponse>`, or all roots if they are members themselves.
pub fn body<'v>(document: &'v SampleValue, action: &str) -> &'v SampleValue {
    match document.entries() {
        [root] if is_response_root(&root.key, action) => &root.value,
        _ => document,
    }
}

/// Whether an element is the root of a response, not a member: `<Action>Response`, `<Action>`, `<Response>`, `<Error>`.
pub fn is_response_root(name: &str, action: &str) -> bool {
    name.ends_with("Response") || name == "Error" || name.eq_ignore_ascii_case(action)
}

fn offset(position: u64, text: &str) -> usize {
    usize::try_from(position)
        .unwrap_or(text.len())
        .min(text.len())
}

/// An element whose end tag has not come yet.
struct Element {
    name: String,
    name_span: Span,
    start: usize,
    children: Vec<Entry>,
    text: String,
    text_span: Option<Span>,
}

impl Element {
    fn new(name: &str, span: Span) -> Self {
        let name_span = Span::new(span.start + 1, span.start + 1 + name.len());
        Element {
            name: name.to_owned(),
            name_span,
            start: span.start,
            children: Vec::new(),
            text: String::new(),
            text_span: None,
        }
    }

    fn root() -> Self {
        Element::new("", Span::at(0))
    }

    fn is_blank(&self) -> bool {
        self.children.is_empty() && self.text.trim().is_empty()
    }

    fn close(self, end: usize) -> Entry {
        let data = if !self.children.is_empty() {
            Data::Map(group(self.children))
        } else if self.text.trim().is_empty() {
            Data::Null
        } else {
            Data::String(self.text.trim().to_owned())
        };
        let span = match (&data, self.text_span) {
            (Data::String(_), Some(span)) => span,
            _ => Span::new(self.start, end),
        };
        Entry {
            key: self.name,
            key_span: self.name_span,
            value: SampleValue::new(span, data),
        }
    }
}

struct Builder<'t> {
    text: &'t str,
    /// The first is no element but holds the roots.
    open: Vec<Element>,
    reading: Reading,
    /// How many elements are open below the deepest that is kept.
    too_deep: usize,
}

impl Builder<'_> {
    fn event(&mut self, event: &Event<'_>, span: Span) {
        match event {
            Event::Start(tag) => self.start(tag.name().as_ref(), span),
            Event::Empty(tag) => {
                let child = Element::new(tag.name().as_ref(), span).close(span.end);
                self.top().children.push(child);
            }
            Event::End(tag) => self.end(tag.name().as_ref(), span),
            Event::Text(text) => {
                // What stands for no entity is passed on as text.
                if text.contains('&') {
                    self.reading.slip(SlipKind::UnknownEntity, span);
                }
                self.add_text(text, span);
            }
            Event::CData(text) => self.add_text(text, span),
            Event::GeneralRef(entity) => self.entity(entity, span),
            Event::Comment(_) => self.reading.slip(SlipKind::Comment, span),
            // Of a prolog nothing matters.
            Event::Decl(_) | Event::PI(_) | Event::DocType(_) | Event::Eof => {}
        }
    }

    fn top(&mut self) -> &mut Element {
        if self.open.is_empty() {
            self.open.push(Element::root());
        }
        let last = self.open.len() - 1;
        &mut self.open[last]
    }

    fn start(&mut self, name: &str, span: Span) {
        if self.open.len() > MAX_DEPTH {
            self.too_deep += 1;
            if self.too_deep == 1 {
                self.reading.slip(SlipKind::TooDeep, span);
            }
            return;
        }
        if name.contains(['<', '&', '=', '"']) {
            return self.skipped(span);
        }
        if !is_name(name) {
            self.reading.slip(SlipKind::OddName, span);
        }
        let is_forgotten_slash = {
            let top = self.top();
            top.name == name && top.children.is_empty() && !top.text.trim().is_empty()
        };
        if is_forgotten_slash {
            self.reading.slip(SlipKind::MismatchedTag, span);
            return self.pop(span.end);
        }
        self.open.push(Element::new(name, span));
    }

    fn end(&mut self, name: &str, span: Span) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        let name = name.trim();
        match self
            .open
            .iter()
            .skip(1)
            .rposition(|element| element.name == name)
        {
            Some(depth) => {
                // `depth` counts from the first root; everything above it lost its end tag.
                while self.open.len() > depth + 2 {
                    self.reading.slip(SlipKind::MismatchedTag, span);
                    self.pop(span.start);
                }
                self.pop(span.end);
            }
            None => {
                self.reading.slip(SlipKind::MismatchedTag, span);
                // A typo in the end tag of a leaf; else an end tag too many.
                if self.open.len() > 1 && self.top().children.is_empty() {
                    self.pop(span.end);
                }
            }
        }
    }

    /// Closes the innermost element; never the one that holds the roots.
    fn pop(&mut self, end: usize) {
        if self.open.len() > 1
            && let Some(element) = self.open.pop()
        {
            let child = element.close(end);
            self.top().children.push(child);
        }
    }

    fn add_text(&mut self, text: &str, span: Span) {
        let trimmed =
            text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}'));
        if self.too_deep > 0 {
            return;
        }
        if trimmed.is_empty() {
            // A blank between two entities is text.
            let top = self.top();
            if !top.text.is_empty() {
                top.text.push_str(text);
            }
            return;
        }
        let lead = text.len() - text.trim_start().len();
        let place = Span::new(span.start + lead, span.start + lead + text.trim().len());
        let dots = trimmed.trim_matches(['.', '…', '。']).is_empty();
        if dots && (trimmed.len() > 2 || self.open.len() == 1) {
            return self.reading.slip(SlipKind::Ellipsis, place);
        }
        if self.open.len() > 1 {
            let top = self.top();
            top.text.push_str(text);
            top.text_span = Some(top.text_span.map_or(place, |before| before.to(place)));
        } else if trimmed.starts_with("//") {
            self.reading.slip(SlipKind::Comment, place);
        } else if trimmed.starts_with("HTTP/") {
            self.reading.slip(SlipKind::HttpHead, place);
        } else {
            self.reading.slip(SlipKind::Skipped, place);
        }
    }

    fn entity(&mut self, entity: &quick_xml::events::BytesRef<'_>, span: Span) {
        let name: &str = entity;
        let known = quick_xml::escape::resolve_predefined_entity(name).map(str::to_owned);
        let known = known.or_else(|| entity.resolve_char_ref().ok().flatten().map(String::from));
        if known.is_none() {
            self.reading.slip(SlipKind::UnknownEntity, span);
        }
        let text =
            known.unwrap_or_else(|| self.text.get(span.start..span.end).unwrap_or("").to_owned());
        let top = self.top();
        top.text.push_str(&text);
        top.text_span = Some(top.text_span.map_or(span, |before| before.to(span)));
    }

    fn skipped(&mut self, span: Span) {
        let text = self.text.get(span.start..span.end).unwrap_or("");
        // Of a broken declaration nothing is lost.
        let kind = if text.trim_start().starts_with("<?") {
            SlipKind::MisplacedMark
        } else {
            SlipKind::Skipped
        };
        if !text.trim().is_empty() {
            self.reading.slip(kind, span);
        }
    }

    fn finish(mut self) -> Reading {
        let end = self.text.len();
        while self.open.len() > 1 {
            let span = self.top().name_span;
            self.reading.slip(SlipKind::UnclosedContainer, span);
            self.pop(end);
        }
        let root = self.open.pop().unwrap_or_else(Element::root);
        if !root.is_blank() {
            for extra in root.children.iter().skip(1) {
                self.reading.slip(SlipKind::SeveralRoots, extra.value.span);
            }
            let document = SampleValue::new(Span::new(0, end), Data::Map(group(root.children)));
            self.reading.documents.push(document);
        }
        self.reading
    }
}

/// Children of one name become a list in the place of the first.
fn group(children: Vec<Entry>) -> Vec<Entry> {
    let mut first: BTreeMap<String, usize> = BTreeMap::new();
    let mut groups: Vec<(Entry, Vec<SampleValue>)> = Vec::new();
    for child in children {
        match first.get(&child.key) {
            Some(&at) => groups[at].1.push(child.value),
            None => {
                first.insert(child.key.clone(), groups.len());
                groups.push((child, Vec::new()));
            }
        }
    }
    groups
        .into_iter()
        .map(|(entry, more)| {
            if more.is_empty() {
                entry
            } else {
                listed(entry, more)
            }
        })
        .collect()
}

fn listed(mut entry: Entry, more: Vec<SampleValue>) -> Entry {
    let span = more
        .iter()
        .fold(entry.value.span, |span, item| span.to(item.span));
    let mut items = vec![entry.value];
    items.extend(more);
    entry.value = SampleValue::new(span, Data::List(items));
    entry
}

/// Element names of samples: a letter or `_`, then no blanks and no marks of another format.
fn is_name(name: &str) -> bool {
    let mut chars = name.chars();
    chars.next().is_some_and(|c| c.is_alphabetic() || c == '_')
        && chars.all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':'))
}

#[cfg(test)]
#[path = "xml_tests.rs"]
mod tests;
