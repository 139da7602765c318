use altostrat_ssh::HostKey;

use super::driver::{Driver, form, other_site, site};
use crate::app::{Effect, HostKeyChange, Input, Wish};
use crate::contract::{AppError, HostKeyView, RequestForm};
use crate::domain::SiteId;
use crate::launch::RunEvent;
use crate::launch::host_keys::{KnownKey, known_keys};
use crate::launch::ssh::host_key_alias;

const NEW: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEunwwtaKS2s9lDP6OnoY1YLdAJlKtbF9BqI2+yRhYKg";
const NEW_FINGERPRINT: &str = "SHA256:ivc+gArg6jezhIwLwUbJoLztIO4Ucz89Uj8wE3KkuTY";

fn listed(site: &SiteId, key: &str) -> Vec<KnownKey> {
    known_keys(&format!("{} {key}\n", host_key_alias(site)))
}

fn view(driver: &Driver, site: &SiteId) -> Option<HostKeyView> {
    driver.shown.host_keys.iter().flatten().find(|view| view.site == *site).cloned()
}

fn changes(driver: &mut Driver) -> Vec<HostKeyChange> {
    driver.taken(|effect| match effect {
        Effect::ChangeHostKeys(change) => Some(change.clone()),
        _ => None,
    })
}

/// A session on which the router has shown another key than the known one.
fn changed() -> (Driver, crate::domain::SessionKey) {
    let (mut driver, key) = Driver::live();
    driver.feed(Input::HostKeys(Some(listed(&site(), "ssh-ed25519 AAAA"))));
    let offered = HostKey::parse(NEW).ok();
    driver.feed(Input::Run { key, event: RunEvent::HostKeyChanged { offered } });
    (driver, key)
}

#[test]
fn both_keys_are_shown_by_their_fingerprints() {
    let (driver, key) = changed();
    assert_eq!(driver.session(key).problem, Some(AppError::HostKeyChanged));
    let shown = view(&driver, &site()).unwrap();
    assert_eq!(shown.offered.unwrap().fingerprint, NEW_FINGERPRINT);
    let known = shown.known.unwrap();
    assert!(known.kind == "ssh-ed25519" && known.fingerprint.starts_with("SHA256:"), "{known:?}");
    assert_ne!(known.fingerprint, NEW_FINGERPRINT);
}

#[test]
fn only_the_key_that_was_seen_is_trusted_and_only_when_asked() {
    let (mut driver, key) = changed();
    assert!(changes(&mut driver).is_empty());
    let trust = |driver: &mut Driver, seen: &str| {
        driver.ask(|reply| Wish::TrustHostKey { site: site(), fingerprint: seen.into(), reply })
    };
    assert_eq!(trust(&mut driver, "SHA256:another"), Err(AppError::HostKeyChanged));
    assert!(changes(&mut driver).is_empty());
    trust(&mut driver, NEW_FINGERPRINT).unwrap();
    let trusted = HostKeyChange::Trust { alias: host_key_alias(&site()), key: HostKey::parse(NEW).unwrap() };
    assert_eq!(changes(&mut driver), [trusted]);
    assert_eq!(driver.session(key).problem, None);
    driver.feed(Input::HostKeys(Some(listed(&site(), NEW))));
    let shown = view(&driver, &site()).unwrap();
    assert_eq!((shown.offered, shown.known.unwrap().fingerprint.as_str()), (None, NEW_FINGERPRINT));
    assert_eq!(trust(&mut driver, NEW_FINGERPRINT), Err(AppError::HostKeyChanged), "once");
}

#[test]
fn a_key_that_could_not_be_learned_cannot_be_trusted() {
    let (mut driver, key) = Driver::live();
    driver.feed(Input::Run { key, event: RunEvent::HostKeyChanged { offered: None } });
    assert_eq!(driver.session(key).problem, Some(AppError::HostKeyChanged));
    assert_eq!(view(&driver, &site()), None);
}

#[test]
fn a_first_connection_shows_the_key_it_has_learned() {
    let (mut driver, key) = Driver::live();
    driver.feed(Input::HostKeys(Some(Vec::new())));
    driver.taken(|effect| matches!(effect, Effect::ReadHostKeys).then_some(()));
    driver.feed(Input::Run { key, event: RunEvent::LoggedIn });
    assert_eq!(driver.taken(|effect| matches!(effect, Effect::ReadHostKeys).then_some(())).len(), 1);
    driver.feed(Input::HostKeys(Some(listed(&site(), NEW))));
    let shown = view(&driver, &site()).unwrap();
    assert!(shown.is_new && shown.known.unwrap().fingerprint == NEW_FINGERPRINT);
}

#[test]
fn a_key_known_from_before_is_not_new() {
    let mut driver = Driver::signed_in();
    driver.feed(Input::HostKeys(Some(listed(&site(), NEW))));
    assert!(!view(&driver, &site()).unwrap().is_new);
}

#[test]
fn a_forgotten_key_is_taken_out_of_the_list() {
    let (mut driver, key) = changed();
    driver.ask(|reply| Wish::ForgetHostKey { site: site(), reply }).unwrap();
    assert_eq!(changes(&mut driver), [HostKeyChange::Forget { alias: host_key_alias(&site()) }]);
    driver.feed(Input::HostKeys(Some(Vec::new())));
    assert_eq!((view(&driver, &site()), driver.session(key).problem), (None, None));
}

#[test]
fn old_keys_are_allowed_for_one_site_and_by_choice() {
    let (mut driver, key) = Driver::live();
    driver.feed(Input::Run { key, event: RunEvent::OldHostKeyOnly });
    assert_eq!(driver.session(key).problem, Some(AppError::OldHostKeyOnly));
    let launched = |driver: &mut Driver| {
        driver.taken(|effect| match effect {
            Effect::Launch(order) => Some((order.site.clone(), order.old_host_keys)),
            _ => None,
        })
    };
    driver.ask(|reply| Wish::ConnectSession { key, reply }).unwrap();
    assert_eq!(launched(&mut driver), [(site(), false)]);
    driver.feed(Input::Launched { key, outcome: crate::app::LaunchOutcome::Closed });
    driver.feed(Input::Run { key, event: RunEvent::OldHostKeyOnly });
    driver.ask(|reply| Wish::AllowOldHostKeys { site: site(), on: true, reply }).unwrap();
    assert_eq!(driver.session(key).problem, None);
    assert!(view(&driver, &site()).unwrap().old_keys_allowed);
    driver.ask(|reply| Wish::ConnectSession { key, reply }).unwrap();
    assert_eq!(launched(&mut driver), [(site(), true)]);

    let other = driver.create(RequestForm { site: other_site(), then_connect: false, ..form() });
    driver.ask(|reply| Wish::ConnectSession { key: other, reply }).unwrap();
    assert_eq!(launched(&mut driver), [(other_site(), false)], "for no other site");
    driver.ask(|reply| Wish::AllowOldHostKeys { site: site(), on: false, reply }).unwrap();
    assert_eq!(view(&driver, &site()), None);
}

#[test]
fn a_list_that_cannot_be_written_is_said() {
    let mut driver = Driver::signed_in();
    driver.feed(Input::HostKeys(None));
    let problem = |driver: &Driver| driver.shown.settings.as_ref().unwrap().problem.clone();
    assert_eq!(problem(&driver), Some(AppError::HostKeysUnwritable));
    driver.feed(Input::SettingsSaved(Ok(())));
    assert_eq!(problem(&driver), Some(AppError::HostKeysUnwritable), "another file");
    driver.feed(Input::HostKeys(Some(Vec::new())));
    assert_eq!(problem(&driver), None);
}
