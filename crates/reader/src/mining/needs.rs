//! What a text must hold for a pattern to match in it, read off the pattern itself.
//!
//! Every pattern turns on some words (`默认`, `unit`) or on a digit, and most texts have none of them. Told beforehand, that saves
//! the search. Nothing is kept by hand: a pattern that changes changes what it needs. Must not know what patterns mean.

use std::cmp::Reverse;

use regex_syntax::hir::{Class, Hir, HirKind, Repetition};

/// What a text must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Need {
    /// One of these words, in any case of ASCII. Without words, nothing is needed.
    pub words: Vec<String>,
    /// A digit of ASCII.
    pub digit: bool,
}

impl Need {
    /// What a pattern needs; nothing if it is none.
    pub fn of(pattern: &str) -> Self {
        let known = regex_syntax::parse(pattern)
            .map(|hir| known(&hir))
            .unwrap_or_default();
        let digit = known.needs_digit();
        let words = known.into_words();
        // A word that holds another says no more.
        let is_longer = |word: &str| words.iter().any(|part| part != word && word.contains(part));
        Self {
            words: words
                .iter()
                .filter(|word| !is_longer(word))
                .cloned()
                .collect(),
            digit,
        }
    }
}

/// So many texts are told apart in a part of a pattern, and in a class of signs. More would make the search for them slow.
const MOST_TEXTS: usize = 16;

/// Longer words are no better: two signs of Chinese, six letters.
const LONG_ENOUGH: usize = 6;

/// What is known of a part of a pattern. Words and texts are in lower case.
#[derive(Debug, Default)]
struct Known {
    /// All the texts that it matches, where these are few.
    texts: Option<Vec<String>>,
    /// Words of which each match holds one, where all texts are not known.
    words: Vec<String>,
    /// Each match holds a digit, where all texts are not known.
    digit: bool,
}

impl Known {
    fn texts(texts: Vec<String>) -> Self {
        Self {
            texts: Some(texts),
            ..Self::default()
        }
    }

    fn needs_digit(&self) -> bool {
        let has_digit = |text: &String| text.bytes().any(|byte| byte.is_ascii_digit());
        match &self.texts {
            Some(texts) => texts.iter().all(has_digit),
            None => self.digit,
        }
    }

    fn into_words(self) -> Vec<String> {
        better(self.words, self.texts.unwrap_or_default())
    }

    /// The same, where it is not the whole of a match.
    fn without_texts(self) -> Self {
        Self {
            digit: self.needs_digit(),
            words: self.into_words(),
            texts: None,
        }
    }

    /// Both, in one match.
    fn and(self, other: Self) -> Self {
        Self {
            digit: self.needs_digit() || other.needs_digit(),
            words: better(self.into_words(), other.into_words()),
            texts: None,
        }
    }
}

fn known(part: &Hir) -> Known {
    match part.kind() {
        HirKind::Empty | HirKind::Look(_) => Known::texts(vec![String::new()]),
        HirKind::Literal(literal) => match std::str::from_utf8(&literal.0) {
            Ok(text) => Known::texts(vec![text.to_ascii_lowercase()]),
            Err(_) => Known::default(),
        },
        HirKind::Class(class) => of_class(class),
        HirKind::Capture(capture) => known(&capture.sub),
        HirKind::Repetition(repetition) => repeated(repetition),
        HirKind::Concat(parts) => in_order(parts),
        HirKind::Alternation(parts) => one_of(parts),
    }
}

fn of_class(class: &Class) -> Known {
    let ranges: Vec<(u32, u32)> = match class {
        Class::Unicode(class) => class
            .iter()
            .map(|range| (range.start().into(), range.end().into()))
            .collect(),
        Class::Bytes(class) => class
            .iter()
            .map(|range| (range.start().into(), range.end().into()))
            .collect(),
    };
    let digits = u32::from(b'0')..=u32::from(b'9');
    let is_digit = |(first, last): &(u32, u32)| digits.contains(first) && digits.contains(last);
    if ranges.iter().all(is_digit) {
        return Known {
            digit: true,
            ..Known::default()
        };
    }
    let mut texts = Vec::new();
    for sign in ranges.into_iter().flat_map(|(first, last)| first..=last) {
        let sign = char::from_u32(sign).filter(|_| texts.len() < MOST_TEXTS);
        let Some(sign) = sign else {
            return Known::default();
        };
        texts.push(sign.to_ascii_lowercase().to_string());
    }
    Known::texts(distinct(texts))
}

