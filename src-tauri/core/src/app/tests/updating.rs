use std::time::Duration;

use super::driver::Driver;
use crate::app::ports::UpdateLook;
use crate::app::{Effect, Input, Wish};
use crate::contract::AppError;

const HOUR: Duration = Duration::from_secs(3_600);

/// A launcher whose build knows where newer ones are.
fn launcher() -> Driver {
    let mut driver = Driver::signed_in();
    driver.machine.abilities.updates = true;
    let now = driver.now();
    driver.machine.plan_updates(now);
    driver
}

fn looks(driver: &mut Driver) -> usize {
    driver.taken(|effect| matches!(effect, Effect::LookForUpdate).then_some(())).len()
}

fn offered(driver: &Driver) -> Option<String> {
    driver.shown.status.as_ref().unwrap().update.clone()
}

#[test]
fn a_build_that_does_not_know_where_never_looks() {
    let mut driver = Driver::signed_in();
    driver.pass(3 * HOUR);
    assert_eq!(looks(&mut driver), 0);
}

#[test]
fn a_newer_version_is_looked_for_after_a_minute_then_once_a_day_and_sooner_after_a_failure() {
    let mut driver = launcher();
    driver.pass(Duration::from_secs(59));
    assert_eq!(looks(&mut driver), 0);
    driver.pass(Duration::from_secs(1));
    assert_eq!(looks(&mut driver), 1);
    driver.pass(HOUR);
    assert_eq!(looks(&mut driver), 0, "the first look is not answered yet");
    driver.feed(Input::UpdateLookedFor(UpdateLook::Newest));
    driver.pass(23 * HOUR);
    assert_eq!(looks(&mut driver), 0);
    driver.pass(HOUR);
    assert_eq!(looks(&mut driver), 1);
    driver.feed(Input::UpdateLookedFor(UpdateLook::Failed));
    driver.pass(4 * HOUR);
    assert_eq!(looks(&mut driver), 1);
}

#[test]
fn what_was_found_is_offered_until_it_is_gone_and_a_failure_takes_nothing_back() {
    let mut driver = launcher();
    driver.feed(Input::UpdateLookedFor(UpdateLook::Newer("0.2.0".into())));
    driver.feed(Input::UpdateLookedFor(UpdateLook::Failed));
    assert_eq!(offered(&driver).as_deref(), Some("0.2.0"));
    driver.feed(Input::UpdateLookedFor(UpdateLook::Newest));
    assert_eq!(offered(&driver), None);
}

#[test]
fn an_update_is_installed_once_and_only_when_it_was_offered_then_the_launcher_starts_anew() {
    let mut driver = launcher();
    let refused = driver.ask(|reply| Wish::InstallUpdate { reply });
    assert_eq!(refused, Err(AppError::UpdateFailed));
    driver.feed(Input::UpdateLookedFor(UpdateLook::Newer("0.2.0".into())));
    let (reply, mut answer) = crate::app::Reply::channel();
    driver.feed(Input::Wish(Wish::InstallUpdate { reply }));
    assert_eq!(driver.ask(|reply| Wish::InstallUpdate { reply }), Err(AppError::UpdateFailed));
    let orders = |driver: &mut Driver| {
        driver.taken(|effect| match effect {
            Effect::InstallUpdate => Some("install"),
            Effect::Restart => Some("restart"),
            _ => None,
        })
    };
    assert_eq!(orders(&mut driver), ["install"]);
    driver.feed(Input::UpdateInstalled(false));
    assert_eq!(answer.try_recv().unwrap(), Err(AppError::UpdateFailed));
    assert!(orders(&mut driver).is_empty(), "nothing is started anew when nothing was installed");

    let (reply, mut answer) = crate::app::Reply::channel();
    driver.feed(Input::Wish(Wish::InstallUpdate { reply }));
    driver.feed(Input::UpdateInstalled(true));
    assert_eq!(answer.try_recv().unwrap(), Ok(()));
    assert_eq!(orders(&mut driver), ["install", "restart"]);
}
