//! The search for the likeliest places: row by row, keeping the few best ways to have placed the rows so far.
//!
//! A row goes into one of the open containers, which closes those inside of it; a row that is a container opens itself. Each
//! placement costs what speaks against it; [`Costs`] says how much. The cheapest way in the end is taken. How ways are kept
//! is for [`super::ways`].

use std::collections::{BTreeMap, BTreeSet};

use super::costs::Costs;
use super::shape::{NodeId, Shape};
use super::signs::{
    Role, ends_pair, inside, is_envelope, is_of_whole, is_sorted, level, models, role, top,
};
use super::ways::{Fit, Open, Step, Verdict, Ways};
use super::{Depth, Row};
use specwright_spec::Type;

/// How many ways are kept. More changed nothing on real pages.
const WIDTH: usize = 16;

/// Above so many rows only the best way is kept, so that time stays linear on any page.
const MANY_ROWS: usize = 600;

/// Containers may be nested this deep.
const MAX_DEPTH: usize = 24;

/// A step for each row. Whether the table is sorted is judged by the rows that the samples place, and what a container that no sample
/// shows holds by one like it that they do show, so there are two rounds.
pub(super) fn search(rows: &[Row], shape: &Shape) -> Vec<Step> {
    let mut table = Table::new(rows, shape);
    let first = table.run();
    table.is_sorted = is_sorted(rows, &first);
    table.models = models(rows, &first);
    if table.is_sorted || !table.models.is_empty() {
        table.run()
    } else {
        first
    }
}

/// The rows with what can be told of them beforehand.
pub(super) struct Table<'a> {
    rows: &'a [Row],
    shape: &'a Shape,
    top: NodeId,
    /// The row of the container that the samples begin inside of, if they do.
    inside: Option<usize>,
    is_sorted: bool,
    /// The tables that have marks of depth.
    marked: BTreeSet<usize>,
    /// Of containers, the members of one that they are like.
    models: BTreeMap<usize, BTreeSet<&'a str>>,
}

impl<'a> Table<'a> {
    fn new(rows: &'a [Row], shape: &'a Shape) -> Self {
        let marked = rows
            .iter()
            .filter(|row| row.depth.is_some())
            .map(|row| row.table)
            .collect();
        let top = top(rows, shape);
        Table {
            rows,
            shape,
            top,
            inside: inside(rows, shape, top),
            is_sorted: false,
            marked,
            models: BTreeMap::new(),
        }
    }

    fn run(&self) -> Vec<Step> {
        let width = if self.rows.len() > MANY_ROWS {
            1
        } else {
            WIDTH
        };
        let mut ways = Ways::new(self.top);
        for row in 0..self.rows.len() {
            ways.advance(self, row, width);
        }
        ways.best()
    }

    /// What it costs to put a row into the container at a depth, beside what the two say of each other.
    pub fn depth_cost(&self, at: usize, depth: usize) -> u32 {
        if depth > 0 && is_envelope(&self.rows[at]) {
            Costs::ENVELOPE_INSIDE
        } else {
            0
        }
    }

    /// Whether the signs agree that a row belongs into the container at a depth, of so many that are open. `is_only_seen`: the
    /// sample shows the row in no other of them.
    pub fn is_certain(
        &self,
        at: usize,
        open: &Open,
        verdict: &Verdict,
        depth: usize,
        height: usize,
        is_only_seen: bool,
    ) -> bool {
        let row = &self.rows[at];
        let fit = &verdict.fit;
        let by_mark = verdict.is_marked && self.is_marked_place(row, depth, height);
        let is_shown = is_only_seen || (depth == 0 && is_envelope(row));
        // A wrapper right below its list, unless the sample shows the list without it.
        let wraps = row.untyped
            && depth + 1 == height
            && open.row.is_some()
            && open.newest.is_none()
            && (fit.node.is_none() || fit.node != open.node);
        by_mark || height == 1 || is_shown || wraps
    }

    /// What a container and a row say of each other, whatever else is open.
    pub fn judge(&self, open: &Open, at: usize) -> Verdict {
        let row = &self.rows[at];
        let fit = self.fit(open, row);
        let marked = self.mark_cost(open, row);
        let pair = match ends_pair(self.rows, open.row, open.newest) {
            true if !fit.seen => Costs::BEHIND_PAIR,
            _ => 0,
        };
        let is_of_all = fit.node.is_none() && is_of_whole(row) && self.holds_items(open);
        let cost = fit.cost
            + if is_of_all { Costs::OF_ALL_IN_ONE } else { 0 }
            + marked
            + self.order_cost(open, row)
            + self.wrapper_cost(open, row, at)
            + self.plain_cost(open)
            + self.sibling_cost(open)
            + pair;
        Verdict {
            fit,
            cost,
            is_marked: marked == 0,
            closing: Costs::CLOSED + self.empty_cost(open),
        }
    }

