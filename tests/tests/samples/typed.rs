//! Samples of the repository's pages, through generated clients.

use std::sync::Arc;

use libtest_mimic::{Failed, Trial};
use specwright_runtime::operation::Visit;
use specwright_runtime::wire::Carrier;
use specwright_runtime::{Client, Config, Credentials, Operation, Scheme, operation};
use specwright_spec::{Profile, SampleKind, Service};
use specwright_tests::dynamic::Dynamic;
use specwright_tests::samples::{self, Finding};
use specwright_tests::services::{self, SERVICES, vendor};
use specwright_tests::specs;
use specwright_tests::tables::{OperationTables, ServiceTables, difference};

use crate::defects;

/// One test an operation.
pub fn trials() -> Vec<Trial> {
    let mut collect = Collect {
        specs: specs::services().into_iter().map(Arc::new).collect(),
        trials: Vec::new(),
    };
    services::visit(&mut collect);
    assert!(!collect.trials.is_empty(), "no operation was seen");
    collect.trials
}

pub fn every_spec_has_a_client() -> Result<(), Failed> {
    let known = |service: &Service| {
        SERVICES
            .iter()
            .any(|meta| meta.vendor == service.vendor && meta.name == service.service)
    };
    match specs::services().iter().find(|service| !known(service)) {
        Some(service) => Err(Failed::from(format!(
            "{}/{} is not in tests/src/services.rs",
            service.vendor, service.service
        ))),
        None => Ok(()),
    }
}

struct Collect {
    specs: Vec<Arc<Service>>,
    trials: Vec<Trial>,
}

impl Visit for Collect {
    fn visit<O: Operation>(&mut self) {
        let (vendor, service) = (O::META.service.vendor, O::META.service.name);
        let spec = self
            .specs
            .iter()
            .find(|spec| spec.vendor == vendor && spec.service == service);
        let spec = Arc::clone(spec.unwrap_or_else(|| panic!("no spec of {vendor}/{service}")));
        let name = format!("{vendor}/{service}/{}", O::META.name);
        let item = name.clone();
        self.trials
            .push(Trial::test(name, move || run::<O>(&spec, &item)));
    }
}

fn run<O: Operation>(spec: &Service, item: &str) -> Result<(), Failed> {
    let profile = specs::profile(&spec.vendor);
    let (operation, tables) = ServiceTables::new(vendor(&spec.vendor), spec)
        .operations()
        .find(|(operation, _)| operation.name == O::META.name)
        .ok_or("the spec has no such operation")?;
    for (generated, made) in [
        (O::META.request, tables.meta.request),
        (O::META.response, tables.meta.response),
    ] {
        if let Some(at) = difference(generated, made, 1) {
            return Err(format!("the generated table and the spec's differ: {at}").into());
        }
    }
    if operation.samples.is_empty() {
        println!("{item}: the page has no sample");
    }
    let mut found = Vec::new();
    for sample in &operation.samples {
        let vendor = vendor(&spec.vendor);
        let (ours, same) = match sample.kind {
            SampleKind::Request => {
                let shown = samples::shown_request(&profile, O::META, sample);
                (
                    typed_request::<O>(&profile, &shown)?,
                    untyped_request(&profile, &tables, &shown),
                )
            }
            SampleKind::Response => {
                let mut made = Dynamic::new(tables.response);
                (
                    samples::response(vendor, O::META, sample, &mut O::Output::default()).0,
                    samples::response(vendor, tables.meta, sample, &mut made).0,
                )
            }
            SampleKind::Error => {
                let refused = samples::refusal(vendor, O::META, sample);
                (refused.clone(), refused)
            }
        };
        if ours != same {
            let (ours, same) = (shown_all(&ours), shown_all(&same));
            return Err(
                format!("the generated type finds\n{ours}\na table of the spec\n{same}").into(),
            );
        }
        found.extend(ours);
    }
    defects::judge(item, found)
}

/// Through the generated type and its client, to the request that would be signed.
fn typed_request<O: Operation>(
    profile: &Profile,
    shown: &samples::ShownRequest,
) -> Result<Vec<Finding>, Failed> {
    let vendor = vendor(&profile.vendor);
    let mut request = O::default();
    let mut findings = samples::fill_request(shown, &mut request);
    let mut config = Config::new()
        .credentials(Credentials::new("made-up", "made-up"))
        .region("made-up")
        .validate(false);
    if is_form(vendor.carrier, shown) {
        // Samples in a query are of the vendor's older way; the client speaks it on demand.
        config = config.scheme(Scheme::TencentHmacSha256);
    }
    let client = Client::new(operation::service(O::META.service, vendor), config);
    match client.outgoing(&request) {
        Ok(outgoing) => {
            samples::compare_request(
                vendor,
                O::META,
                shown,
                &request,
                &outgoing.request,
                &mut findings,
            );
        }
        Err(_) => findings.push(samples::unsendable()),
    }
    findings.sort();
    findings.dedup();
    Ok(findings)
}

/// Through tables made of the spec.
pub fn untyped_request(
    profile: &Profile,
    tables: &OperationTables,
    shown: &samples::ShownRequest,
) -> Vec<Finding> {
    let vendor = vendor(&profile.vendor);
    let mut request = Dynamic::new(tables.request);
    let mut findings = samples::fill_request(shown, &mut request);
    let carrier = if is_form(vendor.carrier, shown) {
        Carrier::Form
    } else {
        vendor.carrier
    };
    let endpoint = specwright_runtime::endpoint::Endpoint {
        secure: true,
        host: "made-up".into(),
        path: "/".into(),
    };
    match operation::unsigned(&request, tables.meta, &endpoint, carrier, vendor.style) {
        Ok(sent) => {
            samples::compare_request(vendor, tables.meta, shown, &request, &sent, &mut findings);
        }
        Err(_) => findings.push(samples::unsendable()),
    }
    findings.sort();
    findings.dedup();
    findings
}

fn is_form(carrier: Carrier, shown: &samples::ShownRequest) -> bool {
    carrier == Carrier::Json && shown.is_flat
}

fn shown_all(findings: &[Finding]) -> String {
    findings
        .iter()
        .map(|finding| format!("  {finding}\n"))
        .collect()
}
