//! Generates typed Rust clients from specs: specs and profiles in, the files of `crates/clients`
//! out.
//!
//! The stages: [`plan`] decides every name and type of a service ([`names`] is the door for
//! identifiers, [`text`] the one for comments and literals), then [`vendor`], [`service`],
//! [`operation`], [`shapes`] and [`errors`] write it down, and [`layout`] puts items into files.
//! Pure: no I/O, no clock; the same specs give the same bytes. A spec that cannot become code is an
//! error with a help line, never a panic.

#![forbid(unsafe_code)]

pub mod acronyms;
pub mod docs;
pub mod errors;
pub mod examples;
pub mod layout;
pub mod names;
pub mod operation;
pub mod paging;
pub mod plan;
pub mod root;
pub mod service;
pub mod shapes;
pub mod sharing;
pub mod tables;
pub mod text;
pub mod vendor;
pub mod waiters;

use std::collections::BTreeSet;
use std::fmt;

use specwright_spec::validate::is_folder_name;
use specwright_spec::{Profile, Service, validate};

use crate::plan::ServicePlan;

/// What clients are generated from.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The services, in any order.
    pub services: &'a [Service],
    /// The profiles of their vendors; one without services gives a module with its common errors.
    pub profiles: &'a [Profile],
}

/// A file to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// The path under `crates/clients`, with `/`; never absolute, never with `..`.
    pub path: String,
    /// The text.
    pub text: String,
}

/// Why no code can be generated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GenerateError {
    /// The service or vendor: `tencent/cbs`.
    pub item: String,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

impl fmt::Display for GenerateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "error: {}: {} (help: {})",
            self.item, self.message, self.help
        )
    }
}

impl std::error::Error for GenerateError {}

/// All files of the generated crate, in the order of their paths.
///
/// # Errors
/// Everything that keeps a spec from becoming code.
pub fn generate(input: &Input<'_>) -> Result<Vec<File>, Vec<GenerateError>> {
    let errors = check(input);
    if !errors.is_empty() {
        return Err(errors);
    }
    let mut profiles: Vec<&Profile> = input.profiles.iter().collect();
    profiles.sort_by_key(|profile| &profile.vendor);
    let vendors: Vec<(&Profile, Vec<&str>)> = profiles
        .iter()
        .map(|&profile| (profile, services_of(input, profile)))
        .collect();
    let mut files = vec![
        File {
            path: "Cargo.toml".into(),
            text: root::manifest(&vendors),
        },
        File {
            path: "src/lib.rs".into(),
            text: root::lib(&vendors),
        },
    ];
    let mut errors = Vec::new();
    for (profile, names) in &vendors {
        let folder = format!("src/{}", names::module(&profile.vendor));
        match vendor::file(profile, names) {
            Ok(text) => files.push(File {
                path: format!("{folder}/mod.rs"),
                text,
            }),
            Err(error) => errors.push(defect(&profile.vendor, &error)),
        }
        for service in input
            .services
            .iter()
            .filter(|service| service.vendor == profile.vendor)
        {
            let is_default = root::is_default(&root::feature(&service.vendor, &service.service));
            match service::files(&ServicePlan::new(service, profile), &folder, is_default) {
                Ok(more) => files.extend(more),
                Err(error) => errors.push(defect(&item(service), &error)),
            }
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    if errors.is_empty() {
        Ok(files)
    } else {
        Err(errors)
    }
}

/// The names of a vendor's services, in order.
fn services_of<'a>(input: &Input<'a>, profile: &Profile) -> Vec<&'a str> {
    let of_vendor = input
        .services
        .iter()
        .filter(|service| service.vendor == profile.vendor);
    let mut names: Vec<_> = of_vendor.map(|service| service.service.as_str()).collect();
    names.sort_unstable();
    names
}

fn item(service: &Service) -> String {
    format!("{}/{}", service.vendor, service.service)
}

fn check(input: &Input<'_>) -> Vec<GenerateError> {
    let mut errors = Vec::new();
    let mut find = |item: &str, message: String, help: &str| {
        errors.push(GenerateError {
            item: item.to_owned(),
            message,
            help: help.to_owned(),
        });
    };
    let mut vendors = BTreeSet::new();
    for profile in input.profiles {
        if !is_folder_name(&profile.vendor) {
            let message = format!("{:?} cannot name a module", profile.vendor);
            find(
                &profile.vendor,
                message,
                "use lower-case letters, digits and `-`, a letter first",
            );
        }
        if !vendors.insert(&profile.vendor) {
            find(
                &profile.vendor,
                "there are two profiles".into(),
                "keep one file a vendor under specs/vendors",
            );
        }
    }
    let mut modules = BTreeSet::new();
    for service in input.services {
        let item = item(service);
        if !vendors.contains(&service.vendor) {
            find(
                &item,
                "the vendor has no profile".into(),
                "write specs/vendors/<vendor>.yaml first",
            );
        }
        if !modules.insert((&service.vendor, names::module(&service.service))) {
            find(
                &item,
                "another service has the same module".into(),
                "keep one file a service under specs/api",
            );
        }
        for finding in validate(service) {
            let message = format!("[{}] {}: {}", finding.code, finding.item, finding.message);
            find(&item, message, finding.help);
        }
    }
    errors
}

fn defect(item: &str, error: &syn::Error) -> GenerateError {
    GenerateError {
        item: item.to_owned(),
        message: format!("the generated tokens are no Rust: {error}"),
        help: "report this as a defect of specwright-codegen, with the spec".into(),
    }
}
