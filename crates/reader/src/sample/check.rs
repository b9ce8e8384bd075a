//! A sample held against a table: keys that no table has, members that are always there and are not, other types.
//!
//! The findings are page defects with spans, plain data; nothing here decides who is right. The table wins elsewhere.

use std::collections::{BTreeMap, BTreeSet};

use specwright_spec::{Field, Structure, Type};

use super::{Data, Entry, SampleValue};
use crate::text::Span;

/// Structures by name, for types that refer to one.
pub type Lookup<'s> = dyn Fn(&str) -> Option<&'s Structure> + 's;

/// What a check looks at.
#[derive(Clone, Copy, Debug, Default)]
pub struct Scope<'a> {
    /// Top-level keys that no table needs to list: the envelope, the common parameters.
    pub common: &'a [&'a str],
    /// Scalars are all text (XML, query strings), and a list of one item looks like the item: only what cannot be is reported.
    pub untyped: bool,
}

/// A difference between a sample and a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// What differs.
    pub kind: FindingKind,
    /// The wire path, with `[]` after each list level: `Disks[].Size`.
    pub path: String,
    /// The key or value meant, within the sample's text; of what is missing, the value that should hold it.
    pub span: Span,
}

/// What differs.
#[derive(Clone, Debug, PartialEq)]
pub enum FindingKind {
    /// No table has the key.
    UnknownKey,
    /// A table has the key in another case.
    OtherCase {
        /// The table's spelling.
        listed: String,
    },
    /// The table says that it is always there.
    Missing,
    /// The value is of another type than the table says.
    OtherType {
        /// The table's type.
        listed: Type,
        /// The sample's.
        shown: Type,
    },
}

/// Compares a sample's document with the fields that a table lists. Each path is reported once, at its first place.
pub fn check<'s>(
    sample: &SampleValue,
    fields: &'s [Field],
    structures: &Lookup<'s>,
    scope: Scope<'_>,
) -> Vec<Finding> {
    let mut check = Check {
        structures,
        scope,
        findings: Vec::new(),
        seen: BTreeSet::new(),
    };
    check.members(sample, &Members::of(fields), "", true);
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
    findings: Vec<Finding>,
    seen: BTreeSet<String>,
}

/// The fields of one level, by name.
struct Members<'s> {
    fields: &'s [Field],
    exact: BTreeMap<&'s str, usize>,
    folded: BTreeMap<String, usize>,
}

impl<'s> Members<'s> {
    fn of(fields: &'s [Field]) -> Self {
        let exact = fields
            .iter()
            .enumerate()
            .rev()
            .map(|(at, field)| (field.name.as_str(), at))
            .collect();
        let folded = fields
            .iter()
            .enumerate()
            .rev()
            .map(|(at, field)| (field.name.to_ascii_lowercase(), at))
            .collect();
        Members {
            fields,
            exact,
            folded,
        }
    }
}

impl<'s> Check<'_, 's, '_> {
    fn members(&mut self, value: &SampleValue, members: &Members<'s>, prefix: &str, is_top: bool) {
        let mut present = BTreeSet::new();
        for entry in value.entries() {
            match members.exact.get(entry.key.as_str()) {
                Some(&at) => {
                    present.insert(at);
                    let field = &members.fields[at];
                    self.value(
                        &entry.value,
                        field,
                        &field.ty,
                        format!("{prefix}{}", field.name),
                    );
                }
                None => present.extend(self.unlisted(entry, members, prefix, is_top)),
            }
        }
        if !matches!(value.data, Data::Map(_)) {
            return;
        }
        for (at, field) in members.fields.iter().enumerate() {
            if field.is_required() && !present.contains(&at) {
                self.report(
                    FindingKind::Missing,
                    format!("{prefix}{}", field.name),
                    value.span,
                );
            }
        }
    }

    /// A key that the table does not have as it stands; gives the field that it is in another case.
    fn unlisted(
        &mut self,
        entry: &Entry,
        members: &Members<'_>,
        prefix: &str,
        is_top: bool,
    ) -> Option<usize> {
        if is_top && self.scope.common.contains(&entry.key.as_str()) {
            return None;
        }
        let folded = members.folded.get(&entry.key.to_ascii_lowercase()).copied();
        let kind = folded.map_or(FindingKind::UnknownKey, |at| FindingKind::OtherCase {
            listed: members.fields[at].name.clone(),
        });
        self.report(kind, format!("{prefix}{}", entry.key), entry.key_span);
        folded
    }

    fn value(&mut self, value: &SampleValue, field: &'s Field, ty: &'s Type, path: String) {
        match (ty, &value.data) {
            (Type::Any, _) | (_, Data::Null) => {}
            (Type::List(item), Data::List(items)) => {
                let path = format!("{path}[]");
                let members = self.members_of(field, item);
                for value in items {
                    match &members {
                        Some(members) if matches!(value.data, Data::Map(_)) => {
                            self.members(value, members, &format!("{path}."), false)
                        }
                        _ => self.value(value, field, item, path.clone()),
                    }
                }
            }
            // One item without its list.
            (Type::List(item), _) if self.scope.untyped => {
                self.value(value, field, item, format!("{path}[]"))
            }
            (Type::Map(item), Data::Map(entries)) => {
                for entry in entries {
                    self.value(&entry.value, field, item, format!("{path}.{}", entry.key));
                }
            }
            (Type::Object | Type::Structure(_), Data::Map(_)) => {
                if let Some(members) = self.members_of(field, ty) {
                    self.members(value, &members, &format!("{path}."), false);
                }
            }
            _ if self.is_listed_scalar(ty, value) => {}
            _ => {
                let kind = FindingKind::OtherType {
                    listed: ty.clone(),
                    shown: shown_type(value),
                };
                self.report(kind, path, value.span);
            }
        }
    }

    /// The members of an object, if any table lists them; a free-form object has none.
    fn members_of(&self, field: &'s Field, ty: &Type) -> Option<Members<'s>> {
        let fields = match ty {
            Type::Object => field.fields.as_slice(),
            Type::Structure(_) if !field.fields.is_empty() => field.fields.as_slice(),
            Type::Structure(name) => {
                (self.structures)(name).map_or(&[][..], |structure| structure.fields.as_slice())
            }
            _ => &[],
        };
        (!fields.is_empty()).then(|| Members::of(fields))
    }

    fn is_listed_scalar(&self, ty: &Type, value: &SampleValue) -> bool {
        if self.scope.untyped {
            let is_text = matches!(value.data, Data::String(_));
            return is_text == self.is_scalar(ty);
        }
        match &value.data {
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

    fn report(&mut self, kind: FindingKind, path: String, span: Span) {
        if self.seen.insert(path.clone()) {
            self.findings.push(Finding { kind, path, span });
        }
    }
}

#[cfg(test)]
#[path = "check_tests.rs"]
mod tests;
