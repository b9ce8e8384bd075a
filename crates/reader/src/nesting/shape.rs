//! The shape of an operation's samples: all of them laid over each other, list items too, with values forgotten.

use std::collections::BTreeMap;

use crate::sample::{Data, SampleValue};
use specwright_spec::Type;

/// A node of a [`Shape`], by number.
pub type NodeId = usize;

/// Levels below this are not looked at; samples themselves end earlier.
const MAX_DEPTH: usize = 128;

/// Samples laid over each other.
#[derive(Clone, Debug)]
pub struct Shape {
    nodes: Vec<Node>,
    /// Of each node the members by name, and by name in lower case.
    members: Vec<Members>,
}

#[derive(Clone, Debug, Default)]
struct Members {
    exact: BTreeMap<String, NodeId>,
    folded: BTreeMap<String, NodeId>,
}

/// A key of the samples, with all that was seen below it.
#[derive(Clone, Debug, Default)]
pub struct Node {
    /// The key.
    pub name: String,
    /// The keys below, in the order they were first seen.
    pub children: Vec<NodeId>,
    /// How many list levels lie between the key and its members.
    pub lists: usize,
    /// An object stood here, perhaps an empty one.
    pub is_map: bool,
    /// The type of the scalars that stood here.
    pub scalar: Option<Type>,
    /// An empty text stood here, which says next to nothing.
    pub is_blank: bool,
}

impl Node {
    /// Whether a list or an object stood here.
    pub fn is_container(&self) -> bool {
        self.is_map || self.lists > 0
    }

    /// Whether only scalars stood here, or lists of them.
    pub fn holds_scalars(&self) -> bool {
        !self.is_map && self.scalar.is_some()
    }
}

impl Shape {
    /// The root: what stands outside of all keys.
    pub const ROOT: NodeId = 0;

    /// The shape of these samples' documents.
    pub fn of<'v>(samples: impl IntoIterator<Item = &'v SampleValue>) -> Self {
        let mut shape = Shape {
            nodes: vec![Node::default()],
            members: vec![Members::default()],
        };
        for sample in samples {
            shape.add(Self::ROOT, sample, 0, 0);
        }
        shape
    }

    /// Whether no sample has a key.
    pub fn is_empty(&self) -> bool {
        self.nodes.len() == 1
    }

    /// The node of that number. Numbers come from this shape only; the root stands in for any other.
    pub fn node(&self, id: NodeId) -> &Node {
        self.nodes.get(id).unwrap_or(&self.nodes[Self::ROOT])
    }

    /// All nodes, the root first, members behind what holds them.
    pub fn ids(&self) -> std::ops::Range<NodeId> {
        0..self.nodes.len()
    }

    /// Gives a key another name, unless one beside it has that name.
    pub fn rename(&mut self, id: NodeId, name: &str) {
        let holds = |of: &NodeId| self.nodes[*of].children.contains(&id);
        let Some(of) = self.ids().find(holds) else {
            return;
        };
        if self.child_folded(of, name).is_some() {
            return;
        }
        let old = std::mem::replace(&mut self.nodes[id].name, name.to_owned());
        let members = &mut self.members[of];
        members.exact.remove(&old);
        let folded = old.to_ascii_lowercase();
        if members.folded.get(&folded) == Some(&id) {
            members.folded.remove(&folded);
        }
        members.exact.insert(name.to_owned(), id);
        members.folded.insert(name.to_ascii_lowercase(), id);
    }

    /// The member of exactly that name.
    pub fn child(&self, of: NodeId, name: &str) -> Option<NodeId> {
        self.members.get(of)?.exact.get(name).copied()
    }

    /// The member of that name but for the case of letters.
    pub fn child_folded(&self, of: NodeId, name: &str) -> Option<NodeId> {
        let folded = &self.members.get(of)?.folded;
        if folded.is_empty() {
            return None;
        }
        folded.get(&name.to_ascii_lowercase()).copied()
    }

    /// The only member of a node, if that is a container: how a list is wrapped.
    pub fn wrapped(&self, id: NodeId) -> Option<NodeId> {
        match self.node(id).children.as_slice() {
            [only] if self.node(*only).is_container() => Some(*only),
            _ => None,
        }
    }

    fn add(&mut self, id: NodeId, value: &SampleValue, lists: usize, depth: usize) {
        if depth > MAX_DEPTH {
            return;
        }
        match &value.data {
            Data::Null => {}
            // An empty text stands for anything: also for a list without items.
            Data::String(text) if text.is_empty() => self.nodes[id].is_blank = true,
            Data::Bool(_) => self.see_scalar(id, Type::Boolean),
            Data::Number(text) => {
                let is_whole = !text.contains(['.', 'e', 'E']);
                self.see_scalar(
                    id,
                    if is_whole {
                        Type::Integer
                    } else {
                        Type::Number
                    },
                );
            }
            Data::String(_) => self.see_scalar(id, Type::String),
            Data::List(items) => {
                self.nodes[id].lists = self.nodes[id].lists.max(lists + 1);
                for item in items {
                    self.add(id, item, lists + 1, depth + 1);
                }
            }
            Data::Map(entries) => {
                self.nodes[id].is_map = true;
                for entry in entries {
                    // `"MaintenanceWindows "`: space around a key is a slip.
                    let child = self.member(id, entry.key.trim());
                    self.add(child, &entry.value, 0, depth + 1);
                }
            }
        }
    }

    fn see_scalar(&mut self, id: NodeId, ty: Type) {
        let node = &mut self.nodes[id];
        node.scalar = Some(match node.scalar.take() {
            None => ty,
            Some(seen) if seen == ty => ty,
            Some(Type::Integer | Type::Number) if matches!(ty, Type::Integer | Type::Number) => {
                Type::Number
            }
            Some(_) => Type::String,
        });
    }

    fn member(&mut self, of: NodeId, name: &str) -> NodeId {
        if let Some(id) = self.child(of, name) {
            return id;
        }
        let id = self.nodes.len();
        self.nodes.push(Node {
            name: name.to_owned(),
            ..Node::default()
        });
        self.nodes[of].children.push(id);
        self.members.push(Members::default());
        let members = &mut self.members[of];
        members.exact.insert(name.to_owned(), id);
        members
            .folded
            .entry(name.to_ascii_lowercase())
            .or_insert(id);
        id
    }
}
