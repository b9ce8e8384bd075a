//! An ordered list of names and texts: what a query or a form holds.
//!
//! All text lies in one buffer in the form of a query, so that building a request costs two growing
//! allocations and none a field, and what needs no escape is encoded by not touching it. Debug shows
//! names only: values may be passwords or tokens.

use super::percent;
use std::fmt;

/// Names and texts in order; equal names may repeat.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Params {
    /// `name=value&name=value&`, nothing escaped: what needs no escape is encoded as it stands.
    text: String,
    pairs: Vec<Ends>,
    /// The looks of all names: most names that are not here are told by theirs.
    looks: u64,
}

/// Where a pair ends in the text; it starts behind the `&` of the one before.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Ends {
    /// At the `=`.
    name: usize,
    /// At the `&`.
    value: usize,
    /// Nothing in it needs an escape.
    is_plain: bool,
}

/// A pair as the text holds it.
#[derive(Clone, Copy)]
pub(crate) struct Pair<'p> {
    /// `name=value&`
    text: &'p str,
    name: usize,
    /// Nothing in it needs an escape.
    pub(crate) is_plain: bool,
}

impl<'p> Pair<'p> {
    pub(crate) fn name(self) -> &'p str {
        &self.text[..self.name]
    }

    pub(crate) fn value(self) -> &'p str {
        &self.text[self.name + 1..self.text.len() - 1]
    }

    /// `name=value&`, not escaped.
    pub(crate) fn with_signs(self) -> &'p str {
        self.text
    }

    /// `name=value&`, percent-encoded.
    fn encode_into(self, out: &mut String) {
        if self.is_plain {
            return out.push_str(self.text);
        }
        percent::encode_into(self.name(), out);
        out.push('=');
        percent::encode_into(self.value(), out);
        out.push('&');
    }
}

impl Params {
    /// An empty list.
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty list with room for so many bytes of text and so many pairs.
    pub fn with_capacity(bytes: usize, pairs: usize) -> Self {
        Self {
            text: String::with_capacity(bytes),
            pairs: Vec::with_capacity(pairs),
            looks: 0,
        }
    }

    /// Reads an encoded query or form; a piece without `=` is a name with an empty text.
    pub fn from_encoded(encoded: &str) -> Self {
        let pairs = encoded.matches('&').count() + 1;
        let mut params = Self::with_capacity(encoded.len() + pairs, pairs);
        for piece in encoded.split('&').filter(|piece| !piece.is_empty()) {
            let (name, value) = piece.split_once('=').unwrap_or((piece, ""));
            params.push(&percent::decode(name, true), &percent::decode(value, true));
        }
        params
    }

    /// Appends a pair.
    pub fn push(&mut self, name: &str, value: &str) {
        self.push_with(&[name], |out| out.push_str(value));
    }

    /// Appends a pair whose name is given in pieces and whose text is written in place.
    pub fn push_with(&mut self, name: &[&str], write: impl FnOnce(&mut String)) {
        let start = self.text.len();
        for piece in name {
            self.text.push_str(piece);
        }
        let name = self.text.len();
        self.text.push('=');
        write(&mut self.text);
        let value = self.text.len();
        let bytes = self.text.as_bytes();
        self.looks |= look(&bytes[start..name]);
        let is_plain = percent::is_unreserved(&bytes[start..name])
            && percent::is_unreserved(&bytes[name + 1..value]);
        self.text.push('&');
        self.pairs.push(Ends {
            name,
            value,
            is_plain,
        });
    }

    /// Appends a pair unless the name is there already.
    pub fn push_default(&mut self, name: &str, value: &str) {
        if !self.contains(name) {
            self.push(name, value);
        }
    }

    /// The first text of this name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.iter()
            .find(|(n, _)| *n == name)
            .map(|(_, value)| value)
    }

    /// Whether the name is there.
    pub fn contains(&self, name: &str) -> bool {
        self.looks & look(name.as_bytes()) != 0 && self.get(name).is_some()
    }

    /// The pairs in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &str)> {
        self.pairs().map(|pair| (pair.name(), pair.value()))
    }

    fn pairs(&self) -> impl ExactSizeIterator<Item = Pair<'_>> {
        (0..self.pairs.len()).map(|at| self.pair(at))
    }

    fn pair(&self, at: usize) -> Pair<'_> {
        let start = at.checked_sub(1).map_or(0, |at| self.pairs[at].value + 1);
        let ends = &self.pairs[at];
        Pair {
            text: &self.text[start..=ends.value],
            name: ends.name - start,
            is_plain: ends.is_plain,
        }
    }

    /// The pairs by name, in byte order; equal names stay in their order.
    pub fn sorted(&self) -> Vec<(&str, &str)> {
        let pairs = self.by_name();
        pairs.map(|pair| (pair.name(), pair.value())).collect()
    }

    pub(crate) fn by_name(&self) -> impl Iterator<Item = Pair<'_>> {
        static NONE: Params = Params {
            text: String::new(),
            pairs: Vec::new(),
            looks: 0,
        };
        sorted(self, &NONE)
    }

    /// Number of pairs.
    pub fn len(&self) -> usize {
        self.pairs.len()
    }

    /// Whether there are no pairs.
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    /// Bytes of text held, with a sign behind each name and each value; the encoded form is at most
    /// one byte shorter.
    pub fn text_len(&self) -> usize {
        self.text.len()
    }

    /// The pairs without those of these names.
    pub fn without(&self, names: &[&str]) -> Self {
        self.iter()
            .filter(|(name, _)| !names.contains(name))
            .collect()
    }

    /// `a=b&c=d`, percent-encoded, in order: a query or a form.
    pub fn encoded(&self) -> String {
        let mut out = String::with_capacity(self.encoded_room());
        self.encode_into(&mut out);
        out
    }

    /// The same, without a copy where nothing needs an escape.
    pub fn into_encoded(mut self) -> String {
        if self.pairs.iter().all(|pair| pair.is_plain) {
            self.text.pop();
            self.text
        } else {
            self.encoded()
        }
    }

    /// The same in the order of the names.
    pub fn encoded_sorted(&self) -> String {
        let mut out = String::with_capacity(self.encoded_room());
        self.by_name().for_each(|pair| pair.encode_into(&mut out));
        out.pop();
        out
    }

    /// Appends the encoded form.
    pub(crate) fn encode_into(&self, out: &mut String) {
        // Plain pairs side by side are copied at once.
        let (mut copied, mut start) = (0, 0);
        for (pair, ends) in self.pairs().zip(&self.pairs) {
            if !pair.is_plain {
                out.push_str(&self.text[copied..start]);
                pair.encode_into(out);
                copied = ends.value + 1;
            }
            start = ends.value + 1;
        }
        out.push_str(&self.text[copied..]);
        if !self.is_empty() {
            out.pop();
        }
    }

    /// Bytes that the encoded form most often fits in.
    pub(crate) fn encoded_room(&self) -> usize {
        let escaped = self.pairs.iter().filter(|pair| !pair.is_plain).count();
        self.text.len() + 32 * escaped
    }
}

