//! `cargo xtask export`: specs in the forms of other tools. One file a service in a folder, or a stream on
//! standard output. What a form cannot say goes to standard error; it is no failure.

use std::fs;
use std::path::{Path, PathBuf};

use specwright_export::{Exported, Form, export};
use specwright_spec::Service;

use crate::api;
use crate::failure::{Exit, Failure, Result};
use crate::files;
use crate::output::print;
use crate::table::count;
use crate::workspace::{self, Workspace};

/// What to export, and where to.
#[derive(clap::Args)]
pub struct Args {
    /// The form.
    #[arg(long, value_enum, value_name = "FORM")]
    format: Format,
    /// Export only this vendor's services.
    #[arg(long, value_name = "VENDOR")]
    vendor: Option<String>,
    /// Export only services of this name.
    #[arg(long, value_name = "SERVICE")]
    service: Option<String>,
    /// Write a file for each service below this folder. [default: standard output]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Show the count of what a form cannot say, not each.
    #[arg(long, short)]
    quiet: bool,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Format {
    /// An OpenAPI 3.1 document a service.
    Openapi,
    /// A JSON Schema (2020-12) a service.
    JsonSchema,
    /// One fact a line, in JSON.
    Facts,
    /// The facts as a table.
    Csv,
}

impl From<Format> for Form {
    fn from(format: Format) -> Self {
        match format {
            Format::Openapi => Self::OpenApi,
            Format::JsonSchema => Self::JsonSchema,
            Format::Facts => Self::Facts,
            Format::Csv => Self::Csv,
        }
    }
}

/// Runs the command.
pub fn run(workspace: &Workspace, args: &Args) -> Result<Exit> {
    let profiles = workspace.profiles()?;
    let services = services(workspace, args)?;
    let form = Form::from(args.format);
    if args.out.is_none() && !form.is_lines() && services.len() > 1 {
        let message = format!("{} are a document each", count(services.len(), "service"));
        return Err(Failure::usage(message)
            .help("name a folder with --out, or one service with --vendor and --service"));
    }
    let mut warnings = 0;
    for (nth, service) in services.iter().enumerate() {
        let profile = workspace::profile(&profiles, &service.vendor)?;
        let exported = export(service, profile, form);
        warnings += exported.warnings.len();
        if !args.quiet {
            for warning in &exported.warnings {
                eprintln!("{}/{}: {warning}", service.vendor, service.service);
            }
        }
        match &args.out {
            Some(folder) => write(folder, &exported)?,
            // One table has one head.
            None if nth > 0 => print(exported.text.get(exported.head..).unwrap_or_default())?,
            None => print(&exported.text)?,
        }
    }
    if args.out.is_some() || warnings > 0 {
        let operations = services
            .iter()
            .map(|service| service.operations.len())
            .sum();
        eprintln!(
            "{} with {}; {} on what the form cannot say",
            count(services.len(), "service"),
            count(operations, "operation"),
            count(warnings, "warning")
        );
    }
    Ok(Exit::Fine)
}

fn services(workspace: &Workspace, args: &Args) -> Result<Vec<Service>> {
    let profiles = workspace.profiles()?;
    let mut services = match &args.vendor {
        Some(vendor) => {
            workspace::profile(&profiles, vendor)?;
            api::of_vendor(workspace, &workspace.root, vendor)?
        }
        None => api::load(workspace, &workspace.root)?,
    };
    let names: Vec<_> = services
        .iter()
        .map(|service| service.service.clone())
        .collect();
    services.retain(|service| {
        args.service
            .as_ref()
            .is_none_or(|name| *name == service.service)
    });
    match (services.is_empty(), &args.service) {
        (false, _) => Ok(services),
        (true, Some(name)) if !names.is_empty() => {
            Err(Failure::usage(format!("there is no service `{name}`"))
                .help(format!("there are {}", names.join(", "))))
        }
        (true, _) => Err(
            Failure::could_not_run(format!("there are no specs in {}", api::API))
                .help("run `cargo xtask regen` first"),
        ),
    }
}

fn write(folder: &Path, exported: &Exported) -> Result<()> {
    let path = files::inside(folder, &exported.path).ok_or_else(|| {
        Failure::could_not_run(format!("{} leads out of the folder", exported.path))
            .help("correct `vendor` and `service` in the spec")
    })?;
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(|error| files::failure("make", parent, &error))?;
    }
    fs::write(&path, &exported.text).map_err(|error| files::failure("write", &path, &error))
}
