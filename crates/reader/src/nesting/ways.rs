//! The ways to have placed the rows so far, and how the next row leads on from them.
//!
//! A way is a stack of open containers. Ways have most of their stacks in common, so a stack is a number: that of its frame, which
//! knows its container and the frame below. A container is judged once a row, whatever stacks it is in, and a way is made only
//! if no cheaper one has its future. Must not know what speaks for a place or against it: that is for [`super::search`].

use super::search::Table;
use super::shape::NodeId;

/// Where a row went.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    /// The row of the container; none for the top.
    pub parent: Option<usize>,
    /// The level between the container and the row, if there is one that no row lists.
    pub via: Option<NodeId>,
    /// The key of the sample that the row is, if it has one.
    pub node: Option<NodeId>,
    /// The signs agree.
    pub certain: bool,
}

/// An open container.
#[derive(Clone, Default)]
pub(super) struct Open {
    pub row: Option<usize>,
    pub node: Option<NodeId>,
    pub via: Option<NodeId>,
    /// The sample's keys that have a row, in order.
    pub used: Vec<NodeId>,
    /// The row placed here last.
    pub newest: Option<usize>,
}

impl Open {
    /// Whether the same rows can go on from here: the container, what it took last, and which of the sample's keys are left.
    fn has_future_of(&self, other: &Self) -> bool {
        self.row == other.row && self.newest == other.newest && self.used == other.used
    }
}

/// What is said of a row in a container.
#[derive(Clone, Copy)]
pub(super) struct Verdict {
    pub fit: Fit,
    /// What speaks against it.
    pub cost: u32,
    /// Marks of depth do not speak against it.
    pub is_marked: bool,
    /// What it costs to close the container.
    pub closing: u32,
}

/// How a name fits into a container, by the sample.
#[derive(Clone, Copy)]
pub(super) struct Fit {
    pub cost: u32,
    pub via: Option<NodeId>,
    pub node: Option<NodeId>,
    /// The sample has the key there, and no row has taken it.
    pub seen: bool,
}

/// The ways that are kept, the cheapest first, and all that they are made of.
pub(super) struct Ways {
    kept: Vec<Way>,
    containers: Vec<Container>,
    frames: Vec<Frame>,
    /// The first of the frames that the last row made.
    fresh: usize,
    log: Vec<Logged>,
    choices: Vec<Choice>,
}

/// One way to have placed the rows so far.
#[derive(Clone, Copy)]
struct Way {
    cost: u32,
    /// The innermost container's frame.
    top: usize,
    /// The last step, in the log.
    last: Option<usize>,
}

/// A container, and what became of it with the row that was last looked at.
struct Container {
    open: Open,
    judged: Option<Judged>,
}

#[derive(Clone, Copy)]
struct Judged {
    row: usize,
    verdict: Verdict,
    /// The container with that row in it, once it was put there.
    with_row: Option<usize>,
}

/// A container on a stack.
#[derive(Clone, Copy)]
struct Frame {
    below: Option<usize>,
    container: usize,
    /// How many containers the stack has.
    height: usize,
    /// Stacks have the same future if they have the same number here.
    future: usize,
}

struct Logged {
    before: Option<usize>,
    step: Step,
}

/// A way to go on: the next row goes into the container of a frame.
struct Choice {
    cost: u32,
    /// The place of the way that it goes on from.
    from: usize,
    /// How many containers are closed: among equals, the lower is taken.
    closed: usize,
    frame: usize,
    certain: bool,
}

impl Ways {
    /// The one way to have placed nothing.
    pub fn new(top: NodeId) -> Self {
        let open = Open {
            node: Some(top),
            ..Open::default()
        };
        Self {
            kept: vec![Way {
                cost: 0,
                top: 0,
                last: None,
            }],
            containers: vec![Container { open, judged: None }],
            frames: vec![Frame {
                below: None,
                container: 0,
                height: 1,
                future: 0,
            }],
            fresh: 0,
            log: Vec::new(),
            choices: Vec::new(),
        }
    }

    /// Places the next row, and keeps the best `width` ways to have done so.
    pub fn advance(&mut self, table: &Table<'_>, row: usize, width: usize) {
        let mut choices = std::mem::take(&mut self.choices);
        choices.clear();
        for from in 0..self.kept.len() {
            self.choose(table, row, from, &mut choices);
        }
        choices.sort_unstable_by_key(|choice| (choice.cost, choice.from, choice.closed));
        self.fresh = self.frames.len();
        let before = std::mem::take(&mut self.kept);
        for choice in &choices {
            if self.kept.len() == width {
                break;
            }
            self.take(table, row, before[choice.from].last, choice);
        }
        self.choices = choices;
    }

    /// The steps of the cheapest way.
    pub fn best(&self) -> Vec<Step> {
        let mut steps = Vec::new();
        let mut at = self.kept.first().and_then(|way| way.last);
        while let Some(logged) = at.and_then(|at| self.log.get(at)) {
            steps.push(logged.step);
            at = logged.before;
        }
        steps.reverse();
        steps
    }

