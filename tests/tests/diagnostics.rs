//! A whole run on the sandbox, logged as talkatively as can be: no secret is in the log or in the diagnostics.

use std::sync::Arc;

use altostrat_launcher::log;
use altostrat_sandbox::{API_KEY, Sandbox};
use launcher_core::app::{CopyText, Wish};
use launcher_core::contract::{CopyField, Generation, LogLevel, RequestForm, SessionPhaseView};
use launcher_core::diagnostics::Journal as _;
use launcher_core::domain::Protocol;
use launcher_tests::rig::{Rig, form, quick};

const SITE: &str = "Cape Town Head Office";

#[tokio::test]
async fn no_key_and_no_password_of_a_run_is_in_its_log_or_its_diagnostics() {
    let folder = tempfile::tempdir().unwrap();
    let log = Arc::new(log::start(folder.path(), Some("trace"), LogLevel::More));
    let sandbox = Arc::new(Sandbox::start(quick()).await.unwrap());
    let rig = Rig::logged(sandbox, Generation::V1, API_KEY, log.clone());
    let site = rig.site(SITE).await;
    for protocol in [Protocol::WinBox, Protocol::Ssh] {
        let wish = RequestForm { then_connect: true, ..form(site.clone(), protocol) };
        let key = rig.request(wish).await.unwrap();
        rig.session(key, "active", |phase| *phase == SessionPhaseView::Active).await;
        let field = CopyField::Password;
        rig.app.ask(|reply| Wish::CopyFromSession { key, field, reply }).await.unwrap();
    }
    let view = rig.app.ask(|reply| Wish::PrepareDiagnostics { reply }).await.unwrap();
    let report = view.report;
    assert!(rig.app.ask(|reply| Wish::SaveDiagnostics { report, reply }).await.unwrap());

    let mut secrets: Vec<String> = rig
        .desktop
        .copied()
        .iter()
        .map(|text| match text {
            CopyText::Secret(password) => password.expose().to_owned(),
            CopyText::Plain(text) => panic!("a password is copied as a secret, not {text}"),
        })
        .collect();
    assert_eq!(secrets.len(), 2);
    secrets.push(API_KEY.to_owned());
    let logged: String = log.files().into_iter().map(|file| file.text).collect();
    assert!(logged.contains("DEBUG") && logged.contains("TRACE"), "it is talkative: {logged}");
    let shown: String = view.files.iter().map(|file| file.text.as_str()).collect();
    assert!(shown.contains("TRACE"), "the log is part of it");
    let saved = rig.desktop.saved();
    assert_eq!(saved.len(), 1);
    for secret in &secrets {
        assert!(!logged.contains(secret.as_str()), "{secret} is in the log");
        assert!(!shown.contains(secret.as_str()), "{secret} is in the preview");
        assert!(!saved[0].windows(secret.len()).any(|bytes| bytes == secret.as_bytes()));
    }
}
