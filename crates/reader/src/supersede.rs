//! Of several pages that describe one operation, one counts. Names that differ only in case are one
//! operation: the services take them for one, and so do file systems and modules.
//! Must not look at a page's text.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Diagnostic};
use crate::dialect::Dialect;
use crate::editions;
use crate::page::PageFacts;
use crate::reading::PageKind;

/// An operation of a service, whatever the case of its name.
type Key<'n> = (&'n str, String);

/// The page that counts for an operation.
struct Winner {
    index: usize,
    path: String,
    /// How the operation is spelt.
    name: String,
}

/// Keeps each operation on one page: that of the newest edition, then the published, then that of the
/// newest version of the API (a page that states none has the oldest), then the newest, then the best
/// language, then the one with the fewest operations (the others are collections of them), then the one
/// named after the operation (guides are not), then the first by path. The others are reported.
pub fn supersede(dialect: &Dialect, pages: &mut [PageFacts], names: &[String]) {
    let winners = winners(dialect, pages, names);
    for (index, page) in pages.iter_mut().enumerate() {
        let mut seen = BTreeSet::new();
        let mut dropped = Vec::new();
        page.operations.retain_mut(|facts| {
            let operation = &mut facts.operation;
            let key = key(names, index, &operation.name);
            let is_first = seen.insert(key.1.clone());
            let Some(winner) = winners.get(&key) else {
                return true;
            };
            let keep = is_first && winner.index == index;
            if keep {
                operation.name.clone_from(&winner.name);
            } else {
                dropped.push((operation.name.clone(), winner, operation.at));
            }
            keep
        });
        for (name, winner, at) in dropped {
            let mut message = if winner.path == page.path {
                format!("`{name}` is described twice on this page; the first was taken")
            } else {
                format!(
                    "`{name}` is described by another page, which was taken: {}",
                    winner.path
                )
            };
            if name != winner.name {
                message += &format!(" (as `{}`)", winner.name);
            }
            let place = page.place_of(at);
            page.diagnostics
                .push(Diagnostic::new(Code::PAGE_SUPERSEDED, place, message));
            page.stats.operations -= 1;
        }
        if page.kind == PageKind::Operations && page.operations.is_empty() {
            page.kind = PageKind::Superseded;
            page.stats.other_pages = 1;
        }
    }
}

fn winners<'n>(
    dialect: &Dialect,
    pages: &[PageFacts],
    names: &'n [String],
) -> BTreeMap<Key<'n>, Winner> {
    let oldest = oldest_versions(pages, names);
    let rank = |index: usize, name: &str| {
        let page = &pages[index];
        let version = page
            .service
            .version
            .as_deref()
            .or_else(|| oldest.get(names[index].as_str()).map(String::as_str));
        let language = dialect
            .languages
            .iter()
            .position(|language| page.path.split('/').any(|part| part == *language));
        let of_edition = (
            Reverse(editions::of_path(dialect, &page.path)),
            page.is_published == Some(false),
            Reverse(version.map(str::to_owned)),
            Reverse(page.date.clone()),
            language.unwrap_or(dialect.languages.len()),
        );
        let is_named_otherwise = !page.stem().eq_ignore_ascii_case(name);
        let of_pages = (page.operations.len(), is_named_otherwise, page.path.clone());
        (of_edition, of_pages)
    };
    let mut described: BTreeMap<Key<'n>, Vec<(usize, &str)>> = BTreeMap::new();
    for (index, page) in pages.iter().enumerate() {
        for facts in &page.operations {
            let name = facts.operation.name.as_str();
            described
                .entry(key(names, index, name))
                .or_default()
                .push((index, name));
        }
    }
    let win = |(key, mut all): (Key<'n>, Vec<(usize, &str)>)| {
        all.sort_by_cached_key(|(index, name)| rank(*index, name));
        let (index, name) = *all.first()?;
        // A page in lower case alone does not know the name.
        let spelt = all.iter().find(|(_, name)| has_upper(name));
        let winner = Winner {
            index,
            path: pages[index].path.clone(),
            name: spelt.map_or(name, |(_, name)| name).to_owned(),
        };
        Some((key, winner))
    };
    described.into_iter().filter_map(win).collect()
}

fn key<'n>(names: &'n [String], index: usize, name: &str) -> Key<'n> {
    (names[index].as_str(), name.to_ascii_lowercase())
}

fn has_upper(name: &str) -> bool {
    name.bytes().any(|byte| byte.is_ascii_uppercase())
}

/// The oldest version of the API that pages of a service state.
fn oldest_versions<'n>(pages: &'n [PageFacts], names: &'n [String]) -> BTreeMap<&'n str, String> {
    let mut oldest: BTreeMap<&str, String> = BTreeMap::new();
    for (page, name) in pages.iter().zip(names) {
        if let Some(version) = &page.service.version {
            let known = oldest.entry(name).or_insert_with(|| version.clone());
            if version < known {
                known.clone_from(version);
            }
        }
    }
    oldest
}
