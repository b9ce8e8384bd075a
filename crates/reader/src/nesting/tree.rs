//! From the steps of the search to the tree: levels that no row lists are made up, types are settled.

use std::collections::BTreeMap;

use super::shape::{NodeId, Shape};
use super::ways::Step;
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
        listed: BTreeMap::new(),
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
    /// The rows' places, by parent and name.
    listed: BTreeMap<(Option<usize>, String), usize>,
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
        if let Some(via) = step.via {
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
        self.of_row.insert(at, self.places.len());
        self.listed
            .insert((parent, name.to_owned()), self.places.len());
        self.push(
            Placed {
                row: Some(at),
                name: name.to_owned(),
                ty: row.ty.clone(),
                parent,
                certain: step.certain,
                derived: None,
            },
            step.node,
        );
    }

    fn push(&mut self, place: Placed, node: Option<NodeId>) -> usize {
        self.places.push(place);
        self.nodes.push(node);
        self.places.len() - 1
    }

    /// A level above the last segment of a dotted name: a row's own, or one made up.
    fn dotted(&mut self, parent: Option<usize>, name: &str, certain: bool) -> usize {
        if let Some(&listed) = self.listed.get(&(parent, name.to_owned())) {
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
            _ if self.table_says_list(at) || self.is_named_as_item(at) => 1,
            Some(_) => 0,
            None if self.is_named_as_list(at) => {
                self.places[at].certain = false;
                1
            }
            None => 0,
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

    /// Whether the name of an untyped container is that of the items around it: `Hook` in `Hooks`.
    fn is_named_as_item(&self, at: usize) -> bool {
        let place = &self.places[at];
        let around = place.parent.map(|parent| &self.places[parent].name);
        let rest = around.and_then(|around| around.strip_prefix(place.name.as_str()));
        self.is_wrapper(at) && rest.is_some_and(|rest| matches!(rest, "s" | "es" | "Set" | "List"))
    }

    /// Whether the name of an untyped container is a plural.
    fn is_named_as_list(&self, at: usize) -> bool {
        let name = &self.places[at].name;
        let is_plural =
            name.ends_with('s') && !["ss", "us", "is"].iter().any(|end| name.ends_with(end));
        self.is_wrapper(at) && is_plural
    }

    /// A leaf that the table leaves open, or calls a list of plain values.
    fn settle_leaf(&mut self, at: usize) {
        let in_table = self.in_table[at].clone();
        let item = match &in_table {
            Type::Any => Type::Any,
            Type::List(item) if is_plain(item) => (**item).clone(),
            _ => return,
        };
        let node = self.nodes[at];
        let is_list = in_table.is_list();
        let single = |id: NodeId| self.single_item(id).filter(|_| is_list);
        if let Some(list) = node.and_then(|id| self.wrapped_list(id).or_else(|| single(id))) {
            return self.wrap(at, list, item);
        }
        let node = node.map(|id| self.shape.node(id));
        let is_map = node.is_some_and(|node| node.is_map);
        let shown = node.map_or(0, |node| node.lists);
        let lists = shown.max(usize::from(in_table.is_list() && !is_map));
        let item = match (is_map, node.and_then(|node| node.scalar.clone())) {
            (true, _) => Type::Object,
            (false, shown) => known(item, shown, lists > 0),
        };
        self.places[at].ty = (0..lists).fold(item, |ty, _| Type::list(ty));
    }

    /// The list of plain values that the samples show as the only member of an object: `{"GroupIds": {"GroupId": ["g"]}}`.
    fn wrapped_list(&self, id: NodeId) -> Option<NodeId> {
        let list = self.shape.wrapped(id)?;
        let (node, inner) = (self.shape.node(id), self.shape.node(list));
        (node.lists == 0 && inner.children.is_empty() && inner.lists > 0).then_some(list)
    }

    /// The same with one item, where nothing but its name tells that it is one:
    /// `<Urls><Url>u</Url></Urls>` of a row that says list.
    fn single_item(&self, id: NodeId) -> Option<NodeId> {
        let node = self.shape.node(id);
        let [only] = node.children.as_slice() else {
            return None;
        };
        let inner = self.shape.node(*only);
        let is_item = node.lists == 0 && !inner.is_container() && inner.scalar.is_some();
        (is_item && node.name.starts_with(&inner.name)).then_some(*only)
    }

    fn wrap(&mut self, at: usize, list: NodeId, item: Type) {
        let inner = self.shape.node(list);
        let ty = Type::list(known(item, inner.scalar.clone(), true));
        let place = Placed {
            row: None,
            name: inner.name.clone(),
            ty,
            parent: Some(at),
            certain: self.places[at].certain,
            derived: Some(WRAPPER_IN_SAMPLE),
        };
        self.places[at].ty = Type::Object;
        self.push(place, Some(list));
    }
}

/// Whether a type has no members.
fn is_plain(ty: &Type) -> bool {
    !matches!(
        ty,
        Type::Object | Type::Structure(_) | Type::List(_) | Type::Map(_)
    )
}

/// The table's type if it has one, else the sample's; nobody types the items of a list unless they are no texts.
fn known(in_table: Type, shown: Option<Type>, is_item: bool) -> Type {
    match (in_table, shown) {
        (Type::Any, Some(shown)) => shown,
        (Type::Any, None) if is_item => Type::String,
        (in_table, _) => in_table,
    }
}
