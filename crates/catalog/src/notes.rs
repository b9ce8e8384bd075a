//! What there is to say of operations beside their specs: plain values, made by whoever knows.

use std::collections::{BTreeMap, BTreeSet};

/// An operation: vendor, service, name. Without a name the service, without both the vendor.
pub type Key = (String, String, String);

/// Everything, by operation.
#[derive(Clone, Debug, Default)]
pub struct Notes {
    /// How the generated client is called.
    pub calls: BTreeMap<Key, String>,
    /// What changed, the latest first: with the service what is no operation's own or has none any more, with
    /// the vendor what has no service any more.
    pub changes: BTreeMap<Key, Vec<Change>>,
    /// What is wrong with the pages.
    pub defects: BTreeMap<Key, Vec<Defect>>,
    /// Between which revisions changes were looked for, the latest first: `clients-v0.1.0 → now`.
    pub compared: Vec<String>,
    /// The operations whose pages were looked at for defects.
    pub inspected: BTreeSet<Key>,
}

/// A change between two revisions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Between which: one of [`Notes::compared`].
    pub between: String,
    /// The rule that saw it: `request-parameter-removed`.
    pub rule: String,
    /// The verdict for deployed clients: `breaking`, `warning`, `fine`.
    pub wire: String,
    /// The verdict for code compiled against the new client.
    pub source: String,
    /// One line.
    pub message: String,
}

/// A defect of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Defect {
    /// `T004`.
    pub code: String,
    /// `note`, `warning` or `error`.
    pub level: String,
    /// One line.
    pub message: String,
    /// `cbs/CreateSnapshot.md:12`.
    pub place: String,
}
