//! What a team accepts: entries by rule and subject, with a reason and perhaps an end.
//!
//! An entry that allows nothing, or whose time is over, is a problem to be mended: a list
//! that only grows hides the next change. Nothing matches on words of a message.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, de};

use crate::{Change, rules};

/// An allow-file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Allow {
    /// The entries.
    pub allow: Vec<AllowEntry>,
}

/// One thing that is accepted.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AllowEntry {
    /// The id of a rule.
    pub rule: String,
    /// The subject, as `vendor/service/operation/where/path`. `*` stands for anything
    /// within one part, `**` for anything.
    pub subject: String,
    /// Why it is accepted.
    pub reason: String,
    /// The last day on which it is, as `2027-01-31`.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub until: Option<Date>,
}

/// A day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date(jiff::civil::Date);

impl std::str::FromStr for Date {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        text.parse()
            .map(Self)
            .map_err(|_| format!("`{text}` is no day: write it as 2027-01-31"))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(de::Error::custom)
    }
}

/// An entry that must be mended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Problem {
    /// A stable code: `A001` to `A005`.
    pub code: &'static str,
    /// The entry's rule.
    pub rule: String,
    /// The entry's subject.
    pub subject: String,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: &'static str,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "error[{}]: the entry {} {}: {}\n   = help: {}",
            self.code, self.rule, self.subject, self.message, self.help
        )
    }
}

/// What an allow-file leaves.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Applied {
    /// The changes that no entry allows.
    pub kept: Vec<Change>,
    /// The changes that an entry allows.
    pub allowed: Vec<Change>,
    /// The entries that must be mended; any of them fails a run.
    pub problems: Vec<Problem>,
}

impl Allow {
    /// Reads an allow-file.
    pub fn read(yaml: &str) -> Result<Self, String> {
        serde_saphyr::from_str(yaml).map_err(|error| error.to_string())
    }

    /// Takes away what is allowed on this day. Of several entries that match, each counts as used.
    pub fn apply(&self, changes: Vec<Change>, today: Date) -> Applied {
        let mut applied = Applied::default();
        let mut matched = vec![0_usize; self.allow.len()];
        for change in changes {
            let subject = change.subject.to_string();
            let mut is_allowed = false;
            for (entry, matched) in self.allow.iter().zip(&mut matched) {
                if entry.rule == change.rule && glob(&entry.subject, &subject) {
                    *matched += 1;
                    is_allowed |= entry.holds(today);
                }
            }
            if is_allowed {
                applied.allowed.push(change);
            } else {
                applied.kept.push(change);
            }
        }
        applied.problems = self
            .allow
            .iter()
            .zip(matched)
            .filter_map(|(entry, matched)| entry.problem(matched, today))
            .collect();
        applied
    }
}

impl AllowEntry {
    fn holds(&self, today: Date) -> bool {
        self.until.is_none_or(|until| today <= until) && !self.reason.trim().is_empty()
    }

    fn problem(&self, matched: usize, today: Date) -> Option<Problem> {
        let expired = self.until.filter(|until| *until < today);
        let (code, message, help) = if rules::by_id(&self.rule).is_none() {
            let message = "there is no such rule".to_owned();
            ("A001", message, "see `cargo xtask drift rules` for the ids")
        } else if self.reason.trim().is_empty() {
            let message = "it gives no reason".to_owned();
            ("A002", message, "say why the change is accepted")
        } else if let Some(until) = expired {
            let message = format!("its time was over on {until}");
            (
                "A003",
                message,
                "take it away, or set a new end with a new reason",
            )
        } else if matched == 0 {
            let message = "it matches no change any more".to_owned();
            (
                "A004",
                message,
                "take it away, so that it does not hide the next change",
            )
        } else if self.subject.trim_matches(['*', '/']).is_empty() {
            let message = "it allows the rule everywhere".to_owned();
            ("A005", message, "name at least a vendor")
        } else {
            return None;
        };
        Some(Problem {
            code,
            rule: self.rule.clone(),
            subject: self.subject.clone(),
            message,
            help,
        })
    }
}

/// Whether a pattern covers a subject. `*` stands for anything within one part, `**` for
/// anything.
fn glob(pattern: &str, text: &str) -> bool {
    let tokens = tokens(pattern);
    // The reachable places in the pattern, moved over the text letter by letter.
    let mut places = vec![false; tokens.len() + 1];
    places[0] = true;
    settle(&tokens, &mut places);
    for letter in text.chars() {
        let mut next = vec![false; places.len()];
        for (index, token) in tokens
            .iter()
            .enumerate()
            .filter(|(index, _)| places[*index])
        {
            match token {
                Token::Letter(wanted) if *wanted == letter => next[index + 1] = true,
                Token::Anything => next[index] = true,
                Token::WithinPart if letter != '/' => next[index] = true,
                _ => {}
            }
        }
        settle(&tokens, &mut next);
        places = next;
    }
    places.last().copied().unwrap_or(false)
}

#[derive(PartialEq)]
enum Token {
    Letter(char),
    WithinPart,
    Anything,
}

fn tokens(pattern: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut letters = pattern.chars().peekable();
    while let Some(letter) = letters.next() {
        tokens.push(match letter {
            '*' if letters.next_if_eq(&'*').is_some() => Token::Anything,
            '*' => Token::WithinPart,
            letter => Token::Letter(letter),
        });
    }
    tokens
}

/// A star may stand for nothing.
fn settle(tokens: &[Token], places: &mut [bool]) {
    for (index, token) in tokens.iter().enumerate() {
        if places[index] && !matches!(token, Token::Letter(_)) {
            places[index + 1] = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_star_stays_within_a_part() {
        let subject = "tencent/cbs/CreateDisks/request/Tags[].Key";
        for (pattern, covers) in [
            (subject, true),
            ("tencent/cbs/*/request/Tags[].Key", true),
            ("tencent/cbs/**", true),
            ("tencent/*", false),
            ("tencent/*/*/*/*", true),
            ("*/cbs/Create*/request/*.Key", true),
            ("tencent/cbs/CreateDisks/request/Tags[].Ke", false),
            ("", false),
        ] {
            assert_eq!(glob(pattern, subject), covers, "{pattern}");
        }
    }
}
