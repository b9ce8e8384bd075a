//! Containers that samples show under another name than the table: `InstanceTags` for `Tags`. The
//! table names what travels; the samples still tell what it holds. An alias is taken only where one
//! row and one key are left over for each other.

use std::collections::{BTreeMap, BTreeSet};

use super::Row;
use super::shape::{NodeId, Shape};
use super::signs::{Role, role};

/// Shorter names are the end of too many others.
const MIN_PART: usize = 6;

/// The samples with the table's names for containers that they call otherwise.
pub(super) fn renamed(rows: &[Row], shape: &Shape) -> Shape {
    let mut renamed = shape.clone();
    let listed: BTreeSet<String> = rows.iter().map(|row| folded(&row.name)).collect();
    let shown: BTreeSet<String> = shape.ids().map(|id| folded(&shape.node(id).name)).collect();
    let wrapped: BTreeSet<NodeId> = shape
        .ids()
        .filter(|&id| listed.contains(&folded(&shape.node(id).name)))
        .filter_map(|id| shape.wrapped(id).filter(|&item| is_item(shape, id, item)))
        .collect();
    let free: Vec<NodeId> = shape
        .ids()
        .filter(|&id| id != Shape::ROOT && shape.node(id).is_container())
        .filter(|&id| !listed.contains(&folded(&shape.node(id).name)))
        .filter(|id| !wrapped.contains(id))
        .collect();
    if free.is_empty() {
        return renamed;
    }
    let mut chosen: BTreeMap<NodeId, Vec<&str>> = BTreeMap::new();
    let is_left = |row: &Row| role(row) != Role::Scalar && !shown.contains(&folded(&row.name));
    for (at, row) in rows.iter().enumerate().filter(|(_, row)| is_left(row)) {
        let (above, below) = (&rows[..at], &rows[at + 1..]);
        // A list's wrapper that the samples lack stays one: its list is what they call otherwise.
        let is_wrapper = |above: &[Row], row: &Row| {
            row.untyped
                && above
                    .last()
                    .is_some_and(|list| list.ty.is_list() && is_left(list))
        };
        let members = match below {
            [wrapper, below @ ..] if is_wrapper(&rows[..=at], wrapper) => below,
            below => below,
        };
        let by_name = |id: NodeId| is_part(&row.name, &shape.node(id).name);
        let by_members =
            |id: NodeId| !is_wrapper(above, row) && holds_next(members, &listed, shape, id);
        if let Some(id) = only(&free, by_name).or_else(|| only(&free, by_members)) {
            chosen.entry(id).or_default().push(&row.name);
        }
    }
    for (id, names) in chosen {
        if let [name] = names.as_slice() {
            renamed.rename(id, name);
        }
    }
    renamed
}

/// Whether a key is named after the list that it is the only member of: `Disk` in `Disks`. Tables
/// leave such keys out; no other row is meant by them.
fn is_item(shape: &Shape, list: NodeId, item: NodeId) -> bool {
    let (list, item) = (
        folded(&shape.node(list).name),
        folded(&shape.node(item).name),
    );
    let stem = item.strip_suffix('y').unwrap_or(&item);
    list.starts_with(stem)
}

/// The one node of which something holds.
fn only(free: &[NodeId], holds: impl Fn(NodeId) -> bool) -> Option<NodeId> {
    let mut found = free.iter().copied().filter(|&id| holds(id));
    found.next().filter(|_| found.next().is_none())
}

/// Whether one name is the end of the other: `MaintenanceAttributes`, `InstanceMaintenanceAttributes`.
fn is_part(row: &str, key: &str) -> bool {
    let (row, key) = (folded(row), folded(key));
    row.len().min(key.len()) >= MIN_PART && (row.ends_with(&key) || key.ends_with(&row))
}

/// Whether a key holds what the next row names, and nothing but what rows name: two members, or one
/// that has members.
fn holds_next(below: &[Row], listed: &BTreeSet<String>, shape: &Shape, id: NodeId) -> bool {
    let members = &shape.node(id).children;
    let is_next = below
        .first()
        .is_some_and(|row| shape.child(id, &row.name).is_some());
    let is_telling = match members.as_slice() {
        [only] => !shape.node(*only).children.is_empty(),
        members => members.len() > 1,
    };
    is_next
        && is_telling
        && members
            .iter()
            .all(|member| listed.contains(&folded(&shape.node(*member).name)))
}

fn folded(name: &str) -> String {
    name.to_ascii_lowercase()
}
