//! Where found differences become changes: the rule by its axes, the message, the
//! fingerprint. Must not know how differences are found.

use std::collections::BTreeMap;

use serde_json::Value;
use specwright_spec::Position;

use crate::change::fingerprint;
use crate::{Action, Change, Direction, Kind, Level, Place, Rule, Subject, Where, rules};

/// Old and new fact.
pub(super) type Facts = (Value, Value);

/// The directions of what travels neither way.
pub(super) const NEITHER: &[Direction] = &[Direction::Either];

/// What is being compared: the subject, and what a change of it means.
#[derive(Clone, Debug)]
pub(super) struct Site<'s> {
    pub vendor: &'s str,
    pub service: &'s str,
    pub operation: Option<&'s str>,
    pub place: Where,
    pub path: String,
    /// Which ways the fact travels; both for a structure that requests and responses hold.
    pub directions: &'static [Direction],
    /// The gravest that WIRE can be: nothing travels where no operation leads.
    pub wire_cap: Level,
    /// The gravest that SOURCE can be: some facts show in no generated type.
    pub source_cap: Level,
    /// The operations that lead to a structure.
    pub reaches: &'s [String],
}

impl<'s> Site<'s> {
    pub fn service(vendor: &'s str, service: &'s str) -> Self {
        Self {
            vendor,
            service,
            operation: None,
            place: Where::Service,
            path: String::new(),
            directions: NEITHER,
            wire_cap: Level::Error,
            source_cap: Level::Error,
            reaches: &[],
        }
    }

    /// The same part, another item.
    pub fn at(&self, path: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            ..self.clone()
        }
    }

    /// Another part of the same operation or service.
    pub fn within(&self, place: Where) -> Self {
        let directions: &[Direction] = match place {
            Where::Request => &[Direction::Request],
            Where::Response => &[Direction::Response],
            _ => NEITHER,
        };
        Self {
            place,
            directions,
            path: String::new(),
            ..self.clone()
        }
    }

    /// The same item, in a fact that shows in no generated type.
    pub fn without_source(&self) -> Self {
        Self {
            source_cap: Level::None,
            ..self.clone()
        }
    }

    /// The same item, in a fact of which WIRE can be no graver than this.
    pub fn at_most(&self, wire: Level) -> Self {
        Self {
            wire_cap: self.wire_cap.min(wire),
            ..self.clone()
        }
    }

    fn subject(&self) -> Subject {
        Subject {
            vendor: self.vendor.to_owned(),
            service: Some(self.service.to_owned()),
            operation: self.operation.map(str::to_owned),
            r#where: self.place,
            path: self.path.clone(),
        }
    }

    /// What a message calls the thing that has the item.
    fn owner(&self) -> String {
        match (self.operation, self.place) {
            (Some(operation), _) => operation.to_owned(),
            (None, Where::Structure) => {
                let end = self.path.find(['.', '=', '[']).unwrap_or(self.path.len());
                format!("structure {}", &self.path[..end])
            }
            (None, _) => format!("{}/{}", self.vendor, self.service),
        }
    }

    /// What a message calls the item.
    fn item(&self) -> &str {
        match self.place {
            Where::Structure => self
                .path
                .split_once('.')
                .map_or(&self.path, |(_, rest)| rest),
            Where::Service if self.path.is_empty() => self.service,
            _ if self.path.is_empty() => self.operation.unwrap_or(self.service),
            _ => &self.path,
        }
    }
}

/// Where the fact stands on each side.
#[derive(Clone, Debug, Default)]
pub(super) struct Sides {
    pub from: Option<Place>,
    pub to: Option<Place>,
}

impl Sides {
    /// The same pages, at these lines; a position that is not known leaves none.
    pub fn lines(&self, old: Option<Position>, new: Option<Position>) -> Self {
        let put = |place: &Option<Place>, at: Option<Position>| {
            let at = at?;
            let mut place = place.clone()?;
            place.line = at.is_known().then_some(at.line);
            Some(place)
        };
        Self {
            from: put(&self.from, old),
            to: put(&self.to, new),
        }
    }
}

/// The changes found so far.
#[derive(Default)]
pub(super) struct Sink {
    changes: Vec<Change>,
    sides: Sides,
}

impl Sink {
    /// From here on, changes stand in these places.
    pub fn stand(&mut self, sides: Sides) {
        self.sides = sides;
    }

