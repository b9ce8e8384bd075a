//! What a vendor's rules say of a code: whether a caller may try again. The rules are data of the profile
//! ([`RetryRule`]); this is the one place that applies them. HTTP statuses are none of its business.

use crate::profile::RetryRule;

/// Whether a caller may try again after a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetryClass {
    /// The caller asked too often: after a pause.
    Throttled,
    /// The caller's clock is wrong: once it is right.
    ClockSkew,
    /// The state forbids it now and may allow it later.
    Later,
    /// The service failed: if the operation may be repeated.
    Transient,
    /// No rule says so.
    Never,
}

impl RetryClass {
    /// The word for it in documents.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Throttled => "throttled",
            Self::ClockSkew => "clock-skew",
            Self::Later => "later",
            Self::Transient => "transient",
            Self::Never => "never",
        }
    }
}

impl RetryRule {
    /// What the rules say of a code. The most telling one is the longest: `Forbidden.Busy` before `Forbidden`.
    pub fn class(&self, code: &str) -> RetryClass {
        let classes = [
            (&self.throttled, RetryClass::Throttled),
            (&self.clock_skew, RetryClass::ClockSkew),
            (&self.later, RetryClass::Later),
            (&self.transient, RetryClass::Transient),
        ];
        let told = classes
            .into_iter()
            .flat_map(|(codes, class)| codes.iter().map(move |listed| (listed, class)))
            .filter(|(listed, _)| covers(listed, code))
            .max_by_key(|(listed, _)| listed.len());
        match (told, self.transient_from, code.parse::<i64>()) {
            (Some((_, class)), ..) => class,
            (None, Some(from), Ok(number)) if number >= from => RetryClass::Transient,
            _ => RetryClass::Never,
        }
    }
}

/// Whether a listed code stands for this one: it is the same, or above it.
fn covers(listed: &str, code: &str) -> bool {
    code.strip_prefix(listed)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_listed_code_stands_for_those_below_and_the_longest_tells() {
        let rule = RetryRule {
            throttled: vec!["Limit".into()],
            later: vec!["Limit.Quota".into()],
            transient_from: Some(2000),
            ..RetryRule::default()
        };
        for (code, class) in [
            ("Limit", "throttled"),
            ("Limit.Uin", "throttled"),
            ("Limit.Quota.X", "later"),
            ("Limited", "never"),
            ("NoLimit", "never"),
            ("2000", "transient"),
            ("1999", "never"),
        ] {
            assert_eq!(rule.class(code).as_str(), class, "{code}");
        }
    }
}
