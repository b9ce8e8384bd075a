//! Drift on real history: pages outside the repository in two revisions, with labels of what changed
//! between them. Prints what was found, by rule and verdict, and holds the labels against it.
//!
//! The labels come from a rough parser. Where a page and a label differ the page wins: such labels are
//! listed with a reason in `history/rejected.tsv`, and a line there that is no longer needed fails. So does a
//! change of `history/read-by-hand.md` that is told no longer.
//! Without the collections this says so and checks nothing.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot read its pages should stop"
)]

#[macro_use]
#[path = "support/tell.rs"]
mod tell;

#[path = "history/corpora.rs"]
mod corpora;
#[path = "history/labels.rs"]
mod labels;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use corpora::Pair;
use labels::{Became, Label};
use specwright_drift::{Change, Pages, compare, compare_pages};
use specwright_reader::reading::PageFile;
use specwright_spec::{Profile, Service, yaml};

#[test]
fn tencent() {
    check("tencent", corpora::tencent, 250);
}

#[test]
fn ucloud() {
    check("ucloud", corpora::ucloud, 90);
}

#[test]
fn ucloudstack() {
    check("ucloudstack", corpora::ucloudstack, 1);
}

/// What a collection came to.
#[derive(Default)]
struct Tally {
    pages: usize,
    rules: BTreeMap<&'static str, usize>,
    verdicts: BTreeMap<String, usize>,
    labels: usize,
    told: usize,
    missed: BTreeSet<(String, String)>,
    quiet: usize,
    not_quiet: Vec<String>,
    /// Pair, rule and subject of each fact.
    facts: BTreeSet<(String, String, String)>,
}

fn check(vendor: &str, pairs: fn() -> Vec<Pair>, at_least: usize) {
    if !corpora::shared().join("drift").is_dir() {
        tell!("../shared/drift is not here: nothing was checked");
        return;
    }
    let pairs = pairs();
    assert!(
        pairs.len() >= at_least,
        "{} pairs of pages read",
        pairs.len()
    );
    let mut tally = Tally::default();
    for pair in &pairs {
        hold(pair, &profile(vendor), &mut tally);
    }
    print(vendor, pairs.len(), &tally);
    still_told(&pairs, &tally);
    let rejected = rejected(vendor);
    let is_rejected =
        |missed: &&(String, String)| rejected.iter().any(|entry| entry.covers(missed));
    let unlisted: Vec<_> = tally
        .missed
        .iter()
        .filter(|missed| !is_rejected(missed))
        .collect();
    assert!(
        unlisted.is_empty(),
        "labels that no change tells, {}:\n{unlisted:#?}",
        unlisted.len()
    );
    let is_stale = |entry: &&Rejected| !tally.missed.iter().any(|missed| entry.covers(missed));
    let stale: Vec<_> = rejected.iter().filter(is_stale).collect();
    assert!(
        stale.is_empty(),
        "rejected labels that a change tells now: {stale:#?}"
    );
}

/// Every change that was read by hand is told today.
fn still_told(pairs: &[Pair], tally: &Tally) {
    let rows = include_str!("history/read-by-hand.md").lines();
    let rows = rows.filter_map(|row| {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let [_, pair, rule, subject, verdict, _] = cells[..] else {
            return None;
        };
        let is_of = |other: &Pair| other.name == pair;
        let is_right_or_wrong = verdict.starts_with("right") || verdict.starts_with("wrong");
        (is_right_or_wrong && pairs.iter().any(is_of))
            .then(|| (pair, rule.trim_matches('`'), subject.trim_matches('`')))
    });
    let mut read = 0;
    for (pair, rule, subject) in rows {
        let is_it = |(a, b, c): &(String, String, String)| {
            a == pair && b == rule && c.ends_with(&format!("/{subject}"))
        };
        assert!(
            tally.facts.iter().any(is_it),
            "told no longer: {pair} {rule} {subject}"
        );
        read += 1;
    }
    tell!("  read by hand, and still told: {read}");
    assert!(read > 0, "no row of read-by-hand.md is of these pairs");
}

fn hold(pair: &Pair, profile: &Profile, tally: &mut Tally) {
    let changes = changes(pair, profile);
    tally.pages += pair.old.len() + pair.new.len();
    for change in &changes {
        *tally.rules.entry(change.rule).or_default() += 1;
        let verdict = format!("wire {} source {}", change.wire, change.source);
        *tally.verdicts.entry(verdict).or_default() += 1;
    }
    let facts: Vec<&Change> = changes.iter().filter(|change| !change.docs).collect();
    show(pair, &facts);
    let named = |change: &&Change| {
        let rule = change.rule.to_owned();
        (pair.name.clone(), rule, change.subject.to_string())
    };
    tally.facts.extend(facts.iter().map(named));
    for (operation, label) in &pair.labels {
        if label.became == Became::Words {
            continue;
        }
        tally.labels += 1;
        let is_told =
            |change: &&&Change| is_of(change, operation.as_deref()) && label.is_told_by(change);
        if facts.iter().any(|change| is_told(&change)) {
            tally.told += 1;
        } else {
            tally
                .missed
                .insert((name(pair, operation), label.text.clone()));
        }
    }
    let has_words_only = |(_, label): &(_, Label)| label.part.is_none();
    if pair.labels.iter().all(has_words_only) {
        tally.quiet += 1;
        let told = |change: &&Change| format!("{}: {} {}", pair.name, change.rule, change.subject);
        tally.not_quiet.extend(facts.iter().map(told));
    }
}

