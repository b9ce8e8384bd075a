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
use crate::text::Place;
use specwright_spec::Position;

/// An operation of a service, whatever the case of its name.
type Key<'n> = (&'n str, String);

/// The page that counts for an operation.
struct Winner {
    index: usize,
    path: String,
    /// How the operation is spelt.
    name: String,
    /// Where it stands.
    place: Place,
    /// Why it counts and another page does not, by that page.
    beaten: BTreeMap<usize, Reason>,
}

/// Why a page counts, as the end of a sentence, and what to do about the other one.
#[derive(Clone, Copy)]
struct Reason {
    why: &'static str,
    help: Option<&'static str>,
}

/// What decides which page counts: the least is the best.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    edition: Reverse<Vec<u32>>,
    is_unlisted: bool,
    version: Reverse<Option<String>>,
    date: Reverse<Option<String>>,
    language: usize,
    is_set_apart: bool,
    operations: usize,
    is_named_otherwise: bool,
    path: String,
}

impl Rank {
    /// Why a page of this rank counts and not one of the other.
    fn beats(&self, other: &Rank) -> Reason {
        const TRANSLATION: &str = "bring both to the same state, if they differ in facts";
        if self.edition != other.edition {
            return Reason {
                why: ", of a newer edition",
                help: Some("keep the page for those who run the older edition, or remove it"),
            };
        }
        if self.is_unlisted != other.is_unlisted {
            return Reason {
                why: ", which the index lists",
                help: Some("remove this page, or list it in the index in place of the other"),
            };
        }
        let is_translation = self.language != other.language;
        let why = if self.version != other.version {
            ", of a newer version of the API"
        } else if self.date != other.date {
            ", which is newer"
        } else if is_translation {
            ", in the language that is read first"
        } else if self.is_set_apart != other.is_set_apart {
            ", in a folder of what is current"
        } else if self.operations != other.operations {
            ", which collects fewer operations"
        } else if self.is_named_otherwise != other.is_named_otherwise {
            ", which is named after it"
        } else {
            ""
        };
        Reason {
            why,
            help: is_translation.then_some(TRANSLATION),
        }
    }
}

/// Keeps each operation on one page: that of the newest edition, then the published, then that of the
/// newest version of the API (a page that states none has the oldest), then the newest, then the best
/// language, then the one whose folder is not set apart as old or hidden, then the one with the fewest
/// operations (the others are collections of them), then the one named after the operation (guides are
/// not), then the first by path. The others are reported.
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
            let reason = winner.beaten.get(&index);
            let mut message = if winner.path == page.path {
                format!("`{name}` is described twice on this page; the first was taken")
            } else {
                format!(
                    "`{name}` is described by another page, which was taken: {}{}",
                    winner.path,
                    reason.map_or("", |reason| reason.why)
                )
            };
            if name != winner.name {
                message += &format!(" (as `{}`)", winner.name);
            }
            let place = match winner.path == page.path {
                // The heading of the second.
                true => page.place_of(at),
                false => page.place_of_name(&name, at),
            };
            let diagnostic = Diagnostic::new(Code::PAGE_SUPERSEDED, place, message)
                .also(winner.place.clone(), "the one that was taken");
            page.diagnostics
                .push(match reason.and_then(|reason| reason.help) {
                    Some(help) => diagnostic.help(help),
                    None => diagnostic,
                });
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
        Rank {
            edition: Reverse(editions::of_path(dialect, &page.path)),
            is_unlisted: page.is_published == Some(false),
            version: Reverse(version.map(str::to_owned)),
            date: Reverse(page.date.clone()),
            language: language.unwrap_or(dialect.languages.len()),
            is_set_apart: dialect.folder_hint(&page.path).is_some(),
            operations: page.operations.len(),
            is_named_otherwise: !page.stem().eq_ignore_ascii_case(name),
            path: page.path.clone(),
        }
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
    let win = |(key, all): (Key<'n>, Vec<(usize, &str)>)| {
        let mut all: Vec<_> = all
            .into_iter()
            .map(|(index, name)| (rank(index, name), index, name))
            .collect();
        all.sort_by(|(a, ..), (b, ..)| a.cmp(b));
        let ((best, index, name), others) = all.split_first()?;
        let (index, name) = (*index, *name);
        let beaten = others
            .iter()
            .map(|(rank, index, _)| (*index, best.beats(rank)))
            .collect();
        let page = &pages[index];
        let at = page
            .operations
            .iter()
            .find(|facts| facts.operation.name == name)
            .map_or(Position::default(), |facts| facts.operation.at);
        // A page in lower case alone does not know the name.
        let spelt = all.iter().find(|(.., name)| has_upper(name));
        let winner = Winner {
            index,
            path: page.path.clone(),
            name: spelt.map_or(name, |(.., name)| name).to_owned(),
            place: page.place_of_name(name, at),
            beaten,
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
