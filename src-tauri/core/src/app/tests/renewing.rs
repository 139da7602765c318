use super::driver::Driver;
use crate::altostrat::{ApiProblem, CreateOutcome};
use crate::app::{ApiAnswer, Effect, Input, LaunchOutcome, Wish};
use crate::contract::{AppError, LaunchView, SessionPhaseView};
use crate::domain::{Protocol, SessionKey};
use crate::sessions::ProbeAnswer;

#[test]
fn the_old_session_is_revoked_only_when_the_new_one_answers() {
    let (mut driver, old) = Driver::live();
    driver.ask(|reply| Wish::RenewSession { key: old, reply }).unwrap();
    driver.ask(|reply| Wish::RenewSession { key: old, reply }).unwrap();
    assert_eq!(driver.sent(), ["create"], "pressed twice, made once");
    assert!(driver.session(old).renewing);
    let new = SessionKey::new(2);
    driver.made(new);
    driver.probed(new, ProbeAnswer::Closed);
    assert!(driver.sent().is_empty(), "no gap: the old one stays until the new one answers");
    driver.probed(new, ProbeAnswer::Answers);
    assert_eq!(driver.sent(), ["revoke made"]);
    assert_eq!(driver.session(old).phase, SessionPhaseView::Revoking);
    assert_eq!(driver.session(new).phase, SessionPhaseView::Active);
}

#[test]
fn a_renewal_that_fails_keeps_the_old_session_and_says_so() {
    let (mut driver, old) = Driver::live();
    driver.ask(|reply| Wish::RenewSession { key: old, reply }).unwrap();
    let problem = ApiProblem::ServerTrouble { status: 500, server_text: None };
    driver
        .answer(ApiAnswer::Created { key: SessionKey::new(2), outcome: CreateOutcome::NotCreated(problem) });
    assert_eq!(driver.session(old).phase, SessionPhaseView::Active);
    assert_eq!(driver.session(old).problem, Some(AppError::RenewFailed));
    assert!(!driver.session(old).renewing);
    assert_eq!(driver.sent(), ["create"]);
    assert_eq!(driver.notices().len(), 1);
}

#[test]
fn a_new_session_that_cannot_be_dialled_does_not_cost_the_old_one() {
    let (mut driver, old) = Driver::live();
    driver.ask(|reply| Wish::RenewSession { key: old, reply }).unwrap();
    let mut useless = driver.new_session("renewed", 3_600);
    useless.entry_point = None;
    driver.answer(ApiAnswer::Created { key: SessionKey::new(2), outcome: CreateOutcome::Created(useless) });
    assert_eq!(driver.sent(), ["create"]);
    assert_eq!(driver.session(old).phase, SessionPhaseView::Active);
    assert_eq!(driver.session(old).problem, Some(AppError::RenewFailed));
}

#[test]
fn what_was_open_on_the_old_session_opens_on_the_new_one() {
    let (mut driver, old) = Driver::live();
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
