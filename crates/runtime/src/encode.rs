//! From shapes to the wire, in the vendor's style and without a copy of any field.
//!
//! [`write_json`] writes a shape as JSON, [`write_flat`] as dotted parameters; [`parameters`]
//! puts the parameters of a request where they travel: body, query, headers or path. Signing and
//! sending come later and elsewhere.

use crate::meta::{Fact, FieldMeta, OperationMeta, Position, Required};
use crate::request::{Body, BuildError, Unsigned};
use crate::shape::{self, Shape, View};
use crate::wire::{Carrier, EncodeError, Flattener, ListStyle, ParamStyle, Params, json, path};
use http::Method;
use http::header::HeaderName;
use std::borrow::Cow;
use std::fmt;

/// Why a request cannot be written.
#[derive(Debug)]
#[non_exhaustive]
pub enum WriteError {
    /// A value that the wire cannot carry.
    Encode(EncodeError),
    /// A header that cannot be set.
    Build(BuildError),
    /// A list or an object where one text must stand: in a header or in the path.
    NotAText(&'static str),
    /// A header of a name that no header can have.
    HeaderName(&'static str),
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Encode(error) => error.fmt(f),
            Self::Build(error) => error.fmt(f),
            Self::NotAText(name) => write!(
                f,
                "`{name}` travels in a header or in the path and must be one text"
            ),
            Self::HeaderName(name) => write!(f, "`{name}` cannot be the name of a header"),
        }
    }
}

impl std::error::Error for WriteError {}

impl From<EncodeError> for WriteError {
    fn from(error: EncodeError) -> Self {
        Self::Encode(error)
    }
}

impl From<BuildError> for WriteError {
    fn from(error: BuildError) -> Self {
        Self::Build(error)
    }
}

/// The shape as a JSON object. A number that is not finite becomes null.
pub fn to_json(shape: &dyn Shape) -> Vec<u8> {
    let mut writer = json::Writer::with_capacity(256);
    write_json(shape, &mut writer);
    writer.finish()
}

/// The shape as flat parameters.
pub fn to_params(shape: &dyn Shape, style: ParamStyle) -> Params {
    let mut params = Params::with_capacity(256, 16);
    write_flat(shape, &mut Flattener::new(&mut params, style));
    params
}

/// Writes a shape as a JSON object: what is absent is left out.
pub fn write_json(shape: &dyn Shape, to: &mut json::Writer) {
    json_members(shape, to, &|_| true, true);
}

/// Writes a shape as flat parameters.
pub fn write_flat(shape: &dyn Shape, to: &mut Flattener<'_>) {
    flat_members(shape, to, &|_| true, true);
}

fn flat_members(
    shape: &dyn Shape,
    to: &mut Flattener<'_>,
    pick: &dyn Fn(&FieldMeta) -> bool,
    with_unlisted: bool,
) {
    shape::parts(shape, |slots, unlisted| {
        for (field, slot) in shape.meta().fields.iter().zip(slots) {
            let view = slot.view();
            if !matches!(view, View::Absent) && pick(field) {
                flat(field.name, view, list_style(field), to);
            }
        }
        for (name, value) in unlisted.iter().filter(|_| with_unlisted) {
            to.value(name, value);
        }
    });
}

fn json_members(
    shape: &dyn Shape,
    to: &mut json::Writer,
    pick: &dyn Fn(&FieldMeta) -> bool,
    with_unlisted: bool,
) {
    to.begin_object();
    shape::parts(shape, |slots, unlisted| {
        for (field, slot) in shape.meta().fields.iter().zip(slots) {
            let view = slot.view();
            if matches!(view, View::Absent) || !pick(field) {
                continue;
            }
            to.name(field.name);
            match as_text(view, list_style(field)) {
                Some(text) => {
                    to.saw_infinite |= finite_view("", view).is_err();
                    to.string(&text);
                }
                None => json_view(view, to),
            }
        }
        for (name, value) in unlisted.iter().filter(|_| with_unlisted) {
            to.name(name);
            to.value(value);
        }
    });
    to.end_object();
}

fn json_view(view: View<'_>, to: &mut json::Writer) {
    match view {
        View::Absent | View::Unlisted(_) => to.null(),
        View::Bool(it) => to.bool(it),
        View::Int(it) => to.int(it),
        View::Float(it) => to.float(it),
        View::Text(it) => to.string(it),
        View::Value(it) => to.value(it),
        View::Shape(it) => write_json(it, to),
        View::List(it) => {
            to.begin_list();
            for at in 0..it.len() {
                json_view(it.at(at), to);
            }
            to.end_list();
        }
        View::Map(it) => {
            to.begin_object();
            it.each(&mut |name, view| {
                to.name(name);
                json_view(view, to);
            });
            to.end_object();
        }
    }
}

