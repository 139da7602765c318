//! Sessions and what can be done with them.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::contract::{AppError, ProgramKind};
use crate::domain::{Protocol, SessionKey, SiteId};

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
