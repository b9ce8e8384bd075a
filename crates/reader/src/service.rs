//! Pages put together: which service each belongs to, which of several pages of an operation
//! counts, which structures are one. Must not look at a page's text.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rayon::prelude::*;
use specwright_spec::{Position, Profile, Service, Structure, Type};

use crate::containers;
use crate::derive;
use crate::diagnostic::{Code, Diagnostic, Level};
use crate::dialect::Dialect;
use crate::editions;
use crate::field_findings;
use crate::fix::Fix;
use crate::page::{OperationFacts, PageFacts};
use crate::publish;
use crate::reading::{PageReport, Reading};
use crate::sample::similar;
use crate::sample_findings;
use crate::samples::LineMap;
use crate::service_names;
use crate::shared_names;
use crate::shared_structures;
use crate::spelling::{self, Respelt};
use crate::structures::Structures;
use crate::supersede;
use crate::text::{Place, Span};

/// Puts the pages of a folder together.
pub fn assemble(dialect: &Dialect, profile: &Profile, mut pages: Vec<PageFacts>) -> Reading {
    pages.sort_by(|a, b| a.path.cmp(&b.path));
    publish::mark(&mut pages);
    let names = service_names::of_pages(dialect, &pages);
    supersede::supersede(dialect, &mut pages, &names);
    let mut services: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, name) in names.iter().enumerate() {
        let page = &pages[index];
        if !page.operations.is_empty() || !page.structures.is_empty() || !page.errors.is_empty() {
            services.entry(name.clone()).or_default().push(index);
        }
    }
    shared_structures::share(dialect, &pages, &names, &mut services);
    let mut reading = Reading::default();
    let mut lines = Vec::new();
    for (name, members) in services {
        let structures = shared_structures::of_service(dialect, &name, &members, &names, &pages);
        let members = Members {
            pages: &members,
            structures,
        };
        let (service, sample_lines) = build(dialect, profile, &name, members, &mut pages);
        // Structures and codes alone are no service: their operations are not at hand.
        if !service.operations.is_empty() {
            reading.services.push(service);
            lines.push(sample_lines);
        }
    }
    if dialect.samples_tell_case {
        let wrapper = profile.envelope.wrapper.as_deref();
        for respelt in spelling::settle(&mut reading.services, wrapper) {
            report_respelt(&respelt, &mut pages);
        }
    }
    for service in &mut reading.services {
        for operation in &mut service.operations {
            derive::derive(operation, &service.structures, profile);
        }
    }
    contradictions(dialect, profile, &reading.services, &lines, &mut pages);
    shared_names::report(profile, &reading.services, &mut pages);
    for mut page in pages {
        page.diagnostics.sort_by(|a, b| {
            let order = |found: &Diagnostic| {
                (
                    found.primary.place.line,
                    found.primary.place.column,
                    found.code,
                )
            };
            order(a).cmp(&order(b))
        });
        reading.diagnostics.extend(page.diagnostics);
        reading.pages.push(PageReport {
            path: page.path,
            kind: page.kind,
            stats: page.stats,
        });
    }
    reading
}

/// What tables and samples say against each other, now that all structures are known.
fn contradictions(
    dialect: &Dialect,
    profile: &Profile,
    services: &[Service],
    lines: &[Vec<Vec<LineMap>>],
    pages: &mut [PageFacts],
) {
    let mut found: Vec<Diagnostic> = Vec::new();
    let by_path: BTreeMap<&str, &PageFacts> = pages
        .iter()
        .map(|page| (page.path.as_str(), page))
        .collect();
    for (service, lines) in services.iter().zip(lines) {
        let structures = service
            .structures
            .iter()
            .map(|structure| (structure.name.as_str(), structure))
            .collect();
        let context = sample_findings::Context {
            dialect,
            profile,
            structures: &structures,
            pages: &by_path,
        };
        let checks = service
            .operations
            .par_iter()
            .zip(lines)
            .filter_map(|(operation, lines)| {
                let page = by_path.get(operation.page.as_str())?;
                Some(sample_findings::of_operation(
                    context, page, operation, lines,
                ))
            });
        found.extend(checks.collect::<Vec<_>>().into_iter().flatten());
    }
    let index: BTreeMap<String, usize> = pages
        .iter()
        .enumerate()
        .map(|(at, page)| (page.path.clone(), at))
        .collect();
    for diagnostic in found {
        if let Some(page) = index
            .get(&*diagnostic.primary.place.page)
            .and_then(|&at| pages.get_mut(at))
        {
            page.diagnostics.push(diagnostic);
        }
    }
}

