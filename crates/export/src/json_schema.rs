//! A service as one JSON Schema: a definition for each structure, request and response, and no root of
//! its own. A definition holds what operations list; the vendor's envelope is no part of it.

use serde_json::{Value, json};
use specwright_spec::{Operation, Service};

use crate::schema::{Object, Schemas, Side, extend};
use crate::warning::Warning;

/// The document, and what it cannot say.
pub(crate) fn document(service: &Service) -> (String, Vec<Warning>) {
    let mut schemas = Schemas::new(service, "#/$defs/");
    let mut definitions = schemas.structures();
    for operation in &service.operations {
        for side in [Side::Request, Side::Response] {
            let (key, schema) = definition(&mut schemas, operation, side);
            definitions.insert(key, schema.into());
        }
    }
    let warnings: Vec<Value> = schemas.warnings.iter().map(Warning::json).collect();
    let document = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": format!("{} {}", service.vendor, service.service),
        "x-specwright-warnings": warnings,
        "$defs": definitions,
    });
    (format!("{document:#}\n"), schemas.warnings)
}

fn definition(schemas: &mut Schemas<'_>, operation: &Operation, side: Side) -> (String, Object) {
    let (word, part, fields) = match side {
        Side::Request => ("Request", "request", &operation.request),
        Side::Response => ("Response", "response", &operation.response),
    };
    let item = format!("operations/{}/{part}", operation.name);
    let key = schemas.keys.claim(&format!("{}{word}", operation.name));
    let mut schema = schemas.object(&item, fields, side);
    let told = [
        ("x-specwright-operation", Some(json!(operation.name))),
        ("x-specwright-in", Some(json!(part))),
        ("x-specwright-page", Some(json!(operation.page))),
    ];
    extend(&mut schema, told);
    (key, schema)
}
