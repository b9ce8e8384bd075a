//! `cargo xtask fetch`: brings pages from where vendors publish them to `.pages`. All or nothing.

use std::collections::BTreeMap;
use std::fs;

use crate::failure::{Exit, Failure, Result};
use crate::fetch::limits::{Budget, check_paths};
use crate::fetch::lock::{self, Lock};
use crate::fetch::sources::{self, Place, Source, Sources};
use crate::fetch::swap::Draft;
use crate::fetch::{Fetched, Pages, repository, web};
use crate::files;
use crate::output::print;
use crate::pages::DATES;
use crate::progress::Progress;
use crate::table::count;
use crate::workspace::{self, Workspace};

/// Where pages go, below the root; git passes it over.
const PAGES: &str = ".pages";

/// Which pages.
#[derive(clap::Args)]
pub struct Args {
    /// Fetch only this vendor's pages.
    #[arg(long, value_name = "VENDOR")]
    vendor: Option<String>,
    /// Fetch what specs/sources.lock says, and fail if it is not to be had.
    #[arg(long)]
    locked: bool,
}

/// Runs the command.
pub fn run(workspace: &Workspace, args: &Args) -> Result<Exit> {
    let sources = sources(workspace)?;
    let wanted = wanted(workspace, &sources, args.vendor.as_deref())?;
    let lock_file = workspace.root.join(lock::FILE);
    let old_lock = files::read_if_there(&lock_file)?;
    let old_lock = old_lock.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let mut lock = Lock::read(old_lock.as_deref())?;

    let progress = Progress::new(false);
    let mut budget = Budget::new(sources.limits);
    let mut vendors: BTreeMap<&str, Pages> = BTreeMap::new();
    let mut differing = Vec::new();
    let mut said = String::new();
    for source in wanted {
        progress.say(format!("fetching {}", source.address()));
        let fetched = fetch(
            workspace,
            source,
            args.locked.then_some(&lock),
            &mut budget,
            &progress,
        )?;
        said.push_str(&told(source, &fetched));
        if args.locked {
            let locked = lock
                .of(source)
                .map(|locked| locked.differing(&fetched.pages));
            differing.extend(
                locked
                    .into_iter()
                    .flatten()
                    .map(|page| (source.vendor.clone(), page)),
            );
        } else {
            lock.put(source, &fetched);
        }
        let pages = vendors.entry(&source.vendor).or_default();
        for (path, bytes) in fetched.pages {
            if pages.insert(below(source, &path), bytes).is_some() {
                let message = format!("two sources of {} have the page {path}", source.vendor);
                return Err(
                    Failure::could_not_run(message).help("give one of them a folder with `into`")
                );
            }
        }
    }
    if !differing.is_empty() {
        return Ok(refused(&differing));
    }
    vendors.values().try_for_each(check_paths)?;
    lock.keep(&sources.sources);
    let lock = lock.text()?;
    progress.say("writing pages");
    put(workspace, &vendors)?;
    if !args.locked && old_lock.as_deref() != Some(&lock) {
        let draft = lock_file.with_extension("lock.draft");
        fs::write(&draft, lock)
            .and_then(|()| fs::rename(&draft, &lock_file))
            .map_err(|error| files::failure("write", &lock_file, &error))?;
    }
    drop(progress);
    print(&said)?;
    Ok(Exit::Fine)
}

fn sources(workspace: &Workspace) -> Result<Sources> {
    let path = workspace.root.join(sources::FILE);
    if !path.is_file() {
        return Err(
            Failure::could_not_run(format!("there is no {}", sources::FILE)).help(
                "write where the pages are published; the one in specwright's repository shows how",
            ),
        );
    }
    Sources::read(&files::read_text(&path)?)
}

fn wanted<'s>(
    workspace: &Workspace,
    sources: &'s Sources,
    vendor: Option<&str>,
) -> Result<Vec<&'s Source>> {
    let profiles = workspace.profiles()?;
    for source in &sources.sources {
        workspace::profile(&profiles, &source.vendor)?;
    }
    if let Some(vendor) = vendor {
        workspace::profile(&profiles, vendor)?;
    }
    let is_wanted = |source: &&Source| vendor.is_none_or(|vendor| source.vendor == vendor);
    let wanted: Vec<_> = sources.sources.iter().filter(is_wanted).collect();
    if wanted.is_empty() {
        return Err(Failure::usage(format!(
            "{} names no source of {}",
            sources::FILE,
            vendor.unwrap_or("any vendor")
        ))
        .help("add one, or leave out --vendor"));
    }
    Ok(wanted)
}

fn fetch(
    workspace: &Workspace,
    source: &Source,
    lock: Option<&Lock>,
    budget: &mut Budget,
    progress: &Progress,
) -> Result<Fetched> {
    let scratch = workspace.scratch().join("fetch");
    fs::create_dir_all(&scratch).map_err(|error| files::failure("create", &scratch, &error))?;
    let locked = match lock {
        None => None,
        Some(lock) => Some(lock.of(source).ok_or_else(|| {
            Failure::could_not_run(format!("{} does not know {}", lock::FILE, source.address()))
                .help("fetch once without --locked, and commit the lock")
        })?),
    };
    match source.place()? {
        Place::Git(address, revision) => {
            let revision = locked
                .and_then(|locked| locked.revision.as_deref())
                .unwrap_or(revision);
            repository::fetch(source, (address, revision), &scratch, budget)
        }
        Place::Web(base, paths) => web::fetch(base, paths, &scratch, budget, |at| {
            progress.say(format!("fetching {base}: {at} of {}", paths.len()));
        }),
    }
}

fn below(source: &Source, path: &str) -> String {
    if source.into.is_empty() {
        path.to_owned()
    } else {
        format!("{}/{path}", source.into)
    }
}

/// Writes every vendor's pages beside the old ones, and only then puts them in place.
fn put(workspace: &Workspace, vendors: &BTreeMap<&str, Pages>) -> Result<()> {
    let root = workspace.root.join(PAGES);
    let mut drafts = Vec::new();
    for (vendor, pages) in vendors {
        drafts.extend(Draft::write(&root, vendor, pages)?);
    }
    drafts.into_iter().try_for_each(Draft::commit)
}

fn told(source: &Source, fetched: &Fetched) -> String {
    let pages = fetched.pages.keys().filter(|path| *path != DATES);
    let pages = count(pages.count(), "page");
    let revision = match &fetched.revision {
        Some(revision) => format!(" at {}", revision.get(..12).unwrap_or(revision)),
        None => format!(", {} unchanged", fetched.unchanged),
    };
    format!(
        "{}: {pages} of {}{revision}\n",
        source.vendor,
        source.address()
    )
}

fn refused(differing: &[(String, String)]) -> Exit {
    for (vendor, page) in differing.iter().take(20) {
        eprintln!("error: {vendor}: {page} is not what {} says", lock::FILE);
    }
    let pages = count(differing.len(), "page");
    eprintln!("nothing was changed: {pages} not as locked; fetch without --locked to take them");
    Exit::Findings
}
