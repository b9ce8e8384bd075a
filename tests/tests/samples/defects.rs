//! What is known to be wrong with pages, each with a reason, from `defects.yaml`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use libtest_mimic::Failed;
use serde::Deserialize;
use specwright_tests::samples::Finding;

/// The file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Defects {
    /// Of the repository's pages, one by one.
    pub repository: Vec<Defect>,
    /// Of the vendors' real pages, by class.
    pub classes: BTreeMap<String, String>,
    /// How often each class occurs, by corpus, and the hash of the pages that were counted.
    pub counts: BTreeMap<String, Counts>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Defect {
    /// Vendor, service and operation.
    pub operation: String,
    /// The class of the finding.
    pub class: String,
    /// The field or member; several with the same reason.
    pub at: Vec<String>,
    /// Why it is the page that is wrong.
    pub why: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counts {
    /// The hash of the pages.
    pub pages: String,
    /// Class to number.
    pub found: BTreeMap<String, usize>,
}

pub fn file() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples/defects.yaml")
}

pub fn read() -> Defects {
    let text = std::fs::read_to_string(file()).expect("defects.yaml");
    serde_saphyr::from_str(&text).unwrap_or_else(|error| panic!("defects.yaml: {error}"))
}

/// Every finding is a known defect, and every known defect is found.
pub fn judge(item: &str, found: Vec<Finding>) -> Result<(), Failed> {
    let found: BTreeSet<_> = found.into_iter().collect();
    let known = read().repository;
    let known: BTreeSet<(String, String)> = known
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
