//! HMAC-SHA1 for Alibaba Cloud's RPC operations, signature version 1.
//!
//! Query and form are signed together, sorted and encoded twice. The parameters of the protocol and
//! the signature go into the query; those of the operation stay where they are.

use super::{Scheme, SignError, Signed, Signing, Steps, hash, key};
use crate::request::{Body, Unsigned};
use crate::wire::params::Pair;
use crate::wire::{Params, params, percent};
use zeroize::Zeroizing;

/// Places the common parameters and signs.
///
/// # Errors
/// There is no key, or the body is neither empty nor a form.
pub fn sign(mut request: Unsigned, with: &Signing<'_>) -> Result<Signed, SignError> {
    let (id, secret) = key(with, Scheme::AcsRpcHmacSha1)?;
    if matches!(request.body, Body::Json(_) | Body::Other(_)) {
        return Err(SignError::BodyNotParameters(Scheme::AcsRpcHmacSha1));
    }
    place(&mut request, with, id);
    let steps = steps(&request, secret);
    request
        .query
        .params_mut()
        .push("Signature", steps.signature());
    Ok(Signed {
        parts: request,
        steps,
    })
}

/// The signature of a text with a key's secret.
pub fn signature(secret: &str, string_to_sign: &str) -> String {
    let key = Zeroizing::new([secret, "&"].concat());
    hash::base64(&hash::hmac_sha1(key.as_bytes(), string_to_sign.as_bytes()))
}

fn place(request: &mut Unsigned, with: &Signing<'_>, id: &str) {
    let in_form = |name: &str| matches!(&request.body, Body::Form(form) if form.contains(name));
    let region = with.region.filter(|_| !in_form("RegionId"));
    let params = request.query.params_mut();
    let at = with.at.iso();
    let token = with.credentials.token().map(|token| token.expose());
    let common = [
        ("Action", Some(with.action)),
        ("Version", Some(with.version)),
        ("Format", Some("JSON")),
        ("RegionId", region),
        ("AccessKeyId", Some(id)),
        ("SignatureMethod", Some("HMAC-SHA1")),
        ("SignatureVersion", Some("1.0")),
        ("Timestamp", Some(&at)),
        (
            "SignatureNonce",
            Some(with.nonce).filter(|nonce| !nonce.is_empty()),
        ),
        ("SecurityToken", token),
    ];
    for (name, text) in common {
        if let Some(text) = text {
            params.push_default(name, text);
        }
    }
}

fn steps(request: &Unsigned, secret: &str) -> Steps {
    let none = Params::new();
    let query = request.query.params();
    let form = match &request.body {
        Body::Form(form) => form,
        _ => &none,
    };
    let (text_len, pairs) = (query.text_len() + form.text_len(), query.len() + form.len());
    let mut steps = Steps::with_capacity(text_len + pairs * 4 + 128);
    steps.write_string_to_sign(|out| {
        write_string_to_sign(&request.method, params::sorted(&query, form), out)
    });
    let signature = signature(secret, steps.string_to_sign());
    steps.write_signature(|out| out.push_str(&signature));
    steps
}

/// `GET&%2F&` and the encoded list of encoded pairs.
fn write_string_to_sign<'p>(
    method: &http::Method,
    pairs: impl Iterator<Item = Pair<'p>>,
    out: &mut String,
) {
    out.push_str(method.as_str());
    out.push_str("&%2F&");
    for (at, pair) in pairs.enumerate() {
        if at > 0 {
            out.push_str("%26");
        }
        for (piece, end) in [(pair.name(), "%3D"), (pair.value(), "")] {
            if pair.is_plain {
                out.push_str(piece);
            } else {
                percent::encode_twice_into(piece, out);
            }
            out.push_str(end);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::credentials::Credentials;
    use crate::sign::fixtures::signing;

    #[test]
    fn query_and_form_are_signed_together_and_stay_apart() {
        let credentials = Credentials::new("id", "key").with_token("session");
        let mut request = Unsigned::new(http::Method::POST, "h");
        request.body = Body::Form([("Name", "a b*")].into_iter().collect());
        let mut with = signing(&credentials, "ecs", 0);
        with.region = Some("cn-hangzhou");
        let signed = sign(request, &with).unwrap();
        assert_eq!(
            signed.steps.string_to_sign(),
            "POST&%2F&AccessKeyId%3Did%26Action%3DDo%26Format%3DJSON%26Name%3Da%2520b%252A%26RegionId%3Dcn-hangzhou\
             %26SecurityToken%3Dsession%26SignatureMethod%3DHMAC-SHA1%26SignatureNonce%3Dn1%26SignatureVersion%3D1.0\
             %26Timestamp%3D1970-01-01T00%253A00%253A00Z%26Version%3D2017-03-12"
        );
        assert!(matches!(&signed.parts.body, Body::Form(form) if form.len() == 1));
        assert!(signed.parts.query.params().contains("Signature"));
    }

    #[test]
    fn what_the_caller_gave_is_kept() {
        let credentials = Credentials::new("id", "key");
        let mut request = Unsigned::new(http::Method::GET, "h");
        request.query.params_mut().push("Format", "XML");
        let signed = sign(request, &signing(&credentials, "ecs", 0)).unwrap();
        assert_eq!(signed.parts.query.params().get("Format"), Some("XML"));
    }
}
