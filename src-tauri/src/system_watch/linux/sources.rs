//! Who tells what, and the signals they tell it by.

use std::time::Duration;

use futures_util::stream::{BoxStream, SelectAll};
use futures_util::{FutureExt as _, StreamExt as _};
use zbus::names::UniqueName;
use zbus::proxy::CacheProperties;
use zbus::zvariant::{OwnedObjectPath, OwnedValue};
use zbus::{Connection, Message, Proxy};

/// systemd-logind, as `org.freedesktop.login1(5)` describes it.
pub(super) const LOGIND: &str = "org.freedesktop.login1";
pub(super) const LOGIND_PATH: &str = "/org/freedesktop/login1";
pub(super) const MANAGER: &str = "org.freedesktop.login1.Manager";
const SESSION: &str = "org.freedesktop.login1.Session";
const PROPERTIES: &str = "org.freedesktop.DBus.Properties";

/// Screen savers of desktops: name, path, interface. All have the signal `ActiveChanged(b)`.
const SCREEN_SAVERS: [(&str, &str, &str); 5] = [
    ("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver"),
    ("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver", "org.gnome.ScreenSaver"),
    ("org.cinnamon.ScreenSaver", "/org/cinnamon/ScreenSaver", "org.cinnamon.ScreenSaver"),
    ("org.mate.ScreenSaver", "/org/mate/ScreenSaver", "org.mate.ScreenSaver"),
    ("org.xfce.ScreenSaver", "/org/xfce/ScreenSaver", "org.xfce.ScreenSaver"),
];

/// Longest wait for an answer.
const PATIENCE: Duration = Duration::from_secs(2);

/// Who tells of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Source {
    Logind,
    /// By its place in the list of known ones.
    ScreenSaver(usize),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Heard {
    /// The machine is about to sleep, or is awake again.
    Sleep(bool),
    /// The screen shows itself as locked or not. A source that is gone shows nothing.
    Locked(Source, bool),
    /// The session was asked to lock or unlock itself.
    Asked(bool),
}

type Signals = BoxStream<'static, Heard>;

/// Everybody who tells something, listened to at once.
pub(super) struct Sources {
    pub(super) signals: SelectAll<Signals>,
    pub(super) tell_of_lock: bool,
    pub(super) tell_of_sleep: bool,
}

impl Sources {
    pub(super) async fn listen(system: Option<&Connection>, session: Option<&Connection>) -> Self {
        let mut signals = SelectAll::new();
        // A stream that has ended would end the waiting for all others where it is the last one.
        signals.push(futures_util::stream::pending().boxed());
        let mut sources = Self { signals, tell_of_lock: false, tell_of_sleep: false };
        if let Some(system) = system {
            sources.listen_to_logind(system).await;
        }
        if let Some(session) = session {
            for number in 0..SCREEN_SAVERS.len() {
                sources.listen_to_screen_saver(session, number).await;
            }
        }
        sources
    }

    async fn listen_to_logind(&mut self, system: &Connection) {
        if !is_there(system, LOGIND).await {
            return;
        }
        if let Some(sleep) = signals_of(system, LOGIND, LOGIND_PATH, MANAGER, "PrepareForSleep").await {
            self.tell_of_sleep = true;
            self.hear(sleep, |signal| flag(signal).map(Heard::Sleep));
        }
        let Some(path) = own_session(system).await else { return };
        for (name, lock) in [("Lock", true), ("Unlock", false)] {
            if let Some(signals) = signals_of(system, LOGIND, &path, SESSION, name).await {
                self.hear(signals, move |_| Some(Heard::Asked(lock)));
            }
        }
        if let Some(changes) = signals_of(system, LOGIND, &path, PROPERTIES, "PropertiesChanged").await {
            self.tell_of_lock = true;
            self.hear(changes, |change| {
                locked_hint(change).map(|locked| Heard::Locked(Source::Logind, locked))
            });
        }
    }

    fn hear(
        &mut self,
        signals: BoxStream<'static, Message>,
        read: impl Fn(&Message) -> Option<Heard> + Send + 'static,
    ) {
        self.signals.push(signals.filter_map(move |signal| std::future::ready(read(&signal))).boxed());
    }

