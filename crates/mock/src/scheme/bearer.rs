//! A token in the `Authorization` header, which is its own proof. Only Zenlayer takes it, so the
//! other headers are that vendor's.

use super::{Claim, Signed, owned};
use crate::Received;

pub(super) fn claim(received: &Received<'_>) -> Option<Claim> {
    Some(Claim {
        signature: received
            .header("authorization")?
            .strip_prefix("Bearer ")?
            .trim()
            .to_owned(),
        action: owned(received.header("x-zc-action")),
        version: owned(received.header("x-zc-version")),
        service: owned(received.header("x-zc-service")),
        ..Claim::default()
    })
}

pub(super) fn sign(_: &Received<'_>, _: &Claim, secret: &str) -> Signed {
    Signed {
        signature: secret.to_owned(),
        string_to_sign: None,
    }
}
