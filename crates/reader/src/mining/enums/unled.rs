//! Bare values that no lead word announces: something else in the text must say that they are all the values there are.

use specwright_spec::Type;

use super::bare::{bare, slashed};
use super::gloss::skip_space;
use super::{Choice, Entry, Style, choice_of, unique};
use crate::mining::phrases;
use crate::mining::text::{Text, next};
use crate::mining::token::{self};

/// Values that exclude each other, in lower case: the two are all there are.
const OPPOSITES: &[(&str, &str)] = &[
    ("on", "off"),
    ("yes", "no"),
    ("true", "false"),
    ("enable", "disable"),
    ("enabled", "disabled"),
    ("open", "close"),
    ("asc", "desc"),
];
/// English words that may stand before a list; behind any other, two words are prose.
const INTRODUCTIONS: &[&str] = &[
    "supports", "support", "include", "includes", "is", "are", "be", "either",
];
/// No more places of a text are tried.
const MOST_PLACES: usize = 64;

/// The list that a default confirms, or that its two words being opposites does, or a weak lead word:
/// `Year, Month, Dynamic, 默认: Month`, `是否录制 on/off`, `状态，包括success、failed`.
pub(in crate::mining) fn confirmed(text: &Text<'_>, leaf: &Type, default: Option<&str>) -> Choice {
    let by_default = default.and_then(|default| {
        let has_default = |list: &[Entry]| {
            let mut values = list.iter().map(|entry| text.slice(entry.value.clone()));
            // Two numbers are the ends of a range.
            let ends = list.len() == 2 && default.parse::<f64>().is_ok();
            values.any(|value| value == default) && !ends
        };
        places(text)
            .take(MOST_PLACES)
            .filter(|at| !is_default_itself(text, *at))
            .find_map(|at| listed_at(text, leaf, at).filter(|list| has_default(list)))
    });
    let entries = by_default.or_else(|| {
        text.all(&phrases::OPPOSITES)
            .filter_map(|captures| Some(captures.name("list")?.start()))
            .find_map(|at| listed_at(text, leaf, at).filter(|list| are_opposites(text, list)))
    });
    let entries = entries.or_else(|| {
        text.all(&phrases::INCLUDES)
            .filter_map(|captures| Some(captures.get(0)?.end()))
            .find_map(|at| listed_at(text, leaf, at).filter(|list| list.len() > 1))
    });
    entries.map_or_else(Choice::default, |entries| choice_of(text, leaf, &entries))
}

/// Where a list may start: at a word that prose, a sign or the start of the text precedes.
fn places<'t>(text: &'t Text<'_>) -> impl Iterator<Item = usize> + 't {
    let mut before: Option<char> = None;
    text.all.char_indices().filter_map(move |(at, c)| {
        let starts = before.is_none_or(|b| !b.is_ascii_alphanumeric() && !"-_./@".contains(b));
        before = Some(c);
        let word = c.is_ascii_alphanumeric() || "\"“‘'`".contains(c);
        (starts && word && !is_amid_list(text.before(at))).then_some(at)
    })
}

/// Whether a list goes on here: its first word would be left out.
fn is_amid_list(before: &str) -> bool {
    let tight = before.trim_end();
    let left = tight.strip_suffix([',', '，', '、', '/', '|']);
    left.is_some_and(|left| {
        left.trim_end()
            .ends_with(|c: char| c.is_ascii_alphanumeric() || "\"”’'`)）".contains(c))
    })
}

/// The bare values that stand at an offset, if what is before them lets them be values.
fn listed_at(text: &Text<'_>, leaf: &Type, at: usize) -> Option<Vec<Entry>> {
    let before = text.sentence_before(at);
    let sound = is_introduced(before)
        && !text.has(&phrases::EXAMPLES, before)
        && !text.has(&phrases::CASES, before)
        && !before.ends_with(['不', '非', '除']);
    if !sound {
        return None;
    }
    bare(text, leaf, at, false).or_else(|| {
        let token = token::at(text, at, leaf)?;
        let end = token.range.end;
        let whole = Entry {
            gloss: end..end,
            value: token.value,
            style: Style::Bare,
        };
        slashed(text, leaf, &whole).filter(|list| ends_clause(text, end) && unique(text, list))
    })
}

/// Whether the list is what a phrase for the default leads to.
fn is_default_itself(text: &Text<'_>, at: usize) -> bool {
    let before = text.before(at);
    text.all(&phrases::DEFAULTS)
        .filter_map(|captures| captures.get(0))
        .any(|lead| lead.end() <= at && before[lead.end()..].trim().is_empty())
}

/// Whether two values exclude each other.
fn are_opposites(text: &Text<'_>, list: &[Entry]) -> bool {
    let [a, b] = list else { return false };
    let a = text.slice(a.value.clone()).to_ascii_lowercase();
    let b = text.slice(b.value.clone()).to_ascii_lowercase();
    OPPOSITES
        .iter()
        .any(|(one, other)| a == *one && b == *other || a == *other && b == *one)
}

/// Whether a list may stand here: behind no English word but one that introduces it.
fn is_introduced(before: &str) -> bool {
    let tight = before.trim_end();
    let word = tight
        .rsplit(|c: char| !c.is_ascii_alphabetic())
        .next()
        .unwrap_or_default();
    word.is_empty() || INTRODUCTIONS.contains(&word.to_ascii_lowercase().as_str())
}

fn ends_clause(text: &Text<'_>, at: usize) -> bool {
    let rest = text.from(at).trim_start_matches(' ');
    let dot = rest.strip_prefix('.');
    rest.is_empty()
        || rest.starts_with(['\n', '，', ',', '。', '；', ';', ')', '）', ']', '】'])
        || dot.is_some_and(|left| !left.starts_with(|c: char| c.is_ascii_alphanumeric()))
        || rest.starts_with("默认")
}

/// `Set the value to A.` as a sentence of its own: the only value there is.
pub(super) fn told_to_set(text: &Text<'_>, leaf: &Type) -> Option<Vec<Entry>> {
    let mut told = text.all(&phrases::SET_TO);
    let value = told.next()?.name("value")?.range();
    let fits = token::fits(text.slice(value.clone()), leaf) && told.next().is_none();
    fits.then(|| {
        vec![Entry {
            gloss: value.end..value.end,
            value,
            style: Style::Bare,
        }]
    })
}

/// `A| B| C` without a lead word, as a clause of its own.
pub(super) fn piped(text: &Text<'_>, leaf: &Type) -> Option<Vec<Entry>> {
    let first = text.all.find('|')?;
    let start = text
        .before(first)
        .rfind(|c: char| "，,。；;：:\n（([".contains(c))
        .map_or(0, |at| next(text.all, at));
    let start = skip_space(text, start);
    let list = bare(text, leaf, start, false)?;
    let signs = text
        .slice(start..list.last()?.value.end)
        .matches('|')
        .count();
    let whole = signs + 1 == list.len() && (list.len() >= 3 || start == 0);
    (whole && !text.has(&phrases::EXAMPLES, text.sentence_before(start))).then_some(list)
}
