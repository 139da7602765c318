//! The desktop as the app needs it: the window that shows views, and the clipboard.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use async_trait::async_trait;
use launcher_core::app::CopyText;
use launcher_core::app::ports::Desktop;
use launcher_core::contract::ViewUpdate;
use launcher_core::diagnostics::SystemFacts;
use launcher_core::launch::Surroundings;
use launcher_core::notice::{Notice, NoticeId};
use launcher_core::tray::Tray;
use tauri::{AppHandle, Emitter as _, Manager as _, Wry};
use tauri_plugin_clipboard_manager::ClipboardExt as _;
use tauri_plugin_dialog::DialogExt as _;
use tokio::sync::oneshot;

use crate::life;
use crate::notices::SystemNotices;
use crate::settings_file::replace;
use crate::start_with_system::LoginItem;
use crate::system_facts;
use crate::system_watch::SystemWatch;
use crate::tray::SystemTray;

/// Name of the one window, and of the event that carries views to it.
pub const MAIN_WINDOW: &str = "main";
pub const VIEW_CHANGED: &str = "view-changed";

/// How long a copied password stays on the clipboard.
const SECRET_STAYS: Duration = Duration::from_secs(30);

/// The desktop behind Tauri.
pub struct TauriDesktop {
    app: AppHandle,
    notices: SystemNotices,
    tray: Option<SystemTray<Wry>>,
    watch: SystemWatch,
    login_item: Option<LoginItem>,
    surroundings: Surroundings,
}

impl TauriDesktop {
    pub fn new(
        app: AppHandle,
        notices: SystemNotices,
        tray: Option<SystemTray<Wry>>,
        watch: SystemWatch,
        login_item: Option<LoginItem>,
        surroundings: Surroundings,
    ) -> Self {
        Self { app, notices, tray, watch, login_item, surroundings }
    }
}

#[async_trait]
impl Desktop for TauriDesktop {
    fn show(&self, update: ViewUpdate) {
        if self.app.get_webview_window(MAIN_WINDOW).is_none() {
            return;
        }
        if let Err(problem) = self.app.emit_to(MAIN_WINDOW, VIEW_CHANGED, update) {
            tracing::warn!(%problem, "views did not reach the window");
        }
    }

    async fn copy(&self, text: CopyText) -> bool {
        let app = self.app.clone();
        match text {
            CopyText::Plain(text) => blocking(move || app.clipboard().write_text(text).is_ok()).await,
            CopyText::Secret(password) => {
                let copied = password.clone();
                let written = app.clone();
                let done = blocking(move || written.clipboard().write_secret(copied.expose()).is_ok()).await;
                if done {
                    tokio::spawn(async move {
                        tokio::time::sleep(SECRET_STAYS).await;
                        // Whatever was copied in the meantime is not ours to clear.
                        blocking(move || {
                            let still_ours =
                                app.clipboard().read_text().is_ok_and(|text| text == password.expose());
                            !still_ours || app.clipboard().clear().is_ok()
                        })
                        .await;
                    });
                }
                done
            }
        }
    }

    async fn choose_file(&self) -> Option<PathBuf> {
        let (sender, receiver) = oneshot::channel();
        let mut dialog = self.app.dialog().file();
        if let Some(window) = self.app.get_webview_window(MAIN_WINDOW) {
            dialog = dialog.set_parent(&window);
        }
        dialog.pick_file(move |file| {
            let _ = sender.send(file);
        });
        receiver.await.ok().flatten().and_then(|file| file.into_path().ok())
    }

    async fn save_file(&self, suggested_name: &str, bytes: Vec<u8>) -> io::Result<bool> {
        let (sender, receiver) = oneshot::channel();
        let mut dialog = self.app.dialog().file().set_file_name(suggested_name);
        if let Some(window) = self.app.get_webview_window(MAIN_WINDOW) {
            dialog = dialog.set_parent(&window);
        }
        dialog.save_file(move |file| {
            let _ = sender.send(file);
        });
        let Some(place) = receiver.await.ok().flatten() else { return Ok(false) };
        let place = place.into_path().map_err(io::Error::other)?;
        let written = tokio::task::spawn_blocking(move || write_new(&place, &bytes));
        written.await.map_err(io::Error::other)?.map(|()| true)
    }

    fn system_facts(&self) -> SystemFacts {
        system_facts::ask(&self.surroundings)
    }

    fn show_notice(&self, notice: Notice) {
        self.notices.show(&notice);
    }

    fn withdraw_notice(&self, id: NoticeId) {
        self.notices.withdraw(id);
    }

    fn show_tray(&self, tray: Tray) {
        if let Some(shown) = &self.tray {
            shown.render(&tray);
        }
    }

    fn open_window(&self) {
        life::show_window(&self.app);
    }

    fn minimise_window(&self) {
        let minimised = self.app.get_webview_window(MAIN_WINDOW).map(|window| window.minimize());
        if let Some(Err(problem)) = minimised {
            tracing::warn!(%problem, "the window was not minimised");
        }
    }

    fn quit(&self) {
        self.app.exit(0);
    }

    fn hold_sleep(&self, on: bool) {
        self.watch.hold_sleep(on);
    }

    fn starts_with_system(&self) -> Option<bool> {
        self.login_item.as_ref()?.is_set()
    }

    fn set_start_with_system(&self, on: bool) {
        if let Some(Err(problem)) = self.login_item.as_ref().map(|item| item.set(on)) {
            tracing::warn!(%problem, on, "starting with the system was not changed");
        }
    }

    fn reload_window(&self) {
        let reloaded = self.app.get_webview_window(MAIN_WINDOW).map(|window| window.reload());
        if let Some(Err(problem)) = reloaded {
            tracing::warn!(%problem, "the window was not reloaded after signing in");
        }
    }
}

/// Writes a file where the user has chosen, in one step, for this user alone on Unix. That a file of the name may be
/// replaced, the system's dialog has asked.
fn write_new(place: &Path, bytes: &[u8]) -> io::Result<()> {
    let (Some(folder), Some(name)) = (place.parent(), place.file_name()) else {
        return Err(io::ErrorKind::InvalidInput.into());
    };
    replace(folder, name, |file| file.write_all(bytes))
}

/// Runs a clipboard call off the async threads: reading can wait for another program.
async fn blocking(work: impl FnOnce() -> bool + Send + 'static) -> bool {
    tokio::task::spawn_blocking(work).await.unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_saved_file_is_whole_and_for_this_user_alone() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("report.zip");
        std::fs::write(&place, "an older and longer one").unwrap();
        write_new(&place, b"new").unwrap();
        assert_eq!(std::fs::read(&place).unwrap(), b"new");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing unfinished stays");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(std::fs::metadata(&place).unwrap().permissions().mode() & 0o777, 0o600);
        }
        assert!(write_new(&folder.path().join("gone/report.zip"), b"new").is_err());
        assert!(write_new(Path::new("/"), b"new").is_err());
    }
}
