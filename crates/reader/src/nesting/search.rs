//! The search for the likeliest places: row by row, keeping the few best ways to have placed the rows so far.
//!
//! A way is a stack of open containers. A row goes into one of them, which closes those inside of it; a row that is a container
//! opens itself. Each placement costs what speaks against it; [`Costs`] says how much. The cheapest way in the end is taken.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::costs::Costs;
use super::shape::{NodeId, Shape};
use super::signs::{Role, ends_pair, inside, is_envelope, is_sorted, level, models, role, top};
use super::{Depth, Row};
use specwright_spec::Type;

/// How many ways are kept. More changed nothing on real pages.
const WIDTH: usize = 16;

/// Above so many rows only the best way is kept, so that time stays linear on any page.
const MANY_ROWS: usize = 600;

/// Containers may be nested this deep.
const MAX_DEPTH: usize = 24;

/// Where a row went.
#[derive(Clone, Debug)]
pub(super) struct Step {
    /// The row of the container; none for the top.
    pub parent: Option<usize>,
    /// Levels between the container and the row that no row lists, from the outside.
    pub via: Vec<NodeId>,
    /// The key of the sample that the row is, if it has one.
    pub node: Option<NodeId>,
    /// The signs agree.
    pub certain: bool,
}

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
struct Table<'a> {
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

/// One way to have placed the rows so far.
#[derive(Clone)]
struct Way {
    cost: u32,
    /// Shared with the ways that came from the same one.
    open: Vec<Rc<Open>>,
    /// The last step, in the log.
    last: Option<usize>,
}

/// An open container.
#[derive(Clone)]
struct Open {
    row: Option<usize>,
    node: Option<NodeId>,
    via: Vec<NodeId>,
    /// The sample's keys that have a row, in order.
    used: Vec<NodeId>,
    /// The row placed here last.
    newest: Option<usize>,
}

struct Choice {
    cost: u32,
    /// How many containers stay open.
    keep: usize,
    /// Among equals, the lower is taken.
    rank: u32,
    via: Vec<NodeId>,
    node: Option<NodeId>,
    certain: bool,
}

struct Logged {
    before: Option<usize>,
    step: Step,
}

/// What is said of a row in a container.
struct Verdict {
    fit: Fit,
    /// What speaks against it.
    cost: u32,
    /// Marks of depth do not speak against it.
    is_marked: bool,
    /// What it costs to close the container.
    closing: u32,
}

/// The verdicts on one row, each with its container: ways share containers.
#[derive(Default)]
struct Judged(Vec<(*const Open, Verdict)>);

impl Judged {
    /// Where the verdict on a container stands.
    fn place(&mut self, open: &Rc<Open>, judge: impl FnOnce() -> Verdict) -> usize {
        let same = |(known, _): &(*const Open, Verdict)| *known == Rc::as_ptr(open);
        self.0.iter().position(same).unwrap_or_else(|| {
            self.0.push((Rc::as_ptr(open), judge()));
            self.0.len() - 1
        })
    }

    fn get(&self, place: usize) -> &Verdict {
        &self.0[place].1
    }
}

