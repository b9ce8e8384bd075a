//! Flat tables as trees: the rows' own marks and the page's samples, given to [`crate::nesting`]
//! in the form it wants, and its answer put back on the fields.

use std::collections::BTreeSet;

use specwright_spec::{Field, Sample, SampleFormat, SampleKind, Type};

use crate::field_rows::FieldRow;
use crate::inline::Lead;
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
