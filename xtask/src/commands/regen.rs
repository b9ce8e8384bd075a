//! `cargo xtask regen`: pages → specs → clients. All or nothing, and only bytes that differ.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use specwright_drift::compare;
use specwright_reader::diagnostic::Level;
use specwright_spec::{Profile, schema, yaml};

use crate::api;
use crate::diff;
use crate::drift_summary;
use crate::failure::{Exit, Failure, Result};
use crate::files;
use crate::journal::{self, Recovery};
use crate::make::{self, Made};
use crate::output::print;
use crate::pipeline;
use crate::plan::{self, Change, Output};
use crate::progress::Progress;
use crate::render::{Painter, Sources};
use crate::table::count;
use crate::workspace::Workspace;

/// What to make anew, from what, and where to.
#[derive(clap::Args)]
pub struct Args {
    /// Read only this vendor's pages.
    #[arg(long, value_name = "VENDOR")]
    vendor: Option<String>,
    /// Make only this service anew.
    #[arg(long, value_name = "SERVICE")]
    service: Option<String>,
    /// The pages: a folder, or one page. [default: specs/pages] Any other folder is a collection of its
    /// own: what other folders gave to a service stays.
    #[arg(long, value_name = "DIR")]
    pages: Option<PathBuf>,
    /// Write specs/api and crates/clients below this folder instead of the workspace.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// What to do with the pages' sentences. By default they are kept from specs/pages, and from other
    /// folders only if --out leads out of the workspace.
    #[arg(long, value_enum)]
    prose: Option<Prose>,
    /// Write nothing; fail with a diff if something would change.
    #[arg(long)]
    check: bool,
    /// Show errors and differences only.
    #[arg(long, short)]
    quiet: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Prose {
    /// Descriptions, messages and samples go into the spec.
    Keep,
    /// Only facts go into the spec.
    Drop,
}

/// Runs the command.
pub fn run(workspace: &Workspace, args: &Args) -> Result<Exit> {
    let root = root(workspace, args)?;
    let _lock;
    if !args.check {
        _lock = lock(workspace)?;
        recover(&root)?;
    } else if journal::is_pending(&root) {
        println!("an interrupted regen is pending: `cargo xtask regen` finishes or undoes it");
        return Ok(Exit::Findings);
    }
    let progress = Progress::new(args.quiet);
    let profiles = workspace.profiles()?;
    let is_outside = !root.starts_with(&workspace.root);
    let request = make::Request {
        pages: args.pages.as_deref(),
        vendor: args.vendor.as_deref(),
        service: args.service.as_deref(),
        keep_prose: args
            .prose
            .map(|prose| prose == Prose::Keep)
            .or(is_outside.then_some(true)),
        root: &root,
        writes_cache: !args.check,
    };
    let made = make::make(workspace, &profiles, &request, &progress)?;
    let is_foreign = made
        .readings
        .iter()
        .any(|(folder, _)| folder.collection.is_some());
    if args.prose == Some(Prose::Keep) && !is_outside && is_foreign {
        eprintln!("warning: these pages' sentences go into the workspace; they are their authors'");
    }
    progress.say("generating clients");
    let outputs = outputs(&made, &profiles)?;
    drop(progress);

    let stopped = show_diagnostics(&made, args.quiet)?;
    let (errors, outputs) = match outputs {
        Ok(outputs) => (made.errors.clone(), outputs),
        Err(errors) => (
            made.errors.iter().cloned().chain(errors).collect(),
            Vec::new(),
        ),
    };
    for error in &errors {
        eprintln!("{error}\n");
    }
    if !args.quiet {
        print(&made.summary.text())?;
    }
    if stopped + errors.len() > 0 {
        let errors = count(stopped + errors.len(), "error");
        eprintln!("nothing was changed: {errors} above");
        return Ok(Exit::Findings);
    }
    let (changes, unchanged) = plan::changes(&root, &outputs, &made.removed)?;
    if args.check {
        return check(&changes, unchanged, args.quiet);
    }
    journal::write(&root, &changes)?;
    if !args.quiet {
        print(&format!("{}\n", said(&changes, unchanged)))?;
        print(&drifted(&made, &profiles))?;
    }
    Ok(Exit::Fine)
}

/// The root of what is written.
fn root(workspace: &Workspace, args: &Args) -> Result<PathBuf> {
    let Some(out) = &args.out else {
        return Ok(workspace.root.clone());
    };
    if out.exists() && !out.is_dir() {
        return Err(Failure::usage(format!("{} is no folder", out.display()))
            .help("name a folder with --out; it is made if it is not there"));
    }
    if !args.check {
        fs::create_dir_all(out).map_err(|error| files::failure("create", out, &error))?;
    }
    match out.canonicalize() {
        Ok(out) => Ok(out),
        Err(_) => std::path::absolute(out).map_err(|error| files::failure("read", out, &error)),
    }
}

/// Waits until no other regen of this workspace runs, and keeps others waiting.
fn lock(workspace: &Workspace) -> Result<File> {
    let folder = workspace.scratch();
    fs::create_dir_all(&folder).map_err(|error| files::failure("create", &folder, &error))?;
    let path = folder.join("regen.lock");
    let lock = File::create(&path).map_err(|error| files::failure("create", &path, &error))?;
    if lock.try_lock().is_err() {
        eprintln!("another regen is running; waiting for it");
        lock.lock()
            .map_err(|error| files::failure("lock", &path, &error))?;
    }
    Ok(lock)
}

fn recover(root: &Path) -> Result<()> {
    match journal::recover(root)? {
        None => {}
        Some(Recovery::Discarded) => {
            eprintln!("an interrupted regen was undone: it had not changed anything yet");
        }
        Some(Recovery::Finished { files }) => {
            eprintln!(
                "an interrupted regen was finished: {}",
                count(files, "file")
            );
        }
        Some(Recovery::Undone) => {
            eprintln!("an interrupted regen was undone: its new files were damaged")
        }
    }
    Ok(())
}

/// Everything there should be: specs, their schemas, clients. Or why the clients cannot be made.
fn outputs(made: &Made, profiles: &[Profile]) -> Result<Result<Vec<Output>, Vec<String>>> {
    let mut outputs = Vec::new();
    for service in &made.services {
        let path = api::path(&service.vendor, &service.service);
        let text = yaml::write(service)
            .map_err(|error| Failure::could_not_run(format!("cannot write {path}: {error}")))?;
        outputs.push(Output { path, text });
    }
    for (name, text) in schema::schemas() {
        outputs.push(Output {
            path: format!("specs/{name}"),
            text,
        });
    }
    if !made.errors.is_empty() {
        // A spec that is not valid has no clients; what is wrong with it was said.
        return Ok(Ok(outputs));
    }
    Ok(pipeline::generate(&made.services, profiles).map(|clients| {
        outputs.extend(clients);
        outputs
    }))
}

/// Shows what there is to say of pages. Returns how many errors there are.
fn show_diagnostics(made: &Made, quiet: bool) -> Result<usize> {
    let painter = Painter::new(&io::stderr());
    let mut to = io::BufWriter::new(io::stderr().lock());
    let mut errors = 0;
    for (folder, diagnostics) in &made.readings {
        let mut sources = Sources::new(folder);
        errors += diagnostics
            .iter()
            .filter(|d| d.level == Level::Error)
            .count();
        let shown = diagnostics
            .iter()
            .filter(|d| !quiet || d.level == Level::Error);
        painter
            .all(&mut to, &mut sources, shown)
            .map_err(|error| files::failure("write to", Path::new("the terminal"), &error))?;
    }
    Ok(errors)
}

fn check(changes: &[Change], unchanged: usize, quiet: bool) -> Result<Exit> {
    if changes.is_empty() {
        if !quiet {
            print(&format!(
                "all {} are as the pages say\n",
                count(unchanged, "file")
            ))?;
        }
        return Ok(Exit::Fine);
    }
    print(&diff::unified(changes))?;
    let files = count(changes.len(), "file");
    let differ = if changes.len() == 1 {
        "differs"
    } else {
        "differ"
    };
    print(&format!(
        "{files} {differ} from what the pages say: run `cargo xtask regen` and commit what it writes\n"
    ))?;
    Ok(Exit::Findings)
}

fn said(changes: &[Change], unchanged: usize) -> String {
    let removed = changes.iter().filter(|change| change.new.is_none()).count();
    let written = changes.len() - removed;
    match (written, removed) {
        (0, 0) => format!(
            "nothing to change: all {} are as the pages say",
            count(unchanged, "file")
        ),
        (written, 0) => format!("{} written, {unchanged} unchanged", count(written, "file")),
        (written, removed) => {
            format!(
                "{} written, {removed} removed, {unchanged} unchanged",
                count(written, "file")
            )
        }
    }
}

/// What the specs that were just written say otherwise than those before, and whom that breaks. Nothing
/// where no spec changed, and where there was none before.
fn drifted(made: &Made, profiles: &[Profile]) -> String {
    if made.before.is_empty() {
        return String::new();
    }
    drift_summary::text(&compare(&made.before, &made.services, profiles))
}
