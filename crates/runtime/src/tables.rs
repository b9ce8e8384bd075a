//! Tables as text: the rows of shapes and codes that generated modules hold, read when first asked for.
//!
//! A row of a static costs a compiler far more than a line of text, and most programs ask for a few
//! operations of many. The text is the generator's, one line a row:
//!
//! ```text
//! operation CreateSnapshot
//!     page cbs/CreateSnapshot.md       what is known of it beside its tables
//! request CreateSnapshot               its parameters; `response` what it answers, `shape` another
//!                                      struct; a second word is its name on the page
//!     DiskId string Yes                a field: name, type, need if stated, facts
//!     Days integer No Default=7 Min=1 Max=365
//!     Tags list<Tag> Fields=structures::Tag
//! codes
//!     InvalidDisk.Busy Later 409 "…"   a code: retry class if any, status and message of each row
//! ```
//!
//! A word with signs of its own stands in quotes, and a row goes on in lines that stand further in.
//! What the reader does not know is a defect of the generator: it is passed over here, and
//! [`Tables::defects`] tells it to a test.

mod reader;

use crate::meta::{self, ErrorMeta, ErrorTable, NO_SHAPE, OperationMeta, ServiceMeta, ShapeMeta};
use reader::Reader;
use std::fmt;
use std::ops::Deref;
use std::sync::OnceLock;

/// The shapes and codes of an operation, or those that operations of a service share.
pub struct Tables {
    service: Option<&'static ServiceMeta>,
    source: Source,
    read: OnceLock<Read>,
    errors: OnceLock<ErrorTable>,
}

enum Source {
    Text(&'static str),
    Codes(&'static [ErrorMeta]),
    Operation(&'static OperationMeta),
}

/// Shapes with the names that [`Fact::Fields`] refers to.
type Shapes = OnceLock<Vec<(&'static str, ShapeMeta)>>;

struct Read {
    operation: OperationMeta,
    /// For the life of the program, as the facts within are that lead to them.
    shapes: &'static Shapes,
    codes: &'static [ErrorMeta],
    defects: Vec<String>,
}

impl Tables {
    /// Tables of a service, as text.
    pub const fn new(service: &'static ServiceMeta, text: &'static str) -> Self {
        Self::of(Some(service), Source::Text(text))
    }

    /// The codes of a vendor, as text.
    pub const fn codes(text: &'static str) -> Self {
        Self::of(None, Source::Text(text))
    }

    /// Codes at hand.
    pub const fn of_codes(codes: &'static [ErrorMeta]) -> Self {
        Self::of(None, Source::Codes(codes))
    }

    /// An operation at hand: for those without generated code.
    pub const fn made(operation: &'static OperationMeta) -> Self {
        Self::of(Some(operation.service), Source::Operation(operation))
    }

    const fn of(service: Option<&'static ServiceMeta>, source: Source) -> Self {
        Self {
            service,
            source,
            read: OnceLock::new(),
            errors: OnceLock::new(),
        }
    }

    /// The operation; one of which nothing is known where the tables are of no operation.
    pub fn operation(&self) -> &OperationMeta {
        match self.source {
            Source::Operation(operation) => operation,
            Source::Text(_) | Source::Codes(_) => &self.read().operation,
        }
    }

    /// The shape at this place; one without fields beyond the last.
    pub fn shape(&self, at: usize) -> &'static ShapeMeta {
        self.known().get(at).map_or(&NO_SHAPE, |(_, shape)| shape)
    }

    /// All shapes, in order.
    pub fn shapes(&self) -> impl Iterator<Item = &'static ShapeMeta> {
        self.known().iter().map(|(_, shape)| shape)
    }

    /// The codes, in order.
    pub fn error_codes(&self) -> &'static [ErrorMeta] {
        self.read().codes
    }

    /// The codes as the table of a set that stands on another.
    pub fn errors_above(&'static self, below: fn() -> &'static ErrorTable) -> &'static ErrorTable {
        self.errors.get_or_init(|| ErrorTable {
            codes: self.error_codes(),
            below: Some(below()),
        })
    }

