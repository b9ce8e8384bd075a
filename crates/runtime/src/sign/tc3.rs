//! TC3-HMAC-SHA256, Tencent Cloud's signature version 3.
//!
//! The key is derived from the day, the service and the secret; content type and host are signed,
//! other headers if asked. The session token and the common headers are sent unsigned, as the
//! vendor's own SDKs do.

use super::canonical::{self, SignedHeader};
use super::{Scheme, SignError, Signed, Signing, Steps, hash, key};
use crate::request::{JSON, Unsigned};
use http::header::{AUTHORIZATION, CONTENT_TYPE, HeaderName};
use zeroize::Zeroizing;

const ALGORITHM: &str = "TC3-HMAC-SHA256";
const UNSIGNED_PAYLOAD: &str = "UNSIGNED-PAYLOAD";

const ACTION: HeaderName = HeaderName::from_static("x-tc-action");
const VERSION: HeaderName = HeaderName::from_static("x-tc-version");
const TIMESTAMP: HeaderName = HeaderName::from_static("x-tc-timestamp");
const REGION: HeaderName = HeaderName::from_static("x-tc-region");
const TOKEN: HeaderName = HeaderName::from_static("x-tc-token");
const CONTENT_SHA256: HeaderName = HeaderName::from_static("x-tc-content-sha256");

/// Places the common headers and signs.
///
/// # Errors
/// There is no key (unless the signature is skipped), or a value fits no header.
pub fn sign(mut request: Unsigned, with: &Signing<'_>) -> Result<Signed, SignError> {
    place(&mut request, with)?;
    if with.options.skip {
        request.set_header(AUTHORIZATION, "SKIP")?;
        return Ok(Signed {
            parts: request,
            steps: Steps::default(),
        });
    }
    let (id, secret) = key(with, Scheme::Tc3HmacSha256)?;
    let payload = match with.options.unsigned_payload {
        true => hash::sha256_hex(UNSIGNED_PAYLOAD.as_bytes()),
        false => hash::sha256_hex(request.seal_body()),
    };
    let mut steps = Steps::with_capacity(640 + request.query.room());
    let headers = signed_headers(&request, with.options.also_sign);
    canonical::write_request(&mut steps, &request, &request.path, &headers, &payload);
    drop(headers);
    let (date, mut digits) = (with.at.date(), itoa::Buffer::new());
    let at = digits.format(with.at.unix());
    let scope = [at, "\n", &date, "/", with.service, "/tc3_request\n"];
    canonical::write_string_to_sign(&mut steps, ALGORITHM, &scope);
    let signature = signature(secret, &date, with.service, steps.string_to_sign());
    steps.write_signature(|out| out.push_str(&signature));
    let credential = [id, "/", &date, "/", with.service, "/tc3_request"];
    canonical::authorize(&mut request, &steps, ALGORITHM, &credential, ", ")?;
    Ok(Signed {
        parts: request,
        steps,
    })
}

fn place(request: &mut Unsigned, with: &Signing<'_>) -> Result<(), SignError> {
    request.headers.reserve(8);
    request.default_content_type();
    let fallback = if request.method == http::Method::GET {
        crate::request::FORM
    } else {
        JSON
    };
    request.header_default(CONTENT_TYPE, fallback)?;
    request.header_default(ACTION, with.action.to_owned())?;
    request.header_default(VERSION, with.version.to_owned())?;
    let mut digits = itoa::Buffer::new();
    request.set_header(TIMESTAMP, digits.format(with.at.unix()).to_owned())?;
    if let Some(region) = with.region {
        request.header_default(REGION, region.to_owned())?;
    }
    if let Some(token) = with.credentials.token() {
        request.set_secret_header(TOKEN, token.expose().to_owned())?;
    }
    if with.options.unsigned_payload {
        request.set_header(CONTENT_SHA256, UNSIGNED_PAYLOAD)?;
    }
    Ok(())
}

