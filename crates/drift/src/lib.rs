//! Compares two specs and says what changed and whom it breaks.
//!
//! [`compare()`] takes the services of two revisions and gives [`Change`]s, each by a [`Rule`]
//! with two verdicts: WIRE (a deployed client against the changed service) and SOURCE (a crate
//! compiled against the regenerated client). [`Allow`] takes away what a team accepted,
//! [`Gate`] decides, and [`format`](mod@format) writes it down. Pure: text and values in, text and values out;
//! this crate must not touch files, git or the clock.

pub mod allow;
pub mod change;
pub mod changelog;
pub mod compare;
pub mod format;
pub mod level;
pub mod pages;
pub mod rules;
pub mod verdict;

mod likeness;

pub use allow::{Allow, AllowEntry, Applied, Date, Problem};
pub use change::{Change, Place, Subject, Where};
pub use changelog::changelog;
pub use compare::compare;
pub use format::{Format, Report, render, schema};
pub use level::Level;
pub use pages::{Pages, compare_pages};
pub use rules::{Action, Direction, Kind, Rule};
pub use verdict::{Bump, Counts, FailOn, Gate, Verdict, bump};
