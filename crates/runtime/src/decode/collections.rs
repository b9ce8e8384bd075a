//! Lists and maps: items, wrappers around lists, single items, and texts that stand for lists.

use super::context::{Context, LeniencyKind, Source, Step};
use super::place::{IntoPlace, misfit};
use crate::Value;
use crate::meta::{Fact, FieldMeta};
use crate::shape::{List, Map, Place};
use serde_core::de::{DeserializeSeed, Error, MapAccess, SeqAccess};
use std::borrow::Cow;

pub(super) fn fill_list<'de, A: SeqAccess<'de>>(
    list: &mut dyn List,
    field: Option<&'static FieldMeta>,
    mut items: A,
    context: &mut Context<'_>,
) -> Result<(), A::Error> {
    for at in 0.. {
        let place = list.push();
        context.path.push(Step::Item(at));
        let item = items.next_element_seed(IntoPlace {
            place,
            field,
            context,
        });
        context.path.pop();
        match item? {
            Some(None) => {}
            // The item is lost to the list, though not to the body: the note says where it was.
            Some(Some(_)) => list.pop(),
            None => {
                list.pop();
                break;
            }
        }
    }
    Ok(())
}

pub(super) fn fill_map<'de, A: MapAccess<'de>>(
    map: &mut dyn Map,
    field: Option<&'static FieldMeta>,
    mut members: A,
    context: &mut Context<'_>,
) -> Result<(), A::Error> {
    while let Some(name) = members.next_key::<Cow<'de, str>>()? {
        let place = map.insert(&name);
        let misfit = context.within_entry(&name, |context| {
            members.next_value_seed(IntoPlace {
                place,
                field,
                context,
            })
        })?;
        if misfit.is_some() {
            map.remove(&name);
        }
    }
    Ok(())
}

/// An object where a list is told: a wrapper around the list, numbered items, or a single item.
pub(super) fn fill_list_from_object(
    list: &mut dyn List,
    field: Option<&'static FieldMeta>,
    object: Value,
    context: &mut Context<'_>,
) -> Result<Option<Value>, serde_json::Error> {
    if let Some([(_, inner @ Value::List(_))]) = object.as_map()
        && !item_has_list(field, &object)
    {
        context.note(LeniencyKind::WrappedList);
        let inner = serde_json::Value::from(inner.clone());
        return IntoPlace {
            place: Place::List(list),
            field,
            context,
        }
        .deserialize(inner);
    }
    let kept = object.clone();
    let place = list.push();
    if !matches!(place, Place::Shape(_) | Place::Map(_) | Place::Value(_)) {
        list.pop();
        return Ok(misfit(context, kept));
    }
    context.note(LeniencyKind::SingleItem);
    let again = serde_json::Value::from(object);
    IntoPlace {
        place,
        field,
        context,
    }
    .deserialize(again)
}

/// Whether the only member of the object is one that the list's items have themselves.
fn item_has_list(field: Option<&'static FieldMeta>, object: &Value) -> bool {
    let item = field.and_then(FieldMeta::fields);
    match (item, object.as_map()) {
        (Some(item), Some([(name, _)])) => item.field(name).is_some(),
        _ => false,
    }
}

/// Text where a list, a map or a struct is told: JSON, or items between commas.
pub(super) fn fill_from_text<E: Error>(
    place: Place<'_>,
    field: Option<&'static FieldMeta>,
    text: &str,
    context: &mut Context<'_>,
) -> Result<Option<Value>, E> {
    let told = |fact: Fact| field.is_some_and(|field| field.facts.contains(&fact));
    let is_list = matches!(place, Place::List(_));
    if is_list && told(Fact::AsCommas) {
        return fill_from_commas(place, field, text, context);
    }
    if is_list && !text.trim_start().starts_with(['[', '{']) {
        return IntoPlace {
            place,
            field,
            context,
        }
        .single(Value::String(text.to_owned()));
    }
    match serde_json::from_str::<serde_json::Value>(text) {
        Ok(json @ (serde_json::Value::Array(_) | serde_json::Value::Object(_))) => {
            if !told(Fact::AsJson) {
                context.note(LeniencyKind::JsonText);
            }
            IntoPlace {
                place,
                field,
                context,
            }
            .deserialize(json)
            .map_err(E::custom)
        }
        _ => Ok(misfit(context, Value::String(text.to_owned()))),
    }
}

/// Items between commas are text, whatever their type.
fn fill_from_commas<E: Error>(
    place: Place<'_>,
    field: Option<&'static FieldMeta>,
    text: &str,
    context: &mut Context<'_>,
) -> Result<Option<Value>, E> {
    let items = text
        .split(',')
        .filter(|_| !text.is_empty())
        .map(serde_json::Value::from)
        .collect();
    let source = std::mem::replace(&mut context.source, Source::Flat);
    let filled = IntoPlace {
        place,
        field,
        context: &mut *context,
    }
    .deserialize(serde_json::Value::Array(items));
    context.source = source;
    filled.map_err(E::custom)
}
