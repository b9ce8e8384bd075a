//! Time that passes only where somebody waits: retries of minutes take none.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use specwright_runtime::clock::{Clock, Moment};
use specwright_runtime::error::TransportError;
use specwright_runtime::transport::{BlockingTransport, BoxFuture, Limits, Transport};

/// A clock, and the waits that move it. Clones are one clock.
#[derive(Clone, Default)]
pub struct VirtualTime {
    waited: Arc<Mutex<Duration>>,
}

/// A transport whose waits are virtual.
pub struct Waiting<T> {
    inner: T,
    time: VirtualTime,
}

impl VirtualTime {
    /// How long was waited in all.
    pub fn waited(&self) -> Duration {
        *self.waited.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The transport, with waits that only move the clock.
    pub fn waiting<T: Transport>(&self, inner: T) -> Waiting<T> {
        let time = self.clone();
        Waiting { inner, time }
    }

    /// The same for a blocking one.
    pub fn blocking<T: BlockingTransport>(&self, inner: T) -> Waiting<T> {
        let time = self.clone();
        Waiting { inner, time }
    }

    fn wait(&self, duration: Duration) {
        *self.waited.lock().unwrap_or_else(PoisonError::into_inner) += duration;
    }
}

impl Clock for VirtualTime {
    fn now(&self) -> Moment {
        Moment::from_unix(1_795_305_797).plus(self.waited())
    }

    fn elapsed(&self) -> Duration {
        self.waited()
    }
}

impl<T: Transport> Transport for Waiting<T> {
    fn send(
        &self,
        request: Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        self.inner.send(request, limits)
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        self.time.wait(duration);
        Box::pin(std::future::ready(()))
    }
}

impl<T: BlockingTransport> BlockingTransport for Waiting<T> {
    fn send(
        &self,
        request: Request<Bytes>,
        limits: Limits,
    ) -> Result<Response<Bytes>, TransportError> {
        self.inner.send(request, limits)
    }

    fn sleep(&self, duration: Duration) {
        self.time.wait(duration);
    }
}
