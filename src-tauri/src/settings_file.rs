//! The settings file in the data folder.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use launcher_core::contract::LogLevel;
use launcher_core::settings::{
    Finding, LoadedSettings, Settings, SettingsNote, SettingsProblem, SettingsStore, read, write,
};

const NAME: &str = "settings.json";

/// Start of the names of files that a save has not finished.
const UNFINISHED: &str = ".settings-";

/// Most damaged files that are kept; the last one is replaced then.
const MOST_ASIDE: u32 = 20;

/// Keeps the settings as `settings.json` in a folder.
///
/// A save replaces the file in one step, so that after a crash or a power cut either the old or the new one is
/// there, whole. A damaged file is renamed to `settings.corrupt-N.json`.
pub struct SettingsFile {
    folder: PathBuf,
    /// Held during a save. `true` while a file is there that could be neither read nor moved aside.
    in_the_way: Mutex<bool>,
}

impl SettingsFile {
    /// The folder is made by the first save.
    pub fn new(folder: PathBuf) -> Self {
        Self { folder, in_the_way: Mutex::new(false) }
    }

    pub fn path(&self) -> PathBuf {
        self.folder.join(NAME)
    }

    /// How much is to be logged, before anything else is known. Changes nothing in the folder: another launcher may
    /// be at work there.
    pub fn log_level(&self) -> LogLevel {
        fs::read(self.path()).map(|bytes| read(&bytes).settings.log_level).unwrap_or_default()
    }

    fn move_aside(&self) -> io::Result<()> {
        let aside = |number: u32| self.folder.join(format!("settings.corrupt-{number}.json"));
        let free = (1..MOST_ASIDE).find(|number| !aside(*number).exists()).unwrap_or(MOST_ASIDE);
        fs::rename(self.path(), aside(free))
    }

