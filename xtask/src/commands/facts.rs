//! `cargo xtask facts`: what pages say, one JSON object a line and nothing else on standard output.
//! It is how others check the reader: no overlays, no merging, nothing written.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use specwright_reader::diagnostic::{Diagnostic, Level};
use specwright_reader::reading::{Reading, Stats};
use specwright_spec::facts;

use crate::failure::{Exit, Result};
use crate::files;
use crate::pages::{self, Folder};
use crate::pipeline;
use crate::progress::Progress;
use crate::render::{Painter, Sources};
use crate::summary::Levels;
use crate::table::draw;
use crate::workspace::{self, Workspace};

/// Which facts.
#[derive(clap::Args)]
pub struct Args {
    /// Read only this vendor's pages.
    #[arg(long, value_name = "VENDOR")]
    vendor: Option<String>,
    /// Print only this service's facts.
    #[arg(long, value_name = "SERVICE")]
    service: Option<String>,
    /// The pages: a folder, or one page. [default: specs/pages]
    #[arg(long, value_name = "DIR")]
    pages: Option<PathBuf>,
    /// Also print, on standard error, how much of the pages was read.
    #[arg(long)]
    stats: bool,
    /// Show every diagnostic, not only errors.
    #[arg(long, short)]
    verbose: bool,
}

/// Runs the command.
pub fn run(workspace: &Workspace, args: &Args) -> Result<Exit> {
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
    let mut stats: BTreeMap<String, Stats> = BTreeMap::new();
    let mut diagnostics = Levels::default();
    for folder in &found.folders {
        progress.say(format!("reading {}", folder.shown));
        let profile = workspace::profile(&profiles, &folder.vendor)?;
        let reading = pipeline::read(profile, folder)?;
        *stats.entry(folder.vendor.clone()).or_default() += reading.stats();
        let printed = print_facts(&reading, folder, args.service.as_deref());
        match printed {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(Exit::Fine),
            printed => printed.map_err(|error| {
                files::failure("write to", Path::new("standard output"), &error)
            })?,
        }
        diagnostics += Levels::of(&reading.diagnostics);
        show(&reading.diagnostics, folder, args.verbose)
            .map_err(|error| files::failure("write to", Path::new("standard error"), &error))?;
        warn_of_nameless(&reading, folder);
    }
    drop(progress);
    eprintln!("{diagnostics}; `cargo xtask lint` shows them");
    if args.stats {
        eprint!("{}", table(&stats));
    }
    Ok(if diagnostics.errors == 0 {
        Exit::Fine
    } else {
        Exit::Findings
    })
}

fn print_facts(reading: &Reading, folder: &Folder, service: Option<&str>) -> io::Result<()> {
    let mut to = io::BufWriter::new(io::stdout().lock());
    for read in &reading.services {
        let has_page = |page: &str| pages::is_in(&folder.wanted, page);
        let is_wanted = service.is_none_or(|service| service == read.service);
        if is_wanted
            && read
                .operations
                .iter()
                .any(|operation| has_page(&operation.page))
        {
            for fact in facts(read) {
                serde_json::to_writer(&mut to, &fact)?;
                to.write_all(b"\n")?;
            }
        }
    }
    to.flush()
}

fn show(diagnostics: &[Diagnostic], folder: &Folder, verbose: bool) -> io::Result<()> {
    let mut to = io::BufWriter::new(io::stderr().lock());
    let shown = diagnostics
        .iter()
        .filter(|d| verbose || d.level == Level::Error);
    Painter::new(&io::stderr()).all(&mut to, &mut Sources::new(folder), shown)
}

fn warn_of_nameless(reading: &Reading, folder: &Folder) {
    for service in reading
        .services
        .iter()
        .filter(|service| service.service.is_empty())
    {
        for operation in &service.operations {
            eprintln!(
                "warning: neither {} nor its folder tells the service of {}",
                folder.shown(&operation.page),
                operation.name
            );
        }
    }
}

/// How much was read, a row a vendor.
fn table(stats: &BTreeMap<String, Stats>) -> String {
    const HEADER: [&str; 9] = [
        "vendor",
        "pages",
        "operations",
        "other pages",
        "tables",
        "rows",
        "rows claimed",
        "rows reported",
        "blocks unclaimed",
    ];
    let row = |name: &str, s: &Stats| -> Vec<String> {
        let numbers = [
            s.pages,
            s.operations,
            s.other_pages,
            s.tables,
            s.rows,
            s.rows_claimed,
            s.rows_reported,
            s.blocks_unclaimed,
        ];
        let cells = numbers.iter().map(usize::to_string);
        std::iter::once(name.to_owned()).chain(cells).collect()
    };
    let mut rows: Vec<_> = stats
        .iter()
        .map(|(vendor, stats)| row(vendor, stats))
        .collect();
    if stats.len() > 1 {
        let mut all = Stats::default();
        for stats in stats.values() {
            all += *stats;
        }
        rows.push(row("all", &all));
    }
    draw(&HEADER, 1, &rows)
}
