//! `cargo xtask catalog`: the specs as pages that one can search in a browser, without a server.

use std::fs;
use std::path::{Path, PathBuf};

use specwright_catalog::{Capabilities, File, Input, Notes, catalog, check, propose};
use specwright_spec::{Profile, Service, yaml};

use crate::api;
use crate::catalog_notes;
use crate::failure::{Exit, Failure, Result};
use crate::files;
use crate::output::print;
use crate::table::count;
use crate::workspace::Workspace;

/// The reviewed capabilities, below the root.
const CAPABILITIES: &str = "specs/capabilities.yaml";
/// A file that every catalogue has: a folder with it may be written over.
const MARK: &str = "assets/search-index.js";

/// What to show, and where to.
#[derive(clap::Args)]
pub struct Args {
    /// Write the catalogue into this folder. [default: target/specwright/catalog]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Show what changed since this revision: a git revision, or a folder with specs/api. Several are
    /// compared one with the next. [default: the newest tag v*, if there is one]
    #[arg(long, value_name = "REF|DIR")]
    since: Vec<String>,
    /// Look for defects in these pages. [default: specs/pages]
    #[arg(long, value_name = "DIR")]
    pages: Option<PathBuf>,
    /// Print specs/capabilities.yaml with the answers that names, types and values suggest, for review;
    /// write nothing.
    #[arg(long, exclusive = true)]
    propose: bool,
}

/// Runs the command.
pub fn run(workspace: &Workspace, args: &Args) -> Result<Exit> {
    let profiles = workspace.profiles()?;
    let services = api::load(workspace, &workspace.root)?;
    let capabilities = capabilities(workspace)?;
    if args.propose {
        let proposed = propose(&capabilities, &services, &profiles);
        let text =
            yaml::write(&proposed).map_err(|error| Failure::could_not_run(error.to_string()))?;
        return print(&text).map(|()| Exit::Fine);
    }
    let problems = problems(&capabilities, &services, &profiles);
    for problem in &problems {
        eprintln!("error: {CAPABILITIES}: {problem}");
    }
    let mut notes = Notes::default();
    catalog_notes::calls(&services, &profiles, &mut notes)?;
    catalog_notes::changes(workspace, (&services, &profiles), &args.since, &mut notes)?;
    catalog_notes::defects(workspace, &profiles, args.pages.as_deref(), &mut notes)?;
    let written = catalog(Input {
        services: &services,
        profiles: &profiles,
        capabilities: &capabilities,
        notes: &notes,
    });
    let folder = match &args.out {
        Some(folder) => folder.clone(),
        None => workspace.scratch().join("catalog"),
    };
    write(&folder, &written)?;
    print(&summary(&services, &written))?;
    eprintln!("open {}", folder.join("index.html").display());
    Ok(if problems.is_empty() {
        Exit::Fine
    } else {
        Exit::Findings
    })
}

fn capabilities(workspace: &Workspace) -> Result<Capabilities> {
    let path = workspace.root.join(CAPABILITIES);
    if path.is_file() {
        return workspace.document(&path);
    }
    Ok(Capabilities {
        format: specwright_spec::FORMAT,
        ..Capabilities::default()
    })
}

fn problems(
    capabilities: &Capabilities,
    services: &[Service],
    profiles: &[Profile],
) -> Vec<String> {
    let vendors: Vec<_> = profiles
        .iter()
        .map(|profile| profile.vendor.as_str())
        .collect();
    check(capabilities, services, &vendors).problems
}

/// Writes the files. A folder that holds something else than a catalogue is left alone.
fn write(folder: &Path, written: &[File]) -> Result<()> {
    let is_empty = fs::read_dir(folder).map_or(true, |mut entries| entries.next().is_none());
    if !is_empty {
        if !folder.join(MARK).is_file() {
            let message = format!("{} holds something else than a catalogue", folder.display());
            return Err(
                Failure::usage(message).help("name an empty folder, or one that is not there")
            );
        }
        fs::remove_dir_all(folder).map_err(|error| files::failure("remove", folder, &error))?;
    }
    for file in written {
        let path = files::inside(folder, &file.path).ok_or_else(|| {
            Failure::could_not_run(format!("{} leads out of the folder", file.path))
        })?;
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(|error| files::failure("make", parent, &error))?;
        }
        fs::write(&path, &file.text).map_err(|error| files::failure("write", &path, &error))?;
    }
    Ok(())
}

fn summary(services: &[Service], written: &[File]) -> String {
    let operations = services
        .iter()
        .map(|service| service.operations.len())
        .sum();
    let is_page = |file: &&File| files::has_ending(Path::new(&file.path), &["html"]);
    let largest = written
        .iter()
        .filter(is_page)
        .max_by_key(|file| file.text.len());
    let index = written.iter().find(|file| file.path == MARK);
    let bytes = |file: Option<&File>| file.map_or(0, |file| file.text.len().div_ceil(1000));
    format!(
        "{}, {}; {}, the largest {} of {} kB; search index of {} kB\n",
        count(services.len(), "service"),
        count(operations, "operation"),
        count(written.iter().filter(is_page).count(), "page"),
        largest.map(|file| file.path.as_str()).unwrap_or_default(),
        bytes(largest),
        bytes(index),
    )
}
