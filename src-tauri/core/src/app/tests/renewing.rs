use std::time::Duration;

use super::driver::{CANARY, Driver, form, site};
use crate::altostrat::{ApiProblem, CreateOutcome};
use crate::app::{ApiAnswer, Effect, Input, LaunchOutcome, Wish};
use crate::contract::{AppError, LaunchView, PromptView, QuitChoice, RequestForm, SessionPhaseView};
use crate::domain::{Protocol, SessionKey};
use crate::notice::{Notice, NoticeAction, NoticeId};
use crate::sessions::ProbeAnswer;
use crate::tray::{MenuLine, Tray, TrayAction, TrayIcon};

fn notices(driver: &mut Driver) -> Vec<Notice> {
    driver.taken(|effect| match effect {
        Effect::ShowNotice(notice) => Some((**notice).clone()),
        _ => None,
    })
}

fn withdrawn(driver: &mut Driver) -> Vec<NoticeId> {
    driver.taken(|effect| match effect {
        Effect::WithdrawNotice(id) => Some(*id),
        _ => None,
    })
}

fn sent(driver: &mut Driver) -> Vec<String> {
    driver.taken(|effect| match effect {
        Effect::CreateSession { .. } => Some("create".to_owned()),
        Effect::RevokeSession { id, .. } => Some(format!("revoke {id}")),
        Effect::Quit => Some("quit".to_owned()),
        _ => None,
    })
}

/// A live session of an hour, asked for here.
fn live() -> (Driver, SessionKey) {
    let mut driver = Driver::signed_in();
    let key = driver.create(RequestForm { then_connect: false, ..form() });
    driver.probed(key, ProbeAnswer::Answers);
    driver.taken(|effect| (!matches!(effect, Effect::Show(_))).then_some(()));
    (driver, key)
}

fn made(driver: &mut Driver, key: SessionKey) {
    let session = driver.new_session("renewed", 3_600);
    driver.answer(ApiAnswer::Created { key, outcome: CreateOutcome::Created(session) });
}

#[test]
fn the_old_session_is_revoked_only_when_the_new_one_answers() {
    let (mut driver, old) = live();
    driver.ask(|reply| Wish::RenewSession { key: old, reply }).unwrap();
    driver.ask(|reply| Wish::RenewSession { key: old, reply }).unwrap();
    assert_eq!(sent(&mut driver), ["create"], "pressed twice, made once");
    assert!(driver.session(old).renewing);
    let new = SessionKey::new(2);
    made(&mut driver, new);
    driver.probed(new, ProbeAnswer::Closed);
    assert!(sent(&mut driver).is_empty(), "no gap: the old one stays until the new one answers");
    driver.probed(new, ProbeAnswer::Answers);
    assert_eq!(sent(&mut driver), ["revoke made"]);
    assert_eq!(driver.session(old).phase, SessionPhaseView::Revoking);
    assert_eq!(driver.session(new).phase, SessionPhaseView::Active);
}

#[test]
fn a_renewal_that_fails_keeps_the_old_session_and_says_so() {
    let (mut driver, old) = live();
    driver.ask(|reply| Wish::RenewSession { key: old, reply }).unwrap();
    let problem = ApiProblem::ServerTrouble { status: 500, server_text: None };
    driver
        .answer(ApiAnswer::Created { key: SessionKey::new(2), outcome: CreateOutcome::NotCreated(problem) });
    assert_eq!(driver.session(old).phase, SessionPhaseView::Active);
    assert_eq!(driver.session(old).problem, Some(AppError::RenewFailed));
    assert!(!driver.session(old).renewing);
    assert_eq!(sent(&mut driver), ["create"]);
    assert_eq!(notices(&mut driver).len(), 1);
}

#[test]
fn a_new_session_that_cannot_be_dialled_does_not_cost_the_old_one() {
    let (mut driver, old) = live();
    driver.ask(|reply| Wish::RenewSession { key: old, reply }).unwrap();
    let mut useless = driver.new_session("renewed", 3_600);
    useless.entry_point = None;
    driver.answer(ApiAnswer::Created { key: SessionKey::new(2), outcome: CreateOutcome::Created(useless) });
    assert_eq!(sent(&mut driver), ["create"]);
    assert_eq!(driver.session(old).phase, SessionPhaseView::Active);
    assert_eq!(driver.session(old).problem, Some(AppError::RenewFailed));
}

#[test]
fn what_was_open_on_the_old_session_opens_on_the_new_one() {
    let (mut driver, old) = live();
    driver.ask(|reply| Wish::ConnectSession { key: old, reply }).unwrap();
    driver.feed(Input::Launched { key: old, outcome: LaunchOutcome::Started { program: "xterm".into() } });
    driver.ask(|reply| Wish::RenewSession { key: old, reply }).unwrap();
    assert_eq!(driver.session(SessionKey::new(2)).launch, LaunchView::Queued);
}

