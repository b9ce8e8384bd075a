//! Faults on the wire, against a loopback server that writes raw bytes: each has an expected error
//! and an expected number of attempts. The rows stand in `faults.yaml`; each runs through the
//! async and the blocking shell. Waits between attempts take no time: the clock is virtual.

mod clock;
mod server;

use std::process::ExitCode;
use std::time::Duration;

use clock::VirtualTime;
use libtest_mimic::{Arguments, Failed, Trial};
use serde::Deserialize;
use server::{Answer, Server, Trap};
use specwright_clients::tencent::cbs::Client;
use specwright_clients::tencent::cbs::create_snapshot::CreateSnapshot;
use specwright_clients::tencent::cbs::describe_snapshots::DescribeSnapshots;
use specwright_runtime::error::TransportKind;
use specwright_runtime::retry::{RetryClass, RetryPolicy};
use specwright_runtime::transport::{ReqwestTransport, UreqTransport};
use specwright_runtime::{Config, Credentials, Error, Operation};

/// What must never be seen outside the request.
const SECRET: &str = "made-up-secret";

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Fault {
    name: String,
    call: Kind,
    answers: Answers,
    expect: Expected,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Read,
    Write,
}

#[derive(Clone, Deserialize)]
#[serde(untagged)]
enum Answers {
    /// `refuse`: nobody listens.
    Word(String),
    Each(Vec<Answer>),
}

/// What must come of it; no error means success.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct Expected {
    error: Option<String>,
    kind: Option<String>,
    attempts: u32,
    sent: Option<bool>,
    status: Option<u16>,
    class: Option<String>,
    code: Option<String>,
    /// Whole seconds that were waited at least; none if 0.
    waited: Option<u64>,
}

#[derive(Clone, Copy, Debug)]
enum Shell {
    Async,
    Blocking,
}

fn main() -> ExitCode {
    let rows: Vec<Fault> =
        serde_saphyr::from_str(include_str!("faults.yaml")).expect("faults.yaml");
    assert!(rows.len() > 25, "rows got lost");
    let mut trials = Vec::new();
    for row in rows {
        for shell in [Shell::Async, Shell::Blocking] {
            let row = row.clone();
            let name = format!("{} ({shell:?})", row.name);
            trials.push(Trial::test(name, move || match row.call {
                Kind::Read => run::<DescribeSnapshots>(&row, shell),
                Kind::Write => run::<CreateSnapshot>(&row, shell),
            }));
        }
    }
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

fn run<O: Operation>(row: &Fault, shell: Shell) -> Result<(), Failed> {
    let trap = Trap::set()?;
    let server = match &row.answers {
        Answers::Each(answers) => Server::answering(answers.clone(), trap.port())?,
        Answers::Word(word) if word == "refuse" => Server::refusing()?,
        Answers::Word(word) => return Err(format!("`{word}` is no kind of answer").into()),
    };
    let time = VirtualTime::default();
    let config = Config::new()
        .endpoint(format!("http://{}", server.address()))
        .credentials(Credentials::new("made-up-id", SECRET))
        .region("made-up-1")
        .max_body(1 << 20)
        .validate(false)
        .clock(time.clone())
        .retry(RetryPolicy {
            attempt_timeout: Duration::from_millis(250),
            ..RetryPolicy::default()
        });
    let outcome = match shell {
        Shell::Blocking => {
            let config = config.blocking_transport(time.blocking(UreqTransport::new()));
            let client = Client::new(config);
            client.runtime().send_blocking(&O::default())
        }
        Shell::Async => {
            let tokio = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()?;
            let client = Client::new(config.transport(time.waiting(ReqwestTransport::new()?)));
            tokio.block_on(client.runtime().send(&O::default()))
        }
    };
    if let Err(error) = &outcome {
        let shown = format!("{error} {error:?}");
        if shown.contains(SECRET) || shown.contains("Signature=") {
            return Err(format!("the error shows what is secret: {shown}").into());
        }
    }
    // A connection that nobody took is an attempt too, which only the client can count.
    let attempts = match (&row.answers, &outcome) {
        (Answers::Word(_), Err(error)) => attempts(error),
        _ => Some(server.connections()),
    };
    let got = observed(outcome.map(|answer| answer.attempts), attempts, &time);
    judge(&row.expect, &got)?;
    match trap.visitors() {
        0 => Ok(()),
        visitors => Err(format!("{visitors} requests followed a redirect").into()),
    }
}

/// How often the call was tried, by the error's own account.
fn attempts<E>(error: &Error<E>) -> Option<u32> {
    match error {
        Error::Service(error) => Some(error.attempts),
        Error::Transport(error) => Some(error.attempts),
        Error::Timeout(error) => Some(error.attempts),
        _ => None,
    }
}

fn observed<E>(outcome: Result<u32, Error<E>>, seen: Option<u32>, time: &VirtualTime) -> Expected {
    let mut got = Expected {
        attempts: seen.unwrap_or_default(),
        waited: Some(time.waited().as_secs()),
        ..Expected::default()
    };
    let error = match &outcome {
        Ok(told) => {
            if Some(*told) != seen {
                got.error = Some(format!(
                    "success after {told} attempts, the server saw {seen:?}"
                ));
            }
            return got;
        }
        Err(error) => error,
    };
    if attempts(error).is_some_and(|told| Some(told) != seen) {
        got.kind = Some(format!(
            "{:?} attempts, the server saw {seen:?}",
            attempts(error)
        ));
    }
    got.status = error.http_status().map(|status| status.as_u16());
    got.code = error.code().map(str::to_owned);
    got.sent = Some(error.may_have_been_sent());
    got.class = Some(match error.retry_class() {
        RetryClass::Never => "never".to_owned(),
        RetryClass::Throttled => "throttled".to_owned(),
        RetryClass::Server => "server".to_owned(),
        other => format!("{other:?}"),
    });
    got.error = Some(match error {
        Error::Service(_) => "service".to_owned(),
        Error::Timeout(_) => "timeout".to_owned(),
        Error::Decode(_) => "decode".to_owned(),
        Error::Transport(failure) => {
            let kind = match failure.error.kind {
                TransportKind::NotSent => "not-sent",
                TransportKind::Broken => "broken",
                TransportKind::TooLarge => "too-large",
                _ => "other",
            };
            got.kind.get_or_insert(kind.to_owned());
            "transport".to_owned()
        }
        other => format!("another: {}", other.operation()),
    });
    got
}

/// Everything that is expected is so; what a row leaves out may be anything, but for the error
/// and the attempts.
fn judge(expected: &Expected, got: &Expected) -> Result<(), Failed> {
    let asked = |wanted: bool, same: bool| !wanted || same;
    let waited = match expected.waited {
        None => true,
        Some(0) => got.waited == Some(0),
        Some(least) => got.waited >= Some(least),
    };
    let holds = expected.error == got.error
        && expected.attempts == got.attempts
        && asked(expected.kind.is_some(), expected.kind == got.kind)
        && asked(expected.sent.is_some(), expected.sent == got.sent)
        && asked(expected.status.is_some(), expected.status == got.status)
        && asked(expected.class.is_some(), expected.class == got.class)
        && asked(expected.code.is_some(), expected.code == got.code)
        && waited;
    if holds {
        return Ok(());
    }
    Err(format!("expected {expected:?}\n     got {got:?}").into())
}
