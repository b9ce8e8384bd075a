//! A tree of parameters or of an answer, for callers without generated types.
//!
//! Members keep the order they were given in: the order of a body is part of what a reader and a
//! signature see. This module holds data only; `wire` says how it is written.

use std::fmt;

/// One parameter value: what JSON can say, with whole numbers kept apart from fractions.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    /// Nothing; left out on the wire where the style allows it.
    #[default]
    Null,
    /// Truth.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A whole number above [`i64::MAX`]; smaller ones are always [`Value::Int`].
    UInt(u64),
    /// A number with a fraction.
    Float(f64),
    /// Text.
    String(String),
    /// A list.
    List(Vec<Value>),
    /// Named members in order.
    Map(Vec<(String, Value)>),
}

impl Value {
    /// A map from pairs, in their order.
    pub fn map<K: Into<String>, V: Into<Value>>(members: impl IntoIterator<Item = (K, V)>) -> Self {
        Self::Map(
            members
                .into_iter()
                .map(|(name, value)| (name.into(), value.into()))
                .collect(),
        )
    }

    /// The member of this name, if this is a map that has one.
    pub fn get(&self, name: &str) -> Option<&Value> {
        match self {
            Self::Map(members) => members.iter().find(|(n, _)| n == name).map(|(_, v)| v),
            _ => None,
        }
    }

    /// The member at the end of a path of names.
    pub fn at(&self, path: &[&str]) -> Option<&Value> {
        path.iter().try_fold(self, |value, name| value.get(name))
    }

    /// Sets a member; a null becomes a map first, anything else that is no map is left alone.
    pub fn set(&mut self, name: impl Into<String>, value: impl Into<Value>) {
        if matches!(self, Self::Null) {
            *self = Self::Map(Vec::new());
        }
        let Self::Map(members) = self else { return };
        let (name, value) = (name.into(), value.into());
        match members.iter_mut().find(|(n, _)| *n == name) {
            Some((_, old)) => *old = value,
            None => members.push((name, value)),
        }
    }

    /// The text, if this is text.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// The whole number, if this is one that fits.
    pub fn as_i64(&self) -> Option<i64> {
        match self {
            Self::Int(number) => Some(*number),
            _ => None,
        }
    }

    /// The truth value, if this is one.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(truth) => Some(*truth),
            _ => None,
        }
    }

    /// The items, if this is a list.
    pub fn as_list(&self) -> Option<&[Value]> {
        match self {
            Self::List(items) => Some(items),
            _ => None,
        }
    }

    /// The members, if this is a map.
    pub fn as_map(&self) -> Option<&[(String, Value)]> {
        match self {
            Self::Map(members) => Some(members),
            _ => None,
        }
    }

    /// The members as pairs; none if this is no map.
    pub fn members(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.as_map()
            .into_iter()
            .flatten()
            .map(|(name, value)| (name.as_str(), value))
    }

    /// Whether this is [`Value::Null`].
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Reads JSON; the last of two equal member names wins.
    ///
    /// # Errors
    /// The bytes are no JSON document.
    pub fn from_json(bytes: &[u8]) -> Result<Self, serde_json::Error> {
        serde_json::from_slice::<serde_json::Value>(bytes).map(Self::from)
    }
}

/// Compact JSON, as [`crate::wire::json`] writes it.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&String::from_utf8_lossy(&crate::wire::json::to_vec(self)))
    }
}

impl From<serde_json::Value> for Value {
    fn from(json: serde_json::Value) -> Self {
        match json {
            serde_json::Value::Null => Self::Null,
            serde_json::Value::Bool(truth) => Self::Bool(truth),
            serde_json::Value::Number(number) => match (number.as_i64(), number.as_u64()) {
                (Some(int), _) => Self::Int(int),
                (None, Some(uint)) => Self::UInt(uint),
                (None, None) => Self::Float(number.as_f64().unwrap_or(f64::NAN)),
            },
            serde_json::Value::String(text) => Self::String(text),
            serde_json::Value::Array(items) => {
                Self::List(items.into_iter().map(Self::from).collect())
            }
            serde_json::Value::Object(members) => Self::Map(
                members
                    .into_iter()
                    .map(|(name, value)| (name, Self::from(value)))
                    .collect(),
            ),
        }
    }
}

/// A number that JSON cannot say becomes null.
impl From<Value> for serde_json::Value {
    fn from(value: Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(truth) => Self::Bool(truth),
            Value::Int(number) => number.into(),
            Value::UInt(number) => number.into(),
            Value::Float(number) => number.into(),
            Value::String(text) => Self::String(text),
            Value::List(items) => Self::Array(items.into_iter().map(Self::from).collect()),
            Value::Map(members) => Self::Object(
                members
                    .into_iter()
                    .map(|(name, value)| (name, Self::from(value)))
                    .collect(),
            ),
        }
    }
}

macro_rules! from {
    ($($from:ty: $value:ident => $to:expr;)*) => {$(
        impl From<$from> for Value {
            fn from($value: $from) -> Self {
                $to
            }
        }
    )*};
}

from! {
    bool: truth => Self::Bool(truth);
    i32: number => Self::Int(number.into());
    i64: number => Self::Int(number);
    u32: number => Self::Int(number.into());
    u64: number => i64::try_from(number).map_or(Self::UInt(number), Self::Int);
    f64: number => Self::Float(number);
    &str: text => Self::String(text.to_owned());
    String: text => Self::String(text);
}

impl<T: Into<Value>> From<Vec<T>> for Value {
    fn from(items: Vec<T>) -> Self {
        Self::List(items.into_iter().map(Into::into).collect())
    }
}

impl<T: Into<Value>, const N: usize> From<[T; N]> for Value {
    fn from(items: [T; N]) -> Self {
        Self::List(items.into_iter().map(Into::into).collect())
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(maybe: Option<T>) -> Self {
        maybe.map_or(Self::Null, Into::into)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_there_and_back_keeps_order_and_number_kinds() {
        let text = r#"{"b":1,"a":[18446744073709551615,-2,0.5,null,true],"c":{"z":"快","y":1.0}}"#;
        let value = Value::from_json(text.as_bytes()).unwrap();
        assert_eq!(
            value.get("a").unwrap().as_list().unwrap()[0],
            Value::UInt(u64::MAX)
        );
        assert_eq!(value.to_string(), text);
        assert_eq!(serde_json::Value::from(value).to_string(), text);
    }

    #[test]
    fn members_are_set_in_place_and_found_by_path() {
        let mut value = Value::map([("a", Value::map([("b", 1)]))]);
        value.set("a", Value::map([("b", 2)]));
        value.set("c", vec!["x"]);
        assert_eq!(value.at(&["a", "b"]), Some(&Value::Int(2)));
        assert_eq!(value.to_string(), r#"{"a":{"b":2},"c":["x"]}"#);
    }
}
