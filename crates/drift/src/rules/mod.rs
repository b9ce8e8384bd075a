//! The rules, as data: what can change, and what a change of that kind means.
//!
//! A rule is a row of a table and a page `rules/<id>.md`. The comparison finds a rule by its
//! axes (direction, kind, action), never by its id, so a row added here needs no code beside
//! it. Must not know how changes are found or written.

mod axes;
mod docs;
mod errors;
mod fields;
mod operations;
mod services;
mod waivers;

use std::collections::BTreeMap;
use std::sync::LazyLock;

pub use axes::{Action, Direction, Kind};
pub use waivers::{MissingMirror, WAIVERS, Waiver};

use crate::Level;

/// What can change, and what that means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The stable id, also the name of the explanation's file.
    pub id: &'static str,
    /// Which way the changed fact travels.
    pub direction: Direction,
    /// What kind of fact it is.
    pub kind: Kind,
    /// What became of it.
    pub action: Action,
    /// The verdict for a deployed client against the changed service.
    pub wire: Level,
    /// The verdict for a crate compiled against the regenerated client.
    pub source: Level,
    /// One sentence that says what happened.
    pub summary: &'static str,
    /// The message, with `{item}`, `{owner}`, `{old}` and `{new}`.
    pub message: &'static str,
    /// The page that explains it, as Markdown.
    pub explanation: &'static str,
}

impl Rule {
    /// Whether only text, layout or provenance changed.
    pub fn is_docs(&self) -> bool {
        self.kind.is_docs()
    }

    /// Whether the rule rests on evidence that may deceive.
    pub fn is_guess(&self) -> bool {
        matches!(self.action, Action::Renamed | Action::RenamedRequired)
    }
}

/// Every rule, in the order of the tables.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    [
        services::RULES,
        operations::RULES,
        fields::RULES,
        errors::RULES,
        docs::RULES,
    ]
    .into_iter()
    .flatten()
}

/// The rule of that id.
pub fn by_id(id: &str) -> Option<&'static Rule> {
    static BY_ID: LazyLock<BTreeMap<&'static str, &'static Rule>> =
        LazyLock::new(|| all().map(|rule| (rule.id, rule)).collect());
    BY_ID.get(id).copied()
}

/// The rule of those axes. A rule for either direction stands in for one of a direction.
pub fn by_axes(direction: Direction, kind: Kind, action: Action) -> Option<&'static Rule> {
    type Axes = (Direction, Kind, Action);
    static BY_AXES: LazyLock<BTreeMap<Axes, &'static Rule>> = LazyLock::new(|| {
        all()
            .map(|rule| ((rule.direction, rule.kind, rule.action), rule))
            .collect()
    });
    BY_AXES
        .get(&(direction, kind, action))
        .or_else(|| BY_AXES.get(&(Direction::Either, kind, action)))
        .copied()
}

/// A table of rules: `id: direction kind action, wire / source, "sentence", "message";`
macro_rules! rules {
    ($($id:literal: $direction:ident $kind:ident $action:ident, $wire:ident / $source:ident,
       $summary:literal, $message:literal;)*) => {
        pub(super) const RULES: &[$crate::Rule] = &[$(
            $crate::Rule {
                id: $id,
                direction: $crate::Direction::$direction,
                kind: $crate::Kind::$kind,
                action: $crate::Action::$action,
                wire: $crate::Level::$wire,
                source: $crate::Level::$source,
                summary: $summary,
                message: $message,
                explanation: include_str!(concat!("../../rules/", $id, ".md")),
            },
        )*];
    };
}
use rules;

#[cfg(test)]
mod tests;
