//! Ranges of numbers, lengths of texts, numbers of items.
//!
//! A bound holds always or it is none: a range that a condition, a label or a second range limits yields nothing.

use std::ops::Range;

use regex::Captures;
use specwright_spec::{Number, Type};

use super::enums::Choice;
use super::text::{Text, is_cjk};
use super::units;
use super::{Found, Mined, phrases};

/// Two numbers of one phrase; one of them may be missing.
#[derive(Clone, Debug, PartialEq)]
struct Bounds {
    least: Option<Number>,
    greatest: Option<Number>,
    at: Range<usize>,
    /// The phrase states both ends.
    both: bool,
}

/// Reads all bounds.
pub(super) fn mine(text: &Text<'_>, ty: &Type, choice: &Choice, mined: &mut Mined) {
    let items = agreed(indexes(text)).or_else(|| {
        if ty.is_list() {
            agreed(counts(text))
        } else {
            None
        }
    });
    if let Some(items) = items {
        mined.min_items = count(items.least, &items.at);
        mined.max_items = count(items.greatest, &items.at);
    }
    let leaf = ty.leaf();
    if *leaf == Type::String
        && let Some(length) = agreed(lengths(text, ty.is_list()))
    {
        mined.min_length = count(length.least, &length.at);
        mined.max_length = count(length.greatest, &length.at);
    }
    let number = leaf.is_integer() || *leaf == Type::Number;
    // A text with a range holds one number.
    let several = ["逗号", "comma", "JSON", "分隔"]
        .iter()
        .any(|word| text.all.contains(word));
    if !number && (*leaf != Type::String || ty.is_list() || several) {
        return;
    }
    let unit = mined.unit.as_ref().map(|found| found.value.as_str());
    let found: Vec<Bounds> = values(text, leaf, number && !ty.is_list(), unit)
        .into_iter()
        .filter(|bounds| !choice.meets(&bounds.at))
        .collect();
    if let Some(bounds) = merged(found) {
        mined.min = bounds.least.map(|n| Found::new(n, bounds.at.clone()));
        mined.max = bounds.greatest.map(|n| Found::new(n, bounds.at));
    }
}

fn count(number: Option<Number>, at: &Range<usize>) -> Option<Found<u64>> {
    match number? {
        Number::Int(int) => Some(Found::new(u64::try_from(int).ok()?, at.clone())),
        Number::Float(_) => None,
    }
}

/// The one statement, where all agree.
fn agreed(found: Vec<Bounds>) -> Option<Bounds> {
    let first = found
        .iter()
        .find(|b| b.both)
        .or_else(|| found.first())?
        .clone();
    let same = |other: &Bounds| {
        (other.least.is_none() || other.least == first.least)
            && (other.greatest.is_none() || other.greatest == first.greatest)
    };
    found.iter().all(same).then_some(first).filter(ordered)
}

/// One range and single ends that agree with it or complete each other.
fn merged(found: Vec<Bounds>) -> Option<Bounds> {
    let mut all: Option<Bounds> = None;
    for bounds in found {
        let Some(one) = &mut all else {
            all = Some(bounds);
            continue;
        };
        let clash = |a: Option<Number>, b: Option<Number>| a.is_some() && b.is_some() && a != b;
        if clash(one.least, bounds.least) || clash(one.greatest, bounds.greatest) {
            return None;
        }
        one.least = one.least.or(bounds.least);
        one.greatest = one.greatest.or(bounds.greatest);
    }
    all.filter(ordered)
}

fn ordered(bounds: &Bounds) -> bool {
    match (bounds.least, bounds.greatest) {
        (Some(least), Some(greatest)) => least <= greatest,
        _ => true,
    }
}

fn indexes(text: &Text<'_>) -> Vec<Bounds> {
    text.all(&phrases::INDEXES)
        .filter_map(|c| counted_from_0(range(text, &c, true)?))
        .collect()
}

/// A range from 0: `0~9` counts from 0 and is ten items, `0~10` is up to ten, and of `0~8` nobody knows.
fn counted_from_0(bounds: Bounds) -> Option<Bounds> {
    let (Some(Number::Int(0)), Some(Number::Int(last))) = (bounds.least, bounds.greatest) else {
        return Some(bounds);
    };
    if last % 5 == 0 {
        return Some(bounds);
    }
    let items = last.checked_add(1).filter(|items| items % 5 == 0)?;
    Some(Bounds {
        least: None,
        greatest: Some(Number::Int(items)),
        ..bounds
    })
}

