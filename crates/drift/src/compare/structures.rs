//! Structures: each compared once, by the directions in which operations lead to it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use specwright_spec::{Field, Service, Structure, Type};

use super::docs::provenance;
use super::fields::Scope;
use super::sink::{Sides, Sink, Site};
use super::uses::Uses;
use super::{Pair, first_by, renames};
use crate::{Action, Direction, Kind, Level, Place, Where};

/// The structures of both sides, who uses them, and which seem to be the same.
pub(super) struct Structures<'s> {
    pub old: BTreeMap<&'s str, &'s Structure>,
    pub new: BTreeMap<&'s str, &'s Structure>,
    /// Old name to new.
    renamed: BTreeMap<&'s str, &'s str>,
    old_uses: Uses<'s>,
    new_uses: Uses<'s>,
}

impl<'s> Structures<'s> {
    pub fn new(old_service: &'s Service, new_service: &'s Service) -> Self {
        let old = first_by(&old_service.structures, |s| s.name.as_str());
        let new = first_by(&new_service.structures, |s| s.name.as_str());
        Self {
            renamed: renames::structures(old_service, new_service, &old, &new),
            old_uses: Uses::new(old_service),
            new_uses: Uses::new(new_service),
            old,
            new,
        }
    }

    /// Whether an old and a new name mean one structure.
    pub fn are_one(&self, old: &str, new: &str) -> bool {
        self.renamed
            .get(old)
            .map_or(old == new, |name| *name == new)
    }

    /// Which ways a structure travels: those of both sides; if it changed sides, all.
    fn directions(&self, old: Option<&str>, new: Option<&str>) -> Travel {
        let old = old
            .map(|name| self.old_uses.reach(name))
            .unwrap_or_default();
        let new = new
            .map(|name| self.new_uses.reach(name))
            .unwrap_or_default();
        let both = (old.request && new.request, old.response && new.response);
        let either = (old.request || new.request, old.response || new.response);
        let directions: &'static [Direction] =
            match if both == (false, false) { either } else { both } {
                (true, true) => &[Direction::Request, Direction::Response],
                (true, false) => &[Direction::Request],
                (false, _) => &[Direction::Response],
            };
        let operations: BTreeSet<&str> = old.operations.union(&new.operations).copied().collect();
        Travel {
            directions,
            operations: operations.into_iter().map(str::to_owned).collect(),
        }
    }
}

/// Which ways a structure travels, and by which operations.
struct Travel {
    directions: &'static [Direction],
    operations: Vec<String>,
}

impl<'s> Pair<'s> {
    pub(super) fn structures(&self, sink: &mut Sink) {
        let all = &self.structures;
        for (name, old) in &all.old {
            let new_name = all.renamed.get(name).unwrap_or(name);
            let new = all.new.get(new_name);
            // Most structures are as they were; who uses them need not be asked.
            if new.is_none_or(|new| old != new) {
                self.structure(sink, name, Some(old), new.copied());
            }
        }
        let taken: BTreeSet<&str> = all.renamed.values().copied().collect();
        for (name, new) in &all.new {
            if !all.old.contains_key(name) && !taken.contains(name) {
                self.structure(sink, name, None, Some(new));
            }
        }
    }

    fn structure(
        &self,
        sink: &mut Sink,
        name: &str,
        old: Option<&'s Structure>,
        new: Option<&'s Structure>,
    ) {
        let travel = self
            .structures
            .directions(old.map(|s| s.name.as_str()), new.map(|s| s.name.as_str()));
        let service = Site::service(&self.old.vendor, &self.old.service);
        let site = Site {
            place: Where::Structure,
            path: name.to_owned(),
            directions: travel.directions,
            wire_cap: if travel.operations.is_empty() {
                Level::None
            } else {
                Level::Error
            },
            reaches: &travel.operations,
            ..service
        };
        let sides = Sides {
            from: old.map(place),
            to: new.map(place),
        };
        sink.stand(sides.lines(old.map(|s| s.at), new.map(|s| s.at)));
        match (old, new) {
            (Some(old), Some(new)) => self.both(sink, &site, old, new, sides),
            _ => sink.came_or_went(&site, Kind::Structure, (old.map(facts), new.map(facts))),
        }
    }

    fn both(
        &self,
        sink: &mut Sink,
        site: &Site<'_>,
        old: &'s Structure,
        new: &'s Structure,
        sides: Sides,
    ) {
        if old.name != new.name {
            let names = (json!(old.name), json!(new.name));
            sink.changed(site, Kind::Structure, Action::Renamed, names);
        }
        if old.page != new.page {
            let pages = (json!(old.page), json!(new.page));
            sink.changed(site, Kind::StructurePage, Action::Moved, pages);
        }
        self.doc(sink, site, &old.doc, &new.doc);
        let origin = |s: &Structure| json!({ "derived": s.derived, "source": s.source });
        provenance(sink, site, origin(old), origin(new));
        self.values(sink, site, (&old.values, &new.values));
        let scope = Scope::new(sides);
        self.fields(sink, site, (&old.fields, &new.fields), &scope);
    }
}

/// The page of a structure, without a line.
pub(super) fn place(structure: &Structure) -> Place {
    Place {
        page: structure.page.clone(),
        section: None,
        line: None,
    }
}

fn facts(structure: &Structure) -> Value {
    let names: Vec<&str> = structure.fields.iter().map(|f| f.name.as_str()).collect();
    let values: Vec<&str> = structure.values.iter().map(|v| v.value.as_str()).collect();
    if values.is_empty() {
        json!({ "members": names })
    } else {
        json!({ "values": values })
    }
}

/// Calls back for each field that both lists have, in depth, with the types of both sides.
pub(super) fn common_types<'s>(
    old: &'s [Field],
    new: &'s [Field],
    each: &mut dyn FnMut(&'s Type, &'s Type),
) {
    let new = first_by(new, |field| field.name.as_str());
    for old in old {
        if let Some(new) = new.get(old.name.as_str()) {
            each(&old.ty, &new.ty);
            common_types(&old.fields, &new.fields, each);
        }
    }
}
