//! A stand-in for the desktop's panel: it keeps the tray items that register with it, reads their menus and
//! presses their lines (Linux).
//!
//! After freedesktop.org's status notifier specification and the interface `com.canonical.dbusmenu`.

mod layout;

use std::time::Duration;

use tokio::sync::watch;
use zbus::message::Header;
use zbus::object_server::SignalEmitter;
use zbus::zvariant::{OwnedValue, Value};

pub use layout::{Line, find};

use crate::notification_server::PrivateBus;
use crate::waiting::{PATIENCE, until};

const WATCHER: &str = "org.kde.StatusNotifierWatcher";
const WATCHER_PATH: &str = "/StatusNotifierWatcher";
const ITEM: &str = "org.kde.StatusNotifierItem";
const MENU: &str = "com.canonical.dbusmenu";

/// Where an item is: a program on the bus, and an object of it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Address {
    program: String,
    path: String,
}

impl Address {
    /// Programs register by an object of theirs, or by a name under which the usual object is.
    fn of(registered: &str, sender: &str) -> Self {
        if registered.starts_with('/') {
            Self { program: sender.to_owned(), path: registered.to_owned() }
        } else {
            Self { program: registered.to_owned(), path: "/StatusNotifierItem".to_owned() }
        }
    }
}

/// The watcher, which is the panel's host as well.
struct Watcher {
    items: watch::Sender<Vec<Address>>,
    has_host: bool,
}

#[zbus::interface(name = "org.kde.StatusNotifierWatcher")]
impl Watcher {
    async fn register_status_notifier_item(
        &self,
        service: &str,
        #[zbus(header)] header: Header<'_>,
        #[zbus(signal_emitter)] emitter: SignalEmitter<'_>,
    ) -> zbus::fdo::Result<()> {
        let sender = header.sender().map(ToString::to_string).unwrap_or_default();
        let item = Address::of(service, &sender);
        self.items.send_if_modified(|items| {
            let is_new = !items.contains(&item);
            items.extend(is_new.then_some(item));
            is_new
        });
        Self::status_notifier_item_registered(&emitter, service).await?;
        Ok(())
    }

    #[zbus(property)]
    fn registered_status_notifier_items(&self) -> Vec<String> {
        self.items.borrow().iter().map(|item| format!("{}{}", item.program, item.path)).collect()
    }

    #[zbus(property)]
    fn is_status_notifier_host_registered(&self) -> bool {
        self.has_host
    }

    #[zbus(signal)]
    async fn status_notifier_item_registered(emitter: &SignalEmitter<'_>, service: &str) -> zbus::Result<()>;
}

/// The panel of a bus.
pub struct Panel {
    connection: zbus::Connection,
    items: watch::Receiver<Vec<Address>>,
}

impl Panel {
    /// Opens it: from now on programs on `bus` find a status-notifier host.
    pub async fn start(bus: &PrivateBus) -> Self {
        let connection = bus.connect().await;
        let (sender, items) = watch::channel(Vec::new());
        let watcher = Watcher { items: sender, has_host: true };
        connection.object_server().at(WATCHER_PATH, watcher).await.unwrap();
        connection.request_name(WATCHER).await.unwrap();
        Self { connection, items }
    }

    /// The newest item in the panel whose program is there, once there is one.
    ///
    /// # Panics
    /// After [`PATIENCE`].
    pub async fn item(&self) -> TrayItem {
        until("an item in the panel", async || {
            let items = self.items.borrow().clone();
            for address in items.into_iter().rev() {
                let item = TrayItem { connection: self.connection.clone(), address };
                if item.is_there().await {
                    return Some(item);
                }
            }
            None
        })
        .await
    }

