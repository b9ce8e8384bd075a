//! The `git` program: files as a revision has them. Reads only; nothing here changes a repository.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::thread;

use crate::failure::{Failure, Result};

/// The repository around a folder.
#[derive(Clone, Copy, Debug)]
pub struct Git<'r> {
    folder: &'r Path,
}

/// Files of a revision: path below the folder to bytes.
pub type Files = BTreeMap<String, Vec<u8>>;

/// A plain file of a revision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The path below the folder.
    pub path: String,
    /// How many bytes it has.
    pub size: u64,
    object: String,
}

impl<'r> Git<'r> {
    /// The repository that holds a folder, if any does.
    pub fn at(folder: &'r Path) -> Self {
        Self { folder }
    }

    /// The commit that a name means; nothing if it means none, or if there is no repository.
    pub fn commit(self, name: &str) -> Result<Option<String>> {
        let commit = format!("{name}^{{commit}}");
        let found = self.ask([
            "rev-parse",
            "--verify",
            "--quiet",
            "--end-of-options",
            &commit,
        ])?;
        Ok(found.status.success().then(|| line(&found.stdout)))
    }

    /// The newest tag that leads to a commit and fits a pattern: the last release.
    pub fn last_tag(self, pattern: &str) -> Result<Option<String>> {
        let found = self.ask(["describe", "--tags", "--abbrev=0", "--match", pattern])?;
        Ok(found.status.success().then(|| line(&found.stdout)))
    }

    /// Every plain file of a commit below some folders. Links and submodules are passed over.
    pub fn files(self, commit: &str, below: &[&str]) -> Result<Files> {
        self.read(self.list(commit, below)?)
    }

    /// The same, without their bytes.
    pub fn list(self, commit: &str, below: &[&str]) -> Result<Vec<Entry>> {
        let mut args = vec!["ls-tree", "-r", "-z", "-l", commit, "--"];
        args.extend(below);
        let listed = self.must(self.ask(args)?, "list files of")?;
        let entries = listed.split(|byte| *byte == 0);
        Ok(entries
            .filter_map(|entry| plain_file(&String::from_utf8_lossy(entry)))
            .collect())
    }

    /// When each file of a commit's history was last changed: path to date.
    pub fn dates(self, commit: &str) -> Result<BTreeMap<String, String>> {
        let args = [
            "log",
            "--format=%x00%cs",
            "--name-only",
            "--no-renames",
            commit,
        ];
        let told = self.must(self.ask(args)?, "tell the history of")?;
        Ok(newest(&String::from_utf8_lossy(&told)))
    }

    /// The bytes of files, by path.
    pub fn read(self, entries: Vec<Entry>) -> Result<Files> {
        let objects = self.objects(entries.iter().map(|entry| entry.object.clone()).collect())?;
        let paths = entries.into_iter().map(|entry| entry.path);
        Ok(paths.zip(objects).collect())
    }

