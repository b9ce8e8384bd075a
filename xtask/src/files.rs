//! Files: walking, reading, hashing, and failures that name the path. Nothing here writes.

use std::fmt;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use sha2::{Digest, Sha256};
use walkdir::WalkDir;

use crate::failure::{Failure, Result};

/// Every file below a folder with one of these endings, in the order of the paths. Links are followed;
/// names that begin with a dot are passed over, but for a page that is called `.md`.
pub fn below(folder: &Path, endings: &[&str]) -> Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    let is_hidden = |entry: &walkdir::DirEntry| {
        let is_dotted = entry.file_name().as_encoded_bytes().starts_with(b".");
        entry.depth() > 0 && is_dotted && !is_nameless(entry.path(), endings)
    };
    let walk = WalkDir::new(folder).follow_links(true).sort_by_file_name();
    for entry in walk.into_iter().filter_entry(|entry| !is_hidden(entry)) {
        let entry = match entry {
            Ok(entry) => entry,
            // A link that leads nowhere matters only if it has the name of a file that was asked for.
            Err(error)
                if error
                    .path()
                    .is_some_and(|path| is_other_link(path, endings)) =>
            {
                continue;
            }
            Err(error) => {
                let path = error.path().unwrap_or(folder).to_owned();
                let error = error.into_io_error();
                let error = error.unwrap_or_else(|| io::Error::other("links lead in a circle"));
                return Err(failure("read", &path, &error));
            }
        };
        if entry.file_type().is_file() && has_ending(entry.path(), endings) {
            paths.push(entry.into_path());
        }
    }
    Ok(paths)
}

fn is_other_link(path: &Path, endings: &[&str]) -> bool {
    path.is_symlink() && !path.exists() && !has_ending(path, endings)
}

/// Whether a file's name has one of these endings, in any case.
pub fn has_ending(path: &Path, endings: &[&str]) -> bool {
    let ending = path.extension().unwrap_or_default();
    let is_it = |known: &&str| ending.eq_ignore_ascii_case(known);
    endings.iter().any(is_it) || is_nameless(path, endings)
}

/// Whether a file has nothing but an ending for a name: `.md`.
fn is_nameless(path: &Path, endings: &[&str]) -> bool {
    let name = path.file_name().and_then(|name| name.to_str());
    let ending = name.and_then(|name| name.strip_prefix('.'));
    ending.is_some_and(|ending| endings.contains(&ending))
}

/// A file's bytes.
pub fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).map_err(|error| failure("read", path, &error))
}

/// A file's bytes, or nothing if there is no such file.
pub fn read_if_there(path: &Path) -> Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if is_absence(&error) => Ok(None),
        Err(error) => Err(failure("read", path, &error)),
    }
}

/// A file's text.
pub fn read_text(path: &Path) -> Result<String> {
    String::from_utf8(read(path)?).map_err(|error| {
        Failure::could_not_run(format!("{} is not UTF-8: {error}", path.display()))
            .help("save the file as UTF-8")
    })
}

/// A path with `/` on every machine.
pub fn slashed(path: &Path) -> String {
    let parts: Vec<_> = path
        .components()
        .map(|part| match part {
            Component::RootDir => String::new(),
            part => part.as_os_str().to_string_lossy().into_owned(),
        })
        .collect();
    parts.join("/")
}

/// What a path below some root leads to; nothing for one that could lead out of it.
pub fn inside(root: &Path, path: &str) -> Option<PathBuf> {
    let is_plain = |part: Component<'_>| matches!(part, Component::Normal(_));
    let path = Path::new(path);
    (path.components().next().is_some() && path.components().all(is_plain)).then(|| root.join(path))
}

/// A failure at a path, with what can be done about the usual ones.
pub fn failure(verb: &str, path: &Path, error: &io::Error) -> Failure {
    let failure = Failure::could_not_run(format!("cannot {verb} {}: {error}", path.display()));
    match error.kind() {
        io::ErrorKind::NotFound => failure.help("check the path; a link may lead nowhere"),
        io::ErrorKind::PermissionDenied => failure.help("check who may read and write there"),
        io::ErrorKind::StorageFull => failure.help("free some space and run again"),
        _ => failure,
    }
}

fn is_absence(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
    )
}

/// SHA-256 of some bytes, in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    Hex(&Sha256::digest(bytes)).to_string()
}

/// Bytes in hexadecimal.
pub struct Hex<'b>(pub &'b [u8]);

impl fmt::Display for Hex<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_may_have_no_name() {
        let is_page = |path: &str| has_ending(Path::new(path), &["md", "markdown"]);
        assert!(is_page("a/.md") && is_page("a/b.MD"));
        assert!(!is_page("a/.mdx") && !is_page("md") && !is_page("a/.git"));
        assert!(!is_nameless(Path::new(".hidden.md"), &["md"]));
    }

    #[test]
    fn no_path_leads_out() {
        let root = Path::new("/r");
        assert_eq!(inside(root, "a/b.rs"), Some("/r/a/b.rs".into()));
        for path in ["", "/etc/passwd", "../x", "a/../../x", "./a"] {
            assert_eq!(inside(root, path), None, "{path}");
        }
    }

    #[test]
    fn hashes_are_those_of_others() {
        assert_eq!(
            sha256(b"abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }
}
