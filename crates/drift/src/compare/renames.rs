//! Renames: what is gone and what is new, put together where the evidence is good.
//!
//! A rename is a guess and says so. The evidence is the same from both sides, so that the
//! comparison the other way round guesses the same.

use std::collections::{BTreeMap, BTreeSet};

use specwright_spec::{ErrorCode, Field, Operation, Service, Structure};

use super::first_by;
use super::structures::common_types;
use crate::likeness::{clear_pairs, likeness, plain};

/// Names this alike may be one name.
const LIKE_NAMES: f64 = 0.6;
/// Texts this alike say the same.
const LIKE_TEXTS: f64 = 0.85;

/// A field without a counterpart, and the common fields beside it.
pub(super) struct Apart<'f> {
    field: &'f Field,
    before: Option<&'f str>,
    after: Option<&'f str>,
}

/// The fields that the other side lacks, each with its neighbours that the other side has.
pub(super) fn apart<'f>(fields: &'f [Field], other: &BTreeMap<&str, &Field>) -> Vec<Apart<'f>> {
    let is_common = |name: &&str| other.contains_key(*name);
    let names: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
    let mut before = None;
    let mut list = Vec::new();
    for (index, field) in fields.iter().enumerate() {
        if is_common(&names[index]) {
            before = Some(names[index]);
            continue;
        }
        list.push(Apart {
            field,
            before,
            after: None,
        });
    }
    // From the back, so that the whole stays linear.
    let mut after = None;
    let mut open = list.iter_mut().rev().peekable();
    for name in names.iter().rev() {
        if is_common(name) {
            after = Some(*name);
        } else if let Some(apart) = open.next_if(|apart| apart.field.name == *name) {
            apart.after = after;
        }
    }
    list
}

