//! Settings, the programs that were found, and reports.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::DurationLimits;
use crate::contract::{AppError, PresetForm, QuitHabit};

/// Settings as they are in force, with what was found on this machine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SettingsView {
    pub language: Language,
    /// The language in force: `en` or `ar`.
    pub language_in_force: String,
    pub theme: Theme,
    pub my_address: String,
    pub win_box_path: String,
    pub terminal: String,
    /// Say so before access ends, and when it has ended.
    pub notices: bool,
    /// How many minutes before; 0 for no warning.
    pub warn_minutes: u32,
    pub quit: QuitHabit,
    /// Starts when the user logs in; `null` where the system does not tell or cannot do it.
    pub start_with_system: Option<bool>,
    pub revoke_on_lock: bool,
    pub revoke_on_sleep: bool,
    /// This system tells of a locked screen, and of going to sleep.
    pub tells_of_lock: bool,
    pub tells_of_sleep: bool,
    /// Where the public address is asked for; empty for nowhere.
    pub address_service: String,
    pub watch_address: bool,
    pub preset: Option<PresetForm>,
    pub log_level: LogLevel,
    /// The environment says how much is logged, whatever is chosen.
    pub log_level_fixed: bool,
    pub win_box: ProgramView,
    pub ssh: ProgramView,
    /// Terminals found, in the order they are tried.
    pub terminals: Vec<TerminalView>,
    pub version: String,
    pub data_folder: String,
    /// Where the log is; empty where none is written.
    pub log_folder: String,
    pub duration: DurationLimits,
    pub problem: Option<AppError>,
}

/// A program that was looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ProgramView {
    /// `null` when not found.
    pub path: Option<String>,
    /// The path came from settings.
    pub chosen: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TerminalView {
    pub id: String,
    pub name: String,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Language {
    #[default]
    System,
    English,
    Arabic,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

/// How much the log says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum LogLevel {
    Warnings,
    #[default]
    Usual,
    More,
}

/// A report for somebody who helps: what would be saved, word for word, and without a secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DiagnosticsView {
    /// Names this report when it is to be saved.
    pub report: u32,
    pub files: Vec<DiagnosticsFileView>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DiagnosticsFileView {
    /// Path inside the report.
    pub name: String,
    pub text: String,
}
