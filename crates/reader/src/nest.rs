//! Flat tables as trees: the rows' own marks and the page's samples, given to [`crate::nesting`]
//! in the form it wants, and its answer put back on the fields.

use std::collections::{BTreeMap, BTreeSet};

use specwright_spec::{Field, Position, Sample, SampleFormat, SampleKind, Type};

use crate::field_rows::{FieldRow, is_container};
use crate::inline::Lead;
use crate::nesting::{self, Depth, NodeId, Placed, Row, Shape};
use crate::part::StructureRows;
use crate::sample::{SampleValue, json, xml};
use crate::unlisted;
use crate::wire_name::{self, Segment};

/// Places the rows of a response among the keys of its samples.
pub fn response(action: &str, rows: &[FieldRow], samples: &[Sample]) -> Vec<Field> {
    let samples = samples
        .iter()
        .filter(|sample| sample.kind == SampleKind::Response);
    let documents: Vec<SampleValue> = samples.flat_map(documents).collect();
    let shape = Shape::of(documents.iter().map(|document| xml::body(document, action)));
    let flat_rows: Vec<Row> = rows.iter().map(|row| flat(row, false)).collect();
    let shape = nesting::renamed(&flat_rows, &shape);
    place(&unlisted::with_containers(rows, &shape), &shape)
}

/// Places rows for which there are no samples.
pub fn without_samples(rows: &[FieldRow]) -> Vec<Field> {
    place(rows, &Shape::of(std::iter::empty()))
}

/// A page's structures are expanded into so many rows at most: they may hold each other many times over.
const MAX_ROWS: usize = 2_000;

/// … and so deep.
const MAX_DEPTH: usize = 32;

/// Puts the rows of structures below the rows that refer to them, with marks of depth, so that
/// samples can tell their places and wrappers. Structures that are put somewhere are taken out.
/// `wraps_lists`: no sample tells how lists travel, and the vendor's usual way is to name their
/// items: `Items | List<LogFile>` is `{"Items": {"LogFile": [...]}}`. `top` are the keys that the
/// samples have at the top.
pub fn expand(
    rows: Vec<FieldRow>,
    structures: &mut Vec<StructureRows>,
    wraps_lists: bool,
    top: &BTreeSet<String>,
) -> Vec<FieldRow> {
    let is_whole = |structure: &&StructureRows| !structure.rows.is_empty();
    let known: BTreeMap<String, Vec<FieldRow>> = structures
        .iter()
        .filter(is_whole)
        .map(|found| (found.structure.name.clone(), found.rows.clone()))
        .collect();
    let is_marked = |row: &FieldRow| row.lead.corners > 0 || row.lead.em_spaces > 0;
    let is_told = !known.is_empty() || tells_by_captions(&rows, top);
    if !is_told || rows.iter().chain(known.values().flatten()).any(is_marked) {
        return rows;
    }
    let mut expansion = Expansion {
        known: &known,
        wraps_lists,
        rows: Vec::new(),
        open: Vec::new(),
        depth: 0,
        used: BTreeSet::new(),
        left: BTreeSet::new(),
    };
    expansion.add(rows);
    let Expansion {
        rows, used, left, ..
    } = expansion;
    structures.retain(|found| {
        !used.contains(&found.structure.name) || left.contains(&found.structure.name)
    });
    rows
}

/// The keys that the samples of a response have at the top.
pub fn top_keys(action: &str, samples: &[Sample]) -> BTreeSet<String> {
    let samples = samples
        .iter()
        .filter(|sample| sample.kind == SampleKind::Response);
    let documents: Vec<SampleValue> = samples.flat_map(documents).collect();
    let shape = Shape::of(documents.iter().map(|document| xml::body(document, action)));
    let keys = &shape.node(Shape::ROOT).children;
    keys.iter().map(|id| shape.node(*id).name.clone()).collect()
}

/// Whether captions tell the place of every row: each container has its members in a table of its
/// own, and the samples show the rows of the first table at the top. Else members may follow their
/// container in its own table, too.
fn tells_by_captions(rows: &[FieldRow], top: &BTreeSet<String>) -> bool {
    let has_table = |at: usize| {
        let row = &rows[at];
        rows.get(at + 1).is_some_and(|next| next.below > row.below)
    };
    let is_container =
        |row: &FieldRow| row.untyped || is_container(&row.field.ty) || row.field.ty.is_list();
    let is_plain =
        |row: &FieldRow| matches!(&row.field.ty, Type::List(item) if **item == Type::String);
    let open = (0..rows.len()).filter(|&at| is_container(&rows[at]) && !is_plain(&rows[at]));
    let is_at_top = |row: &FieldRow| row.below > 0 || top.contains(&row.field.name);
    rows.iter().any(|row| row.below > 0)
        && open.into_iter().all(has_table)
        && (top.is_empty() || rows.iter().all(is_at_top))
}

