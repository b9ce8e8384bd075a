//! The forms that findings on pages are told in. Text in, text out.

pub mod json;
pub mod markdown;
pub mod sarif;

use std::collections::BTreeSet;

use specwright_reader::codes::CodeInfo;
use specwright_reader::diagnostic::Diagnostic;

use crate::pages::Folder;

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
