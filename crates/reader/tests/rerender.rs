//! A page says the same however it is rendered: cells padded, blank lines added outside of tables,
//! other line ends, a byte order mark, the layout mended as the findings say. What a page became is compared whole, as JSON: everything
//! but lines and columns.
//!
//! Over the pages of this repository by proptest, and over a sample of the vendors' real pages
//! where they are at hand. A real page that does read differently stands in [`KNOWN`] with its
//! reason, and fails once it reads the same.

#[macro_use]
#[path = "support/tell.rs"]
mod tell;

use proptest::prelude::*;
use specwright_reader::blocks::{self, Block, BlockKind};
use specwright_reader::diagnostic::Code;
use specwright_reader::fix::{self, Edit};
use specwright_reader::table::{RepairKind, Row, TableWords};
use specwright_reader::text::{Source, Span};
use specwright_reader::{Dialect, PageFile, Reading, dialects, read_with};
use specwright_spec::{Profile, yaml};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Pages of the corpus that read differently when rendered anew: path, way, reason.
const KNOWN: &[(&str, &str, &str)] = &[];

/// How many pages of each corpus are read.
const SAMPLE: usize = 200;

const CORPORA: &[(&str, &str)] = &[
    ("alibaba", "alibaba"),
    ("tencent", "tencent/zh"),
    ("tencent", "tencent/en"),
    ("ucloud", "ucloud"),
    ("ucloudstack", "ucloudstack/v1"),
    ("ucloudstack", "ucloudstack/v2"),
    ("zenlayer", "zenlayer"),
];

/// A way to render a page anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// Every line ends in CR LF.
    Crlf,
    /// The page begins with a byte order mark.
    Mark,
    /// Cells have so many more spaces, left and right.
    Padded(usize, usize),
    /// Bit by bit, whether blank lines are added before a block.
    Blanks(u64),
    /// With all fixes of findings that do not touch what the page says.
    Mended,
}

impl Way {
    const fn name(self) -> &'static str {
        match self {
            Self::Crlf => "crlf",
            Self::Mark => "byte order mark",
            Self::Padded(..) => "padded cells",
            Self::Blanks(_) => "blank lines",
            Self::Mended => "mended layout",
        }
    }
}

/// A vendor's dialect and profile.
struct Vendor {
    dialect: &'static Dialect,
    profile: Profile,
}

impl Vendor {
    fn new(name: &str) -> Self {
        let path = repository(&format!("specs/vendors/{name}.yaml"));
        let text = std::fs::read_to_string(path).expect("a profile");
        let profile: Profile = yaml::read(&text).expect("a valid profile");
        let dialect = dialects::find(&profile.dialect).expect("a dialect");
        Self { dialect, profile }
    }

    fn reading(&self, path: &str, bytes: &[u8]) -> Reading {
        let file = PageFile {
            path: path.to_owned(),
            bytes: bytes.to_vec(),
            date: None,
        };
        read_with(self.dialect, &self.profile, &[file])
    }

    /// The changes of a page's layout that its findings have for it: themes `T` and `L`, and rows
    /// that stand twice.
    fn fixes(&self, path: &str, bytes: &[u8]) -> Vec<Edit> {
        let findings = self.reading(path, bytes).diagnostics.into_iter();
        findings
            .filter(|found| {
                let code = found.code.as_str();
                code.starts_with(['T', 'L']) || code == Code::ROW_TWICE.as_str()
            })
            .filter_map(|found| found.fix)
            .flat_map(|fix| fix.edits)
            .collect()
    }

    /// What one page becomes, without places.
    fn read(&self, path: &str, bytes: &[u8]) -> String {
        let reading = self.reading(path, bytes);
        let kind = reading.pages[0].kind;
        let services = serde_json::to_string_pretty(&reading.services).expect("JSON");
        format!("{}\n{services}", kind.as_str())
    }

