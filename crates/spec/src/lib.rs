//! The normalized specification of cloud APIs: what every stage of the pipeline speaks.
//!
//! A [`Service`] holds the facts of one service of one vendor, as read from its pages; a
//! [`Profile`] holds what all services of a vendor share; an [`Overlay`] holds reviewed
//! corrections of page defects. This crate has the model, its YAML form, its JSON Schema,
//! its validation and its flat form ([`facts`]). It does no I/O: text in, values out.

pub mod credentials;
pub mod error_code;
pub mod facts;
pub mod field;
pub mod literal;
pub mod operation;
pub mod overlay;
pub mod position;
pub mod profile;
pub mod refusals;
pub mod retry;
pub mod schema;
pub mod service;
pub mod types;
pub mod validate;
pub mod waiter;
pub mod yaml;

pub use credentials::CredentialSources;
pub use error_code::{ErrorCase, ErrorCode};
pub use facts::{Fact, facts};
pub use field::{Deprecation, Encoding, EnumValue, Field, Place, Placement, Required};
pub use literal::Number;
pub use operation::{
    Http, Idempotency, Note, NoteKind, Operation, Paging, PagingStyle, Period, RateLimit, Region,
    Sample, SampleFormat, SampleKind,
};
pub use overlay::{Correction, Overlay};
pub use position::Position;
pub use profile::Profile;
pub use refusals::{Cause, Refusals};
pub use retry::RetryClass;
pub use service::{FORMAT, Service, Source, Structure};
pub use types::Type;
pub use validate::{Finding, validate};
pub use waiter::{Absent, Waiter};
