//! Every documented error, answered by a server: it must come back as its variant, with its
//! status and its retry class. One named test an operation; the server is the mock, the way to
//! it the client's own blocking shell.

use std::collections::BTreeMap;
use std::mem::discriminant;
use std::process::ExitCode;
use std::sync::Arc;

use libtest_mimic::{Arguments, Failed, Trial};
use specwright_mock::{Key, Mock, Options, Running, Step};
use specwright_runtime::error_set::ErrorSet;
use specwright_runtime::meta::{ErrorMeta, ErrorTable};
use specwright_runtime::operation::{self, Visit};
use specwright_runtime::retry::{RetryPolicy, classify};
use specwright_runtime::transport::UreqTransport;
use specwright_runtime::{Client, Config, Credentials, Operation};
use specwright_spec::profile::FailureSign;
use specwright_tests::services::{self, VENDORS, vendor};
use specwright_tests::specs;

fn main() -> ExitCode {
    let mut collect = Collect {
        mocks: VENDORS
            .iter()
            .map(|vendor| (vendor.name, serve(vendor.name)))
            .collect(),
        transport: UreqTransport::new(),
        trials: Vec::new(),
        errors: 0,
    };
    services::visit(&mut collect);
    println!(
        "{} errors of {} operations",
        collect.errors,
        collect.trials.len()
    );
    assert!(collect.errors > 500, "hardly an error was seen");
    libtest_mimic::run(&Arguments::from_args(), collect.trials).exit_code()
}

fn serve(vendor: &str) -> Arc<Running> {
    let options = Options::default().key(Key::new("made-up-id", "made-up-secret"));
    let mut services = specs::services();
    services.retain(|service| service.vendor == vendor);
    let mock = Mock::new(specs::profile(vendor), services, options);
    Arc::new(mock.serve("127.0.0.1:0").expect("a free port on loopback"))
}

struct Collect {
    mocks: BTreeMap<&'static str, Arc<Running>>,
    transport: UreqTransport,
    trials: Vec<Trial>,
    errors: usize,
}

impl Visit for Collect {
    fn visit<O: Operation>(&mut self) {
        let service = O::META.service;
        let Some(running) = self.mocks.get(service.vendor).map(Arc::clone) else {
            panic!("no mock of {}", service.vendor);
        };
        let config = Config::new()
            .endpoint(format!("http://{}", running.address()))
            .credentials(Credentials::new("made-up-id", "made-up-secret"))
            .blocking_transport(self.transport.clone())
            .region("made-up-1")
            .retry(RetryPolicy::never())
            // Only the refusal counts here; the mock checks parameters after its script.
            .validate(false);
        let client = Client::new(operation::service(service, vendor(service.vendor)), config);
        let listed = listed(O::Error::TABLE);
        self.errors += listed
            .iter()
            .map(|error| error.cases().count())
            .sum::<usize>();
        let name = format!("{}/{}/{}", service.vendor, service.name, O::META.name);
        self.trials.push(Trial::test(name, move || {
            for error in listed {
                for (number, case) in error.cases().enumerate() {
                    refuse::<O>(&client, running.mock(), error, number, case.status())?;
                }
            }
            unlisted::<O>(&client, running.mock())
        }));
    }
}

/// The codes of an operation, of its service and of its vendor; the nearest counts.
fn listed(table: &'static ErrorTable) -> Vec<&'static ErrorMeta> {
    let mut listed: Vec<&ErrorMeta> = Vec::new();
    let mut next = Some(table);
    while let Some(table) = next {
        for error in table.codes {
            if listed.iter().all(|known| known.code != error.code) {
                listed.push(error);
            }
        }
        next = table.below;
    }
    listed
}

fn refuse<O: Operation>(
    client: &Client,
    mock: &Mock,
    error: &ErrorMeta,
    case: usize,
    status: Option<u16>,
) -> Result<(), Failed> {
    let got = ask::<O>(client, mock, error.code, case)?;
    let variant = O::Error::from_code(error.code);
    same(error.code, "variant", got.service(), Some(&variant))?;
    if discriminant(&variant) == discriminant(&O::Error::from_code("NoSuch.Code"))
        && O::Error::TABLE
            .codes
            .iter()
            .any(|own| own.code == error.code)
    {
        return Err(format!("{} has no variant of its own", error.code).into());
    }
    same(error.code, "code", got.code(), Some(error.code))?;
    let by_status = mock.profile().envelope.error.when == FailureSign::Status;
    let got_status = got.http_status().ok_or("no status")?;
    match (by_status, status) {
        (true, Some(status)) => same(error.code, "status", got_status.as_u16(), status)?,
        (true, None) if got_status.as_u16() >= 400 => {}
        (true, None) => return Err(format!("{}: {got_status}", error.code).into()),
        (false, _) => same(error.code, "status", got_status.as_u16(), 200)?,
    }
    // A status can say more than a code of which nothing is known.
    let class = classify(client.service().vendor.retry, error.code, got_status);
    same(error.code, "retry class", got.retry_class(), class)?;
    let by_code = classify(
        client.service().vendor.retry,
        error.code,
        http::StatusCode::OK,
    );
    same(error.code, "retry class of the table", error.retry, by_code)?;
    let message = got.message().unwrap_or_default();
    if message.is_empty() || got.request_id().is_none() {
        return Err(format!("{}: no message or no request id", error.code).into());
    }
    let shown = got.to_string();
    for part in [error.code, message, O::META.name, got_status.as_str()] {
        if !shown.contains(part) {
            return Err(format!("`{shown}` does not say {part}").into());
        }
    }
    Ok(())
}

/// A code that no page lists is kept.
fn unlisted<O: Operation>(client: &Client, mock: &Mock) -> Result<(), Failed> {
    // Some vendors' codes are numbers.
    let code = if mock.profile().vendor.starts_with("ucloud") {
        "987654"
    } else {
        "New.Code"
    };
    let got = ask::<O>(client, mock, code, 0)?;
    same(code, "code", got.code(), Some(code))?;
    let service = got.service().ok_or("no service error")?;
    same(code, "table", service.meta().is_none(), true)
}

fn ask<O: Operation>(
    client: &Client,
    mock: &Mock,
    code: &str,
    case: usize,
) -> Result<specwright_runtime::Error<O::Error>, Failed> {
    mock.script([Step {
        on: Some(O::META.name.to_owned()),
        error: Some(code.to_owned()),
        case,
        ..Step::default()
    }]);
    match client.send_blocking(&O::default()) {
        Ok(_) => Err(format!("{code}: the answer is no error").into()),
        Err(error) => Ok(error),
    }
}

fn same<T: PartialEq + std::fmt::Debug>(
    code: &str,
    what: &str,
    got: T,
    expected: T,
) -> Result<(), Failed> {
    if got == expected {
        return Ok(());
    }
    Err(format!("{code}: {what} is {got:?}, not {expected:?}").into())
}
