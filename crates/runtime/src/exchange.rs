//! One call from the first attempt to its answer or its failure, without I/O.
//!
//! The shells ask for a request, carry it, and tell what came; this says whether that is the end
//! or when to try again. Nonce, time and signature are new for each attempt, everything else stays.

use crate::clock::Moment;
use crate::config::Config;
use crate::credentials::Credentials;
use crate::error::{
    Error, InvalidCall, ServiceError, TimeoutFailure, TransportError, TransportFailure,
    TransportKind,
};
use crate::meta::RateLimit;
use crate::profile::Service;
use crate::request::Unsigned;
use crate::retry::{Failure, RetryBudget, RetryClass, RetryPolicy, classify};
use crate::sign::{self, Options, Signing};
use crate::trace::CallSpan;
use crate::transport::Limits;
use bytes::Bytes;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

/// An encoded call, ready to be signed as often as it takes.
#[derive(Clone, Debug)]
pub struct Outgoing {
    /// The request without what a signature adds.
    pub request: Unsigned,
    /// The operation.
    pub action: String,
    /// The version of the API.
    pub version: String,
    /// The region, where the call has one.
    pub region: Option<String>,
    /// Whether it may be sent twice: it only reads, or carries an idempotency token.
    pub repeatable: bool,
    /// Leaves out the signature, for the few operations that hand out keys.
    pub skip_signature: bool,
    /// How often its page allows it.
    pub rate_limit: Option<RateLimit>,
}

/// What all calls of one client share.
#[derive(Debug, Default)]
pub(crate) struct Shared {
    pub(crate) budget: RetryBudget,
    /// Milliseconds that the vendor's clock is ahead of ours.
    skew: AtomicI64,
    #[cfg(feature = "rate-limit")]
    limits: crate::rate_limit::RateLimits,
}

/// What to do after an attempt.
pub(crate) enum Next {
    /// The answer is a success; it has not been read yet.
    Answer(http::Response<Bytes>),
    /// Try again after this long.
    Wait(Duration),
    /// It is over.
    Fail(Error<()>),
}

pub(crate) struct Exchange<'c> {
    config: &'c Config,
    service: &'c Service,
    shared: &'c Shared,
    outgoing: Outgoing,
    started: Duration,
    pub(crate) attempts: u32,
    skew_corrected: bool,
    /// Whether the attempt under way may use all the time there is, or its own share only.
    on_last_time: bool,
    span: CallSpan,
}

impl<'c> Exchange<'c> {
    pub(crate) fn new(
        config: &'c Config,
        service: &'c Service,
        shared: &'c Shared,
        outgoing: Outgoing,
    ) -> Self {
        let started = config.clock.elapsed();
        let region = outgoing.region.as_deref();
        let span = CallSpan::new(service.vendor.name, &service.name, &outgoing.action, region);
        Self {
            config,
            service,
            shared,
            outgoing,
            started,
            attempts: 0,
            skew_corrected: false,
            on_last_time: false,
            span,
        }
    }

    /// The vendor's time, as far as we know it.
    pub(crate) fn now(&self) -> Moment {
        self.config
            .clock
            .now()
            .plus_millis(self.shared.skew.load(Ordering::Relaxed))
    }

    pub(crate) fn operation(&self) -> String {
        format!("{}.{}", self.service.name, self.outgoing.action)
    }

    /// How long to wait before the next request, so that the operation's rate limit is kept. Takes
    /// a request's share of it.
    #[cfg(feature = "rate-limit")]
    pub(crate) fn pace(&self) -> Duration {
        let Some(limit) = self.outgoing.rate_limit.filter(|_| self.config.rate_limits) else {
            return Duration::ZERO;
        };
        let now = self.config.clock.elapsed();
        let (action, region) = (&self.outgoing.action, self.outgoing.region.as_deref());
        let wait = self.shared.limits.take(action, region, limit, now);
        wait.min(self.time_left())
    }

    #[cfg(not(feature = "rate-limit"))]
    pub(crate) fn pace(&self) -> Duration {
        Duration::ZERO
    }

    /// The next request, newly signed.
    pub(crate) fn request(
        &mut self,
        credentials: &Credentials,
    ) -> Result<(http::Request<Bytes>, Limits), Error<()>> {
        let left = self.time_left();
        if left.is_zero() {
            return Err(self.timeout(self.config.retry.total_timeout, true, self.attempts > 0));
        }
        self.attempts += 1;
        self.on_last_time = left < self.config.retry.attempt_timeout;
        let limits = Limits {
            timeout: left.min(self.config.retry.attempt_timeout),
            max_body: self.config.max_body,
        };
        self.span.sends(self.attempts, limits.timeout);
        let scheme = self.config.scheme.unwrap_or(self.service.vendor.scheme);
        let nonce = scheme.nonce(self.config.entropy.bits());
        let signing = Signing {
            credentials,
            service: &self.service.name,
            version: &self.outgoing.version,
            action: &self.outgoing.action,
            region: self.outgoing.region.as_deref(),
            at: self.now(),
            nonce: &nonce,
            options: Options {
                skip: self.outgoing.skip_signature,
                ..Options::default()
            },
        };
        let signed = sign::sign(scheme, self.outgoing.request.clone(), &signing);
        let signed = signed.map_err(|error| self.invalid(error.to_string()))?;
        let request = signed
            .into_http()
            .map_err(|error| self.invalid(error.to_string()))?;
        Ok((request, limits))
    }

