//! HmacSHA1 and HmacSHA256, Tencent Cloud's signature version 1.
//!
//! Every parameter is signed as `name=value`, sorted and not encoded, and the signature goes along
//! as one more parameter: in the query of a GET, in the form of a POST.

use super::{Scheme, SignError, Signed, Signing, Steps, hash, key};
use crate::request::{Body, Unsigned};
use crate::wire::Params;

/// The hash of the signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// What the vendor takes when none is named.
    HmacSha1,
    /// The stronger one.
    HmacSha256,
}

impl Method {
    fn name(self) -> &'static str {
        match self {
            Self::HmacSha1 => "HmacSHA1",
            Self::HmacSha256 => "HmacSHA256",
        }
    }

    fn scheme(self) -> Scheme {
        match self {
            Self::HmacSha1 => Scheme::TencentHmacSha1,
            Self::HmacSha256 => Scheme::TencentHmacSha256,
        }
    }
}

/// Places the common parameters and signs.
///
/// # Errors
/// There is no key, or the body is neither empty nor a form.
pub fn sign(
    mut request: Unsigned,
    with: &Signing<'_>,
    method: Method,
) -> Result<Signed, SignError> {
    let (id, secret) = key(with, method.scheme())?;
    if matches!(request.body, Body::Json(_) | Body::Other(_)) {
        return Err(SignError::BodyNotParameters(method.scheme()));
    }
    if request.method == http::Method::POST && matches!(request.body, Body::Empty) {
        request.body = Body::Form(Params::new());
    }
    place(request.params_mut(), with, id, method);
    let steps = steps(&request, method, secret);
    request.params_mut().push("Signature", steps.signature());
    Ok(Signed {
        parts: request,
        steps,
    })
}

/// The signature of a text with a key's secret.
pub fn signature(method: Method, secret: &str, string_to_sign: &str) -> String {
    let (key, text) = (secret.as_bytes(), string_to_sign.as_bytes());
    match method {
        Method::HmacSha1 => hash::base64(&hash::hmac_sha1(key, text)),
        Method::HmacSha256 => hash::base64(&hash::hmac_sha256(key, text)),
    }
}

fn place(params: &mut Params, with: &Signing<'_>, id: &str, method: Method) {
    let mut digits = itoa::Buffer::new();
    let token = with.credentials.token().map(|token| token.expose());
    let common = [
        ("Action", Some(with.action)),
        ("Version", Some(with.version)),
        ("Region", with.region),
        ("Timestamp", Some(digits.format(with.at.unix()))),
        ("Nonce", Some(with.nonce)),
        ("SecretId", Some(id)),
        ("Token", token),
        ("SignatureMethod", Some(method.name())),
    ];
    for (name, text) in common {
        if let Some(text) = text {
            params.push_default(name, text);
        }
    }
}

/// `POSTcbs.tencentcloudapi.com/?Action=…&…`, sorted, not encoded, and its signature.
fn steps(request: &Unsigned, method: Method, secret: &str) -> Steps {
    let params = request.params();
    let mut steps = Steps::with_capacity(params.text_len() + 128);
    steps.write_string_to_sign(|out| {
        for piece in [request.method.as_str(), &request.host, &request.path, "?"] {
            out.push_str(piece);
        }
        params
            .by_name()
            .for_each(|pair| out.push_str(pair.with_signs()));
        out.pop();
    });
    let signature = signature(method, secret, steps.string_to_sign());
    steps.write_signature(|out| out.push_str(&signature));
    steps
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::credentials::Credentials;
    use crate::sign::fixtures::signing;
    use bytes::Bytes;

    #[test]
    fn parameters_go_with_the_method() {
        let credentials = Credentials::new("id", "key").with_token("session");
        let with = signing(&credentials, "cbs", 7);
        let post = Unsigned::new(http::Method::POST, "h");
        let signed = sign(post, &with, Method::HmacSha256).unwrap();
        assert_eq!(
            signed.steps.string_to_sign(),
            "POSTh/?Action=Do&Nonce=n1&SecretId=id&SignatureMethod=HmacSHA256&Timestamp=7&Token=session&Version=2017-03-12"
        );
        assert!(matches!(&signed.parts.body, Body::Form(form) if form.contains("Signature")));
        assert!(!format!("{signed:?}").contains("session"));

        let get = Unsigned::new(http::Method::GET, "h");
        let signed = sign(get, &with, Method::HmacSha1).unwrap();
        assert!(signed.parts.query.params().contains("Signature"));
        assert!(matches!(signed.parts.body, Body::Empty));
    }

    #[test]
    fn a_json_body_is_refused() {
        let credentials = Credentials::new("id", "key");
        let mut request = Unsigned::new(http::Method::POST, "h");
        request.body = Body::Json(Bytes::from_static(b"{}"));
        let error = sign(request, &signing(&credentials, "cbs", 7), Method::HmacSha1).unwrap_err();
        assert_eq!(error, SignError::BodyNotParameters(Scheme::TencentHmacSha1));
    }
}
