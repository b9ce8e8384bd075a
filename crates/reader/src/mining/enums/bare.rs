//! Values without glosses: `A、B`, `A | B`, `A/B`, `A, B, and C`.

use specwright_spec::Type;

use super::gloss::skip_space;
use super::{Entry, Style, ends_list, unique};
use crate::mining::phrases;
use crate::mining::text::{Text, is_cjk, is_space, next};
use crate::mining::token::{self};

/// What stands between bare values. The first group may also end the list.
const SOFT: &[&str] = &["，", ",", "；", ";"];

const FIRM: &[&str] = &[
    "、",
    "|",
    "/",
    "\\",
    "或者",
    "或",
    "和",
    "及",
    "与",
    "以及",
    "および",
    "または",
    "と",
    "과",
    "와",
    "또는",
    "및",
    "or",
    "and",
];

/// What may stand after the last of them, besides punctuation.
const TAILS: &[&str] = &[
    "两种",
    "二种",
    "三种",
    "四种",
    "五种",
    "六种",
    "之一",
    "两个",
    "三个",
    "中的",
    "等两种",
    "等三种",
    "があり",
    "がある",
    "です",
    "を",
    "のいずれか",
    "를 포함",
    "을 포함",
    "입니다",
    "뿐",
    "를 지원",
    "默认",
    "其中",
    "分别",
];

/// The list that starts at an offset.
pub(super) fn bare(text: &Text<'_>, leaf: &Type, start: usize, sure: bool) -> Option<Vec<Entry>> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut at = start;
    let mut end = start;
    let mut soft = true;
    loop {
        let Some((entry, after)) = bare_value(text, leaf, at, entries.last().is_some()) else {
            // `A, B, C等`: what is no value for what follows it may tell that the list goes on.
            if !soft || goes_on(text, leaf, at) {
                return None;
            }
            break;
        };
        entries.push(entry);
        end = after;
        let Some((stop, is_soft)) = separator(text, after) else {
            break;
        };
        (at, soft) = (stop, is_soft);
    }
    let entries = if entries.len() == 1 && sure {
        slashed(text, leaf, &entries[0]).unwrap_or(entries)
    } else {
        entries
    };
    let tail = text.from(skip_space(text, end));
    let has_tail = TAILS.iter().any(|word| tail.starts_with(word));
    let glossed_after = entries.len() == 1 && !has_tail && !ends_list(text, end);
    let enough = entries.len() >= 2 || sure && entries.len() == 1 && !glossed_after;
    let ends = ends_values(text, end);
    (enough && ends && unique(text, &entries)).then_some(entries)
}

/// Whether a word stands at an offset, and behind it a sign that a list goes on.
fn goes_on(text: &Text<'_>, leaf: &Type, at: usize) -> bool {
    token::at(text, skip_space(text, at), leaf)
        .is_some_and(|token| text.has(&phrases::OPEN, text.from(token.range.end)))
}

/// A bare value and where what follows it starts. A gloss in brackets is taken along.
fn bare_value(text: &Text<'_>, leaf: &Type, start: usize, later: bool) -> Option<(Entry, usize)> {
    let start = skip_space(text, start);
    let token = token::at(text, start, leaf)?;
    let value = text.slice(token.value.clone());
    if !token::fits(value, leaf) {
        return None;
    }
    let mut gloss = token.range.end..token.range.end;
    let mut end = token.range.end;
    let rest = text.from(skip_space(text, end));
    if rest.starts_with(['(', '（'])
        && let Some(close) = rest.find([')', '）'])
    {
        let open = text.all.len() - rest.len();
        gloss = next(text.all, open)..open + close;
        end = next(text.all, open + close);
    }
    // Prose may follow a name directly: then it is no value.
    let followed = text.from(end).chars().next();
    let joined = followed.is_some_and(is_cjk)
        && separator(text, end).is_none()
        && !TAILS.iter().any(|tail| text.from(end).starts_with(tail));
    let spaced = later
        && followed == Some(' ')
        && separator(text, end).is_none()
        && text
            .from(end)
            .trim_start()
            .starts_with(|c: char| c.is_ascii_alphabetic());
    let marked = later && text.from(end).trim_start().starts_with("by default");
    let cut = !token.explicit && followed.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_');
    (!joined && !spaced && !marked && !cut).then_some((
        Entry {
            value: token.value,
            gloss,
            style: Style::Bare,
        },
        end,
    ))
}

