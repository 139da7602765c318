//! What the window shows.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{AppError, PlaceView, PresetForm, ProgramKind, QuitHabit};
use crate::domain::{Protocol, RangeProblem, SessionKey, SiteId};

/// Whole views of the areas that changed; an area that did not change is `null`.
///
/// The first answer after start carries every area. An update with a revision not above the last one seen is
/// dropped by the receiver.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ViewUpdate {
    pub revision: u32,
    pub account: Option<AccountView>,
    pub sites: Option<SitesView>,
    /// All sites, sorted by name. An area of its own, because it is large and seldom changes.
    pub site_list: Option<Vec<SiteView>>,
    pub sessions: Option<Vec<SessionView>>,
    /// How reading the sessions of sites stands, for every site that was asked about.
    pub listings: Option<Vec<ListingView>>,
    pub status: Option<StatusView>,
    pub settings: Option<SettingsView>,
    pub prompt: Option<PromptView>,
    /// Of every site whose router's key is known, offered anew, or may be an old one.
    pub host_keys: Option<Vec<HostKeyView>>,
    /// Where the last window ended; told to a new one alone.
    pub place: Option<PlaceView>,
}

/// What the app wants the window to bring up, on behalf of the tray, a notice or the end of the program.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum PromptView {
    #[default]
    None,
    /// Ask what to do with open sessions before the program ends.
    Quit {
        open_sessions: u32,
    },
    /// Ask whether all of the user's sessions are to be revoked.
    RevokeAll {
        open_sessions: u32,
    },
    /// Show the request dialog of a site.
    RequestAccess {
        site: SiteId,
        protocol: Protocol,
    },
    /// Show a site, or all sessions.
    Site {
        site: Option<SiteId>,
    },
    Settings,
    /// The window was closed where no tray leads back to it: say so, and ask whether it may stay minimised.
    NoTray,
}

/// Who is signed in, or why nobody is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AccountView {
    pub phase: SignInPhase,
    pub profile: Option<ProfileView>,
    /// Why the last attempt to sign in or to read the keychain failed.
    pub problem: Option<AppError>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum SignInPhase {
    /// The keychain is being read; it may be asking the user to unlock it.
    WaitingForKeychain,
    SignedOut,
    /// The key is being tried against the API.
    SigningIn,
    SignedIn,
}

/// A profile: one key at one API.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ProfileView {
    pub name: String,
    pub generation: Generation,
    /// Host of the API, for display.
    pub host: String,
    pub storage: KeyStorage,
    /// What the key says of itself, when it is a JWT.
    pub key: KeyView,
}

/// Which of the two generations of the API a profile speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Generation {
    /// `https://v1.api.altostrat.io`, sessions below `/control-plane/{siteId}`.
    V1,
    /// `https://api.altostrat.io`, sessions below `/sites/{siteId}`.
    Sites,
}

/// Where the key of the profile is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum KeyStorage {
    Keychain,
    /// It is being put into the keychain, which may be asking the user to unlock it.
    Saving,
    /// No keychain could take it: known until the program ends.
    ThisRunOnly,
    /// Came with the environment; never stored.
    Environment,
}

/// What a key says of itself. Read for display only; nothing is verified here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct KeyView {
    pub kind: KeyKind,
    pub user: Option<String>,
    pub organisation: Option<String>,
    /// RFC 3339.
    pub expires_at: Option<String>,
    pub expired: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum KeyKind {
    /// `alto_sk_…`, opaque.
    OrganisationKey,
    Jwt,
    /// Neither; sent as it is.
    Other,
}

/// Whether the sessions of a site are known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ListingView {
    pub site: SiteId,
    /// The list was read at least once.
    pub read: bool,
    /// Why the last attempt failed.
    pub problem: Option<AppError>,
    /// The same of the site's port forwards, which are read only where somebody looks.
    pub forwards_read: bool,
    /// `forwardsUnavailable` where the API has none.
    pub forwards_problem: Option<AppError>,
}

