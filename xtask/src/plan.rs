//! What a run wants to change: the bytes there should be against the bytes there are.

use std::collections::BTreeSet;
use std::path::Path;

use crate::api;
use crate::failure::{Failure, Result};
use crate::files;
use crate::pipeline::CLIENTS;

/// A file there should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// Its path below the root of what is written, with `/`.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// A file that has to change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its path below the root of what is written, with `/`.
    pub path: String,
    /// The bytes there are; nothing for a new file.
    pub old: Option<Vec<u8>>,
    /// The bytes there should be; nothing for a file that has to go.
    pub new: Option<Vec<u8>>,
}

/// The changes that lead from what lies below a root to the outputs, by path; and how many outputs are
/// as they should be already.
pub fn changes(
    root: &Path,
    outputs: &[Output],
    removed: &[String],
) -> Result<(Vec<Change>, usize)> {
    let wanted: BTreeSet<&str> = outputs.iter().map(|output| output.path.as_str()).collect();
    if wanted.len() < outputs.len() {
        return Err(Failure::could_not_run("two generated files have one path")
            .help("this is a defect of the generator: report it with the pages"));
    }
    let mut changes = Vec::new();
    for output in outputs {
        let old = files::read_if_there(&place(root, &output.path)?)?;
        if old.as_deref() != Some(output.text.as_bytes()) {
            changes.push(Change {
                path: output.path.clone(),
                old,
                new: Some(output.text.clone().into_bytes()),
            });
        }
    }
    let unchanged = outputs.len() - changes.len();
    let stale = stale_clients(root)?
        .into_iter()
        .chain(removed.iter().cloned());
    for path in stale.filter(|path| !wanted.contains(path.as_str())) {
        if let Some(old) = files::read_if_there(&place(root, &path)?)? {
            changes.push(Change {
                path,
                old: Some(old),
                new: None,
            });
        }
    }
    changes.sort_by(|a, b| a.path.cmp(&b.path));
    changes.dedup_by(|a, b| a.path == b.path);
    Ok((changes, unchanged))
}

/// The files of generated sources that there are. Files without the mark are someone's own.
fn stale_clients(root: &Path) -> Result<Vec<String>> {
    let sources = root.join(CLIENTS).join("src");
    if !sources.is_dir() {
        return Ok(Vec::new());
    }
    let mut paths = Vec::new();
    for path in files::below(&sources, &["rs"])? {
        if is_generated(&files::read(&path)?) {
            paths.push(files::slashed(path.strip_prefix(root).unwrap_or(&path)));
        }
    }
    Ok(paths)
}

fn is_generated(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(bytes.get(..400).unwrap_or(bytes));
    head.lines().take(5).any(|line| line.contains("@generated"))
}

fn place(root: &Path, path: &str) -> Result<std::path::PathBuf> {
    files::inside(root, path).ok_or_else(|| {
        Failure::could_not_run(format!(
            "{path:?} is no path for a file below {}",
            root.display()
        ))
        .help(format!(
            "names of services become paths: correct what makes it below {}",
            api::API
        ))
    })
}
