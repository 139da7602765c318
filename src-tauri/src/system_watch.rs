//! What happens to the machine and its user: the screen is locked, the machine goes to sleep, and back again.
//!
//! Linux tells by D-Bus. On the other systems nothing is told yet, and the settings say so.

#[cfg(target_os = "linux")]
mod linux;

use launcher_core::app::SystemEvent;
use tokio::sync::mpsc;

#[cfg(target_os = "linux")]
pub use linux::Buses;

/// The watch. Dropping it ends it, and lets the machine sleep.
#[derive(Debug)]
pub struct SystemWatch {
    holds: mpsc::UnboundedSender<bool>,
}

impl SystemWatch {
    /// Begins to watch and tells `told`, which runs on another thread and returns quickly. Needs Tauri's runtime.
    #[cfg(target_os = "linux")]
    pub fn start(told: impl Fn(SystemEvent) + Send + Sync + 'static) -> Self {
        let (watch, work) = Self::on_buses(Buses::of_the_system(), told);
        tauri::async_runtime::spawn(work);
        watch
    }

    /// A watch on buses of choice, and the work to be spawned for it.
    #[cfg(target_os = "linux")]
    pub fn on_buses(
        buses: Buses,
        told: impl Fn(SystemEvent) + Send + Sync + 'static,
    ) -> (Self, impl Future<Output = ()> + Send + 'static) {
        let (holds, wanted) = mpsc::unbounded_channel();
        (Self { holds }, linux::watch(buses, wanted, told))
    }

    /// Tells nothing: this system is not listened to.
    #[cfg(not(target_os = "linux"))]
    pub fn start(_told: impl Fn(SystemEvent) + Send + Sync + 'static) -> Self {
        Self { holds: mpsc::unbounded_channel().0 }
    }

    /// Holds the machine's sleep up from now on, or lets go of it. Returns at once.
    pub fn hold_sleep(&self, on: bool) {
        // Where nobody listens there is nothing to hold.
        let _ = self.holds.send(on);
    }
}
