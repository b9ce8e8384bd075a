//! Time and nonces as arguments: nothing else in this crate asks the machine what time it is.

use std::fmt;
use std::time::Duration;

/// A point of time on the wire: milliseconds since 1970 UTC. No calendar library shows through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment {
    millis: i64,
}

/// The fields of a UTC date, for the formats vendors sign.
struct Civil {
    date: jiff::civil::DateTime,
}

impl Moment {
    /// From whole seconds since 1970 UTC.
    pub const fn from_unix(seconds: i64) -> Self {
        Self {
            millis: seconds.saturating_mul(1000),
        }
    }

    /// From milliseconds since 1970 UTC.
    pub const fn from_unix_millis(millis: i64) -> Self {
        Self { millis }
    }

    /// Whole seconds since 1970 UTC.
    pub const fn unix(self) -> i64 {
        self.millis.div_euclid(1000)
    }

    /// Milliseconds since 1970 UTC.
    pub const fn unix_millis(self) -> i64 {
        self.millis
    }

    /// This moment moved by so many milliseconds.
    #[must_use]
    pub const fn plus_millis(self, millis: i64) -> Self {
        Self {
            millis: self.millis.saturating_add(millis),
        }
    }

    /// This moment moved forward.
    #[must_use]
    pub fn plus(self, by: Duration) -> Self {
        self.plus_millis(i64::try_from(by.as_millis()).unwrap_or(i64::MAX))
    }

    /// How long until `later`; zero if that is past.
    pub fn until(self, later: Self) -> Duration {
        Duration::from_millis(u64::try_from(later.millis.saturating_sub(self.millis)).unwrap_or(0))
    }

    /// Reads `2026-11-22T00:03:17Z` or with another offset.
    pub fn parse_iso(text: &str) -> Option<Self> {
        let timestamp: jiff::Timestamp = text.trim().parse().ok()?;
        Some(Self {
            millis: timestamp.as_millisecond(),
        })
    }

    /// Reads `Sun, 22 Nov 2026 00:03:17 GMT`, the date of an HTTP header.
    pub fn parse_http(text: &str) -> Option<Self> {
        let zoned = jiff::fmt::rfc2822::parse(text.trim()).ok()?;
        Some(Self {
            millis: zoned.timestamp().as_millisecond(),
        })
    }

    /// `2026-11-22`, UTC.
    pub fn date(self) -> String {
        let mut out = String::with_capacity(10);
        self.civil().push_date(&mut out);
        out
    }

    /// `2026-11-22T00:03:17Z`, UTC, whole seconds.
    pub fn iso(self) -> String {
        let civil = self.civil();
        let mut out = String::with_capacity(20);
        civil.push_date(&mut out);
        out.push('T');
        civil.push_time(&mut out);
        out.push('Z');
        out
    }

    /// `Sun, 22 Nov 2026 00:03:17 GMT`.
    pub fn http(self) -> String {
        const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
        const MONTHS: [&str; 12] = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ];
        let civil = self.civil();
        let date = civil.date;
        let day =
            DAYS[usize::try_from(date.weekday().to_monday_zero_offset()).unwrap_or_default() % 7];
        let month = MONTHS[usize::try_from(date.month() - 1).unwrap_or_default() % 12];
        let mut out = String::with_capacity(29);
        out.push_str(day);
        out.push_str(", ");
        push_two(date.day(), &mut out);
        for piece in [" ", month, " "] {
            out.push_str(piece);
        }
        civil.push_year(&mut out);
        out.push(' ');
        civil.push_time(&mut out);
        out.push_str(" GMT");
        out
    }

    /// Moments that no calendar holds are taken for the nearest one it does.
    fn civil(self) -> Civil {
        let timestamp =
            jiff::Timestamp::from_millisecond(self.millis).unwrap_or(if self.millis < 0 {
                jiff::Timestamp::MIN
            } else {
                jiff::Timestamp::MAX
            });
        Civil {
            date: jiff::tz::Offset::UTC.to_datetime(timestamp),
        }
    }
}

impl Civil {
    fn push_year(&self, out: &mut String) {
        match self.date.year() {
            year @ 0..=9999 => {
                // Both halves are below 100.
                push_two((year / 100) as i8, out);
                push_two((year % 100) as i8, out);
            }
            year => out.push_str(&format!("{year:04}")),
        }
    }

