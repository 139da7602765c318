//! What a machine must have before anything is built: system packages, Rust, Node, the UI's npm packages.
//! What is missing is installed where the system allows it, and named where it does not.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::SystemTime;

use anyhow::{Context, Result, bail};

use crate::child::{Keeper, name_of};
use crate::places::Places;
use crate::steps::Steps;

/// What the window needs to be compiled and linked.
pub(crate) const TO_BUILD: &[&str] = &[
    "libwebkit2gtk-4.1-dev",
    "libayatana-appindicator3-dev",
    "librsvg2-dev",
    "libdbus-1-dev",
    "pkg-config",
    "build-essential",
];

/// What a display of our own needs, with a window to look at and a terminal to connect in.
pub(crate) const TO_SHOW: &[&str] =
    &["xvfb", "dbus", "openbox", "xdotool", "imagemagick", "fonts-noto-core", "xterm", "openssh-client"];

/// What the tests need on top of both.
pub(crate) const TO_TEST: &[&str] = &[
    "webkit2gtk-driver",
    "dbus-x11",
    "gnome-keyring",
    "libsecret-tools",
    "x11-utils",
    "wmctrl",
    "fonts-inter",
];

/// The terminals that are opened for real, a compositor for the one that knows Wayland alone, and the drawing of
/// those that use OpenGL.
pub(crate) const TERMINALS: &[&str] = &[
    "xterm",
    "gnome-terminal",
    "gnome-console",
    "konsole",
    "xfce4-terminal",
    "alacritty",
    "kitty",
    "foot",
    "weston",
    "libgl1-mesa-dri",
];

/// The oldest Rust the libraries accept.
const RUST: (u32, u32) = (1, 90);

/// Makes sure the packages are there. On Debian and Ubuntu the missing ones are installed; elsewhere their names
/// are said and the work goes on, for this system may well have them under other names.
pub(crate) fn install_packages(keeper: &Keeper, wanted: &[&str]) -> Result<()> {
    if !cfg!(target_os = "linux") {
        return Ok(());
    }
    if !installs_packages() {
        println!(
            "This system has no apt-get, so nothing is installed here. Needed are what Debian calls:\n  {}",
            wanted.join(" ")
        );
        return Ok(());
    }
    let missing = missing_packages(wanted)?;
    if missing.is_empty() {
        return Ok(());
    }
    println!("Installing system packages: {}", missing.join(" "));
    if !has_candidates(&missing)? {
        apt(keeper, &["update"])?;
    }
    let install = [&["install", "--yes", "--no-install-recommends"], missing.as_slice()].concat();
    // Old package lists name files that the mirror no longer has: one fresh look, one more try.
    if apt(keeper, &install).is_err() {
        apt(keeper, &["update"])?;
        apt(keeper, &install)?;
    }
    Ok(())
}

/// Whether [`install_packages`] installs anything here.
pub(crate) fn installs_packages() -> bool {
    cfg!(target_os = "linux") && find_program("apt-get").is_some() && find_program("dpkg-query").is_some()
}

/// Ends with a sentence when one of these programs is not on the path.
pub(crate) fn need_programs(names: &[&str]) -> Result<()> {
    let missing: Vec<&str> = names.iter().copied().filter(|name| find_program(name).is_none()).collect();
    if !missing.is_empty() {
        bail!("these programs are needed and not on the path: {}", missing.join(", "));
    }
    Ok(())
}

/// Runs a command as the system's owner.
pub(crate) fn as_root(keeper: &Keeper, words: &[&str]) -> Result<()> {
    let status = keeper.run(&mut rooted(words)?)?;
    if !status.success() {
        bail!("\"{}\" failed ({status})", words.join(" "));
    }
    Ok(())
}

/// A command of the system's owner: as it is for root, through sudo for others.
pub(crate) fn rooted(words: &[&str]) -> Result<Command> {
    let is_root = output(Command::new("id").arg("-u"))?.trim() == "0";
    let mut command = if is_root {
        Command::new(words[0])
    } else if find_program("sudo").is_some() {
        let mut sudo = Command::new("sudo");
        sudo.args(["DEBIAN_FRONTEND=noninteractive", words[0]]);
        sudo
    } else {
        bail!("this needs root and there is no sudo; please run as root: {}", words.join(" "));
    };
    command.args(&words[1..]).env("DEBIAN_FRONTEND", "noninteractive");
    Ok(command)
}

/// Checks the compiler's version.
pub(crate) fn check_rust() -> Result<()> {
    let told = output(Command::new(env::var_os("RUSTC").unwrap_or_else(|| "rustc".into())).arg("--version"))?;
    match version_in(&told) {
        Some(found) if found >= RUST => Ok(()),
        _ => bail!(
            "Rust {}.{} or newer is needed; this is \"{}\". See https://rustup.rs",
            RUST.0,
            RUST.1,
            told.trim()
        ),
    }
}

/// Makes sure that cargo can format and lint; rustup's minimal profile lacks both.
pub(crate) fn check_rust_tools(keeper: &Keeper, places: &Places) -> Result<()> {
    let is_there = |tool| {
        let mut cargo = places.cargo();
        cargo.args([tool, "--version"]).stdout(Stdio::null()).stderr(Stdio::null());
        cargo.status().is_ok_and(|status| status.success())
    };
    if is_there("fmt") && is_there("clippy") {
        return Ok(());
    }
    if find_program("rustup").is_none() {
        bail!("cargo fmt and cargo clippy are needed; please install rustfmt and clippy for this Rust");
    }
    let status = keeper.run(Command::new("rustup").args(["component", "add", "rustfmt", "clippy"]))?;
    if !status.success() {
        bail!("rustup could not add rustfmt and clippy ({status})");
    }
    Ok(())
}