struct Expansion<'a> {
    known: &'a BTreeMap<String, Vec<FieldRow>>,
    wraps_lists: bool,
    rows: Vec<FieldRow>,
    /// The structures that the rows lie in.
    open: Vec<String>,
    depth: u8,
    used: BTreeSet<String>,
    /// Structures that some row still refers to.
    left: BTreeSet<String>,
}

impl Expansion<'_> {
    fn add(&mut self, rows: Vec<FieldRow>) {
        for mut row in rows {
            let depth = self.depth.saturating_add(row.below);
            row.lead.em_spaces = depth.saturating_mul(EM_SPACES);
            let name = row.field.ty.structure().map(str::to_owned);
            self.rows.push(row);
            let Some((name, members)) = name.and_then(|name| {
                Some((self.known.get_key_value(&name)?.0, self.known.get(&name)?))
            }) else {
                continue;
            };
            let is_deep = self.open.len() >= MAX_DEPTH;
            if is_deep || self.open.contains(name) || self.rows.len() + members.len() > MAX_ROWS {
                self.left.insert(name.clone());
                continue;
            }
            self.used.insert(name.clone());
            self.open.push(name.clone());
            let above = std::mem::replace(&mut self.depth, depth);
            self.wrap(name);
            self.depth += 1;
            self.add(members.clone());
            self.depth = above;
            self.open.pop();
        }
    }
}

impl Expansion<'_> {
    /// Puts a row for the items below the list that was added last.
    fn wrap(&mut self, name: &str) {
        let Some(list) = self
            .rows
            .last_mut()
            .filter(|list| self.wraps_lists && list.field.ty.is_list())
        else {
            return;
        };
        let mut items = list.clone();
        list.field.ty = Type::Object;
        name.clone_into(&mut items.written);
        items.path = vec![Segment {
            name: name.to_owned(),
            lists: 0,
        }];
        items.field = Field {
            derived: Some("the name of a list's items, as the vendor wraps them".to_owned()),
            ..Field::new(name, items.field.ty)
        };
        self.depth += 1;
        items.lead.em_spaces = self.depth.saturating_mul(EM_SPACES);
        self.rows.push(items);
    }
}

fn documents(sample: &Sample) -> Vec<SampleValue> {
    match sample.format {
        SampleFormat::Json | SampleFormat::Http => json::parse(&sample.text).documents,
        SampleFormat::Xml => xml::parse(&sample.text).documents,
        _ => Vec::new(),
    }
}

fn place(rows: &[FieldRow], shape: &Shape) -> Vec<Field> {
    let by_em_space = rows.iter().any(|row| row.lead.em_spaces >= EM_SPACES);
    let flat: Vec<Row> = rows.iter().map(|row| flat(row, by_em_space)).collect();
    let mut places = nesting::place(&flat, shape);
    settle_indices(rows, &mut places);
    keep_references(rows, &mut places);
    settle_references(&mut places, shape);
    settle_wrappers(&mut places, shape);
    nesting::fields(&places, |at| {
        rows.get(at)
            .map_or_else(Field::default, |row| row.field.clone())
    })
}

/// An index inside of a dotted name says list, whatever else is known: `Disks.Disk.N.Size`.
fn settle_indices(rows: &[FieldRow], places: &mut [Placed]) {
    for at in 0..places.len() {
        let row = places[at].row.and_then(|row| rows.get(row));
        let Some((_, above)) = row.and_then(|row| row.path.split_last()) else {
            continue;
        };
        let mut parent = places[at].parent;
        for segment in above.iter().rev() {
            let Some(place) = parent.and_then(|at| places.get_mut(at)) else {
                break;
            };
            if segment.lists > 0 && place.name == segment.name && !place.ty.is_list() {
                place.ty = wire_name::list_type(place.ty.clone(), segment.lists);
            }
            parent = place.parent;
        }
    }
}

