use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use altostrat_ssh::OneTimeId;
use altostrat_ssh::wire::{Answer, Request};
use async_trait::async_trait;
use jiff::Timestamp;

use super::*;
use crate::app::ports::Desktop;
use crate::app::{CopyText, LaunchOrder, LaunchOutcome};
use crate::clock::ManualClock;
use crate::contract::ViewUpdate;
use crate::diagnostics::{FakeJournal, SystemFacts};
use crate::domain::{SessionKey, SiteId};
use crate::launch::host_keys::FakeHostKeyStore;
use crate::launch::launchable::tests::{PASSWORD, dial};
use crate::launch::locate::tests::Machine;
use crate::launch::{LaunchPlan, Os, PasswordDoor, ProgramStarter, SharedDesk, StartProblem};
use crate::notice::{Notice, NoticeId};
use crate::settings::FakeSettingsStore;
use crate::settings::secrets::FakeSecretStore;
use crate::tray::Tray;

/// Programs of which some do not start and some ask the desk, as the console program would.
struct Programs {
    desk: SharedDesk,
    missing: &'static [&'static str],
    calls: &'static [&'static str],
    started: Mutex<Vec<Vec<String>>>,
    said: Arc<Mutex<Vec<Answer>>>,
    doors: Mutex<Vec<PasswordDoor>>,
}

