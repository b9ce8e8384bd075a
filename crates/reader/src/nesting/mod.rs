//! Places flat table rows into the tree that travels on the wire.
//!
//! Alibaba's response tables list containers and members one below the other, mostly without a mark of depth. What tells the
//! place of a row is weighed together: marks (`└`, pairs of wide spaces), rows without a type, which name a list's wrapper,
//! dotted names, the keys of the samples, and order, since most products sort the members of each level by name.
//! No single sign is reliable, so the rows are placed by a search over the containers that are open at each row;
//! each placement says whether the signs agree ([`Placed::certain`]).
//!
//! **List wrappers.** Where the samples show `{"Disks": {"Disk": […]}}`, the wrapper is a real level: `Disks` is an `object` with a
//! member `Disk` that is a `list<object>`, because that is what a client meets on the wire. A level that the table leaves out is
//! made up with [`Placed::derived`]. A wrapper row that the samples lack (they show `{"Disks": […]}`) stays a level too, though not a
//! certain one: where the vendor's SDK can be asked, it sides with the table 12 times in 14; such samples were made from the XML.
//!
//! This module must not know how a page writes any of this: rows come in with their signs already read.

mod aliases;
mod costs;
mod fields;
mod search;
mod shape;
mod signs;
mod tree;
mod ways;

pub use fields::fields;
pub use shape::{Node, NodeId, Shape};

use specwright_spec::Type;

/// A table row to be placed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// The name, without marks; dots in it are a path.
    pub name: String,
    /// The type; `any` where the table has none.
    pub ty: Type,
    /// The mark of depth, if any.
    pub depth: Option<Depth>,
    /// The type cell is empty: such a row names a list's wrapper, or a container that nobody typed.
    pub untyped: bool,
    /// Which of the section's tables it stands in: marks count within a table.
    pub table: usize,
}

impl Row {
    /// A row without marks.
    pub fn new(name: impl Into<String>, ty: Type) -> Self {
        Row {
            name: name.into(),
            ty,
            depth: None,
            untyped: false,
            table: 0,
        }
    }
}

/// A mark of depth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// Below some container: `└` alone says no more.
    Below,
    /// So many levels below the top.
    Level(usize),
}

/// A place in the tree.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    /// The row that stands here; none for a level that no row lists.
    pub row: Option<usize>,
    /// One segment of the wire name.
    pub name: String,
    /// The type, as row and samples together tell: containers are `object` or lists of it.
    pub ty: Type,
    /// The place this one is a member of; it always comes earlier in the order.
    pub parent: Option<usize>,
    /// Whether the signs agree that it belongs there.
    pub certain: bool,
    /// Why there is a place that no row lists.
    pub derived: Option<&'static str>,
}

/// Why a level exists that no row lists.
pub const WRAPPER_IN_SAMPLE: &str = "list wrapper that only the samples show";
/// Why a level exists that no row lists.
pub const PART_OF_DOTTED_NAME: &str = "no row of its own; named by the rows below it";

/// The samples with the table's names for containers that they call otherwise.
pub fn renamed(rows: &[Row], shape: &Shape) -> Shape {
    aliases::renamed(rows, shape)
}

/// Places rows, with the shape of the operation's samples at hand. Every row has one place; parents come before
/// members, and members stand in the rows' order.
pub fn place(rows: &[Row], shape: &Shape) -> Vec<Placed> {
    tree::build(rows, shape, &search::search(rows, shape))
}

#[cfg(test)]
mod tests;
