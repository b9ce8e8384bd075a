//! Reading is total: no page makes it panic, whole or cut off, and no row gets lost. Over the
//! pages of this repository, and over the vendors' real ones where they are at hand.

use rayon::prelude::*;
use specwright_reader::mining::Memory;
use specwright_reader::{PageFile, page};
use specwright_spec::Profile;
use specwright_tests::corpora::{CORPORA, shared};
use specwright_tests::tell;
use specwright_tests::{pages, specs, vendors};

/// Reads a page cut off at a byte, and checks the account. The page's other cuts have most descriptions in common.
fn read_cut(profile: &Profile, memory: &Memory, file: &PageFile, at: usize) {
    let dialect = specwright_reader::dialects::find(&profile.dialect).expect("a dialect");
    let cut = PageFile {
        path: file.path.clone(),
        bytes: file.bytes[..at].to_vec(),
        date: None,
    };
    let facts = page::read(dialect, profile, memory, &cut);
    let stats = facts.stats;
    assert_eq!(
        stats.rows,
        stats.rows_claimed + stats.rows_reported,
        "{} cut at {at}: a row got lost",
        file.path
    );
}

/// A fixed sequence that looks random.
fn scatter(seed: usize, index: usize, below: usize) -> usize {
    let mixed = (seed as u64 ^ 0x9E37_79B9_7F4A_7C15)
        .wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(index as u64);
    let mixed = (mixed ^ (mixed >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    (mixed ^ (mixed >> 32)) as usize % below.max(1)
}

#[test]
fn pages_of_the_repository_cut_off_at_every_line_and_many_bytes() {
    for tables in vendors::VENDORS {
        let profile = specs::profile(tables.vendor);
        let pages = pages::below(&pages::root().join(tables.vendor));
        assert!(!pages.is_empty(), "no page of {}", tables.vendor);
        pages.par_iter().for_each(|(path, text)| {
            let file = PageFile {
                path: path.clone(),
                bytes: text.clone().into_bytes(),
                date: None,
            };
            let lines = text.match_indices('\n').map(|(at, _)| at);
            let scattered = (0..40).map(|index| scatter(text.len(), index, text.len()));
            let memory = Memory::default();
            lines
                .chain(scattered)
                .for_each(|at| read_cut(&profile, &memory, &file, at));
        });
    }
}

#[test]
fn real_pages_cut_off() {
    let Some(shared) = shared() else { return };
    let mut read = 0;
    for corpus in CORPORA {
        let profile = specs::profile(corpus.vendor);
        let pages = corpus.pages(&shared);
        read += pages.len();
        // A hundred pages over all corpora at every byte, drawn with a fixed seed; the shorter of
        // two draws, so that the suite stays quick; the others at twenty places.
        let shorter = |draw: usize| {
            let drawn = [2 * draw, 2 * draw + 1].map(|index| scatter(7, index, pages.len()));
            drawn
                .into_iter()
                .min_by_key(|&at| pages[at].bytes.len())
                .unwrap_or_default()
        };
        let whole: std::collections::BTreeSet<usize> =
            (0..100usize.div_ceil(CORPORA.len())).map(shorter).collect();
        pages.par_iter().enumerate().for_each(|(index, file)| {
            let length = file.bytes.len();
            let memory = Memory::default();
            let places: Vec<usize> = if whole.contains(&index) {
                (0..=length).collect()
            } else {
                (0..20).map(|place| scatter(index, place, length)).collect()
            };
            places
                .into_iter()
                .for_each(|at| read_cut(&profile, &memory, file, at));
        });
    }
    tell!("{read} real pages were read, cut off");
    assert!(read > 0, "no page was read");
}
