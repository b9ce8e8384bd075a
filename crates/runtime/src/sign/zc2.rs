//! ZC2-HMAC-SHA256 and bearer tokens, Zenlayer Cloud's two ways in.
//!
//! As Tencent's version 3 without a scope: the key is the password itself, and the path that is
//! signed is always `/`, whatever the request's is.

use super::{Scheme, SignError, Signed, Signing, Steps, canonical, hash, key};
use crate::request::{JSON, Unsigned};
use http::header::{AUTHORIZATION, CONTENT_TYPE, HeaderName};

const ALGORITHM: &str = "ZC2-HMAC-SHA256";

const SERVICE: HeaderName = HeaderName::from_static("x-zc-service");
const ACTION: HeaderName = HeaderName::from_static("x-zc-action");
const VERSION: HeaderName = HeaderName::from_static("x-zc-version");
const TIMESTAMP: HeaderName = HeaderName::from_static("x-zc-timestamp");
const METHOD: HeaderName = HeaderName::from_static("x-zc-signature-method");

/// Places the common headers and signs with an access key.
///
/// # Errors
/// There is no key, or a value fits no header.
pub fn sign(mut request: Unsigned, with: &Signing<'_>) -> Result<Signed, SignError> {
    let (id, password) = key(with, Scheme::Zc2HmacSha256)?;
    place(&mut request, with)?;
    let mut digits = itoa::Buffer::new();
    let at = digits.format(with.at.unix());
    request.set_header(METHOD, ALGORITHM)?;
    request.set_header(TIMESTAMP, at.to_owned())?;
    let payload = hash::sha256_hex(request.seal_body());
    let mut steps = Steps::with_capacity(512 + request.query.room());
    let headers = [
        ("content-type", request.header(CONTENT_TYPE).trim().into()),
        ("host", request.host.trim().into()),
    ];
    canonical::write_request(&mut steps, &request, "/", &headers, &payload);
    canonical::write_string_to_sign(&mut steps, ALGORITHM, &[at, "\n"]);
    let text = steps.string_to_sign().as_bytes();
    let signature = hash::hex(&hash::hmac_sha256(password.as_bytes(), text));
    steps.write_signature(|out| out.push_str(&signature));
    canonical::authorize(&mut request, &steps, ALGORITHM, &[id], ", ")?;
    Ok(Signed {
        parts: request,
        steps,
    })
}

/// Places the common headers and the token; nothing is computed.
///
/// # Errors
/// There is no token, or a value fits no header.
pub fn bearer(mut request: Unsigned, with: &Signing<'_>) -> Result<Signed, SignError> {
    let token = with.credentials.token().filter(|token| !token.is_empty());
    let token = token.ok_or(SignError::NoToken(Scheme::Bearer))?;
    place(&mut request, with)?;
    request.set_secret_header(AUTHORIZATION, ["Bearer ", token.expose()].concat())?;
    Ok(Signed {
        parts: request,
        steps: Steps::default(),
    })
}

fn place(request: &mut Unsigned, with: &Signing<'_>) -> Result<(), SignError> {
    request.headers.reserve(8);
    request.default_content_type();
    request.header_default(CONTENT_TYPE, JSON)?;
    request.header_default(SERVICE, with.service.to_owned())?;
    request.header_default(ACTION, with.action.to_owned())?;
    request.header_default(VERSION, with.version.to_owned())?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::credentials::Credentials;
    use crate::request::Body;
    use crate::sign::fixtures::signing;

    #[test]
    fn the_path_is_sent_and_not_signed() {
        let credentials = Credentials::new("id", "password");
        let mut request = Unsigned::new(http::Method::POST, "console.zenlayer.com");
        request.path = "/api/v2/zec".into();
        request.body = Body::Json("{}".into());
        let signed = sign(request, &signing(&credentials, "zec", 9)).unwrap();
        assert!(
            signed
                .steps
                .canonical_request()
                .starts_with("POST\n/\n\ncontent-type:application/json\nhost:")
        );
        assert_eq!(signed.into_http().unwrap().uri().path(), "/api/v2/zec");
    }

    #[test]
    fn a_token_is_sent_and_not_shown() {
        let credentials = Credentials::bearer("hunter2");
        let signed = bearer(
            Unsigned::new(http::Method::POST, "h"),
            &signing(&credentials, "zec", 9),
        )
        .unwrap();
        assert_eq!(signed.parts.header("authorization"), "Bearer hunter2");
        assert!(!format!("{signed:?} {:?}", signed.parts.headers).contains("hunter2"));
    }
}