    /// One fact became another, in a way that the action names.
    pub fn changed(&mut self, site: &Site<'_>, kind: Kind, action: Action, facts: Facts) {
        for &direction in site.directions {
            self.one_way(site, direction, kind, action, facts.clone());
        }
    }

    /// The same, for one of the directions.
    pub fn one_way(
        &mut self,
        site: &Site<'_>,
        direction: Direction,
        kind: Kind,
        action: Action,
        facts: Facts,
    ) {
        let rule = rules::by_axes(direction, kind, action);
        debug_assert!(
            rule.is_some(),
            "no rule for {direction:?} {kind:?} {action:?}"
        );
        if let Some(rule) = rule {
            let change = change(rule, site, facts, &self.sides);
            self.changes.push(change);
        }
    }

    /// A fact that may be stated or not: stated, unstated or changed, if there is a difference.
    pub fn fact(&mut self, site: &Site<'_>, kind: Kind, facts: Facts) {
        let action = match &facts {
            (old, new) if old == new => return,
            (Value::Null, _) => Action::Stated,
            (_, Value::Null) => Action::Unstated,
            _ => Action::Changed,
        };
        self.changed(site, kind, action, facts);
    }

    /// A thing that is there or not: added, removed, or changed if it is another.
    pub fn came_or_went(
        &mut self,
        site: &Site<'_>,
        kind: Kind,
        facts: (Option<Value>, Option<Value>),
    ) {
        let action = match &facts {
            (old, new) if old == new => return,
            (None, _) => Action::Added,
            (_, None) => Action::Removed,
            _ => Action::Changed,
        };
        let value = Option::unwrap_or_default;
        self.changed(site, kind, action, (value(facts.0), value(facts.1)));
    }

    /// Words changed.
    pub fn text(&mut self, site: &Site<'_>, facts: Facts) {
        self.changed(site, Kind::Description, Action::Changed, facts);
    }

    /// All changes, in the order of their subjects, each once.
    pub fn finish(self) -> Vec<Change> {
        // A rule for either direction fires once for each direction of a structure.
        let unique: BTreeMap<_, Change> = self
            .changes
            .into_iter()
            .rev()
            .map(|change| {
                (
                    (
                        change.subject.clone(),
                        change.rule,
                        // Values of one set follow each other as people look them up.
                        change.old.to_string(),
                        change.new.to_string(),
                    ),
                    change,
                )
            })
            .collect();
        unique.into_values().collect()
    }
}

/// A change by a rule.
pub(super) fn change(rule: &'static Rule, site: &Site<'_>, facts: Facts, sides: &Sides) -> Change {
    let (old, new) = facts;
    let subject = site.subject();
    Change {
        rule: rule.id,
        fingerprint: fingerprint(rule.id, &subject, &old, &new),
        message: message(rule, &site.owner(), site.item(), &old, &new),
        from: sides.from.clone(),
        to: sides.to.clone(),
        wire: rule.wire.min(site.wire_cap),
        source: rule.source.min(site.source_cap),
        docs: rule.is_docs(),
        guess: rule.is_guess(),
        reaches: site.reaches.to_vec(),
        subject,
        old,
        new,
    }
}

/// The rule's message, filled in. The words are put in one pass, so that a name that looks
/// like a placeholder stays what it is.
pub(crate) fn message(rule: &Rule, owner: &str, item: &str, old: &Value, new: &Value) -> String {
    let mut text = String::new();
    let mut rest = rule.message;
    while let Some((before, after)) = rest.split_once('{') {
        let (word, after) = after.split_once('}').unwrap_or((after, ""));
        text.push_str(before);
        match word {
            "item" => text.push_str(&tame(item)),
            "owner" => text.push_str(&tame(owner)),
            "old" => text.push_str(&words(rule, old)),
            _ => text.push_str(&words(rule, new)),
        }
        rest = after;
    }
    text.push_str(rest);
    text
}

/// A fact in words. Bounds that are not stated bind nothing.
fn words(rule: &Rule, fact: &Value) -> String {
    match (rule.kind, fact) {
        (Kind::Range | Kind::Length | Kind::Items, Value::Null) => "any".to_owned(),
        _ => super::facts::words(fact),
    }
}

/// A name or value of a page in a message: nothing in it reaches a terminal, ends the line or
/// ends the code span that it may stand in.
pub(super) fn tame(text: &str) -> String {
    text.replace(char::is_control, " ").replace('`', "'")
}
