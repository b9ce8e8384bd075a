//! Defaults: the literal that the service takes when the field is absent.
//!
//! Most sentences with the word state no literal: "the default VPC of the region", "by default nothing is changed". A default
//! is taken only where a literal follows the word, fits the type, and ends where a literal ends.

use std::ops::Range;

use specwright_spec::Type;

use super::enums::Choice;
use super::text::{CLAUSE_ENDS, Text, is_cjk, is_space, next, trim, unsettled};
use super::token::{self, Token};
use super::units;
use super::{Found, Subject, phrases};

/// Words of prose that may stand where a literal does: `the default value is used`.
const PROSE: &[&str] = &[
    "used",
    "applied",
    "adopted",
    "taken",
    "returned",
    "generated",
    "determined",
    "set",
    "the",
    "that",
    "this",
    "same",
    "not",
];

/// Reads the default.
pub(super) fn mine(
    text: &Text<'_>,
    subject: &Subject<'_>,
    choice: &Choice,
    unit: Option<&Found<String>>,
) -> Option<Found<String>> {
    let leaf = subject.ty.leaf();
    if matches!(leaf, Type::Object | Type::Structure(_) | Type::Map(_)) {
        return None;
    }
    let mut found: Vec<Found<String>> = Vec::new();
    // Titles on lines of their own: they say what holds beside the cases that the sentences tell.
    let mut titled: Vec<Found<String>> = Vec::new();
    // What holds in a case.
    let mut of_cases: Vec<Found<String>> = Vec::new();
    for captures in text.all(&phrases::DEFAULTS) {
        let Some(lead) = captures.get(0) else {
            continue;
        };
        let sure = captures.name("sure").is_some();
        // `默认每页20条`, but not `默认返回MongoDB`
        if captures.name("counted").is_some() && !leaf_is_number(leaf) {
            continue;
        }
        let about = text.clause_before(lead.start());
        let another =
            about.ends_with(|c: char| c.is_ascii_alphabetic()) && !about.ends_with(subject.name);
        // `经典网络下默认值为A，专有网络下默认值为B`
        let kind = about.trim_end();
        let one_case = kind.ends_with('下') && !kind.ends_with("情况下")
            || kind.ends_with('型') && !kind.ends_with("类型");
        let literal = || after(text, leaf, choice, lead.range(), sure, unit);
        if another || kind.ends_with('的') {
            continue;
        }
        if one_case || depends(text, subject.name, lead.start()) {
            of_cases.extend(literal());
            continue;
        }
        let Some(literal) = literal() else { continue };
        if sure && text.line_before(lead.start()).trim().is_empty() {
            titled.push(literal.clone());
        }
        found.push(literal);
    }
    // In a text that holds JSON, a mark stands at a value of one of its members.
    let of_itself = !choice.values.is_empty() || !text.all.contains("JSON");
    for captures in text.all(&phrases::DEFAULT_MARKS).filter(|_| of_itself) {
        let Some(mark) = captures.get(0) else {
            continue;
        };
        if let Some(literal) = before(text, leaf, mark.start(), unit) {
            found.push(literal);
        }
    }
    found.extend(
        choice
            .default
            .clone()
            .and_then(|found| literal(found, leaf, choice)),
    );
    if titled.is_empty() {
        // A case alone is no statement, and one that differs denies the others.
        let general = agreed(found)?;
        of_cases
            .iter()
            .all(|other| other.value == general.value)
            .then_some(general)
    } else {
        agreed(titled)
    }
}

/// The one literal, where all statements name it.
fn agreed(found: Vec<Found<String>>) -> Option<Found<String>> {
    let first = found.first()?.clone();
    found
        .iter()
        .all(|other| other.value == first.value)
        .then_some(first)
}