fn counts(text: &Text<'_>) -> Vec<Bounds> {
    let mut found: Vec<Bounds> = Vec::new();
    for captures in text.all(&phrases::COUNTS) {
        let Some(most) = captures.name("most") else {
            continue;
        };
        let said = text.from(most.end()).trim_start();
        // Characters of an item, not items.
        let is_length = captures.get(0).is_some_and(|whole| {
            ["character", "byte", "letter"]
                .iter()
                .any(|word| whole.as_str().contains(word))
        });
        let characters = [
            "个字",
            "个英文",
            "个中文",
            "字符",
            "个Unicode",
            "字节",
            "characters",
            "bytes",
            "MB",
            "GB",
            "%",
            "倍",
        ];
        if is_length
            || characters.iter().any(|word| said.starts_with(word))
            || limited(text, most.start())
        {
            continue;
        }
        if !ends_number(text.from(most.end())) {
            continue;
        }
        if let Some(greatest) = Number::parse(&most.as_str().replace(',', "")) {
            let at = captures
                .get(0)
                .map_or(most.range(), |whole| whole.start()..most.end());
            if found.iter().all(|known| known.greatest != Some(greatest)) {
                found.push(Bounds {
                    least: None,
                    greatest: Some(greatest),
                    at,
                    both: false,
                });
            }
        }
    }
    found
}

/// Lengths in characters. On a list, only where characters are named: else the list itself may be meant.
fn lengths(text: &Text<'_>, list: bool) -> Vec<Bounds> {
    let mut found = Vec::new();
    for captures in text.all(&phrases::LENGTHS) {
        let Some(whole) = captures.get(0) else {
            continue;
        };
        let after = text.from(whole.end());
        let bytes = after.trim_start().starts_with("字节")
            || after.trim_start().starts_with("个字节")
            || after.trim_start().starts_with("byte")
            || after.starts_with("位数");
        let named = captures.name("chars").is_some()
            || ["字符", "characters", "chars", "个字"]
                .iter()
                .any(|w| whole.as_str().contains(w));
        if bytes || list && !named || limited(text, whole.start()) {
            continue;
        }
        let bounds = match captures.name("most") {
            Some(most) => Number::parse(most.as_str())
                .filter(|_| {
                    captures.name("chars").is_some()
                        || captures.name("end").is_some()
                        || ends_number(text.from(most.end()))
                })
                .map(|greatest| Bounds {
                    least: None,
                    greatest: Some(greatest),
                    at: whole.range(),
                    both: false,
                }),
            None => range(text, &captures, true),
        };
        found.extend(bounds);
    }
    found
}

fn values(text: &Text<'_>, leaf: &Type, number: bool, unit: Option<&str>) -> Vec<Bounds> {
    if text.has(&phrases::CASE_RANGES, text.all) {
        return Vec::new();
    }
    let whole = leaf.is_integer();
    let mut found: Vec<Bounds> = Vec::new();
    let mut ranges: Vec<Captures<'_>> = text.all(&phrases::RANGES).collect();
    if number {
        let led = |at: usize| {
            ranges
                .iter()
                .any(|c| c.get(0).is_some_and(|m| m.range().contains(&at)))
        };
        let bare: Vec<_> = text
            .all(&phrases::BARE_RANGES)
            .filter(|c| c.get(0).is_some_and(|m| !led(m.start())))
            .collect();
        ranges.extend(bare);
    }
    let mut unclear = false;
    for captures in &ranges {
        let Some(phrase) = captures.get(0) else {
            continue;
        };
        let index = text.before(phrase.start()).trim_end();
        let letter = index.trim_end_matches('的').trim_end();
        let of_letter = letter.ends_with(|c: char| c.is_ascii_alphabetic())
            && !letter[..letter.len() - 1].ends_with(|c: char| c.is_ascii_alphanumeric());
        // `R、G、B的取值`: each of several parts.
        let of_parts = index.strip_suffix('的').is_some_and(|owner| {
            owner
                .rsplit(['，', ',', '。'])
                .next()
                .unwrap_or_default()
                .contains('、')
        });
        let of_items = of_letter
            || of_parts
            || text.has(
                &phrases::INDEX_MEANINGS,
                text.sentence_before(phrase.start()),
            )
            || [
                "N的",
                "N",
                "n的",
                "M的",
                "X的",
                "length of",
                "长度",
                "长度的",
                "길이",
            ]
            .iter()
            .any(|word| index.ends_with(word))
            || !number && says_of_text(text.clause_before(phrase.start()), index);
        if of_items || says_length(text.from(phrase.end())) {
            continue;
        }
        if limited(text, phrase.start()) || labelled(text, phrase.start()) {
            unclear = true;
            continue;
        }
        // `6小时~8760小时` of a text: its values have the unit inside.
        let with_units = !number
            && phrase
                .as_str()
                .contains(|c: char| is_cjk(c) && "时天钟秒".contains(c));
        let with_units = with_units
            || !number && unit.is_none() && units::unit_prefix(text.from(phrase.end())).is_some();
        match range(text, captures, whole)
            .filter(|_| !with_units && same_unit(text, phrase.end(), unit))
        {
            Some(bounds) => found.push(bounds),
            None => unclear = true,
        }
    }
    if unclear {
        return Vec::new();
    }
    ends(text, leaf, number, unit, &mut found);
    if whole && number {
        signs(text, &mut found);
    }
    found
}

