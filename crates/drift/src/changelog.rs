//! The entries of the generated crate's changelog: what its users meet, by what they must do.

use std::fmt::Write as _;

use crate::format::markdown::{capital, code, escape};
use crate::{Action, Change, Level, bump};

/// Headings in the order of their weight; a change stands under the first that fits.
type Heading = (&'static str, fn(&Change) -> bool);

const HEADINGS: &[Heading] = &[
    ("Breaking", |change| change.source == Level::Error),
    ("Deprecated", |change| acts(change, &[Action::Deprecated])),
    ("Added", |change| {
        let added = [Action::Added, Action::AddedRequired, Action::AddedUnclear];
        change.source > Level::None && acts(change, &added)
    }),
    // Nothing to compile, but to know: the service is not what it was.
    ("Changed in the service", |change| {
        change.source > Level::None || change.wire >= Level::Warning
    }),
];

/// The entries under `### …` headings, and the version bump that they need. Edits of words
/// and harmless changes on the wire are left out; nothing is left of a run without others.
pub fn changelog(changes: &[Change]) -> String {
    let mut out = String::new();
    let mut open: Vec<&Change> = changes.iter().filter(|change| !change.docs).collect();
    for (heading, belongs) in HEADINGS {
        let (here, rest): (Vec<&Change>, Vec<&Change>) = open.into_iter().partition(|c| belongs(c));
        open = rest;
        if here.is_empty() {
            continue;
        }
        let _ = writeln!(out, "### {heading}\n");
        for change in here {
            let _ = writeln!(out, "- {}", entry(change));
        }
        out.push('\n');
    }
    if out.is_empty() {
        return out;
    }
    format!("Needs a {} release.\n\n{}\n", bump(changes), out.trim_end())
}

/// `tencent::cbs`: parameter `Zone` of CreateDisks is gone.
fn entry(change: &Change) -> String {
    let subject = &change.subject;
    let mut module = subject.vendor.clone();
    if let Some(service) = &subject.service {
        let _ = write!(module, "::{}", service.replace('-', "_"));
    }
    let guess = if change.guess { " (a guess)" } else { "" };
    let wire = if change.wire == Level::Error && change.source != Level::Error {
        "; deployed clients break"
    } else {
        ""
    };
    format!(
        "{}: {}{guess}{wire}.",
        code(&module),
        escape(&capital(&change.message))
    )
}

fn acts(change: &Change, actions: &[Action]) -> bool {
    change
        .rule()
        .is_some_and(|rule| actions.contains(&rule.action))
}