fn flat(name: &str, view: View<'_>, style: ListStyle, to: &mut Flattener<'_>) {
    if let Some(text) = as_text(view, style) {
        to.saw_infinite |= finite_view("", view).is_err();
        return to.string(name, &text);
    }
    match view {
        View::Absent | View::Unlisted(_) => {}
        View::Bool(it) => to.bool(name, it),
        View::Int(it) => to.int(name, it),
        View::Float(it) => to.float(name, it),
        View::Text(it) => to.string(name, it),
        View::Value(it) => to.value(name, it),
        View::Shape(it) => to.within(name, |to| write_flat(it, to)),
        View::List(it) => to.within(name, |to| {
            for at in 0..it.len() {
                to.item(at, |to| flat("", it.at(at), ListStyle::Indexed, to));
            }
        }),
        View::Map(it) => to.within(name, |to| {
            it.each(&mut |name, view| flat(name, view, ListStyle::Indexed, to));
        }),
    }
}

fn list_style(field: &FieldMeta) -> ListStyle {
    field
        .find(|fact| match fact {
            Fact::AsJson => Some(ListStyle::Json),
            Fact::AsCommas => Some(ListStyle::Commas),
            _ => None,
        })
        .unwrap_or_default()
}

/// The list or object as one text, if that is how it travels.
fn as_text(view: View<'_>, style: ListStyle) -> Option<String> {
    let in_one = match (style, view) {
        (ListStyle::Commas, View::List(items)) => commas(items),
        (ListStyle::Json, View::List(_) | View::Map(_) | View::Shape(_)) => to_json_text(view),
        (ListStyle::Json, View::Value(value))
            if value.as_list().is_some() || value.as_map().is_some() =>
        {
            value.to_string()
        }
        _ => return None,
    };
    Some(in_one)
}

fn to_json_text(view: View<'_>) -> String {
    let mut writer = json::Writer::with_capacity(64);
    json_view(view, &mut writer);
    String::from_utf8_lossy(&writer.finish()).into_owned()
}

fn commas(items: &dyn shape::List) -> String {
    let mut text = String::new();
    for at in 0..items.len() {
        if at > 0 {
            text.push(',');
        }
        let item = items.at(at);
        match scalar(item) {
            Some(item) => text.push_str(&item),
            None => text.push_str(&to_json_text(item)),
        }
    }
    text
}

