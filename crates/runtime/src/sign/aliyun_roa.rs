//! HMAC-SHA1 for Alibaba Cloud's ROA operations, signature version 1.
//!
//! Four plain headers, the `x-acs-` headers, the path and the query are signed; path and query as
//! they mean, not as they are encoded.

use super::{Scheme, SignError, Signed, Signing, Steps, hash, key};
use crate::request::{JSON, Unsigned};
use crate::wire::percent;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, DATE, HeaderName};

const VERSION: HeaderName = HeaderName::from_static("x-acs-version");
const REGION: HeaderName = HeaderName::from_static("x-acs-region-id");
const METHOD: HeaderName = HeaderName::from_static("x-acs-signature-method");
const SIGNATURE_VERSION: HeaderName = HeaderName::from_static("x-acs-signature-version");
const NONCE: HeaderName = HeaderName::from_static("x-acs-signature-nonce");
const CONTENT_MD5: HeaderName = HeaderName::from_static("content-md5");
const TOKEN: HeaderName = HeaderName::from_static("x-acs-security-token");

/// Places the common headers and signs.
///
/// # Errors
/// There is no key, or a value fits no header.
pub fn sign(mut request: Unsigned, with: &Signing<'_>) -> Result<Signed, SignError> {
    let (id, secret) = key(with, Scheme::AcsRoaHmacSha1)?;
    place(&mut request, with)?;
    let mut steps = Steps::with_capacity(512 + request.query.room());
    steps.write_string_to_sign(|out| write_string_to_sign(&request, out));
    let mac = hash::hmac_sha1(secret.as_bytes(), steps.string_to_sign().as_bytes());
    steps.write_signature(|out| out.push_str(&hash::base64(&mac)));
    let value = ["acs ", id, ":", steps.signature()].concat();
    request.set_secret_header(AUTHORIZATION, value)?;
    Ok(Signed {
        parts: request,
        steps,
    })
}

fn place(request: &mut Unsigned, with: &Signing<'_>) -> Result<(), SignError> {
    request.headers.reserve(12);
    request.default_content_type();
    request.header_default(ACCEPT, JSON)?;
    request.set_header(DATE, with.at.http())?;
    request.header_default(VERSION, with.version.to_owned())?;
    request.header_default(METHOD, "HMAC-SHA1")?;
    request.header_default(SIGNATURE_VERSION, "1.0")?;
    if !with.nonce.is_empty() {
        request.set_header(NONCE, with.nonce.to_owned())?;
    }
    if let Some(region) = with.region {
        request.header_default(REGION, region.to_owned())?;
        request.query.params_mut().push_default("RegionId", region);
    }
    if let Some(token) = with.credentials.token() {
        request.set_secret_header(TOKEN, token.expose().to_owned())?;
    }
    Ok(())
}

fn write_string_to_sign(request: &Unsigned, out: &mut String) {
    let plain = [
        request.method.as_str(),
        request.header(ACCEPT),
        request.header(CONTENT_MD5),
        request.header(CONTENT_TYPE),
        request.header(DATE),
    ];
    for value in plain {
        out.push_str(value);
        out.push('\n');
    }
    let mut headers: Vec<_> = request
        .headers
        .iter()
        .map(|(name, value)| (name.as_str(), value))
        .filter(|(name, _)| name.starts_with("x-acs-"))
        .collect();
    headers.sort_unstable_by_key(|(name, _)| *name);
    for (name, value) in headers {
        for piece in [name, ":", value.to_str().unwrap_or_default().trim(), "\n"] {
            out.push_str(piece);
        }
    }
    write_resource(request, out);
}

/// The path and the sorted query, decoded.
fn write_resource(request: &Unsigned, out: &mut String) {
    out.push_str(&percent::decode(&request.path, false));
    let query = request.query.params();
    if !query.is_empty() {
        out.push('?');
        query
            .by_name()
            .for_each(|pair| out.push_str(pair.with_signs()));
        out.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::credentials::Credentials;
    use crate::sign::fixtures::signing;

    #[test]
    fn headers_path_and_query_are_signed_as_they_mean() {
        let credentials = Credentials::new("id", "key").with_token("session");
        let mut request = Unsigned::new(http::Method::GET, "h");
        request.path = "/instances/es%2Fcn".into();
        request.query.params_mut().push("size", "2 0");
        let mut with = signing(&credentials, "elasticsearch", 0);
        with.region = Some("cn-hangzhou");
        let signed = sign(request, &with).unwrap();
        assert_eq!(
            signed.steps.string_to_sign(),
            "GET\napplication/json\n\n\nThu, 01 Jan 1970 00:00:00 GMT\nx-acs-region-id:cn-hangzhou\n\
             x-acs-security-token:session\nx-acs-signature-method:HMAC-SHA1\nx-acs-signature-nonce:n1\n\
             x-acs-signature-version:1.0\nx-acs-version:2017-03-12\n/instances/es/cn?RegionId=cn-hangzhou&size=2 0"
        );
        assert!(signed.parts.header("authorization").starts_with("acs id:"));
    }
}
