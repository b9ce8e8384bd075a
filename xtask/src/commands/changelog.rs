//! `cargo xtask changelog`: writes what users of the generated clients meet into their change log, and tells
//! which version the next release needs.

use specwright_drift::{Bump, bump, changelog as entries};

use crate::changelog::{Stated, Version, merged, needed, stated};
use crate::diff;
use crate::failure::{Exit, Result};
use crate::files;
use crate::git::Git;
use crate::journal;
use crate::output::print;
use crate::pipeline::CLIENTS;
use crate::plan::Change;
use crate::sides::{self, Side};
use crate::workspace::Workspace;

/// The tags of releases.
const TAGS: &str = "v*";

/// Between which revisions.
#[derive(clap::Args)]
pub struct Args {
    /// The last release: a git revision, or a folder with specs/api. [default: the newest tag v*; without
    /// one, nothing was released, and all is new]
    #[arg(long, value_name = "REF|DIR")]
    from: Option<String>,
    /// The next one. [default: specs/api as it is now]
    #[arg(long, value_name = "REF|DIR")]
    to: Option<String>,
    /// Write nothing; fail with a diff if the change log would change.
    #[arg(long)]
    check: bool,
}

/// Runs the command.
pub fn run(workspace: &Workspace, args: &Args) -> Result<Exit> {
    let profiles = workspace.profiles()?;
    let mut from = match &args.from {
        Some(from) => Side::named(workspace, &profiles, from)?,
        None => match Git::at(&workspace.root).last_tag(TAGS)? {
            Some(tag) => Side::named(workspace, &profiles, &format!("refs/tags/{tag}"))?,
            None => {
                eprintln!("there is no tag {TAGS}: nothing was released, and all is new");
                Side::default()
            }
        },
    };
    let mut to = match &args.to {
        Some(to) => Side::named(workspace, &profiles, to)?,
        None => Side::specs(workspace)?,
    };
    let changes = sides::changes(&mut from, &mut to, &profiles)?;
    let needed = needed(bump(&changes), version(workspace)?);

    let path = format!("{CLIENTS}/CHANGELOG.md");
    let old = files::read_if_there(&workspace.root.join(&path))?;
    let text = String::from_utf8_lossy(old.as_deref().unwrap_or_default()).into_owned();
    let new = merged(&text, &body(&entries(&changes), bump(&changes), &needed));
    print(&format!("{needed}\n"))?;
    if new == text {
        return Ok(Exit::Fine);
    }
    let change = Change {
        path,
        old,
        new: Some(new.into_bytes()),
    };
    if args.check {
        print(&diff::unified(&[change]))?;
        eprintln!("the change log is not up to date: run `cargo xtask changelog`");
        return Ok(Exit::Findings);
    }
    journal::write(&workspace.root, &[change])?;
    Ok(Exit::Fine)
}

fn body(entries: &str, bump: Bump, needed: &str) -> String {
    if bump == Bump::None {
        return "Nothing changed for users of the clients.".to_owned();
    }
    let mut letters = needed.chars();
    let first: String = letters
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .collect();
    format!("{first}{}.\n\n{entries}", letters.as_str())
}

/// The version of the generated crate; nothing if its manifest is not there.
fn version(workspace: &Workspace) -> Result<Option<Version>> {
    let manifest = |path: &str| -> Result<String> {
        let bytes = files::read_if_there(&workspace.root.join(path))?;
        Ok(String::from_utf8_lossy(&bytes.unwrap_or_default()).into_owned())
    };
    let own = stated(&manifest(&format!("{CLIENTS}/Cargo.toml"))?, "package");
    let found = match own {
        Some(Stated::InWorkspace) => stated(&manifest("Cargo.toml")?, "workspace.package"),
        own => own,
    };
    Ok(match found {
        Some(Stated::Here(version)) => Some(version),
        _ => None,
    })
}
