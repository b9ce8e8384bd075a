//! Reads an exported document back into the model. Written from what OpenAPI and JSON Schema mean by
//! their keywords; extensions add only what those have no word for. Shares no code with the writer.

use serde_json::{Map, Value};
use specwright_spec::{
    Deprecation, EnumValue, ErrorCode, Field, Number, Operation, Placement, Required, Service,
    Structure, Type,
};

type Object = Map<String, Value>;

/// The service of an OpenAPI document.
pub fn openapi(text: &str) -> Service {
    let document: Value = serde_json::from_str(text).unwrap();
    let mut service = Service::new(
        document["x-specwright"]["vendor"].as_str().unwrap(),
        document["x-specwright"]["service"].as_str().unwrap(),
    );
    let schemas = object(&document["components"]["schemas"]);
    service.structures = structures(schemas);
    for item in object(&document["paths"]).values() {
        for operation in object(item).values() {
            service
                .operations
                .push(operation_of(operation, schemas, &document));
        }
    }
    service
}

/// The service of a JSON Schema.
pub fn json_schema(text: &str, vendor: &str, name: &str) -> Service {
    let document: Value = serde_json::from_str(text).unwrap();
    let definitions = object(&document["$defs"]);
    let mut service = Service::new(vendor, name);
    service.structures = structures(definitions);
    for schema in definitions.values() {
        let Some(operation) = schema.get("x-specwright-operation") else {
            continue;
        };
        let fields = members(schema, definitions);
        match schema["x-specwright-in"].as_str().unwrap() {
            "request" => service.operations.push(Operation {
                name: text_of(operation),
                page: text_of(&schema["x-specwright-page"]),
                request: fields,
                ..Operation::default()
            }),
            _ => service.operations.last_mut().unwrap().response = fields,
        }
    }
    service
}

fn structures(schemas: &Object) -> Vec<Structure> {
    let mut found = Vec::new();
    for schema in schemas.values() {
        let Some(name) = schema.get("x-specwright-name") else {
            continue;
        };
        found.push(Structure {
            name: text_of(name),
            page: text_of(&schema["x-specwright-page"]),
            values: values(schema),
            fields: members(schema, schemas),
            ..Structure::default()
        });
    }
    found
}

fn operation_of(operation: &Value, schemas: &Object, document: &Value) -> Operation {
    let mut request = Vec::new();
    for parameter in array(&operation["parameters"]) {
        if parameter.get("x-specwright-common").is_none() {
            request.push(parameter_field(parameter, schemas));
        }
    }
    for media in object(&operation["requestBody"]["content"]).values() {
        request.extend(members(resolve(&media["schema"], schemas), schemas));
    }
    let kept = object(&operation["x-specwright-parameters"]);
    request.extend(
        kept.iter()
            .map(|(name, schema)| field(name, schema, false, schemas)),
    );
    let body = resolve(
        &operation["responses"]["200"]["content"]["application/json"]["schema"],
        schemas,
    );
    let errors = array(&operation["x-specwright-errors"]).map(|error| {
        let mut error = error.clone();
        object_mut(&mut error).remove("retry");
        serde_json::from_value::<ErrorCode>(error).unwrap()
    });
    Operation {
        name: text_of(&operation["operationId"]),
        page: text_of(&operation["x-specwright-page"]),
        request,
        response: payload(body, document, schemas),
        errors: errors.collect(),
        ..Operation::default()
    }
}

/// The members that are the operation's own: not the envelope's, and those in its wrapper.
fn payload(body: &Value, document: &Value, schemas: &Object) -> Vec<Field> {
    let code =
        document["components"]["responses"]["Failure"]["x-specwright-failure"]["code"].clone();
    let vendor = document["x-specwright"]["vendor"].as_str().unwrap();
    let wrapper = match vendor {
        "tencent" => Some("Response"),
        "zenlayer" => Some("response"),
        _ => None,
    };
    assert!(code.is_string());
    match wrapper {
        Some(wrapper) => members(&body["properties"][wrapper], schemas),
        None => members(body, schemas),
    }
}

fn parameter_field(parameter: &Value, schemas: &Object) -> Field {
    let schema = match parameter.get("content") {
        Some(content) => &content["application/json"]["schema"],
        None => &parameter["schema"],
    };
    let is_required = parameter["required"] == true;
    let mut field = field(
        parameter["name"].as_str().unwrap(),
        schema,
        is_required,
        schemas,
    );
    let place = parameter["in"].as_str().unwrap();
    if let Some(stated) = schema["x-specwright-position"].as_str() {
        let agrees = stated == place || (stated == "path" && place == "query");
        assert!(
            agrees,
            "{} is in {place} and stated in {stated}",
            field.name
        );
    }
    if place == "path" && schema["x-specwright-required"] == false {
        field.required = Some(Required::No);
    }
    field
}

fn members(schema: &Value, schemas: &Object) -> Vec<Field> {
    let required: Vec<_> = array(&schema["required"])
        .filter_map(Value::as_str)
        .collect();
    object(&schema["properties"])
        .iter()
        .filter(|(_, schema)| schema.get("x-specwright-common").is_none())
        .map(|(name, schema)| field(name, schema, required.contains(&name.as_str()), schemas))
        .collect()
}

