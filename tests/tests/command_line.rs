//! The real program on its command line, from a second shell.

#![cfg(target_os = "linux")]

use std::process::Output;
use std::time::Duration;

use altostrat_sandbox::{API_KEY, Sandbox, SandboxOptions};
use launcher_tests::app::{Home, Start, program};
use launcher_tests::notification_server::PrivateBus;
use launcher_tests::status_notifier::Panel;
use launcher_tests::waiting::{PATIENCE, until};
use tokio::process::Command;

const SITE: &str = "Cape Town Head Office";

async fn sandbox() -> Sandbox {
    let options = SandboxOptions {
        gateway_delay: Duration::from_millis(100),
        router_delay: Duration::from_millis(300),
        ..SandboxOptions::default()
    };
    Sandbox::start(options).await.unwrap()
}

async fn connect(home: &Home, arguments: &[&str]) -> Output {
    let waited = tokio::time::timeout(PATIENCE, home.launcher().arg("connect").args(arguments).output());
    waited.await.expect("connect does not end").unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&[&*output.stdout, &*output.stderr].concat()).into_owned()
}

#[tokio::test]
async fn connect_starts_a_launcher_that_opens_the_router_and_stays_in_the_tray() {
    let sandbox = sandbox().await;
    let bus = PrivateBus::start().await;
    let panel = Panel::start(&bus).await;
    let home = Start::default()
        .profile(&sandbox.url(), "v1", API_KEY)
        .variable("ALTOSTRAT_MY_ADDRESS", "203.0.113.42")
        .variable("DBUS_SESSION_BUS_ADDRESS", bus.address())
        .settings(r#"{"version":1,"quit":"keep"}"#)
        .home();

    let done = connect(&home, &["cape town", "--ssh", "--minutes", "15"]).await;
    assert_eq!(done.status.code(), Some(0), "{}", said(&done));
    assert_eq!(String::from_utf8_lossy(&done.stdout), format!("{SITE}: XTerm started\n"));
    until("a prompt on the router", async || home.terminal().contains("] >").then_some(())).await;

    // The launcher goes on without a window, and takes the next order.
    let tray = panel.item().await;
    tray.line(&["Cape Town Head Office · SSH · …"]).await;
    let again = connect(&home, &[SITE, "--ssh"]).await;
    assert_eq!(again.status.code(), Some(0), "{}", said(&again));
    let id = sandbox.sites().iter().find(|site| site.name == SITE).unwrap().id.clone();
    let sessions = sandbox.sessions(&id);
    assert_eq!(sessions.len(), 1, "the session that is open is used");

    let unknown = connect(&home, &["nowhere"]).await;
    assert_eq!(unknown.status.code(), Some(3), "{}", said(&unknown));
    let several = connect(&home, &["a"]).await;
    assert_eq!(several.status.code(), Some(4), "{}", said(&several));

    let secrets = [&sessions[0].password, &sessions[0].username, API_KEY];
    for output in [&done, &again, &unknown, &several] {
        assert!(!secrets.iter().any(|secret| said(output).contains(*secret)), "{}", said(output));
    }
    tray.press(&["Quit"]).await;
    until("the launcher to end", async || (!tray.is_there().await).then_some(())).await;
}

#[tokio::test]
async fn connect_without_an_account_says_so_and_opens_the_window() {
    let bus = PrivateBus::start().await;
    let panel = Panel::start(&bus).await;
    let home = Start::default().variable("DBUS_SESSION_BUS_ADDRESS", bus.address()).home();
    let refused = connect(&home, &["anything"]).await;
    assert_eq!(refused.status.code(), Some(6), "{}", said(&refused));
    let tray = panel.item().await;
    tray.press(&["Quit"]).await;
    until("the launcher to end", async || (!tray.is_there().await).then_some(())).await;
}

#[tokio::test]
async fn help_and_version_need_no_display_no_bus_and_no_folder() {
    for (argument, expected) in
        [("--help", "Usage: altostrat-launcher"), ("--version", "altostrat-launcher 0.")]
    {
        let output =
            Command::new(program("altostrat-launcher")).arg(argument).env_clear().output().await.unwrap();
        assert!(output.status.success(), "{argument}: {}", said(&output));
        assert!(String::from_utf8_lossy(&output.stdout).contains(expected), "{argument}: {}", said(&output));
    }
    let mistake = Command::new(program("altostrat-launcher"))
        .args(["connect", "x", "--minutes", "5"])
        .env_clear()
        .output();
    assert_eq!(mistake.await.unwrap().status.code(), Some(2));
}