    /// One that is not there yet may come.
    async fn listen_to_screen_saver(&mut self, session: &Connection, number: usize) {
        let Some((name, path, interface)) = SCREEN_SAVERS.get(number).copied() else { return };
        self.tell_of_lock |= is_there(session, name).await;
        if let Some(changes) = signals_of(session, name, path, interface, "ActiveChanged").await {
            let source = Source::ScreenSaver(number);
            self.hear(changes, move |signal| flag(signal).map(|active| Heard::Locked(source, active)));
            // One that crashes while it locks must not stand for a lock for ever: it would hide the next one.
            if let Some(owners) = owners_of(session, name).await {
                let gone = owners.filter(|owner| std::future::ready(owner.is_none()));
                self.signals.push(gone.map(move |_| Heard::Locked(source, false)).boxed());
            }
        }
    }
}

/// The signals of an object, from the owner of `service` alone.
async fn signals_of(
    bus: &Connection,
    service: &str,
    path: &str,
    interface: &str,
    signal: &'static str,
) -> Option<BoxStream<'static, Message>> {
    let listening = async {
        // Without its properties being read, which would start a service that is merely installed.
        let proxy: Proxy<'static> = zbus::proxy::Builder::new(bus)
            .destination(service.to_owned())?
            .path(path.to_owned())?
            .interface(interface.to_owned())?
            .cache_properties(CacheProperties::No)
            .build()
            .await?;
        proxy.receive_signal(signal).await
    };
    match tokio::time::timeout(PATIENCE, listening).await {
        Ok(Ok(signals)) => Some(signals.boxed()),
        Ok(Err(problem)) => {
            tracing::debug!(%problem, service, signal, "not listened to");
            None
        }
        Err(_) => None,
    }
}

/// The owners of a name from now on; `None` for a name that nobody owns any more.
async fn owners_of(bus: &Connection, name: &str) -> Option<BoxStream<'static, Option<UniqueName<'static>>>> {
    let listening = async {
        let proxy: Proxy<'static> = zbus::proxy::Builder::new(bus)
            .destination(name.to_owned())?
            .path("/")?
            .interface("org.freedesktop.DBus.Peer")?
            .cache_properties(CacheProperties::No)
            .build()
            .await?;
        proxy.receive_owner_changed().await
    };
    tokio::time::timeout(PATIENCE, listening).await.ok()?.ok().map(futures_util::StreamExt::boxed)
}

async fn is_there(bus: &Connection, name: &str) -> bool {
    let asked = bus.call_method(
        Some("org.freedesktop.DBus"),
        "/org/freedesktop/DBus",
        Some("org.freedesktop.DBus"),
        "NameHasOwner",
        &name,
    );
    let answered = asked.map(|reply| reply.and_then(|reply| reply.body().deserialize::<bool>()));
    matches!(tokio::time::timeout(PATIENCE, answered).await, Ok(Ok(true)))
}

/// The session this program belongs to; of a program that the user's own systemd started, the one on the screen.
async fn own_session(system: &Connection) -> Option<String> {
    for (method, argument) in [("GetSession", "auto"), ("GetSession", "self")] {
        let asked = system.call_method(Some(LOGIND), LOGIND_PATH, Some(MANAGER), method, &argument);
        if let Ok(Ok(reply)) = tokio::time::timeout(PATIENCE, asked).await
            && let Ok(path) = reply.body().deserialize::<OwnedObjectPath>()
        {
            return Some(path.as_str().to_owned());
        }
    }
    None
}

fn flag(signal: &Message) -> Option<bool> {
    signal.body().deserialize().ok()
}

/// The new value of `LockedHint`, if it is among what changed.
fn locked_hint(change: &Message) -> Option<bool> {
    type Changes = (String, std::collections::HashMap<String, OwnedValue>, Vec<String>);
    let body = change.body();
    let (interface, changed, _): Changes = body.deserialize().ok()?;
    if interface != SESSION {
        return None;
    }
    changed.get("LockedHint").and_then(|hint| bool::try_from(hint).ok())
}
