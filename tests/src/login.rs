//! Stand-ins for systemd-logind and for a desktop's screen saver (Linux).

use std::io::Read as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::watch;
use zbus::object_server::{InterfaceRef, SignalEmitter};
use zbus::zvariant::{OwnedFd, OwnedObjectPath};

use crate::notification_server::PrivateBus;
use crate::waiting::PATIENCE;

const LOGIN: &str = "org.freedesktop.login1";
const MANAGER_PATH: &str = "/org/freedesktop/login1";
const SESSION_PATH: &str = "/org/freedesktop/login1/session/_31";

/// How the stand-in behaves.
#[derive(Clone, Copy, Debug, Default)]
pub struct LoginManner {
    /// It knows no session of the caller, as for programs that nobody logged in for.
    pub without_session: bool,
}

struct Manager {
    manner: LoginManner,
    holds: Arc<watch::Sender<usize>>,
}

#[zbus::interface(name = "org.freedesktop.login1.Manager")]
impl Manager {
    fn get_session(&self, id: &str) -> zbus::fdo::Result<OwnedObjectPath> {
        self.session(id == "auto")
    }

    fn inhibit(&self, what: &str, who: &str, why: &str, mode: &str) -> zbus::fdo::Result<OwnedFd> {
        if (what, mode) != ("sleep", "delay") || who.is_empty() || why.is_empty() {
            return Err(zbus::fdo::Error::InvalidArgs(format!("{what} {who} {why} {mode}")));
        }
        let (mut watched, given) = std::io::pipe().unwrap();
        let holds = self.holds.clone();
        holds.send_modify(|holds| *holds += 1);
        std::thread::spawn(move || {
            // Ends when the last copy of the other end is closed.
            let _ = watched.read(&mut [0]);
            holds.send_modify(|holds| *holds -= 1);
        });
        Ok(std::os::fd::OwnedFd::from(given).into())
    }

    #[zbus(signal)]
    async fn prepare_for_sleep(emitter: &SignalEmitter<'_>, before: bool) -> zbus::Result<()>;
}

impl Manager {
    fn session(&self, is_known: bool) -> zbus::fdo::Result<OwnedObjectPath> {
        let known = is_known && !self.manner.without_session;
        let path = known.then(|| OwnedObjectPath::try_from(SESSION_PATH).unwrap());
        path.ok_or_else(|| zbus::fdo::Error::Failed("there is no such session".into()))
    }
}

struct Session {
    locked: Arc<AtomicBool>,
}

#[zbus::interface(name = "org.freedesktop.login1.Session")]
impl Session {
    #[zbus(property)]
    fn locked_hint(&self) -> bool {
        self.locked.load(Ordering::Relaxed)
    }

    #[zbus(signal)]
    async fn lock(emitter: &SignalEmitter<'_>) -> zbus::Result<()>;

    #[zbus(signal)]
    async fn unlock(emitter: &SignalEmitter<'_>) -> zbus::Result<()>;
}

/// logind.
pub struct LoginManager {
    connection: zbus::Connection,
    locked: Arc<AtomicBool>,
    holds: Arc<watch::Sender<usize>>,
}

impl LoginManager {
    pub async fn start(bus: &PrivateBus, manner: LoginManner) -> Self {
        let locked = Arc::new(AtomicBool::new(false));
        let holds = Arc::new(watch::channel(0).0);
        let connection = zbus::connection::Builder::address(bus.address())
            .unwrap()
            .serve_at(MANAGER_PATH, Manager { manner, holds: holds.clone() })
            .unwrap()
            .serve_at(SESSION_PATH, Session { locked: locked.clone() })
            .unwrap()
            .name(LOGIN)
            .unwrap()
            .build()
            .await
            .unwrap();
        Self { connection, locked, holds }
    }

    /// Tells that the machine is about to sleep, or that it is awake.
    pub async fn prepare_for_sleep(&self, before: bool) {
        Manager::prepare_for_sleep(&self.emitter(MANAGER_PATH), before).await.unwrap();
    }

    /// Asks the session to lock itself, or to unlock.
    pub async fn ask_to_lock(&self, on: bool) {
        let session = self.emitter(SESSION_PATH);
        if on { Session::lock(&session).await } else { Session::unlock(&session).await }.unwrap();
    }

    /// Shows the session as locked or not, as a locker does.
    pub async fn show_locked(&self, on: bool) {
        self.locked.store(on, Ordering::Relaxed);
        let session: InterfaceRef<Session> =
            self.connection.object_server().interface(SESSION_PATH).await.unwrap();
        session.get().await.locked_hint_changed(session.signal_emitter()).await.unwrap();
    }

    /// Waits until sleep is held up so many times.
    ///
    /// # Panics
    /// After [`PATIENCE`].
    pub async fn until_held(&self, times: usize) {
        let mut holds = self.holds.subscribe();
        let waited = tokio::time::timeout(PATIENCE, holds.wait_for(|holds| *holds == times)).await;
        assert!(waited.is_ok(), "sleep is held {} times, not {times}", *self.holds.borrow());
    }

    fn emitter(&self, path: &'static str) -> SignalEmitter<'static> {
        SignalEmitter::new(&self.connection, path).unwrap().into_owned()
    }
}

/// A screen saver under one of their names.
pub struct ScreenSaver {
    connection: zbus::Connection,
    name: &'static str,
}

impl ScreenSaver {
    pub async fn start(bus: &PrivateBus, name: &'static str) -> Self {
        let connection = bus.connect().await;
        connection.request_name(name).await.unwrap();
        Self { connection, name }
    }

    pub async fn turn(&self, on: bool) {
        pretend_to_be_saver(&self.connection, None, self.name, on).await;
    }

    /// Leaves the bus.
    pub async fn stop(self) {
        self.connection.close().await.unwrap();
    }
}

/// Sends the signal of a screen saver from any connection, to all or to one program.
pub async fn pretend_to_be_saver(from: &zbus::Connection, to: Option<&str>, name: &str, on: bool) {
    let path = "/org/freedesktop/ScreenSaver";
    from.emit_signal(to, path, name, "ActiveChanged", &(on,)).await.unwrap();
}

/// Sends the signals of logind from any connection, to all or to one program.
pub async fn pretend_to_be_login(from: &zbus::Connection, to: Option<&str>) {
    let (manager, session) = ("org.freedesktop.login1.Manager", "org.freedesktop.login1.Session");
    from.emit_signal(to, MANAGER_PATH, manager, "PrepareForSleep", &(true,)).await.unwrap();
    from.emit_signal(to, SESSION_PATH, session, "Lock", &()).await.unwrap();
}
