//! The life of the program: one instance, a window that comes and goes, and an orderly end.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use launcher_core::app::{AppHandle as AppInbox, Wish};
use tauri::plugin::TauriPlugin;
use tauri::{AppHandle, Manager as _, RunEvent, Window, WindowEvent, Wry};

use crate::front_door::FrontDoor;
use crate::rendezvous::Rendezvous;
use crate::start::fingerprint;
use crate::start_with_system::BACKGROUND;
use crate::tray::has_host;
use crate::window::{self, Privacy};

/// What lives as long as the program.
pub(crate) struct Life {
    privacy: Privacy,
    /// Something on this desktop shows trays: only then may the window go.
    tray_is_shown: AtomicBool,
    /// Removed before the process ends, which it does without running destructors.
    places: Mutex<Option<Places>>,
}

/// Where other programs reach this one.
pub(crate) type Places = (Rendezvous, Option<FrontDoor>);

impl Life {
    pub(crate) fn new(privacy: Privacy) -> Self {
        Self { privacy, tray_is_shown: AtomicBool::new(false), places: Mutex::default() }
    }

    pub(crate) fn keep(&self, places: Places) {
        *self.places.lock().unwrap_or_else(PoisonError::into_inner) = Some(places);
    }

    fn end(&self) {
        self.places.lock().unwrap_or_else(PoisonError::into_inner).take();
    }
}

/// Whether others called before there was anybody to answer.
#[derive(Clone, Debug, Default)]
pub(crate) struct EarlyCalls(Arc<AtomicBool>);

impl EarlyCalls {
    pub(crate) fn were_made(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}

/// Lets a second start show the first one's window and end. On Linux each data folder has an instance of its own;
/// on the other systems there is one for each user.
///
/// The second may come before the first is put together; then its call is kept in `early`.
pub(crate) fn single_instance(data_folder: &Path, early: EarlyCalls) -> TauriPlugin<Wry> {
    tauri_plugin_single_instance::Builder::new()
        .dbus_id(format!("io.altostrat.launcher.at{}", fingerprint(data_folder)))
        .callback(move |app, arguments, _folder| {
            // Started with the system while it runs already: nobody has asked for a window.
            if arguments.iter().any(|argument| argument == BACKGROUND) {
                return;
            }
            // Noted first: whoever puts the app together looks here afterwards, so that no call is lost.
            early.0.store(true, Ordering::SeqCst);
            if let Some(inbox) = app.try_state::<AppInbox>() {
                inbox.tell(Wish::OpenWindow);
            }
        })
        .build()
}

/// Shows the window, on the main thread.
pub(crate) fn show_window(app: &AppHandle) {
    let shown = app.clone();
    let on_main = app.run_on_main_thread(move || {
        if let Err(problem) = window::bring_up(&shown, shown.state::<Life>().privacy) {
            tracing::error!(%problem, "the window cannot be shown");
        }
    });
    if let Err(problem) = on_main {
        tracing::error!(%problem, "the window cannot be shown");
    }
}

/// Closing the window ends its page and keeps the program in the tray. Where no tray is seen nothing would lead
/// back to it: then the window stays, minimised, once the user knows.
pub(crate) fn handle_window_event(window: &Window, event: &WindowEvent) {
    let api = match event {
        WindowEvent::CloseRequested { api, .. } => api,
        WindowEvent::Destroyed => return window.state::<AppInbox>().tell(Wish::LeaveWindow),
        _ => return,
    };
    let life = window.state::<Life>();
    // A panel may have come or gone since the start, so it is asked now.
    let tray_is_shown = has_host();
    life.tray_is_shown.store(tray_is_shown, Ordering::Relaxed);
    // WebDriver ends a window by closing it.
    if !tray_is_shown && life.privacy == Privacy::Private {
        api.prevent_close();
        window.state::<AppInbox>().tell(Wish::CloseWithoutTray);
    }
}

pub(crate) fn handle_run_event(app: &AppHandle, event: RunEvent) {
    // The first events come before the program is put together.
    let Some(life) = app.try_state::<Life>() else { return };
    match event {
        // Without a code it is the last window that closed, not a wish to quit.
        RunEvent::ExitRequested { code: None, api, .. } if life.tray_is_shown.load(Ordering::Relaxed) => {
            api.prevent_exit();
        }
        // A click on the Dock's icon.
        #[cfg(target_os = "macos")]
        RunEvent::Reopen { has_visible_windows: false, .. } => app.state::<AppInbox>().tell(Wish::OpenWindow),
        RunEvent::Exit => life.end(),
        _ => {}
    }
}