/// Whether the sentence makes the default depend on something other than the field's own absence.
fn depends(text: &Text<'_>, name: &str, at: usize) -> bool {
    let before = text.condition_before(at);
    let line = unsettled(text.line_before(at));
    let labelled = line.trim_end().ends_with([':', '：']) && line.contains(['=', '时']);
    let case = text.has(&phrases::CASES, line) && !text.has(&phrases::ABSENCE, line);
    let opens_case = text.lines.get(text.line_of(at)).is_some_and(|l| l.item)
        || text
            .first_in(&phrases::CASES, line)
            .and_then(|c| c.get(0))
            .is_some_and(|m| m.start() == 0);
    labelled
        || case && opens_case
        || text.has(&phrases::CASES, before)
            && (!text.has(&phrases::ABSENCE, before) || names_another(before, name))
}

/// Whether a sentence names another parameter: then it is that one's absence it speaks of.
fn names_another(sentence: &str, own: &str) -> bool {
    sentence
        .split(|c: char| !c.is_ascii_alphanumeric())
        .skip(1)
        .filter(|word| word.len() > 3 && !own.contains(word))
        .any(|word| {
            word.starts_with(|c: char| c.is_ascii_uppercase())
                && word.contains(|c: char| c.is_ascii_lowercase())
        })
}

/// The literal after a phrase.
fn after(
    text: &Text<'_>,
    leaf: &Type,
    choice: &Choice,
    lead: Range<usize>,
    sure: bool,
    unit: Option<&Found<String>>,
) -> Option<Found<String>> {
    let mut start = lead.end;
    let rest = text.from(start);
    // `默认是第1页`
    if let Some(page) = rest.strip_prefix('第')
        && page.starts_with(|c: char| c.is_ascii_digit())
    {
        start += '第'.len_utf8();
    }
    if *leaf == Type::Boolean
        && let Some(flag) = flag_word(text.from(start))
        && sure
    {
        return Some(Found::new(
            flag.to_owned(),
            lead.start..next(text.all, start),
        ));
    }
    if let Some(path) = path(text.from(start)).filter(|_| sure && *leaf == Type::String) {
        return Some(Found::new(path.to_owned(), lead.start..start + path.len()));
    }
    let token = token::at(text, start, leaf)?;
    let value = text.slice(token.value.clone());
    if !sure && !token.explicit && !plain_enough(text, leaf, choice, &lead, value) {
        return None;
    }
    let prose = !token.explicit && PROSE.contains(&value);
    if prose || !ends(text, leaf, &token, unit) || goes_on(text, leaf, &token) {
        return None;
    }
    let at = lead.start..token.range.end;
    literal(Found::new(value.to_owned(), at), leaf, choice)
}

/// `/var/lib`, as a word of its own.
fn path(text: &str) -> Option<&str> {
    let end = text
        .find(|c: char| !(c.is_ascii_alphanumeric() || "/-_.".contains(c)))
        .unwrap_or(text.len());
    let word = text[..end].trim_end_matches('.');
    (word.starts_with('/') && is_stop(text[word.len()..].trim_start_matches(' '))).then_some(word)
}

fn flag_word(text: &str) -> Option<&'static str> {
    let stops = |rest: &str| {
        rest.is_empty() || rest.starts_with(['，', ',', '。', '；', ';', '\n', ')', '）'])
    };
    [("是", "true"), ("否", "false")]
        .into_iter()
        .find_map(|(word, flag)| {
            text.strip_prefix(word)
                .filter(|rest| stops(rest))
                .map(|_| flag)
        })
}

/// `默认20`, `默认Yes`: the bare word is followed by a literal only if it starts its clause and the literal is plain.
fn plain_enough(
    text: &Text<'_>,
    leaf: &Type,
    choice: &Choice,
    lead: &Range<usize>,
    value: &str,
) -> bool {
    if *leaf != Type::String && *leaf != Type::Any {
        return true;
    }
    let listed = choice.values.iter().any(|known| known.value.value == value);
    let before = text.clause_before(lead.start).trim();
    let starts = before.is_empty()
        || text.has(&phrases::ABSENCE, before)
        || before.ends_with([':', '：', '.']);
    listed || starts && !matches!(value, "VPC" | "DNS" | "ID" | "IP" | "ACL" | "API")
}

