//! What generated types are made of: shapes with slots, seen through non-generic eyes.
//!
//! A [`Shape`] is a generated struct; its fields are [`Slot`]s, in the order of its
//! [`ShapeMeta`]. Encoding, decoding, `Debug` and equality are written once, over [`View`]s and
//! [`Place`]s, instead of once per type: that keeps a thousand operations cheap to compile. This
//! module knows no wire format: see [`crate::encode`] and [`crate::decode`].

use crate::Value;
use crate::meta::ShapeMeta;
use std::collections::BTreeMap;
use std::fmt;

/// A generated struct: a request, an output, or a structure within one. The macro
/// [`shape!`](crate::shape!) implements it.
pub trait Shape: Send + Sync {
    /// Names and facts of the fields.
    fn meta(&self) -> &'static ShapeMeta;
    /// Shows once the fields in the order of the metadata, and behind them the [`Unlisted`]
    /// members. They lie on the stack: a large list has thousands of shapes.
    fn slots<'s>(&'s self, see: &mut dyn FnMut(&[&'s dyn Slot]));
    /// The same, to be filled.
    fn slots_mut<'s>(&'s mut self, fill: &mut dyn FnMut(&mut [&'s mut dyn Slot]));
}

impl<T: Shape> Shape for Box<T> {
    fn meta(&self) -> &'static ShapeMeta {
        (**self).meta()
    }
    fn slots<'s>(&'s self, see: &mut dyn FnMut(&[&'s dyn Slot])) {
        (**self).slots(see);
    }
    fn slots_mut<'s>(&'s mut self, fill: &mut dyn FnMut(&mut [&'s mut dyn Slot])) {
        (**self).slots_mut(fill);
    }
}

/// The value of a wire name, listed or not; [`View::Absent`] if there is none.
pub(crate) fn member<'s>(shape: &'s dyn Shape, name: &str) -> View<'s> {
    let fields = shape.meta().fields;
    parts(shape, |slots, unlisted| {
        let listed = fields.iter().position(|field| field.name == name);
        match listed.map(|at| slots[at].view()) {
            Some(view) if !matches!(view, View::Absent) => view,
            _ => unlisted.get(name).map_or(View::Absent, View::Value),
        }
    })
}

/// Reads the slots of the fields, and the unlisted members.
pub(crate) fn parts<'s, R>(
    shape: &'s dyn Shape,
    read: impl FnOnce(&[&'s dyn Slot], &'s Unlisted) -> R,
) -> R {
    static NONE: Unlisted = Unlisted(None);
    let (mut read, mut result) = (Some(read), None);
    shape.slots(&mut |slots| {
        let (slots, unlisted) = match slots.split_last().map(|(last, rest)| (last.view(), rest)) {
            Some((View::Unlisted(unlisted), rest)) => (rest, unlisted),
            _ => (slots, &NONE),
        };
        result = read
            .take()
            .map(|read| read(slots, unlisted))
            .or(result.take());
    });
    // A shape that shows nothing has nothing.
    result
        .or_else(|| read.map(|read| read(&[], &NONE)))
        .unwrap_or_else(|| unreachable!("what is not read yet can be read"))
}

/// The members of a shape that no page lists.
pub fn unlisted(shape: &dyn Shape) -> &Unlisted {
    parts(shape, |_, unlisted| unlisted)
}

/// Sets a member that no page lists; in a request, it is sent too.
pub fn set_unlisted(shape: &mut dyn Shape, name: &str, value: impl Into<Value>) {
    let mut value = Some(value.into());
    shape.slots_mut(&mut |slots| {
        if let Some(Place::Unlisted(unlisted)) = slots.last_mut().map(|slot| slot.place())
            && let Some(value) = value.take()
        {
            unlisted.set(name, value);
        }
    });
}

/// Members beside the listed ones, in the order they came: new to the page, or of a form that
/// the page does not tell.
#[derive(Clone, Default)]
#[expect(
    clippy::box_collection,
    reason = "one word in every struct, and mostly empty"
)]
pub struct Unlisted(Option<Box<Vec<(String, Value)>>>);

impl Unlisted {
    /// The value of this wire name.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.iter()
            .find(|(n, _)| *n == name)
            .map(|(_, value)| value)
    }

    /// Adds a member, or replaces the one of this name.
    pub fn set(&mut self, name: impl Into<String>, value: impl Into<Value>) {
        let (name, value) = (name.into(), value.into());
        let members = self.0.get_or_insert_default();
        match members.iter_mut().find(|(n, _)| *n == name) {
            Some((_, old)) => *old = value,
            None => members.push((name, value)),
        }
    }

