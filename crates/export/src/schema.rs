//! Fields and structures as JSON Schema 2020-12, for a JSON Schema and for OpenAPI alike.
//!
//! The values of a request are an `enum`. Those of a response stand in `x-specwright-values`: a service
//! may add one any day, and a client must not fail then.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};
use specwright_spec::{Field, Number, Required, Service, Structure, Type};

use crate::names::Keys;
use crate::warning::{Kind, Warning};

/// An object of JSON.
pub(crate) type Object = Map<String, Value>;

/// Which way values travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// From the caller: a set of values is closed.
    Request,
    /// From the service: a set of values may grow.
    Response,
}

/// Makes the schemas of a service.
pub(crate) struct Schemas<'s> {
    service: &'s Service,
    /// What a reference to a structure begins with: `#/$defs/`.
    prefix: &'static str,
    /// Names of structures to keys.
    structures: BTreeMap<&'s str, String>,
    /// The structures that responses lead to.
    answered: BTreeSet<&'s str>,
    /// The keys given so far.
    pub(crate) keys: Keys,
    /// What could not be said.
    pub(crate) warnings: Vec<Warning>,
}

impl<'s> Schemas<'s> {
    /// Structures get the first choice of keys.
    pub(crate) fn new(service: &'s Service, prefix: &'static str) -> Self {
        let mut schemas = Self {
            service,
            prefix,
            structures: BTreeMap::new(),
            answered: answered(service),
            keys: Keys::default(),
            warnings: Vec::new(),
        };
        for structure in &service.structures {
            let key = schemas.keys.claim(&structure.name);
            if key != structure.name {
                let message = format!("{:?} is written as {key}", structure.name);
                schemas.warn(Kind::Renamed, &item_of(structure), message);
            }
            schemas.structures.insert(&structure.name, key);
        }
        schemas
    }

    /// Every structure, by key, in the spec's order.
    pub(crate) fn structures(&mut self) -> Object {
        let service = self.service;
        let mut all = Object::new();
        for structure in &service.structures {
            let Some(key) = self.structures.get(structure.name.as_str()).cloned() else {
                continue;
            };
            let schema = self.structure(structure);
            all.insert(key, schema.into());
        }
        all
    }

    fn structure(&mut self, structure: &'s Structure) -> Object {
        let item = item_of(structure);
        let is_answered = self.answered.contains(structure.name.as_str());
        let side = if is_answered {
            Side::Response
        } else {
            Side::Request
        };
        let mut schema = if structure.values.is_empty() {
            self.object(&item, &structure.fields, side)
        } else {
            let values: Vec<_> = structure.values.iter().map(|v| v.value.as_str()).collect();
            let mut schema = only("type", "string");
            let key = match side {
                Side::Request => "enum",
                Side::Response => "x-specwright-values",
            };
            schema.insert(key.into(), json!(values));
            schema
        };
        let told = [
            ("description", structure.doc.clone().map(Value::from)),
            ("x-specwright-name", Some(json!(structure.name))),
            ("x-specwright-page", Some(json!(structure.page))),
            (
                "x-specwright-source",
                structure.source.clone().map(Value::from),
            ),
            (
                "x-specwright-derived",
                structure.derived.clone().map(Value::from),
            ),
        ];
        extend(&mut schema, told);
        schema
    }

    /// An object with these members.
    pub(crate) fn object(&mut self, item: &str, fields: &[Field], side: Side) -> Object {
        let mut properties = Object::new();
        let mut required = Vec::new();
        for field in fields {
            let schema = self.field(&format!("{item}/{}", field.name), field, side);
            properties.insert(field.name.clone(), schema.into());
            if field.is_required() {
                required.push(field.name.clone());
            }
        }
        let mut schema = only("type", "object");
        if !properties.is_empty() {
            schema.insert("properties".into(), properties.into());
        }
        if !required.is_empty() {
            schema.insert("required".into(), required.into());
        }
        schema
    }

