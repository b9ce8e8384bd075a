//! From the steps of the search to the tree: levels that no row lists are made up, types are settled.

use std::collections::BTreeMap;

use super::search::Step;
use super::shape::{NodeId, Shape};
use super::{PART_OF_DOTTED_NAME, Placed, Row, WRAPPER_IN_SAMPLE};
use specwright_spec::Type;

/// The tree. `steps` has one step a row.
pub(super) fn build(rows: &[Row], shape: &Shape, steps: &[Step]) -> Vec<Placed> {
    let mut tree = Tree {
        shape,
        places: Vec::with_capacity(rows.len()),
        nodes: Vec::new(),
        in_table: Vec::new(),
        of_row: BTreeMap::new(),
        made: BTreeMap::new(),
    };
    for (at, (row, step)) in rows.iter().zip(steps).enumerate() {
        tree.add(at, row, step);
    }
    tree.settle();
    tree.places
}

struct Tree<'a> {
    shape: &'a Shape,
    places: Vec<Placed>,
    /// The key of the samples that each place is.
    nodes: Vec<Option<NodeId>>,
    of_row: BTreeMap<usize, usize>,
    /// The types before they are settled.
    in_table: Vec<Type>,
    /// Levels that no row lists, by parent and name.
    made: BTreeMap<(Option<usize>, String), usize>,
}