    /// Removes a member.
    pub fn remove(&mut self, name: &str) {
        if let Some(members) = &mut self.0 {
            members.retain(|(n, _)| n != name);
        }
    }

    /// Names and values, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0
            .iter()
            .flat_map(|members| members.iter())
            .map(|(name, value)| (name.as_str(), value))
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.as_ref().is_none_or(|members| members.is_empty())
    }
}

/// None and an empty list are the same.
impl PartialEq for Unlisted {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

/// Names only: values nobody described may be secrets.
impl fmt::Debug for Unlisted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list()
            .entries(self.iter().map(|(name, _)| name))
            .finish()
    }
}

/// A field: a value or nothing.
pub trait Slot {
    /// What is in it.
    fn view(&self) -> View<'_>;
    /// Room for a value: what was there is replaced by a blank one.
    fn place(&mut self) -> Place<'_>;
    /// Empties it.
    fn clear(&mut self);
}

/// A value that may stand in a slot, a list or a map.
pub trait Item: Send + Sync {
    /// A value to be filled.
    fn blank() -> Self
    where
        Self: Sized;
    /// The text, if it is one of a closed set of them.
    fn word(&self) -> &str {
        ""
    }
    /// What it is: a text, unless said otherwise.
    fn view(&self) -> View<'_> {
        View::Text(self.word())
    }
    /// Where to fill it: by a text, unless said otherwise.
    fn place(&mut self) -> Place<'_>
    where
        Self: Sized,
    {
        Place::Word(self)
    }
    /// Takes a text, if it is one of a closed set of them.
    fn set_word(&mut self, _word: &str) {}
}

/// A value, borrowed.
#[derive(Clone, Copy)]
pub enum View<'a> {
    /// Nothing: left out on the wire.
    Absent,
    /// Truth.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A number with a fraction.
    Float(f64),
    /// Text, also one of a closed set.
    Text(&'a str),
    /// A tree without a type.
    Value(&'a Value),
    /// A list.
    List(&'a dyn List),
    /// A map from names that the caller chooses.
    Map(&'a dyn Map),
    /// A struct.
    Shape(&'a dyn Shape),
    /// Members that no page lists.
    Unlisted(&'a Unlisted),
}

/// Where a value goes.
pub enum Place<'a> {
    /// Truth.
    Bool(&'a mut bool),
    /// A whole number.
    Int(&'a mut i64),
    /// A number with a fraction.
    Float(&'a mut f64),
    /// Text.
    Text(&'a mut String),
    /// One of a closed set of texts.
    Word(&'a mut dyn Item),
    /// A tree without a type.
    Value(&'a mut Value),
    /// A list.
    List(&'a mut dyn List),
    /// A map.
    Map(&'a mut dyn Map),
    /// A struct.
    Shape(&'a mut dyn Shape),
    /// Members that no page lists.
    Unlisted(&'a mut Unlisted),
}

/// A list of any items.
pub trait List {
    /// Number of items.
    fn len(&self) -> usize;
    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// The item at this index, [`View::Absent`] beyond the end.
    fn at(&self, index: usize) -> View<'_>;
    /// Appends a blank item.
    fn push(&mut self) -> Place<'_>;
    /// Removes the last item.
    fn pop(&mut self);
}

/// A map of any values.
pub trait Map {
    /// Shows the entries in the order of their names.
    fn each(&self, read: &mut dyn FnMut(&str, View<'_>));
    /// Sets a blank value under a name.
    fn insert(&mut self, name: &str) -> Place<'_>;
    /// Removes a name.
    fn remove(&mut self, name: &str);
}

impl<T: Item> Slot for Option<T> {
    fn view(&self) -> View<'_> {
        self.as_ref().map_or(View::Absent, Item::view)
    }
    fn place(&mut self) -> Place<'_> {
        self.insert(T::blank()).place()
    }
    fn clear(&mut self) {
        *self = None;
    }
}

/// Members that no page lists keep what they have when they are opened.
impl Slot for Unlisted {
    fn view(&self) -> View<'_> {
        View::Unlisted(self)
    }
    fn place(&mut self) -> Place<'_> {
        Place::Unlisted(self)
    }
    fn clear(&mut self) {
        self.0 = None;
    }
}

/// A list that is absent when it is empty.
impl<T: Item> Slot for Vec<T> {
    fn view(&self) -> View<'_> {
        if self.is_empty() {
            View::Absent
        } else {
            View::List(self)
        }
    }
    fn place(&mut self) -> Place<'_> {
        Vec::clear(self);
        Place::List(self)
    }
    fn clear(&mut self) {
        Vec::clear(self);
    }
}

/// A map that is absent when it is empty.
impl<T: Item> Slot for BTreeMap<String, T> {
    fn view(&self) -> View<'_> {
        if self.is_empty() {
            View::Absent
        } else {
            View::Map(self)
        }
    }
    fn place(&mut self) -> Place<'_> {
        BTreeMap::clear(self);
        Place::Map(self)
    }
    fn clear(&mut self) {
        BTreeMap::clear(self);
    }
}

macro_rules! scalars {
    ($($ty:ty: $kind:ident, $value:ident => $view:expr;)*) => {$(
        impl Item for $ty {
            fn blank() -> Self {
                Self::default()
            }
            fn view(&self) -> View<'_> {
                let $value = self;
                View::$kind($view)
            }
            fn place(&mut self) -> Place<'_> {
                Place::$kind(self)
            }
        }
    )*};
}

scalars! {
    bool: Bool, it => *it;
    i64: Int, it => *it;
    f64: Float, it => *it;
    String: Text, it => it;
    Value: Value, it => it;
}

impl<T: Shape + Default> Item for T {
    fn blank() -> Self {
        Self::default()
    }
    fn view(&self) -> View<'_> {
        View::Shape(self)
    }
    fn place(&mut self) -> Place<'_> {
        Place::Shape(self)
    }
}

impl<T: Item> Item for Vec<T> {
    fn blank() -> Self {
        Self::new()
    }
    fn view(&self) -> View<'_> {
        View::List(self)
    }
    fn place(&mut self) -> Place<'_> {
        Place::List(self)
    }
}

impl<T: Item> Item for BTreeMap<String, T> {
    fn blank() -> Self {
        Self::new()
    }
    fn view(&self) -> View<'_> {
        View::Map(self)
    }
    fn place(&mut self) -> Place<'_> {
        Place::Map(self)
    }
}

