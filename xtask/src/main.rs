//! The maintainers' commands. `cargo xtask help` lists them.
//!
//! All reading and writing of files that the pipeline needs happens here; the stages themselves are pure.
//! This crate never depends on `specwright-clients`, so that a bad generation can be repaired.

mod api;
mod cache;
mod catalog_notes;
mod catalogue;
mod changelog;
mod commands;
mod corrections;
mod diff;
mod drift_summary;
mod failure;
mod fetch;
mod files;
mod git;
mod journal;
mod lint;
mod make;
mod merge;
mod nameless;
mod output;
mod pages;
mod pipeline;
mod plan;
mod positions;
mod progress;
mod render;
mod sides;
mod summary;
mod table;
mod workspace;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use commands::{
    catalog, changelog as change_log, drift, export, facts, fetch as fetch_pages,
    lint as lint_pages, mock, regen,
};
use workspace::Workspace;

/// Specwright's commands for maintainers.
///
/// Exit codes: 0 fine, 1 findings, 2 wrong usage, 3 could not run.
#[derive(Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    disable_help_subcommand = false
)]
struct Cli {
    /// The workspace to work on.
    #[arg(long, global = true, hide = true, value_name = "DIR")]
    root: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Make the specs and the clients anew from the pages.
    Regen(regen::Args),
    /// Write the specs as pages that one can search in a browser.
    Catalog(catalog::Args),
    /// Write what users of the clients meet into their change log, and tell the version that needs.
    Changelog(change_log::Args),
    /// Tell what changed between two revisions, and whom it breaks.
    Drift(drift::Args),
    /// Write specs in the forms of other tools: OpenAPI, JSON Schema, facts, CSV.
    Export(export::Args),
    /// Print what pages say, one JSON object a line.
    Facts(facts::Args),
    /// Bring pages from where the vendors publish them.
    Fetch(fetch_pages::Args),
    /// Report the defects of pages.
    Lint(lint_pages::Args),
    /// Be a vendor on a loopback address.
    Mock(mock::Args),
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let done = Workspace::find(cli.root).and_then(|workspace| match cli.command {
        Command::Regen(args) => regen::run(&workspace, &args),
        Command::Catalog(args) => catalog::run(&workspace, &args),
        Command::Changelog(args) => change_log::run(&workspace, &args),
        Command::Drift(args) => drift::run(&workspace, &args),
        Command::Export(args) => export::run(&workspace, &args),
        Command::Facts(args) => facts::run(&workspace, &args),
        Command::Fetch(args) => fetch_pages::run(&workspace, &args),
        Command::Lint(args) => lint_pages::run(&workspace, &args),
        Command::Mock(args) => mock::run(&workspace, &args),
    });
    match done {
        Ok(exit) => exit.into(),
        Err(failure) => {
            eprintln!("{failure}");
            failure.exit.into()
        }
    }
}
