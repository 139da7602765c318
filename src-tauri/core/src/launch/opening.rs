//! Opening a terminal: one after the other is tried until the console program has called back from inside.

use std::sync::Arc;
use std::time::Duration;

use super::plan::{LaunchPlan, ProgramStarter, StartProblem};
use super::rendezvous::{OpenRun, PasswordDoor, SharedDesk};
use super::terminals::{Errand, HelperCall, Terminal, TerminalId};

/// How long a terminal may take to open and start the console program.
pub const CALL_BACK_WAIT: Duration = Duration::from_secs(5);

/// How the opening of a terminal went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opened {
    /// This one was started last when the call came. A slow one before it may have been it.
    By(TerminalId),
    /// This one was started and cannot call back.
    Unheard(TerminalId),
    /// None of them led to a call. The run stays open for the rest of its time, in case one is very slow.
    Nowhere { tried: Vec<Tried> },
    /// The session was closed meanwhile.
    Closed,
}

/// A terminal that was tried in vain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tried {
    pub terminal: TerminalId,
    /// `None` where it started and no call came.
    pub problem: Option<StartProblem>,
}

/// Starts `terminals` in turn until the console program of `run` has called back. One that does not start at
/// all is passed over at once; one that starts is given `wait`: a program that started is no window yet. Of a
/// terminal that cannot call back, its start has to be enough.
pub async fn open_terminal(
    starter: &Arc<dyn ProgramStarter>,
    desk: &SharedDesk,
    terminals: &[Terminal],
    call: &HelperCall,
    run: &mut OpenRun,
    wait: Duration,
) -> Opened {
    let mut tried = Vec::new();
    for terminal in terminals {
        if let Err(problem) = start(starter, desk, terminal, call, run).await {
            tracing::info!(terminal = %terminal.id, %problem, "terminal did not start");
            tried.push(Tried { terminal: terminal.id, problem: Some(problem) });
            continue;
        }
        if !terminal.calls_back(errand(run, None)) {
            return Opened::Unheard(terminal.id);
        }
        match tokio::time::timeout(wait, run.called_back()).await {
            Ok(true) => return Opened::By(terminal.id),
            Ok(false) => return Opened::Closed,
            Err(_) => {
                tracing::info!(terminal = %terminal.id, "no call from this terminal");
                tried.push(Tried { terminal: terminal.id, problem: None });
            }
        }
    }
    Opened::Nowhere { tried }
}

fn errand<'a>(run: &'a OpenRun, pipe: Option<&'a str>) -> Errand<'a> {
    match &run.dialled {
        Some(dialled) => Errand::Session { run: &run.id, dialled: dialled.get(), pipe },
        None => Errand::Test { run: &run.id },
    }
}

/// Opens the pipe a terminal needs, if it needs one, and starts the terminal.
async fn start(
    starter: &Arc<dyn ProgramStarter>,
    desk: &SharedDesk,
    terminal: &Terminal,
    call: &HelperCall,
    run: &OpenRun,
) -> Result<(), StartProblem> {
    // There is no door to a test, nor to a run that has begun or is over.
    let door = if terminal.needs_pipe() { desk.open_door(&run.id) } else { None };
    let pipe = door.as_ref().map(PasswordDoor::pipe);
    let plan = terminal.plan(call, errand(run, pipe.as_deref())).ok_or(StartProblem::NotExecutable)?;
    if let Some(door) = door {
        starter.open_pipe(door)?;
    }
    start_plan(starter, plan).await
}

/// Starts a program away from the async threads: a file on a slow disk or share holds up whoever starts it.
async fn start_plan(starter: &Arc<dyn ProgramStarter>, plan: LaunchPlan) -> Result<(), StartProblem> {
    let starter = Arc::clone(starter);
    tokio::task::spawn_blocking(move || starter.start(&plan))
        .await
        .unwrap_or_else(|problem| Err(StartProblem::Other { detail: problem.to_string() }))
}

#[cfg(test)]
mod tests;
