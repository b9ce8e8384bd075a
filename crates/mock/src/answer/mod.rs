//! The members of a good answer: from samples, made up where there are none, and page by page
//! where the operation is a list.

mod paging;
mod sample;
mod values;

use serde_json::Value;
use specwright_spec::{Operation, Profile, Service};

use crate::envelope;
use crate::params::Params;
use crate::refused::Refused;
use values::Values;

/// The members of an operation's response.
pub(crate) fn members(
    profile: &Profile,
    service: &Service,
    operation: &Operation,
    params: &Params,
    items: u64,
) -> Result<Value, Refused> {
    let sample = sample::members(profile, operation);
    let mut members = Values::new(service).object(&operation.response, sample.as_ref());
    match paging::walk(profile, operation, params) {
        Some(walk) => {
            let window = paging::window(walk, operation, params, items)?;
            let echoes = paging::echoes(profile, walk, window, items);
            for (name, value) in echoes {
                replace_like(&mut members, &name, value);
            }
            let paging = operation.paging.as_ref();
            if let Some(total) = paging.and_then(|paging| paging.total.as_deref()) {
                replace_like(&mut members, total, items.into());
            }
            if let Some(path) = paging.and_then(|paging| paging.items.as_deref()) {
                let first = at(&members, path).and_then(|list| list.get(0)).cloned();
                let first = first.unwrap_or_else(|| first_item(service, operation, path));
                let page = (window.start..window.end)
                    .map(|number| numbered(&first, number))
                    .collect();
                envelope::set(&mut members, path, page);
            }
        }
        None => count_the_only_list(profile, &mut members),
    }
    Ok(members)
}

/// An item of a list whose sample shows none.
fn first_item(service: &Service, operation: &Operation, path: &str) -> Value {
    let made = Values::new(service).object(&operation.response, None);
    at(&made, path)
        .and_then(|list| list.get(0))
        .cloned()
        .unwrap_or(Value::Null)
}

/// An item as the one of that number: its own ids and names are told apart.
fn numbered(item: &Value, number: u64) -> Value {
    let mut item = item.clone();
    match &mut item {
        Value::String(text) => *text += &format!("-{number}"),
        Value::Object(members) => {
            for (name, value) in members {
                let tells_apart = ["Id", "ID", "Name"].iter().any(|end| name.ends_with(end));
                if let Value::String(text) = value
                    && tells_apart
                {
                    *text += &format!("-{number}");
                }
            }
        }
        _ => {}
    }
    item
}

/// A total beside a single list that is not read page by page counts that list.
fn count_the_only_list(profile: &Profile, members: &mut Value) {
    let lists: Vec<usize> = members
        .as_object()
        .into_iter()
        .flat_map(|members| members.values())
        .filter_map(|value| Some(value.as_array()?.len()))
        .collect();
    if let [count] = lists[..] {
        for total in profile.paging.iter().flat_map(|rule| &rule.totals) {
            replace_like(members, total, count.into());
        }
    }
}

/// Replaces a member that is there, in its own type: numbers stay texts where they are texts.
fn replace_like(members: &mut Value, path: &str, value: Value) {
    let value = match (at(members, path), &value) {
        (None, _) => return,
        (Some(Value::String(_)), Value::Number(number)) => number.to_string().into(),
        (Some(Value::Number(_)), Value::String(_)) => return,
        _ => value,
    };
    envelope::set(members, path, value);
}

/// The value at a dotted path.
fn at<'v>(tree: &'v Value, path: &str) -> Option<&'v Value> {
    path.split('.').try_fold(tree, |tree, name| tree.get(name))
}
