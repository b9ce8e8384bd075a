//! Carrying a request: the traits, and the shells over two HTTP clients behind features.
//!
//! `http` and `bytes` are the vocabulary; no type of a client shows through. A transport does not
//! retry, does not follow redirects and does not look into bodies. Timeouts and the size limit are
//! its to keep.

#[cfg(feature = "blocking")]
mod blocking;
#[cfg(feature = "mock")]
mod mock;
#[cfg(feature = "reqwest")]
mod tokio_reqwest;

#[cfg(feature = "blocking")]
pub use blocking::UreqTransport;
#[cfg(feature = "mock")]
pub use mock::MockTransport;
#[cfg(feature = "reqwest")]
pub use tokio_reqwest::ReqwestTransport;

pub use crate::credentials::BoxFuture;
use crate::error::TransportError;
use bytes::Bytes;
use std::future::Future;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;

/// What a transport must keep to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// From the first byte sent to the last received.
    pub timeout: Duration,
    /// The largest body, in bytes, after decompression.
    pub max_body: u64,
}

/// Carries requests and waits, on whatever runtime it likes.
pub trait Transport: Send + Sync {
    /// Sends a request and gives the whole answer, whatever its status.
    fn send(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>>;

    /// Waits between attempts.
    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()>;
}

/// Carries requests and waits, on the thread that asks.
pub trait BlockingTransport: Send + Sync {
    /// Sends a request and gives the whole answer, whatever its status.
    ///
    /// # Errors
    /// No whole answer came within the limits.
    fn send(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> Result<http::Response<Bytes>, TransportError>;

    /// Waits between attempts.
    fn sleep(&self, duration: Duration) {
        std::thread::sleep(duration);
    }
}

/// Runs a future on this thread: for the blocking shell, whose only futures are credential
/// providers'. A provider that needs a runtime brings its own.
pub fn block_on<F: Future>(future: F) -> F::Output {
    struct Unpark(std::thread::Thread);
    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }
    let mut future = std::pin::pin!(future);
    let waker = Waker::from(Arc::new(Unpark(std::thread::current())));
    loop {
        match future.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(output) => return output,
            Poll::Pending => std::thread::park(),
        }
    }
}
