use std::time::Duration;

use jiff::SignedDuration;
use rstest::rstest;

use super::driver::{CANARY, Driver, form, site};
use crate::altostrat::{ApiProblem, CreateOutcome, CreateStep};
use crate::app::{ApiAnswer, Effect, Input, Reply, Wish};
use crate::contract::{
    AppError, ConnectAnswer, Field, FieldProblem, LaunchView, Launchability, RequestForm, SessionEnd,
    SessionPhaseView,
};
use crate::domain::{DurationProblem, Protocol, RangeProblem, SessionKey};
use crate::sessions::ProbeAnswer;

fn creates(driver: &mut Driver) -> usize {
    driver.taken(|effect| matches!(effect, Effect::CreateSession { .. }).then_some(())).len()
}

fn revokes(driver: &mut Driver) -> usize {
    driver.taken(|effect| matches!(effect, Effect::RevokeSession { .. }).then_some(())).len()
}

fn is_preparing(phase: &SessionPhaseView) -> bool {
    matches!(phase, SessionPhaseView::WaitingForGateway { .. } | SessionPhaseView::WaitingForRouter { .. })
}

#[rstest]
#[case(14, DurationProblem::TooShort)]
#[case(-15, DurationProblem::TooShort)]
#[case(1_441, DurationProblem::TooLong)]
fn minutes_outside_the_bounds_are_refused_and_nothing_is_sent(
    #[case] minutes: i32,
    #[case] problem: DurationProblem,
) {
    let mut driver = Driver::signed_in();
    let refused = driver.request(RequestForm { minutes, ..form() });
    let problem = FieldProblem::Duration { problem };
    assert_eq!(refused, Err(AppError::InvalidField { field: Field::Duration, problem }));
    assert_eq!(creates(&mut driver), 0);
}

#[rstest]
#[case("10.0.0.1/33", RangeProblem::PrefixLength)]
#[case("999.1.1.1", RangeProblem::NotARange)]
#[case("::1/128", RangeProblem::Ipv6)]
#[case("", RangeProblem::Empty)]
fn what_is_no_range_is_refused_and_nothing_is_sent(#[case] text: &str, #[case] problem: RangeProblem) {
    let mut driver = Driver::signed_in();
    let refused = driver.request(RequestForm { source_range: text.into(), ..form() });
    let problem = FieldProblem::Range { problem };
    assert_eq!(refused, Err(AppError::InvalidField { field: Field::SourceRange, problem }));
    assert_eq!(creates(&mut driver), 0);
}

#[test]
fn opening_to_the_whole_internet_needs_its_own_confirmation() {
    let mut driver = Driver::signed_in();
    let open = RequestForm { source_range: "0.0.0.0/0".into(), ..form() };
    let refused = driver.request(open.clone());
    let problem = FieldProblem::NeedsConfirmation;
    assert_eq!(refused, Err(AppError::InvalidField { field: Field::SourceRange, problem }));
    assert!(driver.request(RequestForm { open_to_all_confirmed: true, ..open }).is_ok());
    assert_eq!(creates(&mut driver), 1);
    let defaults = driver.ask(|reply| Wish::RequestDefaults { site: site(), reply }).unwrap();
    assert!(!defaults.complete, "one confirmation is not good for a second request");
}

#[test]
fn one_press_is_one_create() {
    let mut driver = Driver::signed_in();
    driver.request(form()).unwrap();
    assert_eq!(creates(&mut driver), 1);
    driver.pass(Duration::from_secs(600));
    assert_eq!(creates(&mut driver), 0);
}

#[test]
fn the_row_is_there_from_the_press_on() {
    let mut driver = Driver::signed_in();
    let key = driver.request(form()).unwrap();
    let row = driver.session(key);
    assert!(matches!(row.phase, SessionPhaseView::Requesting { .. }));
    assert_eq!(
        (row.site_name.as_str(), row.length_minutes, row.launch),
        ("Lagos POP", Some(60), LaunchView::Queued)
    );
    driver.answer(ApiAnswer::CreateStep { key, step: CreateStep::CheckingOutcome { look: 1 } });
    assert!(matches!(driver.session(key).phase, SessionPhaseView::CheckingOutcome { .. }));
}

