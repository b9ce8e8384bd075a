//! Where a decoding stands, and what it found to differ from the page.

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
        };
        write!(f, "{}: {what}", self.path)
    }
}

/// What the leniencies of a decoding depend on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// JSON: a number in quotes is a leniency.
    Json,
    /// Flat parameters: everything is text.
    Flat,
}

/// The state of one decoding.
pub(super) struct Context<'e> {
    pub(super) source: Source,
    /// Members of the top that belong to the envelope.
    envelope: &'e [&'e str],
    /// Where the decoding stands; made a text only for a note.
    pub(super) path: Vec<Step>,
    /// The names of the path's entries.
    entries: Vec<String>,
    pub(super) leniencies: Vec<Leniency>,
}

/// A step of the path; nothing to drop, as every value of an answer takes one.
#[derive(Clone, Copy)]
pub(super) enum Step {
    Member(&'static str),
    /// A member whose name is no table's: the next of the entries.
    Entry,
    Item(usize),
}

impl<'e> Context<'e> {
    pub(super) fn new(source: Source, envelope: &'e [&'e str]) -> Self {
        Self {
            source,
            envelope,
            path: Vec::with_capacity(16),
            entries: Vec::new(),
            leniencies: Vec::new(),
        }
    }

    /// Whether a member that is not listed belongs to the envelope.
    pub(super) fn is_envelope(&self, name: &str) -> bool {
        self.path.is_empty() && self.envelope.contains(&name)
    }

    #[cold]
    pub(super) fn note(&mut self, kind: LeniencyKind) {
        let path = self.path();
        self.leniencies.push(Leniency { path, kind });
    }

    /// Notes what is no leniency where all values are text.
    pub(super) fn note_unless_flat(&mut self, kind: LeniencyKind) {
        if self.source == Source::Json {
            self.note(kind);
        }
    }

    fn path(&self) -> String {
        let mut path = String::new();
        let mut entries = self.entries.iter();
        for step in &self.path {
            match step {
                Step::Item(at) => path.push_str(&format!("[{at}]")),
                Step::Member(name) => push_name(&mut path, name),
                Step::Entry => push_name(&mut path, entries.next().map_or("", String::as_str)),
            }
        }
        path
    }

    /// Acts at a member whose name is no table's.
    pub(super) fn within_entry<R>(&mut self, name: &str, act: impl FnOnce(&mut Self) -> R) -> R {
        self.path.push(Step::Entry);
        self.entries.push(name.to_owned());
        let result = act(self);
        self.entries.pop();
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
