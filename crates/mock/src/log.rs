//! What a mock remembers of each request, and how that is printed. No secret gets in.

use std::fmt;

use serde_json::Value;
use specwright_spec::Cause;

/// A request that was answered.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Counted from 1.
    pub number: u64,
    /// The method.
    pub method: String,
    /// The path, without the query string.
    pub path: String,
    /// The service, if the operation was found.
    pub service: Option<String>,
    /// The operation, as the request names it.
    pub operation: Option<String>,
    /// The scheme of the signature, as it is called on the wire.
    pub scheme: Option<&'static str>,
    /// The id of the key.
    pub key: Option<String>,
    /// The parameters, with stars in place of what may be secret. Flat ones stay flat.
    pub parameters: Value,
    /// The id that the response has.
    pub request_id: String,
    /// What became of it.
    pub outcome: Outcome,
    /// The HTTP status of the response.
    pub status: u16,
}

/// What became of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was answered.
    Answered,
    /// It was refused.
    Refused {
        /// Why.
        cause: Cause,
        /// The code that was answered.
        code: String,
    },
    /// It was answered by a step: a fault on demand.
    Stepped {
        /// The error, if the step has one.
        code: Option<String>,
    },
    /// It led nowhere: a path or a step that there is not.
    Astray,
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{} {} {}", self.number, self.method, self.path)?;
        if let Some(operation) = &self.operation {
            let service = self.service.as_deref().unwrap_or("?");
            write!(f, " {service}.{operation}")?;
        }
        if let Some(scheme) = self.scheme {
            write!(f, " {scheme} {}", self.key.as_deref().unwrap_or_default())?;
        }
        write!(f, " -> {} ", self.status)?;
        match &self.outcome {
            Outcome::Answered => f.write_str("answered")?,
            Outcome::Refused { code, .. } => write!(f, "refused {code}")?,
            Outcome::Stepped { code: Some(code) } => write!(f, "on demand {code}")?,
            Outcome::Stepped { code: None } => f.write_str("on demand")?,
            Outcome::Astray => f.write_str("astray")?,
        }
        write!(f, " {}", self.parameters)
    }
}

/// Parts of names whose values are not kept.
const SECRET: &[&str] = &[
    "password",
    "passwd",
    "secret",
    "signature",
    "privatekey",
    "token",
    "credential",
    "accesskey",
    "publickey",
];

/// The same value, with stars in place of what may be secret.
pub(crate) fn redacted(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(redacted).collect(),
        Value::Object(members) => members
            .iter()
            .map(|(name, value)| {
                let folded = name.to_lowercase();
                let is_secret = SECRET.iter().any(|part| folded.contains(part));
                (
                    name.clone(),
                    if is_secret {
                        "***".into()
                    } else {
                        redacted(value)
                    },
                )
            })
            .collect(),
        other => other.clone(),
    }
}
