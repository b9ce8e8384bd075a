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

use crate::meta::{
    self, Deprecation, ErrorCase, ErrorMeta, ErrorTable, Fact, FieldMeta, HttpMeta, NO_SHAPE,
    OperationMeta, PagingMeta, PagingStyle, Position, RateLimit, RegionUse, Required, ServiceMeta,
    ShapeMeta,
};
use crate::retry::RetryClass;
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

/// What rows are of.
#[derive(Clone, Copy)]
enum Section {
    None,
    Operation,
    Shape(&'static str, &'static str),
    Codes,
}

struct Reader {
    service: Option<&'static ServiceMeta>,
    own: &'static Shapes,
    shapes: Vec<(&'static str, ShapeMeta)>,
    operation: OperationMeta,
    section: Section,
    request: Option<usize>,
    response: Option<usize>,
    fields: Vec<FieldMeta>,
    codes: Vec<ErrorMeta>,
    defects: Vec<String>,
}

impl Reader {
    fn new(service: Option<&'static ServiceMeta>) -> Self {
        Self {
            service,
            own: Box::leak(Box::default()),
            shapes: Vec::new(),
            operation: OperationMeta {
                service: service.unwrap_or(meta::OPERATION.service),
                ..meta::OPERATION
            },
            section: Section::None,
            request: None,
            response: None,
            fields: Vec::new(),
            codes: Vec::new(),
            defects: Vec::new(),
        }
    }

    fn read(mut self, text: &'static str) -> Read {
        for line in rows(text) {
            let done = match line.strip_prefix(' ') {
                None if line.is_empty() => Some(()),
                None => self.head(line),
                Some(row) => self.row(row.trim_start()),
            };
            if done.is_none() {
                self.defects.push(line.to_owned());
            }
        }
        self.end_shape();
        let shapes = self.own.get_or_init(|| self.shapes);
        let shape = |at: Option<usize>| {
            let known = at.and_then(|at| shapes.get(at));
            known.map_or(&NO_SHAPE, |(_, shape)| shape)
        };
        let codes = self.codes.leak();
        Read {
            operation: OperationMeta {
                request: shape(self.request),
                response: shape(self.response),
                errors: codes,
                ..self.operation
            },
            shapes: self.own,
            codes,
            defects: self.defects,
        }
    }

    fn head(&mut self, line: &'static str) -> Option<()> {
        self.end_shape();
        let mut words = Words(line);
        let head = words.next()?;
        match head {
            "operation" => {
                self.operation.name = words.next()?;
                self.section = Section::Operation;
            }
            "request" | "response" | "shape" => {
                match head {
                    "request" => self.request = Some(self.shapes.len()),
                    "response" => self.response = Some(self.shapes.len()),
                    _ => {}
                }
                let name = words.next()?;
                self.section = Section::Shape(name, words.next().unwrap_or(name));
            }
            "codes" => self.section = Section::Codes,
            _ => return None,
        }
        words.0.is_empty().then_some(())
    }

    fn end_shape(&mut self) {
        if let Section::Shape(key, name) = self.section {
            let fields = std::mem::take(&mut self.fields).leak();
            self.shapes.push((key, ShapeMeta { name, fields }));
        }
        self.section = Section::None;
    }

    fn row(&mut self, row: &'static str) -> Option<()> {
        let mut words = Words(row);
        match self.section {
            Section::None => return None,
            Section::Operation => self.known(&mut words)?,
            Section::Shape(..) => {
                let field = self.field(words)?;
                self.fields.push(field);
                return Some(());
            }
            Section::Codes => {
                self.codes.push(code(words)?);
                return Some(());
            }
        }
        words.0.is_empty().then_some(())
    }

