//! Samples: the requests and responses that pages show, read into one ordered tree.
//!
//! Every kind of sample text ends as a [`SampleValue`], with duplicate keys kept and the bytes of each key and value at hand.
//! What a reader had to forgive on the way is listed as a [`Slip`]. [`mod@classify`] tells what a code block is, [`json`], [`xml`]
//! and [`query`] read it, [`check`] holds it against a field tree, [`settle`] asks it what a table leaves open.
//! Nothing here knows a vendor, and nothing here decides what a table means: where a sample and a table differ, the caller does.

pub mod check;
pub mod classify;
pub mod flat_names;
pub mod json;
pub mod query;
pub mod settle;
pub mod similar;
pub mod xml;

pub use classify::{Hint, classify, split};

use crate::text::Span;

/// A value of a sample, and where it stands in the sample's text.
#[derive(Clone, Debug, PartialEq)]
pub struct SampleValue {
    /// The bytes of the value within the sample's text; of a text, with its quotes.
    pub span: Span,
    /// The value.
    pub data: Data,
}

/// What a value is. Numbers stay text: a sample's `1.0` and `1` are not the same, nor is a 20-digit id a float.
#[derive(Clone, Debug, PartialEq)]
pub enum Data {
    /// `null`, an empty XML element, or a value that the sample leaves out.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, as it is written.
    Number(String),
    /// A text. All of XML and of query strings is text.
    String(String),
    /// Values in order.
    List(Vec<SampleValue>),
    /// Keys and values in order, with duplicates.
    Map(Vec<Entry>),
}

/// A key and its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// The bytes of the key within the sample's text, with its quotes.
    pub key_span: Span,
    /// The value.
    pub value: SampleValue,
}

impl SampleValue {
    /// A value at a place.
    pub const fn new(span: Span, data: Data) -> Self {
        SampleValue { span, data }
    }

    /// The entries of a map; none of anything else.
    pub fn entries(&self) -> &[Entry] {
        match &self.data {
            Data::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The items of a list; none of anything else.
    pub fn items(&self) -> &[SampleValue] {
        match &self.data {
            Data::List(items) => items,
            _ => &[],
        }
    }

    /// The first value of that key.
    pub fn get(&self, key: &str) -> Option<&SampleValue> {
        self.entries()
            .iter()
            .find(|entry| entry.key == key)
            .map(|entry| &entry.value)
    }

    /// Whether the value has parts: a list or a map.
    pub const fn is_container(&self) -> bool {
        matches!(self.data, Data::List(_) | Data::Map(_))
    }

    /// Moves every span by `by` bytes: a part of a sample read on its own finds its place in the whole.
    pub fn shift(&mut self, by: usize) {
        self.for_each_span(&mut |span| *span = Span::new(span.start + by, span.end + by));
    }

    fn for_each_span(&mut self, change: &mut impl FnMut(&mut Span)) {
        change(&mut self.span);
        match &mut self.data {
            Data::List(items) => items.iter_mut().for_each(|item| item.for_each_span(change)),
            Data::Map(entries) => entries.iter_mut().for_each(|entry| {
                change(&mut entry.key_span);
                entry.value.for_each_span(change);
            }),
            _ => {}
        }
    }
}

/// What was read out of a sample's text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// The values that stand one after the other; nearly always one.
    pub documents: Vec<SampleValue>,
    /// What had to be forgiven, in the text's order. None means that the text is valid as it stands.
    pub slips: Vec<Slip>,
}

impl Reading {
    /// Whether the text is valid without any leniency.
    pub fn is_strict(&self) -> bool {
        self.slips.is_empty() && !self.documents.is_empty()
    }

    /// Whether all of the text was understood, be it with leniency: nothing was skipped.
    pub fn is_whole(&self) -> bool {
        !self.documents.is_empty() && self.slips.iter().all(|slip| slip.kind != SlipKind::Skipped)
    }

    /// Moves every span by `by` bytes.
    pub fn shift(&mut self, by: usize) {
        self.documents
            .iter_mut()
            .for_each(|document| document.shift(by));
        for slip in &mut self.slips {
            slip.span = Span::new(slip.span.start + by, slip.span.end + by);
        }
    }

    fn slip(&mut self, kind: SlipKind, span: Span) {
        self.slips.push(Slip { kind, span });
    }
}

/// A deviation from the format that was forgiven.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slip {
    /// What kind.
    pub kind: SlipKind,
    /// Where, within the sample's text.
    pub span: Span,
}

macro_rules! slips {
    ($($name:ident $title:literal;)*) => {
        /// The kinds of deviation that are forgiven.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum SlipKind {
            $(#[doc = $title] $name,)*
        }

        impl SlipKind {
            /// One phrase for it.
            pub const fn title(self) -> &'static str {
                match self { $(SlipKind::$name => $title,)* }
            }
        }
    };
}

slips! {
    Comment "a comment";
    TrailingComma "a comma after the last item";
    ExtraComma "a comma too many";
    MissingComma "no comma between two items";
    MissingColon "no colon between key and value";
    MissingValue "a key without a value";
    Ellipsis "dots in place of items";
    FullWidthMark "a full-width mark in place of an ASCII one";
    SingleQuotes "single quotes";
    UnquotedKey "a key without quotes";
    UnquotedValue "a text without quotes";
    InnerQuote "a quote inside a text without a backslash";
    RawControl "a line end or control character inside a text";
    BadEscape "a backslash escape that does not exist";
    UnclosedText "a text without its closing quote";
    UnclosedContainer "a list or object without its closing bracket";
    WrongBracket "a closing bracket that closes nothing or something else";
    MissingBraces "an object without its braces";
    OddSpace "a space character that the format does not know";
    HttpHead "an HTTP head above the body";
    SeveralDocuments "several documents one after the other";
    JsonInText "a document that is a text holding JSON";
    TooDeep "nested too deep; what lies below was dropped";
    UnknownEntity "an entity or a bare `&` that the format does not know";
    OddName "an element name that the format does not allow";
    MismatchedTag "an end tag that does not match";
    SeveralRoots "several roots, or text outside the root";
    MisplacedMark "a blank or mark in the wrong place";
    Placeholder "a placeholder for the common parameters";
    Skipped "text that could not be read";
}

#[cfg(test)]
mod corpus_tests;
