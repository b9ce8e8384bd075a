//! The registry holds together: ids, axes, mirrors, pages.

use std::collections::{BTreeMap, BTreeSet};

use super::*;

#[test]
fn ids_and_axes_are_unique() {
    let mut ids = BTreeSet::new();
    let mut axes = BTreeMap::new();
    for rule in all() {
        assert!(ids.insert(rule.id), "{} stands twice", rule.id);
        let taken = axes.insert((rule.direction, rule.kind, rule.action), rule.id);
        assert_eq!(taken, None, "{} has the axes of another rule", rule.id);
        let is_plain = rule.id.chars().all(|c| c.is_ascii_lowercase() || c == '-');
        assert!(is_plain, "{} is no id", rule.id);
    }
}

/// A rule for either direction would be shadowed by one of a direction, and found by chance.
#[test]
fn no_kind_and_action_has_rules_for_a_direction_and_for_either() {
    for rule in all().filter(|rule| rule.direction == Direction::Either) {
        for direction in [Direction::Request, Direction::Response] {
            let found = by_axes(direction, rule.kind, rule.action);
            assert_eq!(found.map(|rule| rule.id), Some(rule.id));
        }
    }
}

#[test]
fn every_rule_has_its_mirrors_or_a_waiver() {
    let mut waived: BTreeSet<(&str, &str)> = BTreeSet::new();
    for rule in all() {
        let other_way = by_axes(rule.direction.mirror(), rule.kind, rule.action);
        let undone = by_axes(rule.direction, rule.kind, rule.action.mirror());
        for (missing, name, mirror) in [
            (MissingMirror::Direction, "direction", other_way),
            (MissingMirror::Action, "action", undone),
        ] {
            let waiver = WAIVERS
                .iter()
                .find(|waiver| waiver.rule == rule.id && waiver.missing == missing);
            match (mirror, waiver) {
                (Some(_), None) => {}
                (None, Some(waiver)) => {
                    assert!(!waiver.reason.is_empty());
                    waived.insert((waiver.rule, name));
                }
                (None, None) => panic!("{} has no mirror by {name}: add one or waive it", rule.id),
                (Some(mirror), Some(_)) => {
                    panic!(
                        "the waiver of {} by {name} is obsolete: {} mirrors it",
                        rule.id, mirror.id
                    )
                }
            }
        }
    }
    assert_eq!(
        waived.len(),
        WAIVERS.len(),
        "a waiver names no rule, or stands twice"
    );
}

#[test]
fn text_changes_break_nobody() {
    for rule in all().filter(|rule| rule.is_docs()) {
        assert_eq!(
            (rule.wire, rule.source),
            (Level::None, Level::None),
            "{}",
            rule.id
        );
    }
}

#[test]
fn every_rule_has_a_page_of_its_own_and_every_page_a_rule() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/rules");
    let pages: BTreeSet<String> = std::fs::read_dir(folder)
        .expect("the folder of pages")
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .into_string()
                .expect("a name")
        })
        .collect();
    let rules: BTreeSet<String> = all().map(|rule| format!("{}.md", rule.id)).collect();
    assert_eq!(pages, rules);
    for rule in all() {
        let (heading, body) = rule.explanation.split_once('\n').unwrap_or_default();
        assert_eq!(heading, format!("# {}", rule.id));
        assert!(
            body.contains(rule.summary),
            "{}: the page lacks the sentence",
            rule.id
        );
        assert!(
            body.contains("**What to do:**"),
            "{}: the page gives no advice",
            rule.id
        );
    }
}

#[test]
fn messages_use_known_words() {
    for rule in all() {
        let bare = ["{item}", "{owner}", "{old}", "{new}"]
            .iter()
            .fold(rule.message.to_owned(), |text, word| text.replace(word, ""));
        assert!(!bare.contains(['{', '}']), "{}: {}", rule.id, rule.message);
    }
}
