//! What changes from request to request: the count, the nonces, the script, the log.

use std::collections::{BTreeMap, VecDeque};

use crate::{Entry, Step};

/// Entries beyond this many push the oldest out.
const LOG: usize = 10_000;

#[derive(Debug, Default)]
pub(crate) struct State {
    count: u64,
    /// The time of each nonce, by key and nonce.
    nonces: BTreeMap<(String, String), i64>,
    /// Steps that are left.
    pub(crate) script: Vec<Step>,
    /// What came.
    pub(crate) log: VecDeque<Entry>,
}

impl State {
    /// Nothing came yet.
    pub(crate) fn new(script: Vec<Step>) -> Self {
        Self {
            script,
            ..Self::default()
        }
    }

    /// The number of the next request.
    pub(crate) fn next(&mut self) -> u64 {
        self.count += 1;
        self.count
    }

    /// Remembers a nonce for as long as its request could be sent again; says whether it is new.
    pub(crate) fn is_new(&mut self, key: &str, nonce: &str, now: i64, tolerance: i64) -> bool {
        self.nonces
            .retain(|_, time| now.saturating_sub(*time) <= tolerance.saturating_mul(2));
        self.nonces
            .insert((key.to_owned(), nonce.to_owned()), now)
            .is_none()
    }

    /// Keeps an entry.
    pub(crate) fn keep(&mut self, entry: Entry) {
        if self.log.len() == LOG {
            self.log.pop_front();
        }
        self.log.push_back(entry);
    }
}
