//! Changes many files as if at once. All new bytes are staged beside the targets, a journal says what is
//! to happen, then files are renamed into place, then the journal goes. After an error everything is put
//! back; after a kill the next run finishes what the journal says, or undoes it.
//!
//! Must not know what the files are. Only the journal decides: a staging folder without one means that
//! nothing was changed yet.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::failure::{Failure, Result};
use crate::files;
use crate::plan::Change;

/// The staging folder below the root of what is written.
const STAGE: &str = ".regen";
const JOURNAL: &str = "journal.json";

/// What is to happen, as it lies on disk.
#[derive(Serialize, Deserialize)]
struct Journal {
    steps: Vec<Step>,
}

/// One file. Staged bytes lie under `new/`, the bytes before under `old/`, named by the step's number.
#[derive(Serialize, Deserialize)]
struct Step {
    path: String,
    /// Hash of the bytes before; nothing for a new file.
    old: Option<String>,
    /// Hash of the bytes after; nothing for a file that goes.
    new: Option<String>,
}

/// What became of an interrupted run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recovery {
    /// It had not begun to change anything; its staged files are gone.
    Discarded,
    /// Its changes are now complete.
    Finished {
        /// How many files it changed.
        files: usize,
    },
    /// Its changes are taken back: staged bytes were damaged.
    Undone,
}

/// Whether an interrupted run left something behind.
pub fn is_pending(root: &Path) -> bool {
    root.join(STAGE).exists()
}

/// Finishes or undoes an interrupted run, if there was one.
pub fn recover(root: &Path) -> Result<Option<Recovery>> {
    if !is_pending(root) {
        return Ok(None);
    }
    let stage = Stage::at(root);
    let Some(bytes) = files::read_if_there(&stage.journal())? else {
        stage.remove()?;
        return Ok(Some(Recovery::Discarded));
    };
    let journal: Journal = serde_json::from_slice(&bytes).map_err(|error| {
        let message = format!("{} cannot be read: {error}", stage.journal().display());
        Failure::could_not_run(message).help(format!(
            "compare the workspace with version control, then remove {}",
            stage.folder.display()
        ))
    })?;
    let recovery = if stage.can_finish(&journal)? {
        stage.carry_out(&journal)?;
        Recovery::Finished {
            files: journal.steps.len(),
        }
    } else {
        stage.put_back(&journal)?;
        Recovery::Undone
    };
    stage.remove()?;
    Ok(Some(recovery))
}

/// Makes all changes, or none.
pub fn write(root: &Path, changes: &[Change]) -> Result<()> {
    if changes.is_empty() {
        return Ok(());
    }
    let stage = Stage::at(root);
    let journal = stage.prepare(changes).inspect_err(|_| {
        // Nothing was changed yet; what stays behind would be discarded by the next run.
        let _ = stage.remove();
    })?;
    if let Err(failure) = stage.carry_out(&journal) {
        stage.put_back(&journal)?;
        stage.remove()?;
        return Err(failure);
    }
    stage.remove()
}

struct Stage {
    root: PathBuf,
    folder: PathBuf,
}

impl Stage {
    fn at(root: &Path) -> Self {
        Self {
            root: root.to_owned(),
            folder: root.join(STAGE),
        }
    }

    fn journal(&self) -> PathBuf {
        self.folder.join(JOURNAL)
    }

    fn new_bytes(&self, step: usize) -> PathBuf {
        self.folder.join("new").join(step.to_string())
    }

    fn old_bytes(&self, step: usize) -> PathBuf {
        self.folder.join("old").join(step.to_string())
    }

    fn target(&self, step: &Step) -> Result<PathBuf> {
        files::inside(&self.root, &step.path).ok_or_else(|| {
            let message = format!("the journal names {:?}, which leads out", step.path);
            Failure::could_not_run(message).help(format!("remove {}", self.folder.display()))
        })
    }

