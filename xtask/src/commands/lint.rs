//! `cargo xtask lint`: the defects of pages, for the people who write them.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use specwright_reader::codes::{CODES, CodeInfo};
use specwright_reader::diagnostic::{Code, Level};

use crate::failure::{Exit, Failure, Result};
use crate::files;
use crate::lint::{Batch, json, markdown, sarif, table};
use crate::pages;
use crate::pipeline;
use crate::progress::Progress;
use crate::render::{Painter, Sources};
use crate::summary::Levels;
use crate::table::{count, draw};
use crate::workspace::{self, Workspace};

/// Which pages, and how to tell.
#[derive(clap::Args)]
pub struct Args {
    /// Look only at this vendor's pages.
    #[arg(long, value_name = "VENDOR")]
    vendor: Option<String>,
    /// The pages: a folder, or one page. [default: specs/pages]
    #[arg(long, value_name = "DIR")]
    pages: Option<PathBuf>,
    /// How to tell.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Leave out what matters less.
    #[arg(long, value_enum, value_name = "LEVEL", default_value_t = AtLeast::Note)]
    level: AtLeast,
    /// Exit with 1 if there is a finding of this level or above.
    #[arg(long, value_enum, value_name = "LEVEL", default_value_t = FailOn::Warning)]
    fail_on: FailOn,
    /// Only findings of this code; may be given several times.
    #[arg(long, value_name = "CODE")]
    only: Vec<String>,
    /// Explain a code such as T004, and do nothing else.
    #[arg(long, value_name = "CODE", exclusive = true)]
    explain: Option<String>,
    /// List every code, and do nothing else.
    #[arg(long, exclusive = true)]
    codes: bool,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Format {
    /// As the compiler shows its own, with the lines meant.
    Text,
    /// One JSON document.
    Json,
    /// SARIF 2.1.0, for code review tools.
    Sarif,
    /// A report to hand to the people who write the pages.
    Markdown,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum AtLeast {
    Note,
    Warning,
    Error,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum FailOn {
    Note,
    Warning,
    Error,
    Never,
}

/// Runs the command.
pub fn run(workspace: &Workspace, args: &Args) -> Result<Exit> {
    if let Some(code) = &args.explain {
        return write(explanation(code)?.as_bytes()).map(|()| Exit::Fine);
    }
    if args.codes {
        return write(list().as_bytes()).map(|()| Exit::Fine);
    }
    for code in &args.only {
        known(code)?;
    }
    let batches = batches(workspace, args)?;
    let levels = Levels::of(batches.iter().flat_map(|batch| &batch.findings));
    tell(&batches, args.format)?;
    // What other programs read holds its own summary.
    if matches!(args.format, Format::Text) && levels != Levels::default() {
        eprintln!("{}", table(&batches));
    }
    let pages: usize = batches.iter().map(|batch| batch.folder.pages.len()).sum();
    eprintln!("{}: {levels}", count(pages, "page"));
    let fails = match args.fail_on {
        FailOn::Note => levels.errors + levels.warnings + levels.notes,
        FailOn::Warning => levels.errors + levels.warnings,
        FailOn::Error => levels.errors,
        FailOn::Never => 0,
    };
    Ok(if fails == 0 {
        Exit::Fine
    } else {
        Exit::Findings
    })
}

fn batches(workspace: &Workspace, args: &Args) -> Result<Vec<Batch>> {
    let profiles = workspace.profiles()?;
    let progress = Progress::new(false);
    let found = pages::find(
        workspace,
        &profiles,
        args.pages.as_deref(),
        args.vendor.as_deref(),
    )?;
    for remark in &found.passed_over {
        eprintln!("warning: {remark}");
    }
    let least = match args.level {
        AtLeast::Note => Level::Note,
        AtLeast::Warning => Level::Warning,
        AtLeast::Error => Level::Error,
    };
    let mut batches = Vec::new();
    for folder in found.folders {
        progress.say(format!("reading {}", folder.shown));
        let profile = workspace::profile(&profiles, &folder.vendor)?;
        let mut findings = pipeline::read(profile, &folder)?.diagnostics;
        findings.retain(|finding| {
            let code = finding.code.as_str();
            finding.level >= least
                && (args.only.is_empty()
                    || args.only.iter().any(|only| only.eq_ignore_ascii_case(code)))
                // A folder that one names may lie below the one that tells: no defect of a page.
                && !(args.pages.is_some() && finding.code == Code::SERVICE_UNKNOWN)
                && pages::is_in(&folder.wanted, &finding.primary.place.page)
        });
        batches.push(Batch { folder, findings });
    }
    Ok(batches)
}

fn tell(batches: &[Batch], format: Format) -> Result<()> {
    match format {
        Format::Text => {
            let painter = Painter::new(&io::stdout());
            let mut to = io::BufWriter::new(io::stdout().lock());
            for batch in batches {
                let done = painter.all(&mut to, &mut Sources::new(&batch.folder), &batch.findings);
                settle(done)?;
            }
            Ok(())
        }
        Format::Json => write(json::document(batches).as_bytes()),
        Format::Sarif => write(sarif::document(batches).as_bytes()),
        Format::Markdown => write(markdown::report(batches).as_bytes()),
    }
}

/// What a code means, at length.
fn explanation(code: &str) -> Result<String> {
    let info = known(code)?;
    Ok(format!(
        "{}[{}]: {}\n\n{}\n\nWhat to do: {}.\n",
        info.level.as_str(),
        info.code.as_str(),
        info.title,
        info.explanation,
        info.help
    ))
}

fn known(code: &str) -> Result<&'static CodeInfo> {
    CodeInfo::find(&code.to_ascii_uppercase()).ok_or_else(|| {
        Failure::usage(format!("there is no code `{code}`"))
            .help("`cargo xtask lint --codes` lists them")
    })
}

fn list() -> String {
    let row = |info: &CodeInfo| {
        let cells = [info.code.as_str(), info.level.as_str(), info.title];
        cells.map(str::to_owned).to_vec()
    };
    let rows: Vec<_> = CODES.iter().map(row).collect();
    draw(&["code", "level", "finding"], 3, &rows)
}

fn write(bytes: &[u8]) -> Result<()> {
    settle(io::stdout().lock().write_all(bytes))
}

/// A reader that has gone away is no failure.
fn settle(done: io::Result<()>) -> Result<()> {
    match done {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(files::failure(
            "write to",
            Path::new("standard output"),
            &error,
        )),
        _ => Ok(()),
    }
}
