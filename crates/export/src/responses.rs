//! The responses of an operation: the vendor's envelope around the members that pages list, and failures.

use serde_json::{Value, json};
use specwright_spec::profile::{FailureSign, RetryRule};
use specwright_spec::{ErrorCode, Profile};

use crate::schema::{Object, Schemas, Side, only};
use crate::warning::Kind;
use crate::wire::Wire;

/// The name of the response that every failure refers to.
pub(crate) const FAILURE: &str = "Failure";

/// The responses: a success, each status that the page's errors have, and any other failure.
pub(crate) fn of(
    wire: Wire<'_>,
    item: &str,
    schemas: &mut Schemas<'_>,
    components: &mut Object,
) -> Object {
    let operation = wire.operation;
    let payload = schemas.object(
        &format!("{item}/response"),
        &operation.response,
        Side::Response,
    );
    let key = schemas.keys.claim(&format!("{}Response", operation.name));
    let reference = format!("#/components/schemas/{key}");
    components.insert(key, enveloped(wire.profile, payload).into());
    let success = json!({
        "description": "Success",
        "content": { "application/json": { "schema": { "$ref": reference } } },
    });
    let mut responses = Object::from_iter([("200".to_owned(), success)]);
    let failure = json!({ "$ref": format!("#/components/responses/{FAILURE}") });
    let mut statuses: Vec<u16> = operation
        .errors
        .iter()
        .flat_map(ErrorCode::statuses)
        .collect();
    statuses.sort_unstable();
    statuses.dedup();
    for status in statuses {
        if (300..600).contains(&status) {
            responses.insert(status.to_string(), failure.clone());
        } else if status != 200 {
            schemas.warn(
                Kind::Status,
                &format!("{item}/errors"),
                format!("status {status}"),
            );
        }
    }
    responses.insert("default".to_owned(), failure);
    responses
}

/// Puts the payload where the vendor's envelope has it, and the envelope's own members beside it.
fn enveloped(profile: &Profile, payload: Object) -> Object {
    let envelope = &profile.envelope;
    let in_wrapper = envelope.wrapper.as_ref().is_some_and(|wrapper| {
        let inside = envelope.request_id.strip_prefix(wrapper.as_str());
        inside.is_some_and(|rest| rest.starts_with('.'))
    });
    let Some(wrapper) = &envelope.wrapper else {
        return with_members(profile, payload);
    };
    let (payload, rest) = if in_wrapper {
        (with_members(profile, payload), only("type", "object"))
    } else {
        (payload, with_members(profile, only("type", "object")))
    };
    let mut body = rest;
    if let Value::Object(properties) = body.entry("properties").or_insert_with(|| json!({})) {
        properties.insert(wrapper.clone(), payload.into());
    }
    body.insert("required".into(), json!([wrapper]));
    body
}

fn with_members(profile: &Profile, mut object: Object) -> Object {
    if profile.envelope.members.is_empty() {
        return object;
    }
    if let Value::Object(properties) = object.entry("properties").or_insert_with(|| json!({})) {
        for member in &profile.envelope.members {
            let ty = member_type(profile, member);
            let schema = || json!({ "type": ty, "x-specwright-common": true });
            properties.entry(member.clone()).or_insert_with(schema);
        }
    }
    object
}

fn member_type(profile: &Profile, member: &str) -> &'static str {
    let error = &profile.envelope.error;
    if error.when == FailureSign::CodeNotZero && error.code == member {
        "integer"
    } else {
        "string"
    }
}

/// The body of a failure.
pub(crate) fn failure_body(profile: &Profile) -> Object {
    let error = &profile.envelope.error;
    let mut schema = only("type", "object");
    put(&mut schema, &error.code, member_type(profile, &error.code));
    put(&mut schema, &error.message, "string");
    if !profile.envelope.request_id.starts_with("header:") {
        put(&mut schema, &profile.envelope.request_id, "string");
    }
    schema
}

/// The response of a failure, with what tells it from a success. `key` is its body's.
pub(crate) fn failure(profile: &Profile, key: &str) -> Value {
    let reference = format!("#/components/schemas/{key}");
    json!({
        "description": "Failure",
        "content": { "application/json": { "schema": { "$ref": reference } } },
        "x-specwright-failure": profile.envelope.error,
        "x-specwright-request-id": profile.envelope.request_id,
    })
}

/// Puts a member at a dotted path.
fn put(schema: &mut Object, path: &str, ty: &str) {
    let Value::Object(properties) = schema.entry("properties").or_insert_with(|| json!({})) else {
        return;
    };
    match path.split_once('.') {
        None => _ = properties.insert(path.to_owned(), json!({ "type": ty })),
        Some((first, rest)) => {
            let inner = properties
                .entry(first.to_owned())
                .or_insert_with(|| only("type", "object").into());
            if let Value::Object(inner) = inner {
                put(inner, rest, ty);
            }
        }
    }
}

/// The codes that the page lists, each case with its status; nothing if it lists none.
pub(crate) fn errors(wire: Wire<'_>) -> Option<Value> {
    let errors = &wire.operation.errors;
    let rule = &wire.profile.retry;
    let codes = errors.iter().map(|error| code(rule, error));
    (!errors.is_empty()).then(|| codes.collect())
}

/// The codes that every operation may answer.
pub(crate) fn common(profile: &Profile) -> Vec<Value> {
    let codes = profile.common_errors.iter().map(|error| {
        let error = ErrorCode {
            code: error.code.clone(),
            status: error.status,
            doc: error.doc.clone(),
            ..ErrorCode::default()
        };
        code(&profile.retry, &error)
    });
    codes.collect()
}

fn code(rule: &RetryRule, error: &ErrorCode) -> Value {
    let mut value = json!(error);
    value["retry"] = rule.class(&error.code).as_str().into();
    value
}
