//! The environment of the programs that are started: the user's, without what belongs to the launcher.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use super::surroundings::{Os, Surroundings};

/// How a program's environment differs from the launcher's. Sorted by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EnvironmentChange {
    pub remove: Vec<OsString>,
    pub set: Vec<(OsString, OsString)>,
}

/// Variables that are never handed on: the launcher's own with its token, those of its password prompt and of
/// another's, and what a start, a bundle or a development tool left for its own child.
const NAMES: [&str; 10] = [
    "APPDIR",
    "APPIMAGE",
    "ARGV0",
    "DESKTOP_STARTUP_ID",
    "GIO_LAUNCHED_DESKTOP_FILE",
    "GIO_LAUNCHED_DESKTOP_FILE_PID",
    "OWD",
    "SNAP",
    "SSH_ASKPASS",
    "XDG_ACTIVATION_TOKEN",
];

const PREFIXES: [&str; 8] =
    ["ALTOSTRAT_", "ALTO_ASKPASS_", "ELECTRON_", "SNAP_", "SSH_ASKPASS_", "TAURI_", "VSCODE_", "WEBKIT_"];

/// What an `AppImage`'s start script sets without naming its folder.
const SET_BY_BUNDLE: [&str; 3] = ["GDK_BACKEND", "GTK_THEME", "PYTHONDONTWRITEBYTECODE"];

/// Under a name with this ending a snap keeps what a variable was before it set it.
const ORIGINAL: &str = "_VSCODE_SNAP_ORIG";

/// The search path where nothing else is left.
const PATH: &str = "/usr/local/bin:/usr/bin:/bin";

/// Works out what to take out of the launcher's environment before a program is started with it.
///
/// A program of the system fails with symbol errors when it finds the libraries of an `AppImage` or a snap
/// first. From variables that are lists of paths only the entries inside the bundle are taken; a variable that
/// then is empty is removed, because an empty entry means the current folder.
pub fn clean_env(surroundings: &Surroundings) -> EnvironmentChange {
    let mut change = BTreeMap::new();
    let bundle = Bundle::around(surroundings);
    for (name, value) in surroundings.variables() {
        let Some(text) = name.to_str() else { continue };
        let is_ours = is_one_of(text, surroundings.os())
            || text.ends_with(ORIGINAL)
            || (bundle.is_there() && SET_BY_BUNDLE.contains(&text));
        if is_ours {
            change.insert(name.clone(), None);
        } else if let Some(original) = original(surroundings, text) {
            change.insert(name.clone(), Some(original.clone()).filter(|value| !value.is_empty()));
        } else if surroundings.os() == Os::Linux
            && let Some(rest) = value.to_str().and_then(|value| bundle.taken_out_of(text, value))
        {
            let rest = match (text, rest.is_empty()) {
                ("PATH", true) => Some(PATH.into()),
                // There is no program without a home. A snap says which is the real one.
                ("HOME", true) => {
                    surroundings.variable("SNAP_REAL_HOME").map(OsStr::to_owned).or(Some(value.clone()))
                }
                (_, true) => None,
                (_, false) => Some(rest.into()),
            };
            change.insert(name.clone(), rest);
        }
    }
    let mut result = EnvironmentChange::default();
    for (name, value) in change {
        match value {
            None => result.remove.push(name),
            Some(value) => result.set.push((name, value)),
        }
    }
    result
}

/// Whether a variable is never handed on. Windows does not tell cases apart.
fn is_one_of(name: &str, os: Os) -> bool {
    let name = if os == Os::Windows { name.to_ascii_uppercase() } else { name.to_owned() };
    NAMES.contains(&name.as_str()) || PREFIXES.iter().any(|prefix| name.starts_with(prefix))
}

/// What the variable was before a snap set it, if the snap remembers; empty where it was not set.
fn original<'s>(surroundings: &'s Surroundings, name: &str) -> Option<&'s OsString> {
    surroundings.variables().get(OsStr::new(&format!("{name}{ORIGINAL}")))
}

/// The `AppImage` or snap the launcher runs from, if it does.
struct Bundle {
    /// Absolute folders that belong to it.
    folders: Vec<PathBuf>,
    is_snap: bool,
}

impl Bundle {
    fn around(surroundings: &Surroundings) -> Self {
        let folders = ["APPDIR", "SNAP", "SNAP_COMMON", "SNAP_DATA", "SNAP_USER_COMMON", "SNAP_USER_DATA"]
            .into_iter()
            .filter_map(|name| surroundings.folder(name))
            // The top folder holds everything, and so is no bundle.
            .filter(|folder| folder.parent().is_some())
            .collect();
        Self { folders, is_snap: surroundings.variable("SNAP").is_some() }
    }

    fn is_there(&self) -> bool {
        !self.folders.is_empty()
    }

    /// Mounts of other `AppImage`s and of their runner on NixOS count as well, and with a snap those it stands on.
    fn holds(&self, entry: &str) -> bool {
        let path = Path::new(entry);
        self.folders.iter().any(|folder| path.starts_with(folder))
            || entry.starts_with("/tmp/.mount_")
            || entry.contains("/appimage-run/")
            || (self.is_snap && path.starts_with("/snap") && !path.starts_with("/snap/bin"))
    }

    /// The list without its entries inside the bundle; `None` where it has none.
    fn taken_out_of(&self, name: &str, value: &str) -> Option<String> {
        // The dynamic linker takes blanks between entries of this one as well.
        let separators: &[char] = if name == "LD_PRELOAD" { &[':', ' '] } else { &[':'] };
        if !value.split(separators).any(|entry| self.holds(entry)) {
            return None;
        }
        let kept = value.split(separators).filter(|entry| !self.holds(entry) && !entry.is_empty());
        Some(kept.collect::<Vec<&str>>().join(":"))
    }
}

#[cfg(test)]
mod tests;
