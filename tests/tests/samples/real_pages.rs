//! Samples of the vendors' real pages, through tables made of the spec that the reader gives.
//! Nothing of a sample's text is shown or kept.

use std::collections::BTreeMap;
use std::path::Path;

use libtest_mimic::{Failed, Trial};
use specwright_runtime::profile::Vendor;
use specwright_spec::{Profile, Sample, SampleKind};
use specwright_tests::corpora::{CORPORA, Corpus, hash, shared};
use specwright_tests::dynamic::Dynamic;
use specwright_tests::samples::{self, Finding};
use specwright_tests::services::vendor;
use specwright_tests::specs;
use specwright_tests::tables::{OperationTables, ServiceTables};

use crate::defects::{self, Counts};
use crate::typed;

/// One test a corpus.
pub fn trials() -> Vec<Trial> {
    let Some(shared) = shared() else {
        return Vec::new();
    };
    let trial = |corpus: &'static Corpus| {
        let shared = shared.clone();
        let name = format!("real pages of {}", corpus.name);
        Trial::test(name, move || run(corpus, &shared))
    };
    CORPORA.iter().map(trial).collect()
}

/// What the samples of a corpus came to.
#[derive(Default)]
struct Account {
    samples: BTreeMap<&'static str, usize>,
    found: BTreeMap<String, usize>,
    leniencies: BTreeMap<String, usize>,
    ours: Vec<String>,
}

fn run(corpus: &Corpus, shared: &Path) -> Result<(), Failed> {
    let pages = corpus.pages(shared);
    let profile = specs::profile(corpus.vendor);
    let reading = specwright_reader::read(&profile, &pages);
    let mut account = Account::default();
    for service in &reading.services {
        let tables = ServiceTables::new(vendor(corpus.vendor), service);
        for (operation, tables) in tables.operations() {
            for sample in &operation.samples {
                account.take(&profile, &tables, sample);
            }
        }
    }
    let total: usize = account.samples.values().sum();
    println!(
        "{}: {} pages, {total} samples {:?}\n  {} findings {:?}\n  leniencies {:?}",
        corpus.name,
        pages.len(),
        account.samples,
        account.found.values().sum::<usize>(),
        account.found,
        account.leniencies
    );
    if total == 0 {
        return Err(format!("{}: no sample was read", corpus.name).into());
    }
    if !account.ours.is_empty() {
        return Err(account.ours.join("\n").into());
    }
    let counts = Counts {
        pages: hash(&pages),
        found: account.found,
    };
    defects::judge_counts(corpus.name, &counts)
}

impl Account {
    fn take(&mut self, profile: &Profile, tables: &OperationTables, sample: &Sample) {
        let (kind, findings) = self.findings(profile, vendor(&profile.vendor), tables, sample);
        *self.samples.entry(kind).or_default() += 1;
        let wanted = std::env::var("SPECWRIGHT_LIST_SAMPLES").unwrap_or_default();
        for finding in findings {
            let class = format!("{kind}-{}", finding.class.name());
            let line = format!("{}:{} {finding}", tables.meta.page, sample.at.line);
            if class == wanted {
                println!("{class} {line}");
            }
            if finding.class.is_ours() {
                self.ours.push(line);
            } else {
                *self.found.entry(class).or_default() += 1;
            }
        }
    }

    fn findings(
        &mut self,
        profile: &Profile,
        vendor: &'static Vendor,
        tables: &OperationTables,
        sample: &Sample,
    ) -> (&'static str, Vec<Finding>) {
        match sample.kind {
            SampleKind::Request => {
                let shown = samples::shown_request(profile, tables.meta, sample);
                ("request", typed::untyped_request(profile, tables, &shown))
            }
            SampleKind::Response => {
                let mut made = Dynamic::new(tables.response);
                let (findings, leniencies) =
                    samples::response(vendor, tables.meta, sample, &mut made);
                for kind in leniencies {
                    *self.leniencies.entry(format!("{kind:?}")).or_default() += 1;
                }
                ("response", findings)
            }
            SampleKind::Error => ("error", samples::refusal(vendor, tables.meta, sample)),
        }
    }
}
