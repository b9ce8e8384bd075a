//! ACS3-HMAC-SHA256, Alibaba Cloud's third: headers, for operations by name and by path alike.

use super::digest::{hex, hmac_sha256, query, sha256};
use super::{Claim, Parts, Signed, Time, owned};
use crate::Received;

const ALGORITHM: &str = "ACS3-HMAC-SHA256";

pub(super) fn claim(received: &Received<'_>) -> Option<Claim> {
    let parts = Parts::of(received, ALGORITHM)?;
    Some(Claim {
        key: parts.get("Credential")?.to_owned(),
        signature: parts.get("Signature")?.to_owned(),
        time: Time::iso(received.header("x-acs-date")),
        nonce: owned(received.header("x-acs-signature-nonce")),
        token: owned(received.header("x-acs-security-token")),
        action: owned(received.header("x-acs-action")),
        version: owned(received.header("x-acs-version")),
        region: owned(received.header("x-acs-region-id")),
        service: None,
    })
}

pub(super) fn sign(received: &Received<'_>, _: &Claim, secret: &str) -> Signed {
    let names: Vec<_> = Parts::of(received, ALGORITHM)
        .map(|parts| parts.signed_headers().collect())
        .unwrap_or_default();
    let hash = hex(&sha256(received.body));
    let pairs = received
        .query
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()));
    let mut canonical = format!("{}\n{}\n{}\n", received.method, received.path, query(pairs));
    for name in &names {
        let value = received.header(name).unwrap_or_default();
        canonical += &format!("{name}:{}\n", value.trim());
    }
    canonical += &format!("\n{}\n{hash}", names.join(";"));
    let text = format!("{ALGORITHM}\n{}", hex(&sha256(canonical.as_bytes())));
    let fits =
        received.header("x-acs-content-sha256") == Some(&hash) && all_signed(received, &names);
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

/// Whether the host and every header of the vendor's own is under the signature, in order.
fn all_signed(received: &Received<'_>, names: &[&str]) -> bool {
    let must = |name: &&str| *name == "host" || name.starts_with("x-acs-");
    names.is_sorted()
        && received
            .header_names()
            .filter(must)
            .all(|name| names.contains(&name))
}
