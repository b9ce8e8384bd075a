//! Facts as values: what a change shows as old and new.

use serde_json::{Map, Value, json};
use specwright_spec::{Field, Number, RateLimit, Required};

use super::sink::{Facts, tame};

/// Two optional texts.
pub(super) fn texts(old: &Option<String>, new: &Option<String>) -> Facts {
    (json!(old), json!(new))
}

/// The facts of a field that is new or gone, without its members.
pub(super) fn field(field: &Field) -> Value {
    let mut facts = Map::new();
    facts.insert("type".into(), json!(field.ty));
    if let Some(required) = field.required.and_then(Required::as_bool) {
        facts.insert("required".into(), required.into());
    }
    if !field.values.is_empty() {
        facts.insert("values".into(), json!(names(field)));
    }
    if let Some(default) = &field.default {
        facts.insert("default".into(), default.as_str().into());
    }
    Value::Object(facts)
}

/// The values of a field, without what the page says they mean.
pub(super) fn names(field: &Field) -> Vec<&str> {
    field
        .values
        .iter()
        .map(|value| value.value.as_str())
        .collect()
}

/// A rate limit.
pub(super) fn rate(limit: &RateLimit) -> Value {
    json!(limit)
}

/// Two bounds; the shape tells them from a list.
pub(super) fn bounds<N: Into<Bound>>(min: Option<N>, max: Option<N>) -> Value {
    let mut bounds = Map::new();
    for (name, bound) in [("min", min), ("max", max)] {
        if let Some(bound) = bound {
            bounds.insert(name.into(), bound.into().0);
        }
    }
    if bounds.is_empty() {
        Value::Null
    } else {
        Value::Object(bounds)
    }
}

/// A bound as a value.
pub(super) struct Bound(Value);

impl From<Number> for Bound {
    fn from(number: Number) -> Self {
        Self(json!(number))
    }
}

impl From<u64> for Bound {
    fn from(number: u64) -> Self {
        Self(number.into())
    }
}

/// A fact as words in a message.
pub(crate) fn words(fact: &Value) -> String {
    match fact {
        Value::Null => "none".to_owned(),
        Value::String(text) => format!("`{}`", tame(text)),
        Value::Bool(_) | Value::Number(_) => fact.to_string(),
        Value::Array(items) => items.iter().map(words).collect::<Vec<_>>().join(", "),
        Value::Object(members) => members_in_words(members),
    }
}

fn members_in_words(members: &Map<String, Value>) -> String {
    match (members.get("min"), members.get("max")) {
        (Some(min), Some(max)) => return format!("from {min} to {max}"),
        (Some(min), None) => return format!("at least {min}"),
        (None, Some(max)) => return format!("at most {max}"),
        (None, None) => {}
    }
    if let (Some(requests), Some(Value::String(per))) =
        (members.get("requests"), members.get("per"))
    {
        return format!("{requests} times a {}", tame(per));
    }
    members
        .iter()
        // The rule says as much.
        .filter(|(name, _)| *name != "required")
        .map(|(name, value)| match (name.as_str(), value) {
            ("type" | "style", value) => words(value),
            ("operations" | "structures", count) => format!("{count} {name}"),
            (name, value) => format!("{name} {}", words(value)),
        })
        .collect::<Vec<_>>()
        .join(", ")
}
