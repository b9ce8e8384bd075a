//! Samples of the vendors' real pages, through tables made of the spec that the reader gives.

use std::collections::BTreeMap;

use libtest_mimic::{Failed, Trial};
use specwright_spec::SampleKind;
use specwright_tests::corpora::{CORPORA, Corpus, hash, shared};
use specwright_tests::dynamic::Dynamic;
use specwright_tests::samples::{self, Class};
use specwright_tests::services::vendor;
use specwright_tests::specs;
use specwright_tests::tables::ServiceTables;

use crate::{defects, typed};

/// One test a corpus.
pub fn trials() -> Vec<Trial> {
    let Some(shared) = shared() else {
        return Vec::new();
    };
    CORPORA
        .iter()
        .map(|corpus| {
            let shared = shared.clone();
            Trial::test(format!("real pages of {}", corpus.name), move || {
                run(corpus, &shared)
            })
        })
        .collect()
}

fn run(corpus: &Corpus, shared: &std::path::Path) -> Result<(), Failed> {
    let pages = corpus.pages(shared);
    let profile = specs::profile(corpus.vendor);
    let vendor = vendor(corpus.vendor);
    let reading = specwright_reader::read(&profile, &pages);
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut found: BTreeMap<String, usize> = BTreeMap::new();
    let mut leniencies: BTreeMap<String, usize> = BTreeMap::new();
    let mut ours = Vec::new();
    let list = std::env::var("SPECWRIGHT_LIST_SAMPLES").unwrap_or_default();
    for service in &reading.services {
        let tables = ServiceTables::new(vendor, service);
        for (operation, tables) in tables.operations() {
            for sample in &operation.samples {
                let (kind, findings) = match sample.kind {
                    SampleKind::Request => {
                        let shown = samples::shown_request(&profile, tables.meta, sample);
                        ("request", typed::untyped_request(&profile, &tables, &shown))
                    }
                    SampleKind::Response => {
                        let mut made = Dynamic::new(tables.response);
                        let (findings, lenient) =
                            samples::response(vendor, tables.meta, sample, &mut made);
                        for kind in lenient {
                            *leniencies.entry(format!("{kind:?}")).or_default() += 1;
                        }
                        ("response", findings)
                    }
                    SampleKind::Error => ("error", samples::refusal(vendor, tables.meta, sample)),
                };
                *counts.entry(kind).or_default() += 1;
                for finding in findings {
                    let class = format!("{kind}-{}", finding.class.name());
                    if list.contains(&class) {
                        println!(
                            "{class} {}:{} {}",
                            operation.page, sample.at.line, finding.at
                        );
                    }
                    if finding.class.is_ours() {
                        ours.push(format!("{}:{} {finding}", operation.page, sample.at.line));
                    }
                    *found.entry(class).or_default() += 1;
                }
            }
        }
    }
    let total: usize = counts.values().sum();
    println!(
        "{}: {} pages, {total} samples {counts:?}\n  found {found:?}\n  leniencies {leniencies:?}",
        corpus.name,
        pages.len()
    );
    if total == 0 {
        return Err("no sample was read".into());
    }
    let _ = (Class::Lost, hash(&pages), defects::file());
    if ours.is_empty() {
        Ok(())
    } else {
        ours.truncate(40);
        Err(ours.join("\n").into())
    }
}
