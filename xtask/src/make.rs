//! From pages to specs: reads each folder, applies overlays, puts the parts together and validates the
//! whole. Reads files, writes none but the cache.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use specwright_reader::diagnostic::Diagnostic;
use specwright_reader::reading::Reading;
use specwright_spec::{Profile, Service, validate};

use crate::api;
use crate::cache;
use crate::corrections;
use crate::failure::{Failure, Result};
use crate::merge::{self, Origin};
use crate::nameless;
use crate::pages::{self, Folder, Found};
use crate::pipeline;
use crate::progress::Progress;
use crate::summary::{Row, Summary};
use crate::table::count;
use crate::workspace::{self, OverlayFile, Workspace};

/// What to make.
pub struct Request<'r> {
    /// The folder of pages; nothing for the workspace's own.
    pub pages: Option<&'r Path>,
    /// Only this vendor's pages.
    pub vendor: Option<&'r str>,
    /// Only this service.
    pub service: Option<&'r str>,
    /// Whether vendors' sentences stay in the spec. Nothing: as the folder wants it.
    pub keep_prose: Option<bool>,
    /// The root of what is written: its specs are what the pages are put into.
    pub root: &'r Path,
    /// Whether readings are kept for the next time.
    pub writes_cache: bool,
}

/// What came of it.
#[derive(Default)]
pub struct Made {
    /// The services there were before.
    pub before: Vec<Service>,
    /// Every service there is now, by vendor and name.
    pub services: Vec<Service>,
    /// Specs that have to go, below the root of what is written.
    pub removed: Vec<String>,
    /// What there is to say of each folder's pages.
    pub readings: Vec<(Folder, Vec<Diagnostic>)>,
    /// Why nothing may be written, ready to print.
    pub errors: Vec<String>,
    /// The figures.
    pub summary: Summary,
}

/// Makes the specs anew.
pub fn make(
    workspace: &Workspace,
    profiles: &[Profile],
    request: &Request<'_>,
    progress: &Progress,
) -> Result<Made> {
    progress.say("looking for pages");
    let found = pages::find(workspace, profiles, request.pages, request.vendor)?;
    let overlays = workspace.overlays()?;
    let specs = api::load(workspace, request.root)?;
    let before = specs.clone();
    let mut maker = Maker {
        request,
        overlays: &overlays,
        services: specs
            .into_iter()
            .map(|service| ((service.vendor.clone(), service.service.clone()), service))
            .collect(),
        read: BTreeSet::new(),
        seen: BTreeSet::new(),
        others: if request.root == workspace.root {
            Vec::new()
        } else {
            api::load(workspace, &workspace.root)?
        },
        made: Made {
            before,
            ..Made::default()
        },
    };
    maker.folders(workspace, profiles, found, progress)?;
    maker.finish()
}

/// Vendor and service.
type Key = (String, String);

struct Maker<'m> {
    request: &'m Request<'m>,
    overlays: &'m [OverlayFile],
    services: BTreeMap<Key, Service>,
    /// The services that pages were read for.
    read: BTreeSet<Key>,
    /// The services that pages told of, asked for or not.
    seen: BTreeSet<String>,
    /// The workspace's specs, if others are written.
    others: Vec<Service>,
    made: Made,
}

