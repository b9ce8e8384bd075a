//! The runtime's tables of an operation, made from a spec at run time: what generated code holds
//! for operations that have some. A test holds the two against each other.
//!
//! Tables are for the life of a program, so these are leaked: a test makes each once.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use specwright_runtime::meta::{
    self, ErrorCase, ErrorMeta, Fact, FieldMeta, HttpMeta, OperationMeta, Position, Required,
    ServiceMeta, ShapeMeta,
};
use specwright_runtime::profile::Vendor;
use specwright_runtime::retry::classify;
use specwright_runtime::tables::{Members, Tables};
use specwright_spec::{Encoding, ErrorCode, Field, Number, Operation, Place, Service, Type};

/// Names whose values must not show in logs; compared in small letters without signs.
const SECRET_PARTS: [&str; 7] = [
    "password",
    "passwd",
    "secret",
    "privatekey",
    "accesskey",
    "credential",
    "securitytoken",
];

/// A structure that leads to itself is unrolled so often in the tables; values go on below.
const UNROLLED: usize = 2;

/// A service with its tables.
pub struct ServiceTables {
    vendor: &'static Vendor,
    service: &'static ServiceMeta,
    spec: &'static Service,
    layouts: BTreeMap<&'static str, &'static OnceLock<Layout>>,
}

/// An operation with its tables and the layouts of its values.
#[derive(Clone, Copy)]
pub struct OperationTables {
    /// The facts.
    pub meta: &'static OperationMeta,
    /// The parameters.
    pub request: &'static Layout,
    /// The members of the response.
    pub response: &'static Layout,
}

/// A struct: its table, and what its fields hold.
pub struct Layout {
    /// The table.
    pub meta: &'static ShapeMeta,
    /// What each field holds, in the table's order.
    pub kinds: Vec<Kind>,
    /// Lists and maps that are empty are absent, as in generated responses.
    pub is_output: bool,
}

/// What a value is.
#[derive(Clone)]
pub enum Kind {
    /// Truth.
    Truth,
    /// A whole number.
    Int,
    /// A number with a fraction.
    Float,
    /// Text.
    Text,
    /// A tree without a type.
    Tree,
    /// A struct of the spec.
    Struct(&'static OnceLock<Layout>),
    /// A list.
    List(Box<Kind>),
    /// A map.
    Map(Box<Kind>),
}

impl ServiceTables {
    /// The tables of a service.
    pub fn new(vendor: &'static Vendor, spec: &Service) -> Self {
        let spec: &'static Service = Box::leak(Box::new(spec.clone()));
        let layouts = spec
            .structures
            .iter()
            .filter(|structure| !structure.fields.is_empty() || structure.values.is_empty())
            .map(|structure| (structure.name.as_str(), leak(OnceLock::new())))
            .collect();
        let service = leak(ServiceMeta {
            vendor: vendor.name,
            name: &spec.service,
            version: spec.version.as_deref(),
            endpoint: spec.endpoint.as_deref(),
            operations: &[],
            structures: &[],
            value_sets: &[],
            errors: leak(Tables::of_codes(errors(vendor, &spec.errors))),
        });
        let tables = Self {
            vendor,
            service,
            spec,
            layouts,
        };
        for structure in &spec.structures {
            if let Some(layout) = tables.layouts.get(structure.name.as_str()) {
                let made = tables.layout(&structure.name, &structure.fields, true);
                let _ = layout.set(made);
            }
        }
        tables
    }

    /// The spec's operations, in its order.
    pub fn operations(&self) -> impl Iterator<Item = (&'static Operation, OperationTables)> {
        self.spec
            .operations
            .iter()
            .map(|operation| (operation, self.operation(operation)))
    }

