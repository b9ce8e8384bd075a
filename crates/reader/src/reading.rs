//! What comes out of a reading: specs, diagnostics, and an account of every page, block and row.

use std::ops::AddAssign;

use specwright_spec::Service;

use crate::diagnostic::Diagnostic;

/// A page as it lies in its folder.
#[derive(Clone, Debug)]
pub struct PageFile {
    /// The path under the folder that is read, with `/`: `cbs/CreateSnapshot.md`.
    pub path: String,
    /// The file's bytes.
    pub bytes: Vec<u8>,
    /// The page's date, `2021-04-30`, where the collection tells one. Newer pages win.
    pub date: Option<String>,
}

/// The outcome of reading a folder of pages.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// The services found, by name; operations by their pages' paths.
    pub services: Vec<Service>,
    /// All that there is to say, by page and place.
    pub diagnostics: Vec<Diagnostic>,
    /// What became of each page, by path.
    pub pages: Vec<PageReport>,
}

impl Reading {
    /// The account of all pages together.
    pub fn stats(&self) -> Stats {
        let mut sum = Stats::default();
        for page in &self.pages {
            sum += page.stats;
        }
        sum
    }
}

/// What became of a page.
#[derive(Clone, Debug)]
pub struct PageReport {
    /// The page's path.
    pub path: String,
    /// What the page is.
    pub kind: PageKind,
    /// The account of its parts.
    pub stats: Stats,
}

/// What a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PageKind {
    /// Describes one operation or several.
    Operations,
    /// Another page of the same operation was taken: this one is older, or not the published one.
    Superseded,
    /// Describes structures that operations share.
    Structures,
    /// Lists error codes.
    Errors,
    /// Parameters that all operations share.
    CommonParameters,
    /// An index, a sidebar, an overview.
    Index,
    /// A list of changes.
    ChangeLog,
    /// Something else: prose, signing, an older product.
    Other,
}

impl PageKind {
    /// The words for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Operations => "operations",
            Self::Superseded => "superseded",
            Self::Structures => "structures",
            Self::Errors => "error codes",
            Self::CommonParameters => "common parameters",
            Self::Index => "index",
            Self::ChangeLog => "change log",
            Self::Other => "other",
        }
    }
}

/// The account of a page, or of many. `rows` is always `rows_claimed + rows_reported`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// Pages read.
    pub pages: usize,
    /// Operations taken from them.
    pub operations: usize,
    /// Pages that describe no operation, or one that another page describes better.
    pub other_pages: usize,
    /// Tables.
    pub tables: usize,
    /// Logical rows below the tables' headers.
    pub rows: usize,
    /// Rows that a rule claimed.
    pub rows_claimed: usize,
    /// Rows that no rule claimed: each has a diagnostic.
    pub rows_reported: usize,
    /// Blocks.
    pub blocks: usize,
    /// Blocks that no rule claimed: each has a diagnostic.
    pub blocks_unclaimed: usize,
}

impl AddAssign for Stats {
    fn add_assign(&mut self, other: Self) {
        self.pages += other.pages;
        self.operations += other.operations;
        self.other_pages += other.other_pages;
        self.tables += other.tables;
        self.rows += other.rows;
        self.rows_claimed += other.rows_claimed;
        self.rows_reported += other.rows_reported;
        self.blocks += other.blocks;
        self.blocks_unclaimed += other.blocks_unclaimed;
    }
}