/// What belongs to a service.
struct Members<'m> {
    /// Its pages.
    pages: &'m [usize],
    /// The structures that pages of structures list.
    structures: Vec<Structure>,
}

/// The service, and where the lines of its operations' samples stand.
fn build(
    dialect: &Dialect,
    profile: &Profile,
    name: &str,
    members: Members<'_>,
    pages: &mut [PageFacts],
) -> (Service, Vec<Vec<LineMap>>) {
    let mut service = Service::new(profile.vendor.clone(), name);
    let mut structures = Structures::default();
    structures.add_shared(members.structures);
    // The first to name a code counts.
    let mut newest_first = members.pages.to_vec();
    newest_first.sort_by_key(|&index| Reverse(editions::of_path(dialect, &pages[index].path)));
    for &index in &newest_first {
        let page = &mut pages[index];
        for error in std::mem::take(&mut page.errors) {
            let is_known = service.errors.iter().any(|known| known.code == error.code);
            let is_common = profile
                .common_errors
                .iter()
                .any(|common| common.code == error.code);
            if !is_known && !is_common {
                service.errors.push(error);
            }
        }
    }
    let mut operations = Vec::new();
    for &index in &newest_first {
        let page = &mut pages[index];
        let facts = std::mem::take(&mut page.operations);
        if name.is_empty() && !facts.is_empty() {
            let message = "neither the page nor its folder tells the service";
            let place = page.place(facts.first().map_or(Span::default(), |facts| facts.span));
            page.diagnostics
                .push(Diagnostic::new(Code::SERVICE_UNKNOWN, place, message));
        }
        for OperationFacts {
            mut operation,
            structures: own,
            sample_lines,
            ..
        } in facts
        {
            structures.add_own(&mut operation, own);
            operations.push((operation, sample_lines));
        }
    }
    operations.sort_by(|(a, _), (b, _)| a.page.cmp(&b.page));
    let lines;
    (service.operations, lines) = operations.into_iter().unzip();
    if dialect.sample_members {
        add_shown(&service, &mut structures, profile, pages);
    }
    let missing = if dialect.value_structures {
        Type::Any
    } else {
        Type::Object
    };
    let (all, dangling) = structures.resolve(&mut service.operations, &missing);
    service.structures = all;
    let mut lookups = 100_usize;
    for dangling in dangling {
        if let Some(page) = pages.iter_mut().find(|page| page.path == dangling.page) {
            let names = service
                .structures
                .iter()
                .map(|structure| structure.name.as_str());
            let misspelt = field_findings::misspelt_type(&dangling.name);
            let (code, message) = match misspelt {
                Some(word) => (
                    Code::TYPE_MISSPELT,
                    format!("`{}` is written for `{word}`", dangling.name),
                ),
                None => (
                    Code::STRUCTURE_MISSING,
                    format!("no page at hand lists the structure `{}`", dangling.name),
                ),
            };
            // Each look is over all names: few are enough.
            lookups = lookups.saturating_sub(1);
            let may_look = misspelt.is_none() && lookups > 0;
            let similar = may_look
                .then(|| similar::nearest(&dangling.name, names))
                .flatten();
            let cell = page
                .places
                .get(dangling.at)
                .map(|row| row.ty)
                .or_else(|| page.places.type_with(&page.source, &dangling.name));
            let place = cell.map_or_else(
                || page.place_of(dangling.at),
                |cell| page.source.place(cell),
            );
            let row = page.places.get(dangling.at);
            let spelt = |word| {
                let span = row?.ty;
                field_findings::spelt(&page.source, span, &dangling.name, word)
            };
            let fix = misspelt.and_then(spelt);
            let diagnostic = Diagnostic::new(code, place, message)
                .level(Level::Warning)
                .fix(fix);
            let is_type = field_findings::is_type_word(&dangling.name);
            let diagnostic = match is_type {
                true => diagnostic.help(format!(
                    "if the type `{}` is meant, write the vendor's word for it",
                    dangling.name
                )),
                false => diagnostic,
            };
            page.diagnostics.push(match similar {
                Some(name) => diagnostic.help(format!(
                    "if `{name}` is meant, write that; else add the page that lists the structure"
                )),
                None => diagnostic,
            });
        }
    }
    share(&mut service, profile);
    (service, lines)
}

