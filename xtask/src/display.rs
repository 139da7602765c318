//! A display and a session bus of our own: Xvfb, dbus-daemon and, where it is installed, openbox.

use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::Result;

use crate::child::{Held, Keeper};
use crate::setup::{find_program, need_programs};

const PATIENCE: Duration = Duration::from_secs(20);

/// Variables of the user's own desktop that would lead a program away from this display.
const LEFT_OUT: &[&str] =
    &["WAYLAND_DISPLAY", "WAYLAND_SOCKET", "XAUTHORITY", "XDG_CURRENT_DESKTOP", "DESKTOP_SESSION"];

pub(crate) struct Display<'k> {
    variables: Vec<(&'static str, String)>,
    // The last started is the first to end.
    _window_manager: Option<Held<'k>>,
    _bus: Held<'k>,
    _screen: Held<'k>,
}

impl<'k> Display<'k> {
    /// Starts it and waits until each part answers. What the parts say goes to files in `logs`.
    pub(crate) fn start(keeper: &'k Keeper, logs: &Path) -> Result<Self> {
        need_programs(&["Xvfb", "dbus-daemon"])?;
        let mut variables = own_folders(keeper.scratch())?;
        if !speaks_utf8(|name| env::var(name).ok()) {
            // Terminals of GNOME refuse to open in another.
            variables.push(("LC_ALL", "C.UTF-8".to_owned()));
        }

        // The server chooses a free display number by itself and writes it to descriptor 1 when it is ready.
        let mut xvfb = Command::new("Xvfb");
        xvfb.args(["-displayfd", "1", "-screen", "0", "1280x800x24", "-nolisten", "tcp", "-noreset"]);
        let (screen, number) = keeper.hold_announcing(&mut xvfb, &logs.join("xvfb.log"), PATIENCE)?;
        variables.push(("DISPLAY", format!(":{}", number.trim())));

        // What dbus-run-session does, but ended by us, and with its services' chatter in a file.
        let mut daemon = Command::new("dbus-daemon");
        daemon.args(["--session", "--nofork", "--nopidfile", "--print-address=1"]);
        dress(&mut daemon, &variables);
        let (bus, address) = keeper.hold_announcing(&mut daemon, &logs.join("dbus.log"), PATIENCE)?;
        variables.push(("DBUS_SESSION_BUS_ADDRESS", address));

        let mut window_manager = None;
        if find_program("openbox").is_some() {
            // It runs the start-up command once it manages windows; one that maps earlier may stay hidden.
            let mut openbox = Command::new("openbox");
            openbox.args(["--sm-disable", "--startup", "echo ready"]);
            dress(&mut openbox, &variables);
            let (held, _) = keeper.hold_announcing(&mut openbox, &logs.join("openbox.log"), PATIENCE)?;
            window_manager = Some(held);
        }
        Ok(Self { variables, _window_manager: window_manager, _bus: bus, _screen: screen })
    }

    /// Lets a command open its windows here.
    pub(crate) fn dress(&self, command: &mut Command) {
        dress(command, &self.variables);
    }
}

fn dress(command: &mut Command, variables: &[(&'static str, String)]) {
    for name in LEFT_OUT {
        command.env_remove(name);
    }
    command.envs(variables.iter().map(|(name, value)| (name, value)));
}

/// Whether the character set of this environment (the first of these that is set) is UTF-8.
fn speaks_utf8(variable: impl Fn(&str) -> Option<String>) -> bool {
    let set = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().filter_map(variable).find(|value| !value.is_empty());
    set.is_some_and(|locale| {
        // `language_COUNTRY.charset@modifier`
        let charset = locale.split(['.', '@']).nth(1).unwrap_or_default();
        ["utf-8", "utf8"].iter().any(|utf8| charset.eq_ignore_ascii_case(utf8))
    })
}

/// Folders of this run, so that nothing started here (a keyring above all) touches the user's own.
fn own_folders(scratch: &Path) -> Result<Vec<(&'static str, String)>> {
    let mut variables = vec![("XDG_SESSION_TYPE", "x11".to_owned()), ("GDK_BACKEND", "x11".to_owned())];
    for (name, folder) in [
        ("XDG_RUNTIME_DIR", "run"),
        ("XDG_DATA_HOME", "share"),
        ("XDG_CONFIG_HOME", "config"),
        ("XDG_CACHE_HOME", "cache"),
        ("XDG_STATE_HOME", "state"),
    ] {
        let path = scratch.join(folder);
        fs::create_dir_all(&path)?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(&path, fs::Permissions::from_mode(0o700))?;
        }
        variables.push((name, path.to_string_lossy().into_owned()));
    }
    Ok(variables)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_locale_that_is_set_counts() {
        let speaks = |variables: &[(&str, &str)]| {
            let find = |name: &str| variables.iter().find(|(known, _)| *known == name);
            speaks_utf8(|name| find(name).map(|(_, value)| (*value).to_owned()))
        };
        assert!(speaks(&[("LANG", "ar_SA.UTF-8")]) && speaks(&[("LC_ALL", ""), ("LC_CTYPE", "C.utf8")]));
        assert!(
            !speaks(&[]) && !speaks(&[("LANG", "C")]) && !speaks(&[("LC_ALL", "C"), ("LANG", "C.UTF-8")])
        );
    }
}
