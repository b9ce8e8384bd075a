//! From the wire into shapes, leniently: vendors are known to differ from their pages.
//!
//! One visitor fills every generated type, from JSON text, from a tree or from flat parameters.
//! What differs from the page but can be read is read, and recorded as a [`Leniency`]. What does
//! not fit its field at all is kept aside under its wire name among the shape's unlisted members:
//! an operation that succeeded must not be lost for one odd value. Only a body that is no JSON
//! object is an error.

use crate::Value;
use crate::meta::{Fact, FieldMeta};
use crate::shape::{List, Map, Place, Shape, Slot, Unlisted};
use crate::wire::{ParamStyle, Params, unflatten};
use serde_core::de::{
    DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use std::borrow::Cow;
use std::fmt;

/// A way in which an answer differs from its page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leniency {
    /// Where: wire names and indices, `Disks[2].Size`.
    pub path: String,
    /// What.
    pub kind: LeniencyKind,
}

/// What differs from the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LeniencyKind {
    /// A number where text is told; read as text.
    NumberAsText,
    /// A truth value where text is told; read as text.
    TruthAsText,
    /// Text where a number or a truth value is told; read as such.
    TextAsScalar,
    /// A number where a truth value is told, or the other way round.
    NumberAsTruth,
    /// A number with a zero fraction where a whole one is told.
    WholeFraction,
    /// Null where the page does not allow it; read as absent.
    Null,
    /// Empty text where something else is told; read as absent.
    EmptyText,
    /// A single item where a list is told; read as a list of one.
    SingleItem,
    /// A list inside an object of one member; unwrapped.
    WrappedList,
    /// JSON in a text where a list or an object is told; read.
    JsonText,
    /// A member that the page does not list; kept.
    UnlistedMember,
    /// A value that does not fit its field; kept among the unlisted members.
    Misfit,
    /// A member that stands twice; the last counts.
    Twice,
}

impl fmt::Display for Leniency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.kind {
            LeniencyKind::NumberAsText => "a number was read as text",
            LeniencyKind::TruthAsText => "a truth value was read as text",
            LeniencyKind::TextAsScalar => "a text was read as a number or truth value",
            LeniencyKind::NumberAsTruth => "a number was read as a truth value, or one as a number",
            LeniencyKind::WholeFraction => "a number with a fraction was read as a whole one",
            LeniencyKind::Null => "a null was read as absent",
            LeniencyKind::EmptyText => "an empty text was read as absent",
            LeniencyKind::SingleItem => "a single item was read as a list",
            LeniencyKind::WrappedList => "a list was taken out of an object of one member",
            LeniencyKind::JsonText => "JSON was read out of a text",
            LeniencyKind::UnlistedMember => "a member that the page does not list was kept",
            LeniencyKind::Misfit => "a value that does not fit its field was kept aside",
            LeniencyKind::Twice => "a member stands twice",
        };
        write!(f, "{}: {what}", self.path)
    }
}

/// Why a body cannot be read at all.
#[derive(Debug)]
pub struct DecodeError(serde_json::Error);

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the body is not the JSON object that was expected: {}",
            self.0
        )
    }
}

impl std::error::Error for DecodeError {}

/// What the leniencies of a decoding depend on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Source {
    /// JSON: a number in quotes is a leniency.
    Json,
    /// Flat parameters: everything is text.
    Flat,
}

/// Fills a shape from a JSON object.
///
/// # Errors
/// The text is no JSON, or no object.
pub fn from_json(body: &[u8], into: &mut dyn Shape) -> Result<Vec<Leniency>, DecodeError> {
    from_json_at(body, &[], into)
}

/// Fills a shape from the object at a path of names inside a JSON object: an envelope.
///
/// # Errors
/// The text is no JSON, or there is no object at the path.
pub fn from_json_at(
    body: &[u8],
    path: &[&str],
    into: &mut dyn Shape,
) -> Result<Vec<Leniency>, DecodeError> {
    let mut context = Context::new(Source::Json);
    let mut json = serde_json::Deserializer::from_slice(body);
    let found = Within {
        path,
        into,
        context: &mut context,
    }
    .deserialize(&mut json)
    .map_err(DecodeError)?;
    json.end().map_err(DecodeError)?;
    if !found {
        let missing =
            serde_json::Error::custom(format_args!("there is no member `{}`", path.join(".")));
        return Err(DecodeError(missing));
    }
    Ok(context.leniencies)
}

