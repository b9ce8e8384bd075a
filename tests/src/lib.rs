//! The conformance suite: what vendors' pages say against what the generated clients do.
//!
//! This library holds what several suites share. It reads pages with code of its own
//! ([`pages`]), so that a mistake of the reader cannot hide itself, and turns the generated
//! crate's metadata back into the rows it came from ([`rows`]).

/// Prints a line past the harness, which keeps to itself what a test prints that passes: how many real pages
/// were read is told on success, too.
#[macro_export]
macro_rules! tell {
    ($($line:tt)*) => {
        drop(std::io::Write::write_fmt(&mut std::io::stdout(), format_args!("{}\n", format_args!($($line)*))))
    };
}

pub mod corpora;
pub mod dynamic;
pub mod pages;
pub mod rows;
pub mod samples;
pub mod services;
pub mod specs;
pub mod tables;
pub mod vendors;