impl Maker<'_> {
    fn folders(
        &mut self,
        workspace: &Workspace,
        profiles: &[Profile],
        found: Found,
        progress: &Progress,
    ) -> Result<()> {
        self.made.summary.remarks.extend(found.passed_over);
        for folder in found.folders {
            if folder.pages.is_empty() {
                let remark = format!("{} holds no pages; specs stay as they are", folder.shown);
                self.made.summary.remarks.push(remark);
                continue;
            }
            let pages = count(folder.pages.len(), "page");
            progress.say(format!("reading {pages} of {}", folder.vendor));
            let profile = workspace::profile(profiles, &folder.vendor)?;
            let reading = if self.request.writes_cache {
                cache::read(workspace, profile, &folder)?
            } else {
                match cache::look(workspace, profile, &folder) {
                    Some(reading) => reading,
                    None => pipeline::read(profile, &folder)?,
                }
            };
            self.folder(profile, folder, reading);
        }
        Ok(())
    }

    fn folder(&mut self, profile: &Profile, folder: Folder, mut reading: Reading) {
        self.place_nameless(profile, &folder, &mut reading);
        let wanted = self.wanted(&folder, &reading);
        let of_pages = pages_of(&reading, &wanted);
        let everything = self.request.service.is_none() && folder.wanted.is_empty();
        for name in &wanted {
            let at = reading
                .services
                .iter()
                .position(|service| service.service == *name);
            let fresh = match at {
                Some(at) => reading.services.swap_remove(at),
                None => Service::new(&folder.vendor, name),
            };
            self.service(&folder, fresh);
        }
        if everything && folder.collection.is_none() {
            let has = |name: &str| {
                self.services
                    .contains_key(&(folder.vendor.clone(), name.to_owned()))
            };
            let strays = corrections::strays(self.overlays, &folder.vendor, has);
            self.made.errors.extend(strays);
        }
        let others = &reading.services;
        reading.diagnostics.retain(|diagnostic| {
            let page = &*diagnostic.primary.place.page;
            of_pages.contains_key(page) || everything && !is_of_service(others, page)
        });
        self.made
            .summary
            .add_folder(&folder, &reading, &of_pages, everything);
        self.made.readings.push((folder, reading.diagnostics));
    }

    fn place_nameless(&mut self, profile: &Profile, folder: &Folder, reading: &mut Reading) {
        let known: Vec<_> = self.services.values().chain(&self.others).collect();
        let remarks = nameless::place(&mut reading.services, &known, profile, folder);
        let names = reading
            .services
            .iter()
            .map(|service| service.service.clone());
        self.seen.extend(names);
        if self.request.service.is_none() {
            self.made.summary.remarks.extend(remarks);
        }
    }

    /// The services that this folder is to give: those read, and those that had something from it.
    fn wanted(&self, folder: &Folder, reading: &Reading) -> BTreeSet<String> {
        let is_asked = |name: &str| self.request.service.is_none_or(|service| service == name);
        let fresh = reading.services.iter().filter(|service| {
            let mut operations = service.operations.iter();
            operations.any(|operation| pages::is_in(&folder.wanted, &operation.page))
        });
        let old = self.services.values().filter(|service| {
            service.vendor == folder.vendor
                && merge::has_from(service, origin(folder), &folder.wanted)
        });
        fresh
            .chain(old)
            .map(|service| service.service.clone())
            .filter(|name| is_asked(name))
            .collect()
    }

    /// One service of one folder.
    fn service(&mut self, folder: &Folder, mut fresh: Service) {
        let key = (fresh.vendor.clone(), fresh.service.clone());
        let old = self.services.remove(&key);
        let is_own = folder.collection.is_none();
        let applied = corrections::apply(self.overlays, &mut fresh, old.as_ref(), is_own);
        self.made
            .errors
            .extend(applied.errors.iter().map(|error| format!("error: {error}")));
        self.made.summary.remarks.extend(applied.remarks);
        if !self.request.keep_prose.unwrap_or(is_own) {
            fresh.drop_prose();
            hide_sentences(&mut fresh);
        }
        let is_read = !fresh.operations.is_empty();
        let is_known = old.is_some();
        let merged = merge::merge(old, fresh, origin(folder));
        let name = format!("{}/{}", key.0, key.1);
        self.made.summary.add_merge(&name, &merged);
        if merged.service.operations.is_empty() {
            if is_known {
                self.made.removed.push(api::path(&key.0, &key.1));
            }
            let what = if is_known {
                "is removed"
            } else {
                "is left out"
            };
            let remark = format!("{name} {what}: no page describes an operation of it");
            self.made.summary.remarks.push(remark);
            return;
        }
        if is_read {
            self.read.insert(key.clone());
        }
        self.services.insert(key, merged.service);
    }

    fn finish(mut self) -> Result<Made> {
        if let Some(service) = self.request.service {
            self.require(service)?;
        }
        if self.services.is_empty() && self.made.readings.is_empty() {
            return Err(
                Failure::could_not_run("there are no pages and no specs to work from").help(
                    "put pages into specs/pages/<vendor>/<service>, or name a folder with --pages",
                ),
            );
        }
        for (key, service) in &mut self.services {
            let remarks = corrections::set_waiters(self.overlays, service);
            self.made.summary.remarks.extend(remarks);
            let path = api::path(&key.0, &key.1);
            let findings = validate(service);
            self.made.errors.extend(findings.iter().map(|finding| {
                format!(
                    "error[{}]: {}\n  --> {path}: {}\n   = help: {}",
                    finding.code, finding.message, finding.item, finding.help
                )
            }));
            if !self.read.contains(key) {
                let name = format!("{}/{}", key.0, key.1);
                self.made.summary.from_yaml.push(name);
            }
        }
        for key in &self.read {
            if let Some(service) = self.services.get(key) {
                self.made.summary.rows.push(Row::of(service));
            }
        }
        self.made.services = self.services.into_values().collect();
        Ok(self.made)
    }

    fn require(&self, service: &str) -> Result<()> {
        if self.services.keys().any(|key| key.1 == service) || !self.made.removed.is_empty() {
            return Ok(());
        }
        let names: Vec<_> = self.seen.iter().map(String::as_str).collect();
        Err(
            Failure::usage(format!("no page or spec tells of a service `{service}`"))
                .help(format!("these pages tell of {}", names.join(", "))),
        )
    }
}

/// A page may be named by a whole sentence, which is its author's: that part of its path is written
/// as in a URL.
fn hide_sentences(service: &mut Service) {
    const LETTERS: usize = 15;
    let is_sentence = |part: &str| part.chars().filter(|c| !c.is_ascii()).count() > LETTERS;
    let written = |part: &str| match is_sentence(part) {
        true => part.bytes().map(in_url).collect(),
        false => part.to_owned(),
    };
    let pages = service.operations.iter_mut().map(|it| &mut it.page);
    for page in pages.chain(service.structures.iter_mut().map(|it| &mut it.page)) {
        let parts: Vec<String> = page.split('/').map(written).collect();
        *page = parts.join("/");
    }
}

fn in_url(byte: u8) -> String {
    match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
            char::from(byte).to_string()
        }
        _ => format!("%{byte:02X}"),
    }
}

fn origin(folder: &Folder) -> Origin<'_> {
    Origin {
        collection: folder.collection.as_deref(),
        scope: &folder.scope,
    }
}

/// The pages that services were made from: path to service.
fn pages_of(reading: &Reading, wanted: &BTreeSet<String>) -> BTreeMap<String, String> {
    let mut of_pages = BTreeMap::new();
    for service in reading
        .services
        .iter()
        .filter(|service| wanted.contains(&service.service))
    {
        let structures = service.structures.iter().map(|structure| &structure.page);
        let operations = service.operations.iter().map(|operation| &operation.page);
        for page in structures.chain(operations).filter(|page| !page.is_empty()) {
            of_pages.insert(page.clone(), service.service.clone());
        }
    }
    of_pages
}

/// Whether a page belongs to a service that was not asked for.
fn is_of_service(services: &[Service], page: &str) -> bool {
    services.iter().any(|service| {
        !service.service.is_empty()
            && service
                .operations
                .iter()
                .any(|operation| operation.page == page)
    })
}
