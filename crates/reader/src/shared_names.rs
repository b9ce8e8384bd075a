//! Operations of one name in several services of a vendor whose requests name no service: on the
//! wire they are one operation. Each service keeps its own, for neither the pages nor the vendor's
//! indexes tell which folder is the right one, and people look for an operation below their
//! service; the pages are told of each other. Must not choose between them.

use std::collections::{BTreeMap, BTreeSet};

use specwright_spec::profile::ActionStyle;
use specwright_spec::{Fact, Operation, Profile, Service, facts};

use crate::diagnostic::{Code, Diagnostic, Level};
use crate::page::PageFacts;

/// So many differences are named in a message; the others are counted.
const NAMED: usize = 4;

/// Reports each operation that a service before it has too, on its page.
pub fn report(profile: &Profile, services: &[Service], pages: &mut [PageFacts]) {
    if !names_alone(profile) {
        return;
    }
    let mut by_name: BTreeMap<String, Vec<Named<'_>>> = BTreeMap::new();
    for service in services {
        // What is called by method and path has a host of its own.
        let by_action = service.operations.iter().filter(|op| op.http.is_none());
        for operation in by_action {
            let named = by_name.entry(operation.name.to_ascii_lowercase());
            named.or_default().push(Named { service, operation });
        }
    }
    let shared: Vec<_> = by_name.into_values().filter(|all| all.len() > 1).collect();
    let mut known = BTreeMap::new();
    for named in shared.iter().flatten() {
        known
            .entry(named.service.service.as_str())
            .or_insert_with(|| by_operation(named.service));
    }
    for all in &shared {
        let Some((first, others)) = all.split_first() else {
            continue;
        };
        for other in others {
            let differences = differences(first.facts(&known), other.facts(&known));
            tell(first, other, &differences, pages);
        }
    }
}

/// Whether a request names its operation and nothing else: no service, no version.
fn names_alone(profile: &Profile) -> bool {
    let endpoint = &profile.endpoint;
    let is_one_address = endpoint.services.is_empty()
        && [
            Some(&endpoint.host),
            endpoint.regional.as_ref(),
            Some(&endpoint.path),
        ]
        .into_iter()
        .flatten()
        .all(|part| !part.contains("{service}"));
    let has_version = match &profile.wire.action {
        ActionStyle::Headers { .. } => true,
        ActionStyle::Parameters { version, .. } => version.is_some(),
    };
    is_one_address && !has_version
}

/// An operation and the service that has it.
struct Named<'s> {
    service: &'s Service,
    operation: &'s Operation,
}

/// What is said of the fields of each operation of a service: by side and path, type and need.
type ByOperation = BTreeMap<String, BTreeMap<(String, String), String>>;

impl Named<'_> {
    fn facts<'k>(
        &self,
        known: &'k BTreeMap<&str, ByOperation>,
    ) -> Option<&'k BTreeMap<(String, String), String>> {
        known
            .get(self.service.service.as_str())?
            .get(&self.operation.name)
    }
}

fn by_operation(service: &Service) -> ByOperation {
    let mut all = ByOperation::new();
    let text = |fact: &Fact, key: &str| {
        let value = fact.get(key).map(|value| match value.as_str() {
            Some(text) => text.to_owned(),
            None => value.to_string(),
        });
        value.unwrap_or_default()
    };
    for fact in facts(service) {
        let said = format!("{} {}", text(&fact, "type"), text(&fact, "required"));
        all.entry(text(&fact, "operation"))
            .or_default()
            .insert((text(&fact, "in"), text(&fact, "path")), said);
    }
    all
}

/// The paths of fields that one of the two lacks, or of which they say other things.
fn differences(
    one: Option<&BTreeMap<(String, String), String>>,
    other: Option<&BTreeMap<(String, String), String>>,
) -> BTreeSet<String> {
    let none = BTreeMap::new();
    let (one, other) = (one.unwrap_or(&none), other.unwrap_or(&none));
    let paths: BTreeSet<_> = one.keys().chain(other.keys()).collect();
    paths
        .into_iter()
        .filter(|path| one.get(*path) != other.get(*path))
        .map(|(_, path)| path.clone())
        .collect()
}

fn tell(
    first: &Named<'_>,
    other: &Named<'_>,
    differences: &BTreeSet<String>,
    pages: &mut [PageFacts],
) {
    let place = |named: &Named<'_>, pages: &[PageFacts]| {
        let page = pages
            .iter()
            .find(|page| page.path == named.operation.page)?;
        Some(page.place_of_name(&named.operation.name, named.operation.at))
    };
    let (Some(here), Some(there)) = (place(other, pages), place(first, pages)) else {
        return;
    };
    let Named { service, operation } = first;
    let front = format!(
        "`{}` is an operation of `{}` too, and requests name no service",
        other.operation.name, service.service
    );
    let named: Vec<String> = differences
        .iter()
        .take(NAMED)
        .map(|path| format!("`{path}`"))
        .collect();
    let (level, message) = match differences.len().saturating_sub(NAMED) {
        _ if differences.is_empty() => (
            Level::Note,
            format!("{front}: {} says the same", operation.page),
        ),
        0 => (
            Level::Warning,
            format!(
                "{front}: {} says otherwise of {}",
                operation.page,
                named.join(", ")
            ),
        ),
        more => (
            Level::Warning,
            format!(
                "{front}: {} says otherwise of {} and {more} more",
                operation.page,
                named.join(", ")
            ),
        ),
    };
    let found = Diagnostic::new(Code::OPERATION_OF_TWO_SERVICES, here, message)
        .level(level)
        .also(there, "the other page");
    if let Some(page) = pages
        .iter_mut()
        .find(|page| page.path == other.operation.page)
    {
        page.diagnostics.push(found);
    }
}
