//! The real window, OpenSSH and a router whose host key is swapped.

#![cfg(target_os = "linux")]

use altostrat_sandbox::{API_KEY, Sandbox};
use launcher_tests::app::{App, Start};
use launcher_tests::rig::quick;
use launcher_tests::waiting::until;

const SITE: &str = "Cape Town Head Office";
const ROW: &str = "SSH Cape Town Head Office";

/// Presses Connect and waits until the terminal shows `words`.
async fn connect(app: &App, words: &str) {
    let log = app.folder.path().join("terminal.log");
    let _ = std::fs::remove_file(&log);
    until("Connect", async || {
        let table = app.window.all("table", "Sessions").await.into_iter().next()?;
        let row = table.all("row", ROW).await.into_iter().next()?;
        let button = row.all("button", "Connect").await.into_iter().next()?;
        button.click().await;
        Some(())
    })
    .await;
    until(&format!("the terminal to say {words:?}"), async || app.terminal().contains(words).then_some(()))
        .await;
}

#[tokio::test]
async fn a_router_keeps_its_key_over_ports_and_a_swapped_one_is_trusted_by_choice_alone() {
    let sandbox = Sandbox::start(quick()).await.unwrap();
    let site = sandbox.sites().iter().find(|site| site.name == SITE).unwrap().clone();
    let app = Start::default().profile(&sandbox.url(), "v1", API_KEY).open().await;
    let prompt = format!("@{}] >", site.identity);
    app.open_site("cap", SITE).await;

    // The first port: the key is learned. The second one: known, without a question.
    app.request("SSH", "60").await;
    connect(&app, &prompt).await;
    app.window.says("SSH key, new in this run").await;
    let old = until("a fingerprint", async || fingerprints(&app.window.text().await).pop()).await;
    let first = sandbox.sessions(&site.id).pop().unwrap();
    app.revoke(ROW).await;
    app.window.says("Ended").await;
    app.request("SSH", "60").await;
    connect(&app, &prompt).await;
    let second = sandbox.sessions(&site.id).into_iter().find(|session| !session.expired).unwrap();
    assert_ne!(first.port, second.port);
    assert!(!app.terminal().contains("yes/no"), "{}", app.terminal());

    // Another router at the end of the same port.
    sandbox.swap_host_key(&site.id).unwrap();
    connect(&app, "host key is not the one seen before").await;
    assert!(!app.terminal().contains(&prompt), "{}", app.terminal());
    let row = app.window.the("row", ROW).await;
    let shown = until("both fingerprints", async || {
        Some(fingerprints(&row.text().await)).filter(|shown| shown.len() == 2)
    })
    .await;
    assert_eq!(shown[0], old, "the known one comes first");
    assert_ne!(shown[1], old);

    // A look alone trusts nothing; the choice does.
    row.the("button", "Trust the new key…").await.click().await;
    let question = app.window.the("dialog", "Trust the new key").await;
    assert!(question.text().await.contains(&shown[1]));
    question.the("button", "Cancel").await.click().await;
    connect(&app, "host key is not the one seen before").await;
    app.window.the("row", ROW).await.the("button", "Trust the new key…").await.click().await;
    app.window
        .the("dialog", "Trust the new key")
        .await
        .the("button", "Trust the new key")
        .await
        .click()
        .await;
    app.window.gone("button", "Trust the new key…").await;
    connect(&app, &prompt).await;

    let users_own = app.folder.path().join("home/.ssh/known_hosts");
    assert!(!users_own.exists(), "the user's own list is left alone");
    app.close().await;
}

fn fingerprints(text: &str) -> Vec<String> {
    text.split_whitespace().filter(|word| word.starts_with("SHA256:")).map(ToOwned::to_owned).collect()
}
