//! TC3-HMAC-SHA256, Tencent Cloud's third: a key derived from day and service, headers.

use super::digest::{hex, hmac_sha256, sha256};
use super::{Claim, Parts, Signed, Time, owned};
use crate::Received;

const ALGORITHM: &str = "TC3-HMAC-SHA256";
const TERMINATOR: &str = "tc3_request";

pub(super) fn claim(received: &Received<'_>) -> Option<Claim> {
    let parts = Parts::of(received, ALGORITHM)?;
    // The id of a key may hold slashes; the scope never does.
    let mut scope = parts.get("Credential")?.rsplitn(4, '/');
    let is_terminated = scope.next()? == TERMINATOR;
    let (service, _date, key) = (scope.next()?, scope.next()?, scope.next()?);
    is_terminated.then(|| Claim {
        key: key.to_owned(),
        signature: parts.get("Signature").unwrap_or_default().to_owned(),
        time: Time::seconds(received.header("x-tc-timestamp")),
        token: owned(received.header("x-tc-token")),
        action: owned(received.header("x-tc-action")),
        version: owned(received.header("x-tc-version")),
        region: owned(received.header("x-tc-region")),
        service: Some(service.to_owned()),
        nonce: None,
    })
}

pub(super) fn sign(received: &Received<'_>, claim: &Claim, secret: &str) -> Signed {
    let Time::At(time) = claim.time else {
        return unfit();
    };
    let (Some(parts), Ok(at)) = (
        Parts::of(received, ALGORITHM),
        jiff::Timestamp::from_second(time),
    ) else {
        return unfit();
    };
    let day = at.strftime("%Y-%m-%d").to_string();
    let service = claim.service.as_deref().unwrap_or_default();
    let mut canonical = format!("{}\n/\n{}\n", received.method, received.raw_query);
    let mut names = Vec::new();
    for name in parts.signed_headers() {
        let value = received.header(name).unwrap_or_default();
        canonical += &format!("{name}:{}\n", value.trim().to_lowercase());
        names.push(name);
    }
    // Both are always signed; a request that leaves one out is refused.
    if !["content-type", "host"]
        .iter()
        .all(|name| names.contains(name))
    {
        return unfit();
    }
    canonical += &format!("\n{}\n{}", names.join(";"), payload_hash(received));
    let scope = format!("{day}/{service}/{TERMINATOR}");
    let text = format!(
        "{ALGORITHM}\n{time}\n{scope}\n{}",
        hex(&sha256(canonical.as_bytes()))
    );
    let key = hmac_sha256(format!("TC3{secret}").as_bytes(), day.as_bytes());
    let key = hmac_sha256(&key, service.as_bytes());
    let key = hmac_sha256(&key, TERMINATOR.as_bytes());
    // The scope's day must be that of the timestamp.
    let is_in_scope = parts
        .get("Credential")
        .is_some_and(|credential| credential.ends_with(&scope));
    if !is_in_scope {
        return unfit();
    }
    Signed {
        signature: hex(&hmac_sha256(&key, text.as_bytes())),
        string_to_sign: Some(text),
    }
}

fn payload_hash(received: &Received<'_>) -> String {
    const UNSIGNED: &str = "UNSIGNED-PAYLOAD";
    let is_unsigned = received.header("x-tc-content-sha256") == Some(UNSIGNED);
    let payload = if is_unsigned {
        UNSIGNED.as_bytes()
    } else {
        &received.body[..]
    };
    hex(&sha256(payload))
}

/// Fits no request: none has an empty signature that is taken.
fn unfit() -> Signed {
    Signed {
        signature: String::new(),
        string_to_sign: None,
    }
}