/// The pairs of both lists by name, in byte order; equal names stay in their order.
pub(crate) fn sorted<'p>(one: &'p Params, other: &'p Params) -> impl Iterator<Item = Pair<'p>> {
    let pair = |at: usize| match at.checked_sub(one.len()) {
        None => one.pair(at),
        Some(at) => other.pair(at),
    };
    let mut order = Vec::with_capacity(one.len() + other.len());
    for params in [one, other] {
        let (text, mut start) = (params.text.as_bytes(), 0);
        for ends in &params.pairs {
            order.push((head(&text[start..], ends.name - start), order.len()));
            start = ends.value + 1;
        }
    }
    order.sort_unstable_by(|(head, at), (other_head, other_at)| {
        head.cmp(other_head)
            .then_with(|| pair(*at).name().cmp(pair(*other_at).name()))
            .then_with(|| at.cmp(other_at))
    });
    order.into_iter().map(move |(_, at)| pair(at))
}

/// A bit by the first and the third letter, so that the items of a list share one.
fn look(name: &[u8]) -> u64 {
    let letter = |at: usize| name.get(at).map_or(0, |byte| usize::from(*byte));
    1 << ((letter(0) + 11 * letter(2)) % 64)
}

/// The first bytes of a name as a number, which most often decides the order. What stands behind
/// the name is there to be read at once and left out.
fn head(text: &[u8], length: usize) -> u128 {
    const BYTES: usize = size_of::<u128>();
    let Some(whole) = text.first_chunk::<BYTES>() else {
        let mut padded = [0; BYTES];
        padded[..length].copy_from_slice(&text[..length]);
        return u128::from_be_bytes(padded);
    };
    let whole = u128::from_be_bytes(*whole);
    match length {
        0 => 0,
        BYTES.. => whole,
        length => whole & (u128::MAX << (8 * (BYTES - length))),
    }
}

impl<'a> FromIterator<(&'a str, &'a str)> for Params {
    fn from_iter<I: IntoIterator<Item = (&'a str, &'a str)>>(pairs: I) -> Self {
        let mut params = Self::new();
        params.extend(pairs);
        params
    }
}

impl<'a> Extend<(&'a str, &'a str)> for Params {
    fn extend<I: IntoIterator<Item = (&'a str, &'a str)>>(&mut self, pairs: I) {
        for (name, value) in pairs {
            self.push(name, value);
        }
    }
}

impl fmt::Debug for Params {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Params")?;
        f.debug_list()
            .entries(self.iter().map(|(name, _)| name))
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_sort_by_bytes_and_stay_stable() {
        let params: Params = [
            ("a", "1"),
            ("B", "2"),
            ("X.2", "3"),
            ("X.10", "4"),
            ("a", "0"),
        ]
        .into_iter()
        .collect();
        assert_eq!(
            params.sorted(),
            [
                ("B", "2"),
                ("X.10", "4"),
                ("X.2", "3"),
                ("a", "1"),
                ("a", "0")
            ]
        );
    }

    #[test]
    fn a_form_of_another_writer_reads_the_same() {
        let params = Params::from_encoded("a=b+c&d&e=%E4%B8%AD&&f==");
        assert_eq!(
            params.iter().collect::<Vec<_>>(),
            [("a", "b c"), ("d", ""), ("e", "中"), ("f", "=")]
        );
    }

    #[test]
    fn debug_shows_no_value() {
        let params: Params = [("Password", "hunter2")].into_iter().collect();
        assert_eq!(format!("{params:?}"), r#"Params["Password"]"#);
    }

    proptest! {
        #[test]
        fn encoding_reads_back(pairs in proptest::collection::vec((".+", ".*"), 0..8)) {
            let params: Params = pairs.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
            prop_assert_eq!(Params::from_encoded(&params.encoded()), params.clone());
            prop_assert_eq!(params.encoded(), params.into_encoded());
        }

        #[test]
        fn the_order_is_that_of_the_bytes(pairs in proptest::collection::vec(("[a-c.0\u{0}中]{0,20}", "[a ]?"), 0..40)) {
            let params: Params = pairs.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
            let mut expected: Vec<_> = params.iter().collect();
            expected.sort_by_key(|(name, _)| name.as_bytes());
            prop_assert_eq!(params.sorted(), expected.clone());
            let encoded: Params = expected.into_iter().collect();
            prop_assert_eq!(params.encoded_sorted(), encoded.encoded());
        }
    }
}
