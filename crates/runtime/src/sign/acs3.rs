//! ACS3-HMAC-SHA256, Alibaba Cloud's signature version 3, for RPC and ROA alike.
//!
//! Host, content type and every `x-acs-` header are signed, and others if asked. A region is an
//! ordinary parameter of the operation here, not of the protocol.

use super::{Scheme, SignError, Signed, Signing, Steps, hash, key};
use crate::request::{Query, Unsigned};
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
    // The query goes as it is signed, so that it is sorted and encoded once.
    request.query = Query::Encoded(request.query.params().encoded_sorted());
    let headers = signed_headers(&request, with.options.also_sign);
    let names = joined(&headers);
    let canonical_request = canonical_request(&request, &headers, &names, &payload);
    let string_to_sign = string_to_sign(&canonical_request);
    let signature = signature(secret, &string_to_sign);
    request.set_secret_header(
        AUTHORIZATION,
        [
            ALGORITHM,
            " Credential=",
            id,
            ",SignedHeaders=",
            &names,
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
    .to_owned()
}

/// Returns the hash of the body.
fn place(request: &mut Unsigned, with: &Signing<'_>, id: &str) -> Result<hash::Hex<64>, SignError> {
    request.default_content_type();
    let payload = hash::sha256_hex(request.seal_body());
    request.set_header(CONTENT_SHA256, payload.to_owned())?;
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

/// The headers to sign by name, with their values.
fn signed_headers<'r>(request: &'r Unsigned, also: &[&str]) -> Vec<(&'r str, &'r str)> {
    let signed =
        |name: &str| name.starts_with("x-acs-") || name == "content-type" || also.contains(&name);
    let mut headers: Vec<_> = request
        .headers
        .iter()
        .map(|(name, value)| (name.as_str(), value))
        .filter(|(name, _)| signed(name))
        .map(|(name, value)| (name, value.to_str().unwrap_or_default().trim()))
        .collect();
    headers.push(("host", &request.host));
    headers.sort_unstable();
    headers.dedup_by_key(|(name, _)| *name);
    headers
}

/// Method, path, sorted query, headers, their names and the hash of the body, a line each.
fn canonical_request(
    request: &Unsigned,
    headers: &[(&str, &str)],
    names: &str,
    payload: &str,
) -> String {
    let query = request.query.encoded();
    let mut out = String::with_capacity(640 + query.len());
    for piece in [
        request.method.as_str(),
        "\n",
        &request.path,
        "\n",
        &query,
        "\n",
    ] {
        out.push_str(piece);
    }
    for (name, value) in headers {
        for piece in [name, ":", value, "\n"] {
            out.push_str(piece);
        }
    }
    for piece in ["\n", names, "\n", payload] {
        out.push_str(piece);
    }
    out
}

/// `content-type;host;x-acs-action;…`
fn joined(headers: &[(&str, &str)]) -> String {
    let mut names = String::with_capacity(160);
    for (name, _) in headers {
        if !names.is_empty() {
            names.push(';');
        }
        names.push_str(name);
    }
    names
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
        assert_eq!(lines.last().copied(), Some(&*hash::sha256_hex(b"x=y")));
        assert!(
            signed
                .steps
                .canonical_request
                .contains("x-acs-security-token:session\n")
        );
        assert!(!format!("{:?}", signed.parts).contains("session"));
    }
}
