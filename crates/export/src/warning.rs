//! What a form cannot say as the page has it.

use std::fmt;

use serde_json::{Value, json};

/// What is odd.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A parameter of the path has no place in the path.
    NotInPath,
    /// A place in the path has no parameter.
    NoParameter,
    /// OpenAPI needs every parameter of a path; the page does not say that this one is.
    PathNotRequired,
    /// The page allows several methods; a document's operation has one.
    SeveralMethods,
    /// No method that OpenAPI has.
    NoMethod,
    /// A body where HTTP gives it no meaning.
    BodyOfGet,
    /// A default that is no value of the field's type, or one that callers may not send.
    Default,
    /// Values that are not of the field's type.
    Values,
    /// A bound on something that is no number, or a length of something that is no text or list.
    Bound,
    /// A structure that no page lists.
    NoStructure,
    /// A name that cannot name a component.
    Renamed,
    /// A host or path that cannot stand in a URL.
    NoUrl,
    /// Parameters that OpenAPI leaves to other parts of a document: `Accept`, `Content-Type`, `Authorization`.
    ReservedHeader,
    /// Two parameters that OpenAPI takes for one: header names differ only in case.
    SameParameter,
    /// A code with a status that no HTTP response has.
    Status,
}

impl Kind {
    /// A stable code: `X001`.
    pub fn code(self) -> &'static str {
        self.row().0
    }

    /// What was done about it.
    pub fn help(self) -> &'static str {
        self.row().1
    }

    fn row(self) -> (&'static str, &'static str) {
        match self {
            Self::NotInPath => (
                "X001",
                "written as a query parameter; see x-specwright-position",
            ),
            Self::NoParameter => (
                "X002",
                "a parameter of type string was added and marked as common",
            ),
            Self::PathNotRequired => (
                "X003",
                "written as required; x-specwright-required has the page's mark",
            ),
            Self::SeveralMethods => ("X004", "the first is written; x-specwright-wire has all"),
            Self::NoMethod => (
                "X005",
                "written as POST; x-specwright-wire has the page's word",
            ),
            Self::BodyOfGet => ("X006", "the body is written all the same"),
            Self::Default => ("X007", "kept as text in x-specwright-default"),
            Self::Values => ("X008", "kept as text in x-specwright-values"),
            Self::Bound => ("X009", "kept in x-specwright-bounds"),
            Self::NoStructure => (
                "X010",
                "written as an object; x-specwright-structure has the name",
            ),
            Self::Renamed => ("X011", "x-specwright-name has the page's name"),
            Self::NoUrl => (
                "X012",
                "left out of the servers and paths; x-specwright-wire has the page's text",
            ),
            Self::ReservedHeader => ("X013", "written all the same; tools leave it out"),
            Self::SameParameter => ("X014", "kept in x-specwright-parameters"),
            Self::Status => ("X015", "kept in x-specwright-errors only"),
        }
    }
}

/// Something that the form cannot say as the page has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// What is odd.
    pub kind: Kind,
    /// The item, as overlays name it: `operations/CreateSnapshot/request/DiskId`.
    pub item: String,
    /// What the page has.
    pub message: String,
}

impl Warning {
    /// A warning.
    pub(crate) fn new(kind: Kind, item: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            kind,
            item: item.into(),
            message: message.into(),
        }
    }

    /// As it stands in a document.
    pub(crate) fn json(&self) -> Value {
        json!({
            "code": self.kind.code(),
            "item": self.item,
            "message": self.message,
            "help": self.kind.help(),
        })
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "warning[{}]: {}: {} (help: {})",
            self.kind.code(),
            self.item,
            self.message,
            self.kind.help()
        )
    }
}
