//! The environment of the programs that are started: the user's, without what belongs to the launcher.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::Path;

use super::surroundings::{Os, Surroundings};

/// How a program's environment differs from the launcher's. Sorted by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EnvironmentChange {
    pub remove: Vec<OsString>,
    pub set: Vec<(OsString, OsString)>,
}

/// The launcher's own variables, among them its token, and those of its password prompt.
const OWN: [&str; 9] = [
    "ALTOSTRAT_API_GENERATION",
    "ALTOSTRAT_API_TOKEN",
    "ALTOSTRAT_API_URL",
    "ALTOSTRAT_LAUNCHER_DATA_DIR",
    "ALTO_ASKPASS_ID",
    "SSH_ASKPASS",
    "SSH_ASKPASS_REQUIRE",
    "DESKTOP_STARTUP_ID",
    "XDG_ACTIVATION_TOKEN",
];

/// What a bundle and its start script leave behind.
const BUNDLE: [&str; 6] =
    ["APPDIR", "APPIMAGE", "ARGV0", "GIO_LAUNCHED_DESKTOP_FILE", "GIO_LAUNCHED_DESKTOP_FILE_PID", "OWD"];

/// What an `AppImage`'s start script sets without naming its folder.
const SET_BY_BUNDLE: [&str; 3] = ["GDK_BACKEND", "GTK_THEME", "PYTHONDONTWRITEBYTECODE"];

const PREFIXES: [&str; 4] = ["ELECTRON_", "SNAP_", "TAURI_", "WEBKIT_"];

/// The search path where nothing else is left.
const PATH: &str = "/usr/local/bin:/usr/bin:/bin";

/// Works out what to take out of the launcher's environment before a program is started with it.
///
/// A program of the system fails with symbol errors when it finds the libraries of an `AppImage` or a snap
/// first. From variables that are lists of paths only the entries inside the bundle are taken; a variable that
/// then is empty is removed, because an empty entry means the current folder.
pub fn clean_env(surroundings: &Surroundings) -> EnvironmentChange {
    let mut change = BTreeMap::new();
    let bundles: Vec<&str> = ["APPDIR", "SNAP"]
        .into_iter()
        .filter_map(|name| surroundings.variable(name)?.to_str())
        .filter(|folder| folder.starts_with('/') && !folder.trim_matches('/').is_empty())
        .collect();
    for (name, value) in surroundings.variables() {
        let Some(text) = name.to_str() else { continue };
        let is_ours = OWN.contains(&text)
            || text == "SNAP"
            || PREFIXES.iter().any(|prefix| text.starts_with(prefix))
            || BUNDLE.contains(&text)
            || (!bundles.is_empty() && SET_BY_BUNDLE.contains(&text));
        if is_ours {
            change.insert(name.clone(), None);
        } else if surroundings.os() == Os::Linux
            && let Some(rest) = value.to_str().and_then(|value| without_bundle(value, &bundles))
        {
            let rest = if rest.is_empty() && text == "PATH" { PATH.to_owned() } else { rest };
            change.insert(name.clone(), (!rest.is_empty()).then(|| rest.into()));
        }
    }
    let mut result = EnvironmentChange::default();
    for (name, value) in change {
        match value {
            None => result.remove.push(name),
            Some(value) => result.set.push((name, value)),
        }
    }
    result
}

/// The list without its entries inside a bundle; `None` where it has none.
fn without_bundle(value: &str, bundles: &[&str]) -> Option<String> {
    let is_inside = |entry: &&str| {
        bundles.iter().any(|bundle| Path::new(entry).starts_with(bundle)) || entry.starts_with("/tmp/.mount_")
    };
    if !value.split(':').any(|entry| is_inside(&entry)) {
        return None;
    }
    let kept: Vec<&str> = value.split(':').filter(|entry| !is_inside(entry) && !entry.is_empty()).collect();
    Some(kept.join(":"))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::launch::surroundings::tests::surroundings;

    /// `None`: untouched; `Some("")`: removed.
    #[rstest]
    #[case("ALTOSTRAT_API_TOKEN", "alto_sk_x", Some(""))]
    #[case("SSH_ASKPASS", "/usr/bin/ksshaskpass", Some(""))]
    #[case("ALTO_ASKPASS_ID", "x", Some(""))]
    #[case("APPIMAGE", "/home/u/launcher.AppImage", Some(""))]
    #[case("ARGV0", "launcher", Some(""))]
    #[case("WEBKIT_DISABLE_DMABUF_RENDERER", "1", Some(""))]
    #[case("GDK_BACKEND", "x11", Some(""))]
    #[case("SNAP_NAME", "code", Some(""))]
    #[case("LD_LIBRARY_PATH", "/tmp/.mount_alto/usr/lib:/opt/cuda/lib", Some("/opt/cuda/lib"))]
    #[case("LD_LIBRARY_PATH", "/tmp/.mount_alto/usr/lib:/tmp/.mount_alto/lib:", Some(""))]
    #[case("PATH", "/tmp/.mount_alto/usr/bin:/usr/bin:/bin", Some("/usr/bin:/bin"))]
    #[case("PATH", "/tmp/.mount_alto/usr/bin", Some(PATH))]
    #[case("XDG_DATA_DIRS", "/tmp/.mount_alto/usr/share:/usr/share", Some("/usr/share"))]
    #[case("GDK_PIXBUF_MODULE_FILE", "/tmp/.mount_alto/usr/lib/loaders.cache", Some(""))]
    #[case("GTK_PATH", "/snap/code/1/usr/lib/gtk-3.0", Some(""))]
    #[case("PYTHONHOME", "/tmp/.mount_alto/usr", Some(""))]
    #[case("PATH", "/tmp/.mount_altogether-not/bin:/usr/bin", Some("/usr/bin"))]
    #[case("HOME", "/home/u", None)]
    #[case("DISPLAY", ":0", None)]
    #[case("SNAPPY", "x", None)]
    #[case("LD_LIBRARY_PATH", "/opt/cuda/lib::", None)]
    #[case("DBUS_SESSION_BUS_ADDRESS", "unix:path=/run/user/1000/bus", None)]
    #[case("OTHER", "/tmp/.mounted/x", None)]
    fn inside_a_bundle_programs_get_the_users_own_environment(
        #[case] name: &str,
        #[case] value: &str,
        #[case] becomes: Option<&str>,
    ) {
        let here = surroundings(
            Os::Linux,
            &[("APPDIR", "/tmp/.mount_alto"), ("SNAP", "/snap/code/1"), (name, value)],
        );
        let change = clean_env(&here);
        let removed = change.remove.iter().any(|removed| removed == name);
        let set = change.set.iter().find(|(set, _)| set == name).map(|(_, value)| value.to_str().unwrap());
        assert_eq!((removed, set), (becomes == Some(""), becomes.filter(|value| !value.is_empty())));
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
        let here = surroundings(Os::Linux, &[("APPDIR", "/"), ("PATH", "/usr/bin")]);
        let change = clean_env(&here);
        assert_eq!((change.remove, change.set), (vec!["APPDIR".into()], Vec::new()));
    }
}
