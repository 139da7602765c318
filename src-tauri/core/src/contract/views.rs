//! What the window shows, an area each.

mod account;
mod request;
mod sessions;
mod settings;
mod sites;
mod status;

use serde::Serialize;
use specta::Type;

use super::PlaceView;
use crate::domain::{Protocol, SiteId};

pub use account::{AccountView, Generation, KeyKind, KeyStorage, KeyView, ProfileView, SignInPhase};
pub use request::{DurationLimits, RangeFinding, RangeView, RequestDefaultsView};
pub use sessions::{
    ConnectAnswer, LaunchView, Launchability, NotLaunchableReason, SessionEnd, SessionPhaseView, SessionView,
};
pub use settings::{
    DiagnosticsFileView, DiagnosticsView, Language, LogLevel, ProgramView, SettingsView, TerminalView, Theme,
};
pub use sites::{
    HostKeyView, ListingView, OfferedKeyView, SiteState, SiteView, SitesState, SitesView, TagView,
};
pub use status::{Connection, StatusView};

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
