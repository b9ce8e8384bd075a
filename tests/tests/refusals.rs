//! Every documented error, answered by a server: it must come back as its variant, with its
//! status and its retry class. One named test an operation; the server is the mock, the ways to
//! it the client's own shells, async and blocking.

use std::collections::BTreeMap;
use std::mem::discriminant;
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};

use libtest_mimic::{Arguments, Failed, Trial};
use specwright_mock::{Key, Mock, Options, Running, Step};
use specwright_runtime::error_set::ErrorSet;
use specwright_runtime::meta::{ErrorMeta, ErrorTable};
use specwright_runtime::operation::{self, Sent, Visit};
use specwright_runtime::retry::{RetryPolicy, classify};
use specwright_runtime::transport::{ReqwestTransport, UreqTransport};
use specwright_runtime::{Client, Config, Credentials, Error, Operation};
use specwright_spec::profile::FailureSign;
use specwright_tests::services::{self, VENDORS, vendor};
use specwright_tests::specs;
use tokio::runtime::Runtime;

fn main() -> ExitCode {
    let mut collect = Collect {
        mocks: VENDORS
            .iter()
            .map(|vendor| (vendor.name, serve(vendor.name)))
            .collect(),
        shells: Shells::new(),
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
    shells: Shells,
    trials: Vec<Trial>,
    errors: usize,
}

/// Both ways to a server. Connections of the async one live on one runtime.
#[derive(Clone)]
struct Shells {
    blocking: UreqTransport,
    asynchronous: ReqwestTransport,
    runtime: Arc<Mutex<Runtime>>,
}

impl Shells {
    fn new() -> Self {
        let mut builder = tokio::runtime::Builder::new_current_thread();
        let runtime = builder.enable_all().build().expect("a runtime");
        Self {
            blocking: UreqTransport::new(),
            asynchronous: ReqwestTransport::new().expect("a client"),
            runtime: Arc::new(Mutex::new(runtime)),
        }
    }
}

/// A client, the mock it asks, and the runtime of its async calls.
struct Asking {
    client: Client,
    running: Arc<Running>,
    runtime: Arc<Mutex<Runtime>>,
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
            .blocking_transport(self.shells.blocking.clone())
            .transport(self.shells.asynchronous.clone())
            .region("made-up-1")
            .retry(RetryPolicy::never())
            // Only the refusal counts here; the mock checks parameters after its script.
            .validate(false);
        let asking = Asking {
            client: Client::new(operation::service(service, vendor(service.vendor)), config),
            running,
            runtime: self.shells.runtime.clone(),
        };
        let listed = listed(O::Error::table());
        self.errors += listed
            .iter()
            .map(|error| error.cases().count())
            .sum::<usize>();
        let name = format!("{}/{}/{}", service.vendor, service.name, O::META.name);
        self.trials.push(Trial::test(name, move || {
            for error in listed {
                for (number, case) in error.cases().enumerate() {
                    asking.refuse::<O>(error, number, case.status())?;
                }
            }
            asking.unlisted::<O>()
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

impl Asking {
    fn refuse<O: Operation>(
        &self,
        error: &ErrorMeta,
        case: usize,
        status: Option<u16>,
    ) -> Result<(), Failed> {
        for got in self.ask::<O>(error.code, case)? {
            self.judge::<O>(error, status, &got)?;
        }
        Ok(())
    }

    fn judge<O: Operation>(
        &self,
        error: &ErrorMeta,
        status: Option<u16>,
        got: &Error<O::Error>,
    ) -> Result<(), Failed> {
        let (client, mock) = (&self.client, self.running.mock());
        let variant = O::Error::from_code(error.code);
        same(error.code, "variant", got.service(), Some(&variant))?;
        let catch_all = O::Error::from_code("NoSuch.Code");
        let is_own = |own: &ErrorMeta| own.code == error.code;
        if discriminant(&variant) == discriminant(&catch_all)
            && O::Error::table().codes.iter().any(is_own)
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
        let rules = client.service().vendor.retry;
        let class = classify(rules, error.code, got_status);
        same(error.code, "retry class", got.retry_class(), class)?;
        let by_code = classify(rules, error.code, http::StatusCode::OK);
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
    fn unlisted<O: Operation>(&self) -> Result<(), Failed> {
        // Some vendors' codes are numbers.
        let code = if self.running.mock().profile().vendor.starts_with("ucloud") {
            "987654"
        } else {
            "New.Code"
        };
        for got in self.ask::<O>(code, 0)? {
            same(code, "code", got.code(), Some(code))?;
            let service = got.service().ok_or("no service error")?;
            same(code, "table", service.meta().is_none(), true)?;
        }
        Ok(())
    }

    /// The error as the blocking shell gives it, and as the async one does. Further cases of a code
    /// differ in what no shell looks at, and codes of the vendor are the same for every operation.
    fn ask<O: Operation>(&self, code: &str, case: usize) -> Result<Vec<Error<O::Error>>, Failed> {
        let step = || Step {
            on: Some(O::META.name.to_owned()),
            error: Some(code.to_owned()),
            case,
            ..Step::default()
        };
        let refused = |answer: Sent<O>| match answer {
            Ok(_) => Err(Failed::from(format!("{code}: the answer is no error"))),
            Err(error) => Ok(error),
        };
        self.running.mock().script([step()]);
        let blocking = refused(self.client.send_blocking(&O::default()))?;
        let is_own = O::Error::table().codes.iter().any(|own| own.code == code);
        let is_inherited = !is_own && O::Error::from_code(code).meta().is_some();
        if case > 0 || is_inherited {
            return Ok(vec![blocking]);
        }
        self.running.mock().script([step()]);
        let runtime = self.runtime.lock().unwrap_or_else(PoisonError::into_inner);
        let asynchronous = refused(runtime.block_on(self.client.send(&O::default())))?;
        Ok(vec![blocking, asynchronous])
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
