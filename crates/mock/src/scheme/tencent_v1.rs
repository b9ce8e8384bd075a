//! HmacSHA1 and HmacSHA256, Tencent Cloud's first: a parameter over all other parameters, as they
//! are before any encoding.

use super::digest::{base64, hmac_sha1, hmac_sha256};
use super::{Claim, Signed, Time, owned};
use crate::Received;

type Keyed = fn(&[u8], &[u8]) -> Vec<u8>;

pub(super) fn claim_sha1(received: &Received<'_>) -> Option<Claim> {
    claim(received, "HmacSHA1")
}

pub(super) fn claim_sha256(received: &Received<'_>) -> Option<Claim> {
    claim(received, "HmacSHA256")
}

pub(super) fn sign_sha1(received: &Received<'_>, _: &Claim, secret: &str) -> Signed {
    sign(received, secret, hmac_sha1)
}

pub(super) fn sign_sha256(received: &Received<'_>, _: &Claim, secret: &str) -> Signed {
    sign(received, secret, hmac_sha256)
}

/// The claim under a method; SHA-1 is meant where the request names none.
fn claim(received: &Received<'_>, method: &str) -> Option<Claim> {
    if received.flat("SignatureMethod").unwrap_or("HmacSHA1") != method {
        return None;
    }
    Some(Claim {
        key: received.flat("SecretId")?.to_owned(),
        signature: received.flat("Signature")?.to_owned(),
        time: Time::seconds(received.flat("Timestamp")),
        nonce: owned(received.flat("Nonce")),
        token: owned(received.flat("Token")),
        action: owned(received.flat("Action")),
        version: owned(received.flat("Version")),
        region: owned(received.flat("Region")),
        service: None,
    })
}

fn sign(received: &Received<'_>, secret: &str, keyed: Keyed) -> Signed {
    let mut pairs: Vec<_> = received
        .flats()
        .filter(|(name, _)| *name != "Signature")
        .collect();
    pairs.sort();
    let joined: Vec<_> = pairs
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let host = received.header("host").unwrap_or_default();
    let text = format!(
        "{}{host}{}?{}",
        received.method,
        received.path,
        joined.join("&")
    );
    Signed {
        signature: base64(&keyed(secret.as_bytes(), text.as_bytes())),
        string_to_sign: Some(text),
    }
}
