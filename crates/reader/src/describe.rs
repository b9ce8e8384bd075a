//! Descriptions: the text that is kept, and the facts that are mined from it. What a phrase
//! means is for [`crate::mining`]; this module only hands texts over and puts answers in place.

use std::ops::Range;

use specwright_spec::{EnumValue, Field};

use crate::inline::{Inline, MarkKind};
use crate::mining::{Described, Found, Memory, Mined, Subject};
use crate::wire_name::{self, Segment};

/// Adds to a field what its description says. `path` is the whole name, `written` its spelling.
pub fn field(
    field: &mut Field,
    path: &[Segment],
    written: &str,
    description: &Inline,
    memory: &Memory,
) {
    field.doc = text(description);
    let lists = path.last().map_or(0, |segment| segment.lists);
    let ty = wire_name::list_type(field.ty.clone(), lists);
    let mined = with_structure(description, |described| {
        memory.mine(
            described,
            &Subject {
                name: written,
                ty: &ty,
            },
        )
    });
    put(field, mined);
}

/// The text of a description; nothing if it is empty or a placeholder.
pub fn text(description: &Inline) -> Option<String> {
    let text = description.text.trim();
    (!matches!(text, "" | "-" | "--" | "无" | "N/A")).then(|| text.to_owned())
}

fn put(field: &mut Field, mined: Mined) {
    field.values = distinct(mined.values);
    field.default = value(mined.default);
    field.min = value(mined.min);
    field.max = value(mined.max);
    field.min_length = value(mined.min_length);
    field.max_length = value(mined.max_length);
    field.min_items = value(mined.min_items);
    field.max_items = value(mined.max_items);
    field.unit = value(mined.unit);
    field.format = field.format.take().or(value(mined.format));
    field.deprecated = field.deprecated.take().or(value(mined.deprecated));
    // What is needed anyway is not needed under a condition only.
    field.conditional = mined.conditional.is_some() && !field.is_required();
    field.nullable = mined.nullable.is_some();
}

fn value<T>(found: Option<Found<T>>) -> Option<T> {
    found.map(|found| found.value)
}

/// The values, each once.
fn distinct(found: Vec<Found<EnumValue>>) -> Vec<EnumValue> {
    let mut values: Vec<EnumValue> = Vec::new();
    for Found { value, .. } in found {
        if values.iter().all(|known| known.value != value.value) {
            values.push(value);
        }
    }
    values
}

fn with_structure<T>(inline: &Inline, read: impl FnOnce(&Described<'_>) -> T) -> T {
    let ranges = |wanted: fn(&MarkKind) -> bool| -> Vec<Range<usize>> {
        let mut ranges: Vec<Range<usize>> = inline
            .marks
            .iter()
            .filter(|mark| wanted(&mark.kind))
            .map(|mark| mark.range.start..mark.range.end)
            .collect();
        ranges.sort_by_key(|range| range.start);
        ranges
    };
    let items = ranges(|kind| matches!(kind, MarkKind::Item { .. }));
    let marked = ranges(|kind| matches!(kind, MarkKind::Code | MarkKind::Bold));
    read(&Described {
        text: &inline.text,
        items: &items,
        marked: &marked,
    })
}