    fn operation(&self, operation: &'static Operation) -> OperationTables {
        let request = leak(self.layout(&operation.name, &operation.request, false));
        let response = leak(self.layout(&operation.name, &operation.response, true));
        let methods = |http: &'static specwright_spec::Http| -> &'static [&'static str] {
            leak_list(http.methods.iter().map(String::as_str).collect())
        };
        let meta = leak(OperationMeta {
            service: self.service,
            name: &operation.name,
            page: &operation.page,
            version: operation.version.as_deref(),
            http: operation.http.as_ref().map(|http| HttpMeta {
                methods: methods(http),
                path: &http.path,
            }),
            idempotency_token: operation.idempotency.as_ref().map(|i| i.token.as_str()),
            request: request.meta,
            response: response.meta,
            errors: errors(self.vendor, &operation.errors),
            ..meta::OPERATION
        });
        OperationTables {
            meta,
            request,
            response,
        }
    }

    fn layout(&self, name: &'static str, fields: &'static [Field], is_output: bool) -> Layout {
        Layout {
            meta: self.shape(name, fields, &mut Vec::new()),
            kinds: fields
                .iter()
                .map(|field| self.kind(&field.ty, field))
                .collect(),
            is_output,
        }
    }

    fn kind(&self, ty: &'static Type, field: &'static Field) -> Kind {
        match ty {
            Type::String => Kind::Text,
            Type::Integer | Type::Int32 | Type::Int64 => Kind::Int,
            Type::Number => Kind::Float,
            Type::Boolean => Kind::Truth,
            Type::List(item) => Kind::List(Box::new(self.kind(item, field))),
            Type::Map(value) => Kind::Map(Box::new(self.kind(value, field))),
            Type::Object if !field.fields.is_empty() => {
                // Lists in objects within a request are absent when empty, as in responses.
                let layout = self.layout(&field.name, &field.fields, true);
                Kind::Struct(leak(OnceLock::from(layout)))
            }
            Type::Structure(name) => match self.layouts.get(name.as_str()) {
                Some(layout) => Kind::Struct(layout),
                // A set of values is text; what is not described is a tree.
                None if self.spec.structure(name).is_some() => Kind::Text,
                None => Kind::Tree,
            },
            Type::Any | Type::Object => Kind::Tree,
        }
    }

    fn shape(
        &self,
        name: &'static str,
        fields: &'static [Field],
        within: &mut Vec<&'static str>,
    ) -> &'static ShapeMeta {
        let fields = fields.iter().map(|field| self.field(field, within));
        leak(ShapeMeta {
            name,
            fields: leak_list(fields.collect()),
        })
    }

    fn field(&self, field: &'static Field, within: &mut Vec<&'static str>) -> FieldMeta {
        let mut facts = facts(field);
        facts.extend(
            self.members(field, within)
                .map(|shape| Fact::Fields(Members::of(shape))),
        );
        FieldMeta {
            name: &field.name,
            ty: leak(field.ty.to_string()),
            required: match field.required {
                Some(specwright_spec::Required::Yes) => Required::Yes,
                Some(specwright_spec::Required::No) => Required::No,
                Some(specwright_spec::Required::Unknown) => Required::Unknown,
                None => Required::Unstated,
            },
            facts: leak_list(facts),
        }
    }

    /// The members of the object that a field leads to.
    fn members(
        &self,
        field: &'static Field,
        within: &mut Vec<&'static str>,
    ) -> Option<&'static ShapeMeta> {
        match field.ty.leaf() {
            Type::Object if !field.fields.is_empty() => {
                Some(self.shape(&field.name, &field.fields, within))
            }
            Type::Structure(name) if self.layouts.contains_key(name.as_str()) => {
                let structure = self.spec.structure(name)?;
                if within.iter().filter(|above| *above == name).count() >= UNROLLED {
                    return None;
                }
                within.push(name);
                let shape = self.shape(&structure.name, &structure.fields, within);
                within.pop();
                Some(shape)
            }
            _ => None,
        }
    }
}

