//! The real program and a router that takes its time.

#![cfg(target_os = "linux")]

use std::time::Duration;

use altostrat_sandbox::{API_KEY, Sandbox, SandboxOptions};
use launcher_tests::app::Start;
use launcher_tests::notification_server::PrivateBus;
use launcher_tests::status_notifier::Panel;
use launcher_tests::waiting::until;

#[tokio::test]
async fn a_router_that_checks_in_after_twenty_seconds_is_connected_without_a_hand() {
    let options = SandboxOptions {
        gateway_delay: Duration::from_millis(100),
        router_delay: Duration::from_secs(20),
        ..SandboxOptions::default()
    };
    let sandbox = Sandbox::start(options).await.unwrap();
    let bus = PrivateBus::start().await;
    let panel = Panel::start(&bus).await;
    let home = Start::default()
        .profile(&sandbox.url(), "v1", API_KEY)
        .variable("ALTOSTRAT_MY_ADDRESS", "203.0.113.42")
        .variable("DBUS_SESSION_BUS_ADDRESS", bus.address())
        .settings(r#"{"version":1,"quit":"keep"}"#)
        .home();
    let done = home.launcher().args(["connect", "cape town", "--ssh"]).output().await.unwrap();
    assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stderr));

    until("the terminal to say what it waits for", async || {
        home.terminal().contains("has not checked in yet").then_some(())
    })
    .await;
    assert!(!home.terminal().contains("] >"), "not in yet: {}", home.terminal());
    until("a prompt on the router", async || home.terminal().contains("] >").then_some(())).await;
    let posts = sandbox.calls().iter().filter(|call| call.method == "POST").count();
    assert_eq!(posts, 1, "nothing is requested twice");

    let tray = panel.item().await;
    tray.press(&["Quit"]).await;
    until("the launcher to end", async || (!tray.is_there().await).then_some(())).await;
}