/// Old name to new field.
pub(super) fn fields<'f>(
    gone: &[Apart<'f>],
    fresh: &[Apart<'f>],
    same_type: &dyn Fn(&'f Field, &'f Field) -> bool,
) -> BTreeMap<&'f str, &'f Field> {
    clear_pairs(gone.len(), fresh.len(), |old, new| {
        let (old, new) = (&gone[old], &fresh[new]);
        let fits = old.field.encoding == new.field.encoding
            && old.field.position == new.field.position
            && old.field.ty.is_list() == new.field.ty.is_list()
            && same_type(old.field, new.field);
        if fits { evidence(old, new) } else { None }
    })
    .into_iter()
    .map(|(old, new)| (gone[old].field.name.as_str(), fresh[new].field))
    .collect()
}

fn evidence(old: &Apart<'_>, new: &Apart<'_>) -> Option<f64> {
    let (a, b) = (old.field, new.field);
    if plain(&a.name) == plain(&b.name) {
        return Some(3.0);
    }
    let names = likeness(&a.name, &b.name);
    let same_place = (old.before, old.after) == (new.before, new.after);
    match (&a.doc, &b.doc) {
        (Some(x), Some(y)) => {
            let texts = likeness(x, y);
            let is_good = texts >= LIKE_TEXTS && (same_place || names >= LIKE_NAMES);
            is_good.then_some(names + texts)
        }
        // Without words on both sides, all else must speak for it.
        _ => {
            let is_good = same_place && names >= LIKE_NAMES && same_facts(a, b);
            is_good.then_some(names)
        }
    }
}

fn same_facts(a: &Field, b: &Field) -> bool {
    let members = |field: &Field| -> BTreeSet<String> {
        field
            .fields
            .iter()
            .map(|field| field.name.clone())
            .collect()
    };
    a.required == b.required
        && a.values == b.values
        && a.default == b.default
        && (a.min, a.max) == (b.min, b.max)
        && a.unit == b.unit
        && members(a) == members(b)
}

/// Old code to the new code's entry. Only codes of one family can be one.
pub(super) fn errors<'e>(
    gone: &[&'e ErrorCode],
    fresh: &[&'e ErrorCode],
) -> BTreeMap<&'e str, &'e ErrorCode> {
    let family = |code: &str| code.rsplit_once('.').map(|(family, _)| plain(family));
    clear_pairs(gone.len(), fresh.len(), |old, new| {
        let (a, b) = (gone[old], fresh[new]);
        let is_number = |code: &str| code.bytes().all(|b| b.is_ascii_digit() || b == b'-');
        if is_number(&a.code) || is_number(&b.code) || a.statuses() != b.statuses() {
            return None;
        }
        let names = likeness(&a.code, &b.code);
        let last = |code: &'e str| code.rsplit('.').next().unwrap_or(code);
        let texts = match (&a.doc, &b.doc) {
            (Some(x), Some(y)) => Some(likeness(x, y)),
            _ => None,
        };
        let is_close = likeness(last(&a.code), last(&b.code)) >= 0.85;
        let is_good = match texts {
            Some(texts) => texts >= LIKE_TEXTS && names >= LIKE_NAMES,
            None => is_close && family(&a.code) == family(&b.code),
        };
        is_good.then_some(names + texts.unwrap_or_default())
    })
    .into_iter()
    .map(|(old, new)| (gone[old].code.as_str(), fresh[new]))
    .collect()
}

/// Old name to new operation.
pub(super) fn operations<'o>(
    gone: &[&'o Operation],
    fresh: &[&'o Operation],
) -> BTreeMap<&'o str, &'o Operation> {
    let signatures = |operations: &[&'o Operation]| -> Vec<BTreeSet<(bool, &'o str)>> {
        operations
            .iter()
            .map(|operation| signature(operation))
            .collect()
    };
    let (olds, news) = (signatures(gone), signatures(fresh));
    clear_pairs(gone.len(), fresh.len(), |old, new| {
        let (a, b) = (gone[old], fresh[new]);
        let alike = overlap(&olds[old], &news[new]);
        let names = likeness(&a.name, &b.name);
        let same_page = a.page == b.page && a.section == b.section;
        let same_path = a.http.is_some() && a.http == b.http;
        let same_words = match (&a.doc, &b.doc) {
            (Some(x), Some(y)) => likeness(x, y) >= LIKE_TEXTS,
            _ => names >= LIKE_NAMES,
        };
        let enough = olds[old].len().min(news[new].len()) >= 2;
        let is_good = if same_page || same_path {
            alike >= 0.5 && (names >= 0.4 || same_words)
        } else {
            enough && alike >= 0.9 && same_words && names >= LIKE_NAMES
        };
        is_good.then_some(alike + names + if same_page || same_path { 2.0 } else { 0.0 })
    })
    .into_iter()
    .map(|(old, new)| (gone[old].name.as_str(), fresh[new]))
    .collect()
}

fn signature(operation: &Operation) -> BTreeSet<(bool, &str)> {
    let request = operation
        .request
        .iter()
        .map(|field| (true, field.name.as_str()));
    let response = operation
        .response
        .iter()
        .map(|field| (false, field.name.as_str()));
    request.chain(response).collect()
}

/// The share of common items; two empty sets have all in common.
fn overlap<T: Ord>(a: &BTreeSet<T>, b: &BTreeSet<T>) -> f64 {
    let all = a.union(b).count();
    if all == 0 {
        return 1.0;
    }
    a.intersection(b).count() as f64 / all as f64
}

/// Old name to new name. The same place must hold the one before and the other after, and
/// they must share half of their members.
pub(super) fn structures<'s>(
    old_service: &'s Service,
    new_service: &'s Service,
    old: &BTreeMap<&'s str, &'s Structure>,
    new: &BTreeMap<&'s str, &'s Structure>,
) -> BTreeMap<&'s str, &'s str> {
    let lacks = |here: &BTreeMap<&'s str, &'s Structure>,
                 there: &BTreeMap<&'s str, &'s Structure>|
     -> Vec<&'s str> {
        here.keys()
            .filter(|name| !there.contains_key(*name))
            .copied()
            .collect()
    };
    let (gone, fresh) = (lacks(old, new), lacks(new, old));
    if gone.is_empty() || fresh.is_empty() {
        return BTreeMap::new();
    }
    let mut places: BTreeSet<(&str, &str)> = BTreeSet::new();
    let mut note = |a: &'s specwright_spec::Type, b: &'s specwright_spec::Type| {
        if let (Some(a), Some(b)) = (a.structure(), b.structure()) {
            places.insert((a, b));
        }
    };
    let others = first_by(&new_service.operations, |operation| operation.name.as_str());
    for operation in &old_service.operations {
        if let Some(other) = others.get(operation.name.as_str()) {
            common_types(&operation.request, &other.request, &mut note);
            common_types(&operation.response, &other.response, &mut note);
        }
    }
    for (name, structure) in old {
        if let Some(other) = new.get(name) {
            common_types(&structure.fields, &other.fields, &mut note);
        }
    }
    clear_pairs(gone.len(), fresh.len(), |a, b| {
        let (a, b) = (gone[a], fresh[b]);
        let members = |structure: &'s Structure| -> BTreeSet<&'s str> {
            let fields = structure.fields.iter().map(|field| field.name.as_str());
            fields
                .chain(structure.values.iter().map(|value| value.value.as_str()))
                .collect()
        };
        if !places.contains(&(a, b)) {
            return None;
        }
        let shared = overlap(&members(old[a]), &members(new[b]));
        (shared >= 0.5).then_some(shared + likeness(a, b))
    })
    .into_iter()
    .map(|(a, b)| (gone[a], fresh[b]))
    .collect()
}
