//! Real terminals, opened as the app opens them, each to a router's prompt: the core plans, the shell starts, the
//! terminal runs the real helper, that runs the real `ssh`, and the sandbox answers.
//!
//! `cargo xtask test terminals` installs the terminals and runs these on a display of their own.

#![cfg(target_os = "linux")]

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use altostrat_launcher::programs::SystemPrograms;
use altostrat_launcher::rendezvous::Rendezvous;
use altostrat_sandbox::{Sandbox, SessionState};
use altostrat_ssh::wire::TestTexts;
use launcher_core::altostrat::{ApiAddress, ApiKey, Options};
use launcher_core::app::ports::{Desktop as _, Ports};
use launcher_core::app::{AppHandle, Runtime, StartUp, SystemAbilities, TemporaryProfile, Wish};
use launcher_core::clock::SystemClock;
use launcher_core::contract::{Generation, LaunchView, SessionPhaseView};
use launcher_core::diagnostics::FakeJournal;
use launcher_core::domain::{Protocol, SessionKey};
use launcher_core::launch::host_keys::FakeHostKeyStore;
use launcher_core::launch::{
    EnvironmentSource, HelperCall, LaunchPlan, Opened, Os, ProgramStarter, RunEvent, SharedDesk,
    StartProblem, Surroundings, clean_env, open_terminal, terminals::terminals,
};
use launcher_core::settings::secrets::FakeSecretStore;
use launcher_core::settings::{FakeSettingsStore, LoadedSettings, Settings};
use launcher_tests::app::program;
use launcher_tests::fakes::FakeDesktop;
use launcher_tests::processes::{Lookout, files_with};
use launcher_tests::rig::{form, quick};
use launcher_tests::waiting::until;
use tempfile::TempDir;
use tokio::process::Command;
use tokio::sync::mpsc;

const SITE: &str = "Cape Town Head Office";

/// A variable by which a process shows whose environment it has.
const MARK: &str = "LAUNCHER_TESTS_MARK";

/// The shell's own starter, with a mark in every environment.
struct Marked {
    mark: String,
    variables: Vec<(OsString, OsString)>,
}

impl ProgramStarter for Marked {
    fn start(&self, plan: &LaunchPlan) -> Result<(), StartProblem> {
        let mut plan = plan.clone();
        plan.environment.set.push((MARK.into(), self.mark.clone().into()));
        plan.environment.set.extend(self.variables.iter().cloned());
        SystemPrograms::default().start(&plan)
    }
}

/// The app without a window, which opens this one terminal for real.
///
/// What it opened is ended on drop.
struct Stage {
    sandbox: Arc<Sandbox>,
    app: AppHandle,
    desktop: Arc<FakeDesktop>,
    events: Arc<Mutex<Vec<RunEvent>>>,
    mark: String,
    folder: TempDir,
    _rendezvous: Rendezvous,
}

impl Stage {
    async fn set(terminal: &str, surroundings: Surroundings, variables: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let sandbox = Arc::new(Sandbox::start(quick()).await.unwrap());
        let clock = Arc::new(SystemClock::new());
        let (desk, mut told) = SharedDesk::new(clock.clone()).unwrap();
        let rendezvous = Rendezvous::open(desk.clone()).unwrap();
        let (pass_on, run_reports) = mpsc::unbounded_channel();
        let events: Arc<Mutex<Vec<RunEvent>>> = Arc::default();
        let heard = Arc::clone(&events);
        tokio::spawn(async move {
            while let Some(report) = told.recv().await {
                heard.lock().unwrap_or_else(PoisonError::into_inner).push(report.event.clone());
                let _ = pass_on.send(report);
            }
        });
        let mark = folder.path().display().to_string();
        let desktop = Arc::new(FakeDesktop::default());
        let ports = Ports {
            clock,
            secrets: Arc::new(FakeSecretStore::new()),
            settings: Arc::new(FakeSettingsStore::default()),
            journal: Arc::new(FakeJournal::default()),
            programs: Arc::new(Marked {
                mark: mark.clone(),
                variables: variables.iter().map(|(name, value)| (name.into(), value.into())).collect(),
            }),
            desktop: desktop.clone(),
            updates: None,
            desk,
            surroundings,
            host_keys: Arc::new(FakeHostKeyStore::default()),
            known_hosts: folder.path().join("known_hosts"),
            ssh_helper: program("altostrat-ssh"),
            version: "0.0.0".into(),
        };
        let (runtime, app) = Runtime::new(ports, run_reports, Options::default());
        let settings = Settings { terminal: Some(terminal.to_owned()), ..Settings::default() };
        tokio::spawn(runtime.run(StartUp {
            settings: LoadedSettings { settings, note: None },
            temporary: Some(TemporaryProfile {
                address: ApiAddress::parse(&sandbox.url()).unwrap(),
                generation: Generation::V1,
                key: ApiKey::parse(&altostrat_sandbox::API_KEY.into()).unwrap(),
                my_address: None,
            }),
            version: "0.0.0".into(),
            data_folder: folder.path().display().to_string(),
            system_language: "en".into(),
            log_folder: String::new(),
            log_level_fixed: false,
            abilities: SystemAbilities::default(),
        }));
        // A page is there from the start.
        let (page, asking) = (desktop.clone(), app.clone());
        tokio::spawn(async move {
            if let Ok(views) = asking.ask(|reply| Wish::LoadViews { reply }).await {
                page.show(views);
            }
        });
        Self { sandbox, app, desktop, events, mark, folder, _rendezvous: rendezvous }
    }

