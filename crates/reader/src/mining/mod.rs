//! Mines facts from descriptions: enumerations, defaults, ranges, lengths, units, time formats, deprecation, conditional need.
//!
//! Pages state these facts in prose, in four languages and in no fixed form. What a phrase looks like is data
//! ([`phrases`], a table of patterns that reads like a grammar); what may follow a phrase is decided here, against the declared
//! type. Phrases are told apart by language, not by vendor: vendors share them.
//!
//! Precision comes before recall. A phrase that states no literal, a list that is open, a range that holds only under a
//! condition, two statements that contradict each other: all of them yield nothing. Every fact knows the bytes of the text
//! that gave it.
//!
//! This module is pure and total: any text is taken, none makes it panic, the time is linear in its length. It must not know
//! Markdown, pages or vendors.

mod agree;
mod bounds;
mod defaults;
mod enums;
mod memory;
mod needs;
mod operation;
mod phrases;
mod status;
mod text;
mod token;
mod units;

use std::ops::Range;

use specwright_spec::{Deprecation, EnumValue, Number, Type};

pub use agree::settle_by_example;
pub use memory::Memory;
pub use operation::{MinedOperation, mine_operation, mine_rate_limit, mine_region};

/// A description as plain text: unescaped, `<br>` and list items as lines, links as their labels.
#[derive(Clone, Copy, Debug, Default)]
pub struct Described<'a> {
    /// The text. Ranges of [`Found`] point into it.
    pub text: &'a str,
    /// Which bytes of `text` are list items, in order, without their bullets; empty where the page's lists are not known.
    pub items: &'a [Range<usize>],
    /// Which bytes of `text` are code or bold, in order of their start.
    pub marked: &'a [Range<usize>],
}

impl<'a> Described<'a> {
    /// A text of which no structure is known.
    pub fn plain(text: &'a str) -> Self {
        Self {
            text,
            ..Self::default()
        }
    }
}

/// What is described: facts must fit it.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// The name on the wire, as the page writes it: `Tag.N.Key`.
    pub name: &'a str,
    /// The declared type.
    pub ty: &'a Type,
}

/// A fact and the bytes of the description that state it.
#[derive(Clone, Debug, PartialEq)]
pub struct Found<T> {
    /// The fact.
    pub value: T,
    /// Where it stands in [`Described::text`].
    pub at: Range<usize>,
}

impl<T> Found<T> {
    fn new(value: T, at: Range<usize>) -> Self {
        Self { value, at }
    }
}

/// What a description says. The members mean what those of [`specwright_spec::Field`] mean.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mined {
    /// The closed set of values, in the page's order. Never for booleans: their type says it.
    pub values: Vec<Found<EnumValue>>,
    /// The only value there is, on rows such as `Action` that state no choice.
    pub constant: Option<Found<String>>,
    /// What the service takes when the field is absent, as on the wire. Never for lists and structures.
    pub default: Option<Found<String>>,
    /// The least value, inclusive.
    pub min: Option<Found<Number>>,
    /// The greatest value, inclusive.
    pub max: Option<Found<Number>>,
    /// The least length in characters.
    pub min_length: Option<Found<u64>>,
    /// The greatest length in characters.
    pub max_length: Option<Found<u64>>,
    /// The least number of items of the list; of the nearest list above where the field itself is none (`Tag.N.Key`).
    pub min_items: Option<Found<u64>>,
    /// The greatest number of items, likewise.
    pub max_items: Option<Found<u64>>,
    /// The unit, in one spelling: `GB`, `day`, `second`, `Mbps`.
    pub unit: Option<Found<String>>,
    /// The form of a text, as [`specwright_spec::Field::format`].
    pub format: Option<Found<String>>,
    /// Said to go away or not to be used.
    pub deprecated: Option<Found<Deprecation>>,
    /// Said to be needed under a condition.
    pub conditional: Option<Range<usize>>,
    /// Said to be `null` at times.
    pub nullable: Option<Range<usize>>,
    /// Said to make repeated requests one.
    pub idempotent: Option<Range<usize>>,
}

/// Reads a description of a parameter or a member.
pub fn mine(described: &Described<'_>, subject: &Subject<'_>) -> Mined {
    let mut mined = Mined::default();
    if described.text.is_empty() {
        return mined;
    }
    let text = text::Text::new(described);
    if matches!(subject.name, "Action" | "Version") {
        mined.constant = enums::constant(&text);
        return mined;
    }
    let leaf = subject.ty.leaf();
    let mut choice = enums::mine(&text, leaf);
    units::mine(&text, leaf, &choice, &mut mined);
    if !subject.ty.is_list() {
        mined.default = defaults::mine(&text, subject, &choice, mined.unit.as_ref());
    }
    if choice.values.is_empty() && !choice.is_broken && *leaf == Type::String {
        let default = mined.default.as_ref().map(|found| found.value.as_str());
        choice = enums::confirmed(&text, leaf, default);
    }
    bounds::mine(&text, subject.ty, &choice, &mut mined);
    status::mine(&text, &choice, subject.name, &mut mined);
    mined.values = choice.values;
    agree::settle(&text, subject.ty, &mut mined);
    mined
}
