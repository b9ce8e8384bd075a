//! SHA1 for UCloud and UCloudStack: names and values one after another, then the private key.
//!
//! In a form or a query the flattened parameters are signed. In a JSON body lists are signed without
//! numbers and maps by sorted names. No separators, no escaping.

use super::{Scheme, SignError, Signed, Signing, Steps, hash, key};
use crate::request::{Body, Unsigned};
use crate::value::Value;
use crate::wire::flatten::{push_number, write_float};
use crate::wire::style::FloatStyle;
use crate::wire::{Params, json};
use http::header::HeaderName;

const TIMESTAMP: HeaderName = HeaderName::from_static("u-timestamp-ms");

/// Places the common parameters and signs.
///
/// # Errors
/// There is no key, or a body that is neither empty, a form nor a JSON object.
pub fn sign(mut request: Unsigned, with: &Signing<'_>) -> Result<Signed, SignError> {
    let (id, secret) = key(with, Scheme::UcloudSha1)?;
    request.headers.reserve(3);
    let mut digits = itoa::Buffer::new();
    request.set_header(TIMESTAMP, digits.format(with.at.unix_millis()).to_owned())?;
    let steps = match &request.body {
        Body::Json(bytes) => {
            let mut tree = object(bytes)?;
            place_in_tree(&mut tree, with, id);
            let steps = steps(512, secret, |out| write_tree(&tree, out));
            tree.set("Signature", steps.signature());
            request.body = Body::Json(json::to_vec(&tree).into());
            steps
        }
        Body::Other(_) => return Err(SignError::BodyNotParameters(Scheme::UcloudSha1)),
        Body::Empty | Body::Form(_) => {
            if request.method == http::Method::POST && matches!(request.body, Body::Empty) {
                request.body = Body::Form(Params::new());
            }
            let params = request.params_mut();
            for (name, text) in common(with, id) {
                params.push_default(name, text);
            }
            let steps = steps(params.text_len(), secret, |out| write_params(params, out));
            params.push("Signature", steps.signature());
            steps
        }
    };
    Ok(Signed {
        parts: request,
        steps,
    })
}

fn steps(text_len: usize, secret: &str, write: impl FnOnce(&mut String)) -> Steps {
    let mut steps = Steps::with_capacity(text_len + 40);
    steps.write_string_to_sign(write);
    let signature = hash::sha1_hex(&[steps.string_to_sign().as_bytes(), secret.as_bytes()]);
    steps.write_signature(|out| out.push_str(&signature));
    steps
}

fn common<'a>(with: &Signing<'a>, id: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
    let token = with
        .credentials
        .token()
        .map(|token| ("SecurityToken", token.expose()));
    let region = with.region.map(|region| ("Region", region));
    [
        Some(("Action", with.action)),
        region,
        Some(("PublicKey", id)),
        token,
    ]
    .into_iter()
    .flatten()
}

fn place_in_tree(tree: &mut Value, with: &Signing<'_>, id: &str) {
    for (name, value) in common(with, id) {
        if tree.get(name).is_none() {
            tree.set(name, value);
        }
    }
}

fn write_params(params: &Params, out: &mut String) {
    for pair in params.by_name() {
        out.push_str(pair.name());
        out.push_str(pair.value());
    }
}

fn object(bytes: &[u8]) -> Result<Value, SignError> {
    match Value::from_json(bytes) {
        Ok(Value::Map(members)) => Ok(Value::Map(members)),
        Ok(_) => Err(SignError::BodyNotAnObject(
            "it is another kind of value".to_owned(),
        )),
        Err(error) => Err(SignError::BodyNotAnObject(error.to_string())),
    }
}

fn write_tree(value: &Value, out: &mut String) {
    match value {
        Value::Null => {}
        Value::Bool(truth) => out.push_str(if *truth { "true" } else { "false" }),
        Value::Int(number) => push_number(out, *number),
        Value::UInt(number) => push_number(out, *number),
        Value::Float(number) => write_float(*number, FloatStyle::Plain, out),
        Value::String(text) => out.push_str(text),
        Value::List(items) => items.iter().for_each(|item| write_tree(item, out)),
        Value::Map(members) => {
            let mut sorted: Vec<_> = members.iter().collect();
            sorted.sort_by(|a, b| a.0.as_bytes().cmp(b.0.as_bytes()));
            for (name, value) in sorted {
                out.push_str(name);
                write_tree(value, out);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::credentials::Credentials;
    use crate::sign::fixtures::signing;

    #[test]
    fn the_private_key_is_hashed_and_kept_out_of_the_steps() {
        let credentials = Credentials::new("pub", "priv").with_token("session");
        let request = Unsigned::new(http::Method::POST, "h");
        let signed = sign(request, &signing(&credentials, "uhost", 7)).unwrap();
        assert_eq!(
            signed.steps.string_to_sign(),
            "ActionDoPublicKeypubSecurityTokensession"
        );
        assert_eq!(
            *signed.steps.signature(),
            *hash::sha1_hex(&[b"ActionDoPublicKeypubSecurityTokensessionpriv"])
        );
        assert_eq!(signed.parts.header("u-timestamp-ms"), "7000");
        assert!(matches!(&signed.parts.body, Body::Form(form) if form.contains("Signature")));
    }

    #[test]
    fn a_get_carries_everything_in_its_query() {
        let credentials = Credentials::new("pub", "priv");
        let signed = sign(
            Unsigned::new(http::Method::GET, "h"),
            &signing(&credentials, "uhost", 7),
        )
        .unwrap();
        assert!(signed.parts.query.params().contains("Signature"));
        assert!(matches!(signed.parts.body, Body::Empty));
    }

    #[test]
    fn a_json_body_is_signed_without_numbers() {
        let credentials = Credentials::new("pub", "priv");
        let mut request = Unsigned::new(http::Method::POST, "h");
        request.body = Body::Json(r#"{"T":[{"b":1.0,"a":false},{"c":null}],"Action":"X"}"#.into());
        let signed = sign(request, &signing(&credentials, "ulb", 7)).unwrap();
        assert_eq!(
            signed.steps.string_to_sign(),
            "ActionXPublicKeypubTafalseb1c"
        );
        let Body::Json(bytes) = &signed.parts.body else {
            panic!("{:?}", signed.parts.body)
        };
        assert!(Value::from_json(bytes).unwrap().get("Signature").is_some());
    }

    #[test]
    fn a_body_that_is_no_object_is_refused() {
        let credentials = Credentials::new("pub", "priv");
        for body in ["[1]", "{"] {
            let mut request = Unsigned::new(http::Method::POST, "h");
            request.body = Body::Json(body.into());
            let error = sign(request, &signing(&credentials, "ulb", 7)).unwrap_err();
            assert!(matches!(error, SignError::BodyNotAnObject(_)));
        }
    }
}
