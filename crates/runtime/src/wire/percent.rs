//! Percent-encoding as RFC 3986 has it: everything but `A-Z a-z 0-9 - _ . ~` is escaped.
//!
//! Queries and forms are both written this way: a space is `%20`, never `+`, which every reader of
//! either understands. Reading takes `+` as a space where the caller says it is a form's.

use std::borrow::Cow;

/// `%00` to `%FF` one after another: an escape is a slice of it.
const ESCAPES: &str = {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    const TABLE: [u8; 768] = {
        let mut table = [b'%'; 768];
        let mut byte = 0;
        while byte < 256 {
            table[byte * 3 + 1] = HEX[byte >> 4];
            table[byte * 3 + 2] = HEX[byte & 15];
            byte += 1;
        }
        table
    };
    match std::str::from_utf8(&TABLE) {
        Ok(escapes) => escapes,
        Err(_) => panic!("digits and percent signs are text"),
    }
};

const UNRESERVED: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = matches!(byte as u8, b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~');
        byte += 1;
    }
    table
};

/// Whether there is nothing to escape. Looks at every byte, without a branch.
pub fn is_unreserved(text: &[u8]) -> bool {
    text.iter()
        .fold(true, |kept, byte| kept & UNRESERVED[usize::from(*byte)])
}

/// Appends the encoded text.
pub fn encode_into(text: &str, out: &mut String) {
    escape_into(text, out, |byte, out| {
        out.push_str(&ESCAPES[byte * 3..byte * 3 + 3])
    });
}

/// Appends the text encoded twice: the percent signs of the first time are escaped by the second.
pub fn encode_twice_into(text: &str, out: &mut String) {
    escape_into(text, out, |byte, out| {
        out.push_str("%25");
        out.push_str(&ESCAPES[byte * 3 + 1..byte * 3 + 3]);
    });
}

fn escape_into(text: &str, out: &mut String, escape: impl Fn(usize, &mut String)) {
    // Where a run of bytes that stay began; it ends at an ASCII byte or at a character's first.
    let mut start = 0;
    for (at, byte) in text.bytes().enumerate() {
        if !UNRESERVED[usize::from(byte)] {
            out.push_str(text.get(start..at).unwrap_or_default());
            escape(usize::from(byte), out);
            start = at + 1;
        }
    }
    out.push_str(text.get(start..).unwrap_or_default());
}

/// The encoded text; borrowed where there is nothing to escape.
pub fn encode(text: &str) -> Cow<'_, str> {
    if is_unreserved(text.as_bytes()) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    encode_into(text, &mut out);
    Cow::Owned(out)
}

/// The decoded text. A `%` that starts no escape stays as it is; bytes that are no UTF-8 become U+FFFD.
pub fn decode(text: &str, plus_is_space: bool) -> Cow<'_, str> {
    let special = |byte: u8| byte == b'%' || (plus_is_space && byte == b'+');
    if !text.bytes().any(special) {
        return Cow::Borrowed(text);
    }
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        match (bytes[at], escaped(&bytes[at..])) {
            (b'%', Some(byte)) => {
                out.push(byte);
                at += 3;
                continue;
            }
            (b'+', _) if plus_is_space => out.push(b' '),
            (byte, _) => out.push(byte),
        }
        at += 1;
    }
    Cow::Owned(
        String::from_utf8(out)
            .unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into_owned()),
    )
}

fn escaped(bytes: &[u8]) -> Option<u8> {
    let digit = |at: usize| char::from(*bytes.get(at)?).to_digit(16);
    u8::try_from(digit(1)? * 16 + digit(2)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_the_unreserved_stay() {
        assert_eq!(encode("a b*c~d/中"), "a%20b%2Ac~d%2F%E4%B8%AD");
        assert_eq!(encode("AZaz09-_.~"), "AZaz09-_.~");
        assert!(matches!(encode("plain"), Cow::Borrowed(_)));
    }

    #[test]
    fn reading_is_lenient_with_stray_escapes() {
        assert_eq!(decode("100%+%4", true), "100% %4");
        assert_eq!(decode("a+b", false), "a+b");
        assert_eq!(decode("%ff", false), "\u{fffd}");
    }

    proptest! {
        #[test]
        fn what_is_encoded_decodes_to_itself(text in any::<String>()) {
            let encoded = encode(&text);
            prop_assert!(encoded.bytes().all(|b| b == b'%' || UNRESERVED[usize::from(b)]));
            prop_assert_eq!(decode(&encoded, false), text.as_str());
            prop_assert_eq!(decode(&encoded, true), text.as_str());
            let mut twice = String::new();
            encode_twice_into(&text, &mut twice);
            prop_assert_eq!(twice, encode(&encoded));
        }

        #[test]
        fn decoding_never_panics(text in any::<String>()) {
            let _ = decode(&text, true);
        }
    }
}
