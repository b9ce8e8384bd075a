//! What the catalogue says beside the specs: how clients are called, what changed, what is wrong with
//! pages. Turns what the other stages give into the catalogue's plain values.

use std::collections::BTreeMap;
use std::path::Path;

use specwright_catalog::{Defect, Key, Notes};
use specwright_codegen::examples;
use specwright_codegen::plan::ServicePlan;
use specwright_drift::Change;
use specwright_reader::diagnostic::Diagnostic;
use specwright_reader::reading::Reading;
use specwright_spec::{Profile, Service};

use crate::failure::Result;
use crate::git::Git;
use crate::pages::{self, Folder};
use crate::pipeline;
use crate::sides::{self, Side};
use crate::workspace::{self, Workspace};

/// The tags of releases.
const TAGS: &str = "v*";

/// How the generated client of each operation is called.
pub fn calls(services: &[Service], profiles: &[Profile], notes: &mut Notes) -> Result<()> {
    for service in services {
        let profile = workspace::profile(profiles, &service.vendor)?;
        let plan = ServicePlan::new(service, profile);
        for operation in &plan.operations {
            let lines = examples::operation(operation, &plan, true);
            // The call alone: what is done with the answer is the same everywhere.
            let call: Vec<&str> = lines
                .iter()
                .map(String::as_str)
                .filter(|line| !line.starts_with("```") && !line.starts_with("# "))
                .take_while(|line| !line.starts_with("match "))
                .collect();
            notes
                .calls
                .insert(key(service, &operation.operation.name), call.join("\n"));
        }
    }
    Ok(())
}

/// What changed from each revision to the next, and from the last to now. Without revisions: since the
/// newest release, if there is one.
pub fn changes(
    workspace: &Workspace,
    (services, profiles): (&[Service], &[Profile]),
    since: &[String],
    notes: &mut Notes,
) -> Result<()> {
    let mut names = since.to_vec();
    if names.is_empty() {
        let tag = Git::at(&workspace.root).last_tag(TAGS)?;
        names.extend(tag.map(|tag| format!("refs/tags/{tag}")));
    }
    for (nth, name) in names.iter().enumerate().rev() {
        let mut from = Side::named(workspace, profiles, name)?;
        let (mut to, next) = match names.get(nth + 1) {
            Some(next) => (Side::named(workspace, profiles, next)?, short(next)),
            None => (Side::specs(workspace)?, "now"),
        };
        let between = format!("{} → {next}", short(name));
        for change in sides::changes(&mut from, &mut to, profiles)? {
            let noted = specwright_catalog::Change {
                between: between.clone(),
                rule: change.rule.to_owned(),
                wire: change.wire.to_string(),
                source: change.source.to_string(),
                message: change.message.clone(),
            };
            for key in shown_with(&change, services) {
                notes.changes.entry(key).or_default().push(noted.clone());
            }
        }
        notes.compared.push(between);
    }
    Ok(())
}

/// Whose pages tell of a change: the operations that it reaches; of a service that is new, it and all of its
/// operations; else the service, or what is left of it: the vendor. Words on a page alone are nobody's.
fn shown_with(change: &Change, services: &[Service]) -> Vec<Key> {
    let subject = &change.subject;
    let vendor = subject.vendor.clone();
    let Some(service) = &subject.service else {
        return Vec::new();
    };
    let is_it = |one: &&Service| one.vendor == vendor && one.service == *service;
    let Some(service) = services.iter().find(is_it) else {
        return vec![(vendor, String::new(), String::new())];
    };
    let has = |name: &str| service.operations.iter().any(|one| one.name == name);
    let reached = change.reaches.iter().chain(&subject.operation);
    let mut keys: Vec<Key> = reached
        .filter(|name| has(name))
        .map(|name| key(service, name))
        .collect();
    if change.rule == "service-added" {
        keys.extend(service.operations.iter().map(|one| key(service, &one.name)));
        keys.push(key(service, ""));
    } else if keys.is_empty() {
        keys.push(key(service, ""));
    }
    keys
}

fn short(name: &str) -> &str {
    name.strip_prefix("refs/tags/").unwrap_or(name)
}

/// What is wrong with the pages at hand.
pub fn defects(
    workspace: &Workspace,
    profiles: &[Profile],
    pages: Option<&Path>,
    notes: &mut Notes,
) -> Result<()> {
    for folder in pages::find(workspace, profiles, pages, None)?.folders {
        let reading = pipeline::read(workspace::profile(profiles, &folder.vendor)?, &folder)?;
        let places = Places::of(&reading);
        for diagnostic in &reading.diagnostics {
            for (_, key) in places.at(diagnostic) {
                let defect = defect(diagnostic, &folder);
                notes.defects.entry(key.clone()).or_default().push(defect);
            }
        }
        let read = reading.services.iter().flat_map(|service| {
            let names = service.operations.iter().map(|one| one.name.as_str());
            names.map(|name| key(service, name))
        });
        notes.inspected.extend(read);
    }
    Ok(())
}

fn defect(diagnostic: &Diagnostic, folder: &Folder) -> Defect {
    let place = &diagnostic.primary.place;
    Defect {
        code: diagnostic.code.as_str().to_owned(),
        level: diagnostic.level.as_str().to_owned(),
        message: diagnostic.message.clone(),
        // A collection has a name that tells nothing of this machine.
        place: match &folder.collection {
            Some(collection) => format!("{collection}/{}:{}", place.page, place.line),
            None => format!("{}:{}", place.page, place.line),
        },
    }
}

/// Which operations stand where on which page.
struct Places {
    pages: BTreeMap<String, Vec<(usize, Key)>>,
}

impl Places {
    fn of(reading: &Reading) -> Self {
        let mut pages: BTreeMap<String, Vec<(usize, Key)>> = BTreeMap::new();
        for service in &reading.services {
            for operation in &service.operations {
                let line = usize::try_from(operation.at.line).unwrap_or_default();
                let place = (line, key(service, &operation.name));
                pages.entry(operation.page.clone()).or_default().push(place);
            }
        }
        pages.values_mut().for_each(|places| places.sort());
        Self { pages }
    }

    /// The operation whose part of the page it is in; all of the page's if it stands before the first.
    fn at(&self, diagnostic: &Diagnostic) -> &[(usize, Key)] {
        let place = &diagnostic.primary.place;
        let on_page = self
            .pages
            .get(&*place.page)
            .map(Vec::as_slice)
            .unwrap_or_default();
        let before = on_page.partition_point(|(line, _)| *line <= place.line);
        match before.checked_sub(1) {
            Some(last) => on_page.get(last..before).unwrap_or_default(),
            None => on_page,
        }
    }
}

fn key(service: &Service, operation: &str) -> Key {
    (
        service.vendor.clone(),
        service.service.clone(),
        operation.to_owned(),
    )
}
