//! Notices of the desktop: shows a [`Notice`], takes it away again, and reports what is pressed in it.
//!
//! Linux talks to the notification server itself (`org.freedesktop.Notifications`), which can replace and withdraw
//! what it shows. macOS and Windows go through `tauri-plugin-notification`, which can do neither there: an older
//! notice stays on screen until the user or the system removes it, and a press in it only opens the window.

mod offer;

#[cfg(target_os = "linux")]
mod freedesktop;
#[cfg(any(test, not(target_os = "linux")))]
mod offers;
#[cfg(not(target_os = "linux"))]
mod plugin;

use launcher_core::notice::{Notice, NoticeAction, NoticeId};
use tauri::{AppHandle, Runtime};
use tokio::sync::mpsc;

#[cfg(target_os = "linux")]
pub use freedesktop::{Bus, Program};

/// What the task that owns the notices is asked to do.
#[derive(Debug)]
enum Order {
    Show(Notice),
    Withdraw(NoticeId),
}

/// The notices of this program. Dropping it ends the reports of presses.
#[derive(Debug)]
pub struct SystemNotices {
    orders: mpsc::UnboundedSender<Order>,
}

impl SystemNotices {
    /// Readies the notices and hands every press to `pressed`, which runs on another thread and returns quickly.
    #[cfg(target_os = "linux")]
    pub fn new<R: Runtime>(
        app: &AppHandle<R>,
        pressed: impl Fn(NoticeAction) + Send + Sync + 'static,
    ) -> Self {
        // The bundler names the desktop entry after the product and the icon after the program.
        let product = app.package_info().name.clone();
        let program = Program {
            name: crate::NAME.to_owned(),
            icon: app.config().main_binary_name.clone().unwrap_or_else(|| product.clone()),
            desktop_entry: product,
        };
        let (notices, work) = Self::on_bus(Bus::Session, program, pressed);
        tauri::async_runtime::spawn(work);
        notices
    }

    /// The notices on a bus of choice, and the work to be spawned for them.
    #[cfg(target_os = "linux")]
    pub fn on_bus(
        bus: Bus,
        program: Program,
        pressed: impl Fn(NoticeAction) + Send + Sync + 'static,
    ) -> (Self, impl Future<Output = ()> + Send + 'static) {
        let (orders, receiver) = mpsc::unbounded_channel();
        (Self { orders }, freedesktop::attend(bus, program, receiver, pressed))
    }

    /// Readies the notices and hands every press to `pressed`, which runs on another thread and returns quickly.
    ///
    /// Brings the notification plugin into the app.
    #[cfg(not(target_os = "linux"))]
    pub fn new<R: Runtime>(
        app: &AppHandle<R>,
        pressed: impl Fn(NoticeAction) + Send + Sync + 'static,
    ) -> Self {
        let (orders, receiver) = mpsc::unbounded_channel();
        match plugin::PluginNotices::start(app, pressed) {
            Ok(notices) => drop(tauri::async_runtime::spawn(notices.attend(receiver))),
            Err(problem) => tracing::info!(%problem, "notices cannot be shown"),
        }
        Self { orders }
    }

    /// Shows a notice in the place of the one with the same id. Returns at once.
    pub fn show(&self, notice: &Notice) {
        // Without a receiver there is nowhere to show anything, which was logged.
        let _ = self.orders.send(Order::Show(notice.clone()));
    }

    /// Takes a notice away, where the system can. Returns at once.
    pub fn withdraw(&self, id: NoticeId) {
        let _ = self.orders.send(Order::Withdraw(id));
    }
}
