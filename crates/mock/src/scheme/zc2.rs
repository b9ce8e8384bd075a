//! ZC2-HMAC-SHA256, Zenlayer's: headers, without a scope, and with `/` for every path.

use super::digest::{hex, hmac_sha256, sha256};
use super::{Claim, Parts, Signed, Time, owned};
use crate::Received;

const ALGORITHM: &str = "ZC2-HMAC-SHA256";

pub(super) fn claim(received: &Received<'_>) -> Option<Claim> {
    let parts = Parts::of(received, ALGORITHM)?;
    Some(Claim {
        key: parts.get("Credential")?.to_owned(),
        signature: parts.get("Signature")?.to_owned(),
        time: Time::seconds(received.header("x-zc-timestamp")),
        action: owned(received.header("x-zc-action")),
        version: owned(received.header("x-zc-version")),
        service: owned(received.header("x-zc-service")),
        ..Claim::default()
    })
}

pub(super) fn sign(received: &Received<'_>, claim: &Claim, secret: &str) -> Signed {
    let names: Vec<_> = Parts::of(received, ALGORITHM)
        .map(|parts| parts.signed_headers().collect())
        .unwrap_or_default();
    let mut canonical = format!("{}\n/\n{}\n", received.method, received.raw_query);
    for name in &names {
        let value = received.header(name).unwrap_or_default();
        canonical += &format!("{name}:{}\n", value.trim());
    }
    canonical += &format!("\n{}\n{}", names.join(";"), hex(&sha256(received.body)));
    let time = match claim.time {
        Time::At(time) => time.to_string(),
        Time::Unstated | Time::Malformed => String::new(),
    };
    let text = format!(
        "{ALGORITHM}\n{time}\n{}",
        hex(&sha256(canonical.as_bytes()))
    );
    let fits = ["content-type", "host"]
        .iter()
        .all(|name| names.contains(name));
    Signed {
        // An empty signature fits no request.
        signature: if fits {
            hex(&hmac_sha256(secret.as_bytes(), text.as_bytes()))
        } else {
            String::new()
        },
        string_to_sign: Some(text),
    }
}
