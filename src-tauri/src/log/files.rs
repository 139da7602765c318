//! Files of the log, of which none grows beyond a size and there are never more than so many.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use launcher_core::diagnostics::LogFile;

/// So many bytes a file, so many files.
const MOST_BYTES: u64 = 2 * 1024 * 1024;
const MOST_FILES: u32 = 5;

/// `launcher.log`, which is written, and before it `launcher.1.log` and so on, for this user alone.
///
/// Made here and not taken from a crate, because those that turn files by their size bring a calendar and
/// compression with them.
pub(super) struct SizedFiles {
    folder: PathBuf,
    most_bytes: u64,
    /// Held for a line. `None` after a change of files that failed; it is tried again with the next line.
    current: Mutex<Option<File>>,
}

impl SizedFiles {
    /// Makes the folder, and takes away what is there of other files of a log.
    pub(super) fn open(folder: &Path) -> io::Result<Self> {
        Self::of_size(folder, MOST_BYTES)
    }

    fn of_size(folder: &Path, most_bytes: u64) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        sweep(folder);
        let current = Mutex::new(Some(open(&folder.join(name(0)))?));
        Ok(Self { folder: folder.to_owned(), most_bytes, current })
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// What there is, the newest file first. One that cannot be read is left out.
    pub(super) fn read(&self) -> Vec<LogFile> {
        let files = (0..MOST_FILES).map(name);
        files
            .filter_map(|name| {
                let bytes = fs::read(self.folder.join(&name)).ok()?;
                Some(LogFile { name, text: String::from_utf8_lossy(&bytes).into_owned() })
            })
            .collect()
    }

    /// Writes a line whole into one file; of one that no file can hold, the end is lost.
    fn write_line(&self, line: &[u8]) -> io::Result<()> {
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        let most = usize::try_from(self.most_bytes).unwrap_or(usize::MAX);
        let line = line.get(..most).unwrap_or(line);
        let length = u64::try_from(line.len()).unwrap_or(u64::MAX);
        // Asked of the file: a second start writes to it as well, until it has found the first.
        let size = current.as_ref().map(File::metadata).transpose()?.map_or(u64::MAX, |data| data.len());
        if size.saturating_add(length) > self.most_bytes {
            // Closed first: Windows does not rename every open file.
            *current = None;
            self.turn()?;
        }
        let file = match &mut *current {
            Some(file) => file,
            none => none.insert(open(&self.folder.join(name(0)))?),
        };
        file.write_all(line)
    }

    /// Makes room for a new file: each takes the place of the one before it.
    fn turn(&self) -> io::Result<()> {
        let at = |number| self.folder.join(name(number));
        for number in (0..MOST_FILES - 1).rev() {
            match fs::rename(at(number), at(number + 1)) {
                Err(problem) if problem.kind() != io::ErrorKind::NotFound => {
                    // Better a file less than one that grows without end.
                    fs::remove_file(at(number))?;
                }
                _ => {}
            }
        }
        Ok(())
    }
}

impl Write for &SizedFiles {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_line(bytes)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn name(number: u32) -> String {
    if number == 0 { "launcher.log".to_owned() } else { format!("launcher.{number}.log") }
}

fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Files of a log that no number leads to would stay for ever.
fn sweep(folder: &Path) {
    let known: Vec<String> = (0..MOST_FILES).map(name).collect();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let is_old = entry.file_name().to_str().is_some_and(|name| {
            let is_log =
                name.strip_prefix("launcher.").is_some_and(|rest| rest.strip_suffix(".log").is_some());
            is_log && !known.iter().any(|one| one == name)
        });
        if is_old {
            let _ = fs::remove_file(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A small generator of our own, so that lines of every length come in an order that repeats.
    fn lengths(seed: u64) -> impl Iterator<Item = usize> {
        let mut state = seed;
        std::iter::repeat_with(move || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from((state >> 33) % 150).unwrap()
        })
    }

    fn texts(files: &SizedFiles) -> String {
        files.read().into_iter().rev().map(|file| file.text).collect()
    }

    #[test]
    fn no_file_is_ever_larger_and_there_are_never_more_and_the_newest_lines_are_there() {
        for seed in 0..40 {
            let folder = tempfile::tempdir().unwrap();
            let mut files = SizedFiles::of_size(folder.path(), 100).unwrap();
            let mut all = String::new();
            for (number, length) in lengths(seed).take(60).enumerate() {
                if number % 17 == 16 {
                    // The next start goes on where the last one ended.
                    files = SizedFiles::of_size(folder.path(), 100).unwrap();
                }
                let line = format!("{number}{}\n", "x".repeat(length));
                (&files).write_all(line.as_bytes()).unwrap();
                all.push_str(&line[..line.len().min(100)]);
                let sizes: Vec<u64> = fs::read_dir(folder.path())
                    .unwrap()
                    .map(|entry| entry.unwrap().metadata().unwrap().len())
                    .collect();
                assert!(sizes.len() <= 5 && sizes.iter().all(|size| *size <= 100), "{sizes:?}");
                let kept = texts(&files);
                assert!(all.ends_with(&kept), "{kept:?} of {all:?}");
                assert!(kept.len() > 100 || kept == all, "never less than a file is kept");
            }
        }
    }

    #[test]
    fn files_of_another_scheme_are_taken_away_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["launcher.2026-01-01.log", "launcher.5.log", "launcher.3.log", "notes.txt"] {
            fs::write(folder.path().join(name), name).unwrap();
        }
        let files = SizedFiles::open(folder.path()).unwrap();
        let mut names: Vec<String> = fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        assert_eq!(names, ["launcher.3.log", "launcher.log", "notes.txt"]);
        assert_eq!(files.read().len(), 2);
    }

    #[cfg(unix)]
    #[test]
    fn a_file_is_for_this_user_alone() {
        use std::os::unix::fs::PermissionsExt as _;

        let folder = tempfile::tempdir().unwrap();
        let files = SizedFiles::of_size(folder.path(), 10).unwrap();
        (&files).write_all(b"0123456789").unwrap();
        (&files).write_all(b"x").unwrap();
        for name in ["launcher.log", "launcher.1.log"] {
            let mode = fs::metadata(folder.path().join(name)).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{name}");
        }
    }
}
