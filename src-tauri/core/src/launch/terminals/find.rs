//! Which terminals are here, and in which order they are tried.

use std::path::{Path, PathBuf};

use super::table::{self, Entry, Form, Found, LINUX};
use super::{Shape, Terminal, TerminalId};
use crate::launch::locate::application_folders;
use crate::launch::surroundings::{Os, Surroundings};

/// The terminals found here, in the order they are tried: `chosen` (an id from the settings), then the user's
/// and the desktop's default, then the rest. Each is there once. Nothing is started to find them.
pub fn terminals(surroundings: &Surroundings, chosen: Option<&str>) -> Vec<Terminal> {
    let mut found: Vec<Terminal> = match surroundings.os() {
        Os::Linux => linux(surroundings),
        Os::MacOs => table::MAC.iter().filter_map(|entry| find(entry, surroundings)).collect(),
        Os::Windows => table::WINDOWS.iter().filter_map(|entry| find(entry, surroundings)).collect(),
    };
    // A stable sort: the chosen one moves to the front, the others keep their order.
    found.sort_by_key(|terminal| chosen != Some(terminal.id.as_str()));
    found
}

/// Those of [`terminals`] that a session is opened in. Where OpenSSH is here, clients of their own are left out
/// unless one was chosen; where it is not, they are all there is.
pub fn to_try(surroundings: &Surroundings, chosen: Option<&str>, has_ssh: bool) -> Vec<Terminal> {
    let mut found = terminals(surroundings, chosen);
    found.retain(|terminal| match terminal.own_client() {
        Some(_) => !has_ssh || chosen == Some(terminal.id.as_str()),
        None => has_ssh,
    });
    found
}

fn linux(surroundings: &Surroundings) -> Vec<Terminal> {
    let mut found: Vec<Terminal> = Vec::new();
    let mut add = |terminal: Terminal| {
        if found.iter().all(|known| known.id != terminal.id) {
            found.push(terminal);
        }
    };
    if let Some(terminal) = named_by_the_user(surroundings) {
        add(terminal);
    }
    let preferred = ["xdg-terminal-exec"]
        .into_iter()
        .chain(surroundings.desktops().iter().flat_map(|desktop| table::of_desktop(desktop)).copied())
        .chain(["x-terminal-emulator"])
        .collect::<Vec<_>>();
    for id in preferred.into_iter().chain(LINUX.iter().map(|entry| entry.id)) {
        let known = LINUX.iter().find(|entry| entry.id == id);
        if let Some(terminal) = known.and_then(|entry| find(entry, surroundings)) {
            add(terminal);
        }
    }
    found
}

/// `TERMINAL`, if it names a terminal whose way of taking a command is known.
fn named_by_the_user(surroundings: &Surroundings) -> Option<Terminal> {
    let named = Path::new(surroundings.variable("TERMINAL")?);
    let name = named.file_name()?.to_str()?;
    let entry = LINUX.iter().find(|entry| entry.id == name)?;
    if named.is_absolute() {
        at(entry, surroundings, Some(named).filter(|path| surroundings.is_program(path))?)
    } else {
        find(entry, surroundings)
    }
}

/// Looks for one terminal.
fn find(entry: &Entry, surroundings: &Surroundings) -> Option<Terminal> {
    let place: PathBuf = match entry.found {
        Found::Always => PathBuf::new(),
        Found::OnPath(name) => surroundings.in_path(name)?,
        Found::Application(name) => {
            let mut folders = application_folders(surroundings);
            let system = ["/System/Applications/Utilities", "/Applications/Utilities"];
            folders.extend(system.map(|folder| surroundings.system(folder)));
            let mut bundles = folders.into_iter().map(|folder| folder.join(format!("{name}.app")));
            bundles.find(|bundle| bundle.is_dir())?
        }
        Found::Alias(name) => {
            let alias = surroundings.folder("LOCALAPPDATA")?.join("Microsoft").join("WindowsApps").join(name);
            // No ordinary file: asking for its size, or whether it exists, fails.
            Some(alias).filter(|alias| std::fs::symlink_metadata(alias).is_ok())?
        }
        Found::Installed { folder, program } => {
            let installed = surroundings
                .folder("ProgramFiles")
                .map(|programs| programs.join(folder).join(format!("{program}.exe")))
                .filter(|path| surroundings.is_program(path));
            installed.or_else(|| surroundings.in_path(program))?
        }
    };
    at(entry, surroundings, &place)
}

/// The terminal, which was found at `place`: its program, or on macOS its bundle.
fn at(entry: &Entry, surroundings: &Surroundings, place: &Path) -> Option<Terminal> {
    let open = || surroundings.system("/usr/bin/open");
    let words = |program: PathBuf, before| Shape::Arguments { program, before, semicolons: true };
    let shape = match entry.form {
        Form::Words(before) => words(place.to_owned(), before),
        Form::WordsWithoutSemicolon(before) => {
            Shape::Arguments { program: place.to_owned(), before, semicolons: false }
        }
        Form::Inside { program, before } => {
            let program = place.join("Contents/MacOS").join(program);
            words(Some(program).filter(|program| surroundings.is_program(program))?, before)
        }
        Form::Open(before) => words(open(), before),
        Form::Script(application) => Shape::Script { open: open(), application },
        Form::OwnConsole => Shape::OwnConsole,
        Form::PuTTY => Shape::PuTTY { program: place.to_owned(), reads_passwords: knows_pwfile(place) },
    };
    Some(Terminal { id: TerminalId(entry.id), name: entry.name, environment: entry.environment, shape })
}

/// Whether this PuTTY takes `-pwfile`. Releases before 0.77 do not, and a program that is not started can only be
/// asked by looking for the word in it. One that hides it is treated as an old one: it asks for the password.
fn knows_pwfile(program: &Path) -> bool {
    /// PuTTY has some 1.5 MB.
    const LARGEST: u64 = 32 * 1_024 * 1_024;
    const WORD: &[u8] = b"-pwfile";
    std::fs::metadata(program).is_ok_and(|found| found.len() <= LARGEST)
        && std::fs::read(program).is_ok_and(|bytes| bytes.windows(WORD.len()).any(|piece| piece == WORD))
}