/// How a name fits into a container, by the sample.
struct Fit {
    cost: u32,
    via: Vec<NodeId>,
    node: Option<NodeId>,
    /// The sample has the key there, and no row has taken it.
    seen: bool,
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
        let mut log = Vec::new();
        let mut ways = vec![Way::start(self.top)];
        for row in 0..self.rows.len() {
            ways = self.advance(&ways, row, width, &mut log);
        }
        ways.first().map_or_else(Vec::new, |best| best.steps(&log))
    }

    fn advance(&self, ways: &[Way], row: usize, width: usize, log: &mut Vec<Logged>) -> Vec<Way> {
        let mut choices: Vec<(u32, usize, Choice)> = Vec::new();
        let mut judged = Judged::default();
        for (from, way) in ways.iter().enumerate() {
            choices.extend(
                self.choices(way, row, &mut judged)
                    .into_iter()
                    .map(|choice| (way.cost + choice.cost, from, choice)),
            );
        }
        choices.sort_by_key(|(cost, from, choice)| (*cost, *from, choice.rank));
        let mut next: Vec<Way> = Vec::with_capacity(width);
        for (_, from, choice) in choices {
            if next.len() == width {
                break;
            }
            let way = self.take(&ways[from], row, choice, log);
            // Of two ways with the same future the dearer one cannot win.
            if !next.iter().any(|kept| kept.has_future_of(&way)) {
                next.push(way);
            }
        }
        next
    }

    fn choices(&self, way: &Way, at: usize, judged: &mut Judged) -> Vec<Choice> {
        let row = &self.rows[at];
        let mut choices = Vec::with_capacity(way.open.len());
        let mut closing = 0;
        let places: Vec<usize> = way
            .open
            .iter()
            .map(|open| judged.place(open, || self.judge(open, at)))
            .collect();
        let seen = places.iter().filter(|at| judged.get(**at).fit.seen).count();
        for (depth, (open, place)) in way.open.iter().zip(places).enumerate().rev() {
            let is_top = depth + 1 == way.open.len();
            let verdict = judged.get(place);
            let fit = &verdict.fit;
            let cost = closing + verdict.cost + envelope_cost(row, depth);
            let by_mark = verdict.is_marked && self.is_marked_place(row, depth, way.open.len());
            let only_place = way.open.len() == 1;
            let is_shown = (fit.seen && seen == 1) || (depth == 0 && is_envelope(row));
            // A wrapper right below its list, unless the sample shows the list without it.
            let wraps = row.untyped
                && is_top
                && open.row.is_some()
                && open.newest.is_none()
                && (fit.node.is_none() || fit.node != open.node);
            let certain = by_mark || only_place || is_shown || wraps;
            choices.push(Choice {
                cost,
                keep: depth + 1,
                rank: u32::try_from(way.open.len() - depth).unwrap_or(0),
                via: fit.via.clone(),
                node: fit.node,
                certain,
            });
            closing += Costs::CLOSED + verdict.closing;
        }
        choices
    }

    /// What a container and a row say of each other, whatever else is open.
    fn judge(&self, open: &Open, at: usize) -> Verdict {
        let row = &self.rows[at];
        let fit = self.fit(open, row);
        let marked = self.mark_cost(open, row);
        let pair = match ends_pair(self.rows, open.row, open.newest) {
            true if !fit.seen => Costs::BEHIND_PAIR,
            _ => 0,
        };
        let cost = fit.cost
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
            closing: self.empty_cost(open),
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
                via: Vec::new(),
                node: None,
                seen: false,
            };
        }
        let inside = open.via.last().copied().or(open.node);
        let Some(id) = inside else {
            return Fit {
                cost: self.unseen_cost(open, row),
                via: open.via.clone(),
                node: None,
                seen: false,
            };
        };
        let direct = self.fit_node(id, open, row, Vec::new());
        let node = self.shape.node(id);
        let shows_list =
            (node.lists > 0 || !node.children.is_empty()) && self.shape.wrapped(id).is_none();
        if self.names_wrapper(open, row) && direct.node.is_none() && shows_list {
            return Fit {
                cost: Costs::WRAPPER_UNSEEN,
                via: Vec::new(),
                node: Some(id),
                seen: false,
            };
        }
        if direct.seen || !open.via.is_empty() || open.newest.is_some() || open.row.is_none() {
            return Fit {
                via: open.via.clone(),
                ..direct
            };
        }
        // The table may leave out a list's wrapper.
        let Some(wrapper) = self.shape.wrapped(id) else {
            return direct;
        };
        let through = self.fit_node(wrapper, open, row, vec![wrapper]);
        Fit {
            cost: through.cost + Costs::THROUGH_WRAPPER,
            ..through
        }
    }

    /// A row without a type right below a list.
    fn names_wrapper(&self, open: &Open, row: &Row) -> bool {
        row.untyped
            && open.newest.is_none()
            && open
                .row
                .is_some_and(|parent| self.rows[parent].ty.is_list())
    }

    fn fit_node(&self, id: NodeId, open: &Open, row: &Row, via: Vec<NodeId>) -> Fit {
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

    fn take(&self, way: &Way, row: usize, choice: Choice, log: &mut Vec<Logged>) -> Way {
        let mut open = Vec::with_capacity(choice.keep + 1);
        open.extend_from_slice(&way.open[..choice.keep]);
        let Choice {
            via, node, certain, ..
        } = choice;
        let parent = open.last().and_then(|container| container.row);
        if let Some(container) = open.last_mut() {
            let container = Rc::make_mut(container);
            container.newest = Some(row);
            container.via.clone_from(&via);
            // In a long table nobody counts, or every step would copy all of them.
            if let Some(node) = node.filter(|_| self.rows.len() <= MANY_ROWS)
                && let Err(at) = container.used.binary_search(&node)
            {
                container.used.insert(at, node);
            }
        }
        if self.opens(row, node) && open.len() < MAX_DEPTH {
            let node = if self.inside == Some(row) {
                Some(self.top)
            } else {
                node
            };
            open.push(Rc::new(Open {
                row: Some(row),
                node,
                via: Vec::new(),
                used: Vec::new(),
                newest: None,
            }));
        }
        log.push(Logged {
            before: way.last,
            step: Step {
                parent,
                via,
                node,
                certain,
            },
        });
        Way {
            cost: way.cost + choice.cost,
            open,
            last: Some(log.len() - 1),
        }
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

impl Way {
    fn start(top: NodeId) -> Self {
        let top = Open {
            row: None,
            node: Some(top),
            via: Vec::new(),
            used: Vec::new(),
            newest: None,
        };
        Way {
            cost: 0,
            open: vec![Rc::new(top)],
            last: None,
        }
    }

    /// What tells the future of a way: the open containers, what each took last, and which of the sample's keys are left.
    fn has_future_of(&self, other: &Way) -> bool {
        let same = |one: &Open, other: &Open| {
            one.row == other.row && one.newest == other.newest && one.used == other.used
        };
        let mut pairs = self.open.iter().zip(&other.open);
        self.open.len() == other.open.len()
            && pairs.all(|(one, other)| Rc::ptr_eq(one, other) || same(one, other))
    }

    fn steps(&self, log: &[Logged]) -> Vec<Step> {
        let mut steps = Vec::new();
        let mut at = self.last;
        while let Some(logged) = at.and_then(|at| log.get(at)) {
            steps.push(logged.step.clone());
            at = logged.before;
        }
        steps.reverse();
        steps
    }
}

/// Whether a type is a list of what has no members, as far as the table tells.
fn is_plain_list(ty: &Type) -> bool {
    matches!(ty, Type::List(item) if !matches!(**item, Type::Object | Type::Structure(_)))
}

fn envelope_cost(row: &Row, depth: usize) -> u32 {
    if depth > 0 && is_envelope(row) {
        Costs::ENVELOPE_INSIDE
    } else {
        0
    }
}