/// Fills a shape from a tree.
///
/// # Errors
/// The tree is no map.
pub fn from_value(tree: Value, into: &mut dyn Shape) -> Result<Vec<Leniency>, DecodeError> {
    read_tree(tree, into, Source::Json)
}

/// Fills a shape from flat parameters, such as a mock receives.
///
/// # Errors
/// None so far: parameters always make a map.
pub fn from_params(
    params: &Params,
    style: ParamStyle,
    into: &mut dyn Shape,
) -> Result<Vec<Leniency>, DecodeError> {
    read_tree(unflatten(params, style.list_base), into, Source::Flat)
}

fn read_tree(
    tree: Value,
    into: &mut dyn Shape,
    source: Source,
) -> Result<Vec<Leniency>, DecodeError> {
    let mut context = Context::new(source);
    let tree = serde_json::Value::from(tree);
    Within {
        path: &[],
        into,
        context: &mut context,
    }
    .deserialize(tree)
    .map_err(DecodeError)?;
    Ok(context.leniencies)
}

struct Context {
    source: Source,
    path: Vec<Step>,
    leniencies: Vec<Leniency>,
}

enum Step {
    Member(&'static str),
    Entry(String),
    Item(usize),
}

impl Context {
    fn new(source: Source) -> Self {
        Self {
            source,
            path: Vec::new(),
            leniencies: Vec::new(),
        }
    }

    #[cold]
    fn note(&mut self, kind: LeniencyKind) {
        let path = self.path();
        self.leniencies.push(Leniency { path, kind });
    }

    /// Notes what is no leniency where all values are text.
    fn note_unless_flat(&mut self, kind: LeniencyKind) {
        if self.source == Source::Json {
            self.note(kind);
        }
    }

    fn path(&self) -> String {
        let mut path = String::new();
        for step in &self.path {
            match step {
                Step::Item(at) => path.push_str(&format!("[{at}]")),
                Step::Member(name) => push_name(&mut path, name),
                Step::Entry(name) => push_name(&mut path, name),
            }
        }
        path
    }

    fn within<R>(&mut self, step: Step, act: impl FnOnce(&mut Self) -> R) -> R {
        self.path.push(step);
        let result = act(self);
        self.path.pop();
        result
    }
}

fn push_name(path: &mut String, name: &str) {
    if !path.is_empty() {
        path.push('.');
    }
    path.push_str(name);
}

/// Walks down an envelope, then fills the shape. Says whether the path was there.
struct Within<'a, 'c> {
    path: &'a [&'a str],
    into: &'a mut dyn Shape,
    context: &'c mut Context,
}

impl<'de> DeserializeSeed<'de> for Within<'_, '_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<bool, D::Error> {
        from.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Within<'_, '_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<bool, A::Error> {
        let Some((first, rest)) = self.path.split_first() else {
            fill_shape(self.into, members, self.context)?;
            return Ok(true);
        };
        let mut found = false;
        while let Some(name) = members.next_key::<Cow<'de, str>>()? {
            if name == *first && !found {
                found = members.next_value_seed(Within {
                    path: rest,
                    into: &mut *self.into,
                    context: &mut *self.context,
                })?;
            } else {
                members.next_value::<IgnoredAny>()?;
            }
        }
        Ok(found)
    }
}

/// Fills the slots of a shape from the members of an object.
fn fill_shape<'de, A: MapAccess<'de>>(
    shape: &mut dyn Shape,
    mut members: A,
    context: &mut Context,
) -> Result<(), A::Error> {
    let mut result = Ok(());
    shape.fill(&mut |meta, slots, unlisted| {
        result = fill_slots(meta.fields, slots, unlisted, &mut members, context);
    });
    result
}

