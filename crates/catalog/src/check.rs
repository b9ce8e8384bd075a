//! Whether the reviewed capabilities hold: what they name exists, and each vendor has an answer.

use std::collections::BTreeSet;

use specwright_spec::{FORMAT, Operation, Service, Type};

use crate::capabilities::{Answer, Capabilities, Capability, Offer};

/// What was looked at, and what is wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// Operations whose service is at hand.
    pub operations: usize,
    /// Their pairs.
    pub pairs: usize,
    /// Operations whose pages are not at hand: `tencent/cvm/StartInstances`.
    pub elsewhere: Vec<String>,
    /// What is wrong, a line each.
    pub problems: Vec<String>,
}

/// Checks the capabilities against the specs at hand. `vendors` are those that must have an answer.
pub fn check(capabilities: &Capabilities, services: &[Service], vendors: &[&str]) -> Checked {
    let mut checked = Checked::default();
    if capabilities.format != FORMAT {
        checked
            .problems
            .push(format!("format {} is not {FORMAT}", capabilities.format));
    }
    let mut ids = BTreeSet::new();
    for capability in &capabilities.capabilities {
        if !ids.insert(&capability.id) {
            checked
                .problems
                .push(format!("{} stands twice", capability.id));
        }
        for vendor in vendors {
            if !capability.vendors.contains_key(*vendor) {
                checked
                    .problems
                    .push(format!("{}: no answer for {vendor}", capability.id));
            }
        }
        for (vendor, answer) in &capability.vendors {
            if !vendors.contains(&vendor.as_str()) {
                checked
                    .problems
                    .push(format!("{}: there is no vendor {vendor}", capability.id));
            }
            if let Answer::Operation(offer) = answer {
                checked.offer(capability, vendor, offer, services);
            }
        }
    }
    checked
}

impl Checked {
    fn offer(
        &mut self,
        capability: &Capability,
        vendor: &str,
        offer: &Offer,
        services: &[Service],
    ) {
        let at = format!(
            "{}: {vendor}/{}/{}",
            capability.id, offer.service, offer.operation
        );
        for concept in offer.pairs.keys() {
            if !capability.concepts.iter().any(|known| known.id == *concept) {
                self.problems
                    .push(format!("{at}: there is no concept {concept}"));
            }
        }
        let is_it =
            |service: &&Service| service.vendor == vendor && service.service == offer.service;
        let service = services.iter().find(is_it);
        let found =
            service.and_then(|service| Some((service, service.operation(&offer.operation)?)));
        let Some((service, operation)) = found else {
            if service.is_some_and(is_whole) {
                self.problems
                    .push(format!("{at}: there is no such operation"));
            } else {
                self.elsewhere
                    .push(format!("{vendor}/{}/{}", offer.service, offer.operation));
            }
            return;
        };
        self.operations += 1;
        for (concept, path) in &offer.pairs {
            self.pairs += 1;
            if !has(service, operation, path) {
                self.problems.push(format!(
                    "{at}: {concept} is {path}, which the request does not have"
                ));
            }
        }
    }
}

/// Whether all pages of a service were read. The repository's own pages are a choice; those of a
/// collection are all that there were.
fn is_whole(service: &Service) -> bool {
    service.source.is_some()
        || service
            .operations
            .iter()
            .any(|operation| operation.source.is_some())
}

/// Whether a request has a parameter at a path such as `Tags[].Key`.
pub(crate) fn has(service: &Service, operation: &Operation, path: &str) -> bool {
    let mut fields = &operation.request;
    let mut parts = path.split('.').peekable();
    while let Some(part) = parts.next() {
        let name = part.trim_end_matches("[]");
        let lists = part.len().saturating_sub(name.len()) / 2;
        let Some(field) = fields.iter().find(|field| field.name == name) else {
            return false;
        };
        let mut ty = &field.ty;
        for _ in 0..lists {
            let Type::List(item) = ty else { return false };
            ty = item;
        }
        if parts.peek().is_none() {
            // A list is named with its brackets, so that it reads as in facts.
            return !ty.is_list();
        }
        fields = match ty.structure().and_then(|name| service.structure(name)) {
            Some(structure) => &structure.fields,
            None => &field.fields,
        };
    }
    false
}
