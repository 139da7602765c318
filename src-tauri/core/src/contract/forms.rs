//! What the window sends up.

use std::fmt;

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{Generation, Language, Theme};
use crate::domain::{Protocol, SiteId};

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
