use std::sync::Mutex;
use std::thread::{self, ThreadId};

use altostrat_ssh::OneTimeId;
use altostrat_ssh::wire::Request;
use jiff::Timestamp;

use super::*;
use crate::clock::ManualClock;
#[cfg(unix)]
use crate::domain::SessionKey;
use crate::launch::launchable::tests::PASSWORD;
use crate::launch::locate::tests::Machine;
use crate::launch::rendezvous::tests::run_session;
use crate::launch::{EnvironmentChange, Os, terminals};

/// Terminals of which some do not start, some never show, and some call back.
struct Terminals {
    desk: SharedDesk,
    missing: Vec<&'static str>,
    calls: Option<&'static str>,
    started: Mutex<Vec<String>>,
    threads: Mutex<Vec<ThreadId>>,
    /// PuTTY reads its password a second after its start, if it does.
    putty_reads: bool,
    doors: Mutex<Vec<PasswordDoor>>,
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
        if self.putty_reads
            && let Some(door) = self.doors.lock().unwrap().last().cloned()
        {
            assert!(plan.arguments.iter().any(|argument| argument.expose().unwrap() == *door.pipe()));
            tokio::spawn(async move {
                tokio::time::sleep(Duration::from_secs(1)).await;
                assert_eq!(door.take().unwrap().expose(), PASSWORD);
            });
        }
        Ok(())
    }

    fn open_pipe(&self, door: PasswordDoor) -> Result<(), StartProblem> {
        self.doors.lock().unwrap().push(door);
        Ok(())
    }
}

struct Trial {
    starter: Arc<Terminals>,
    terminals: Vec<Terminal>,
    run: OpenRun,
}

impl Trial {
    /// Linux with three terminals.
    #[cfg(unix)]
    fn new(missing: &[&'static str], calls: Option<&'static str>) -> Self {
        let machine = Machine::new(Os::Linux);
        for id in ["kitty", "foot", "xterm"] {
            machine.install(&format!("on-path/{id}"));
        }
        Self::on(&machine, missing, calls)
    }

    /// Windows with this PuTTY and no OpenSSH.
    fn putty(content: &str, reads: bool) -> Self {
        let machine = Machine::new(Os::Windows);
        machine.install("programs/PuTTY/putty.exe");
        std::fs::write(machine.path("programs/PuTTY/putty.exe"), content).unwrap();
        let mut trial = Self::on(&machine, &[], None);
        trial.terminals = terminals::to_try(&machine.surroundings(), None, false);
        Arc::get_mut(&mut trial.starter).unwrap().putty_reads = reads;
        trial
    }

    fn on(machine: &Machine, missing: &[&'static str], calls: Option<&'static str>) -> Self {
        let (desk, _) = SharedDesk::new(Arc::new(ManualClock::at(Timestamp::UNIX_EPOCH))).unwrap();
        let run = desk.open_run(run_session(1)).unwrap();
        let starter = Terminals {
            desk,
            missing: missing.to_vec(),
            calls,
            started: Mutex::default(),
            threads: Mutex::default(),
            putty_reads: false,
            doors: Mutex::default(),
        };
        Self {
            starter: Arc::new(starter),
            terminals: terminals::terminals(&machine.surroundings(), None),
            run,
        }
    }

    async fn open(&mut self) -> Opened {
        let call =
            HelperCall { helper: "/helper".into(), environment: EnvironmentChange::default(), home: None };
        let starter: Arc<dyn ProgramStarter> = self.starter.clone();
        let desk = self.starter.desk.clone();
        open_terminal(&starter, &desk, &self.terminals, &call, &mut self.run, CALL_BACK_WAIT).await
    }

    #[cfg(unix)]
    fn started(&self) -> Vec<String> {
        self.starter.started.lock().unwrap().clone()
    }
}

#[cfg(unix)]
#[tokio::test(start_paused = true)]
async fn the_first_terminal_that_calls_back_is_the_one() {
    let mut trial = Trial::new(&[], Some("kitty"));
    assert!(matches!(trial.open().await, Opened::By(id) if id.as_str() == "kitty"));
    assert_eq!(trial.started(), ["kitty"]);
}

#[cfg(unix)]
#[tokio::test(start_paused = true)]
async fn a_terminal_that_stays_silent_is_followed_by_the_next_after_five_seconds() {
    let start = tokio::time::Instant::now();
    let mut trial = Trial::new(&["kitty"], Some("xterm"));
    assert!(matches!(trial.open().await, Opened::By(id) if id.as_str() == "xterm"));
    assert_eq!(trial.started(), ["foot", "xterm"]);
    assert_eq!(start.elapsed().as_secs(), 5 + 2, "the missing one costs no time");
}

#[cfg(unix)]
#[tokio::test(start_paused = true)]
async fn no_terminal_is_started_on_an_async_thread() {
    let mut trial = Trial::new(&["kitty"], Some("foot"));
    trial.open().await;
    let threads = trial.starter.threads.lock().unwrap();
    assert_eq!(threads.len(), 2);
    assert!(!threads.contains(&thread::current().id()));
}

#[cfg(unix)]
#[tokio::test(start_paused = true)]
async fn without_a_call_every_terminal_is_named() {
    let mut trial = Trial::new(&["foot"], None);
    let Opened::Nowhere { tried } = trial.open().await else { panic!() };
    let tried: Vec<(&str, bool)> =
        tried.iter().map(|tried| (tried.terminal.as_str(), tried.problem.is_some())).collect();
    assert_eq!(tried, [("kitty", false), ("foot", true), ("xterm", false)]);
}

#[cfg(unix)]
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

#[tokio::test(start_paused = true)]
async fn putty_has_opened_when_it_has_read_its_password() {
    let mut trial = Trial::putty("-pwfile", true);
    assert!(matches!(trial.open().await, Opened::By(id) if id.as_str() == "putty"));
    assert_eq!(trial.starter.doors.lock().unwrap().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_putty_that_does_not_read_its_password_is_no_window() {
    let mut trial = Trial::putty("-pwfile", false);
    assert!(matches!(trial.open().await, Opened::Nowhere { .. }));
}

#[tokio::test(start_paused = true)]
async fn of_an_old_putty_the_start_has_to_be_enough() {
    let mut trial = Trial::putty("-pw", false);
    assert!(matches!(trial.open().await, Opened::Unheard(id) if id.as_str() == "putty"));
    assert!(trial.starter.doors.lock().unwrap().is_empty());
}
