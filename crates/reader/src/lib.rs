//! Reads vendors' Markdown API pages into specs and diagnostics.
//!
//! The lower half knows Markdown as vendors write it, and no vendor:
//!
//! 1. [`text`] makes a page's bytes into clean text and finds the way back to line and column;
//! 2. [`blocks`] reads the text into blocks, [`table`] says what a table is (the row rule that finds rows is in `rows`);
//! 3. [`inline`] reads the text of a cell, a heading or a paragraph;
//! 4. [`layout`] reports what other readers of the same page would get wrong.
//!
//! The upper half knows what vendors mean, told by a [`dialect`], one constant a vendor in [`dialects`]:
//!
//! 5. [`outline`] parts a page into regions by its headings, [`columns`] puts cells under their titles;
//! 6. [`field_rows`] and [`error_rows`] make fields and codes of rows, [`wire_name`] makes trees of dotted names;
//! 7. [`part`] claims every block for a rule or reports it, [`page`] makes operations, structures and codes of it;
//! 8. [`service`] puts pages together, [`derive`] adds what they imply.
//!
//! This crate does no I/O, and no text makes it panic. It must not know where pages come from or how findings are drawn.

#![forbid(unsafe_code)]

pub mod blocks;
pub mod codes;
pub mod columns;
pub mod containers;
mod cut;
pub mod derive;
pub mod describe;
pub mod diagnostic;
pub mod dialect;
pub mod dialects;
pub mod editions;
pub mod error_rows;
pub mod field_findings;
pub mod field_rows;
pub mod fix;
pub mod html;
pub mod inline;
pub mod layout;
mod lines;
mod markdown;
pub mod mining;
pub mod nest;
pub mod nesting;
pub mod outline;
pub mod page;
pub mod part;
mod publish;
pub mod reading;
mod repeats;
pub mod request_tree;
pub mod row_places;
mod rows;
pub mod sample;
pub mod sample_findings;
pub mod samples;
pub mod service;
mod service_names;
mod shared_names;
mod shared_structures;
mod spelling;
pub mod structures;
mod supersede;
pub mod syntax;
pub mod table;
mod table_fixes;
pub mod text;
mod told_columns;
pub mod type_grammar;
mod unlisted;
pub mod votes;
pub mod wire_name;

use rayon::prelude::*;
use specwright_spec::Profile;

pub use dialect::Dialect;
pub use reading::{PageFile, PageKind, PageReport, Reading, Stats};

/// Reads a vendor's pages. Total: what cannot be read is in the diagnostics.
///
/// Pages are read in parallel; the result does not depend on it, nor on the order of `pages`.
/// A profile whose dialect does not exist reads nothing: see [`dialects::find`].
pub fn read(profile: &Profile, pages: &[PageFile]) -> Reading {
    dialects::find(&profile.dialect)
        .map(|dialect| read_with(dialect, profile, pages))
        .unwrap_or_default()
}

/// Reads pages with a dialect of one's own.
pub fn read_with(dialect: &Dialect, profile: &Profile, pages: &[PageFile]) -> Reading {
    let facts = pages
        .par_iter()
        .map_init(mining::Memory::default, |memory, file| {
            page::read(dialect, profile, memory, file)
        })
        .collect();
    service::assemble(dialect, profile, facts)
}
