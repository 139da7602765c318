use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use super::driver::{CANARY, Driver, form, other_site, site, two_sites};
use crate::altostrat::{ApiProblem, CreateOutcome, SessionList};
use crate::app::{ApiAnswer, Effect, Input, LaunchOutcome, Wish};
use crate::call::{End, News, Order};
use crate::contract::{AppError, ProgramKind, PromptView};
use crate::domain::{Duration as Minutes, Protocol, SessionKey};
use crate::sessions::ProbeAnswer;
use crate::settings::LoadedSettings;

fn order(driver: &mut Driver, site: &str) -> UnboundedReceiver<News> {
    order_for(driver, site, None, None)
}

fn order_for(
    driver: &mut Driver,
    site: &str,
    protocol: Option<Protocol>,
    minutes: Option<i64>,
) -> UnboundedReceiver<News> {
    let (news, heard) = unbounded_channel();
    let minutes = minutes.map(|minutes| Minutes::from_minutes(minutes).unwrap());
    let order = Order { site: site.to_owned(), protocol, minutes };
    driver.feed(Input::Wish(Wish::TakeOrder { order, news }));
    heard
}

fn heard(news: &mut UnboundedReceiver<News>) -> Vec<(String, Option<End>)> {
    std::iter::from_fn(|| news.try_recv().ok()).map(|news| (news.said, news.end)).collect()
}

/// Signed in, nothing listed for the site, and an address of the user's own is known.
fn ready() -> Driver {
    let mut driver = Driver::signed_in();
    driver.ask(|reply| Wish::RememberMyAddress { text: "203.0.113.42".into(), reply }).unwrap();
    driver.list(Vec::new());
    driver
}

fn requests(driver: &mut Driver) -> Vec<(Protocol, u32)> {
    driver.taken(|effect| match effect {
        Effect::CreateSession { request, .. } => {
            Some((request.protocol().unwrap(), request.duration.minutes()))
        }
        _ => None,
    })
}

#[test]
fn an_order_is_followed_to_the_started_program() {
    let mut driver = ready();
    let mut news = order_for(&mut driver, "lagos", Some(Protocol::Ssh), Some(30));
    assert_eq!(requests(&mut driver), [(Protocol::Ssh, 30)]);
    let key = SessionKey::new(1);
    driver.made(key);
    driver.probed(key, ProbeAnswer::Open);
    driver.probed(key, ProbeAnswer::Answers);
    driver.feed(Input::Launched { key, outcome: LaunchOutcome::Started { program: "xterm".into() } });
    let said = heard(&mut news);
    assert_eq!(said.last(), Some(&("Lagos POP: xterm started".to_owned(), Some(End::Started))));
    assert!(said[..said.len() - 1].iter().all(|(_, end)| end.is_none()));
    assert_eq!(said.len(), 5, "{said:?}");
    let all = format!("{said:?}");
    assert!(!all.contains(CANARY) && !all.contains("transient-user") && !all.contains("edge.ostrat.io"));
}

#[test]
fn a_session_that_is_open_is_used_whatever_the_minutes() {
    let (mut driver, key) = Driver::live();
    let mut news = order_for(&mut driver, &site().to_string(), Some(Protocol::Ssh), Some(600));
    assert!(requests(&mut driver).is_empty());
    driver.feed(Input::Launched { key, outcome: LaunchOutcome::Started { program: "kitty".into() } });
    assert_eq!(heard(&mut news).last().unwrap().1, Some(End::Started));
}

#[test]
fn without_a_protocol_the_site_is_asked_for_as_before() {
    let mut driver = ready();
    order(&mut driver, "accra branch");
    driver.answer(ApiAnswer::Sessions { site: other_site(), result: Ok(SessionList::default()) });
    assert_eq!(requests(&mut driver), [(Protocol::WinBox, 60)], "nothing is remembered: the careful default");
    driver.request(crate::contract::RequestForm { minutes: 45, ..form() }).unwrap();
    requests(&mut driver);
    let mut driver2 = driver;
    order_for(&mut driver2, "lagos", None, None);
    // The one being made is of the same protocol and is waited for.
    assert!(requests(&mut driver2).is_empty());
}

