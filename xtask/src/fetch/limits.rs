//! How much may come, and where it may go.

use std::time::{Duration, Instant};

use serde::Deserialize;

use crate::failure::{Failure, Result};
use crate::fetch::Pages;

/// How much may come in one run.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// Bytes of a page.
    pub page_bytes: u64,
    /// Bytes of all pages.
    pub total_bytes: u64,
    /// Pages.
    pub pages: usize,
    /// Seconds.
    pub seconds: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            page_bytes: 4 << 20,
            total_bytes: 256 << 20,
            pages: 20_000,
            seconds: 900,
        }
    }
}

/// What is left of the limits.
#[derive(Debug)]
pub struct Budget {
    limits: Limits,
    until: Instant,
    bytes: u64,
    pages: usize,
}

impl Budget {
    /// All of it.
    pub fn new(limits: Limits) -> Self {
        Self {
            limits,
            until: Instant::now() + Duration::from_secs(limits.seconds),
            bytes: 0,
            pages: 0,
        }
    }

    /// The bytes that a page may have.
    pub fn page_bytes(&self) -> u64 {
        self.limits.page_bytes
    }

    /// The time that is left.
    pub fn time(&self) -> Result<Duration> {
        let left = self.until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(over("time", "seconds", self.limits.seconds));
        }
        Ok(left)
    }

    /// Takes a page off.
    pub fn take(&mut self, bytes: u64) -> Result<()> {
        self.pages += 1;
        self.bytes = self.bytes.saturating_add(bytes);
        if bytes > self.limits.page_bytes {
            return Err(over(
                "the bytes of a page",
                "page_bytes",
                self.limits.page_bytes,
            ));
        }
        if self.bytes > self.limits.total_bytes {
            return Err(over(
                "the bytes of all pages",
                "total_bytes",
                self.limits.total_bytes,
            ));
        }
        if self.pages > self.limits.pages {
            return Err(over(
                "the number of pages",
                "pages",
                self.limits.pages as u64,
            ));
        }
        self.time().map(|_| ())
    }
}

fn over(what: &str, name: &str, limit: u64) -> Failure {
    Failure::could_not_run(format!("a limit was reached: {what}, {limit}")).help(format!(
        "nothing was changed; if this much is right, raise `limits.{name}` in specs/sources.yaml"
    ))
}

/// Whether a page's path stays in its folder, on any machine. Real pages are called `.md` and ` X.md`.
pub fn is_safe(path: &str) -> bool {
    let is_plain = |part: &str| {
        !part.is_empty()
            && !part.eq_ignore_ascii_case(".git")
            && !part.ends_with(['.', ' '])
            && !part.contains(|c: char| c.is_control() || "\\:*?\"<>|".contains(c))
    };
    path.len() <= 400 && path.split('/').all(is_plain)
}

/// Refuses pages whose paths leave the folder.
pub fn check_paths(pages: &Pages) -> Result<()> {
    match pages.keys().find(|path| !is_safe(path)) {
        None => Ok(()),
        Some(path) => Err(Failure::could_not_run(format!(
            "the path {path:?} of a page is refused"
        ))
        .help("nothing was changed; exclude the page in specs/sources.yaml")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_in_their_folder() {
        for path in ["a.md", "a/b c.md", "网关/a.md", "a/.md", "a/ b.md"] {
            assert!(is_safe(path), "{path}");
        }
        for path in [
            "", "/a", "../a", "a/../b", "./a", "a//b", ".git/x", "a/.GIT", "a\\b", "C:x", "a\nb",
            "a/",
        ] {
            assert!(!is_safe(path), "{path}");
        }
        let pages = |path: &str| [(path.to_owned(), Vec::new())].into();
        assert!(check_paths(&pages("a/../b.md")).is_err() && check_paths(&pages("b.md")).is_ok());
    }

    #[test]
    fn limits_end_a_run() {
        let limits = Limits {
            page_bytes: 5,
            total_bytes: 8,
            pages: 3,
            seconds: 60,
        };
        let mut budget = Budget::new(limits);
        assert!(budget.take(5).is_ok());
        assert!(budget.take(4).is_err(), "too many bytes in all");
        assert!(Budget::new(limits).take(6).is_err(), "too many in one");
        let mut budget = Budget::new(limits);
        assert!((0..3).all(|_| budget.take(0).is_ok()));
        assert!(budget.take(0).is_err(), "too many pages");
        let limits = Limits {
            seconds: 0,
            ..limits
        };
        assert!(Budget::new(limits).take(0).is_err(), "no time");
    }
}