/// The end of a separator at an offset, and whether it may end the list.
fn separator(text: &Text<'_>, at: usize) -> Option<(usize, bool)> {
    let mut start = skip_space(text, at);
    // A pipe on the next line goes on with the list.
    if let Some(below) = text.from(start).strip_prefix('\n')
        && below.trim_start().starts_with('|')
    {
        start = text.all.len() - below.trim_start().len();
    }
    let rest = text.from(start);
    let mut soft = None;
    let mut end = start;
    if let Some(sign) = SOFT.iter().find(|sign| rest.starts_with(**sign)) {
        end += sign.len();
        end = skip_space(text, end);
        soft = Some((end, true));
    }
    let rest = text.from(end);
    let word = FIRM.iter().find(|word| {
        rest.strip_prefix(**word).is_some_and(|left| {
            // `and 7`, `and7`
            let parted = left.starts_with(|c: char| c == ' ' || c.is_ascii_digit());
            !word.is_ascii() || !word.starts_with(char::is_alphabetic) || parted
        })
    });
    match word {
        Some(word) => {
            let mut end = skip_space(text, end + word.len());
            // `A||B`, `A、或B`
            while text.from(end).starts_with(['|', '或']) {
                end = next(text.all, end);
            }
            Some((end, false))
        }
        None => soft,
    }
}

/// `A/B/C` as one word; `application/json` is one.
pub(super) fn slashed(text: &Text<'_>, leaf: &Type, entry: &Entry) -> Option<Vec<Entry>> {
    let value = text.slice(entry.value.clone());
    if ["application/", "text/", "image/", "video/", "audio/"]
        .iter()
        .any(|kind| value.starts_with(kind))
    {
        return None;
    }
    let mut at = entry.value.start;
    let mut entries = Vec::new();
    for piece in value.split('/') {
        if piece.is_empty() || !token::fits(piece, leaf) {
            return None;
        }
        entries.push(Entry {
            value: at..at + piece.len(),
            gloss: at..at,
            style: Style::Bare,
        });
        at += piece.len() + 1;
    }
    (entries.len() >= 2).then_some(entries)
}

/// Whether bare values end here, and are all there are.
fn ends_values(text: &Text<'_>, at: usize) -> bool {
    let rest = text.from(at);
    let tight =
        rest.trim_start_matches(|c: char| c != '\n' && is_space(c) || "]】)）}”\"".contains(c));
    if tight.starts_with("-   ") || text.from(at).starts_with([']', '】']) {
        return true;
    }
    if text.has(&phrases::OPEN, tight) || tight.starts_with(['~', '～', '-']) {
        return false;
    }
    tight.is_empty()
        // Two blanks stand where a line ended.
        || rest.starts_with("  ") && tight.starts_with(is_cjk)
        || tight.starts_with(['。', '；', ';', '，', ',', '\n', '|', '['])
        || tight.starts_with('.')
            && !tight[1..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '.')
        || TAILS.iter().any(|tail| {
            tight
                .strip_prefix(tail)
                .is_some_and(|rest| !counts_formats(tail, rest))
        })
}

/// `三种图片格式`: the list is of what a file may be, not of what the parameter may be.
fn counts_formats(tail: &str, rest: &str) -> bool {
    let noun: String = rest.chars().take_while(|c| is_cjk(*c)).collect();
    tail.ends_with('种')
        && (noun.ends_with("格式")
            || noun.ends_with("图片")
            || noun.ends_with("文件")
            || noun.ends_with("语言"))
}
