//! The life of the real program: starts in a race, a window that comes and goes, a desktop without a tray.

#![cfg(target_os = "linux")]

use std::cell::RefCell;

use altostrat_sandbox::{API_KEY, Sandbox, SandboxOptions};
use launcher_tests::app::{Home, Start};
use launcher_tests::notification_server::PrivateBus;
use launcher_tests::processes::programs_below;
use launcher_tests::status_notifier::{Panel, TrayItem};
use launcher_tests::waiting::{PATIENCE, until};
use tokio::process::{Child, Command};

const OPEN: &str = "Open Altostrat Launcher";
const WEB_PROCESS: &str = "WebKitWebProcess";

struct Stage {
    home: Home,
    panel: Option<Panel>,
    _bus: PrivateBus,
    _sandbox: Sandbox,
}

impl Stage {
    async fn set(with_panel: bool, settings: &str) -> Self {
        let sandbox = Sandbox::start(SandboxOptions::default()).await.unwrap();
        let bus = PrivateBus::start().await;
        let panel = if with_panel { Some(Panel::start(&bus).await) } else { None };
        let home = Start::default()
            .profile(&sandbox.url(), "v1", API_KEY)
            .variable("DBUS_SESSION_BUS_ADDRESS", bus.address())
            .settings(settings)
            .home();
        Self { home, panel, _bus: bus, _sandbox: sandbox }
    }

    fn start(&self, arguments: &[&str]) -> Child {
        self.home.launcher().args(arguments).spawn().unwrap()
    }

    async fn tray(&self) -> TrayItem {
        let tray = self.panel.as_ref().unwrap().item().await;
        tray.line(&["Quick connect"]).await;
        tray
    }
}

async fn ended(launcher: &mut Child) {
    let ended = tokio::time::timeout(PATIENCE, launcher.wait()).await;
    assert!(ended.expect("it did not end").unwrap().success());
}

/// What `xdotool` finds of this program's windows, one number a line.
async fn windows(process: u32, visible: bool) -> Vec<String> {
    let process = process.to_string();
    let mut search = Command::new("xdotool");
    search.args(["search", "--all"]);
    if visible {
        search.arg("--onlyvisible");
    }
    let found = search.args(["--pid", &process, "--name", "^Altostrat Launcher$"]).output().await.unwrap();
    String::from_utf8_lossy(&found.stdout).lines().map(ToOwned::to_owned).collect()
}

async fn window(process: u32) -> String {
    until("the window", async || windows(process, true).await.pop()).await
}

async fn no_window(process: u32) {
    until("the window to go", async || windows(process, true).await.is_empty().then_some(())).await;
}

/// Asks for a window to be closed, as its close button does.
async fn close(window: &str) {
    let window = format!("0x{:x}", window.parse::<u64>().unwrap());
    assert!(Command::new("wmctrl").args(["-i", "-c", &window]).status().await.unwrap().success());
}

#[tokio::test]
async fn of_starts_in_a_race_one_stays_and_all_end_well() {
    let stage = Stage::set(true, "{}").await;
    for _ in 0..3 {
        let starts: RefCell<Vec<Child>> = RefCell::new((0..4).map(|_| stage.start(&[])).collect());
        let staying = until("all but one to end", async || {
            let mut running = Vec::new();
            for (number, start) in starts.borrow_mut().iter_mut().enumerate() {
                match start.try_wait().unwrap() {
                    None => running.push(number),
                    Some(status) => assert!(status.success(), "a start that gave way ended with {status}"),
                }
            }
            (running.len() == 1).then(|| running[0])
        })
        .await;
        let mut starts = starts.into_inner();
        let process = starts[staying].id().unwrap();
        window(process).await;
        stage.tray().await.press(&["Quit"]).await;
        ended(&mut starts[staying]).await;
    }
}

#[tokio::test]
async fn closed_to_the_tray_the_web_process_is_gone_and_a_second_start_brings_the_window_back() {
    let stage = Stage::set(true, "{}").await;
    let mut launcher = stage.start(&[]);
    let process = launcher.id().unwrap();
    let tray = stage.tray().await;
    let first = window(process).await;
    until("its page", async || programs_below(process).contains(&WEB_PROCESS.to_owned()).then_some(())).await;

    close(&first).await;
    no_window(process).await;
    until("its web process to end", async || {
        (!programs_below(process).contains(&WEB_PROCESS.to_owned())).then_some(())
    })
    .await;
    assert!(launcher.try_wait().unwrap().is_none(), "it stays in the tray");

    let mut second = stage.start(&[]);
    ended(&mut second).await;
    window(process).await;
    until("a new page", async || programs_below(process).contains(&WEB_PROCESS.to_owned()).then_some(()))
        .await;
    tray.press(&["Quit"]).await;
    ended(&mut launcher).await;
}

