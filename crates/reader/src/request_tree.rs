//! Flat rows of requests below their containers. RPC pages list the members of a JSON text, ROA
//! pages those of the body, one below the other; marks and the samples of the request tell which
//! belongs where. Rows with dotted names tell it themselves and are left alone. A body that is a
//! list has no name on the wire: here it is the field [`BODY`].
//!
//! Must not know headings: which rows travel in the body has been told.

use specwright_spec::{Encoding, Field, Place, Sample, SampleKind, Type};

use crate::field_rows::FieldRow;
use crate::nest;
use crate::nesting::{self, Placed, Row, Shape};
use crate::sample::{Data, Entry, SampleValue, check, json, query};
use crate::wire_name::Segment;

/// The name that stands for a whole body that is a list.
pub const BODY: &str = "body";

/// What an operation's samples show of its request.
#[derive(Debug, Default)]
pub struct Shown {
    requests: Vec<query::Request>,
    /// Bodies that stand alone, beside the table of the body.
    bodies: Vec<SampleValue>,
}

impl Shown {
    /// Reads the samples of requests, and texts that are bodies.
    pub fn of(samples: &[Sample], bodies: &[String]) -> Self {
        let requests = samples
            .iter()
            .filter(|sample| sample.kind == SampleKind::Request);
        Self {
            requests: requests.map(|sample| query::parse(&sample.text)).collect(),
            bodies: bodies
                .iter()
                .flat_map(|text| json::parse(text).documents)
                .filter(SampleValue::is_container)
                .collect(),
        }
    }

    fn bodies(&self) -> impl Iterator<Item = &SampleValue> {
        self.bodies.iter().chain(
            self.requests
                .iter()
                .filter_map(|request| request.body.as_ref()),
        )
    }

    /// The body that is a list, if every body is one.
    fn list_body(&self) -> Option<&SampleValue> {
        let is_list = |body: &&SampleValue| matches!(body.data, Data::List(_));
        let mut bodies = self.bodies().peekable();
        let first = bodies.peek().copied().filter(is_list)?;
        bodies.all(|body| is_list(&body)).then_some(first)
    }

    /// Parameters and members of the body, with JSON texts opened.
    fn trees(&self) -> Vec<SampleValue> {
        let opened = |request: &query::Request| {
            let (mut tree, _) = request.tree();
            if let Data::Map(entries) = &mut tree.data {
                entries
                    .iter_mut()
                    .for_each(|entry| open_text(&mut entry.value));
            }
            tree
        };
        self.requests.iter().map(opened).collect()
    }

    /// How a list or an object of the query travels, if the samples show it as one text.
    fn encoding(&self, field: &Field) -> Option<Encoding> {
        let mut texts = self
            .requests
            .iter()
            .filter_map(|request| request.get(&field.name))
            .map(str::trim)
            .peekable();
        texts.peek()?;
        let is_json = |text: &str| text.starts_with(['[', '{']);
        let texts: Vec<&str> = texts.collect();
        if texts.iter().all(|text| is_json(text)) {
            return Some(Encoding::Json);
        }
        let is_plain_list = matches!(&field.ty, Type::List(item) if matches!(**item, Type::String | Type::Any | Type::Int32 | Type::Int64));
        (is_plain_list
            && texts
                .iter()
                .all(|text| !is_json(text) && text.contains(',')))
        .then_some(Encoding::Comma)
    }
}

/// The JSON that a text holds, in the text's place.
fn open_text(value: &mut SampleValue) {
    let Data::String(text) = &value.data else {
        return;
    };
    if text.trim_start().starts_with(['[', '{']) {
        let reading = json::parse(text);
        if let [document] = reading.documents.as_slice()
            && document.is_container()
        {
            value.data = document.data.clone();
        }
    }
}