fn repeated(repetition: &Repetition) -> Known {
    let once = known(&repetition.sub);
    match (repetition.min, repetition.max, once.texts) {
        (0, Some(1), Some(mut texts)) => {
            texts.push(String::new());
            Known::texts(texts)
        }
        (0, ..) => Known::default(),
        (least, Some(most), Some(texts)) if least == most && texts.len() == 1 => {
            Known::texts(vec![texts.concat().repeat(least as usize)])
        }
        (.., texts) => Known { texts, ..once }.without_texts(),
    }
}

fn in_order(parts: &[Hir]) -> Known {
    // The texts of the parts since the last one whose texts are not known.
    let mut run = vec![String::new()];
    let mut all = Known::default();
    let mut is_run = true;
    for part in parts.iter().map(known) {
        match part.texts {
            Some(texts) if run.len() * texts.len() <= MOST_TEXTS => run = joined(&run, &texts),
            texts => {
                is_run = false;
                let before =
                    std::mem::replace(&mut run, texts.unwrap_or_else(|| vec![String::new()]));
                all = all.and(Known::texts(before)).and(Known {
                    texts: None,
                    ..part
                });
            }
        }
    }
    if is_run {
        return Known::texts(run);
    }
    all.and(Known::texts(run))
}

fn joined(fronts: &[String], backs: &[String]) -> Vec<String> {
    let each = fronts
        .iter()
        .flat_map(|front| backs.iter().map(move |back| format!("{front}{back}")));
    distinct(each.collect())
}

fn one_of(parts: &[Hir]) -> Known {
    let parts: Vec<Known> = parts.iter().map(known).collect();
    let texts: Option<Vec<String>> = parts
        .iter()
        .map(|part| part.texts.clone())
        .collect::<Option<Vec<_>>>()
        .map(|texts| texts.concat());
    if let Some(texts) = texts.filter(|texts| texts.len() <= MOST_TEXTS) {
        return Known::texts(distinct(texts));
    }
    let digit = parts.iter().all(Known::needs_digit);
    let words: Vec<Vec<String>> = parts.into_iter().map(Known::into_words).collect();
    let is_told = words.iter().all(|words| !words.is_empty());
    Known {
        texts: None,
        words: if is_told {
            distinct(words.concat())
        } else {
            Vec::new()
        },
        digit,
    }
}

/// The words that tell more. A list with an empty word tells nothing.
fn better(one: Vec<String>, other: Vec<String>) -> Vec<String> {
    let shortest = |words: &[String]| {
        words
            .iter()
            .map(|word| word.len().min(LONG_ENOUGH))
            .min()
            .unwrap_or_default()
    };
    let rank = |words: &[String]| (shortest(words), Reverse(words.len()));
    let best = if rank(&one) >= rank(&other) {
        one
    } else {
        other
    };
    if shortest(&best) == 0 {
        Vec::new()
    } else {
        best
    }
}

/// Texts, each once.
fn distinct(mut texts: Vec<String>) -> Vec<String> {
    texts.sort();
    texts.dedup();
    texts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn need(pattern: &str) -> (String, bool) {
        let need = Need::of(pattern);
        (need.words.join(" "), need.digit)
    }

    #[test]
    fn a_pattern_needs_its_longest_words() {
        let words = |pattern| need(pattern).0;
        assert_eq!(words("(?i-u:Default)s?(?: value)?"), "default");
        assert_eq!(words("(?:默认|缺省)(?:的?值)?[:：]*"), "缺省 默认");
        assert_eq!(words("可选的?值"), "可选值 可选的值");
        assert_eq!(words("[(（]x*[a-z]{1,9}[)）]"), "( （");
        assert_eq!(words("[yY]{4}-?MM"), "yyyy-mm yyyymm");
        assert_eq!(
            words(r"(?:^|[^非])正整数|大于[ ]*0(?:$|[^0-9.])"),
            "大于 正整数"
        );
    }

    #[test]
    fn where_nothing_is_certain_nothing_is_needed() {
        for pattern in ["", "a?", "[^a]", "默认|[a-z]+", "(?:a|b?)", "(", "^$"] {
            assert_eq!(need(pattern), (String::new(), false), "{pattern}");
        }
    }

    #[test]
    fn digits_are_needed_where_every_match_has_one() {
        let digit = |pattern| need(pattern).1;
        assert!(digit("[0-9]+(?:[.][0-9]+)?") && digit("最大(?:[0-9]+|第1)") && digit("大于0"));
        assert!(!digit("最大[0-9]*") && !digit("[0-9a]") && !digit("[0-9]|x"));
    }
}