/// Single ends: `最大值：100`, `up to 100`.
fn ends(text: &Text<'_>, leaf: &Type, number: bool, unit: Option<&str>, found: &mut Vec<Bounds>) {
    for (set, is_most) in [(&phrases::GREATEST, true), (&phrases::LEAST, false)] {
        for captures in text.all(set) {
            let (Some(phrase), Some(end)) = (captures.get(0), captures.name("n")) else {
                continue;
            };
            // `数组长度不超过20个` beside the range of an item.
            let said = text.sentence_before(phrase.start());
            let of_list = said
                .rsplit(['；', ';', '。'])
                .next()
                .is_some_and(|s| s.contains("数组"));
            let title = ["值", "取值", "value", "Value"]
                .iter()
                .any(|word| phrase.as_str().contains(word));
            let after = text.from(end.end());
            // `时间区间不能超过24小时`: two parameters and what is between them.
            let clause = text.clause_before(phrase.start()).trim_end();
            let between = ["区间", "间隔", "跨度", "差", "相差"]
                .iter()
                .any(|word| clause.ends_with(word));
            if !title && (!number || between)
                || of_list
                || says_length(after)
                || limited(text, phrase.start())
                || !ends_number(after)
                || !same_unit(text, end.end(), unit)
            {
                continue;
            }
            let Some(value) = Number::parse(&end.as_str().replace(',', "")) else {
                continue;
            };
            if leaf.is_integer() && !matches!(value, Number::Int(_)) {
                continue;
            }
            let (least, greatest) = if is_most {
                (None, Some(value))
            } else {
                (Some(value), None)
            };
            found.push(Bounds {
                least,
                greatest,
                at: phrase.range(),
                both: false,
            });
        }
    }
}

/// `正整数`, `非负整数`, where no number is named.
fn signs(text: &Text<'_>, found: &mut Vec<Bounds>) {
    if found.iter().any(|bounds| bounds.least.is_some()) {
        return;
    }
    for (set, least) in [(&phrases::NOT_NEGATIVE, 0), (&phrases::POSITIVE, 1)] {
        let phrase = text
            .first(set)
            .and_then(|captures| Some(captures.get(0)?.range()));
        if let Some(at) = phrase.filter(|at| !limited(text, at.start)) {
            found.push(Bounds {
                least: Some(Number::Int(least)),
                greatest: None,
                at,
                both: false,
            });
            return;
        }
    }
}

/// The range of a phrase. Ends that are not part of it are stepped over for whole numbers and dropped for others.
fn range(text: &Text<'_>, captures: &Captures<'_>, whole: bool) -> Option<Bounds> {
    let at = captures.get(0)?.range();
    let number = |name: &str| {
        captures
            .name(name)
            .and_then(|n| Number::parse(&n.as_str().replace(',', "")))
    };
    let bracketed = captures.name("open").is_some();
    let (mut least, mut greatest) = if bracketed {
        (number("a"), number("b"))
    } else {
        (number("c"), number("d"))
    };
    if least.is_none() || greatest.is_none() {
        return None;
    }
    let last = captures.name("b").or_else(|| captures.name("d"))?;
    if !bracketed && !ends_number(text.from(last.end())) || is_union(text.from(at.end)) {
        return None;
    }
    let mark = |name: &str| {
        captures
            .name(name)
            .is_some_and(|m| matches!(m.as_str(), "(" | "（" | ")" | "）"))
    };
    // Round brackets on both sides are only brackets.
    let half_open = mark("open") != mark("close");
    if half_open && mark("open") {
        least = step(least, 1, whole);
    }
    if half_open && mark("close") {
        greatest = step(greatest, -1, whole);
    }
    let bounds = Bounds {
        least,
        greatest,
        at,
        both: true,
    };
    ordered(&bounds).then_some(bounds)
}

fn step(end: Option<Number>, by: i64, whole: bool) -> Option<Number> {
    match end? {
        Number::Int(int) if whole => Some(Number::Int(int.checked_add(by)?)),
        _ => None,
    }
}

