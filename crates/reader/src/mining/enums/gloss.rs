//! A value and what sets off its gloss: `A：text`, `A -> text`, `A（text）`, `1-text`, `A text`.

use std::ops::Range;

use specwright_spec::Type;

use super::{Entry, LONGEST_GLOSS, SEPARATORS, Style};
use crate::mining::phrases;
use crate::mining::text::{Text, is_cjk, is_space, next};
use crate::mining::token::{self, Token};

/// Words that look like `value: gloss` and are headings of prose.
const HEADINGS: &[&str] = &[
    "note",
    "notes",
    "default",
    "unit",
    "units",
    "example",
    "examples",
    "format",
    "maximum",
    "minimum",
    "warning",
    "tip",
    "tips",
    "important",
    "description",
    "range",
    "http",
    "https",
    "notice",
    "e.g",
    "type",
    "value",
    "required",
    "caution",
    "limit",
    "limits",
    "precautions",
];

pub(super) fn skip_space(text: &Text<'_>, at: usize) -> usize {
    let rest = text.from(at);
    at + (rest.len()
        - rest
            .trim_start_matches(|c: char| is_space(c) && c != '\n')
            .len())
}

pub(super) fn skip_opening(text: &Text<'_>, at: usize) -> usize {
    let rest = text.from(at);
    at + (rest.len()
        - rest
            .trim_start_matches(|c: char| c != '\n' && is_space(c) || "[【{（(".contains(c))
            .len())
}

pub(super) fn paragraph_end(text: &Text<'_>, at: usize) -> usize {
    text.from(at)
        .find(['\n', '。'])
        .map_or(text.all.len(), |end| at + end)
}

pub(super) fn line_end(text: &Text<'_>, at: usize) -> usize {
    text.from(at)
        .find('\n')
        .map_or(text.all.len(), |end| at + end)
}

pub(super) fn is_heading(word: &str) -> bool {
    // `HTTPS: text`, `NOTICE: text` are values.
    const SHOUTED: &[&str] = &[
        "NOTE",
        "NOTES",
        "TIP",
        "TIPS",
        "IMPORTANT",
        "WARNING",
        "CAUTION",
        "HTTP",
    ];
    let shouts = !word.contains(|c: char| c.is_ascii_lowercase());
    (!shouts || SHOUTED.contains(&word)) && HEADINGS.contains(&word.to_ascii_lowercase().as_str())
}

/// The sign that sets off the gloss, and where the gloss starts.
pub(super) fn gloss(text: &Text<'_>, token: &Token) -> Option<(Style, usize)> {
    let value = text.slice(token.value.clone());
    let numeric = value.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    let end = token.range.end;
    let rest = text.from(end);
    let tight = rest.trim_start_matches([' ', '\u{a0}', '\t', '\u{3000}']);
    let spaces = rest.len() - tight.len();
    let after = |sign: &str| tight.strip_prefix(sign);
    let starts = |rest: &str, allowed: fn(char) -> bool| {
        rest.trim_start_matches([' ', '\u{a0}', '\t'])
            .chars()
            .next()
            .is_some_and(allowed)
    };
    let place = |left: &str| text.all.len() - left.len();
    let word = |c: char| is_cjk(c) || c.is_ascii_alphabetic() || "“\"（【‘《<>=!".contains(c);
    for arrow in ["->", "=>", "→", "—>", "－>"] {
        if let Some(left) = after(arrow) {
            return starts(left, |c| c != '\n').then(|| (Style::Arrow, place(left)));
        }
    }
    if let Some(left) = after("：") {
        return starts(left, |c| c != '\n' && c != '/').then(|| (Style::Colon, place(left)));
    }
    if let Some(left) = after(":") {
        let number_follows = starts(left, |c| c.is_ascii_digit());
        let fits = if numeric {
            starts(left, word)
        } else {
            starts(left, word) || number_follows && left.starts_with(' ')
        };
        return fits.then(|| (Style::Colon, place(left)));
    }
    if let Some(left) = after("=") {
        return starts(left, is_cjk).then(|| (Style::Equals, place(left)));
    }
    for dash in ["--", "-", "–", "—", "－"] {
        if let Some(left) = after(dash) {
            let spaced = spaces > 0 && left.starts_with([' ', '\u{a0}']);
            let fits = if numeric || spaced {
                starts(left, word)
            } else {
                left.starts_with(is_cjk)
            };
            return fits.then(|| (Style::Dash, place(left)));
        }
    }
    if tight.starts_with(['（', '(']) {
        let inner = &tight[next(tight, 0)..];
        let close = token::find_within(inner, &['）', ')'], LONGEST_GLOSS)?;
        let told = inner[..close].contains(|c: char| is_cjk(c) || c.is_ascii_alphabetic());
        let left = &inner[next(inner, close)..];
        let ends = left.is_empty()
            || left.starts_with(|c: char| {
                is_space(c) || SEPARATORS.contains(&c) || "。|/）)](（".contains(c)
            })
            || left.starts_with(|c: char| c.is_ascii_alphanumeric());
        return (told && ends).then(|| (Style::Paren, place(inner)));
    }
    for says in ["表示", "代表", "标识", "意味着", "意为", "指的是"] {
        if let Some(left) = after(says) {
            return Some((Style::Says, place(left)));
        }
    }
    let flag = numeric || value.eq_ignore_ascii_case("true") || value.eq_ignore_ascii_case("false");
    for says in ["为", "是"] {
        if let Some(left) = after(says)
            && flag
        {
            return left.starts_with(is_cjk).then(|| (Style::Says, place(left)));
        }
    }
    if let Some(left) = after("，").or_else(|| after(",")) {
        let quoted = text.from(token.range.start).starts_with(['"', '“'])
            && starts(left, |c| c.is_ascii_alphabetic());
        return (quoted || starts(left, is_cjk)).then(|| (Style::Comma, place(left)));
    }
    if let Some(left) = tight.strip_prefix(". ") {
        return starts(left, |c| c.is_ascii_uppercase()).then(|| (Style::Stop, place(left)));
    }
    if flag && spaces > 0 && tight.starts_with(is_cjk) && !is_counter(tight) {
        return Some((Style::Space, place(tight)));
    }
    if numeric && spaces == 0 && tight.starts_with(is_cjk) && !is_counter(tight) {
        return Some((Style::Joined, place(tight)));
    }
    None
}

