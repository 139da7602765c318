//! What is read once, at start-up: the environment, the folders and the profile a script may have given.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use launcher_core::altostrat::{AddressProblem, ApiAddress, ApiKey, KeyProblem};
use launcher_core::app::TemporaryProfile;
use launcher_core::contract::Generation;
use launcher_core::domain::{RangeProblem, SourceRange};
use launcher_core::launch::{Os, Surroundings};
use thiserror::Error;

/// Moves the data folder.
const DATA_DIR: &str = "ALTOSTRAT_LAUNCHER_DATA_DIR";
const API_URL: &str = "ALTOSTRAT_API_URL";
const API_GENERATION: &str = "ALTOSTRAT_API_GENERATION";
const API_TOKEN: &str = "ALTOSTRAT_API_TOKEN";
/// How much is logged, whatever the settings say: a filter of `tracing`.
const LOG: &str = "ALTOSTRAT_LAUNCHER_LOG";
/// Own public address or range of such a profile; may be left out.
const MY_ADDRESS: &str = "ALTOSTRAT_MY_ADDRESS";

/// Says why the program cannot start as it was asked to.
#[derive(Debug, Error)]
pub enum StartProblem {
    #[error("no home folder is known; name a data folder with {DATA_DIR}")]
    NoFolder,
    #[error("the data folder {} cannot be made: {source}", path.display())]
    DataFolder { path: PathBuf, source: std::io::Error },
    #[error("{API_URL}, {API_GENERATION} and {API_TOKEN} go together; {missing} is missing")]
    HalfAProfile { missing: &'static str },
    #[error("{API_URL}: {0}")]
    Address(AddressProblem),
    #[error("{API_GENERATION} is `v1` or `sites`")]
    Generation,
    #[error("{API_TOKEN}: {0}")]
    Token(KeyProblem),
    #[error("{MY_ADDRESS}: {0}")]
    MyAddress(RangeProblem),
}

/// The environment as it was at start.
pub struct Environment {
    variables: BTreeMap<OsString, OsString>,
}

impl Environment {
    /// Reads the environment of this process.
    pub fn read() -> Self {
        Self::from_variables(std::env::vars_os())
    }

    pub fn from_variables(variables: impl IntoIterator<Item = (OsString, OsString)>) -> Self {
        Self { variables: variables.into_iter().collect() }
    }

    fn text(&self, name: &str) -> Option<String> {
        let value = self.variables.get(std::ffi::OsStr::new(name))?;
        Some(value.to_string_lossy().into_owned()).filter(|value| !value.is_empty())
    }

    pub fn surroundings(&self) -> Surroundings {
        Surroundings::new(Os::current(), self.variables.clone())
    }

    /// Whether `WebDriver` drives the window, as Tauri itself reads it.
    pub fn is_driven(&self) -> bool {
        self.text("TAURI_WEBVIEW_AUTOMATION").is_some_and(|value| value == "true")
    }

    /// How much is to be logged.
    pub fn log_filter(&self) -> Option<String> {
        self.text(LOG)
    }

    fn absolute(&self, name: &str) -> Option<PathBuf> {
        self.text(name).map(PathBuf::from).filter(|path| path.is_absolute())
    }

    pub fn home(&self) -> Option<PathBuf> {
        self.absolute("HOME")
    }

    /// The user's folder for settings on Linux, as freedesktop.org's base directory specification has it.
    pub fn config_home(&self) -> Option<PathBuf> {
        self.absolute("XDG_CONFIG_HOME").or_else(|| Some(self.home()?.join(".config")))
    }

    /// What starts this program again. An `AppImage` is started as such: the program inside goes with the one that
    /// mounted it.
    pub fn own_program(&self) -> Option<PathBuf> {
        self.absolute("APPIMAGE").or_else(|| std::env::current_exe().ok())
    }

