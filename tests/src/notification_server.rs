//! A stand-in for the desktop's notification server, on a message bus of its own (Linux).

use std::collections::{BTreeMap, HashMap};
use std::process::Stdio;
use std::sync::Arc;

use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};
use tokio::sync::watch;
use zbus::object_server::SignalEmitter;
use zbus::zvariant::OwnedValue;

use crate::waiting::PATIENCE;

const NOTIFICATIONS: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";

/// A session bus without any service, which vanishes with its tests.
pub struct PrivateBus {
    address: String,
    daemon: Child,
    _folder: TempDir,
}

impl PrivateBus {
    pub async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let config = folder.path().join("bus.conf");
        // No service folders: nothing of this machine's desktop is started by a call.
        let text = format!(
            r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir={}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*"/>
    <allow receive_sender="*"/>
    <allow own="*"/>
    <allow user="*"/>
  </policy>
</busconfig>
"#,
            folder.path().display()
        );
        std::fs::write(&config, text).unwrap();
        let mut daemon = Command::new("dbus-daemon");
        daemon
            .arg(format!("--config-file={}", config.display()))
            .args(["--nofork", "--nopidfile", "--print-address=1"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true);
        let mut daemon = daemon.spawn().unwrap_or_else(|problem| panic!("dbus-daemon: {problem}"));
        let mut lines = BufReader::new(daemon.stdout.take().unwrap()).lines();
        let address = lines.next_line().await.unwrap().expect("the bus told no address");
        Self { address, daemon, _folder: folder }
    }

    /// Where programs find it: the value of `DBUS_SESSION_BUS_ADDRESS`.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// A program on this bus.
    pub async fn connect(&self) -> zbus::Connection {
        zbus::connection::Builder::address(self.address()).unwrap().build().await.unwrap()
    }

    pub async fn stop(mut self) {
        self.daemon.kill().await.unwrap();
    }
}

/// A notification as a program asked for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notification {
    pub number: u32,
    /// The number it was to replace; 0 for none.
    pub replaces: u32,
    pub program: String,
    pub icon: String,
    pub title: String,
    pub body: String,
    /// Keys and labels.
    pub actions: Vec<(String, String)>,
    pub urgency: Option<u8>,
    /// Milliseconds; 0 is never, -1 the server's choice.
    pub timeout: i32,
}

impl Notification {
    /// The labels of its buttons. The action `default` is a press on the notification itself.
    pub fn buttons(&self) -> Vec<&str> {
        let buttons = self.actions.iter().filter(|(key, _)| key != "default");
        buttons.map(|(_, label)| label.as_str()).collect()
    }
}

/// What a program asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    Show(Notification),
    Withdraw(u32),
}

/// Everything the server has seen.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// In the order it was asked.
    pub asked: Vec<Asked>,
    pub on_screen: BTreeMap<u32, Notification>,
    last: u32,
}

impl Seen {
    /// The one notification on screen with these words in its title.
    pub fn shows(&self, words: &str) -> Option<&Notification> {
        let mut found = self.on_screen.values().filter(|notification| notification.title.contains(words));
        found.next().filter(|_| found.next().is_none())
    }

    /// How often a notification with these words in its title was asked for.
    pub fn times(&self, words: &str) -> usize {
        let shown = |asked: &&Asked| matches!(asked, Asked::Show(shown) if shown.title.contains(words));
        self.asked.iter().filter(shown).count()
    }

    pub fn withdrew(&self, number: u32) -> bool {
        self.asked.contains(&Asked::Withdraw(number))
    }
}

/// How the server behaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manner {
    pub capabilities: Vec<String>,
    /// A notification goes away when one of its actions is pressed, as the specification has it.
    pub closes_when_pressed: bool,
}

impl Default for Manner {
    fn default() -> Self {
        Self {
            capabilities: ["actions", "body", "body-markup", "persistence"].map(ToOwned::to_owned).into(),
            closes_when_pressed: true,
        }
    }
}

/// The server. Dropping it frees its name on the bus.
pub struct NotificationServer {
    connection: zbus::Connection,
    seen: Arc<watch::Sender<Seen>>,
    manner: Manner,
}

impl NotificationServer {
    pub async fn start(bus: &PrivateBus, manner: Manner) -> Self {
        let seen = Arc::new(watch::channel(Seen::default()).0);
        let desk = Desk { seen: seen.clone(), capabilities: manner.capabilities.clone() };
        let connection = zbus::connection::Builder::address(bus.address())
            .unwrap()
            .serve_at(PATH, desk)
            .unwrap()
            .name(NOTIFICATIONS)
            .unwrap()
            .build()
            .await
            .unwrap();
        Self { connection, seen, manner }
    }

    pub fn seen(&self) -> Seen {
        self.seen.borrow().clone()
    }

