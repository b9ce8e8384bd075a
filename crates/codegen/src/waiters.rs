//! Waits for a state: a method of the service's client for each waiter of the spec.

use specwright_spec::{Absent, Type, Waiter};

use crate::layout;
use crate::names;
use crate::plan::ServicePlan;
use crate::text::{code, doc_lines, literal, prose};

/// The method, for a waiter that fits the service.
pub fn waiter(waiter: &Waiter, service: &ServicePlan<'_>) -> Option<String> {
    let mut operations = service.operations.iter();
    let plan = operations.find(|plan| plan.operation.name == waiter.operation)?;
    let mut fields = plan.operation.request.iter();
    let parameter = fields.find(|field| field.name == waiter.ids)?;
    let is_list =
        matches!(parameter.ty, Type::List(_)) || parameter.format.as_deref() == Some("json");
    let (ids, method) = (
        if is_list { "ids" } else { "id" },
        names::snake(&waiter.name, "w"),
    );
    let (module, request) = (&plan.module, &plan.request);
    let mut out = String::from("rt::waiter! {\n");
    let path = format!("{module}::{request}");
    out.push_str(&layout::docs(&about(waiter, &path), "    "));
    out.push_str(&format!(
        "    pub fn wait_until_{method}({ids}) -> {path} {{\n"
    ));
    let state = match &waiter.state {
        Some(state) => format!("Some({})", literal(state)),
        None => "None".to_owned(),
    };
    let absent = match waiter.absent {
        Absent::Wait => "Wait",
        Absent::Success => "Success",
        Absent::Failure => "Failure",
    };
    let members = [
        ("name", literal(&waiter.name)),
        ("ids", literal(&waiter.ids)),
        ("items", literal(&waiter.items)),
        ("state", state),
        ("success", list(&waiter.success)),
        ("failure", list(&waiter.failure)),
        ("absent", format!("rt::waiter::Absent::{absent}")),
        ("every", waiter.every.to_string()),
        ("timeout", waiter.timeout.to_string()),
    ];
    for (name, value) in members {
        out.push_str(&format!("        {name}: {value},\n"));
    }
    out.push_str("    }\n}");
    Some(out)
}

fn about(waiter: &Waiter, request: &str) -> Vec<String> {
    let names = |values: &[String]| {
        let names: Vec<_> = values.iter().map(|value| code(value)).collect();
        names.join(" or ")
    };
    let until = match (&waiter.state, waiter.absent) {
        (None, _) => "until nothing is listed".to_owned(),
        (Some(_), Absent::Success) if waiter.success.is_empty() => {
            "until nothing is listed".to_owned()
        }
        (Some(state), _) => format!("until {} is {}", code(state), names(&waiter.success)),
    };
    let fails = match (waiter.failure.is_empty(), waiter.absent) {
        (false, _) => format!(" Fails on {}.", names(&waiter.failure)),
        (true, Absent::Failure) => " Fails when nothing is listed.".to_owned(),
        (true, _) => String::new(),
    };
    doc_lines(&[
        format!("Looks with [`{request}`] {until}.{fails}"),
        prose(&waiter.reason),
    ])
}

fn list(values: &[String]) -> String {
    let values: Vec<_> = values.iter().map(|value| literal(value)).collect();
    format!("&[{}]", values.join(", "))
}

#[cfg(test)]
mod tests {
    use specwright_spec::{Field, Operation, Profile, Service};

    use super::*;

    fn text(ids: Field, change: impl FnOnce(&mut Waiter)) -> Option<String> {
        let profile: Profile =
            specwright_spec::yaml::read(include_str!("../tests/golden/profile.yaml")).unwrap();
        let mut service = Service::new("acme", "disks");
        service.operations.push(Operation {
            name: "ListDisks".into(),
            request: vec![ids],
            ..Operation::default()
        });
        let mut data = Waiter {
            name: "DiskNormal".into(),
            operation: "ListDisks".into(),
            ids: "Ids".into(),
            items: "Disks".into(),
            state: Some("State".into()),
            success: vec!["Normal".into()],
            failure: vec!["Failure".into(), "*/ end".into()],
            reason: "States end; see `State`.".into(),
            ..Waiter::default()
        };
        change(&mut data);
        waiter(&data, &ServicePlan::new(&service, &profile))
    }

    fn list() -> Field {
        Field::new("Ids", Type::List(Box::new(Type::String)))
    }

    #[test]
    fn a_waiter_is_a_method_and_its_data() {
        let text = text(list(), |_| {}).unwrap();
        assert!(
            text.contains("pub fn wait_until_disk_normal(ids) -> list_disks::ListDisks {"),
            "{text}"
        );
        assert!(
            text.contains("failure: &[\"Failure\", \"*/ end\"],"),
            "{text}"
        );
        assert!(
            text.contains("until `State` is `Normal`. Fails on `Failure` or"),
            "{text}"
        );
        assert!(text.lines().all(|line| !line.contains("*/ end")
            || line.contains("///")
            || line.contains("failure")));
    }

    #[test]
    fn one_text_takes_one_id_and_json_takes_many() {
        let mut one = Field::new("Ids", Type::String);
        assert!(text(one.clone(), |_| {}).unwrap().contains("(id) ->"));
        one.format = Some("json".into());
        assert!(text(one, |_| {}).unwrap().contains("(ids) ->"));
    }

    #[test]
    fn what_does_not_fit_the_service_is_left_out() {
        assert_eq!(
            text(list(), |waiter| waiter.operation = "Gone".into()),
            None
        );
        assert_eq!(text(list(), |waiter| waiter.ids = "Gone".into()), None);
    }
}