    /// What is known of the operation beside its tables.
    fn known(&mut self, words: &mut Words) -> Option<()> {
        let it = &mut self.operation;
        match words.mark()? {
            "page" => it.page = words.next()?,
            "source" => it.source = Some(words.next()?),
            "section" => it.section = Some(words.next()?),
            "doc_url" => it.doc_url = Some(words.next()?),
            "version" => it.version = Some(words.next()?),
            "endpoint" => it.endpoint = Some(words.next()?),
            "idempotency_token" => it.idempotency_token = Some(words.next()?),
            "is_read" => it.is_read = true,
            "http" => {
                let (methods, path) = (words.list()?, words.next()?);
                it.http = Some(HttpMeta { methods, path });
            }
            "rate_limit" => {
                let (requests, seconds) = (words.number()?, words.number()?);
                it.rate_limit = Some(RateLimit { requests, seconds });
            }
            "deprecated" => {
                let replacement = words.next();
                it.deprecated = Some(Deprecation { replacement });
            }
            "region" => it.region = Some(region(words)?),
            "paging" => it.paging = Some(paging(words)?),
            _ => return None,
        }
        Some(())
    }

    fn field(&self, mut words: Words) -> Option<FieldMeta> {
        let (name, ty) = (words.next()?, words.next()?);
        let mut required = Required::Unstated;
        let mut facts = Vec::new();
        while !words.0.is_empty() {
            match words.mark()? {
                "Yes" => required = Required::Yes,
                "No" => required = Required::No,
                "Unknown" => required = Required::Unknown,
                mark => facts.push(self.fact(mark, &mut words)?),
            }
        }
        Some(FieldMeta {
            name,
            ty,
            required,
            facts: facts.leak(),
        })
    }

    fn members(&self, name: &'static str) -> Members {
        Members(Leads::By {
            own: self.own,
            service: self.service,
            name,
        })
    }

