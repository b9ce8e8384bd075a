//! What can go wrong with a call: one type for all of them, generic over the operation's own errors.
//!
//! Display shows code, message, request id, HTTP status and operation, and never a secret.

use crate::credentials::CredentialsError;
use crate::envelope::Refusal;
use crate::retry::RetryClass;
use bytes::Bytes;
use http::StatusCode;
use std::fmt;
use std::time::Duration;

/// A call that did not give its output. `E` is the operation's own set of errors.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Error<E> {
    /// The vendor, or a gateway in its place, refused.
    Service(Box<ServiceError<E>>),
    /// The request or the answer did not get through.
    Transport(Box<TransportFailure>),
    /// It took too long.
    Timeout(Box<TimeoutFailure>),
    /// An answer came that cannot be read.
    Decode(Box<DecodeFailure>),
    /// The call cannot be sent as it is; nothing was.
    Invalid(Box<InvalidCall>),
    /// There are no credentials to sign with; nothing was sent.
    Credentials(Box<CredentialsFailure>),
}

/// A refusal with everything around it.
#[derive(Clone, Debug)]
pub struct ServiceError<E> {
    /// What the operation's error set makes of the code.
    pub error: E,
    /// What the vendor said.
    pub refusal: Refusal,
    /// The HTTP status.
    pub status: StatusCode,
    /// What it says about trying again.
    pub retry: RetryClass,
    /// The operation, such as `cbs.CreateSnapshot`.
    pub operation: String,
    /// How often it was tried.
    pub attempts: u32,
    /// The body as it came.
    pub raw: Bytes,
}

/// A request or answer that did not get through.
#[derive(Clone, Debug)]
pub struct TransportFailure {
    /// What happened.
    pub error: TransportError,
    /// The operation.
    pub operation: String,
    /// How often it was tried.
    pub attempts: u32,
}

/// What a transport says when it fails.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransportError {
    /// Where it failed, which says whether the vendor may have seen the request.
    pub kind: TransportKind,
    /// The client's own words, without the query of the address.
    pub message: String,
}

/// Where a transport failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportKind {
    /// No connection; the request never left.
    NotSent,
    /// The request left, or may have, and no whole answer came.
    Broken,
    /// No whole answer in time; it may have been sent.
    Timeout,
    /// No connection in time; the request never left.
    ConnectTimeout,
    /// The answer is larger than allowed.
    TooLarge,
}

/// A call that ran out of time.
#[derive(Clone, Debug)]
pub struct TimeoutFailure {
    /// The time that was given.
    pub limit: Duration,
    /// All attempts together, or the last one.
    pub total: bool,
    /// Whether a request left.
    pub sent: bool,
    /// The operation.
    pub operation: String,
    /// How often it was tried.
    pub attempts: u32,
}

/// An answer that cannot be read.
#[derive(Clone, Debug)]
pub struct DecodeFailure {
    /// What is wrong with it.
    pub message: String,
    /// The HTTP status.
    pub status: StatusCode,
    /// The id of the request, where one was found.
    pub request_id: Option<String>,
    /// The operation.
    pub operation: String,
    /// The body as it came.
    pub raw: Bytes,
}

/// A call that cannot be sent as it is.
#[derive(Clone, Debug)]
pub struct InvalidCall {
    /// Required fields that are missing, by their dotted names on the wire.
    pub missing: Vec<String>,
    /// What else is wrong; empty if fields are missing.
    pub message: String,
    /// The operation.
    pub operation: String,
}

/// A call without credentials.
#[derive(Clone, Debug)]
pub struct CredentialsFailure {
    /// Why there are none.
    pub error: CredentialsError,
    /// The operation.
    pub operation: String,
}

impl<E> Error<E> {
    /// The vendor's code.
    pub fn code(&self) -> Option<&str> {
        self.refused()?.refusal.code.as_deref()
    }

    /// The vendor's message.
    pub fn message(&self) -> Option<&str> {
        Some(&self.refused()?.refusal.message)
    }

    /// The id of the request, to quote to the vendor.
    pub fn request_id(&self) -> Option<&str> {
        match self {
            Self::Service(error) => error.refusal.request_id.as_deref(),
            Self::Decode(error) => error.request_id.as_deref(),
            _ => None,
        }
    }

    /// The HTTP status of the answer.
    pub fn http_status(&self) -> Option<StatusCode> {
        match self {
            Self::Service(error) => Some(error.status),
            Self::Decode(error) => Some(error.status),
            _ => None,
        }
    }

    /// What the failure says about trying again; [`RetryClass::Never`] for a call that is wrong.
    pub fn retry_class(&self) -> RetryClass {
        match self {
            Self::Service(error) => error.retry,
            Self::Transport(_) | Self::Timeout(_) => RetryClass::Server,
            Self::Decode(_) | Self::Invalid(_) | Self::Credentials(_) => RetryClass::Never,
        }
    }

    /// Whether the vendor may have seen the request.
    pub fn may_have_been_sent(&self) -> bool {
        match self {
            Self::Service(_) | Self::Decode(_) => true,
            Self::Transport(error) => !matches!(
                error.error.kind,
                TransportKind::NotSent | TransportKind::ConnectTimeout
            ),
            Self::Timeout(error) => error.sent,
            Self::Invalid(_) | Self::Credentials(_) => false,
        }
    }

    /// The operation's own error, if the vendor refused.
    pub fn service(&self) -> Option<&E> {
        Some(&self.refused()?.error)
    }

