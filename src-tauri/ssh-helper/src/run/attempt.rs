//! One start of `ssh`.

use std::io::{self, Read, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::arguments::ssh_arguments;
use crate::askpass::ID_VARIABLE;
use crate::id::OneTimeId;
use crate::session::SafeSession;
use crate::verdict::{Finding, Listener};

/// Exit code of `ssh` for its own errors; every other is the router's.
const OWN_ERROR: i32 = 255;

/// Variables that would bring a foreign key agent or askpass into the session.
pub(super) const FOREIGN: [&str; 4] =
    ["SSH_AUTH_SOCK", "SSH_AGENT_PID", "SSH_ASKPASS", "SSH_ASKPASS_REQUIRE"];

pub(super) struct Attempt<'a> {
    pub(super) session: &'a SafeSession,
    /// The program `ssh` asks for the password: this one.
    pub(super) askpass: &'a Path,
    pub(super) ticket: &'a OneTimeId,
    /// Called once when the router has taken the login.
    pub(super) on_login: &'a dyn Fn(),
}

/// How `ssh` ended.
pub(super) struct Ending {
    /// `None` where a signal ended it.
    pub(super) exit_code: Option<i32>,
    /// What went wrong before a session came about.
    pub(super) finding: Option<Finding>,
    pub(super) lasted: Duration,
}

impl Attempt<'_> {
    /// Runs `ssh` on this terminal to its end.
    #[expect(
        clippy::disallowed_methods,
        reason = "this program has no injected clock: it measures one child"
    )]
    pub(super) fn run(&self) -> io::Result<Ending> {
        let start = Instant::now();
        let mut child = self.command().spawn()?;
        let finding = forward(&mut child, self.on_login);
        let exit_code = child.wait()?.code();
        let finding = finding.filter(|_| exit_code == Some(OWN_ERROR));
        Ok(Ending { exit_code, finding, lasted: start.elapsed() })
    }

    #[expect(clippy::disallowed_methods, reason = "starting ssh is what this program is for")]
    fn command(&self) -> Command {
        let mut command = Command::new(&self.session.get().program);
        command.args(ssh_arguments(self.session));
        for name in FOREIGN {
            command.env_remove(name);
        }
        command.env("SSH_ASKPASS", self.askpass);
        // OpenSSH 8.4 and later: ask there though a terminal is at hand. Older ones ask on the terminal.
        command.env("SSH_ASKPASS_REQUIRE", "force");
        command.env(ID_VARIABLE, self.ticket.as_str());
        command.stderr(Stdio::piped());
        command
    }
}

/// Passes the error output on as it comes, and listens to it.
fn forward(child: &mut Child, on_login: &dyn Fn()) -> Option<Finding> {
    let mut listener = Listener::default();
    let mut told = false;
    if let Some(mut output) = child.stderr.take() {
        let mut piece = [0_u8; 1_024];
        loop {
            match output.read(&mut piece) {
                Ok(0) => break,
                Ok(length) => {
                    let heard = piece.get(..length).unwrap_or_default();
                    listener.hear(heard);
                    let mut terminal = io::stderr().lock();
                    let _ = terminal.write_all(heard).and_then(|()| terminal.flush());
                    if listener.logged_in() && !told {
                        told = true;
                        on_login();
                    }
                }
                Err(problem) if problem.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => break,
            }
        }
    }
    listener.finding()
}