    /// Requests a session and waits until it can be connected to.
    async fn session(&self) -> (SessionKey, SessionState) {
        let site = self
            .desktop
            .until("the sites", |shown| {
                shown.site_list.iter().find(|site| site.name == SITE).map(|site| site.id.clone())
            })
            .await;
        let wish = form(site.clone(), Protocol::Ssh);
        let key = self.app.ask(|reply| Wish::RequestSession { form: wish, reply }).await.unwrap();
        self.desktop
            .until("the session to be active", |shown| {
                let session = shown.sessions.iter().find(|session| session.key == key)?;
                (session.phase == SessionPhaseView::Active).then_some(())
            })
            .await;
        (key, self.sandbox.sessions(site.as_str()).pop().unwrap())
    }

    fn events(&self) -> Vec<RunEvent> {
        self.events.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    async fn hears(&self, event: RunEvent) {
        until(&format!("{event:?}"), async || self.events().contains(&event).then_some(())).await;
    }

    /// The helpers that have an `ssh` on this port as their child.
    fn helpers(port: u16) -> Vec<Process> {
        let dials = format!("\0-p\0{port}\0");
        let ssh = Process::all().into_iter().filter(|process| process.read("cmdline").contains(&dials));
        ssh.filter_map(|ssh| ssh.parent()).collect()
    }
}

impl Drop for Stage {
    /// A window that a failed test left behind would catch what the next one types.
    fn drop(&mut self) {
        for left in Process::all().into_iter().filter(|process| process.read("environ").contains(&self.mark))
        {
            #[expect(
                clippy::disallowed_methods,
                reason = "the standard library ends only children of its own"
            )]
            let _ = std::process::Command::new("kill").arg(left.0.to_string()).status();
        }
    }
}

/// A process by its number.
struct Process(u32);

impl Process {
    fn all() -> Vec<Self> {
        let entries = std::fs::read_dir("/proc").into_iter().flatten().flatten();
        entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok().map(Self)).collect()
    }

    /// A file of `/proc/<number>`, empty where the process is gone.
    fn read(&self, file: &str) -> String {
        let bytes = std::fs::read(format!("/proc/{}/{file}", self.0)).unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    fn parent(&self) -> Option<Self> {
        let status = self.read("status");
        status.lines().find_map(|line| line.strip_prefix("PPid:")?.trim().parse().ok().map(Self))
    }
}

/// Types at whatever has the focus, as a person does.
async fn type_text(text: &str) {
    let typed = Command::new("xdotool").args(["type", "--delay", "10", text]).status().await.unwrap();
    assert!(typed.success());
}