    /// Stages the bytes before and after, then writes the journal: from here on the run can be finished.
    fn prepare(&self, changes: &[Change]) -> Result<Journal> {
        create_folder(&self.folder.join("new"))?;
        create_folder(&self.folder.join("old"))?;
        let mut journal = Journal { steps: Vec::new() };
        for (number, change) in changes.iter().enumerate() {
            let step = Step {
                path: change.path.clone(),
                old: change.old.as_deref().map(files::sha256),
                new: change.new.as_deref().map(files::sha256),
            };
            if let Some(new) = &change.new {
                write_file(&self.new_bytes(number), new)?;
            }
            if change.old.is_some() {
                keep(&self.target(&step)?, &self.old_bytes(number))?;
            }
            journal.steps.push(step);
            failpoint("stage", number + 1);
        }
        let text = serde_json::to_vec_pretty(&journal)
            .map_err(|error| Failure::could_not_run(format!("cannot write a journal: {error}")))?;
        let draft = self.folder.join("journal.draft");
        write_file(&draft, &text)?;
        fs::File::open(&draft)
            .and_then(|file| file.sync_all())
            .map_err(|error| files::failure("write", &draft, &error))?;
        rename(&draft, &self.journal())?;
        failpoint("journal", 1);
        Ok(journal)
    }

    /// Whether every step is done already or can be done with what was staged.
    fn can_finish(&self, journal: &Journal) -> Result<bool> {
        for (number, step) in journal.steps.iter().enumerate() {
            let now = hash_of(&self.target(step)?)?;
            let is_staged = || Ok(hash_of(&self.new_bytes(number))? == step.new);
            if now != step.new && !is_staged()? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Brings every target to its new state.
    fn carry_out(&self, journal: &Journal) -> Result<()> {
        for (number, step) in journal.steps.iter().enumerate() {
            if self.bring(step, step.new.as_ref(), &self.new_bytes(number))? {
                failpoint("rename", number + 1);
            }
        }
        Ok(())
    }

    /// Brings every target back to its old state, as far as it was changed.
    fn put_back(&self, journal: &Journal) -> Result<()> {
        for (number, step) in journal.steps.iter().enumerate() {
            self.bring(step, step.old.as_ref(), &self.old_bytes(number))?;
        }
        Ok(())
    }

    /// Brings a target to a state by what is staged for it; one that is there already is not touched.
    /// Says whether it changed.
    fn bring(&self, step: &Step, state: Option<&String>, staged: &Path) -> Result<bool> {
        let target = self.target(step)?;
        if hash_of(&target)?.as_ref() == state {
            return Ok(false);
        }
        if state.is_some() {
            create_folder(target.parent().unwrap_or(&self.root))?;
            rename(staged, &target)?;
        } else {
            self.take_away(&target)?;
        }
        Ok(true)
    }

    /// Removes a file, and the folders that are empty without it.
    fn take_away(&self, target: &Path) -> Result<()> {
        match fs::remove_file(target) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(files::failure("remove", target, &error));
            }
            _ => {}
        }
        let above = target.ancestors().skip(1);
        for folder in above.take_while(|folder| *folder != self.root) {
            if fs::remove_dir(folder).is_err() {
                break;
            }
        }
        Ok(())
    }

    /// The journal goes first: without it the rest means nothing.
    fn remove(&self) -> Result<()> {
        match fs::remove_file(self.journal()) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(files::failure("remove", &self.journal(), &error));
            }
            _ => {}
        }
        fs::remove_dir_all(&self.folder)
            .map_err(|error| files::failure("remove", &self.folder, &error))
    }
}

/// Keeps a file's bytes, and its time where the file system can: putting it back then leaves no trace.
fn keep(target: &Path, place: &Path) -> Result<()> {
    fs::hard_link(target, place)
        .or_else(|_| fs::copy(target, place).map(drop))
        .map_err(|error| files::failure("keep", target, &error))
}

fn hash_of(path: &Path) -> Result<Option<String>> {
    Ok(files::read_if_there(path)?.as_deref().map(files::sha256))
}

fn create_folder(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).map_err(|error| files::failure("create", folder, &error))
}

fn write_file(path: &Path, bytes: &[u8]) -> Result<()> {
    fs::write(path, bytes).map_err(|error| files::failure("write", path, &error))
}

fn rename(from: &Path, to: &Path) -> Result<()> {
    fs::rename(from, to).map_err(|error| files::failure("write", to, &error))
}

