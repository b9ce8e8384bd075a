//! Which operations lead to which structures, and by which side.

use std::collections::{BTreeMap, BTreeSet};

use specwright_spec::{Field, Service};

/// Who leads to each structure directly: operations by side, and other structures.
#[derive(Default)]
pub(super) struct Uses<'s> {
    users: BTreeMap<&'s str, BTreeSet<User<'s>>>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum User<'s> {
    Request(&'s str),
    Response(&'s str),
    Structure(&'s str),
}

/// What leads to a structure, directly or through others.
#[derive(Default)]
pub(super) struct Reach<'s> {
    pub request: bool,
    pub response: bool,
    pub operations: BTreeSet<&'s str>,
}

impl<'s> Uses<'s> {
    pub fn new(service: &'s Service) -> Self {
        let mut uses = Self::default();
        for operation in &service.operations {
            uses.fields(&operation.request, User::Request(&operation.name));
            uses.fields(&operation.response, User::Response(&operation.name));
        }
        for structure in &service.structures {
            uses.fields(&structure.fields, User::Structure(&structure.name));
        }
        uses
    }

    fn fields(&mut self, fields: &'s [Field], user: User<'s>) {
        for field in fields {
            if let Some(structure) = field.ty.structure() {
                self.users.entry(structure).or_default().insert(user);
            }
            self.fields(&field.fields, user);
        }
    }

    /// Everything that leads to a structure; asked only for those that changed.
    pub fn reach(&self, structure: &str) -> Reach<'s> {
        let mut reach = Reach::default();
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        let mut open = vec![structure];
        while let Some(name) = open.pop() {
            for user in self.users.get(name).into_iter().flatten() {
                match *user {
                    User::Request(operation) => {
                        reach.request = true;
                        reach.operations.insert(operation);
                    }
                    User::Response(operation) => {
                        reach.response = true;
                        reach.operations.insert(operation);
                    }
                    User::Structure(name) if seen.insert(name) => open.push(name),
                    User::Structure(_) => {}
                }
            }
        }
        reach
    }
}
