//! Pages of a git repository: one revision, kept in a bare repository of our own; its history only where dates
//! are asked for.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::failure::{Failure, Result};
use crate::fetch::Fetched;
use crate::fetch::limits::Budget;
use crate::fetch::sources::Source;
use crate::files;
use crate::git::{Entry, Git};
use crate::pages::DATES;

/// Brings the pages of a revision. `scratch` holds repositories from earlier runs.
pub fn fetch(
    source: &Source,
    (address, revision): (&str, &str),
    scratch: &Path,
    budget: &mut Budget,
) -> Result<Fetched> {
    let name = files::sha256(address.as_bytes());
    let cache = scratch.join(format!("git-{}", name.get(..16).unwrap_or(&name)));
    let lacks_history = source.dates && cache.join("shallow").exists();
    let is_commit = revision.len() == 40 && revision.bytes().all(|byte| byte.is_ascii_hexdigit());
    let at_hand = if is_commit && cache.is_dir() && !lacks_history {
        Git::at(&cache).commit(revision)?
    } else {
        None
    };
    let commit = match at_hand {
        Some(commit) => commit,
        None => {
            let depth: &[&str] = match (source.dates, lacks_history) {
                (true, true) => &["--unshallow"],
                (true, false) => &[],
                (false, _) => &["--depth", "1"],
            };
            bring(&cache, (address, revision), depth, budget)?
        }
    };
    let (include, exclude) = source.globs()?;
    let git = Git::at(&cache);
    let mut entries: Vec<Entry> = git.list(&commit, &[])?;
    entries.retain(|entry| include.is_match(&entry.path) && !exclude.is_match(&entry.path));
    if entries.is_empty() {
        let message = format!("{address} at {revision} has no page that `include` means");
        return Err(Failure::could_not_run(message).help("correct `include` in specs/sources.yaml"));
    }
    for entry in &entries {
        budget.take(entry.size)?;
    }
    let dates = if source.dates {
        let text = dates(&entries, &git.dates(&commit)?);
        budget.take(text.len() as u64)?;
        Some((DATES.to_owned(), text.into_bytes()))
    } else {
        None
    };
    let mut pages = git.read(entries)?;
    pages.extend(dates);
    Ok(Fetched {
        revision: Some(commit),
        pages,
        unchanged: 0,
    })
}

/// Path, tab and date, a page a line.
fn dates(entries: &[Entry], dates: &BTreeMap<String, String>) -> String {
    let line = |entry: &Entry| {
        let date = dates.get(&entry.path)?;
        Some(format!("{}\t{date}\n", entry.path))
    };
    entries.iter().filter_map(line).collect()
}

/// Fetches a revision into the cache and returns its commit.
fn bring(
    cache: &Path,
    (address, revision): (&str, &str),
    depth: &[&str],
    budget: &Budget,
) -> Result<String> {
    run(
        git(Path::new("."))
            .args(["init", "--quiet", "--bare"])
            .arg(cache),
        address,
        budget,
    )?;
    let mut fetch = git(cache);
    fetch.args(["fetch", "--quiet", "--no-tags"]);
    fetch.args(depth);
    fetch.args(["--end-of-options", address, revision]);
    run(&mut fetch, address, budget)?;
    Git::at(cache).commit("FETCH_HEAD")?.ok_or_else(|| {
        Failure::could_not_run(format!("{revision} of {address} is no commit"))
            .help("name a branch, a tag or a commit in specs/sources.yaml")
    })
}

fn git(folder: &Path) -> Command {
    let mut git = Command::new("git");
    git.arg("-C")
        .arg(folder)
        // No hook, no helper and no transport that could run a program of the other side.
        .args([
            "-c",
            "core.hooksPath=/dev/null",
            "-c",
            "protocol.allow=never",
        ])
        .args([
            "-c",
            "protocol.https.allow=always",
            "-c",
            "protocol.ssh.allow=always",
        ])
        .args([
            "-c",
            "protocol.file.allow=always",
            "-c",
            "fetch.recurseSubmodules=no",
        ])
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("LC_ALL", "C")
        .env_remove("GIT_DIR")
        .env_remove("GIT_WORK_TREE")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    git
}

/// Runs git until the time is over.
fn run(command: &mut Command, address: &str, budget: &Budget) -> Result<()> {
    let until = Instant::now() + budget.time()?;
    let fail = |what: &str| {
        Failure::could_not_run(format!("cannot fetch {address}: {what}"))
            .help("nothing was changed; check the address, the revision and the connection, and run again")
    };
    let mut child = command.spawn().map_err(|error| fail(&error.to_string()))?;
    while child
        .try_wait()
        .map_err(|error| fail(&error.to_string()))?
        .is_none()
    {
        if Instant::now() >= until {
            let _ = child.kill();
            let _ = child.wait();
            return budget
                .time()
                .map(|_| ())
                .and(Err(fail("the time was over")));
        }
        thread::sleep(Duration::from_millis(20));
    }
    let output = child
        .wait_with_output()
        .map_err(|error| fail(&error.to_string()))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let last = said.lines().rev().find(|line| !line.trim().is_empty());
    Err(fail(last.unwrap_or("git failed")))
}
