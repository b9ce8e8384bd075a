//! Facts, one JSON object a line: the form that checks against other sources take.

use serde_json::Value;
use specwright_spec::{Service, facts};

/// The facts of a service.
pub(crate) fn text(service: &Service) -> String {
    facts(service)
        .into_iter()
        .map(|fact| format!("{}\n", Value::Object(fact)))
        .collect()
}