    /// Waits until what was seen satisfies `look`.
    ///
    /// # Panics
    /// After [`PATIENCE`], naming `what` and what was seen.
    pub async fn until<T>(&self, what: &str, look: impl Fn(&Seen) -> Option<T>) -> T {
        let mut seen = self.seen.subscribe();
        let waited = tokio::time::timeout(PATIENCE, async {
            loop {
                if let Some(answer) = look(&seen.borrow_and_update()) {
                    return answer;
                }
                seen.changed().await.unwrap();
            }
        });
        waited.await.unwrap_or_else(|_| panic!("waited in vain: {what}\n{:#?}", *self.seen.borrow()))
    }

    /// Waits for the one notification on screen with these words in its title.
    pub async fn the(&self, words: &str) -> Notification {
        self.until(words, |seen| seen.shows(words).cloned()).await
    }

    /// Presses the button with this label.
    ///
    /// # Panics
    /// When the notification has no such button.
    pub async fn press(&self, notification: &Notification, label: &str) {
        let found = notification.actions.iter().find(|(key, text)| key != "default" && text == label);
        let (key, _) = found.unwrap_or_else(|| panic!("no button {label:?} in {notification:?}"));
        self.invoke(notification.number, key).await;
    }

    /// Clicks the notification itself.
    pub async fn click(&self, notification: &Notification) {
        self.invoke(notification.number, "default").await;
    }

    /// Reports an action of any number, known or not.
    pub async fn invoke(&self, number: u32, key: &str) {
        Desk::action_invoked(&self.emitter(), number, key).await.unwrap();
        if self.manner.closes_when_pressed {
            self.dismiss(number).await;
        }
    }

    /// Closes a notification as the user does.
    pub async fn dismiss(&self, number: u32) {
        self.seen.send_modify(|seen| drop(seen.on_screen.remove(&number)));
        Desk::notification_closed(&self.emitter(), number, DISMISSED).await.unwrap();
    }

    /// Leaves the bus, as a server that is stopped or crashes does.
    pub async fn stop(self) {
        self.connection.close().await.unwrap();
    }

    fn emitter(&self) -> SignalEmitter<'static> {
        SignalEmitter::new(&self.connection, PATH).unwrap().into_owned()
    }
}

const DISMISSED: u32 = 2;
const CLOSED_BY_CALL: u32 = 3;

/// The server's side of the interface.
struct Desk {
    seen: Arc<watch::Sender<Seen>>,
    capabilities: Vec<String>,
}

#[zbus::interface(name = "org.freedesktop.Notifications")]
impl Desk {
    #[expect(clippy::too_many_arguments, reason = "the specification's method has that many")]
    fn notify(
        &self,
        app_name: String,
        replaces_id: u32,
        app_icon: String,
        summary: String,
        body: String,
        actions: Vec<String>,
        hints: HashMap<String, OwnedValue>,
        expire_timeout: i32,
    ) -> u32 {
        let mut number = replaces_id;
        self.seen.send_modify(|seen| {
            if !seen.on_screen.contains_key(&replaces_id) {
                seen.last += 1;
                number = seen.last;
            }
            let notification = Notification {
                number,
                replaces: replaces_id,
                program: app_name,
                icon: app_icon,
                title: summary,
                body,
                actions: actions.chunks_exact(2).map(|pair| (pair[0].clone(), pair[1].clone())).collect(),
                urgency: hints.get("urgency").and_then(|urgency| u8::try_from(urgency).ok()),
                timeout: expire_timeout,
            };
            seen.asked.push(Asked::Show(notification.clone()));
            seen.on_screen.insert(number, notification);
        });
        number
    }

    async fn close_notification(&self, id: u32, #[zbus(signal_emitter)] emitter: SignalEmitter<'_>) {
        let mut was_there = false;
        self.seen.send_modify(|seen| {
            seen.asked.push(Asked::Withdraw(id));
            was_there = seen.on_screen.remove(&id).is_some();
        });
        if was_there {
            let _ = Self::notification_closed(&emitter, id, CLOSED_BY_CALL).await;
        }
    }

    fn get_capabilities(&self) -> Vec<String> {
        self.capabilities.clone()
    }

    #[expect(clippy::unused_self, reason = "a method of the interface")]
    fn get_server_information(&self) -> (&'static str, &'static str, &'static str, &'static str) {
        ("stand-in", "Altostrat Launcher's tests", "1", "1.3")
    }

    #[zbus(signal)]
    async fn notification_closed(emitter: &SignalEmitter<'_>, id: u32, reason: u32) -> zbus::Result<()>;

    #[zbus(signal)]
    async fn action_invoked(emitter: &SignalEmitter<'_>, id: u32, action_key: &str) -> zbus::Result<()>;
}