    /// Adds the choices that a way has: a row goes into any of its containers.
    fn choose(&mut self, table: &Table<'_>, row: usize, from: usize, choices: &mut Vec<Choice>) {
        let way = self.kept[from];
        let height = self.frames[way.top].height;
        let mut seen = 0;
        let mut next = Some(way.top);
        while let Some(frame) = next {
            let Frame {
                below, container, ..
            } = self.frames[frame];
            seen += usize::from(self.verdict(table, row, container).fit.seen);
            next = below;
        }
        let mut closing = 0;
        let mut next = Some(way.top);
        while let Some(at) = next {
            let frame = self.frames[at];
            let verdict = self.verdict(table, row, frame.container);
            let open = &self.containers[frame.container].open;
            let depth = frame.height - 1;
            let is_only_seen = verdict.fit.seen && seen == 1;
            choices.push(Choice {
                cost: way.cost + closing + verdict.cost + table.depth_cost(row, depth),
                from,
                closed: height - frame.height,
                frame: at,
                certain: table.is_certain(row, open, &verdict, depth, height, is_only_seen),
            });
            closing += verdict.closing;
            next = frame.below;
        }
    }

    fn verdict(&mut self, table: &Table<'_>, row: usize, container: usize) -> Verdict {
        let container = &mut self.containers[container];
        match container.judged {
            Some(judged) if judged.row == row => judged.verdict,
            _ => {
                let verdict = table.judge(&container.open, row);
                container.judged = Some(Judged {
                    row,
                    verdict,
                    with_row: None,
                });
                verdict
            }
        }
    }

    /// Keeps the way that a choice leads to, unless a kept one has its future: of two such the dearer one cannot win.
    fn take(&mut self, table: &Table<'_>, row: usize, last: Option<usize>, choice: &Choice) {
        let Frame {
            below,
            container,
            height,
            ..
        } = self.frames[choice.frame];
        let fit = self.verdict(table, row, container).fit;
        let with_row = self.with_row(table, row, container, &fit);
        let opened = table.opened(row, &fit, height);
        let future = self.future(below, with_row);
        let inner = future.and_then(|future| self.inner_future(future));
        let known = if opened.is_some() { inner } else { future };
        if known.is_some_and(|known| {
            self.kept
                .iter()
                .any(|way| self.frames[way.top].future == known)
        }) {
            return;
        }
        let mut top = self.push(below, with_row, height, future);
        if let Some(open) = opened {
            let container = self.container(open);
            top = self.push(Some(top), container, height + 1, inner);
        }
        self.log.push(Logged {
            before: last,
            step: Step {
                parent: self.containers[container].open.row,
                via: fit.via,
                node: fit.node,
                certain: choice.certain,
            },
        });
        self.kept.push(Way {
            cost: choice.cost,
            top,
            last: Some(self.log.len() - 1),
        });
    }

    /// The container with a row in it.
    fn with_row(&mut self, table: &Table<'_>, row: usize, container: usize, fit: &Fit) -> usize {
        let known = &self.containers[container];
        if let Some(with_row) = known.judged.and_then(|judged| judged.with_row) {
            return with_row;
        }
        let open = table.put(&known.open, row, fit);
        let with_row = self.container(open);
        if let Some(judged) = &mut self.containers[container].judged {
            judged.with_row = Some(with_row);
        }
        with_row
    }

    fn container(&mut self, open: Open) -> usize {
        self.containers.push(Container { open, judged: None });
        self.containers.len() - 1
    }

    fn push(
        &mut self,
        below: Option<usize>,
        container: usize,
        height: usize,
        future: Option<usize>,
    ) -> usize {
        let frame = self.frames.len();
        self.frames.push(Frame {
            below,
            container,
            height,
            future: future.unwrap_or(frame),
        });
        frame
    }

    /// The future of a stack, if the last row made one like it: no earlier stack has that row.
    fn future(&self, below: Option<usize>, container: usize) -> Option<usize> {
        let of = |frame: Option<usize>| frame.map(|frame| self.frames[frame].future);
        let open = &self.containers[container].open;
        let is_alike = |frame: &&Frame| {
            of(frame.below) == of(below)
                && self.containers[frame.container].open.has_future_of(open)
        };
        let fresh = self.frames[self.fresh..].iter();
        Some(fresh.clone().find(is_alike)?.future)
    }

    /// The future of a stack with the container of the last row on top of one with a known future.
    fn inner_future(&self, below: usize) -> Option<usize> {
        let is_alike = |frame: &&Frame| {
            frame
                .below
                .is_some_and(|frame| frame >= self.fresh && self.frames[frame].future == below)
        };
        Some(self.frames[self.fresh..].iter().find(is_alike)?.future)
    }
}
