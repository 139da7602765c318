use std::time::Duration;

use super::driver::{Driver, form};
use crate::app::{CopyText, Effect, Input, LaunchOutcome, Reply, Wish};
use crate::contract::{
    AppError, CopyField, LaunchView, Launchability, NotLaunchableReason, ProgramKind, RequestForm,
};
use crate::domain::{Host, SessionKey, SessionType};
use crate::launch::RunEvent;
use crate::sessions::ProbeAnswer;

fn launches(driver: &mut Driver) -> usize {
    driver.taken(|effect| matches!(effect, Effect::Launch(_)).then_some(())).len()
}

#[test]
fn request_and_connect_starts_the_program_when_the_session_answers() {
    let mut driver = Driver::signed_in();
    let key = driver.create(form());
    assert_eq!(launches(&mut driver), 0);
    driver.probed(key, ProbeAnswer::Open);
    assert_eq!(launches(&mut driver), 0);
    driver.probed(key, ProbeAnswer::Answers);
    assert_eq!(launches(&mut driver), 1);
}

#[test]
fn request_only_starts_nothing() {
    let mut driver = Driver::signed_in();
    let key = driver.create(RequestForm { then_connect: false, ..form() });
    driver.probed(key, ProbeAnswer::Answers);
    assert_eq!(launches(&mut driver), 0);
}

#[test]
fn launch_anyway_does_not_wait_for_the_gateway() {
    let mut driver = Driver::signed_in();
    let key = driver.create(form());
    driver.ask(|reply| Wish::ConnectSession { key, reply }).unwrap();
    assert_eq!(launches(&mut driver), 1);
    driver.probed(key, ProbeAnswer::Answers);
    assert_eq!(launches(&mut driver), 0, "it is started once, not again when the gateway answers");
}

#[test]
fn pressing_connect_twice_starts_one_program() {
    let mut driver = Driver::signed_in();
    let key = driver.create(RequestForm { then_connect: false, ..form() });
    driver.probed(key, ProbeAnswer::Answers);
    driver.ask(|reply| Wish::ConnectSession { key, reply }).unwrap();
    driver.ask(|reply| Wish::ConnectSession { key, reply }).unwrap();
    assert_eq!(launches(&mut driver), 1);
    driver.feed(Input::Launched { key, outcome: LaunchOutcome::Started { program: "xterm".into() } });
    driver.ask(|reply| Wish::ConnectSession { key, reply }).unwrap();
    assert_eq!(launches(&mut driver), 1, "a second window is fine once the first is open");
}

#[test]
fn a_session_with_an_unsafe_field_is_shown_and_never_launched() {
    let mut driver = Driver::signed_in();
    let mut hostile = driver.new_session("a", 600);
    hostile.entry_point = Some(Host::parse("-oProxyCommand=x").map(|_| unreachable!()));
    let mut unknown = driver.new_session("b", 600);
    unknown.kind = SessionType::parse("telnet");
    driver.list(vec![hostile, unknown]);
    for (key, reason) in [
        (SessionKey::new(1), NotLaunchableReason::BadEntryPoint),
        (SessionKey::new(2), NotLaunchableReason::UnknownType),
    ] {
        assert_eq!(driver.session(key).launchability, Launchability::No { reason });
        let refused = driver.ask(|reply| Wish::ConnectSession { key, reply });
        assert_eq!(refused, Err(AppError::LaunchRefused { reason }));
    }
    assert_eq!(launches(&mut driver), 0);
    assert_eq!(driver.session(SessionKey::new(2)).type_name, "telnet");
}

#[test]
fn an_ended_session_is_never_offered_for_connect() {
    let mut driver = Driver::signed_in();
    driver.list(vec![driver.new_session("a", 60)]);
    driver.pass(Duration::from_secs(60));
    let key = SessionKey::new(1);
    let reason = NotLaunchableReason::Ended;
    assert_eq!(driver.session(key).launchability, Launchability::No { reason });
    assert_eq!(driver.ask(|reply| Wish::ConnectSession { key, reply }), Err(AppError::SessionExpired));
}

#[test]
fn what_was_handed_out_dies_with_the_session() {
    let mut driver = Driver::signed_in();
    driver.list(vec![driver.new_session("a", 60)]);
    let ended = |driver: &mut Driver| {
        driver.taken(|effect| matches!(effect, Effect::EndRuns { .. }).then_some(())).len()
    };
    assert_eq!(ended(&mut driver), 0);
    driver.pass(Duration::from_secs(60));
    assert_eq!(ended(&mut driver), 1);
}

#[test]
fn a_router_that_has_not_checked_in_is_shown_as_such() {
    let mut driver = Driver::signed_in();
    let key = driver.create(form());
    driver.probed(key, ProbeAnswer::Answers);
    driver.feed(Input::Launched { key, outcome: LaunchOutcome::Started { program: "xterm".into() } });
    driver.feed(Input::Run { key, event: RunEvent::LoginRefused { attempts: 2 } });
    assert_eq!(driver.session(key).launch, LaunchView::WaitingForRouter { attempts: 2 });
}

#[test]
fn a_missing_program_is_named_and_the_session_stays() {
    let mut driver = Driver::signed_in();
    let key = driver.create(form());
    driver.probed(key, ProbeAnswer::Answers);
    let problem = AppError::ProgramMissing { program: ProgramKind::WinBox };
    driver.feed(Input::Launched { key, outcome: LaunchOutcome::Failed(problem.clone()) });
    assert_eq!(driver.session(key).problem, Some(problem));
    assert_eq!(driver.session(key).launchability, Launchability::Ready);
}

#[test]
fn a_password_is_copied_as_a_secret_and_the_rest_in_the_clear() {
    let mut driver = Driver::signed_in();
    driver.list(vec![driver.new_session("a", 600)]);
    for field in [CopyField::Address, CopyField::UserName, CopyField::Password, CopyField::Command] {
        let (reply, _answer) = Reply::channel();
        driver.feed(Input::Wish(Wish::CopyFromSession { key: SessionKey::new(1), field, reply }));
    }
    let copied = driver.taken(|effect| match effect {
        Effect::Copy { text, .. } => Some(text.clone()),
        _ => None,
    });
    let [CopyText::Plain(address), CopyText::Plain(user), CopyText::Secret(_), CopyText::Plain(command)] =
        &copied[..]
    else {
        panic!("{copied:?}")
    };
    assert_eq!((address.as_str(), user.as_str()), ("edge.ostrat.io:45821", "transient-user-abc123"));
    assert!(command.contains("45821") && !command.contains(super::driver::CANARY), "{command}");
}
