//! UCloud's and UCloudStack's scheme: SHA-1 over all parameters and the private key. Forms are
//! signed under their flat names; JSON is signed without indices.

use serde_json::Value;

use super::digest::{hex, sha1};
use super::{Claim, Signed, Time, owned};
use crate::Received;

pub(super) fn claim(received: &Received<'_>) -> Option<Claim> {
    let member = |name: &str| {
        let json = received
            .json
            .as_ref()
            .and_then(|json| json.get(name)?.as_str());
        received.flat(name).or(json)
    };
    Some(Claim {
        key: member("PublicKey")?.to_owned(),
        signature: member("Signature")?.to_owned(),
        time: Time::Unstated,
        nonce: None,
        token: owned(member("SecurityToken")),
        action: owned(member("Action")),
        version: None,
        region: owned(member("Region")),
        service: None,
    })
}

pub(super) fn sign(received: &Received<'_>, _: &Claim, secret: &str) -> Signed {
    let mut pairs: Vec<(&str, String)> = received
        .flats()
        .map(|(name, value)| (name, value.to_owned()))
        .collect();
    let members = received.json.iter().filter_map(Value::as_object).flatten();
    pairs.extend(members.map(|(name, value)| (name.as_str(), text(value))));
    pairs.retain(|(name, _)| *name != "Signature");
    pairs.sort();
    let mut all: String = pairs
        .iter()
        .flat_map(|(name, value)| [*name, value.as_str()])
        .collect();
    all += secret;
    Signed {
        signature: hex(&sha1(all.as_bytes())),
        string_to_sign: None,
    }
}

/// A value as it is signed: members sorted by name, name and value joined; items joined.
fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(flag) => flag.to_string(),
        // Without a fraction of zero, and never with an exponent.
        Value::Number(number) => match number.as_f64().filter(|_| number.is_f64()) {
            Some(float) => float.to_string(),
            None => number.to_string(),
        },
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(text).collect(),
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            members.sort_by_key(|(name, _)| *name);
            members
                .iter()
                .map(|(name, value)| format!("{name}{}", text(value)))
                .collect()
        }
    }
}
