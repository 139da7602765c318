//! Terminals: which are there, in which order they are tried, and how each takes a command.
//!
//! Every terminal is started with the console program and a one-time id as separate arguments. That one shape
//! needs no quoting, survives terminals that hand on another environment, and holds no secret of worth.

mod table;

use std::fmt;
use std::path::{Path, PathBuf};

use altostrat_ssh::OneTimeId;

use super::plan::{Argument, Console, LaunchPlan};
use super::surroundings::{Os, Surroundings};
use super::{EnvironmentChange, locate};
use table::{Known, LINUX, MAC, MacKind};

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
    shape: Shape,
}

/// How a terminal is told to run a command.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Shape {
    /// The program, these arguments, then the command.
    Arguments { program: PathBuf, before: &'static [&'static str] },
    /// The command itself, in a console window of the system's choice (Windows).
    OwnConsole,
    /// `open -a <application> <script>` (macOS).
    Script { open: PathBuf, application: &'static str },
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

impl Terminal {
    /// Plans the opening of this terminal. `None` where the path of the console program cannot be passed on.
    pub fn plan(&self, call: &HelperCall, run: &OneTimeId) -> Option<LaunchPlan> {
        let command =
            || [Argument::plain(&call.helper), Argument::plain("run"), Argument::secret(run.as_str())];
        let (program, arguments, console) = match &self.shape {
            Shape::Arguments { program, before } => {
                if self.id == table::WINDOWS_TERMINAL
                    && call.helper.to_str().is_none_or(|path| path.contains(';'))
                {
                    // It splits every argument at a semicolon.
                    return None;
                }
                let arguments = before.iter().map(Argument::plain).chain(command()).collect();
                (program.clone(), arguments, Console::None)
            }
            Shape::OwnConsole => {
                let [_, run, id] = command();
                (call.helper.clone(), vec![run, id], Console::New)
            }
            Shape::Script { open, application } => {
                let script = Argument::Script(script(&call.helper, run)?.into());
                (
                    open.clone(),
                    vec![Argument::plain("-a"), Argument::plain(application), script],
                    Console::None,
                )
            }
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
fn script(helper: &Path, run: &OneTimeId) -> Option<String> {
    let helper = helper.to_str().filter(|path| !path.chars().any(char::is_control))?;
    let quoted = helper.replace('\'', r"'\''");
    Some(format!("#!/bin/sh\nrm -f -- \"$0\"\nexec '{quoted}' run {}\n", run.as_str()))
}

/// The terminals found here, in the order they are tried: `chosen` (an id from the settings), then the user's
/// and the desktop's default, then the rest. Each is there once.
pub fn terminals(surroundings: &Surroundings, chosen: Option<&str>) -> Vec<Terminal> {
    let mut found = match surroundings.os() {
        Os::Linux => linux(surroundings),
        Os::MacOs => mac(surroundings),
        Os::Windows => windows(surroundings),
    };
    // A stable sort: the chosen one moves to the front, the others keep their order.
    found.sort_by_key(|terminal| chosen != Some(terminal.id.as_str()));
    found
}

fn linux(surroundings: &Surroundings) -> Vec<Terminal> {
    let mut found: Vec<Terminal> = Vec::new();
    let mut add = |known: &Known, program: PathBuf| {
        let id = TerminalId(known.id);
        if found.iter().all(|terminal| terminal.id != id) {
            found.push(Terminal {
                id,
                name: known.name,
                shape: Shape::Arguments { program, before: known.before },
            });
        }
    };
    let find = |id: &str| {
        let known = LINUX.iter().find(|known| known.id == id)?;
        Some((known, surroundings.in_path(known.id)?))
    };
    if let Some((known, program)) = named_by_the_user(surroundings) {
        add(known, program);
    }
    let preferred = ["xdg-terminal-exec"]
        .into_iter()
        .chain(surroundings.desktops().iter().flat_map(|desktop| table::of_desktop(desktop)).copied())
        .chain(["x-terminal-emulator"])
        .collect::<Vec<_>>();
    for id in preferred.into_iter().chain(LINUX.iter().map(|known| known.id)) {
        if let Some((known, program)) = find(id) {
            add(known, program);
        }
    }
    found
}

/// `TERMINAL`, if it names a terminal whose way of taking a command is known.
fn named_by_the_user(surroundings: &Surroundings) -> Option<(&'static Known, PathBuf)> {
    let named = Path::new(surroundings.variable("TERMINAL")?);
    let name = named.file_name()?.to_str()?;
    let known = LINUX.iter().find(|known| known.id == name)?;
    let program = if named.is_absolute() {
        Some(named.to_owned()).filter(|path| surroundings.is_program(path))
    } else {
        surroundings.in_path(name)
    };
    Some((known, program?))
}

fn mac(surroundings: &Surroundings) -> Vec<Terminal> {
    let mut folders = locate::application_folders(surroundings);
    folders.push(surroundings.system("/System/Applications/Utilities"));
    folders.push(surroundings.system("/Applications/Utilities"));
    let open = surroundings.system("/usr/bin/open");
    MAC.iter()
        .filter_map(|known| {
            let bundle = folders
                .iter()
                .map(|folder| folder.join(format!("{}.app", known.application)))
                .find(|bundle| bundle.is_dir())?;
            let shape = match known.kind {
                MacKind::Script => Shape::Script { open: open.clone(), application: known.application },
                MacKind::Open(before) => Shape::Arguments { program: open.clone(), before },
                MacKind::Inner { program, before } => {
                    let program = bundle.join("Contents/MacOS").join(program);
                    surroundings.is_program(&program).then_some(Shape::Arguments { program, before })?
                }
            };
            Some(Terminal { id: TerminalId(known.id), name: known.name, shape })
        })
        .collect()
}

fn windows(surroundings: &Surroundings) -> Vec<Terminal> {
    let mut found =
        vec![Terminal { id: TerminalId("console"), name: "Default console", shape: Shape::OwnConsole }];
    // An app execution alias: no ordinary file, asking for its size fails.
    let alias = surroundings
        .folder("LOCALAPPDATA")
        .map(|local| local.join("Microsoft").join("WindowsApps").join("wt.exe"))
        .filter(|alias| std::fs::symlink_metadata(alias).is_ok());
    if let Some(program) = alias {
        let shape = Shape::Arguments { program, before: table::WINDOWS_TERMINAL_BEFORE };
        found.push(Terminal { id: table::WINDOWS_TERMINAL, name: "Windows Terminal", shape });
    }
    found
}

#[cfg(test)]
mod tests;
