//! Values of operations without generated code: a shape whose fields follow a table made at run
//! time, seen by the runtime exactly as a generated struct is.

use std::collections::BTreeMap;

use specwright_runtime::Value;
use specwright_runtime::meta::ShapeMeta;
use specwright_runtime::shape::{List, Map, Place, Shape, Slot, Unlisted, View};

use crate::tables::{Kind, Layout};

/// A struct.
pub struct Dynamic {
    layout: &'static Layout,
    fields: Vec<Field>,
    unlisted: Unlisted,
}

impl Dynamic {
    /// An empty one.
    pub fn new(layout: &'static Layout) -> Self {
        let field = |kind: &'static Kind| Field {
            kind,
            hides_empty: layout.is_output,
            cell: None,
        };
        Self {
            layout,
            fields: layout.kinds.iter().map(field).collect(),
            unlisted: Unlisted::default(),
        }
    }
}

impl Shape for Dynamic {
    fn meta(&self) -> &'static ShapeMeta {
        self.layout.meta
    }
    fn slots<'s>(&'s self, see: &mut dyn FnMut(&[&'s dyn Slot])) {
        let fields = self.fields.iter().map(|field| field as &dyn Slot);
        let all: Vec<_> = fields.chain([&self.unlisted as &dyn Slot]).collect();
        see(&all);
    }
    fn slots_mut<'s>(&'s mut self, fill: &mut dyn FnMut(&mut [&'s mut dyn Slot])) {
        let fields = self.fields.iter_mut().map(|field| field as &mut dyn Slot);
        let mut all: Vec<_> = fields
            .chain([&mut self.unlisted as &mut dyn Slot])
            .collect();
        fill(&mut all);
    }
}

struct Field {
    kind: &'static Kind,
    hides_empty: bool,
    cell: Option<Cell>,
}

enum Cell {
    Truth(bool),
    Int(i64),
    Float(f64),
    Text(String),
    Tree(Value),
    Struct(Box<Dynamic>),
    List(Items),
    Map(Entries),
}

struct Items {
    kind: &'static Kind,
    items: Vec<Cell>,
}

struct Entries {
    kind: &'static Kind,
    entries: BTreeMap<String, Cell>,
}

impl Slot for Field {
    fn view(&self) -> View<'_> {
        match &self.cell {
            None => View::Absent,
            Some(Cell::List(list)) if self.hides_empty && list.items.is_empty() => View::Absent,
            Some(Cell::Map(map)) if self.hides_empty && map.entries.is_empty() => View::Absent,
            Some(cell) => cell.view(),
        }
    }
    fn place(&mut self) -> Place<'_> {
        self.cell.insert(Cell::blank(self.kind)).place()
    }
    fn clear(&mut self) {
        self.cell = None;
    }
}

impl Cell {
    fn blank(kind: &'static Kind) -> Self {
        match kind {
            Kind::Truth => Self::Truth(false),
            Kind::Int => Self::Int(0),
            Kind::Float => Self::Float(0.0),
            Kind::Text => Self::Text(String::new()),
            Kind::Tree => Self::Tree(Value::Null),
            Kind::List(kind) => Self::List(Items {
                kind,
                items: Vec::new(),
            }),
            Kind::Map(kind) => Self::Map(Entries {
                kind,
                entries: BTreeMap::new(),
            }),
            // Layouts are all laid before the first value is made.
            Kind::Struct(layout) => match layout.get() {
                Some(layout) => Self::Struct(Box::new(Dynamic::new(layout))),
                None => Self::Tree(Value::Null),
            },
        }
    }

    fn view(&self) -> View<'_> {
        match self {
            Self::Truth(it) => View::Bool(*it),
            Self::Int(it) => View::Int(*it),
            Self::Float(it) => View::Float(*it),
            Self::Text(it) => View::Text(it),
            Self::Tree(it) => View::Value(it),
            Self::Struct(it) => View::Shape(&**it),
            Self::List(it) => View::List(it),
            Self::Map(it) => View::Map(it),
        }
    }

    fn place(&mut self) -> Place<'_> {
        match self {
            Self::Truth(it) => Place::Bool(it),
            Self::Int(it) => Place::Int(it),
            Self::Float(it) => Place::Float(it),
            Self::Text(it) => Place::Text(it),
            Self::Tree(it) => Place::Value(it),
            Self::Struct(it) => Place::Shape(&mut **it),
            Self::List(it) => Place::List(it),
            Self::Map(it) => Place::Map(it),
        }
    }
}

impl List for Items {
    fn len(&self) -> usize {
        self.items.len()
    }
    fn at(&self, index: usize) -> View<'_> {
        self.items.get(index).map_or(View::Absent, Cell::view)
    }
    fn push(&mut self) -> Place<'_> {
        self.items.push_mut(Cell::blank(self.kind)).place()
    }
    fn pop(&mut self) {
        self.items.pop();
    }
}

impl Map for Entries {
    fn each(&self, read: &mut dyn FnMut(&str, View<'_>)) {
        for (name, cell) in &self.entries {
            read(name, cell.view());
        }
    }
    fn insert(&mut self, name: &str) -> Place<'_> {
        let blank = Cell::blank(self.kind);
        self.entries
            .entry(name.to_owned())
            .insert_entry(blank)
            .into_mut()
            .place()
    }
    fn remove(&mut self, name: &str) {
        self.entries.remove(name);
    }
}
