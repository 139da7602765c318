//! What the window sends up.

use std::fmt;

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{AppError, Generation, Language, LogLevel, Theme};
use crate::domain::{Protocol, SessionKey, SiteId};

/// A key as typed on the sign-in screen. Its `Debug` shows nothing.
#[derive(Clone, Deserialize, Type)]
#[serde(transparent)]
pub struct KeyText(String);

impl KeyText {
    /// Takes the text out; the caller wraps it in a secret at once.
    pub fn into_text(self) -> String {
        self.0
    }
}

impl From<String> for KeyText {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Debug for KeyText {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("KeyText(<redacted>)")
    }
}

/// The sign-in screen.
#[derive(Clone, Debug, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SignInForm {
    pub profile_name: String,
    pub generation: Generation,
    /// Base address, `https://…`.
    pub api_address: String,
    pub key: KeyText,
}

/// The request dialog.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RequestForm {
    pub site: SiteId,
    pub protocol: Protocol,
    /// Whole minutes, 15 to 1,440.
    pub minutes: i32,
    pub full_access: bool,
    /// As typed; parsed again here.
    pub source_range: String,
    pub allow_private: bool,
    /// The user has confirmed opening to the whole internet.
    pub open_to_all_confirmed: bool,
    /// Start the program as soon as the session answers.
    pub then_connect: bool,
}

/// What is asked for on several sites at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SeveralForm {
    /// A site named twice is asked for once.
    pub sites: Vec<SiteId>,
    pub terms: TermsForm,
}

/// The request dialog without its site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TermsForm {
    pub protocol: Protocol,
    /// Whole minutes, 15 to 1,440.
    pub minutes: i32,
    pub full_access: bool,
    /// As typed; parsed again here.
    pub source_range: String,
    pub allow_private: bool,
    /// The user has confirmed opening to the whole internet.
    pub open_to_all_confirmed: bool,
    /// Start the program of each as soon as its session answers.
    pub then_connect: bool,
}

/// What became of one of several.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SeveralAnswer {
    pub site: SiteId,
    /// The row that tells the rest; `null` where nothing was asked for.
    pub key: Option<SessionKey>,
    pub problem: Option<AppError>,
}

/// What a pasted list of sites names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FoundSites {
    /// Each once, in the order of the list.
    pub sites: Vec<SiteId>,
    /// Lines that name no site, or several.
    pub unknown: Vec<String>,
}

/// The dialog of a port forward.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ForwardForm {
    pub site: SiteId,
    /// The device's IPv4 address in the site's network, as typed; parsed again here.
    pub address: String,
    /// Its TCP port, as typed.
    pub port: String,
    /// Whole minutes, 15 to 1,440.
    pub minutes: i32,
    /// As typed; parsed again here.
    pub source_range: String,
    /// The user has confirmed opening to the whole internet.
    pub open_to_all_confirmed: bool,
}

/// The settings screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SettingsForm {
    pub language: Language,
    pub theme: Theme,
    /// Own public address or range; empty for none.
    pub my_address: String,
    /// Absolute path; empty to search the usual places.
    pub win_box_path: String,
    /// Id of a terminal from [`super::SettingsView::terminals`]; empty for the first that works.
    pub terminal: String,
    /// Say so before access ends, and when it has ended.
    pub notices: bool,
    /// How many minutes before, 0 to 60; 0 for no warning.
    pub warn_minutes: u32,
    pub quit: QuitHabit,
    /// Start, without a window, when the user logs in.
    pub start_with_system: bool,
    pub revoke_on_lock: bool,
    pub revoke_on_sleep: bool,
    /// `https` address of a service that tells the public address; empty for none.
    pub address_service: String,
    pub watch_address: bool,
    /// What sites without options of their own are asked for; `null` for the options used last.
    pub preset: Option<PresetForm>,
    pub log_level: LogLevel,
}

/// Options the user settles on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PresetForm {
    pub protocol: Protocol,
    /// Whole minutes, 15 to 1,440.
    pub minutes: i32,
    pub full_access: bool,
}

/// What quitting does with open sessions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum QuitHabit {
    /// The user is asked each time.
    #[default]
    Ask,
    Keep,
    Revoke,
}

/// What the window shows, so that a new one begins where the last one ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PlaceView {
    pub pane: Pane,
    /// The chosen site, also while another pane covers it.
    pub site: Option<SiteId>,
}

/// A pane of the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Pane {
    Site,
    Active,
    Settings,
}

/// What to do when the window is closed where no tray leads back to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum NoTrayChoice {
    /// The window stays, minimised; from now on without a question.
    Minimise,
    Quit,
    /// The window stays as it is.
    Stay,
}

/// What to do with open sessions when the program ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum QuitChoice {
    /// They stay open until their own end.
    KeepSessions,
    /// They are revoked first.
    RevokeSessions,
    /// The program goes on.
    Stay,
}

/// Names what to copy from a session. Rust puts it on the clipboard; the window never sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum CopyField {
    /// `host:port`.
    Address,
    UserName,
    /// Marked as secret on the clipboard and cleared after 30 seconds.
    Password,
    /// The `ssh` command to type by hand, without the password.
    Command,
}
