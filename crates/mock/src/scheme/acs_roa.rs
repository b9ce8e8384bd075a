//! HMAC-SHA1, Alibaba Cloud's first for operations by path: headers.

use super::digest::{base64, hmac_sha1};
use super::{Claim, Signed, Time, owned};
use crate::Received;

pub(super) fn claim(received: &Received<'_>) -> Option<Claim> {
    let (key, signature) = received
        .header("authorization")?
        .strip_prefix("acs ")?
        .split_once(':')?;
    Some(Claim {
        key: key.to_owned(),
        signature: signature.to_owned(),
        time: Time::http_date(received.header("date")),
        nonce: owned(received.header("x-acs-signature-nonce")),
        token: owned(received.header("x-acs-security-token")),
        action: owned(received.header("x-acs-action")),
        version: owned(received.header("x-acs-version")),
        region: owned(received.header("x-acs-region-id")),
        service: None,
    })
}

pub(super) fn sign(received: &Received<'_>, _: &Claim, secret: &str) -> Signed {
    let mut text = format!("{}\n", received.method);
    for name in ["accept", "content-md5", "content-type", "date"] {
        text += received.header(name).unwrap_or_default();
        text.push('\n');
    }
    let mut names: Vec<_> = received
        .header_names()
        .filter(|name| name.starts_with("x-acs-"))
        .collect();
    names.sort_unstable();
    for name in names {
        text += &format!("{name}:{}\n", received.header(name).unwrap_or_default());
    }
    text += received.path;
    let mut parts = Vec::new();
    for part in received
        .raw_query
        .split('&')
        .filter(|part| !part.is_empty())
    {
        // As it was before any encoding; a name without a sign stays without.
        for (name, value) in form_urlencoded::parse(part.as_bytes()) {
            let sign = if part.contains('=') { "=" } else { "" };
            parts.push((name.clone().into_owned(), format!("{name}{sign}{value}")));
        }
    }
    parts.sort();
    for (number, (_, part)) in parts.iter().enumerate() {
        text.push(if number == 0 { '?' } else { '&' });
        text += part;
    }
    Signed {
        signature: base64(&hmac_sha1(secret.as_bytes(), text.as_bytes())),
        string_to_sign: Some(text),
    }
}
