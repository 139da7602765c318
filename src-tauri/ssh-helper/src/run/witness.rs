//! Tells the launcher of an end that this program cannot tell of itself: its window was closed or killed.
//!
//! The hang-up of a terminal (`SIGHUP`, on Windows `CTRL_CLOSE_EVENT`) kills a program before it can say a word.
//! So the run has a witness: a second process of this program, away from the terminal, that waits for the other
//! end of its standard input to close.

use std::io::{self, Read as _, Write as _};
use std::path::Path;
use std::process::{Child, Command, ExitCode, Stdio};

use crate::askpass::ID_VARIABLE;
use crate::call;
use crate::id::OneTimeId;
use crate::wire::{News, Request};

/// The argument that makes this program a witness.
pub const WATCH: &str = "watch";

/// The witness of a run that goes on. On drop it is sent away without a word.
pub(super) struct Witness(Child);

impl Witness {
    /// Starts `program`, this one, as the witness of `visit`.
    #[expect(clippy::disallowed_methods, reason = "starts this program itself once more")]
    pub(super) fn start(program: &Path, visit: &OneTimeId) -> io::Result<Self> {
        let mut command = Command::new(program);
        command.env_remove(ID_VARIABLE);
        command.arg(WATCH).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        leave_the_terminal(&mut command);
        let mut witness = Self(command.spawn()?);
        if let Some(input) = &mut witness.0.stdin {
            // Not an argument: those can be read by others. The pipe stays open as long as this process lives.
            input.write_all(visit.as_str().as_bytes())?;
        }
        Ok(witness)
    }
}

impl Drop for Witness {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The hang-up is sent to the foreground's process group alone.
#[cfg(unix)]
fn leave_the_terminal(command: &mut Command) {
    std::os::unix::process::CommandExt::process_group(command, 0);
}

/// A console that closes takes along every process attached to it.
#[cfg(windows)]
fn leave_the_terminal(command: &mut Command) {
    /// Of the process creation flags of `processthreadsapi.h`.
    const DETACHED_PROCESS: u32 = 0x8;
    std::os::windows::process::CommandExt::creation_flags(command, DETACHED_PROCESS);
}

/// Waits until the program that started this one is gone, and tells the launcher that its run has ended.
pub fn watch() -> ExitCode {
    let mut visit = String::new();
    // An id is shorter, so that reading goes on until the other end is closed.
    if io::stdin().take(1_024).read_to_string(&mut visit).is_err() {
        return ExitCode::FAILURE;
    }
    let Ok(visit) = OneTimeId::parse(&visit) else { return ExitCode::FAILURE };
    let place = visit.place();
    match call::ask(&place, &Request::Report { visit, news: News::Ended { exit_code: None } }) {
        Ok(_) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}