    /// Removes what a save left that was killed half-way.
    fn sweep(&self) {
        for entry in fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            if entry.file_name().to_str().is_some_and(|name| name.starts_with(UNFINISHED)) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

impl SettingsStore for SettingsFile {
    fn load(&self) -> LoadedSettings {
        let mut in_the_way = self.in_the_way.lock().unwrap_or_else(PoisonError::into_inner);
        self.sweep();
        let read = match fs::read(self.path()) {
            Ok(bytes) => Some(read(&bytes)),
            Err(error) if error.kind() == ErrorKind::NotFound => return LoadedSettings::default(),
            Err(error) => {
                tracing::warn!(%error, "the settings file cannot be read");
                None
            }
        };
        match read {
            Some(read) if !read.findings.contains(&Finding::Unreadable) => {
                for finding in &read.findings {
                    tracing::warn!(?finding, "a value of the settings file cannot be used");
                }
                let dropped = u32::try_from(read.findings.len()).unwrap_or(u32::MAX);
                let note = (dropped > 0).then_some(SettingsNote::FieldsDropped(dropped));
                LoadedSettings { settings: read.settings, note }
            }
            _ => {
                let moved = self.move_aside();
                if let Err(error) = &moved {
                    tracing::warn!(%error, "the damaged settings file cannot be moved aside");
                }
                *in_the_way = moved.is_err();
                let note =
                    if *in_the_way { SettingsNote::FileInTheWay } else { SettingsNote::CorruptMovedAside };
                LoadedSettings { settings: Settings::default(), note: Some(note) }
            }
        }
    }

    fn save(&self, settings: &Settings) -> Result<(), SettingsProblem> {
        let mut in_the_way = self.in_the_way.lock().unwrap_or_else(PoisonError::into_inner);
        if *in_the_way {
            // What could not be read at start may be good settings: they are never written over.
            self.move_aside().map_err(|_| SettingsProblem::FileInTheWay)?;
            *in_the_way = false;
        }
        make_folder(&self.folder)
            .and_then(|()| replace(&self.folder, NAME, |file| file.write_all(&write(settings))))
            .map_err(|error| problem(&error))
    }
}

/// Makes the folder, open to this user alone.
fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Puts what `fill` writes in the place of a file, in one step and on the disk. On Unix its mode is 0600.
pub(crate) fn replace(
    folder: &Path,
    name: impl AsRef<Path>,
    fill: impl FnOnce(&mut File) -> io::Result<()>,
) -> io::Result<()> {
    let mut unfinished = tempfile::Builder::new().prefix(UNFINISHED).suffix(".tmp").tempfile_in(folder)?;
    fill(unfinished.as_file_mut())?;
    unfinished.as_file().sync_all()?;
    unfinished.persist(folder.join(name)).map_err(|error| error.error)?;
    // The rename itself reaches the disk with the folder. Not every file system can do that; the file is whole
    // either way.
    #[cfg(unix)]
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
    Ok(())
}

fn problem(error: &io::Error) -> SettingsProblem {
    match error.kind() {
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => SettingsProblem::NotPermitted,
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => SettingsProblem::DiskFull,
        _ => SettingsProblem::Trouble { detail: error.to_string() },
    }
}

#[cfg(test)]
mod tests {
    use launcher_core::contract::Theme;
    use tempfile::TempDir;

    use super::*;

    fn in_folder() -> (TempDir, SettingsFile) {
        let folder = tempfile::tempdir().unwrap();
        let file = SettingsFile::new(folder.path().to_path_buf());
        (folder, file)
    }

    fn themed(theme: Theme) -> Settings {
        Settings { theme, ..Settings::default() }
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn how_much_is_logged_is_known_before_anything_is_touched() {
        let (folder, file) = in_folder();
        assert_eq!(file.log_level(), LogLevel::Usual);
        file.save(&Settings { log_level: LogLevel::More, ..Settings::default() }).unwrap();
        assert_eq!(file.log_level(), LogLevel::More);
        fs::write(file.path(), "{ damaged").unwrap();
        assert_eq!(file.log_level(), LogLevel::Usual);
        assert_eq!(names(folder.path()), ["settings.json"]);
    }

    #[test]
    fn a_fresh_machine_starts_with_defaults_and_leaves_no_file() {
        let (folder, file) = in_folder();
        assert_eq!(file.load(), LoadedSettings::default());
        assert_eq!(names(folder.path()), [""; 0]);
    }

    #[test]
    fn what_is_saved_is_there_at_the_next_start() {
        let (folder, _) = in_folder();
        let deep = folder.path().join("a/b");
        SettingsFile::new(deep.clone()).save(&themed(Theme::Light)).unwrap();
        SettingsFile::new(deep.clone()).save(&themed(Theme::Dark)).unwrap();
        let loaded = SettingsFile::new(deep.clone()).load();
        assert_eq!(loaded, LoadedSettings { settings: themed(Theme::Dark), note: None });
        assert_eq!(names(&deep), ["settings.json"]);
    }

    #[cfg(unix)]
    #[test]
    fn only_this_user_can_read_the_file() {
        use std::os::unix::fs::PermissionsExt as _;
        let (folder, _) = in_folder();
        let file = SettingsFile::new(folder.path().join("new"));
        file.save(&Settings::default()).unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&file.path()), mode(&file.folder)), (0o600, 0o700));
    }

    #[test]
    fn damaged_files_are_moved_aside_one_by_one() {
        let (folder, file) = in_folder();
        for damaged in ["{\"theme\":", ""] {
            fs::write(file.path(), damaged).unwrap();
            let loaded = file.load();
            assert_eq!(
                loaded,
                LoadedSettings { settings: Settings::default(), note: Some(SettingsNote::CorruptMovedAside) }
            );
        }
        file.save(&themed(Theme::Dark)).unwrap();
        assert_eq!(
            names(folder.path()),
            ["settings.corrupt-1.json", "settings.corrupt-2.json", "settings.json"]
        );
        assert_eq!(fs::read(folder.path().join("settings.corrupt-1.json")).unwrap(), b"{\"theme\":");
    }

    #[test]
    fn no_more_than_twenty_damaged_files_pile_up() {
        let (folder, file) = in_folder();
        for number in 0..25 {
            fs::write(file.path(), format!("{number}")).unwrap();
            file.load();
        }
        assert_eq!(names(folder.path()).len(), 20);
        assert_eq!(fs::read(folder.path().join("settings.corrupt-20.json")).unwrap(), b"24");
    }

