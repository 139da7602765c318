//! One transient access or port forward: where it leads, its life, and the connections through it.

use std::fmt;
use std::net::Ipv4Addr;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::access::SourceRange;
use crate::clock;
use crate::way::{Asked, Login, Way};

/// What a transient access leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Protocol {
    /// MikroTik's own administration program.
    Winbox,
    /// A terminal.
    Ssh,
}

impl Protocol {
    /// The API's word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Winbox => "winbox",
            Self::Ssh => "ssh",
        }
    }
}

/// A device behind a router, and the TCP port of it a forward leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
pub struct Destination {
    /// The address in the site's own network.
    pub address: Ipv4Addr,
    /// The port, 1 to 65,535.
    pub port: u16,
}

impl fmt::Display for Destination {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}", self.address, self.port)
    }
}

/// A port forward as a test sees it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct ForwardState {
    /// The uuid the API paths use.
    pub id: String,
    /// The site's uuid.
    pub site_id: String,
    /// The port on 127.0.0.1 that leads to the device.
    pub port: u16,
    /// Where it leads.
    pub destination: Destination,
    /// Whether the forward has ended, by time or by hand.
    pub expired: bool,
    /// Whether it was ended by hand.
    pub revoked_early: bool,
    /// When it ends or ended.
    pub expires_at: Timestamp,
    /// Connections open through the gateway at this moment.
    pub live_connections: usize,
}

/// A transient access as a test sees it, password included.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct SessionState {
    /// The uuid the API paths use.
    pub id: String,
    /// The site's uuid.
    pub site_id: String,
    /// The temporary login.
    pub username: String,
    /// The temporary password.
    pub password: String,
    /// The port on 127.0.0.1 behind which the session's server is.
    pub port: u16,
    /// What the session leads to.
    pub protocol: Protocol,
    /// Whether the session has ended, by time or by hand.
    pub expired: bool,
    /// Whether it was ended by hand.
    pub revoked_early: bool,
    /// When it ends or ended.
    pub expires_at: Timestamp,
    /// Whether the router accepts the login by now.
    pub login_open: bool,
    /// Connections open through the gateway at this moment.
    pub live_connections: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    Expired,
    Revoked,
}

#[derive(Debug)]
struct Standing {
    expires_at: Timestamp,
    ending: Option<Ending>,
}

#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) id: String,
    /// Place of the site in the world's list.
    pub(crate) site: usize,
    pub(crate) port: u16,
    pub(crate) range: SourceRange,
    pub(crate) way: Way,
    /// Cancelled when the session ends: listeners close and connections are cut.
    pub(crate) lifeline: CancellationToken,
    standing: Mutex<Standing>,
    login_open: AtomicBool,
    live: AtomicUsize,
}

impl Session {
    pub(crate) fn new(
        site: usize,
        asked: Asked,
        port: u16,
        expires_at: Timestamp,
        lifeline: CancellationToken,
    ) -> Self {
        Self {
            id: Uuid::new_v4().to_string(),
            site,
            port,
            range: asked.range,
            way: asked.way,
            lifeline,
            standing: Mutex::new(Standing { expires_at, ending: None }),
            login_open: AtomicBool::new(false),
            live: AtomicUsize::new(0),
        }
    }

    fn standing(&self) -> std::sync::MutexGuard<'_, Standing> {
        self.standing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn expires_at(&self) -> Timestamp {
        self.standing().expires_at
    }

    /// How the session ended; `None` while it lives.
    pub(crate) fn ending(&self) -> Option<Ending> {
        self.standing().ending
    }

    /// Ends the session now and cuts its connections. The first ending stays.
    pub(crate) fn end(&self, ending: Ending) {
        {
            let mut standing = self.standing();
            if standing.ending.is_none() {
                standing.ending = Some(ending);
                if ending == Ending::Expired {
                    standing.expires_at = standing.expires_at.min(clock::now());
                }
            }
        }
        self.lifeline.cancel();
    }

    /// The login of a transient access; a forward has none.
    pub(crate) fn login(&self) -> Option<&Login> {
        match &self.way {
            Way::Access(login) => Some(login),
            Way::Forward(_) => None,
        }
    }

    /// Where a forward leads; a transient access leads to the router itself.
    pub(crate) fn destination(&self) -> Option<Destination> {
        match self.way {
            Way::Access(_) => None,
            Way::Forward(destination) => Some(destination),
        }
    }

    /// The router has created the temporary user.
    pub(crate) fn open_login(&self) {
        self.login_open.store(true, Ordering::SeqCst);
    }

    /// Whether the router lets this login in at this moment.
    pub(crate) fn accepts(&self, username: &str, password: &str) -> bool {
        self.login_open.load(Ordering::SeqCst)
            && self.ending().is_none()
            && self.login().is_some_and(|login| username == login.username && password == login.password)
    }

    /// Counts a connection for as long as the returned guard lives.
    pub(crate) fn count_connection(&self) -> LiveConnection<'_> {
        self.live.fetch_add(1, Ordering::SeqCst);
        LiveConnection(&self.live)
    }

    /// A transient access as a test sees it; `None` for a forward.
    pub(crate) fn state(&self, site_id: &str) -> Option<SessionState> {
        let login = self.login()?;
        let (expires_at, ending) = self.now();
        Some(SessionState {
            id: self.id.clone(),
            site_id: site_id.to_owned(),
            username: login.username.clone(),
            password: login.password.clone(),
            port: self.port,
            protocol: login.protocol,
            expired: ending.is_some(),
            revoked_early: ending == Some(Ending::Revoked),
            expires_at,
            login_open: self.login_open.load(Ordering::SeqCst) && ending.is_none(),
            live_connections: self.live.load(Ordering::SeqCst),
        })
    }

    /// A forward as a test sees it; `None` for a transient access.
    pub(crate) fn forward_state(&self, site_id: &str) -> Option<ForwardState> {
        let destination = self.destination()?;
        let (expires_at, ending) = self.now();
        Some(ForwardState {
            id: self.id.clone(),
            site_id: site_id.to_owned(),
            port: self.port,
            destination,
            expired: ending.is_some(),
            revoked_early: ending == Some(Ending::Revoked),
            expires_at,
            live_connections: self.live.load(Ordering::SeqCst),
        })
    }

    fn now(&self) -> (Timestamp, Option<Ending>) {
        let standing = self.standing();
        (standing.expires_at, standing.ending)
    }
}

pub(crate) struct LiveConnection<'a>(&'a AtomicUsize);

impl Drop for LiveConnection<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}
