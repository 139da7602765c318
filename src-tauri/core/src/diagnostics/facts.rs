//! What is known, and the texts made of it.

use std::fmt::Write as _;
use std::time::Duration;

use jiff::Timestamp;
use serde::Serialize;

use super::{LogFile, ProblemCounts, kept};
use crate::contract::{AppError, KeyStorage, ProgramView, SignInPhase, TerminalView};
use crate::settings::{Profile, Settings};

/// What the system says of itself. A text that is empty is not known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SystemFacts {
    /// Name and version of the system, and its kind of machine.
    pub system: String,
    /// The desktop and how it draws, such as `GNOME, wayland`.
    pub desktop: String,
    pub web_view: String,
    /// Something shows tray icons.
    pub has_tray_host: bool,
}

/// How it stands with the key.
#[derive(Clone, Copy, Debug)]
pub struct KeychainState<'a> {
    pub phase: SignInPhase,
    pub storage: KeyStorage,
    /// What went wrong last. Only its code is told.
    pub problem: Option<&'a AppError>,
}

/// Everything a report is made of.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    pub made_at: Timestamp,
    pub running_for: Duration,
    pub version: &'a str,
    pub language: &'a str,
    pub system: &'a SystemFacts,
    pub settings: &'a Settings,
    /// The profile of the environment.
    pub temporary: Option<&'a Profile>,
    pub keychain: KeychainState<'a>,
    pub win_box: &'a ProgramView,
    pub ssh: &'a ProgramView,
    pub terminals: &'a [TerminalView],
    pub problems: &'a ProblemCounts,
    /// The newest first.
    pub logs: &'a [LogFile],
    /// The user's home folder, which is not to be named.
    pub home: Option<&'a str>,
}

impl Facts<'_> {
    /// All files but the log, by name.
    pub(super) fn texts(&self) -> Vec<(&'static str, String)> {
        vec![
            ("about.txt", self.about()),
            ("settings.json", kept::settings(self.settings, self.temporary)),
            ("keychain.txt", self.keychain()),
            ("programs.txt", self.programs()),
            ("network.txt", self.network()),
        ]
    }

    fn about(&self) -> String {
        let SystemFacts { system, desktop, web_view, has_tray_host } = self.system;
        lines(&[
            ("Altostrat Launcher", self.version.to_owned()),
            ("made at", format!("{:.0}", self.made_at)),
            ("running for", format!("{} s", self.running_for.as_secs())),
            ("system", known(system)),
            ("desktop", known(desktop)),
            ("web view", known(web_view)),
            ("language", self.language.to_owned()),
            ("tray", if *has_tray_host { "is shown".to_owned() } else { "is not shown".to_owned() }),
        ])
    }

    fn keychain(&self) -> String {
        let KeychainState { phase, storage, problem } = self.keychain;
        // Where nobody is signed in there is no key to be kept anywhere.
        let kept = if phase == SignInPhase::SignedIn { word(&storage) } else { "nowhere".to_owned() };
        lines(&[
            ("sign-in", word(&phase)),
            ("key is kept in", kept),
            ("last problem", problem.map_or_else(|| "none".to_owned(), AppError::code)),
        ])
    }

    fn programs(&self) -> String {
        let mut text = lines(&[("WinBox", program(self.win_box)), ("ssh", program(self.ssh))]);
        if self.terminals.is_empty() {
            text.push_str("terminal: not found\n");
        }
        for terminal in self.terminals {
            let _ = writeln!(text, "terminal: {} ({})", terminal.name, terminal.id);
        }
        text
    }

    fn network(&self) -> String {
        let mut text = "Failed requests since the start, by class\n".to_owned();
        let before = text.len();
        for (class, count) in self.problems.iter() {
            let _ = writeln!(text, "{class}: {count}");
        }
        if text.len() == before {
            text.push_str("none\n");
        }
        text
    }
}

fn lines(facts: &[(&str, String)]) -> String {
    facts.iter().fold(String::new(), |mut text, (name, value)| {
        let _ = writeln!(text, "{name}: {value}");
        text
    })
}

fn known(text: &str) -> String {
    if text.is_empty() { "not known".to_owned() } else { text.to_owned() }
}

fn program(found: &ProgramView) -> String {
    let whence = if found.chosen { "chosen" } else { "found" };
    found.path.as_ref().map_or_else(|| "not found".to_owned(), |path| format!("{path} ({whence})"))
}

/// An enum's word, as it crosses to the window.
fn word(value: &impl Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}
