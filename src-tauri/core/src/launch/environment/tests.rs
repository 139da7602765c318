use rstest::rstest;

use super::*;
use crate::launch::surroundings::tests::surroundings;

/// What becomes of one variable: `None` untouched, `Some("")` removed.
fn becomes(change: &EnvironmentChange, name: &str) -> Option<String> {
    let is_removed = change.remove.iter().any(|removed| removed == name);
    let set = change.set.iter().find(|(set, _)| set == name);
    match (is_removed, set) {
        (true, None) => Some(String::new()),
        (false, Some((_, value))) => Some(value.to_str().unwrap().to_owned()),
        (false, None) => None,
        (true, Some(_)) => panic!("{name} is both removed and set"),
    }
}

/// Started from a terminal or a menu, without any bundle.
#[rstest]
#[case("ALTOSTRAT_API_TOKEN", "alto_sk_x", Some(""))]
#[case("ALTOSTRAT_API_URL", "https://v1.api.altostrat.io", Some(""))]
#[case("ALTOSTRAT_API_GENERATION", "v1", Some(""))]
#[case("ALTOSTRAT_MY_ADDRESS", "203.0.113.42", Some(""))]
#[case("ALTOSTRAT_LAUNCHER_DATA_DIR", "/data", Some(""))]
#[case("ALTOSTRAT_LAUNCHER_LOG", "debug", Some(""))]
#[case("ALTO_ASKPASS_ID", "x", Some(""))]
#[case("SSH_ASKPASS", "/usr/bin/ksshaskpass", Some(""))]
#[case("SSH_ASKPASS_REQUIRE", "prefer", Some(""))]
#[case("SSH_ASKPASS_PROMPT", "confirm", Some(""))]
#[case("SSH_AUTH_SOCK", "/run/user/1000/keyring/ssh", None)]
#[case("DESKTOP_STARTUP_ID", "gnome-shell/x", Some(""))]
#[case("XDG_ACTIVATION_TOKEN", "x", Some(""))]
#[case("GIO_LAUNCHED_DESKTOP_FILE", "/usr/share/applications/x.desktop", Some(""))]
#[case("GIO_LAUNCHED_DESKTOP_FILE_PID", "1", Some(""))]
#[case("WEBKIT_DISABLE_DMABUF_RENDERER", "1", Some(""))]
#[case("TAURI_WEBVIEW_AUTOMATION", "true", Some(""))]
#[case("ELECTRON_RUN_AS_NODE", "1", Some(""))]
#[case("VSCODE_GIT_ASKPASS_NODE", "/usr/share/code/code", Some(""))]
#[case("GDK_BACKEND", "wayland", None)]
#[case("GTK_THEME", "Adwaita", None)]
#[case("PATH", "/home/u/bin:/usr/bin", None)]
#[case("PATH", "/snap/bin:/usr/bin", None)]
#[case("LD_LIBRARY_PATH", "/opt/cuda/lib::", None)]
#[case("HOME", "/home/u", None)]
#[case("DISPLAY", ":0", None)]
#[case("WAYLAND_DISPLAY", "wayland-0", None)]
#[case("DBUS_SESSION_BUS_ADDRESS", "unix:path=/run/user/1000/bus", None)]
#[case("XDG_RUNTIME_DIR", "/run/user/1000", None)]
#[case("SNAPPY", "x", None)]
#[case("ALTOSTRATUS", "x", None)]
#[case("LANG", "ar_SA.UTF-8", None)]
fn programs_get_the_users_environment_without_what_is_ours(
    #[case] name: &str,
    #[case] value: &str,
    #[case] expected: Option<&str>,
) {
    let here = surroundings(Os::Linux, &[(name, value)]);
    assert_eq!(becomes(&clean_env(&here), name).as_deref(), expected);
}

