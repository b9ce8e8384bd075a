//! JSON as a body or as the text of one parameter: compact, members in the order given.
//!
//! [`Writer`] is what generated code writes into; [`to_vec`] writes a whole tree with it.

use crate::value::Value;
use crate::wire::style::EncodeError;

/// The bytes that no JSON text holds as they are.
const NEEDS_ESCAPE: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = byte < 0x20 || byte == b'"' as usize || byte == b'\\' as usize;
        byte += 1;
    }
    table
};

/// Appends JSON to a buffer and keeps count of the commas.
///
/// Values go in one after another; inside an object each follows its [`Writer::name`].
#[derive(Debug, Default)]
pub struct Writer {
    out: Vec<u8>,
    /// A number came by that JSON has no word for; [`finite`] finds where.
    pub(crate) saw_infinite: bool,
}

impl Writer {
    /// A writer with room for so many bytes.
    pub fn with_capacity(bytes: usize) -> Self {
        Self {
            out: Vec::with_capacity(bytes),
            saw_infinite: false,
        }
    }

    /// Opens an object.
    pub fn begin_object(&mut self) {
        self.separate();
        self.out.push(b'{');
    }

    /// Closes an object.
    pub fn end_object(&mut self) {
        self.out.push(b'}');
    }

    /// Opens a list.
    pub fn begin_list(&mut self) {
        self.separate();
        self.out.push(b'[');
    }

    /// Closes a list.
    pub fn end_list(&mut self) {
        self.out.push(b']');
    }

    /// The name of the member whose value comes next.
    pub fn name(&mut self, name: &str) {
        self.string(name);
        self.out.push(b':');
    }

    /// Null.
    pub fn null(&mut self) {
        self.separate();
        self.out.extend_from_slice(b"null");
    }

    /// Truth.
    pub fn bool(&mut self, truth: bool) {
        self.separate();
        self.out
            .extend_from_slice(if truth { b"true" } else { b"false" });
    }

    /// A whole number.
    pub fn int(&mut self, number: i64) {
        self.separate();
        let mut digits = itoa::Buffer::new();
        self.out.extend_from_slice(digits.format(number).as_bytes());
    }

    /// A whole number without sign.
    pub fn uint(&mut self, number: u64) {
        self.separate();
        let mut digits = itoa::Buffer::new();
        self.out.extend_from_slice(digits.format(number).as_bytes());
    }

    /// A number with a fraction; null if JSON has no word for it.
    pub fn float(&mut self, number: f64) {
        self.separate();
        self.saw_infinite |= !number.is_finite();
        let _ = serde_json::to_writer(&mut self.out, &number);
    }

    /// Text.
    pub fn string(&mut self, text: &str) {
        self.separate();
        let needs_escape = |any, byte: &u8| any | NEEDS_ESCAPE[usize::from(*byte)];
        if text.as_bytes().iter().fold(false, needs_escape) {
            // A vector takes every write.
            let _ = serde_json::to_writer(&mut self.out, text);
            return;
        }
        self.out.reserve(text.len() + 3);
        self.out.push(b'"');
        self.out.extend_from_slice(text.as_bytes());
        self.out.push(b'"');
    }

    /// A whole tree.
    pub fn value(&mut self, value: &Value) {
        match value {
            Value::Null => self.null(),
            Value::Bool(truth) => self.bool(*truth),
            Value::Int(number) => self.int(*number),
            Value::UInt(number) => self.uint(*number),
            Value::Float(number) => self.float(*number),
            Value::String(text) => self.string(text),
            Value::List(items) => {
                self.begin_list();
                for item in items {
                    self.value(item);
                }
                self.end_list();
            }
            Value::Map(members) => {
                self.begin_object();
                for (name, value) in members {
                    self.name(name);
                    self.value(value);
                }
                self.end_object();
            }
        }
    }

    /// What was written.
    pub fn finish(self) -> Vec<u8> {
        self.out
    }

    /// A comma, unless something was just opened or named. The last byte tells: a text ends in a
    /// quote, so a brace or a colon inside one is never the last byte.
    fn separate(&mut self) {
        if !matches!(self.out.last(), None | Some(b'{' | b'[' | b':')) {
            self.out.push(b',');
        }
    }
}

/// The tree as compact JSON.
pub fn to_vec(value: &Value) -> Vec<u8> {
    let mut writer = Writer::default();
    writer.value(value);
    writer.finish()
}

/// The parameters of a request as a JSON body. Nulls at the top are left out, as parameters not given.
///
/// # Errors
/// A number is not finite.
pub fn body<'v>(
    members: impl IntoIterator<Item = (&'v str, &'v Value)>,
) -> Result<Vec<u8>, EncodeError> {
    let mut writer = Writer::with_capacity(512);
    writer.begin_object();
    for (name, value) in members.into_iter().filter(|(_, value)| !value.is_null()) {
        writer.name(name);
        writer.value(value);
        if writer.saw_infinite {
            finite(name, value)?;
        }
    }
    writer.end_object();
    Ok(writer.finish())
}

/// Says where a number stands that no text can carry.
pub(crate) fn finite(at: &str, value: &Value) -> Result<(), EncodeError> {
    match value {
        Value::Float(number) if !number.is_finite() => Err(EncodeError::NotFinite(at.to_owned())),
        Value::List(items) => items.iter().try_for_each(|item| finite(at, item)),
        Value::Map(members) => members.iter().try_for_each(|(name, value)| {
            finite(name, value).map_err(|_| EncodeError::NotFinite(format!("{at}.{name}")))
        }),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commas_stand_between_and_nowhere_else() {
        let value = Value::map([
            (
                "a",
                Value::List(vec![
                    Value::Map(vec![]),
                    Value::List(vec![]),
                    "{[:".into(),
                    1.into(),
                ]),
            ),
            ("b:", Value::Map(vec![("c".into(), Value::Null)])),
        ]);
        assert_eq!(
            String::from_utf8(to_vec(&value)).unwrap(),
            r#"{"a":[{},[],"{[:",1],"b:":{"c":null}}"#
        );
    }

    #[test]
    fn nulls_at_the_top_are_not_sent_and_infinity_is_refused() {
        assert_eq!(
            body([("a", &Value::Null), ("b", &Value::Float(42.0))]).unwrap(),
            br#"{"b":42.0}"#
        );
        let value = Value::map([("b", f64::NAN)]);
        assert_eq!(
            body([("a", &value)]),
            Err(EncodeError::NotFinite("a.b".into()))
        );
    }
}
