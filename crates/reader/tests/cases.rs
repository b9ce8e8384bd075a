//! Runs `tests/cases/<theme>/*.md`: a page and what must come of it, in one Markdown file a case, one named test a file.
//!
//! A case holds a ```` ```page <vendor> ```` fence and at least one expectation: ```` ```blocks ````, ```` ```rows ````,
//! ```` ```inline ````, ```` ```facts ````, ```` ```diagnostics ````. Where a case has no `diagnostics`, the page must cause none.
//! Words after the vendor change the page's bytes: `crlf`, `cr`, `bom`, `no-final-newline`. Signs that cannot be seen are written as
//! `⟨NBSP⟩` and so on (see [`SIGNS`]).
//!
//! `facts` are what the whole reader makes of the page with the vendor's dialect and profile, and `diagnostics` beside it are the
//! whole reader's. Such a case may hold several pages; `path=usnap-api/create.md` says where one lies.
//!
//! Findings that have a fix are mended by it: with all fixes made, no finding has one any more, and fixes of the layout change no fact.
//!
//! `CASES=bless cargo test -p specwright-reader --test cases` writes what came out into the files. Read the difference before you
//! keep it.

#[path = "cases/case.rs"]
mod case;
#[path = "cases/facts.rs"]
mod facts;
#[path = "cases/mends.rs"]
mod mends;
#[path = "cases/show.rs"]
mod show;

use case::Case;
use libtest_mimic::{Arguments, Failed, Trial};
use specwright_reader::blocks;
use specwright_reader::table::TableWords;
use specwright_reader::text::Source;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What the dialects will bring later: the column titles that tell a header without a delimiter row.
const COLUMNS: &[&str] = &[
    "名称",
    "类型",
    "是否必选",
    "描述",
    "错误码",
    "错误信息",
    "HttpCode",
    "Name",
    "Type",
    "Description",
];

/// Signs that one does not see, and one byte that is no UTF-8, as they are written in a case.
pub const SIGNS: &[(&str, &[u8])] = &[
    ("⟨BOM⟩", "\u{feff}".as_bytes()),
    ("⟨NBSP⟩", "\u{a0}".as_bytes()),
    ("⟨ZWSP⟩", "\u{200b}".as_bytes()),
    ("⟨EMSP⟩", "\u{2003}".as_bytes()),
    ("⟨IDSP⟩", "\u{3000}".as_bytes()),
    ("⟨CR⟩", b"\r"),
    ("⟨BAD⟩", b"\xa1"),
];

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut files = Vec::new();
    collect(&root, &mut files);
    files.sort();
    assert!(files.len() > 40, "the case folder is complete");
    let trials = files.into_iter().map(|file| {
        let name = file
            .strip_prefix(&root)
            .unwrap_or(&file)
            .with_extension("")
            .to_string_lossy()
            .replace('\\', "/");
        Trial::test(name, move || run(&file).map_err(Failed::from))
    });
    libtest_mimic::run(&arguments, trials.collect()).exit_code()
}

fn run(file: &Path) -> Result<(), String> {
    let text = std::fs::read_to_string(file).map_err(|error| error.to_string())?;
    let case = Case::parse(&text)?;
    let pages = case.pages(SIGNS)?;
    let first = pages.first().ok_or("a case has a ```page")?;
    let source = Source::decode(&format!("{}/case.md", first.vendor), &first.bytes);
    let words = TableWords {
        is_column: &|title| COLUMNS.contains(&title),
    };
    let page = blocks::parse(&source, &words);
    let reading = case.has("facts").then(|| facts::read(&pages)).transpose()?;
    let outcome = |word: &str| match (word, &reading) {
        ("facts", Some(reading)) => Ok(facts::facts(reading)),
        ("diagnostics", Some(reading)) => Ok(facts::diagnostics(reading)),
        ("blocks", _) => Ok(show::blocks(&source, &page)),
        ("rows", _) => Ok(show::rows(&source, &page)),
        ("inline", _) => Ok(show::inline(&source, &page)),
        ("diagnostics", None) => Ok(show::diagnostics(&source, &page)),
        (other, _) => Err(format!("a case has no ```{other}")),
    };
    if std::env::var_os("CASES").is_some_and(|value| value == "bless") {
        let blessed = case.bless(outcome)?;
        return std::fs::write(file, blessed).map_err(|error| error.to_string());
    }
    case.check(outcome)?;
    mends::check(&pages)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            files.push(path);
        }
    }
}
