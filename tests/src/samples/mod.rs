//! Samples of pages through typed requests and responses: each is filled into its type, written
//! again, and held against what the page shows. What differs is named by class and place.
//!
//! The types are generated ones or such as [`crate::dynamic`] makes of a spec; both go the same
//! way. Texts of samples never reach a finding: only names that stand in tables or keys do.

mod compare;
mod request;
mod response;

pub use compare::without_numbers;
pub use request::{
    ShownRequest, by_name, compare_request, fill_request, shown_request, unsendable,
};
pub use response::{answer_by_name, refusal, response};

use std::fmt;

use specwright_reader::sample::{Data, SampleValue};
use specwright_runtime::Value;
use specwright_runtime::decode::{Leniency, LeniencyKind};

/// What is wrong with a sample, or with what became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// The text cannot be read.
    Unreadable,
    /// The text is no valid text of its format, and was read all the same.
    Slipped,
    /// It shows another operation, or another path.
    OtherOperation,
    /// It goes to a host that the client would not ask.
    OtherHost,
    /// A member or parameter that no table lists; kept, and sent.
    Unlisted,
    /// A value that is not of its field's type; kept.
    Misfit,
    /// A needed parameter is not in it.
    Missing,
    /// One name stands twice: a list without numbers.
    Repeated,
    /// Lists do not count from where the vendor's do, or have gaps.
    Numbered,
    /// It is a refusal where an answer is told, or the other way round.
    OtherKind,
    /// A value that a request cannot carry where it travels.
    Unsendable,
    /// Ours: something of the sample is not in what we write.
    Lost,
    /// Ours: something in what we write is not in the sample.
    Extra,
    /// Ours: a value is another one in what we write.
    Changed,
}

impl Class {
    /// Its name in data files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::Slipped => "slipped",
            Self::OtherOperation => "other-operation",
            Self::OtherHost => "other-host",
            Self::Unlisted => "unlisted",
            Self::Misfit => "misfit",
            Self::Missing => "missing",
            Self::Repeated => "repeated",
            Self::Numbered => "numbered",
            Self::OtherKind => "other-kind",
            Self::Unsendable => "unsendable",
            Self::Lost => "lost",
            Self::Extra => "extra",
            Self::Changed => "changed",
        }
    }

    /// Whether it is a fault of this project and never of a page.
    pub fn is_ours(self) -> bool {
        matches!(self, Self::Lost | Self::Extra | Self::Changed)
    }
}

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// What.
    pub class: Class,
    /// Where: the dotted name of a field or member; empty for the sample itself.
    pub at: String,
}

impl Finding {
    fn new(class: Class, at: impl Into<String>) -> Self {
        Self {
            class,
            at: at.into(),
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.class.name(), self.at)
    }
}

/// A sample's value as a tree. Of members that stand twice in a map the texts become one list.
fn merged(value: &SampleValue, findings: &mut Vec<Finding>) -> Value {
    match &value.data {
        Data::Null => Value::Null,
        Data::Bool(it) => Value::Bool(*it),
        Data::String(it) => Value::String(it.clone()),
        Data::Number(it) => match (it.parse::<i64>(), it.parse::<u64>(), it.parse::<f64>()) {
            (Ok(it), _, _) => it.into(),
            (_, Ok(it), _) => it.into(),
            (_, _, Ok(it)) if it.is_finite() => it.into(),
            _ => it.as_str().into(),
        },
        Data::List(items) => Value::List(items.iter().map(|item| merged(item, findings)).collect()),
        Data::Map(entries) => {
            let mut members: Vec<(String, Value)> = Vec::new();
            for entry in entries {
                let value = merged(&entry.value, findings);
                let Some((_, old)) = members.iter_mut().find(|(name, _)| *name == entry.key) else {
                    members.push((entry.key.clone(), value));
                    continue;
                };
                findings.push(Finding::new(Class::Repeated, entry.key.clone()));
                match old {
                    Value::List(items) => items.push(value),
                    old => *old = Value::List(vec![std::mem::take(old), value]),
                }
            }
            Value::Map(members)
        }
    }
}

fn of_leniencies(leniencies: &[Leniency]) -> impl Iterator<Item = Finding> {
    leniencies.iter().filter_map(|leniency| {
        let class = match leniency.kind {
            LeniencyKind::UnlistedMember => Class::Unlisted,
            LeniencyKind::Misfit => Class::Misfit,
            _ => return None,
        };
        Some(Finding::new(class, without_numbers(&leniency.path)))
    })
}
