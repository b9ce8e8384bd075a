//! Whether, when and how often to try again.
//!
//! Only what is safe: a request that never left, one the vendor refused for its rate, and a failure
//! of the vendor's for operations that only read or that carry an idempotency token.

use crate::clock::Entropy;
use http::StatusCode;
use std::fmt;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// What a refusal says about trying again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RetryClass {
    /// The same request is refused again.
    #[default]
    Never,
    /// Something must change first, such as a disk that is busy; not retried by itself.
    Later,
    /// Too many requests; refused before anything was done.
    Throttled,
    /// A failure of the vendor's; the request may have been carried out.
    Server,
    /// The time of the request is off; tried once more with the vendor's.
    ClockSkew,
}

/// A vendor's codes and what they say about trying again, as profile data.
#[derive(Clone, Copy, Debug)]
pub struct RetryRule {
    /// The code, the start of one before `*` (`RequestLimitExceeded*`), or the least of a range of
    /// numbers before `..` (`2000..`).
    pub code: &'static str,
    /// What it says.
    pub class: RetryClass,
}

/// The class of a refusal: by the vendor's codes first, then by the HTTP status.
pub fn classify(rules: &[RetryRule], code: &str, status: StatusCode) -> RetryClass {
    let matches = |rule: &&RetryRule| {
        if let Some(start) = rule.code.strip_suffix('*') {
            return code.starts_with(start);
        }
        match rule
            .code
            .strip_suffix("..")
            .and_then(|least| least.parse::<i64>().ok())
        {
            Some(least) => code.parse::<i64>().is_ok_and(|code| code >= least),
            None => code == rule.code,
        }
    };
    match rules.iter().find(matches) {
        Some(rule) => rule.class,
        None if status == StatusCode::TOO_MANY_REQUESTS => RetryClass::Throttled,
        None if matches!(status.as_u16(), 500 | 502 | 503 | 504) => RetryClass::Server,
        None => RetryClass::Never,
    }
}

/// Why an attempt failed, as far as trying again is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The request never left this machine.
    NotSent,
    /// It left, or may have, and no answer came.
    NoAnswer,
    /// The vendor refused.
    Refused(RetryClass),
}

/// How often and how long to try.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RetryPolicy {
    /// Attempts in all; 1 means no retry.
    pub max_attempts: u32,
    /// The longest wait before the second attempt; doubles with each further one.
    pub base_delay: Duration,
    /// The longest wait before an attempt for a rate limit; doubles likewise.
    pub throttled_delay: Duration,
    /// No wait is longer, whatever a server asks for: a longer Retry-After ends the trying.
    pub max_delay: Duration,
    /// One attempt may take this long.
    pub attempt_timeout: Duration,
    /// All attempts and waits together may take this long.
    pub total_timeout: Duration,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            max_attempts: 3,
            base_delay: Duration::from_millis(100),
            throttled_delay: Duration::from_millis(500),
            max_delay: Duration::from_secs(20),
            attempt_timeout: Duration::from_secs(30),
            total_timeout: Duration::from_secs(120),
        }
    }
}

impl RetryPolicy {
    /// One attempt.
    pub fn never() -> Self {
        Self {
            max_attempts: 1,
            ..Self::default()
        }
    }

    /// Whether another attempt is safe. `repeatable`: the operation reads, or carries an
    /// idempotency token.
    pub fn allows(failure: Failure, repeatable: bool) -> bool {
        match failure {
            Failure::NotSent | Failure::Refused(RetryClass::Throttled | RetryClass::ClockSkew) => {
                true
            }
            Failure::NoAnswer | Failure::Refused(RetryClass::Server) => repeatable,
            Failure::Refused(RetryClass::Never | RetryClass::Later) => false,
        }
    }

    /// How long to wait after attempt number `attempt` (from 1): a random part of a limit that
    /// doubles, and never less than the server asked for.
    pub fn delay(
        &self,
        failure: Failure,
        attempt: u32,
        retry_after: Option<Duration>,
        entropy: &dyn Entropy,
    ) -> Duration {
        let base = match failure {
            Failure::Refused(RetryClass::ClockSkew) => Duration::ZERO,
            Failure::Refused(RetryClass::Throttled) => self.throttled_delay,
            _ => self.base_delay,
        };
        let limit = base
            .saturating_mul(2u32.saturating_pow(attempt.saturating_sub(1)))
            .min(self.max_delay);
        limit
            .mul_f64(entropy.fraction())
            .max(retry_after.unwrap_or_default())
    }
}

/// Tokens that retries of one client share: while most requests fail, few of them are repeated.
pub struct RetryBudget {
    tokens: AtomicU32,
    capacity: u32,
}

