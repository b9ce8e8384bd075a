//! One operation of an OpenAPI document: where its parameters travel, what its body holds.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use specwright_spec::{Encoding, Field, Place};

use crate::names;
use crate::responses;
use crate::schema::{Object, Schemas, Side, extend, only};
use crate::warning::Kind;
use crate::wire::{Named, Wire};

/// The methods that a path of OpenAPI may have.
const METHODS: &[&str] = &[
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];
/// Headers that OpenAPI describes elsewhere.
const RESERVED: &[&str] = &["accept", "content-type", "authorization"];

/// An operation with its place in the document.
pub(crate) struct Written {
    /// The key among the paths; operations asked for by name have one each.
    pub(crate) path: String,
    /// The method, in lower case.
    pub(crate) method: &'static str,
    /// The operation object.
    pub(crate) operation: Object,
}

/// Writes an operation. Requests and responses become components.
pub(crate) fn write(wire: Wire<'_>, schemas: &mut Schemas<'_>, components: &mut Object) -> Written {
    let operation = wire.operation;
    let item = format!("operations/{}", operation.name);
    let path = match &operation.http {
        Some(http) => names::path(&http.path),
        None => format!("/#Action={}", names::fragment(&operation.name)),
    };
    let method = method(wire, &item, schemas);
    let request = Request::of(wire, &item, &path, schemas);
    let mut written = only("operationId", &operation.name);
    let limit = operation.rate_limit.map(|limit| json!(limit));
    let head = [
        ("summary", operation.title.clone().map(Value::from)),
        ("description", operation.doc.clone().map(Value::from)),
        (
            "deprecated",
            operation.deprecated.is_some().then_some(Value::Bool(true)),
        ),
    ];
    extend(&mut written, head);
    if !request.parameters.is_empty() {
        written.insert("parameters".into(), request.parameters.into());
    }
    if let Some(body) = request.body {
        if matches!(method, "get" | "head") {
            schemas.warn(
                Kind::BodyOfGet,
                &item,
                format!("{} with a body", method.to_uppercase()),
            );
        }
        let key = schemas.keys.claim(&format!("{}Request", operation.name));
        let reference = format!("#/components/schemas/{key}");
        components.insert(key, body.into());
        let content = json!({ wire.content_type(): { "schema": { "$ref": reference } } });
        written.insert(
            "requestBody".into(),
            json!({ "required": true, "content": content }),
        );
    }
    let responses = responses::of(wire, &item, schemas, components);
    written.insert("responses".into(), responses.into());
    let replacement = operation
        .deprecated
        .as_ref()
        .and_then(|d| d.replacement.clone());
    let tail = [
        ("x-specwright-wire", Some(wire.value())),
        ("x-specwright-page", Some(json!(operation.page))),
        (
            "x-specwright-section",
            operation.section.clone().map(Value::from),
        ),
        (
            "x-specwright-source",
            operation.source.clone().map(Value::from),
        ),
        ("x-specwright-use", replacement.map(Value::from)),
        ("x-specwright-rate-limit", limit),
        (
            "x-specwright-region",
            operation.region.as_ref().map(|region| json!(region)),
        ),
        (
            "x-specwright-paging",
            operation.paging.as_ref().map(|paging| json!(paging)),
        ),
        (
            "x-specwright-idempotency",
            operation.idempotency.as_ref().map(|token| json!(token)),
        ),
        (
            "x-specwright-parameters",
            (!request.kept.is_empty()).then(|| request.kept.into()),
        ),
        ("x-specwright-errors", responses::errors(wire)),
    ];
    extend(&mut written, tail);
    Written {
        path,
        method,
        operation: written,
    }
}

fn method(wire: Wire<'_>, item: &str, schemas: &mut Schemas<'_>) -> &'static str {
    let methods = wire.methods();
    if methods.len() > 1 {
        schemas.warn(Kind::SeveralMethods, item, methods.join(", "));
    }
    let first = methods.first().copied().unwrap_or_default();
    let known = METHODS
        .iter()
        .find(|method| method.eq_ignore_ascii_case(first));
    known.copied().unwrap_or_else(|| {
        schemas.warn(
            Kind::NoMethod,
            item,
            format!("{first:?} is no method of OpenAPI"),
        );
        "post"
    })
}

/// The parts of a request.
struct Request {
    parameters: Vec<Value>,
    body: Option<Object>,
    /// Parameters that the document cannot hold beside their twins.
    kept: Object,
}

impl Request {
    fn of(wire: Wire<'_>, item: &str, path: &str, schemas: &mut Schemas<'_>) -> Self {
        let mut maker = Maker {
            places: names::placeholders(path)
                .into_iter()
                .map(str::to_owned)
                .collect(),
            is_by_path: wire.operation.http.is_some(),
            taken: BTreeSet::new(),
            request: Self {
                parameters: Vec::new(),
                body: None,
                kept: Object::new(),
            },
            schemas,
        };
        let item = format!("{item}/request");
        let mut in_body = Vec::new();
        for field in &wire.operation.request {
            match field.position.unwrap_or(wire.usual_place()) {
                Place::Body => in_body.push(field.clone()),
                place => maker.parameter(&format!("{item}/{}", field.name), field, place),
            }
        }
        maker.missing(&item);
        let has_body =
            !in_body.is_empty() || (!maker.is_by_path && wire.usual_place() == Place::Body);
        let mut body = has_body.then(|| maker.schemas.object(&item, &in_body, Side::Request));
        for named in wire.names() {
            match &mut body {
                Some(body) if named.place == Place::Body => add_member(body, &named),
                _ => maker.common(&named),
            }
        }
        maker.request.body = body;
        maker.request
    }
}

