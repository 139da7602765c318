use jiff::ToSpan as _;
use proptest::prelude::*;

use super::*;
use crate::domain::{Access, Destination, Duration as Minutes, SessionType, SourceRange, Wanted};

fn moment(secs: u64) -> Moment {
    Moment { steady: Duration::ZERO, wall: "2026-01-01T12:00:00Z".parse().unwrap() }
        .after(Duration::from_secs(secs))
}

fn site() -> SiteId {
    SiteId::parse("d290f1ee-6c54-4b01-90e6-d701748f0851").unwrap()
}

fn request() -> SessionRequest {
    SessionRequest {
        duration: Minutes::USUAL,
        source_range: SourceRange::parse("203.0.113.42").unwrap(),
        what: Wanted::Login { protocol: Protocol::Ssh, access: Access::Full, allow_private: false },
    }
}

fn session(id: &str, ends_in_secs: i64) -> AccessSession {
    AccessSession {
        id: SessionId::parse(id).unwrap(),
        kind: SessionType::Known(Protocol::Ssh),
        access: Access::Full,
        allow_private: false,
        source_range: Some("203.0.113.42/32".into()),
        entry_point: None,
        login: None,
        password: Some(crate::domain::SessionPassword::parse("canary".to_owned().into())),
        expires_at: moment(0).wall.checked_add(ends_in_secs.seconds()).ok(),
        expired: false,
        revoked_early: false,
    }
}

fn stage(book: &SessionBook, key: SessionKey) -> Stage {
    book.get(key).unwrap().stage
}

#[test]
fn a_session_keeps_its_row_from_the_press_to_the_end() {
    let mut book = SessionBook::default();
    let key = book.begin(site(), request(), moment(0));
    assert_eq!(stage(&book, key), Stage::Requesting);
    book.created(key, session("a", 3_600), moment(1).wall, moment(1));
    assert_eq!(stage(&book, key), Stage::WaitingForGateway);
    book.enter(key, Stage::Live, moment(3));
    book.listed(&site(), Family::Logins, vec![session("a", 3_600)], moment(5).wall, moment(5));
    assert_eq!(book.entries().count(), 1);
    assert_eq!(book.expire(moment(3_600).wall, moment(3_600)), [key]);
    assert_eq!(stage(&book, key), Stage::Ended(SessionEnd::Expired));
}

#[test]
fn a_list_that_overtakes_the_answer_makes_no_second_row() {
    let mut book = SessionBook::default();
    let key = book.begin(site(), request(), moment(0));
    book.listed(&site(), Family::Logins, vec![session("a", 3_600)], moment(1).wall, moment(1));
    book.created(key, session("a", 3_600), moment(2).wall, moment(2));
    assert_eq!(book.entries().map(|entry| entry.key).collect::<Vec<_>>(), [key]);
}

#[test]
fn no_password_is_kept_after_the_end() {
    let mut book = SessionBook::default();
    book.listed(&site(), Family::Logins, vec![session("a", 60)], moment(0).wall, moment(0));
    book.expire(moment(60).wall, moment(60));
    assert!(book.entries().all(|entry| entry.session.as_ref().unwrap().password.is_none()));
}

#[test]
fn a_session_revoked_elsewhere_ends_here() {
    let mut book = SessionBook::default();
    book.listed(&site(), Family::Logins, vec![session("a", 3_600)], moment(0).wall, moment(0));
    let over = AccessSession { expired: true, revoked_early: true, ..session("a", 3_600) };
    let listed = book.listed(&site(), Family::Logins, vec![over], moment(15).wall, moment(15));
    assert_eq!(listed.ended.len(), 1);
    assert_eq!(stage(&book, listed.ended[0]), Stage::Ended(SessionEnd::Revoked));
}

#[test]
fn a_new_session_missing_from_a_slow_list_is_not_lost() {
    let mut book = SessionBook::default();
    let key = book.begin(site(), request(), moment(0));
    book.created(key, session("a", 3_600), moment(1).wall, moment(1));
    book.listed(&site(), Family::Logins, Vec::new(), moment(2).wall, moment(2));
    assert_eq!(stage(&book, key), Stage::WaitingForGateway);
    book.listed(&site(), Family::Logins, Vec::new(), moment(60).wall, moment(60));
    assert_eq!(stage(&book, key), Stage::Ended(SessionEnd::Revoked));
}

