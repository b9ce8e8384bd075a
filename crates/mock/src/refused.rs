//! A request that is turned away: why, and what of. Messages are our own words.

use specwright_spec::Cause;

/// A refusal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refused {
    /// Why.
    pub(crate) cause: Cause,
    /// What of it: a parameter, an operation, a version.
    pub(crate) subject: String,
}

impl Refused {
    pub(crate) fn new(cause: Cause, subject: impl Into<String>) -> Self {
        Self {
            cause,
            subject: subject.into(),
        }
    }

    /// The message that goes with the code.
    pub(crate) fn message(&self) -> String {
        let subject = &self.subject;
        match self.cause {
            Cause::Unsigned => {
                "The request has no signature of a scheme that is taken here.".into()
            }
            Cause::UnknownKey => format!("There is no key `{subject}`."),
            // Clients of one vendor look for what follows the colon.
            Cause::BadSignature if subject.is_empty() => {
                "The signature does not fit the request.".into()
            }
            Cause::BadSignature => {
                format!(
                    "The signature does not fit the request; the string to sign is here:{subject}"
                )
            }
            Cause::BadToken => "The session token does not belong to the key.".into(),
            Cause::Stale => {
                format!("The time of the request is too far from this clock: {subject}.")
            }
            Cause::BadTime => "The time of the request is missing or has the wrong form.".into(),
            Cause::NonceUsed => format!("The nonce `{subject}` was used before."),
            Cause::NoAction => "The request names no operation.".into(),
            Cause::UnknownAction => format!("There is no operation `{subject}`."),
            Cause::UnknownVersion => format!("There is no version `{subject}` of this operation."),
            Cause::MissingParameter => format!("The parameter `{subject}` is missing."),
            Cause::WrongType => format!("The parameter `{subject}` has the wrong type."),
            Cause::BadBody => "The body is not the JSON it should be.".into(),
            Cause::WrongValue => format!("The value of `{subject}` is none of the allowed ones."),
            Cause::BelowMinimum => format!("The value of `{subject}` is too small."),
            Cause::AboveMaximum => format!("The value of `{subject}` is too great."),
            Cause::TooShort => format!("The value of `{subject}` is too short."),
            Cause::TooLong => format!("The value of `{subject}` is too long."),
            Cause::UnknownParameter => format!("The operation has no parameter `{subject}`."),
            Cause::UnknownRegion => format!("The operation is not offered in `{subject}`."),
        }
    }
}