    fn push_date(&self, out: &mut String) {
        self.push_year(out);
        out.push('-');
        push_two(self.date.month(), out);
        out.push('-');
        push_two(self.date.day(), out);
    }

    fn push_time(&self, out: &mut String) {
        push_two(self.date.hour(), out);
        out.push(':');
        push_two(self.date.minute(), out);
        out.push(':');
        push_two(self.date.second(), out);
    }
}

/// Two digits; parts of a date are never below zero.
fn push_two(number: i8, out: &mut String) {
    let number = number.unsigned_abs();
    out.push(char::from(b'0' + number / 10));
    out.push(char::from(b'0' + number % 10));
}

/// As [`Moment::iso`].
impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.iso())
    }
}

/// What time it is, and how much of it has passed.
pub trait Clock: Send + Sync {
    /// Now, for timestamps.
    fn now(&self) -> Moment;

    /// Time since some fixed start that never runs backwards, for timeouts.
    fn elapsed(&self) -> Duration;
}

/// The machine's clock, asked when a call first needs the time and not before. The target
/// `wasm32-unknown-unknown` has none: bring a [`Clock`] there.
#[derive(Clone, Debug, Default)]
pub struct SystemClock {
    start: std::sync::OnceLock<std::time::Instant>,
}

impl SystemClock {
    /// A clock that starts to count when it is first asked.
    pub fn new() -> Self {
        Self::default()
    }
}

impl Clock for SystemClock {
    fn now(&self) -> Moment {
        let since = std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .unwrap_or_default();
        Moment::from_unix(0).plus(since)
    }

    fn elapsed(&self) -> Duration {
        self.start.get_or_init(std::time::Instant::now).elapsed()
    }
}

/// Where nonces, idempotency tokens and jitter come from: unique, not secret.
pub trait Entropy: Send + Sync {
    /// 128 bits that did not come before.
    fn bits(&self) -> u128;

    /// A fraction from 0 to 1, for jitter.
    fn fraction(&self) -> f64 {
        // 53 bits: what a fraction of this type can hold.
        ((self.bits() >> 75) as f64) / ((1u64 << 53) as f64)
    }
}

/// Entropy seeded by the operating system once a thread.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    fn bits(&self) -> u128 {
        fastrand::u128(..)
    }
}

/// Entropy in the form of a random UUID, for idempotency tokens.
pub fn uuid(bits: u128) -> String {
    let bits = (bits & !(0xf << 76) & !(0b11 << 62)) | (0x4 << 76) | (0b10 << 62);
    let hex = format!("{bits:032x}");
    [
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..],
    ]
    .join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_says_the_same_moment() {
        let moment = Moment::from_unix(1_795_305_797);
        assert_eq!(moment.date(), "2026-11-22");
        assert_eq!(moment.iso(), "2026-11-22T00:03:17Z");
        assert_eq!(moment.http(), "Sun, 22 Nov 2026 00:03:17 GMT");
        assert_eq!(Moment::parse_iso(&moment.iso()), Some(moment));
        assert_eq!(Moment::parse_http(&moment.http()), Some(moment));
        assert_eq!(Moment::parse_http("yesterday"), None);
    }

    #[test]
    fn the_ends_of_time_do_not_panic() {
        assert_eq!(Moment::from_unix_millis(i64::MAX).iso().len(), 20);
        assert!(Moment::from_unix_millis(i64::MIN).iso().ends_with('Z'));
    }

    #[test]
    fn the_machine_s_clock_starts_when_it_is_asked() {
        let clock = SystemClock::new();
        std::thread::sleep(Duration::from_millis(20));
        assert!(clock.elapsed() < Duration::from_millis(15));
        let first = clock.elapsed();
        assert!(clock.elapsed() >= first);
    }

    #[test]
    fn a_uuid_has_its_version_and_variant() {
        assert_eq!(uuid(0), "00000000-0000-4000-8000-000000000000");
        assert_eq!(uuid(u128::MAX), "ffffffff-ffff-4fff-bfff-ffffffffffff");
    }

    #[test]
    fn a_fraction_stays_within_one() {
        struct All;
        impl Entropy for All {
            fn bits(&self) -> u128 {
                u128::MAX
            }
        }
        assert!(All.fraction() < 1.0 && All.fraction() > 0.999);
    }
}
