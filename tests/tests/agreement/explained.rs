//! The differences between a reading and the SDK facts for which the page has been looked at and
//! says what was read: one file a corpus in `crates/reader/tests/explained`, an entry a fact or a
//! class, each with its exact count and a reason. An entry that explains more or less than it
//! says fails, so that no entry outlives its page and none hides what came later. What no entry
//! explains is open: counted, never judged here.
//!
//! `SPECWRIGHT_WRITE_EXPLAINED=1 cargo test -p specwright-tests --test agreement` writes the
//! counts anew and drops the entries that explain nothing. Read the difference before you keep
//! it: a count that grows explains differences that nobody has looked at.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use serde::Deserialize;

/// A fact on which the scorer says that page and SDK differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The column of the table: `request names`, `response types` …
    pub what: String,
    /// The service, as the scorer folds it: small letters and digits.
    pub service: String,
    /// The operation.
    pub operation: String,
    /// The fact's path.
    pub path: String,
    /// What the page says and what the SDK does, where both say something.
    pub says: Option<(String, String)>,
}

/// Why some differences are none of the reader's.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    what: String,
    service: Option<String>,
    #[serde(default)]
    operations: Vec<String>,
    path: Option<String>,
    says: Option<String>,
    count: usize,
    reason: String,
}

impl Entry {
    fn explains(&self, difference: &Difference) -> bool {
        let service = |name: &String| folded(name) == difference.service;
        self.what == difference.what
            && self.service.as_ref().is_none_or(service)
            && (self.operations.is_empty() || self.operations.contains(&difference.operation))
            && self
                .path
                .as_ref()
                .is_none_or(|path| matches(path, &difference.path))
            && self.says.as_ref().is_none_or(|says| {
                difference
                    .says
                    .as_ref()
                    .is_some_and(|(page, _)| page == says)
            })
    }

    /// An entry that names operations goes before one that names a path, and that before others.
    fn rank(&self) -> (bool, bool, bool) {
        (
            !self.operations.is_empty(),
            self.path.is_some(),
            self.service.is_some(),
        )
    }
}

/// What the entries of a corpus came to.
#[derive(Debug, Default)]
pub struct Account {
    /// Differences that an entry explains, by column.
    pub explained: BTreeMap<String, usize>,
    /// Differences that none explains.
    pub open: Vec<Difference>,
    /// Entries whose count is another: what to write instead.
    pub wrong: Vec<String>,
}

impl Account {
    /// A line for the table of agreement.
    pub fn line(&self) -> String {
        let columns: Vec<String> = self
            .explained
            .iter()
            .map(|(what, count)| format!("{what} {count}"))
            .collect();
        let explained: usize = self.explained.values().sum();
        let of = explained + self.open.len();
        format!(
            "{explained} of {of} differences explained ({}), {} open",
            columns.join(", "),
            self.open.len()
        )
    }

    /// The open differences, counted by column and service.
    pub fn open_by_service(&self) -> BTreeMap<(&str, &str), usize> {
        let mut counts = BTreeMap::new();
        for difference in &self.open {
            let key = (difference.what.as_str(), difference.service.as_str());
            *counts.entry(key).or_insert(0) += 1;
        }
        counts
    }
}

/// The file of a corpus.
pub fn file(corpus: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join(format!("../crates/reader/tests/explained/{corpus}.yaml"))
}