    fn fit(&self, open: &Open, row: &Row) -> Fit {
        if open.row.is_none() && self.inside.is_some() {
            let cost = if is_envelope(row) {
                0
            } else {
                Costs::OUTSIDE_SAMPLE
            };
            return Fit {
                cost,
                via: None,
                node: None,
                seen: false,
            };
        }
        let inside = open.via.or(open.node);
        let Some(id) = inside else {
            return Fit {
                cost: self.unseen_cost(open, row),
                via: open.via,
                node: None,
                seen: false,
            };
        };
        let direct = self.fit_node(id, open, row, None);
        let node = self.shape.node(id);
        let shows_list =
            (node.lists > 0 || !node.children.is_empty()) && self.shape.wrapped(id).is_none();
        if self.names_wrapper(open, row) && direct.node.is_none() && shows_list {
            return Fit {
                cost: Costs::WRAPPER_UNSEEN,
                via: None,
                node: Some(id),
                seen: false,
            };
        }
        if direct.seen || open.via.is_some() || open.newest.is_some() || open.row.is_none() {
            return Fit {
                via: open.via,
                ..direct
            };
        }
        // The table may leave out a list's wrapper.
        let Some(wrapper) = self.shape.wrapped(id) else {
            return direct;
        };
        let through = self.fit_node(wrapper, open, row, Some(wrapper));
        Fit {
            cost: through.cost + Costs::THROUGH_WRAPPER,
            ..through
        }
    }

    /// Whether the members of a container are those of a list's items.
    fn holds_items(&self, open: &Open) -> bool {
        let is_list = |row: &Row| row.ty.is_list() || row.untyped;
        let is_shown = |id: NodeId| self.shape.node(id).lists > 0;
        open.row.is_some_and(|at| is_list(&self.rows[at])) || open.node.is_some_and(is_shown)
    }

    /// A row without a type right below a list.
    fn names_wrapper(&self, open: &Open, row: &Row) -> bool {
        row.untyped
            && open.newest.is_none()
            && open
                .row
                .is_some_and(|parent| self.rows[parent].ty.is_list())
    }

    fn fit_node(&self, id: NodeId, open: &Open, row: &Row, via: Option<NodeId>) -> Fit {
        let node = self.shape.node(id);
        let Some((child, is_exact)) = self.find(id, &row.name) else {
            let cost = match () {
                () if node.children.is_empty() && node.holds_scalars() => Costs::SAMPLE_HAS_SCALARS,
                () if node.children.is_empty() => self.unseen_cost(open, row),
                () if open.row.is_none() && open.used.len() >= node.children.len() => {
                    Costs::NOT_IN_SAMPLE + Costs::COMPLETE
                }
                () => Costs::NOT_IN_SAMPLE,
            };
            return Fit {
                cost,
                via,
                node: None,
                seen: false,
            };
        };
        if open.used.binary_search(&child).is_ok() {
            return Fit {
                cost: Costs::TWICE,
                via,
                node: None,
                seen: false,
            };
        }
        let mut cost = if is_exact { 0 } else { Costs::OTHER_CASE };
        let found = self.shape.node(child);
        let is_container = found.is_container();
        let disagrees = match role(row) {
            Role::Scalar => found.is_map || !found.children.is_empty(),
            Role::Container => !is_container && found.scalar.is_some(),
            Role::Open => false,
        };
        if disagrees {
            cost += Costs::OTHER_KIND;
        }
        Fit {
            cost,
            via,
            node: Some(child),
            seen: !disagrees,
        }
    }

    /// What it costs to put a row where no sample shows what the container holds.
    fn unseen_cost(&self, open: &Open, row: &Row) -> u32 {
        let members = open.row.and_then(|container| self.models.get(&container));
        match members {
            Some(members) if members.contains(row.name.as_str()) => Costs::LIKE_MODEL,
            _ => Costs::NO_SAMPLE,
        }
    }

    /// The key of that name below a node, and whether the case is the same; dots are a path.
    fn find(&self, id: NodeId, name: &str) -> Option<(NodeId, bool)> {
        let mut found = (id, true);
        for segment in name.split('.').filter(|segment| !segment.is_empty()) {
            let exact = self.shape.child(found.0, segment);
            let child = exact.or_else(|| self.shape.child_folded(found.0, segment))?;
            found = (child, found.1 && exact.is_some());
        }
        (found.0 != id).then_some(found)
    }

    fn has_marks(&self, row: &Row) -> bool {
        self.marked.contains(&row.table)
    }

    /// Whether the mark of a row leaves no other place than the one at `depth`.
    fn is_marked_place(&self, row: &Row, depth: usize, open: usize) -> bool {
        match row.depth {
            Some(Depth::Level(_)) => true,
            Some(Depth::Below) => open == 2,
            None => self.has_marks(row) && depth == 0,
        }
    }

