//! Objects into shapes: the envelope, the names of members, the slots.

use super::context::{Context, LeniencyKind, Step};
use super::place::IntoSlot;
use super::tree::Tree;
use crate::meta::FieldMeta;
use crate::shape::{Place, Shape, Slot};
use serde_core::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use std::borrow::Cow;
use std::fmt;

/// Walks down an envelope, then fills the shape. Says whether the path was there.
pub(super) struct Within<'a, 'c, 'e> {
    pub(super) path: &'a [&'a str],
    pub(super) into: &'a mut dyn Shape,
    pub(super) context: &'c mut Context<'e>,
}

impl<'de> DeserializeSeed<'de> for Within<'_, '_, '_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<bool, D::Error> {
        from.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Within<'_, '_, '_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<bool, A::Error> {
        let Some((first, rest)) = self.path.split_first() else {
            fill_shape(self.into, members, self.context)?;
            return Ok(true);
        };
        let mut found = false;
        while let Some(name) = members.next_key::<Cow<'de, str>>()? {
            if name == *first && !found {
                found = members.next_value_seed(Within {
                    path: rest,
                    into: &mut *self.into,
                    context: &mut *self.context,
                })?;
            } else {
                members.next_value::<IgnoredAny>()?;
            }
        }
        Ok(found)
    }
}

/// Fills the slots of a shape from the members of an object.
pub(super) fn fill_shape<'de, A: MapAccess<'de>>(
    shape: &mut dyn Shape,
    members: A,
    context: &mut Context<'_>,
) -> Result<(), A::Error> {
    let fields = shape.meta().fields;
    let (mut members, mut result) = (Some(members), Ok(()));
    shape.slots_mut(&mut |slots| {
        if let Some(members) = members.take() {
            result = fill_slots(fields, slots, members, context);
        }
    });
    result
}

fn fill_slots<'de, A: MapAccess<'de>>(
    fields: &'static [FieldMeta],
    slots: &mut [&mut dyn Slot],
    mut members: A,
    context: &mut Context<'_>,
) -> Result<(), A::Error> {
    let (mut unlisted, slots) = match slots.split_last_mut() {
        Some((last, slots)) => match last.place() {
            Place::Unlisted(unlisted) => (Some(unlisted), slots),
            _ => (None, slots),
        },
        None => (None, slots),
    };
    let mut expected = 0;
    while let Some(name) = members.next_key_seed(Name { fields, expected })? {
        let (name, value) = match name {
            Known::At(at) => {
                expected = at + 1;
                let (field, slot) = (&fields[at], &mut *slots[at]);
                context.path.push(Step::Member(field.name));
                let misfit = members.next_value_seed(IntoSlot {
                    slot: &mut *slot,
                    field,
                    context,
                });
                context.path.pop();
                let misfit = misfit?;
                let Some(value) = misfit else {
                    // The last of two members counts, also where the first did not fit.
                    if let Some(unlisted) = &mut unlisted {
                        unlisted.remove(field.name);
                    }
                    continue;
                };
                slot.clear();
                (field.name.to_owned(), value)
            }
            Known::Unlisted(name) => {
                let value = members.next_value_seed(Tree)?;
                if context.is_envelope(&name) {
                    continue;
                }
                context.within_entry(&name, |context| {
                    context.note(LeniencyKind::UnlistedMember);
                });
                (name, value)
            }
        };
        if let Some(unlisted) = &mut unlisted {
            unlisted.set(name, value);
        }
    }
    Ok(())
}

/// Reads a member's name as a position in the table; most often the one that comes next.
struct Name {
    fields: &'static [FieldMeta],
    expected: usize,
}

enum Known {
    At(usize),
    Unlisted(String),
}

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Known;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Known, D::Error> {
        from.deserialize_str(self)
    }
}

impl Visitor<'_> for Name {
    type Value = Known;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E>(self, name: &str) -> Result<Known, E> {
        if self
            .fields
            .get(self.expected)
            .is_some_and(|field| field.name == name)
        {
            return Ok(Known::At(self.expected));
        }
        let at = self.fields.iter().position(|field| field.name == name);
        Ok(at.map_or_else(|| Known::Unlisted(name.to_owned()), Known::At))
    }
}