    /// What the text holds that is no table; nothing, or the generator has a defect.
    pub fn defects(&self) -> &[String] {
        &self.read().defects
    }

    fn known(&self) -> &'static [(&'static str, ShapeMeta)] {
        self.read().shapes.get().map_or(&[], Vec::as_slice)
    }

    fn read(&self) -> &Read {
        self.read.get_or_init(|| match self.source {
            Source::Text(text) => Reader::new(self.service).read(text),
            Source::Codes(codes) => Read {
                codes,
                ..Read::new(&meta::OPERATION, Vec::new())
            },
            Source::Operation(operation) => {
                let shapes = [operation.request, operation.response];
                let shapes = shapes.map(|shape| (shape.name, *shape));
                Read {
                    codes: operation.errors,
                    ..Read::new(operation, shapes.to_vec())
                }
            }
        })
    }
}

impl Deref for Tables {
    type Target = OperationMeta;

    fn deref(&self) -> &OperationMeta {
        self.operation()
    }
}

impl Read {
    fn new(operation: &OperationMeta, shapes: Vec<(&'static str, ShapeMeta)>) -> Self {
        Self {
            operation: OperationMeta { ..*operation },
            shapes: Box::leak(Box::new(OnceLock::from(shapes))),
            codes: &[],
            defects: Vec::new(),
        }
    }
}

fn find(shapes: &'static [(&'static str, ShapeMeta)], name: &str) -> Option<&'static ShapeMeta> {
    let mut shapes = shapes.iter();
    shapes
        .find(|(known, _)| *known == name)
        .map(|(_, shape)| shape)
}

impl fmt::Debug for Tables {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tables")
    }
}

/// The shape that a field leads to.
#[derive(Clone, Copy)]
pub struct Members(Leads);

#[derive(Clone, Copy)]
enum Leads {
    To(&'static ShapeMeta),
    By {
        own: &'static Shapes,
        service: Option<&'static ServiceMeta>,
        name: &'static str,
    },
}

impl Members {
    /// A shape at hand.
    pub const fn of(shape: &'static ShapeMeta) -> Self {
        Self(Leads::To(shape))
    }

    /// The shape. A name that nobody has is a defect of the generator, and leads nowhere.
    pub fn shape(self) -> Option<&'static ShapeMeta> {
        let (own, service, name) = match self.0 {
            Leads::To(shape) => return Some(shape),
            Leads::By { own, service, name } => (own, service, name),
        };
        let shared = |name| {
            let mut all = service?.structures.iter();
            all.find_map(|tables| find(tables.known(), name))
        };
        match name.strip_prefix("structures::") {
            Some(name) => shared(name),
            None => find(own.get()?, name).or_else(|| shared(name)),
        }
    }
}

impl fmt::Debug for Members {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Leads::To(shape) => f.write_str(shape.name),
            Leads::By { name, .. } => f.write_str(name),
        }
    }
}