/// Started from an `AppImage` mounted at `/tmp/.mount_alto`. To Windows such a path is not absolute.
#[cfg(unix)]
#[rstest]
#[case("APPDIR", "/tmp/.mount_alto", Some(""))]
#[case("APPIMAGE", "/home/u/launcher.AppImage", Some(""))]
#[case("ARGV0", "launcher", Some(""))]
#[case("OWD", "/home/u", Some(""))]
#[case("GDK_BACKEND", "x11", Some(""))]
#[case("GTK_THEME", "Adwaita:dark", Some(""))]
#[case("PYTHONDONTWRITEBYTECODE", "1", Some(""))]
#[case("LD_LIBRARY_PATH", "/tmp/.mount_alto/usr/lib:/opt/cuda/lib", Some("/opt/cuda/lib"))]
#[case("LD_LIBRARY_PATH", "/tmp/.mount_alto/usr/lib:/tmp/.mount_alto/lib:", Some(""))]
#[case("LD_PRELOAD", "/tmp/.mount_alto/a.so /usr/lib/b.so", Some("/usr/lib/b.so"))]
#[case("PATH", "/tmp/.mount_alto/usr/bin:/usr/bin:/bin", Some("/usr/bin:/bin"))]
#[case("PATH", "/tmp/.mount_alto/usr/bin", Some(PATH))]
#[case("XDG_DATA_DIRS", "/tmp/.mount_alto/usr/share:/usr/share", Some("/usr/share"))]
#[case("XDG_DATA_DIRS", "/tmp/.mount_alto/usr/share", Some(""))]
#[case("GDK_PIXBUF_MODULE_FILE", "/tmp/.mount_alto/usr/lib/loaders.cache", Some(""))]
#[case("GDK_PIXBUF_MODULEDIR", "/tmp/.mount_alto/usr/lib/loaders", Some(""))]
#[case("GTK_PATH", "/tmp/.mount_alto/usr/lib/gtk-3.0", Some(""))]
#[case("GTK_EXE_PREFIX", "/tmp/.mount_alto/usr", Some(""))]
#[case("GTK_DATA_PREFIX", "/tmp/.mount_alto", Some(""))]
#[case("GTK_IM_MODULE_FILE", "/tmp/.mount_alto/usr/lib/immodules.cache", Some(""))]
#[case("GST_PLUGIN_SYSTEM_PATH_1_0", "/tmp/.mount_alto/usr/lib/gstreamer-1.0", Some(""))]
#[case("GSETTINGS_SCHEMA_DIR", "/tmp/.mount_alto/usr/share/glib-2.0/schemas", Some(""))]
#[case("GIO_EXTRA_MODULES", "/tmp/.mount_alto/usr/lib/gio", Some(""))]
#[case("QT_PLUGIN_PATH", "/tmp/.mount_alto/usr/lib/qt:/usr/lib/qt6/plugins", Some("/usr/lib/qt6/plugins"))]
#[case("PERLLIB", "/tmp/.mount_alto/usr/share/perl5", Some(""))]
#[case("PYTHONHOME", "/tmp/.mount_alto/usr", Some(""))]
#[case("PYTHONPATH", "/home/u/lib:/tmp/.mount_alto/usr/lib/python3", Some("/home/u/lib"))]
#[case("PATH", "/tmp/.mount_other/bin:/usr/bin", Some("/usr/bin"))]
#[case("PATH", "/nix/store/x/appimage-run/bin:/usr/bin", Some("/usr/bin"))]
#[case("OTHER", "/tmp/.mounted/x", None)]
#[case("HOME", "/home/u", None)]
#[case("GTK_MODULES", "canberra-gtk-module", None)]
fn from_an_appimage_nothing_of_it_is_handed_on(
    #[case] name: &str,
    #[case] value: &str,
    #[case] expected: Option<&str>,
) {
    let mut variables = vec![("APPDIR", "/tmp/.mount_alto")];
    if name != "APPDIR" {
        variables.push((name, value));
    }
    let change = clean_env(&surroundings(Os::Linux, &variables));
    assert_eq!(becomes(&change, name).as_deref(), expected);
}