fn fill_slots<'de, A: MapAccess<'de>>(
    fields: &'static [FieldMeta],
    slots: &mut [&mut dyn Slot],
    unlisted: &mut Unlisted,
    members: &mut A,
    context: &mut Context,
) -> Result<(), A::Error> {
    let mut expected = 0;
    while let Some(name) = members.next_key_seed(Name { fields, expected })? {
        let name = match name {
            Known::At(at) => {
                expected = at + 1;
                let field = &fields[at];
                let Some(slot) = slots.get_mut(at) else {
                    continue;
                };
                let misfit = context.within(Step::Member(field.name), |context| {
                    members.next_value_seed(IntoSlot {
                        slot: &mut **slot,
                        field,
                        context,
                    })
                })?;
                if let Some(value) = misfit {
                    slot.clear();
                    unlisted.set(field.name, value);
                }
                continue;
            }
            Known::Unlisted(name) => name,
        };
        let value = members.next_value_seed(Tree)?;
        context.within(Step::Entry(name.clone()), |context| {
            context.note(LeniencyKind::UnlistedMember)
        });
        unlisted.set(name, value);
    }
    Ok(())
}

/// Reads a member's name as a position in the table; most often the one that comes next.
struct Name {
    fields: &'static [FieldMeta],
    expected: usize,
}

enum Known {
    At(usize),
    Unlisted(String),
}

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Known;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Known, D::Error> {
        from.deserialize_str(self)
    }
}

impl Visitor<'_> for Name {
    type Value = Known;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E>(self, name: &str) -> Result<Known, E> {
        if self
            .fields
            .get(self.expected)
            .is_some_and(|field| field.name == name)
        {
            return Ok(Known::At(self.expected));
        }
        let at = self.fields.iter().position(|field| field.name == name);
        Ok(at.map_or_else(|| Known::Unlisted(name.to_owned()), Known::At))
    }
}

/// Fills a slot. Answers with the value if it does not fit.
struct IntoSlot<'a, 'c> {
    slot: &'a mut dyn Slot,
    field: &'static FieldMeta,
    context: &'c mut Context,
}

impl IntoSlot<'_, '_> {
    fn into_place<R>(self, fill: impl FnOnce(IntoPlace<'_, '_>) -> R) -> R {
        fill(IntoPlace {
            place: self.slot.place(),
            field: Some(self.field),
            context: self.context,
        })
    }
}

impl<'de> DeserializeSeed<'de> for IntoSlot<'_, '_> {
    type Value = Option<Value>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for IntoSlot<'_, '_> {
    type Value = Option<Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        self.slot.clear();
        if !self.field.is_nullable() {
            self.context.note(LeniencyKind::Null);
        }
        Ok(None)
    }

    fn visit_bool<E: serde_core::de::Error>(self, it: bool) -> Result<Self::Value, E> {
        self.into_place(|place| place.visit_bool(it))
    }

    fn visit_i64<E: serde_core::de::Error>(self, it: i64) -> Result<Self::Value, E> {
        self.into_place(|place| place.visit_i64(it))
    }

    fn visit_u64<E: serde_core::de::Error>(self, it: u64) -> Result<Self::Value, E> {
        self.into_place(|place| place.visit_u64(it))
    }

    fn visit_f64<E: serde_core::de::Error>(self, it: f64) -> Result<Self::Value, E> {
        self.into_place(|place| place.visit_f64(it))
    }