    fn render(&self, path: &str, bytes: &[u8], way: Way) -> Vec<u8> {
        match way {
            Way::Crlf => String::from_utf8_lossy(bytes)
                .replace("\r\n", "\n")
                .replace('\n', "\r\n")
                .into_bytes(),
            Way::Mark => [b"\xef\xbb\xbf", bytes].concat(),
            Way::Padded(left, right) => self.insert(path, bytes, |source, blocks| {
                padding(source, blocks, left, right)
            }),
            Way::Blanks(bits) => self.insert(path, bytes, |source, blocks| {
                blank_lines(source, blocks, bits)
            }),
            Way::Mended => {
                let source = Source::decode(path, bytes);
                fix::apply(source.text(), &self.fixes(path, bytes)).into_bytes()
            }
        }
    }

    /// The page's text with texts put in at places that rise.
    fn insert(
        &self,
        path: &str,
        bytes: &[u8],
        places: impl Fn(&Source, &[Block]) -> Vec<(usize, String)>,
    ) -> Vec<u8> {
        let source = Source::decode(path, bytes);
        let is_column = |title: &str| self.dialect.column(title).is_some();
        let words = TableWords {
            is_column: &is_column,
        };
        let page = blocks::parse(&source, &words);
        let mut text = String::new();
        let mut end = 0;
        for (at, inserted) in places(&source, &page.blocks) {
            assert!(at >= end, "places rise");
            text.push_str(&source.text()[end..at]);
            text.push_str(&inserted);
            end = at;
        }
        text.push_str(&source.text()[end..]);
        text.into_bytes()
    }

    /// What a page becomes when rendered anew, if it is something else: the first line that differs.
    fn difference(&self, path: &str, bytes: &[u8], way: Way) -> Option<String> {
        let (before, after) = (
            self.read(path, bytes),
            self.read(path, &self.render(path, bytes, way)),
        );
        let pair = before.lines().zip(after.lines()).find(|(a, b)| a != b);
        let length = |text: &str| format!("{} lines", text.lines().count());
        (before != after).then(|| match pair {
            Some((a, b)) => format!("{} became {}", a.trim(), b.trim()),
            None => format!("{} became {}", length(&before), length(&after)),
        })
    }
}

/// Spaces beside the pipes that part cells, inside of rows.
fn padding(source: &Source, blocks: &[Block], left: usize, right: usize) -> Vec<(usize, String)> {
    let mut places = Vec::new();
    for block in blocks {
        let (BlockKind::Table(table) | BlockKind::StrayRows(table)) = &block.kind else {
            continue;
        };
        for row in std::iter::once(&table.header).chain(&table.rows) {
            // A pipe in the text of a last cell parts no cells.
            let cells = if row.has(RepairKind::SurplusCells) {
                &row.cells[..]
            } else {
                row.written()
            };
            cells
                .iter()
                .for_each(|&cell| pad(source, row, cell, (left, right), &mut places));
        }
    }
    places
}

fn pad(
    source: &Source,
    row: &Row,
    cell: Span,
    pads: (usize, usize),
    places: &mut Vec<(usize, String)>,
) {
    let text = source.text();
    let space = |c: char| c == ' ' || c == '\t';
    let before = text[row.span.start..cell.start].trim_end_matches(space);
    let after = text[cell.end..row.span.end].trim_start_matches(space);
    if before.ends_with('|') {
        places.push((cell.start, " ".repeat(pads.0)));
    }
    if after.starts_with('|') {
        places.push((cell.end, " ".repeat(pads.1)));
    }
}

/// Blank lines between blocks that stand outside of tables and lists, and at the page's end.
fn blank_lines(source: &Source, blocks: &[Block], bits: u64) -> Vec<(usize, String)> {
    let text = source.text();
    let mut places = Vec::new();
    for (index, pair) in blocks.windows(2).enumerate() {
        let is_table =
            |block: &Block| matches!(block.kind, BlockKind::Table(_) | BlockKind::StrayRows(_));
        let at = pair[1].span.start;
        let begins_line = at == 0 || text.as_bytes()[at - 1] == b'\n';
        let apart = pair[0].depth == 0 && pair[1].depth == 0;
        let drawn = bits >> (index % 64) & 1 == 1;
        if drawn && begins_line && apart && !(is_table(&pair[0]) && is_table(&pair[1])) {
            places.push((at, "\n".repeat(1 + index % 2)));
        }
    }
    places.push((text.len(), "\n\n".to_owned()));
    places
}

fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .join(path)
}

/// Paths below a folder with `/`, and bytes, by path.
fn pages_below(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(open) = folders.pop() {
        for entry in std::fs::read_dir(&open).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "md") {
                let name = path.strip_prefix(folder).expect("a path below its root");
                let name = name.to_string_lossy().replace('\\', "/");
                found.push((name, std::fs::read(&path).expect("a page")));
            }
        }
    }
    found.sort();
    found
}

fn ways() -> impl Strategy<Value = Way> {
    prop_oneof![
        Just(Way::Crlf),
        Just(Way::Mark),
        (0..4usize, 0..4usize).prop_map(|(left, right)| Way::Padded(left, right)),
        any::<u64>().prop_map(Way::Blanks),
        Just(Way::Mended),
    ]
}

#[test]
fn the_repositorys_pages_say_the_same_however_they_are_rendered() {
    let mut pages = Vec::new();
    for vendor in ["alibaba", "tencent", "ucloud", "ucloudstack", "zenlayer"] {
        let own = pages_below(&repository("specs/pages").join(vendor));
        assert!(!own.is_empty(), "no page of {vendor}");
        pages.extend(own.into_iter().map(|(path, bytes)| (vendor, path, bytes)));
    }
    let vendors: Vec<Vendor> = pages
        .iter()
        .map(|(vendor, ..)| Vendor::new(vendor))
        .collect();
    let config = ProptestConfig {
        cases: 600,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    proptest!(config, |(at in 0..pages.len(), way in ways())| {
        let (_, path, bytes) = &pages[at];
        let difference = vendors[at].difference(path, bytes, way);
        prop_assert!(difference.is_none(), "{path}, {way:?}: {}", difference.unwrap_or_default());
    });
}

#[test]
fn real_pages_say_the_same_however_they_are_rendered() {
    let shared = repository("../shared/corpus");
    if !shared.is_dir() {
        tell!("../shared is not here: no real page was rendered anew");
        return;
    }
    let sample: usize = match std::env::var("RERENDER_SAMPLE") {
        Ok(number) => number
            .parse()
            .expect("RERENDER_SAMPLE is a number of pages"),
        Err(_) => SAMPLE,
    };
    let (mut read, mut failed, mut seen) = (0, Vec::new(), BTreeSet::new());
    for (vendor, folder) in CORPORA {
        let reader = Vendor::new(vendor);
        let pages = pages_below(&shared.join(folder));
        // Every so many-th page: a sample that is fixed and spread over all folders.
        let step = pages.len().div_ceil(sample).max(1);
        for (index, (path, bytes)) in pages.iter().enumerate().step_by(step) {
            read += 1;
            let bits = (index as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
            for way in [
                Way::Crlf,
                Way::Mark,
                Way::Padded(1, 2),
                Way::Padded(3, 0),
                Way::Blanks(bits),
                Way::Blanks(!0),
                Way::Mended,
            ] {
                let path_in_corpus = format!("{folder}/{path}");
                let difference = reader.difference(path, bytes, way);
                let known = KNOWN
                    .iter()
                    .find(|(page, kind, _)| *page == path_in_corpus && *kind == way.name());
                match (difference, known) {
                    (Some(_), Some(known)) => drop(seen.insert(known)),
                    // The text stays where it is: the page and the way are enough to find it.
                    (Some(difference), None) => {
                        failed.push(format!("{path_in_corpus}, {way:?}"));
                        if std::env::var_os("RERENDER_SHOW").is_some() {
                            tell!("{path_in_corpus}, {way:?}: {difference}");
                        }
                    }
                    (None, _) => {}
                }
            }
        }
    }
    tell!(
        "{read} real pages rendered anew, {} differences known",
        seen.len()
    );
    assert!(read > 0, "no page was read");
    assert!(
        failed.is_empty(),
        "{} read differently (RERENDER_SHOW=1 shows how):\n{}",
        failed.len(),
        failed.join("\n")
    );
    let mended: Vec<_> = KNOWN.iter().filter(|known| !seen.contains(known)).collect();
    assert!(
        mended.is_empty(),
        "these read the same now, take them off the list: {mended:?}"
    );
}
