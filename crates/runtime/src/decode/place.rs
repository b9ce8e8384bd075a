//! Values into slots and places: what fits, what fits with leniency, and what does not.

use super::collections::{fill_from_text, fill_list, fill_list_from_object, fill_map};
use super::context::{Context, LeniencyKind};
use super::members::fill_shape;
use super::tree::Tree;
use crate::Value;
use crate::meta::{Fact, FieldMeta};
use crate::shape::{Place, Slot};
use serde_core::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// Fills a slot. Answers with the value if it does not fit.
pub(super) struct IntoSlot<'a, 'c, 'e> {
    pub(super) slot: &'a mut dyn Slot,
    pub(super) field: &'static FieldMeta,
    pub(super) context: &'c mut Context<'e>,
}

impl IntoSlot<'_, '_, '_> {
    fn into_place<R>(self, fill: impl FnOnce(IntoPlace<'_, '_, '_>) -> R) -> R {
        fill(IntoPlace {
            place: self.slot.place(),
            field: Some(self.field),
            context: self.context,
        })
    }
}

impl<'de> DeserializeSeed<'de> for IntoSlot<'_, '_, '_> {
    type Value = Option<Value>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for IntoSlot<'_, '_, '_> {
    type Value = Option<Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        self.slot.clear();
        if !self.field.is_nullable() {
            self.context.note(LeniencyKind::Null);
        }
        Ok(None)
    }

    fn visit_bool<E: Error>(self, it: bool) -> Result<Self::Value, E> {
        self.into_place(|place| place.visit_bool(it))
    }

    fn visit_i64<E: Error>(self, it: i64) -> Result<Self::Value, E> {
        self.into_place(|place| place.visit_i64(it))
    }

    fn visit_u64<E: Error>(self, it: u64) -> Result<Self::Value, E> {
        self.into_place(|place| place.visit_u64(it))
    }

    fn visit_f64<E: Error>(self, it: f64) -> Result<Self::Value, E> {
        self.into_place(|place| place.visit_f64(it))
    }

    fn visit_str<E: Error>(self, it: &str) -> Result<Self::Value, E> {
        let IntoSlot {
            slot,
            field,
            context,
        } = self;
        let place = slot.place();
        // No items between commas are an empty text too.
        let takes_empty = matches!(place, Place::Text(_) | Place::Word(_) | Place::Value(_))
            || field.facts.contains(&Fact::AsCommas);
        if it.is_empty() && !takes_empty {
            slot.clear();
            context.note_unless_flat(LeniencyKind::EmptyText);
            return Ok(None);
        }
        IntoPlace {
            place,
            field: Some(field),
            context,
        }
        .visit_str(it)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Self::Value, A::Error> {
        self.into_place(|place| place.visit_seq(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Self::Value, A::Error> {
        self.into_place(|place| place.visit_map(members))
    }
}

/// Fills a place with what is no null. Answers with the value if it does not fit.
pub(super) struct IntoPlace<'a, 'c, 'e> {
    pub(super) place: Place<'a>,
    pub(super) field: Option<&'static FieldMeta>,
    pub(super) context: &'c mut Context<'e>,
}

impl IntoPlace<'_, '_, '_> {
    /// A scalar that the place does not take: perhaps the single item of a list.
    pub(super) fn single<E: Error>(self, value: Value) -> Result<Option<Value>, E> {
        let Self {
            place,
            field,
            context,
        } = self;
        let Place::List(list) = place else {
            return Ok(misfit(context, value));
        };
        let kept = value.clone();
        let again = serde_json::Value::from(value);
        let place = list.push();
        let left = IntoPlace {
            place,
            field,
            context,
        }
        .deserialize(again)
        .map_err(E::custom)?;
        if left.is_some() {
            list.pop();
            return Ok(Some(kept));
        }
        context.note(LeniencyKind::SingleItem);
        Ok(None)
    }
}

pub(super) fn misfit(context: &mut Context<'_>, value: Value) -> Option<Value> {
    context.note(LeniencyKind::Misfit);
    Some(value)
}

impl<'de> DeserializeSeed<'de> for IntoPlace<'_, '_, '_> {
    type Value = Option<Value>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for IntoPlace<'_, '_, '_> {
    type Value = Option<Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    /// Null inside a list or a map: the item stays blank, so that the others keep their places.
    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        if !matches!(self.place, Place::Value(_)) {
            self.context.note(LeniencyKind::Null);
        }
        Ok(None)
    }

    fn visit_bool<E: Error>(self, it: bool) -> Result<Self::Value, E> {
        match self.place {
            Place::Bool(to) => *to = it,
            Place::Value(to) => *to = Value::Bool(it),
            Place::Text(to) => {
                it.to_string().clone_into(to);
                self.context.note(LeniencyKind::TruthAsText);
            }
            Place::Word(to) => {
                to.set_word(if it { "true" } else { "false" });
                self.context.note(LeniencyKind::TruthAsText);
            }
            Place::Int(to) => {
                *to = it.into();
                self.context.note(LeniencyKind::NumberAsTruth);
            }
            _ => return self.single(Value::Bool(it)),
        }
        Ok(None)
    }

    fn visit_i64<E: Error>(self, it: i64) -> Result<Self::Value, E> {
        match self.place {
            Place::Int(to) => *to = it,
            // Every JSON number is a number with a fraction too.
            Place::Float(to) => *to = it as f64,
            Place::Value(to) => *to = Value::Int(it),
            Place::Text(to) => {
                *to = it.to_string();
                self.context.note(LeniencyKind::NumberAsText);
            }
            Place::Word(to) => {
                to.set_word(&it.to_string());
                self.context.note(LeniencyKind::NumberAsText);
            }
            Place::Bool(to) if matches!(it, 0 | 1) => {
                *to = it == 1;
                self.context.note(LeniencyKind::NumberAsTruth);
            }
            _ => return self.single(Value::Int(it)),
        }
        Ok(None)
    }

    fn visit_u64<E: Error>(self, it: u64) -> Result<Self::Value, E> {
        if let Ok(it) = i64::try_from(it) {
            return self.visit_i64(it);
        }
        match self.place {
            Place::Float(to) => *to = it as f64,
            Place::Value(to) => *to = Value::UInt(it),
            Place::Text(to) => {
                *to = it.to_string();
                self.context.note(LeniencyKind::NumberAsText);
            }
            Place::Word(to) => {
                to.set_word(&it.to_string());
                self.context.note(LeniencyKind::NumberAsText);
            }
            _ => return self.single(Value::UInt(it)),
        }
        Ok(None)
    }

    fn visit_f64<E: Error>(self, it: f64) -> Result<Self::Value, E> {
        match self.place {
            Place::Float(to) => *to = it,
            Place::Value(to) => *to = Value::Float(it),
            Place::Text(to) => {
                *to = it.to_string();
                self.context.note(LeniencyKind::NumberAsText);
            }
            Place::Word(to) => {
                to.set_word(&it.to_string());
                self.context.note(LeniencyKind::NumberAsText);
            }
            Place::Int(to) if whole(it).is_some() => {
                *to = whole(it).unwrap_or_default();
                self.context.note(LeniencyKind::WholeFraction);
            }
            _ => return self.single(Value::Float(it)),
        }
        Ok(None)
    }

    fn visit_str<E: Error>(self, it: &str) -> Result<Self::Value, E> {
        let Self {
            place,
            field,
            context,
        } = self;
        let read = match place {
            Place::Text(to) => {
                *to = it.to_owned();
                return Ok(None);
            }
            Place::Word(to) => {
                to.set_word(it);
                return Ok(None);
            }
            Place::Value(to) => {
                *to = Value::String(it.to_owned());
                return Ok(None);
            }
            Place::Int(to) => {
                let read = it
                    .trim()
                    .parse()
                    .ok()
                    .or_else(|| it.trim().parse().ok().and_then(whole));
                read.map(|read| *to = read)
            }
            Place::Float(to) => {
                let read = it.trim().parse().ok().filter(|read: &f64| read.is_finite());
                read.map(|read| *to = read)
            }
            Place::Bool(to) => truth(it).map(|read| *to = read),
            Place::List(list) => return fill_from_text(Place::List(list), field, it, context),
            place => return fill_from_text(place, field, it, context),
        };
        match read {
            Some(()) => context.note_unless_flat(LeniencyKind::TextAsScalar),
            None => return Ok(misfit(context, Value::String(it.to_owned()))),
        }
        Ok(None)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let Self {
            place,
            field,
            context,
        } = self;
        match place {
            Place::List(list) => fill_list(list, field, items, context).map(|()| None),
            Place::Value(to) => {
                *to = Tree.visit_seq(items)?;
                Ok(None)
            }
            _ => {
                let mut list = Vec::new();
                while let Some(item) = items.next_element_seed(Tree)? {
                    list.push(item);
                }
                Ok(misfit(context, Value::List(list)))
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Self::Value, A::Error> {
        let Self {
            place,
            field,
            context,
        } = self;
        match place {
            Place::Shape(shape) => fill_shape(shape, members, context).map(|()| None),
            Place::Map(map) => fill_map(map, field, members, context).map(|()| None),
            Place::Value(to) => {
                *to = Tree.visit_map(members)?;
                Ok(None)
            }
            Place::List(list) => {
                let object = Tree.visit_map(members)?;
                fill_list_from_object(list, field, object, context).map_err(A::Error::custom)
            }
            _ => {
                let object = Tree.visit_map(members)?;
                Ok(misfit(context, object))
            }
        }
    }
}

pub(super) fn whole(number: f64) -> Option<i64> {
    // Beyond 2^53 not every whole number has a form with a fraction.
    (number.fract() == 0.0 && number.abs() <= 9_007_199_254_740_992.0).then_some(number as i64)
}

fn truth(text: &str) -> Option<bool> {
    let words = [
        ("true", true),
        ("false", false),
        ("1", true),
        ("0", false),
        ("yes", true),
        ("no", false),
    ];
    words
        .into_iter()
        .find(|(word, _)| text.trim().eq_ignore_ascii_case(word))
        .map(|(_, truth)| truth)
}
