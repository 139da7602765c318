//! Sites, their tags and host keys, and how reading them stands.

use serde::Serialize;
use specta::Type;

use crate::contract::AppError;
use crate::domain::SiteId;

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