#[test]
fn ending_soon_is_ten_minutes_or_a_fifth_whichever_is_shorter() {
    let mut book = SessionBook::default();
    let key = book.begin(site(), request(), moment(0));
    book.created(key, session("a", 3_600), moment(0).wall, moment(0));
    book.enter(key, Stage::Live, moment(0));
    let entry = book.get(key).unwrap();
    assert!(!entry.is_ending_soon(moment(2_999).wall));
    assert!(entry.is_ending_soon(moment(3_000).wall));
    let quarter = SessionRequest { duration: Minutes::from_minutes(15).unwrap(), ..request() };
    let key = book.begin(site(), quarter, moment(0));
    assert_eq!(book.get(key).unwrap().soon(), Duration::from_secs(180));
}

#[test]
fn a_session_found_late_ends_soon_in_its_last_ten_minutes() {
    let mut book = SessionBook::default();
    book.listed(&site(), Family::Logins, vec![session("a", 540)], moment(0).wall, moment(0));
    assert!(book.entries().next().unwrap().is_ending_soon(moment(0).wall));
}

#[test]
fn what_was_revoked_does_not_come_back_to_life() {
    let mut book = SessionBook::default();
    book.listed(&site(), Family::Logins, vec![session("a", 3_600)], moment(0).wall, moment(0));
    let key = book.entries().next().unwrap().key;
    book.enter(key, Stage::Revoking, moment(1));
    book.update(key, |entry| entry.revoke_accepted = true);
    book.listed(&site(), Family::Logins, Vec::new(), moment(2).wall, moment(2));
    assert_eq!(stage(&book, key), Stage::Ended(SessionEnd::Revoked));
    book.listed(&site(), Family::Logins, vec![session("a", 3_600)], moment(5).wall, moment(5));
    assert_eq!(stage(&book, key), Stage::Ended(SessionEnd::Revoked));
    assert!(book.get(key).unwrap().session.as_ref().unwrap().password.is_none());
}

#[test]
fn connect_reuses_the_session_that_lasts_longest() {
    let mut book = SessionBook::default();
    book.listed(
        &site(),
        Family::Logins,
        vec![session("a", 600), session("b", 3_600), session("c", 60)],
        moment(0).wall,
        moment(0),
    );
    let best = book.best_for(&site(), Protocol::Ssh, |_| true).unwrap();
    assert_eq!(book.get(best).unwrap().session.as_ref().unwrap().id.as_str(), "b");
    assert_eq!(book.best_for(&site(), Protocol::WinBox, |_| true), None);
    book.expire(moment(3_600).wall, moment(3_600));
    assert_eq!(
        book.best_for(&site(), Protocol::Ssh, |_| true),
        None,
        "an ended session is never offered for connect"
    );
}

#[test]
fn a_long_history_is_cut_to_the_newest() {
    let mut book = SessionBook::default();
    let history: Vec<_> = (0..500)
        .map(|number| AccessSession { expired: true, ..session(&format!("s{number}"), -number) })
        .collect();
    book.listed(&site(), Family::Logins, history, moment(0).wall, moment(0));
    assert_eq!(book.entries().count(), SessionBook::MOST_ENDED);
    assert!(book.entries().any(|entry| entry.session.as_ref().unwrap().id.as_str() == "s0"));
}

#[test]
fn what_was_granted_is_compared_with_what_was_asked() {
    let mut book = SessionBook::default();
    let key = book.begin(site(), request(), moment(0));
    let other = AccessSession { source_range: Some("198.51.100.10/32".into()), ..session("a", 3_600) };
    book.created(key, other, moment(0).wall, moment(0));
    assert!(book.get(key).unwrap().differs_from_request());
}

fn forward(id: &str, address: &str) -> AccessSession {
    let kind = SessionType::Forward(Destination::parse(address, "443"));
    AccessSession { kind, access: Access::ReadOnly, password: None, ..session(id, 3_600) }
}

