use std::time::Duration;

use super::driver::{Driver, site};
use crate::altostrat::{ApiProblem, CreateOutcome};
use crate::app::{ApiAnswer, Effect, Input, LaunchOutcome, Wish};
use crate::contract::PromptView;
use crate::domain::{Protocol, SessionKey};
use crate::notice::NoticeId;
use crate::sessions::ProbeAnswer;
use crate::tray::{MenuLine, TrayAction, TrayIcon};

#[test]
fn the_menu_changes_once_a_minute_at_most() {
    let (mut driver, _) = Driver::live();
    let mut trays = 0;
    for _ in 0..600 {
        driver.pass(Duration::from_secs(1));
        trays += driver.taken(|effect| matches!(effect, Effect::ShowTray(_)).then_some(())).len();
    }
    assert!((9..=11).contains(&trays), "{trays} menus in ten minutes");
}

#[test]
fn the_icon_says_what_is_going_on() {
    let (mut driver, _) = Driver::live();
    driver.pass(Duration::from_secs(60));
    assert_eq!(driver.last_tray().unwrap().icon, TrayIcon::Active);
    driver.pass(Duration::from_secs(2_950));
    assert_eq!(driver.last_tray().unwrap().icon, TrayIcon::EndingSoon);
}

#[test]
fn quick_connect_asks_for_the_form_when_nothing_is_remembered() {
    let mut driver = Driver::signed_in();
    let action = TrayAction::QuickConnect { site: site(), protocol: Protocol::Ssh };
    driver.list(Vec::new());
    driver.feed(Input::Wish(Wish::Tray(action.clone())));
    assert!(matches!(driver.shown.prompt, Some(PromptView::RequestAccess { .. })));
    assert_eq!(driver.taken(|effect| matches!(effect, Effect::OpenWindow).then_some(())).len(), 1);
    driver.ask(|reply| Wish::RememberMyAddress { text: "203.0.113.42".into(), reply }).unwrap();
    driver.feed(Input::Wish(Wish::Tray(action)));
    assert_eq!(driver.sent(), ["create"]);
    let failed = CreateOutcome::NotCreated(ApiProblem::TimedOut);
    driver.answer(ApiAnswer::Created { key: SessionKey::new(1), outcome: failed });
    assert_eq!(
        driver.notices()[0].id,
        NoticeId::Session(SessionKey::new(1)),
        "a wish of the tray fails aloud"
    );
}

#[test]
fn favourites_are_in_the_menu() {
    let mut driver = Driver::signed_in();
    driver.ask(|reply| Wish::SetFavourite { site: site(), on: true, reply }).unwrap();
    let menu = driver.last_tray().unwrap().menu;
    let quick = menu.iter().find_map(|line| match line {
        MenuLine::Submenu { label, lines } if label == "Quick connect" => Some(lines),
        _ => None,
    });
    assert!(matches!(&quick.unwrap()[0], MenuLine::Submenu { label, .. } if label == "Lagos POP"));
}

#[test]
fn what_the_tray_was_asked_for_is_told_on_the_way_while_no_window_is_open() {
    let mut driver = Driver::signed_in();
    driver.ask(|reply| Wish::RememberMyAddress { text: "203.0.113.42".into(), reply }).unwrap();
    driver.list(Vec::new());
    driver.feed(Input::Wish(Wish::LeaveWindow));
    let action = TrayAction::QuickConnect { site: site(), protocol: Protocol::Ssh };
    driver.feed(Input::Wish(Wish::Tray(action)));
    let key = SessionKey::new(1);
    driver.made(key);
    driver.probed(key, ProbeAnswer::Open);
    driver.probed(key, ProbeAnswer::Answers);
    let told: Vec<_> =
        driver.notices().into_iter().map(|notice| (notice.id, notice.title, notice.stays)).collect();
    let line = |title: &str| (NoticeId::Session(key), format!("Lagos POP: {title}…"), false);
    assert_eq!(
        told,
        [
            line("requesting SSH access"),
            line("waiting for the gateway port"),
            line("waiting for the router to check in"),
            line("starting SSH"),
        ]
    );
    assert!(driver.withdrawn().is_empty());
    driver.feed(Input::Launched { key, outcome: LaunchOutcome::Started { program: "xterm".into() } });
    assert_eq!(driver.withdrawn(), [NoticeId::Session(key)], "the terminal is there to see");
    assert!(driver.notices().is_empty());
}

#[test]
fn an_open_window_says_it_itself() {
    let (mut driver, key) = Driver::live();
    driver.feed(Input::Wish(Wish::Tray(TrayAction::ConnectSession(key))));
    assert!(driver.notices().is_empty());
}

#[test]
fn nothing_is_drawn_while_no_window_is_open_and_all_of_it_for_the_next() {
    let (mut driver, key) = Driver::live();
    let before = driver.shown.revision;
    driver.feed(Input::Wish(Wish::LeaveWindow));
    driver.pass(Duration::from_secs(3_000));
    assert_eq!(driver.shown.revision, before);
    driver.open_window();
    assert!(matches!(driver.session(key).phase, crate::contract::SessionPhaseView::EndingSoon));
}
