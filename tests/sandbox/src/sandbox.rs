//! The sandbox as tests and the program hold it.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;

use crate::api;
use crate::calls::Call;
use crate::faults::Fault;
use crate::options::{SandboxOptions, StartError};
use crate::session::{Destination, ForwardState, SessionState};
use crate::sites::Site;
use crate::world::{NoSuchSession, NoSuchSite, World};

/// How long open calls may take to finish when the sandbox stops.
const GRACE: Duration = Duration::from_secs(2);

/// A running sandbox. Dropping it stops everything it started.
pub struct Sandbox {
    address: SocketAddr,
    world: Arc<World>,
}

impl Sandbox {
    /// Starts a sandbox on the current tokio runtime.
    pub async fn start(options: SandboxOptions) -> Result<Self, StartError> {
        options.check()?;
        let asked = options.listen;
        let failed = |source| StartError::Listen { address: asked, source };
        let listener = TcpListener::bind(asked).await.map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let world = Arc::new(World::new(options));
        let serving = axum::serve(listener, api::router(&world))
            .with_graceful_shutdown(world.stop.clone().cancelled_owned());
        world.tasks.spawn(async move {
            let _ = serving.await;
        });
        Ok(Self { address, world })
    }

    /// The base address of the API, `http://127.0.0.1:<port>`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The address the API listens on.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Arms a fault.
    pub fn inject(&self, fault: Fault) {
        self.world.faults.inject(fault);
    }

    /// Disarms every fault.
    pub fn clear_faults(&self) {
        self.world.faults.clear();
    }

    /// The calls received since the start or the last clearing, oldest first.
    pub fn calls(&self) -> Vec<Call> {
        self.world.calls.all()
    }

    /// Empties the log of calls.
    pub fn clear_calls(&self) {
        self.world.calls.clear();
    }

    /// Sets the address connections are taken to come from.
    pub fn set_client_address(&self, address: IpAddr) {
        self.world.set_client_address(address);
    }

    /// The sites, in the order the API lists them.
    pub fn sites(&self) -> &[Site] {
        &self.world.sites
    }

    /// The transient accesses of a site, oldest first, ended ones included; none for an unknown site.
    pub fn sessions(&self, site_id: &str) -> Vec<SessionState> {
        let mut states = self.world.states();
        states.retain(|state| state.site_id.eq_ignore_ascii_case(site_id));
        states
    }

    /// The port forwards of a site, oldest first, ended ones included; none for an unknown site.
    pub fn forwards(&self, site_id: &str) -> Vec<ForwardState> {
        let mut states = self.world.forward_states();
        states.retain(|state| state.site_id.eq_ignore_ascii_case(site_id));
        states
    }

    /// Puts a service of the caller's own where a site's device would be, for connections made from now on.
    pub fn attach(
        &self,
        site_id: &str,
        destination: Destination,
        service: SocketAddr,
    ) -> Result<(), NoSuchSite> {
        let place = self.world.place(site_id)?;
        self.world.devices.attach(place, destination, service);
        Ok(())
    }

    /// Lets the time of a session or forward run out at once.
    pub fn expire_now(&self, session_id: &str) -> Result<(), NoSuchSession> {
        self.world.expire_now(session_id)
    }

    /// Gives a site's router another host key, for connections made from now on.
    pub fn swap_host_key(&self, site_id: &str) -> Result<(), NoSuchSite> {
        self.world.swap_host_key(site_id)
    }

    /// Stops the API, the SSH servers, the WinBox ports and every live connection, and waits for it.
    pub async fn shutdown(self) {
        self.world.stop.cancel();
        self.world.tasks.close();
        let _ = tokio::time::timeout(GRACE, self.world.tasks.wait()).await;
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.world.stop.cancel();
    }
}
