use std::time::Duration;

use super::driver::Driver;
use crate::altostrat::ApiProblem;
use crate::app::{ApiAnswer, Input, SystemEvent};
use crate::notice::{Notice, NoticeId};

fn guarded() -> (Driver, crate::domain::SessionKey) {
    let (mut driver, key) = Driver::live();
    driver.machine.settings.revoke_on_lock = true;
    driver.machine.settings.revoke_on_sleep = true;
    (driver, key)
}

fn tell(driver: &mut Driver, event: SystemEvent) {
    driver.feed(Input::System(event));
}

fn words(notices: &[Notice]) -> Vec<(NoticeId, &str)> {
    notices.iter().map(|notice| (notice.id, notice.body.as_str())).collect()
}

#[test]
fn unless_chosen_locking_and_sleeping_revoke_nothing() {
    let (mut driver, _) = Driver::live();
    for event in [SystemEvent::Locked, SystemEvent::Unlocked, SystemEvent::Sleeping, SystemEvent::Awake] {
        tell(&mut driver, event);
    }
    assert!(driver.sent().iter().all(|sent| sent == "let sleep"), "sleep is never held up");
    assert!(driver.notices().is_empty());
}

#[test]
fn a_locked_screen_revokes_the_users_own_sessions_and_says_so_at_unlocking() {
    let (mut driver, key) = guarded();
    tell(&mut driver, SystemEvent::Locked);
    assert_eq!(driver.sent(), ["revoke made"]);
    driver.answer(ApiAnswer::Revoked { key, result: Ok(()) });
    assert!(driver.notices().is_empty(), "nobody is there to read it");
    tell(&mut driver, SystemEvent::Unlocked);
    assert_eq!(words(&driver.notices()), [(NoticeId::Guard, "1 session was revoked.")]);
    tell(&mut driver, SystemEvent::Unlocked);
    assert!(driver.notices().is_empty(), "once");
}

#[test]
fn what_could_not_be_revoked_is_said_at_unlocking() {
    let (mut driver, key) = guarded();
    tell(&mut driver, SystemEvent::Locked);
    driver.answer(ApiAnswer::Revoked { key, result: Err(ApiProblem::Unreachable) });
    driver.notices();
    tell(&mut driver, SystemEvent::Unlocked);
    let said = driver.notices();
    assert_eq!(words(&said), [(NoticeId::Guard, "1 session is still open. Open the window to see why.")]);
    assert!(said[0].stays);
}

#[test]
fn a_colleagues_session_is_left_alone() {
    let (mut driver, _) = guarded();
    let own = driver.new_session("made", 3_600);
    let theirs = driver.new_session("theirs", 3_600);
    driver.list(vec![own, theirs]);
    tell(&mut driver, SystemEvent::Locked);
    assert_eq!(driver.sent(), ["revoke made"]);
}

#[test]
fn sleep_waits_until_the_api_has_taken_the_revoke() {
    let (mut driver, key) = guarded();
    tell(&mut driver, SystemEvent::Sleeping);
    assert_eq!(driver.sent(), ["revoke made"]);
    driver.answer(ApiAnswer::Revoked { key, result: Ok(()) });
    assert_eq!(driver.sent(), ["let sleep"]);
    tell(&mut driver, SystemEvent::Awake);
    assert_eq!(driver.sent(), ["hold sleep"], "the next sleep can be held up again");
}

#[test]
fn sleep_is_held_up_for_four_seconds_at_most() {
    let (mut driver, _) = guarded();
    tell(&mut driver, SystemEvent::Sleeping);
    driver.pass(Duration::from_secs(3));
    assert_eq!(driver.sent(), ["revoke made"]);
    driver.pass(Duration::from_secs(1));
    assert_eq!(driver.sent(), ["let sleep"]);
}

#[test]
fn with_nothing_open_sleep_is_not_held_up_at_all() {
    let mut driver = Driver::signed_in();
    driver.machine.settings.revoke_on_sleep = true;
    tell(&mut driver, SystemEvent::Sleeping);
    assert_eq!(driver.sent(), ["let sleep"]);
}

#[test]
fn after_sleep_without_a_lock_the_word_comes_at_once() {
    let (mut driver, key) = guarded();
    driver.machine.settings.revoke_on_lock = false;
    tell(&mut driver, SystemEvent::Sleeping);
    driver.answer(ApiAnswer::Revoked { key, result: Ok(()) });
    tell(&mut driver, SystemEvent::Awake);
    assert_eq!(words(&driver.notices()), [(NoticeId::Guard, "1 session was revoked.")]);
}