/// The literal before a mark: `PL1（默认）`, `20 by default`.
fn before(
    text: &Text<'_>,
    leaf: &Type,
    mark: usize,
    unit: Option<&Found<String>>,
) -> Option<Found<String>> {
    if let Some(token) = quoted_before(text, leaf, mark) {
        let value = text.slice(token.value.clone()).to_owned();
        let found = Found::new(value, token.range.start..mark);
        return literal(found, leaf, &Choice::default());
    }
    let line = text.lines.get(text.line_of(mark.saturating_sub(1)))?;
    let said = text.slice(line.range.start..mark);
    let start = line.range.start + last_stop(said);
    // `0: Off (default)`: the value stands before its gloss.
    let titled = said[..start - line.range.start].trim_end();
    if let Some(title) = titled.strip_suffix([':', '：'])
        && token::at(text, line.range.start, leaf).is_some_and(|t| t.range.len() == title.len())
    {
        return None;
    }
    let whole = trim(text.all, start..mark);
    let said = text.slice(whole.clone());
    let token = token::at(text, whole.start, leaf)?;
    let rest = said.get(token.range.len()..)?.trim();
    let counted = leaf_is_number(leaf) && (rest.is_empty() || agrees(rest, unit));
    if !(rest.is_empty() || counted) {
        return None;
    }
    literal(
        Found::new(
            text.slice(token.value.clone()).to_owned(),
            token.range.start..mark,
        ),
        leaf,
        &Choice::default(),
    )
}

/// The quoted literal that a sentence ends in: `the name is "A" by default`.
fn quoted_before(text: &Text<'_>, leaf: &Type, mark: usize) -> Option<Token> {
    const LEADS: &[&str] = &["is", "are", "be", "to"];
    let line = text.lines.get(text.line_of(mark.saturating_sub(1)))?;
    let whole = trim(text.all, line.range.start..mark);
    let said = text.slice(whole.clone());
    let close = said.chars().next_back()?;
    let open = match close {
        '"' | '\'' | '`' => close,
        '”' => '“',
        _ => return None,
    };
    let inner = said.get(..said.len() - close.len_utf8())?;
    let start = inner.rfind(open)?;
    let lead = inner[..start].trim_end().rsplit(' ').next()?;
    let token = token::at(text, whole.start + start, leaf)?;
    (LEADS.contains(&lead) && token.range.end == whole.end).then_some(token)
}

/// Where the last piece of a text starts. The dot of a number is no stop.
fn last_stop(said: &str) -> usize {
    let stop = said.char_indices().rev().find(|(at, c)| {
        let more = &said[next(said, *at)..];
        let dot = *c == '.' && !more.starts_with(|c: char| c.is_ascii_digit());
        !more.trim().is_empty() && (dot || CLAUSE_ENDS.contains(c) || "：:、|".contains(*c))
    });
    stop.map_or(0, |(at, _)| next(said, at))
}

fn leaf_is_number(leaf: &Type) -> bool {
    leaf.is_integer() || *leaf == Type::Number
}

/// Whether a unit word does not contradict the unit that the description states.
fn agrees(word: &str, stated: Option<&Found<String>>) -> bool {
    match units::unit_prefix(word) {
        Some((unit, _)) => stated.is_none_or(|stated| stated.value == unit),
        None => false,
    }
}

/// Whether a list goes on behind a number: `默认1,2,3`, `1,000`.
fn goes_on(text: &Text<'_>, leaf: &Type, token: &Token) -> bool {
    let number = |c: char| c.is_ascii_digit();
    let rest = text.from(token.range.end);
    let signs: &[char] = if leaf_is_number(leaf) {
        &[',']
    } else {
        &[',', '，', '、']
    };
    text.before(token.range.end).ends_with(number)
        && rest
            .strip_prefix(signs)
            .is_some_and(|left| left.starts_with(number))
}