    /// Members of one container are all marked or all not. A row without a mark is nearly always at the top, but some tables
    /// mark the lower levels only.
    fn mark_cost(&self, open: &Open, row: &Row) -> u32 {
        if !self.has_marks(row) {
            return 0;
        }
        let sibling = open
            .newest
            .map(|newest| &self.rows[newest])
            .filter(|sibling| sibling.table == row.table);
        let parent = open.row.map(|parent| &self.rows[parent]);
        let parent_level = parent.map(|parent| {
            if parent.table == row.table {
                level(parent)
            } else {
                0
            }
        });
        let agrees = match (row.depth, parent_level) {
            (Some(Depth::Below), None) => false,
            (Some(Depth::Below), Some(_)) => sibling.is_none_or(|sibling| sibling.depth.is_some()),
            (Some(Depth::Level(level)), None) => level == 0,
            (Some(Depth::Level(level)), Some(parent)) => level == parent + 1,
            (None, None) => true,
            (None, Some(0)) if sibling.is_none_or(|sibling| sibling.depth.is_none()) => {
                return Costs::UNMARKED_INSIDE;
            }
            (None, Some(_)) => false,
        };
        if agrees { 0 } else { Costs::AGAINST_MARK }
    }

    fn order_cost(&self, open: &Open, row: &Row) -> u32 {
        let before = open.newest.map(|newest| self.rows[newest].name.as_str());
        let is_unsorted = self.is_sorted && before.is_some_and(|before| row.name.as_str() < before);
        if is_unsorted { Costs::UNSORTED } else { 0 }
    }

    /// A row without a type belongs right below the container it follows, above all if that is a list of it.
    fn wrapper_cost(&self, open: &Open, row: &Row, at: usize) -> u32 {
        let follows = open.row.is_some_and(|parent| parent + 1 == at);
        let before = at.checked_sub(1).map(|before| &self.rows[before].ty);
        match before {
            _ if follows || !row.untyped => 0,
            Some(Type::List(item)) if matches!(&**item, Type::Structure(name) if *name == row.name) => {
                Costs::NAMED_WRAPPER_ELSEWHERE
            }
            _ if self.has_marks(row) => 0,
            _ => Costs::WRAPPER_ELSEWHERE,
        }
    }

    /// A wrapper has no siblings.
    fn sibling_cost(&self, open: &Open) -> u32 {
        let (Some(parent), Some(newest)) = (open.row, open.newest) else {
            return 0;
        };
        let is_wrapper =
            newest == parent + 1 && self.rows[newest].untyped && self.rows[parent].ty.is_list();
        if is_wrapper { Costs::BESIDE_WRAPPER } else { 0 }
    }

    /// A list of plain values has no members, unless a sample shows some.
    fn plain_cost(&self, open: &Open) -> u32 {
        let is_plain = open
            .row
            .is_some_and(|row| is_plain_list(&self.rows[row].ty));
        let shows_members = open
            .node
            .is_some_and(|id| !self.shape.node(id).children.is_empty());
        if is_plain && !shows_members {
            Costs::BELOW_PLAIN
        } else {
            0
        }
    }

    /// What it costs to close a container as it is.
    fn empty_cost(&self, open: &Open) -> u32 {
        let Some(row) = open.row else { return 0 };
        let may_be_empty = match open.node.map(|id| self.shape.node(id)) {
            Some(node) if node.holds_scalars() => true,
            Some(node) => {
                node.children
                    .iter()
                    .all(|child| self.shape.node(*child).holds_scalars())
                    && node.children.len() == 1
            }
            None => false,
        };
        if open.newest.is_some() || may_be_empty || is_plain_list(&self.rows[row].ty) {
            0
        } else {
            Costs::LEFT_EMPTY
        }
    }

    /// The container with a row put into it.
    pub fn put(&self, open: &Open, at: usize, fit: &Fit) -> Open {
        let mut open = Open {
            newest: Some(at),
            via: fit.via,
            ..open.clone()
        };
        // In a long table nobody counts, or every step would copy all of them.
        if let Some(node) = fit.node.filter(|_| self.rows.len() <= MANY_ROWS)
            && let Err(place) = open.used.binary_search(&node)
        {
            open.used.insert(place, node);
        }
        open
    }

    /// The container that a row opens, if it can have members and there is room for it.
    pub fn opened(&self, at: usize, fit: &Fit, height: usize) -> Option<Open> {
        let node = if self.inside == Some(at) {
            Some(self.top)
        } else {
            fit.node
        };
        let opens = height < MAX_DEPTH && self.opens(at, fit.node);
        opens.then(|| Open {
            row: Some(at),
            node,
            ..Open::default()
        })
    }

    /// Whether a row can have members.
    fn opens(&self, at: usize, node: Option<NodeId>) -> bool {
        let row = &self.rows[at];
        let marked = self.has_marks(row)
            && self
                .rows
                .get(at + 1)
                .is_some_and(|next| level(next) > level(row));
        let node = node.map(|id| self.shape.node(id));
        match role(row) {
            Role::Container => true,
            Role::Open => {
                marked || !node.is_some_and(|node| node.holds_scalars() && node.lists == 0)
            }
            Role::Scalar => marked || node.is_some_and(|node| !node.children.is_empty()),
        }
    }
}

/// Whether a type is a list of what has no members, as far as the table tells.
fn is_plain_list(ty: &Type) -> bool {
    matches!(ty, Type::List(item) if !matches!(**item, Type::Object | Type::Structure(_)))
}