/// Puts flat rows below their containers: their paths grow. `never` are names that vendors nest nowhere.
pub fn place(rows: &mut [FieldRow], shown: &Shown, never: &[String]) {
    let in_body = |row: &FieldRow| row.field.position == Some(Place::Body);
    let list = shown.list_body();
    let examples = examples(rows);
    if rows.iter().any(in_body) {
        let shape = match list {
            Some(list) => Shape::of([list]),
            None => Shape::of(shown.bodies().chain(&examples)),
        };
        place_group(
            rows,
            &|row| in_body(row) && !never.contains(&row.written),
            &shape,
        );
    }
    let trees = shown.trees();
    let shape = Shape::of(trees.iter().chain(&examples));
    place_group(
        rows,
        &|row| !in_body(row) && !never.contains(&row.written),
        &shape,
    );
    if let Some(Type::List(_)) = list.map(check::shown_type) {
        for row in rows.iter_mut().filter(|row| in_body(row)) {
            row.path.insert(
                0,
                Segment {
                    name: BODY.to_owned(),
                    lists: 1,
                },
            );
        }
    }
}

/// Says what the samples show of the whole: a body that no row lists, texts that hold lists.
pub fn settle(request: &mut Vec<Field>, shown: &Shown) {
    if let Some(list) = shown.list_body() {
        let has_members = request
            .iter()
            .any(|field| field.position == Some(Place::Body));
        match request.iter_mut().find(|field| field.name == BODY) {
            Some(body) => body.position = Some(Place::Body),
            None if has_members => {}
            None => request.push(Field {
                position: Some(Place::Body),
                derived: Some("the samples show a body that is a list".to_owned()),
                ..Field::new(BODY, check::shown_type(list))
            }),
        }
    }
    let in_query =
        |field: &&mut Field| !matches!(field.position, Some(Place::Body | Place::Header));
    for field in request.iter_mut().filter(in_query) {
        if field.encoding.is_none() && (field.ty.is_list() || field.ty == Type::Object) {
            field.encoding = shown.encoding(field);
        }
    }
}

/// What the rows' own examples show: `{"groupName": "a"}` beside the row of a container.
fn examples(rows: &[FieldRow]) -> Vec<SampleValue> {
    let document = |row: &FieldRow| {
        let text = row
            .example
            .as_ref()
            .filter(|text| row.path.len() == 1 && text.starts_with(['[', '{']))?;
        let value = json::parse(text)
            .documents
            .into_iter()
            .next()
            .filter(SampleValue::is_container)?;
        let span = value.span;
        let entry = Entry {
            key: row.written.clone(),
            key_span: span,
            value,
        };
        Some(SampleValue::new(span, Data::Map(vec![entry])))
    };
    rows.iter().filter_map(document).collect()
}

fn place_group(rows: &mut [FieldRow], belongs: &dyn Fn(&FieldRow) -> bool, shape: &Shape) {
    let is_flat = |row: &FieldRow| {
        belongs(row) && row.path.len() == 1 && row.path.iter().all(|segment| segment.lists == 0)
    };
    let group: Vec<usize> = (0..rows.len())
        .filter(|&at| rows.get(at).is_some_and(is_flat))
        .collect();
    let members: Vec<&FieldRow> = group.iter().filter_map(|&at| rows.get(at)).collect();
    if !is_nested(&members, shape) {
        return;
    }
    let by_em_space = members
        .iter()
        .any(|row| row.lead.em_spaces >= nest::EM_SPACES);
    let flat: Vec<Row> = members
        .iter()
        .map(|row| flat(row, by_em_space, shape))
        .collect();
    let mut places = nesting::place(&flat, shape);
    settle_objects(&mut places, shape);
    let has_members = |at: usize| places.iter().any(|place| place.parent == Some(at));
    for (at, place) in places.iter().enumerate() {
        let row = place
            .row
            .and_then(|row| group.get(row))
            .and_then(|&row| rows.get_mut(row));
        let Some(row) = row else { continue };
        row.path.splice(0..0, above(&places, place));
        if !place.certain {
            row.field.placed = specwright_spec::Placement::Uncertain;
        }
        let is_text = !matches!(row.field.ty.leaf(), Type::Any | Type::Object);
        if !is_text && (has_members(at) || row.field.ty.leaf() == &Type::Any) {
            row.field.ty = place.ty.clone();
        }
    }
}

