use std::path::Path;

use altostrat_ssh::wire::Texts;
use jiff::Timestamp;
use tokio::sync::mpsc::UnboundedReceiver;

use super::*;
use crate::domain::SiteId;
use crate::launch::launchable::tests::{PASSWORD, dial};
use crate::launch::ssh;

const PROMPT: &str = "transient-user-abc123@altostrat-site-1's password: ";

fn at(seconds: u64) -> Moment {
    Moment { steady: Duration::from_secs(seconds), wall: Timestamp::UNIX_EPOCH }
}

pub(crate) fn run_session(key: u32) -> RunSession {
    let root = if cfg!(windows) { "C:" } else { "" };
    let (program, known_hosts) = (format!("{root}/usr/bin/ssh.exe"), format!("{root}/data/known_hosts"));
    let site = SiteId::parse("site-1").unwrap();
    RunSession {
        key: SessionKey::new(key),
        session: ssh::session(&dial(), &site, Path::new(&program), Path::new(&known_hosts), false).unwrap(),
        password: dial().password,
        texts: Texts::default(),
        patient_until: Desk::READINESS_WINDOW,
        ends_at: Some(Duration::from_secs(3_600)),
    }
}

fn desk() -> (Desk, UnboundedReceiver<RunReport>) {
    let (sender, receiver) = mpsc::unbounded_channel();
    (Desk::new(sender).unwrap(), receiver)
}

fn begin(desk: &mut Desk, run: &OpenRun, now: Moment) -> Begun {
    match desk.answer(Request::Begin { run: run.id.clone() }, now) {
        Answer::Begun(begun) => *begun,
        other => panic!("{other:?}"),
    }
}

fn ask_password(desk: &mut Desk, ticket: &OneTimeId, prompt: &str, now: Moment) -> Result<String, Refusal> {
    match desk.answer(Request::Password { ticket: ticket.clone(), prompt: prompt.into() }, now) {
        Answer::Password { password } => Ok(password.expose().to_owned()),
        Answer::Refused { why } => Err(why),
        other => panic!("{other:?}"),
    }
}

fn retry(desk: &mut Desk, visit: &OneTimeId, now: Moment) -> Result<OneTimeId, Refusal> {
    match desk.answer(Request::Retry { visit: visit.clone() }, now) {
        Answer::Ticket { ticket } => Ok(ticket),
        Answer::Refused { why } => Err(why),
        other => panic!("{other:?}"),
    }
}

fn refusal(answer: Answer) -> Option<Refusal> {
    match answer {
        Answer::Refused { why } => Some(why),
        _ => None,
    }
}

#[test]
fn the_password_is_handed_out_once_and_to_its_own_prompt_alone() {
    let (mut desk, _reports) = desk();
    let run = desk.open_run(run_session(1), at(0)).unwrap();
    let begun = begin(&mut desk, &run, at(1));
    let host_key = "Are you sure you want to continue connecting (yes/no/[fingerprint])? ";
    let foreign = "root@altostrat-site-2's password: ";
    for prompt in [host_key, foreign, ""] {
        assert_eq!(ask_password(&mut desk, &begun.ticket, prompt, at(2)), Err(Refusal::NotAPasswordPrompt));
    }
    assert_eq!(ask_password(&mut desk, &begun.ticket, PROMPT, at(2)), Ok(PASSWORD.to_owned()));
    assert_eq!(ask_password(&mut desk, &begun.ticket, PROMPT, at(2)), Err(Refusal::Unknown));
}

#[test]
fn no_id_is_good_for_anothers_purpose() {
    let (mut desk, _reports) = desk();
    let run = desk.open_run(run_session(1), at(0)).unwrap();
    assert_eq!(ask_password(&mut desk, &run.id, PROMPT, at(0)), Err(Refusal::Unknown));
    let begun = begin(&mut desk, &run, at(0));
    assert_eq!(ask_password(&mut desk, &begun.visit, PROMPT, at(0)), Err(Refusal::Unknown));
    assert_eq!(retry(&mut desk, &begun.ticket, at(0)), Err(Refusal::Unknown));
    let as_run = desk.answer(Request::Begin { run: begun.visit }, at(0));
    assert_eq!(refusal(as_run), Some(Refusal::Unknown));
}