/// What is known of the list of sites.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SitesView {
    pub state: SitesState,
    pub favourites: Vec<SiteId>,
    /// Newest first.
    pub recents: Vec<SiteId>,
    /// Entries of the API's list that could not be read.
    pub skipped: u32,
    /// When the list was read, RFC 3339 in this machine's clock.
    pub fetched_at: Option<String>,
    pub problem: Option<AppError>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum SitesState {
    /// Nothing read yet.
    Loading,
    Ready,
    /// The last refresh failed; what is shown is older.
    Stale,
    /// Nothing could be read.
    Failed,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SiteView {
    pub id: SiteId,
    pub name: String,
    pub state: SiteState,
    pub model: Option<String>,
    pub router_os: Option<String>,
    pub identity: Option<String>,
    pub serial: Option<String>,
    pub address: Option<String>,
    /// RFC 3339.
    pub last_seen_at: Option<String>,
    /// `false` when the site's control-plane policy turns the service off; `null` when not known.
    pub win_box_allowed: Option<bool>,
    pub ssh_allowed: Option<bool>,
    /// By key, then value.
    pub tags: Vec<TagView>,
}

/// A word that people put on a site, such as `region` = `West Africa`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TagView {
    pub key: String,
    pub value: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum SiteState {
    Online,
    Offline,
    Unknown,
}

/// What is known of the SSH key of a site's router.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct HostKeyView {
    pub site: SiteId,
    pub known: Option<OfferedKeyView>,
    /// Learned in this run.
    pub is_new: bool,
    /// The router shows this key in place of the known one.
    pub offered: Option<OfferedKeyView>,
    /// `ssh-rsa` keys, signed with SHA-1, are allowed for this site.
    pub old_keys_allowed: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OfferedKeyView {
    /// Such as `ssh-ed25519`.
    pub kind: String,
    /// `SHA256:…`, as `ssh` shows it.
    pub fingerprint: String,
}

/// One access session, or one that is being made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SessionView {
    pub key: SessionKey,
    pub site: SiteId,
    pub site_name: String,
    /// `null` for a port forward and for a type this launcher does not know; then see `type_name`.
    pub protocol: Option<Protocol>,
    /// `forward` for a port forward.
    pub type_name: String,
    /// Where a port forward leads, `address:port`.
    pub destination: Option<String>,
    /// What a browser opens on a port forward to a web port, `https://host:port`.
    pub web_address: Option<String>,
    pub full_access: bool,
    pub allow_private: bool,
    pub source_range: Option<String>,
    /// `host:port`, when it is safe to show as such.
    pub address: Option<String>,
    pub user_name: Option<String>,
    pub phase: SessionPhaseView,
    /// RFC 3339 in the server's clock.
    pub ends_at: Option<String>,
    /// Whole length in minutes; `null` for a session made elsewhere, whose length the API does not tell.
    pub length_minutes: Option<u32>,
    /// "Connect" on the site uses this session.
    pub preferred: bool,
    pub launchability: Launchability,
    pub launch: LaunchView,
    /// Made by this launcher in this run.
    pub created_here: bool,
    /// The server granted another range or access than was asked for.
    pub differs_from_request: bool,
    /// A new session with the same options can take its place.
    pub can_renew: bool,
    /// Its replacement is being made.
    pub renewing: bool,
    /// The user's own address lies in its range; `null` while one of the two is not known.
    pub lets_me_in: Option<bool>,
    /// The user's address has left its range, and a new session can be made for the address of now.
    pub can_renew_here: bool,
    /// What went wrong last with this session.
    pub problem: Option<AppError>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum SessionPhaseView {
    /// Waits for its turn among several. `since` is RFC 3339 in this machine's clock, here and below.
    Queued {
        since: String,
    },
    /// The create is on its way.
    Requesting {
        since: String,
    },
    /// The answer to the create was lost; the launcher lists sessions to learn what happened.
    CheckingOutcome {
        since: String,
    },
    WaitingForGateway {
        since: String,
    },
    /// The port is open; the router answers nothing yet.
    WaitingForRouter {
        since: String,
    },
    Active,
    EndingSoon,
    Revoking,
    /// The create did not lead to a session; `problem` says why. The row can be dismissed.
    Failed,
    Ended {
        how: SessionEnd,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum SessionEnd {
    Expired,
    Revoked,
}

/// Whether a program can be started on a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Launchability {
    Ready,
    /// Still preparing; can be launched anyway.
    NotYet,
    No {
        reason: NotLaunchableReason,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum NotLaunchableReason {
    Ended,
    UnknownType,
    BadEntryPoint,
    BadPort,
    BadUserName,
    BadPassword,
    /// The server left a needed field out.
    MissingField,
    /// A port forward, which has no login, to a port that no browser opens.
    Forward,
}

/// Where the start of a program on a session stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum LaunchView {
    None,
    /// Will start as soon as the session answers.
    Queued,
    Starting {
        program: String,
    },
    /// The terminal is open and the router has refused the first logins: it has not checked in yet.
    WaitingForRouter {
        attempts: u32,
    },
    Started {
        program: String,
    },
    /// No program could be started: these are for typing by hand. The password is copied, not shown.
    Manual {
        program: ProgramKind,
        command: String,
    },
}

/// The line at the bottom of the window.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct StatusView {
    pub connection: Connection,
    pub host: Option<String>,
    /// When the API last answered, RFC 3339 in this machine's clock.
    pub last_answer_at: Option<String>,
    /// Server clock minus this machine's clock, in milliseconds.
    pub clock_offset_millis: i32,
    /// This machine's clock is more than a minute off.
    pub clock_wrong: bool,
    pub requests_left: u32,
    pub requests_per_minute: u32,
    pub problem: Option<AppError>,
    /// The version of a newer launcher that can be installed.
    pub update: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Connection {
    /// Nothing asked yet.
    Idle,
    Connected,
    /// The last request failed for want of a connection or of a healthy server.
    Offline,
}

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

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DurationLimits {
    pub least_minutes: u32,
    pub most_minutes: u32,
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

/// What a typed source range means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RangeView {
    /// What would be sent; `null` while the text is no range.
    pub range: Option<String>,
    pub problem: Option<RangeProblem>,
    pub findings: Vec<RangeFinding>,
    /// How many addresses the range holds, as decimal digits: 4,294,967,296 does not fit 32 bits.
    pub addresses: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum RangeFinding {
    /// A bare address: `/32` was added.
    SingleAddress,
    /// Wider than /24.
    Wide,
    /// The whole internet: needs a second confirmation.
    OpenToAll,
    /// Private (RFC 1918) range: traffic over the internet will not match it.
    Private,
}

/// What the request dialog starts with for a site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RequestDefaultsView {
    pub protocol: Protocol,
    pub minutes: u32,
    pub full_access: bool,
    pub source_range: String,
    pub allow_private: bool,
    pub then_connect: bool,
    /// The user's own address, for "My address"; empty when not known.
    pub my_address: String,
    /// The user's own address lies in the range; `null` while one of the two is not known.
    pub lets_me_in: Option<bool>,
    /// These can be sent as they are, without the dialog.
    pub complete: bool,
}

/// What pressing Connect on a site led to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum ConnectAnswer {
    Reused {
        key: SessionKey,
    },
    Requested {
        key: SessionKey,
    },
    /// Nothing usable is remembered for this site: show the dialog.
    FormNeeded,
}
