//! Fields: parameters, members of responses and of structures, in depth.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use specwright_spec::{EnumValue, Field, Number, Required, Type};

use super::sink::{Facts, Sides, Sink, Site};
use super::types::{Members, Relation, Side};
use super::{Pair, docs, facts, first_by, renames, structures};
use crate::{Action, Direction, Kind, Level, Where};

/// On which pages fields stand, and which structures are being compared in place.
#[derive(Clone)]
pub(super) struct Scope<'s> {
    sides: Sides,
    open: Vec<(Option<&'s str>, Option<&'s str>)>,
}

impl<'s> Scope<'s> {
    pub fn new(sides: Sides) -> Self {
        Self {
            sides,
            open: Vec::new(),
        }
    }

    /// The scope of members that belong to structures of their own.
    fn enter(&self, old: Members<'s>, new: Members<'s>) -> Self {
        let mut scope = self.clone();
        scope.open.push((old.name(), new.name()));
        if let Some(structure) = old.structure {
            scope.sides.from = Some(structures::place(structure));
        }
        if let Some(structure) = new.structure {
            scope.sides.to = Some(structures::place(structure));
        }
        scope
    }
}

impl<'s> Pair<'s> {
    /// Two lists of fields under one item.
    pub(super) fn fields(
        &self,
        sink: &mut Sink,
        site: &Site<'_>,
        (old, new): (&'s [Field], &'s [Field]),
        scope: &Scope<'s>,
    ) {
        let names = |fields: &'s [Field]| first_by(fields, |field| field.name.as_str());
        let (old_names, new_names) = (names(old), names(new));
        let renamed = self.renamed_fields(site, old, new, (&old_names, &new_names));
        for (name, old) in &old_names {
            let new = new_names.get(name).or_else(|| renamed.get(name)).copied();
            sink.stand(scope.sides.lines(Some(old.at), new.map(|new| new.at)));
            let site = site.at(below(&site.path, name));
            match new {
                Some(new) => self.field(sink, &site, old, new, scope),
                None => {
                    let gone = (facts::field(old), Value::Null);
                    sink.changed(&site, Kind::Field, Action::Removed, gone);
                }
            }
        }
        let taken: BTreeSet<&str> = renamed.values().map(|new| new.name.as_str()).collect();
        for (name, new) in &new_names {
            if !old_names.contains_key(name) && !taken.contains(name) {
                sink.stand(scope.sides.lines(None, Some(new.at)));
                added(sink, &site.at(below(&site.path, name)), new);
            }
        }
    }

    fn renamed_fields(
        &self,
        site: &Site<'_>,
        old: &'s [Field],
        new: &'s [Field],
        (old_names, new_names): (&BTreeMap<&str, &'s Field>, &BTreeMap<&str, &'s Field>),
    ) -> BTreeMap<&'s str, &'s Field> {
        let direction = site
            .directions
            .first()
            .copied()
            .unwrap_or(Direction::Either);
        let same = |old: &'s Field, new: &'s Field| {
            matches!(
                self.relation(direction, old, new),
                Relation::Same | Relation::Members(..)
            )
        };
        renames::fields(
            &renames::apart(old, new_names),
            &renames::apart(new, old_names),
            &same,
        )
    }

    fn field(
        &self,
        sink: &mut Sink,
        site: &Site<'_>,
        old: &'s Field,
        new: &'s Field,
        scope: &Scope<'s>,
    ) {
        if old == new {
            return;
        }
        if old.name != new.name {
            renamed(sink, site, old, new);
        }
        need(sink, site, old, new);
        travel(sink, site, old, new);
        limits(sink, site, old, new);
        text_facts(sink, site, old, new);
        deprecation(sink, site, &old.deprecated, &new.deprecated);
        self.doc(sink, site, &old.doc, &new.doc);
        docs::field_provenance(sink, site, old, new);
        self.types(sink, site, old, new, scope);
    }

