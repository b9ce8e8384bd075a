//! What Tencent's version 3, Alibaba's version 3 and Zenlayer's scheme share: the request in a
//! canonical form, and the header that carries its signature.

use super::{SignError, Steps, hash};
use crate::request::Unsigned;
use http::header::AUTHORIZATION;
use std::borrow::Cow;

/// A header that is signed, by its name in lower case.
pub(super) type SignedHeader<'r> = (&'r str, Cow<'r, str>);

/// Writes method, path, query, headers, their names and the hash of the body, a line each.
pub(super) fn write_request(
    steps: &mut Steps,
    request: &Unsigned,
    path: &str,
    headers: &[SignedHeader<'_>],
    payload: &str,
) {
    steps.write_canonical_request(|out| {
        for piece in [request.method.as_str(), "\n", path, "\n"] {
            out.push_str(piece);
        }
        request.query.write(out);
        out.push('\n');
        for (name, value) in headers {
            for piece in [name, ":", value, "\n"] {
                out.push_str(piece);
            }
        }
        for (at, (name, _)) in headers.iter().enumerate() {
            out.push(if at == 0 { '\n' } else { ';' });
            out.push_str(name);
        }
        out.push('\n');
        out.push_str(payload);
    });
}

/// Writes the algorithm, the scope's lines and the hash of the canonical request.
pub(super) fn write_string_to_sign(steps: &mut Steps, algorithm: &str, scope: &[&str]) {
    let hashed = hash::sha256_hex(steps.canonical_request().as_bytes());
    steps.write_string_to_sign(|out| {
        for piece in [algorithm, "\n"].iter().chain(scope) {
            out.push_str(piece);
        }
        out.push_str(&hashed);
    });
}

/// Sets `Authorization: ALGORITHM Credential=…,SignedHeaders=…,Signature=…`.
pub(super) fn authorize(
    request: &mut Unsigned,
    steps: &Steps,
    algorithm: &str,
    credential: &[&str],
    between: &str,
) -> Result<(), SignError> {
    // The names are the last line but one.
    let names = steps.canonical_request().rsplit('\n').nth(1);
    let tail = [
        between,
        "SignedHeaders=",
        names.unwrap_or_default(),
        between,
        "Signature=",
        steps.signature(),
    ];
    let pieces = [algorithm, " Credential="];
    let pieces = || pieces.iter().chain(credential).chain(&tail);
    let mut value = String::with_capacity(pieces().map(|piece| piece.len()).sum());
    pieces().for_each(|piece| value.push_str(piece));
    Ok(request.set_secret_header(AUTHORIZATION, value)?)
}
