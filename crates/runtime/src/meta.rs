//! The facts of pages as static tables: what an operation, a field or an error is called, and all
//! else that the page's tables say of it.
//!
//! Generated modules hold these tables; [`ServiceMeta::operations`] leads to all of them.
//! Descriptions are not here but in the generated documentation. Small constructors keep the
//! generated tables readable; they are for generated code.

use crate::retry::RetryClass;
use crate::tables::{Members, Tables};

/// A service of a vendor.
#[derive(Debug)]
pub struct ServiceMeta {
    /// The vendor: `tencent`.
    pub vendor: &'static str,
    /// The service: `cbs`.
    pub name: &'static str,
    /// The API version that requests name.
    pub version: Option<&'static str>,
    /// The host that the pages name.
    pub endpoint: Option<&'static str>,
    /// The tables of the operations, in the spec's order.
    pub operations: &'static [&'static Tables],
    /// The tables of the structures that operations share.
    pub structures: &'static [&'static Tables],
    /// The closed sets of values that have a name of their own, in the spec's order.
    pub value_sets: &'static [ValueSetMeta],
    /// The codes that every operation may answer.
    pub errors: &'static Tables,
}

impl ServiceMeta {
    /// The operation of this name.
    pub fn operation(&self, name: &str) -> Option<&'static OperationMeta> {
        self.operations().find(|operation| operation.name == name)
    }

    /// The operations, in the spec's order.
    pub fn operations(&self) -> impl Iterator<Item = &'static OperationMeta> {
        self.operations.iter().map(|tables| tables.operation())
    }

    /// The structs that operations share, in the spec's order; those without a name on the page
    /// come last.
    pub fn shapes(&self) -> impl Iterator<Item = &'static ShapeMeta> {
        self.structures.iter().flat_map(|tables| tables.shapes())
    }
}

/// A named closed set of values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ValueSetMeta {
    /// The name that types refer to.
    pub name: &'static str,
    /// The values, in the page's order.
    pub values: &'static [&'static str],
}

/// An operation.
#[derive(Debug)]
pub struct OperationMeta {
    /// The service it belongs to.
    pub service: &'static ServiceMeta,
    /// The name on the wire: `CreateSnapshot`.
    pub name: &'static str,
    /// The page it was read from, under the folder of pages.
    pub page: &'static str,
    /// The collection of pages it belongs to, where it is not the service's.
    pub source: Option<&'static str>,
    /// The section of a page that holds several operations.
    pub section: Option<&'static str>,
    /// Where the vendor shows the page.
    pub doc_url: Option<&'static str>,
    /// The API version, where it is not the service's.
    pub version: Option<&'static str>,
    /// The host, where it is not the service's.
    pub endpoint: Option<&'static str>,
    /// Method and path, where the page states them.
    pub http: Option<HttpMeta>,
    /// How often it may be called.
    pub rate_limit: Option<RateLimit>,
    /// What the page says of the vendor's region parameter.
    pub region: Option<RegionUse>,
    /// Said if it goes away or should not be used.
    pub deprecated: Option<Deprecation>,
    /// How its list is read page by page.
    pub paging: Option<PagingMeta>,
    /// The parameter that makes two requests one.
    pub idempotency_token: Option<&'static str>,
    /// It changes nothing: safe to repeat.
    pub is_read: bool,
    /// The parameters, in the page's order.
    pub request: &'static ShapeMeta,
    /// The members of the response, in the page's order.
    pub response: &'static ShapeMeta,
    /// The codes that the page lists, in its order.
    pub errors: &'static [ErrorMeta],
}

/// A method and a path template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HttpMeta {
    /// `GET`, `POST`, …; the first is the one to use.
    pub methods: &'static [&'static str],
    /// The path, with `{Name}` for each parameter that travels in it.
    pub path: &'static str,
}

/// How often an operation may be called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateLimit {
    /// So many requests …
    pub requests: u32,
    /// … in so many seconds.
    pub seconds: u32,
}

/// What a page says of the vendor's region parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RegionUse {
    /// Whether the caller must name a region.
    pub required: Required,
    /// The operation takes no region.
    pub unused: bool,
    /// The only regions it takes, where the page restricts them.
    pub only: &'static [&'static str],
}

/// Said of what goes away or should not be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deprecation {
    /// The wire name of what to use in its place.
    pub replacement: Option<&'static str>,
}