#[test]
fn a_create_that_failed_says_why_and_can_be_dismissed() {
    let mut driver = Driver::signed_in();
    let key = driver.request(form()).unwrap();
    let problem = ApiProblem::NotPermitted { server_text: None };
    driver.answer(ApiAnswer::Created { key, outcome: CreateOutcome::NotCreated(problem) });
    let row = driver.session(key);
    assert_eq!(row.phase, SessionPhaseView::Failed);
    assert!(matches!(row.problem, Some(AppError::NotPermitted { .. })));
    driver.feed(Input::Wish(Wish::DismissSession(key)));
    assert_eq!(driver.shown.sessions, Some(Vec::new()));
}

#[test]
fn an_unknown_outcome_is_said_and_the_list_is_read_again() {
    let mut driver = Driver::signed_in();
    let key = driver.request(form()).unwrap();
    driver.answer(ApiAnswer::Created { key, outcome: CreateOutcome::Unknown { candidates: 2 } });
    assert_eq!(driver.session(key).problem, Some(AppError::CreateOutcomeUnknown));
    let asked = driver.taken(|effect| matches!(effect, Effect::ListSessions { .. }).then_some(()));
    assert_eq!((asked.len(), creates(&mut driver)), (1, 1), "the list is read, nothing is sent again");
}

#[test]
fn a_session_goes_from_preparing_to_active_and_to_its_end() {
    let mut driver = Driver::signed_in();
    let key = driver.create(RequestForm { then_connect: false, ..form() });
    assert!(is_preparing(&driver.session(key).phase));
    assert_eq!(driver.session(key).launchability, Launchability::NotYet);
    driver.probed(key, ProbeAnswer::Closed);
    driver.probed(key, ProbeAnswer::Open);
    assert!(matches!(driver.session(key).phase, SessionPhaseView::WaitingForRouter { .. }));
    driver.probed(key, ProbeAnswer::Answers);
    assert_eq!(driver.session(key).phase, SessionPhaseView::Active);
    assert_eq!(driver.session(key).launchability, Launchability::Ready);
    driver.pass(Duration::from_secs(3_000));
    assert_eq!(driver.session(key).phase, SessionPhaseView::EndingSoon);
    driver.pass(Duration::from_secs(600));
    assert_eq!(driver.session(key).phase, SessionPhaseView::Ended { how: SessionEnd::Expired });
}

#[test]
fn a_gateway_that_stays_closed_is_dialled_ever_less_often() {
    let mut driver = Driver::signed_in();
    let key = driver.create(form());
    let mut dials = Vec::new();
    for second in 0..80 {
        driver.pass(Duration::from_secs(1));
        for () in driver.taken(|effect| matches!(effect, Effect::Probe { .. }).then_some(())) {
            dials.push(second);
            driver.probed(key, ProbeAnswer::Closed);
        }
    }
    let early = dials.iter().filter(|second| **second < 10).count();
    let late = dials.iter().filter(|second| **second >= 60).count();
    assert!(early >= 7 && late <= 11, "{dials:?}");
}

#[test]
fn revoking_shows_until_the_list_agrees() {
    let mut driver = Driver::signed_in();
    let key = driver.create(form());
    driver.probed(key, ProbeAnswer::Answers);
    driver.ask(|reply| Wish::RevokeSession { key, reply }).unwrap();
    driver.ask(|reply| Wish::RevokeSession { key, reply }).unwrap();
    assert_eq!(revokes(&mut driver), 1, "pressed twice, sent once");
    assert_eq!(driver.session(key).phase, SessionPhaseView::Revoking);
    driver.answer(ApiAnswer::Revoked { key, result: Ok(()) });
    assert_eq!(driver.session(key).phase, SessionPhaseView::Revoking);
    let mut over = driver.new_session("made", 3_600);
    over.expired = true;
    over.revoked_early = true;
    driver.list(vec![over]);
    assert_eq!(driver.session(key).phase, SessionPhaseView::Ended { how: SessionEnd::Revoked });
}

#[test]
fn a_refused_revoke_leaves_the_session_usable_and_says_why() {
    let mut driver = Driver::signed_in();
    let key = driver.create(form());
    driver.probed(key, ProbeAnswer::Answers);
    driver.ask(|reply| Wish::RevokeSession { key, reply }).unwrap();
    driver.answer(ApiAnswer::Revoked { key, result: Err(ApiProblem::TimedOut) });
    assert_eq!(driver.session(key).phase, SessionPhaseView::Active);
    assert_eq!(driver.session(key).problem, Some(AppError::TimedOut));
}

