//! Which operation a page describes: its own statements, each a vote. Pages contradict
//! themselves: links of other operations, samples copied from elsewhere, typing errors.

use std::cmp::Reverse;

use crate::dialect::{Dialect, NameSource};
use crate::text::Span;
use crate::type_grammar::is_identifier;

/// Whose spelling counts, the best first: samples were sent, titles only written.
const SPELLERS: &[NameSource] = &[
    NameSource::Sample,
    NameSource::ActionRow,
    NameSource::Title,
    NameSource::TitleTail,
    NameSource::Explorer,
    NameSource::Phrase,
];

/// A statement of a page about the operation's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vote {
    /// Where it was found.
    pub source: NameSource,
    /// The name.
    pub name: String,
    /// Where it stands.
    pub span: Span,
}

/// The outcome of a vote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The name.
    pub name: String,
    /// The first vote for it.
    pub span: Span,
    /// Votes for other names.
    pub against: Vec<Vote>,
    /// No vote for it but that of the samples.
    pub by_samples_alone: bool,
}

/// All statements of a page.
#[derive(Clone, Debug, Default)]
pub struct Votes {
    votes: Vec<Vote>,
}

impl Votes {
    /// Adds a statement, if it is a name. One source has one vote: its first.
    pub fn add(&mut self, source: NameSource, name: &str, span: Span) {
        let name = name.trim();
        let is_new = self.votes.iter().all(|vote| vote.source != source);
        if is_new && is_name(name) {
            self.votes.push(Vote {
                source,
                name: name.to_owned(),
                span,
            });
        }
    }

    /// The name with the most votes of the sources that the dialect trusts. Of names with as many
    /// the file's counts, if it is one of them: too often wrong to have a vote. Then the
    /// dialect's order. Names that differ only in case are one; its spelling has the most votes of
    /// those that are not in lower case alone, then is the file's, then has the best word: sample,
    /// action row, title.
    pub fn verdict(&self, dialect: &Dialect, file: &str) -> Option<Verdict> {
        let rank = |vote: &Vote| {
            dialect
                .names
                .iter()
                .position(|source| *source == vote.source)
        };
        let mut trusted: Vec<&Vote> = self
            .votes
            .iter()
            .filter(|vote| rank(vote).is_some())
            .collect();
        trusted.sort_by_key(|vote| rank(vote));
        let is_same = |vote: &Vote, name: &str| vote.name.eq_ignore_ascii_case(name);
        let count = |name: &str| trusted.iter().filter(|vote| is_same(vote, name)).count();
        let most = trusted.iter().map(|vote| count(&vote.name)).max()?;
        let mut best = trusted.iter().filter(|vote| count(&vote.name) == most);
        let named = best
            .clone()
            .find(|vote| is_same(vote, file))
            .or_else(|| best.next())?;
        let spellings = trusted.iter().filter(|vote| is_same(vote, &named.name));
        let winner = spellings
            .clone()
            .min_by_key(|vote| {
                let as_often = spellings.clone().filter(|other| other.name == vote.name);
                (
                    !vote.name.bytes().any(|byte| byte.is_ascii_uppercase()),
                    Reverse(as_often.count()),
                    vote.name != file,
                    SPELLERS.iter().position(|source| *source == vote.source),
                )
            })
            .unwrap_or(named);
        let against = trusted
            .iter()
            .filter(|vote| vote.name != winner.name)
            .map(|vote| (*vote).clone())
            .collect();
        Some(Verdict {
            name: winner.name.clone(),
            span: named.span,
            against,
            by_samples_alone: spellings
                .clone()
                .all(|vote| vote.source == NameSource::Sample),
        })
    }
}

/// Operations' names are identifiers of some length without dots or hyphens.
fn is_name(name: &str) -> bool {
    name.len() >= 3 && is_identifier(name) && !name.contains(['.', '-'])
}

/// The name after a phrase, up to what ends it: `本接口（CreateSnapshot）`.
pub fn after_phrase<'t>(dialect: &Dialect, text: &'t str) -> Option<(&'t str, usize)> {
    dialect.name_phrases.iter().find_map(|(before, after)| {
        let start = text.find(before)? + before.len();
        let rest = text.get(start..)?;
        let name = rest.get(..rest.find(after)?)?.trim();
        is_name(name).then_some((name, start))
    })
}