    /// The bytes of objects, in their order.
    fn objects(self, names: Vec<String>) -> Result<Vec<Vec<u8>>> {
        let mut child = self
            .command(["cat-file", "--batch", "--buffer"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| no_git(&error))?;
        let stdin = child.stdin.take();
        let count = names.len();
        // While this writes, the answers are read: neither pipe can fill up for good.
        let writer = thread::spawn(move || {
            let mut stdin = stdin?;
            names
                .iter()
                .try_for_each(|name| writeln!(stdin, "{name}"))
                .ok()
        });
        let output = child.wait_with_output().map_err(|error| no_git(&error))?;
        let _ = writer.join();
        let bytes = self.must(output, "read files of")?;
        let objects = split_batch(&bytes);
        if objects.len() == count {
            Ok(objects)
        } else {
            Err(
                Failure::could_not_run("the repository lacks files of this revision")
                    .help("fetch it whole: a checkout in CI may need `fetch-depth: 0`"),
            )
        }
    }

    fn ask<S: AsRef<OsStr>>(self, args: impl IntoIterator<Item = S>) -> Result<Output> {
        self.command(args)
            .stdin(Stdio::null())
            .output()
            .map_err(|error| no_git(&error))
    }

    fn command<S: AsRef<OsStr>>(self, args: impl IntoIterator<Item = S>) -> Command {
        let mut command = Command::new("git");
        command
            .arg("-C")
            .arg(self.folder)
            .args(["-c", "core.quotepath=off", "--literal-pathspecs"])
            .args(args)
            .env("LC_ALL", "C")
            .env("GIT_OPTIONAL_LOCKS", "0");
        command
    }

    fn must(self, output: Output, verb: &str) -> Result<Vec<u8>> {
        if output.status.success() {
            return Ok(output.stdout);
        }
        let said = String::from_utf8_lossy(&output.stderr);
        let message = format!(
            "git cannot {verb} {}: {}",
            self.folder.display(),
            said.trim()
        );
        Err(Failure::could_not_run(message).help("run it inside a git checkout, with its history"))
    }
}

/// A line of `ls-tree -l`, if it is a plain file.
fn plain_file(entry: &str) -> Option<Entry> {
    let (facts, path) = entry.split_once('\t')?;
    let mut facts = facts.split_whitespace();
    let (mode, kind, object) = (facts.next()?, facts.next()?, facts.next()?);
    (kind == "blob" && mode != "120000").then_some(Entry {
        path: path.to_owned(),
        size: facts.next()?.parse().ok()?,
        object: object.to_owned(),
    })
}

/// The newest date of each path in a log of commits: a zero byte and the date, then paths.
fn newest(log: &str) -> BTreeMap<String, String> {
    let mut dates: BTreeMap<String, String> = BTreeMap::new();
    for commit in log.split('\0') {
        let mut lines = commit.lines();
        let date = lines.next().unwrap_or_default();
        for path in lines.filter(|line| !line.is_empty()) {
            let known = dates.entry(path.to_owned()).or_default();
            if known.as_str() < date {
                date.clone_into(known);
            }
        }
    }
    dates
}

/// The contents in an answer of `cat-file --batch`; it ends at the first that is missing.
fn split_batch(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut objects = Vec::new();
    let mut rest = bytes;
    while let Some(end) = rest.iter().position(|byte| *byte == b'\n') {
        let head = String::from_utf8_lossy(&rest[..end]);
        let size = head.rsplit(' ').next().and_then(|size| size.parse().ok());
        let content = size.and_then(|size: usize| rest.get(end + 1..end + 1 + size));
        let Some(content) = content else { break };
        objects.push(content.to_vec());
        rest = rest.get(end + 2 + content.len()..).unwrap_or_default();
    }
    objects
}

fn line(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim().to_owned()
}

fn no_git(error: &std::io::Error) -> Failure {
    Failure::could_not_run(format!("cannot run the program `git`: {error}"))
        .help("install git, or name folders in place of revisions")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_files_are_taken() {
        let entry = |mode, kind| plain_file(&format!("{mode} {kind} abc       7\tspecs/a b.md"));
        let file = entry("100644", "blob").unwrap();
        assert_eq!((file.path.as_str(), file.size), ("specs/a b.md", 7));
        assert_eq!(entry("120000", "blob"), None);
        assert_eq!(entry("160000", "commit"), None);
    }

    #[test]
    fn the_newest_commit_dates_a_file() {
        let dates =
            newest("\u{0}2021-04-30\n\nb c.md\n\u{0}2021-05-01\n\na.md\nb c.md\n\u{0}2020-01-01\n");
        let told: Vec<_> = dates
            .iter()
            .map(|(path, date)| format!("{path} {date}"))
            .collect();
        assert_eq!(told, ["a.md 2021-05-01", "b c.md 2021-05-01"]);
    }

    #[test]
    fn answers_hold_any_bytes() {
        let objects = split_batch(b"a1 blob 3\nx\ny\na2 blob 0\n\na3 missing\n");
        assert_eq!(objects, [b"x\ny".to_vec(), Vec::new()]);
    }
}