struct Maker<'m, 's> {
    /// Placeholders of the path that no parameter was found for yet.
    places: BTreeSet<String>,
    is_by_path: bool,
    /// Places and names, as OpenAPI tells them apart.
    taken: BTreeSet<(&'static str, String)>,
    request: Request,
    schemas: &'m mut Schemas<'s>,
}

impl Maker<'_, '_> {
    fn parameter(&mut self, item: &str, field: &Field, place: Place) {
        let name = field.name.as_str();
        let mut schema = self.schemas.field(item, field, Side::Request);
        let (place, is_required) = match place {
            Place::Path if self.is_by_path && self.places.remove(name) => {
                if !field.is_required() {
                    self.schemas.warn(
                        Kind::PathNotRequired,
                        item,
                        "the page does not say that it is needed",
                    );
                    schema.insert("x-specwright-required".into(), mark(field));
                }
                ("path", true)
            }
            Place::Path => {
                self.schemas
                    .warn(Kind::NotInPath, item, format!("no {{{name}}} in the path"));
                ("query", field.is_required())
            }
            Place::Header => ("header", field.is_required()),
            Place::Query | Place::Body => ("query", field.is_required()),
        };
        if place == "header" && RESERVED.contains(&name.to_ascii_lowercase().as_str()) {
            self.schemas
                .warn(Kind::ReservedHeader, item, format!("the header {name}"));
        }
        if !self.take(place, name) {
            self.schemas.warn(
                Kind::SameParameter,
                item,
                format!("{place} {name} stands twice"),
            );
            self.request.kept.insert(name.to_owned(), schema.into());
            return;
        }
        let mut parameter = Object::new();
        parameter.insert("name".into(), json!(name));
        parameter.insert("in".into(), json!(place));
        if is_required {
            parameter.insert("required".into(), true.into());
        }
        if let Some(description) = schema.shift_remove("description") {
            parameter.insert("description".into(), description);
        }
        if schema.contains_key("deprecated") {
            parameter.insert("deprecated".into(), true.into());
        }
        match field.encoding {
            Some(Encoding::Json) => {
                let content = json!({ "application/json": { "schema": schema } });
                parameter.insert("content".into(), content);
            }
            encoding => {
                if encoding == Some(Encoding::Comma) && place == "query" {
                    parameter.insert("style".into(), json!("form"));
                    parameter.insert("explode".into(), false.into());
                }
                parameter.insert("schema".into(), schema.into());
            }
        }
        self.request.parameters.push(parameter.into());
    }

    /// Placeholders of the path that no parameter belongs to.
    fn missing(&mut self, item: &str) {
        for name in std::mem::take(&mut self.places) {
            self.schemas.warn(
                Kind::NoParameter,
                item,
                format!("no parameter for {{{name}}} of the path"),
            );
            self.request.parameters.push(json!({
                "name": name, "in": "path", "required": true,
                "schema": { "type": "string" }, "x-specwright-common": true,
            }));
        }
    }

    /// A parameter that every request has. One of the operation's own by that name goes first.
    fn common(&mut self, named: &Named) {
        let place = if named.place == Place::Header {
            "header"
        } else {
            "query"
        };
        if self.take(place, &named.name) {
            self.request.parameters.push(json!({
                "name": named.name, "in": place, "required": true,
                "schema": fixed(named), "x-specwright-common": true,
            }));
        }
    }

    fn take(&mut self, place: &'static str, name: &str) -> bool {
        let name = if place == "header" {
            name.to_ascii_lowercase()
        } else {
            name.to_owned()
        };
        self.taken.insert((place, name))
    }
}

/// A member of the body that every request has.
fn add_member(body: &mut Object, named: &Named) {
    let mut schema = fixed(named);
    schema.insert("x-specwright-common".into(), true.into());
    let properties = body.entry("properties").or_insert_with(|| json!({}));
    let is_new = match properties {
        Value::Object(properties) if !properties.contains_key(&named.name) => {
            properties.insert(named.name.clone(), schema.into());
            true
        }
        _ => false,
    };
    if is_new && let Value::Array(required) = body.entry("required").or_insert_with(|| json!([])) {
        required.push(named.name.clone().into());
    }
}

/// A text that is the same in each request of an operation.
fn fixed(named: &Named) -> Object {
    let mut schema = only("type", "string");
    if let Some(value) = &named.value {
        schema.insert("enum".into(), json!([value]));
        schema.insert("default".into(), json!(value));
    }
    schema
}

/// The page's mark, where the document has to say another one.
fn mark(field: &Field) -> Value {
    match field.required {
        Some(required) => json!(required),
        None => json!("unstated"),
    }
}