    fn fact(&self, mark: &str, words: &mut Words) -> Option<Fact> {
        Some(match mark {
            "Default=" => Fact::Default(words.next()?),
            "Values=" => Fact::Values(words.list()?),
            "Min=" => Fact::Min(words.number()?),
            "Max=" => Fact::Max(words.number()?),
            "MinFraction=" => Fact::MinFraction(words.number()?),
            "MaxFraction=" => Fact::MaxFraction(words.number()?),
            "MinLength=" => Fact::MinLength(words.number()?),
            "MaxLength=" => Fact::MaxLength(words.number()?),
            "MinItems=" => Fact::MinItems(words.number()?),
            "MaxItems=" => Fact::MaxItems(words.number()?),
            "Format=" => Fact::Format(words.next()?),
            "Unit=" => Fact::Unit(words.next()?),
            "Position=" => Fact::Position(position(words.next()?)?),
            "Fields=" => Fact::Fields(self.members(words.next()?)),
            "Deprecated" => Fact::Deprecated(None),
            "Deprecated=" => Fact::Deprecated(Some(words.next()?)),
            "Derived=" => Fact::Derived(words.next()?),
            "AsJson" => Fact::AsJson,
            "AsCommas" => Fact::AsCommas,
            "Conditional" => Fact::Conditional,
            "Nullable" => Fact::Nullable,
            "PlacedUncertainly" => Fact::PlacedUncertainly,
            "Secret" => Fact::Secret,
            _ => return None,
        })
    }
}

/// How far in the lines stand that go on with a row.
const GOES_ON: &str = "\n        ";

fn rows(mut text: &'static str) -> impl Iterator<Item = &'static str> {
    std::iter::from_fn(move || {
        let ends = |at: &usize| !text[*at..].starts_with(GOES_ON);
        let mut breaks = text.match_indices('\n').map(|(at, _)| at);
        let end = breaks.find(ends).unwrap_or(text.len());
        let row = text.get(..end).filter(|_| !text.is_empty())?;
        text = text.get(end + 1..).unwrap_or_default();
        Some(row)
    })
}

fn region(words: &mut Words) -> Option<RegionUse> {
    let mut region = RegionUse {
        required: Required::Unstated,
        unused: false,
        only: &[],
    };
    while !words.0.is_empty() {
        match words.mark()? {
            "Yes" => region.required = Required::Yes,
            "No" => region.required = Required::No,
            "Unknown" => region.required = Required::Unknown,
            "unused" => region.unused = true,
            "only=" => region.only = words.list()?,
            _ => return None,
        }
    }
    Some(region)
}

fn paging(words: &mut Words) -> Option<PagingMeta> {
    let style = match words.next()? {
        "Offset" => PagingStyle::Offset,
        "Page" => PagingStyle::Page,
        "Token" => PagingStyle::Token,
        _ => return None,
    };
    let mut paging = PagingMeta {
        style,
        cursor: words.next()?,
        limit: None,
        next: None,
        total: None,
        items: None,
    };
    while !words.0.is_empty() {
        match words.mark()? {
            "limit=" => paging.limit = Some(words.next()?),
            "next=" => paging.next = Some(words.next()?),
            "total=" => paging.total = Some(words.next()?),
            "items=" => paging.items = Some(words.next()?),
            _ => return None,
        }
    }
    Some(paging)
}

fn position(word: &str) -> Option<Position> {
    Some(match word {
        "Header" => Position::Header,
        "Query" => Position::Query,
        "Path" => Position::Path,
        "Body" => Position::Body,
        _ => return None,
    })
}

fn code(mut words: Words) -> Option<ErrorMeta> {
    let code = words.next()?;
    let mut retry = RetryClass::Never;
    if words.0.starts_with(|c: char| c.is_ascii_uppercase()) {
        retry = match words.next()? {
            "Throttled" => RetryClass::Throttled,
            "ClockSkew" => RetryClass::ClockSkew,
            "Later" => RetryClass::Later,
            "Server" => RetryClass::Server,
            _ => return None,
        };
    }
    let mut cases = Vec::new();
    while !words.0.is_empty() {
        cases.push(ErrorCase(words.number()?, words.next()?));
    }
    let mut cases = cases.into_iter();
    Some(ErrorMeta {
        code,
        retry,
        case: cases.next().unwrap_or(ErrorCase(0, "")),
        also: cases.collect::<Vec<_>>().leak(),
    })
}

/// What is left of a line.
struct Words(&'static str);

impl Words {
    /// The next word, out of its quotes.
    fn next(&mut self) -> Option<&'static str> {
        let word = self.word()?;
        self.0 = self.0.trim_start();
        Some(word)
    }

    /// The next word up to the sign behind it.
    fn word(&mut self) -> Option<&'static str> {
        let Some(quoted) = self.0.strip_prefix('"') else {
            let end = self.0.find([' ', '|', '\n']).unwrap_or(self.0.len());
            let (word, rest) = self.0.split_at(end);
            self.0 = rest;
            return (!word.is_empty()).then_some(word);
        };
        let mut end = 0;
        loop {
            end += quoted.get(end..)?.find(['"', '\\'])?;
            if quoted[end..].starts_with('"') {
                break;
            }
            end += 2;
        }
        self.0 = &quoted[end + 1..];
        unescaped(&quoted[..end])
    }

    /// The next word up to its `=`.
    fn mark(&mut self) -> Option<&'static str> {
        let end = self.0.find([' ', '=', '\n']).unwrap_or(self.0.len());
        let at = end + usize::from(self.0[end..].starts_with('='));
        let (mark, rest) = self.0.split_at(at);
        self.0 = rest.trim_start();
        (!mark.is_empty()).then_some(mark)
    }

    /// Words with bars between them.
    fn list(&mut self) -> Option<&'static [&'static str]> {
        let mut words = vec![self.word()?];
        while let Some(rest) = self.0.strip_prefix('|') {
            self.0 = rest.trim_start();
            words.push(self.word()?);
        }
        self.0 = self.0.trim_start();
        Some(words.leak())
    }

    fn number<T: std::str::FromStr>(&mut self) -> Option<T> {
        self.next()?.parse().ok()
    }
}

/// A quoted word as it was meant: `\n` and the like, and `\u{…}`.
fn unescaped(quoted: &'static str) -> Option<&'static str> {
    if !quoted.contains('\\') {
        return Some(quoted);
    }
    let mut out = String::with_capacity(quoted.len());
    let mut chars = quoted.chars();
    while let Some(c) = chars.next() {
        out.push(match c {
            '\\' => match chars.next()? {
                'n' => '\n',
                'u' => {
                    let rest = chars.as_str().strip_prefix('{')?;
                    let (number, rest) = rest.split_once('}')?;
                    chars = rest.chars();
                    char::from_u32(u32::from_str_radix(number, 16).ok()?)?
                }
                other => other,
            },
            plain => plain,
        });
    }
    Some(out.leak())
}

#[cfg(test)]
mod tests {
    use super::*;

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