/// JSON tells an object from a list of one: what it shows as an object is none, whatever its row says.
fn settle_objects(places: &mut [Placed], shape: &Shape) {
    let nodes = nest::nodes(places, shape);
    for (place, node) in places.iter_mut().zip(nodes) {
        if place.ty.is_list()
            && node
                .map(|id| shape.node(id))
                .is_some_and(|node| node.is_map && node.lists == 0)
        {
            place.ty = Type::Object;
        }
    }
}

/// The containers that a place lies in, outermost first.
fn above(places: &[Placed], place: &Placed) -> Vec<Segment> {
    let mut path = Vec::new();
    let mut next = place.parent;
    while let Some(parent) = next.and_then(|at| places.get(at)) {
        path.push(Segment {
            name: parent.name.clone(),
            lists: lists(&parent.ty),
        });
        next = parent.parent;
    }
    path.reverse();
    path
}

fn lists(ty: &Type) -> usize {
    let (mut ty, mut levels) = (ty, 0);
    while let Type::List(item) = ty {
        (ty, levels) = (item, levels + 1);
    }
    levels
}

/// A row as the search wants it: a text that the samples show to hold JSON may have members.
fn flat(row: &FieldRow, by_em_space: bool, shape: &Shape) -> Row {
    let mut flat = nest::flat(row, by_em_space);
    let node = shape
        .child(Shape::ROOT, &row.written)
        .map(|id| shape.node(id));
    if flat.ty == Type::String && node.is_some_and(|node| node.is_container()) {
        flat.ty = Type::Any;
    }
    flat
}

/// Whether some rows are members of others: marks say so, or samples show a row's name inside of
/// a container above it and not at the top.
fn is_nested(rows: &[&FieldRow], shape: &Shape) -> bool {
    if rows
        .iter()
        .any(|row| row.lead.corners > 0 || row.lead.em_spaces > 0)
    {
        return true;
    }
    let at_top = |row: &FieldRow| shape.child(Shape::ROOT, &row.written);
    rows.iter().enumerate().any(|(at, row)| {
        let container = at_top(row)
            .map(|id| shape.node(id))
            .filter(|node| node.is_container());
        let names = container.map(|node| {
            node.children
                .iter()
                .map(|&child| shape.node(child).name.as_str())
                .collect::<Vec<_>>()
        });
        let names = names.unwrap_or_default();
        rows.get(at + 1)
            .is_some_and(|next| at_top(next).is_none() && names.contains(&next.written.as_str()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use specwright_spec::SampleFormat;

    fn settled(ty: Type, text: &str) -> Field {
        let sample = Sample {
            kind: SampleKind::Request,
            format: SampleFormat::Query,
            text: text.to_owned(),
            at: specwright_spec::Position::default(),
        };
        let mut request = vec![Field::new("Ids", ty)];
        settle(&mut request, &Shown::of(&[sample], &[]));
        request.remove(0)
    }

    #[test]
    fn the_query_shows_how_a_list_travels() {
        let list = || Type::list(Type::String);
        for (text, expected) in [
            (
                "https://h/?Action=A&Ids=[\"a\",\"b\"]",
                Some(Encoding::Json),
            ),
            ("https://h/?Action=A&Ids=a,b", Some(Encoding::Comma)),
            ("https://h/?Action=A&Ids.1=a&Ids.2=b", None),
            ("https://h/?Action=A&Ids=a", None),
        ] {
            assert_eq!(settled(list(), text).encoding, expected, "{text}");
        }
        assert_eq!(settled(Type::String, "https://h/?Ids=a,b").encoding, None);
    }

    #[test]
    fn a_body_is_a_list_only_if_every_sample_says_so() {
        let shown = |bodies: &[&str]| {
            Shown::of(
                &[],
                &bodies
                    .iter()
                    .map(|body| (*body).to_owned())
                    .collect::<Vec<_>>(),
            )
        };
        let settled = |bodies: &[&str]| {
            let mut request = Vec::new();
            settle(&mut request, &shown(bodies));
            request.first().map(|body: &Field| body.ty.to_string())
        };
        assert_eq!(settled(&["[\"a\"]"]).as_deref(), Some("list<string>"));
        assert_eq!(settled(&["[\"a\"]", "{\"a\": 1}"]), None);
        assert_eq!(settled(&[]), None);
    }
}
