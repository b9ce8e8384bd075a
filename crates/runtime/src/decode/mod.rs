//! From the wire into shapes, leniently: vendors are known to differ from their pages.
//!
//! One visitor fills every generated type, from JSON text, from a tree or from flat parameters.
//! What differs from the page but can be read is read, and recorded as a [`Leniency`]. What does
//! not fit its field at all is kept aside under its wire name among the shape's unlisted members:
//! an operation that succeeded must not be lost for one odd value. Only a body that is no JSON
//! object is an error.

mod collections;
mod context;
mod members;
mod place;
mod tree;

pub use context::{Leniency, LeniencyKind};

use crate::Value;
use crate::shape::Shape;
use crate::wire::{ParamStyle, Params, unflatten};
use context::{Context, Source};
use members::Within;
use serde_core::de::{DeserializeSeed, Error as _};
use std::fmt;

/// Why a body cannot be read at all.
#[derive(Debug)]
pub struct DecodeError(serde_json::Error);

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the body is not the JSON object that was expected: {}",
            self.0
        )
    }
}

impl std::error::Error for DecodeError {}

/// Fills a shape from a JSON object.
///
/// # Errors
/// The text is no JSON, or no object.
pub fn from_json(body: &[u8], into: &mut dyn Shape) -> Result<Vec<Leniency>, DecodeError> {
    from_json_at(body, &[], into)
}

/// Fills a shape from the object at a path of names inside a JSON object.
///
/// # Errors
/// The text is no JSON, or there is no object at the path.
pub fn from_json_at(
    body: &[u8],
    path: &[&str],
    into: &mut dyn Shape,
) -> Result<Vec<Leniency>, DecodeError> {
    from_envelope(body, path, &[], into)
}

/// The same, passing over members that belong to the envelope and not to the shape.
///
/// # Errors
/// The text is no JSON, or there is no object at the path.
pub fn from_envelope(
    body: &[u8],
    path: &[&str],
    envelope: &[&str],
    into: &mut dyn Shape,
) -> Result<Vec<Leniency>, DecodeError> {
    // One look at all of the text is cheaper than one at each string. What is no text fails below,
    // with its place.
    match std::str::from_utf8(body) {
        Ok(text) => from_reader(serde_json::de::StrRead::new(text), path, envelope, into),
        Err(_) => from_reader(serde_json::de::SliceRead::new(body), path, envelope, into),
    }
}

fn from_reader<'de>(
    body: impl serde_json::de::Read<'de>,
    path: &[&str],
    envelope: &[&str],
    into: &mut dyn Shape,
) -> Result<Vec<Leniency>, DecodeError> {
    let mut context = Context::new(Source::Json, envelope);
    let mut json = serde_json::Deserializer::new(body);
    let within = Within {
        path,
        into,
        context: &mut context,
    };
    let found = within.deserialize(&mut json).map_err(DecodeError)?;
    json.end().map_err(DecodeError)?;
    if !found {
        let message = format_args!("there is no member `{}`", path.join("."));
        return Err(DecodeError(serde_json::Error::custom(message)));
    }
    Ok(context.leniencies)
}

/// Fills a shape from a tree.
///
/// # Errors
/// The tree is no map.
pub fn from_value(tree: Value, into: &mut dyn Shape) -> Result<Vec<Leniency>, DecodeError> {
    read_tree(tree, into, Source::Json)
}

/// Fills a shape from flat parameters, such as a mock receives.
///
/// # Errors
/// None so far: parameters always make a map.
pub fn from_params(
    params: &Params,
    style: ParamStyle,
    into: &mut dyn Shape,
) -> Result<Vec<Leniency>, DecodeError> {
    read_tree(unflatten(params, style.list_base), into, Source::Flat)
}

/// Fills a shape from any format of serde's.
#[cfg(feature = "serde")]
pub(crate) fn from_deserializer<'de, D: serde_core::Deserializer<'de>>(
    from: D,
    into: &mut dyn Shape,
) -> Result<(), D::Error> {
    let within = Within {
        path: &[],
        into,
        context: &mut Context::new(Source::Json, &[]),
    };
    within.deserialize(from).map(drop)
}

fn read_tree(
    tree: Value,
    into: &mut dyn Shape,
    source: Source,
) -> Result<Vec<Leniency>, DecodeError> {
    let mut context = Context::new(source, &[]);
    let tree = serde_json::Value::from(tree);
    let within = Within {
        path: &[],
        into,
        context: &mut context,
    };
    within.deserialize(tree).map_err(DecodeError)?;
    Ok(context.leniencies)
}
