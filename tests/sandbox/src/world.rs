//! The state behind the API: sites, sessions, faults and calls.

use std::collections::{HashMap, VecDeque};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use tokio::net::TcpSocket;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::calls::CallLog;
use crate::devices::Devices;
use crate::faults::ArmedFaults;
use crate::options::SandboxOptions;
use crate::session::{Ending, ForwardState, Session, SessionState};
use crate::sites::{self, RouterOs, Site};
use crate::ssh::keys::HostKeys;
use crate::way::Asked;
use crate::{clock, gateway};

/// No session has that id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the sandbox has no such session")]
pub struct NoSuchSession;

/// No site has that id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the sandbox has no such site")]
pub struct NoSuchSite;

const RECENT_SITES: usize = 5;

pub(crate) struct World {
    pub(crate) options: SandboxOptions,
    pub(crate) sites: Vec<Site>,
    places: HashMap<String, usize>,
    sessions: Mutex<Vec<Arc<Session>>>,
    recent: Mutex<VecDeque<(usize, Timestamp)>>,
    client_address: Mutex<IpAddr>,
    pub(crate) faults: ArmedFaults,
    pub(crate) calls: CallLog,
    pub(crate) host_keys: HostKeys,
    /// What is behind the routers.
    pub(crate) devices: Devices,
    /// Cancelled when the sandbox stops.
    pub(crate) stop: CancellationToken,
    /// Everything that runs for the sandbox.
    pub(crate) tasks: TaskTracker,
}

impl World {
    pub(crate) fn new(options: SandboxOptions) -> Self {
        let sites = sites::first(options.sites);
        let places = sites.iter().enumerate().map(|(place, site)| (site.id.clone(), place)).collect();
        Self {
            client_address: Mutex::new(options.client_address),
            options,
            sites,
            places,
            sessions: Mutex::default(),
            recent: Mutex::default(),
            faults: ArmedFaults::default(),
            calls: CallLog::default(),
            host_keys: HostKeys::default(),
            devices: Devices::default(),
            stop: CancellationToken::new(),
            tasks: TaskTracker::new(),
        }
    }

    /// The place of the site with this uuid.
    pub(crate) fn place(&self, site_id: &str) -> Result<usize, NoSuchSite> {
        self.places.get(&site_id.to_ascii_lowercase()).copied().ok_or(NoSuchSite)
    }

    /// Creates a session and sets its life going. Its port is bound at once, so that it can be told,
    /// but refuses connections until the gateway listens.
    pub(crate) fn create(self: &Arc<Self>, place: usize, asked: Asked) -> std::io::Result<Arc<Session>> {
        let socket = TcpSocket::new_v4()?;
        socket.bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))?;
        let port = socket.local_addr()?.port();
        let minute = self.options.minute;
        let expires_at = clock::moment_after(minute.saturating_mul(asked.minutes), minute);
        let session = Arc::new(Session::new(place, asked, port, expires_at, self.stop.child_token()));
        lock(&self.sessions).push(Arc::clone(&session));
        self.tasks.spawn(gateway::live(Arc::clone(self), Arc::clone(&session), socket));
        Ok(session)
    }

    /// The sessions of a site, of both kinds, oldest first, ended ones included.
    pub(crate) fn sessions_of(&self, place: usize) -> Vec<Arc<Session>> {
        lock(&self.sessions).iter().filter(|session| session.site == place).cloned().collect()
    }

    pub(crate) fn session(&self, id: &str) -> Result<Arc<Session>, NoSuchSession> {
        let id = id.to_ascii_lowercase();
        lock(&self.sessions).iter().find(|session| session.id == id).cloned().ok_or(NoSuchSession)
    }

    /// What `tell` has to say of every session.
    fn told<T>(&self, tell: impl Fn(&Session, &str) -> Option<T>) -> Vec<T> {
        let sessions = lock(&self.sessions).clone();
        sessions.iter().filter_map(|session| tell(session, &self.sites[session.site].id)).collect()
    }

    pub(crate) fn states(&self) -> Vec<SessionState> {
        self.told(Session::state)
    }

    pub(crate) fn forward_states(&self) -> Vec<ForwardState> {
        self.told(Session::forward_state)
    }

    pub(crate) fn expire_now(&self, session_id: &str) -> Result<(), NoSuchSession> {
        self.session(session_id)?.end(Ending::Expired);
        Ok(())
    }

    /// Gives the site's router another host key, as after a reset or an exchange of the device.
    pub(crate) fn swap_host_key(&self, site_id: &str) -> Result<(), NoSuchSite> {
        self.host_keys.swap(&self.sites[self.place(site_id)?]);
        Ok(())
    }

    pub(crate) fn client_address(&self) -> IpAddr {
        *lock(&self.client_address)
    }

    pub(crate) fn set_client_address(&self, address: IpAddr) {
        *lock(&self.client_address) = address;
    }

    /// Remembers that the user opened a site.
    pub(crate) fn opened(&self, place: usize) {
        let mut recent = lock(&self.recent);
        recent.retain(|(known, _)| *known != place);
        recent.push_front((place, clock::now()));
        recent.truncate(RECENT_SITES);
    }

    /// The sites opened last, newest first.
    pub(crate) fn recent(&self) -> Vec<(usize, Timestamp)> {
        lock(&self.recent).iter().copied().collect()
    }

    /// Makes the host key of a RouterOS 6 site ahead of the first connection: RSA keys take long.
    pub(crate) fn prepare_host_key(self: &Arc<Self>, place: usize) {
        if self.sites[place].router_os == RouterOs::V6 {
            let world = Arc::clone(self);
            self.tasks.spawn(async move {
                let _ = world.host_keys.get(&world.sites[place]).await;
            });
        }
    }
}

/// Locks, also after a panic of another holder: the values stay whole between statements.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
