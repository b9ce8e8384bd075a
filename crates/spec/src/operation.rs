//! Operations: what a caller can ask of a service.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::field::is_false;
use crate::{Deprecation, ErrorCode, Field, Position, Required};

/// One operation of a service.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Operation {
    /// The name on the wire: `CreateSnapshot`.
    pub name: String,
    /// The page's title. Prose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The page it was read from: a path under the folder of pages, with `/`.
    pub page: String,
    /// The collection of pages it belongs to, where it is not the service's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The section of a page that holds several operations.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// The API version, where it is not the service's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// The host that the page names, where it is not the service's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub endpoint: Option<String>,
    /// Method and path, where the page states them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub http: Option<Http>,
    /// How often it may be called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate_limit: Option<RateLimit>,
    /// What the page says of the vendor's common region parameter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<Region>,
    /// Set where the page says that the operation goes away or should not be used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<Deprecation>,
    /// How a list is read page by page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paging: Option<Paging>,
    /// How a repeated request is recognised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub idempotency: Option<Idempotency>,
    /// The page's description. Prose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doc: Option<String>,
    /// The page's notes and warnings. Prose.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
    /// The parameters, in the page's order, without the vendor's common ones.
    #[serde(default)]
    pub request: Vec<Field>,
    /// The members of the response, in the page's order, without the envelope.
    #[serde(default)]
    pub response: Vec<Field>,
    /// The codes that the page lists.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ErrorCode>,
    /// The page's samples. Prose: the vendor's text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub samples: Vec<Sample>,
    /// Where the operation's heading stands, while the page is at hand.
    #[serde(skip)]
    pub at: Position,
}

/// A method and a path template.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Http {
    /// `GET`, `POST`, … as the page writes it; several where it allows several.
    pub methods: Vec<String>,
    /// The path, with `{Name}` for each parameter that travels in it.
    pub path: String,
}

/// How often an operation may be called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RateLimit {
    /// So many requests …
    pub requests: u32,
    /// … in this time.
    pub per: Period,
}

/// The time that a rate limit counts over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Period {
    /// A second.
    Second,
    /// A minute.
    Minute,
    /// An hour.
    Hour,
    /// A day.
    Day,
}

impl Period {
    /// The time in seconds.
    pub fn seconds(self) -> u32 {
        match self {
            Self::Second => 1,
            Self::Minute => 60,
            Self::Hour => 3600,
            Self::Day => 86_400,
        }
    }
}

/// What a page says of the vendor's common region parameter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Region {
    /// Whether the caller must name a region.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub required: Option<Required>,
    /// The operation takes no region.
    #[serde(default, skip_serializing_if = "is_false")]
    pub unused: bool,
    /// The only regions it takes, where the page restricts them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub only: Vec<String>,
}

/// How a list is read page by page. Derived from the names of parameters and members.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Paging {
    /// What moves from page to page.
    pub style: PagingStyle,
    /// The request parameter that moves: `Offset`, `PageNumber`, `NextToken`.
    pub cursor: String,
    /// The request parameter that bounds a page: `Limit`, `PageSize`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
    /// The response member that holds the next cursor, as a dotted path.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// The response member that counts all items, as a dotted path.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<String>,
    /// The response member that holds the items, as a dotted path.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub items: Option<String>,
    /// Why it is here: no page states a scheme.
    pub derived: String,
}

/// What moves from page to page of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum PagingStyle {
    /// A number of items to skip.
    Offset,
    /// A number of the page, counted from 1.
    Page,
    /// A token that the last response gave.
    Token,
}

/// How a repeated request is recognised by the service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Idempotency {
    /// The request parameter that makes two requests one: `ClientToken`.
    pub token: String,
    /// Why it is here.
    pub derived: String,
}

/// A note or a warning beside the description. Prose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Note {
    /// How strongly the page puts it.
    pub kind: NoteKind,
    /// The text.
    pub text: String,
}

/// How strongly a page puts a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum NoteKind {
    /// For information.
    Note,
    /// A warning.
    Warning,
}

/// A sample of a request or of a response.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sample {
    /// What it shows.
    pub kind: SampleKind,
    /// How its text is to be read.
    pub format: SampleFormat,
    /// The text, as the page has it, without the fence.
    pub text: String,
    /// Where it stands, while the page is at hand.
    #[serde(skip)]
    pub at: Position,
}

/// What a sample shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum SampleKind {
    /// A request.
    Request,
    /// A successful response.
    Response,
    /// An error response.
    Error,
}

/// How a sample's text is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum SampleFormat {
    /// A URL with a query string, perhaps over several lines.
    Query,
    /// JSON, perhaps with comments or dots.
    Json,
    /// XML.
    Xml,
    /// A request line, headers, an empty line and a body.
    Http,
    /// A command line.
    Shell,
    /// Something else.
    Text,
}
