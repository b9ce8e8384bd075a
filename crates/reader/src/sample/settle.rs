//! What a sample tells of containers that a table leaves untyped, and of members that no table has.
//!
//! Old pages write `array` or `object` and list the models apart. The keys of the sample say which model is meant, if one fits
//! clearly better than the others; a tie settles nothing.

use specwright_spec::{Field, Structure, Type};

use super::check::shown_type;
use super::{Data, Entry, SampleValue};

/// Of a sample's keys, so many in ten must be a model's for the model to be meant.
const KEYS_IN_TEN: usize = 6;

/// What a sample says of an untyped container.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settled {
    /// The type of the items or members: `list<string>`, `list<VMInfo>`, `Disk`, `object`.
    pub ty: Type,
    /// The level between the container and its list: `Instance` of `{"Instances": {"Instance": […]}}`. The container is then an
    /// `object`, and `ty` is the type of this member.
    pub wrapper: Option<String>,
}

/// The type of the container that has this value in a sample. Nothing if the value is no container, or an empty one.
pub fn container(value: &SampleValue, models: &[Structure]) -> Option<Settled> {
    if let Some((name, list)) = wrapper(value)
        && model(value, models).is_none()
    {
        return settled(list, models).map(|ty| Settled {
            ty,
            wrapper: Some(name.to_owned()),
        });
    }
    settled(value, models).map(|ty| Settled { ty, wrapper: None })
}

/// The only member of an object, if that is a list: how some vendors wrap lists.
pub fn wrapper(value: &SampleValue) -> Option<(&str, &SampleValue)> {
    match value.entries() {
        [only] if matches!(only.value.data, Data::List(_)) => Some((&only.key, &only.value)),
        _ => None,
    }
}

/// The model whose fields the sample's keys are. All items of a list count. Nothing if none fits, or two fit equally well.
pub fn model<'m>(value: &SampleValue, models: &'m [Structure]) -> Option<&'m Structure> {
    let mut keys: Vec<&str> = maps(value)
        .into_iter()
        .flat_map(SampleValue::entries)
        .map(|entry| entry.key.as_str())
        .collect();
    keys.sort_unstable();
    keys.dedup();
    if keys.is_empty() {
        return None;
    }
    let fit = |model: &Structure| {
        let shared = model
            .fields
            .iter()
            .filter(|field| keys.binary_search(&field.name.as_str()).is_ok())
            .count();
        // Among models that share as many keys, the one with fewer fields left over is meant.
        (shared, usize::MAX - model.fields.len())
    };
    let best = models.iter().max_by_key(|model| fit(model))?;
    let (shared, _) = fit(best);
    let is_tie = models
        .iter()
        .filter(|model| fit(model) == fit(best))
        .count()
        > 1;
    (shared * 10 >= keys.len() * KEYS_IN_TEN && !is_tie).then_some(best)
}

/// The top-level entries of a sample that no field lists: a container that the page forgot, an id that a creator returns.
pub fn unlisted<'v>(sample: &'v SampleValue, fields: &[Field], common: &[&str]) -> Vec<&'v Entry> {
    let is_known = |key: &str| {
        common.contains(&key)
            || fields
                .iter()
                .any(|field| field.name.eq_ignore_ascii_case(key))
    };
    sample
        .entries()
        .iter()
        .filter(|entry| !is_known(&entry.key))
        .collect()
}

/// The objects of a value: itself, or the items of a list.
fn maps(value: &SampleValue) -> Vec<&SampleValue> {
    match &value.data {
        Data::Map(_) => vec![value],
        Data::List(items) => items
            .iter()
            .filter(|item| matches!(item.data, Data::Map(_)))
            .collect(),
        _ => Vec::new(),
    }
}

fn settled(value: &SampleValue, models: &[Structure]) -> Option<Type> {
    let named = |value: &SampleValue| {
        model(value, models).map_or(Type::Object, |model| Type::Structure(model.name.clone()))
    };
    match &value.data {
        Data::Map(entries) => (!entries.is_empty()).then(|| named(value)),
        Data::List(_) if !maps(value).is_empty() => Some(Type::list(named(value))),
        Data::List(items) => items
            .iter()
            .map(shown_type)
            .find(|ty| *ty != Type::Any)
            .map(Type::list),
        _ => None,
    }
}

#[cfg(test)]
#[path = "settle_tests.rs"]
mod tests;