    /// Leaves the bus, as a panel that is restarted does.
    pub async fn stop(self) {
        self.connection.close().await.unwrap();
    }
}

/// A program's icon in the panel, and the menu behind it.
pub struct TrayItem {
    connection: zbus::Connection,
    address: Address,
}

impl TrayItem {
    /// The picture, as the program sends it.
    pub async fn picture(&self) -> Vec<u8> {
        let pictures = self.property("IconPixmap").await.expect("no picture");
        let pictures = Vec::<(i32, i32, Vec<u8>)>::try_from(pictures).unwrap();
        pictures.into_iter().next().map(|(_, _, pixels)| pixels).unwrap_or_default()
    }

    /// The words for a pointer that rests on the icon.
    pub async fn tooltip(&self) -> String {
        type ToolTip = (String, Vec<(i32, i32, Vec<u8>)>, String, String);
        let tooltip: zbus::zvariant::Structure<'_> =
            self.property("ToolTip").await.expect("no tooltip").try_into().unwrap();
        let (_icon, _pictures, _title, words): ToolTip = tooltip.try_into().unwrap();
        words
    }

    /// Clicks the icon itself.
    pub async fn click(&self) {
        let proxy = self.proxy(ITEM, &self.address.path).await.unwrap();
        proxy.call_method("Activate", &(0_i32, 0_i32)).await.unwrap();
    }

    /// Whether the program is still on the bus.
    pub async fn is_there(&self) -> bool {
        self.property("Id").await.is_ok()
    }

    async fn property(&self, name: &str) -> zbus::Result<OwnedValue> {
        self.proxy(ITEM, &self.address.path).await?.get_property(name).await
    }

    async fn proxy(&self, interface: &'static str, path: &str) -> zbus::Result<zbus::Proxy<'static>> {
        zbus::proxy::Builder::new(&self.connection)
            .destination(self.address.program.clone())?
            .path(path.to_owned())?
            .interface(interface)?
            .cache_properties(zbus::proxy::CacheProperties::No)
            .build()
            .await
    }

    async fn menu_proxy(&self) -> zbus::Result<zbus::Proxy<'static>> {
        let path = zbus::zvariant::OwnedObjectPath::try_from(self.property("Menu").await?)?;
        self.proxy(MENU, path.as_str()).await
    }

    /// The menu as it is now.
    pub async fn menu(&self) -> zbus::Result<Vec<Line>> {
        let everything = (0_i32, -1_i32, Vec::<&str>::new());
        let answer = self.menu_proxy().await?.call_method("GetLayout", &everything).await?;
        let (_revision, root): (u32, layout::Node) = answer.body().deserialize()?;
        Ok(layout::read(root)?.lines)
    }

    /// Waits for the line at the end of `path`, where each part is a label or, with a `…` at its end, the
    /// beginning of one.
    ///
    /// # Panics
    /// After [`PATIENCE`], with the menu.
    pub async fn line(&self, path: &[&str]) -> Line {
        let mut last = None;
        let found = tokio::time::timeout(PATIENCE, async {
            loop {
                last = self.menu().await.ok();
                if let Some(line) = last.as_ref().and_then(|menu| find(menu, path)) {
                    return line.clone();
                }
                tokio::time::sleep(Duration::from_millis(30)).await;
            }
        })
        .await;
        found.unwrap_or_else(|_| panic!("no line {path:?} in the menu: {last:#?}"))
    }

    /// Waits until no line is at `path`.
    pub async fn gone(&self, path: &[&str]) {
        until(&format!("{path:?} to leave the menu"), async || {
            find(&self.menu().await.ok()?, path).is_none().then_some(())
        })
        .await;
    }

    /// Waits for the line at the end of `path` and for it to be enabled, and presses it.
    pub async fn press(&self, path: &[&str]) {
        let line = until(&format!("{path:?} to be enabled"), async || {
            Some(self.line(path).await).filter(|line| line.enabled)
        })
        .await;
        let pressed = (line.id, "clicked", Value::from(0_i32), 0_u32);
        self.menu_proxy().await.unwrap().call_method("Event", &pressed).await.unwrap();
    }
}