    fn types(
        &self,
        sink: &mut Sink,
        site: &Site<'_>,
        old: &'s Field,
        new: &'s Field,
        scope: &Scope<'s>,
    ) {
        let types: Facts = (json!(old.ty), json!(new.ty));
        let mut values: (&[EnumValue], &[EnumValue]) = (&old.values, &new.values);
        for &direction in site.directions {
            match self.relation(direction, old, new) {
                Relation::Same => {}
                Relation::Differ(action) => {
                    let mut site = site.clone();
                    if self.same_code(old, new) {
                        site = site.without_source();
                        // A client that reads a tree reads any tree.
                        if direction == Direction::Response {
                            site = site.at_most(Level::Warning);
                        }
                    }
                    sink.one_way(&site, direction, Kind::Type, action, types.clone());
                }
                Relation::Width(action) => {
                    sink.one_way(site, direction, Kind::IntegerWidth, action, types.clone());
                }
                Relation::Texts => {
                    sink.one_way(
                        site,
                        direction,
                        Kind::TypeName,
                        Action::Changed,
                        types.clone(),
                    );
                    values = (
                        self.values_of(Side::Old, old),
                        self.values_of(Side::New, new),
                    );
                }
                Relation::Members(..) => {}
            }
        }
        // Only texts become enumerations.
        let is_text = |field: &Field| *field.ty.leaf() == Type::String;
        if is_text(old) || is_text(new) || old.ty.structure().is_some() {
            self.values(sink, site, values);
        } else {
            self.values(sink, &site.without_source(), values);
        }
        let direction = site
            .directions
            .first()
            .copied()
            .unwrap_or(Direction::Either);
        if let Relation::Members(a, b) = self.relation(direction, old, new) {
            let is_open = scope.open.contains(&(a.name(), b.name()));
            // Neither has a name: the members belong to this field alone.
            let is_inline = a.name().or(b.name()).is_none();
            if is_open && !is_inline {
                return;
            }
            if !is_inline {
                sink.changed(site, Kind::TypeName, Action::Changed, types);
            }
            let site = site.at(format!("{}{}", site.path, brackets(&old.ty)));
            self.fields(sink, &site, (a.fields, b.fields), &scope.enter(a, b));
        }
    }

    /// Two closed sets of values.
    pub(super) fn values(
        &self,
        sink: &mut Sink,
        site: &Site<'_>,
        (old, new): (&[EnumValue], &[EnumValue]),
    ) {
        let texts = |values: &[EnumValue]| -> Vec<String> {
            values.iter().map(|value| value.value.clone()).collect()
        };
        if old.is_empty() || new.is_empty() {
            let fact = |values| Some(texts(values)).filter(|texts| !texts.is_empty());
            return sink.fact(site, Kind::EnumSet, (json!(fact(old)), json!(fact(new))));
        }
        let by_text = |values| first_by(values, |value: &EnumValue| value.value.as_str());
        let (old, new) = (by_text(old), by_text(new));
        for (text, value) in &old {
            match new.get(text) {
                None => {
                    let gone = (json!(text), Value::Null);
                    sink.changed(site, Kind::EnumValue, Action::Removed, gone);
                }
                Some(other) => {
                    let site = site.at(format!("{}={text}", site.path));
                    self.doc(sink, &site, &value.doc, &other.doc);
                }
            }
        }
        for text in new.keys().filter(|text| !old.contains_key(*text)) {
            sink.changed(
                site,
                Kind::EnumValue,
                Action::Added,
                (Value::Null, json!(text)),
            );
        }
    }
}

/// The path of a field under an item.
fn below(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_owned()
    } else {
        format!("{path}.{name}")
    }
}

/// `[]` for each list level.
fn brackets(ty: &Type) -> String {
    match ty {
        Type::List(item) => format!("[]{}", brackets(item)),
        _ => String::new(),
    }
}

fn added(sink: &mut Sink, site: &Site<'_>, field: &Field) {
    for &direction in site.directions {
        let action = match (direction, Need::of(field)) {
            (Direction::Request, Need::Required) => Action::AddedRequired,
            (Direction::Request, Need::Unknown | Need::Conditional) => Action::AddedUnclear,
            _ => Action::Added,
        };
        let fresh = (Value::Null, facts::field(field));
        sink.one_way(site, direction, Kind::Field, action, fresh);
    }
}

fn renamed(sink: &mut Sink, site: &Site<'_>, old: &Field, new: &Field) {
    for &direction in site.directions {
        let action = match direction {
            Direction::Request if old.is_required() || new.is_required() => Action::RenamedRequired,
            _ => Action::Renamed,
        };
        let names = (json!(old.name), json!(new.name));
        sink.one_way(site, direction, Kind::Field, action, names);
    }
}

/// What a page says of the need for a field. A table without such a column says as little
/// as a mark that cannot be read.
#[derive(Clone, Copy, PartialEq)]
enum Need {
    Required,
    Conditional,
    Optional,
    Unknown,
}

impl Need {
    fn of(field: &Field) -> Self {
        match field.required {
            Some(Required::Yes) => Self::Required,
            _ if field.conditional => Self::Conditional,
            Some(Required::No) => Self::Optional,
            Some(Required::Unknown) | None => Self::Unknown,
        }
    }

    fn fact(self) -> Value {
        match self {
            Self::Required => true.into(),
            Self::Conditional => "conditional".into(),
            Self::Optional => false.into(),
            Self::Unknown => "unknown".into(),
        }
    }
}

fn need(sink: &mut Sink, site: &Site<'_>, old: &Field, new: &Field) {
    use Need::{Conditional, Optional, Required, Unknown};
    let (old, new) = (Need::of(old), Need::of(new));
    let (kind, action) = match (old, new) {
        (old, new) if old == new => return,
        (Unknown, Required) => (Kind::Need, Action::RequiredStated),
        (Required, Unknown) => (Kind::Need, Action::RequiredUnstated),
        (Unknown, Optional) => (Kind::Need, Action::OptionalStated),
        (Optional, Unknown) => (Kind::Need, Action::OptionalUnstated),
        (_, Required) => (Kind::Need, Action::Required),
        (Required, _) => (Kind::Need, Action::Optional),
        (_, Conditional) => (Kind::Condition, Action::Added),
        (Conditional, _) => (Kind::Condition, Action::Removed),
        (Optional, Optional) | (Unknown, Unknown) => return,
    };
    sink.changed(site, kind, action, (old.fact(), new.fact()));
}

