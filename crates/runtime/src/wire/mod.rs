//! How a tree of parameters becomes a query, a form or a JSON body.
//!
//! The pipeline: a tree (or a generated type) is written by a [`Flattener`] into [`Params`], or by
//! [`json::Writer`] into bytes. Which of them, and how lists, truth and fractions look, is data:
//! a [`ParamStyle`]. Nothing here knows a vendor, signs or sends.

pub mod flatten;
pub mod json;
pub mod params;
pub mod path;
pub mod percent;
pub mod style;

pub use flatten::{Flattener, flatten, unflatten};
pub use params::Params;
pub use style::{Carrier, EncodeError, FloatStyle, ListStyle, ParamStyle};
