//! Terminals: which are there, in which order they are tried, and how each takes a command.
//!
//! Every terminal is started with the console program and a one-time id as separate arguments. That one shape
//! needs no quoting, survives terminals that hand on another environment, and holds no secret of worth. PuTTY and
//! its kin run no command: they are handed the session, and their password through a pipe.

mod find;
mod table;

use std::fmt;
use std::path::{Path, PathBuf};

use altostrat_ssh::run::{RUN, TEST};
use altostrat_ssh::{OneTimeId, SshSession};

use super::EnvironmentChange;
use super::plan::{Argument, Console, LaunchPlan};

pub use find::{terminals, to_try};

/// Names a terminal in the settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TerminalId(&'static str);

impl TerminalId {
    pub const fn as_str(self) -> &'static str {
        self.0
    }
}

impl fmt::Display for TerminalId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.0)
    }
}

/// A terminal that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terminal {
    pub id: TerminalId,
    /// For display; a name of its own, the same in every language.
    pub name: &'static str,
    pub environment: EnvironmentSource,
    shape: Shape,
}

/// Whose environment the program inside a terminal gets. Nothing depends on it: the id it needs is an argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EnvironmentSource {
    /// The one that the terminal is started with.
    Given,
    /// That of an instance which already runs, where one does.
    RunningInstance,
    Unknown,
}

/// How a terminal is told to run a command.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Shape {
    /// The program, these arguments, then the command.
    Arguments { program: PathBuf, before: &'static [&'static str], semicolons: bool },
    /// The command itself, in a console window of the system's choice (Windows).
    OwnConsole,
    /// `open -a <application> <script>` (macOS).
    Script { open: PathBuf, application: &'static str },
    /// An SSH client of its own (Windows).
    PuTTY { program: PathBuf, reads_passwords: bool },
}

/// How the program inside the terminal is called, but for the id of the run.
#[derive(Clone, Debug)]
pub struct HelperCall {
    /// Absolute path of `altostrat-ssh`.
    pub helper: PathBuf,
    pub environment: EnvironmentChange,
    /// Where the terminal starts.
    pub home: Option<PathBuf>,
}

/// What a terminal is opened for.
#[derive(Clone, Copy, Debug)]
pub enum Errand<'a> {
    /// A session. `run` is for the console program; `dialled` and `pipe`, where the password can be read, are
    /// for a client of its own.
    Session { run: &'a OneTimeId, dialled: &'a SshSession, pipe: Option<&'a str> },
    /// To see whether it works. Nothing is dialled.
    Test { run: &'a OneTimeId },
}

impl Terminal {
    /// Whether somebody is heard of once its window is open: the console program inside, or the pipe that a
    /// password was read from.
    pub fn calls_back(&self, errand: Errand<'_>) -> bool {
        match (&self.shape, errand) {
            (Shape::PuTTY { .. }, Errand::Test { .. }) => false,
            (Shape::PuTTY { reads_passwords, .. }, Errand::Session { .. }) => *reads_passwords,
            _ => true,
        }
    }

    /// Whether it reads its password from a pipe.
    pub fn needs_pipe(&self) -> bool {
        matches!(self.shape, Shape::PuTTY { reads_passwords: true, .. })
    }

    /// An SSH client in place of the console program, by its path.
    pub fn own_client(&self) -> Option<&Path> {
        match &self.shape {
            Shape::PuTTY { program, .. } => Some(program),
            _ => None,
        }
    }

    /// Plans the opening of this terminal. `None` where the path of the console program cannot be passed on.
    pub fn plan(&self, call: &HelperCall, errand: Errand<'_>) -> Option<LaunchPlan> {
        let (verb, id) = match errand {
            Errand::Session { run, .. } => (RUN, run),
            Errand::Test { run } => (TEST, run),
        };
        let words = [Argument::plain(verb), Argument::secret(id.as_str())];
        let (program, arguments, console) = match &self.shape {
            Shape::Arguments { program, before, semicolons } => {
                if !semicolons && call.helper.to_str().is_none_or(|path| path.contains(';')) {
                    return None;
                }
                let command = [Argument::plain(&call.helper)].into_iter().chain(words);
                (program.clone(), before.iter().map(Argument::plain).chain(command).collect(), Console::None)
            }
            Shape::OwnConsole => (call.helper.clone(), words.into(), Console::New),
            Shape::Script { open, application } => {
                let script = Argument::Script(script(&call.helper, verb, id)?.into());
                let arguments = vec![Argument::plain("-a"), Argument::plain(application), script];
                (open.clone(), arguments, Console::None)
            }
            Shape::PuTTY { program, .. } => (program.clone(), putty(errand), Console::None),
        };
        Some(LaunchPlan {
            program,
            arguments,
            environment: call.environment.clone(),
            console,
            working_folder: call.home.clone(),
        })
    }
}

/// A shell script that removes itself and becomes the console program. The one text that is ever quoted is the
/// path of our own program.
fn script(helper: &Path, verb: &str, id: &OneTimeId) -> Option<String> {
    let helper = helper.to_str().filter(|path| !path.chars().any(char::is_control))?;
    let quoted = helper.replace('\'', r"'\''");
    Some(format!("#!/bin/sh\nrm -f -- \"$0\"\nexec '{quoted}' {verb} {}\n", id.as_str()))
}

/// The arguments of PuTTY and its kin, as its manual names them (3.11.3). Without any it shows its own first
/// window.
fn putty(errand: Errand<'_>) -> Vec<Argument> {
    let Errand::Session { dialled, pipe, .. } = errand else { return Vec::new() };
    let mut arguments = vec![
        Argument::plain("-ssh"),
        Argument::plain("-P"),
        Argument::plain(dialled.port.to_string()),
        Argument::plain("-l"),
        Argument::plain(&dialled.login),
        // The name its host key is kept under: host and port are new with each session.
        Argument::plain("-loghost"),
        Argument::plain(format!("{}:22", dialled.host_key_alias)),
    ];
    if let Some(pipe) = pipe {
        arguments.extend([Argument::plain("-pwfile"), Argument::secret(pipe)]);
    }
    arguments.push(Argument::plain(&dialled.host));
    arguments
}

#[cfg(test)]
mod tests;