fn name(pair: &Pair, operation: &Option<String>) -> String {
    operation.clone().unwrap_or_else(|| pair.name.clone())
}

fn is_of(change: &Change, operation: Option<&str>) -> bool {
    operation.is_none_or(|operation| {
        change.subject.operation.as_deref() == Some(operation)
            || change.reaches.iter().any(|reached| reached == operation)
    })
}

fn changes(pair: &Pair, profile: &Profile) -> Vec<Change> {
    let read =
        |pages: &[PageFile]| whole(profile, specwright_reader::read(profile, pages).services);
    let (old, new) = (read(&pair.old), read(&pair.new));
    let mut changes = compare(&[old], &[new], std::slice::from_ref(profile));
    let texts = |pages: &[PageFile]| -> Vec<(String, String)> {
        let text = |page: &PageFile| String::from_utf8_lossy(&page.bytes).into_owned();
        pages
            .iter()
            .map(|page| (page.path.clone(), text(page)))
            .collect()
    };
    let (old, new) = (texts(&pair.old), texts(&pair.new));
    let pages = Pages {
        vendor: pair.vendor.to_owned(),
        old: old
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_str()))
            .collect(),
        new: new
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_str()))
            .collect(),
    };
    changes.extend(compare_pages(&pages, &changes));
    changes
}

/// All services as one: two versions of a product part its pages otherwise.
fn whole(profile: &Profile, services: Vec<Service>) -> Service {
    let mut whole = Service::new(&profile.vendor, "all");
    for service in services {
        whole.operations.extend(service.operations);
        whole.structures.extend(service.structures);
        whole.errors.extend(service.errors);
    }
    whole
}

fn profile(vendor: &str) -> Profile {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../specs/vendors/{vendor}.yaml"));
    yaml::read(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// A label that the pages do not bear out, of one pair or operation, or of all (`*`).
#[derive(Debug)]
struct Rejected {
    pair: String,
    label: String,
}

impl Rejected {
    fn covers(&self, (pair, label): &(String, String)) -> bool {
        (self.pair == "*" || self.pair == *pair) && self.label == *label
    }
}

fn rejected(vendor: &str) -> Vec<Rejected> {
    let lines = include_str!("history/rejected.tsv").lines();
    let mut rejected = Vec::new();
    for line in lines.filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let cells: Vec<&str> = line.split('\t').collect();
        assert!(
            cells.len() == 4 && !cells[3].trim().is_empty(),
            "no reason in {line:?}"
        );
        if cells[0] == vendor {
            rejected.push(Rejected {
                pair: cells[1].to_owned(),
                label: cells[2].to_owned(),
            });
        }
    }
    rejected
}

/// Every fact that changed, with its places, for people who read along: `SPECWRIGHT_SHOW=1`.
fn show(pair: &Pair, changes: &[&Change]) {
    if std::env::var_os("SPECWRIGHT_SHOW").is_none() {
        return;
    }
    for change in changes {
        let line = |place: &Option<specwright_drift::Place>| {
            place
                .as_ref()
                .and_then(|place| place.line)
                .map_or("-".to_owned(), |line| line.to_string())
        };
        tell!(
            "CHANGE {}\t{}\t{}/{}\t{}\t{} -> {}\t{}:{}",
            pair.name,
            change.rule,
            change.wire,
            change.source,
            change.subject,
            change.old,
            change.new,
            line(&change.from),
            line(&change.to)
        );
    }
}

fn print(vendor: &str, pairs: usize, tally: &Tally) {
    tell!("{vendor}: {} pages in {pairs} pairs", tally.pages);
    tell!(
        "  labels of facts: {}, told by a change: {}",
        tally.labels,
        tally.told
    );
    tell!(
        "  pairs labelled as words only: {}, facts found in them: {}",
        tally.quiet,
        tally.not_quiet.len()
    );
    for line in &tally.not_quiet {
        tell!("    {line}");
    }
    for (verdict, count) in &tally.verdicts {
        tell!("  {count:5} {verdict}");
    }
    for (rule, count) in &tally.rules {
        tell!("  {count:5} {rule}");
    }
}
