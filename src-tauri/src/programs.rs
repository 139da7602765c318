//! Starting programs: the one place where a launch plan becomes a process.

#[cfg(unix)]
mod script;
mod url_opener;

use std::ffi::OsString;
use std::io;
use std::process::Command;
use std::sync::Arc;

#[cfg(windows)]
use launcher_core::launch::PasswordDoor;
use launcher_core::launch::{
    Argument, Console, LaunchPlan, ProgramStarter, StartProblem, Surroundings, UrlOpener,
};

use crate::core_files::CoreFiles;

/// Starts programs through the system, apart from the launcher: they go on when it ends.
#[derive(Clone, Debug, Default)]
pub struct SystemPrograms {
    core_files: Arc<CoreFiles>,
}

impl SystemPrograms {
    /// Core files of what is started are as the user has them.
    pub fn new(core_files: CoreFiles) -> Self {
        Self { core_files: Arc::new(core_files) }
    }
}

impl ProgramStarter for SystemPrograms {
    fn start(&self, plan: &LaunchPlan) -> Result<(), StartProblem> {
        let mut command = command(plan)?;
        let mut child =
            self.core_files.while_as_the_user_has_them(|| command.spawn()).map_err(start_problem)?;
        // Waited for, so that no zombie stays while the launcher runs.
        let waiting = std::thread::Builder::new().name("child".to_owned()).spawn(move || child.wait());
        if let Err(problem) = waiting {
            tracing::warn!(%problem, "a program that was started will not be waited for");
        }
        Ok(())
    }

    #[cfg(windows)]
    fn open_pipe(&self, door: PasswordDoor) -> Result<(), StartProblem> {
        crate::rendezvous::lend(door).map_err(start_problem)
    }

    fn winbox_url_opener(&self, surroundings: &Surroundings) -> Option<UrlOpener> {
        url_opener::find(surroundings)
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the adapter that turns plans into processes")]
fn command(plan: &LaunchPlan) -> Result<Command, StartProblem> {
    if !plan.program.is_absolute() || (cfg!(windows) && !is_exe(plan)) {
        return Err(StartProblem::NotExecutable);
    }
    let mut command = Command::new(&plan.program);
    for argument in &plan.arguments {
        command.arg(text_of(argument)?);
    }
    for name in &plan.environment.remove {
        command.env_remove(name);
    }
    for (name, value) in &plan.environment.set {
        command.env(name, value);
    }
    // A folder that has gone is no reason not to start.
    if let Some(folder) = plan.working_folder.as_ref().filter(|folder| folder.is_dir()) {
        command.current_dir(folder);
    }
    detach(&mut command, plan.console);
    Ok(command)
}

/// Windows runs batch files through `cmd.exe`, whose quoting cannot be trusted with a password.
fn is_exe(plan: &LaunchPlan) -> bool {
    plan.program.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("exe"))
}

fn text_of(argument: &Argument) -> Result<OsString, StartProblem> {
    match argument {
        #[cfg(unix)]
        Argument::Script(text) => script::write(text).map(Into::into).map_err(start_problem),
        argument => argument
            .expose()
            .ok_or_else(|| StartProblem::Other { detail: "scripts are for Unix systems".to_owned() }),
    }
}

#[cfg(unix)]
fn detach(command: &mut Command, _console: Console) {
    use std::os::unix::process::CommandExt as _;
    use std::process::Stdio;

    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    // Ctrl+C in the terminal the launcher was started from is not for the programs it started.
    command.process_group(0);
}

#[cfg(windows)]
fn detach(command: &mut Command, console: Console) {
    use std::os::windows::process::CommandExt as _;
    use std::process::Stdio;

    // Process creation flags of `processthreadsapi.h`.
    const CREATE_NEW_CONSOLE: u32 = 0x10;
    const CREATE_NEW_PROCESS_GROUP: u32 = 0x200;
    // The launcher's own error mode, see `core_files`, is not for the programs it starts.
    const CREATE_DEFAULT_ERROR_MODE: u32 = 0x0400_0000;
    match console {
        // With any standard handle set, the program would not be connected to its new console.
        Console::New => command.creation_flags(CREATE_NEW_CONSOLE | CREATE_DEFAULT_ERROR_MODE),
        Console::None => command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .creation_flags(CREATE_NEW_PROCESS_GROUP | CREATE_DEFAULT_ERROR_MODE),
    };
}

fn start_problem(problem: io::Error) -> StartProblem {
    /// `ENOEXEC` of Unix systems; `ERROR_BAD_EXE_FORMAT` of `winerror.h`.
    const WRONG_FORMAT: i32 = if cfg!(windows) { 193 } else { 8 };
    match problem.kind() {
        io::ErrorKind::NotFound => StartProblem::NotFound,
        io::ErrorKind::PermissionDenied => StartProblem::NotExecutable,
        _ if problem.raw_os_error() == Some(WRONG_FORMAT) => StartProblem::NotExecutable,
        _ => StartProblem::Other { detail: problem.to_string() },
    }
}

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests;
#[cfg(test)]
#[cfg(windows)]
mod windows_tests;
