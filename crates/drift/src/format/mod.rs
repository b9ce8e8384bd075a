//! A report in words and forms: for people, for programs, for the viewers of CI.
//!
//! Each form is a pure function of a [`Report`]. JSON, JUnit and SARIF are contracts: their
//! shapes change only with [`FORM`]. No form shows a vendor's sentences, but JSON in `old` and `new`.

mod github;
mod json;
mod junit;
pub(crate) mod markdown;
mod sarif;
mod text;

use std::fmt::Write as _;

pub use json::schema;

use crate::{Change, Gate, Level, Place, Problem};

/// The version of the stable forms.
pub const FORM: u32 = 1;

/// A form of report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For a terminal, as a compiler writes.
    Text,
    /// For programs; see [`schema`].
    Json,
    /// For a pull request or a changelog.
    Markdown,
    /// Workflow commands of GitHub Actions: annotations at the lines of pages.
    Github,
    /// JUnit XML, for viewers of test results.
    Junit,
    /// SARIF 2.1.0, for viewers of code scanning.
    Sarif,
}

impl Format {
    /// Every form, with its name.
    pub const ALL: &'static [(&'static str, Self)] = &[
        ("text", Self::Text),
        ("json", Self::Json),
        ("markdown", Self::Markdown),
        ("github", Self::Github),
        ("junit", Self::Junit),
        ("sarif", Self::Sarif),
    ];
}

impl std::str::FromStr for Format {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .iter()
            .find(|(name, _)| *name == text)
            .map(|(_, format)| *format)
            .ok_or_else(|| {
                let names: Vec<&str> = Self::ALL.iter().map(|(name, _)| *name).collect();
                format!("`{text}` is none of {}", names.join(", "))
            })
    }
}

/// What there is to report.
#[derive(Clone, Copy, Debug)]
pub struct Report<'r> {
    /// The changes that are not allowed.
    pub changes: &'r [Change],
    /// How many changes an allow-file took away.
    pub allowed: usize,
    /// Entries of the allow-file that must be mended.
    pub problems: &'r [Problem],
    /// What fails the run.
    pub gate: Gate,
    /// What the old side is called: a revision, a folder.
    pub from: &'r str,
    /// What the new side is called.
    pub to: &'r str,
    /// The folder of pages, from the root of the repository: `specs/pages`.
    pub pages: &'r str,
    /// The folder of specs, from the root of the repository: `specs/api`.
    pub specs: &'r str,
}

impl Report<'_> {
    /// Whether the run passes: no change fails it, and the allow-file is in order.
    pub fn passes(&self) -> bool {
        self.problems.is_empty() && self.gate.verdict(self.changes).passes()
    }

    /// The last line: what there is, whom it breaks, and whether that fails the run.
    pub fn summary(&self) -> String {
        let mut line = self.gate.verdict(self.changes).to_string();
        if self.allowed > 0 {
            let _ = write!(line, "; {} allowed", self.allowed);
        }
        match self.problems.len() {
            0 => {}
            1 => line.push_str("; 1 entry of the allow-file to mend"),
            more => {
                let _ = write!(line, "; {more} entries of the allow-file to mend");
            }
        }
        let strict = if self.gate.strict { " --strict" } else { "" };
        let verb = if self.passes() { "passes" } else { "fails" };
        let _ = write!(
            line,
            "; {verb} --fail-on {}{strict}",
            self.gate.fail_on.as_str()
        );
        line
    }

    /// The path of a page from the root of the repository.
    fn page(&self, place: &Place) -> String {
        join(self.pages, &place.page)
    }

    /// The file that a viewer should open for a change, and the line in it. What stands on no
    /// page at hand stands in the spec of its service.
    fn file(&self, change: &Change) -> (String, Option<u32>) {
        match (change.place(), &change.subject.service) {
            (Some(place), _) => (self.page(place), place.line),
            (None, Some(service)) => {
                let file = format!("{}/{service}.yaml", change.subject.vendor);
                (join(self.specs, &file), None)
            }
            (None, None) => (self.pages.to_owned(), None),
        }
    }
}

fn join(folder: &str, path: &str) -> String {
    if folder.is_empty() {
        path.to_owned()
    } else {
        format!("{}/{path}", folder.trim_end_matches('/'))
    }
}

/// Writes a report.
pub fn render(format: Format, report: &Report<'_>) -> String {
    match format {
        Format::Text => text::render(report),
        Format::Json => json::render(report),
        Format::Markdown => markdown::render(report),
        Format::Github => github::render(report),
        Format::Junit => junit::render(report),
        Format::Sarif => sarif::render(report),
    }
}

/// The word a viewer shows for a level.
fn word(change: &Change) -> &'static str {
    match change.level() {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Info | Level::None => "note",
    }
}

/// The message, and that it is a guess.
fn message(change: &Change) -> String {
    if change.guess {
        format!("{} (a guess)", change.message)
    } else {
        change.message.clone()
    }
}

/// `wire: error, source: info`.
fn levels(change: &Change) -> String {
    format!("wire: {}, source: {}", change.wire, change.source)
}
