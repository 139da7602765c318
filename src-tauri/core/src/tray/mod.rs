//! The tray as a value: an icon and a menu that can be compared, so that the shell renders only what changed.

mod build;

use serde::{Deserialize, Serialize};

pub use build::{TrayFacts, TraySession, build, protocol_name};

use crate::domain::{Protocol, SessionKey, SiteId};

/// What the icon says at a glance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum TrayIcon {
    /// Nothing is open.
    #[default]
    Idle,
    /// Sessions are open.
    Active,
    /// One of them ends soon.
    EndingSoon,
    /// The API cannot be reached.
    Offline,
}

/// What pressing an item does. Its JSON is the id of the item, so that a press comes back as a value.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum TrayAction {
    ConnectSession(SessionKey),
    RenewSession(SessionKey),
    RevokeSession(SessionKey),
    QuickConnect { site: SiteId, protocol: Protocol },
    OpenWindow,
    OpenSettings,
    RevokeAll,
    Quit,
}

/// One line of a menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MenuLine {
    Item {
        action: TrayAction,
        label: String,
        enabled: bool,
    },
    /// `label` leads to `lines`.
    Submenu {
        label: String,
        lines: Vec<MenuLine>,
    },
    /// A line that only tells.
    Note(String),
    Separator,
}

/// The whole tray.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tray {
    pub icon: TrayIcon,
    /// For the pointer that rests on the icon, where the system shows it.
    pub tooltip: String,
    pub menu: Vec<MenuLine>,
}