/// How and where a field travels. What is not said is the usual way.
fn travel(sink: &mut Sink, site: &Site<'_>, old: &Field, new: &Field) {
    let usual = |fact: Value| if fact.is_null() { json!("usual") } else { fact };
    let styles = (usual(json!(old.encoding)), usual(json!(new.encoding)));
    if styles.0 != styles.1 {
        sink.changed(site, Kind::ListStyle, Action::Changed, styles);
    }
    let places = (usual(json!(old.position)), usual(json!(new.position)));
    if places.0 != places.1 {
        sink.changed(site, Kind::Placement, Action::Changed, places);
    }
}

fn limits(sink: &mut Sink, site: &Site<'_>, old: &Field, new: &Field) {
    bounds::<Number>(
        sink,
        site,
        Kind::Range,
        (old.min, old.max),
        (new.min, new.max),
    );
    let lengths = |field: &Field| (field.min_length, field.max_length);
    bounds(sink, site, Kind::Length, lengths(old), lengths(new));
    let items = |field: &Field| (field.min_items, field.max_items);
    bounds(sink, site, Kind::Items, items(old), items(new));
}

/// Two bounds. One edit may tighten one and loosen the other.
fn bounds<N: PartialOrd + Copy + Into<facts::Bound>>(
    sink: &mut Sink,
    site: &Site<'_>,
    kind: Kind,
    old: (Option<N>, Option<N>),
    new: (Option<N>, Option<N>),
) {
    // A lower bound is tighter if greater, an upper one if less; none is loosest.
    let above = |a: Option<N>, b: Option<N>| a.is_some_and(|a| b.is_none_or(|b| a > b));
    let under = |a: Option<N>, b: Option<N>| a.is_some_and(|a| b.is_none_or(|b| a < b));
    let facts = (facts::bounds(old.0, old.1), facts::bounds(new.0, new.1));
    if above(new.0, old.0) || under(new.1, old.1) {
        // A bound that is stated for the first time may have held before.
        let moved =
            old.0.is_some() && above(new.0, old.0) || old.1.is_some() && under(new.1, old.1);
        let gravest = if moved { Level::Error } else { Level::Warning };
        let site = site.at_most(gravest);
        sink.changed(&site, kind, Action::Tightened, facts.clone());
    }
    if above(old.0, new.0) || under(old.1, new.1) {
        sink.changed(site, kind, Action::Loosened, facts);
    }
}

fn text_facts(sink: &mut Sink, site: &Site<'_>, old: &Field, new: &Field) {
    let defaults = facts::texts(&old.default, &new.default);
    for &direction in site.directions {
        let action = match (&defaults.0, &defaults.1) {
            (old, new) if old == new => continue,
            (Value::Null, _) if direction == Direction::Request => Action::Stated,
            (_, Value::Null) if direction == Direction::Request => Action::Unstated,
            _ => Action::Changed,
        };
        sink.one_way(site, direction, Kind::Default, action, defaults.clone());
    }
    if old.format != new.format {
        let formats = facts::texts(&old.format, &new.format);
        // A form that was not told may have been this one.
        let told = old.format.is_some() && new.format.is_some();
        let site = site.at_most(if told { Level::Error } else { Level::Info });
        sink.changed(&site, Kind::Format, Action::Changed, formats);
    }
    sink.fact(site, Kind::Unit, facts::texts(&old.unit, &new.unit));
    if old.nullable != new.nullable {
        let action = if new.nullable {
            Action::Added
        } else {
            Action::Removed
        };
        let facts = (json!(old.nullable), json!(new.nullable));
        sink.changed(site, Kind::Nullable, action, facts);
    }
}

/// Deprecation of a field, or of an operation.
pub(super) fn deprecation(
    sink: &mut Sink,
    site: &Site<'_>,
    old: &Option<specwright_spec::Deprecation>,
    new: &Option<specwright_spec::Deprecation>,
) {
    let kind = if site.place == Where::Operation {
        Kind::Operation
    } else {
        Kind::Field
    };
    let facts = (json!(old), json!(new));
    match (old, new) {
        (None, Some(_)) => sink.changed(site, kind, Action::Deprecated, facts),
        (Some(_), None) => sink.changed(site, kind, Action::Undeprecated, facts),
        (Some(a), Some(b)) if a != b => {
            let facts = facts::texts(&a.replacement, &b.replacement);
            sink.changed(site, Kind::Replacement, Action::Changed, facts);
        }
        _ => {}
    }
}
