//! What this system says of itself, for a report.

use launcher_core::diagnostics::SystemFacts;
use launcher_core::launch::Surroundings;

use crate::tray;

/// Asks the system. Blocks, as long as the desktop takes to say whether it shows a tray.
pub(crate) fn ask(surroundings: &Surroundings) -> SystemFacts {
    let variables = ["XDG_CURRENT_DESKTOP", "XDG_SESSION_TYPE"];
    let desktop = variables.iter().filter_map(|name| surroundings.variable(name)?.to_str());
    SystemFacts {
        system: format!("{}, {}", name_and_version(), std::env::consts::ARCH),
        desktop: desktop.collect::<Vec<_>>().join(", "),
        web_view: tauri::webview_version().unwrap_or_default(),
        has_tray_host: tray::has_host(),
    }
}

/// The name that os-release(5) has for people, and the kernel's.
#[cfg(target_os = "linux")]
fn name_and_version() -> String {
    let read = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
    let kernel = read("/proc/sys/kernel/osrelease");
    let kernel = kernel.trim();
    ["/etc/os-release", "/usr/lib/os-release"]
        .into_iter()
        .find_map(|path| pretty_name(&read(path)))
        .map_or_else(|| format!("Linux {kernel}"), |name| format!("{name}, Linux {kernel}"))
}

#[cfg(target_os = "linux")]
fn pretty_name(os_release: &str) -> Option<String> {
    let value = os_release.lines().find_map(|line| line.strip_prefix("PRETTY_NAME="))?;
    Some(value.trim().trim_matches(['"', '\'']).to_owned()).filter(|name| !name.is_empty())
}

/// The build, which tells the releases of Windows apart.
#[cfg(windows)]
fn name_and_version() -> String {
    let key = windows_registry::LOCAL_MACHINE.open(r"SOFTWARE\Microsoft\Windows NT\CurrentVersion");
    let build = key.and_then(|key| key.get_string("CurrentBuildNumber"));
    build.map_or_else(|_| "Windows".to_owned(), |build| format!("Windows, build {build}"))
}

#[cfg(not(any(target_os = "linux", windows)))]
fn name_and_version() -> String {
    std::env::consts::OS.to_owned()
}

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_the_system_is_the_one_for_people() {
        let file = "NAME=Debian\nPRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nID=debian\n";
        assert_eq!(pretty_name(file).as_deref(), Some("Debian GNU/Linux 12 (bookworm)"));
        assert_eq!(pretty_name("PRETTY_NAME=''\n"), None);
        assert_eq!(pretty_name(""), None);
    }
}
