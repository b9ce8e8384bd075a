//! A list page by page through its generated client: which requests the answers lead to.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http::{Request, Response};
use libtest_mimic::Failed;
use specwright_runtime::decode;
use specwright_runtime::error::{TransportError, TransportKind};
use specwright_runtime::operation::{self, Visit};
use specwright_runtime::paging::Pages;
use specwright_runtime::transport::{BlockingTransport, BoxFuture, Limits, Transport};
use specwright_runtime::wire::Params;
use specwright_runtime::{Client, Config, Credentials, Operation, Value};
use specwright_tests::services;

use crate::case::PagingCase;
use crate::same;

pub fn run(vendor: &str, case: &PagingCase) -> Result<(), Failed> {
    let mut find = Find {
        vendor,
        case,
        outcome: Err(format!("there is no {}.{}", case.service, case.operation).into()),
    };
    services::visit(&mut find);
    find.outcome
}

struct Find<'c> {
    vendor: &'c str,
    case: &'c PagingCase,
    outcome: Result<(), Failed>,
}

impl Visit for Find<'_> {
    fn visit<O: Operation>(&mut self) {
        let service = O::META.service;
        let (vendor, case) = (self.vendor, self.case);
        if (service.vendor, service.name, O::META.name)
            == (vendor, case.service.as_str(), case.operation.as_str())
        {
            self.outcome = walk::<O>(case);
        }
    }
}

fn walk<O: Operation>(case: &PagingCase) -> Result<(), Failed> {
    let mut request = O::default();
    decode::from_value(Value::from(case.inputs.clone()), &mut request)?;
    let vendor = services::vendor(O::META.service.vendor);
    let answering = Answering {
        bodies: Arc::new(Mutex::new(case.answers.iter().cloned().collect())),
        requests: Arc::default(),
    };
    let config = Config::new()
        .credentials(Credentials::new("made-up", "made-up"))
        .region("made-up-1")
        .validate(false)
        .transport(answering.clone())
        .blocking_transport(answering.clone());
    let client = Client::new(operation::service(O::META.service, vendor), config);
    for page in Pages::new(client, request).blocking() {
        page.map_err(|error| Failed::from(error.to_string()))?;
    }
    let requests = answering
        .requests
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    same("number of requests", requests.len(), case.expect.len())?;
    for (number, (request, expected)) in requests.iter().zip(&case.expect).enumerate() {
        for (name, value) in expected {
            let what = format!("{name} of request {}", number + 1);
            same(
                &what,
                request.get(name),
                Some(value).filter(|value| !value.is_empty()),
            )?;
        }
    }
    Ok(())
}

/// Answers with bodies in order, and keeps the parameters of requests.
#[derive(Clone)]
struct Answering {
    bodies: Arc<Mutex<VecDeque<String>>>,
    requests: Arc<Mutex<Vec<BTreeMap<String, String>>>>,
}

impl Answering {
    fn answer(&self, request: &Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        let mut requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        requests.push(parameters(request));
        let mut bodies = self.bodies.lock().unwrap_or_else(PoisonError::into_inner);
        match bodies.pop_front() {
            Some(body) => Ok(Response::new(body.into())),
            None => Err(TransportError::new(
                TransportKind::TooLarge,
                "one request too many",
            )),
        }
    }
}

/// The parameters of query and body as texts.
fn parameters(request: &Request<Bytes>) -> BTreeMap<String, String> {
    let body = String::from_utf8_lossy(request.body());
    let mut params: BTreeMap<String, String> = BTreeMap::new();
    for text in [request.uri().query().unwrap_or_default(), &body] {
        let read = Params::from_encoded(if text.starts_with('{') { "" } else { text });
        params.extend(read.iter().map(|(n, v)| (n.to_owned(), v.to_owned())));
    }
    let json = Value::from_json(request.body()).unwrap_or_default();
    for (name, value) in json.members() {
        let text = value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned);
        params.insert(name.to_owned(), text);
    }
    params
}

impl BlockingTransport for Answering {
    fn send(&self, request: Request<Bytes>, _: Limits) -> Result<Response<Bytes>, TransportError> {
        self.answer(&request)
    }
}

impl Transport for Answering {
    fn send(
        &self,
        request: Request<Bytes>,
        _: Limits,
    ) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        Box::pin(std::future::ready(self.answer(&request)))
    }

    fn sleep(&self, _: std::time::Duration) -> BoxFuture<'_, ()> {
        Box::pin(std::future::ready(()))
    }
}
