//! The entries of the generated crate's changelog: what its users meet, by service, and in a
//! service by what they must do.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::format::markdown::{also, capital, code, escape, folded};
use crate::{Action, Change, Level};

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

/// The entries, under a `###` heading for each service and `####` headings in it. Edits of
/// words and harmless changes on the wire are left out; nothing is left of a run without others.
pub fn changelog(changes: &[Change]) -> String {
    let mut services: BTreeMap<String, Vec<&Change>> = BTreeMap::new();
    for change in changes.iter().filter(|change| !change.docs) {
        services.entry(module(change)).or_default().push(change);
    }
    let mut out = String::new();
    for (module, changes) in services {
        let entries = entries(changes);
        if !entries.is_empty() {
            let _ = write!(out, "### {}\n\n{entries}", code(&module));
        }
    }
    out.truncate(out.trim_end().len());
    if !out.is_empty() {
        out.push('\n');
    }
    out
}

/// The entries of one service.
fn entries(mut open: Vec<&Change>) -> String {
    let mut out = String::new();
    for (heading, belongs) in HEADINGS {
        let (here, rest): (Vec<&Change>, Vec<&Change>) = open.into_iter().partition(|c| belongs(c));
        open = rest;
        if here.is_empty() {
            continue;
        }
        let _ = writeln!(out, "#### {heading}\n");
        for (change, others) in folded(&here) {
            let _ = writeln!(out, "- {}", entry(change, &also(others)));
        }
        out.push('\n');
    }
    out
}

/// `tencent::cbs`.
fn module(change: &Change) -> String {
    let subject = &change.subject;
    match &subject.service {
        Some(service) => format!("{}::{}", subject.vendor, service.replace('-', "_")),
        None => subject.vendor.clone(),
    }
}

/// Parameter `Zone` of CreateDisks is gone.
fn entry(change: &Change, also: &str) -> String {
    let guess = if change.guess { " (a guess)" } else { "" };
    let wire = if change.wire == Level::Error && change.source != Level::Error {
        "; deployed clients break"
    } else {
        ""
    };
    format!("{}{also}{guess}{wire}.", escape(&capital(&change.message)))
}

fn acts(change: &Change, actions: &[Action]) -> bool {
    change
        .rule()
        .is_some_and(|rule| actions.contains(&rule.action))
}
