//! The forms that findings on pages are told in. Text in, text out.

pub mod json;
pub mod markdown;
pub mod sarif;

use std::cmp::Reverse;
use std::collections::BTreeSet;

use specwright_reader::codes::CodeInfo;
use specwright_reader::diagnostic::{Diagnostic, Level};

use crate::pages::Folder;
use crate::table::draw;

/// The findings on one folder's pages.
pub struct Batch {
    /// The pages.
    pub folder: Folder,
    /// What there is to say of them.
    pub findings: Vec<Diagnostic>,
}

/// What is known about the codes that were found, in their order.
pub fn codes(batches: &[Batch]) -> Vec<&'static CodeInfo> {
    let findings = batches.iter().flat_map(|batch| &batch.findings);
    let codes: BTreeSet<_> = findings.map(|finding| finding.code).collect();
    codes.into_iter().filter_map(|code| code.info()).collect()
}

/// What was found of a code.
pub struct Found {
    /// The code.
    pub info: &'static CodeInfo,
    /// How much its worst finding matters.
    pub level: Level,
    /// How many findings there are.
    pub places: usize,
    /// On how many pages.
    pub pages: usize,
    /// How many of them have a fix.
    pub fixes: usize,
}

/// What was found, code by code: what matters most first, and of that what stands most often.
pub fn by_weight(batches: &[Batch]) -> Vec<Found> {
    let findings = || batches.iter().flat_map(|batch| &batch.findings);
    let one = |info: &'static CodeInfo| {
        let of_code = || findings().filter(|finding| finding.code == info.code);
        let pages: BTreeSet<&str> = of_code()
            .map(|finding| &*finding.primary.place.page)
            .collect();
        Found {
            info,
            level: of_code()
                .map(|finding| finding.level)
                .max()
                .unwrap_or(info.level),
            places: of_code().count(),
            pages: pages.len(),
            fixes: of_code().filter(|finding| finding.fix.is_some()).count(),
        }
    };
    let mut found: Vec<Found> = codes(batches).into_iter().map(one).collect();
    found.sort_by_key(|found| (Reverse(found.level), Reverse(found.places), found.info.code));
    found
}

/// The findings by code as a table for people.
pub fn table(batches: &[Batch]) -> String {
    let row = |found: &Found| {
        vec![
            found.info.code.as_str().to_owned(),
            found.level.as_str().to_owned(),
            found.info.title.to_owned(),
            found.places.to_string(),
            found.pages.to_string(),
            found.fixes.to_string(),
        ]
    };
    let rows: Vec<_> = by_weight(batches).iter().map(row).collect();
    draw(
        &["code", "level", "finding", "places", "pages", "with a fix"],
        3,
        &rows,
    )
}