/// How a list is read page by page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PagingMeta {
    /// What moves from page to page.
    pub style: PagingStyle,
    /// The request parameter that moves.
    pub cursor: &'static str,
    /// The request parameter that bounds a page.
    pub limit: Option<&'static str>,
    /// The response member that holds the next cursor, dotted.
    pub next: Option<&'static str>,
    /// The response member that counts all items, dotted.
    pub total: Option<&'static str>,
    /// The response member that holds the items, dotted.
    pub items: Option<&'static str>,
}

/// What moves from page to page of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PagingStyle {
    /// A number of items to skip.
    Offset,
    /// A number of the page, counted from 1.
    Page,
    /// A token that the last response gave.
    Token,
}

/// A struct: its wire names in order.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ShapeMeta {
    /// The name: of the structure, or of the generated type where the page has none.
    pub name: &'static str,
    /// The fields, in the page's order.
    pub fields: &'static [FieldMeta],
}

impl ShapeMeta {
    /// The field of this wire name.
    pub fn field(&self, name: &str) -> Option<&'static FieldMeta> {
        self.fields.iter().find(|field| field.name == name)
    }
}

/// A parameter, or a member of a response or structure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FieldMeta {
    /// The name on the wire.
    pub name: &'static str,
    /// The type in the spec's words: `list<string>`, `SnapshotInfo`.
    pub ty: &'static str,
    /// Whether it must be given, or is always there.
    pub required: Required,
    /// What else is known.
    pub facts: &'static [Fact],
}

/// What a page says about the need for a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Required {
    /// It is needed; in a response, always there.
    Yes,
    /// It is not needed.
    No,
    /// The page's mark says neither.
    Unknown,
    /// The page's table has no such column.
    Unstated,
}

/// One thing that is known of a field.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Fact {
    /// What the service takes when the field is absent, as it would stand on the wire.
    Default(&'static str),
    /// The allowed values, in the page's order.
    Values(&'static [&'static str]),
    /// The least value, where the page wrote a whole number.
    Min(i64),
    /// The greatest value, likewise.
    Max(i64),
    /// The least value, where the page wrote a fraction.
    MinFraction(f64),
    /// The greatest value, likewise.
    MaxFraction(f64),
    /// The least length of a text, in characters.
    MinLength(u64),
    /// The greatest length of a text, in characters.
    MaxLength(u64),
    /// The least number of items.
    MinItems(u64),
    /// The greatest number of items.
    MaxItems(u64),
    /// The form of a text: `date-time`, `json`, a time pattern.
    Format(&'static str),
    /// The unit of a number.
    Unit(&'static str),
    /// Where it travels, if not in the usual place.
    Position(Position),
    /// A list or an object travels as one JSON text.
    AsJson,
    /// A list travels as one text with commas.
    AsCommas,
    /// Needed under a condition that only prose states.
    Conditional,
    /// A response may hold null here.
    Nullable,
    /// It goes away or should not be used; perhaps something else is to be used.
    Deprecated(Option<&'static str>),
    /// No row lists it; why it is here.
    Derived(&'static str),
    /// Its place in the tree is not certain.
    PlacedUncertainly,
    /// The members of an object, below all lists and maps.
    Fields(Members),
    /// The value must not show in logs.
    Secret,
}

/// Where a parameter travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Position {
    /// In a header.
    Header,
    /// In the query string.
    Query,
    /// In a placeholder of the path.
    Path,
    /// In the body.
    Body,
}

impl FieldMeta {
    /// Whether the value must not show in logs.
    pub fn is_secret(&self) -> bool {
        self.facts.contains(&Fact::Secret)
    }

    /// Where it travels, if not in the usual place.
    pub fn position(&self) -> Option<Position> {
        self.find(|fact| match fact {
            Fact::Position(position) => Some(position),
            _ => None,
        })
    }

    /// Whether a response may hold null here.
    pub fn is_nullable(&self) -> bool {
        self.facts.contains(&Fact::Nullable)
    }

    /// The allowed values.
    pub fn values(&self) -> &'static [&'static str] {
        self.find(|fact| match fact {
            Fact::Values(values) => Some(values),
            _ => None,
        })
        .unwrap_or_default()
    }

    /// The members of an object, below all lists and maps.
    pub fn fields(&self) -> Option<&'static ShapeMeta> {
        self.find(|fact| match fact {
            Fact::Fields(members) => members.shape(),
            _ => None,
        })
    }

    /// The first answer that a fact gives.
    pub fn find<T>(&self, pick: impl Fn(Fact) -> Option<T>) -> Option<T> {
        self.facts.iter().copied().find_map(pick)
    }
}

