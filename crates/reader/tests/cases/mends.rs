//! Whether the fixes that findings have do mend what they are for.

use std::collections::BTreeMap;

use specwright_reader::diagnostic::Code;
use specwright_reader::fix::{self, Edit};
use specwright_reader::text::Source;
use specwright_reader::{PageFile, dialects};

use crate::case::CasePage;
use crate::facts;

/// Makes all fixes and reads again: no finding may have a fix any more, and if none of them is about
/// what the page says, the facts are the same.
pub fn check(pages: &[CasePage<'_>]) -> Result<(), String> {
    let vendor = pages.first().map_or("", |page| page.vendor);
    if dialects::find(vendor).is_none() {
        return Ok(());
    }
    let before = facts::read(pages)?;
    let mended: Vec<Code> = before
        .diagnostics
        .iter()
        .filter(|found| found.fix.is_some())
        .map(|found| found.code)
        .collect();
    if mended.is_empty() {
        return Ok(());
    }
    let mut edits: BTreeMap<&str, Vec<&Edit>> = BTreeMap::new();
    for fix in before
        .diagnostics
        .iter()
        .filter_map(|found| found.fix.as_ref())
    {
        for edit in &fix.edits {
            edits.entry(&*edit.place.page).or_default().push(edit);
        }
    }
    let files: Vec<PageFile> = pages
        .iter()
        .map(|page| {
            let source = Source::decode(page.path, &page.bytes);
            let edits = edits.get(page.path).cloned().unwrap_or_default();
            PageFile {
                path: page.path.to_owned(),
                bytes: fix::apply(source.text(), edits).into_bytes(),
                date: page.date.map(str::to_owned),
            }
        })
        .collect();
    let after = facts::read_files(vendor, &files)?;
    let text = || String::from_utf8_lossy(&files[0].bytes).into_owned();
    if let Some(left) = after.diagnostics.iter().find(|found| found.fix.is_some()) {
        let (code, message) = (left.code.as_str(), &left.message);
        return Err(format!("{code} is not mended: {message}\n{}", text()));
    }
    let is_layout = |code: &Code| code.as_str().starts_with(['T', 'L']);
    let (was, is) = (facts::facts(&before), facts::facts(&after));
    if mended.iter().all(is_layout) && was != is {
        return Err(format!(
            "the fixes change facts:\n{was}became\n{is}of\n{}",
            text()
        ));
    }
    Ok(())
}
