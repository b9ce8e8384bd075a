//! ACS3-HMAC-SHA256, Alibaba Cloud's signature version 3, for RPC and ROA alike.
//!
//! Host, content type and every `x-acs-` header are signed, and others if asked. A region is an
//! ordinary parameter of the operation here, not of the protocol.

use super::{Scheme, SignError, Signed, Signing, Steps, hash, key};
use crate::request::Unsigned;
use crate::wire::percent;
use http::header::{ACCEPT, AUTHORIZATION, HeaderName};

const ALGORITHM: &str = "ACS3-HMAC-SHA256";

const ACTION: HeaderName = HeaderName::from_static("x-acs-action");
const VERSION: HeaderName = HeaderName::from_static("x-acs-version");
const DATE: HeaderName = HeaderName::from_static("x-acs-date");
const NONCE: HeaderName = HeaderName::from_static("x-acs-signature-nonce");
const CONTENT_SHA256: HeaderName = HeaderName::from_static("x-acs-content-sha256");
const KEY_ID: HeaderName = HeaderName::from_static("x-acs-accesskey-id");
const TOKEN: HeaderName = HeaderName::from_static("x-acs-security-token");

/// Places the common headers and signs.
///
/// # Errors
/// There is no key, or a value fits no header.
pub fn sign(mut request: Unsigned, with: &Signing<'_>) -> Result<Signed, SignError> {
    let (id, secret) = key(with, Scheme::Acs3HmacSha256)?;
    let payload = place(&mut request, with, id)?;
    let signed_headers = signed_headers(&request, with.options.also_sign);
    let canonical_request = canonical_request(&request, &signed_headers, &payload);
    let string_to_sign = string_to_sign(&canonical_request);
    let signature = signature(secret, &string_to_sign);
    request.set_secret_header(
        AUTHORIZATION,
        [
            ALGORITHM,
            " Credential=",
            id,
            ",SignedHeaders=",
            &signed_headers.join(";"),
            ",Signature=",
            &signature,
        ]
        .concat(),
    )?;
    Ok(Signed {
        parts: request,
        steps: Steps {
            canonical_request,
            string_to_sign,
            signature,
        },
    })
}

/// The text to sign for a canonical request.
pub fn string_to_sign(canonical_request: &str) -> String {
    [
        ALGORITHM,
        "\n",
        &hash::sha256_hex(canonical_request.as_bytes()),
    ]
    .concat()
}

/// The signature of a text with a key's secret.
pub fn signature(secret: &str, string_to_sign: &str) -> String {
    hash::hex(&hash::hmac_sha256(
        secret.as_bytes(),
        string_to_sign.as_bytes(),
    ))
}

/// Returns the hash of the body.
fn place(request: &mut Unsigned, with: &Signing<'_>, id: &str) -> Result<String, SignError> {
    request.default_content_type();
    let payload = hash::sha256_hex(request.seal_body());
    request.set_header(CONTENT_SHA256, payload.clone())?;
    request.set_header(DATE, with.at.iso())?;
    request.header_default(ACTION, with.action.to_owned())?;
    request.header_default(VERSION, with.version.to_owned())?;
    request.header_default(ACCEPT, crate::request::JSON)?;
    if !with.nonce.is_empty() {
        request.set_header(NONCE, with.nonce.to_owned())?;
    }
    if let Some(token) = with.credentials.token() {
        request.header_default(KEY_ID, id.to_owned())?;
        request.set_secret_header(TOKEN, token.expose().to_owned())?;
    }
    Ok(payload)
}

fn signed_headers<'r>(request: &'r Unsigned, also: &[&str]) -> Vec<&'r str> {
    let signed =
        |name: &str| name.starts_with("x-acs-") || name == "content-type" || also.contains(&name);
    let mut names: Vec<_> = request
        .headers
        .keys()
        .map(HeaderName::as_str)
        .filter(|name| signed(name))
        .collect();
    names.push("host");
    names.sort_unstable();
    names.dedup();
    names
}

/// Method, path, sorted query, headers, their names and the hash of the body, a line each.
fn canonical_request(request: &Unsigned, signed_headers: &[&str], payload: &str) -> String {
    let query = request.query.params();
    let mut out = String::with_capacity(768 + query.text_len());
    for piece in [request.method.as_str(), "\n", &request.path, "\n"] {
        out.push_str(piece);
    }
    for (at, (name, value)) in query.sorted().into_iter().enumerate() {
        if at > 0 {
            out.push('&');
        }
        percent::encode_into(name, &mut out);
        out.push('=');
        percent::encode_into(value, &mut out);
    }
    out.push('\n');
    for name in signed_headers {
        let value = if *name == "host" {
            &request.host
        } else {
            request.header(*name)
        };
        for piece in [name, ":", value.trim(), "\n"] {
            out.push_str(piece);
        }
    }
    out.push('\n');
    for (at, name) in signed_headers.iter().enumerate() {
        if at > 0 {
            out.push(';');
        }
        out.push_str(name);
    }
    out.push('\n');
    out.push_str(payload);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::credentials::Credentials;
    use crate::request::Body;
    use crate::sign::fixtures::signing;

    #[test]
    fn a_form_is_hashed_and_its_type_signed() {
        let credentials = Credentials::new("id", "key").with_token("session");
        let mut request = Unsigned::new(http::Method::POST, "h");
        request.query.params_mut().push("b", "1 2");
        request.query.params_mut().push("a", "*");
        request.body = Body::Form([("x", "y")].into_iter().collect());
        let signed = sign(request, &signing(&credentials, "ecs", 0)).unwrap();
        let lines: Vec<_> = signed.steps.canonical_request.lines().collect();
        assert_eq!(
            lines[..4],
            [
                "POST",
                "/",
                "a=%2A&b=1%202",
                "content-type:application/x-www-form-urlencoded"
            ]
        );
        assert_eq!(
            lines.last().copied(),
            Some(hash::sha256_hex(b"x=y").as_str())
        );
        assert!(
            signed
                .steps
                .canonical_request
                .contains("x-acs-security-token:session\n")
        );
        assert!(!format!("{:?}", signed.parts).contains("session"));
    }
}
