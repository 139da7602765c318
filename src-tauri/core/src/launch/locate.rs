//! Looking for WinBox and `ssh` on this system. Nothing is started to find out.

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
            let inner = path.join("Contents/MacOS/WinBox");
            if surroundings.is_program(&inner) {
                Ok(WinBox::Native(inner))
            } else {
                Err(ChoiceProblem::NotAProgram)
            }
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
    let in_path =
        |names: &[&str]| names.iter().find_map(|name| surroundings.in_path(name)).map(WinBox::Native);
    let in_places = || {
        win_box_places(surroundings)
            .into_iter()
            .find(|path| surroundings.is_program(path))
            .map(WinBox::Native)
    };
    match surroundings.os() {
        Os::Windows => in_path(&["WinBox", "winbox64"]).or_else(in_places),
        Os::MacOs => in_places(),
        // `winbox` alone may be an old WinBox under Wine, so it comes last.
        Os::Linux => in_path(&["WinBox", "winbox4", "winbox-beta"])
            .or_else(in_places)
            .or_else(|| flatpak(surroundings))
            .or_else(|| in_path(&["winbox"]))
            .or_else(|| {
                let snap = surroundings.system("/snap/bin/winbox");
                surroundings.is_program(&snap).then_some(WinBox::Native(snap))
            }),
    }
}

/// Where installers, package managers and the maker's instructions put it.
fn win_box_places(surroundings: &Surroundings) -> Vec<PathBuf> {
    match surroundings.os() {
        Os::Linux => {
            let mut places =
                vec![surroundings.system("/usr/bin/WinBox"), surroundings.system("/opt/winbox4/WinBox")];
            places.extend(surroundings.home().map(|home| home.join(".local/bin/WinBox")));
            places
        }
        Os::MacOs => application_folders(surroundings)
            .into_iter()
            .map(|folder| folder.join("WinBox.app/Contents/MacOS/WinBox"))
            .collect(),
        Os::Windows => {
            let mut places = Vec::new();
            if let Some(local) = surroundings.folder("LOCALAPPDATA") {
                winget(&local.join("Microsoft").join("WinGet"), &mut places);
            }
            if let Some(programs) = surroundings.folder("ProgramFiles") {
                winget(&programs.join("WinGet"), &mut places);
            }
            if let Some(home) = surroundings.home() {
                let scoop = home.join("scoop").join("apps").join("winbox").join("current");
                places.extend([scoop.join("winbox64.exe"), scoop.join("winbox.exe")]);
            }
            if let Some(shared) = surroundings.folder("ProgramData") {
                let chocolatey = shared.join("chocolatey").join("lib").join("winbox").join("tools");
                places.push(chocolatey.join("winbox.exe"));
            }
            if let Some(drive) = surroundings.variable("SystemDrive").and_then(|drive| drive.to_str()) {
                let drive = PathBuf::from(format!("{drive}{}", std::path::MAIN_SEPARATOR));
                places.extend([drive.join("winbox64.exe"), drive.join("winbox.exe")]);
            }
            places
        }
    }
}

/// Both forms in which winget leaves a portable program: a link, or its package folder alone.
fn winget(folder: &Path, places: &mut Vec<PathBuf>) {
    places.push(folder.join("Links").join("WinBox.exe"));
    let mut packages: Vec<PathBuf> = fs::read_dir(folder.join("Packages"))
        .into_iter()
        .flatten()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_name().to_str().is_some_and(|name| name.starts_with("Mikrotik.Winbox_")))
        .map(|entry| entry.path().join("WinBox.exe"))
        .collect();
    packages.sort();
    places.append(&mut packages);
}

fn flatpak(surroundings: &Surroundings) -> Option<WinBox> {
    const EXPORT: &str = "flatpak/exports/bin/com.mikrotik.WinBox";
    let program = surroundings.in_path("flatpak")?;
    let data = surroundings
        .folder("XDG_DATA_HOME")
        .or_else(|| surroundings.home().map(|home| home.join(".local/share")))
        .map(|data| data.join(EXPORT));
    let installed = data.into_iter().chain([surroundings.system("/var/lib").join(EXPORT)]);
    installed
        .into_iter()
        .any(|export| fs::symlink_metadata(export).is_ok())
        .then_some(WinBox::Flatpak(program))
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
#[cfg(unix)]
pub(super) mod tests;
