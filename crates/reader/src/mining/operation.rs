//! What is said of a whole operation: how often it may be called, what replaces it, where it may be called.

use regex::Captures;
use specwright_spec::{Deprecation, Period, RateLimit, Region, Required};

use super::phrases::Possible;
use super::text::Text;
use super::{Described, Found, phrases, status};

/// What an operation's title, description and notes say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MinedOperation {
    /// How often it may be called.
    pub rate_limit: Option<Found<RateLimit>>,
    /// Said to go away or not to be used.
    pub deprecated: Option<Found<Deprecation>>,
}

/// Reads a title, a description or a note of an operation named `name`.
pub fn mine_operation(described: &Described<'_>, name: &str) -> MinedOperation {
    let text = Text::new(described);
    MinedOperation {
        rate_limit: text.first(&phrases::RATES).and_then(rate_limit),
        deprecated: status::operation_deprecation(&text, name),
    }
}

/// How often an operation may be called.
pub fn mine_rate_limit(text: &str) -> Option<Found<RateLimit>> {
    rate_limit(phrases::RATES.first(Possible::of(text), text)?)
}

fn rate_limit(captures: Captures<'_>) -> Option<Found<RateLimit>> {
    let number = captures.name("n").or_else(|| captures.name("m"))?;
    let requests = number.as_str().replace(',', "").parse().ok()?;
    let per = captures
        .name("per")
        .map_or(Some(Period::Second), |word| period(word.as_str()))?;
    let whole = captures.get(0)?;
    Some(Found::new(RateLimit { requests, per }, whole.range()))
}

fn period(word: &str) -> Option<Period> {
    Some(match word.to_ascii_lowercase().as_str() {
        "秒" | "초" | "second" | "sec" | "s" => Period::Second,
        "分" | "分钟" | "분" | "minute" | "min" => Period::Minute,
        "小时" | "hour" => Period::Hour,
        "天" | "日" | "day" => Period::Day,
        _ => return None,
    })
}

/// What the row of the common region parameter says. `text` is the description's cell.
pub fn mine_region(text: &str, required: Option<bool>) -> Region {
    let only = phrases::REGION_ONLY
        .first(Possible::ANY, text)
        .and_then(|captures| captures.name("only").or_else(|| captures.name("only2")))
        .map(|names| {
            names
                .as_str()
                .split([',', '，', '、', ' '])
                .filter(|name| name.contains('-'))
                .map(str::to_owned)
                .collect()
        })
        .unwrap_or_default();
    // "Optional" and "not required" are two things: the former region may still be given.
    let unused = phrases::REGION_UNUSED.hits(text);
    let optional = phrases::REGION_OPTIONAL.hits(text);
    let required = match (unused || optional, required) {
        (true, _) => Some(Required::No),
        (false, Some(true)) => Some(Required::Yes),
        (false, Some(false)) => Some(Required::No),
        (false, None) => None,
    };
    Region {
        required,
        unused,
        only,
    }
}
