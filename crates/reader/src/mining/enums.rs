//! Enumerations: values with and without glosses, after a lead word or without one, in a line or as a list.
//!
//! There are four forms: a list of lines, values with glosses in running text, glosses before their values, bare values.
//! A form is taken only if all of its pieces fit it; a list of which a piece does not fit is not closed, and is dropped.

use std::collections::BTreeSet;
use std::ops::Range;

use specwright_spec::{EnumValue, Type};

use super::text::{CLAUSE_ENDS, Text, is_cjk, is_space, next, trim};
use super::token::{self, Token};
use super::{Found, phrases};

/// The enumeration of a description, with what its parts say of a default.
#[derive(Debug, Default)]
pub(super) struct Choice {
    pub values: Vec<Found<EnumValue>>,
    /// The value whose gloss says that it is the default.
    pub default: Option<Found<String>>,
    region: Range<usize>,
}

impl Choice {
    /// Whether an offset stands in the list: what is said there is said of a value.
    pub fn holds(&self, at: usize) -> bool {
        self.region.contains(&at)
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

/// Longer glosses in running text are sentences that happen to follow.
const LONGEST_GLOSS: usize = 240;
/// Parts of a list, strongest first.
const SEPARATORS: &[char] = &['；', ';', '、', '，', ',', '\n'];

/// Words that look like `value: gloss` and are headings of prose.
const HEADINGS: &[&str] = &[
    "note", "notes", "default", "unit", "units", "example", "examples", "format", "maximum", "minimum", "warning", "tip",
    "tips", "important", "description", "range", "http", "https", "notice", "e.g", "type", "value", "required", "caution",
    "limit", "limits", "precautions",
];
const CJK_HEADINGS: &[&str] = &[
    "默认", "最大", "最小", "单位", "范围", "起始", "长度", "格式", "示例", "例如", "步长", "取值", "枚举", "注意", "说明",
    "参考", "详见", "可选", "如", "使用", "限制",
];

/// Reads the only value there is.
pub(super) fn constant(text: &Text<'_>) -> Option<Found<String>> {
    let lead = text.first(&phrases::LISTS).and_then(|c| Some(c.get(0)?.end()));
    let set_to = text.all.find("Set the value to ").map(|at| at + "Set the value to ".len());
    let last_colon = text.all.rfind(['：', ':']).map(|at| next(text.all, at));
    let token = [lead, set_to, last_colon]
        .into_iter()
        .flatten()
        .find_map(|at| {
            let rest = text.from(at);
            let start = at + (rest.len() - rest.trim_start_matches(is_space).len());
            token::at(text, start, &Type::String)
        })?;
    let value = text.slice(token.value.clone()).trim_end_matches('.').to_owned();
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
    let Some(entries) = find(text, read_as) else {
        return Choice::default();
    };
    let mut choice = Choice {
        default: stated_default(text, &entries),
        region: region(&entries),
        values: Vec::new(),
    };
    if *leaf != Type::Boolean {
        choice.values = entries.iter().map(|entry| told(text, entry)).collect();
    }
    choice
}

fn region(entries: &[Entry]) -> Range<usize> {
    let start = entries.iter().map(|e| e.value.start.min(e.gloss.start)).min();
    let end = entries.iter().map(|e| e.value.end.max(e.gloss.end)).max();
    start.unwrap_or_default()..end.unwrap_or_default()
}

fn told(text: &Text<'_>, entry: &Entry) -> Found<EnumValue> {
    let doc = text.slice(entry.gloss.clone()).trim_matches(|c: char| is_space(c) || "，,；;。：:".contains(c));
    let value = EnumValue {
        value: text.slice(entry.value.clone()).to_owned(),
        doc: (!doc.is_empty()).then(|| doc.to_owned()),
    };
    Found::new(value, entry.value.clone())
}

fn stated_default(text: &Text<'_>, entries: &[Entry]) -> Option<Found<String>> {
    let mut stated = entries.iter().filter(|entry| {
        phrases::DEFAULT_GLOSSES.hits(text.slice(entry.gloss.clone()).trim())
            || phrases::DEFAULT_MARKS
                .first(text.from(entry.value.end))
                .and_then(|mark| mark.get(0))
                .is_some_and(|mark| mark.start() == 0 && mark.as_str().contains(['(', '（']))
    });
    let entry = stated.next()?;
    if stated.next().is_some() {
        return None;
    }
    Some(Found::new(text.slice(entry.value.clone()).to_owned(), entry.value.clone()))
}

/// The list that the description states, if it states one and only one.
fn find(text: &Text<'_>, leaf: &Type) -> Option<Vec<Entry>> {
    let glossed = glossed_values(text, leaf);
    let mut best: Option<Vec<Entry>> = None;
    let mut failed = false;
    let mut led = false;
    for captures in text.all(&phrases::LISTS) {
        let Some(whole) = captures.get(0) else { continue };
        if !is_about_this(text, &whole.range()) {
            continue;
        }
        let lead = whole.as_str();
        let sure = captures.name("sure").is_some() || ["取值", "枚举", "仅支持", "只支持"].iter().any(|word| lead.contains(word));
        let named = captures.name("sure").is_some() || lead.contains("取值") || lead.contains("枚举");
        let word_end = captures.name("sure").map_or(whole.end(), |word| word.end());
        led |= sure;
        let lead = Lead { word_end, end: whole.end(), sure };
        match after_lead(text, leaf, &glossed, lead) {
            Outcome::List(list) => match &best {
                None => best = Some(list),
                Some(other) if covers(text, &list, other) => best = Some(list),
                Some(other) if covers(text, other, &list) => {}
                Some(_) => return None,
            },
            Outcome::Broken => failed |= named,
            Outcome::Nothing => {}
        }
    }
    if best.is_some() || failed {
        return best;
    }
    let unled = || reversed(text, leaf, 0..text.all.len(), false).or_else(|| piped(text, leaf));
    running(text, &glossed)
        .or_else(|| quoted(text, leaf))
        .or_else(|| weak_lines(text, leaf))
        .or_else(|| if led { None } else { unled() })
}

/// Whether a lead word leads to values of this parameter, whatever else is set.
fn is_about_this(text: &Text<'_>, lead: &Range<usize>) -> bool {
    let before = text.sentence_before(lead.start);
    let of_another = text.from(lead.end).starts_with("of ") || text.slice(lead.clone()).ends_with("of");
    // `N的取值范围`, `SourceType取值为`: the values of something else.
    let owner = before.trim_end().trim_end_matches(['的', ' ']);
    let owned = owner.ends_with(|c: char| c.is_ascii_alphanumeric());
    // `默认取值`, `default value`: not of all values.
    let tight = before.trim_end();
    let negated = before.ends_with(['不', '未', '非'])
        || ["默认", "缺省", "default", "Default", "デフォルト", "기본"].iter().any(|word| tight.ends_with(word));
    // `NodeRole（值为A|B）`: a member of the value.
    let of_member = before.rfind(['（', '(']).is_some_and(|open| {
        !before[open..].contains(['）', ')']) && before[..open].ends_with(|c: char| c.is_ascii_alphanumeric())
    });
    !of_another
        && !of_member
        && !owned
        && !negated
        && !phrases::CASES.hits(before)
        && !illustrates(before)
}

/// Whether a sentence gives an example that goes on: not one in brackets that are closed.
fn illustrates(sentence: &str) -> bool {
    let open = sentence.rfind(['）', ')']).map_or(sentence, |at| &sentence[next(sentence, at)..]);
    phrases::ILLUSTRATIONS.hits(open)
}

/// Whether a list has all values of another.
fn covers(text: &Text<'_>, list: &[Entry], other: &[Entry]) -> bool {
    let values: BTreeSet<&str> = list.iter().map(|entry| text.slice(entry.value.clone())).collect();
    other.iter().all(|entry| values.contains(text.slice(entry.value.clone())))
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
    let Lead { end: lead_end, sure, .. } = lead;
    let start = skip_opening(text, lead_end);
    let line = text.line_of(lead_end.saturating_sub(1));
    let line_end = text.lines.get(line).map_or(text.all.len(), |line| line.range.end);
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
        if list[0].style == Style::Paren {
            if let Some(list) = bare(text, leaf, start, sure) {
                return Outcome::List(list);
            }
        }
        let whole = list.len() > 1 || ends_list(text, list[0].gloss.end);
        return if whole { Outcome::List(list) } else { Outcome::Broken };
    }
    let sentence = start..paragraph_end(text, start);
    if let Some(list) = pieces(text, leaf, sentence.clone(), sure) {
        return Outcome::List(list);
    }
    // The small words may be the first gloss: `枚举值：支持：A；不支持：B`.
    let rest = text.from(lead.word_end);
    let first = lead.word_end + (rest.len() - rest.trim_start_matches([':', '：', ' ', '为', '是']).len());
    if let Some(list) = reversed(text, leaf, first..sentence.end.max(first), true) {
        return Outcome::List(list);
    }
    match bare(text, leaf, start, sure) {
        Some(list) => Outcome::List(list),
        None if token::at(text, start, leaf).is_some() => Outcome::Broken,
        None => Outcome::Nothing,
    }
}

/// Whether two numbers in brackets follow: a range, whatever its sign.
fn is_pair(text: &Text<'_>, at: usize) -> bool {
    let rest = text.from(skip_space(text, at));
    let Some(inner) = rest.strip_prefix(['[', '(', '（', '【', '［']) else { return false };
    let Some(close) = inner.find([']', ')', '）', '】', '］']) else { return false };
    let mut numbers = inner[..close].split([',', '，', '-', '~', '～']).map(str::trim);
    let number = |text: Option<&str>| text.is_some_and(|text| text.parse::<f64>().is_ok());
    number(numbers.next()) && number(numbers.next()) && numbers.next().is_none()
}

fn skip_space(text: &Text<'_>, at: usize) -> usize {
    let rest = text.from(at);
    at + (rest.len() - rest.trim_start_matches(|c: char| is_space(c) && c != '\n').len())
}

fn skip_opening(text: &Text<'_>, at: usize) -> usize {
    let rest = text.from(at);
    at + (rest.len() - rest.trim_start_matches(|c: char| c != '\n' && is_space(c) || "[【{（(".contains(c)).len())
}

fn paragraph_end(text: &Text<'_>, at: usize) -> usize {
    text.from(at).find(['\n', '。']).map_or(text.all.len(), |end| at + end)
}

// ---- values with glosses in running text -------------------------------------------------------------------------------------

/// A place where a value and its gloss may stand.
#[derive(Clone, Debug)]
struct Candidate {
    token: Token,
    style: Style,
    /// Where the gloss starts.
    gloss: usize,
    /// What parts it from what is before.
    boundary: Boundary,
    /// `Acl:acl` looks like a format, and is a value only among others.
    weak: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Boundary {
    /// A separator, a line end, the start of the text.
    Hard,
    Space,
    /// Letters of prose: only the first of a list may stand so.
    Prose,
}

/// All places where a value and its gloss may stand, from left to right.
fn glossed_values(text: &Text<'_>, leaf: &Type) -> Vec<Candidate> {
    let mut found = Vec::new();
    let mut at = 0;
    let mut before: Option<char> = None;
    while let Some(c) = text.from(at).chars().next() {
        let boundary = boundary(before);
        if let Some(boundary) = boundary
            && let Some(candidate) = candidate(text, leaf, at, boundary)
        {
            at = candidate.token.range.end;
            found.push(candidate);
            before = text.before(at).chars().next_back();
            continue;
        }
        before = Some(c);
        at += c.len_utf8();
    }
    found
}

fn boundary(before: Option<char>) -> Option<Boundary> {
    match before {
        None => Some(Boundary::Hard),
        Some(c) if CLAUSE_ENDS.contains(&c) || "、|/\\[【{:：]】}".contains(c) => Some(Boundary::Hard),
        Some(c) if is_space(c) => Some(Boundary::Space),
        Some(c) if is_cjk(c) => Some(Boundary::Prose),
        Some(_) => None,
    }
}

fn candidate(text: &Text<'_>, leaf: &Type, at: usize, boundary: Boundary) -> Option<Candidate> {
    let token = token::at(text, at, leaf)?;
    let value = text.slice(token.value.clone());
    if !token::fits(value, leaf) {
        return None;
    }
    let (style, gloss) = gloss(text, &token)?;
    let token_end = token.range.end;
    let heading = style == Style::Colon && is_heading(value) && !token.explicit;
    (!heading && style != Style::Comma && style != Style::Stop).then_some(Candidate {
        token,
        style,
        gloss,
        boundary,
        weak: style == Style::Colon && is_tight(text, token_end, gloss),
    })
}

/// Whether a colon stands between two words without a space: `HH:mm`, `name:ip`.
fn is_tight(text: &Text<'_>, end: usize, gloss: usize) -> bool {
    text.from(end).starts_with(':')
        && text.from(gloss).starts_with(|c: char| c.is_ascii_alphabetic())
        && !text.before(end).ends_with(|c: char| c.is_ascii_digit() || c == '"')
}

fn is_heading(word: &str) -> bool {
    HEADINGS.contains(&word.to_ascii_lowercase().as_str())
}

/// The sign that sets off the gloss, and where the gloss starts.
fn gloss(text: &Text<'_>, token: &Token) -> Option<(Style, usize)> {
    let value = text.slice(token.value.clone());
    let numeric = value.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    let end = token.range.end;
    let rest = text.from(end);
    let tight = rest.trim_start_matches([' ', '\u{a0}', '\t', '\u{3000}']);
    let spaces = rest.len() - tight.len();
    let after = |sign: &str| tight.strip_prefix(sign);
    let starts = |rest: &str, allowed: fn(char) -> bool| {
        rest.trim_start_matches([' ', '\u{a0}', '\t']).chars().next().is_some_and(allowed)
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
        let fits = if numeric { starts(left, word) } else { starts(left, word) || number_follows && left.starts_with(' ') };
        return fits.then(|| (Style::Colon, place(left)));
    }
    if let Some(left) = after("=") {
        return starts(left, is_cjk).then(|| (Style::Equals, place(left)));
    }
    for dash in ["-", "–", "—", "－"] {
        if let Some(left) = after(dash) {
            let spaced = spaces > 0 && left.starts_with([' ', '\u{a0}']);
            let fits = if numeric || spaced { starts(left, word) } else { left.starts_with(is_cjk) };
            return fits.then(|| (Style::Dash, place(left)));
        }
    }
    if tight.starts_with(['（', '(']) {
        let inner = &tight[next(tight, 0)..];
        let close = inner.find(['）', ')'])?;
        let told = inner[..close].contains(|c: char| is_cjk(c) || c.is_ascii_alphabetic());
        let left = &inner[next(inner, close)..];
        let ends = left.is_empty()
            || left.starts_with(|c: char| is_space(c) || SEPARATORS.contains(&c) || "。|/）)](（".contains(c))
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
        let quoted = text.from(token.range.start).starts_with(['"', '“']) && starts(left, |c| c.is_ascii_alphabetic());
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
    text.starts_with(['或', '和', '到', '至', '与', '及', '的', '以', '时', '则', '后', '前', '之', '且'])
}

/// Whether a word after a number counts something, so that the number is no code.
fn is_counter(text: &str) -> bool {
    is_connective(text)
        || text.starts_with([
            '个', '条', '天', '月', '年', '小', '分', '秒', '位', '次', '台', '项', '种', '级', '层', '元', '倍', '份', '块',
            '号', '日', '点', '字', '核', '周', '星', '张', '组', '对', '万', '亿', '千', '百', '毫', '为', '是', '代', '版',
            '路', '折', '家', '及', '月', '回', 'つ', '台', '件', '개', '일', '시', '분', '초', '부', '에', '으', '로',
            '을', '를', '이', '입', '자', '까', 'か', 'か', 'で', 'の', 'に', 'を', 'は', 'が', 'と', 'か',
        ])
}

/// The list that starts at an offset.
fn run_at(text: &Text<'_>, all: &[Candidate], start: usize) -> Option<Vec<Entry>> {
    let first = all.iter().position(|candidate| candidate.token.range.start == start)?;
    Some(run(text, all, first).0).filter(|list| !list.is_empty())
}

/// The list that starts with a candidate, and the index after its last.
fn run(text: &Text<'_>, all: &[Candidate], first: usize) -> (Vec<Entry>, usize) {
    let mut members: Vec<&Candidate> = Vec::new();
    let mut end = first;
    for (index, candidate) in all.iter().enumerate().skip(first) {
        if let Some(last) = members.last() {
            let between = text.slice(last.gloss..candidate.token.range.start);
            if between.len() > LONGEST_GLOSS || breaks(between) {
                break;
            }
            let same = candidate.style == last.style;
            let fits = match candidate.boundary {
                Boundary::Hard => {
                    same || members[0].style.is_hard() && candidate.style.is_hard() && ends_hard(between)
                }
                Boundary::Space => same && (candidate.style != Style::Paren),
                // `Creating（…）Normal（…）`
                Boundary::Prose => false,
            };
            let weak = candidate.weak && candidate.boundary != Boundary::Hard;
            if !fits || weak {
                continue;
            }
        } else if candidate.weak {
            return (Vec::new(), index + 1);
        }
        members.push(candidate);
        end = index + 1;
    }
    (close(text, &members), end.max(first + 1))
}

/// Whether what stands between two values ends the first list.
fn breaks(between: &str) -> bool {
    between.contains("默认值：") || between.contains("例如") || between.contains("\n说明") || between.contains("取值")
}

fn ends_hard(between: &str) -> bool {
    between.trim_end_matches([' ', '\u{a0}', '"', '“']).ends_with(SEPARATORS)
}

/// Makes entries of members, or none where a value was passed over or stands twice.
fn close(text: &Text<'_>, members: &[&Candidate]) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut seen = BTreeSet::new();
    for (index, member) in members.iter().enumerate() {
        let limit = members.get(index + 1).map_or_else(
            || paragraph_end(text, member.gloss),
            |following| following.token.range.start,
        );
        let gloss = clip(text, member, limit);
        let told = text.slice(gloss.clone());
        if !seen.insert(text.slice(member.token.value.clone())) || is_open(told) || passes_over(told) {
            return Vec::new();
        }
        entries.push(Entry {
            value: member.token.value.clone(),
            gloss,
            style: member.style,
        });
    }
    entries
}

/// The gloss without what follows it: a closing bracket, the next sentence.
fn clip(text: &Text<'_>, member: &Candidate, limit: usize) -> Range<usize> {
    let told = text.slice(member.gloss..limit);
    let end = if member.style == Style::Paren {
        told.find(['）', ')']).unwrap_or(told.len())
    } else {
        let mut depth = 0_i32;
        let closing = told.char_indices().find(|(_, c)| {
            depth += i32::from("（(【[".contains(*c)) - i32::from("）)】]".contains(*c));
            depth < 0
        });
        closing.map_or(told.len(), |(at, _)| at)
    };
    let told = &told[..end];
    let default = told
        .match_indices("默认")
        .map(|(at, _)| at)
        .find(|at| told[..*at].trim_end().ends_with(['，', ',', '；', ';', '。']));
    trim(text.all, member.gloss..member.gloss + default.unwrap_or(end))
}

fn is_open(gloss: &str) -> bool {
    let gloss = gloss.trim_end_matches(|c: char| is_space(c) || SEPARATORS.contains(&c) || c == '。');
    gloss.ends_with('等') || gloss.ends_with("...") || gloss.ends_with('…') || gloss.ends_with("etc.")
}

/// Whether a gloss in Chinese holds a bare word between separators: a value without a gloss of its own.
fn passes_over(gloss: &str) -> bool {
    gloss.contains(is_cjk)
        && gloss
            .split([';', '；', ',', '，', '、'])
            .skip(1)
            .filter(|piece| !piece.trim().is_empty())
            .any(|piece| piece.trim().bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-'))
}

/// A list of values with glosses that no lead word announces.
fn running(text: &Text<'_>, all: &[Candidate]) -> Option<Vec<Entry>> {
    let mut at = 0;
    while at < all.len() {
        let (list, end) = run(text, all, at);
        let first = &all[at];
        if list.len() >= 2 {
            let before = announced_by(text, first.token.range.start);
            let codes = list.iter().all(|entry| {
                text.slice(entry.value.clone()).bytes().all(|b| b.is_ascii_digit() || b == b'-')
            });
            let flags = list.iter().all(|entry| {
                matches!(text.slice(entry.value.clone()).to_ascii_lowercase().as_str(), "true" | "false")
            });
            let plain = codes || flags || list.iter().all(|entry| entry.style.is_hard() || entry.style == Style::Dash);
            let members = list.iter().any(|entry| is_member(text.slice(entry.gloss.clone())));
            let sound = plain
                && !members
                && !phrases::CASES.hits(before)
                && (codes || !holds_members(before))
                && !phrases::ILLUSTRATIONS.hits(before)
                && !phrases::EXAMPLES.hits(text.sentence_before(first.token.range.start))
                && (codes || flags || is_set_off(text, &list));
            if sound {
                return Some(list);
            }
            // `of the cluster: A: text; B: text`
            let behind_colon = |c: &Candidate| text.before(c.token.range.start).trim_end().ends_with([':', '：']);
            match all.get(at + 1) {
                Some(next) if at + 1 < end && behind_colon(next) && !is_opened(text, first.token.range.start) => at += 1,
                _ => return None,
            }
            continue;
        }
        at = end;
    }
    None
}

/// What is said before a list: the rest of its sentence, or the line above it.
fn announced_by<'a>(text: &Text<'a>, at: usize) -> &'a str {
    let sentence = text.sentence_before(at);
    let line = text.line_of(at);
    let above = line.checked_sub(1).and_then(|above| text.lines.get(above));
    match (sentence.trim().is_empty(), above) {
        (true, Some(above)) if text.slice(above.range.clone()).ends_with([':', '：']) => {
            text.sentence_before(above.range.end)
        }
        _ => sentence,
    }
}

/// Running English has `word: more` too; a list has signs before it and between its pieces.
fn is_set_off(text: &Text<'_>, list: &[Entry]) -> bool {
    let told_in_chinese = list.iter().all(|entry| text.slice(entry.gloss.clone()).starts_with(is_cjk));
    let parted = list.iter().skip(1).all(|entry| ends_hard(text.before(entry.value.start)));
    let opened = list.first().is_some_and(|entry| is_opened(text, entry.value.start));
    told_in_chinese || parted && opened
}

/// Whether a sign, a line end or the start of the text stands before an offset.
fn is_opened(text: &Text<'_>, at: usize) -> bool {
    let before = text.before(at).trim_end_matches([' ', '"', '“', '`']);
    before.is_empty() || before.ends_with([':', '：', ';', '；', '\n', '.', '。', '(', '（'])
}

/// Whether a sentence goes on to list the members of a structure.
fn holds_members(before: &str) -> bool {
    ["里面包括", "以下参数", "如下参数", "以下字段", "如下字段", "的参数"].iter().any(|word| before.contains(word))
}

/// Whether a gloss describes a member of a structure rather than a value.
fn is_member(gloss: &str) -> bool {
    ["必填", "必选", "类型：", "类型:", "类型 |", "String", "Integer", "Array of", "Required", "Type:", "可选，", "时间戳"]
        .iter()
        .any(|word| gloss.contains(word))
}

// ---- pieces between semicolons -----------------------------------------------------------------------------------------------

/// `A，text；B，text`: every piece between semicolons or on lines is a value and its gloss.
fn pieces(text: &Text<'_>, leaf: &Type, range: Range<usize>, sure: bool) -> Option<Vec<Entry>> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut at = range.start;
    for piece in text.slice(range.clone()).split(['；', ';']) {
        let inner = trim(text.all, at..at + piece.len());
        at = next(text.all, at + piece.len());
        if inner.is_empty() {
            continue;
        }
        match entry(text, leaf, inner.clone()) {
            Some(entry) if entry.style != Style::Bare => entries.push(entry),
            // What starts like a value and is none: the list is not understood.
            _ if text.slice(inner.clone()).starts_with(|c: char| c.is_ascii_alphanumeric() || c == '"' || c == '“') => return None,
            _ => break,
        }
    }
    let open = entries.iter().any(|entry| is_open(text.slice(entry.gloss.clone())));
    let whole = |entry: &Entry| sure && entry.style != Style::Space && ends_list(text, entry.gloss.end);
    let single = entries.len() == 1 && !whole(&entries[0]);
    (!entries.is_empty() && !open && !single && unique(text, &entries)).then_some(entries)
}

/// `"A"，text；"B"，text` without a lead word: quotes tell what is a value.
fn quoted(text: &Text<'_>, leaf: &Type) -> Option<Vec<Entry>> {
    let start = text.all.find(['"', '“'])?;
    let list = pieces(text, leaf, start..paragraph_end(text, start), false)?;
    let all_quoted = list.iter().all(|entry| text.before(entry.value.start).ends_with(['"', '“']));
    let before = text.sentence_before(start);
    let sound = list.len() >= 2 && all_quoted && !phrases::EXAMPLES.hits(before) && !phrases::CONDITIONAL.hits(before);
    sound.then_some(list)
}

fn unique(text: &Text<'_>, entries: &[Entry]) -> bool {
    let values: BTreeSet<&str> = entries.iter().map(|entry| text.slice(entry.value.clone())).collect();
    values.len() == entries.len()
}

/// Whether nothing of a list follows.
fn ends_list(text: &Text<'_>, at: usize) -> bool {
    let rest = text.from(at);
    if rest.starts_with([']', '】']) {
        return true;
    }
    let rest = rest.trim_start_matches(|c: char| is_space(c) && c != '\n' || "；;，,）)]】.\"”".contains(c));
    rest.is_empty() || rest.starts_with(['\n', '。']) || rest.starts_with("默认") || rest.starts_with("不传")
}

/// One whole piece: a value, perhaps a gloss.
fn entry(text: &Text<'_>, leaf: &Type, range: Range<usize>) -> Option<Entry> {
    let token = token::at(text, range.start, leaf)?;
    let value = text.slice(token.value.clone());
    if !token::fits(value, leaf) || token.range.end > range.end {
        return None;
    }
    let mut end = token.range.end;
    let marked = phrases::DEFAULT_MARKS
        .first(text.slice(end..range.end))
        .and_then(|mark| mark.get(0))
        .filter(|mark| mark.start() == 0 && mark.as_str().contains(['(', '（']));
    if let Some(mark) = marked {
        end += mark.end();
    }
    let rest = text.slice(end..range.end);
    if rest.trim_matches(|c: char| is_space(c) || "；;，,。.、)）]】".contains(c)).is_empty() {
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

/// In a list of lines, a space is enough: `A text`, and so is `：` before anything.
fn spaced(text: &Text<'_>, end: usize) -> Option<(Style, usize)> {
    let rest = text.from(end);
    let tight = rest.trim_start_matches([' ', '\u{a0}', '\t']);
    let place = text.all.len() - tight.len();
    if let Some(left) = tight.strip_prefix([':', '：']) {
        return Some((Style::Colon, text.all.len() - left.len()));
    }
    (place > end && tight.starts_with(|c: char| is_cjk(c) || c == '（') && !is_connective(tight)).then_some((Style::Space, place))
}

// ---- lists of lines ----------------------------------------------------------------------------------------------------------

/// The values that the lines from `first` on list.
fn lines(text: &Text<'_>, leaf: &Type, first: usize, sure: bool) -> Outcome {
    let Some(start) = text.lines.get(first) else { return Outcome::Nothing };
    let items = start.item;
    let mut entries: Vec<Entry> = Vec::new();
    let mut led_away = false;
    for line in text.lines.iter().skip(first) {
        let said = text.slice(line.range.clone());
        if items && !line.item {
            led_away = said.ends_with([':', '：']);
            continue;
        }
        if led_away {
            break;
        }
        match entry(text, leaf, line.range.clone()) {
            Some(entry) if !items && is_heading(text.slice(entry.value.clone())) => break,
            Some(entry) => entries.push(entry),
            None if items => return Outcome::Broken,
            None if said.starts_with(|c: char| c.is_ascii_alphanumeric()) && !is_sentence(said) => return Outcome::Broken,
            None => break,
        }
    }
    if entries.is_empty() {
        return reversed_lines(text, leaf, first);
    }
    let bare = entries.iter().filter(|entry| entry.style == Style::Bare).count();
    let enough = entries.len() >= if sure { 1 } else { 2 };
    let sound = enough && unique(text, &entries) && (sure || bare == 0 || bare == entries.len() && items);
    if sound { Outcome::List(entries) } else { Outcome::Broken }
}

/// Whether a line that starts with a Latin word is prose.
fn is_sentence(line: &str) -> bool {
    let mut words = line.split(' ');
    let first = words.next().unwrap_or_default();
    first.bytes().all(|b| b.is_ascii_alphabetic() || b == b'\'') && words.filter(|word| word.is_ascii()).count() >= 2
        || is_heading(first.trim_end_matches([':', '：']))
}

/// A list of lines under a line that ends with a colon, without a lead word.
fn weak_lines(text: &Text<'_>, leaf: &Type) -> Option<Vec<Entry>> {
    let mut found = None;
    for (index, line) in text.lines.iter().enumerate() {
        let said = text.slice(line.range.clone());
        let leads = said.ends_with([':', '：']);
        let follows = text.lines.get(index + 1).is_some_and(|line| line.item);
        if line.item || !(leads || follows) || lists_members(said) || phrases::EXAMPLES.hits(said) || phrases::CONDITIONAL.hits(said) {
            continue;
        }
        if let Outcome::List(list) = lines(text, leaf, index + 1, false) {
            let members = list.iter().any(|entry| is_member(text.slice(entry.gloss.clone())));
            let glossed = list.iter().all(|entry| entry.style != Style::Bare && entry.style != Style::Stop);
            if found.is_some() || members || !glossed && !leads {
                return None;
            }
            found = Some(list);
        }
    }
    found
}

/// Whether a line announces the members of a structure or other parameters.
fn lists_members(line: &str) -> bool {
    ["参数", "字段", "属性", "成员", "JSON", "parameter", "field", "其中", "里面"].iter().any(|word| line.contains(word))
}

// ---- glosses before their values ---------------------------------------------------------------------------------------------

/// `text：A；text：B`: every piece is a gloss in Chinese and a value that ends it.
fn reversed(text: &Text<'_>, leaf: &Type, range: Range<usize>, led: bool) -> Option<Vec<Entry>> {
    // With semicolons between the pieces, commas may stand inside.
    let coarse = reversed_pieces(text, leaf, range.clone(), led, &['；', ';', '\n', '。']);
    coarse.or_else(|| {
        let fine = ['；', ';', '，', ',', '、', '\n', '。', '(', '（', '）', ')'];
        reversed_pieces(text, leaf, range, led, &fine)
    })
}

fn reversed_pieces(text: &Text<'_>, leaf: &Type, range: Range<usize>, led: bool, signs: &[char]) -> Option<Vec<Entry>> {
    let mut entries = Vec::new();
    let mut at = range.start;
    for piece in text.slice(range.clone()).split(signs) {
        let inner = trim(text.all, at..at + piece.len());
        at = next(text.all, at + piece.len());
        if inner.is_empty() {
            continue;
        }
        match reversed_entry(text, leaf, inner) {
            Some(entry) => entries.push(entry),
            None if led || !entries.is_empty() => break,
            None => {}
        }
    }
    let sound = entries.len() >= 2
        && unique(text, &entries)
        && !phrases::EXAMPLES.hits(text.sentence_before(entries.first()?.gloss.start))
        && !is_open(text.from(entries.last()?.value.end));
    sound.then_some(entries)
}

fn reversed_entry(text: &Text<'_>, leaf: &Type, range: Range<usize>) -> Option<Entry> {
    let said = text.slice(range.clone());
    let sign = said.rfind([':', '：', '，', ','])?;
    let gloss = range.start..range.start + sign;
    let start = skip_space(text, next(text.all, range.start + sign));
    let token = token::at(text, start, leaf)?;
    let rest = text.slice(token.range.end..range.end);
    let told = text.slice(gloss.clone());
    let plausible = told.chars().next().is_some_and(|c| is_cjk(c) || c.is_ascii_uppercase())
        && told.contains(is_cjk)
        && !told.contains([':', '：', '，', ','])
        && !CJK_HEADINGS.iter().any(|word| told.contains(word));
    let whole = rest.trim_matches(|c: char| is_space(c) || ".。".contains(c)).is_empty();
    (plausible && whole && token::fits(text.slice(token.value.clone()), leaf)).then_some(Entry {
        value: token.value,
        gloss,
        style: Style::Reversed,
    })
}

fn reversed_lines(text: &Text<'_>, leaf: &Type, first: usize) -> Outcome {
    let Some(start) = text.lines.get(first) else { return Outcome::Nothing };
    match reversed(text, leaf, start.range.start..text.all.len(), true) {
        Some(list) => Outcome::List(list),
        None => Outcome::Nothing,
    }
}

// ---- bare values -------------------------------------------------------------------------------------------------------------

/// What stands between bare values. The first group may also end the list.
const SOFT: &[&str] = &["，", ",", "；", ";"];
const FIRM: &[&str] = &["、", "|", "/", "或者", "或", "和", "及", "与", "以及", "および", "または", "と", "과", "와", "또는", "및", "or", "and"];
/// What may stand after the last of them, besides punctuation.
const TAILS: &[&str] = &["两种", "二种", "三种", "四种", "五种", "六种", "之一", "两个", "三个", "中的", "等两种", "等三种", "があり", "がある", "です", "を", "のいずれか", "를 포함", "을 포함", "입니다", "를 지원", "默认", "其中", "分别"];

fn bare(text: &Text<'_>, leaf: &Type, start: usize, sure: bool) -> Option<Vec<Entry>> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut at = start;
    let mut end = start;
    let mut soft = true;
    loop {
        let Some((entry, after)) = bare_value(text, leaf, at, entries.last().is_some()) else {
            if !soft {
                return None;
            }
            break;
        };
        entries.push(entry);
        end = after;
        let Some((stop, is_soft)) = separator(text, after) else { break };
        (at, soft) = (stop, is_soft);
    }
    let entries = if entries.len() == 1 && sure { slashed(text, leaf, &entries[0]).unwrap_or(entries) } else { entries };
    let glossed_after = entries.len() == 1 && !ends_list(text, end);
    let enough = entries.len() >= 2 || sure && entries.len() == 1 && !glossed_after;
    let ends = ends_values(text, end);
    (enough && ends && unique(text, &entries)).then_some(entries)
}

/// A bare value and where what follows it starts. A gloss in brackets is taken along.
fn bare_value(text: &Text<'_>, leaf: &Type, start: usize, later: bool) -> Option<(Entry, usize)> {
    let start = skip_space(text, start);
    let mut token = token::at(text, start, leaf)?;
    if !token.explicit && text.slice(token.value.clone()).contains('/') && later {
        let value = text.slice(token.value.clone());
        let cut = value.find('/').map_or(token.value.end, |at| token.value.start + at);
        token.value.end = cut;
        token.range.end = cut;
    }
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
    let joined = followed.is_some_and(is_cjk) && separator(text, end).is_none() && !TAILS.iter().any(|tail| text.from(end).starts_with(tail));
    let spaced = later && followed == Some(' ') && separator(text, end).is_none() && text.from(end).trim_start().starts_with(|c: char| c.is_ascii_alphabetic());
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
    let start = skip_space(text, at);
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
        rest.strip_prefix(**word).is_some_and(|left| !word.is_ascii() || !word.starts_with(char::is_alphabetic) || left.starts_with(' '))
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

/// `A/B/C` as one word.
fn slashed(text: &Text<'_>, leaf: &Type, entry: &Entry) -> Option<Vec<Entry>> {
    let value = text.slice(entry.value.clone());
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
    let tight = rest.trim_start_matches(|c: char| c != '\n' && is_space(c) || "]】)）}”\"".contains(c));
    if tight.starts_with("-   ") || text.from(at).starts_with([']', '】']) {
        return true;
    }
    if phrases::OPEN.hits(tight) || tight.starts_with(['~', '～', '-']) {
        return false;
    }
    tight.is_empty()
        || tight.starts_with(['。', '；', ';', '，', ',', '\n', '|', '['])
        || tight.starts_with('.') && !tight[1..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '.')
        || TAILS.iter().any(|tail| tight.strip_prefix(tail).is_some_and(|rest| !counts_formats(tail, rest)))
}

/// `三种图片格式`: the list is of what a file may be, not of what the parameter may be.
fn counts_formats(tail: &str, rest: &str) -> bool {
    let noun: String = rest.chars().take_while(|c| is_cjk(*c)).collect();
    tail.ends_with('种') && (noun.ends_with("格式") || noun.ends_with("图片") || noun.ends_with("文件") || noun.ends_with("语言"))
}

/// `A| B| C` without a lead word, as a clause of its own.
fn piped(text: &Text<'_>, leaf: &Type) -> Option<Vec<Entry>> {
    let first = text.all.find('|')?;
    let start = text.before(first).rfind(|c: char| "，,。；;：:\n（([".contains(c)).map_or(0, |at| next(text.all, at));
    let start = skip_space(text, start);
    let list = bare(text, leaf, start, false)?;
    let signs = text.slice(start..list.last()?.value.end).matches('|').count();
    let whole = signs + 1 == list.len() && (list.len() >= 3 || start == 0);
    (whole && !phrases::EXAMPLES.hits(text.sentence_before(start))).then_some(list)
}
