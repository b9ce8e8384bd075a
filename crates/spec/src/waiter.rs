//! Waiters: which operation tells of a thing's state, and which states end the wait. Reviewed
//! data from overlays; pages list the states and never say so in one place.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Field, Service, Type};

/// A wait for a state: look with an operation until every value is one of the good ones.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Waiter {
    /// What is waited for: `SnapshotNormal`. Generated code makes `wait_until_snapshot_normal` of it.
    pub name: String,
    /// The operation to look with.
    pub operation: String,
    /// The request parameter that names the things: a list of ids, or one id.
    pub ids: String,
    /// The response member that holds the list of things, as a dotted path.
    pub items: String,
    /// The member of each thing that holds its state. None where it is only asked whether things
    /// are there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// The states that end the wait well.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub success: Vec<String>,
    /// The states that no good one follows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub failure: Vec<String>,
    /// What it means that things are not in the list.
    #[serde(default, skip_serializing_if = "is_default")]
    pub absent: Absent,
    /// Seconds between the first looks; later ones are further apart.
    pub every: u32,
    /// Seconds after which the wait is given up.
    pub timeout: u32,
    /// Why these states and no others.
    pub reason: String,
    /// What says so: the page that lists the states.
    pub evidence: String,
}

/// What it means that a thing is not in the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Absent {
    /// It is not there yet.
    #[default]
    Wait,
    /// It is gone, as was waited for.
    Success,
    /// It is gone, so that nothing more will happen.
    Failure,
}

fn is_default(absent: &Absent) -> bool {
    *absent == Absent::default()
}

impl Waiter {
    /// What keeps the waiter from working with the service, each with what to do.
    pub fn problems(&self, service: &Service) -> Vec<String> {
        let mut problems = Vec::new();
        let Some(operation) = service.operation(&self.operation) else {
            return vec![format!("there is no operation `{}`", self.operation)];
        };
        if !operation.request.iter().any(|field| field.name == self.ids) {
            problems.push(format!("the request has no parameter `{}`", self.ids));
        }
        let items = find(service, &operation.response, &self.items);
        if !items.is_some_and(|field| matches!(field.ty, Type::List(_))) {
            problems.push(format!("the response has no list `{}`", self.items));
        }
        let ends = [&self.success, &self.failure];
        let Some(state) = &self.state else {
            if ends.iter().any(|values| !values.is_empty()) || self.absent == Absent::Wait {
                problems.push("without `state` only `absent` can end the wait".to_owned());
            }
            return problems;
        };
        let member = items.and_then(|items| find(service, members(service, items), state));
        match member {
            None => problems.push(format!("an item has no member `{state}`")),
            Some(field) if !field.values.is_empty() => {
                let is_listed = |value: &&String| field.values.iter().any(|v| v.value == **value);
                let unlisted = ends.into_iter().flatten().filter(|value| !is_listed(value));
                problems.extend(unlisted.map(|value| format!("`{state}` is never `{value}`")));
            }
            Some(_) => {}
        }
        if self.success.is_empty() && self.absent != Absent::Success {
            problems.push("no state ends the wait well".to_owned());
        }
        problems
    }
}

/// The field at the end of a dotted path.
fn find<'s>(service: &'s Service, fields: &'s [Field], path: &str) -> Option<&'s Field> {
    let (name, rest) = path
        .split_once('.')
        .map_or((path, None), |(name, rest)| (name, Some(rest)));
    let field = fields.iter().find(|field| field.name == name)?;
    match rest {
        None => Some(field),
        Some(rest) => find(service, members(service, field), rest),
    }
}

fn members<'s>(service: &'s Service, field: &'s Field) -> &'s [Field] {
    let shared = field
        .ty
        .structure()
        .and_then(|name| service.structure(name));
    shared.map_or(&field.fields, |structure| &structure.fields)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{EnumValue, Operation, Structure};

    fn service() -> Service {
        let mut service = Service::new("acme", "disks");
        let mut state = Field::new("State", Type::String);
        state.values = vec![EnumValue::new("Normal"), EnumValue::new("Failure")];
        service.structures.push(Structure {
            name: "Disk".into(),
            fields: vec![state],
            ..Structure::default()
        });
        let disk = Type::Structure("Disk".into());
        service.operations.push(Operation {
            name: "ListDisks".into(),
            request: vec![Field::new("Ids", Type::List(Box::new(Type::String)))],
            response: vec![Field::new("Disks", Type::List(Box::new(disk)))],
            ..Operation::default()
        });
        service
    }

    fn waiter() -> Waiter {
        Waiter {
            name: "DiskNormal".into(),
            operation: "ListDisks".into(),
            ids: "Ids".into(),
            items: "Disks".into(),
            state: Some("State".into()),
            success: vec!["Normal".into()],
            failure: vec!["Failure".into()],
            ..Waiter::default()
        }
    }

    fn problems(change: impl FnOnce(&mut Waiter)) -> String {
        let mut waiter = waiter();
        change(&mut waiter);
        waiter.problems(&service()).join("; ")
    }

    #[test]
    fn a_good_waiter_has_no_problems() {
        assert_eq!(problems(|_| {}), "");
        let gone = |waiter: &mut Waiter| {
            (waiter.state, waiter.absent) = (None, Absent::Success);
            (waiter.success, waiter.failure) = (vec![], vec![]);
        };
        assert_eq!(problems(gone), "");
    }

    #[test]
    fn each_problem_is_named() {
        type Case = (&'static str, fn(&mut Waiter));
        let cases: [Case; 6] = [
            ("there is no operation `Gone`", |w| {
                w.operation = "Gone".into()
            }),
            ("the request has no parameter `DiskIds`", |w| {
                w.ids = "DiskIds".into()
            }),
            ("an item has no member `Status`", |w| {
                w.state = Some("Status".into())
            }),
            ("`State` is never `Ready`", |w| {
                w.success = vec!["Ready".into()]
            }),
            ("no state ends the wait well", |w| w.success.clear()),
            ("without `state` only `absent` can end the wait", |w| {
                w.state = None
            }),
        ];
        for (expected, change) in cases {
            assert_eq!(problems(change), expected);
        }
        assert!(problems(|w| w.items = "Disk".into()).contains("no list `Disk`"));
    }
}
