//! The real program in the desktop's panel: what an engineer does from the tray.

#![cfg(target_os = "linux")]

use std::time::Duration;

use altostrat_sandbox::{API_KEY, Sandbox, SandboxOptions};
use launcher_tests::app::Start;
use launcher_tests::notification_server::PrivateBus;
use launcher_tests::status_notifier::Panel;
use launcher_tests::waiting::until;
use tokio::process::Command;

const SITE: &str = "Cape Town Head Office";
const SESSION: &str = "Cape Town Head Office · SSH · …";
const OPEN: &str = "Open Altostrat Launcher";

async fn sandbox() -> Sandbox {
    let options = SandboxOptions {
        gateway_delay: Duration::from_millis(100),
        router_delay: Duration::from_millis(300),
        ..SandboxOptions::default()
    };
    Sandbox::start(options).await.unwrap()
}

#[tokio::test]
async fn from_the_tray_to_a_prompt_renewed_and_revoked() {
    let sandbox = sandbox().await;
    let site = sandbox.sites().iter().find(|site| site.name == SITE).unwrap().clone();
    let live = || {
        let sessions = sandbox.sessions(&site.id).into_iter();
        sessions.filter(|session| !session.expired).collect::<Vec<_>>()
    };
    let bus = PrivateBus::start().await;
    let panel = Panel::start(&bus).await;
    let app = Start::default()
        .profile(&sandbox.url(), "v1", API_KEY)
        .variable("DBUS_SESSION_BUS_ADDRESS", bus.address())
        .open()
        .await;
    let tray = panel.item().await;
    let idle = tray.picture().await;

    // A session made in the window is in the menu, and ends from there. It makes the site a recent one whose
    // options are known.
    app.open_site("cap", SITE).await;
    app.request("SSH", "60").await;
    until("the session to be offered for connect", async || {
        tray.line(&[SESSION, "Connect"]).await.enabled.then_some(())
    })
    .await;
    assert_ne!(tray.picture().await, idle, "the icon says that a session is open");
    tray.press(&[SESSION, "Revoke"]).await;
    until("the session to end", async || live().is_empty().then_some(())).await;
    tray.gone(&[SESSION]).await;
    until("the icon to be idle again", async || (tray.picture().await == idle).then_some(())).await;

    // One press requests another with the same options and leads to its prompt.
    tray.press(&["Quick connect", SITE, "SSH"]).await;
    let first = until("a session", async || live().pop()).await;
    app.terminal_says(&format!("[{}@{}] >", first.username, site.identity)).await;

    // A second press finds the session that is there.
    tray.press(&[SESSION, "Connect"]).await;
    until("two connections", async || (live().first()?.live_connections == 2).then_some(())).await;
    assert_eq!(live().len(), 1);

    tray.press(&[SESSION, "Renew"]).await;
    until("a new session in the old one's place", async || {
        matches!(&live()[..], [only] if only.id != first.id).then_some(())
    })
    .await;
    until("one line for it", async || {
        let menu = tray.menu().await.ok()?;
        let lines = menu.iter().filter(|line| line.label.starts_with("Cape Town Head Office · SSH · "));
        (lines.count() == 1).then_some(())
    })
    .await;
    app.close().await;
}

/// The visible windows of a process.
async fn windows_of(process: u32) -> usize {
    let process = process.to_string();
    let search = ["search", "--all", "--onlyvisible", "--pid", &process, "--name", "^Altostrat Launcher$"];
    let found = Command::new("xdotool").args(search).output().await.unwrap();
    String::from_utf8_lossy(&found.stdout).lines().count()
}

#[tokio::test]
async fn a_hidden_start_is_opened_and_ended_from_the_tray() {
    let sandbox = sandbox().await;
    let bus = PrivateBus::start().await;
    let panel = Panel::start(&bus).await;
    let home = Start::default()
        .profile(&sandbox.url(), "v1", API_KEY)
        .variable("DBUS_SESSION_BUS_ADDRESS", bus.address())
        .home();
    let mut app = home.launcher().arg("--background").spawn().unwrap();
    let process = app.id().unwrap();

    let tray = panel.item().await;
    tray.line(&["Quick connect"]).await;
    assert_eq!(windows_of(process).await, 0, "it started hidden");

    // The desktop may restart its panel: the icon comes back by itself.
    panel.stop().await;
    let panel = Panel::start(&bus).await;
    let tray = panel.item().await;

    tray.press(&[OPEN]).await;
    until("the window", async || (windows_of(process).await == 1).then_some(())).await;
    tray.press(&["Quit"]).await;
    let ended = tokio::time::timeout(launcher_tests::waiting::PATIENCE, app.wait()).await;
    assert!(ended.expect("it did not end").unwrap().success());
}
