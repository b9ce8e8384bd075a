//! A change: what the rules say of one fact that is not what it was.

use std::fmt;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::{Level, Rule};

/// One fact that is not what it was.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Change {
    /// The id of the rule that saw it.
    pub rule: &'static str,
    /// What changed.
    pub subject: Subject,
    /// The fact on the old side; `null` where there was none.
    pub old: Value,
    /// The fact on the new side; `null` where there is none.
    pub new: Value,
    /// The verdict for a deployed client against the changed service.
    pub wire: Level,
    /// The verdict for a crate compiled against the regenerated client.
    pub source: Level,
    /// Only text, layout or provenance changed: no fact of the interface.
    pub docs: bool,
    /// It rests on evidence that may deceive: a rename.
    pub guess: bool,
    /// Where it stood on the old side; absent for what is new.
    pub from: Option<Place>,
    /// Where it stands on the new side; absent for what is gone.
    pub to: Option<Place>,
    /// For a change in a structure: the operations that lead to it, by name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reaches: Vec<String>,
    /// One line for people. Not stable; match on `rule` and `subject`.
    pub message: String,
    /// Twelve hexadecimal digits, the same as long as rule, subject, old and new are.
    pub fingerprint: String,
}

impl Change {
    /// The rule that saw it.
    pub fn rule(&self) -> Option<&'static Rule> {
        crate::rules::by_id(self.rule)
    }

    /// The graver of the two verdicts.
    pub fn level(&self) -> Level {
        self.wire.max(self.source)
    }

    /// Where to point a reader: the new side if there is one, else the old.
    pub fn place(&self) -> Option<&Place> {
        self.to.as_ref().or(self.from.as_ref())
    }
}

/// What changed. Written as `vendor/service/operation/where/path`, with `-` for no operation.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
pub struct Subject {
    /// The vendor.
    pub vendor: String,
    /// The service; absent for a page that no service was read from.
    pub service: Option<String>,
    /// The operation; absent for what operations share.
    pub operation: Option<String>,
    /// Which part.
    pub r#where: Where,
    /// The item in that part: wire names joined with dots, `[]` after each list level;
    /// empty for the part itself. Of what was renamed, the old name.
    pub path: String,
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let part = |part: &Option<String>| part.clone().unwrap_or_else(|| "-".to_owned());
        write!(
            f,
            "{}/{}/{}/{}",
            self.vendor,
            part(&self.service),
            part(&self.operation),
            self.r#where
        )?;
        if self.path.is_empty() {
            return Ok(());
        }
        write!(f, "/{}", self.path)
    }
}

/// Which part of a service changed.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Where {
    /// The service as a whole.
    #[default]
    Service,
    /// An operation as a whole.
    Operation,
    /// The parameters of a request.
    Request,
    /// The members of a response.
    Response,
    /// The codes of failures.
    Errors,
    /// A structure that operations share.
    Structure,
    /// The text of a page.
    Page,
}

impl Where {
    /// The word in subjects.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Service => "service",
            Self::Operation => "operation",
            Self::Request => "request",
            Self::Response => "response",
            Self::Errors => "errors",
            Self::Structure => "structure",
            Self::Page => "page",
        }
    }
}

impl fmt::Display for Where {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A place on a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Place {
    /// The page: a path under the folder of pages, with `/`.
    pub page: String,
    /// The section of a page that holds several operations.
    pub section: Option<String>,
    /// The 1-based line, where the page itself was read.
    pub line: Option<u32>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.page)?;
        match (self.line, &self.section) {
            (Some(line), _) => write!(f, ":{line}"),
            (None, Some(section)) => write!(f, " ({section})"),
            (None, None) => Ok(()),
        }
    }
}

/// Names a change by rule, subject and facts, and by nothing else: not by a line, a page or
/// a sentence, so that edits elsewhere leave it as it is.
pub(crate) fn fingerprint(rule: &str, subject: &Subject, old: &Value, new: &Value) -> String {
    let mut hash = Sha256::new();
    // A length before each part: no two lists of parts give the same bytes.
    for part in [
        rule,
        &subject.to_string(),
        &old.to_string(),
        &new.to_string(),
    ] {
        hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        hash.update(part.as_bytes());
    }
    short_hex(hash)
}

/// Names a text in place of showing it.
pub(crate) fn content_hash(text: &str) -> String {
    short_hex(Sha256::new_with_prefix(text))
}

fn short_hex(hash: Sha256) -> String {
    hash.finalize()
        .iter()
        .take(6)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
