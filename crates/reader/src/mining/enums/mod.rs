//! Enumerations: values with and without glosses, after a lead word or without one, in a line or as a list.
//!
//! There are four forms: a list of lines, values with glosses in running text, glosses before their values, bare values.
//! A form is taken only if all of its pieces fit it; a list of which a piece does not fit is not closed, and is dropped.

mod bare;
mod gloss;
mod lines;
mod pieces;
mod reversed;
mod running;
mod unled;

use std::collections::BTreeSet;
use std::ops::Range;

use specwright_spec::{EnumValue, Type};

use self::bare::{bare, slashed};
use self::gloss::{gloss, paragraph_end, skip_opening, skip_space};
use self::lines::{lines, weak_lines};
use self::pieces::{pieces, quoted};
use self::reversed::reversed;
use self::running::{Candidate, glossed_values, run_at, running, skips_codes};
pub(super) use self::unled::confirmed;
use self::unled::{piped, told_to_set};
use super::text::{Text, is_space, next};
use super::token::{self, Token};
use super::{Found, phrases};

/// The enumeration of a description, with what its parts say of a default.
#[derive(Debug, Default)]
pub(super) struct Choice {
    pub values: Vec<Found<EnumValue>>,
    /// The value whose gloss says that it is the default.
    pub default: Option<Found<String>>,
    region: Range<usize>,
    /// A lead word announces a list that is not closed or not of values.
    pub is_broken: bool,
}

impl Choice {
    /// Whether an offset stands in the list: what is said there is said of a value.
    pub fn holds(&self, at: usize) -> bool {
        self.region.contains(&at)
    }

    /// Whether a phrase stands in the list, at least in part.
    pub fn meets(&self, at: &Range<usize>) -> bool {
        at.start < self.region.end && self.region.start < at.end
    }
}

/// A value and what is said of it.
#[derive(Clone, Debug)]
struct Entry {
    value: Range<usize>,
    gloss: Range<usize>,
    style: Style,
}

/// How a gloss is set off from its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    Colon,
    Arrow,
    Dash,
    Equals,
    Paren,
    /// `1表示是`, `1为是`.
    Says,
    /// `0 停用`.
    Space,
    /// `1返回`.
    Joined,
    Comma,
    Stop,
    /// No gloss.
    Bare,
    /// The gloss comes first.
    Reversed,
}

impl Style {
    /// Whether pieces of these styles may stand in one list where a sign parts them.
    fn is_hard(self) -> bool {
        matches!(self, Self::Colon | Self::Arrow | Self::Paren | Self::Equals)
    }
}

/// A text with more lead words than this is no description of one parameter.
const MOST_LEADS: usize = 16;
/// Longer glosses in running text are sentences that happen to follow.
const LONGEST_GLOSS: usize = 240;
/// Parts of a list, strongest first.
const SEPARATORS: &[char] = &['；', ';', '、', '，', ',', '\n'];

/// Reads the only value there is.
pub(super) fn constant(text: &Text<'_>) -> Option<Found<String>> {
    let lead = text
        .first(&phrases::LISTS)
        .and_then(|c| Some(c.get(0)?.end()));
    let set_to = text
        .all
        .find("Set the value to ")
        .map(|at| at + "Set the value to ".len());
    let last_colon = text.all.rfind(['：', ':']).map(|at| next(text.all, at));
    let token = [lead, set_to, last_colon]
        .into_iter()
        .flatten()
        .find_map(|at| {
            let rest = text.from(at);
            let start = at + (rest.len() - rest.trim_start_matches(is_space).len());
            token::at(text, start, &Type::String)
        })?;
    let value = text
        .slice(token.value.clone())
        .trim_end_matches('.')
        .to_owned();
    Some(Found::new(value, token.value))
}

/// Reads the enumeration. Booleans and structures have none, but what is said of their values may tell the default.
pub(super) fn mine(text: &Text<'_>, leaf: &Type) -> Choice {
    let read_as = match leaf {
        Type::Boolean => &Type::String,
        other => other,
    };
    if matches!(leaf, Type::Object | Type::Structure(_) | Type::Map(_)) {
        return Choice::default();
    }
    match find(text, read_as) {
        Outcome::List(entries) => choice_of(text, leaf, &entries),
        outcome => Choice {
            is_broken: matches!(outcome, Outcome::Broken),
            ..Choice::default()
        },
    }
}

fn choice_of(text: &Text<'_>, leaf: &Type, entries: &[Entry]) -> Choice {
    let mut choice = Choice {
        default: stated_default(text, entries),
        region: region(entries),
        values: Vec::new(),
        is_broken: false,
    };
    if *leaf != Type::Boolean {
        choice.values = entries.iter().map(|entry| told(text, entry)).collect();
    }
    choice
}