/// Ends the process as a kill would, where a test asks for it: `SPECWRIGHT_FAILPOINT=rename:3`.
fn failpoint(name: &str, count: usize) {
    if cfg!(debug_assertions)
        && std::env::var("SPECWRIGHT_FAILPOINT").is_ok_and(|at| at == format!("{name}:{count}"))
    {
        std::process::abort();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(path: &str, old: Option<&str>, new: Option<&str>) -> Change {
        Change {
            path: path.into(),
            old: old.map(|text| text.as_bytes().to_vec()),
            new: new.map(|text| text.as_bytes().to_vec()),
        }
    }

    fn three() -> [Change; 3] {
        [
            change("a/changed", Some("1"), Some("2")),
            change("b/gone", Some("1"), None),
            change("c/made", None, Some("2")),
        ]
    }

    fn fixture() -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        for file in ["a/changed", "b/gone"] {
            let path = root.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "1").unwrap();
        }
        root
    }

    fn look(root: &Path) -> [Option<String>; 3] {
        ["a/changed", "b/gone", "c/made"].map(|path| fs::read_to_string(root.join(path)).ok())
    }

    fn before() -> [Option<String>; 3] {
        [Some("1".into()), Some("1".into()), None]
    }

    fn after() -> [Option<String>; 3] {
        [Some("2".into()), None, Some("2".into())]
    }

    #[test]
    fn all_changes_are_made_and_nothing_stays_behind() {
        let root = fixture();
        write(root.path(), &three()).unwrap();
        assert_eq!(look(root.path()), after());
        assert!(!is_pending(root.path()));
        assert!(
            !root.path().join("b").exists(),
            "an empty folder stays behind"
        );
    }

    #[test]
    fn an_error_half_way_puts_everything_back() {
        let root = fixture();
        let time = |path: &str| {
            fs::metadata(root.path().join(path))
                .unwrap()
                .modified()
                .unwrap()
        };
        let times = (time("a/changed"), time("b/gone"));
        // A file where the last target needs a folder.
        fs::write(root.path().join("c"), "in the way").unwrap();
        write(root.path(), &three()).unwrap_err();
        assert_eq!(look(root.path()), before());
        assert_eq!((time("a/changed"), time("b/gone")), times);
        assert!(!is_pending(root.path()));
    }

    #[test]
    fn damaged_staged_bytes_lead_back() {
        let root = fixture();
        let stage = Stage::at(root.path());
        let journal = stage.prepare(&three()).unwrap();
        rename(
            &stage.new_bytes(0),
            &stage.target(&journal.steps[0]).unwrap(),
        )
        .unwrap();
        fs::write(stage.new_bytes(2), "damaged").unwrap();
        assert_eq!(recover(root.path()).unwrap(), Some(Recovery::Undone));
        assert_eq!(look(root.path()), before());
    }

    #[test]
    fn an_interrupted_run_is_finished() {
        let root = fixture();
        let stage = Stage::at(root.path());
        let journal = stage.prepare(&three()).unwrap();
        rename(
            &stage.new_bytes(0),
            &stage.target(&journal.steps[0]).unwrap(),
        )
        .unwrap();
        assert_eq!(
            recover(root.path()).unwrap(),
            Some(Recovery::Finished { files: 3 })
        );
        assert_eq!(look(root.path()), after());
        assert_eq!(recover(root.path()).unwrap(), None);
    }

    #[test]
    fn a_run_killed_while_staging_is_discarded() {
        let root = fixture();
        fs::create_dir_all(root.path().join(".regen/new")).unwrap();
        assert_eq!(recover(root.path()).unwrap(), Some(Recovery::Discarded));
        assert_eq!(look(root.path()), before());
    }

    #[test]
    fn a_journal_that_leads_out_is_refused() {
        let root = fixture();
        fs::create_dir_all(root.path().join(".regen")).unwrap();
        let journal = r#"{"steps":[{"path":"../x","old":null,"new":null}]}"#;
        fs::write(root.path().join(".regen/journal.json"), journal).unwrap();
        let failure = recover(root.path()).unwrap_err();
        assert!(failure.to_string().contains("leads out"), "{failure}");
    }
}
