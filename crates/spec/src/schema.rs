//! JSON Schemas of the YAML files, for editors and for readers in other languages.
//! `specs/schema.json` and its neighbours are written from here and checked by a test.

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};

use crate::{Overlay, Profile, Service};

/// Every kind of file that has a schema: the schema's file name under `specs/`, and the text.
pub fn schemas() -> Vec<(&'static str, String)> {
    vec![
        ("schema.json", text(of::<Service>())),
        ("vendor.schema.json", text(of::<Profile>())),
        ("overlay.schema.json", text(of::<Overlay>())),
    ]
}

fn of<T: JsonSchema>() -> Schema {
    SchemaSettings::draft2020_12()
        .into_generator()
        .into_root_schema_for::<T>()
}

fn text(schema: Schema) -> String {
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}
