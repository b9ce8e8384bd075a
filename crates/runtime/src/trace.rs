//! What a call tells whoever traces it: a span for the call, an event for each attempt and wait.
//!
//! Names, numbers, codes and ids only: no parameter, no address (a query may be signed), no
//! message of the vendor's (it may repeat a parameter). Without the feature `tracing` all of it is
//! nothing.

use crate::error::TransportKind;
use crate::retry::RetryClass;
use http::StatusCode;
use std::time::Duration;

/// The span of a call, from its making to its end.
#[derive(Debug)]
pub(crate) struct CallSpan {
    #[cfg(feature = "tracing")]
    span: tracing::Span,
}

#[cfg(feature = "tracing")]
impl CallSpan {
    pub(crate) fn new(vendor: &str, service: &str, operation: &str, region: Option<&str>) -> Self {
        let span = tracing::debug_span!(
            "call",
            vendor,
            service,
            operation,
            region,
            attempts = tracing::field::Empty,
            status = tracing::field::Empty,
            request_id = tracing::field::Empty,
            code = tracing::field::Empty,
        );
        Self { span }
    }

    pub(crate) fn sends(&self, attempt: u32, timeout: Duration) {
        self.span.record("attempts", attempt);
        tracing::debug!(parent: &self.span, attempt, ?timeout, "sends a request");
    }

    /// `request_id` is asked for only if somebody listens.
    pub(crate) fn answered(&self, status: StatusCode, request_id: impl FnOnce() -> Option<String>) {
        if self.span.is_disabled() {
            return;
        }
        self.span.record("status", status.as_u16());
        self.span.record("request_id", request_id());
        tracing::debug!(parent: &self.span, status = status.as_u16(), "was answered");
    }

    pub(crate) fn refused(
        &self,
        status: StatusCode,
        code: Option<&str>,
        request_id: Option<&str>,
        class: RetryClass,
    ) {
        self.span.record("status", status.as_u16());
        self.span.record("request_id", request_id);
        self.span.record("code", code);
        tracing::debug!(parent: &self.span, status = status.as_u16(), code, ?class, "was refused");
    }

    pub(crate) fn lost(&self, kind: TransportKind) {
        tracing::debug!(parent: &self.span, ?kind, "got no answer");
    }

    pub(crate) fn waits(&self, time: Duration) {
        tracing::debug!(parent: &self.span, ?time, "waits before another attempt");
    }
}

#[cfg(not(feature = "tracing"))]
impl CallSpan {
    pub(crate) fn new(_: &str, _: &str, _: &str, _: Option<&str>) -> Self {
        Self {}
    }

    pub(crate) fn sends(&self, _: u32, _: Duration) {}

    pub(crate) fn answered(&self, _: StatusCode, _: impl FnOnce() -> Option<String>) {}

    pub(crate) fn refused(&self, _: StatusCode, _: Option<&str>, _: Option<&str>, _: RetryClass) {}

    pub(crate) fn lost(&self, _: TransportKind) {}

    pub(crate) fn waits(&self, _: Duration) {}
}
