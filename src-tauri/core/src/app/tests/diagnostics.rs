//! Reports: asked for, looked at, saved, and without a secret whatever the machine holds.

use std::sync::Arc;

use super::driver::{CANARY, Driver, form};
use crate::altostrat::{ApiProblem, CreateOutcome};
use crate::app::{ApiAnswer, Effect, Gathered, Input, Reply, Wish};
use crate::contract::{AppError, DiagnosticsView, LogLevel, RequestForm, SettingsForm};
use crate::diagnostics::{LogFile, Report};
use crate::own_address::LookUpProblem;

fn gathered(log: &str) -> Input {
    let logs = vec![LogFile { name: "launcher.log".into(), text: log.into() }];
    Input::Gathered(Box::new(Gathered { logs, ..Gathered::default() }))
}

/// What the window gets to look at.
fn report(driver: &mut Driver, log: &str) -> DiagnosticsView {
    let (reply, mut answer) = Reply::channel();
    driver.feed(Input::Wish(Wish::PrepareDiagnostics { reply }));
    driver.feed(gathered(log));
    answer.try_recv().unwrap().unwrap()
}

fn saved(driver: &mut Driver) -> Vec<Arc<Report>> {
    driver.taken(|effect| match effect {
        Effect::SaveReport { report, .. } => Some(report.clone()),
        _ => None,
    })
}

fn text(view: &DiagnosticsView, name: &str) -> String {
    view.files.iter().find(|file| file.name == name).unwrap().text.clone()
}

fn settings_form(driver: &Driver) -> SettingsForm {
    let view = driver.shown.settings.clone().unwrap();
    SettingsForm {
        language: view.language,
        theme: view.theme,
        my_address: view.my_address,
        win_box_path: view.win_box_path,
        terminal: view.terminal,
        notices: view.notices,
        warn_minutes: view.warn_minutes,
        quit: view.quit,
        start_with_system: false,
        revoke_on_lock: false,
        revoke_on_sleep: false,
        address_service: view.address_service,
        watch_address: view.watch_address,
        preset: view.preset,
        log_level: view.log_level,
    }
}

#[test]
fn what_was_looked_at_is_what_is_saved() {
    let mut driver = Driver::signed_in();
    let first = report(&mut driver, "one\n");
    let (reply, _answer) = Reply::channel();
    driver.feed(Input::Wish(Wish::SaveDiagnostics { report: first.report, reply }));
    let saved = saved(&mut driver);
    let names_and_texts = |report: &Report| -> Vec<(String, String)> {
        report.files().iter().map(|file| (file.name.clone(), file.text.clone())).collect()
    };
    let seen: Vec<_> = first.files.into_iter().map(|file| (file.name, file.text)).collect();
    assert_eq!(names_and_texts(&saved[0]), seen);
}

#[test]
fn a_report_that_was_replaced_or_left_is_not_saved() {
    let mut driver = Driver::signed_in();
    let first = report(&mut driver, "one\n").report;
    let second = report(&mut driver, "two\n").report;
    assert_eq!(
        driver.ask(|reply| Wish::SaveDiagnostics { report: first, reply }),
        Err(AppError::ReportNotSaved)
    );
    driver.feed(Input::Wish(Wish::LeaveWindow));
    assert_eq!(
        driver.ask(|reply| Wish::SaveDiagnostics { report: second, reply }),
        Err(AppError::ReportNotSaved)
    );
    assert!(saved(&mut driver).is_empty());
}

#[test]
fn two_who_ask_at_once_get_one_report() {
    let mut driver = Driver::signed_in();
    let (first, mut one) = Reply::channel();
    let (second, mut other) = Reply::channel();
    driver.feed(Input::Wish(Wish::PrepareDiagnostics { reply: first }));
    driver.feed(Input::Wish(Wish::PrepareDiagnostics { reply: second }));
    let gathering = driver.taken(|effect| matches!(effect, Effect::GatherFacts(_)).then_some(()));
    assert_eq!(gathering.len(), 1);
    driver.feed(gathered("x\n"));
    assert_eq!(one.try_recv().unwrap(), other.try_recv().unwrap());
}

#[test]
fn failures_of_the_network_are_counted_by_class_over_sign_outs() {
    let mut driver = Driver::signed_in();
    let secret = Some(format!("the server says {CANARY}"));
    for problem in [
        ApiProblem::TimedOut,
        ApiProblem::TimedOut,
        ApiProblem::Refused { status: 422, server_text: secret.clone() },
        ApiProblem::KeyRejected { server_text: secret },
    ] {
        driver.answer(ApiAnswer::Sites(Err(problem)));
    }
    driver.feed(Input::Address(Err(LookUpProblem::Unreachable)));
    let key = driver.request(RequestForm { then_connect: false, ..form() }).unwrap();
    let cause = Box::new(ApiProblem::ConnectionLost);
    driver.answer(ApiAnswer::Created {
        key,
        outcome: CreateOutcome::NotCreated(ApiProblem::NothingCreated { cause }),
    });
    let counted = text(&report(&mut driver, ""), "network.txt");
    let counted: Vec<_> = counted.lines().skip(1).collect();
    assert_eq!(
        counted,
        ["addressServiceUnreachable: 1", "connectionLost: 1", "keyRejected: 1", "refused: 1", "timedOut: 2"]
    );
}

#[test]
fn no_key_password_or_server_text_is_in_a_report() {
    // The key, the password of the session and what the server says hold the canary.
    let (mut driver, _) = Driver::live();
    driver.answer(ApiAnswer::Sites(Err(ApiProblem::KeyRejected { server_text: Some(CANARY.into()) })));
    let log = format!("key alto_sk_{CANARY}\nopened winbox://u:{CANARY}@h:1\nBearer eyJ{CANARY}.a.b\n");
    let view = report(&mut driver, &log);
    let whole = serde_json::to_string(&view).unwrap();
    assert!(!whole.contains("canary"), "{whole}");
    assert!(text(&view, "settings.json").contains("v1.api.altostrat.io"));
}

#[test]
fn a_level_is_put_in_force_when_it_changes_and_is_kept() {
    let mut driver = Driver::signed_in();
    let levels = |driver: &mut Driver| {
        driver.taken(|effect| match effect {
            Effect::SetLogLevel(level) => Some(*level),
            _ => None,
        })
    };
    let form = SettingsForm { log_level: LogLevel::More, ..settings_form(&driver) };
    for _ in 0..2 {
        let form = form.clone();
        driver.ask(|reply| Wish::SaveSettings { form, reply }).unwrap();
    }
    assert_eq!(levels(&mut driver), [LogLevel::More]);
    assert_eq!(driver.shown.settings.as_ref().unwrap().log_level, LogLevel::More);
}
