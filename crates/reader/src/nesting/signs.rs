//! What can be told of a table's rows before any of them is placed, and of the samples beside them.

use std::collections::{BTreeMap, BTreeSet};

use super::shape::{NodeId, Shape};
use super::ways::Step;
use super::{Depth, Row};
use specwright_spec::Type;

/// Samples lie in so many envelopes at most.
const MAX_ENVELOPES: usize = 8;

/// Names that no vendor nests.
const ENVELOPE: &[&str] = &["RequestId", "requestId"];

/// Names that speak of all items of a list.
const OF_WHOLE: &[&str] = &["TotalCount", "PageNumber", "PageSize", "NextToken"];

/// What a row's type says of members.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// It has none.
    Scalar,
    /// It has some, unless it is a list of plain values.
    Container,
    /// The type does not tell.
    Open,
}

pub(super) fn role(row: &Row) -> Role {
    match &row.ty {
        Type::String | Type::Integer | Type::Int32 | Type::Int64 | Type::Number | Type::Boolean => {
            Role::Scalar
        }
        Type::Any => Role::Open,
        _ => Role::Container,
    }
}

pub(super) fn is_envelope(row: &Row) -> bool {
    ENVELOPE.contains(&row.name.as_str())
}

/// Whether a row speaks of all items of a list, so that it lies in none of them.
pub(super) fn is_of_whole(row: &Row) -> bool {
    OF_WHOLE.contains(&row.name.as_str())
}

pub(super) fn level(row: &Row) -> usize {
    match row.depth {
        None => 0,
        Some(Depth::Below) => 1,
        Some(Depth::Level(level)) => level,
    }
}

/// The node of the samples that the table begins at: the root, or what lies in a wrapper that no row names.
pub(super) fn top(rows: &[Row], shape: &Shape) -> NodeId {
    let names: BTreeSet<String> = rows
        .iter()
        .map(|row| row.name.to_ascii_lowercase())
        .collect();
    let is_named = |id: NodeId| names.contains(&shape.node(id).name.to_ascii_lowercase());
    let known = |id: NodeId| {
        shape
            .node(id)
            .children
            .iter()
            .filter(|child| is_named(**child))
            .count()
    };
    let mut top = Shape::ROOT;
    for _ in 0..MAX_ENVELOPES {
        let wrapper = shape.node(top).children.iter().copied().find(|&child| {
            let node = shape.node(child);
            node.is_map && node.lists == 0 && !is_named(child) && known(child) > known(top)
        });
        match wrapper {
            Some(wrapper) => top = wrapper,
            None => break,
        }
    }
    top
}

/// The row of the container that the samples begin inside of: they show its members at the top, and not the container. It stands
/// right above the first of them, and nothing above it is in the samples but the envelope.
pub(super) fn inside(rows: &[Row], shape: &Shape, top: NodeId) -> Option<usize> {
    let is_seen = |row: &Row| shape.child(top, &row.name).is_some() && !is_envelope(row);
    let first = rows.iter().position(is_seen)?;
    let above = first.checked_sub(1)?;
    let row = &rows[above];
    let members = rows[first..].iter().filter(|row| is_seen(row)).count();
    (role(row) == Role::Container && shape.child_folded(top, &row.name).is_none() && members > 1)
        .then_some(above)
}

/// Whether the last two members of a container are a key and its value: `TagKey` and `TagValue`.
pub(super) fn ends_pair(rows: &[Row], container: Option<usize>, newest: Option<usize>) -> bool {
    let stem = |at: usize, ends: [&str; 2]| {
        let name = rows.get(at)?.name.as_str();
        ends.iter().find_map(|end| name.strip_suffix(end))
    };
    let (Some(container), Some(value)) = (container, newest) else {
        return false;
    };
    let key = value.checked_sub(1).filter(|key| container < *key);
    let stems =
        key.and_then(|key| Some((stem(key, ["Key", "key"])?, stem(value, ["Value", "value"])?)));
    stems.is_some_and(|(key, value)| key == value)
}

/// Whether the table sorts the members of each level by name, as far as the samples tell the level.
pub(super) fn is_sorted(rows: &[Row], steps: &[Step]) -> bool {
    let mut newest = BTreeMap::new();
    let (mut up, mut down) = (0, 0);
    for (row, step) in rows.iter().zip(steps) {
        if step.node.is_none() || is_envelope(row) {
            continue;
        }
        match newest.insert(step.parent, row.name.as_str()) {
            Some(before) if before > row.name.as_str() => down += 1,
            Some(_) => up += 1,
            None => {}
        }
    }
    up > 3 && down * 10 <= up
}

/// Of each container, the members of one that it is like and that the samples show: both have a type that names one structure,
/// or the two rows below them have the same names. `steps` is where the rows were put without this sign.
pub(super) fn models<'r>(rows: &'r [Row], steps: &[Step]) -> BTreeMap<usize, BTreeSet<&'r str>> {
    let mut members: BTreeMap<usize, BTreeSet<&str>> = BTreeMap::new();
    let mut seen: BTreeMap<usize, usize> = BTreeMap::new();
    for (row, step) in rows.iter().zip(steps) {
        if let Some(parent) = step.parent {
            members.entry(parent).or_default().insert(&row.name);
            *seen.entry(parent).or_default() += usize::from(step.node.is_some());
        }
    }
    let mut alike: BTreeMap<[&str; 2], Vec<usize>> = BTreeMap::new();
    for (at, row) in rows
        .iter()
        .enumerate()
        .filter(|(_, row)| role(row) == Role::Container)
    {
        if let Type::Structure(name) = row.ty.leaf() {
            alike.entry([name, ""]).or_default().push(at);
        }
        if let Some([first, second]) = rows.get(at + 1..at + 3) {
            alike
                .entry([&first.name, &second.name])
                .or_default()
                .push(at);
        }
    }
    let mut models = BTreeMap::new();
    for group in alike.values().filter(|group| group.len() > 1) {
        let shown = |at: &&usize| seen.get(at).copied().unwrap_or_default();
        let Some(best) = group
            .iter()
            .rev()
            .max_by_key(shown)
            .filter(|at| shown(at) > 0)
        else {
            continue;
        };
        for at in group.iter().filter(|at| *at != best) {
            if let Some(members) = members.get(best) {
                models.entry(*at).or_insert_with(|| members.clone());
            }
        }
    }
    models
}
