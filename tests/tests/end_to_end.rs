//! The real program in a real window, on the sandbox: what an engineer does, from key to prompt.

#![cfg(target_os = "linux")]

use std::time::Duration;

use altostrat_sandbox::{Generations, Sandbox, SandboxOptions};
use launcher_tests::app::{App, Start};
use launcher_tests::processes::{Lookout, files_with};
use launcher_tests::waiting::until;

const SITE: &str = "Cape Town Head Office";

async fn sandbox(generations: Generations) -> Sandbox {
    let options = SandboxOptions {
        generations,
        gateway_delay: Duration::from_millis(300),
        router_delay: Duration::from_millis(900),
        ..SandboxOptions::default()
    };
    Sandbox::start(options).await.unwrap()
}

async fn sign_in(app: &App, sandbox: &Sandbox, generation: &str) {
    let window = &app.window;
    window.the("textbox", "Profile name").await.fill("Acme NOC").await;
    window.the("combobox", "API").await.choose(generation).await;
    window.the("textbox", "API address").await.fill(&sandbox.url()).await;
    window.the("textbox", "API key or token").await.fill(altostrat_sandbox::API_KEY).await;
    window.the("button", "Sign in").await.click().await;
    window.the("searchbox", "Search sites").await;
}

async fn connect(app: &App, row: &str) {
    until("the session to be active", async || {
        let table = app.window.all("table", "Sessions").await.into_iter().next()?;
        let row = table.all("row", row).await.into_iter().next()?;
        row.text().await.contains("active").then_some(())
    })
    .await;
    let table = app.window.the("table", "Sessions").await;
    table.the("row", row).await.the("button", "Connect").await.click().await;
}

async fn first_light(generations: Generations, api: &str) {
    let sandbox = sandbox(generations).await;
    let site = sandbox.sites().iter().find(|site| site.name == SITE).unwrap().clone();
    let app = Start::default().open().await;
    sign_in(&app, &sandbox, api).await;
    app.open_site("cap", SITE).await;

    // SSH, to a prompt that answers.
    app.request("SSH", "60").await;
    let ssh_row = format!("SSH {SITE}");
    let first = until("a countdown", async || {
        let timer = app.window.all("timer", "Time left").await.into_iter().next()?;
        Some(timer.text().await).filter(|text| text.contains(':'))
    })
    .await;
    let made = sandbox.sessions(&site.id).pop().unwrap();
    let lookout = Lookout::start(vec![made.password.clone()]);
    connect(&app, &ssh_row).await;
    app.terminal_says(&format!("[{}@{}] >", made.username, site.identity)).await;
    app.type_in_terminal("/system identity print\n").await;
    app.terminal_says(&format!("name: {}", site.identity)).await;
    until("the countdown to move", async || {
        let timer = app.window.the("timer", "Time left").await;
        (timer.text().await != first).then_some(())
    })
    .await;
    let seen = lookout.stop();
    assert!(seen.is_empty(), "the password was in sight: {seen:?}");
    until("one connection", async || (sandbox.sessions(&site.id)[0].live_connections == 1).then_some(()))
        .await;
    app.revoke(&ssh_row).await;
    until("the connection to be cut", async || {
        (sandbox.sessions(&site.id)[0].live_connections == 0).then_some(())
    })
    .await;
    app.terminal_says("Press Enter to close this window").await;
    app.window.says("Ended").await;

    // WinBox, with its arguments on record.
    app.request("WinBox", "60").await;
    let made = sandbox.sessions(&site.id).into_iter().find(|session| !session.expired).unwrap();
    let lookout = Lookout::start(vec![made.password.clone()]);
    connect(&app, &format!("WinBox {SITE}")).await;
    let arguments = app.win_box_arguments().await;
    assert_eq!(arguments, [format!("127.0.0.1:{}", made.port), made.username.clone(), made.password.clone()]);
    let seen = lookout.stop();
    let elsewhere: Vec<_> = seen
        .iter()
        .filter(|sighting| sighting.place != "arguments" || !sighting.arguments.contains("/WinBox"))
        .collect();
    assert!(elsewhere.is_empty(), "only WinBox itself shows the password: {elsewhere:?}");
    app.revoke(&format!("WinBox {SITE}")).await;
    until("the session to end", async || {
        sandbox.sessions(&site.id).iter().all(|session| session.expired).then_some(())
    })
    .await;

    // Nothing of it was written down: not in the app's files, not in its output, not in the page.
    let secrets: Vec<String> = sandbox
        .sessions(&site.id)
        .into_iter()
        .map(|session| session.password)
        .chain([altostrat_sandbox::API_KEY.to_owned()])
        .collect();
    let page = app.window.source().await;
    assert!(secrets.iter().all(|secret| !page.contains(secret.as_str())));
    let found: Vec<_> = files_with(app.folder.path(), &secrets)
        .into_iter()
        .filter(|path| !path.ends_with("winbox.log"))
        .collect();
    assert!(found.is_empty(), "{found:?}");
    app.close().await;
}