#[tokio::test]
async fn a_second_start_shows_the_window_of_one_that_waits_in_the_tray() {
    let stage = Stage::set(true, "{}").await;
    let mut launcher = stage.start(&["--background"]);
    let tray = stage.tray().await;
    assert!(windows(launcher.id().unwrap(), true).await.is_empty(), "it started hidden");
    ended(&mut stage.start(&[])).await;
    window(launcher.id().unwrap()).await;
    tray.press(&["Quit"]).await;
    ended(&mut launcher).await;
}

#[tokio::test]
async fn the_window_comes_back_where_it_was() {
    let stage = Stage::set(true, "{}").await;
    let mut launcher = stage.start(&[]);
    let process = launcher.id().unwrap();
    let tray = stage.tray().await;
    let first = window(process).await;
    for arguments in [["windowsize", &first, "900", "560"], ["windowmove", &first, "120", "90"]] {
        assert!(Command::new("xdotool").args(arguments).status().await.unwrap().success());
    }
    let placed = until("the window to be where it was put", async || {
        place(&first).await.filter(|place| place.2 == 900 && place.3 == 560 && place.0 > 100)
    })
    .await;
    close(&first).await;
    no_window(process).await;
    tray.press(&[OPEN]).await;
    let second = window(process).await;
    until("the new window to be there", async || {
        let (left, top, width, height) = place(&second).await?;
        // Window managers count their frame in or not.
        let near = left.abs_diff(placed.0) < 40 && top.abs_diff(placed.1) < 60;
        (near && width == 900 && height == 560).then_some(())
    })
    .await;
    tray.press(&["Quit"]).await;
    ended(&mut launcher).await;
    assert!(stage.home.at("data/window.json").exists(), "kept with the other data");
}

/// Left, top, width and height of a window.
async fn place(window: &str) -> Option<(i32, i32, u32, u32)> {
    let told = Command::new("xdotool").args(["getwindowgeometry", "--shell", window]).output().await.ok()?;
    let told = String::from_utf8_lossy(&told.stdout).into_owned();
    let value = |name: &str| told.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('='));
    Some((
        value("X")?.parse().ok()?,
        value("Y")?.parse().ok()?,
        value("WIDTH")?.parse().ok()?,
        value("HEIGHT")?.parse().ok()?,
    ))
}

#[tokio::test]
async fn without_a_tray_the_window_is_not_closed_and_once_agreed_to_is_minimised() {
    let stage = Stage::set(false, "{}").await;
    let mut launcher = stage.start(&[]);
    let process = launcher.id().unwrap();
    let asked = window(process).await;
    close(&asked).await;
    // Were it gone, this start would bring up another one.
    ended(&mut stage.start(&[])).await;
    assert_eq!(window(process).await, asked, "it stays, and asks");
    launcher.kill().await.unwrap();

    let stage = Stage::set(false, r#"{"version":1,"noTrayTold":true}"#).await;
    let mut launcher = stage.start(&[]);
    let process = launcher.id().unwrap();
    let minimised = window(process).await;
    close(&minimised).await;
    no_window(process).await;
    // Asked again where the answer is empty: windows that come and go meanwhile spoil a search.
    until("it to be there still", async || (windows(process, false).await.len() == 1).then_some(())).await;
    assert!(launcher.try_wait().unwrap().is_none());
    ended(&mut stage.start(&[])).await;
    window(process).await;
    launcher.kill().await.unwrap();
}

#[tokio::test]
async fn started_in_the_background_without_a_tray_it_waits_minimised() {
    let stage = Stage::set(false, "{}").await;
    let mut launcher = stage.start(&["--background"]);
    let process = launcher.id().unwrap();
    until("the window", async || (windows(process, false).await.len() == 1).then_some(())).await;
    no_window(process).await;
    launcher.kill().await.unwrap();
}

#[tokio::test]
async fn a_second_start_in_the_background_brings_up_no_window() {
    let stage = Stage::set(true, "{}").await;
    let mut launcher = stage.start(&["--background"]);
    let process = launcher.id().unwrap();
    stage.tray().await;
    ended(&mut stage.start(&["--background"])).await;
    // An order goes through the same queue, after whatever that start has asked for.
    let order = stage.home.launcher().args(["connect", "no such site"]).status().await.unwrap();
    assert!(!order.success());
    assert!(windows(process, false).await.is_empty());
    stage.tray().await.press(&["Quit"]).await;
    ended(&mut launcher).await;
}