impl RetryBudget {
    const COST: u32 = 10;
    const THROTTLED_COST: u32 = 5;
    const REWARD: u32 = 1;

    /// A full bucket.
    pub fn new(capacity: u32) -> Self {
        Self {
            tokens: AtomicU32::new(capacity),
            capacity,
        }
    }

    /// Takes the price of one retry; false if there is not enough left.
    pub fn spend(&self, failure: Failure) -> bool {
        let cost = match failure {
            Failure::Refused(RetryClass::ClockSkew) => return true,
            Failure::Refused(RetryClass::Throttled) => Self::THROTTLED_COST,
            _ => Self::COST,
        };
        let spent = |tokens: u32| tokens.checked_sub(cost);
        self.tokens
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, spent)
            .is_ok()
    }

    /// Gives a little back for a request that succeeded.
    pub fn reward(&self) {
        let earned = |tokens: u32| Some((tokens + Self::REWARD).min(self.capacity));
        let _ = self
            .tokens
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, earned);
    }
}

impl Default for RetryBudget {
    fn default() -> Self {
        Self::new(500)
    }
}

impl fmt::Debug for RetryBudget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "RetryBudget({} of {})",
            self.tokens.load(Ordering::Relaxed),
            self.capacity
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Bits(u128);
    impl Entropy for Bits {
        fn bits(&self) -> u128 {
            self.0
        }
    }

    #[test]
    fn codes_come_before_statuses() {
        let rules = [
            RetryRule {
                code: "Limit*",
                class: RetryClass::Throttled,
            },
            RetryRule {
                code: "2000..",
                class: RetryClass::Server,
            },
        ];
        let of = |code, status| classify(&rules, code, StatusCode::from_u16(status).unwrap());
        assert_eq!(of("Limit.Uin", 200), RetryClass::Throttled);
        assert_eq!(of("Limit", 500), RetryClass::Throttled);
        assert_eq!(of("NoLimit", 503), RetryClass::Server);
        assert_eq!(of("", 429), RetryClass::Throttled);
        assert_eq!(of("", 501), RetryClass::Never);
        assert_eq!(
            (of("2000", 200), of("1999", 200)),
            (RetryClass::Server, RetryClass::Never)
        );
    }

    #[test]
    fn a_write_is_repeated_only_when_nothing_was_done() {
        use Failure::{NoAnswer, NotSent, Refused};
        let always = [
            NotSent,
            Refused(RetryClass::Throttled),
            Refused(RetryClass::ClockSkew),
        ];
        let reads_only = [NoAnswer, Refused(RetryClass::Server)];
        let never = [Refused(RetryClass::Never), Refused(RetryClass::Later)];
        assert!(
            always
                .iter()
                .all(|f| RetryPolicy::allows(*f, false) && RetryPolicy::allows(*f, true))
        );
        assert!(
            reads_only
                .iter()
                .all(|f| !RetryPolicy::allows(*f, false) && RetryPolicy::allows(*f, true))
        );
        assert!(never.iter().all(|f| !RetryPolicy::allows(*f, true)));
    }

    #[test]
    fn delays_double_stay_below_the_limit_and_heed_the_server() {
        let policy = RetryPolicy::default();
        let most = |failure, attempt| {
            policy
                .delay(failure, attempt, None, &Bits(u128::MAX))
                .as_millis()
        };
        assert_eq!(most(Failure::NotSent, 1), 100);
        assert_eq!(most(Failure::NotSent, 3), 400);
        assert_eq!(most(Failure::Refused(RetryClass::Throttled), 2), 1000);
        assert_eq!(most(Failure::NotSent, u32::MAX), 20_000);
        assert_eq!(
            policy.delay(Failure::NotSent, 3, None, &Bits(0)),
            Duration::ZERO
        );
        let asked = Duration::from_secs(7);
        assert_eq!(
            policy.delay(Failure::NotSent, 1, Some(asked), &Bits(0)),
            asked
        );
    }

    #[test]
    fn an_empty_budget_stops_retries_and_successes_refill_it() {
        let budget = RetryBudget::new(10);
        assert!(budget.spend(Failure::NoAnswer));
        assert!(!budget.spend(Failure::Refused(RetryClass::Throttled)));
        assert!(budget.spend(Failure::Refused(RetryClass::ClockSkew)));
        (0..5).for_each(|_| budget.reward());
        assert!(budget.spend(Failure::Refused(RetryClass::Throttled)));
        (0..50).for_each(|_| budget.reward());
        assert_eq!(format!("{budget:?}"), "RetryBudget(10 of 10)");
    }
}
