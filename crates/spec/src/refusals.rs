//! How a vendor turns away requests that are not fit for an operation: part of a profile.
//! A server made from a spec answers with these codes; clients never need them.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How a vendor turns away requests. Codes that are not among the common errors are known from
/// the vendor's answers, not from its pages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Refusals {
    /// How far a request's time may be from the service's clock, in seconds; absent if the
    /// vendor does not look at it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock_tolerance: Option<u32>,
    /// The member of a failure that names the host that was asked, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    /// Operations with a path of their own write the members of a failure with a small first
    /// letter: `code` for `Code`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub small_letters_by_path: bool,
    /// The code for each cause. A cause without one is answered like the next wider cause; a
    /// nonce is looked at only if there is a code for one that was used.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub codes: BTreeMap<Cause, String>,
}

/// Why a request is turned away.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    /// Nothing in the request is a signature that the vendor knows.
    Unsigned,
    /// No such key.
    UnknownKey,
    /// The signature does not fit the request.
    BadSignature,
    /// The session token does not belong to the key.
    BadToken,
    /// The time is too far from the service's clock.
    Stale,
    /// The time has the wrong form.
    BadTime,
    /// The nonce was used before.
    NonceUsed,
    /// The request names no operation.
    NoAction,
    /// There is no such operation.
    UnknownAction,
    /// There is no such version of the API.
    UnknownVersion,
    /// A needed parameter is missing.
    MissingParameter,
    /// A parameter has the wrong type.
    WrongType,
    /// The body cannot be read.
    BadBody,
    /// A value is none of the allowed ones.
    WrongValue,
    /// A number is too small.
    BelowMinimum,
    /// A number is too great.
    AboveMaximum,
    /// A text is too short, or a list has too few items.
    TooShort,
    /// A text is too long, or a list has too many items.
    TooLong,
    /// The operation has no such parameter.
    UnknownParameter,
    /// The operation is not offered in the region.
    UnknownRegion,
}

impl Cause {
    /// The cause that stands for this one where a vendor has no code for it.
    pub fn wider(self) -> Option<Self> {
        Some(match self {
            Self::Unsigned | Self::UnknownKey | Self::BadToken | Self::Stale | Self::NonceUsed => {
                Self::BadSignature
            }
            Self::BadTime => Self::Stale,
            Self::NoAction | Self::UnknownVersion => Self::UnknownAction,
            Self::BelowMinimum
            | Self::AboveMaximum
            | Self::TooShort
            | Self::TooLong
            | Self::UnknownParameter
            | Self::UnknownRegion => Self::WrongValue,
            Self::BadBody | Self::WrongValue => Self::WrongType,
            Self::BadSignature | Self::UnknownAction | Self::MissingParameter | Self::WrongType => {
                return None;
            }
        })
    }
}

impl Refusals {
    /// The code for a cause, or for the nearest wider one that has a code.
    pub fn code(&self, cause: Cause) -> Option<&str> {
        let mut cause = Some(cause);
        while let Some(at) = cause {
            if let Some(code) = self.codes.get(&at) {
                return Some(code);
            }
            cause = at.wider();
        }
        None
    }

    /// Whether the profile says nothing of refusals.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cause_without_a_code_is_answered_like_a_wider_one() {
        let refusals = Refusals {
            codes: BTreeMap::from([
                (Cause::WrongType, "InvalidParameter".to_owned()),
                (Cause::TooLong, "TooLong".to_owned()),
            ]),
            ..Refusals::default()
        };
        assert_eq!(refusals.code(Cause::TooLong), Some("TooLong"));
        assert_eq!(refusals.code(Cause::TooShort), Some("InvalidParameter"));
        assert_eq!(refusals.code(Cause::BadToken), None);
    }
}