/// The value of a key in a URL's query or fragment, whatever the key's case.
pub fn query_value<'u>(url: &'u str, keys: &[&str]) -> Option<&'u str> {
    let query = url.split_once(['?', '#']).map(|(_, query)| query)?;
    query.split(['&', '#', '?']).find_map(|pair| {
        let (key, value) = pair.split_once('=')?;
        let wanted = keys
            .iter()
            .any(|wanted| wanted.eq_ignore_ascii_case(key.trim()));
        wanted
            .then_some(value.trim())
            .filter(|value| !value.is_empty())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const DIALECT: Dialect = Dialect {
        names: &[
            NameSource::ActionRow,
            NameSource::Title,
            NameSource::Explorer,
            NameSource::Sample,
        ],
        name_phrases: &[("本接口（", "）")],
        ..Dialect::EMPTY
    };

    fn verdict(votes: &[(NameSource, &str)]) -> Option<Verdict> {
        let mut all = Votes::default();
        for (source, name) in votes {
            all.add(*source, name, Span::default());
        }
        all.verdict(&DIALECT, "")
    }

    #[test]
    fn the_majority_wins_and_the_order_breaks_ties() {
        use NameSource::*;
        let of = |votes| verdict(votes).map(|verdict| (verdict.name, verdict.against.len()));
        assert_eq!(
            of(&[(ActionRow, "Wrong"), (Title, "Right"), (Sample, "Right")]),
            Some(("Right".into(), 1))
        );
        assert_eq!(
            of(&[(Explorer, "Other"), (Title, "Right")]),
            Some(("Right".into(), 1))
        );
        assert_eq!(of(&[(Phrase, "Untrusted")]), None);
        assert_eq!(of(&[(Title, "下载域名访问日志")]), None);
    }

    #[test]
    fn the_file_breaks_ties_and_has_no_vote() {
        let mut votes = Votes::default();
        votes.add(NameSource::ActionRow, "ModifyFilter", Span::default());
        votes.add(NameSource::Title, "DescribeFilter", Span::default());
        let taken = |votes: &Votes, file| votes.verdict(&DIALECT, file).map(|verdict| verdict.name);
        assert_eq!(
            taken(&votes, "DescribeFilter").as_deref(),
            Some("DescribeFilter")
        );
        assert_eq!(taken(&votes, "Filters").as_deref(), Some("ModifyFilter"));
        votes.add(NameSource::Sample, "ModifyFilter", Span::default());
        assert_eq!(
            taken(&votes, "DescribeFilter").as_deref(),
            Some("ModifyFilter")
        );
    }

    #[test]
    fn names_that_differ_in_case_are_one() {
        use NameSource::*;
        let of = |votes| verdict(votes).map(|verdict| (verdict.name, verdict.against.len()));
        assert_eq!(
            of(&[
                (ActionRow, "Other"),
                (Title, "getUserData"),
                (Sample, "GetUserData")
            ]),
            Some(("GetUserData".into(), 2)),
            "as one they have the most votes, and the sample spells them"
        );
        assert_eq!(
            of(&[(ActionRow, "GetUserData"), (Sample, "getuserdata")]),
            Some(("GetUserData".into(), 1)),
            "lower case alone is no spelling"
        );
        assert_eq!(
            of(&[
                (ActionRow, "GetUserData"),
                (Title, "GetUserData"),
                (Sample, "GetUserdata")
            ]),
            Some(("GetUserData".into(), 1))
        );
    }

    #[test]
    fn phrases_and_urls() {
        assert_eq!(
            after_phrase(&DIALECT, "本接口（CreateSnapshot）用于").map(|found| found.0),
            Some("CreateSnapshot")
        );
        let url =
            "https://api.example.com/#product=Ecs&api=CreateSnapshot&type=RPC&version=2014-05-26";
        assert_eq!(query_value(url, &["api", "action"]), Some("CreateSnapshot"));
        assert_eq!(query_value(url, &["region"]), None);
    }
}
