//! Reads the text of tables: lines to rows, words to facts. What it does not know it notes and passes over.

use super::{Leads, Members, Read, Shapes};
use crate::meta::{
    self, Deprecation, ErrorCase, ErrorMeta, Fact, FieldMeta, HttpMeta, NO_SHAPE, OperationMeta,
    PagingMeta, PagingStyle, Position, RateLimit, RegionUse, Required, ServiceMeta, ShapeMeta,
};
use crate::retry::RetryClass;

/// What rows are of.
#[derive(Clone, Copy)]
enum Section {
    None,
    Operation,
    Shape(&'static str, &'static str),
    Codes,
}

pub(super) struct Reader {
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
    pub(super) fn new(service: Option<&'static ServiceMeta>) -> Self {
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

    pub(super) fn read(mut self, text: &'static str) -> Read {
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