#[test]
fn a_name_that_fits_none_or_several_is_said_and_nothing_is_asked_for() {
    let mut driver = ready();
    let mut none = order(&mut driver, "nowhere");
    let mut several = order(&mut driver, "a");
    assert_eq!(
        heard(&mut none),
        [("No site has the name or id “nowhere”.".to_owned(), Some(End::NoSuchSite))]
    );
    let said = heard(&mut several);
    assert_eq!(said[0].1, Some(End::SeveralSites));
    assert!(said[0].0.contains("Lagos POP") && said[0].0.contains("accra Branch"), "{said:?}");
    assert!(requests(&mut driver).is_empty());
}

#[test]
fn what_the_form_has_to_ask_is_asked_in_the_window() {
    let mut driver = Driver::signed_in();
    driver.list(Vec::new());
    let mut news = order_for(&mut driver, "lagos", Some(Protocol::Ssh), None);
    assert_eq!(heard(&mut news).pop().unwrap().1, Some(End::FormNeeded));
    assert!(matches!(driver.shown.prompt, Some(PromptView::RequestAccess { protocol: Protocol::Ssh, .. })));
    assert!(requests(&mut driver).is_empty());
}

#[test]
fn an_order_waits_for_the_sites_and_is_told_what_for() {
    let mut driver = Driver::new();
    driver.start(LoadedSettings::default(), true);
    let mut news = order(&mut driver, "nowhere");
    assert_eq!(heard(&mut news), [("Reading the list of sites…".to_owned(), None)]);
    driver.answer(ApiAnswer::Sites(Ok(two_sites())));
    assert_eq!(heard(&mut news).pop().unwrap().1, Some(End::NoSuchSite));
}

#[test]
fn signed_out_and_unreachable_are_told_as_such() {
    let mut driver = Driver::new();
    driver.start(LoadedSettings::default(), false);
    let mut news = order(&mut driver, "lagos");
    assert_eq!(
        heard(&mut news),
        [("You are signed out. Sign in to go on.".to_owned(), Some(End::SignedOut))]
    );
    assert_eq!(driver.taken(|effect| matches!(effect, Effect::OpenWindow).then_some(())).len(), 1);

    let mut driver = Driver::new();
    driver.start(LoadedSettings::default(), true);
    let mut news = order(&mut driver, "lagos");
    driver.answer(ApiAnswer::Sites(Err(ApiProblem::Unreachable)));
    let said = heard(&mut news).pop().unwrap();
    assert_eq!(said.1, Some(End::NotConnected));
    assert!(said.0.contains("cannot be reached"), "{said:?}");
}

#[test]
fn a_refused_request_and_a_missing_program_have_ends_of_their_own() {
    let mut driver = ready();
    let mut news = order(&mut driver, "lagos");
    let refused = ApiProblem::NotPermitted { server_text: None };
    driver
        .answer(ApiAnswer::Created { key: SessionKey::new(1), outcome: CreateOutcome::NotCreated(refused) });
    let said = heard(&mut news).pop().unwrap();
    assert_eq!(said.1, Some(End::NotConnected));
    assert!(said.0.contains("may not request access"), "{said:?}");

    let (mut driver, key) = Driver::live();
    let mut news = order_for(&mut driver, "lagos", Some(Protocol::Ssh), None);
    let missing = AppError::ProgramMissing { program: ProgramKind::Ssh };
    driver.feed(Input::Launched { key, outcome: LaunchOutcome::Failed(missing) });
    let said = heard(&mut news).pop().unwrap();
    assert_eq!(said.1, Some(End::NoProgram));
    assert!(said.0.contains("ssh program was not found"), "{said:?}");
}

#[test]
fn two_orders_for_one_site_make_one_session() {
    let mut driver = ready();
    let mut first = order_for(&mut driver, "lagos", Some(Protocol::Ssh), None);
    let mut second = order_for(&mut driver, "lagos", Some(Protocol::Ssh), None);
    assert_eq!(requests(&mut driver).len(), 1);
    let key = SessionKey::new(1);
    driver.made(key);
    driver.probed(key, ProbeAnswer::Answers);
    driver.feed(Input::Launched { key, outcome: LaunchOutcome::Started { program: "xterm".into() } });
    for news in [&mut first, &mut second] {
        assert_eq!(heard(news).pop().unwrap().1, Some(End::Started));
    }
}

#[test]
fn signing_out_ends_what_is_still_awaited() {
    let mut driver = ready();
    let mut news = order(&mut driver, "lagos");
    driver.ask(|reply| Wish::SignOut { reply }).unwrap();
    assert!(heard(&mut news).pop().unwrap().1.is_some());
}