/// The folders a terminal may write to: this stage's, and those of the display it runs on.
fn folders(stage: &Stage) -> Vec<PathBuf> {
    let own = ["XDG_RUNTIME_DIR", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"];
    let named = std::env::vars_os().filter(|(name, _)| own.iter().any(|own| name == own));
    [stage.folder.path().to_owned()].into_iter().chain(named.map(|(_, folder)| folder.into())).collect()
}

async fn opens_on_a_prompt(id: &str, variables: &[(&str, &str)]) {
    let surroundings = Surroundings::new(Os::current(), std::env::vars_os());
    let terminal =
        terminals(&surroundings, Some(id)).into_iter().next().filter(|found| found.id.as_str() == id);
    let Some(terminal) = terminal else {
        panic!("{id} is not installed: run `cargo xtask test terminals`");
    };
    let stage = Stage::set(id, surroundings, variables).await;
    let (key, made) = stage.session().await;
    let lookout = Lookout::start(vec![made.password.clone()]);
    stage.app.ask(|reply| Wish::ConnectSession { key, reply }).await.unwrap();
    let opened = stage
        .desktop
        .until("a terminal", |shown| {
            let session = shown.sessions.iter().find(|session| session.key == key)?;
            match &session.launch {
                LaunchView::Started { program } => Some(program.clone()),
                LaunchView::Manual { .. } => Some("none".to_owned()),
                _ => None,
            }
        })
        .await;
    assert_eq!(opened, terminal.name, "this one has called back, and no other was needed");
    stage.hears(RunEvent::LoggedIn).await;
    let helpers = Stage::helpers(made.port);
    let [helper] = helpers.as_slice() else { panic!("{} windows", helpers.len()) };
    if terminal.environment == EnvironmentSource::Given {
        assert!(
            helper.read("environ").contains(&stage.mark),
            "the environment is the one it was started with"
        );
    }
    // Nobody can quit but at the prompt.
    until("the router's prompt to take a command", async || {
        type_text("/quit\n").await;
        tokio::time::sleep(Duration::from_millis(300)).await;
        let ended = RunEvent::Ended { exit_code: Some(0) };
        stage.events().contains(&ended).then_some(())
    })
    .await;
    // After a short visit it waits for Enter, so that the window does not flash by.
    until("the window to close", async || {
        if !helper.read("cmdline").contains("altostrat-ssh") {
            return Some(());
        }
        type_text("\n").await;
        None
    })
    .await;
    let seen = lookout.stop();
    assert!(seen.is_empty(), "the password was in sight: {seen:?}");
    for folder in folders(&stage) {
        let found = files_with(&folder, std::slice::from_ref(&made.password));
        assert!(found.is_empty(), "the password was written down: {found:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn xterm_opens_on_a_prompt() {
    opens_on_a_prompt("xterm", &[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn gnome_terminal_opens_on_a_prompt() {
    opens_on_a_prompt("gnome-terminal", &[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn gnome_console_opens_on_a_prompt() {
    opens_on_a_prompt("kgx", &[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn konsole_opens_on_a_prompt() {
    opens_on_a_prompt("konsole", &[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn xfce_terminal_opens_on_a_prompt() {
    opens_on_a_prompt("xfce4-terminal", &[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn alacritty_opens_on_a_prompt() {
    opens_on_a_prompt("alacritty", &[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn kitty_opens_on_a_prompt() {
    opens_on_a_prompt("kitty", &[]).await;
}

/// foot knows Wayland alone: it gets a compositor that is itself a window on this display.
#[tokio::test(flavor = "multi_thread")]
async fn foot_opens_on_a_prompt() {
    let socket = format!("launcher-tests-{}", std::process::id());
    let mut compositor = Command::new("weston")
        .args(["--backend=x11-backend.so", "--use-pixman", "--shell=kiosk-shell.so", "--idle-time=0"])
        .arg(format!("--socket={socket}"))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .expect("weston is installed by `cargo xtask test terminals`");
    let runtime = std::env::vars_os().find(|(name, _)| name == "XDG_RUNTIME_DIR").map(|(_, folder)| folder);
    let path = PathBuf::from(runtime.unwrap()).join(&socket);
    until("the compositor", async || path.exists().then_some(())).await;
    opens_on_a_prompt("foot", &[("WAYLAND_DISPLAY", &socket)]).await;
    compositor.kill().await.unwrap();
}

/// No session and no sandbox: the call-back alone says that it works.
#[tokio::test(flavor = "multi_thread")]
async fn a_terminal_is_tried_out_and_waits_to_be_closed() {
    let (desk, _told) = SharedDesk::new(Arc::new(SystemClock::new())).unwrap();
    let _rendezvous = Rendezvous::open(desk.clone()).unwrap();
    let surroundings = Surroundings::new(Os::current(), std::env::vars_os());
    let mut found = terminals(&surroundings, Some("xterm"));
    found.truncate(1);
    let call = HelperCall {
        helper: program("altostrat-ssh"),
        environment: clean_env(&surroundings),
        home: surroundings.home(),
    };
    let texts = TestTexts { it_works: "It works.".into(), press_enter: "Press Enter.".into() };
    let mut test = desk.open_test(texts).unwrap();
    let starter: Arc<dyn ProgramStarter> = Arc::new(SystemPrograms::default());
    let opened = open_terminal(&starter, &desk, &found, &call, &mut test, Duration::from_secs(20)).await;
    assert_eq!(opened, Opened::By(found[0].id));
    let id = test.id.as_str().to_owned();
    let is_open = || Process::all().iter().any(|process| process.read("cmdline").contains(&id));
    assert!(is_open(), "it waits for a key");
    until("the window to close", async || {
        type_text("\n").await;
        (!is_open()).then_some(())
    })
    .await;
}
