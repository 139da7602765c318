//! The client against a server that answers badly.

mod closing;
mod creating;
mod forwards;
mod pacing;
mod reading;
mod secrets;
mod tls;
mod transport;

use std::sync::Arc;
use std::time::Duration;

use super::test_server::{NOW, TestServer};
use super::{AltostratClient, ApiAddress, ApiKey, Options, RetryRule};
use crate::clock::ManualClock;
use crate::contract::Generation;
use crate::domain::{Access, Protocol, SessionId, SessionRequest, SiteId, SourceRange, Wanted};

const KEY: &str = "alto_sk_canary-key-4711";
const PASSWORD: &str = "canary-P@ss\\\"w0rd-4712";

/// The usual bounds with waits of our own cut down to next to nothing.
fn quick() -> Options {
    Options {
        retry: RetryRule { base: Duration::from_millis(1), ..RetryRule::default() },
        outcome_waits: [Duration::ZERO, Duration::from_millis(1), Duration::from_millis(1)],
        ..Options::default()
    }
}

/// Gives up soon, for servers that never answer.
fn impatient() -> Options {
    Options { total_timeout: Duration::from_millis(400), ..quick() }
}

fn client_at(address: ApiAddress, generation: Generation, options: Options) -> AltostratClient {
    let key = ApiKey::parse(&KEY.into()).unwrap();
    let clock = Arc::new(ManualClock::at(NOW.parse().unwrap()));
    AltostratClient::with_options(address, generation, &key, "0.1.0", clock, options).unwrap()
}

fn client(server: &TestServer) -> AltostratClient {
    client_at(server.address.clone(), Generation::V1, quick())
}

fn site() -> SiteId {
    SiteId::parse("d290f1ee-6c54-4b01-90e6-d701748f0851").unwrap()
}

fn session_id() -> SessionId {
    SessionId::parse("f0e9d8c7-b6a5-4f3e-2d1c-0b9a8e7f6d5c").unwrap()
}

fn request() -> SessionRequest {
    SessionRequest {
        duration: crate::domain::Duration::from_minutes(60).unwrap(),
        source_range: SourceRange::parse("203.0.113.42").unwrap(),
        what: Wanted::Login { protocol: Protocol::WinBox, access: Access::Full, allow_private: false },
    }
}

/// A session as the API writes it, made for [`request`] at [`NOW`].
fn session_json(id: &str) -> serde_json::Value {
    serde_json::json!({
        "id": id,
        "username": "transient-user-abc123",
        "password": PASSWORD,
        "port": 45_821,
        "type": "winbox",
        "full_access": true,
        "allow_rfc1918": false,
        "allow_only_cidr": "203.0.113.42/32",
        "revoked_early": false,
        "expires_at": "2026-01-01T13:00:01.000000Z",
        "expired": false,
        "entry_point": "edge-us-east-1a.ostrat.io",
        "time_to_expire": "15 دقيقة من الآن",
        "onclick": format!("winbox://edge-us-east-1a.ostrat.io:45821?username=transient-user-abc123&password={PASSWORD}"),
    })
}
