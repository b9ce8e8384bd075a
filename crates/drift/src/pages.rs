//! Pages whose text changed while no fact did, where both texts are at hand.
//!
//! The comparison of specs cannot see such an edit. Whoever reads the pages gives their texts
//! here, and is told of each: whether its words changed, or only links, or only spaces.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use crate::change::{content_hash, fingerprint};
use crate::compare::message;
use crate::{Action, Change, Direction, Kind, Level, Place, Subject, Where, rules};

/// The texts of one vendor's pages, by path under the folder of pages.
#[derive(Clone, Debug, Default)]
pub struct Pages<'p> {
    /// The vendor.
    pub vendor: String,
    /// The texts on the old side.
    pub old: BTreeMap<&'p str, &'p str>,
    /// The texts on the new side.
    pub new: BTreeMap<&'p str, &'p str>,
}

/// A change for each page that is on both sides, whose text differs, and to which none of
/// the given changes points. A change of a whole service points at no page: the pages whose
/// edited lines hold its old or its new value tell it.
pub fn compare_pages(pages: &Pages<'_>, changes: &[Change]) -> Vec<Change> {
    let told: BTreeSet<&str> = changes
        .iter()
        .filter(|change| change.subject.vendor == pages.vendor)
        .flat_map(|change| [&change.from, &change.to])
        .flatten()
        .map(|place| place.page.as_str())
        .collect();
    let wide = service_wide(&pages.vendor, changes);
    pages
        .old
        .iter()
        .filter(|(path, _)| !told.contains(*path))
        .filter_map(|(path, old)| {
            let new = pages.new.get(path)?;
            let kind = difference(old, new)?;
            let is_told = !wide.is_empty() && tells(old, new, &wide);
            (!is_told).then(|| change(&pages.vendor, path, kind, (old, new)))?
        })
        .collect()
}

/// The values of a vendor's changes that stand on no page: versions and hosts of services.
fn service_wide<'c>(vendor: &str, changes: &'c [Change]) -> Vec<&'c str> {
    changes
        .iter()
        .filter(|change| change.subject.vendor == vendor)
        .filter(|change| change.from.is_none() && change.to.is_none())
        .flat_map(|change| [&change.old, &change.new])
        .filter_map(|value| value.as_str())
        .filter(|value| !value.is_empty())
        .collect()
}

/// Whether a line that only one of two texts has holds one of the values.
fn tells(old: &str, new: &str, values: &[&str]) -> bool {
    let lines = |text| -> BTreeSet<&str> { str::lines(text).collect() };
    let (old, new) = (lines(old), lines(new));
    let mut edited = old.symmetric_difference(&new);
    edited.any(|line| values.iter().any(|value| line.contains(value)))
}

/// What kind of edit it is; nothing if there is none.
fn difference(old: &str, new: &str) -> Option<Kind> {
    if old == new {
        return None;
    }
    let (old, new) = (words(old), words(new));
    Some(if old == new {
        Kind::PageLayout
    } else if without_links(&old) == without_links(&new) {
        Kind::PageLinks
    } else {
        Kind::PageText
    })
}

/// The text with one space for each gap.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text without the targets of links and images: what stands in `](…)`, in `href="…"`
/// and `src="…"`, and bare addresses.
fn without_links(text: &str) -> String {
    const STARTS: &[(&str, &[char])] = &[
        ("](", &[')']),
        ("href=\"", &['"']),
        ("src=\"", &['"']),
        ("https://", &[' ', ')', '"', '<', '>', '|']),
        ("http://", &[' ', ')', '"', '<', '>', '|']),
    ];
    let mut out = String::new();
    let mut rest = text;
    loop {
        let next = STARTS
            .iter()
            .filter_map(|(start, ends)| Some((rest.find(start)?, *start, *ends)))
            .min_by_key(|(at, ..)| *at);
        let Some((at, start, ends)) = next else {
            out.push_str(rest);
            return out;
        };
        out.push_str(&rest[..at]);
        out.push_str(start.trim_end_matches("s://").trim_end_matches("://"));
        let target = &rest[at + start.len()..];
        rest = &target[target.find(ends).unwrap_or(target.len())..];
    }
}

fn change(vendor: &str, path: &str, kind: Kind, (old, new): (&str, &str)) -> Option<Change> {
    let rule = rules::by_axes(Direction::Either, kind, Action::Changed)?;
    let subject = Subject {
        vendor: vendor.to_owned(),
        service: None,
        operation: None,
        r#where: Where::Page,
        path: path.to_owned(),
    };
    let place = |line| Place {
        page: path.to_owned(),
        section: None,
        line: Some(line),
    };
    let line = first_difference(old, new);
    let (was, is) = (json!(content_hash(old)), json!(content_hash(new)));
    Some(Change {
        rule: rule.id,
        wire: Level::None,
        source: Level::None,
        docs: true,
        guess: false,
        from: Some(place(line)),
        to: Some(place(line)),
        reaches: Vec::new(),
        message: message(rule, vendor, path, &was, &is),
        fingerprint: fingerprint(rule.id, &subject, &was, &is),
        subject,
        old: was,
        new: is,
    })
}

/// The 1-based line where two texts part.
fn first_difference(old: &str, new: &str) -> u32 {
    let same = old
        .split('\n')
        .zip(new.split('\n'))
        .take_while(|(old, new)| old == new)
        .count();
    u32::try_from(same).unwrap_or(u32::MAX).saturating_add(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_are_told_apart() {
        let page = "# Disks\n\nSee [types](/a/b) and https://a.example/x.\n";
        for (edited, kind) in [
            (page.to_owned(), None),
            (page.replace("\n\n", "\r\n\r\n"), Some(Kind::PageLayout)),
            (page.replace("/a/b", "/c"), Some(Kind::PageLinks)),
            (
                page.replace("a.example", "b.example"),
                Some(Kind::PageLinks),
            ),
            (page.replace("types", "kinds"), Some(Kind::PageText)),
        ] {
            assert_eq!(difference(page, &edited), kind, "{edited}");
        }
    }

    #[test]
    fn edited_lines_tell_of_a_service_by_its_value() {
        let page = "Host: a.example\n\nVersion 2017-03-12\n";
        let edited = page.replace("2017-03-12", "2020-01-01");
        assert!(tells(page, &edited, &["2020-01-01"]));
        assert!(tells(page, &edited, &["2017-03-12"]));
        assert!(!tells(page, &edited, &["a.example"]));
    }
}
