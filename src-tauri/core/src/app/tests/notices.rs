use std::time::Duration;

use super::driver::{CANARY, Driver, form};
use crate::altostrat::CreateOutcome;
use crate::app::{ApiAnswer, Input, Wish};
use crate::contract::{RequestForm, SessionPhaseView};
use crate::notice::{NoticeAction, NoticeId};
use crate::sessions::ProbeAnswer;

#[test]
fn one_warning_and_one_end_and_nothing_besides() {
    let (mut driver, key) = Driver::live();
    driver.pass(Duration::from_secs(2_990));
    assert!(driver.notices().is_empty(), "not early");
    driver.pass(Duration::from_secs(20));
    let warning = driver.notices();
    assert_eq!(warning.len(), 1);
    assert_eq!(warning[0].title, "Lagos POP: SSH access ends in 10 minutes");
    let actions: Vec<_> = warning[0].buttons.iter().map(|button| button.action).collect();
    assert_eq!(actions, [NoticeAction::Renew(key), NoticeAction::Open(Some(key))]);
    driver.pass(Duration::from_secs(600));
    let end = driver.notices();
    assert_eq!((end.len(), end[0].id), (1, NoticeId::Session(key)));
    assert_eq!(end[0].title, "Lagos POP: SSH access has ended");
    driver.pass(Duration::from_secs(3_600));
    assert!(driver.notices().is_empty());
}

#[test]
fn a_notice_never_names_an_address_a_user_or_a_password() {
    let (mut driver, _) = Driver::live();
    driver.pass(Duration::from_secs(3_700));
    let said = format!("{:?}", driver.notices());
    for secret in [CANARY, "edge.ostrat.io", "transient-user", "203.0.113"] {
        assert!(!said.contains(secret), "{said}");
    }
}

#[test]
fn a_warning_is_withdrawn_when_it_is_not_true_any_more() {
    let (mut driver, key) = Driver::live();
    driver.pass(Duration::from_secs(3_010));
    driver.notices();
    driver.feed(Input::Wish(Wish::Notice(NoticeAction::Renew(key))));
    assert!(driver.withdrawn().contains(&NoticeId::Session(key)));
    let (mut driver, key) = Driver::live();
    driver.pass(Duration::from_secs(3_010));
    let mut over = driver.new_session("made", 500);
    over.expired = true;
    over.revoked_early = true;
    driver.list(vec![over]);
    assert!(driver.withdrawn().contains(&NoticeId::Session(key)));
}

#[test]
fn a_colleagues_session_is_no_reason_for_a_notice() {
    let mut driver = Driver::signed_in();
    driver.list(vec![driver.new_session("a", 600)]);
    driver.pass(Duration::from_secs(700));
    assert!(driver.notices().is_empty());
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
    let said = driver.notices();
    assert_eq!((said.len(), said[0].id), (1, NoticeId::Summary));
    assert_eq!(said[0].body, "2 sessions have ended.");
    assert!(
        driver.shown.sessions.iter().flatten().all(|one| matches!(one.phase, SessionPhaseView::Ended { .. }))
    );
}

#[test]
fn notices_can_be_turned_off() {
    let (mut driver, _) = Driver::live();
    driver.machine.settings.notices = false;
    driver.pass(Duration::from_secs(3_700));
    assert!(driver.notices().is_empty());
}