fn region(entries: &[Entry]) -> Range<usize> {
    let start = entries
        .iter()
        .map(|e| e.value.start.min(e.gloss.start))
        .min();
    let end = entries.iter().map(|e| e.value.end.max(e.gloss.end)).max();
    start.unwrap_or_default()..end.unwrap_or_default()
}

fn told(text: &Text<'_>, entry: &Entry) -> Found<EnumValue> {
    let doc = text
        .slice(entry.gloss.clone())
        .trim_matches(|c: char| is_space(c) || "，,；;。：:".contains(c));
    let value = EnumValue {
        value: text.slice(entry.value.clone()).to_owned(),
        doc: (!doc.is_empty()).then(|| doc.to_owned()),
    };
    Found::new(value, entry.value.clone())
}

fn stated_default(text: &Text<'_>, entries: &[Entry]) -> Option<Found<String>> {
    let mut stated = entries.iter().filter(|entry| {
        text.has(
            &phrases::DEFAULT_GLOSSES,
            text.slice(entry.gloss.clone()).trim(),
        ) || text
            .first_in(&phrases::DEFAULT_MARKS, text.from(entry.value.end))
            .and_then(|mark| mark.get(0))
            .is_some_and(|mark| mark.start() == 0 && mark.as_str().contains(['(', '（']))
    });
    let entry = stated.next()?;
    if stated.next().is_some() {
        return None;
    }
    Some(Found::new(
        text.slice(entry.value.clone()).to_owned(),
        entry.value.clone(),
    ))
}

/// The list that the description states, if it states one and only one.
fn find(text: &Text<'_>, leaf: &Type) -> Outcome {
    let glossed = glossed_values(text, leaf);
    let mut best: Option<Vec<Entry>> = None;
    let mut failed = false;
    let mut led = false;
    // Lists that hold in one case only.
    let mut of_cases: Vec<Vec<Entry>> = Vec::new();
    for captures in text.all(&phrases::LISTS).take(MOST_LEADS) {
        let Some(whole) = captures.get(0) else {
            continue;
        };
        if names_owner(text, whole.end()) {
            // What follows may be its list, whatever else this text says.
            failed = true;
            continue;
        }
        if !is_about_this(text, &whole.range()) {
            continue;
        }
        let lead = whole.as_str();
        let sure = captures.name("sure").is_some()
            || ["取值", "枚举", "仅支持", "只支持"]
                .iter()
                .any(|word| lead.contains(word));
        let named =
            captures.name("sure").is_some() || lead.contains("取值") || lead.contains("枚举");
        let word_end = captures.name("sure").map_or(whole.end(), |word| word.end());
        let is_case = text.has(&phrases::CASES, text.condition_before(whole.start()));
        led |= sure && !is_case;
        let lead = Lead {
            word_end,
            end: whole.end(),
            sure,
        };
        if is_case {
            if let Outcome::List(list) = after_lead(text, leaf, &glossed, lead) {
                of_cases.push(list);
            }
            continue;
        }
        let outcome = match after_lead(text, leaf, &glossed, lead) {
            Outcome::List(list) if !is_whole(text, &glossed, &list, lead.end) => Outcome::Broken,
            outcome => outcome,
        };
        match outcome {
            Outcome::List(list) => match &best {
                None => best = Some(list),
                Some(other) if covers(text, &list, other) => best = Some(list),
                Some(other) if covers(text, other, &list) => {}
                Some(_) => return Outcome::Broken,
            },
            Outcome::Broken => failed |= named,
            Outcome::Nothing => {}
        }
    }
    if best.is_some() || failed {
        // A case that allows more than the list: that one was of another case.
        let is_all = |best: &Vec<Entry>| of_cases.iter().all(|list| covers(text, best, list));
        return best.filter(is_all).map_or(Outcome::Broken, Outcome::List);
    }
    let unled = || reversed(text, leaf, 0..text.all.len(), false).or_else(|| piped(text, leaf));
    // `0.0为透明，1.0为不透明` tells two points of a scale.
    let announced = *leaf != Type::Number;
    running(text, &glossed)
        .filter(|_| announced)
        .or_else(|| quoted(text, leaf))
        .or_else(|| weak_lines(text, leaf))
        .or_else(|| if led { None } else { unled() })
        .or_else(|| told_to_set(text, leaf).filter(|_| !led))
        .map_or(Outcome::Nothing, Outcome::List)
}

/// `Valid values of Kind`: the values of another parameter, not of an index (`N`).
fn names_owner(text: &Text<'_>, lead_end: usize) -> bool {
    let owner = text.from(lead_end).strip_prefix("of ").unwrap_or_default();
    let word = owner.bytes().take_while(u8::is_ascii_alphanumeric).count();
    word > 1 && owner[word..].trim_start().starts_with([':', '：'])
}

