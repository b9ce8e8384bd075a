//! The pages, and what all of them know: where each operation's page lies.

mod fields;
mod frame;
mod history;
mod home;
mod matrix;
mod operation;
mod service;
mod vendor;

use std::collections::BTreeMap;

use specwright_spec::{Operation, Profile, Service};

use crate::capabilities::{Answer, Capability};
use crate::paths::{Names, plain};
use crate::{File, Input};

/// Everything, with names of files decided.
pub(crate) struct Site<'s> {
    pub(crate) input: Input<'s>,
    pub(crate) vendors: Vec<VendorEntry<'s>>,
}

/// A vendor and its services.
pub(crate) struct VendorEntry<'s> {
    pub(crate) profile: &'s Profile,
    /// The folder.
    pub(crate) file: String,
    pub(crate) title: &'s str,
    pub(crate) services: Vec<ServiceEntry<'s>>,
}

/// A service and its operations.
pub(crate) struct ServiceEntry<'s> {
    pub(crate) service: &'s Service,
    /// The folder below the vendor's.
    pub(crate) file: String,
    pub(crate) operations: Vec<OperationEntry<'s>>,
}

/// An operation and its page.
pub(crate) struct OperationEntry<'s> {
    pub(crate) operation: &'s Operation,
    /// The page below the service's folder, without its ending.
    pub(crate) file: String,
}

impl<'s> Site<'s> {
    /// Decides names. Vendors without services are left out; operations stand in the order of their names.
    pub(crate) fn new(input: Input<'s>) -> Self {
        let vendors = input
            .profiles
            .iter()
            .map(|profile| vendor_entry(profile, input.services));
        Self {
            vendors: vendors
                .filter(|vendor| !vendor.services.is_empty())
                .collect(),
            input,
        }
    }

    /// Every operation.
    pub(crate) fn operations(&self) -> impl Iterator<Item = &'s Operation> + '_ {
        let services = self.vendors.iter().flat_map(|vendor| &vendor.services);
        services.flat_map(|service| service.operations.iter().map(|entry| entry.operation))
    }

    /// The page of an operation, below the catalogue's folder; nothing if its spec is not at hand.
    pub(crate) fn page_of(&self, vendor: &str, service: &str, operation: &str) -> Option<String> {
        let vendor = self
            .vendors
            .iter()
            .find(|entry| entry.profile.vendor == vendor)?;
        let service = vendor
            .services
            .iter()
            .find(|entry| entry.service.service == service)?;
        let operation = service
            .operations
            .iter()
            .find(|entry| entry.operation.name == operation)?;
        Some(format!(
            "{}/{}/{}.html",
            vendor.file, service.file, operation.file
        ))
    }

    /// The capabilities that an operation offers.
    pub(crate) fn capabilities_of<'n>(
        &self,
        vendor: &'n str,
        service: &'n str,
        operation: &'n str,
    ) -> impl Iterator<Item = &'s Capability> + use<'s, 'n> {
        let capabilities = self.input.capabilities.capabilities.iter();
        capabilities.filter(move |capability| match capability.vendors.get(vendor) {
            Some(Answer::Operation(offer)) => {
                offer.service == service && offer.operation == operation
            }
            _ => false,
        })
    }

    /// How many services, operations and parameters of requests there are.
    pub(crate) fn counts(&self) -> [usize; 3] {
        let services = self
            .vendors
            .iter()
            .map(|vendor| vendor.services.len())
            .sum();
        let parameters = self
            .operations()
            .map(|operation| operation.request.len())
            .sum();
        [services, self.operations().count(), parameters]
    }
}

fn vendor_entry<'s>(profile: &'s Profile, services: &'s [Service]) -> VendorEntry<'s> {
    let mut names = Names::default();
    let of_vendor = services
        .iter()
        .filter(|service| service.vendor == profile.vendor && !service.operations.is_empty());
    VendorEntry {
        profile,
        file: plain(&profile.vendor),
        title: &profile.title,
        services: of_vendor
            .map(|service| ServiceEntry {
                service,
                file: names.claim(&service.service),
                operations: operation_entries(service),
            })
            .collect(),
    }
}

fn operation_entries(service: &Service) -> Vec<OperationEntry<'_>> {
    let mut names = Names::default();
    let mut entries: Vec<_> = service
        .operations
        .iter()
        .map(|operation| OperationEntry {
            operation,
            file: names.claim(&operation.name),
        })
        .collect();
    entries.sort_by(|a, b| a.operation.name.cmp(&b.operation.name));
    entries
}

/// Every page.
pub(crate) fn all(site: &Site<'_>) -> Vec<File> {
    let mut files = vec![home::page(site), matrix::page(site)];
    for vendor in &site.vendors {
        files.push(vendor::page(site, vendor));
        for service in &vendor.services {
            files.push(service::page(site, vendor, service));
            let structures: BTreeMap<_, _> = service
                .service
                .structures
                .iter()
                .map(|structure| (structure.name.as_str(), structure))
                .collect();
            for operation in &service.operations {
                files.push(operation::page(
                    site,
                    vendor,
                    service,
                    operation,
                    &structures,
                ));
            }
        }
    }
    files
}

/// `1 operation`, `2,343 operations`.
pub(crate) fn count(number: usize, word: &str) -> String {
    let plural = match word.strip_suffix('y') {
        _ if number == 1 => word.to_owned(),
        Some(stem) => format!("{stem}ies"),
        None => format!("{word}s"),
    };
    format!("{} {plural}", thousands(number))
}

/// `2,343`.
pub(crate) fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
