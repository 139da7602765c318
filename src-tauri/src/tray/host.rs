//! Whether the desktop has a place for a tray icon: on Linux, a status-notifier host.

/// Whether a tray icon would be seen. May block for [`PATIENCE`](linux::PATIENCE): not for the main thread.
///
/// GNOME, for one, has a host only by an extension. No answer in time counts as none, and a panel that starts
/// later is seen only when asked again.
#[cfg(target_os = "linux")]
pub fn has_host() -> bool {
    linux::has_host()
}

/// Whether a tray icon would be seen: this system always has a tray.
#[cfg(not(target_os = "linux"))]
pub fn has_host() -> bool {
    true
}

#[cfg(target_os = "linux")]
pub(super) use linux::when_there;

#[cfg(target_os = "linux")]
mod linux {
    use std::io;
    use std::sync::mpsc;
    use std::thread;
    use std::time::Duration;

    use dbus::blocking::Connection;
    use dbus::blocking::stdintf::org_freedesktop_dbus::Properties as _;

    /// How long the desktop may think.
    pub(super) const PATIENCE: Duration = Duration::from_secs(2);

    /// Name, path and interface of the watcher: freedesktop.org's status notifier specification.
    const WATCHER: &str = "org.kde.StatusNotifierWatcher";
    const WATCHER_PATH: &str = "/StatusNotifierWatcher";

    /// What the bus says when a host may have come.
    const COMINGS: [&str; 2] = [
        "type='signal',sender='org.freedesktop.DBus',interface='org.freedesktop.DBus',\
         member='NameOwnerChanged',arg0='org.kde.StatusNotifierWatcher'",
        "type='signal',interface='org.kde.StatusNotifierWatcher',member='StatusNotifierHostRegistered'",
    ];
    /// Waiting ends with a message; the bus has no endless wait.
    const A_DAY: Duration = Duration::from_secs(24 * 60 * 60);

    pub(super) fn has_host() -> bool {
        // Opening a connection has no time limit of its own, so a thread of its own may hang in it.
        let (answer, answered) = mpsc::channel();
        let asking = on_a_thread(move || {
            // Nobody listens any more once the patience is over.
            let _ = answer.send(Connection::new_session().and_then(|bus| is_there(&bus)));
        });
        if let Err(problem) = asking {
            tracing::debug!(%problem, "the desktop was not asked for its tray");
            return false;
        }
        match answered.recv_timeout(PATIENCE) {
            Ok(Ok(there)) => there,
            Ok(Err(problem)) => {
                tracing::debug!(%problem, "no status-notifier host");
                false
            }
            Err(problem) => {
                tracing::debug!(%problem, "no answer about a status-notifier host");
                false
            }
        }
    }

    /// Calls `attempt` on a thread of its own once a host is there, and again with every host that comes, until
    /// it answers `true`. Sleeps in between.
    pub(in super::super) fn when_there(mut attempt: impl FnMut() -> bool + Send + 'static) -> io::Result<()> {
        on_a_thread(move || {
            if let Err(problem) = wait(&mut attempt) {
                tracing::warn!(%problem, "no tray: the desktop's panel cannot be waited for");
            }
        })
    }

    fn wait(attempt: &mut dyn FnMut() -> bool) -> Result<(), dbus::Error> {
        let bus = Connection::new_session()?;
        // Listening comes before asking, so that no host slips in between.
        for coming in COMINGS {
            bus.add_match_no_cb(coming)?;
        }
        // A watcher that fails to answer is asked again when the bus tells of a change.
        while !(is_there(&bus).unwrap_or_default() && attempt()) {
            bus.process(A_DAY)?;
        }
        Ok(())
    }

    fn is_there(bus: &Connection) -> Result<bool, dbus::Error> {
        // Calling a watcher that is merely installed would start it, so its owner is asked for first.
        let (owned,): (bool,) = bus
            .with_proxy("org.freedesktop.DBus", "/org/freedesktop/DBus", PATIENCE)
            .method_call("org.freedesktop.DBus", "NameHasOwner", (WATCHER,))?;
        if !owned {
            return Ok(false);
        }
        bus.with_proxy(WATCHER, WATCHER_PATH, PATIENCE).get(WATCHER, "IsStatusNotifierHostRegistered")
    }

    fn on_a_thread(work: impl FnOnce() + Send + 'static) -> io::Result<()> {
        thread::Builder::new().name("tray host".to_owned()).spawn(work).map(drop)
    }
}