/// Whether a lead word leads to values of this parameter.
fn is_about_this(text: &Text<'_>, lead: &Range<usize>) -> bool {
    let before = text.sentence_before(lead.start);
    let of_another =
        text.from(lead.end).starts_with("of ") || text.slice(lead.clone()).ends_with("of");
    // `N的取值范围`, `SourceType取值为`: the values of something else.
    let owner = before.trim_end().trim_end_matches(['的', '为', '是', ' ']);
    let owned = owner.ends_with(|c: char| c.is_ascii_alphanumeric());
    // `默认取值`, `default value`: not of all values.
    let tight = before.trim_end();
    let negated = before.ends_with(['不', '未', '非'])
        || [
            "默认",
            "默认为",
            "缺省",
            "default",
            "Default",
            "デフォルト",
            "기본",
            "최소",
            "최대",
        ]
        .iter()
        .any(|word| tight.ends_with(word));
    // `不指定该参数，或取值为0`: one value among others.
    let one_of_all = ["或", "或者"].iter().any(|word| tight.ends_with(word));
    // `NodeRole（值为A|B）`: a member of the value.
    let of_member = before.rfind(['（', '(']).is_some_and(|open| {
        !before[open..].contains(['）', ')'])
            && before[..open].ends_with(|c: char| c.is_ascii_alphanumeric())
    });
    !of_another
        && !of_member
        && !owned
        && !negated
        && !one_of_all
        && !has_subject(text, lead)
        && !illustrates(text, before)
}

/// `分布式实例只支持A`: what some things support is no list of all values.
fn has_subject(text: &Text<'_>, lead: &Range<usize>) -> bool {
    const OWN: &[&str] = &["类型", "方式", "模式", "参数", "值", "格式", "协议"];
    let only = text.slice(lead.clone()).starts_with(['仅', '只']);
    let subject = text.clause_before(lead.start).trim();
    only && !subject.is_empty()
        && !["目前", "当前", "暂时", "可", "其"]
            .iter()
            .any(|w| subject.ends_with(w))
        && !OWN.iter().any(|word| subject.ends_with(word))
}

/// Whether a sentence gives an example that goes on: not one in brackets that are closed.
fn illustrates(text: &Text<'_>, sentence: &str) -> bool {
    let open = sentence
        .rfind(['）', ')'])
        .map_or(sentence, |at| &sentence[next(sentence, at)..]);
    text.has(&phrases::ILLUSTRATIONS, open)
}

/// Whether a list has all values of another.
fn covers(text: &Text<'_>, list: &[Entry], other: &[Entry]) -> bool {
    let values: BTreeSet<&str> = list
        .iter()
        .map(|entry| text.slice(entry.value.clone()))
        .collect();
    other
        .iter()
        .all(|entry| values.contains(text.slice(entry.value.clone())))
}

enum Outcome {
    List(Vec<Entry>),
    /// There is a list, and it is not closed or not of values.
    Broken,
    Nothing,
}

/// A lead word and the small words behind it.
#[derive(Clone, Copy)]
struct Lead {
    /// Where the word itself ends.
    word_end: usize,
    /// Where the values start.
    end: usize,
    /// Whether one value alone is a closed set.
    sure: bool,
}

fn after_lead(text: &Text<'_>, leaf: &Type, glossed: &[Candidate], lead: Lead) -> Outcome {
    let Lead {
        end: lead_end,
        sure,
        ..
    } = lead;
    let start = skip_opening(text, lead_end);
    let line = text.line_of(lead_end.saturating_sub(1));
    let line_end = text
        .lines
        .get(line)
        .map_or(text.all.len(), |line| line.range.end);
    let rest = text.slice(start.min(line_end)..line_end);
    let title = rest.chars().count() <= 12 && rest.ends_with([':', '：']);
    if rest.is_empty() || title {
        return lines(text, leaf, line + 1, sure);
    }
    if is_pair(text, lead_end) {
        return Outcome::Nothing;
    }
    let enough = |list: &Vec<Entry>| list.len() >= if sure { 1 } else { 2 };
    let run = run_at(text, glossed, start).filter(enough);
    if let Some(list) = run {
        // `A (text), B (text), and C (text)`
        if list[0].style == Style::Paren
            && let Some(list) = bare(text, leaf, start, sure)
        {
            return Outcome::List(list);
        }
        // `A/B，其中A是…，B是…`
        let told = text.slice(list[0].gloss.clone());
        if list.len() == 1 && ["其中", "分别"].iter().any(|word| told.starts_with(word)) {
            return slashed(text, leaf, &list[0]).map_or(Outcome::Broken, Outcome::List);
        }
        let whole = list.len() > 1 || ends_list(text, list[0].gloss.end);
        return if whole {
            Outcome::List(list)
        } else {
            Outcome::Broken
        };
    }
    let sentence = start..paragraph_end(text, start);
    if let Some(list) = pieces(text, leaf, start..gloss::line_end(text, start), sure) {
        let told = text.slice(list[0].gloss.clone());
        if list.len() == 1 && ["其中", "分别"].iter().any(|word| told.starts_with(word)) {
            return slashed(text, leaf, &list[0]).map_or(Outcome::Broken, Outcome::List);
        }
        return Outcome::List(list);
    }
    // The small words may be the first gloss: `枚举值：支持：A；不支持：B`.
    let rest = text.from(lead.word_end);
    let first =
        lead.word_end + (rest.len() - rest.trim_start_matches([':', '：', ' ', '为', '是']).len());
    if let Some(list) = reversed(text, leaf, first..sentence.end.max(first), true) {
        return Outcome::List(list);
    }
    match bare(text, leaf, start, sure) {
        Some(list) => Outcome::List(list),
        None if token::at(text, start, leaf).is_some() => Outcome::Broken,
        None => Outcome::Nothing,
    }
}

