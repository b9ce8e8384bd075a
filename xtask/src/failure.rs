//! How a command ends: the exit codes, and why one could not run. Must not print.

use std::fmt;
use std::process::ExitCode;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// All is well.
    Fine = 0,
    /// There is something to look at: an error in a page, a difference.
    Findings = 1,
    /// The command was asked for something it does not have.
    Usage = 2,
    /// The command could not do its work.
    CouldNotRun = 3,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(exit as u8)
    }
}

/// Why a command did not do its work, and what to do about it.
#[derive(Debug)]
pub struct Failure {
    /// [`Exit::Usage`] or [`Exit::CouldNotRun`].
    pub exit: Exit,
    message: String,
    help: Option<String>,
}

/// What most functions here return.
pub type Result<T, E = Failure> = std::result::Result<T, E>;

impl Failure {
    /// The caller asked for something that there is not.
    pub fn usage(message: impl Into<String>) -> Self {
        Self {
            exit: Exit::Usage,
            message: message.into(),
            help: None,
        }
    }

    /// A file, a folder or the machine is not as it should be.
    pub fn could_not_run(message: impl Into<String>) -> Self {
        Self {
            exit: Exit::CouldNotRun,
            ..Self::usage(message)
        }
    }

    /// The same, with what to do.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error: {}", self.message)?;
        match &self.help {
            Some(help) => write!(f, "\n  = help: {help}"),
            None => Ok(()),
        }
    }
}
