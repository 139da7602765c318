//! What people feel, measured beside a bare Tauri window in the same run. Asserts nothing: it prints.
//!
//! Run by `cargo xtask bench`, which builds both programs in release and gives them a display of their own.

#![cfg_attr(not(target_os = "linux"), expect(unused, reason = "processes are read from /proc"))]

mod measure;
mod process;

use std::time::Duration;

use altostrat_sandbox::{API_KEY, Sandbox, SandboxOptions};
use launcher_tests::app::{App, Start};
use launcher_tests::notification_server::PrivateBus;
use launcher_tests::status_notifier::Panel;
use launcher_tests::waiting::until;
use launcher_tests::webdriver::ENTER;
use measure::{Millis, Report};
use serde_json::json;

/// Starts of each program; the first is thrown away, it warms the disk.
const STARTS: usize = 6;
const SITES: usize = 10_000;
/// Programs started by Connect.
const CONNECTS: usize = 7;
/// How long the program is left alone.
const IDLE: Duration = Duration::from_secs(10);

#[tokio::main]
async fn main() {
    // `cargo test --benches` and nextest's listing start this as well.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let mut report = Report::default();
    let sandbox = sandbox(12).await;
    let large = self::sandbox(SITES).await;

    let bare = starts(|| Start::default().window_of("examples/bare_window")).await;
    let few = starts(|| signed_in(&sandbox)).await;
    report.against("window to usable list, 12 sites", &few, &bare, 1.3);
    let many = starts(|| signed_in(&large)).await;
    report.against("window to usable list, 10,000 sites", &many, &bare, 1.3);

    let yardstick = Start::default().window_of("examples/bare_window").open_any().await;
    let bare_memory = process::memory_of_tree(yardstick.driver_process());
    yardstick.close().await;

    let app = signed_in(&large).open().await;
    app.window.says("10,000").await;
    let window_memory = process::memory_of_tree(app.driver_process());
    report.memory("window with 10,000 sites, above a bare one", window_memory - bare_memory, 30.0);
    report.times("keystroke to filtered list of 10,000", &measure::keystrokes(&app.window).await, 16.0, 33.0);
    report.times("switch to another site", &measure::switches(&app.window).await, 50.0, 50.0);
    app.close().await;

    report.times("press Connect to program started", &connects(&sandbox).await, 100.0, 100.0);
    report.times("press Request to the create at the API", &creates(&sandbox).await, 50.0, 50.0);
    hidden(&sandbox, &mut report).await;
    report.print();
}

async fn sandbox(sites: usize) -> Sandbox {
    let options = SandboxOptions {
        sites,
        gateway_delay: Duration::ZERO,
        router_delay: Duration::ZERO,
        ..SandboxOptions::default()
    };
    Sandbox::start(options).await.unwrap()
}

fn signed_in(sandbox: &Sandbox) -> Start {
    Start::default().profile(&sandbox.url(), "v1", API_KEY).variable("ALTOSTRAT_MY_ADDRESS", "203.0.113.42")
}

/// From the start of the process to the moment its page calls itself usable.
async fn starts(start: impl Fn() -> Start) -> Vec<Millis> {
    let mut taken = Vec::new();
    for _ in 0..STARTS {
        let app = start().open_any().await;
        let usable =
            until("a usable page", async || app.window.run(measure::USABLE, json!([])).await.ok()?.as_f64())
                .await;
        let begun = process::started_at(app.driver_process(), &app.binary).unwrap();
        taken.push(usable - begun);
        app.close().await;
    }
    taken.remove(0);
    taken
}

/// Each on a session that is open already.
async fn connects(sandbox: &Sandbox) -> Vec<Millis> {
    let app = signed_in(sandbox).open().await;
    open_first_site(&app).await;
    let mut taken = Vec::new();
    for number in 0..=CONNECTS {
        let pressed = measure::press_button(&app.window, "Connect with WinBox").await;
        let started = app.win_box_started_at().await;
        // The first makes the session.
        if number > 0 {
            taken.push(started - pressed);
        }
    }
    app.close().await;
    taken
}

/// Our own share: the list that must come before the create is answered at once.
async fn creates(sandbox: &Sandbox) -> Vec<Millis> {
    let app = signed_in(sandbox).open().await;
    open_first_site(&app).await;
    let mut taken = Vec::new();
    for _ in 0..5 {
        let before = posts(sandbox);
        app.window.the("button", "Request access").await.click().await;
        app.window.the("dialog", "Request access").await;
        let pressed = measure::press_button(&app.window, "Request only").await;
        let arrived = until("the create", async || (posts(sandbox) > before).then(measure::now)).await;
        taken.push(arrived - pressed);
        app.window.gone("dialog", "Request access").await;
    }
    app.close().await;
    taken
}

fn posts(sandbox: &Sandbox) -> usize {
    sandbox.calls().iter().filter(|call| call.method == "POST").count()
}

async fn open_first_site(app: &App) {
    app.window.the("searchbox", "Search sites").await.fill("cap").await;
    app.window.press(&[ENTER]).await;
    app.window.the("button", "Connect with WinBox").await;
}

/// In the tray, with no window ever opened.
async fn hidden(sandbox: &Sandbox, report: &mut Report) {
    let bus = PrivateBus::start().await;
    let panel = Panel::start(&bus).await;
    let home = signed_in(sandbox).variable("DBUS_SESSION_BUS_ADDRESS", bus.address()).home();
    let mut launcher = home.launcher().arg("--background").spawn().unwrap();
    let process = launcher.id().unwrap();
    let tray = panel.item().await;
    tray.line(&["Quick connect"]).await;
    tokio::time::sleep(Duration::from_secs(3)).await;
    let (ticks, wakes) = (process::ticks(process), process::wakes(process));
    tokio::time::sleep(IDLE).await;
    let seconds = IDLE.as_secs_f64();
    report.count(
        "CPU while idle in the tray",
        "ticks/s",
        process::ticks(process).saturating_sub(ticks),
        seconds,
        0.0,
    );
    report.count(
        "wake-ups while idle in the tray",
        "/s",
        process::wakes(process).saturating_sub(wakes),
        seconds,
        1.0,
    );
    report.memory("in the tray without a window", process::memory_of_tree(process), 60.0);
    tray.press(&["Quit"]).await;
    let _ = launcher.wait().await;
}