/// What a page says of a field, in the order of generated tables; members come after.
fn facts(field: &'static Field) -> Vec<Fact> {
    let mut facts = Vec::new();
    facts.extend(field.default.as_deref().map(Fact::Default));
    if !field.values.is_empty() {
        let values = field.values.iter().map(|value| value.value.as_str());
        facts.push(Fact::Values(leak_list(values.collect())));
    }
    let bound = |bound: Option<Number>, whole: fn(i64) -> Fact, fraction: fn(f64) -> Fact| {
        bound.and_then(|bound| match bound {
            Number::Int(bound) => Some(whole(bound)),
            Number::Float(bound) => bound.is_finite().then(|| fraction(bound)),
        })
    };
    facts.extend(bound(field.min, Fact::Min, Fact::MinFraction));
    facts.extend(bound(field.max, Fact::Max, Fact::MaxFraction));
    facts.extend(field.min_length.map(Fact::MinLength));
    facts.extend(field.max_length.map(Fact::MaxLength));
    facts.extend(field.min_items.map(Fact::MinItems));
    facts.extend(field.max_items.map(Fact::MaxItems));
    facts.extend(field.format.as_deref().map(Fact::Format));
    facts.extend(field.unit.as_deref().map(Fact::Unit));
    facts.extend(field.position.map(|place| {
        Fact::Position(match place {
            Place::Header => Position::Header,
            Place::Query => Position::Query,
            Place::Path => Position::Path,
            Place::Body => Position::Body,
        })
    }));
    let marks = [
        (field.encoding == Some(Encoding::Json), Fact::AsJson),
        (field.encoding == Some(Encoding::Comma), Fact::AsCommas),
        (field.conditional, Fact::Conditional),
        (field.nullable, Fact::Nullable),
        (!field.placed.is_certain(), Fact::PlacedUncertainly),
        (is_secret(&field.name), Fact::Secret),
    ];
    facts.extend(
        marks
            .iter()
            .filter(|(is_set, _)| *is_set)
            .map(|(_, fact)| *fact),
    );
    facts.extend(
        field
            .deprecated
            .as_ref()
            .map(|d| Fact::Deprecated(d.replacement.as_deref())),
    );
    facts.extend(field.derived.as_deref().map(Fact::Derived));
    facts
}

fn is_secret(name: &str) -> bool {
    let name: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    let name = name.to_ascii_lowercase();
    SECRET_PARTS.iter().any(|part| name.contains(part))
}

/// The codes of a page with their retry classes.
fn errors(vendor: &Vendor, codes: &'static [ErrorCode]) -> &'static [ErrorMeta] {
    let errors = codes.iter().map(|code| {
        let mut cases = code.cases().map(|case| {
            let message = case.message.unwrap_or_default();
            ErrorCase(case.status.unwrap_or(0), leak(message))
        });
        ErrorMeta {
            code: &code.code,
            retry: classify(vendor.retry, &code.code, http::StatusCode::OK),
            case: cases.next().unwrap_or(ErrorCase(0, "")),
            also: leak_list(cases.collect()),
        }
    });
    leak_list(errors.collect())
}

fn leak<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

fn leak_list<T>(items: Vec<T>) -> &'static [T] {
    items.leak()
}

/// Where two tables of one struct differ, as a dotted name; inline structs may be named otherwise.
pub fn difference(a: &ShapeMeta, b: &ShapeMeta, depth: usize) -> Option<String> {
    if a.fields.len() != b.fields.len() {
        return Some(format!(
            "{} fields, {} fields",
            a.fields.len(),
            b.fields.len()
        ));
    }
    a.fields.iter().zip(b.fields).find_map(|(a, b)| {
        let plain = |field: &FieldMeta| -> Vec<Fact> {
            let facts = field.facts.iter().copied();
            facts
                .filter(|fact| !matches!(fact, Fact::Fields(_)))
                .collect()
        };
        if (a.name, a.ty, a.required) != (b.name, b.ty, b.required) || plain(a) != plain(b) {
            return Some(format!("{a:?} is not {b:?}"));
        }
        match (a.fields(), b.fields()) {
            (None, None) => None,
            (Some(a), Some(b)) if depth > 0 => {
                difference(a, b, depth - 1).map(|below| format!("{}.{below}", a.name))
            }
            (Some(_), Some(_)) => None,
            _ => Some(format!("{}: only one leads to members", a.name)),
        }
    })
}
