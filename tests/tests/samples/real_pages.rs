//! Samples of the vendors' real pages, through tables made of the spec that the reader gives, and
//! by name through [`Client::call`], which knows no table. Nothing of a sample's text is shown or kept.

use std::collections::BTreeMap;
use std::path::Path;

use libtest_mimic::{Failed, Trial};
use specwright_runtime::profile::Vendor;
use specwright_runtime::{Client, Config, Credentials, operation};
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
    /// Samples that went by name, too.
    by_name: usize,
    /// Class and page to number.
    by_page: BTreeMap<(String, String), usize>,
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
            let client = client(&tables, vendor(corpus.vendor));
            for sample in &operation.samples {
                account.take(&profile, &client, &tables, sample);
            }
        }
    }
    let total: usize = account.samples.values().sum();
    println!(
        "{}: {} pages, {total} samples {:?}, {} of them by name, too\n  {} findings {:?}\n  leniencies {:?}",
        corpus.name,
        pages.len(),
        account.samples,
        account.by_name,
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
    if account.by_name == 0 {
        return Err(format!("{}: no sample went by name", corpus.name).into());
    }
    let counts = Counts {
        pages: hash(&pages),
        found: account.found,
    };
    defects::judge_counts(corpus.name, &counts, &account.by_page)
}

fn client(tables: &OperationTables, vendor: &'static Vendor) -> Client {
    let config = Config::new()
        .endpoint("https://made-up.example")
        .credentials(Credentials::new("made-up", "made-up"));
    Client::new(operation::service(tables.meta.service, vendor), config)
}

impl Account {
    fn take(
        &mut self,
        profile: &Profile,
        client: &Client,
        tables: &OperationTables,
        sample: &Sample,
    ) {
        let (kind, findings) = self.findings(profile, client, tables, sample);
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
                continue;
            }
            *self.found.entry(class.clone()).or_default() += 1;
            let page = tables.meta.page.to_owned();
            *self.by_page.entry((class, page)).or_default() += 1;
        }
    }

    fn findings(
        &mut self,
        profile: &Profile,
        client: &Client,
        tables: &OperationTables,
        sample: &Sample,
    ) -> (&'static str, Vec<Finding>) {
        let vendor = client.service().vendor;
        match sample.kind {
            SampleKind::Request => {
                let shown = samples::shown_request(profile, tables.meta, sample);
                let named = samples::by_name(client, tables.meta, &shown);
                self.named(tables, sample, named);
                ("request", typed::untyped_request(profile, tables, &shown))
            }
            SampleKind::Response => {
                let named = samples::answer_by_name(vendor, tables.meta, sample);
                self.named(tables, sample, named);
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

    /// What went by name must arrive whole: no page can be blamed for what is lost there.
    fn named(&mut self, tables: &OperationTables, sample: &Sample, found: Option<Vec<Finding>>) {
        self.by_name += usize::from(found.is_some());
        let place = format!("{}:{}", tables.meta.page, sample.at.line);
        let found = found.into_iter().flatten();
        self.ours
            .extend(found.map(|finding| format!("{place} by name: {finding}")));
    }
}
