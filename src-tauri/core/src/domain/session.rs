//! An access session as the API knows it.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use specta::Type;

use super::{
    Destination, DestinationProblem, EndpointProblem, EntryPoint, Login, LoginProblem, SessionId,
    SessionPassword,
};

/// A protocol the launcher can start a program for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Type)]
#[serde(rename_all = "lowercase")]
pub enum Protocol {
    WinBox,
    Ssh,
}

impl Protocol {
    /// The word the API uses.
    pub const fn wire_name(self) -> &'static str {
        match self {
            Self::WinBox => "winbox",
            Self::Ssh => "ssh",
        }
    }
}

/// The two kinds of sessions the API keeps, each with paths, a list and ids of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Family {
    /// Transient accesses: a temporary user on the router.
    Logins,
    /// Transient port forwards: a port that leads to a device behind the router.
    Forwards,
}

/// What a session leads to: the `type` of a transient access, or the device of a forward. A type this
/// launcher does not know is kept, shown, and never launched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SessionType {
    Known(Protocol),
    /// Keeps why the destination cannot be read, since the forward is open all the same.
    Forward(Result<Destination, DestinationProblem>),
    Unknown(String),
}

impl SessionType {
    pub fn parse(text: &str) -> Self {
        [Protocol::WinBox, Protocol::Ssh]
            .into_iter()
            .find(|protocol| protocol.wire_name().eq_ignore_ascii_case(text))
            .map_or_else(|| Self::Unknown(text.to_owned()), Self::Known)
    }

    pub fn protocol(&self) -> Option<Protocol> {
        match self {
            Self::Known(protocol) => Some(*protocol),
            Self::Forward(_) | Self::Unknown(_) => None,
        }
    }

    pub const fn family(&self) -> Family {
        match self {
            Self::Known(_) | Self::Unknown(_) => Family::Logins,
            Self::Forward(_) => Family::Forwards,
        }
    }

    pub fn destination(&self) -> Option<Destination> {
        match self {
            Self::Forward(destination) => destination.ok(),
            Self::Known(_) | Self::Unknown(_) => None,
        }
    }
}

impl fmt::Display for SessionType {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Known(protocol) => formatter.write_str(protocol.wire_name()),
            Self::Forward(_) => formatter.write_str("forward"),
            Self::Unknown(name) => formatter.write_str(name),
        }
    }
}

/// What the temporary user may do on the router.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Access {
    ReadOnly,
    Full,
}

impl Access {
    pub const fn from_full(full: bool) -> Self {
        if full { Self::Full } else { Self::ReadOnly }
    }

    pub const fn is_full(self) -> bool {
        matches!(self, Self::Full)
    }
}

/// One access session, each field as far as it could be read.
///
/// The fields that a program would be handed keep *why* they cannot be used, so that the session can be
/// shown with the reason.
#[derive(Clone, Debug)]
pub struct AccessSession {
    pub id: SessionId,
    pub kind: SessionType,
    /// Read-only for a forward, which opens nothing on the router.
    pub access: Access,
    /// `false` for a forward, whose range alone decides.
    pub allow_private: bool,
    /// As the API wrote it: an old session may hold a form this launcher would not send.
    pub source_range: Option<String>,
    /// `None` where the API left host or port out.
    pub entry_point: Option<Result<EntryPoint, EndpointProblem>>,
    /// `None` where the API left it out, and always for a forward.
    pub login: Option<Result<Login, LoginProblem>>,
    /// `None` where the API left it out, and always for a forward and for a session that has ended.
    pub password: Option<Result<SessionPassword, LoginProblem>>,
    /// In the server's clock. `None` where it was missing or unreadable.
    pub expires_at: Option<Timestamp>,
    /// The API's own word that the session is over, by time or by hand.
    pub expired: bool,
    pub revoked_early: bool,
}

impl AccessSession {
    /// Whether the session is over at `now` in the server's clock. The API's word is final.
    pub fn has_ended(&self, now: Timestamp) -> bool {
        self.expired || self.revoked_early || self.expires_at.is_some_and(|end| end <= now)
    }
}