impl PartialEq for Members {
    fn eq(&self, other: &Self) -> bool {
        match (self.shape(), other.shape()) {
            (Some(mine), Some(theirs)) => std::ptr::eq(mine, theirs),
            (mine, theirs) => mine.is_none() && theirs.is_none(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::meta::{ErrorCase, Fact, Required};
    use crate::retry::RetryClass;

    static SERVICE: ServiceMeta = ServiceMeta {
        vendor: "v",
        name: "s",
        version: None,
        endpoint: None,
        operations: &[],
        structures: &[&SHARED],
        value_sets: &[],
        errors: &meta::NO_CODES,
    };
    static SHARED: Tables = Tables::new(
        &SERVICE,
        r#"
shape Tree tree
    Leaf string
    Left Tree Fields=Tree
"#,
    );
    static OWN: Tables = Tables::new(
        &SERVICE,
        r#"
operation Ask
    page s/Ask.md
    http GET|POST /ask
    rate_limit 20 1
    region Yes only=a|b
    paging Offset Offset limit=Limit items=A.B
    deprecated
    is_read
request Ask
    Name string Yes Default="a b" MaxLength=3 Secret
    Kind string No Values=A|"b c"|
        "\"|\u{23}" Max=3
        Min=1
    Share number MinFraction=0.5
    Tree Tree Fields=structures::Tree Deprecated=Name
    "odd name" list<string> Unknown Deprecated AsJson
response Answer
codes
    Busy Later 409 "so it is" 503 ""
    404
"#,
    );

    #[test]
    fn rows_become_fields_with_their_facts() {
        assert!(OWN.defects().is_empty(), "{:?}", OWN.defects());
        let ask = OWN.shape(0);
        let [name, kind, share, tree, odd] = ask.fields else {
            panic!("{ask:?}")
        };
        let secret = [Fact::Default("a b"), Fact::MaxLength(3), Fact::Secret];
        assert_eq!((name.required, name.facts), (Required::Yes, &secret[..]));
        assert_eq!(kind.values(), ["A", "b c", "\"|#"]);
        assert_eq!(kind.facts[1..], [Fact::Max(3), Fact::Min(1)]);
        assert_eq!(share.facts, [Fact::MinFraction(0.5)]);
        assert_eq!(tree.fields().map(|it| it.fields.len()), Some(2));
        assert_eq!((odd.name, odd.required), ("odd name", Required::Unknown));
        assert_eq!(odd.facts, [Fact::Deprecated(None), Fact::AsJson]);
        assert_eq!((OWN.shape(1).name, OWN.shape(7).name), ("Answer", ""));
    }

    #[test]
    fn the_operation_has_its_facts_and_its_tables() {
        let it: &OperationMeta = &OWN;
        assert_eq!((it.name, it.page, it.is_read), ("Ask", "s/Ask.md", true));
        assert_eq!(it.http.map(|http| http.methods.len()), Some(2));
        assert_eq!(it.region.map(|region| region.only.len()), Some(2));
        assert_eq!(it.paging.and_then(|paging| paging.items), Some("A.B"));
        assert!(it.deprecated.is_some_and(|it| it.replacement.is_none()));
        assert_eq!(it.rate_limit.map(|limit| limit.requests), Some(20));
        assert_eq!((it.request.name, it.response.name), ("Ask", "Answer"));
        assert_eq!((it.errors.len(), it.service.name), (2, "s"));
    }

    #[test]
    fn a_shape_may_lead_to_itself_and_has_the_name_of_its_page() {
        let tree = SHARED.shape(0);
        let left = tree.fields[1].fields().unwrap();
        assert!(std::ptr::eq(tree, left));
        assert_eq!(format!("{:?}", tree.fields[1].facts), "[Fields(Tree)]");
        assert_eq!(tree.name, "tree");
    }

    #[test]
    fn rows_of_codes_keep_every_case() {
        let [busy, none] = OWN.error_codes() else {
            panic!("two codes")
        };
        assert_eq!(busy.retry, RetryClass::Later);
        let cases: Vec<_> = busy.cases().collect();
        assert_eq!(cases, [ErrorCase(409, "so it is"), ErrorCase(503, "")]);
        assert_eq!((none.code, none.retry), ("404", RetryClass::Never));
    }

    #[test]
    fn what_is_no_table_is_told_and_passed_over() {
        static BAD: Tables = Tables::codes(
            "shape\nnonsense\nshape A\n    Name\n    N string Good=1\n    M string\n",
        );
        assert_eq!(BAD.defects().len(), 4, "{:?}", BAD.defects());
        assert_eq!(BAD.shape(0).fields.len(), 1);
    }
}
