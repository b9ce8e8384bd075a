//! The few hashes and encodings that the schemes share.

use base64::Engine as _;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::{Digest, Sha256};

/// Hexadecimal digits in lower case, without an allocation.
pub(super) struct Hex<const DIGITS: usize>([u8; DIGITS]);

impl<const DIGITS: usize> Hex<DIGITS> {
    fn new(bytes: &[u8]) -> Self {
        let mut digits = [b'0'; DIGITS];
        for (pair, byte) in digits.chunks_exact_mut(2).zip(bytes) {
            pair.copy_from_slice(&PAIRS[usize::from(*byte)]);
        }
        Self(digits)
    }
}

impl<const DIGITS: usize> std::ops::Deref for Hex<DIGITS> {
    type Target = str;

    fn deref(&self) -> &str {
        // Digits are text.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

/// Both digits of every byte.
const PAIRS: [[u8; 2]; 256] = {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut pairs = [[0; 2]; 256];
    let mut byte = 0;
    while byte < 256 {
        pairs[byte] = [DIGITS[byte >> 4], DIGITS[byte & 15]];
        byte += 1;
    }
    pairs
};

/// SHA-256 of nothing, in hexadecimal.
pub(super) const EMPTY_SHA256: Hex<64> =
    Hex(*b"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");

/// SHA-256 in lower-case hexadecimal.
pub(super) fn sha256_hex(bytes: &[u8]) -> Hex<64> {
    if bytes.is_empty() {
        EMPTY_SHA256
    } else {
        Hex::new(&Sha256::digest(bytes))
    }
}

/// SHA-1 of pieces one after another, in lower-case hexadecimal.
pub(super) fn sha1_hex(pieces: &[&[u8]]) -> Hex<40> {
    let mut hash = Sha1::new();
    for piece in pieces {
        hash.update(piece);
    }
    Hex::new(&hash.finalize())
}

/// HMAC-SHA256.
pub(super) fn hmac_sha256(key: &[u8], message: &[u8]) -> [u8; 32] {
    let mut mac = hmac::<Hmac<Sha256>>(key);
    mac.update(message);
    mac.finalize().into_bytes().into()
}

/// HMAC-SHA1.
pub(super) fn hmac_sha1(key: &[u8], message: &[u8]) -> [u8; 20] {
    let mut mac = hmac::<Hmac<Sha1>>(key);
    mac.update(message);
    mac.finalize().into_bytes().into()
}

/// An HMAC takes a key of any length; the error its constructor can name is for other macs.
fn hmac<M: Mac + KeyInit>(key: &[u8]) -> M {
    match M::new_from_slice(key) {
        Ok(mac) => mac,
        Err(_) => unreachable!("an HMAC takes a key of any length"),
    }
}

/// A SHA-256 mac in lower-case hexadecimal.
pub(super) fn hex(mac: &[u8; 32]) -> Hex<64> {
    Hex::new(mac)
}

/// Base64 with padding.
pub(super) fn base64(bytes: &[u8]) -> String {
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_answers() {
        assert_eq!(&*Hex::<64>::new(&Sha256::digest(b"")), &*EMPTY_SHA256);
        assert_eq!(
            &*sha1_hex(&[b"a", b"bc"]),
            "a9993e364706816aba3e25717850c26c9cd0d89d"
        );
        // RFC 4231 and RFC 2202, test case 2 of each.
        assert_eq!(
            &*hex(&hmac_sha256(b"Jefe", b"what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
        assert_eq!(
            &*Hex::<40>::new(&hmac_sha1(b"Jefe", b"what do ya want for nothing?")),
            "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"
        );
        assert_eq!(base64(b"a"), "YQ==");
    }
}
