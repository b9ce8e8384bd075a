//! The fixes of findings, made on the vendors' real pages where they are at hand: tables that other
//! readers would lose say the same as before, and what was mended is found no more.

use std::collections::{BTreeMap, BTreeSet};

use specwright_reader::fix::{self, Edit};
use specwright_reader::text::Source;
use specwright_reader::{PageFile, Reading};
use specwright_tests::corpora::{CORPORA, shared};
use specwright_tests::specs;
use specwright_tests::tell;

#[test]
fn mending_the_layout_of_real_pages_changes_no_fact() {
    let Some(shared) = shared() else { return };
    let (mut read, mut made) = (0, 0);
    for corpus in CORPORA {
        let profile = specs::profile(corpus.vendor);
        let pages = corpus.pages(&shared);
        let before = specwright_reader::read(&profile, &pages);
        let edits = layout_edits(&before);
        read += pages.len();
        made += edits.values().map(Vec::len).sum::<usize>();
        let after = specwright_reader::read(&profile, &mended(&pages, &edits));
        let (was, is) = (facts(&before), facts(&after));
        let changed: Vec<_> = was.symmetric_difference(&is).take(4).collect();
        assert!(
            changed.is_empty(),
            "{}: mended pages say otherwise: {changed:#?}",
            corpus.name
        );
        // Two fixes of one row may overlap: then one of them is left for the next time.
        let left = layout_edits(&after);
        let (left, all) = (left.len(), edits.len());
        assert!(
            left * 50 <= all,
            "{}: {left} of {all} pages are not mended",
            corpus.name
        );
    }
    tell!("{read} real pages were read, and mended in {made} places");
    assert!(made > 0, "nothing was mended");
}

/// The changes that mend what other readers of a page would lose, by page.
fn layout_edits(reading: &Reading) -> BTreeMap<&str, Vec<&Edit>> {
    let mut edits: BTreeMap<&str, Vec<&Edit>> = BTreeMap::new();
    let is_layout = |code: &str| code.starts_with(['B', 'L', 'T']);
    for found in &reading.diagnostics {
        let fix = found
            .fix
            .as_ref()
            .filter(|_| is_layout(found.code.as_str()));
        for edit in fix.iter().flat_map(|fix| &fix.edits) {
            edits.entry(&edit.place.page).or_default().push(edit);
        }
    }
    edits
}

fn mended(pages: &[PageFile], edits: &BTreeMap<&str, Vec<&Edit>>) -> Vec<PageFile> {
    let mend = |page: &PageFile| {
        let source = Source::decode(&page.path, &page.bytes);
        let edits = edits.get(page.path.as_str()).into_iter().flatten().copied();
        PageFile {
            bytes: fix::apply(source.text(), edits).into_bytes(),
            ..page.clone()
        }
    };
    pages.iter().map(mend).collect()
}

/// What the pages say, without the lines where they say it.
fn facts(reading: &Reading) -> BTreeSet<String> {
    let facts = reading.services.iter().flat_map(specwright_spec::facts);
    let bare = |mut fact: specwright_spec::Fact| {
        fact.remove("line");
        serde_json::Value::Object(fact).to_string()
    };
    facts.map(bare).collect()
}
