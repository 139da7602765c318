//! The tray: renders the core's [`Tray`] and tells what was pressed in it.

mod host;
mod icons;
mod lines;
mod menu;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use launcher_core::tray::{Tray, TrayAction};
use tauri::tray::{MouseButton, MouseButtonState, TrayIcon, TrayIconBuilder, TrayIconEvent};
use tauri::{AppHandle, Runtime};

pub use host::has_host;
use menu::RenderedMenu;

/// Desktops remember by this name whether the user wants to see the icon.
const TRAY_ID: &str = "altostrat-launcher";

/// The icon and its menu, for as long as the program runs.
pub struct SystemTray<R: Runtime>(Arc<Shared<R>>);

struct Shared<R: Runtime> {
    app: AppHandle<R>,
    pressed: Box<dyn Fn(TrayAction) + Send + Sync>,
    /// What was asked for last, whether or not the main thread has come to it.
    asked: Mutex<Tray>,
    /// Nothing until the desktop has a place for it. Used on the main thread alone.
    shown: Mutex<Option<Shown<R>>>,
}

/// What the desktop has been given.
struct Shown<R: Runtime> {
    icon: TrayIcon<R>,
    tray: Tray,
    menu: RenderedMenu<R>,
}

impl<R: Runtime> SystemTray<R> {
    /// Puts the icon into the desktop's panel, on Linux as soon as there is one; call it from Tauri's setup.
    ///
    /// `pressed` is told of every press in the tray. It is called on the main thread and must not wait.
    pub fn install(
        app: &AppHandle<R>,
        pressed: impl Fn(TrayAction) + Send + Sync + 'static,
    ) -> tauri::Result<Self> {
        let shared = Arc::new(Shared {
            app: app.clone(),
            pressed: Box::new(pressed),
            asked: Mutex::default(),
            shown: Mutex::default(),
        });
        #[cfg(target_os = "linux")]
        {
            let waiting = shared.clone();
            host::when_there(move || waiting.appear_on_main_thread())?;
        }
        #[cfg(not(target_os = "linux"))]
        shared.appear()?;
        Ok(Self(shared))
    }

    /// Shows `tray`. Nothing is done when it is what was asked for last; words change in place, so that a menu
    /// under the pointer stays; a new menu is made only when its lines are others.
    pub fn render(&self, tray: &Tray) {
        {
            let mut asked = hold(&self.0.asked);
            if *asked == *tray {
                return;
            }
            *asked = tray.clone();
        }
        let shared = self.0.clone();
        let queued = self.0.app.run_on_main_thread(move || {
            if let Err(problem) = shared.catch_up() {
                tracing::warn!(%problem, "the tray does not show the latest");
            }
        });
        if let Err(problem) = queued {
            // The event loop has ended, and the tray with it.
            tracing::debug!(%problem, "the tray was not reached");
        }
    }
}

impl<R: Runtime> Shared<R> {
    /// Whether the icon is in the panel now, or never will be.
    #[cfg(target_os = "linux")]
    fn appear_on_main_thread(self: &Arc<Self>) -> bool {
        let (sender, appeared) = std::sync::mpsc::channel();
        let shared = self.clone();
        let queued = self.app.run_on_main_thread(move || {
            // The waiting thread ends with the program only.
            let _ = sender.send(shared.appear());
        });
        match queued.map(|()| appeared.recv()) {
            Ok(Ok(Err(problem))) => {
                tracing::warn!(%problem, "the panel did not take the tray");
                false
            }
            Ok(Ok(Ok(())) | Err(_)) | Err(_) => true,
        }
    }

    fn appear(self: &Arc<Self>) -> tauri::Result<()> {
        let tray = hold(&self.asked).clone();
        let shown = Shown::put(self, tray)?;
        *hold(&self.shown) = Some(shown);
        Ok(())
    }

    fn catch_up(&self) -> tauri::Result<()> {
        let tray = hold(&self.asked).clone();
        match &mut *hold(&self.shown) {
            Some(shown) => shown.become_like(&self.app, tray),
            // It appears with the latest.
            None => Ok(()),
        }
    }
}

impl<R: Runtime> Shown<R> {
    fn put(shared: &Arc<Shared<R>>, tray: Tray) -> tauri::Result<Self> {
        let menu = RenderedMenu::build(&shared.app, &tray.menu)?;
        let (chosen, clicked) = (shared.clone(), shared.clone());
        let mut builder = TrayIconBuilder::with_id(TRAY_ID)
            .icon(icons::image(tray.icon))
            .icon_as_template(icons::ARE_TEMPLATES)
            .tooltip(&tray.tooltip)
            .menu(menu.root())
            .show_menu_on_left_click(false)
            .on_menu_event(move |_, event| {
                // Menus of other places report here too; their ids are no actions.
                if let Some(action) = menu::action(event.id()) {
                    (chosen.pressed)(action);
                }
            })
            .on_tray_icon_event(move |_, event| {
                if opens_window(&event) {
                    (clicked.pressed)(TrayAction::OpenWindow);
                }
            });
        if cfg!(target_os = "linux") {
            // The item's name for people; macOS would write it into the menu bar.
            builder = builder.title(crate::NAME);
        }
        let icon = builder.build(&shared.app)?;
        Ok(Self { icon, tray, menu })
    }

    fn become_like(&mut self, app: &AppHandle<R>, tray: Tray) -> tauri::Result<()> {
        if tray.icon != self.tray.icon {
            self.icon.set_icon_with_as_template(Some(icons::image(tray.icon)), icons::ARE_TEMPLATES)?;
        }
        if tray.tooltip != self.tray.tooltip {
            self.icon.set_tooltip(Some(&tray.tooltip))?;
        }
        if !self.menu.reword(&self.tray.menu, &tray.menu)? {
            let menu = RenderedMenu::build(app, &tray.menu)?;
            self.icon.set_menu(Some(menu.root().clone()))?;
            self.menu = menu;
        }
        self.tray = tray;
        Ok(())
    }
}

fn hold<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A left click, where the panel does not open the menu for it.
fn opens_window(event: &TrayIconEvent) -> bool {
    matches!(
        event,
        TrayIconEvent::Click { button: MouseButton::Left, button_state: MouseButtonState::Up, .. }
    )
}