    /// The profile that three variables give together.
    pub fn temporary_profile(&self) -> Result<Option<TemporaryProfile>, StartProblem> {
        let given = [API_URL, API_GENERATION, API_TOKEN].map(|name| (name, self.text(name)));
        if given.iter().all(|(_, value)| value.is_none()) {
            return Ok(None);
        }
        let [url, generation, token] =
            given.map(|(name, value)| value.ok_or(StartProblem::HalfAProfile { missing: name }));
        let address = ApiAddress::parse(&url?).map_err(StartProblem::Address)?;
        let generation = match generation?.as_str() {
            "v1" => Generation::V1,
            "sites" => Generation::Sites,
            _ => return Err(StartProblem::Generation),
        };
        let key = ApiKey::parse(&token?.into()).map_err(StartProblem::Token)?;
        let my_address = self
            .text(MY_ADDRESS)
            .map(|text| SourceRange::parse(&text))
            .transpose()
            .map_err(StartProblem::MyAddress)?;
        Ok(Some(TemporaryProfile { address, generation, key, my_address }))
    }

    /// The data folder, made if it is not there.
    pub fn data_folder(&self) -> Result<PathBuf, StartProblem> {
        let path = match self.text(DATA_DIR) {
            Some(folder) => std::path::absolute(folder).map_err(|_| StartProblem::NoFolder)?,
            None => directories::ProjectDirs::from("io", "altostrat", "altostrat-launcher")
                .map(|folders| folders.data_dir().to_owned())
                .ok_or(StartProblem::NoFolder)?,
        };
        make_private(&path).map_err(|source| StartProblem::DataFolder { path: path.clone(), source })?;
        Ok(path)
    }
}

/// A short name for a folder: 16 hexadecimal digits (FNV-1a, which needs to tell folders of one user apart and no
/// more).
pub fn fingerprint(folder: &Path) -> String {
    let hash = folder.as_os_str().as_encoded_bytes().iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{hash:016x}")
}

fn make_private(path: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(path)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o700))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment(variables: &[(&str, &str)]) -> Environment {
        Environment::from_variables(variables.iter().map(|(name, value)| (name.into(), value.into())))
    }

    #[test]
    fn three_variables_give_a_profile() {
        let whole = environment(&[
            (API_URL, "http://127.0.0.1:8080"),
            (API_GENERATION, "sites"),
            (API_TOKEN, "alto_sk_x"),
        ]);
        let profile = whole.temporary_profile().unwrap().unwrap();
        assert_eq!(profile.generation, Generation::Sites);
        assert_eq!(profile.address.host(), "127.0.0.1:8080");
    }

    #[test]
    fn two_data_folders_are_two_instances() {
        assert_ne!(fingerprint(Path::new("/a")), fingerprint(Path::new("/b")));
        assert_eq!(fingerprint(Path::new("/a")), fingerprint(Path::new("/a")));
        assert!(altostrat_ssh::PlaceName::parse(&fingerprint(Path::new(""))).is_ok());
    }

    #[test]
    fn none_of_them_is_no_profile_and_some_of_them_is_a_mistake() {
        assert!(environment(&[]).temporary_profile().unwrap().is_none());
        let half =
            environment(&[(API_URL, "https://v1.api.altostrat.io"), (API_GENERATION, "v1"), (API_TOKEN, "")]);
        let problem = half.temporary_profile().unwrap_err().to_string();
        assert!(problem.contains("ALTOSTRAT_API_TOKEN is missing"), "{problem}");
    }

    #[test]
    fn a_token_is_never_part_of_the_complaint() {
        let bad = environment(&[
            (API_URL, "https://v1.api.altostrat.io"),
            (API_GENERATION, "v1"),
            (API_TOKEN, "canary 4711"),
        ]);
        let problem = bad.temporary_profile().unwrap_err();
        assert!(!format!("{problem:?} {problem}").contains("canary"));
    }

    #[test]
    fn the_token_goes_nowhere_in_the_clear() {
        let bad = environment(&[
            (API_URL, "http://api.altostrat.io"),
            (API_GENERATION, "v1"),
            (API_TOKEN, "alto_sk_x"),
        ]);
        assert!(matches!(bad.temporary_profile(), Err(StartProblem::Address(_))));
    }

    #[cfg(unix)]
    #[test]
    fn the_data_folder_is_made_for_its_owner_alone() {
        use std::os::unix::fs::PermissionsExt as _;

        let folder = tempfile::tempdir().unwrap();
        let wanted = folder.path().join("a/b");
        let made = environment(&[(DATA_DIR, wanted.to_str().unwrap())]).data_folder().unwrap();
        assert_eq!(made, wanted);
        assert_eq!(std::fs::metadata(made).unwrap().permissions().mode() & 0o777, 0o700);
    }
}
