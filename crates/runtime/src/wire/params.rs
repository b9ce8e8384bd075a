//! An ordered list of names and texts: what a query or a form holds.
//!
//! All text lies in one buffer, so that building a request costs two growing allocations and none
//! a field. Debug shows names only: values may be passwords or tokens.

use super::percent;
use std::fmt;

/// Names and texts in order; equal names may repeat.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Params {
    text: String,
    /// Ends of the name and of the value in `text`; a pair starts where the one before ends.
    ends: Vec<(usize, usize)>,
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
            ends: Vec::with_capacity(pairs),
        }
    }

    /// Reads an encoded query or form; a piece without `=` is a name with an empty text.
    pub fn from_encoded(encoded: &str) -> Self {
        let mut params = Self::with_capacity(encoded.len(), encoded.matches('&').count() + 1);
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
        for piece in name {
            self.text.push_str(piece);
        }
        let named = self.text.len();
        write(&mut self.text);
        self.ends.push((named, self.text.len()));
    }

    /// Appends a pair unless the name is there already.
    pub fn push_default(&mut self, name: &str, value: &str) {
        if !self.contains(name) {
            self.push(name, value);
        }
    }

    /// Appends those of these pairs whose names are not there, with one look at the names.
    pub fn push_defaults<'a>(&mut self, pairs: impl Iterator<Item = (&'a str, &'a str)> + Clone) {
        let bit = |name: &str| 1u64 << (name.len() % 64);
        let lengths = pairs
            .clone()
            .fold(0, |lengths, (name, _)| lengths | bit(name));
        let clashes = self.iter().any(|(name, _)| {
            lengths & bit(name) != 0 && pairs.clone().any(|(wanted, _)| wanted == name)
        });
        for (name, value) in pairs {
            if !clashes || !self.contains(name) {
                self.push(name, value);
            }
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
        let text = self.text.as_bytes();
        let mut start = 0;
        self.ends.iter().any(|&(named, end)| {
            let found = &text[start..named] == name.as_bytes();
            start = end;
            found
        })
    }

    /// The pairs in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &str)> {
        let mut start = 0;
        self.ends.iter().map(move |&(named, end)| {
            let pair = (&self.text[start..named], &self.text[named..end]);
            start = end;
            pair
        })
    }

    /// The pairs by name, in byte order; equal names stay in their order.
    pub fn sorted(&self) -> Vec<(&str, &str)> {
        let mut pairs: Vec<_> = self.iter().collect();
        pairs.sort_by_key(|(name, _)| name.as_bytes());
        pairs
    }

    /// Number of pairs.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are no pairs.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Bytes of text held; the encoded form is at least this long.
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
        let mut out = String::with_capacity(self.text.len() + self.text.len() / 4 + 2 * self.len());
        self.encode_into(self.iter(), &mut out);
        out
    }

    /// The same in the order of the names.
    pub fn encoded_sorted(&self) -> String {
        let mut out = String::with_capacity(self.text.len() + self.text.len() / 4 + 2 * self.len());
        self.encode_into(self.sorted().into_iter(), &mut out);
        out
    }

    fn encode_into<'a>(&self, pairs: impl Iterator<Item = (&'a str, &'a str)>, out: &mut String) {
        // One look at all of the text is cheaper than one at each name.
        let is_plain = percent::is_unreserved(&self.text);
        for (name, value) in pairs {
            if !out.is_empty() {
                out.push('&');
            }
            for (piece, end) in [(name, "="), (value, "")] {
                if is_plain || percent::is_unreserved(piece) {
                    out.push_str(piece);
                } else {
                    percent::encode_into(piece, out);
                }
                out.push_str(end);
            }
        }
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
            prop_assert_eq!(Params::from_encoded(&params.encoded()), params);
        }
    }
}
