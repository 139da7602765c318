//! The objects of the API as they come over the wire. Every field may be missing, null or of another type;
//! fields not named here are passed over. `onclick` and `time_to_expire` are among those: one is a URL with an
//! unescaped password in it, the other a sentence in the language of the user.
//!
//! Nothing here has `Debug`.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::lenient::{Maybe, Scalar};
use crate::domain::{SessionRequest, Wanted};

/// A transient access or a transient port forward: what only one of them has is missing from the other.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct WireSession {
    pub(super) id: Scalar,
    pub(super) username: Scalar,
    pub(super) password: Scalar,
    pub(super) port: Scalar,
    #[serde(rename = "type")]
    pub(super) kind: Scalar,
    pub(super) full_access: Scalar,
    pub(super) allow_rfc1918: Scalar,
    pub(super) allow_only_cidr: Scalar,
    pub(super) revoked_early: Scalar,
    pub(super) expires_at: Scalar,
    pub(super) expired: Scalar,
    pub(super) entry_point: Scalar,
    pub(super) dst_address: Scalar,
    pub(super) dst_port: Scalar,
}

/// A site in any of its three forms: full, minimal, recent. The last writes `online` and `version` for
/// `has_pulse` and `software_version`.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct WireSite {
    pub(super) id: Scalar,
    pub(super) pid: Scalar,
    pub(super) name: Scalar,
    pub(super) identity: Scalar,
    pub(super) address: Scalar,
    pub(super) has_pulse: Scalar,
    pub(super) online: Scalar,
    pub(super) model: Scalar,
    pub(super) board_name: Scalar,
    pub(super) software_version: Scalar,
    pub(super) version: Scalar,
    pub(super) serial_number: Scalar,
    pub(super) last_seen_at: Scalar,
}

/// A tag of the account, with every place it was put on.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct WireTag {
    pub(super) key: Scalar,
    pub(super) values: Maybe<Vec<Maybe<WireTagValue>>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct WireTagValue {
    /// Names the site, user or link the tag was put on.
    pub(super) correlation_id: Scalar,
    pub(super) correlation_type: Scalar,
    pub(super) value: Scalar,
}

/// A control-plane policy.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct WirePolicy {
    pub(super) default: Scalar,
    pub(super) sites: Maybe<Vec<Scalar>>,
    pub(super) winbox: Maybe<WireService>,
    pub(super) ssh: Maybe<WireService>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct WireService {
    pub(super) enabled: Scalar,
}

/// The body of a create. All fields are required by the older documents; always sent.
#[derive(Serialize)]
pub(super) struct WireRequest {
    expire_after_minutes: u32,
    allow_only_cidr: String,
    #[serde(flatten)]
    wanted: WireWanted,
}

/// What the two kinds of creates differ in.
#[derive(Serialize)]
#[serde(untagged)]
enum WireWanted {
    Login {
        #[serde(rename = "type")]
        kind: &'static str,
        full_access: bool,
        allow_rfc1918: bool,
    },
    Forward {
        dst_address: String,
        dst_port: u16,
    },
}

impl From<&SessionRequest> for WireRequest {
    fn from(request: &SessionRequest) -> Self {
        Self {
            expire_after_minutes: request.duration.minutes(),
            allow_only_cidr: request.source_range.to_string(),
            wanted: match request.what {
                Wanted::Login { protocol, access, allow_private } => WireWanted::Login {
                    kind: protocol.wire_name(),
                    full_access: access.is_full(),
                    allow_rfc1918: allow_private,
                },
                Wanted::Forward(destination) => WireWanted::Forward {
                    dst_address: destination.address().to_string(),
                    dst_port: destination.port().number(),
                },
            },
        }
    }
}

/// Reads one object; anything else is refused. (A derived reader would take a list for an object, by position.)
pub(super) fn read<T: DeserializeOwned>(text: &[u8]) -> Option<T> {
    if text.first() != Some(&b'{') {
        return None;
    }
    serde_json::from_slice(text).ok()
}