impl<T: Item> List for Vec<T> {
    fn len(&self) -> usize {
        self.len()
    }
    fn at(&self, index: usize) -> View<'_> {
        self.get(index).map_or(View::Absent, Item::view)
    }
    fn push(&mut self) -> Place<'_> {
        self.push_mut(T::blank()).place()
    }
    fn pop(&mut self) {
        self.pop();
    }
}

impl<T: Item> Map for BTreeMap<String, T> {
    fn each(&self, read: &mut dyn FnMut(&str, View<'_>)) {
        for (name, item) in self {
            read(name, item.view());
        }
    }
    fn insert(&mut self, name: &str) -> Place<'_> {
        self.entry(name.to_owned())
            .insert_entry(T::blank())
            .into_mut()
            .place()
    }
    fn remove(&mut self, name: &str) {
        self.remove(name);
    }
}

/// A copy of a shape.
pub fn copy<T: Shape + Default>(shape: &T) -> T {
    let mut copy = T::default();
    copy_into(shape, &mut copy);
    copy
}

fn copy_into(from: &dyn Shape, to: &mut dyn Shape) {
    from.slots(&mut |from| {
        to.slots_mut(&mut |to| {
            for (from, to) in from.iter().zip(to) {
                match from.view() {
                    View::Absent => to.clear(),
                    view => copy_view(view, to.place()),
                }
            }
        });
    });
}

fn copy_view(from: View<'_>, to: Place<'_>) {
    match (from, to) {
        (View::Bool(from), Place::Bool(to)) => *to = from,
        (View::Int(from), Place::Int(to)) => *to = from,
        (View::Float(from), Place::Float(to)) => *to = from,
        (View::Text(from), Place::Text(to)) => from.clone_into(to),
        (View::Text(from), Place::Word(to)) => to.set_word(from),
        (View::Value(from), Place::Value(to)) => to.clone_from(from),
        (View::Shape(from), Place::Shape(to)) => copy_into(from, to),
        (View::Unlisted(from), Place::Unlisted(to)) => to.clone_from(from),
        (View::List(from), Place::List(to)) => {
            for at in 0..from.len() {
                copy_view(from.at(at), to.push());
            }
        }
        (View::Map(from), Place::Map(to)) => {
            from.each(&mut |name, view| copy_view(view, to.insert(name)))
        }
        // A place is made of the same type as its view.
        _ => {}
    }
}