/// Of fields with one name on one level the first stays, with the members of all; the others are
/// given back. A flat table that lists a name twice does not tell which level it means.
pub fn without_twins(fields: Vec<Field>, twins: &mut Vec<Twin>) -> Vec<Field> {
    let mut kept: Vec<Field> = Vec::new();
    for mut field in fields {
        let members = std::mem::take(&mut field.fields);
        match kept.iter_mut().find(|known| known.name == field.name) {
            Some(known) => {
                known.fields.extend(members);
                twins.push(Twin {
                    first: known.at,
                    field,
                });
            }
            None => kept.push(Field {
                fields: members,
                ..field
            }),
        }
    }
    for field in &mut kept {
        field.fields = without_twins(std::mem::take(&mut field.fields), twins);
    }
    kept
}

/// A field whose level has its name already.
#[derive(Debug)]
pub struct Twin {
    /// The field, which was left out.
    pub field: Field,
    /// Where the one stands that was kept.
    pub first: Position,
}

/// A row in the form that the search wants.
pub(crate) fn flat(row: &FieldRow, by_em_space: bool) -> Row {
    let names: Vec<&str> = row
        .path
        .iter()
        .map(|segment| segment.name.as_str())
        .collect();
    let lists = row.path.last().map_or(0, |segment| segment.lists);
    Row {
        ty: wire_name::list_type(row.field.ty.clone(), lists),
        depth: depth(row.lead, by_em_space),
        untyped: row.untyped,
        table: row.table,
        ..Row::new(names.join("."), Type::Any)
    }
}

/// So many em spaces are a level. A single one is a slip.
pub(crate) const EM_SPACES: u8 = 2;

/// Em spaces tell the level; a corner alone says only that the row is not at the top, also beside
/// rows with em spaces.
fn depth(lead: Lead, by_em_space: bool) -> Option<Depth> {
    if by_em_space && (lead.em_spaces >= EM_SPACES || lead.corners == 0) {
        return Some(Depth::Level(usize::from(lead.em_spaces / EM_SPACES)));
    }
    match lead.corners {
        0 => None,
        1 => Some(Depth::Below),
        corners => Some(Depth::Level(usize::from(corners))),
    }
}

/// The node of the samples that each place is, if they show it.
pub(crate) fn nodes(places: &[Placed], shape: &Shape) -> Vec<Option<NodeId>> {
    let mut nodes: Vec<Option<NodeId>> = Vec::new();
    for place in places {
        let above = place
            .parent
            .map_or(Some(Shape::ROOT), |at| nodes.get(at).copied().flatten());
        nodes.push(above.and_then(|above| shape.child(above, &place.name)));
    }
    nodes
}

/// What the samples show of references: the level around a list's items
/// (`{"Snapshots": {"Snapshot": [...]}}`), and plain values in place of objects.
fn settle_references(places: &mut Vec<Placed>, shape: &Shape) {
    let nodes = nodes(places, shape);
    let is_wrapper = |id: NodeId, inner: NodeId| {
        let (outer, inner) = (shape.node(id), shape.node(inner));
        outer.lists == 0 && (inner.lists > 0 || inner.is_map && outer.name.starts_with(&inner.name))
    };
    for (at, node) in nodes.into_iter().enumerate() {
        let (Some(id), Some(place)) = (node, places.get_mut(at)) else {
            continue;
        };
        let Some(structure) = place.ty.structure().map(str::to_owned) else {
            continue;
        };
        let item = |id: NodeId| match shape.node(id) {
            node if node.holds_scalars() => node.scalar.clone().unwrap_or_default(),
            _ => Type::Structure(structure.clone()),
        };
        if let Some(inner) = shape.wrapped(id).filter(|&inner| is_wrapper(id, inner)) {
            place.ty = Type::Object;
            let certain = place.certain;
            let ty = Type::list(item(inner));
            let name = shape.node(inner).name.clone();
            places.push(Placed {
                row: None,
                name,
                ty,
                parent: Some(at),
                certain,
                derived: Some(nesting::WRAPPER_IN_SAMPLE),
            });
        } else if shape.node(id).holds_scalars() && place.ty.is_list() {
            place.ty = Type::list(item(id));
        }
    }
}

