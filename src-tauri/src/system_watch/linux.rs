//! systemd-logind on the system's bus, and the screen savers of desktops on the user's.
//!
//! Signals count only from whoever owns the service's name; the bus sees to that.

mod screen;
mod sources;

use futures_util::StreamExt as _;
use launcher_core::app::SystemEvent;
use tokio::sync::mpsc;
use zbus::Connection;
use zbus::zvariant::OwnedFd;

use screen::Screen;
use sources::{Heard, Sources};

/// Where to listen.
#[derive(Clone, Debug)]
pub struct Buses {
    /// The system's bus; `None` for its usual place. Here and below a D-Bus address.
    pub system: Option<String>,
    /// The user's bus; `None` for its usual place.
    pub session: Option<String>,
}

impl Buses {
    pub fn of_the_system() -> Self {
        Self { system: None, session: None }
    }
}

/// Listens for as long as the watch is wanted. Without buses, or without anybody on them, it waits quietly.
pub(super) async fn watch(
    buses: Buses,
    mut wanted: mpsc::UnboundedReceiver<bool>,
    told: impl Fn(SystemEvent) + Send + Sync + 'static,
) {
    let system = connect(buses.system.as_deref(), Connection::system).await;
    let session = connect(buses.session.as_deref(), Connection::session).await;
    let mut sources = Sources::listen(system.as_ref(), session.as_ref()).await;
    told(SystemEvent::Tells { lock: sources.tell_of_lock, sleep: sources.tell_of_sleep });
    let mut screen = Screen::default();
    let mut inhibitor = Inhibitor::default();
    loop {
        tokio::select! {
            hold = wanted.recv() => match hold {
                Some(true) => inhibitor.take(system.as_ref()).await,
                Some(false) => inhibitor.let_go(),
                None => return,
            },
            Some(heard) = sources.signals.next() => match heard {
                Heard::Sleep(true) => told(SystemEvent::Sleeping),
                Heard::Sleep(false) => told(SystemEvent::Awake),
                Heard::Locked(source, locked) => screen.show(source, locked).into_iter().for_each(&told),
                Heard::Asked(lock) => screen.ask(lock).into_iter().for_each(&told),
            },
        }
    }
}

async fn connect<C>(address: Option<&str>, usual: impl FnOnce() -> C) -> Option<Connection>
where
    C: Future<Output = zbus::Result<Connection>>,
{
    let connected = match address {
        Some(address) => match zbus::connection::Builder::address(address) {
            Ok(builder) => builder.build().await,
            Err(problem) => Err(problem),
        },
        None => usual().await,
    };
    connected.inspect_err(|problem| tracing::debug!(%problem, "a bus is not there")).ok()
}

/// A lock of logind that delays sleep while its descriptor is open.
#[derive(Default)]
struct Inhibitor(Option<OwnedFd>);

impl Inhibitor {
    async fn take(&mut self, system: Option<&Connection>) {
        if self.0.is_some() {
            return;
        }
        let Some(system) = system else { return };
        let wish = ("sleep", crate::NAME, "Revoke access before the computer sleeps", "delay");
        let reply = system
            .call_method(
                Some(sources::LOGIND),
                sources::LOGIND_PATH,
                Some(sources::MANAGER),
                "Inhibit",
                &wish,
            )
            .await;
        match reply.and_then(|reply| reply.body().deserialize::<OwnedFd>()) {
            Ok(descriptor) => self.0 = Some(descriptor),
            Err(problem) => tracing::info!(%problem, "sleep cannot be held up on this system"),
        }
    }

    fn let_go(&mut self) {
        self.0 = None;
    }
}