#[test]
fn a_revoke_pressed_too_early_is_kept_until_there_is_something_to_revoke() {
    let mut driver = Driver::signed_in();
    let key = driver.request(form()).unwrap();
    driver.ask(|reply| Wish::RevokeSession { key, reply }).unwrap();
    assert_eq!(revokes(&mut driver), 0);
    let session = driver.new_session("made", 3_600);
    driver.answer(ApiAnswer::Created { key, outcome: CreateOutcome::Created(session) });
    assert_eq!(revokes(&mut driver), 1);
    assert_eq!(driver.session(key).phase, SessionPhaseView::Revoking);
}

#[test]
fn connect_reuses_a_live_session_before_it_makes_another() {
    let mut driver = Driver::signed_in();
    driver.list(vec![driver.new_session("a", 3_600)]);
    driver.ask(|reply| Wish::RememberMyAddress { text: "203.0.113.42".into(), reply }).unwrap();
    let answer = driver.ask(|reply| Wish::ConnectSite { site: site(), protocol: Protocol::Ssh, reply });
    assert!(matches!(answer, Ok(ConnectAnswer::Reused { .. })));
    assert_eq!(creates(&mut driver), 0);
}

#[test]
fn connect_waits_until_it_is_known_what_there_is() {
    let mut driver = Driver::signed_in();
    driver.ask(|reply| Wish::RememberMyAddress { text: "203.0.113.42".into(), reply }).unwrap();
    let (reply, mut answer) = Reply::channel();
    driver.feed(Input::Wish(Wish::ConnectSite { site: site(), protocol: Protocol::Ssh, reply }));
    assert!(answer.try_recv().is_err(), "nothing is decided yet");
    assert_eq!(creates(&mut driver), 0);
    driver.list(vec![driver.new_session("a", 3_600)]);
    assert!(matches!(answer.try_recv(), Ok(Ok(ConnectAnswer::Reused { .. }))));
    assert_eq!(creates(&mut driver), 0, "the one that exists is used");
}

#[test]
fn connect_says_why_when_it_cannot_learn_what_there_is() {
    let mut driver = Driver::signed_in();
    let (reply, mut answer) = Reply::channel();
    driver.feed(Input::Wish(Wish::ConnectSite { site: site(), protocol: Protocol::Ssh, reply }));
    driver.answer(ApiAnswer::Sessions { site: site(), result: Err(ApiProblem::Unreachable) });
    assert_eq!(answer.try_recv(), Ok(Err(AppError::Unreachable)));
}

#[test]
fn a_session_that_does_not_fit_is_not_reused() {
    let mut driver = Driver::signed_in();
    driver.ask(|reply| Wish::RememberMyAddress { text: "203.0.113.42".into(), reply }).unwrap();
    let mut colleagues = driver.new_session("colleague", 36_000);
    colleagues.source_range = Some("198.51.100.9/32".into());
    let mut broken = driver.new_session("broken", 36_000);
    broken.password = None;
    driver.list(vec![colleagues, driver.new_session("good", 600), broken]);
    let answer = driver.ask(|reply| Wish::ConnectSite { site: site(), protocol: Protocol::Ssh, reply });
    assert_eq!(answer, Ok(ConnectAnswer::Reused { key: SessionKey::new(2) }));
    let preferred: Vec<_> =
        driver.shown.sessions.iter().flatten().filter(|one| one.preferred).map(|one| one.key).collect();
    assert_eq!(preferred, [SessionKey::new(2)], "the window shows the same choice");
}

#[test]
fn a_revoke_that_the_list_never_confirms_can_be_pressed_again() {
    let mut driver = Driver::signed_in();
    let key = driver.create(form());
    driver.probed(key, ProbeAnswer::Answers);
    driver.ask(|reply| Wish::RevokeSession { key, reply }).unwrap();
    driver.answer(ApiAnswer::Revoked { key, result: Ok(()) });
    let mut lists = 0;
    for _ in 0..90 {
        driver.pass(Duration::from_secs(1));
        for () in driver.taken(|effect| matches!(effect, Effect::ListSessions { .. }).then_some(())) {
            lists += 1;
            driver.list(vec![driver.new_session("made", 3_600)]);
        }
    }
    assert!((5..=15).contains(&lists), "{lists} lists while waiting");
    assert_eq!(driver.session(key).problem, Some(AppError::RevokeNotConfirmed));
    assert_eq!(revokes(&mut driver), 1);
    driver.ask(|reply| Wish::RevokeSession { key, reply }).unwrap();
    assert_eq!(revokes(&mut driver), 1);
}

