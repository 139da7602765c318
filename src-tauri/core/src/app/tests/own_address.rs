use std::net::Ipv4Addr;
use std::time::Duration;

use super::driver::{Driver, form, site};
use crate::app::{ApiAnswer, Effect, Input, SystemEvent, Wish};
use crate::contract::{AppError, RequestForm};
use crate::domain::SessionKey;
use crate::notice::{NoticeAction, NoticeId};
use crate::own_address::LookUpProblem;

const HOME: Ipv4Addr = Ipv4Addr::new(203, 0, 113, 42);
const AWAY: Ipv4Addr = Ipv4Addr::new(198, 51, 100, 7);

/// A live session for the address of home, and a service that is watched.
fn watched() -> (Driver, SessionKey) {
    let (mut driver, key) = Driver::live();
    driver.machine.settings.address_service = Some("https://ip.example".into());
    driver.machine.settings.watch_address = true;
    driver.feed(Input::Woke);
    (driver, key)
}

fn asked(driver: &mut Driver) -> usize {
    driver.taken(|effect| matches!(effect, Effect::LookUpAddress(_)).then_some(())).len()
}

fn answer(driver: &mut Driver, address: Ipv4Addr) {
    driver.feed(Input::Address(Ok(address)));
}

#[test]
fn without_a_service_nobody_is_asked() {
    let (mut driver, _) = Driver::live();
    driver.machine.settings.watch_address = true;
    driver.pass(Duration::from_secs(3_600));
    assert_eq!(asked(&mut driver), 0);
    assert_eq!(driver.ask(|reply| Wish::LookUpAddress { reply }), Err(AppError::NoAddressService));
}

#[test]
fn unless_it_is_to_be_watched_it_is_asked_for_by_hand_alone() {
    let (mut driver, _) = Driver::live();
    driver.machine.settings.address_service = Some("https://ip.example".into());
    driver.pass(Duration::from_secs(3_600));
    assert_eq!(asked(&mut driver), 0);
    let (reply, mut told) = crate::app::Reply::channel();
    driver.feed(Input::Wish(Wish::LookUpAddress { reply }));
    assert_eq!(asked(&mut driver), 1);
    answer(&mut driver, HOME);
    assert_eq!(told.try_recv().unwrap(), Ok("203.0.113.42".into()));
}

#[test]
fn two_who_ask_at_once_are_one_question() {
    let (mut driver, _) = Driver::live();
    driver.machine.settings.address_service = Some("https://ip.example".into());
    let (first, mut one) = crate::app::Reply::channel();
    let (second, mut other) = crate::app::Reply::channel();
    driver.feed(Input::Wish(Wish::LookUpAddress { reply: first }));
    driver.feed(Input::Wish(Wish::LookUpAddress { reply: second }));
    assert_eq!(asked(&mut driver), 1);
    driver.feed(Input::Address(Err(LookUpProblem::NoAddress)));
    assert_eq!(one.try_recv().unwrap(), Err(AppError::AddressNotFound));
    assert_eq!(other.try_recv().unwrap(), Err(AppError::AddressNotFound));
}

#[test]
fn it_is_asked_every_ten_minutes_and_after_sleep_while_a_session_depends_on_it() {
    let (mut driver, _) = watched();
    assert_eq!(asked(&mut driver), 1);
    answer(&mut driver, HOME);
    driver.pass(Duration::from_secs(599));
    assert_eq!(asked(&mut driver), 0);
    driver.pass(Duration::from_secs(1));
    assert_eq!(asked(&mut driver), 1);
    answer(&mut driver, HOME);
    driver.feed(Input::System(SystemEvent::Awake));
    assert_eq!(asked(&mut driver), 1);
    assert!(driver.notices().is_empty());

    let mut idle = Driver::signed_in();
    idle.machine.settings.address_service = Some("https://ip.example".into());
    idle.machine.settings.watch_address = true;
    idle.pass(Duration::from_secs(3_600));
    assert_eq!(asked(&mut idle), 0, "nothing is open");
}

#[test]
fn an_address_that_leaves_the_range_is_said_once_and_without_naming_it() {
    let (mut driver, key) = watched();
    answer(&mut driver, HOME);
    assert_eq!(driver.session(key).lets_me_in, Some(true));
    assert!(!driver.session(key).can_renew_here);
    answer(&mut driver, AWAY);
    answer(&mut driver, AWAY);
    let said = driver.notices();
    assert_eq!((said.len(), said[0].id), (1, NoticeId::Address(key)));
    assert_eq!(said[0].buttons[0].action, NoticeAction::RenewHere(key));
    assert!(!format!("{said:?}").contains("198.51"));
    assert_eq!(driver.session(key).lets_me_in, Some(false));
    assert!(driver.session(key).can_renew_here);
    answer(&mut driver, HOME);
    assert_eq!(driver.withdrawn(), [NoticeId::Address(key)], "back again");
}

#[test]
fn renewing_for_the_address_of_now_asks_for_it_alone() {
    let (mut driver, key) = watched();
    answer(&mut driver, AWAY);
    driver.feed(Input::Wish(Wish::Notice(NoticeAction::RenewHere(key))));
    let ranges = driver.taken(|effect| match effect {
        Effect::CreateSession { request, .. } => {
            Some((request.source_range.to_string(), request.duration.minutes()))
        }
        _ => None,
    });
    assert_eq!(ranges, [("198.51.100.7/32".to_owned(), 60)]);
    assert!(driver.session(key).renewing);
}

#[test]
fn a_private_range_says_nothing_of_a_public_address() {
    let mut driver = Driver::signed_in();
    driver.ask(|reply| Wish::RememberMyAddress { text: "203.0.113.42".into(), reply }).unwrap();
    let key = driver
        .request(RequestForm { source_range: "10.0.0.0/8".into(), then_connect: false, ..form() })
        .unwrap();
    assert!(!driver.session(key).can_renew_here);
}

#[test]
fn the_form_and_the_rows_say_whether_the_typed_address_is_let_in() {
    let mut driver = Driver::signed_in();
    let mine = |driver: &mut Driver, text: &str| {
        driver.ask(|reply| Wish::RememberMyAddress { text: text.into(), reply }).unwrap();
        let defaults = driver.ask(|reply| Wish::RequestDefaults { site: site(), reply }).unwrap();
        defaults.lets_me_in
    };
    let defaults = driver.ask(|reply| Wish::RequestDefaults { site: site(), reply }).unwrap();
    assert_eq!(defaults.lets_me_in, None);
    driver.request(form()).unwrap();
    assert_eq!(mine(&mut driver, "203.0.113.42"), Some(true));
    assert_eq!(mine(&mut driver, "203.0.113.43"), Some(false));
    assert_eq!(mine(&mut driver, "203.0.113.0/24"), None, "a range is no address");
    driver.answer(ApiAnswer::Sites(Ok(super::driver::two_sites())));
}