/// `Commands | Array` above `Command | Array`: one list in two rows, where the samples show an
/// object around it.
fn settle_wrappers(places: &mut [Placed], shape: &Shape) {
    let nodes = nodes(places, shape);
    let members = |at: usize| places.iter().filter(move |place| place.parent == Some(at));
    let is_wrapper = |at: usize, place: &Placed| {
        let node = nodes.get(at).copied().flatten().map(|id| shape.node(id));
        let mut members = members(at);
        let only = members.next().filter(|_| members.next().is_none());
        let is_item =
            only.is_some_and(|only| only.ty.is_list() && place.name.starts_with(&only.name));
        place.ty.is_list() && is_item && node.is_some_and(|node| node.is_map && node.lists == 0)
    };
    let wrappers: Vec<usize> = places
        .iter()
        .enumerate()
        .filter(|(at, place)| is_wrapper(*at, place))
        .map(|(at, _)| at)
        .collect();
    for at in wrappers {
        if let Some(place) = places.get_mut(at) {
            place.ty = Type::Object;
        }
    }
}

/// A row whose type names a structure and that has no members keeps its reference; a list whose
/// example holds objects is none of texts.
fn keep_references(rows: &[FieldRow], places: &mut [Placed]) {
    let parents: BTreeSet<usize> = places.iter().filter_map(|place| place.parent).collect();
    for (at, place) in places.iter_mut().enumerate() {
        let row = place
            .row
            .and_then(|at| rows.get(at))
            .filter(|_| !parents.contains(&at));
        let Some(row) = row else { continue };
        if row.field.ty.structure().is_some() {
            place.ty = row.field.ty.clone();
        } else if row.field.ty == Type::list(Type::Any) && shows_objects(row) {
            place.ty = Type::list(Type::Object);
        }
    }
}

/// Whether a row's example is a list of objects: `[{"configType": …}]`.
fn shows_objects(row: &FieldRow) -> bool {
    let inside = row
        .example
        .as_deref()
        .and_then(|text| text.strip_prefix('['));
    inside.is_some_and(|inside| inside.trim_start().starts_with('{'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use specwright_spec::Structure;

    fn row(name: &str, ty: Type) -> FieldRow {
        let segment = Segment {
            name: name.to_owned(),
            lists: 0,
        };
        FieldRow {
            path: vec![segment],
            written: name.to_owned(),
            field: Field::new(name, ty),
            ..FieldRow::default()
        }
    }

    fn structure(name: &str, rows: Vec<FieldRow>) -> StructureRows {
        StructureRows {
            structure: Structure {
                name: name.to_owned(),
                ..Structure::default()
            },
            rows,
        }
    }

    fn reference(name: &str) -> Type {
        Type::Structure(name.to_owned())
    }

    #[test]
    fn structures_that_hold_each_other_end() {
        let mut structures = vec![structure(
            "Node",
            vec![row("Id", Type::String), row("Next", reference("Node"))],
        )];
        let rows = expand(
            vec![row("Root", reference("Node"))],
            &mut structures,
            false,
            &BTreeSet::new(),
        );
        assert_eq!(
            rows.iter()
                .map(|row| (row.written.as_str(), row.lead.em_spaces))
                .collect::<Vec<_>>(),
            [("Root", 0), ("Id", 2), ("Next", 2)]
        );
        assert_eq!(structures.len(), 1, "the inner row still refers to it");
    }

    #[test]
    fn structures_that_multiply_are_kept_apart() {
        let twice = |of: usize| {
            vec![
                row("A", reference(&format!("S{of}"))),
                row("B", reference(&format!("S{of}"))),
            ]
        };
        let mut structures: Vec<StructureRows> = (0..40)
            .map(|at| structure(&format!("S{at}"), twice(at + 1)))
            .collect();
        let rows = expand(
            vec![row("Root", reference("S0"))],
            &mut structures,
            false,
            &BTreeSet::new(),
        );
        assert!(rows.len() <= MAX_ROWS + 2 * MAX_DEPTH && !structures.is_empty());
    }

    #[test]
    fn without_samples_lists_name_their_items() {
        let members = || vec![structure("File", vec![row("Id", Type::String)])];
        let names = |wraps| {
            let rows = expand(
                vec![row("Items", Type::list(reference("File")))],
                &mut members(),
                wraps,
                &BTreeSet::new(),
            );
            rows.iter()
                .map(|row| row.written.clone())
                .collect::<Vec<_>>()
                .join(" ")
        };
        assert_eq!(
            (names(true).as_str(), names(false).as_str()),
            ("Items File Id", "Items Id")
        );
    }
}
