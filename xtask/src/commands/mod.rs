//! One file a command.

pub mod facts;
pub mod lint;
pub mod regen;
