//! HMAC-SHA1 for Alibaba Cloud's RPC operations, signature version 1.
//!
//! Query and form are signed together, sorted and encoded twice. The parameters of the protocol and
//! the signature go into the query; those of the operation stay where they are.

use super::{Scheme, SignError, Signed, Signing, Steps, hash, key};
use crate::request::{Body, Unsigned};
use crate::wire::percent;
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
    let string_to_sign = string_to_sign(&request);
    let signature = signature(secret, &string_to_sign);
    request.query.params_mut().push("Signature", &signature);
    Ok(Signed {
        parts: request,
        steps: Steps {
            canonical_request: String::new(),
            string_to_sign,
            signature,
        },
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
    params.push_defaults(
        common
            .into_iter()
            .filter_map(|(name, text)| Some((name, text?))),
    );
}

/// `GET&%2F&` and the encoded list of encoded pairs.
fn string_to_sign(request: &Unsigned) -> String {
    let query = request.query.params();
    let mut pairs = query.sorted();
    let mut text_len = query.text_len();
    if let Body::Form(form) = &request.body {
        pairs.extend(form.iter());
        pairs.sort_by_key(|(name, _)| name.as_bytes());
        text_len += form.text_len();
    }
    let mut out = String::with_capacity(text_len + text_len / 2 + pairs.len() * 6 + 16);
    out.push_str(request.method.as_str());
    out.push_str("&%2F&");
    write_twice_encoded(&pairs, &mut out);
    out
}

fn write_twice_encoded(pairs: &[(&str, &str)], out: &mut String) {
    for (at, (name, value)) in pairs.iter().enumerate() {
        if at > 0 {
            out.push_str("%26");
        }
        percent::encode_twice_into(name, out);
        out.push_str("%3D");
        percent::encode_twice_into(value, out);
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
            signed.steps.string_to_sign,
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
