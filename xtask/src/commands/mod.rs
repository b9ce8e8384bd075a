//! One file a command.

pub mod catalog;
pub mod changelog;
pub mod drift;
pub mod export;
pub mod facts;
pub mod fetch;
pub mod lint;
pub mod mock;
pub mod regen;
