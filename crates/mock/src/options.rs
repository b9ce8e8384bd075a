//! What a mock is told beside the spec: keys, how strict to be, how many items lists have.

use std::fmt;

use crate::{Entry, Step};

/// How a mock behaves.
#[derive(Clone, Debug)]
pub struct Options {
    pub(crate) keys: Vec<Key>,
    pub(crate) strict: bool,
    pub(crate) items: u64,
    pub(crate) script: Vec<Step>,
    pub(crate) watch: Option<fn(&Entry)>,
}

impl Default for Options {
    /// No keys, so that every request is refused; not strict; lists of 25 items.
    fn default() -> Self {
        Self {
            keys: Vec::new(),
            strict: false,
            items: 25,
            script: Vec::new(),
            watch: None,
        }
    }
}

impl Options {
    /// With a key that requests may be signed with.
    pub fn key(mut self, key: Key) -> Self {
        self.keys.push(key);
        self
    }

    /// Also refuse parameters that the operation does not have, and values outside the ranges and
    /// sets that pages state.
    pub fn strict(mut self, strict: bool) -> Self {
        self.strict = strict;
        self
    }

    /// With so many items in every list that is read page by page.
    pub fn items(mut self, items: u64) -> Self {
        self.items = items;
        self
    }

    /// With faults for the first requests: see [`Step`].
    pub fn script(mut self, steps: Vec<Step>) -> Self {
        self.script = steps;
        self
    }

    /// With a function that is called after every answer, to print what came.
    pub fn watch(mut self, watch: fn(&Entry)) -> Self {
        self.watch = Some(watch);
        self
    }
}

/// A key that requests may be signed with. Its secrets never reach `Debug` or a log.
#[derive(Clone)]
pub struct Key {
    pub(crate) id: String,
    pub(crate) secret: String,
    pub(crate) token: Option<String>,
}

impl Key {
    /// A key for good.
    pub fn new(id: impl Into<String>, secret: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            secret: secret.into(),
            token: None,
        }
    }

    /// A token that needs no signature, for vendors that take one.
    pub fn bearer(token: impl Into<String>) -> Self {
        Self::new("", token)
    }

    /// The same key as a temporary one: requests must carry this session token.
    pub fn session_token(mut self, token: impl Into<String>) -> Self {
        self.token = Some(token.into());
        self
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Key")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}
