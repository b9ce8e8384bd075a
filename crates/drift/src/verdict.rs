//! The decision: does a run fail, and which version must the next release have.

use std::fmt;

use schemars::JsonSchema;
use serde::Serialize;

use crate::{Change, Level};

/// What a gate looks at. Each looks at all that the one before it does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum FailOn {
    /// Nothing.
    None,
    /// What breaks deployed clients.
    Wire,
    /// What breaks deployed clients or source code.
    #[default]
    Source,
    /// Any change at all, words included: the spec must say what the pages say.
    Docs,
}

impl FailOn {
    /// `none`, `wire`, `source` or `docs`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Wire => "wire",
            Self::Source => "source",
            Self::Docs => "docs",
        }
    }
}

impl std::str::FromStr for FailOn {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        [Self::None, Self::Wire, Self::Source, Self::Docs]
            .into_iter()
            .find(|gate| gate.as_str() == text)
            .ok_or_else(|| format!("`{text}` is none of wire, source, docs, none"))
    }
}

/// Which changes fail a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Gate {
    /// What it looks at.
    pub fail_on: FailOn,
    /// Warnings fail too.
    pub strict: bool,
}

impl Gate {
    /// Whether this change fails a run.
    pub fn fails(&self, change: &Change) -> bool {
        let level = match self.fail_on {
            FailOn::None => return false,
            FailOn::Wire => change.wire,
            FailOn::Source => change.level(),
            FailOn::Docs => return true,
        };
        level
            >= if self.strict {
                Level::Warning
            } else {
                Level::Error
            }
    }

    /// The decision over all changes.
    pub fn verdict(&self, changes: &[Change]) -> Verdict {
        let failing = changes.iter().filter(|change| self.fails(change)).count();
        Verdict {
            failing,
            wire: Counts::of(changes, |change| change.wire),
            source: Counts::of(changes, |change| change.source),
            docs: changes.iter().filter(|change| change.docs).count(),
            bump: bump(changes),
        }
    }
}

/// How many changes have which level.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Counts {
    /// Changes that break.
    pub error: usize,
    /// Changes that may matter.
    pub warning: usize,
    /// Changes that are good to know.
    pub info: usize,
    /// Changes that do not matter to this audience.
    pub none: usize,
}

impl Counts {
    fn of(changes: &[Change], level: impl Fn(&Change) -> Level) -> Self {
        let mut counts = Self::default();
        for change in changes {
            *match level(change) {
                Level::Error => &mut counts.error,
                Level::Warning => &mut counts.warning,
                Level::Info => &mut counts.info,
                Level::None => &mut counts.none,
            } += 1;
        }
        counts
    }
}

/// What a run comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Verdict {
    /// How many changes fail the run; none means that it passes.
    pub failing: usize,
    /// By what they mean for deployed clients.
    pub wire: Counts,
    /// By what they mean for source code.
    pub source: Counts,
    /// How many are words only.
    pub docs: usize,
    /// The version that the next release of the generated crate needs.
    pub bump: Bump,
}

impl Verdict {
    /// Whether the run passes.
    pub fn passes(&self) -> bool {
        self.failing == 0
    }
}

impl fmt::Display for Verdict {
    /// One line: what there is and whom it breaks.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all = self.wire.error + self.wire.warning + self.wire.info + self.wire.none;
        if all == 0 {
            return f.write_str("no changes");
        }
        let changes = if all == 1 { "change" } else { "changes" };
        write!(f, "{all} {changes}: ")?;
        let parts = [
            (self.wire.error, "breaks", "break", "deployed clients"),
            (self.source.error, "breaks", "break", "source code"),
            (
                self.wire.warning,
                "may trouble",
                "may trouble",
                "deployed clients",
            ),
            (self.docs, "is", "are", "words only"),
        ];
        let mut told = false;
        for (count, one, many, what) in parts.into_iter().filter(|part| part.0 > 0) {
            let verb = if count == 1 { one } else { many };
            write!(f, "{}{count} {verb} {what}", if told { ", " } else { "" })?;
            told = true;
        }
        if told {
            Ok(())
        } else {
            f.write_str("nobody is affected")
        }
    }
}

/// The least version bump by Semantic Versioning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Bump {
    /// Nothing changed.
    None,
    /// No item that a crate can name changed.
    Patch,
    /// There is more than before, or something warns.
    Minor,
    /// A crate that compiled may not compile.
    Major,
}

impl Bump {
    /// `none`, `patch`, `minor` or `major`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

impl fmt::Display for Bump {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The bump that the SOURCE verdicts ask for.
pub fn bump(changes: &[Change]) -> Bump {
    match changes.iter().map(|change| change.source).max() {
        None => Bump::None,
        Some(Level::None) => Bump::Patch,
        Some(Level::Info | Level::Warning) => Bump::Minor,
        Some(Level::Error) => Bump::Major,
    }
}