    /// What an attempt gave, and so what is next.
    pub(crate) fn done(&mut self, result: Result<http::Response<Bytes>, TransportError>) -> Next {
        match result {
            Ok(response) => self.answered(response),
            Err(error) => {
                self.span.lost(error.kind);
                let failure = match error.kind {
                    TransportKind::NotSent | TransportKind::ConnectTimeout => Failure::NotSent,
                    TransportKind::Broken | TransportKind::Timeout => Failure::NoAnswer,
                    TransportKind::TooLarge => Failure::Refused(RetryClass::Never),
                };
                self.again(failure, None)
                    .unwrap_or_else(|| Next::Fail(self.transport_error(error)))
            }
        }
    }

    fn answered(&mut self, response: http::Response<Bytes>) -> Next {
        let vendor = self.service.vendor;
        let judged = vendor
            .envelope
            .judge(response.status(), response.headers(), response.body());
        let Err(refusal) = judged else {
            self.shared.budget.reward();
            let (headers, body) = (response.headers(), response.body());
            let request_id = || vendor.envelope.request_id_near_the_end(headers, body);
            self.span.answered(response.status(), request_id);
            return Next::Answer(response);
        };
        let status = response.status();
        let class = classify(
            vendor.retry,
            refusal.code.as_deref().unwrap_or_default(),
            status,
        );
        let (code, request_id) = (refusal.code.as_deref(), refusal.request_id.as_deref());
        self.span.refused(status, code, request_id, class);
        let next = match class {
            RetryClass::ClockSkew => self.correct_skew(refusal.date),
            class => self.again(Failure::Refused(class), refusal.retry_after),
        };
        next.unwrap_or_else(|| {
            Next::Fail(Error::Service(Box::new(ServiceError {
                error: (),
                refusal: *refusal,
                status,
                retry: class,
                operation: self.operation(),
                attempts: self.attempts,
                raw: response.into_body(),
            })))
        })
    }

    /// Once a call, and only if the answer says what time it is.
    fn correct_skew(&mut self, date: Option<Moment>) -> Option<Next> {
        let date = date.filter(|_| !self.skew_corrected)?;
        self.skew_corrected = true;
        let skew = date
            .unix_millis()
            .saturating_sub(self.config.clock.now().unix_millis());
        self.shared.skew.store(skew, Ordering::Relaxed);
        self.again(Failure::Refused(RetryClass::ClockSkew), None)
    }

    fn again(&self, failure: Failure, retry_after: Option<Duration>) -> Option<Next> {
        let policy = &self.config.retry;
        let asked_too_much = retry_after.is_some_and(|asked| asked > policy.max_delay);
        if self.attempts >= policy.max_attempts
            || asked_too_much
            || !RetryPolicy::allows(failure, self.outgoing.repeatable)
        {
            return None;
        }
        let wait = policy.delay(failure, self.attempts, retry_after, &*self.config.entropy);
        if wait >= self.time_left() || !self.shared.budget.spend(failure) {
            return None;
        }
        self.span.waits(wait);
        Some(Next::Wait(wait))
    }

    fn time_left(&self) -> Duration {
        let spent = self.config.clock.elapsed().saturating_sub(self.started);
        self.config.retry.total_timeout.saturating_sub(spent)
    }

    fn transport_error(&self, error: TransportError) -> Error<()> {
        match error.kind {
            TransportKind::Timeout | TransportKind::ConnectTimeout => {
                let retry = &self.config.retry;
                let limit = if self.on_last_time {
                    retry.total_timeout
                } else {
                    retry.attempt_timeout
                };
                self.timeout(
                    limit,
                    self.on_last_time,
                    error.kind == TransportKind::Timeout,
                )
            }
            _ => Error::Transport(Box::new(TransportFailure {
                error,
                operation: self.operation(),
                attempts: self.attempts,
            })),
        }
    }

    fn timeout(&self, limit: Duration, total: bool, sent: bool) -> Error<()> {
        let (operation, attempts) = (self.operation(), self.attempts);
        Error::Timeout(Box::new(TimeoutFailure {
            limit,
            total,
            sent,
            operation,
            attempts,
        }))
    }

    fn invalid(&self, message: String) -> Error<()> {
        Error::Invalid(Box::new(InvalidCall {
            missing: Vec::new(),
            message,
            operation: self.operation(),
        }))
    }
}