/// Holds the entries of a corpus against the differences that the scorer printed.
pub fn account(corpus: &str, differences: Vec<Difference>) -> Account {
    let file = file(corpus);
    let text = std::fs::read_to_string(&file).unwrap_or_default();
    let entries = read(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let mut counts = vec![0; entries.len()];
    let mut account = Account::default();
    for difference in differences {
        let best = (0..entries.len())
            .filter(|&at| entries[at].explains(&difference))
            .max_by_key(|&at| (entries[at].rank(), std::cmp::Reverse(at)));
        match best {
            Some(at) => {
                counts[at] += 1;
                *account.explained.entry(difference.what).or_default() += 1;
            }
            None => account.open.push(difference),
        }
    }
    if std::env::var_os("SPECWRIGHT_WRITE_EXPLAINED").is_some() && !text.is_empty() {
        std::fs::write(&file, with_counts(&text, &counts)).expect("the file of explanations");
    } else {
        let wrong = entries
            .iter()
            .zip(&counts)
            .filter(|(entry, count)| entry.count != **count);
        account
            .wrong
            .extend(wrong.map(|(entry, count)| misfit(corpus, entry, *count)));
    }
    account
}

fn misfit(corpus: &str, entry: &Entry, count: usize) -> String {
    let mut scope = String::new();
    for part in [&entry.service, &entry.path, &entry.says]
        .into_iter()
        .flatten()
    {
        let _ = write!(scope, " {part}");
    }
    if !entry.operations.is_empty() {
        let _ = write!(scope, " {}", entry.operations.join(", "));
    }
    let advice = if count == 0 {
        "it explains nothing any more: remove it".to_owned()
    } else {
        format!("count is {count}, not {}", entry.count)
    };
    format!(
        "{corpus}.yaml: {}{scope} ({}): {advice}",
        entry.what, entry.reason
    )
}

/// The entries of a file; none of an empty one.
fn read(text: &str) -> Result<Vec<Entry>, String> {
    if text.is_empty() {
        return Ok(Vec::new());
    }
    serde_saphyr::from_str(text).map_err(|error| error.to_string())
}

/// The text with other counts, without the entries that count nothing. Comments stay.
fn with_counts(text: &str, counts: &[usize]) -> String {
    let mut out = String::new();
    let mut at = None;
    for line in text.lines() {
        if line.starts_with("- ") {
            at = Some(at.map_or(0, |at| at + 1));
        }
        let count = at.and_then(|at: usize| counts.get(at));
        match count {
            Some(0) if !line.starts_with('#') => {}
            Some(count) if line.starts_with("  count:") => {
                let _ = writeln!(out, "  count: {count}");
            }
            _ => {
                let _ = writeln!(out, "{line}");
            }
        }
    }
    out
}

/// The differences among the lines that the scorer prints with `--show`:
/// `request type (('zenlayer', 'bmc', 'CreateInstances'), 'partitions[].fsType', 'integer', 'string')`.
pub fn differences(printed: &str) -> Vec<Difference> {
    printed.lines().filter_map(difference).collect()
}

fn difference(line: &str) -> Option<Difference> {
    let (kind, tuple) = line.split_once(" ((")?;
    let what = match kind.split_once(' ')? {
        (side, "misplaced" | "not in SDK") => format!("{side} names"),
        (side, "type") => format!("{side} types"),
        (side, "required") => format!("{side} required"),
        _ => return None,
    };
    let words = words(tuple);
    let [_vendor, service, operation, path, rest @ ..] = words.as_slice() else {
        return None;
    };
    let says = match rest {
        [page, sdk] => Some((yes_or_no(page), yes_or_no(sdk))),
        _ => None,
    };
    Some(Difference {
        what,
        service: service.clone(),
        operation: operation.clone(),
        path: path.clone(),
        says,
    })
}

fn yes_or_no(word: &str) -> String {
    match word {
        "True" => "yes".to_owned(),
        "False" => "no".to_owned(),
        other => other.to_owned(),
    }
}

/// The texts and words of a Python tuple, in order.
fn words(tuple: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = tuple;
    while let Some(first) = rest.chars().next() {
        match first {
            '\'' | '"' => {
                let (word, after) = quoted(&rest[1..], first);
                words.push(word);
                rest = after;
            }
            c if c.is_alphanumeric() => {
                let end = rest
                    .find(|c: char| !c.is_alphanumeric())
                    .unwrap_or(rest.len());
                words.push(rest[..end].to_owned());
                rest = &rest[end..];
            }
            c => rest = &rest[c.len_utf8()..],
        }
    }
    words
}

/// A text up to its quote, and what follows. Python escapes the quote and the backslash.
fn quoted(text: &str, quote: char) -> (String, &str) {
    let mut word = String::new();
    let mut signs = text.char_indices();
    while let Some((at, c)) = signs.next() {
        match c {
            '\\' => word.extend(signs.next().map(|(_, escaped)| escaped)),
            c if c == quote => return (word, &text[at + c.len_utf8()..]),
            c => word.push(c),
        }
    }
    (word, "")
}

/// As the scorer folds the names of services.
fn folded(service: &str) -> String {
    let name = service.to_ascii_lowercase();
    let name = name.strip_suffix("-api").unwrap_or(&name);
    name.chars().filter(char::is_ascii_alphanumeric).collect()
}

/// A path may begin or end in `*`.
fn matches(pattern: &str, path: &str) -> bool {
    match (pattern.strip_prefix('*'), pattern.strip_suffix('*')) {
        (Some(_), Some(_)) => path.contains(pattern.trim_matches('*')),
        (Some(end), None) => path.ends_with(end),
        (None, Some(start)) => path.starts_with(start),
        (None, None) => path == pattern,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENTRIES: &str = "# Of the invented shop.\n- what: request names\n  service: waf-openapi\n  count: 2\n  reason: \"the class\"\n\
        - what: request names\n  operations: [Pay]\n  count: 1\n  reason: \"the operation\"\n\
        - what: request required\n  says: \"yes\"\n  count: 4\n  reason: \"relaxed\"\n";

    const PRINTED: &str = "operations: 3 in both\n\
        request not in SDK (('shop', 'wafopenapi', 'Pay'), 'Way')\n\
        request misplaced (('shop', 'wafopenapi', 'Ship'), \"Old'[].Id\")\n\
        request required (('shop', 'other', 'Ship'), 'Zone', True, False)\n\
        request required (('shop', 'other', 'Ship'), 'Area', False, True)\n";

    #[test]
    fn the_most_specific_entry_counts() {
        let entries = read(ENTRIES).expect("entries");
        let differences = differences(PRINTED);
        assert_eq!(differences.len(), 4);
        assert_eq!(differences[1].path, "Old'[].Id");
        assert_eq!(differences[3].says, Some(("no".into(), "yes".into())));
        let explaining = |difference: &Difference| -> Vec<usize> {
            (0..entries.len())
                .filter(|&at| entries[at].explains(difference))
                .collect()
        };
        assert_eq!(explaining(&differences[0]), [0, 1]);
        assert!(entries[1].rank() > entries[0].rank());
        assert_eq!(explaining(&differences[1]), [0]);
        assert_eq!(explaining(&differences[2]), [2]);
        assert!(explaining(&differences[3]).is_empty());
    }

    #[test]
    fn counts_are_written_and_empty_entries_dropped() {
        let written = with_counts(ENTRIES, &[5, 0, 1]);
        assert!(written.starts_with("# Of the invented shop.\n- what: request names\n"));
        let entries = read(&written).expect("entries");
        let counts: Vec<usize> = entries.iter().map(|entry| entry.count).collect();
        assert_eq!(counts, [5, 1]);
        assert!(misfit("shop", &entries[0], 2).contains("count is 2, not 5"));
        assert!(misfit("shop", &entries[0], 0).contains("remove it"));
    }

    #[test]
    fn stars_stand_at_either_end() {
        assert!(matches("*.X", "Panes[].X") && !matches("*.X", "Panes[].XY"));
        assert!(matches("Headers.*", "Headers.Id") && !matches("Headers.*", "Header.Id"));
        assert!(matches("*Price*", "dataDiskPrice.Original") && matches("Id", "Id"));
    }
}