#[test]
fn a_session_made_elsewhere_is_renewed_as_it_is() {
    let mut driver = Driver::signed_in();
    driver.list(vec![driver.new_session("a", 3_600)]);
    let key = SessionKey::new(1);
    assert!(driver.session(key).can_renew);
    driver.ask(|reply| Wish::RenewSession { key, reply }).unwrap();
    let asked = driver.taken(|effect| match effect {
        Effect::CreateSession { request, .. } => Some(request.clone()),
        _ => None,
    });
    assert_eq!((asked[0].duration.minutes(), asked[0].protocol()), (60, Some(Protocol::Ssh)));
    assert_eq!(asked[0].source_range.to_string(), "203.0.113.42/32");
}

#[test]
fn one_warning_and_one_end_and_nothing_besides() {
    let (mut driver, key) = live();
    driver.pass(Duration::from_secs(2_990));
    assert!(notices(&mut driver).is_empty(), "not early");
    driver.pass(Duration::from_secs(20));
    let warning = notices(&mut driver);
    assert_eq!(warning.len(), 1);
    assert_eq!(warning[0].title, "Lagos POP: SSH access ends in 10 minutes");
    let actions: Vec<_> = warning[0].buttons.iter().map(|button| button.action).collect();
    assert_eq!(actions, [NoticeAction::Renew(key), NoticeAction::Open(Some(key))]);
    driver.pass(Duration::from_secs(600));
    let end = notices(&mut driver);
    assert_eq!((end.len(), end[0].id), (1, NoticeId::Session(key)));
    assert_eq!(end[0].title, "Lagos POP: SSH access has ended");
    driver.pass(Duration::from_secs(3_600));
    assert!(notices(&mut driver).is_empty());
}

#[test]
fn a_notice_never_names_an_address_a_user_or_a_password() {
    let (mut driver, _) = live();
    driver.pass(Duration::from_secs(3_700));
    let said = format!("{:?}", notices(&mut driver));
    for secret in [CANARY, "edge.ostrat.io", "transient-user", "203.0.113"] {
        assert!(!said.contains(secret), "{said}");
    }
}

#[test]
fn a_warning_is_withdrawn_when_it_is_not_true_any_more() {
    let (mut driver, key) = live();
    driver.pass(Duration::from_secs(3_010));
    notices(&mut driver);
    driver.feed(Input::Wish(Wish::Notice(NoticeAction::Renew(key))));
    assert!(withdrawn(&mut driver).contains(&NoticeId::Session(key)));
    let (mut driver, key) = live();
    driver.pass(Duration::from_secs(3_010));
    let mut over = driver.new_session("made", 500);
    over.expired = true;
    over.revoked_early = true;
    driver.list(vec![over]);
    assert!(withdrawn(&mut driver).contains(&NoticeId::Session(key)));
}

#[test]
fn a_colleagues_session_is_no_reason_for_a_notice() {
    let mut driver = Driver::signed_in();
    driver.list(vec![driver.new_session("a", 600)]);
    driver.pass(Duration::from_secs(700));
    assert!(notices(&mut driver).is_empty());
}

#[test]
fn three_hours_of_sleep_are_one_summary() {
    let mut driver = Driver::signed_in();
    for id in ["a", "b"] {
        let key = driver.request(RequestForm { then_connect: false, ..form() }).unwrap();
        let session = driver.new_session(id, 3_600);
        driver.answer(ApiAnswer::Created { key, outcome: CreateOutcome::Created(session) });
        driver.probed(key, ProbeAnswer::Answers);
    }
    driver.clock.advance(Duration::from_secs(3 * 3_600));
    driver.feed(Input::Woke);
    let said = notices(&mut driver);
    assert_eq!((said.len(), said[0].id), (1, NoticeId::Summary));
    assert_eq!(said[0].body, "2 sessions have ended.");
    assert!(
        driver.shown.sessions.iter().flatten().all(|one| matches!(one.phase, SessionPhaseView::Ended { .. }))
    );
}

#[test]
fn notices_can_be_turned_off() {
    let (mut driver, _) = live();
    driver.machine.settings.notices = false;
    driver.pass(Duration::from_secs(3_700));
    assert!(notices(&mut driver).is_empty());
}

fn last_tray(driver: &mut Driver) -> Option<Tray> {
    let mut trays = driver.taken(|effect| match effect {
        Effect::ShowTray(tray) => Some((**tray).clone()),
        _ => None,
    });
    trays.pop()
}

