//! What the tests of the client share: a vendor, a transport that answers from a script in virtual
//! time, and a service as the generator would write it.

#![allow(clippy::unwrap_used, reason = "a test that cannot unwrap has failed")]
#![allow(dead_code, reason = "no test file needs all of it")]
#![allow(missing_docs, reason = "the types of a test")]

pub mod cbs;

use bytes::Bytes;
use http::{Request, Response};
use specwright_runtime::clock::{Clock, Entropy, Moment};
use specwright_runtime::credentials::CredentialSources;
use specwright_runtime::endpoint::EndpointRule;
use specwright_runtime::envelope::Envelope;
use specwright_runtime::error::{TransportError, TransportKind};
use specwright_runtime::profile::{Service, Vendor};
use specwright_runtime::retry::{RetryClass, RetryRule};
use specwright_runtime::transport::{BlockingTransport, BoxFuture, Limits, Transport};
use specwright_runtime::wire::{Carrier, ParamStyle};
use specwright_runtime::{Client, Config, Credentials, Scheme};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

pub static TENCENT: Vendor = Vendor {
    name: "tencent",
    endpoint: EndpointRule {
        host: "{service}.tencentcloudapi.com",
        host_without_region: None,
        special: &[],
        path: "/",
    },
    scheme: Scheme::Tc3HmacSha256,
    style: ParamStyle::FROM_ZERO,
    carrier: Carrier::Json,
    envelope: Envelope {
        payload: Some("Response"),
        error: Some("Error"),
        ret_code: None,
        success: None,
        code: &["Code"],
        message: &["Message"],
        request_id: &["RequestId"],
        request_id_headers: &[],
        members: &["RequestId"],
    },
    retry: &[
        RetryRule {
            code: "RequestLimitExceeded*",
            class: RetryClass::Throttled,
        },
        RetryRule {
            code: "InternalError*",
            class: RetryClass::Server,
        },
        RetryRule {
            code: "AuthFailure.SignatureExpire",
            class: RetryClass::ClockSkew,
        },
    ],
    region_parameter: None,
    idempotency_tokens: &["ClientToken"],
    read_verbs: &["Describe"],
    credentials: CredentialSources::NONE,
};

pub type Answered = Result<Response<Bytes>, TransportError>;

/// Answers from a script, keeps what it was sent, and moves the clock it shares.
#[derive(Clone, Default)]
pub struct Script {
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
pub struct State {
    pub answers: VecDeque<(Duration, Answered)>,
    pub sent: Vec<Request<Bytes>>,
    pub slept: Vec<Duration>,
    pub time: Duration,
}

impl Script {
    pub fn new(answers: impl IntoIterator<Item = Answered>) -> Self {
        let script = Self::default();
        script.lock().answers = answers
            .into_iter()
            .map(|answer| (Duration::ZERO, answer))
            .collect();
        script
    }

    pub fn taking(self, time: Duration) -> Self {
        self.lock()
            .answers
            .iter_mut()
            .for_each(|(takes, _)| *takes = time);
        self
    }

    pub fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    fn carry(&self, request: Request<Bytes>, limits: Limits) -> Answered {
        let mut state = self.lock();
        state.sent.push(request);
        let (takes, answer) = state
            .answers
            .pop_front()
            .expect("one more request than the script has answers");
        state.time += takes.min(limits.timeout);
        if takes > limits.timeout {
            return Err(TransportError::new(TransportKind::Timeout, "timed out"));
        }
        answer
    }

    pub fn sent(&self) -> usize {
        self.lock().sent.len()
    }

    pub fn header(&self, attempt: usize, name: &str) -> String {
        self.lock().sent[attempt].headers()[name]
            .to_str()
            .unwrap()
            .to_owned()
    }
}

impl Transport for Script {
    fn send(&self, request: Request<Bytes>, limits: Limits) -> BoxFuture<'_, Answered> {
        Box::pin(std::future::ready(self.carry(request, limits)))
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        BlockingTransport::sleep(self, duration);
        Box::pin(std::future::ready(()))
    }
}

impl BlockingTransport for Script {
    fn send(&self, request: Request<Bytes>, limits: Limits) -> Answered {
        self.carry(request, limits)
    }

    fn sleep(&self, duration: Duration) {
        let mut state = self.lock();
        state.time += duration;
        state.slept.push(duration);
    }
}

impl Clock for Script {
    fn now(&self) -> Moment {
        Moment::from_unix(1_795_305_797).plus(self.lock().time)
    }

    fn elapsed(&self) -> Duration {
        self.lock().time
    }
}

/// Always the longest wait.
pub struct Most;
impl Entropy for Most {
    fn bits(&self) -> u128 {
        u128::MAX
    }
}

pub fn answer(status: u16, headers: &[(&str, &str)], body: &str) -> Answered {
    let mut response = Response::builder().status(status);
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    Ok(response.body(body.to_owned().into()).unwrap())
}

pub fn good() -> Answered {
    answer(
        200,
        &[],
        r#"{"Response":{"SnapshotId":"snap-1","RequestId":"r-1"}}"#,
    )
}

pub fn refusal(code: &str) -> Answered {
    let body = format!(
        r#"{{"Response":{{"Error":{{"Code":"{code}","Message":"m"}},"RequestId":"r-9"}}}}"#
    );
    answer(200, &[("date", "Sun, 22 Nov 2026 01:03:17 GMT")], &body)
}

pub fn config(script: &Script) -> Config {
    Config::new()
        .region("ap-guangzhou")
        .credentials(Credentials::new("AKID", "hunter2").with_token("hunter3"))
        .transport(script.clone())
        .blocking_transport(script.clone())
        .clock(script.clone())
        .entropy(Most)
}

pub fn client(script: &Script) -> Client {
    Client::new(Service::new(&TENCENT, "cbs"), config(script))
}

/// An answer under HTTP 200 with these members beside the id of the request.
pub fn output(members: &str) -> Answered {
    answer(
        200,
        &[],
        &format!(r#"{{"Response":{{{members},"RequestId":"r-1"}}}}"#),
    )
}

impl Script {
    /// The bodies sent so far.
    pub fn bodies(&self) -> Vec<String> {
        let text = |request: &Request<Bytes>| String::from_utf8_lossy(request.body()).into_owned();
        self.lock().sent.iter().map(text).collect()
    }
}