fn report_respelt(respelt: &Respelt, pages: &mut [PageFacts]) {
    let Some(page) = pages.iter_mut().find(|page| page.path == respelt.page) else {
        return;
    };
    let place = match page.places.get(respelt.at) {
        Some(row) => page.source.place(row.name),
        None => page.place_of(respelt.at),
    };
    let message = format!(
        "the table says `{}`, every sample `{}`; taken: the samples",
        respelt.listed, respelt.shown
    );
    let fix = page
        .places
        .get(respelt.at)
        .and_then(|row| Fix::word(&page.source, row.name, &respelt.listed, &respelt.shown));
    page.diagnostics
        .push(Diagnostic::new(Code::SPELT_TWO_WAYS, place, message).fix(fix));
}

/// Adds structures that no page lists and samples show.
fn add_shown(
    service: &Service,
    structures: &mut Structures,
    profile: &Profile,
    pages: &mut [PageFacts],
) {
    let wrapper = profile.envelope.wrapper.as_deref();
    for operation in &service.operations {
        for structure in containers::shown(operation, wrapper, &|name| structures.knows(name)) {
            if let Some(page) = pages.iter_mut().find(|page| page.path == operation.page) {
                let message = format!(
                    "no page at hand lists the structure `{}`; a sample shows its members",
                    structure.name
                );
                let place = match page.places.get(structure.at) {
                    Some(row) => page.source.place(row.ty),
                    None => page.place_of(structure.at),
                };
                page.diagnostics
                    .push(Diagnostic::new(Code::STRUCTURE_MISSING, place, message));
            }
            structures.add_shared(vec![structure]);
        }
    }
}

/// Lifts what all operations say alike to the service.
fn share(service: &mut Service, profile: &Profile) {
    service.version = most(
        service
            .operations
            .iter()
            .filter_map(|operation| operation.version.clone()),
    )
    .or_else(|| profile.versions.get(&service.service).cloned());
    // A host that a request fills in is that operation's own.
    let hosts = service
        .operations
        .iter()
        .filter_map(|operation| operation.endpoint.clone());
    service.endpoint = most(hosts.filter(|host| !host.contains('{')));
    for operation in &mut service.operations {
        if operation.version == service.version {
            operation.version = None;
        }
        if operation.endpoint == service.endpoint {
            operation.endpoint = None;
        }
    }
}

/// The value that stands most often; of equals the greatest, as versions are dates.
fn most(values: impl Iterator<Item = String>) -> Option<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for value in values {
        *counts.entry(value).or_default() += 1;
    }
    counts
        .into_iter()
        .max_by_key(|(_, count)| *count)
        .map(|(value, _)| value)
}

impl PageFacts {
    pub(crate) fn place_of(&self, at: Position) -> Place {
        Place {
            line: at.line.max(1) as usize,
            column: at.column.max(1) as usize,
            ..self.place(Span::default())
        }
    }

    fn place(&self, span: Span) -> Place {
        Place {
            page: self.path.as_str().into(),
            span,
            line: 1,
            column: 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_value_that_stands_most_often() {
        let of = |values: &[&str]| most(values.iter().map(|value| (*value).to_owned()));
        assert_eq!(of(&["2014", "2015", "2014"]).as_deref(), Some("2014"));
        assert_eq!(of(&["2014", "2015"]).as_deref(), Some("2015"));
        assert_eq!(of(&[]), None);
    }
}
