//! The conformance suite: what vendors' pages say against what the generated clients do.
//!
//! This library holds what several suites share. It reads pages with code of its own
//! ([`pages`]), so that a mistake of the reader cannot hide itself, and turns the generated
//! crate's metadata back into the rows it came from ([`rows`]).

pub mod corpora;
pub mod dynamic;
pub mod pages;
pub mod rows;
pub mod samples;
pub mod services;
pub mod specs;
pub mod tables;
pub mod vendors;
