//! ACS3-HMAC-SHA256, Alibaba Cloud's signature version 3, for RPC and ROA alike.
//!
//! Host, content type and every `x-acs-` header are signed, and others if asked. A region is an
//! ordinary parameter of the operation here, not of the protocol.

use super::canonical::{self, SignedHeader};
use super::{Scheme, SignError, Signed, Signing, Steps, hash, key};
use crate::request::{Query, Unsigned};
use http::header::{ACCEPT, HeaderName};

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
    let mut steps = Steps::with_capacity(768 + request.query.room());
    canonical::write_request(&mut steps, &request, &request.path, &headers, &payload);
    drop(headers);
    canonical::write_string_to_sign(&mut steps, ALGORITHM, &[]);
    let signature = hash::hmac_sha256(secret.as_bytes(), steps.string_to_sign().as_bytes());
    steps.write_signature(|out| out.push_str(&hash::hex(&signature)));
    canonical::authorize(&mut request, &steps, ALGORITHM, &[id], ",")?;
    Ok(Signed {
        parts: request,
        steps,
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
    request.headers.reserve(12);
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
fn signed_headers<'r>(request: &'r Unsigned, also: &[&str]) -> Vec<SignedHeader<'r>> {
    let signed =
        |name: &str| name.starts_with("x-acs-") || name == "content-type" || also.contains(&name);
    let mut headers = Vec::with_capacity(request.headers.len() + 1);
    for (name, value) in &request.headers {
        if signed(name.as_str()) {
            let value = value.to_str().unwrap_or_default().trim();
            headers.push((name.as_str(), value.into()));
        }
    }
    headers.push(("host", request.host.as_str().into()));
    headers.sort_unstable();
    headers.dedup_by_key(|(name, _)| *name);
    headers
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
        let lines: Vec<_> = signed.steps.canonical_request().lines().collect();
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
                .canonical_request()
                .contains("x-acs-security-token:session\n")
        );
        assert!(!format!("{:?}", signed.parts).contains("session"));
    }
}
