//! The tray's pictures, decoded when the program is built.

use launcher_core::tray::TrayIcon;
use tauri::image::Image;
use tauri::include_image;

/// macOS colours the icon itself, to suit the menu bar.
pub(super) const ARE_TEMPLATES: bool = cfg!(target_os = "macos");

#[cfg(target_os = "macos")]
pub(super) const fn image(icon: TrayIcon) -> Image<'static> {
    match icon {
        TrayIcon::Idle => include_image!("../icons/tray/idle-template-22@2x.png"),
        TrayIcon::Active => include_image!("../icons/tray/active-template-22@2x.png"),
        TrayIcon::EndingSoon => include_image!("../icons/tray/ending-soon-template-22@2x.png"),
        TrayIcon::Offline => include_image!("../icons/tray/offline-template-22@2x.png"),
    }
}

#[cfg(windows)]
pub(super) const fn image(icon: TrayIcon) -> Image<'static> {
    match icon {
        TrayIcon::Idle => include_image!("../icons/tray/idle-32.png"),
        TrayIcon::Active => include_image!("../icons/tray/active-32.png"),
        TrayIcon::EndingSoon => include_image!("../icons/tray/ending-soon-32.png"),
        TrayIcon::Offline => include_image!("../icons/tray/offline-32.png"),
    }
}

#[cfg(not(any(target_os = "macos", windows)))]
pub(super) const fn image(icon: TrayIcon) -> Image<'static> {
    match icon {
        TrayIcon::Idle => include_image!("../icons/tray/idle-22@2x.png"),
        TrayIcon::Active => include_image!("../icons/tray/active-22@2x.png"),
        TrayIcon::EndingSoon => include_image!("../icons/tray/ending-soon-22@2x.png"),
        TrayIcon::Offline => include_image!("../icons/tray/offline-22@2x.png"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_has_a_picture_of_its_own() {
        let states = [TrayIcon::Idle, TrayIcon::Active, TrayIcon::EndingSoon, TrayIcon::Offline];
        for (place, state) in states.iter().enumerate() {
            let picture = image(*state);
            assert!(picture.width() == picture.height() && picture.width() >= 32, "{state:?}");
            for other in &states[..place] {
                assert_ne!(picture.rgba(), image(*other).rgba(), "{state:?} looks like {other:?}");
            }
        }
    }

    #[test]
    fn states_differ_without_their_colours() {
        let shape = |state| image(state).rgba().iter().skip(3).step_by(4).copied().collect::<Vec<_>>();
        let states = [TrayIcon::Idle, TrayIcon::Active, TrayIcon::EndingSoon, TrayIcon::Offline];
        for (place, state) in states.iter().enumerate() {
            for other in &states[..place] {
                assert_ne!(shape(*state), shape(*other), "{state:?} has the shape of {other:?}");
            }
        }
    }
}