    /// A field. Whether it is required stands with the object that holds it, unless the page's mark is
    /// neither yes nor no.
    pub(crate) fn field(&mut self, item: &str, field: &Field, side: Side) -> Object {
        let mut schema = self.of_type(item, field, &field.ty, side);
        self.lengths(item, field, &mut schema);
        if field.nullable {
            nullable(&mut schema);
        }
        if let Some(default) = &field.default {
            match typed(&field.ty, default).filter(|_| is_allowed(field, default)) {
                Some(value) => _ = schema.insert("default".into(), value),
                None => {
                    let message =
                        format!("{default:?} is no value that a {} here may have", field.ty);
                    self.warn(Kind::Default, item, message);
                    schema.insert("x-specwright-default".into(), json!(default));
                }
            }
        }
        extend(&mut schema, told(field));
        schema
    }

    fn of_type(&mut self, item: &str, field: &Field, ty: &Type, side: Side) -> Object {
        match ty {
            Type::List(inner) => {
                let mut schema = only("type", "array");
                let items = self.of_type(item, field, inner, side);
                schema.insert("items".into(), items.into());
                schema
            }
            Type::Map(inner) => {
                let mut schema = only("type", "object");
                let values = self.of_type(item, field, inner, side);
                schema.insert("additionalProperties".into(), values.into());
                schema
            }
            leaf => self.leaf(item, field, leaf, side),
        }
    }

    fn leaf(&mut self, item: &str, field: &Field, ty: &Type, side: Side) -> Object {
        let mut schema = match ty {
            Type::Object => self.object(item, &field.fields, side),
            Type::Structure(name) => match self.structures.get(name.as_str()) {
                Some(key) => only("$ref", &format!("{}{key}", self.prefix)),
                None => {
                    self.warn(Kind::NoStructure, item, format!("no page lists {name}"));
                    let mut schema = only("type", "object");
                    schema.insert("x-specwright-structure".into(), json!(name));
                    schema
                }
            },
            Type::String => text(field),
            Type::Any => Object::new(),
            Type::Int32 | Type::Int64 => {
                let mut schema = only("type", "integer");
                schema.insert("format".into(), json!(ty.to_string()));
                schema
            }
            scalar => only("type", &scalar.to_string()),
        };
        self.values(item, field, ty, side, &mut schema);
        self.range(item, field, ty, &mut schema);
        schema
    }

    fn values(&mut self, item: &str, field: &Field, ty: &Type, side: Side, schema: &mut Object) {
        if field.values.is_empty() {
            return;
        }
        let texts: Vec<_> = field.values.iter().map(|v| v.value.as_str()).collect();
        let values: Option<Vec<_>> = texts.iter().map(|text| typed(ty, text)).collect();
        match values {
            Some(mut values) if side == Side::Request => {
                if field.nullable && !field.ty.is_list() {
                    values.push(Value::Null);
                }
                schema.insert("enum".into(), values.into());
                return;
            }
            Some(_) => {}
            None => {
                let message = format!("{} are not all of type {ty}", texts.join(", "));
                self.warn(Kind::Values, item, message);
            }
        }
        schema.insert("x-specwright-values".into(), json!(texts));
    }

    fn range(&mut self, item: &str, field: &Field, ty: &Type, schema: &mut Object) {
        let bounds = [("minimum", "min", field.min), ("maximum", "max", field.max)];
        let is_number = ty.is_integer() || *ty == Type::Number;
        for (keyword, name, bound) in bounds {
            let Some(bound) = bound else { continue };
            if is_number {
                schema.insert(keyword.into(), number(bound));
            } else {
                self.warn(Kind::Bound, item, format!("{name} {bound} of type {ty}"));
                keep_bound(schema, name, number(bound));
            }
        }
    }

    /// Lengths of texts and of lists. Those of texts stand where the text does, those of lists outside.
    fn lengths(&mut self, item: &str, field: &Field, schema: &mut Object) {
        let has_texts = *field.ty.leaf() == Type::String;
        let is_list = field.ty.is_list();
        let rows = [
            ("minLength", "min_length", field.min_length, has_texts),
            ("maxLength", "max_length", field.max_length, has_texts),
            ("minItems", "min_items", field.min_items, is_list),
            ("maxItems", "max_items", field.max_items, is_list),
        ];
        for (keyword, name, bound, fits) in rows {
            let Some(bound) = bound else { continue };
            let is_of_text = keyword.ends_with("Length");
            if !fits {
                self.warn(
                    Kind::Bound,
                    item,
                    format!("{name} {bound} of type {}", field.ty),
                );
                keep_bound(schema, name, json!(bound));
            } else if is_of_text {
                insert_innermost(schema, keyword, json!(bound));
            } else {
                schema.insert(keyword.into(), json!(bound));
            }
        }
    }

