//! A sample held against a table: keys that no table has, members that are always there and are not, other types.
//!
//! The findings are page defects with spans, plain data; nothing here decides who is right. The table wins elsewhere.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use specwright_spec::{Field, Structure, Type};

use super::{Data, Entry, SampleValue, similar};
use crate::text::Span;

/// So many unknown keys of a sample are compared with all names: more are no slips of the hand.
const MAX_LOOKUPS: usize = 64;

/// Structures by name, for types that refer to one.
pub type Lookup<'s> = dyn Fn(&str) -> Option<&'s Structure> + 's;

/// What a check looks at.
#[derive(Clone, Copy, Debug, Default)]
pub struct Scope<'a> {
    /// Top-level keys that no table needs to list: the envelope, the common parameters.
    pub common: &'a [&'a str],
    /// Scalars are all text (XML, query strings), and a list of one item looks like the item: only what cannot be is reported.
    pub untyped: bool,
    /// Names that some row has, in lower case, where rows do not tell their level: a key of one of them is known.
    pub elsewhere: Option<&'a BTreeSet<String>>,
}

/// A difference between a sample and a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding<'s> {
    /// What differs.
    pub kind: FindingKind<'s>,
    /// The wire path, with `[]` after each list level: `Disks[].Size`.
    pub path: String,
    /// The key or value meant, within the sample's text; of what is missing, the value that should hold it.
    pub span: Span,
}

/// What differs.
#[derive(Clone, Debug, PartialEq)]
pub enum FindingKind<'s> {
    /// No table has the key; of the names that the sample lacks, the one that resembles it.
    UnknownKey(Option<Listed<'s>>),
    /// A table has the key in another case.
    OtherCase(Listed<'s>),
    /// One of the common names has the key in another case: that name.
    CommonInOtherCase(String),
    /// The table says that it is always there.
    Missing(Listed<'s>),
    /// The value is of another type than the table says: that of the sample.
    OtherType(Listed<'s>, Type),
    /// An object has the key before.
    Repeated,
}

/// A field of a table, and the structure it is a member of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Listed<'s> {
    /// The field.
    pub field: &'s Field,
    /// The structure that lists it, if it is not the operation's own.
    pub structure: Option<&'s Structure>,
}

/// Compares a sample's document with the fields that a table lists. Each path is reported once, at its first place.
pub fn check<'s>(
    sample: &SampleValue,
    fields: &'s [Field],
    structures: &Lookup<'s>,
    scope: Scope<'_>,
) -> Vec<Finding<'s>> {
    let mut check = Check {
        structures,
        scope,
        findings: Vec::new(),
        lookups: MAX_LOOKUPS,
        seen: BTreeSet::new(),
    };
    check.members(sample, &Members::of(fields, None), "", true);
    check.findings
}

/// The type that a value has by itself: scalars as they are, lists by their first item.
pub fn shown_type(value: &SampleValue) -> Type {
    match &value.data {
        Data::Null => Type::Any,
        Data::Bool(_) => Type::Boolean,
        Data::Number(text) if text.contains(['.', 'e', 'E']) => Type::Number,
        Data::Number(_) => Type::Integer,
        Data::String(_) => Type::String,
        Data::List(items) => Type::list(
            items
                .iter()
                .map(shown_type)
                .find(|ty| *ty != Type::Any)
                .unwrap_or(Type::Any),
        ),
        Data::Map(_) => Type::Object,
    }
}

struct Check<'l, 's, 'a> {
    structures: &'l Lookup<'s>,
    scope: Scope<'a>,
    findings: Vec<Finding<'s>>,
    /// How many more keys are compared with all names of their level.
    lookups: usize,
    seen: BTreeSet<String>,
}

/// The fields of one level, by name.
struct Members<'s> {
    fields: &'s [Field],
    structure: Option<&'s Structure>,
    exact: BTreeMap<&'s str, usize>,
    /// The same by name in lower case, where it is asked for.
    folded: OnceCell<BTreeMap<String, usize>>,
}

