//! One named test for each file in `tests/drift`: two revisions of pages, through the reader and the
//! comparison, and every change between them.
//!
//! A file is named after the rule that it is for and shows the edit of a page that makes it fire, in our own
//! words. Every rule runs over every pair and the whole list is asserted, so an edit that a reader of pages
//! takes for more than it is shows here. To accept new answers after review of the difference:
//! `SPECWRIGHT_BLESS=1 cargo test -p xtask --test page_pairs`.
//!
//! Fences have four backticks: `page old PATH` and `page new PATH` (the path begins with the vendor), and
//! `changes`: wire, source, rule, subject, facts, and the lines on both pages.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot read its case should stop"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use libtest_mimic::{Arguments, Failed, Trial};
use specwright_drift::{Change, Pages, Place, compare, compare_pages, rules};
use specwright_reader::reading::PageFile;
use specwright_spec::{Profile, Service, yaml};

/// Rules that no edit of a page can fire as vendors write pages today, each with the reason. All of them have
/// a pair of specs in `crates/drift/tests/cases`.
const NO_PAGES: &[(&str, &str)] = &[
    (
        "idempotency-changed",
        "every vendor has one name for the parameter, so that it comes and goes but becomes no other",
    ),
    (
        "request-type-restated",
        "one vendor's words tell widths, and its samples give no parameter a type, as they do members of responses",
    ),
];

fn main() -> ExitCode {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/drift");
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "md"))
        .collect();
    files.sort();
    let rules: BTreeSet<String> = files.iter().map(|file| stem(file)).collect();
    let case = |file: PathBuf| Trial::test(stem(&file), move || run(&file));
    let mut trials: Vec<Trial> = files.into_iter().map(case).collect();
    trials.push(Trial::test("every_rule_has_a_pair", move || {
        complete(&rules)
    }));
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

/// Every rule has a pair of pages or a reason why there is none, and never both; no pair is of no rule.
fn complete(pairs: &BTreeSet<String>) -> Result<(), Failed> {
    let reasons: BTreeSet<&str> = NO_PAGES.iter().map(|(rule, _)| *rule).collect();
    let known: BTreeSet<&str> = rules::all().map(|rule| rule.id).collect();
    let wrong = |what: &str, names: Vec<&str>| match names.is_empty() {
        true => Ok(()),
        false => Err(Failed::from(format!("{what}: {}", names.join(", ")))),
    };
    let has = |rule: &&str| pairs.contains(*rule);
    let lacks = known
        .iter()
        .filter(|rule| !has(rule) && !reasons.contains(*rule));
    wrong("no pair of pages", lacks.copied().collect())?;
    wrong(
        "a pair and a reason for none",
        reasons.iter().filter(|rule| has(rule)).copied().collect(),
    )?;
    let names = pairs
        .iter()
        .map(String::as_str)
        .chain(reasons.iter().copied());
    wrong(
        "no such rule",
        names.filter(|name| !known.contains(name)).collect(),
    )
}

fn stem(file: &Path) -> String {
    file.file_stem().unwrap().to_string_lossy().into_owned()
}

fn run(file: &Path) -> Result<(), Failed> {
    let text = fs::read_to_string(file)?;
    let fences = fences(&text);
    let changes = changes(&fences);
    let answer: String = changes.iter().map(line).collect();
    let rule = stem(file);
    if !changes.iter().any(|change| change.rule == rule) {
        return Err(format!("{rule} does not fire; these do:\n{answer}").into());
    }
    let expected = fences.iter().find(|fence| fence.words == ["changes"]);
    let expected = expected.ok_or("there is no fence of changes")?;
    if text[expected.range.clone()] == answer {
        return Ok(());
    }
    if std::env::var_os("SPECWRIGHT_BLESS").is_some() {
        let mut blessed = text.clone();
        blessed.replace_range(expected.range.clone(), &answer);
        return Ok(fs::write(file, blessed)?);
    }
    Err(format!(
        "expected:\n{}\nfound:\n{answer}",
        &text[expected.range.clone()]
    )
    .into())
}

/// `wire source rule subject old -> new @from,to`.
fn line(change: &Change) -> String {
    let place = |place: &Option<Place>| match place {
        Some(Place {
            line: Some(line), ..
        }) => line.to_string(),
        Some(_) => "?".to_owned(),
        None => "-".to_owned(),
    };
    let mut text = format!(
        "{} {} {} {}",
        change.wire, change.source, change.rule, change.subject
    );
    // Texts are for people to read on the page; here it matters that they changed.
    if !change.docs {
        let _ = write!(text, " {} -> {}", change.old, change.new);
    }
    let _ = writeln!(text, " @{},{}", place(&change.from), place(&change.to));
    text
}

/// A fence: its words, and where its text stands in the file.
struct Fence {
    words: Vec<String>,
    range: Range<usize>,
    text: String,
}

fn fences(text: &str) -> Vec<Fence> {
    let mut fences = Vec::new();
    let mut open: Option<(Vec<String>, usize)> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let end = at + line.len();
        if let Some(info) = line.trim_end().strip_prefix("````") {
            open = match open.take() {
                Some((words, start)) => {
                    fences.push(Fence {
                        words,
                        range: start..at,
                        text: text[start..at].to_owned(),
                    });
                    None
                }
                None => Some((info.split_whitespace().map(str::to_owned).collect(), end)),
            };
        }
        at = end;
    }
    fences
}

fn changes(fences: &[Fence]) -> Vec<Change> {
    let (old, new) = (side(fences, "old"), side(fences, "new"));
    let vendors: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let profiles: Vec<Profile> = vendors.iter().map(|vendor| profile(vendor)).collect();
    let read = |pages: &BTreeMap<String, Vec<PageFile>>| -> Vec<Service> {
        let of = |profile: &Profile| {
            let pages = pages.get(&profile.vendor).cloned().unwrap_or_default();
            specwright_reader::read(profile, &pages).services
        };
        profiles.iter().flat_map(of).collect()
    };
    let mut changes = compare(&read(&old), &read(&new), &profiles);
    for vendor in vendors {
        let (old, new) = (texts(&old, vendor), texts(&new, vendor));
        let pages = Pages {
            vendor: vendor.clone(),
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
    }
    changes
}

/// The pages of a side, by vendor.
fn side(fences: &[Fence], side: &str) -> BTreeMap<String, Vec<PageFile>> {
    let mut pages: BTreeMap<String, Vec<PageFile>> = BTreeMap::new();
    for fence in fences
        .iter()
        .filter(|fence| fence.words.len() == 3 && fence.words[1] == side)
    {
        let (vendor, path) = fence.words[2].split_once('/').unwrap();
        pages.entry(vendor.to_owned()).or_default().push(PageFile {
            path: path.to_owned(),
            bytes: fence.text.clone().into_bytes(),
            date: None,
        });
    }
    pages
}

fn texts(pages: &BTreeMap<String, Vec<PageFile>>, vendor: &str) -> Vec<(String, String)> {
    let text = |page: &PageFile| String::from_utf8(page.bytes.clone()).unwrap();
    pages
        .get(vendor)
        .into_iter()
        .flatten()
        .map(|page| (page.path.clone(), text(page)))
        .collect()
}

fn profile(vendor: &str) -> Profile {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../specs/vendors/{vendor}.yaml"));
    yaml::read(&fs::read_to_string(path).unwrap()).unwrap()
}
