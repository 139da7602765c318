//! The one window.

use std::path::Path;

use tauri::plugin::TauriPlugin;
use tauri::{AppHandle, Manager as _, Runtime, Url, WebviewUrl, WebviewWindowBuilder};

use tauri_plugin_window_state::StateFlags;

use crate::desktop::MAIN_WINDOW;

/// Name of the file with the window's place.
const PLACE_FILE: &str = "window.json";

/// Whether the web view may keep anything on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Privacy {
    /// It keeps nothing.
    Private,
    /// `WebKitGTK` lets `WebDriver` drive ordinary web views alone.
    Driven,
}

/// How a new window comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Opening {
    InFront,
    /// Nobody asked for it, but somebody will look for it.
    Minimised,
}

/// Remembers where the window was and how large, in the data folder. A place that is on no screen any more is left.
pub(crate) fn place_keeper<R: Runtime>(data_folder: &Path) -> TauriPlugin<R> {
    tauri_plugin_window_state::Builder::new()
        // Joined to the plugin's own folder, which an absolute path replaces.
        .with_filename(data_folder.join(PLACE_FILE).to_string_lossy())
        .with_state_flags(StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED)
        .build()
}

/// Brings the window to the front, or makes one. For the main thread.
pub(crate) fn bring_up<R: Runtime>(app: &AppHandle<R>, privacy: Privacy) -> tauri::Result<()> {
    let Some(window) = app.get_webview_window(MAIN_WINDOW) else {
        return open(app, privacy, Opening::InFront);
    };
    window.show()?;
    window.unminimize()?;
    window.set_focus()
}

/// Opens the window. It shows the launcher's own pages and goes nowhere else.
pub(crate) fn open<R: Runtime>(app: &AppHandle<R>, privacy: Privacy, opening: Opening) -> tauri::Result<()> {
    let window = WebviewWindowBuilder::new(app, MAIN_WINDOW, WebviewUrl::App("index.html".into()))
        .title(crate::NAME)
        .inner_size(1_040.0, 680.0)
        .min_inner_size(680.0, 480.0)
        .incognito(privacy == Privacy::Private)
        .general_autofill_enabled(false)
        .on_navigation(is_own_page)
        .on_new_window(|_, _| tauri::webview::NewWindowResponse::Deny)
        .build()?;
    match opening {
        Opening::InFront => Ok(()),
        Opening::Minimised => window.minimize(),
    }
}

/// The pages built into the program: `tauri://localhost`, or `http(s)://tauri.localhost` on Windows.
fn is_own_page(url: &Url) -> bool {
    match url.scheme() {
        "tauri" => url.host_str() == Some("localhost"),
        "http" | "https" => url.host_str() == Some("tauri.localhost"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_goes_nowhere_else() {
        for (url, own) in [
            ("tauri://localhost/", true),
            ("http://tauri.localhost/index.html", true),
            ("https://altostrat.io/", false),
            ("http://tauri.localhost.evil.example/", false),
            ("tauri://evil/", false),
            ("file:///etc/passwd", false),
            ("winbox://host", false),
        ] {
            assert_eq!(is_own_page(&url.parse().unwrap()), own, "{url}");
        }
    }
}
