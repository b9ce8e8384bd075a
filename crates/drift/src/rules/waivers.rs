//! Rules that have no mirror, each with its reason. A waiver that is no longer needed fails
//! the registry's test.

/// Which mirror of a rule is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MissingMirror {
    /// The same for the other direction.
    Direction,
    /// The same edit undone.
    Action,
}

/// A rule without a mirror, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiver {
    /// The rule.
    pub rule: &'static str,
    /// Which mirror is missing.
    pub missing: MissingMirror,
    /// Why that is right.
    pub reason: &'static str,
}

/// Every waiver.
pub const WAIVERS: &[Waiver] = &[
    direction(
        "request-required-parameter-added",
        "a new member of a response asks nothing of its reader, needed or not",
    ),
    direction(
        "request-unclear-parameter-added",
        "a new member of a response asks nothing of its reader, needed or not",
    ),
    direction(
        "request-required-parameter-renamed",
        "a reader misses a renamed member the same, whether it was always there or not",
    ),
    direction(
        "request-default-stated",
        "defaults of responses are rare and oblige nobody; one rule says all",
    ),
    direction(
        "request-default-unstated",
        "defaults of responses are rare and oblige nobody; one rule says all",
    ),
];

const fn direction(rule: &'static str, reason: &'static str) -> Waiver {
    Waiver {
        rule,
        missing: MissingMirror::Direction,
        reason,
    }
}