#[tokio::test]
async fn from_a_key_to_a_prompt_and_to_win_box() {
    first_light(Generations::V1, "v1").await;
}

#[tokio::test]
async fn from_a_key_to_a_prompt_and_to_win_box_on_the_older_api() {
    first_light(Generations::Sites, "sites").await;
}

#[tokio::test]
async fn the_page_can_do_nothing_that_was_not_granted() {
    let sandbox = sandbox(Generations::V1).await;
    let app = Start::default().profile(&sandbox.url(), "v1", altostrat_sandbox::API_KEY).open().await;
    app.window.the("searchbox", "Search sites").await;
    for (attempt, script) in [
        (
            "a command of a plugin",
            "return window.__TAURI_INTERNALS__.invoke('plugin:shell|execute', {program: 'sh', args: []})",
        ),
        ("the clipboard", "return window.__TAURI_INTERNALS__.invoke('plugin:clipboard-manager|read_text')"),
        (
            "another window",
            "return window.__TAURI_INTERNALS__.invoke('plugin:webview|create_webview_window', {options: {label: 'x'}})",
        ),
        (
            "a command that does not exist",
            "return window.__TAURI_INTERNALS__.invoke('reveal_password', {key: 1})",
        ),
        ("the network", "return fetch('http://127.0.0.1:9/')"),
    ] {
        let outcome = app.window.outcome_of(script).await;
        assert!(outcome.starts_with("refused"), "{attempt}: {outcome}");
    }
    let frozen =
        app.window.run("return Object.isFrozen(Object.prototype)", serde_json::json!([])).await.unwrap();
    assert_eq!(frozen, true);
    app.close().await;
}

#[tokio::test]
async fn ten_thousand_sites_are_found_by_a_few_letters() {
    let options = SandboxOptions { sites: 10_000, ..SandboxOptions::default() };
    let sandbox = Sandbox::start(options).await.unwrap();
    let last = sandbox.sites()[9_999].name.clone();
    let app = Start::default().profile(&sandbox.url(), "v1", altostrat_sandbox::API_KEY).open().await;
    app.window.says("10,000").await;
    let rows = app.window.all("row", "").await.len();
    assert!((5..200).contains(&rows), "only what is in sight is in the page: {rows} rows");
    app.window.the("searchbox", "Search sites").await.fill(&last).await;
    app.window.the("row", &last).await;
    app.close().await;
}

#[tokio::test]
async fn in_arabic_the_window_is_mirrored_and_numbers_are_not() {
    let sandbox = sandbox(Generations::V1).await;
    let app = Start::default()
        .profile(&sandbox.url(), "v1", altostrat_sandbox::ARABIC_JWT)
        .settings(r#"{"language":"arabic","theme":"dark"}"#)
        .open()
        .await;
    app.window.says("كل المواقع").await;
    let page = app.window.run(
        "const html = document.documentElement; return [html.dir, html.lang, getComputedStyle(document.body).direction]",
        serde_json::json!([]),
    );
    assert_eq!(page.await.unwrap(), serde_json::json!(["rtl", "ar", "rtl"]));
    app.close().await;
}