#[test]
fn a_run_is_begun_once_and_a_second_window_is_told_so() {
    let (mut desk, _reports) = desk();
    let run = desk.open_run(run_session(1), at(0)).unwrap();
    begin(&mut desk, &run, at(1));
    let second = desk.answer(Request::Begin { run: run.id.clone() }, at(2));
    assert_eq!(refusal(second), Some(Refusal::Used));
}

#[test]
fn the_id_of_a_run_dies_after_a_minute() {
    let (mut desk, _reports) = desk();
    let run = desk.open_run(run_session(1), at(0)).unwrap();
    let late = desk.answer(Request::Begin { run: run.id.clone() }, at(60));
    assert_eq!(refusal(late), Some(Refusal::Unknown));
    assert!(desk.runs.is_empty(), "the password is not kept for a run that never came");
}

#[test]
fn a_password_not_fetched_in_time_is_not_handed_out() {
    let (mut desk, _reports) = desk();
    let run = desk.open_run(run_session(1), at(0)).unwrap();
    let begun = begin(&mut desk, &run, at(1));
    assert_eq!(ask_password(&mut desk, &begun.ticket, PROMPT, at(91)), Err(Refusal::Unknown));
}

#[test]
fn while_the_router_may_still_check_in_every_attempt_gets_a_new_id() {
    let (mut desk, _reports) = desk();
    let run = desk.open_run(run_session(1), at(0)).unwrap();
    let begun = begin(&mut desk, &run, at(1));
    let unused = retry(&mut desk, &begun.visit, at(5)).unwrap();
    let second = retry(&mut desk, &begun.visit, at(89)).unwrap();
    assert_eq!(ask_password(&mut desk, &begun.ticket, PROMPT, at(89)), Err(Refusal::Unknown));
    assert_eq!(
        ask_password(&mut desk, &unused, PROMPT, at(89)),
        Err(Refusal::Unknown),
        "replaced by the next"
    );
    assert!(ask_password(&mut desk, &second, PROMPT, at(89)).is_ok());
    assert_eq!(retry(&mut desk, &begun.visit, at(90)), Err(Refusal::TooLate));
}

#[tokio::test]
async fn revoking_a_session_ends_its_runs_and_no_others() {
    let (mut desk, _reports) = desk();
    let mut waiting = desk.open_run(run_session(1), at(0)).unwrap();
    let run = desk.open_run(run_session(1), at(0)).unwrap();
    let other = desk.open_run(run_session(2), at(0)).unwrap();
    let begun = begin(&mut desk, &run, at(1));
    desk.close_session(SessionKey::new(1));
    assert_eq!(ask_password(&mut desk, &begun.ticket, PROMPT, at(2)), Err(Refusal::Unknown));
    assert_eq!(retry(&mut desk, &begun.visit, at(2)), Err(Refusal::Unknown));
    assert!(!waiting.called_back().await);
    let begun = begin(&mut desk, &other, at(2));
    desk.close_all();
    assert_eq!(ask_password(&mut desk, &begun.ticket, PROMPT, at(2)), Err(Refusal::Unknown));
}

#[tokio::test]
async fn a_client_with_a_pipe_gets_the_password_once_and_that_is_its_call() {
    let (mut desk, mut reports) = desk();
    let mut run = desk.open_run(run_session(1), at(0)).unwrap();
    let door = desk.open_door(&run.id, at(1)).unwrap();
    let as_ticket = Request::Password { ticket: door.clone(), prompt: PROMPT.into() };
    for request in [as_ticket, Request::Begin { run: door.clone() }, Request::Test { run: door.clone() }] {
        assert_eq!(refusal(desk.answer(request, at(2))), Some(Refusal::Unknown), "never at the socket");
    }
    assert_eq!(desk.take_password(&door, at(3)).unwrap().expose(), PASSWORD);
    assert!(run.called_back().await);
    assert_eq!(reports.try_recv().map(|report| report.event), Ok(RunEvent::CalledBack));
    assert!(desk.take_password(&door, at(3)).is_none());
    let late = desk.answer(Request::Begin { run: run.id.clone() }, at(4));
    assert_eq!(refusal(late), Some(Refusal::Unknown), "one session, one window");
    assert!(desk.runs.is_empty() && desk.ids.is_empty(), "the password is kept no longer");
}

