//! Codes of failures: which there are, with which status, and what a caller may do.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use specwright_spec::{ErrorCode, Profile, RetryClass};

use super::facts::texts;
use super::sink::{Sides, Sink, Site};
use super::{Pair, first_by, renames};
use crate::{Action, Kind};

impl Pair<'_> {
    pub(super) fn errors(
        &self,
        sink: &mut Sink,
        site: &Site<'_>,
        (old, new): (&[ErrorCode], &[ErrorCode]),
        sides: &Sides,
    ) {
        let (old, new) = (by_code(old), by_code(new));
        let gone: Vec<&ErrorCode> = unmatched(&old, &new);
        let fresh: Vec<&ErrorCode> = unmatched(&new, &old);
        let renamed = renames::errors(&gone, &fresh);
        for (code, old) in &old {
            let new = new.get(code).or_else(|| renamed.get(code)).copied();
            sink.stand(sides.lines(Some(old.at), new.map(|new| new.at)));
            let site = site.at(*code);
            match new {
                Some(new) => self.error(sink, &site, old, new),
                None => sink.came_or_went(&site, Kind::ErrorCode, (Some(facts(old)), None)),
            }
        }
        for new in fresh {
            if renamed.values().all(|renamed| renamed.code != new.code) {
                sink.stand(sides.lines(None, Some(new.at)));
                let site = site.at(&new.code);
                sink.came_or_went(&site, Kind::ErrorCode, (None, Some(facts(new))));
            }
        }
    }

    fn error(&self, sink: &mut Sink, site: &Site<'_>, old: &ErrorCode, new: &ErrorCode) {
        if old.code != new.code {
            let facts = (json!(old.code), json!(new.code));
            sink.changed(site, Kind::ErrorCode, Action::Renamed, facts);
        }
        sink.fact(site, Kind::ErrorStatus, (statuses(old), statuses(new)));
        let class = |error| retry_class(self.profile, error).as_str();
        if class(old) != class(new) {
            let facts = (json!(class(old)), json!(class(new)));
            sink.changed(site, Kind::RetryClass, Action::Changed, facts);
        }
        let (before, now) = (old.also.len() + 1, new.also.len() + 1);
        if before != now {
            sink.changed(
                site,
                Kind::ErrorCases,
                Action::Changed,
                (json!(before), json!(now)),
            );
        } else if self.prose {
            self.error_texts(sink, site, old, new);
        }
    }

    fn error_texts(&self, sink: &mut Sink, site: &Site<'_>, old: &ErrorCode, new: &ErrorCode) {
        for (old, new) in old.cases().zip(new.cases()) {
            if old.message != new.message {
                sink.text(site, texts(&old.message, &new.message));
            }
            self.doc(sink, site, &old.doc, &new.doc);
        }
    }
}

fn by_code(errors: &[ErrorCode]) -> BTreeMap<&str, &ErrorCode> {
    first_by(errors, |error| error.code.as_str())
}

fn unmatched<'e>(
    here: &BTreeMap<&str, &'e ErrorCode>,
    there: &BTreeMap<&str, &ErrorCode>,
) -> Vec<&'e ErrorCode> {
    here.iter()
        .filter(|(code, _)| !there.contains_key(*code))
        .map(|(_, error)| *error)
        .collect()
}

fn facts(error: &ErrorCode) -> Value {
    match statuses(error) {
        Value::Null => json!({ "code": error.code }),
        status => json!({ "code": error.code, "status": status }),
    }
}

/// Nothing, the status, or all of them in order.
fn statuses(error: &ErrorCode) -> Value {
    let mut statuses = error.statuses();
    statuses.sort_unstable();
    match statuses.as_slice() {
        [] => Value::Null,
        [one] => json!(one),
        several => json!(several),
    }
}

/// What a caller may do about a failure: the vendor's rule first, then what the status says.
fn retry_class(profile: Option<&Profile>, error: &ErrorCode) -> RetryClass {
    match profile.map(|profile| profile.retry.class(&error.code)) {
        None | Some(RetryClass::Never) => class_by_status(&error.statuses()),
        Some(class) => class,
    }
}

/// As the runtime judges a refusal; a code that comes with several statuses by none of them.
fn class_by_status(statuses: &[u16]) -> RetryClass {
    match statuses {
        [429] => RetryClass::Throttled,
        [500 | 502 | 503 | 504] => RetryClass::Transient,
        _ => RetryClass::Never,
    }
}
