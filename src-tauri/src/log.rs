//! The log: warnings to standard error, more to files in the data folder that replace one another.
//!
//! Nothing secret is ever handed to it. As a second net, what looks like a secret is struck out of every line.

mod files;
mod redact;

use std::io;
use std::panic;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use launcher_core::contract::LogLevel;
use launcher_core::diagnostics::{Journal, LogFile};
use tracing::Subscriber;
use tracing_subscriber::filter::{EnvFilter, LevelFilter};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::{Layer as _, SubscriberExt as _};
use tracing_subscriber::reload;
use tracing_subscriber::util::SubscriberInitExt as _;

use files::SizedFiles;
use redact::Redacting;

/// The log as it is being written.
pub struct LauncherLog {
    /// `None` where no file can be written.
    files: Option<Arc<SizedFiles>>,
    /// `None` where the environment says how much is logged.
    set_level: Option<SetLevel>,
}

type SetLevel = Box<dyn Fn(LogLevel) + Send + Sync>;

/// Begins to log: as much as `filter` says, the environment's, else as `level` has it.
pub fn start(data_folder: &Path, filter: Option<&str>, level: LogLevel) -> LauncherLog {
    let (subscriber, log) = build(data_folder, filter, level);
    subscriber.init();
    log_panics();
    log
}

impl LauncherLog {
    /// The folder of the files.
    pub fn folder(&self) -> Option<PathBuf> {
        self.files.as_ref().map(|files| files.folder().to_owned())
    }

    /// The environment says how much is logged.
    pub fn is_level_fixed(&self) -> bool {
        self.set_level.is_none()
    }
}

impl Journal for LauncherLog {
    fn set_level(&self, level: LogLevel) {
        if let Some(set_level) = &self.set_level {
            set_level(level);
        }
    }

    fn files(&self) -> Vec<LogFile> {
        self.files.as_ref().map(|files| files.read()).unwrap_or_default()
    }
}

fn build(
    data_folder: &Path,
    filter: Option<&str>,
    level: LogLevel,
) -> (impl Subscriber + Send + Sync + 'static, LauncherLog) {
    let files = SizedFiles::open(&data_folder.join("logs")).map(Arc::new).inspect_err(|problem| {
        // There is no log yet to say it in, and the program goes on.
        let _ = io::Write::write_fmt(&mut io::stderr(), format_args!("no log file: {problem}\n"));
    });
    let files = files.ok();
    let (of_files, handle) =
        reload::Layer::new(filter.map_or_else(|| of_level(level), |text| given(text, LevelFilter::INFO)));
    let to_files = files.clone().map(|files| {
        tracing_subscriber::fmt::layer().with_ansi(false).with_writer(ToFiles(files)).with_filter(of_files)
    });
    let of_console = filter.map_or_else(|| EnvFilter::new("warn"), |text| given(text, LevelFilter::WARN));
    let subscriber = tracing_subscriber::registry().with(to_files).with(
        tracing_subscriber::fmt::layer().with_writer(|| Redacting::new(io::stderr())).with_filter(of_console),
    );
    let set_level: SetLevel = Box::new(move |level| {
        // The subscriber lives as long as the program.
        let _ = handle.reload(of_level(level));
    });
    (subscriber, LauncherLog { files, set_level: filter.is_none().then_some(set_level) })
}

/// What goes to the files. *More* is of our own code alone: what libraries of the network would say holds addresses.
fn of_level(level: LogLevel) -> EnvFilter {
    EnvFilter::new(match level {
        LogLevel::Warnings => "warn",
        LogLevel::Usual => "info",
        LogLevel::More => "info,launcher_core=debug,altostrat_launcher=debug,altostrat_ssh=debug",
    })
}

fn given(filter: &str, usual: LevelFilter) -> EnvFilter {
    EnvFilter::builder().with_default_directive(usual.into()).parse_lossy(filter)
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
struct ToFiles(Arc<SizedFiles>);

impl<'a> MakeWriter<'a> for ToFiles {
    type Writer = Redacting<&'a SizedFiles>;

    fn make_writer(&'a self) -> Self::Writer {
        Redacting::new(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn logged(log: &LauncherLog) -> String {
        log.files().into_iter().map(|file| file.text).collect()
    }

    #[test]
    fn what_is_logged_is_in_the_file_at_once_without_what_looks_like_a_secret() {
        let folder = tempfile::tempdir().unwrap();
        let (subscriber, log) = build(folder.path(), None, LogLevel::Usual);
        tracing::subscriber::with_default(subscriber, || {
            tracing::info!(key = "alto_sk_canary4711", "of Lagos POP");
            let text = logged(&log);
            assert!(text.contains("Lagos POP") && !text.contains("canary"), "{text}");
        });
        assert_eq!(log.folder().unwrap(), folder.path().join("logs"));
    }

    #[test]
    fn a_level_is_in_force_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let (subscriber, log) = build(folder.path(), None, LogLevel::Warnings);
        tracing::subscriber::with_default(subscriber, || {
            let say = |round: &str| {
                tracing::warn!("{round} warns");
                tracing::info!("{round} tells");
                tracing::debug!("{round} chatters");
                tracing::debug!(target: "reqwest::connect", "{round} of others");
            };
            say("first");
            for (round, level) in
                [("second", LogLevel::Usual), ("third", LogLevel::More), ("fourth", LogLevel::Warnings)]
            {
                log.set_level(level);
                say(round);
            }
        });
        let text = logged(&log);
        let said: Vec<&str> =
            text.lines().map(|line| line.rsplit_once("tests: ").map_or(line, |(_, said)| said)).collect();
        assert_eq!(
            said,
            [
                "first warns",
                "second warns",
                "second tells",
                "third warns",
                "third tells",
                "third chatters",
                "fourth warns"
            ]
        );
        assert!(!log.is_level_fixed());
    }

    #[test]
    fn the_environment_has_the_last_word() {
        let folder = tempfile::tempdir().unwrap();
        let (subscriber, log) = build(folder.path(), Some("error"), LogLevel::More);
        tracing::subscriber::with_default(subscriber, || {
            log.set_level(LogLevel::More);
            tracing::warn!("not wanted");
            tracing::error!("wanted");
        });
        assert!(log.is_level_fixed());
        let text = logged(&log);
        assert!(text.ends_with("tests: wanted\n") && text.lines().count() == 1, "{text}");
    }

    #[test]
    fn where_no_file_can_be_written_the_program_goes_on() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("logs"), "in the way").unwrap();
        let (_, log) = build(folder.path(), None, LogLevel::Usual);
        assert_eq!((log.folder(), log.files()), (None, Vec::new()));
    }
}
