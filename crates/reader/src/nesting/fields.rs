//! Placed rows as fields of the spec.

use super::Placed;
use specwright_spec::{Field, Placement};

/// Nests the places as fields. `of_row` makes the field of a row (its name, type and placement are set here); places that no row
/// lists become plain derived fields.
pub fn fields(places: &[Placed], mut of_row: impl FnMut(usize) -> Field) -> Vec<Field> {
    let mut members: Vec<Vec<Field>> = vec![Vec::new(); places.len()];
    let mut top = Vec::new();
    // Members come after their parents, so from the back every place is whole when it is met.
    for (at, place) in places.iter().enumerate().rev() {
        let mut field = place.row.map_or_else(Field::default, &mut of_row);
        field.name.clone_from(&place.name);
        field.ty = place.ty.clone();
        field.placed = if place.certain {
            Placement::Certain
        } else {
            Placement::Uncertain
        };
        field.derived = place.derived.map(str::to_owned).or(field.derived);
        field.fields = std::mem::take(&mut members[at]);
        field.fields.reverse();
        match place.parent.and_then(|parent| members.get_mut(parent)) {
            Some(siblings) => siblings.push(field),
            None => top.push(field),
        }
    }
    top.reverse();
    top
}
