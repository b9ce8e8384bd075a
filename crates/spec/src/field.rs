//! Fields: the parameters of requests, the members of responses and of structures.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Number, Position, Type};

/// A parameter of a request, or a member of a response or of a structure.
///
/// `name` is one segment of the wire name: the page's `Tag.N.Key` is a field `Tag` of type
/// `list<object>` with a field `Key`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// The name on the wire, exactly.
    pub name: String,
    /// The type; `object` has its members in `fields`.
    #[serde(rename = "type")]
    pub ty: Type,
    /// Whether the caller must give it, or whether a response always has it. Absent where
    /// the page's table has no such column.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub required: Option<Required>,
    /// Needed under a condition that only prose states; `required` is then false.
    #[serde(default, skip_serializing_if = "is_false")]
    pub conditional: bool,
    /// Where it travels, for operations with a method and a path; absent for the usual place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<Place>,
    /// How a list or an object travels, where that is not the vendor's usual way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encoding: Option<Encoding>,
    /// What the service takes when the field is absent, as it would stand on the wire.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// The allowed values, as they stand on the wire, in the page's order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<EnumValue>,
    /// The least value, inclusive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<Number>,
    /// The greatest value, inclusive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<Number>,
    /// The least length of a text, in characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_length: Option<u64>,
    /// The greatest length of a text, in characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_length: Option<u64>,
    /// The least number of items of a list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_items: Option<u64>,
    /// The greatest number of items of a list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_items: Option<u64>,
    /// The form of a text: `date-time`, `date`, `json`, `base64`, `binary`, or a time pattern
    /// such as `yyyy-MM-ddTHH:mm:ssZ`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<String>,
    /// The unit of a number: `GB`, `day`, `second`, `Mbps`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The response may hold `null` here.
    #[serde(default, skip_serializing_if = "is_false")]
    pub nullable: bool,
    /// Set where the page says that the field goes away or should not be used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<Deprecation>,
    /// Why there is a field that no row of the page lists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub derived: Option<String>,
    /// Whether the place in the tree is certain: flat tables do not always tell.
    #[serde(default, skip_serializing_if = "Placement::is_certain")]
    pub placed: Placement,
    /// The page's description. Prose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doc: Option<String>,
    /// The members of an `object` that has no name of its own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Field>,
    /// Where the row stands, while the page is at hand.
    #[serde(skip)]
    pub at: Position,
}

impl Field {
    /// A field of which only name and type are known.
    pub fn new(name: impl Into<String>, ty: Type) -> Self {
        Self {
            name: name.into(),
            ty,
            ..Self::default()
        }
    }

    /// Whether the page says that the field must be given.
    pub fn is_required(&self) -> bool {
        self.required == Some(Required::Yes)
    }
}

/// What a page says about the need for a field. Never guessed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Required {
    /// The page says that it is needed (or, in a response, always there).
    Yes,
    /// The page says that it is not needed.
    No,
    /// The page has a mark that says neither, or no mark in a table with such a column.
    Unknown,
}

impl Required {
    /// `true`, `false` or, for unknown, nothing.
    pub fn as_bool(self) -> Option<bool> {
        match self {
            Self::Yes => Some(true),
            Self::No => Some(false),
            Self::Unknown => None,
        }
    }
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
enum RequiredForm {
    Known(bool),
    Word(Unknown),
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Unknown {
    Unknown,
}

impl Serialize for Required {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.as_bool()
            .map_or(RequiredForm::Word(Unknown::Unknown), RequiredForm::Known)
            .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Required {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(match RequiredForm::deserialize(deserializer)? {
            RequiredForm::Known(true) => Self::Yes,
            RequiredForm::Known(false) => Self::No,
            RequiredForm::Word(Unknown::Unknown) => Self::Unknown,
        })
    }
}

impl JsonSchema for Required {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Required".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        RequiredForm::json_schema(generator)
    }
}

/// One of a closed set of values. Written as plain text where the page says no more of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(from = "EnumValueForm", into = "EnumValueForm")]
pub struct EnumValue {
    /// The value on the wire.
    pub value: String,
    /// What the page says it means. Prose.
    pub doc: Option<String>,
}

impl EnumValue {
    /// A value of which nothing else is said.
    pub fn new(value: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            doc: None,
        }
    }
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
enum EnumValueForm {
    Plain(String),
    #[serde(rename_all = "snake_case")]
    Told {
        value: String,
        doc: String,
    },
}

impl From<EnumValueForm> for EnumValue {
    fn from(form: EnumValueForm) -> Self {
        match form {
            EnumValueForm::Plain(value) => Self { value, doc: None },
            EnumValueForm::Told { value, doc } => Self {
                value,
                doc: Some(doc),
            },
        }
    }
}

impl From<EnumValue> for EnumValueForm {
    fn from(value: EnumValue) -> Self {
        match value.doc {
            None => Self::Plain(value.value),
            Some(doc) => Self::Told {
                value: value.value,
                doc,
            },
        }
    }
}

/// Where a parameter travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Place {
    /// In a header.
    Header,
    /// In the query string.
    Query,
    /// In a `{placeholder}` of the path.
    Path,
    /// In the body.
    Body,
}

/// How a list or an object travels where that is not the vendor's usual way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Encoding {
    /// As one JSON text in a string: `InstanceIds=["a","b"]`.
    Json,
    /// As one text with commas: `a,b`.
    Comma,
}

/// How sure the reader is of a field's place among flat rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Placement {
    /// The page marks it, or a sample shows it.
    #[default]
    Certain,
    /// Neither marks nor samples tell; the order of the rows was taken.
    Uncertain,
}

impl Placement {
    /// Whether the place is certain.
    pub fn is_certain(&self) -> bool {
        *self == Self::Certain
    }
}

/// Said of what goes away or should not be used.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Deprecation {
    /// What the page says to use in its place: a wire name.
    #[serde(default, rename = "use", skip_serializing_if = "Option::is_none")]
    pub replacement: Option<String>,
}

pub(crate) fn is_false(flag: &bool) -> bool {
    !flag
}
