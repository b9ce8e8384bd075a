//! How much a change matters to one of the two audiences.

use std::fmt;

use schemars::JsonSchema;
use serde::Serialize;

/// How much a change matters, in rising order.
///
/// | level | WIRE: a deployed client | SOURCE: a crate that uses the regenerated client |
/// |---|---|---|
/// | none | sends and reads the same | sees the same items |
/// | info | goes on as before | compiles, and finds more than before |
/// | warning | may lose or meet something without failing | compiles, but warns or behaves otherwise |
/// | error | is refused, or cannot read the answer | does not compile |
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// It does not matter.
    None,
    /// It is good to know.
    Info,
    /// It may matter.
    Warning,
    /// It breaks.
    Error,
}

impl Level {
    /// `none`, `info`, `warning` or `error`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
