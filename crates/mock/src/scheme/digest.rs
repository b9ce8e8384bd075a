//! Hashes, keyed hashes and the strict percent-encoding that signing schemes share.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use sha1::Sha1;
use sha2::{Digest, Sha256};

/// All but the unreserved characters of RFC 3986.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// Percent-encodes all but unreserved characters.
pub(super) fn encode(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// Pairs sorted by name, encoded and joined as a query string.
pub(super) fn query<'p>(pairs: impl Iterator<Item = (&'p str, &'p str)>) -> String {
    let mut pairs: Vec<_> = pairs
        .map(|(name, value)| (encode(name), encode(value)))
        .collect();
    pairs.sort();
    let join = |(name, value): &(String, String)| format!("{name}={value}");
    pairs.iter().map(join).collect::<Vec<_>>().join("&")
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(super) fn base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

pub(super) fn sha1(bytes: &[u8]) -> Vec<u8> {
    Sha1::digest(bytes).to_vec()
}

pub(super) fn sha256(bytes: &[u8]) -> Vec<u8> {
    Sha256::digest(bytes).to_vec()
}

pub(super) fn hmac_sha1(key: &[u8], text: &[u8]) -> Vec<u8> {
    keyed::<Hmac<Sha1>>(key, text)
}

pub(super) fn hmac_sha256(key: &[u8], text: &[u8]) -> Vec<u8> {
    keyed::<Hmac<Sha256>>(key, text)
}

fn keyed<M: Mac + KeyInit>(key: &[u8], text: &[u8]) -> Vec<u8> {
    // These take keys of any length, so the empty answer never happens; it would fit no request.
    let Ok(mut mac) = <M as KeyInit>::new_from_slice(key) else {
        return Vec::new();
    };
    mac.update(text);
    mac.finalize().into_bytes().to_vec()
}
