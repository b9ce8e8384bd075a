//! A transport without a network: answers from a list, requests to look at. For the tests of
//! programs that use a client; it knows no vendor and checks nothing.

use super::{BlockingTransport, BoxFuture, Limits, Transport};
use crate::error::{TransportError, TransportKind};
use bytes::Bytes;
use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Answers in the order in which they were given; clones share them. Waits pass at once.
///
/// ```
/// use specwright_runtime::Config;
/// use specwright_runtime::transport::MockTransport;
///
/// let mock = MockTransport::new().answer(200, r#"{"Response":{"RequestId":"1"}}"#);
/// let config = Config::new().transport(mock.clone());
/// // A client with this config gets that answer, and then:
/// assert_eq!(mock.requests().len(), 0);
/// ```
#[derive(Clone, Default)]
pub struct MockTransport {
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    answers: VecDeque<http::Response<Bytes>>,
    requests: Vec<http::Request<Bytes>>,
}

impl MockTransport {
    /// A transport without answers: every request fails.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an answer with a JSON body. A status that is none becomes 500.
    #[must_use]
    pub fn answer(self, status: u16, body: impl Into<Bytes>) -> Self {
        let mut response = http::Response::new(body.into());
        *response.status_mut() =
            http::StatusCode::from_u16(status).unwrap_or(http::StatusCode::INTERNAL_SERVER_ERROR);
        let json = http::HeaderValue::from_static("application/json");
        response
            .headers_mut()
            .insert(http::header::CONTENT_TYPE, json);
        self.response(response)
    }

    /// Adds any answer.
    #[must_use]
    pub fn response(self, response: http::Response<Bytes>) -> Self {
        self.state().answers.push_back(response);
        self
    }

    /// The requests so far, signed, as they would have left.
    pub fn requests(&self) -> Vec<http::Request<Bytes>> {
        self.state().requests.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take(&self, request: http::Request<Bytes>) -> Result<http::Response<Bytes>, TransportError> {
        let mut state = self.state();
        state.requests.push(request);
        let none = || TransportError::new(TransportKind::NotSent, "the mock has no answer left");
        state.answers.pop_front().ok_or_else(none)
    }
}

impl Transport for MockTransport {
    fn send(
        &self,
        request: http::Request<Bytes>,
        _: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        Box::pin(std::future::ready(self.take(request)))
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'_, ()> {
        Box::pin(std::future::ready(()))
    }
}

impl BlockingTransport for MockTransport {
    fn send(
        &self,
        request: http::Request<Bytes>,
        _: Limits,
    ) -> Result<http::Response<Bytes>, TransportError> {
        self.take(request)
    }

    fn sleep(&self, _: Duration) {}
}

/// Counts only: requests hold signatures.
impl fmt::Debug for MockTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.state();
        f.debug_struct("MockTransport")
            .field("answers", &state.answers.len())
            .field("requests", &state.requests.len())
            .finish()
    }
}
