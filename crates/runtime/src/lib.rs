//! What generated clients stand on: wire encoding, signing, errors, retry, transport.
//!
//! It reads like the way of a request: a [`value`] (or a generated type) is written by [`wire`]
//! into a [`request::Unsigned`], [`sign`] makes it one the vendor accepts, a [`transport`] carries
//! it, [`envelope`] opens what came back, and [`error`] and [`retry`] say what to do about a refusal.
//! What differs between vendors is data: a [`profile::Vendor`].
//!
//! Signing and encoding are pure: time, nonce and credentials come in as arguments. Nothing here
//! knows the spec, and no type of an HTTP client is public: `http` and `bytes` are the vocabulary.

#![forbid(unsafe_code)]

pub mod call;
pub mod client;
pub mod clock;
pub mod config;
pub mod credentials;
pub mod decode;
pub mod encode;
pub mod endpoint;
pub mod envelope;
pub mod error;
pub mod error_set;
pub mod exchange;
pub mod meta;
pub mod operation;
pub mod paging;
pub mod profile;
#[cfg(feature = "rate-limit")]
mod rate_limit;
pub mod request;
pub mod retry;
#[cfg(feature = "serde")]
pub mod serde_types;
pub mod shape;
pub mod sign;
pub mod tables;
mod trace;
pub mod transport;
pub mod value;
pub mod value_set;
pub mod waiter;
pub mod wire;

pub use call::Call;
pub use client::{Answer, Client};
pub use config::Config;
pub use credentials::{Credentials, Secret};
pub use error::Error;
pub use error_set::{ErrorSet, UnlistedCode};
pub use operation::Operation;
pub use shape::Shape;
pub use sign::Scheme;
pub use value::Value;

/// A map from names that the caller chooses.
pub type Map<T> = std::collections::BTreeMap<String, T>;

/// Without the feature `serde`, generated types bring nothing for it.
#[cfg(not(feature = "serde"))]
mod without_serde {
    #[doc(hidden)]
    #[macro_export]
    macro_rules! serde_shape {
        ($name:ident) => {};
    }

    #[doc(hidden)]
    #[macro_export]
    macro_rules! serde_word {
        ($name:ident) => {};
    }
}
