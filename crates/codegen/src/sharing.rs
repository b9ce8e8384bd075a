//! What operations of a service have in common although no page gives it a name: objects with the
//! same fields and closed sets of the same values, under the same wire name.
//!
//! Each becomes one type beside the service's structures. What only one place holds stays with its
//! operation. Equal means equal in every fact; the first place, in the spec's order, gives the name.

use std::collections::{BTreeMap, BTreeSet};

use specwright_spec::{Field, Service, Type};

use crate::names;

/// What may be shared: the wire name, and the fields or values as they are in the spec.
pub type Key = String;

/// A type that several places share.
#[derive(Clone, Copy, Debug)]
pub struct SharedType<'s> {
    /// The field that it was met in first.
    pub field: &'s Field,
    /// The operation or structure of that field.
    pub owner: &'s str,
    /// Requests hold it.
    pub is_input: bool,
}

/// The types that several places of a service share, in the order in which they are met.
pub fn shared(service: &Service) -> Vec<(Key, SharedType<'_>)> {
    let mut walk = Walk::default();
    for operation in &service.operations {
        walk.fields(&operation.request, &operation.name);
        walk.fields(&operation.response, &operation.name);
    }
    for structure in &service.structures {
        walk.fields(&structure.fields, &structure.name);
    }
    let mut inputs = Inputs {
        service,
        keys: BTreeSet::new(),
        structures: BTreeSet::new(),
    };
    for operation in &service.operations {
        inputs.fields(&operation.request);
    }
    let Walk { order, mut places } = walk;
    let several = order.into_iter().filter_map(|key| {
        let (count, field, owner) = places.remove(&key)?;
        let shared = SharedType {
            field,
            owner,
            is_input: inputs.keys.contains(&key),
        };
        (count > 1).then_some((key, shared))
    });
    several.collect()
}

/// What a field can share with others; nothing where it brings no type of its own.
pub fn key(field: &Field) -> Option<Key> {
    match field.ty.leaf() {
        Type::Object if !field.fields.is_empty() => {
            Some(format!("{} {:?}", field.name, field.fields))
        }
        Type::String if !field.values.is_empty() => {
            Some(format!("{} {:?}", field.name, field.values))
        }
        _ => None,
    }
}

/// A name for a shared type: the field's own if it is free, with its owner's before it otherwise.
pub fn name(shared: &SharedType<'_>, is_free: impl Fn(&str) -> bool) -> String {
    let plain = names::pascal(&shared.field.name, "T", "Data");
    if is_free(&plain) {
        return plain;
    }
    format!(
        "{}{}",
        names::pascal(shared.owner, "T", ""),
        names::pascal(&shared.field.name, "", "")
    )
}

#[derive(Default)]
struct Walk<'s> {
    order: Vec<Key>,
    places: BTreeMap<Key, (usize, &'s Field, &'s str)>,
}

impl<'s> Walk<'s> {
    fn fields(&mut self, fields: &'s [Field], owner: &'s str) {
        for field in fields {
            if let Some(key) = key(field) {
                if let Some((count, ..)) = self.places.get_mut(&key) {
                    // What stands within stands in the one type.
                    *count += 1;
                    continue;
                }
                self.order.push(key.clone());
                self.places.insert(key, (1, field, owner));
            }
            self.fields(&field.fields, owner);
        }
    }
}

/// What requests lead to, by any way.
struct Inputs<'s> {
    service: &'s Service,
    keys: BTreeSet<Key>,
    structures: BTreeSet<&'s str>,
}

impl<'s> Inputs<'s> {
    fn fields(&mut self, fields: &'s [Field]) {
        for field in fields {
            self.keys.extend(key(field));
            self.fields(&field.fields);
            if let Some(structure) = field
                .ty
                .structure()
                .and_then(|name| self.service.structure(name))
                && self.structures.insert(&structure.name)
            {
                self.fields(&structure.fields);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use specwright_spec::Operation;

    fn object(name: &str, fields: &[&str]) -> Field {
        Field {
            fields: fields
                .iter()
                .map(|name| Field::new(*name, Type::String))
                .collect(),
            ..Field::new(name, Type::list(Type::Object))
        }
    }

    fn operation(name: &str, request: Vec<Field>, response: Vec<Field>) -> Operation {
        Operation {
            name: name.into(),
            request,
            response,
            ..Operation::default()
        }
    }

    #[test]
    fn what_stands_in_two_operations_is_one_type() {
        let mut service = Service::new("v", "s");
        service.operations = vec![
            operation(
                "A",
                vec![object("Tag", &["Key"])],
                vec![object("Tag", &["Key", "Value"])],
            ),
            operation(
                "B",
                vec![object("Once", &["Key"])],
                vec![object("Tag", &["Key", "Value"])],
            ),
            operation("C", vec![object("Tag", &["Key"])], Vec::new()),
        ];
        let found = shared(&service);
        let told: Vec<_> = found
            .iter()
            .map(|(_, shared)| (shared.owner, shared.field.fields.len(), shared.is_input))
            .collect();
        assert_eq!(told, [("A", 1, true), ("A", 2, false)]);
        assert_eq!(name(&found[0].1, |_| true), "Tag");
        assert_eq!(name(&found[1].1, |name| name != "Tag"), "ATag");
    }

    #[test]
    fn what_stands_within_one_shared_type_is_not_shared_by_that() {
        let mut outer = object("Outer", &["X"]);
        outer.fields.push(object("Inner", &["Y"]));
        let mut service = Service::new("v", "s");
        service.operations = vec![
            operation("A", vec![outer.clone()], Vec::new()),
            operation("B", vec![outer], Vec::new()),
        ];
        assert_eq!(shared(&service).len(), 1);
    }
}