    /// The operation, such as `cbs.CreateSnapshot`.
    pub fn operation(&self) -> &str {
        match self {
            Self::Service(error) => &error.operation,
            Self::Transport(error) => &error.operation,
            Self::Timeout(error) => &error.operation,
            Self::Decode(error) => &error.operation,
            Self::Invalid(error) => &error.operation,
            Self::Credentials(error) => &error.operation,
        }
    }

    /// The body of the answer as it came.
    pub fn raw(&self) -> Option<&Bytes> {
        match self {
            Self::Service(error) => Some(&error.raw),
            Self::Decode(error) => Some(&error.raw),
            _ => None,
        }
    }

    /// The same failure with another set of errors, made from the refusal.
    pub fn with_errors<F>(self, make: impl FnOnce(&Refusal) -> F) -> Error<F> {
        match self {
            Self::Service(error) => {
                let ServiceError {
                    refusal,
                    status,
                    retry,
                    operation,
                    attempts,
                    raw,
                    ..
                } = *error;
                let error = make(&refusal);
                Error::Service(Box::new(ServiceError {
                    error,
                    refusal,
                    status,
                    retry,
                    operation,
                    attempts,
                    raw,
                }))
            }
            Self::Transport(error) => Error::Transport(error),
            Self::Timeout(error) => Error::Timeout(error),
            Self::Decode(error) => Error::Decode(error),
            Self::Invalid(error) => Error::Invalid(error),
            Self::Credentials(error) => Error::Credentials(error),
        }
    }

    fn refused(&self) -> Option<&ServiceError<E>> {
        match self {
            Self::Service(error) => Some(error),
            _ => None,
        }
    }
}

impl<E> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.operation())?;
        match self {
            Self::Service(error) => error.fmt(f),
            Self::Transport(error) => {
                let sent = if self.may_have_been_sent() {
                    "may have been sent"
                } else {
                    "not sent"
                };
                write!(
                    f,
                    "{} ({sent}, {})",
                    error.error.message,
                    times(error.attempts)
                )
            }
            Self::Timeout(error) => {
                let what = if error.total {
                    "all attempts"
                } else {
                    "an attempt"
                };
                let sent = if error.sent {
                    "may have been sent"
                } else {
                    "not sent"
                };
                write!(
                    f,
                    "no answer within the {:?} given to {what} ({sent}, {})",
                    error.limit,
                    times(error.attempts)
                )
            }
            Self::Decode(error) => {
                write!(f, "the answer cannot be read: {}", error.message)?;
                write_tail(f, error.request_id.as_deref(), error.status)
            }
            Self::Invalid(error) if error.missing.is_empty() => f.write_str(&error.message),
            Self::Invalid(error) => write!(
                f,
                "required and not given: {}; nothing was sent",
                error.missing.join(", ")
            ),
            Self::Credentials(error) => error.error.fmt(f),
        }
    }
}

impl<E> fmt::Display for ServiceError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.refusal.code, self.refusal.message.as_str()) {
            (Some(code), "") => f.write_str(code)?,
            (Some(code), message) => write!(f, "{code} ({message})")?,
            (None, message) => f.write_str(message)?,
        }
        write_tail(f, self.refusal.request_id.as_deref(), self.status)
    }
}

fn write_tail(
    f: &mut fmt::Formatter<'_>,
    request_id: Option<&str>,
    status: StatusCode,
) -> fmt::Result {
    if let Some(id) = request_id {
        write!(f, ", request {id}")?;
    }
    write!(f, ", HTTP {}", status.as_u16())
}

fn times(attempts: u32) -> String {
    if attempts == 1 {
        "tried once".to_owned()
    } else {
        format!("tried {attempts} times")
    }
}

impl<E: fmt::Debug> std::error::Error for Error<E> {}

impl TransportError {
    /// A failure in the client's own words.
    pub fn new(kind: TransportKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
        }
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for TransportError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(code: Option<&str>) -> Error<()> {
        Error::Service(Box::new(ServiceError {
            error: (),
            refusal: Refusal {
                code: code.map(str::to_owned),
                message: "the disk does not exist".into(),
                request_id: Some("1bd3".into()),
                ..Refusal::default()
            },
            status: StatusCode::OK,
            retry: RetryClass::Never,
            operation: "cbs.CreateSnapshot".into(),
            attempts: 1,
            raw: Bytes::new(),
        }))
    }

    #[test]
    fn display_says_it_all() {
        assert_eq!(
            refused(Some("InvalidDiskId.NotFound")).to_string(),
            "cbs.CreateSnapshot: InvalidDiskId.NotFound (the disk does not exist), request 1bd3, HTTP 200"
        );
        assert_eq!(
            refused(None).to_string(),
            "cbs.CreateSnapshot: the disk does not exist, request 1bd3, HTTP 200"
        );
    }

    #[test]
    fn accessors_reach_what_the_vendor_said() {
        let error = refused(Some("X")).with_errors(|refusal| refusal.code.clone());
        assert_eq!(error.service(), Some(&Some("X".to_owned())));
        assert_eq!(
            (error.code(), error.request_id()),
            (Some("X"), Some("1bd3"))
        );
        assert_eq!(error.http_status(), Some(StatusCode::OK));
        assert!(error.may_have_been_sent());
    }

    #[test]
    fn a_missing_field_is_named() {
        let error: Error<()> = Error::Invalid(Box::new(InvalidCall {
            missing: vec!["DiskId".into(), "Tags.Key".into()],
            message: String::new(),
            operation: "cbs.CreateSnapshot".into(),
        }));
        assert_eq!(
            error.to_string(),
            "cbs.CreateSnapshot: required and not given: DiskId, Tags.Key; nothing was sent"
        );
        assert!(!error.may_have_been_sent());
    }
}