/// Content type and host, and what else was asked for, by name.
fn signed_headers<'r>(request: &'r Unsigned, also: &[&'r str]) -> Vec<SignedHeader<'r>> {
    let mut headers = Vec::with_capacity(2 + also.len());
    // A boundary in it is case sensitive.
    headers.push(("content-type", request.header(CONTENT_TYPE).trim().into()));
    headers.push(("host", request.host.trim().into()));
    let also = also
        .iter()
        .filter(|name| request.headers.contains_key(**name));
    headers.extend(also.map(|name| {
        let value = request.header(*name).trim();
        (*name, value.to_ascii_lowercase().into())
    }));
    // The sort is stable: the two above come before others of their names.
    headers.sort_by_key(|(name, _)| *name);
    headers.dedup_by_key(|(name, _)| *name);
    headers
}

fn signature(secret: &str, date: &str, service: &str, string_to_sign: &str) -> hash::Hex<64> {
    let first = Zeroizing::new(["TC3", secret].concat());
    let day = Zeroizing::new(hash::hmac_sha256(first.as_bytes(), date.as_bytes()));
    let scope = Zeroizing::new(hash::hmac_sha256(&*day, service.as_bytes()));
    let signing = Zeroizing::new(hash::hmac_sha256(&*scope, b"tc3_request"));
    hash::hex(&hash::hmac_sha256(&*signing, string_to_sign.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::credentials::Credentials;
    use crate::request::Body;
    use crate::sign::fixtures::signing;
    use bytes::Bytes;
    use http::Method;

    fn request() -> Unsigned {
        let mut request = Unsigned::new(Method::POST, "cbs.tencentcloudapi.com");
        request.body = Body::Json(Bytes::from_static(b"{}"));
        request
    }

    #[test]
    fn the_region_and_the_token_are_sent_and_not_signed() {
        let plain = Credentials::new("id", "key");
        let temporary = plain.clone().with_token("session");
        let without = sign(request(), &signing(&plain, "cbs", 1)).unwrap();
        let mut with = signing(&temporary, "cbs", 1);
        with.region = Some("ap-guangzhou");
        let with = sign(request(), &with).unwrap();
        assert_eq!(without.steps, with.steps);
        assert_eq!(with.parts.header("x-tc-token"), "session");
        assert_eq!(with.parts.header("x-tc-region"), "ap-guangzhou");
        assert!(!format!("{:?}", with.parts.headers).contains("session"));
    }

    #[test]
    fn an_unsigned_payload_says_so() {
        let credentials = Credentials::new("id", "key");
        let mut with = signing(&credentials, "cbs", 1);
        with.options.unsigned_payload = true;
        let signed = sign(request(), &with).unwrap();
        assert_eq!(signed.parts.header("x-tc-content-sha256"), UNSIGNED_PAYLOAD);
        let hash = hash::sha256_hex(UNSIGNED_PAYLOAD.as_bytes());
        assert!(signed.steps.canonical_request().ends_with(&*hash));
    }

    #[test]
    fn a_skipped_signature_needs_no_key() {
        let nobody = Credentials::new("", "");
        let mut with = signing(&nobody, "sts", 1);
        with.options.skip = true;
        let signed = sign(request(), &with).unwrap();
        assert_eq!(signed.parts.header("authorization"), "SKIP");
        assert_eq!(signed.parts.header("x-tc-action"), "Do");
    }

    #[test]
    fn further_headers_are_signed_in_lower_case() {
        let credentials = Credentials::new("id", "key");
        let mut with = signing(&credentials, "cbs", 1);
        with.options.also_sign = &["x-tc-action", "x-absent"];
        let signed = sign(request(), &with).unwrap();
        assert!(
            signed
                .steps
                .canonical_request()
                .contains("\nx-tc-action:do\n\ncontent-type;host;x-tc-action\n")
        );
    }
}
