//! Where a launcher and the programs it started meet. Both sides find the place by themselves: a terminal may
//! hand on an environment that is not the launcher's.

#[cfg(unix)]
pub use unix::{folder, socket};

/// The named pipe of a launcher.
#[cfg(windows)]
pub fn pipe(name: &crate::id::PlaceName) -> String {
    format!(r"\\.\pipe\altostrat-{}", name.as_str())
}

#[cfg(unix)]
mod unix {
    use std::fs::{self, DirBuilder};
    use std::io;
    use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _};
    use std::path::{Path, PathBuf};

    use crate::id::PlaceName;

    /// The folder of the sockets of this user's launchers. Made where it is missing; refused where it is not
    /// this user's alone, because another user could then stand in for the launcher.
    #[cfg(not(target_os = "macos"))]
    pub fn folder() -> io::Result<PathBuf> {
        let uid = fs::metadata("/proc/self")?.uid();
        // Not read from XDG_RUNTIME_DIR: the two sides might disagree.
        let runtime = PathBuf::from(format!("/run/user/{uid}"));
        let folder = if is_private(&runtime, uid).unwrap_or(false) {
            runtime.join("altostrat-launcher")
        } else {
            PathBuf::from(format!("/tmp/altostrat-launcher-{uid}"))
        };
        private(folder, uid)
    }

    /// The folder of the sockets of this user's launchers, below the user's own temporary folder.
    #[cfg(target_os = "macos")]
    pub fn folder() -> io::Result<PathBuf> {
        let temporary = std::env::temp_dir();
        let uid = own_uid(&temporary)?;
        private(temporary.join("altostrat-launcher"), uid)
    }

    /// Who this process is, read off a file it has just made: the standard library has no `getuid`.
    #[cfg(target_os = "macos")]
    fn own_uid(folder: &Path) -> io::Result<u32> {
        use std::sync::atomic::{AtomicU32, Ordering};
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = folder.join(format!(".altostrat-{}-{count}", std::process::id()));
        let file = fs::File::options().write(true).create_new(true).open(&path)?;
        let uid = file.metadata().map(|found| found.uid());
        let _ = fs::remove_file(&path);
        uid
    }

    /// The socket of a launcher.
    pub fn socket(name: &PlaceName) -> io::Result<PathBuf> {
        Ok(folder()?.join(name.as_str()))
    }

    fn private(folder: PathBuf, uid: u32) -> io::Result<PathBuf> {
        match DirBuilder::new().mode(0o700).create(&folder) {
            Ok(()) => {}
            Err(problem) if problem.kind() == io::ErrorKind::AlreadyExists => {}
            Err(problem) => return Err(problem),
        }
        if is_private(&folder, uid)? { Ok(folder) } else { Err(io::ErrorKind::PermissionDenied.into()) }
    }

    /// A folder, no link to one, owned by `uid` and closed to everybody else.
    fn is_private(folder: &Path, uid: u32) -> io::Result<bool> {
        let found = fs::symlink_metadata(folder)?;
        Ok(found.is_dir() && found.uid() == uid && found.mode() & 0o777 == 0o700)
    }

    #[cfg(test)]
    mod tests {
        use std::os::unix::fs::{PermissionsExt as _, symlink};

        use super::*;

        fn own_uid(folder: &Path) -> u32 {
            fs::metadata(folder).unwrap().uid()
        }

        #[test]
        fn a_missing_folder_is_made_for_this_user_alone() {
            let home = tempfile::tempdir().unwrap();
            let uid = own_uid(home.path());
            let folder = private(home.path().join("place"), uid).unwrap();
            assert_eq!(fs::metadata(&folder).unwrap().permissions().mode() & 0o777, 0o700);
            assert_eq!(private(folder.clone(), uid).unwrap(), folder);
        }

        #[test]
        fn a_folder_that_others_could_have_prepared_is_refused() {
            let home = tempfile::tempdir().unwrap();
            let uid = own_uid(home.path());
            let open = home.path().join("open");
            fs::create_dir(&open).unwrap();
            fs::set_permissions(&open, fs::Permissions::from_mode(0o755)).unwrap();
            assert!(private(open, uid).is_err());
            let real = private(home.path().join("real"), uid).unwrap();
            assert!(private(real.clone(), uid + 1).is_err(), "owned by somebody else");
            let link = home.path().join("link");
            symlink(&real, &link).unwrap();
            assert!(private(link, uid).is_err());
            let file = home.path().join("file");
            fs::write(&file, "").unwrap();
            assert!(private(file, uid).is_err());
        }

        #[test]
        fn both_sides_come_to_the_same_place() {
            let name = PlaceName::parse("0123456789abcdef").unwrap();
            assert_eq!(socket(&name).unwrap(), folder().unwrap().join("0123456789abcdef"));
            // sun_path of macOS holds 104 bytes.
            assert!(socket(&name).unwrap().as_os_str().len() < 104);
        }
    }
}
