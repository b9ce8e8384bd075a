//! Flat tables as trees: the rows' own marks and the page's samples, given to [`crate::nesting`]
//! in the form it wants, and its answer put back on the fields.

use std::collections::{BTreeMap, BTreeSet};

use specwright_spec::{Field, Sample, SampleFormat, SampleKind, Type};

use crate::field_rows::FieldRow;
use crate::inline::Lead;
use crate::part::StructureRows;
use crate::nesting::{self, Depth, Placed, Row, Shape};
use crate::sample::{SampleValue, json, xml};
use crate::wire_name;

/// Places the rows of a response among the keys of its samples.
pub fn response(action: &str, rows: &[FieldRow], samples: &[Sample]) -> Vec<Field> {
    let samples = samples.iter().filter(|sample| sample.kind == SampleKind::Response);
    let documents: Vec<SampleValue> = samples.flat_map(documents).collect();
    let shape = Shape::of(documents.iter().map(|document| xml::body(document, action)));
    place(rows, &shape)
}

/// Places rows for which there are no samples.
pub fn without_samples(rows: &[FieldRow]) -> Vec<Field> {
    place(rows, &Shape::of(std::iter::empty()))
}

/// A page's structures are expanded into so many rows at most: they may hold each other many times over.
const MAX_ROWS: usize = 2_000;

/// Puts the rows of structures below the rows that refer to them, with marks of depth, so that
/// samples can tell their places and wrappers. Structures that are put somewhere are taken out.
pub fn expand(rows: Vec<FieldRow>, structures: &mut Vec<StructureRows>) -> Vec<FieldRow> {
    let is_whole = |structure: &&StructureRows| !structure.rows.is_empty();
    let known: BTreeMap<String, Vec<FieldRow>> =
        structures.iter().filter(is_whole).map(|found| (found.structure.name.clone(), found.rows.clone())).collect();
    let is_marked = |row: &FieldRow| row.lead.corners > 0 || row.lead.em_spaces > 0;
    if known.is_empty() || rows.iter().chain(known.values().flatten()).any(is_marked) {
        return rows;
    }
    let mut expansion = Expansion { known: &known, rows: Vec::new(), open: Vec::new(), used: BTreeSet::new(), left: BTreeSet::new() };
    expansion.add(rows);
    let Expansion { rows, used, left, .. } = expansion;
    structures.retain(|found| !used.contains(&found.structure.name) || left.contains(&found.structure.name));
    rows
}

struct Expansion<'a> {
    known: &'a BTreeMap<String, Vec<FieldRow>>,
    rows: Vec<FieldRow>,
    /// The structures that the rows lie in.
    open: Vec<String>,
    used: BTreeSet<String>,
    /// Structures that some row still refers to.
    left: BTreeSet<String>,
}

impl Expansion<'_> {
    fn add(&mut self, rows: Vec<FieldRow>) {
        for mut row in rows {
            row.lead.em_spaces = u8::try_from(self.open.len() * 2).unwrap_or(u8::MAX);
            let name = row.field.ty.structure().map(str::to_owned);
            self.rows.push(row);
            let Some((name, members)) = name.and_then(|name| Some((self.known.get_key_value(&name)?.0, self.known.get(&name)?))) else {
                continue;
            };
            if self.open.contains(name) || self.rows.len() + members.len() > MAX_ROWS {
                self.left.insert(name.clone());
                continue;
            }
            self.used.insert(name.clone());
            self.open.push(name.clone());
            self.add(members.clone());
            self.open.pop();
        }
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
    let by_em_space = rows.iter().any(|row| row.lead.em_spaces > 0);
    let flat: Vec<Row> = rows.iter().map(|row| flat(row, by_em_space)).collect();
    let mut places = nesting::place(&flat, shape);
    keep_references(rows, &mut places);
    nesting::fields(&places, |at| rows.get(at).map_or_else(Field::default, |row| row.field.clone()))
}

/// Of fields with one name on one level the first stays, with the members of all; the others are
/// given back. A flat table that lists a name twice does not tell which level it means.
pub fn without_twins(fields: Vec<Field>, twins: &mut Vec<Field>) -> Vec<Field> {
    let mut kept: Vec<Field> = Vec::new();
    for mut field in fields {
        let members = std::mem::take(&mut field.fields);
        match kept.iter_mut().find(|known| known.name == field.name) {
            Some(known) => {
                known.fields.extend(members);
                twins.push(field);
            }
            None => kept.push(Field { fields: members, ..field }),
        }
    }
    for field in &mut kept {
        field.fields = without_twins(std::mem::take(&mut field.fields), twins);
    }
    kept
}

/// A row in the form that the search wants.
pub(crate) fn flat(row: &FieldRow, by_em_space: bool) -> Row {
    let names: Vec<&str> = row.path.iter().map(|segment| segment.name.as_str()).collect();
    let lists = row.path.last().map_or(0, |segment| segment.lists);
    Row {
        ty: wire_name::list_type(row.field.ty.clone(), lists),
        depth: depth(row.lead, by_em_space),
        untyped: row.untyped,
        table: row.table,
        ..Row::new(names.join("."), Type::Any)
    }
}

/// Two em spaces are a level; a corner alone says only that the row is not at the top.
fn depth(lead: Lead, by_em_space: bool) -> Option<Depth> {
    if by_em_space {
        return Some(Depth::Level(usize::from(lead.em_spaces / 2)));
    }
    match lead.corners {
        0 => None,
        1 => Some(Depth::Below),
        corners => Some(Depth::Level(usize::from(corners))),
    }
}

/// A row whose type names a structure and that has no members keeps its reference.
fn keep_references(rows: &[FieldRow], places: &mut [Placed]) {
    let parents: BTreeSet<usize> = places.iter().filter_map(|place| place.parent).collect();
    for (at, place) in places.iter_mut().enumerate() {
        let row = place.row.and_then(|at| rows.get(at)).filter(|_| !parents.contains(&at));
        if let Some(row) = row.filter(|row| row.field.ty.structure().is_some()) {
            place.ty = row.field.ty.clone();
        }
    }
}
