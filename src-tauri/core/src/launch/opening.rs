//! Opening a terminal: one after the other is tried until the console program has called back from inside.

use std::sync::Arc;
use std::time::Duration;

use super::plan::{LaunchPlan, ProgramStarter, StartProblem};
use super::rendezvous::OpenRun;
use super::terminals::{HelperCall, Terminal, TerminalId};

/// How long a terminal may take to open and start the console program.
pub const CALL_BACK_WAIT: Duration = Duration::from_secs(5);

/// How the opening of a terminal went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opened {
    /// This one was started last when the call came. A slow one before it may have been it.
    By(TerminalId),
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
/// all is passed over at once; one that starts is given `wait`: a program that started is no window yet.
pub async fn open_terminal(
    starter: &Arc<dyn ProgramStarter>,
    terminals: &[Terminal],
    call: &HelperCall,
    run: &mut OpenRun,
    wait: Duration,
) -> Opened {
    let mut tried = Vec::new();
    for terminal in terminals {
        let Some(plan) = terminal.plan(call, &run.id) else {
            tried.push(Tried { terminal: terminal.id, problem: Some(StartProblem::NotExecutable) });
            continue;
        };
        if let Err(problem) = start(starter, plan).await {
            tracing::info!(terminal = %terminal.id, %problem, "terminal did not start");
            tried.push(Tried { terminal: terminal.id, problem: Some(problem) });
            continue;
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

/// Starts a program away from the async threads: a file on a slow disk or share holds up whoever starts it.
async fn start(starter: &Arc<dyn ProgramStarter>, plan: LaunchPlan) -> Result<(), StartProblem> {
    let starter = Arc::clone(starter);
    tokio::task::spawn_blocking(move || starter.start(&plan))
        .await
        .unwrap_or_else(|problem| Err(StartProblem::Other { detail: problem.to_string() }))
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::sync::Mutex;
    use std::thread::{self, ThreadId};

    use altostrat_ssh::OneTimeId;
    use altostrat_ssh::wire::Request;
    use jiff::Timestamp;

    use super::*;
    use crate::clock::ManualClock;
    use crate::domain::SessionKey;
    use crate::launch::locate::tests::Machine;
    use crate::launch::rendezvous::tests::run_session;
    use crate::launch::{EnvironmentChange, LaunchPlan, Os, SharedDesk, terminals};

    /// Terminals of which some do not start, some never show, and some call back.
    struct Terminals {
        desk: SharedDesk,
        missing: Vec<&'static str>,
        calls: Option<&'static str>,
        started: Mutex<Vec<String>>,
        threads: Mutex<Vec<ThreadId>>,
    }

    impl ProgramStarter for Terminals {
        fn start(&self, plan: &LaunchPlan) -> Result<(), StartProblem> {
            self.threads.lock().unwrap().push(thread::current().id());
            let name = plan.program.file_name().unwrap().to_str().unwrap().to_owned();
            if self.missing.contains(&name.as_str()) {
                return Err(StartProblem::NotFound);
            }
            if self.calls == Some(name.as_str()) {
                let id = plan.arguments.last().unwrap().expose().unwrap();
                let run = OneTimeId::parse(id.to_str().unwrap()).unwrap();
                let desk = self.desk.clone();
                tokio::spawn(async move {
                    tokio::time::sleep(Duration::from_secs(2)).await;
                    desk.answer(Request::Begin { run });
                });
            }
            self.started.lock().unwrap().push(name);
            Ok(())
        }
    }

    struct Trial {
        starter: Arc<Terminals>,
        terminals: Vec<Terminal>,
        run: OpenRun,
    }

    impl Trial {
        fn new(missing: &[&'static str], calls: Option<&'static str>) -> Self {
            let machine = Machine::new(Os::Linux);
            for id in ["kitty", "foot", "xterm"] {
                machine.install(&format!("on-path/{id}"));
            }
            let (desk, _) = SharedDesk::new(Arc::new(ManualClock::at(Timestamp::UNIX_EPOCH))).unwrap();
            let run = desk.open_run(run_session(1)).unwrap();
            let starter = Terminals {
                desk,
                missing: missing.to_vec(),
                calls,
                started: Mutex::default(),
                threads: Mutex::default(),
            };
            Self {
                starter: Arc::new(starter),
                terminals: terminals::terminals(&machine.surroundings(), None),
                run,
            }
        }

        async fn open(&mut self) -> Opened {
            let call = HelperCall {
                helper: "/helper".into(),
                environment: EnvironmentChange::default(),
                home: None,
            };
            let starter: Arc<dyn ProgramStarter> = self.starter.clone();
            open_terminal(&starter, &self.terminals, &call, &mut self.run, CALL_BACK_WAIT).await
        }

        fn started(&self) -> Vec<String> {
            self.starter.started.lock().unwrap().clone()
        }
    }

    #[tokio::test(start_paused = true)]
    async fn the_first_terminal_that_calls_back_is_the_one() {
        let mut trial = Trial::new(&[], Some("kitty"));
        assert!(matches!(trial.open().await, Opened::By(id) if id.as_str() == "kitty"));
        assert_eq!(trial.started(), ["kitty"]);
    }

    #[tokio::test(start_paused = true)]
    async fn a_terminal_that_stays_silent_is_followed_by_the_next_after_five_seconds() {
        let start = tokio::time::Instant::now();
        let mut trial = Trial::new(&["kitty"], Some("xterm"));
        assert!(matches!(trial.open().await, Opened::By(id) if id.as_str() == "xterm"));
        assert_eq!(trial.started(), ["foot", "xterm"]);
        assert_eq!(start.elapsed().as_secs(), 5 + 2, "the missing one costs no time");
    }

    #[tokio::test(start_paused = true)]
    async fn no_terminal_is_started_on_an_async_thread() {
        let mut trial = Trial::new(&["kitty"], Some("foot"));
        trial.open().await;
        let threads = trial.starter.threads.lock().unwrap();
        assert_eq!(threads.len(), 2);
        assert!(!threads.contains(&thread::current().id()));
    }

    #[tokio::test(start_paused = true)]
    async fn without_a_call_every_terminal_is_named() {
        let mut trial = Trial::new(&["foot"], None);
        let Opened::Nowhere { tried } = trial.open().await else { panic!() };
        let tried: Vec<(&str, bool)> =
            tried.iter().map(|tried| (tried.terminal.as_str(), tried.problem.is_some())).collect();
        assert_eq!(tried, [("kitty", false), ("foot", true), ("xterm", false)]);
    }

    #[tokio::test(start_paused = true)]
    async fn a_revoked_session_opens_no_further_terminal() {
        let mut trial = Trial::new(&[], None);
        let desk = trial.starter.desk.clone();
        tokio::spawn(async move {
            tokio::time::sleep(Duration::from_secs(1)).await;
            desk.close_session(SessionKey::new(1));
        });
        assert_eq!(trial.open().await, Opened::Closed);
        assert_eq!(trial.started(), ["kitty"]);
    }
}