impl<'s> Members<'s> {
    fn of(fields: &'s [Field], structure: Option<&'s Structure>) -> Self {
        let exact = fields
            .iter()
            .enumerate()
            .rev()
            .map(|(at, field)| (field.name.as_str(), at))
            .collect();
        Members {
            fields,
            structure,
            exact,
            folded: OnceCell::new(),
        }
    }

    /// The place of the field of that name in lower case.
    fn folded(&self, lower: &str) -> Option<usize> {
        let by_name = self.folded.get_or_init(|| {
            let fields = self.fields.iter().enumerate().rev();
            fields
                .map(|(at, field)| (field.name.to_ascii_lowercase(), at))
                .collect()
        });
        by_name.get(lower).copied()
    }

    fn listed(&self, at: usize) -> Listed<'s> {
        Listed {
            field: &self.fields[at],
            structure: self.structure,
        }
    }

    /// The one name that a key resembles, of those that the object lacks.
    fn similar(&self, key: &str, object: &SampleValue) -> Option<Listed<'s>> {
        let keys = object.entries().iter().map(|entry| entry.key.as_str());
        let present: BTreeSet<&str> = keys.collect();
        let lacks = |field: &&Field| !present.contains(field.name.as_str());
        let names = self
            .fields
            .iter()
            .filter(lacks)
            .map(|field| field.name.as_str());
        let name = similar::nearest(key, names)?;
        self.exact.get(name).map(|&at| self.listed(at))
    }
}

impl<'s> Check<'_, 's, '_> {
    fn members(&mut self, value: &SampleValue, members: &Members<'s>, prefix: &str, is_top: bool) {
        let mut present = BTreeSet::new();
        let mut before = BTreeSet::new();
        for entry in value.entries() {
            let is_new = before.insert(entry.key.as_str());
            match members.exact.get(entry.key.as_str()) {
                Some(&at) => {
                    present.insert(at);
                    let field = &members.fields[at];
                    // A parameter that is a list may be given item by item.
                    let is_untyped_list = field.ty.is_list() && self.scope.untyped;
                    if !is_new && !is_untyped_list {
                        self.report(
                            FindingKind::Repeated,
                            format!("{prefix}{}", entry.key),
                            entry.key_span,
                        );
                    }
                    let path = format!("{prefix}{}", field.name);
                    self.value(&entry.value, members.listed(at), &field.ty, path);
                }
                None => present.extend(self.unlisted(entry, value, members, prefix, is_top)),
            }
        }
        // An empty object inside stands for one that was left out.
        let is_left_out = !is_top && value.entries().is_empty();
        if !matches!(value.data, Data::Map(_)) || is_left_out {
            return;
        }
        for (at, field) in members.fields.iter().enumerate() {
            if field.is_required() && !present.contains(&at) {
                let path = format!("{prefix}{}", field.name);
                self.report(FindingKind::Missing(members.listed(at)), path, value.span);
            }
        }
    }

    /// A key that the table does not have as it stands; gives the field that it is in another case.
    fn unlisted(
        &mut self,
        entry: &Entry,
        object: &SampleValue,
        members: &Members<'s>,
        prefix: &str,
        is_top: bool,
    ) -> Option<usize> {
        let lower = entry.key.to_ascii_lowercase();
        let is_common = is_top && self.scope.common.contains(&entry.key.as_str());
        if is_common || entry.key.is_empty() {
            return None;
        }
        let folded = members.folded(&lower);
        let is_elsewhere = || {
            self.scope
                .elsewhere
                .is_some_and(|names| names.contains(&lower))
        };
        let common = || {
            self.scope
                .common
                .iter()
                .find(|name| is_top && name.eq_ignore_ascii_case(&entry.key))
        };
        let kind = match folded {
            Some(at) => FindingKind::OtherCase(members.listed(at)),
            None if common().is_some() => FindingKind::CommonInOtherCase(
                common().map_or_else(String::new, |name| (*name).to_owned()),
            ),
            None if is_elsewhere() => return None,
            None => {
                let may_look = self.lookups > 0;
                self.lookups = self.lookups.saturating_sub(1);
                FindingKind::UnknownKey(
                    may_look
                        .then(|| members.similar(&entry.key, object))
                        .flatten(),
                )
            }
        };
        self.report(kind, format!("{prefix}{}", entry.key), entry.key_span);
        folded
    }