    #[test]
    fn a_bad_value_is_told_and_the_file_stays() {
        let (folder, file) = in_folder();
        fs::write(file.path(), r#"{"theme": "dark", "language": 7, "terminal": ""}"#).unwrap();
        let loaded = file.load();
        assert_eq!(loaded.settings, themed(Theme::Dark));
        assert_eq!(loaded.note, Some(SettingsNote::FieldsDropped(2)));
        assert_eq!(names(folder.path()), ["settings.json"]);
    }

    #[test]
    fn a_write_that_breaks_off_leaves_the_old_file_and_no_rest() {
        let (folder, file) = in_folder();
        file.save(&themed(Theme::Dark)).unwrap();
        let broken = replace(folder.path(), NAME, |file| {
            file.write_all(b"{\"theme\":")?;
            Err(ErrorKind::StorageFull.into())
        });
        assert_eq!(broken.map_err(|error| problem(&error)), Err(SettingsProblem::DiskFull));
        assert_eq!(file.load().settings, themed(Theme::Dark));
        assert_eq!(names(folder.path()), ["settings.json"]);
    }

    #[test]
    fn what_a_killed_save_left_is_swept_at_the_next_start() {
        let (folder, file) = in_folder();
        file.save(&themed(Theme::Dark)).unwrap();
        fs::write(folder.path().join(".settings-Xy12.tmp"), "{\"the").unwrap();
        assert_eq!(file.load().settings, themed(Theme::Dark));
        assert_eq!(names(folder.path()), ["settings.json"]);
    }

    #[test]
    fn a_folder_that_cannot_be_made_is_a_typed_error() {
        let (folder, _) = in_folder();
        let blocked = folder.path().join("file");
        fs::write(&blocked, "").unwrap();
        let file = SettingsFile::new(blocked.join("data"));
        assert!(matches!(
            file.save(&Settings::default()),
            Err(SettingsProblem::Trouble { .. } | SettingsProblem::NotPermitted)
        ));
    }

    /// Where the user may write everywhere (as root in a container), the write goes through instead.
    #[cfg(unix)]
    #[test]
    fn a_read_only_folder_is_a_typed_error_and_the_old_file_stays() {
        use std::os::unix::fs::PermissionsExt as _;
        let (folder, file) = in_folder();
        file.save(&themed(Theme::Light)).unwrap();
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o500)).unwrap();
        let all_powerful = File::create(folder.path().join("probe")).is_ok();
        let saved = file.save(&themed(Theme::Dark));
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o700)).unwrap();
        if all_powerful {
            assert_eq!((saved, file.load().settings), (Ok(()), themed(Theme::Dark)));
        } else {
            assert_eq!(saved, Err(SettingsProblem::NotPermitted));
            assert_eq!(file.load().settings, themed(Theme::Light));
        }
    }

    #[test]
    fn refusals_of_the_system_are_told_apart() {
        for (kind, expected) in [
            (ErrorKind::PermissionDenied, SettingsProblem::NotPermitted),
            (ErrorKind::ReadOnlyFilesystem, SettingsProblem::NotPermitted),
            (ErrorKind::StorageFull, SettingsProblem::DiskFull),
        ] {
            assert_eq!(problem(&kind.into()), expected);
        }
    }

    #[test]
    fn a_file_that_can_be_neither_read_nor_moved_is_not_written_over() {
        let (folder, file) = in_folder();
        // Each name for a damaged file is taken by a folder that is not empty, so that the rename fails.
        for number in 1..=MOST_ASIDE {
            fs::create_dir_all(folder.path().join(format!("settings.corrupt-{number}.json/kept"))).unwrap();
        }
        fs::write(file.path(), "damaged").unwrap();
        assert_eq!(file.load().note, Some(SettingsNote::FileInTheWay));
        assert_eq!(file.save(&themed(Theme::Dark)), Err(SettingsProblem::FileInTheWay));
        assert_eq!(fs::read(file.path()).unwrap(), b"damaged");

        fs::remove_dir_all(folder.path().join("settings.corrupt-3.json")).unwrap();
        assert_eq!(file.save(&themed(Theme::Dark)), Ok(()));
        assert_eq!(fs::read(folder.path().join("settings.corrupt-3.json")).unwrap(), b"damaged");
        assert_eq!(file.load().settings, themed(Theme::Dark));
    }
}
