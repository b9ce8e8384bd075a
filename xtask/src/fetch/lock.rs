//! `specs/sources.lock`: what pages were when they were last fetched.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::failure::{Failure, Result};
use crate::fetch::sources::Source;
use crate::fetch::{Fetched, Pages};
use crate::files;

/// The file, below the root.
pub const FILE: &str = "specs/sources.lock";

/// What was fetched, by source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lock {
    /// The version of this form: 1.
    pub format: u32,
    /// The sources, by vendor, folder and address.
    pub sources: Vec<Locked>,
}

/// What a source gave.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Locked {
    /// The vendor.
    pub vendor: String,
    /// The folder below the vendor's.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub into: String,
    /// The repository's address, or the base of addresses.
    pub address: String,
    /// The commit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<String>,
    /// SHA-256 of each page.
    pub pages: BTreeMap<String, String>,
}

impl Default for Lock {
    fn default() -> Self {
        Self {
            format: 1,
            sources: Vec::new(),
        }
    }
}

impl Lock {
    /// Reads the file; nothing is locked where there is none.
    pub fn read(yaml: Option<&str>) -> Result<Self> {
        let Some(yaml) = yaml else {
            return Ok(Self::default());
        };
        serde_saphyr::from_str(yaml).map_err(|error| {
            Failure::could_not_run(format!("{FILE} cannot be read: {error}"))
                .help("restore it from git, or remove it and fetch anew")
        })
    }

    /// Writes the file.
    pub fn text(&self) -> Result<String> {
        let body = serde_saphyr::to_string(self)
            .map_err(|error| Failure::could_not_run(format!("cannot write {FILE}: {error}")))?;
        Ok(format!(
            "# Written by `cargo xtask fetch`; do not edit.\n{body}"
        ))
    }

    /// What a source gave the last time.
    pub fn of(&self, source: &Source) -> Option<&Locked> {
        self.sources.iter().find(|locked| locked.is_of(source))
    }

    /// Notes what a source gave.
    pub fn put(&mut self, source: &Source, fetched: &Fetched) {
        self.sources.retain(|locked| !locked.is_of(source));
        self.sources.push(Locked {
            vendor: source.vendor.clone(),
            into: source.into.clone(),
            address: source.address().to_owned(),
            revision: fetched.revision.clone(),
            pages: hashes(&fetched.pages),
        });
        self.sources.sort();
    }

    /// Forgets what has no source any more.
    pub fn keep(&mut self, sources: &[Source]) {
        self.sources
            .retain(|locked| sources.iter().any(|source| locked.is_of(source)));
    }
}

impl Locked {
    fn is_of(&self, source: &Source) -> bool {
        (&*self.vendor, &*self.into, &*self.address)
            == (&*source.vendor, &*source.into, source.address())
    }

    /// The pages that are not what they were: gone, new or other.
    pub fn differing(&self, pages: &Pages) -> Vec<String> {
        let now = hashes(pages);
        let mut paths: Vec<&String> = self.pages.keys().chain(now.keys()).collect();
        paths.sort();
        paths.dedup();
        let differs = |path: &&&String| self.pages.get(**path) != now.get(**path);
        paths
            .iter()
            .filter(differs)
            .map(|path| (*path).clone())
            .collect()
    }
}

fn hashes(pages: &Pages) -> BTreeMap<String, String> {
    let hash = |(path, bytes): (&String, &Vec<u8>)| (path.clone(), files::sha256(bytes));
    pages.iter().map(hash).collect()
}