    fn visit_str<E: serde_core::de::Error>(self, it: &str) -> Result<Self::Value, E> {
        let IntoSlot {
            slot,
            field,
            context,
        } = self;
        let place = slot.place();
        let takes_empty = matches!(place, Place::Text(_) | Place::Word(_) | Place::Value(_));
        if it.is_empty() && !takes_empty {
            slot.clear();
            context.note_unless_flat(LeniencyKind::EmptyText);
            return Ok(None);
        }
        IntoPlace {
            place,
            field: Some(field),
            context,
        }
        .visit_str(it)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Self::Value, A::Error> {
        self.into_place(|place| place.visit_seq(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Self::Value, A::Error> {
        self.into_place(|place| place.visit_map(members))
    }
}

/// Fills a place with what is no null. Answers with the value if it does not fit.
struct IntoPlace<'a, 'c> {
    place: Place<'a>,
    field: Option<&'static FieldMeta>,
    context: &'c mut Context,
}

impl IntoPlace<'_, '_> {
    /// A scalar that the place does not take: perhaps the single item of a list.
    fn single<E: serde_core::de::Error>(self, value: Value) -> Result<Option<Value>, E> {
        let Self {
            place,
            field,
            context,
        } = self;
        let Place::List(list) = place else {
            return Ok(misfit(context, value));
        };
        let kept = value.clone();
        let again = serde_json::Value::from(value);
        let place = list.push();
        let left = IntoPlace {
            place,
            field,
            context,
        }
        .deserialize(again)
        .map_err(E::custom)?;
        if left.is_some() {
            list.pop();
            return Ok(Some(kept));
        }
        context.note(LeniencyKind::SingleItem);
        Ok(None)
    }
}

fn misfit(context: &mut Context, value: Value) -> Option<Value> {
    context.note(LeniencyKind::Misfit);
    Some(value)
}

impl<'de> DeserializeSeed<'de> for IntoPlace<'_, '_> {
    type Value = Option<Value>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for IntoPlace<'_, '_> {
    type Value = Option<Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    /// Null inside a list or a map: the item stays blank, so that the others keep their places.
    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        if !matches!(self.place, Place::Value(_)) {
            self.context.note(LeniencyKind::Null);
        }
        Ok(None)
    }

    fn visit_bool<E: serde_core::de::Error>(self, it: bool) -> Result<Self::Value, E> {
        match self.place {
            Place::Bool(to) => *to = it,
            Place::Value(to) => *to = Value::Bool(it),
            Place::Text(to) => {
                it.to_string().clone_into(to);
                self.context.note(LeniencyKind::TruthAsText);
            }
            Place::Word(to) => {
                to.set_word(if it { "true" } else { "false" });
                self.context.note(LeniencyKind::TruthAsText);
            }
            Place::Int(to) => {
                *to = it.into();
                self.context.note(LeniencyKind::NumberAsTruth);
            }
            _ => return self.single(Value::Bool(it)),
        }
        Ok(None)
    }

    fn visit_i64<E: serde_core::de::Error>(self, it: i64) -> Result<Self::Value, E> {
        match self.place {
            Place::Int(to) => *to = it,
            // Every JSON number is a number with a fraction too.
            Place::Float(to) => *to = it as f64,
            Place::Value(to) => *to = Value::Int(it),
            Place::Text(to) => {
                *to = it.to_string();
                self.context.note(LeniencyKind::NumberAsText);
            }
            Place::Word(to) => {
                to.set_word(&it.to_string());
                self.context.note(LeniencyKind::NumberAsText);
            }
            Place::Bool(to) if matches!(it, 0 | 1) => {
                *to = it == 1;
                self.context.note(LeniencyKind::NumberAsTruth);
            }
            _ => return self.single(Value::Int(it)),
        }
        Ok(None)
    }

    fn visit_u64<E: serde_core::de::Error>(self, it: u64) -> Result<Self::Value, E> {
        if let Ok(it) = i64::try_from(it) {
            return self.visit_i64(it);
        }
        match self.place {
            Place::Float(to) => *to = it as f64,
            Place::Value(to) => *to = Value::UInt(it),
            Place::Text(to) => {
                *to = it.to_string();
                self.context.note(LeniencyKind::NumberAsText);
            }
            Place::Word(to) => {
                to.set_word(&it.to_string());
                self.context.note(LeniencyKind::NumberAsText);
            }
            _ => return self.single(Value::UInt(it)),
        }
        Ok(None)
    }

    fn visit_f64<E: serde_core::de::Error>(self, it: f64) -> Result<Self::Value, E> {
        match self.place {
            Place::Float(to) => *to = it,
            Place::Value(to) => *to = Value::Float(it),
            Place::Text(to) => {
                *to = it.to_string();
                self.context.note(LeniencyKind::NumberAsText);
            }
            Place::Word(to) => {
                to.set_word(&it.to_string());
                self.context.note(LeniencyKind::NumberAsText);
            }
            Place::Int(to) if whole(it).is_some() => {
                *to = whole(it).unwrap_or_default();
                self.context.note(LeniencyKind::WholeFraction);
            }
            _ => return self.single(Value::Float(it)),
        }
        Ok(None)
    }

    fn visit_str<E: serde_core::de::Error>(self, it: &str) -> Result<Self::Value, E> {
        let Self {
            place,
            field,
            context,
        } = self;
        let read = match place {
            Place::Text(to) => {
                it.clone_into(to);
                return Ok(None);
            }
            Place::Word(to) => {
                to.set_word(it);
                return Ok(None);
            }
            Place::Value(to) => {
                *to = Value::String(it.to_owned());
                return Ok(None);
            }
            Place::Int(to) => {
                let read = it
                    .trim()
                    .parse()
                    .ok()
                    .or_else(|| it.trim().parse().ok().and_then(whole));
                read.map(|read| *to = read)
            }
            Place::Float(to) => {
                let read = it.trim().parse().ok().filter(|read: &f64| read.is_finite());
                read.map(|read| *to = read)
            }
            Place::Bool(to) => truth(it).map(|read| *to = read),
            Place::List(list) => return fill_from_text(Place::List(list), field, it, context),
            place => return fill_from_text(place, field, it, context),
        };
        match read {
            Some(()) => context.note_unless_flat(LeniencyKind::TextAsScalar),
            None => return Ok(misfit(context, Value::String(it.to_owned()))),
        }
        Ok(None)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let Self {
            place,
            field,
            context,
        } = self;
        match place {
            Place::List(list) => fill_list(list, field, items, context).map(|()| None),
            Place::Value(to) => {
                *to = Tree.visit_seq(items)?;
                Ok(None)
            }
            _ => {
                let mut list = Vec::new();
                while let Some(item) = items.next_element_seed(Tree)? {
                    list.push(item);
                }
                Ok(misfit(context, Value::List(list)))
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Self::Value, A::Error> {
        let Self {
            place,
            field,
            context,
        } = self;
        match place {
            Place::Shape(shape) => fill_shape(shape, members, context).map(|()| None),
            Place::Map(map) => fill_map(map, field, members, context).map(|()| None),
            Place::Value(to) => {
                *to = Tree.visit_map(members)?;
                Ok(None)
            }
            Place::List(list) => {
                let object = Tree.visit_map(members)?;
                fill_list_from_object(list, field, object, context).map_err(A::Error::custom)
            }
            _ => {
                let object = Tree.visit_map(members)?;
                Ok(misfit(context, object))
            }
        }
    }
}

fn whole(number: f64) -> Option<i64> {
    // Beyond 2^53 not every whole number has a form with a fraction.
    (number.fract() == 0.0 && number.abs() <= 9_007_199_254_740_992.0).then_some(number as i64)
}

fn truth(text: &str) -> Option<bool> {
    let words = [
        ("true", true),
        ("false", false),
        ("1", true),
        ("0", false),
        ("yes", true),
        ("no", false),
    ];
    words
        .into_iter()
        .find(|(word, _)| text.trim().eq_ignore_ascii_case(word))
        .map(|(_, truth)| truth)
}

fn fill_list<'de, A: SeqAccess<'de>>(
    list: &mut dyn List,
    field: Option<&'static FieldMeta>,
    mut items: A,
    context: &mut Context,
) -> Result<(), A::Error> {
    for at in 0.. {
        let place = list.push();
        context.path.push(Step::Item(at));
        let item = items.next_element_seed(IntoPlace {
            place,
            field,
            context,
        });
        context.path.pop();
        match item? {
            Some(None) => {}
            // The item is lost to the list, though not to the body: the note says where it was.
            Some(Some(_)) => list.pop(),
            None => {
                list.pop();
                break;
            }
        }
    }
    Ok(())
}

fn fill_map<'de, A: MapAccess<'de>>(
    map: &mut dyn Map,
    field: Option<&'static FieldMeta>,
    mut members: A,
    context: &mut Context,
) -> Result<(), A::Error> {
    while let Some(name) = members.next_key::<Cow<'de, str>>()? {
        let place = map.insert(&name);
        let misfit = context.within(Step::Entry(name.to_string()), |context| {
            members.next_value_seed(IntoPlace {
                place,
                field,
                context,
            })
        })?;
        if misfit.is_some() {
            map.remove(&name);
        }
    }
    Ok(())
}

/// An object where a list is told: a wrapper around the list, numbered items, or a single item.
fn fill_list_from_object(
    list: &mut dyn List,
    field: Option<&'static FieldMeta>,
    object: Value,
    context: &mut Context,
) -> Result<Option<Value>, serde_json::Error> {
    if let Some([(_, inner @ Value::List(_))]) = object.as_map()
        && !item_has_list(field, &object)
    {
        context.note(LeniencyKind::WrappedList);
        let inner = serde_json::Value::from(inner.clone());
        return IntoPlace {
            place: Place::List(list),
            field,
            context,
        }
        .deserialize(inner);
    }
    let kept = object.clone();
    let place = list.push();
    if !matches!(place, Place::Shape(_) | Place::Map(_) | Place::Value(_)) {
        list.pop();
        return Ok(misfit(context, kept));
    }
    context.note(LeniencyKind::SingleItem);
    let again = serde_json::Value::from(object);
    IntoPlace {
        place,
        field,
        context,
    }
    .deserialize(again)
}

/// Whether the only member of the object is one that the list's items have themselves.
fn item_has_list(field: Option<&'static FieldMeta>, object: &Value) -> bool {
    let item = field.and_then(FieldMeta::fields);
    match (item, object.as_map()) {
        (Some(item), Some([(name, _)])) => item.field(name).is_some(),
        _ => false,
    }
}

/// Text where a list, a map or a struct is told: JSON, or items between commas.
fn fill_from_text<E: serde_core::de::Error>(
    place: Place<'_>,
    field: Option<&'static FieldMeta>,
    text: &str,
    context: &mut Context,
) -> Result<Option<Value>, E> {
    let told = |fact: Fact| field.is_some_and(|field| field.facts.contains(&fact));
    let is_list = matches!(place, Place::List(_));
    if is_list && told(Fact::AsCommas) {
        return fill_from_commas(place, field, text, context);
    }
    if is_list && !text.trim_start().starts_with(['[', '{']) {
        return IntoPlace {
            place,
            field,
            context,
        }
        .single(Value::String(text.to_owned()));
    }
    match serde_json::from_str::<serde_json::Value>(text) {
        Ok(json @ (serde_json::Value::Array(_) | serde_json::Value::Object(_))) => {
            if !told(Fact::AsJson) {
                context.note(LeniencyKind::JsonText);
            }
            IntoPlace {
                place,
                field,
                context,
            }
            .deserialize(json)
            .map_err(E::custom)
        }
        _ => Ok(misfit(context, Value::String(text.to_owned()))),
    }
}

/// Items between commas are text, whatever their type.
fn fill_from_commas<E: serde_core::de::Error>(
    place: Place<'_>,
    field: Option<&'static FieldMeta>,
    text: &str,
    context: &mut Context,
) -> Result<Option<Value>, E> {
    let items = text.split(',').map(serde_json::Value::from).collect();
    let source = std::mem::replace(&mut context.source, Source::Flat);
    let filled = IntoPlace {
        place,
        field,
        context: &mut *context,
    }
    .deserialize(serde_json::Value::Array(items));
    context.source = source;
    filled.map_err(E::custom)
}

/// Reads anything as a tree.
struct Tree;

impl<'de> DeserializeSeed<'de> for Tree {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Value, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Tree {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, it: bool) -> Result<Value, E> {
        Ok(it.into())
    }

    fn visit_i64<E>(self, it: i64) -> Result<Value, E> {
        Ok(it.into())
    }

    fn visit_u64<E>(self, it: u64) -> Result<Value, E> {
        Ok(it.into())
    }

    fn visit_f64<E>(self, it: f64) -> Result<Value, E> {
        Ok(it.into())
    }

    fn visit_str<E>(self, it: &str) -> Result<Value, E> {
        Ok(it.into())
    }

    fn visit_string<E>(self, it: String) -> Result<Value, E> {
        Ok(it.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(Self)? {
            list.push(item);
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut map = Vec::new();
        while let Some((name, value)) = next_entry(&mut members)? {
            map.push((name, value));
        }
        Ok(Value::Map(map))
    }
}

fn next_entry<'de, A: MapAccess<'de>>(
    members: &mut A,
) -> Result<Option<(String, Value)>, A::Error> {
    match members.next_key::<String>()? {
        Some(name) => Ok(Some((name, members.next_value_seed(Tree)?))),
        None => Ok(None),
    }
}
