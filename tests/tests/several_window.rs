//! The real window and several sites at once: selected, asked for with one press, revoked with another.

#![cfg(target_os = "linux")]

use std::sync::Arc;

use altostrat_sandbox::{API_KEY, Fault, FaultKind, Sandbox};
use launcher_core::contract::{Generation, SessionPhaseView};
use launcher_core::domain::Protocol;
use launcher_tests::app::{App, Start};
use launcher_tests::hands::fill_span;
use launcher_tests::rig::{Rig, calls_to, form, quick};
use launcher_tests::waiting::until;
use launcher_tests::webdriver::Element;

const BY_HAND: [&str; 2] = ["Cape Town Head Office", "Durban Warehouse"];
const BY_NAME: &str = "Nairobi Branch";
const BY_ID: &str = "Gaborone School Network";
const NOWHERE: &str = "Nowhere Office";
const LIVE: [&str; 3] = [BY_HAND[0], BY_HAND[1], BY_ID];

/// Clicks the sites in the list, and takes each into the selection with Space.
async fn select(app: &App, names: &[&str]) {
    let grid = app.window.the("grid", "Sites").await;
    for (already, name) in names.iter().enumerate() {
        grid.the("row", name).await.click().await;
        app.window.the("heading", name).await;
        app.window.press(&[" "]).await;
        let words = if already == 0 { "1 site selected" } else { &format!("{} sites selected", already + 1) };
        app.window.the("status", words).await;
    }
}

/// Waits until the row of a site says `words`.
async fn row_says(table: &Element, site: &str, words: &str) {
    let row = table.the("row", site).await;
    until(&format!("{site} to say {words:?}"), async || row.text().await.contains(words).then_some(())).await;
}

#[tokio::test]
async fn sites_taken_by_hand_and_from_a_list_are_asked_for_once_each_and_revoked_together() {
    let sandbox = Arc::new(Sandbox::start(quick()).await.unwrap());
    let id = |name: &str| sandbox.sites().iter().find(|site| site.name == name).unwrap().id.clone();

    // A colleague is at work on one of the sites.
    let colleague = Rig::signed_in(sandbox.clone(), Generation::V1, API_KEY);
    let site = colleague.site(BY_HAND[0]).await;
    let theirs = colleague.request(form(site, Protocol::WinBox)).await.unwrap();
    colleague.session(theirs, "active", |phase| *phase == SessionPhaseView::Active).await;
    let theirs = sandbox.sessions(&id(BY_HAND[0])).pop().unwrap();
    sandbox.clear_calls();

    let app = Start::default().profile(&sandbox.url(), "v1", API_KEY).open().await;
    let window = &app.window;
    select(&app, &BY_HAND).await;

    // A list of a name, an id, and one that is no site.
    window.the("button", "Paste a list…").await.click().await;
    let dialog = window.the("dialog", "Paste a list of sites").await;
    let list = format!("{}\n{NOWHERE}\n{}", BY_NAME.to_lowercase(), id(BY_ID));
    dialog.the("textbox", "Names or ids, one a line").await.fill(&list).await;
    dialog.the("button", "Select").await.click().await;
    let unknown = dialog.the("list", "This line names no site, or several:").await;
    assert_eq!(unknown.text().await.trim(), NOWHERE);
    assert!(dialog.text().await.contains("2 sites found and selected."), "{}", dialog.text().await);
    dialog.the("button", "Close").await.click().await;
    window.gone("dialog", "Paste a list of sites").await;
    window.the("status", "4 sites selected").await;
    assert_eq!(calls_to(&sandbox, "POST", ""), 0, "selecting asks for nothing");

    // One form for all four, one of which the API refuses.
    let refused = FaultKind::Status { status: 403, retry_after: None };
    sandbox.inject(Fault::new(refused).on("POST", &format!("/{}/transient-accesses", id(BY_NAME))));
    window.the("button", "Request access…").await.click().await;
    let dialog = window.the("dialog", "Request access to 4 sites").await;
    dialog.the("radio", "SSH").await.check().await;
    fill_span(&dialog, "60").await;
    dialog.the("button", "Request for 4 sites").await.click().await;
    window.gone("dialog", "Request access to 4 sites").await;
    let table = window.the("table", "One request, 4 sites").await;
    for site in LIVE {
        row_says(&table, site, "active").await;
        let left = table.the("row", site).await.the("timer", "Time left").await.text().await;
        assert!(left.starts_with("01:00:0") || left.starts_with("00:59:"), "{site}: {left:?}");
    }
    row_says(&table, BY_NAME, "not created").await;
    row_says(&table, BY_NAME, "This key may not request access.").await;
    window.says("3 ready · 1 failed").await;
    assert_eq!(table.all("row", "").await.len(), 5, "a heading, and a row a site");
    window.gone("status", "4 sites selected").await;

    // All that live end together; what failed and what is the colleague's is left alone.
    window.the("button", "Revoke all of these…").await.click().await;
    let question = window.the("dialog", "Revoke all of these").await;
    assert!(question.text().await.contains("Access to 3 sites ends now"), "{}", question.text().await);
    assert_eq!(calls_to(&sandbox, "DELETE", ""), 0, "the question comes first");
    question.the("button", "Revoke all of these").await.click().await;
    for site in LIVE {
        row_says(&table, site, "ended: revoked by hand").await;
    }
    row_says(&table, BY_NAME, "not created").await;
    window.says("1 failed · 3 over").await;
    window.gone("button", "Revoke all of these…").await;

    for site in LIVE.map(id) {
        let made: Vec<_> =
            sandbox.sessions(&site).into_iter().filter(|session| session.id != theirs.id).collect();
        assert!(matches!(&made[..], [only] if only.revoked_early), "{made:?}");
        assert_eq!(calls_to(&sandbox, "POST", &site), 1, "{:#?}", sandbox.calls());
        assert_eq!(calls_to(&sandbox, "DELETE", &site), 1, "{:#?}", sandbox.calls());
    }
    assert!(sandbox.sessions(&id(BY_NAME)).is_empty());
    assert_eq!(calls_to(&sandbox, "POST", &id(BY_NAME)), 1, "{:#?}", sandbox.calls());
    assert_eq!((calls_to(&sandbox, "POST", ""), calls_to(&sandbox, "DELETE", "")), (4, 3));
    assert!(!sandbox.sessions(&id(BY_HAND[0]))[0].expired, "the colleague goes on");
    assert_eq!(app.terminal(), "", "nothing was opened unasked");
    app.close().await;
}