#[test]
fn the_menu_changes_once_a_minute_at_most() {
    let (mut driver, _) = live();
    let mut trays = 0;
    for _ in 0..600 {
        driver.pass(Duration::from_secs(1));
        trays += driver.taken(|effect| matches!(effect, Effect::ShowTray(_)).then_some(())).len();
    }
    assert!((9..=11).contains(&trays), "{trays} menus in ten minutes");
}

#[test]
fn the_icon_says_what_is_going_on() {
    let (mut driver, _) = live();
    driver.pass(Duration::from_secs(60));
    assert_eq!(last_tray(&mut driver).unwrap().icon, TrayIcon::Active);
    driver.pass(Duration::from_secs(2_950));
    assert_eq!(last_tray(&mut driver).unwrap().icon, TrayIcon::EndingSoon);
}

#[test]
fn quick_connect_asks_for_the_form_when_nothing_is_remembered() {
    let mut driver = Driver::signed_in();
    let action = TrayAction::QuickConnect { site: site(), protocol: Protocol::Ssh };
    driver.list(Vec::new());
    driver.feed(Input::Wish(Wish::Tray(action.clone())));
    assert!(matches!(driver.shown.prompt, Some(PromptView::RequestAccess { .. })));
    assert_eq!(driver.taken(|effect| matches!(effect, Effect::OpenWindow).then_some(())).len(), 1);
    driver.ask(|reply| Wish::RememberMyAddress { text: "203.0.113.42".into(), reply }).unwrap();
    driver.feed(Input::Wish(Wish::Tray(action)));
    assert_eq!(sent(&mut driver), ["create"]);
    let failed = CreateOutcome::NotCreated(ApiProblem::TimedOut);
    driver.answer(ApiAnswer::Created { key: SessionKey::new(1), outcome: failed });
    assert_eq!(notices(&mut driver)[0].id, NoticeId::Wish, "a wish of the tray fails aloud");
}

#[test]
fn favourites_are_in_the_menu() {
    let mut driver = Driver::signed_in();
    driver.ask(|reply| Wish::SetFavourite { site: site(), on: true, reply }).unwrap();
    let menu = last_tray(&mut driver).unwrap().menu;
    let quick = menu.iter().find_map(|line| match line {
        MenuLine::Submenu { label, lines } if label == "Quick connect" => Some(lines),
        _ => None,
    });
    assert!(matches!(&quick.unwrap()[0], MenuLine::Submenu { label, .. } if label == "Lagos POP"));
}

#[test]
fn quitting_without_sessions_asks_nothing() {
    let mut driver = Driver::signed_in();
    driver.feed(Input::Wish(Wish::Tray(TrayAction::Quit)));
    assert_eq!(sent(&mut driver), ["quit"]);
}

#[test]
fn quitting_with_sessions_behaves_as_chosen() {
    for (choice, expected) in [
        (QuitChoice::Stay, &[][..]),
        (QuitChoice::KeepSessions, &["quit"][..]),
        (QuitChoice::RevokeSessions, &["revoke made"][..]),
    ] {
        let (mut driver, _) = live();
        driver.feed(Input::Wish(Wish::Tray(TrayAction::Quit)));
        assert_eq!(driver.shown.prompt, Some(PromptView::Quit { open_sessions: 1 }));
        driver.feed(Input::Wish(Wish::AnswerQuit(choice)));
        assert_eq!(driver.shown.prompt, Some(PromptView::None));
        assert_eq!(sent(&mut driver), expected, "{choice:?}");
    }
}

#[test]
fn the_program_ends_when_the_last_session_is_revoked() {
    let (mut driver, key) = live();
    driver.feed(Input::Wish(Wish::AnswerQuit(QuitChoice::RevokeSessions)));
    driver.answer(ApiAnswer::Revoked { key, result: Ok(()) });
    assert_eq!(sent(&mut driver), ["revoke made"]);
    driver.list(vec![crate::domain::AccessSession { expired: true, ..driver.new_session("made", 600) }]);
    assert_eq!(sent(&mut driver), ["quit"]);
}

#[test]
fn without_a_network_the_user_decides_again_instead_of_waiting_for_ever() {
    let (mut driver, key) = live();
    driver.feed(Input::Wish(Wish::AnswerQuit(QuitChoice::RevokeSessions)));
    driver.answer(ApiAnswer::Revoked { key, result: Err(ApiProblem::Unreachable) });
    assert_eq!(driver.shown.prompt, Some(PromptView::Quit { open_sessions: 1 }));
    driver.feed(Input::Wish(Wish::AnswerQuit(QuitChoice::KeepSessions)));
    assert_eq!(sent(&mut driver), ["revoke made", "quit"]);
}
