//! Wine, which runs programs of Windows on Linux: with a Windows folder ("prefix") of our own, on no display, and ended
//! with everything it runs.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::child::{Held, Keeper};
use crate::places::Places;
use crate::setup::{self, find_program};
use crate::steps::Steps;

/// 64 bits are enough: with `wine` itself Debian would want to have the 32-bit half as well.
const PACKAGES: &[&str] = &["wine64"];

/// Where Debian's `wine64` lies, off the path.
const DEBIAN: &str = "/usr/lib/wine/wine64";

/// Runs the server `$1` and ends it the way that takes along every program of Windows: a plain signal would leave some.
/// In a session of its own, the server is not sent that signal.
const SERVER: &str = r#"
trap '"$1" --kill' TERM
setsid "$1" --foreground --persistent &
wait
wait
"#;

const PATIENCE: Duration = Duration::from_secs(20);

/// A running Wine. Its server ends on drop, and with it every program of Windows.
pub(super) struct Wine<'k> {
    program: PathBuf,
    prefix: PathBuf,
    _server: Held<'k>,
}

impl<'k> Wine<'k> {
    /// Whether Wine is here or will be installed when it is needed.
    pub(super) fn is_to_be_had() -> bool {
        cfg!(target_os = "linux") && (find_wine().is_some() || setup::installs_packages())
    }

    /// Installs it where it is missing, makes its prefix at first, and starts its server.
    pub(super) fn start(steps: &Steps<'_>, places: &Places, keeper: &'k Keeper) -> Result<Self> {
        if find_wine().is_none() {
            setup::install_packages(keeper, PACKAGES)?;
        }
        let program = find_wine().context("Wine is needed to run programs of Windows, and is not here")?;
        let server = find_server(&program).context("Wine is here, but its wineserver is not")?;
        let prefix = places.target.join("platforms").join("wine");
        let shim = Shim::of(places);
        let is_made = shim.is_in(&prefix)?;
        if !is_made && prefix.exists() {
            fs::remove_dir_all(&prefix)?;
        }
        fs::create_dir_all(&prefix)?;
        let log = places.target.join("xtask-logs").join("wineserver.log");
        let wine = Self { _server: start_server(&server, &prefix, &log, keeper)?, program, prefix };
        if !is_made {
            let mut boot = Command::new(&wine.program);
            boot.args(["wineboot", "--init"]).stdout(Stdio::null()).stderr(Stdio::null());
            // Links to the user's own folders would be made in it.
            boot.env("HOME", &wine.prefix);
            shut_off(&mut boot, &wine.prefix);
            steps.run("Windows folder of Wine", &mut boot)?;
            shim.put_into(&wine.prefix, keeper)?;
        }
        Ok(wine)
    }

    /// Lets a cargo call run its tests here. `programs` is the folder with the libraries they need.
    pub(super) fn dress(&self, cargo: &mut Command, programs: &Path, places: &Places) {
        shut_off(cargo, &self.prefix);
        cargo
            .env("CARGO_TARGET_X86_64_PC_WINDOWS_GNU_RUNNER", &self.program)
            .env("WINEPATH", windows_path(programs))
            // Or else insta asks the cargo of this system for it, which no program of Windows can start.
            .env("INSTA_WORKSPACE_ROOT", &places.root)
            .env("INSTA_UPDATE", "no");
    }
}

/// Keeps what runs in Wine from the user's own desktop and folders, and Wine's chatter from the output.
fn shut_off(command: &mut Command, prefix: &Path) {
    for name in ["DISPLAY", "WAYLAND_DISPLAY", "WINEARCH"] {
        command.env_remove(name);
    }
    command
        .env("WINEPREFIX", prefix)
        .env("WINEDEBUG", "-all")
        // No menu entries for the user, and no offer to download a browser engine and .NET.
        .env("WINEDLLOVERRIDES", "winemenubuilder.exe=d;mscoree=d;mshtml=d");
}

/// An absolute path of this system as programs in Wine know it.
fn windows_path(path: &Path) -> String {
    format!("Z:{}", path.to_string_lossy().replace('/', "\\"))
}

fn find_wine() -> Option<PathBuf> {
    let debian = || Some(PathBuf::from(DEBIAN)).filter(|path| path.is_file());
    find_program("wine64").or_else(debian).or_else(|| find_program("wine"))
}

/// The server that belongs to this Wine.
fn find_server(wine: &Path) -> Option<PathBuf> {
    Some(wine.with_file_name("wineserver"))
        .filter(|path| path.is_file())
        .or_else(|| find_program("wineserver"))
}