fn field(name: &str, schema: &Value, is_required: bool, schemas: &Object) -> Field {
    let mut field = Field::new(name, ty(schema, schemas));
    let leaf = leaf(schema);
    let bounds = &schema["x-specwright-bounds"];
    let leaf_bounds = &leaf["x-specwright-bounds"];
    let bound = |keyword: &str, name: &str| {
        let places = [
            &schema[keyword],
            &leaf[keyword],
            &bounds[name],
            &leaf_bounds[name],
        ];
        places.into_iter().find(|value| !value.is_null()).cloned()
    };
    let number = |value: Value| serde_json::from_value::<Number>(value).unwrap();
    let count = |value: Value| value.as_u64().unwrap();
    field.required = match schema["x-specwright-required"].as_str() {
        Some("unknown") => Some(Required::Unknown),
        Some(_) => None,
        None if is_required => Some(Required::Yes),
        None => Some(Required::No),
    };
    field.conditional = schema["x-specwright-conditional"] == true;
    field.position = from(&schema["x-specwright-position"]);
    field.encoding = from(&schema["x-specwright-encoding"]);
    field.default = match (schema.get("default"), schema.get("x-specwright-default")) {
        (Some(Value::String(text)), _) | (None, Some(Value::String(text))) => Some(text.clone()),
        (Some(value), _) => Some(value.to_string()),
        (None, _) => None,
    };
    field.values = values(leaf);
    field.min = bound("minimum", "min").map(number);
    field.max = bound("maximum", "max").map(number);
    field.min_length = bound("minLength", "min_length").map(count);
    field.max_length = bound("maxLength", "max_length").map(count);
    field.min_items = bound("minItems", "min_items").map(count);
    field.max_items = bound("maxItems", "max_items").map(count);
    field.format = from(&schema["x-specwright-format"]);
    field.unit = from(&schema["x-specwright-unit"]);
    field.derived = from(&schema["x-specwright-derived"]);
    field.nullable = is_nullable(schema);
    let is_deprecated = schema["deprecated"] == true;
    field.deprecated = is_deprecated.then(|| Deprecation {
        replacement: from(&schema["x-specwright-use"]),
    });
    if schema["x-specwright-placed"] == "uncertain" {
        field.placed = Placement::Uncertain;
    }
    if *field.ty.leaf() == Type::Object {
        field.fields = members(leaf, schemas);
    }
    field
}

fn ty(schema: &Value, schemas: &Object) -> Type {
    if let Some(name) = schema["x-specwright-structure"].as_str() {
        return Type::Structure(name.to_owned());
    }
    if let Some(target) = reference(schema) {
        let structure = &schemas[target.rsplit('/').next().unwrap()];
        return Type::Structure(text_of(&structure["x-specwright-name"]));
    }
    match (word(schema), schema["format"].as_str()) {
        (None, _) => Type::Any,
        (Some("array"), _) => Type::list(ty(&schema["items"], schemas)),
        (Some("object"), _) if schema.get("additionalProperties").is_some() => {
            Type::map(ty(&schema["additionalProperties"], schemas))
        }
        (Some("integer"), Some(format)) => format.parse().unwrap(),
        (Some(word), _) => word.parse().unwrap(),
    }
}

/// The schema below lists and maps.
fn leaf(schema: &Value) -> &Value {
    for key in ["items", "additionalProperties"] {
        if schema[key].is_object() {
            return leaf(&schema[key]);
        }
    }
    schema
}

fn word(schema: &Value) -> Option<&str> {
    match &schema["type"] {
        Value::Array(words) => words
            .iter()
            .find_map(|word| word.as_str().filter(|w| *w != "null")),
        other => other.as_str(),
    }
}

fn reference(schema: &Value) -> Option<&str> {
    let direct = schema["$ref"].as_str();
    direct.or_else(|| array(&schema["anyOf"]).find_map(|one| one["$ref"].as_str()))
}

fn is_nullable(schema: &Value) -> bool {
    array(&schema["type"]).any(|word| word == "null")
        || array(&schema["anyOf"]).any(|one| one["type"] == "null")
        || schema["x-specwright-nullable"] == true
}

fn values(schema: &Value) -> Vec<EnumValue> {
    let listed = array(&schema["enum"]).chain(array(&schema["x-specwright-values"]));
    let text = |value: &Value| match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    listed
        .filter(|value| !value.is_null())
        .map(|value| EnumValue::new(text(value)))
        .collect()
}

fn resolve<'v>(schema: &'v Value, schemas: &'v Object) -> &'v Value {
    let target = schema["$ref"].as_str().unwrap();
    &schemas[target.strip_prefix("#/components/schemas/").unwrap()]
}

fn from<T: serde::de::DeserializeOwned>(value: &Value) -> Option<T> {
    (!value.is_null()).then(|| serde_json::from_value(value.clone()).unwrap())
}

fn array(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn object(value: &Value) -> &Object {
    static NONE: std::sync::LazyLock<Object> = std::sync::LazyLock::new(Object::new);
    value.as_object().unwrap_or(&NONE)
}

fn object_mut(value: &mut Value) -> &mut Object {
    value.as_object_mut().unwrap()
}

fn text_of(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
