//! The launcher's own `known_hosts`, in the data folder. `~/.ssh` is never touched.

use std::fs;
use std::io::{self, Write as _};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use launcher_core::launch::host_keys::HostKeyStore;

use crate::settings_file::replace;

/// The list in a file, changed by one at a time.
pub struct KnownHosts {
    folder: PathBuf,
    changing: Mutex<()>,
}

impl KnownHosts {
    /// Name of the file.
    pub const FILE: &'static str = "known_hosts";

    /// The list of this data folder.
    pub fn new(folder: PathBuf) -> Self {
        Self { folder, changing: Mutex::new(()) }
    }

    pub fn path(&self) -> PathBuf {
        self.folder.join(Self::FILE)
    }
}

impl HostKeyStore for KnownHosts {
    fn read(&self) -> io::Result<String> {
        match fs::read(self.path()) {
            // A comment may be in any encoding; the keys are plain.
            Ok(bytes) => Ok(String::from_utf8_lossy(&bytes).into_owned()),
            Err(problem) if problem.kind() == io::ErrorKind::NotFound => Ok(String::new()),
            Err(problem) => Err(problem),
        }
    }

    fn change(&self, change: &dyn Fn(&str) -> String) -> io::Result<String> {
        let _one_at_a_time = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let list = change(&self.read()?);
        replace(&self.folder, Self::FILE, |file| file.write_all(list.as_bytes()))?;
        Ok(list)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_that_is_not_there_is_empty_and_is_made_by_the_first_change() {
        let folder = tempfile::tempdir().unwrap();
        let list = KnownHosts::new(folder.path().to_owned());
        assert_eq!(list.read().unwrap(), "");
        assert_eq!(list.change(&|list| format!("{list}a b c\n")).unwrap(), "a b c\n");
        assert_eq!(list.change(&|list| format!("{list}d e f\n")).unwrap(), "a b c\nd e f\n");
        assert_eq!(fs::read_to_string(list.path()).unwrap(), "a b c\nd e f\n");
    }

    #[cfg(unix)]
    #[test]
    fn only_this_user_reads_it_and_a_folder_in_the_way_is_an_error() {
        use std::os::unix::fs::PermissionsExt as _;

        let folder = tempfile::tempdir().unwrap();
        let list = KnownHosts::new(folder.path().to_owned());
        list.change(&|_| "a b c\n".to_owned()).unwrap();
        assert_eq!(fs::metadata(list.path()).unwrap().permissions().mode() & 0o777, 0o600);
        fs::remove_file(list.path()).unwrap();
        fs::create_dir(list.path()).unwrap();
        assert!(list.read().is_err());
        assert!(list.change(&|_| String::new()).is_err());
    }
}