#[test]
fn a_gateway_that_never_answers_from_here_is_said_after_a_while() {
    let mut driver = Driver::signed_in();
    let key = driver.create(form());
    for _ in 0..120 {
        driver.pass(Duration::from_secs(1));
        for () in driver.taken(|effect| matches!(effect, Effect::Probe { .. }).then_some(())) {
            driver.probed(key, ProbeAnswer::Closed);
        }
    }
    let row = driver.session(key);
    assert_eq!((row.phase, row.launch), (SessionPhaseView::Active, LaunchView::None));
    assert_eq!(row.problem, Some(AppError::GatewaySilent));
    driver.pass(Duration::from_secs(600));
    assert!(driver.taken(|effect| matches!(effect, Effect::Probe { .. }).then_some(())).is_empty());
}

#[test]
fn a_site_that_is_gone_takes_its_sessions_with_it() {
    let mut driver = Driver::signed_in();
    driver.list(vec![driver.new_session("a", 3_600)]);
    let gone = Err(ApiProblem::NotFound { server_text: None });
    driver.answer(ApiAnswer::Sessions { site: site(), result: gone });
    assert!(matches!(driver.session(SessionKey::new(1)).phase, SessionPhaseView::Ended { .. }));
}

#[test]
fn connect_without_anything_remembered_asks_for_the_form() {
    let mut driver = Driver::signed_in();
    driver.list(Vec::new());
    let answer = driver.ask(|reply| Wish::ConnectSite { site: site(), protocol: Protocol::Ssh, reply });
    assert_eq!(answer, Ok(ConnectAnswer::FormNeeded));
    driver.ask(|reply| Wish::RememberMyAddress { text: "203.0.113.42".into(), reply }).unwrap();
    let answer = driver.ask(|reply| Wish::ConnectSite { site: site(), protocol: Protocol::Ssh, reply });
    assert!(matches!(answer, Ok(ConnectAnswer::Requested { .. })));
}

#[test]
fn the_last_request_is_offered_again() {
    let mut driver = Driver::signed_in();
    driver.request(RequestForm { minutes: 240, full_access: true, ..form() }).unwrap();
    let defaults = driver.ask(|reply| Wish::RequestDefaults { site: site(), reply }).unwrap();
    assert_eq!((defaults.minutes, defaults.full_access, defaults.complete), (240, true, true));
    assert_eq!(defaults.source_range, "203.0.113.42/32");
}

#[test]
fn a_wrong_laptop_clock_does_not_move_the_end() {
    let mut driver = Driver::signed_in();
    let hour_ahead = driver.now().wall + SignedDuration::from_hours(1);
    driver.offset.observe(hour_ahead, driver.now(), driver.now());
    driver.list(vec![driver.new_session("a", 60)]);
    assert!(driver.shown.status.as_ref().unwrap().clock_wrong);
    driver.pass(Duration::from_secs(59));
    assert!(!matches!(driver.session(SessionKey::new(1)).phase, SessionPhaseView::Ended { .. }));
    driver.pass(Duration::from_secs(2));
    assert!(matches!(driver.session(SessionKey::new(1)).phase, SessionPhaseView::Ended { .. }));
}

#[test]
fn no_password_and_no_key_crosses_to_the_window() {
    let mut driver = Driver::signed_in();
    let key = driver.create(form());
    driver.probed(key, ProbeAnswer::Answers);
    driver.list(vec![driver.new_session("made", 3_600), driver.new_session("other", 600)]);
    driver.ask(|reply| Wish::RevokeSession { key, reply }).unwrap();
    driver.pass(Duration::from_secs(4_000));
    let whole = driver.ask(|reply| Wish::LoadViews { reply }).unwrap();
    assert!(!driver.crossed.contains(CANARY));
    assert!(!serde_json::to_string(&whole).unwrap().contains(CANARY));
}