/// A scalar as text; nothing for lists and objects.
pub(crate) fn scalar(view: View<'_>) -> Option<Cow<'_, str>> {
    Some(match view {
        View::Text(it) => it.into(),
        View::Int(it) => it.to_string().into(),
        View::Bool(it) => if it { "true" } else { "false" }.into(),
        View::Float(it) => it.to_string().into(),
        View::Value(it) => match it.as_str() {
            Some(text) => text.into(),
            None if it.as_list().is_some() || it.as_map().is_some() || it.is_null() => return None,
            None => it.to_string().into(),
        },
        View::Absent | View::List(_) | View::Map(_) | View::Shape(_) | View::Unlisted(_) => {
            return None;
        }
    })
}

/// Puts the parameters of a request where they travel, beside what the request holds already.
///
/// # Errors
/// A value that its place on the wire cannot carry.
pub fn parameters(
    parameters: &dyn Shape,
    operation: &OperationMeta,
    carrier: Carrier,
    style: ParamStyle,
    to: &mut Unsigned,
) -> Result<(), WriteError> {
    if let Some(http) = operation.http {
        let path = path_of(http.path, parameters)?;
        to.path = format!("{}{path}", to.path.trim_end_matches('/'));
    }
    headers(parameters, to)?;
    let in_query = carrier == Carrier::Query || to.method == Method::GET;
    let usual = if in_query {
        Position::Query
    } else {
        Position::Body
    };
    let place = |field: &FieldMeta| field.position().unwrap_or(usual);
    let is_query = |field: &FieldMeta| place(field) == Position::Query;
    let is_body = |field: &FieldMeta| place(field) == Position::Body;
    let has_body = !in_query || operation.request.fields.iter().any(is_body);
    // Where parameters go in the query and an operation has a path of its own, its body is JSON,
    // and what no page lists belongs there with the rest.
    let has_path = operation.http.is_some_and(|http| http.path.len() > 1);
    let json_beside_query = carrier == Carrier::Query && has_path && has_body;
    let unlisted_in_query = in_query && !json_beside_query;
    let mut query = Flattener::new(to.query.params_mut(), style);
    flat_members(parameters, &mut query, &is_query, unlisted_in_query);
    let mut saw_infinite = query.saw_infinite;
    if !has_body {
        return only_finite(saw_infinite, parameters);
    }
    to.body = if carrier == Carrier::Json || json_beside_query {
        let mut body = json::Writer::with_capacity(256);
        json_members(parameters, &mut body, &is_body, !unlisted_in_query);
        saw_infinite |= body.saw_infinite;
        Body::Json(body.finish().into())
    } else {
        let mut params = match std::mem::replace(&mut to.body, Body::Empty) {
            Body::Form(params) => params,
            _ => Params::with_capacity(256, 16),
        };
        let mut body = Flattener::new(&mut params, style);
        flat_members(parameters, &mut body, &is_body, !unlisted_in_query);
        saw_infinite |= body.saw_infinite;
        Body::Form(params)
    };
    only_finite(saw_infinite, parameters)
}

/// Says where a number stands that no wire has a word for, if the writers saw one.
fn only_finite(saw_infinite: bool, parameters: &dyn Shape) -> Result<(), WriteError> {
    if saw_infinite {
        finite(parameters)?;
    }
    Ok(())
}

fn headers(parameters: &dyn Shape, to: &mut Unsigned) -> Result<(), WriteError> {
    in_position(parameters, Position::Header, &mut |field, text| {
        let name = HeaderName::from_bytes(field.name.as_bytes());
        let name = name.map_err(|_| WriteError::HeaderName(field.name))?;
        Ok(to.set_header(name, text.into_owned())?)
    })
}

fn path_of(template: &str, parameters: &dyn Shape) -> Result<String, WriteError> {
    let mut texts = Vec::new();
    in_position(parameters, Position::Path, &mut |field, text| {
        texts.push((field.name, text.into_owned()));
        Ok(())
    })?;
    let text = |name: &str| {
        texts
            .iter()
            .find(|(n, _)| *n == name)
            .map(|(_, text)| text.as_str())
    };
    Ok(path::expand(template, text)?)
}

/// Takes a field and its text.
type Show<'a> = dyn FnMut(&'static FieldMeta, Cow<'_, str>) -> Result<(), WriteError> + 'a;

/// Shows the fields of a place that hold something, as texts.
fn in_position(
    parameters: &dyn Shape,
    position: Position,
    show: &mut Show<'_>,
) -> Result<(), WriteError> {
    let is_there = |field: &FieldMeta| field.position() == Some(position);
    let fields = parameters.meta().fields;
    if !fields.iter().any(is_there) {
        return Ok(());
    }
    shape::parts(parameters, |slots, _| {
        for (field, slot) in fields
            .iter()
            .zip(slots)
            .filter(|(field, _)| is_there(field))
        {
            let view = slot.view();
            if matches!(view, View::Absent) {
                continue;
            }
            finite_view(field.name, view)?;
            let text = as_text(view, list_style(field)).map(Cow::Owned);
            let text = text.or_else(|| scalar(view));
            show(field, text.ok_or(WriteError::NotAText(field.name))?)?;
        }
        Ok(())
    })
}

/// The required parameters that hold nothing, dotted, as far as their parents are there.
pub fn missing(parameters: &dyn Shape) -> Vec<String> {
    let mut missing = Vec::new();
    find_missing(parameters, "", &mut missing);
    missing
}

fn find_missing(shape: &dyn Shape, prefix: &str, missing: &mut Vec<String>) {
    shape::parts(shape, |slots, unlisted| {
        for (field, slot) in shape.meta().fields.iter().zip(slots) {
            let is_needed =
                || field.required == Required::Yes && unlisted.get(field.name).is_none();
            match slot.view() {
                View::Absent if is_needed() => missing.push(format!("{prefix}{}", field.name)),
                View::Shape(inner) => {
                    find_missing(inner, &format!("{prefix}{}.", field.name), missing)
                }
                View::List(items) => {
                    for at in 0..items.len() {
                        if let View::Shape(inner) = items.at(at) {
                            find_missing(inner, &format!("{prefix}{}[{at}].", field.name), missing);
                        }
                    }
                }
                _ => {}
            }
        }
    });
}

/// Refuses numbers that no wire has a word for.
fn finite(shape: &dyn Shape) -> Result<(), EncodeError> {
    shape::parts(shape, |slots, unlisted| {
        for (field, slot) in shape.meta().fields.iter().zip(slots) {
            finite_view(field.name, slot.view())?;
        }
        unlisted
            .iter()
            .try_for_each(|(name, value)| json::finite(name, value))
    })
}

fn finite_view(name: &str, view: View<'_>) -> Result<(), EncodeError> {
    match view {
        View::Float(it) if !it.is_finite() => Err(EncodeError::NotFinite(name.to_owned())),
        View::Value(it) => json::finite(name, it),
        View::Shape(it) => finite(it).map_err(|error| match error {
            EncodeError::NotFinite(inner) => EncodeError::NotFinite(format!("{name}.{inner}")),
            other => other,
        }),
        View::List(it) => (0..it.len()).try_for_each(|at| finite_view(name, it.at(at))),
        View::Map(it) => {
            let mut result = Ok(());
            it.each(&mut |_, view| {
                if result.is_ok() {
                    result = finite_view(name, view);
                }
            });
            result
        }
        _ => Ok(()),
    }
}