fn is_connective(text: &str) -> bool {
    text.starts_with([
        '或', '和', '到', '至', '与', '及', '的', '以', '时', '则', '后', '前', '之', '且',
    ])
}

/// Whether a word after a number counts something, so that the number is no code.
fn is_counter(text: &str) -> bool {
    is_connective(text)
        || text.starts_with([
            '个', '条', '天', '月', '年', '小', '分', '秒', '位', '次', '台', '项', '种', '级',
            '层', '元', '倍', '份', '块', '号', '日', '点', '字', '核', '周', '星', '张', '组',
            '对', '万', '亿', '千', '百', '毫', '为', '是', '代', '版', '路', '折', '家', '及',
            '月', '回', 'つ', '台', '件', '개', '일', '시', '분', '초', '부', '에', '으', '로',
            '을', '를', '이', '입', '자', '까', 'か', 'か', 'で', 'の', 'に', 'を', 'は', 'が',
            'と', 'か',
        ])
}

/// One whole piece: a value, perhaps a gloss.
pub(super) fn entry(text: &Text<'_>, leaf: &Type, range: Range<usize>) -> Option<Entry> {
    let token = token::at(text, range.start, leaf)?;
    let value = text.slice(token.value.clone());
    if !token::fits(value, leaf) || token.range.end > range.end {
        return None;
    }
    let end = mark_end(text, token.range.end).min(range.end);
    let rest = text.slice(end..range.end);
    if rest
        .trim_matches(|c: char| is_space(c) || "；;，,。.、)）]】".contains(c))
        .is_empty()
    {
        return Some(Entry {
            value: token.value,
            gloss: end..end,
            style: Style::Bare,
        });
    }
    let here = Token {
        range: token.range.start..end,
        ..token.clone()
    };
    let (style, start) = gloss(text, &here).or_else(|| spaced(text, end))?;
    (start <= range.end).then_some(Entry {
        value: token.value,
        gloss: start..range.end,
        style,
    })
}

/// Where a value ends that is marked as the default: `A（默认）：text`.
pub(super) fn mark_end(text: &Text<'_>, end: usize) -> usize {
    if !text.from(skip_space(text, end)).starts_with(['(', '（']) {
        return end;
    }
    let mark = text
        .first_in(
            &phrases::DEFAULT_MARKS,
            text.slice(end..text.gloss_end(end)),
        )
        .and_then(|mark| mark.get(0))
        .filter(|mark| mark.start() == 0);
    mark.map_or(end, |mark| end + mark.end())
}

/// In a list of lines, a space is enough: `A text`, and so is `：` before anything.
fn spaced(text: &Text<'_>, end: usize) -> Option<(Style, usize)> {
    let rest = text.from(end);
    let tight = rest.trim_start_matches([' ', '\u{a0}', '\t']);
    let place = text.all.len() - tight.len();
    // `00:00`
    let is_time = tight
        .strip_prefix(':')
        .is_some_and(|left| left.starts_with(|c: char| c.is_ascii_digit()));
    if is_time {
        return None;
    }
    if let Some(left) = tight.strip_prefix([':', '：']) {
        // A colon that ends the line leads to another list.
        let told =
            !left.trim_start_matches([' ', '\u{a0}']).starts_with('\n') && !left.trim().is_empty();
        return told.then(|| (Style::Colon, text.all.len() - left.len()));
    }
    // `TCP 协议：[1, 65535]` is a case with its range.
    let line = tight.split('\n').next().unwrap_or_default();
    let labels = line
        .split_once([':', '：'])
        .is_some_and(|(_, told)| told.trim_start().starts_with(['[', '【', '-']));
    let told = tight.starts_with(|c: char| is_cjk(c) || c == '（') && !is_connective(tight);
    (place > end && told && !labels).then_some((Style::Space, place))
}