    /// Remembers what cannot be said.
    pub(crate) fn warn(&mut self, kind: Kind, item: &str, message: impl Into<String>) {
        self.warnings.push(Warning::new(kind, item, message));
    }
}

/// What a field's page says beside name, type, values and bounds.
fn told(field: &Field) -> impl Iterator<Item = (&'static str, Option<Value>)> {
    let flag = |is: bool| is.then_some(Value::Bool(true));
    let replacement = field
        .deprecated
        .as_ref()
        .and_then(|d| d.replacement.clone());
    let required = match field.required {
        Some(Required::Yes | Required::No) => None,
        Some(Required::Unknown) => Some(json!("unknown")),
        None => Some(json!("unstated")),
    };
    [
        ("description", field.doc.clone().map(Value::from)),
        ("deprecated", flag(field.deprecated.is_some())),
        ("x-specwright-use", replacement.map(Value::from)),
        ("x-specwright-required", required),
        ("x-specwright-conditional", flag(field.conditional)),
        (
            "x-specwright-position",
            field.position.map(|place| json!(place)),
        ),
        (
            "x-specwright-encoding",
            field.encoding.map(|encoding| json!(encoding)),
        ),
        ("x-specwright-format", field.format.clone().map(Value::from)),
        ("x-specwright-unit", field.unit.clone().map(Value::from)),
        (
            "x-specwright-derived",
            field.derived.clone().map(Value::from),
        ),
        (
            "x-specwright-placed",
            (!field.placed.is_certain()).then(|| json!("uncertain")),
        ),
    ]
    .into_iter()
}

/// A text. Forms that JSON Schema has a word for are in that word too.
fn text(field: &Field) -> Object {
    let mut schema = only("type", "string");
    let word = match field.format.as_deref() {
        Some("date-time") => ("format", "date-time"),
        Some("date") => ("format", "date"),
        Some("base64") => ("contentEncoding", "base64"),
        Some("json") => ("contentMediaType", "application/json"),
        _ => return schema,
    };
    schema.insert(word.0.into(), word.1.into());
    schema
}

/// A value of a scalar type, if its text on the wire can be had back from it.
fn typed(ty: &Type, text: &str) -> Option<Value> {
    let value: Value = match ty {
        Type::String | Type::Any => return Some(text.into()),
        Type::Integer | Type::Int32 | Type::Int64 => text.parse::<i64>().ok()?.into(),
        Type::Number => serde_json::from_str::<serde_json::Number>(text)
            .ok()?
            .into(),
        Type::Boolean => text.parse::<bool>().ok()?.into(),
        _ => return None,
    };
    let written = value.to_string();
    (written == text).then_some(value)
}

/// Whether a default is among the values and within the bounds that the page states. Pages give defaults
/// that callers may not send: 0 for off, where a value is from 30 to 3600.
fn is_allowed(field: &Field, default: &str) -> bool {
    let is_listed = field.values.is_empty() || field.values.iter().any(|one| one.value == default);
    let number =
        Number::parse(default).filter(|_| field.ty.is_integer() || field.ty == Type::Number);
    let is_within = number.is_none_or(|number| {
        field.min.is_none_or(|min| number >= min) && field.max.is_none_or(|max| number <= max)
    });
    let length = u64::try_from(default.chars().count()).unwrap_or(u64::MAX);
    let is_fit = field.ty != Type::String
        || (field.min_length.is_none_or(|min| length >= min)
            && field.max_length.is_none_or(|max| length <= max));
    is_listed && is_within && is_fit && is_in_form(field, default)
}