#[test]
fn a_list_of_one_kind_says_nothing_of_the_other() {
    let mut book = SessionBook::default();
    let nas = forward("a", "192.168.88.10");
    book.listed(&site(), Family::Logins, vec![session("a", 3_600)], moment(0).wall, moment(0));
    book.listed(&site(), Family::Forwards, vec![nas.clone()], moment(0).wall, moment(0));
    let [login, forward] = [0, 1].map(|place| book.entries().nth(place).unwrap().key);
    let ended = book.listed(&site(), Family::Forwards, vec![nas], moment(60).wall, moment(60)).ended;
    assert!(ended.is_empty(), "the login is not in the list of forwards");
    let ended = book.listed(&site(), Family::Logins, Vec::new(), moment(120).wall, moment(120)).ended;
    assert_eq!(ended, [login]);
    assert_eq!(stage(&book, forward), Stage::Live);
    book.listed(&site(), Family::Forwards, Vec::new(), moment(180).wall, moment(180));
    assert_eq!(stage(&book, forward), Stage::Ended(SessionEnd::Revoked));
}

#[test]
fn a_long_history_of_logins_does_not_push_out_forwards() {
    let mut book = SessionBook::default();
    let over = |session: AccessSession| AccessSession { expired: true, ..session };
    let nas = over(AccessSession { expires_at: None, ..forward("old", "192.168.88.10") });
    book.listed(&site(), Family::Forwards, vec![nas], moment(0).wall, moment(0));
    let history = (0..50).map(|number| over(session(&format!("s{number}"), -number))).collect();
    book.listed(&site(), Family::Logins, history, moment(0).wall, moment(0));
    assert!(book.entries().any(|entry| entry.family() == Family::Forwards));
}

#[test]
fn a_forward_is_never_offered_for_connect_and_can_be_asked_for_again() {
    let mut book = SessionBook::default();
    let forwards = vec![forward("a", "192.168.88.10"), forward("b", "0.0.0.0")];
    book.listed(&site(), Family::Forwards, forwards, moment(0).wall, moment(0));
    for protocol in [Protocol::Ssh, Protocol::WinBox] {
        assert_eq!(book.best_for(&site(), protocol, |_| true), None);
    }
    let again: Vec<_> = book.entries().map(Entry::same_again).collect();
    let nas = Destination::parse("192.168.88.10", "443").unwrap();
    assert_eq!(again[0].as_ref().unwrap().what, Wanted::Forward(nas));
    assert_eq!(again[1], None, "nobody knows where it leads");
}

#[test]
fn a_forward_that_leads_elsewhere_differs_from_what_was_asked() {
    let mut book = SessionBook::default();
    let nas = Destination::parse("192.168.88.10", "443").unwrap();
    let asked = SessionRequest { what: Wanted::Forward(nas), ..request() };
    for (address, differs) in [("192.168.88.10", false), ("192.168.88.11", true), ("", true)] {
        let key = book.begin(site(), asked.clone(), moment(0));
        assert_eq!(book.get(key).unwrap().family(), Family::Forwards);
        book.created(key, forward("a", address), moment(0).wall, moment(0));
        assert_eq!(book.get(key).unwrap().differs_from_request(), differs, "{address}");
    }
}

proptest! {
    #[test]
    fn nothing_open_is_past_its_end_and_nothing_ends_early(
        lengths in proptest::collection::vec(1_i64..5_000, 1..20),
        steps in proptest::collection::vec(0_u64..600, 1..20),
    ) {
        let mut book = SessionBook::default();
        let sessions = lengths.iter().enumerate().map(|(n, secs)| session(&format!("s{n}"), *secs)).collect();
        book.listed(&site(), Family::Logins, sessions, moment(0).wall, moment(0));
        let mut now = 0;
        for step in steps {
            now += step;
            book.expire(moment(now).wall, moment(now));
            for entry in book.entries() {
                let over = entry.ends_at().unwrap() <= moment(now).wall;
                prop_assert_eq!(entry.stage.is_open(), !over);
            }
            if let Some(wait) = book.next_change(moment(now).wall) {
                prop_assert!(wait > Duration::ZERO, "a watcher would spin");
            }
        }
    }
}
