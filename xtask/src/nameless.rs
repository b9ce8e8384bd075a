//! Operations whose service neither the page nor its folder tells. They go where a spec has an operation
//! of that name, if there is only one such place; the others are left out, and said so.

use std::collections::BTreeSet;

use specwright_spec::{Operation, Profile, Service};

use crate::merge;
use crate::pages::Folder;
use crate::table::count;

/// Takes the nameless service apart. Returns what there is to say about it.
pub fn place(
    services: &mut Vec<Service>,
    known: &[&Service],
    profile: &Profile,
    folder: &Folder,
) -> Vec<String> {
    let Some(at) = services
        .iter()
        .position(|service| service.service.is_empty())
    else {
        return Vec::new();
    };
    let mut nameless = services.remove(at);
    let mut remarks = Vec::new();
    let mut left = Vec::new();
    for mut operation in std::mem::take(&mut nameless.operations) {
        let Some(name) = service_of(&operation, known, &profile.vendor) else {
            left.push(operation);
            continue;
        };
        remarks.push(format!(
            "{} tells no service; its {} goes to {}/{name}, where the spec has one",
            folder.shown(&operation.page),
            operation.name,
            profile.vendor
        ));
        operation.version = operation.version.or_else(|| nameless.version.clone());
        operation.endpoint = operation.endpoint.or_else(|| nameless.endpoint.clone());
        adopt(services, &name, operation, &nameless, profile);
    }
    remarks.extend(remark_of_others(&left, folder));
    remarks
}

/// The one service that has an operation of that name.
fn service_of(operation: &Operation, known: &[&Service], vendor: &str) -> Option<String> {
    let has = |service: &&&Service| {
        service.vendor == vendor && service.operation(&operation.name).is_some()
    };
    let names: BTreeSet<_> = known
        .iter()
        .filter(has)
        .map(|service| &service.service)
        .collect();
    match names.len() {
        1 => names.first().map(|name| (*name).clone()),
        _ => None,
    }
}

fn adopt(
    services: &mut Vec<Service>,
    name: &str,
    operation: Operation,
    nameless: &Service,
    profile: &Profile,
) {
    let at = services.iter().position(|service| service.service == name);
    let at = at.unwrap_or_else(|| {
        services.push(Service {
            version: profile.versions.get(name).cloned(),
            ..Service::new(&profile.vendor, name)
        });
        services.len() - 1
    });
    let Some(service) = services.get_mut(at) else {
        return;
    };
    if service.operation(&operation.name).is_some() {
        return;
    }
    let operations = [operation];
    for structure in merge::referenced(&operations, nameless.structures.clone()) {
        if service.structure(&structure.name).is_none() {
            service.structures.push(structure);
        }
    }
    service.operations.extend(operations);
    service.operations.sort_by(|a, b| a.page.cmp(&b.page));
}

fn remark_of_others(left: &[Operation], folder: &Folder) -> Option<String> {
    let first = folder.shown(&left.first()?.page);
    let all = count(left.len(), "operation");
    Some(format!(
        "{all} left out, {first} first: neither page nor folder tells the service; put such pages into a folder \
         named as the service"
    ))
}
