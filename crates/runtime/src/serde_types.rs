//! `serde` for generated types, by their tables: one implementation for all of them in place of a
//! derive for each. Behind the feature `serde`; the form is the vendor's JSON, wire names and all.
//!
//! Reading is as lenient as reading an answer. Writing writes all that is there, secrets too: what
//! is kept away from logs is still data.

use crate::Value;
use crate::decode;
use crate::shape::{self, Shape, View};
use serde_core::de::{Deserializer, Visitor};
use serde_core::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};
use std::fmt;
use std::marker::PhantomData;

#[doc(hidden)]
pub use serde_core;

/// Writes a shape as a map of its wire names: what is absent is left out.
///
/// # Errors
/// Those of the format.
pub fn serialize<S: Serializer>(shape: &dyn Shape, to: S) -> Result<S::Ok, S::Error> {
    shape::parts(shape, |slots, unlisted| {
        let mut map = to.serialize_map(None)?;
        for (field, slot) in shape.meta().fields.iter().zip(slots) {
            let view = slot.view();
            if !matches!(view, View::Absent) {
                map.serialize_entry(field.name, &Viewed(view))?;
            }
        }
        for (name, value) in unlisted.iter() {
            map.serialize_entry(name, &Tree(value))?;
        }
        map.end()
    })
}

/// Reads a shape from a map.
///
/// # Errors
/// Those of the format, and what is no map.
pub fn deserialize<'de, T, D>(from: D) -> Result<T, D::Error>
where
    T: Shape + Default,
    D: Deserializer<'de>,
{
    let mut shape = T::default();
    decode::from_deserializer(from, &mut shape)?;
    Ok(shape)
}

/// Reads one of a closed set of texts.
///
/// # Errors
/// Those of the format, and what is no text.
pub fn deserialize_word<'de, T, D>(from: D) -> Result<T, D::Error>
where
    T: for<'w> From<&'w str>,
    D: Deserializer<'de>,
{
    struct Word<T>(PhantomData<T>);
    impl<T: for<'w> From<&'w str>> Visitor<'_> for Word<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a text")
        }

        fn visit_str<E>(self, word: &str) -> Result<T, E> {
            Ok(word.into())
        }
    }
    from.deserialize_str(Word(PhantomData))
}

struct Viewed<'v>(View<'v>);

impl Serialize for Viewed<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            View::Absent | View::Unlisted(_) => to.serialize_unit(),
            View::Bool(it) => to.serialize_bool(it),
            View::Int(it) => to.serialize_i64(it),
            View::Float(it) => to.serialize_f64(it),
            View::Text(it) => to.serialize_str(it),
            View::Value(it) => Tree(it).serialize(to),
            View::Shape(it) => serialize(it, to),
            View::List(items) => {
                let mut list = to.serialize_seq(Some(items.len()))?;
                for at in 0..items.len() {
                    list.serialize_element(&Viewed(items.at(at)))?;
                }
                list.end()
            }
            View::Map(entries) => {
                let mut map = to.serialize_map(None)?;
                let mut result = Ok(());
                entries.each(&mut |name, view| {
                    if result.is_ok() {
                        result = map.serialize_entry(name, &Viewed(view));
                    }
                });
                result?;
                map.end()
            }
        }
    }
}

struct Tree<'v>(&'v Value);

impl Serialize for Tree<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Null => to.serialize_unit(),
            Value::Bool(it) => to.serialize_bool(*it),
            Value::Int(it) => to.serialize_i64(*it),
            Value::UInt(it) => to.serialize_u64(*it),
            Value::Float(it) => to.serialize_f64(*it),
            Value::String(it) => to.serialize_str(it),
            Value::List(items) => to.collect_seq(items.iter().map(Tree)),
            Value::Map(members) => {
                to.collect_map(members.iter().map(|(name, value)| (name, Tree(value))))
            }
        }
    }
}

#[doc(hidden)]
#[macro_export]
macro_rules! serde_shape {
    ($name:ident) => {
        impl $crate::serde_types::serde_core::Serialize for $name {
            fn serialize<S: $crate::serde_types::serde_core::Serializer>(
                &self,
                to: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::serde_types::serialize(self, to)
            }
        }

        impl<'de> $crate::serde_types::serde_core::Deserialize<'de> for $name {
            fn deserialize<D: $crate::serde_types::serde_core::Deserializer<'de>>(
                from: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::serde_types::deserialize(from)
            }
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! serde_word {
    ($name:ident) => {
        impl $crate::serde_types::serde_core::Serialize for $name {
            fn serialize<S: $crate::serde_types::serde_core::Serializer>(
                &self,
                to: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                to.serialize_str(self.as_str())
            }
        }

        impl<'de> $crate::serde_types::serde_core::Deserialize<'de> for $name {
            fn deserialize<D: $crate::serde_types::serde_core::Deserializer<'de>>(
                from: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::serde_types::deserialize_word(from)
            }
        }
    };
}
