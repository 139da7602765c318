//! A program start as a value, and the port that carries it out.

use std::ffi::{OsStr, OsString};
use std::fmt;
use std::path::PathBuf;

use secrecy::{ExposeSecret as _, SecretString};
use thiserror::Error;

use super::{EnvironmentChange, PasswordDoor, Surroundings, UrlOpener, locate};

/// What to start and how.
#[derive(Clone, Debug)]
pub struct LaunchPlan {
    /// Absolute path.
    pub program: PathBuf,
    pub arguments: Vec<Argument>,
    pub environment: EnvironmentChange,
    pub console: Console,
    /// The launcher's own where `None`.
    pub working_folder: Option<PathBuf>,
}

/// One argument, passed on as one.
#[derive(Clone)]
pub enum Argument {
    Plain(OsString),
    /// Not for logs. Wiped on drop, which the copies the system makes are not.
    Secret(SecretString),
    /// The path of a shell script of this text. The starter writes it, for its owner alone and executable; the
    /// script removes itself. Only macOS needs it, whose terminals take a file in place of a command.
    Script(SecretString),
}

impl Argument {
    pub fn plain(text: impl AsRef<OsStr>) -> Self {
        Self::Plain(text.as_ref().to_owned())
    }

    pub fn secret(text: impl Into<String>) -> Self {
        Self::Secret(SecretString::from(text.into()))
    }

    /// The argument as the program sees it; `None` for a script, whose path is not known yet.
    pub fn expose(&self) -> Option<OsString> {
        match self {
            Self::Plain(text) => Some(text.clone()),
            Self::Secret(text) => Some(text.expose_secret().into()),
            Self::Script(_) => None,
        }
    }
}

impl fmt::Debug for Argument {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Plain(text) => text.fmt(formatter),
            Self::Secret(_) => formatter.write_str("<redacted>"),
            Self::Script(_) => formatter.write_str("<script>"),
        }
    }
}

/// Whether the program brings its own window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Console {
    /// It does; it gets no standard input or output.
    None,
    /// It is a console program and gets a console window of its own (Windows).
    New,
}

/// Says why a program did not start.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum StartProblem {
    #[error("there is no such program")]
    NotFound,
    #[error("the file cannot be run as a program")]
    NotExecutable,
    #[error("the program did not start: {detail}")]
    Other { detail: String },
}

/// Starts programs so that they outlive the launcher.
pub trait ProgramStarter: Send + Sync {
    /// Starts a program and does not wait for it. `Ok` means the system took it, not that a window showed.
    fn start(&self, plan: &LaunchPlan) -> Result<(), StartProblem>;

    /// Opens the pipe of a password to this user alone, for the first that reads it. Returns when it is open.
    fn open_pipe(&self, door: PasswordDoor) -> Result<(), StartProblem> {
        let _ = door;
        Err(StartProblem::Other { detail: "this system has no named pipes".to_owned() })
    }

    /// The system's URL opener, if something here handles `winbox:`. May take a moment where the system has
    /// to be asked.
    fn winbox_url_opener(&self, surroundings: &Surroundings) -> Option<UrlOpener> {
        locate::winbox_url_opener(surroundings)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_can_be_logged_without_its_secrets() {
        let plan = LaunchPlan {
            program: "/opt/WinBox".into(),
            arguments: vec![
                Argument::plain("edge:8291"),
                Argument::secret("canary-4711"),
                Argument::Script("exec canary-4711".into()),
            ],
            environment: EnvironmentChange::default(),
            console: Console::None,
            working_folder: None,
        };
        let shown = format!("{plan:?}");
        assert!(shown.contains("edge:8291") && !shown.contains("canary"), "{shown}");
    }
}
