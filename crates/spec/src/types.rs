//! The type grammar of a spec: `string`, `list<integer>`, `map<string>`, `SnapshotInfo`.

use std::fmt;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// The type of a field. Written as text; see [`Type::from_str`] for the grammar.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Type {
    /// `string`: text, also dates and numbers that the vendor sends as text.
    String,
    /// `integer`: a whole number whose width the page does not tell (up to 64 bits).
    Integer,
    /// `int32`: the page says that 32 bits are enough.
    Int32,
    /// `int64`: the page says that 64 bits are needed.
    Int64,
    /// `number`: a number with a fraction.
    Number,
    /// `boolean`: true or false.
    Boolean,
    /// `any`: the page does not tell, or tells nothing that is a type.
    #[default]
    Any,
    /// `object`: the members stand in the field's own `fields`; none means a free-form object.
    Object,
    /// `list<T>`: values of one type in order.
    List(Box<Type>),
    /// `map<T>`: names chosen by the caller, to values of one type.
    Map(Box<Type>),
    /// A structure of the same service, by name.
    Structure(String),
}

/// The words that are no structure's name.
pub const RESERVED: &[&str] = &[
    "string", "integer", "int32", "int64", "number", "boolean", "any", "object", "list", "map",
];

impl Type {
    /// A list of this type.
    pub fn list(item: Type) -> Self {
        Self::List(Box::new(item))
    }

    /// A map from names to this type.
    pub fn map(value: Type) -> Self {
        Self::Map(Box::new(value))
    }

    /// The type below all lists and maps: `Disk` for `list<list<Disk>>`.
    pub fn leaf(&self) -> &Type {
        match self {
            Self::List(inner) | Self::Map(inner) => inner.leaf(),
            other => other,
        }
    }

    /// The type below all lists and maps, to change it.
    pub fn leaf_mut(&mut self) -> &mut Type {
        match self {
            Self::List(inner) | Self::Map(inner) => inner.leaf_mut(),
            other => other,
        }
    }

    /// The structure that this type is a list or map of, or is.
    pub fn structure(&self) -> Option<&str> {
        match self.leaf() {
            Self::Structure(name) => Some(name),
            _ => None,
        }
    }

    /// Whether the value is a list.
    pub fn is_list(&self) -> bool {
        matches!(self, Self::List(_))
    }

    /// Whether this is a whole number of any width.
    pub fn is_integer(&self) -> bool {
        matches!(self, Self::Integer | Self::Int32 | Self::Int64)
    }

    fn scalar(word: &str) -> Option<Self> {
        Some(match word {
            "string" => Self::String,
            "integer" => Self::Integer,
            "int32" => Self::Int32,
            "int64" => Self::Int64,
            "number" => Self::Number,
            "boolean" => Self::Boolean,
            "any" => Self::Any,
            "object" => Self::Object,
            _ => return None,
        })
    }
}

/// What is wrong with a type's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypeError(String);

impl fmt::Display for TypeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` is no type: write string, integer, int32, int64, number, boolean, any, object, \
             list<…>, map<…> or the name of a structure",
            self.0
        )
    }
}

impl std::error::Error for TypeError {}

impl FromStr for Type {
    type Err = TypeError;

    /// `type = scalar | "list<" type ">" | "map<" type ">" | structure name`
    fn from_str(text: &str) -> Result<Self, TypeError> {
        let inner = |prefix: &str| text.strip_prefix(prefix)?.strip_suffix('>');
        if let Some(item) = inner("list<") {
            return Ok(Self::list(item.parse()?));
        }
        if let Some(value) = inner("map<") {
            return Ok(Self::map(value.parse()?));
        }
        if let Some(scalar) = Self::scalar(text) {
            return Ok(scalar);
        }
        let is_name = !text.is_empty()
            && !RESERVED.contains(&text)
            && !text.contains(|c: char| {
                matches!(c, '<' | '>' | ',') || c.is_whitespace() || c.is_control()
            });
        if is_name {
            Ok(Self::Structure(text.to_owned()))
        } else {
            Err(TypeError(text.to_owned()))
        }
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::String => f.write_str("string"),
            Self::Integer => f.write_str("integer"),
            Self::Int32 => f.write_str("int32"),
            Self::Int64 => f.write_str("int64"),
            Self::Number => f.write_str("number"),
            Self::Boolean => f.write_str("boolean"),
            Self::Any => f.write_str("any"),
            Self::Object => f.write_str("object"),
            Self::List(item) => write!(f, "list<{item}>"),
            Self::Map(value) => write!(f, "map<{value}>"),
            Self::Structure(name) => f.write_str(name),
        }
    }
}

impl Serialize for Type {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Type {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(de::Error::custom)
    }
}

impl JsonSchema for Type {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Type".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "description": "string, integer, int32, int64, number, boolean, any, object, list<T>, map<T>, or a structure's name",
            "pattern": r"^[^\s<>,]+(<.+>)?$"
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_type_agree() {
        for text in [
            "string",
            "list<list<int32>>",
            "map<any>",
            "SnapshotInfo",
            "list<Disk>",
        ] {
            assert_eq!(text.parse::<Type>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn what_is_no_type_is_refused() {
        for text in [
            "",
            "list",
            "list<",
            "list<>",
            "a b",
            "map<x,y>",
            "list<string",
        ] {
            assert!(
                text.parse::<Type>().is_err(),
                "{text:?} was taken for a type"
            );
        }
    }
}