impl Tree<'_> {
    fn add(&mut self, at: usize, row: &Row, step: &Step) {
        let mut parent = step
            .parent
            .and_then(|parent| self.of_row.get(&parent).copied());
        for &via in &step.via {
            let name = self.shape.node(via).name.clone();
            parent = Some(self.made_up(parent, &name, Some(via), WRAPPER_IN_SAMPLE, step.certain));
        }
        let mut segments: Vec<&str> = row
            .name
            .split('.')
            .filter(|segment| !segment.is_empty())
            .collect();
        let name = segments.pop().unwrap_or(&row.name);
        for segment in segments {
            parent = Some(self.dotted(parent, segment, step.certain));
        }
        let node = if row.name.contains('.') {
            self.node_below(parent, name)
        } else {
            step.node
        };
        self.of_row.insert(at, self.places.len());
        self.push(
            Placed {
                row: Some(at),
                name: name.to_owned(),
                ty: row.ty.clone(),
                parent,
                certain: step.certain,
                derived: None,
            },
            node,
        );
    }

    fn push(&mut self, place: Placed, node: Option<NodeId>) -> usize {
        self.places.push(place);
        self.nodes.push(node);
        self.places.len() - 1
    }

    /// A level above the last segment of a dotted name: a row's own, or one made up.
    fn dotted(&mut self, parent: Option<usize>, name: &str, certain: bool) -> usize {
        let listed = self
            .places
            .iter()
            .rposition(|place| place.parent == parent && place.name == name && place.row.is_some());
        if let Some(listed) = listed {
            return listed;
        }
        let node = self.node_below(parent, name);
        self.made_up(parent, name, node, PART_OF_DOTTED_NAME, certain)
    }

    fn made_up(
        &mut self,
        parent: Option<usize>,
        name: &str,
        node: Option<NodeId>,
        why: &'static str,
        certain: bool,
    ) -> usize {
        let key = (parent, name.to_owned());
        if let Some(&known) = self.made.get(&key) {
            return known;
        }
        let place = Placed {
            row: None,
            name: name.to_owned(),
            ty: Type::Any,
            parent,
            certain,
            derived: Some(why),
        };
        let made = self.push(place, node);
        self.made.insert(key, made);
        made
    }

    fn node_below(&self, parent: Option<usize>, name: &str) -> Option<NodeId> {
        let above = parent.map_or(Some(Shape::ROOT), |parent| self.nodes[parent])?;
        self.shape.child(above, name)
    }

    /// Types of containers and of what the table leaves untyped; wrappers of lists of plain values.
    fn settle(&mut self) {
        self.in_table = self.places.iter().map(|place| place.ty.clone()).collect();
        let mut members = vec![0usize; self.places.len()];
        for place in &self.places {
            if let Some(parent) = place.parent {
                members[parent] += 1;
            }
        }
        let only_member: Vec<Option<usize>> = {
            let mut only = vec![None; self.places.len()];
            for (at, place) in self.places.iter().enumerate() {
                if let Some(parent) = place.parent
                    && members[parent] == 1
                {
                    only[parent] = Some(at);
                }
            }
            only
        };
        for at in 0..members.len() {
            if members[at] > 0 {
                self.settle_container(at, only_member[at]);
            } else {
                self.settle_leaf(at);
            }
        }
    }

    fn settle_container(&mut self, at: usize, only: Option<usize>) {
        let sample = self.nodes[at]
            .map(|id| self.shape.node(id))
            .filter(|node| node.is_container());
        let wraps = only.is_some_and(|only| {
            self.is_wrapper(only)
                && (self.nodes[only] == self.nodes[at] || sample.is_none_or(|node| node.lists == 0))
        });
        let lists = match sample {
            _ if wraps => 0,
            Some(node) if node.lists > 0 => node.lists,
            // One object in the sample may be the only item of a list, in XML above all.
            _ => usize::from(self.table_says_list(at)),
        };
        self.places[at].ty = (0..lists).fold(Type::Object, |ty, _| Type::list(ty));
    }

    /// Whether a place may be the level between a list's name and its items.
    fn is_wrapper(&self, at: usize) -> bool {
        self.in_table[at] == Type::Any && self.places[at].derived != Some(PART_OF_DOTTED_NAME)
    }

    /// Whether the table calls a place a list, or the level around it.
    fn table_says_list(&self, at: usize) -> bool {
        let around = self.places[at].parent.filter(|_| self.is_wrapper(at));
        self.in_table[around.unwrap_or(at)].is_list()
    }

    fn settle_leaf(&mut self, at: usize) {
        let ty = self.places[at].ty.clone();
        let Some(node_id) = self.nodes[at] else {
            if ty == Type::list(Type::Any) {
                self.places[at].ty = Type::list(Type::String);
            }
            return;
        };
        let node = self.shape.node(node_id);
        let is_open = matches!(ty, Type::Any)
            || matches!(&ty, Type::List(item) if matches!(**item, Type::Any | Type::String | Type::Integer | Type::Int32 | Type::Int64 | Type::Number | Type::Boolean));
        if !is_open {
            return;
        }
        let item = match &ty {
            Type::List(item) if **item != Type::Any => (**item).clone(),
            _ => node.scalar.clone().unwrap_or(Type::Any),
        };
        if let (Some(wrapped), true) = (self.shape.wrapped(node_id), node.is_map && node.lists == 0)
        {
            let inner = self.shape.node(wrapped);
            if inner.children.is_empty() && inner.lists > 0 {
                let item = match item {
                    Type::Any => inner.scalar.clone().unwrap_or(Type::String),
                    known => known,
                };
                let certain = self.places[at].certain;
                self.places[at].ty = Type::Object;
                let place = Placed {
                    row: None,
                    name: inner.name.clone(),
                    ty: Type::list(item),
                    parent: Some(at),
                    certain,
                    derived: Some(WRAPPER_IN_SAMPLE),
                };
                self.push(place, Some(wrapped));
                return;
            }
        }
        let scalar = node.scalar.clone();
        self.places[at].ty = match (node.lists, node.is_map) {
            (0, true) => Type::Object,
            (0, false) if ty.is_list() => Type::list(if item == Type::Any {
                Type::String
            } else {
                item
            }),
            (0, false) => scalar.unwrap_or(Type::Any),
            (lists, true) => (0..lists).fold(Type::Object, |ty, _| Type::list(ty)),
            (lists, false) => {
                let item = if item == Type::Any {
                    Type::String
                } else {
                    item
                };
                (0..lists).fold(item, |ty, _| Type::list(ty))
            }
        };
    }
}
