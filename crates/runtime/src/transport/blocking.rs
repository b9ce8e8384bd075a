//! The blocking shell: ureq, with rustls and ring.

use super::{BlockingTransport, Limits};
use crate::error::{TransportError, TransportKind};
use bytes::Bytes;
use std::fmt;
use std::io::Read as _;
use std::time::Duration;

/// Carries requests with ureq. Cheap to clone; clones share connections.
#[derive(Clone)]
pub struct UreqTransport {
    agent: ureq::Agent,
}

impl UreqTransport {
    /// A transport with connections of its own.
    pub fn new() -> Self {
        let config = ureq::Agent::config_builder()
            .max_redirects(0)
            .http_status_as_error(false)
            .timeout_connect(Some(Duration::from_secs(10)))
            .build();
        Self {
            agent: config.into(),
        }
    }
}

impl Default for UreqTransport {
    fn default() -> Self {
        Self::new()
    }
}

impl BlockingTransport for UreqTransport {
    fn send(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> Result<http::Response<Bytes>, TransportError> {
        let (parts, body) = request.into_parts();
        let request = http::Request::from_parts(parts, &body[..]);
        let request = self
            .agent
            .configure_request(request)
            .timeout_global(Some(limits.timeout))
            .build();
        let (parts, body) = self
            .agent
            .run(request)
            .map_err(|error| failure(&error))?
            .into_parts();
        let mut bytes = Vec::new();
        let mut reader = body.into_reader().take(limits.max_body.saturating_add(1));
        reader
            .read_to_end(&mut bytes)
            .map_err(|error| broken(&error))?;
        if bytes.len() as u64 > limits.max_body {
            let message = format!("the answer is larger than {} bytes", limits.max_body);
            return Err(TransportError::new(TransportKind::TooLarge, message));
        }
        Ok(http::Response::from_parts(parts, bytes.into()))
    }
}

impl fmt::Debug for UreqTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UreqTransport")
    }
}

fn failure(error: &ureq::Error) -> TransportError {
    use ureq::{Error, Timeout};
    let kind = match error {
        Error::Timeout(Timeout::Resolve | Timeout::Connect) => TransportKind::ConnectTimeout,
        Error::Timeout(_) => TransportKind::Timeout,
        Error::HostNotFound | Error::ConnectionFailed | Error::BadUri(_) | Error::Tls(_) => {
            TransportKind::NotSent
        }
        Error::Io(error) if error.kind() == std::io::ErrorKind::ConnectionRefused => {
            TransportKind::NotSent
        }
        _ => TransportKind::Broken,
    };
    TransportError::new(kind, error.to_string())
}

/// The answer had begun, so the request was sent.
fn broken(error: &std::io::Error) -> TransportError {
    let timed_out = error.kind() == std::io::ErrorKind::TimedOut
        || error
            .get_ref()
            .and_then(|inner| inner.downcast_ref())
            .is_some_and(|e| matches!(e, ureq::Error::Timeout(_)));
    let kind = if timed_out {
        TransportKind::Timeout
    } else {
        TransportKind::Broken
    };
    TransportError::new(kind, error.to_string())
}