    fn value(&mut self, value: &SampleValue, listed: Listed<'s>, ty: &'s Type, path: String) {
        match (ty, &value.data) {
            (Type::Any, _) | (_, Data::Null) => {}
            (Type::List(item), Data::List(items)) => {
                let path = format!("{path}[]");
                let members = self.members_of(listed.field, item);
                for value in items {
                    match &members {
                        Some(members) if matches!(value.data, Data::Map(_)) => {
                            self.members(value, members, &format!("{path}."), false)
                        }
                        _ => self.value(value, listed, item, path.clone()),
                    }
                }
            }
            // One item without its list.
            (Type::List(item), _) if self.scope.untyped => {
                self.value(value, listed, item, format!("{path}[]"))
            }
            // Of an object without members nothing is known; a reference that leads nowhere is one.
            (Type::Object, Data::String(_)) if listed.field.fields.is_empty() => {}
            // `Map` alone is read as a map of texts; what it holds is not told.
            (Type::Map(item), Data::Map(_)) if **item == Type::String => {}
            (Type::Map(item), Data::Map(entries)) => {
                for entry in entries {
                    self.value(&entry.value, listed, item, format!("{path}.{}", entry.key));
                }
            }
            (Type::Object | Type::Structure(_), Data::Map(_)) => {
                if let Some(members) = self.members_of(listed.field, ty) {
                    self.members(value, &members, &format!("{path}."), false);
                }
            }
            _ if self.is_listed_scalar(ty, value) => {}
            _ => self.report(
                FindingKind::OtherType(listed, shown_type(value)),
                path,
                value.span,
            ),
        }
    }

    /// The members of an object, if any table lists them; a free-form object has none.
    fn members_of(&self, field: &'s Field, ty: &Type) -> Option<Members<'s>> {
        let structure = match ty {
            Type::Structure(name) if field.fields.is_empty() => (self.structures)(name),
            _ => None,
        };
        let fields = match (ty, structure) {
            (_, Some(structure)) => structure.fields.as_slice(),
            (Type::Object | Type::Structure(_), None) => field.fields.as_slice(),
            _ => &[],
        };
        (!fields.is_empty()).then(|| Members::of(fields, structure))
    }

    fn is_listed_scalar(&self, ty: &Type, value: &SampleValue) -> bool {
        if self.scope.untyped && !matches!(value.data, Data::Bool(_) | Data::Number(_)) {
            let Data::String(text) = &value.data else {
                return !self.is_scalar(ty);
            };
            // A container may travel as a text that holds JSON.
            return self.is_scalar(ty) || text.starts_with(['{', '[']);
        }
        match &value.data {
            // A number that is left out or masked is no number.
            Data::String(text) if text.is_empty() || text.contains("***") => self.is_scalar(ty),
            Data::Bool(_) => *ty == Type::Boolean,
            Data::Number(text) => {
                *ty == Type::Number || (ty.is_integer() && !text.contains(['.', 'e', 'E']))
            }
            // A structure may be a closed set of texts; an unknown one is not ours to judge.
            Data::String(_) => {
                *ty == Type::String || (matches!(ty, Type::Structure(_)) && self.is_scalar(ty))
            }
            Data::Map(_) | Data::List(_) | Data::Null => false,
        }
    }

    fn is_scalar(&self, ty: &Type) -> bool {
        match ty {
            Type::Structure(name) => {
                (self.structures)(name).is_none_or(|structure| structure.fields.is_empty())
            }
            Type::Object | Type::List(_) | Type::Map(_) => false,
            _ => true,
        }
    }

    fn report(&mut self, kind: FindingKind<'s>, path: String, span: Span) {
        if self.seen.insert(path.clone()) {
            self.findings.push(Finding { kind, path, span });
        }
    }
}

#[cfg(test)]
#[path = "check_tests.rs"]
mod tests;
