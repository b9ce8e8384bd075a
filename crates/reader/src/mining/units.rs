//! Units and formats.

use specwright_spec::{EnumValue, Type};

use super::enums::Choice;
use super::text::{Text, is_cjk};
use super::{Found, Mined, phrases};

/// The one spelling of a unit, and how pages spell it. Longer spellings of one language come before their beginnings.
const UNITS: &[(&str, &[&str])] = &[
    ("GiB", &["GiB", "Gib"]),
    ("MiB", &["MiB"]),
    ("KiB", &["KiB"]),
    ("TiB", &["TiB"]),
    ("Gbps", &["Gbps", "Gbit/s"]),
    (
        "Mbps",
        &[
            "Mbps",
            "Mbit/s",
            "Mbits/s",
            "mbps",
            "MBPS",
            "Mbs",
            "兆比特每秒",
        ],
    ),
    ("Kbps", &["Kbps", "kbps", "Kbit/s", "KBPS"]),
    (
        "bit/s",
        &[
            "bps",
            "bit/s",
            "bits/s",
            "bit/second",
            "Bps",
            "bits per second",
        ],
    ),
    ("byte/s", &["Byte/s", "Bytes/s", "字节/秒", "B/s"]),
    ("MB/s", &["MB/s", "MB/秒", "MBps"]),
    ("GB", &["GB", "G", "gb", "Gb", "gigabytes", "gigabyte"]),
    ("MB", &["MB", "megabytes", "megabyte"]),
    ("KB", &["KB", "kb", "kilobytes"]),
    ("TB", &["TB", "terabytes"]),
    ("PB", &["PB"]),
    (
        "byte",
        &[
            "字节",
            "Bytes",
            "Byte",
            "bytes",
            "byte",
            "B",
            "バイト",
            "바이트",
        ],
    ),
    ("bit", &["bits", "bit", "比特"]),
    (
        "millisecond",
        &[
            "毫秒",
            "milliseconds",
            "millisecond",
            "ms",
            "ミリ秒",
            "밀리초",
        ],
    ),
    (
        "microsecond",
        &["微秒", "μs", "us", "microseconds", "microsecond"],
    ),
    (
        "second",
        &["秒", "seconds", "second", "Seconds", "sec", "s", "S", "초"],
    ),
    (
        "minute",
        &["分钟", "minutes", "minute", "Minutes", "min", "分間", "분"],
    ),
    (
        "hour",
        &["小时", "hours", "hour", "Hours", "h", "時間", "시간"],
    ),
    ("week", &["周", "星期", "weeks", "week"]),
    ("day", &["天", "日", "days", "day", "Days", "일"]),
    (
        "month",
        &[
            "个月", "月", "months", "month", "Months", "か月", "ヶ月", "개월",
        ],
    ),
    ("year", &["年", "years", "year"]),
    ("yuan", &["元", "人民币元", "CNY", "RMB", "yuan", "人民币"]),
    ("percent", &["%", "％", "百分比", "percent"]),
    ("pixel", &["px", "像素", "pixels", "pixel"]),
    ("fps", &["fps", "帧/秒", "Hz", "hz"]),
];

/// Words that old pages glue to the unit.
const GLUED: &[&str] = &[
    "默认",
    "取值",
    "最大",
    "最小",
    "范围",
    "起始",
    "说明",
    "数",
    "です",
    "で",
    "입니다",
];

/// The unit that a word is, or starts with where another sentence is glued to it.
pub(super) fn unit(word: &str) -> Option<&'static str> {
    let word = word.trim_end_matches(['.', '。', '、', '”', '"', '】', ']', '）']);
    let word = word.trim_start_matches(['“', '"', '（', '(']);
    let same = |spelling: &&&str| word == **spelling;
    let found = UNITS
        .iter()
        .find(|(_, spellings)| spellings.iter().any(|s| same(&s)));
    if let Some((unit, _)) = found {
        return Some(if *unit == "fps" && word.eq_ignore_ascii_case("Hz") {
            "Hz"
        } else {
            unit
        });
    }
    UNITS.iter().find_map(|(unit, spellings)| {
        let glued = spellings.iter().any(|spelling| {
            word.strip_prefix(spelling).is_some_and(|rest| {
                GLUED.iter().any(|word| rest.starts_with(word)) || rest.starts_with(['(', '（'])
            })
        });
        glued.then_some(*unit)
    })
}

