//! The log: warnings to standard error, more to files in the data folder that replace one another.
//!
//! Nothing secret is ever handed to it. As a second net, what looks like a secret is struck out of every line.

mod redact;

use std::io;
use std::panic;
use std::path::{Path, PathBuf};

use tracing_appender::rolling::{RollingFileAppender, Rotation};
use tracing_subscriber::filter::{EnvFilter, LevelFilter};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::{Layer as _, SubscriberExt as _};
use tracing_subscriber::util::SubscriberInitExt as _;

use redact::Redacting;

/// Asks for more, or for less, than usual.
const VARIABLE: &str = "ALTOSTRAT_LAUNCHER_LOG";
/// A file for each day, so many of them.
const MOST_FILES: usize = 5;

/// Where the files of this data folder are.
pub fn folder(data_folder: &Path) -> PathBuf {
    data_folder.join("logs")
}

/// Begins to log. The answer is the folder of the files; `None` where none can be written.
pub fn start(data_folder: &Path) -> Option<PathBuf> {
    let folder = folder(data_folder);
    let file = open(&folder).inspect_err(|problem| {
        // There is no log yet to say it in, and the program goes on.
        let _ = io::Write::write_fmt(&mut io::stderr(), format_args!("no log file: {problem}\n"));
    });
    let to_file = file.ok().map(|file| {
        tracing_subscriber::fmt::layer()
            .with_ansi(false)
            .with_writer(RedactingFile(file))
            .with_filter(level(LevelFilter::INFO))
    });
    let is_written = to_file.is_some();
    tracing_subscriber::registry()
        .with(to_file)
        .with(
            tracing_subscriber::fmt::layer()
                .with_writer(|| Redacting::new(io::stderr()))
                .with_filter(level(LevelFilter::WARN)),
        )
        .init();
    log_panics();
    is_written.then_some(folder)
}

fn level(usual: LevelFilter) -> EnvFilter {
    EnvFilter::builder().with_default_directive(usual.into()).with_env_var(VARIABLE).from_env_lossy()
}

fn open(folder: &Path) -> io::Result<RollingFileAppender> {
    std::fs::create_dir_all(folder)?;
    RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .filename_prefix("launcher")
        .filename_suffix("log")
        .max_log_files(MOST_FILES)
        .build(folder)
        .map_err(io::Error::other)
}

/// The place of a panic, and not its words: those may hold what was being worked on.
fn log_panics() {
    panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        let thread = std::thread::current().name().unwrap_or("without a name").to_owned();
        tracing::error!(place, thread, "the program has met what it did not expect");
    }));
}

/// Written line by line: a line that was logged is in the file, whatever comes next.
struct RedactingFile(RollingFileAppender);

impl<'a> MakeWriter<'a> for RedactingFile {
    type Writer = Redacting<<RollingFileAppender as MakeWriter<'a>>::Writer>;

    fn make_writer(&'a self) -> Self::Writer {
        Redacting::new(self.0.make_writer())
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    #[test]
    fn what_is_logged_is_in_the_file_at_once_without_what_looks_like_a_secret() {
        let folder = tempfile::tempdir().unwrap();
        let file = RedactingFile(open(&folder.path().join("logs")).unwrap());
        file.make_writer().write_all(b"key alto_sk_canary4711 of Lagos POP\n").unwrap();
        let files: Vec<PathBuf> =
            std::fs::read_dir(folder.path().join("logs")).unwrap().map(|file| file.unwrap().path()).collect();
        assert_eq!(files.len(), 1);
        let text = std::fs::read_to_string(&files[0]).unwrap();
        assert!(text.contains("Lagos POP") && !text.contains("canary"), "{text}");
    }
}