/// Starts the server in our own hands: one that Wine starts by itself would go on without us.
fn start_server<'k>(server: &Path, prefix: &Path, log: &Path, keeper: &'k Keeper) -> Result<Held<'k>> {
    let of_prefix = |arguments: &[&str]| {
        let mut command = Command::new(server);
        command.args(arguments).env("WINEPREFIX", prefix);
        command
    };
    // What a run left that was killed together with its keeper.
    let _ = of_prefix(&["--kill"]).stderr(Stdio::null()).status();
    let mut shell = Command::new("sh");
    shell.args(["-c", SERVER, "sh"]).arg(server).env("WINEPREFIX", prefix);
    let mut held = keeper.hold(&mut shell, log)?;
    let start = Instant::now();
    // Signal 0 does nothing, and succeeds once the server is there.
    while !of_prefix(&["--kill=0"]).stderr(Stdio::null()).status().is_ok_and(|status| status.success()) {
        if held.ended()?.is_some() || start.elapsed() > PATIENCE {
            bail!("Wine's server did not start. {}", held.last_words());
        }
        thread::sleep(Duration::from_millis(20));
    }
    Ok(held)
}

/// A library that Wine 8 lacks and every Rust program of Windows needs. A newer Wine has one of its own.
struct Shim {
    source: PathBuf,
}

impl Shim {
    const NAME: &str = "bcryptprimitives";

    fn of(places: &Places) -> Self {
        Self { source: places.root.join("xtask/wine").join(format!("{}.c", Self::NAME)) }
    }

    /// A copy of the source that was put there last: it shows that the prefix is whole and up to date.
    fn mark(prefix: &Path) -> PathBuf {
        prefix.join(format!("{}.c", Self::NAME))
    }

    fn is_in(&self, prefix: &Path) -> Result<bool> {
        let source =
            fs::read(&self.source).with_context(|| format!("cannot read {}", self.source.display()))?;
        Ok(fs::read(Self::mark(prefix)).is_ok_and(|mark| mark == source))
    }

    fn put_into(&self, prefix: &Path, keeper: &Keeper) -> Result<()> {
        let library = prefix.join("drive_c/windows/system32").join(format!("{}.dll", Self::NAME));
        if !library.exists() {
            let mut compiler = Command::new("x86_64-w64-mingw32-gcc");
            compiler.args(["-Wall", "-Werror", "-Os", "-s", "-shared", "-o"]).arg(&library).arg(&self.source);
            let status = keeper.run(compiler.arg("-ladvapi32"))?;
            if !status.success() {
                bail!("{} cannot be compiled ({status})", self.source.display());
            }
        }
        fs::copy(&self.source, Self::mark(prefix))?;
        Ok(())
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;

    #[test]
    fn tests_in_wine_see_neither_the_display_nor_the_prefix_of_the_user() {
        let keeper = Keeper::start().unwrap();
        let mut server = Command::new("sleep");
        let wine = Wine {
            program: DEBIAN.into(),
            prefix: "/cache/wine".into(),
            _server: keeper.hold(server.arg("600"), &keeper.scratch().join("log")).unwrap(),
        };
        let places = Places { root: "/work".into(), target: "/cache".into() };
        let mut cargo = Command::new("cargo");
        wine.dress(&mut cargo, Path::new("/cache/a b/debug"), &places);
        let variable = |name: &str| {
            cargo
                .get_envs()
                .find(|(known, _)| *known == name)
                .map(|(_, value)| value.and_then(|value| value.to_str()))
        };
        assert_eq!((variable("DISPLAY"), variable("WAYLAND_DISPLAY")), (Some(None), Some(None)));
        assert_eq!(variable("WINEPREFIX"), Some(Some("/cache/wine")));
        assert_eq!(variable("WINEPATH"), Some(Some(r"Z:\cache\a b\debug")));
        assert_eq!(variable("CARGO_TARGET_X86_64_PC_WINDOWS_GNU_RUNNER"), Some(Some(DEBIAN)));
    }

    #[test]
    fn a_prefix_that_was_not_finished_or_has_another_library_is_made_again() {
        let keeper = Keeper::start().unwrap();
        let folder = keeper.scratch();
        let shim = Shim { source: folder.join("source.c") };
        assert!(shim.is_in(folder).is_err(), "a checkout without the source");
        fs::write(&shim.source, "1").unwrap();
        assert!(!shim.is_in(folder).unwrap());
        fs::write(Shim::mark(folder), "1").unwrap();
        assert!(shim.is_in(folder).unwrap());
        fs::write(&shim.source, "2").unwrap();
        assert!(!shim.is_in(folder).unwrap());
    }
}
