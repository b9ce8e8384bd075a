//! Generates typed Rust clients from specs.