impl ProgramStarter for Programs {
    fn start(&self, plan: &LaunchPlan) -> Result<(), StartProblem> {
        let name = plan.program.file_name().unwrap().to_str().unwrap();
        if self.missing.contains(&name) {
            return Err(StartProblem::NotFound);
        }
        let arguments =
            plan.arguments.iter().map(|argument| argument.expose().unwrap().into_string().unwrap());
        let words: Vec<String> = [name.to_owned()].into_iter().chain(arguments).collect();
        if self.calls.contains(&name) {
            let run = OneTimeId::parse(words.last().unwrap()).unwrap();
            let (desk, said) = (self.desk.clone(), Arc::clone(&self.said));
            tokio::spawn(async move {
                tokio::time::sleep(Duration::from_secs(1)).await;
                said.lock().unwrap().push(desk.answer(Request::Test { run }));
            });
        }
        self.started.lock().unwrap().push(words);
        for door in self.doors.lock().unwrap().drain(..) {
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

/// A desktop nobody looks at.
struct NoDesktop;

#[async_trait]
impl Desktop for NoDesktop {
    fn show(&self, _: ViewUpdate) {}
    async fn copy(&self, _: CopyText) -> bool {
        false
    }
    async fn save_file(&self, _: &str, _: Vec<u8>) -> io::Result<bool> {
        Ok(false)
    }

    fn system_facts(&self) -> SystemFacts {
        SystemFacts::default()
    }

    async fn choose_file(&self) -> Option<PathBuf> {
        None
    }
    fn show_notice(&self, _: Notice) {}
    fn withdraw_notice(&self, _: NoticeId) {}
    fn show_tray(&self, _: Tray) {}
    fn open_window(&self) {}
    fn minimise_window(&self) {}

    fn quit(&self) {}

    fn hold_sleep(&self, _: bool) {}

    fn starts_with_system(&self) -> Option<bool> {
        None
    }

    fn set_start_with_system(&self, _: bool) {}
    fn reload_window(&self) {}
}

struct Trial {
    launcher: Launcher,
    programs: Arc<Programs>,
    #[cfg_attr(not(unix), expect(dead_code, reason = "kept for its drop"))]
    machine: Machine,
}

impl Trial {
    fn on(machine: Machine, missing: &'static [&'static str], calls: &'static [&'static str]) -> Self {
        let clock = Arc::new(ManualClock::at(Timestamp::UNIX_EPOCH));
        let (desk, _) = SharedDesk::new(clock.clone()).unwrap();
        let programs = Arc::new(Programs {
            desk: desk.clone(),
            missing,
            calls,
            started: Mutex::default(),
            said: Arc::default(),
            doors: Mutex::default(),
        });
        let launcher = Launcher::new(Ports {
            clock,
            secrets: Arc::new(FakeSecretStore::new()),
            settings: Arc::new(FakeSettingsStore::default()),
            journal: Arc::new(FakeJournal::default()),
            programs: programs.clone(),
            desktop: Arc::new(NoDesktop),
            updates: None,
            desk,
            surroundings: machine.surroundings(),
            host_keys: Arc::new(FakeHostKeyStore::default()),
            known_hosts: machine.path("known_hosts"),
            ssh_helper: "/opt/alto/altostrat-ssh".into(),
            version: "0.0.0".into(),
        });
        Self { launcher, programs, machine }
    }

    async fn terminal(&self, chosen: Option<&str>) -> TestOutcome {
        let choices = Choices { terminal: chosen.map(Into::into), ..Choices::default() };
        self.launcher.test_terminal(choices, Tongue::English).await
    }

    #[cfg(unix)]
    fn started(&self) -> Vec<String> {
        self.programs.started.lock().unwrap().iter().map(|words| words[0].clone()).collect()
    }
}

#[cfg(unix)]
fn linux(terminals: &[&str]) -> Machine {
    let machine = Machine::new(Os::Linux);
    for name in terminals {
        machine.install(&format!("on-path/{name}"));
    }
    machine
}

#[cfg(unix)]
#[tokio::test(start_paused = true)]
async fn a_terminal_works_when_the_program_inside_has_called_back() {
    let trial = Trial::on(linux(&["kitty", "xterm"]), &[], &["xterm"]);
    assert_eq!(trial.terminal(Some("xterm")).await, TestOutcome::Works { program: "XTerm".into() });
    let started = trial.programs.started.lock().unwrap().clone();
    assert_eq!(started[0][..4], ["xterm", "-e", "/opt/alto/altostrat-ssh", "test"]);
    let said = trial.programs.said.lock().unwrap().clone();
    let Answer::Tested(texts) = &said[0] else { panic!("{said:?}") };
    assert_eq!(*texts, Catalogue::of(Tongue::English).test_texts());
}

#[cfg(unix)]
#[tokio::test(start_paused = true)]
async fn the_test_of_a_chosen_terminal_never_opens_another() {
    let trial = Trial::on(linux(&["kitty", "xterm"]), &[], &["kitty"]);
    assert_eq!(trial.terminal(Some("xterm")).await, TestOutcome::Silent { programs: vec!["XTerm".into()] });
    assert_eq!(trial.started(), ["xterm"]);
    assert_eq!(trial.terminal(Some("foot")).await, TestOutcome::Missing);
}

#[cfg(unix)]
#[tokio::test(start_paused = true)]
async fn without_a_choice_terminals_are_tested_in_turn_as_for_a_session() {
    let trial = Trial::on(linux(&["kitty", "foot", "xterm"]), &["kitty"], &["xterm"]);
    assert_eq!(trial.terminal(None).await, TestOutcome::Works { program: "XTerm".into() });
    assert_eq!(trial.started(), ["foot", "xterm"]);
}

#[cfg(unix)]
#[tokio::test(start_paused = true)]
async fn a_terminal_that_does_not_start_is_told_from_none_at_all() {
    let trial = Trial::on(linux(&["xterm"]), &["xterm"], &[]);
    assert_eq!(trial.terminal(None).await, TestOutcome::Failed { program: "XTerm".into() });
    let trial = Trial::on(linux(&[]), &[], &[]);
    assert_eq!(trial.terminal(None).await, TestOutcome::Missing);
}

#[tokio::test(start_paused = true)]
async fn the_test_of_putty_is_its_own_first_window() {
    let machine = Machine::new(Os::Windows);
    machine.install("programs/PuTTY/putty.exe");
    let trial = Trial::on(machine, &[], &[]);
    assert_eq!(trial.terminal(Some("putty")).await, TestOutcome::Started { program: "PuTTY".into() });
    assert_eq!(*trial.programs.started.lock().unwrap(), [["putty.exe"]]);
}

#[cfg(unix)]
#[tokio::test]
async fn the_test_of_win_box_is_its_own_first_window() {
    let trial = Trial::on(linux(&["WinBox"]), &[], &[]);
    let started = TestOutcome::Started { program: "WinBox".into() };
    assert_eq!(trial.launcher.test_win_box(Choices::default()).await, started);
    assert_eq!(*trial.programs.started.lock().unwrap(), [["WinBox"]], "no session, no argument");
    let gone = Choices { win_box_path: Some(trial.machine.path("gone")), ..Choices::default() };
    assert_eq!(trial.launcher.test_win_box(gone).await, TestOutcome::Missing);
    let trial = Trial::on(linux(&["WinBox"]), &["WinBox"], &[]);
    let failed = TestOutcome::Failed { program: "WinBox".into() };
    assert_eq!(trial.launcher.test_win_box(Choices::default()).await, failed);
}

#[tokio::test(start_paused = true)]
async fn a_windows_without_ssh_opens_its_sessions_in_putty() {
    let machine = Machine::new(Os::Windows);
    machine.install("programs/PuTTY/putty.exe");
    std::fs::write(machine.path("programs/PuTTY/putty.exe"), "-pwfile").unwrap();
    let trial = Trial::on(machine, &[], &[]);
    let order = LaunchOrder {
        key: SessionKey::new(1),
        site: SiteId::parse("site-1").unwrap(),
        dial: dial(),
        patient_until: Duration::from_secs(90),
        ends_at: None,
        choices: Choices::default(),
        old_host_keys: false,
        language: Tongue::English,
    };
    let started = LaunchOutcome::Started { program: "PuTTY".into() };
    assert_eq!(trial.launcher.launch(order).await, started);
    let words = trial.programs.started.lock().unwrap()[0].clone();
    assert_eq!(words[..6], ["putty.exe", "-ssh", "-P", "40022", "-l", "transient-user-abc123"]);
    assert!(!words.concat().contains(PASSWORD));
}
