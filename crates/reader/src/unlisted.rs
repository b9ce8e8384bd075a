//! Containers that a flat table leaves out: it lists the members, and only the samples show what
//! holds them. Each becomes a row of its own above its first member, marked as derived.
//!
//! Must not place rows: that is for [`crate::nesting`].

use std::collections::BTreeMap;

use specwright_spec::{Field, Type};

use crate::field_rows::{FieldRow, is_container};
use crate::inline::Lead;
use crate::nesting::{NodeId, Shape};
use crate::wire_name::Segment;

/// The ids of requests: what holds one is the gateway's envelope and no part of the response.
const REQUEST_IDS: &[&str] = &["RequestId", "requestId"];

/// What the gateway shows beside the response, and what it puts the response in.
const GATEWAY: (&str, &str) = ("code", "data");

/// The rows of a response, with the containers at the top of the samples that no row lists.
pub fn with_containers(rows: &[FieldRow], shape: &Shape) -> Vec<FieldRow> {
    if let Some(wrapper) = around_all(rows, shape) {
        return below(wrapper, rows);
    }
    let is_marked = |row: &FieldRow| row.lead.corners > 0 || row.lead.em_spaces > 0;
    let missing = if rows.iter().any(is_marked) {
        BTreeMap::new()
    } else {
        above_members(rows, shape)
    };
    let mut all = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let above = missing.get(&at).into_iter().flatten();
        all.extend(above.map(|&container| made_up(container, row, shape)));
        all.push(row.clone());
    }
    all
}

/// Rows with one above them, a level deeper where they are marked.
fn below(wrapper: FieldRow, rows: &[FieldRow]) -> Vec<FieldRow> {
    let is_marked = rows.iter().any(|row| row.lead.em_spaces > 0);
    let mut all = vec![wrapper];
    all.extend_from_slice(rows);
    for row in all.iter_mut().skip(1).filter(|_| is_marked) {
        row.lead.em_spaces = row.lead.em_spaces.saturating_add(2);
    }
    all
}

/// The object that holds the whole response: beside it the samples show nothing but the
/// request's id.
fn around_all(rows: &[FieldRow], shape: &Shape) -> Option<FieldRow> {
    let children = &shape.node(Shape::ROOT).children;
    let (beside, others): (Vec<NodeId>, Vec<NodeId>) = children
        .iter()
        .partition(|&&child| REQUEST_IDS.contains(&shape.node(child).name.as_str()));
    let [wrapper] = others[..] else { return None };
    let node = shape.node(wrapper);
    let members = rows
        .iter()
        .filter(|row| shape.child(wrapper, &row.written).is_some())
        .count();
    let is_whole = node.is_map && node.lists == 0 && members > 1;
    let is_left_out = !beside.is_empty() && !is_listed(rows, &node.name);
    let first = rows.first().filter(|_| is_whole && is_left_out)?;
    Some(made_up(wrapper, first, shape))
}

/// The unlisted containers by their first member's row. A row that stands at the top of the
/// samples too, or in two of the containers, is nobody's member for certain.
fn above_members(rows: &[FieldRow], shape: &Shape) -> BTreeMap<usize, Vec<NodeId>> {
    let children = &shape.node(Shape::ROOT).children;
    let is_open = |id: NodeId| {
        let node = shape.node(id);
        let has_id = REQUEST_IDS
            .iter()
            .any(|name| shape.child(id, name).is_some());
        let is_gateway =
            has_id || node.name == GATEWAY.1 && shape.child(Shape::ROOT, GATEWAY.0).is_some();
        node.is_container() && !is_gateway && !is_listed(rows, &node.name)
    };
    let open: Vec<NodeId> = children.iter().copied().filter(|&id| is_open(id)).collect();
    // A container that the samples do not have is most likely one of theirs under another name.
    let is_strange = |row: &FieldRow| {
        let levels = open.iter().map(|&id| inside(id, shape));
        let mut places = levels.chain([Shape::ROOT]);
        let is_container = row.untyped || row.field.ty.is_list() || is_container(&row.field.ty);
        is_container && places.all(|id| shape.child(id, &row.written).is_none())
    };
    if rows.iter().any(is_strange) {
        return BTreeMap::new();
    }
    let mut members: BTreeMap<NodeId, Vec<usize>> = BTreeMap::new();
    for (at, row) in rows.iter().enumerate() {
        let mut holders = open
            .iter()
            .filter(|&&id| shape.child(inside(id, shape), &row.written).is_some());
        let at_top = shape.child(Shape::ROOT, &row.written).is_some();
        if let (Some(&holder), None, false) = (holders.next(), holders.next(), at_top) {
            members.entry(holder).or_default().push(at);
        }
    }
    let mut missing: BTreeMap<usize, Vec<NodeId>> = BTreeMap::new();
    for (container, rows) in members {
        let all = shape.node(inside(container, shape)).children.len();
        let is_told = rows.len() > 1 || rows.len() == all;
        if let Some(&first) = rows.first().filter(|_| is_told) {
            missing.entry(first).or_default().push(container);
        }
    }
    missing
}

/// What has a container's members: itself, or the list that is its only member.
fn inside(container: NodeId, shape: &Shape) -> NodeId {
    let list = shape.wrapped(container);
    list.filter(|&list| !shape.node(list).children.is_empty())
        .unwrap_or(container)
}

fn is_listed(rows: &[FieldRow], name: &str) -> bool {
    rows.iter()
        .any(|row| row.written.eq_ignore_ascii_case(name))
}

fn made_up(container: NodeId, member: &FieldRow, shape: &Shape) -> FieldRow {
    let node = shape.node(container);
    let ty = (0..node.lists).fold(Type::Object, |ty, _| Type::list(ty));
    let field = Field {
        derived: Some("no row lists it; the samples show what it holds".to_owned()),
        ..Field::new(node.name.clone(), ty)
    };
    let path = vec![Segment {
        name: node.name.clone(),
        lists: 0,
    }];
    FieldRow {
        path,
        written: node.name.clone(),
        field,
        lead: Lead::default(),
        untyped: false,
        example: None,
        ..member.clone()
    }
}