#[test]
fn a_pipe_that_is_read_too_late_or_after_the_session_is_empty() {
    let (mut desk, _reports) = desk();
    let open = |desk: &mut Desk| {
        let run = desk.open_run(run_session(1), at(0)).unwrap();
        (desk.open_door(&run.id, at(0)).unwrap(), run)
    };
    let (slow, _run) = open(&mut desk);
    assert!(desk.take_password(&slow, at(60)).is_none());
    let (revoked, _run) = open(&mut desk);
    desk.close_session(SessionKey::new(1));
    assert!(desk.take_password(&revoked, at(1)).is_none());
    let (overtaken, run) = open(&mut desk);
    begin(&mut desk, &run, at(1));
    assert!(desk.take_password(&overtaken, at(2)).is_none(), "another terminal was quicker");
    assert!(desk.open_door(&run.id, at(2)).is_none());
}

#[tokio::test]
async fn a_test_is_told_its_words_once_and_nothing_else() {
    let (mut desk, mut reports) = desk();
    let texts = TestTexts { it_works: "works".into(), press_enter: "enter".into() };
    let mut test = desk.open_test(texts.clone(), at(0)).unwrap();
    assert!(test.dialled.is_none() && desk.open_door(&test.id, at(0)).is_none());
    let ask = |desk: &mut Desk, request| desk.answer(request, at(1));
    let id = test.id.clone();
    assert_eq!(refusal(ask(&mut desk, Request::Begin { run: id.clone() })), Some(Refusal::Unknown));
    assert_eq!(ask(&mut desk, Request::Test { run: id.clone() }), Answer::Tested(texts));
    assert!(test.called_back().await);
    assert_eq!(refusal(ask(&mut desk, Request::Test { run: id.clone() })), Some(Refusal::Used));
    assert!(reports.try_recv().is_err(), "no session hears of it");
    let run = desk.open_run(run_session(1), at(1)).unwrap();
    assert_eq!(refusal(ask(&mut desk, Request::Test { run: run.id.clone() })), Some(Refusal::Unknown));
    desk.sweep(at(61));
    assert!(desk.runs.is_empty() && desk.ids.is_empty());
}

#[test]
fn a_session_that_expires_takes_its_ids_with_it() {
    let (mut desk, _reports) = desk();
    let session = RunSession { ends_at: Some(Duration::from_secs(30)), ..run_session(1) };
    let run = desk.open_run(session, at(0)).unwrap();
    let begun = begin(&mut desk, &run, at(1));
    assert_eq!(ask_password(&mut desk, &begun.ticket, PROMPT, at(30)), Err(Refusal::Unknown));
    assert!(desk.runs.is_empty() && desk.ids.is_empty());
}

#[tokio::test]
async fn what_happens_to_a_run_is_reported_with_its_session() {
    let (mut desk, mut reports) = desk();
    let mut run = desk.open_run(run_session(7), at(0)).unwrap();
    let visit = begin(&mut desk, &run, at(1)).visit;
    assert!(run.called_back().await);
    for news in [
        News::NotReachable,
        News::LoginRefused,
        News::LoggedIn,
        News::HostKeyChanged { offered: None },
        News::OldHostKeyOnly,
        News::Ended { exit_code: Some(0) },
        News::LoginRefused,
    ] {
        desk.answer(Request::Report { visit: visit.clone(), news }, at(2));
    }
    let mut events = Vec::new();
    while let Ok(report) = reports.try_recv() {
        assert_eq!(report.key, SessionKey::new(7));
        events.push(report.event);
    }
    assert_eq!(
        events,
        [
            RunEvent::CalledBack,
            RunEvent::NotReachable { attempts: 1 },
            RunEvent::LoginRefused { attempts: 2 },
            RunEvent::LoggedIn,
            RunEvent::HostKeyChanged { offered: None },
            RunEvent::OldHostKeyOnly,
            RunEvent::Ended { exit_code: Some(0) },
        ]
    );
}

#[test]
fn a_desk_can_be_logged_without_its_secrets() {
    let (mut desk, _reports) = desk();
    let run = desk.open_run(run_session(1), at(0)).unwrap();
    let shown = format!("{desk:?} {run:?} {:?}", run_session(1));
    assert!(!shown.contains("canary") && !shown.contains(&run.id.as_str()[16..]), "{shown}");
}