/// Whether a default is in the form that the schema names. A page may call a time of day a time
/// (tencent/monitor GetMonitorData: 00:00:00).
fn is_in_form(field: &Field, default: &str) -> bool {
    let is_date = |text: &str| {
        let shape = text
            .chars()
            .map(|c| if c.is_ascii_digit() { '0' } else { c });
        shape.eq("0000-00-00".chars())
    };
    match field.format.as_deref() {
        Some("date") => is_date(default),
        Some("date-time") => default
            .split_once('T')
            .is_some_and(|(date, time)| is_date(date) && !time.is_empty()),
        _ => true,
    }
}

fn nullable(schema: &mut Object) {
    if let Some(ty) = schema.get_mut("type") {
        *ty = json!([ty.clone(), "null"]);
    } else if let Some(target) = schema.shift_remove("$ref") {
        schema.insert(
            "anyOf".into(),
            json!([{ "$ref": target }, { "type": "null" }]),
        );
    } else {
        schema.insert("x-specwright-nullable".into(), true.into());
    }
}

/// Puts a keyword into the schema below all lists and maps.
fn insert_innermost(schema: &mut Object, keyword: &str, value: Value) {
    for key in ["items", "additionalProperties"] {
        if let Some(Value::Object(inner)) = schema.get_mut(key) {
            return insert_innermost(inner, keyword, value);
        }
    }
    schema.insert(keyword.to_owned(), value);
}

/// Keeps a bound that no keyword of the schema's type says.
fn keep_bound(schema: &mut Object, name: &str, value: Value) {
    let kept = schema
        .entry("x-specwright-bounds")
        .or_insert_with(|| Object::new().into());
    if let Value::Object(kept) = kept {
        kept.insert(name.to_owned(), value);
    }
}

/// The structures that responses lead to.
fn answered(service: &Service) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    let mut open: Vec<&[Field]> = service
        .operations
        .iter()
        .map(|o| o.response.as_slice())
        .collect();
    while let Some(fields) = open.pop() {
        for field in fields {
            open.push(&field.fields);
            let structure = field
                .ty
                .structure()
                .and_then(|name| service.structure(name));
            if let Some(structure) = structure.filter(|s| found.insert(s.name.as_str())) {
                open.push(&structure.fields);
            }
        }
    }
    found
}

fn item_of(structure: &Structure) -> String {
    format!("structures/{}", structure.name)
}

pub(crate) fn number(bound: Number) -> Value {
    match bound {
        Number::Int(int) => int.into(),
        Number::Float(float) => float.into(),
    }
}

/// An object with one text.
pub(crate) fn only(key: &str, text: &str) -> Object {
    Object::from_iter([(key.to_owned(), text.into())])
}

/// Puts in what there is.
pub(crate) fn extend(
    object: &mut Object,
    told: impl IntoIterator<Item = (&'static str, Option<Value>)>,
) {
    let known = told.into_iter();
    object.extend(known.filter_map(|(key, value)| Some((key.to_owned(), value?))));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_default_is_in_the_form_that_the_schema_names() {
        for (format, default, is_fit) in [
            ("date-time", "2026-11-22T00:00:00Z", true),
            ("date-time", "00:00:00", false),
            ("date", "2026-11-22", true),
            ("date", "today", false),
            ("ip", "10.0.0.1", true),
        ] {
            let field = Field {
                format: Some(format.into()),
                ..Field::new("Field", Type::String)
            };
            assert_eq!(is_allowed(&field, default), is_fit, "{format} {default}");
        }
    }

    #[test]
    fn a_default_that_callers_may_not_send_is_said() {
        let field = |ty: Type, default: &str| Field {
            default: Some(default.into()),
            min: Some(30.into()),
            max_length: Some(3),
            ..Field::new("Field", ty)
        };
        let service = Service::new("v", "s");
        let mut schemas = Schemas::new(&service, "#/");
        for (ty, default, is_said) in [
            (Type::Integer, "30", false),
            (Type::Integer, "0", true),
            (Type::Integer, "many", true),
            (Type::String, "abc", false),
            (Type::String, "abcd", true),
        ] {
            schemas.warnings.clear();
            let schema = schemas.field("item", &field(ty, default), Side::Request);
            let kept = schema.get("x-specwright-default").is_some();
            assert_eq!(kept, is_said, "{default}");
            let said = schemas.warnings.iter().any(|one| one.kind == Kind::Default);
            assert_eq!(said, is_said, "{default}");
        }
    }
}