/// Checks Node's version.
pub(crate) fn check_node() -> Result<()> {
    let advice =
        "Node 20.19 or newer (22.12 or newer of the 22 line) is needed, with npm. See https://nodejs.org";
    let Ok(told) = output(Command::new("node").arg("--version")) else {
        bail!("{advice}");
    };
    if !version_in(&told).is_some_and(node_suits) {
        bail!("{advice}. This is {}", told.trim());
    }
    if find_program(if cfg!(windows) { "npm.cmd" } else { "npm" }).is_none() {
        bail!("Node is here but npm is not; please install npm");
    }
    Ok(())
}

/// Installs the UI's packages when they are older than the lock file, and builds the UI: the shell is compiled
/// with the built files inside.
pub(crate) fn build_ui(steps: &Steps<'_>, places: &Places) -> Result<()> {
    let ui = places.ui();
    if is_older(&ui.join("node_modules/.package-lock.json"), &ui.join("package-lock.json")) {
        steps.run("ui packages", places.npm().args(["ci", "--no-audit", "--no-fund"]))?;
    }
    steps.run("ui build", places.npm().args(["run", "--silent", "build"]))
}

/// The program's path, when it is on `PATH`.
pub(crate) fn find_program(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path)
        .flat_map(|folder| [folder.join(name), folder.join(format!("{name}{}", env::consts::EXE_SUFFIX))])
        .find(|file| file.is_file())
}

/// What a program writes to its standard output; an error when it cannot be run or fails.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let name = name_of(command);
    let done = command.stdin(Stdio::null()).output().with_context(|| format!("cannot run {name}"))?;
    if !done.status.success() {
        bail!("{name} failed ({}): {}", done.status, String::from_utf8_lossy(&done.stderr).trim());
    }
    Ok(String::from_utf8_lossy(&done.stdout).into_owned())
}

/// The first `major.minor` in a version line such as `rustc 1.95.0 (…)` or `v20.20.2`.
pub(crate) fn version_in(line: &str) -> Option<(u32, u32)> {
    line.split_whitespace().find_map(|word| {
        let mut parts = word.trim_start_matches('v').split('.');
        Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
    })
}

/// The range that Vite 7 names: `^20.19 || >=22.12`.
fn node_suits(version: (u32, u32)) -> bool {
    (version.0 == 20 && version.1 >= 19) || version >= (22, 12)
}

fn apt(keeper: &Keeper, words: &[&str]) -> Result<()> {
    as_root(keeper, &[&["apt-get", "-qq", "-o", "Dpkg::Use-Pty=0"], words].concat())
}

fn missing_packages<'w>(wanted: &[&'w str]) -> Result<Vec<&'w str>> {
    // It fails when one package is unknown, and still tells about the others.
    let told = Command::new("dpkg-query")
        .args(["--show", "--showformat=${Package} ${db:Status-Status}\n"])
        .args(wanted)
        .output()
        .context("cannot run dpkg-query")?;
    Ok(not_installed(wanted, &String::from_utf8_lossy(&told.stdout)))
}

fn not_installed<'w>(wanted: &[&'w str], told: &str) -> Vec<&'w str> {
    let is_installed =
        |name: &str| told.lines().any(|line| line.split_once(' ') == Some((name, "installed")));
    wanted.iter().copied().filter(|name| !is_installed(name)).collect()
}

/// Whether the package lists on this machine know every one of these packages.
fn has_candidates(names: &[&str]) -> Result<bool> {
    let told = output(Command::new("apt-cache").arg("policy").args(names).env("LC_ALL", "C"))?;
    let candidates = told.lines().filter_map(|line| line.trim().strip_prefix("Candidate: "));
    Ok(candidates.filter(|version| *version != "(none)").count() == names.len())
}

/// Whether something has to be made again: it is older than its source, or not there.
pub(crate) fn is_older(made: &Path, source: &Path) -> bool {
    let changed = |path: &Path| fs::metadata(path).and_then(|data| data.modified()).ok();
    changed(made).is_none_or(|made| made < changed(source).unwrap_or(SystemTime::UNIX_EPOCH))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_found_in_what_programs_say() {
        assert_eq!(version_in("rustc 1.95.0 (59807616e 2026-04-14)"), Some((1, 95)));
        assert_eq!(version_in("v20.20.2\n"), Some((20, 20)));
        assert_eq!(version_in("command not found"), None);
    }

    #[test]
    fn node_is_accepted_from_20_19_and_from_22_12() {
        assert!(node_suits((20, 19)) && node_suits((22, 12)) && node_suits((24, 0)));
        assert!(!node_suits((18, 20)) && !node_suits((20, 18)) && !node_suits((22, 11)));
    }

    #[test]
    fn a_package_whose_removal_left_its_settings_counts_as_missing() {
        let told = "xvfb installed\ndbus config-files\n";
        assert_eq!(not_installed(&["xvfb", "dbus", "openbox"], told), ["dbus", "openbox"]);
    }
}
