//! What is known to be wrong with pages, each with a reason, from `defects.yaml`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use libtest_mimic::Failed;
use serde::Deserialize;
use specwright_tests::samples::Finding;

/// The line of the file from which on it is written anew.
const COUNTS: &str = "\ncounts:";
/// One test writes at a time.
static WRITING: Mutex<()> = Mutex::new(());

/// The file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Defects {
    /// Of the repository's pages, one by one.
    repository: Vec<Defect>,
    /// Of the vendors' real pages: class to reason.
    classes: BTreeMap<String, String>,
    /// How often each class occurs, by corpus.
    counts: BTreeMap<String, Counts>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Defect {
    /// Vendor, service and operation.
    operation: String,
    /// The class of the finding.
    class: String,
    /// The fields or members.
    at: Vec<String>,
    /// Why it is the page that is wrong.
    why: String,
}

/// The findings of one corpus.
#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Counts {
    /// The hash of the pages that were counted.
    pub pages: String,
    /// Class to number.
    pub found: BTreeMap<String, usize>,
}

fn file() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples/defects.yaml")
}

fn text() -> String {
    std::fs::read_to_string(file()).expect("defects.yaml")
}

fn read() -> Defects {
    let defects: Defects =
        serde_saphyr::from_str(&text()).unwrap_or_else(|error| panic!("defects.yaml: {error}"));
    let reasons = defects.repository.iter().map(|defect| &defect.why);
    assert!(
        reasons
            .chain(defects.classes.values())
            .all(|why| why.len() > 20),
        "defects.yaml: an entry has no reason"
    );
    defects
}

/// Every finding in the repository's pages is a known defect, and every known defect is found.
pub fn judge(item: &str, found: Vec<Finding>) -> Result<(), Failed> {
    let known: BTreeSet<(String, String)> = read()
        .repository
        .into_iter()
        .filter(|defect| defect.operation == item)
        .flat_map(|defect| {
            defect
                .at
                .into_iter()
                .map(move |at| (defect.class.clone(), at))
        })
        .collect();
    let found: BTreeSet<(String, String)> = found
        .into_iter()
        .map(|finding| (finding.class.name().to_owned(), finding.at))
        .collect();
    let new: Vec<_> = found.difference(&known).collect();
    let gone: Vec<_> = known.difference(&found).collect();
    if new.is_empty() && gone.is_empty() {
        return Ok(());
    }
    Err(format!("{item}: not known: {new:?}; known, and no longer so: {gone:?}").into())
}

/// Every operation with a known defect is one that there is.
pub fn name_operations(operations: &BTreeSet<String>) -> Result<(), Failed> {
    match read()
        .repository
        .iter()
        .find(|defect| !operations.contains(&defect.operation))
    {
        Some(defect) => Err(format!("defects.yaml: there is no {}", defect.operation).into()),
        None => Ok(()),
    }
}

/// The classes of a corpus stand with a reason and in the numbers that were written. Other pages
/// than those that were counted are not judged.
pub fn judge_counts(
    corpus: &str,
    counts: &Counts,
    by_page: &BTreeMap<(String, String), usize>,
) -> Result<(), Failed> {
    let _writing = WRITING
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    let mut defects = read();
    if let Some(class) = counts
        .found
        .keys()
        .find(|class| !defects.classes.contains_key(*class))
    {
        return Err(format!("{corpus}: `{class}` stands in no line of defects.yaml").into());
    }
    if std::env::var_os("SPECWRIGHT_WRITE_SAMPLES").is_some() {
        let counts = Counts {
            pages: counts.pages.clone(),
            found: counts.found.clone(),
        };
        defects.counts.insert(corpus.to_owned(), counts);
        std::fs::write(pages_file(corpus), listed(by_page))?;
        return write(&defects.counts);
    }
    let Some(known) = defects.counts.get(corpus) else {
        return Err(format!("{corpus}: no counts; run with SPECWRIGHT_WRITE_SAMPLES=1").into());
    };
    if known.pages != counts.pages {
        println!("  {corpus}: other pages than those that were counted; not judged");
        return Ok(());
    }
    let classes: BTreeSet<_> = known.found.keys().chain(counts.found.keys()).collect();
    let differ: Vec<_> = classes
        .into_iter()
        .map(|class| {
            (
                class,
                known.found.get(class).unwrap_or(&0),
                counts.found.get(class).unwrap_or(&0),
            )
        })
        .filter(|(_, before, now)| before != now)
        .map(|(class, before, now)| format!("{class}: {before} before, {now} now"))
        .collect();
    if differ.is_empty() {
        return judge_pages(corpus, by_page);
    }
    let help = "look at each with SPECWRIGHT_LIST_SAMPLES=CLASS, then SPECWRIGHT_WRITE_SAMPLES=1";
    Err(format!("{corpus}:\n  {}\n{help}", differ.join("\n  ")).into())
}

/// The pages of a corpus and what is wrong with them: `class page number`, a line each.
fn pages_file(corpus: &str) -> PathBuf {
    let name = format!("tests/samples/pages/{corpus}.txt");
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn listed(by_page: &BTreeMap<(String, String), usize>) -> String {
    let lines = by_page
        .iter()
        .map(|((class, page), count)| format!("{class} {page} {count}\n"));
    lines.collect()
}

/// A defect that went away, and one that came in its place, are told by the page.
fn judge_pages(corpus: &str, by_page: &BTreeMap<(String, String), usize>) -> Result<(), Failed> {
    let known = std::fs::read_to_string(pages_file(corpus)).unwrap_or_default();
    let now = listed(by_page);
    let (known, now): (BTreeSet<_>, BTreeSet<_>) = (known.lines().collect(), now.lines().collect());
    let gone = known.difference(&now).map(|line| format!("  - {line}"));
    let new = now.difference(&known).map(|line| format!("  + {line}"));
    let differ: Vec<_> = gone.chain(new).collect();
    if differ.is_empty() {
        return Ok(());
    }
    let help = "look at each, then SPECWRIGHT_WRITE_SAMPLES=1";
    Err(format!("{corpus}:\n{}\n{help}", differ.join("\n")).into())
}

fn write(counts: &BTreeMap<String, Counts>) -> Result<(), Failed> {
    let text = text();
    let at = text.find(COUNTS).ok_or("defects.yaml has no counts")?;
    let mut out = format!("{}{COUNTS}\n", &text[..at]);
    for (corpus, counts) in counts {
        writeln!(
            out,
            "  {corpus}:\n    pages: \"{}\"\n    found:",
            counts.pages
        )?;
        for (class, count) in &counts.found {
            writeln!(out, "      {class}: {count}")?;
        }
    }
    std::fs::write(file(), out)?;
    Ok(())
}
