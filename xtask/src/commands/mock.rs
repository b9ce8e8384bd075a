//! `cargo xtask mock`: a vendor on a loopback address, made from its spec. It prints where it
//! listens and then a line for each request; it never prints a secret.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use specwright_mock::{Entry, Key, Mock, Options};

use crate::api;
use crate::failure::{Exit, Failure, Result};
use crate::files;
use crate::workspace::{self, Workspace};

/// What to serve.
#[derive(clap::Args)]
pub struct Args {
    /// The vendor to be.
    #[arg(long, value_name = "VENDOR")]
    vendor: String,
    /// Serve only these services. [default: all of the vendor's in specs/api]
    #[arg(long, value_name = "SERVICE")]
    service: Vec<String>,
    /// The port to listen on; 0 takes a free one.
    #[arg(long, value_name = "PORT", default_value_t = 0)]
    port: u16,
    /// Also refuse unknown parameters, and values outside the ranges and sets that pages state.
    #[arg(long)]
    strict: bool,
    /// A key that requests may be signed with; a third part is its session token.
    /// [default: mock-id:mock-secret]
    #[arg(long, value_name = "ID:SECRET[:TOKEN]")]
    key: Vec<String>,
    /// A token to take in place of a signature, for vendors that do.
    #[arg(long, value_name = "TOKEN")]
    bearer: Vec<String>,
    /// How many items lists have that are read page by page.
    #[arg(long, value_name = "COUNT", default_value_t = 25)]
    items: u64,
    /// Faults for the first requests: a list of steps in YAML or JSON.
    #[arg(long, value_name = "FILE")]
    script: Option<PathBuf>,
}

/// Runs the command. It ends with the process.
pub fn run(workspace: &Workspace, args: &Args) -> Result<Exit> {
    let profiles = workspace.profiles()?;
    let profile = workspace::profile(&profiles, &args.vendor)?.clone();
    let services = services(workspace, args)?;
    let options = options(args)?;
    let address = ("127.0.0.1", args.port);
    let running = Mock::new(profile, services, options)
        .serve(address)
        .map_err(|error| {
            Failure::could_not_run(format!("cannot listen on 127.0.0.1:{}: {error}", args.port))
                .help("choose another port, or 0 for a free one")
        })?;
    say(format_args!("listening on http://{}", running.address()))
        .map_err(|error| files::failure("write to", Path::new("standard output"), &error))?;
    running.wait();
    Ok(Exit::Fine)
}

fn services(workspace: &Workspace, args: &Args) -> Result<Vec<specwright_spec::Service>> {
    let mut services = api::of_vendor(workspace, &workspace.root, &args.vendor)?;
    let known: Vec<_> = services
        .iter()
        .map(|service| service.service.clone())
        .collect();
    if known.is_empty() {
        let message = format!("there are no specs of {}", args.vendor);
        return Err(Failure::could_not_run(message).help("run `cargo xtask regen` first"));
    }
    if let Some(unknown) = args.service.iter().find(|service| !known.contains(service)) {
        let message = format!("{} has no service `{unknown}`", args.vendor);
        return Err(Failure::usage(message).help(format!("its services are {}", known.join(", "))));
    }
    services.retain(|service| args.service.is_empty() || args.service.contains(&service.service));
    Ok(services)
}

fn options(args: &Args) -> Result<Options> {
    let mut options = Options::default()
        .strict(args.strict)
        .items(args.items)
        .watch(print);
    if args.key.is_empty() && args.bearer.is_empty() {
        options = options.key(Key::new("mock-id", "mock-secret"));
    }
    for text in &args.key {
        options = options.key(key(text)?);
    }
    for token in &args.bearer {
        options = options.key(Key::bearer(token));
    }
    if let Some(path) = &args.script {
        let steps = specwright_mock::script(&files::read_text(path)?).map_err(|error| {
            Failure::could_not_run(format!("{} is no script: {error}", path.display()))
                .help("a script is a list of steps, such as [{ error: CODE, times: 2 }]")
        })?;
        options = options.script(steps);
    }
    Ok(options)
}

/// Reads `ID:SECRET` or `ID:SECRET:TOKEN`. A failure never repeats what was given.
fn key(text: &str) -> Result<Key> {
    let parts: Vec<_> = text.splitn(3, ':').collect();
    match parts[..] {
        [id, secret] if !id.is_empty() && !secret.is_empty() => Ok(Key::new(id, secret)),
        [id, secret, token] if !id.is_empty() && !secret.is_empty() => {
            Ok(Key::new(id, secret).session_token(token))
        }
        _ => Err(Failure::usage("a key is missing its id or its secret")
            .help("write --key ID:SECRET, with made-up values")),
    }
}

fn print(entry: &Entry) {
    // Nobody reads any more: the mock serves on.
    let _ = say(format_args!("{entry}"));
}

/// Prints a line at once, so that who waits for it gets it.
fn say(line: std::fmt::Arguments<'_>) -> io::Result<()> {
    let mut to = io::stdout().lock();
    writeln!(to, "{line}")?;
    to.flush()
}

#[cfg(test)]
mod tests {
    use super::key;

    #[test]
    fn keys_are_read_and_never_repeated() {
        assert!(key("id:secret").is_ok());
        assert!(key("id:secret:token").is_ok());
        for text in ["", "hunter2", "hunter2:", ":hunter2"] {
            let failure = key(text).map(|_| ()).unwrap_err().to_string();
            assert!(!failure.contains("hunter2"), "{failure}");
        }
    }
}
