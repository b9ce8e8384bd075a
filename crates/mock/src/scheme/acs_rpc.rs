//! HMAC-SHA1, Alibaba Cloud's first for operations by name: a parameter.

use std::collections::BTreeMap;

use super::digest::{base64, encode, hmac_sha1, query};
use super::{Claim, Signed, Time, owned};
use crate::Received;

pub(super) fn claim(received: &Received<'_>) -> Option<Claim> {
    Some(Claim {
        key: received.flat("AccessKeyId")?.to_owned(),
        signature: received.flat("Signature")?.to_owned(),
        time: Time::iso(received.flat("Timestamp")),
        nonce: owned(received.flat("SignatureNonce")),
        token: owned(received.flat("SecurityToken")),
        action: owned(received.flat("Action")),
        version: owned(received.flat("Version")),
        region: owned(received.flat("RegionId")),
        service: None,
    })
}

pub(super) fn sign(received: &Received<'_>, _: &Claim, secret: &str) -> Signed {
    // A parameter of both the query string and the form counts once, with the form's value.
    let mut pairs: BTreeMap<_, _> = received.flats().collect();
    pairs.remove("Signature");
    let text = format!(
        "{}&%2F&{}",
        received.method,
        encode(&query(pairs.into_iter()))
    );
    let key = format!("{secret}&");
    Signed {
        signature: base64(&hmac_sha1(key.as_bytes(), text.as_bytes())),
        string_to_sign: Some(text),
    }
}