/// Started from a snap, or from a program inside one. To Windows such a path is not absolute.
#[cfg(unix)]
#[rstest]
#[case("SNAP", "/snap/code/1", Some(""))]
#[case("SNAP_NAME", "code", Some(""))]
#[case("GTK_PATH", "/snap/code/1/usr/lib/gtk-3.0", Some(""))]
#[case("GTK_EXE_PREFIX", "/snap/code/1/usr", Some(""))]
#[case("GIO_MODULE_DIR", "/home/u/snap/code/common/.cache/gio-modules", Some(""))]
#[case("LD_LIBRARY_PATH", "/snap/core20/current/lib:/snap/code/1/usr/lib", Some(""))]
#[case("LOCPATH", "/snap/code/1/usr/lib/locale", Some(""))]
#[case(
    "XDG_DATA_DIRS",
    "/snap/code/1/usr/share:/usr/share:/var/lib/snapd/desktop",
    Some("/usr/share:/var/lib/snapd/desktop")
)]
#[case("XDG_DATA_HOME", "/home/u/snap/code/1/.local/share", Some(""))]
#[case("PATH", "/snap/code/1/bin:/usr/bin:/snap/bin", Some("/usr/bin:/snap/bin"))]
#[case("HOME", "/home/u/snap/code/1", Some("/home/u"))]
#[case("HOME", "/home/u", None)]
#[case("GTK_IM_MODULE_FILE", "/usr/lib/immodules.cache", None)]
fn from_a_snap_nothing_of_it_is_handed_on(
    #[case] name: &str,
    #[case] value: &str,
    #[case] expected: Option<&str>,
) {
    let mut variables = vec![
        ("SNAP", "/snap/code/1"),
        ("SNAP_USER_DATA", "/home/u/snap/code/1"),
        ("SNAP_USER_COMMON", "/home/u/snap/code/common"),
        ("SNAP_REAL_HOME", "/home/u"),
    ];
    if name != "SNAP" {
        variables.push((name, value));
    }
    let change = clean_env(&surroundings(Os::Linux, &variables));
    assert_eq!(becomes(&change, name).as_deref(), expected);
}

#[test]
fn what_a_snap_remembers_of_the_time_before_is_put_back() {
    let here = surroundings(
        Os::Linux,
        &[
            ("GTK_PATH", "/snap/code/1/usr/lib/gtk-3.0"),
            ("GTK_PATH_VSCODE_SNAP_ORIG", ""),
            ("XDG_CONFIG_DIRS", "/snap/code/1/etc/xdg:/etc/xdg"),
            ("XDG_CONFIG_DIRS_VSCODE_SNAP_ORIG", "/etc/xdg/xdg-ubuntu:/etc/xdg"),
        ],
    );
    let change = clean_env(&here);
    assert_eq!(becomes(&change, "GTK_PATH").as_deref(), Some(""));
    assert_eq!(becomes(&change, "XDG_CONFIG_DIRS").as_deref(), Some("/etc/xdg/xdg-ubuntu:/etc/xdg"));
    assert_eq!(becomes(&change, "GTK_PATH_VSCODE_SNAP_ORIG").as_deref(), Some(""));
}

#[test]
fn on_windows_and_macos_ours_is_removed_and_lists_are_left_alone() {
    for (os, ours) in [(Os::Windows, "Altostrat_Api_Token"), (Os::MacOs, "ALTOSTRAT_API_TOKEN")] {
        let here = surroundings(os, &[(ours, "x"), ("PATH", "/tmp/.mount_x/bin:/usr/bin")]);
        let change = clean_env(&here);
        assert_eq!((change.remove, change.set), (vec![ours.into()], Vec::new()), "{os:?}");
    }
}

#[test]
fn an_ordinary_environment_is_left_alone() {
    for os in [Os::Linux, Os::MacOs, Os::Windows] {
        let here = surroundings(
            os,
            &[
                ("PATH", "/usr/bin"),
                ("GDK_BACKEND", "wayland"),
                ("GTK_THEME", "Adwaita"),
                ("SSH_AUTH_SOCK", "/x"),
            ],
        );
        assert_eq!(clean_env(&here), EnvironmentChange::default());
    }
}

#[test]
fn a_bundle_folder_that_is_everything_cleans_nothing() {
    let here = surroundings(Os::Linux, &[("APPDIR", "/"), ("PATH", "/usr/bin"), ("GTK_THEME", "Adwaita")]);
    let change = clean_env(&here);
    assert_eq!((change.remove, change.set), (vec!["APPDIR".into()], Vec::new()));
}