/// Whether a list is all that its lead word announces: it reaches the bracket that encloses it, no code is passed over,
/// and what looks like its only value is no case (`取值为0，则…`).
fn is_whole(text: &Text<'_>, all: &[Candidate], list: &[Entry], lead_end: usize) -> bool {
    let (Some(first), Some(last)) = (list.first(), list.last()) else {
        return false;
    };
    let opened = text.slice(lead_end..first.value.start.max(lead_end));
    let end = last.value.end.max(last.gloss.end);
    let left = text.from(end).split(['\n', ']', '】']).next();
    let reaches = !opened.contains(['[', '【'])
        || text.from(end).find([']', '】']).is_none()
        || left.is_none_or(|left| !left.contains(|c: char| c.is_ascii_alphanumeric()));
    let is_case = list.len() == 1 && text.slice(first.gloss.clone()).starts_with('则');
    reaches
        && !is_case
        && !skips_codes(text, all, list)
        && !leaves_quoted(text, list, last.value.end)
}

/// Whether a value in quotes, with a gloss, follows behind a list of values in quotes.
fn leaves_quoted(text: &Text<'_>, list: &[Entry], end: usize) -> bool {
    let value = |range: &Range<usize>| text.slice(range.clone());
    let is_quoted = |entry: &Entry| text.before(entry.value.start).ends_with(['"', '“', '”']);
    let is_listed = |token: &Token| list.iter().any(|e| value(&e.value) == value(&token.value));
    let rest = text.from(end);
    let left = || {
        rest.match_indices(['"', '“'])
            .filter_map(|(at, _)| token::at(text, end + at, &Type::String))
            .any(|token| token.explicit && !is_listed(&token) && gloss(text, &token).is_some())
    };
    list.iter().all(is_quoted) && left()
}

/// Whether two numbers in brackets follow: a range, whatever its sign.
fn is_pair(text: &Text<'_>, at: usize) -> bool {
    let rest = text.from(skip_space(text, at));
    let Some(inner) = rest.strip_prefix(['[', '(', '（', '【', '［']) else {
        return false;
    };
    let Some(close) = inner.find([']', ')', '）', '】', '］']) else {
        return false;
    };
    let pair = inner[..close].trim();
    // A sign in front belongs to the number: `[-10, 10]`.
    let sign = usize::from(pair.starts_with('-'));
    let number = |text: &str| text.trim().parse::<f64>().is_ok();
    pair.match_indices([',', '，', '-', '~', '～'])
        .find(|(at, _)| *at >= sign)
        .is_some_and(|(at, sign)| number(&pair[..at]) && number(&pair[at + sign.len()..]))
}

fn is_open(gloss: &str) -> bool {
    let gloss =
        gloss.trim_end_matches(|c: char| is_space(c) || SEPARATORS.contains(&c) || c == '。');
    gloss.ends_with('等')
        || gloss.ends_with("...")
        || gloss.ends_with('…')
        || gloss.ends_with("etc.")
}

fn unique(text: &Text<'_>, entries: &[Entry]) -> bool {
    let values: BTreeSet<&str> = entries
        .iter()
        .map(|entry| text.slice(entry.value.clone()))
        .collect();
    values.len() == entries.len()
}

/// Whether nothing of a list follows.
fn ends_list(text: &Text<'_>, at: usize) -> bool {
    let rest = text.from(at);
    if rest.starts_with([']', '】']) {
        return true;
    }
    let rest = rest
        .trim_start_matches(|c: char| is_space(c) && c != '\n' || "；;，,）)]】.\"”".contains(c));
    rest.is_empty()
        || rest.starts_with(['\n', '。'])
        || rest.starts_with("默认")
        || rest.starts_with("不传")
}
