//! Puts fetched pages in place of a vendor's folder: written beside it, then two renames. A run that was
//! stopped in between is mended by the next.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::failure::{Failure, Result};
use crate::fetch::Pages;
use crate::files;

/// A vendor's new pages, written beside the old ones.
pub struct Draft {
    place: PathBuf,
    draft: PathBuf,
    old: PathBuf,
}

impl Draft {
    /// Writes the pages. Nothing if the folder holds the same already.
    pub fn write(root: &Path, vendor: &str, pages: &Pages) -> Result<Option<Self>> {
        let paths = Self {
            place: root.join(vendor),
            draft: root.join(format!(".draft-{vendor}")),
            old: root.join(format!(".old-{vendor}")),
        };
        paths.mend()?;
        if paths.holds(pages)? {
            return Ok(None);
        }
        for (path, bytes) in pages {
            let file = files::inside(&paths.draft, path).ok_or_else(|| {
                Failure::could_not_run(format!("the path {path:?} of a page is refused"))
            })?;
            let folder = file.parent().unwrap_or(&paths.draft);
            fs::create_dir_all(folder)
                .and_then(|()| File::create_new(&file)?.write_all(bytes))
                .map_err(|error| not_written(&file, path, &error))?;
        }
        Ok(Some(paths))
    }

    /// Puts them in place.
    pub fn commit(self) -> Result<()> {
        if self.place.exists() {
            rename(&self.place, &self.old)?;
        }
        if let Err(failure) = rename(&self.draft, &self.place) {
            let _ = fs::rename(&self.old, &self.place);
            return Err(failure);
        }
        remove(&self.old)
    }

    /// Undoes or finishes what a run left that was stopped.
    fn mend(&self) -> Result<()> {
        if self.old.exists() && !self.place.exists() {
            rename(&self.old, &self.place)?;
        }
        remove(&self.old)?;
        remove(&self.draft)
    }

    fn holds(&self, pages: &Pages) -> Result<bool> {
        if !self.place.is_dir() {
            return Ok(false);
        }
        let mut count = 0;
        for entry in walkdir::WalkDir::new(&self.place) {
            let is_file = entry.is_ok_and(|entry| !entry.file_type().is_dir());
            count += usize::from(is_file);
        }
        if count != pages.len() {
            return Ok(false);
        }
        for (path, bytes) in pages {
            if files::read_if_there(&self.place.join(path))?.as_ref() != Some(bytes) {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// Nothing but a page of this run can stand in the way of another.
fn not_written(file: &Path, path: &str, error: &io::Error) -> Failure {
    if error.kind() != io::ErrorKind::AlreadyExists {
        return files::failure("write", file, error);
    }
    let message =
        format!("{path:?} and another page are one on this machine, which does not tell case");
    Failure::could_not_run(message).help("nothing was changed; exclude one in specs/sources.yaml")
}

fn rename(from: &Path, to: &Path) -> Result<()> {
    fs::rename(from, to).map_err(|error| files::failure("move", from, &error))
}

fn remove(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(files::failure("remove", folder, &error))
        }
        _ => Ok(()),
    }
}