/// The unit that a text starts with, and its length.
pub(super) fn unit_prefix(text: &str) -> Option<(&'static str, usize)> {
    let trimmed = text.trim_start_matches([' ', '\u{a0}']);
    let space = text.len() - trimmed.len();
    UNITS
        .iter()
        .flat_map(|(unit, spellings)| spellings.iter().map(move |spelling| (*unit, *spelling)))
        .filter(|(_, spelling)| trimmed.starts_with(*spelling))
        .filter(|(_, spelling)| {
            let next = trimmed[spelling.len()..].chars().next();
            let ascii = spelling.is_ascii();
            !next.is_some_and(|c| {
                if ascii {
                    c.is_ascii_alphanumeric() || c == '/'
                } else {
                    false
                }
            })
        })
        .max_by_key(|(_, spelling)| spelling.len())
        .map(|(unit, spelling)| (unit, space + spelling.len()))
}

/// Reads unit and format.
pub(super) fn mine(text: &Text<'_>, leaf: &Type, choice: &Choice, mined: &mut Mined) {
    if matches!(
        leaf,
        Type::Structure(_) | Type::Object | Type::Boolean | Type::Map(_)
    ) {
        return;
    }
    mined.unit = stated_unit(text, leaf, choice);
    mined.format = format(text, leaf);
}

fn stated_unit(text: &Text<'_>, leaf: &Type, choice: &Choice) -> Option<Found<String>> {
    // A unit in the list of words that are no numbers is said of one of them.
    let is_number = |found: &Found<EnumValue>| found.value.value.parse::<f64>().is_ok();
    let of_words = !choice.values.iter().all(is_number);
    let numeric = leaf.is_integer() || *leaf == Type::Number;
    let by_name = text.all(&phrases::UNITS);
    let by_place = text.all(&phrases::NUMBER_UNITS).filter(|_| numeric);
    let mut found: Option<Found<String>> = None;
    for captures in by_name.chain(by_place) {
        let Some(word) = captures.name("unit") else {
            continue;
        };
        if text.has(&phrases::CASES, text.condition_before(word.start())) {
            continue;
        }
        if of_words && choice.holds(word.start()) {
            continue;
        }
        let followed = text.from(word.end());
        let enclosed = followed.starts_with("为单位");
        if !enclosed && followed.starts_with(is_cjk) || followed.starts_with(['/', '或', '、']) {
            continue;
        }
        let Some(unit) = unit(word.as_str()) else {
            continue;
        };
        match &found {
            Some(other) if other.value != unit => return None,
            Some(_) => {}
            None => {
                found = captures
                    .get(0)
                    .map(|whole| Found::new(unit.to_owned(), whole.range()))
            }
        }
    }
    found
}

fn format(text: &Text<'_>, leaf: &Type) -> Option<Found<String>> {
    if !matches!(leaf, Type::String | Type::Any) {
        return None;
    }
    if let Some(found) = time_format(text) {
        return found;
    }
    let named = [
        (&phrases::ISO_TIME, "date-time"),
        (&phrases::BASE64, "base64"),
        (&phrases::JSON, "json"),
    ];
    named.iter().find_map(|(set, name)| {
        let whole = text.first(set)?.get(0)?;
        Some(Found::new((*name).to_owned(), whole.range()))
    })
}

/// A pattern written out; `Some(None)` where two differ.
fn time_format(text: &Text<'_>) -> Option<Option<Found<String>>> {
    let mut found: Option<Found<String>> = None;
    for captures in text.all(&phrases::FORMATS) {
        let Some(whole) = captures.name("format") else {
            continue;
        };
        if captures.name("more").is_some() {
            return Some(None);
        }
        let pattern = whole
            .as_str()
            .replace(['\'', '’', '*'], "")
            .replace('：', ":");
        let value = if pattern.eq_ignore_ascii_case("yyyy-mm-dd") {
            "date".to_owned()
        } else {
            pattern
        };
        match &found {
            Some(other) if other.value != value => return Some(None),
            Some(_) => {}
            None => found = Some(Found::new(value, whole.range())),
        }
    }
    found.map(Some)
}
