//! The async shell: reqwest on tokio, with rustls and ring.

use super::{BoxFuture, Limits, Transport};
use crate::error::{TransportError, TransportKind};
use bytes::{Bytes, BytesMut};
use std::fmt;
use std::time::Duration;

/// Carries requests with reqwest. Cheap to clone; clones share connections.
#[derive(Clone)]
pub struct ReqwestTransport {
    client: reqwest::Client,
}

impl ReqwestTransport {
    /// A transport with connections of its own.
    ///
    /// # Errors
    /// The platform gives no TLS roots, or refuses a client.
    pub fn new() -> Result<Self, TransportError> {
        // Another crate may have chosen a provider for the process; then that one serves.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(Duration::from_secs(10))
            .build();
        client
            .map(|client| Self { client })
            .map_err(|error| failure(&error))
    }

    async fn carry(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> Result<http::Response<Bytes>, TransportError> {
        let mut request = reqwest::Request::try_from(request).map_err(|error| failure(&error))?;
        *request.timeout_mut() = Some(limits.timeout);
        let mut answer = self
            .client
            .execute(request)
            .await
            .map_err(|error| failure(&error))?;
        if answer
            .content_length()
            .is_some_and(|length| length > limits.max_body)
        {
            return Err(too_large(limits));
        }
        let mut body = BytesMut::new();
        while let Some(piece) = answer.chunk().await.map_err(|error| broken(&error))? {
            if (body.len() + piece.len()) as u64 > limits.max_body {
                return Err(too_large(limits));
            }
            body.extend_from_slice(&piece);
        }
        let mut response = http::Response::new(body.freeze());
        *response.status_mut() = answer.status();
        *response.version_mut() = answer.version();
        *response.headers_mut() = std::mem::take(answer.headers_mut());
        Ok(response)
    }
}

impl Transport for ReqwestTransport {
    fn send(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        Box::pin(self.carry(request, limits))
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}

impl fmt::Debug for ReqwestTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReqwestTransport")
    }
}

fn too_large(limits: Limits) -> TransportError {
    TransportError::new(
        TransportKind::TooLarge,
        format!("the answer is larger than {} bytes", limits.max_body),
    )
}

fn failure(error: &reqwest::Error) -> TransportError {
    let kind = match (error.is_connect() || error.is_builder(), error.is_timeout()) {
        (true, true) => TransportKind::ConnectTimeout,
        (true, false) => TransportKind::NotSent,
        (false, true) => TransportKind::Timeout,
        (false, false) => TransportKind::Broken,
    };
    TransportError::new(kind, causes(error))
}

/// The answer had begun, so the request was sent.
fn broken(error: &reqwest::Error) -> TransportError {
    let kind = if error.is_timeout() {
        TransportKind::Timeout
    } else {
        TransportKind::Broken
    };
    TransportError::new(kind, causes(error))
}

/// The causes only: the top of the error shows the address with its query, which may be signed.
fn causes(error: &reqwest::Error) -> String {
    let mut texts: Vec<String> = Vec::new();
    let mut next = std::error::Error::source(error);
    while let Some(cause) = next {
        texts.push(cause.to_string());
        next = cause.source();
    }
    if texts.is_empty() {
        "the request failed".to_owned()
    } else {
        texts.join(": ")
    }
}
