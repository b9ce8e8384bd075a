//! The YAML form: stable order, small diffs, the same bytes on every machine, and the same
//! values for readers of YAML 1.1 and 1.2. Must not touch files.

use std::fmt;

use serde::de::DeserializeOwned;
use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};
use serde_json::Value;
use serde_saphyr::{FlowMap, FlowSeq, SerializerOptions};

use crate::{FORMAT, Overlay, Profile, Service};

/// A YAML text that is not what it should be, with the place in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YamlError(String);

impl fmt::Display for YamlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for YamlError {}

/// A kind of file under `specs/`: its place in the tree says which schema an editor should use.
pub trait Document: Serialize + DeserializeOwned {
    /// The modeline that leads editors to the schema.
    const MODELINE: &'static str;

    /// The version of the form that the document says it has.
    fn format(&self) -> u32;
}

impl Document for Service {
    const MODELINE: &'static str = "# yaml-language-server: $schema=../../schema.json\n";

    fn format(&self) -> u32 {
        self.format
    }
}

impl Document for Profile {
    const MODELINE: &'static str = "# yaml-language-server: $schema=../vendor.schema.json\n";

    fn format(&self) -> u32 {
        self.format
    }
}

impl Document for Overlay {
    const MODELINE: &'static str = "# yaml-language-server: $schema=../../overlay.schema.json\n";

    fn format(&self) -> u32 {
        self.format
    }
}

/// More than any service needs (2,000 operations take some 350,000), and few enough that a
/// hostile file cannot fill the memory.
const MAX_NODES: usize = 20_000_000;

/// Reads a document. Unknown keys, keys twice and another format are errors.
pub fn read<T: Document>(text: &str) -> Result<T, YamlError> {
    let limits = serde_saphyr::options! {
        budget: serde_saphyr::budget! { max_nodes: MAX_NODES, max_events: 2 * MAX_NODES },
    };
    let document: T = serde_saphyr::from_str_with_options(text, limits)
        .map_err(|error| YamlError(error.to_string()))?;
    if document.format() == FORMAT {
        Ok(document)
    } else {
        Err(YamlError(format!(
            "format {} is not {FORMAT}: regenerate the file, or use the version of this tool that wrote it",
            document.format()
        )))
    }
}

/// Writes a document.
pub fn write<T: Document>(document: &T) -> Result<String, YamlError> {
    let tree = serde_json::to_value(document).map_err(|error| YamlError(error.to_string()))?;
    let options = SerializerOptions::default();
    let body = serde_saphyr::to_string_with_options(&Styled(&tree, Style::Block), options)
        .map_err(|error| YamlError(error.to_string()))?;
    Ok(format!("{}{body}", T::MODELINE))
}

/// Longer than this, and an item is written over several lines.
const LINE_CHARS: usize = 110;
/// A list of more words reads better one under the other.
const LINE_WORDS: usize = 10;

/// Whether children may choose a style, or stand inside one line already.
#[derive(Clone, Copy, PartialEq)]
enum Style {
    Block,
    Line,
}

/// A value in the style that reads best: an item of a list that fits on a line stands on one.
struct Styled<'v>(&'v Value, Style);

impl Serialize for Styled<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(value, style) = *self;
        match value {
            Value::Array(items) if style == Style::Block && is_line(value) => {
                FlowSeq(Items(items, Style::Line)).serialize(serializer)
            }
            Value::Array(items) => Items(items, style).serialize(serializer),
            Value::Object(_) => Members(value, style).serialize(serializer),
            scalar => scalar.serialize(serializer),
        }
    }
}

struct Items<'v>(&'v [Value], Style);

impl Serialize for Items<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.0.len()))?;
        for item in self.0 {
            if self.1 == Style::Block && item.is_object() && is_line(item) {
                list.serialize_element(&FlowMap(Members(item, Style::Line)))?;
            } else {
                list.serialize_element(&Styled(item, self.1))?;
            }
        }
        list.end()
    }
}

struct Members<'v>(&'v Value, Style);

impl Serialize for Members<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let members = self.0.as_object();
        let mut map = serializer.serialize_map(members.map(serde_json::Map::len))?;
        for (name, value) in members.into_iter().flatten() {
            if self.1 == Style::Block && value.is_object() && is_line(value) {
                map.serialize_entry(name, &FlowMap(Members(value, Style::Line)))?;
            } else {
                map.serialize_entry(name, &Styled(value, self.1))?;
            }
        }
        map.end()
    }
}

/// Whether a value reads well on one line: it is short, and holds at most small things.
fn is_line(value: &Value) -> bool {
    width(value).is_some_and(|width| width <= LINE_CHARS)
}

/// The words of a list of texts.
fn words(items: &[Value]) -> usize {
    let texts = items.iter().filter_map(Value::as_str);
    texts
        .map(|text| text.split(|c: char| !c.is_alphanumeric()).count())
        .sum()
}

/// The rough width on one line; nothing for what must not stand there.
fn width(value: &Value) -> Option<usize> {
    match value {
        Value::Null => Some(4),
        Value::Bool(_) => Some(5),
        Value::Number(number) => Some(number.to_string().len()),
        Value::String(text) => (!text.contains('\n')).then(|| text.chars().count() + 2),
        Value::Array(items) if words(items) > LINE_WORDS => None,
        Value::Array(items) => items.iter().try_fold(2, |sum, item| match item {
            // A list of things with parts reads better one under the other.
            Value::Object(_) | Value::Array(_) => None,
            item => Some(sum + 2 + width(item)?),
        }),
        Value::Object(members) => members.iter().try_fold(2, |sum, (name, value)| {
            let is_tree = matches!(
                name.as_str(),
                "request" | "response" | "operations" | "structures" | "corrections"
            );
            if is_tree {
                None
            } else {
                Some(sum + name.len() + 4 + width(value)?)
            }
        }),
    }
}
