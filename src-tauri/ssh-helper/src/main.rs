//! Runs `ssh` for one access session, answers the password prompt of the `ssh` it started, or waits for the end of
//! the process that does so. Also shows that a terminal works.

use std::ffi::OsString;
use std::io::{self, Write as _};
use std::process::ExitCode;

use altostrat_ssh::{OneTimeId, askpass, core_files, run};

fn main() -> ExitCode {
    // Also for the `ssh` it starts, which has the password for a moment and starts nothing of the user's.
    core_files::switch_off();
    let arguments: Vec<OsString> = std::env::args_os().skip(1).collect();
    #[expect(
        clippy::disallowed_methods,
        reason = "read once, at start-up: this is how ssh hands the id back to us"
    )]
    let ticket = std::env::var_os(askpass::ID_VARIABLE);
    if let (Some(ticket), [prompt]) = (ticket, arguments.as_slice()) {
        return askpass::answer(&ticket, prompt);
    }
    if let [command, id] = arguments.as_slice()
        && let Some(id) = id.to_str().and_then(|id| OneTimeId::parse(id).ok())
    {
        match command.to_str() {
            Some(run::RUN) => return run::run(&id),
            Some(run::TEST) => return run::test(&id),
            _ => {}
        }
    }
    if let [command] = arguments.as_slice()
        && command == run::WATCH
    {
        return run::watch();
    }
    let _ = writeln!(
        io::stderr(),
        "altostrat-ssh is started by Altostrat Launcher, when you press Connect there."
    );
    ExitCode::from(2)
}
