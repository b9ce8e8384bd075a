//! Deprecation and its replacement, conditional need, null, idempotency.

use std::ops::Range;

use specwright_spec::Deprecation;

use super::enums::Choice;
use super::text::{Text, is_cjk};
use super::{Found, Mined, phrases};

/// Reads what a description says of the parameter's standing.
pub(super) fn mine(text: &Text<'_>, choice: &Choice, name: &str, mined: &mut Mined) {
    mined.deprecated = deprecation(text, name, |at| choice.holds(at));
    mined.conditional = conditional(text, name);
    mined.nullable = first(&phrases::NULLABLE, text);
    mined.idempotent = first(&phrases::IDEMPOTENT, text);
}

/// Whether an operation's title, description or note says that it goes away.
pub(super) fn operation_deprecation(text: &Text<'_>, name: &str) -> Option<Found<Deprecation>> {
    deprecation(text, name, |_| false)
}

fn first(set: &phrases::Set, text: &Text<'_>) -> Option<Range<usize>> {
    Some(text.first(set)?.get(0)?.range())
}

fn deprecation(
    text: &Text<'_>,
    name: &str,
    is_data: impl Fn(usize) -> bool,
) -> Option<Found<Deprecation>> {
    let at = text
        .all(&phrases::DEPRECATED)
        .filter(|captures| {
            // `废弃的镜像` speaks of images.
            let rest = captures.name("rest").map_or("", |rest| rest.as_str());
            !rest.starts_with('的') && !rest.chars().next().is_some_and(is_noun_head)
        })
        .filter_map(|captures| Some(captures.get(0)?.range()))
        .filter(|range| !is_data(range.end.saturating_sub(1)))
        .filter(|range| !asks(text.sentence_before(range.start)))
        .min_by_key(|range| range.start)?;
    let replacement = replacement(text, name);
    let end = replacement
        .as_ref()
        .map_or(at.end, |found| found.at.end.max(at.end));
    Some(Found::new(
        Deprecation {
            replacement: replacement.map(|found| found.value),
        },
        at.start..end,
    ))
}

/// After the word for it, a noun makes it an adjective; the particles of a finished sentence do not.
fn is_noun_head(c: char) -> bool {
    is_cjk(c)
        && !matches!(
            c,
            '，' | '了' | '请' | '建' | '不' | '使' | '参' | '字' | '属'
        )
}

/// Whether it is asked, not told, that something is deprecated.
fn asks(sentence: &str) -> bool {
    sentence.contains("是否") || sentence.to_ascii_lowercase().contains("whether")
}

fn replacement(text: &Text<'_>, name: &str) -> Option<Found<String>> {
    let captures = text.all(&phrases::REPLACEMENTS).find(|captures| {
        captures
            .name("use")
            .is_some_and(|word| is_wire_name(word.as_str(), name))
    })?;
    let word = captures.name("use")?;
    Some(Found::new(word.as_str().to_owned(), word.range()))
}

/// Whether a word is the name of another parameter or operation.
fn is_wire_name(word: &str, own: &str) -> bool {
    let camel = word.starts_with(|c: char| c.is_ascii_uppercase())
        || word.contains(|c: char| c.is_ascii_uppercase());
    word.len() > 2 && camel && word != own && !matches!(word, "API" | "SDK" | "JSON" | "ID")
}

fn conditional(text: &Text<'_>, name: &str) -> Option<Range<usize>> {
    // The sentence of every page: it must be given to the support.
    if name == "RequestId" {
        return None;
    }
    if let Some(found) = first(&phrases::ONE_OF, text) {
        return Some(found);
    }
    text.all(&phrases::NEEDED)
        .filter_map(|captures| Some(captures.get(0)?.range()))
        .find(|range| {
            let before = text.sentence_before(range.start);
            let after = text.from(range.end);
            let label = after.starts_with([':', '：'])
                || ["是否", "非", "不", "如果", "若", "not "]
                    .iter()
                    .any(|word| before.ends_with(word));
            let so_far = text.slice(range.start - before.len()..range.end);
            let told = text.has(&phrases::CONDITIONS, so_far) || english_condition(after);
            !label && told && !needs_another(text, range, name)
        })
}

/// Whether it is another parameter that is needed: `must specify the Period parameter`, `必须同时指定参数Period`,
/// `参数Period不能为空`.
fn needs_another(text: &Text<'_>, range: &Range<usize>, name: &str) -> bool {
    let mut after = text.from(range.end).trim_start();
    for word in [
        "同时", "指定", "设置", "配置", "传入", "填写", "参数", "the ",
    ] {
        after = after.strip_prefix(word).unwrap_or(after).trim_start();
    }
    let word: String = after
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || *c == '.')
        .collect();
    let word = word.trim_end_matches('.');
    let is_name = word.len() > 2 && word.chars().skip(1).any(|c| c.is_ascii_uppercase());
    let is_titled = word.starts_with(|c: char| c.is_ascii_uppercase())
        && after[word.len()..].trim_start().starts_with("parameter");
    let phrase = text.slice(range.clone());
    let asks = phrase.contains("must ") || phrase.contains("必须");
    // `must set Kind to A` asks for a value.
    let to_value = after[word.len()..].trim_start().starts_with("to ");
    let subject = phrase.contains("为空")
        && text
            .clause_before(range.start)
            .contains(|c: char| c.is_ascii_alphabetic());
    asks && (word != name && (is_name || is_titled) || word == name && to_value) || subject
}

/// English states the condition behind: `is required when …`.
fn english_condition(after: &str) -> bool {
    let sentence = after.split(['.', '\n', '。']).next().unwrap_or_default();
    [" if ", " when ", " only when "]
        .iter()
        .any(|word| sentence.starts_with(word))
}
