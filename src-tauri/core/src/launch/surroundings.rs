//! The system the launcher runs on, as a value that is read once at start-up.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use super::environment::clean_env;

/// A family of systems, as far as starting programs differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Os {
    Linux,
    MacOs,
    Windows,
}

impl Os {
    /// The system this was built for. Every other Unix is treated as Linux.
    pub const fn current() -> Self {
        if cfg!(windows) {
            Self::Windows
        } else if cfg!(target_os = "macos") {
            Self::MacOs
        } else {
            Self::Linux
        }
    }
}

/// System, environment variables and root folder. `Debug` leaves the values out: one may be a token.
#[derive(Clone)]
pub struct Surroundings {
    os: Os,
    variables: BTreeMap<OsString, OsString>,
    root: PathBuf,
}

impl std::fmt::Debug for Surroundings {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Surroundings").field("os", &self.os).finish_non_exhaustive()
    }
}

impl Surroundings {
    pub fn new(os: Os, variables: impl IntoIterator<Item = (OsString, OsString)>) -> Self {
        Self { os, variables: variables.into_iter().collect(), root: PathBuf::from("/") }
    }

    /// Looks for what is installed for all users (`/usr`, `/opt`, `/Applications` and so on) below `root`.
    #[must_use]
    pub fn with_root(mut self, root: PathBuf) -> Self {
        self.root = root;
        self
    }

    pub const fn os(&self) -> Os {
        self.os
    }

    pub fn variables(&self) -> &BTreeMap<OsString, OsString> {
        &self.variables
    }

    /// A variable's value; an empty one is as good as none. Windows does not tell cases apart.
    pub fn variable(&self, name: &str) -> Option<&OsStr> {
        let value = match self.os {
            Os::Windows => self
                .variables
                .iter()
                .find(|(known, _)| known.eq_ignore_ascii_case(name))
                .map(|(_, value)| value.as_os_str()),
            Os::Linux | Os::MacOs => self.variables.get(OsStr::new(name)).map(OsString::as_os_str),
        };
        value.filter(|value| !value.is_empty())
    }

    /// A variable that names a folder; relative ones are ignored, as the XDG base directories want it.
    pub fn folder(&self, name: &str) -> Option<PathBuf> {
        self.variable(name).map(PathBuf::from).filter(|path| path.is_absolute())
    }

    pub fn home(&self) -> Option<PathBuf> {
        self.folder(if self.os == Os::Windows { "USERPROFILE" } else { "HOME" })
    }

    /// A place that is the same for all users. `path` is absolute, without the root.
    pub fn system(&self, path: &str) -> PathBuf {
        self.root.join(path.trim_start_matches('/'))
    }

    /// The folders programs are looked up in: absolute entries of `PATH` only, never the current folder, and
    /// without those of the launcher's own bundle.
    pub fn program_folders(&self) -> Vec<PathBuf> {
        let cleaned = clean_env(self);
        let path = cleaned
            .set
            .iter()
            .find(|(name, _)| name == "PATH")
            .map(|(_, value)| value.as_os_str())
            .or_else(|| self.variable("PATH"));
        let mut folders: Vec<PathBuf> =
            path.into_iter().flat_map(std::env::split_paths).filter(|folder| folder.is_absolute()).collect();
        if self.os == Os::MacOs {
            // Programs started from the Dock get a PATH without these.
            folders.extend(["/opt/homebrew/bin", "/usr/local/bin"].map(|folder| self.system(folder)));
        }
        folders
    }

    /// The desktop's names in small letters, most fitting first (`XDG_CURRENT_DESKTOP`).
    pub fn desktops(&self) -> Vec<String> {
        self.variable("XDG_CURRENT_DESKTOP")
            .and_then(OsStr::to_str)
            .map(|names| names.split(':').map(str::to_ascii_lowercase).collect())
            .unwrap_or_default()
    }

    /// Whether a file can be run: on Windows an `.exe`, elsewhere an executable file.
    pub fn is_program(&self, path: &Path) -> bool {
        let is_exe = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("exe"));
        path.is_absolute()
            && (is_exe || self.os != Os::Windows)
            && which::which_in(path, None::<&OsStr>, &self.root).is_ok()
    }

    /// The first program of this name in `PATH`.
    pub fn in_path(&self, name: &str) -> Option<PathBuf> {
        self.all_in_path(name).next()
    }

    /// All programs of this name in `PATH`, in its order.
    pub fn all_in_path(&self, name: &str) -> impl Iterator<Item = PathBuf> {
        let name = if self.os == Os::Windows { format!("{name}.exe") } else { name.to_owned() };
        let folders = self.program_folders().into_iter();
        folders.map(move |folder| folder.join(&name)).filter(|path| self.is_program(path))
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(crate) fn surroundings(os: Os, variables: &[(&str, &str)]) -> Surroundings {
        Surroundings::new(os, variables.iter().map(|(name, value)| (name.into(), value.into())))
    }

    #[test]
    #[cfg(unix)]
    fn the_current_folder_is_never_searched() {
        let linux = surroundings(Os::Linux, &[("PATH", ".::bin:/usr/bin")]);
        assert_eq!(linux.program_folders(), [PathBuf::from("/usr/bin")]);
    }

    #[test]
    fn windows_does_not_tell_cases_of_variables_apart() {
        let windows = surroundings(Os::Windows, &[("Path", "x"), ("SystemRoot", "")]);
        assert_eq!(windows.variable("PATH"), Some(OsStr::new("x")));
        assert_eq!(windows.variable("SYSTEMROOT"), None);
    }

    #[test]
    fn a_token_in_the_environment_is_not_printed() {
        let linux = surroundings(Os::Linux, &[("ALTOSTRAT_API_TOKEN", "canary-4711")]);
        assert!(!format!("{linux:?}").contains("canary"));
    }
}
