//! Which key a router offers, when it is not the one that is known.
//!
//! `ssh` names the changed key by its fingerprint alone. So it is asked once more, with a list of known keys that is
//! empty and for this one question, and without a way to log in.

use std::fs;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::arguments::ssh_arguments;
use crate::host_key::HostKey;
use crate::session::{SafeSession, SshSession};

use super::attempt::FOREIGN;

/// Longest wait for the router to show its key.
const PATIENCE: Duration = Duration::from_secs(20);
const PAUSE: Duration = Duration::from_millis(50);

/// Asks the router for its key. `None` where it does not show one in time. No password is at hand here.
pub(super) fn offered_key(session: &SafeSession) -> Option<HostKey> {
    let list = EmptyList::beside(&session.get().known_hosts);
    let asked = SshSession { known_hosts: list.0.to_str()?.to_owned(), ..session.get().clone() };
    let asked = SafeSession::check(asked).ok()?;
    let child = command(&asked).spawn().ok()?;
    wait(child);
    let learned = fs::read_to_string(&list.0).ok()?;
    // `<alias> <kind> <base64>`.
    learned.lines().find_map(|line| {
        let (alias, key) = line.split_once(' ')?;
        (alias == asked.get().host_key_alias).then(|| HostKey::parse(key).ok()).flatten()
    })
}

#[expect(clippy::disallowed_methods, reason = "starting ssh is what this program is for")]
fn command(session: &SafeSession) -> Command {
    let mut command = Command::new(&session.get().program);
    // The first value of an option counts.
    command.args(["-o", "BatchMode=yes", "-o", "PreferredAuthentications=none"]);
    command.args(ssh_arguments(session));
    for name in FOREIGN {
        command.env_remove(name);
    }
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

#[expect(clippy::disallowed_methods, reason = "this program has no injected clock: it waits for one child")]
fn wait(mut child: Child) {
    let start = Instant::now();
    while matches!(child.try_wait(), Ok(None)) && start.elapsed() < PATIENCE {
        std::thread::sleep(PAUSE);
    }
    let _ = child.kill();
    let _ = child.wait();
}

/// A list of known keys beside the launcher's own, in a folder that is this user's; removed on drop.
struct EmptyList(PathBuf);

impl EmptyList {
    fn beside(known_hosts: &str) -> Self {
        Self(PathBuf::from(format!("{known_hosts}.offered-{}", std::process::id())))
    }
}

impl Drop for EmptyList {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}
