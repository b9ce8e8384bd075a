//! Error codes. A code is listed once, with every status and message that pages give it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Position;

/// An error code, with the first case in place and the others in `also`.
///
/// A page that lists a code twice with two messages gives one code with two cases, whether
/// or not messages are kept.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ErrorCode {
    /// The code on the wire: `InvalidDiskId.NotFound`, `17007`.
    pub code: String,
    /// The HTTP status, where the page states one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// The message the service sends, perhaps with placeholders. Prose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// What the page says it means. Prose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doc: Option<String>,
    /// Further rows of the same code, in the page's order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<ErrorCase>,
    /// Where the first row stands, while the page is at hand.
    #[serde(skip)]
    pub at: Position,
}

/// A further row of a code.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ErrorCase {
    /// The HTTP status, where the page states one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// The message the service sends, perhaps with placeholders. Prose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// What the page says it means. Prose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doc: Option<String>,
    /// Where the row stands, while the page is at hand.
    #[serde(skip)]
    pub at: Position,
}

impl ErrorCode {
    /// Every case of the code, the first included: one for each row of the page.
    pub fn cases(&self) -> impl Iterator<Item = ErrorCase> + '_ {
        let first = ErrorCase {
            status: self.status,
            message: self.message.clone(),
            doc: self.doc.clone(),
            at: self.at,
        };
        std::iter::once(first).chain(self.also.iter().cloned())
    }

    /// Every status that pages give the code, in their order, each once.
    pub fn statuses(&self) -> Vec<u16> {
        let mut statuses: Vec<u16> = Vec::new();
        for status in std::iter::once(self.status)
            .chain(self.also.iter().map(|case| case.status))
            .flatten()
        {
            if !statuses.contains(&status) {
                statuses.push(status);
            }
        }
        statuses
    }
}
