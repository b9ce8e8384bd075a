//! `cargo xtask drift`: what changed between two revisions of the specs or of the pages, whom it breaks,
//! and whether that fails a run.

use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

use specwright_drift::{
    Allow, Applied, Change, Date, FailOn, Format, Gate, Problem, Report, Rule, render, rules,
    schema,
};

use crate::api::API;
use crate::catalogue::{self, Style};
use crate::failure::{Exit, Failure, Result};
use crate::files;
use crate::output::print;
use crate::sides::{self, Side};
use crate::workspace::{self, Workspace};

/// The allow-file that is taken if none is named.
const ALLOW: &str = "specs/drift-allow.yaml";

/// What to compare, and what to do about it.
#[derive(clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Args {
    #[command(subcommand)]
    about: Option<About>,
    /// The old side: a git revision, or a folder with specs/api. [default: HEAD]
    #[arg(long, value_name = "REF|DIR", conflicts_with_all = ["pages_from", "pages_to"])]
    from: Option<String>,
    /// The new side: a git revision, or a folder with specs/api. [default: specs/pages as they are now]
    #[arg(long, value_name = "REF|DIR", conflicts_with_all = ["pages_from", "pages_to"])]
    to: Option<String>,
    /// The old side as a folder of pages.
    #[arg(long, value_name = "DIR", requires = "pages_to")]
    pages_from: Option<PathBuf>,
    /// The new side as a folder of pages.
    #[arg(long, value_name = "DIR", requires = "pages_from")]
    pages_to: Option<PathBuf>,
    /// Compare only this vendor; also says whose the folders of pages are.
    #[arg(long, value_name = "VENDOR")]
    vendor: Option<String>,
    /// What fails the run: wire (deployed clients break), source (they or source code), docs (any change), none.
    #[arg(long, value_name = "WHAT", default_value = "source")]
    fail_on: FailOn,
    /// Warnings fail the run too.
    #[arg(long)]
    strict: bool,
    /// How to tell: text, json, markdown, github, junit, sarif.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
    /// The changes that are accepted. [default: specs/drift-allow.yaml, if it is there]
    #[arg(long, value_name = "FILE")]
    allow: Option<PathBuf>,
}

/// What there is to know about drift itself.
#[derive(clap::Subcommand)]
enum About {
    /// List every rule.
    Rules {
        /// How to tell.
        #[arg(long, value_enum, default_value_t = Style::Text)]
        format: Style,
    },
    /// Explain a rule at length.
    Explain {
        /// The id of a rule, such as request-parameter-removed.
        rule: String,
    },
    /// Print the JSON Schema of `--format json`.
    Schema,
}

/// Runs the command.
pub fn run(workspace: &Workspace, args: &Args) -> Result<Exit> {
    match &args.about {
        Some(About::Rules { format }) => print(&catalogue::rules(*format)),
        Some(About::Explain { rule }) => print(&catalogue::explanation(known(rule)?)),
        Some(About::Schema) => print(&schema()),
        None => return compare(workspace, args),
    }?;
    Ok(Exit::Fine)
}

fn compare(workspace: &Workspace, args: &Args) -> Result<Exit> {
    let allow = allow(workspace, args)?;
    let profiles = workspace.profiles()?;
    if let Some(vendor) = &args.vendor {
        workspace::profile(&profiles, vendor)?;
    }
    let (mut from, mut to) = sides(workspace, args, &profiles)?;
    for side in [&mut from, &mut to] {
        if let Some(vendor) = &args.vendor {
            side.keep(vendor);
        }
    }
    let changes = sides::changes(&mut from, &mut to, &profiles)?;
    let applied = apply(&allow, changes, args.vendor.as_deref())?;
    let report = Report {
        changes: &applied.kept,
        allowed: applied.allowed.len(),
        problems: &applied.problems,
        gate: Gate {
            fail_on: args.fail_on,
            strict: args.strict,
        },
        from: &from.name,
        to: &to.name,
        // Pages are named from where people stand already.
        pages: "",
        specs: API,
    };
    print(&render(args.format, &report))?;
    Ok(if report.passes() {
        Exit::Fine
    } else {
        Exit::Findings
    })
}

fn sides(
    workspace: &Workspace,
    args: &Args,
    profiles: &[specwright_spec::Profile],
) -> Result<(Side, Side)> {
    let vendor = args.vendor.as_deref();
    if let (Some(from), Some(to)) = (&args.pages_from, &args.pages_to) {
        return Ok((
            Side::pages(workspace, profiles, from, vendor)?,
            Side::pages(workspace, profiles, to, vendor)?,
        ));
    }
    let from = Side::named(workspace, profiles, args.from.as_deref().unwrap_or("HEAD"))?;
    let to = match &args.to {
        Some(to) => Side::named(workspace, profiles, to)?,
        None => Side::now(workspace, profiles, vendor)?,
    };
    Ok((from, to))
}

/// The allow-file: the one named, or the workspace's own. That one is about the workspace's specs, and
/// says nothing of folders of pages.
fn allow(workspace: &Workspace, args: &Args) -> Result<Allow> {
    let text = match &args.allow {
        Some(path) => Some((path.display().to_string(), files::read_text(path)?)),
        None if args.pages_from.is_some() => None,
        None => {
            let path = workspace.root.join(ALLOW);
            let is_there = path.is_file();
            let text = is_there.then(|| files::read_text(&path)).transpose()?;
            text.map(|text| (ALLOW.to_owned(), text))
        }
    };
    let Some((shown, text)) = text else {
        return Ok(Allow::default());
    };
    Allow::read(&text).map_err(|error| {
        Failure::could_not_run(format!("{shown} cannot be read: {error}"))
            .help("an entry has `rule`, `subject`, `reason` and perhaps `until`, below `allow:`")
    })
}

/// Takes away what is allowed. Where one vendor was compared, entries of others are not stale.
fn apply(allow: &Allow, changes: Vec<Change>, vendor: Option<&str>) -> Result<Applied> {
    let mut applied = allow.apply(changes, today()?);
    applied
        .problems
        .retain(|problem| vendor.is_none_or(|vendor| is_of(problem, vendor)));
    Ok(applied)
}

/// Whether an entry is about a vendor for sure.
fn is_of(problem: &Problem, vendor: &str) -> bool {
    problem.code != "A004" || problem.subject.split('/').next() == Some(vendor)
}

/// The day, in UTC, so that an entry ends everywhere at once.
fn today() -> Result<Date> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).ok();
    let now = now.and_then(|now| jiff::Timestamp::from_second(now.as_secs().cast_signed()).ok());
    let day = now.map(|now| now.strftime("%Y-%m-%d").to_string());
    day.and_then(|day| day.parse().ok()).ok_or_else(|| {
        Failure::could_not_run("the clock of this machine is far off").help("set the clock")
    })
}

fn known(id: &str) -> Result<&'static Rule> {
    rules::by_id(id).ok_or_else(|| {
        let near: Vec<&str> = rules::all()
            .map(|rule| rule.id)
            .filter(|other| !id.is_empty() && other.contains(id))
            .take(8)
            .collect();
        let help = if near.is_empty() {
            "`cargo xtask drift rules` lists them".to_owned()
        } else {
            format!("there are {}", near.join(", "))
        };
        Failure::usage(format!("there is no rule `{id}`")).help(help)
    })
}