/// Whether a number ends here: not a date, a version, another range or a multiple.
fn ends_number(rest: &str) -> bool {
    let tight = rest.trim_start_matches(' ');
    let dotted = tight
        .strip_prefix('.')
        .is_some_and(|left| left.starts_with(|c: char| c.is_ascii_digit()));
    let signs = [
        '~', '～', '-', '–', '*', '/', '^', ':', '%', '倍', '万', '亿', '千', '百', '_',
    ];
    !dotted
        && !tight.starts_with(signs)
        && !rest.starts_with(|c: char| c.is_ascii_digit())
        && !tight.starts_with("的倍数")
}

/// Whether more ranges or single values follow.
fn is_union(rest: &str) -> bool {
    let tight = rest.trim_start_matches([' ', '\u{a0}']);
    let tight = tight.trim_start_matches(|c: char| c.is_ascii_alphabetic() && c != 'a' && c != 'o');
    let joined = [
        "、", "或", "和", "以及", "及", "and ", "or ", ",", "，", "|", "；[", "~", "-",
    ];
    joined.iter().any(|sign| {
        tight.strip_prefix(sign).is_some_and(|left| {
            let left = left.trim_start();
            // `[0, 1]，0：off` goes on with what the values mean.
            let number = left.trim_start_matches(|c: char| c.is_ascii_digit() || c == '-');
            let is_told = ["：", ":", "表示", "代表"]
                .iter()
                .any(|sign| number.starts_with(sign));
            !is_told && left.starts_with(|c: char| c.is_ascii_digit() || "[【(（".contains(c))
        })
    })
}

/// Whether the range of a text is one of something that is counted in it: the characters of a name, the members of a map.
fn says_of_text(clause: &str, before: &str) -> bool {
    let counted = ["名称", "名字", "密码", "个数", "数量"];
    counted.iter().any(|word| clause.contains(word))
        || before
            .strip_suffix(['(', '（'])
            .is_some_and(|name| counted.iter().any(|word| name.trim_end().ends_with(word)))
}

/// Whether a count of characters follows: the range is one of lengths.
fn says_length(rest: &str) -> bool {
    let tight = rest.trim_start_matches([' ', '\u{a0}']);
    [
        "个字",
        "字符",
        "个英文",
        "个中文",
        "位字",
        "characters",
        "个Unicode",
        "character",
        "字节",
        "bytes",
        "位",
    ]
    .iter()
    .any(|word| tight.starts_with(word))
}

/// Whether a unit follows that is not the one the description states.
fn same_unit(text: &Text<'_>, at: usize, unit: Option<&str>) -> bool {
    match (units::unit_prefix(text.from(at)), unit) {
        (Some((found, _)), Some(stated)) => found == stated,
        _ => true,
    }
}

/// Whether the sentence limits the statement to a case.
fn limited(text: &Text<'_>, at: usize) -> bool {
    let before = text.condition_before(at);
    let line = text.lines.get(text.line_of(at));
    let case = line.is_some_and(|line| {
        let said = text.line_before(at);
        line.item && (said.contains([':', '：']) || text.has(&phrases::CONDITIONAL, said))
    });
    case || is_aside(text, at)
        || is_advice(before)
        || text.has(&phrases::CONDITIONAL, before) && !text.has(&phrases::ABSENCE, before)
}

/// Whether the clause that leads to a statement recommends: other values work as well.
fn is_advice(before: &str) -> bool {
    let clause = before
        .rsplit(['，', ',', '；', ';', '（', '('])
        .next()
        .unwrap_or_default();
    ["建议", "推荐", "recommend", "suggest"]
        .iter()
        .any(|word| clause.contains(word))
}

/// Whether an offset stands in brackets that speak of something else: the length of a prefix, the sum of a term.
fn is_aside(text: &Text<'_>, at: usize) -> bool {
    let before = text.sentence_before(at);
    let open = before.rfind(['（', '(']);
    let inside = open.is_some_and(|open| !before[open..].contains(['）', ')']));
    inside && open.is_some_and(|open| before[open..].contains(['，', ',', '。']))
}

/// Whether a label stands before the phrase on its line: `TCP：取值范围…` speaks of TCP only.
fn labelled(text: &Text<'_>, at: usize) -> bool {
    let line = text.line_before(at);
    let clause = line.trim_end();
    let label = clause.ends_with([':', '：']);
    let named = clause
        .rsplit(['。', '，', ',', '；', ';', '（', '('])
        .next()
        .unwrap_or_default();
    let of_type = named.starts_with(is_cjk)
        && (named.contains('型') && named.contains("用型") || named.contains('盘'));
    label || of_type && text.all.matches("范围").count() > 1
}