/// An error code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ErrorMeta {
    /// The code on the wire.
    pub code: &'static str,
    /// Whether to try again, by the vendor's rules.
    pub retry: RetryClass,
    /// The first row of the code.
    pub case: ErrorCase,
    /// Further rows of the code, in the page's order.
    pub also: &'static [ErrorCase],
}

impl ErrorMeta {
    /// Every row of the code, in the page's order.
    pub fn cases(&self) -> impl Iterator<Item = ErrorCase> {
        std::iter::once(self.case).chain(self.also.iter().copied())
    }
}

/// One row of an error code: HTTP status and message, 0 and empty where there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ErrorCase(pub u16, pub &'static str);

impl ErrorCase {
    /// The HTTP status, where the page states one.
    pub fn status(&self) -> Option<u16> {
        (self.0 != 0).then_some(self.0)
    }

    /// The message, where the spec keeps it.
    pub fn message(&self) -> Option<&'static str> {
        (!self.1.is_empty()).then_some(self.1)
    }
}

/// The error codes of a set, and the set below it.
#[derive(Debug)]
pub struct ErrorTable {
    /// The codes, in the page's order.
    pub codes: &'static [ErrorMeta],
    /// What every operation of the service or of the vendor may answer besides.
    pub below: Option<&'static ErrorTable>,
}

impl ErrorTable {
    /// The table itself: what stands below it is part of it.
    #[doc(hidden)]
    pub fn errors_above(&'static self, _below: fn() -> &'static Self) -> &'static Self {
        self
    }

    /// What pages say of a code.
    pub fn find(&self, code: &str) -> Option<&'static ErrorMeta> {
        let here = self.codes.iter().find(|meta| meta.code == code);
        here.or_else(|| self.below?.find(code))
    }
}

/// An operation of which nothing is known: what generated tables fill in.
pub const OPERATION: OperationMeta = OperationMeta {
    service: &NO_SERVICE,
    name: "",
    page: "",
    source: None,
    section: None,
    doc_url: None,
    version: None,
    endpoint: None,
    http: None,
    rate_limit: None,
    region: None,
    deprecated: None,
    paging: None,
    idempotency_token: None,
    is_read: false,
    request: &NO_SHAPE,
    response: &NO_SHAPE,
    errors: &[],
};

pub(crate) static NO_SHAPE: ShapeMeta = ShapeMeta {
    name: "",
    fields: &[],
};

pub(crate) static NO_SERVICE: ServiceMeta = ServiceMeta {
    vendor: "",
    name: "",
    version: None,
    endpoint: None,
    operations: &[],
    structures: &[],
    value_sets: &[],
    errors: &NO_CODES,
};

/// Of a service without codes of its own.
pub static NO_CODES: Tables = Tables::codes("");

/// A field of which nothing is known: what generated tables fill in.
pub const FIELD: FieldMeta = FieldMeta {
    name: "",
    ty: "",
    required: Required::Unstated,
    facts: &[],
};

/// A code of which nothing is known: what generated tables fill in.
pub const ERROR: ErrorMeta = ErrorMeta {
    code: "",
    retry: RetryClass::Never,
    case: ErrorCase(0, ""),
    also: &[],
};

/// The table of a struct: wire names, types, needs and facts, in the page's order. What the page
/// does not state is left out.
///
/// ```ignore
/// fields! {
///     REQUEST = "CreateSnapshot" {
///         "DiskId": "string", Yes;
///         "Days": "integer" [Min(1), Max(65536)];
///     }
/// }
/// ```
#[macro_export]
macro_rules! fields {
    ($table:ident = $shape:literal {
        $($name:literal: $ty:literal $(, $required:ident)? $([$($fact:ident $(($value:expr))?),*])?;)*
    }) => {
        // A row may state all that there is.
        #[allow(clippy::needless_update)]
        pub(crate) static $table: $crate::meta::ShapeMeta = $crate::meta::ShapeMeta {
            name: $shape,
            fields: &[$($crate::meta::FieldMeta {
                name: $name,
                ty: $ty,
                $(required: $crate::meta::Required::$required,)?
                $(facts: &[$($crate::meta::Fact::$fact $(($value))?),*],)?
                ..$crate::meta::FIELD
            }),*],
        };
    };
}
