//! Glosses before their values: `text：A；text：B`.

use std::ops::Range;

use specwright_spec::Type;

use super::gloss::skip_space;
use super::{Entry, Outcome, Style, is_open, unique};
use crate::mining::phrases;
use crate::mining::text::{Text, is_cjk, is_space, next, trim};
use crate::mining::token::{self};

const CJK_HEADINGS: &[&str] = &[
    "默认", "最大", "最小", "单位", "范围", "起始", "长度", "格式", "示例", "例如", "步长", "取值",
    "枚举", "注意", "说明", "参考", "详见", "可选", "如", "使用", "限制",
];

/// What stands between a gloss and its value.
const GLOSS_ENDS: [char; 4] = [':', '：', '，', ','];

/// `text：A；text：B`: every piece is a gloss in Chinese and a value that ends it.
pub(super) fn reversed(
    text: &Text<'_>,
    leaf: &Type,
    range: Range<usize>,
    led: bool,
) -> Option<Vec<Entry>> {
    // Two pieces at least, and a sign in each of them.
    text.slice(range.clone()).matches(GLOSS_ENDS).nth(1)?;
    // With semicolons between the pieces, commas may stand inside.
    let coarse = reversed_pieces(text, leaf, range.clone(), led, &['；', ';', '\n', '。']);
    coarse.or_else(|| {
        let fine = ['；', ';', '，', ',', '、', '\n', '。', '(', '（', '）', ')'];
        reversed_pieces(text, leaf, range, led, &fine)
    })
}

fn reversed_pieces(
    text: &Text<'_>,
    leaf: &Type,
    range: Range<usize>,
    led: bool,
    signs: &[char],
) -> Option<Vec<Entry>> {
    let mut entries = Vec::new();
    let mut at = range.start;
    for piece in text.slice(range.clone()).split(signs) {
        let inner = trim(text.all, at..at + piece.len());
        at = next(text.all, at + piece.len());
        if inner.is_empty() {
            continue;
        }
        match reversed_entry(text, leaf, inner, led) {
            Some(entry) => entries.push(entry),
            None if led || !entries.is_empty() => break,
            None => {}
        }
    }
    let sound = entries.len() >= 2
        && unique(text, &entries)
        && !text.has(
            &phrases::EXAMPLES,
            text.sentence_before(entries.first()?.gloss.start),
        )
        && !is_open(text.from(entries.last()?.value.end));
    sound.then_some(entries)
}

fn reversed_entry(text: &Text<'_>, leaf: &Type, range: Range<usize>, led: bool) -> Option<Entry> {
    let said = text.slice(range.clone());
    let sign = said.rfind(GLOSS_ENDS)?;
    let gloss = range.start..range.start + sign;
    let start = skip_space(text, next(text.all, range.start + sign));
    let token = token::at(text, start, leaf)?;
    let rest = text.slice(token.range.end..range.end);
    let told = text.slice(gloss.clone());
    // Under a lead word, English titles too, where the values look like nothing else.
    let value = text.slice(token.value.clone());
    let screams = value.len() > 2
        && value
            .bytes()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_');
    let english =
        led && screams && told.contains(' ') && told.is_ascii() && !told.contains([':', ',']);
    let plausible = english
        || told
            .chars()
            .next()
            .is_some_and(|c| is_cjk(c) || c.is_ascii_uppercase())
            && told.contains(is_cjk)
            && !told.contains([':', '：', '，', ','])
            && !CJK_HEADINGS.iter().any(|word| told.contains(word));
    let whole = rest
        .trim_matches(|c: char| is_space(c) || ".。".contains(c))
        .is_empty();
    (plausible && whole && token::fits(text.slice(token.value.clone()), leaf)).then_some(Entry {
        value: token.value,
        gloss,
        style: Style::Reversed,
    })
}

pub(super) fn reversed_lines(text: &Text<'_>, leaf: &Type, first: usize) -> Outcome {
    let Some(start) = text.lines.get(first) else {
        return Outcome::Nothing;
    };
    match reversed(text, leaf, start.range.start..text.all.len(), true) {
        Some(list) => Outcome::List(list),
        None if start.item
            || text
                .slice(start.range.clone())
                .starts_with(|c: char| c.is_ascii_alphanumeric()) =>
        {
            Outcome::Broken
        }
        None => Outcome::Nothing,
    }
}