/// Whether two shapes of one type hold the same.
pub fn equal(a: &dyn Shape, b: &dyn Shape) -> bool {
    let mut same = true;
    a.slots(&mut |a| {
        b.slots(&mut |b| {
            let mut pairs = a.iter().zip(b);
            same &= pairs.all(|(a, b)| equal_views(a.view(), b.view()));
        });
    });
    same
}

fn equal_views(a: View<'_>, b: View<'_>) -> bool {
    match (a, b) {
        (View::Absent, View::Absent) => true,
        (View::Bool(a), View::Bool(b)) => a == b,
        (View::Int(a), View::Int(b)) => a == b,
        (View::Float(a), View::Float(b)) => a == b,
        (View::Text(a), View::Text(b)) => a == b,
        (View::Value(a), View::Value(b)) => a == b,
        (View::Shape(a), View::Shape(b)) => equal(a, b),
        (View::Unlisted(a), View::Unlisted(b)) => a == b,
        (View::List(a), View::List(b)) => {
            a.len() == b.len() && (0..a.len()).all(|at| equal_views(a.at(at), b.at(at)))
        }
        (View::Map(a), View::Map(b)) => equal_maps(a, b),
        _ => false,
    }
}

fn equal_maps(a: &dyn Map, b: &dyn Map) -> bool {
    let mut same = true;
    let (mut left, mut right) = (0, 0);
    b.each(&mut |_, _| right += 1);
    a.each(&mut |name, mine| {
        left += 1;
        let mut found = false;
        b.each(&mut |other, theirs| found |= name == other && equal_views(mine, theirs));
        same &= found;
    });
    same && left == right
}

/// Writes the slots that hold something under their wire names. Values of secret fields and of
/// unlisted members are left out.
pub fn debug(shape: &dyn Shape, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let meta = shape.meta();
    parts(shape, |slots, unlisted| {
        let mut out = f.debug_struct(meta.name);
        for (field, slot) in meta.fields.iter().zip(slots) {
            match slot.view() {
                View::Absent => {}
                _ if field.is_secret() => {
                    out.field(field.name, &format_args!("<redacted>"));
                }
                view => {
                    out.field(field.name, &view);
                }
            }
        }
        if !unlisted.is_empty() {
            out.field("unlisted", unlisted);
        }
        out.finish()
    })
}

impl fmt::Debug for View<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Absent => f.write_str("-"),
            Self::Bool(it) => it.fmt(f),
            Self::Int(it) => it.fmt(f),
            Self::Float(it) => it.fmt(f),
            Self::Text(it) => it.fmt(f),
            Self::Value(it) => it.fmt(f),
            Self::Shape(it) => debug(*it, f),
            Self::Unlisted(it) => it.fmt(f),
            Self::List(it) => f
                .debug_list()
                .entries((0..it.len()).map(|at| it.at(at)))
                .finish(),
            Self::Map(it) => {
                let mut out = f.debug_map();
                it.each(&mut |name, view| {
                    out.entry(&name, &view);
                });
                out.finish()
            }
        }
    }
}

/// Implements [`Shape`], `Clone`, `Debug` and `PartialEq` for a struct with a field `unlisted`.
///
/// `shape!(CreateSnapshot = OPERATION[0]: disk_id, snapshot_name);` names the struct, its place in
/// the tables and its fields, in their order; `= REQUEST:` a static of its own.
#[macro_export]
macro_rules! shape {
    ($name:ident = $meta:ident: $($field:ident),* $(,)?) => {
        $crate::shape!(@ $name = &$meta; $($field),*);
    };
    ($name:ident = $tables:ident[$at:literal]: $($field:ident),* $(,)?) => {
        $crate::shape!(@ $name = $tables.shape($at); $($field),*);
    };
    (@ $name:ident = $meta:expr; $($field:ident),*) => {
        impl $crate::shape::Shape for $name {
            fn meta(&self) -> &'static $crate::meta::ShapeMeta {
                $meta
            }
            fn slots<'s>(&'s self, see: &mut dyn FnMut(&[&'s dyn $crate::shape::Slot])) {
                see(&[$(&self.$field,)* &self.unlisted]);
            }
            fn slots_mut<'s>(
                &'s mut self,
                fill: &mut dyn FnMut(&mut [&'s mut dyn $crate::shape::Slot]),
            ) {
                fill(&mut [$(&mut self.$field,)* &mut self.unlisted]);
            }
        }

        impl ::core::clone::Clone for $name {
            fn clone(&self) -> Self {
                $crate::shape::copy(self)
            }
        }

        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::shape::debug(self, f)
            }
        }

        impl ::core::cmp::PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                $crate::shape::equal(self, other)
            }
        }

        $crate::serde_shape!($name);
    };
}
