//! Keeping to the rate limits that pages state: a token bucket for each operation in each region.
//!
//! A bucket holds as many tokens as the page allows in its time, so that a burst up to the limit
//! passes at once, and fills evenly. This says how long to wait; the shells wait.

use crate::meta::RateLimit;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// The buckets of one client.
#[derive(Default)]
pub(crate) struct RateLimits {
    buckets: Mutex<BTreeMap<Key, Bucket>>,
}

/// Operation and region: vendors count in each region apart.
type Key = (String, Option<String>);

/// Nothing but the moment at which the bucket is full again; all else follows from it.
struct Bucket {
    full_at: Duration,
}

impl RateLimits {
    /// Takes a token, and says how long to wait until it is there.
    pub(crate) fn take(
        &self,
        operation: &str,
        region: Option<&str>,
        limit: RateLimit,
        now: Duration,
    ) -> Duration {
        if limit.requests == 0 {
            return Duration::ZERO;
        }
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (operation.to_owned(), region.map(str::to_owned));
        let bucket = buckets.entry(key).or_insert(Bucket { full_at: now });
        let time = Duration::from_secs(limit.seconds.into());
        bucket.full_at = bucket.full_at.max(now) + time / limit.requests;
        // Below a full bucket by more than it holds: the token is lent from the time to come.
        bucket.full_at.saturating_sub(now + time)
    }
}

impl fmt::Debug for RateLimits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RateLimits")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: RateLimit = RateLimit {
        requests: 4,
        seconds: 2,
    };

    fn millis(limits: &RateLimits, region: &str, at: u64) -> u128 {
        limits
            .take("Do", Some(region), LIMIT, Duration::from_millis(at))
            .as_millis()
    }

    #[test]
    fn a_burst_passes_and_the_rest_waits_evenly() {
        let limits = RateLimits::default();
        let waits: Vec<_> = (0..7).map(|_| millis(&limits, "a", 0)).collect();
        assert_eq!(waits, [0, 0, 0, 0, 500, 1000, 1500]);
        assert_eq!(millis(&limits, "b", 0), 0, "another region counts apart");
        assert_eq!(millis(&limits, "a", 3500), 0, "the bucket fills again");
        assert_eq!(millis(&limits, "a", 60_000), 0);
    }

    #[test]
    fn no_more_than_the_limit_starts_in_any_window() {
        let limits = RateLimits::default();
        let mut starts = Vec::new();
        let mut now = 0;
        for _ in 0..40 {
            now += millis(&limits, "a", u64::try_from(now).unwrap());
            starts.push(now);
        }
        // The first burst and the even rate together: never twice the limit.
        for window in starts.windows(9) {
            assert!(window[8] - window[0] >= 2000, "{window:?}");
        }
        assert_eq!(now, 36 * 500);
    }

    #[test]
    fn a_limit_of_nothing_is_no_limit() {
        let none = RateLimit {
            requests: 0,
            seconds: 1,
        };
        let limits = RateLimits::default();
        assert_eq!(
            limits.take("Do", None, none, Duration::ZERO),
            Duration::ZERO
        );
    }
}