/// Whether the literal ends where the token does.
fn ends(text: &Text<'_>, leaf: &Type, token: &Token, unit: Option<&Found<String>>) -> bool {
    let rest = text.from(token.range.end);
    if token.explicit {
        return !rest.starts_with(['的', '~', '～'])
            && !rest.starts_with("时")
            && !rest.trim_start().starts_with("of ");
    }
    let tight = rest.trim_start_matches([' ', '\u{a0}', '\t']);
    let spaced = tight.len() < rest.len();
    if is_stop(tight) {
        return true;
    }
    if leaf_is_number(leaf)
        && !tight.starts_with([
            '~', '～', '-', '–', '*', '/', '^', ':', '：', '%', '的', '至', '到', '倍', '或', '和',
            '、', '.',
        ])
    {
        if let Some((found, length)) = units::unit_prefix(tight) {
            let after = tight[length..].trim_start();
            let agrees = unit.is_none_or(|stated| stated.value == found);
            return agrees && !after.starts_with(['的', '前', '内', '后', '~', '～', '-', '/']);
        }
        if tight.starts_with(is_cjk) {
            let counted = [
                "个",
                "条",
                "项",
                "点",
                "次",
                "台",
                "页",
                "块",
                "行",
                "份",
                "核",
                "です",
                "で",
                "입니다",
                "으로",
                "이며",
                "表示",
                "即",
                "最",
                "起",
                "取",
                "회",
                "건",
                "개",
                "件",
                "个月",
            ];
            return counted.iter().any(|word| tight.starts_with(word)) && !tight.contains("的倍数")
                || spaced && !tight.starts_with(['个', '时']) && !tight.starts_with("以");
        }
        return spaced && tight.starts_with(|c: char| c.is_ascii_uppercase());
    }
    let follows = [
        "表示",
        "即",
        "です",
        "で",
        "입니다",
        "이며",
        "，",
        "(",
        "（",
        "に",
        "となり",
    ];
    if follows.iter().any(|word| tight.starts_with(word)) {
        return true;
    }
    spaced
        && tight.starts_with(is_cjk)
        && !tight.starts_with(['或', '和', '到', '至', '以', '的', '与', '、', '时', '及'])
}

fn is_stop(text: &str) -> bool {
    text.is_empty()
        || text.starts_with([
            '，', ',', '。', '；', ';', ')', '）', '\n', '】', ']', '（', '(', '！',
        ])
        || text.starts_with('.') && !text[1..].starts_with(|c: char| c.is_ascii_alphanumeric())
}

/// Whether a word is the name of a parameter that holds an identifier: `ScalingRuleId`, `VPCID`.
fn is_identifier(word: &str) -> bool {
    let stem = word.strip_suffix("Id").or_else(|| word.strip_suffix("ID"));
    stem.is_some_and(|stem| stem == "VPC" || stem.ends_with(|c: char| c.is_ascii_lowercase()))
}

/// A literal that fits the type and is one of the values, in the spelling of the wire.
fn literal(mut found: Found<String>, leaf: &Type, choice: &Choice) -> Option<Found<String>> {
    if *leaf == Type::Boolean {
        found.value.make_ascii_lowercase();
    }
    let listed = choice
        .values
        .iter()
        .any(|known| known.value.value == found.value);
    // `ScalingRuleId` names another parameter: its value is meant.
    let refers = *leaf == Type::String && is_identifier(&found.value);
    if !listed && (refers || phrases::NO_DEFAULTS.hits(found.value.trim_matches(is_space))) {
        return None;
    }
    if !choice.values.is_empty() && !listed {
        let same = |known: &&Found<specwright_spec::EnumValue>| {
            known.value.value.eq_ignore_ascii_case(&found.value)
        };
        let spelt = choice.values.iter().find(same)?;
        found.value.clone_from(&spelt.value.value);
    }
    token::fits(&found.value, leaf).then_some(found)
}
