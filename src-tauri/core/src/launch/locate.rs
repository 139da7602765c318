//! Looking for WinBox and `ssh` on this system. Nothing is started to find out.

mod channels;
mod url_opener;

use std::fs;
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::surroundings::{Os, Surroundings};
use super::winbox::WinBox;

pub use url_opener::{browser_opener, winbox_url_opener};

/// Says why the file chosen in the settings cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ChoiceProblem {
    #[error("the path does not start at the root")]
    NotAbsolute,
    #[error("there is no such file")]
    Missing,
    #[error("the file is no program")]
    NotAProgram,
    #[error("a Windows program needs Wine here, and none was found")]
    NoWine,
}

/// Finds WinBox: the file chosen in the settings, or else the first of `PATH` and the usual places. A choice
/// that cannot be used is not replaced by something else: it is a problem.
pub fn win_box(surroundings: &Surroundings, chosen: Option<&Path>) -> Result<Option<WinBox>, ChoiceProblem> {
    match chosen {
        Some(path) => chosen_win_box(surroundings, path).map(Some),
        None => Ok(search_win_box(surroundings)),
    }
}

/// Takes the file chosen in the settings.
pub fn chosen_win_box(surroundings: &Surroundings, path: &Path) -> Result<WinBox, ChoiceProblem> {
    if !path.is_absolute() {
        return Err(ChoiceProblem::NotAbsolute);
    }
    let found = fs::metadata(path).map_err(|_| ChoiceProblem::Missing)?;
    let is_named =
        |wanted: &str| path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case(wanted));
    match surroundings.os() {
        Os::MacOs if found.is_dir() && is_named("app") => {
            let inner = channels::INSIDE.map(|name| path.join("Contents/MacOS").join(name));
            let program = inner.into_iter().find(|inner| surroundings.is_program(inner));
            program.map(WinBox::Native).ok_or(ChoiceProblem::NotAProgram)
        }
        Os::Linux | Os::MacOs if found.is_file() && is_named("exe") => {
            let wine = ["wine64", "wine"].into_iter().find_map(|name| surroundings.in_path(name));
            wine.map(|wine| WinBox::Wine { wine, exe: path.to_owned() }).ok_or(ChoiceProblem::NoWine)
        }
        _ if surroundings.is_program(path) => Ok(WinBox::Native(path.to_owned())),
        _ => Err(ChoiceProblem::NotAProgram),
    }
}

fn search_win_box(surroundings: &Surroundings) -> Option<WinBox> {
    channels::of(surroundings.os()).iter().find_map(|channel| channel.find(surroundings))
}

/// Where macOS keeps applications.
pub(super) fn application_folders(surroundings: &Surroundings) -> Vec<PathBuf> {
    let own = surroundings.home().map(|home| home.join("Applications"));
    [surroundings.system("/Applications")].into_iter().chain(own).collect()
}

/// Finds the OpenSSH client: on Windows the system's own first, elsewhere the first of `PATH`.
pub fn ssh(surroundings: &Surroundings) -> Option<PathBuf> {
    let places: Vec<PathBuf> = match surroundings.os() {
        Os::Windows => {
            // A 32-bit program sees another System32 and reaches the real one under this name.
            let folder = if surroundings.variable("PROCESSOR_ARCHITEW6432").is_some() {
                "Sysnative"
            } else {
                "System32"
            };
            let system = surroundings.folder("SystemRoot");
            system.map(|root| root.join(folder).join("OpenSSH").join("ssh.exe")).into_iter().collect()
        }
        Os::Linux | Os::MacOs => Vec::new(),
    };
    places
        .into_iter()
        .find(|path| surroundings.is_program(path))
        .or_else(|| surroundings.in_path("ssh"))
        .or_else(|| Some(surroundings.system("/usr/bin/ssh")).filter(|path| surroundings.is_program(path)))
}

#[cfg(test)]
pub(crate) mod tests;
