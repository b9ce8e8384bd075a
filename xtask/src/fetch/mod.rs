//! Pages from where vendors publish them: a git repository, or addresses under a base.
//!
//! Everything is gathered and checked first; only then do the new pages take the place of the old ones.
//! `sources` says where pages come from, `lock` what they were, `repository` and `web` bring them, `swap` puts
//! them in place. Pages are untrusted: their paths and sizes are checked before a byte is written.

pub mod limits;
pub mod lock;
pub mod repository;
pub mod sources;
pub mod swap;
pub mod web;

use std::collections::BTreeMap;

/// Pages by path, below the vendor's folder.
pub type Pages = BTreeMap<String, Vec<u8>>;

/// What a source gave.
#[derive(Debug, Default)]
pub struct Fetched {
    /// The commit; nothing for addresses.
    pub revision: Option<String>,
    /// The pages.
    pub pages: Pages,
    /// How many pages were at hand already, and had not changed.
    pub unchanged: usize,
}
