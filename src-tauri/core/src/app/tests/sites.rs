use std::time::Duration;

use super::driver::{Driver, other_site, site, two_sites};
use crate::altostrat::{ApiProblem, Urgency};
use crate::app::{ApiAnswer, Effect, Input, Wish};
use crate::contract::{AppError, Connection, SitesState};
use crate::domain::{Tag, TagSet};
use crate::settings::LoadedSettings;

fn sites_asked(driver: &mut Driver) -> usize {
    driver.taken(|effect| matches!(effect, Effect::ListSites { .. }).then_some(())).len()
}

fn sessions_asked(driver: &mut Driver) -> Vec<(crate::domain::SiteId, Urgency)> {
    driver.taken(|effect| match effect {
        Effect::ListSessions { site, urgency } => Some((site.clone(), *urgency)),
        _ => None,
    })
}

#[test]
fn sites_are_sorted_by_name_whatever_its_case() {
    let driver = Driver::signed_in();
    let names: Vec<_> = driver.shown.site_list.unwrap().into_iter().map(|site| site.name).collect();
    assert_eq!(names, ["accra Branch", "Lagos POP"]);
}

#[test]
fn a_failed_refresh_keeps_the_list_and_says_what_is_wrong() {
    let mut driver = Driver::signed_in();
    driver.answer(ApiAnswer::Sites(Err(ApiProblem::Unreachable)));
    let sites = driver.shown.sites.clone().unwrap();
    assert_eq!((sites.state, driver.shown.site_list.as_ref().unwrap().len()), (SitesState::Stale, 2));
    assert_eq!(sites.problem, Some(AppError::Unreachable));
    assert_eq!(driver.shown.status.as_ref().unwrap().connection, Connection::Offline);
    driver.answer(ApiAnswer::Sites(Ok(two_sites())));
    assert_eq!(driver.shown.status.as_ref().unwrap().connection, Connection::Connected);
}

#[test]
fn a_dead_network_is_asked_less_and_less() {
    let mut driver = Driver::signed_in();
    let mut asked = Vec::new();
    for _ in 0..8 {
        driver.answer(ApiAnswer::Sites(Err(ApiProblem::Unreachable)));
        let before = driver.now().steady;
        let next = driver.machine.poll_timeout(driver.now()).unwrap();
        driver.pass(next.saturating_sub(before));
        assert_eq!(sites_asked(&mut driver), 1);
        asked.push(driver.now().steady.checked_sub(before).unwrap().as_secs());
    }
    assert_eq!(asked, [5, 10, 20, 40, 80, 160, 300, 300]);
}

#[test]
fn the_chosen_site_is_asked_about_at_once_and_then_by_turns() {
    let mut driver = Driver::signed_in();
    driver.look_at(Some(site()));
    assert_eq!(sessions_asked(&mut driver), [(site(), Urgency::Foreground)]);
    driver.list(vec![driver.new_session("a", 3_600)]);
    driver.pass(Duration::from_secs(15));
    assert_eq!(sessions_asked(&mut driver), [(site(), Urgency::Background)]);
    driver.list(vec![driver.new_session("a", 3_600)]);
    driver.look_at(Some(other_site()));
    assert_eq!(sessions_asked(&mut driver), [(other_site(), Urgency::Foreground)]);
}

#[test]
fn a_site_that_is_not_in_the_list_cannot_be_chosen() {
    let mut driver = Driver::signed_in();
    let unknown = crate::domain::SiteId::parse("unknown").unwrap();
    driver.look_at(Some(unknown));
    assert!(sessions_asked(&mut driver).is_empty());
}

#[test]
fn nothing_is_asked_while_nobody_is_signed_in() {
    let mut driver = Driver::signed_in();
    driver.ask(|reply| Wish::SignOut { reply }).unwrap();
    assert_eq!(driver.machine.poll_timeout(driver.now()), None);
    driver.feed(Input::Wish(Wish::Refresh));
    driver.pass(Duration::from_secs(3_600));
    assert_eq!(sites_asked(&mut driver), 0);
}

#[test]
fn tags_come_with_their_sites_and_outlive_a_failure_to_read_them_again() {
    let mut driver = Driver::signed_in();
    let mut tags = TagSet::default();
    let tag = Tag { key: "region".to_owned(), value: "West Africa".to_owned() };
    tags.add(site().to_string(), tag);
    driver.answer(ApiAnswer::Tags(Ok(tags)));
    driver.answer(ApiAnswer::Tags(Err(ApiProblem::Unreachable)));
    let shown: Vec<_> = driver
        .shown
        .site_list
        .unwrap()
        .into_iter()
        .flat_map(|site| site.tags.into_iter().map(move |tag| (site.name.clone(), tag.key, tag.value)))
        .collect();
    assert_eq!(shown, [("Lagos POP".into(), "region".into(), "West Africa".into())]);
}

#[test]
fn policies_and_tags_are_asked_for_at_sign_in_and_then_once_an_hour() {
    let mut driver = Driver::new();
    driver.start(LoadedSettings::default(), true);
    let labels = |driver: &mut Driver| {
        let asked = |effect: &Effect| match effect {
            Effect::ListPolicies => Some("policies"),
            Effect::ListTags => Some("tags"),
            _ => None,
        };
        driver.taken(asked)
    };
    let an_hour = |driver: &mut Driver| {
        for _ in 0..60 {
            driver.pass(Duration::from_secs(61));
            if sites_asked(driver) > 0 {
                driver.answer(ApiAnswer::Sites(Ok(two_sites())));
            }
        }
    };
    assert_eq!(labels(&mut driver), ["policies", "tags"]);
    driver.answer(ApiAnswer::Sites(Ok(two_sites())));
    for _ in 0..3 {
        an_hour(&mut driver);
        assert_eq!(labels(&mut driver), ["policies", "tags"]);
    }
}

#[test]
fn pressing_refresh_twice_asks_once() {
    let mut driver = Driver::signed_in();
    driver.feed(Input::Wish(Wish::Refresh));
    driver.feed(Input::Wish(Wish::Refresh));
    assert_eq!(sites_asked(&mut driver), 1);
}

#[test]
fn an_hour_with_the_window_open_stays_far_inside_the_budget() {
    let mut driver = Driver::signed_in();
    driver.look_at(Some(site()));
    let mut requests = 0;
    for _ in 0..3_600 {
        driver.pass(Duration::from_secs(1));
        if sites_asked(&mut driver) > 0 {
            requests += 1;
            driver.answer(ApiAnswer::Sites(Ok(two_sites())));
        }
        for _ in sessions_asked(&mut driver) {
            requests += 1;
            driver.list(Vec::new());
        }
    }
    assert!((200..=360).contains(&requests), "{requests} requests an hour");
}
