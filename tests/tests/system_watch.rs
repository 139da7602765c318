//! The watch over lock and sleep, each test on buses of its own.

#![cfg(target_os = "linux")]

use altostrat_launcher::system_watch::{Buses, SystemWatch};
use launcher_core::app::SystemEvent;
use launcher_core::app::SystemEvent::{Awake, Locked, Sleeping, Unlocked};
use launcher_tests::login::{
    LoginManager, LoginManner, ScreenSaver, pretend_to_be_login, pretend_to_be_saver,
};
use launcher_tests::notification_server::PrivateBus;
use launcher_tests::waiting::PATIENCE;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

const FREEDESKTOP: &str = "org.freedesktop.ScreenSaver";

const LOCK_AND_SLEEP: SystemEvent = SystemEvent::Tells { lock: true, sleep: true };

/// The watch under test, and what it tells.
struct Tested {
    watch: SystemWatch,
    told: mpsc::UnboundedReceiver<SystemEvent>,
    work: JoinHandle<()>,
}

impl Tested {
    fn on(system: &str, session: &str) -> Self {
        let (sender, told) = mpsc::unbounded_channel();
        let buses = Buses { system: Some(system.into()), session: Some(session.into()) };
        let (watch, work) = SystemWatch::on_buses(buses, move |told| {
            let _ = sender.send(told);
        });
        Self { watch, told, work: tokio::spawn(work) }
    }

    async fn next(&mut self) -> SystemEvent {
        tokio::time::timeout(PATIENCE, self.told.recv()).await.expect("nothing was told").unwrap()
    }

    /// Ends the watch and says what was told and not looked at.
    async fn end(mut self) -> Vec<SystemEvent> {
        drop(self.watch);
        tokio::time::timeout(PATIENCE, self.work).await.expect("the work did not end").unwrap();
        let mut rest = Vec::new();
        while let Some(told) = self.told.recv().await {
            rest.push(told);
        }
        rest
    }
}

/// A machine with logind on one bus and a desktop on another, where a screen saver is.
async fn machine() -> (PrivateBus, PrivateBus, LoginManager, ScreenSaver, Tested) {
    let (system, session) = (PrivateBus::start().await, PrivateBus::start().await);
    let login = LoginManager::start(&system, LoginManner::default()).await;
    let saver = ScreenSaver::start(&session, FREEDESKTOP).await;
    let mut tested = Tested::on(system.address(), session.address());
    assert_eq!(tested.next().await, LOCK_AND_SLEEP);
    (system, session, login, saver, tested)
}

#[tokio::test]
async fn sleep_is_told_and_held_up_while_asked() {
    let (_system, _session, login, _saver, mut tested) = machine().await;
    tested.watch.hold_sleep(true);
    login.until_held(1).await;
    // Asking again takes no second hold.
    tested.watch.hold_sleep(true);
    login.prepare_for_sleep(true).await;
    assert_eq!(tested.next().await, Sleeping);
    tested.watch.hold_sleep(false);
    login.until_held(0).await;
    login.prepare_for_sleep(false).await;
    assert_eq!(tested.next().await, Awake);
    tested.watch.hold_sleep(true);
    login.until_held(1).await;
    assert_eq!(tested.end().await, []);
    login.until_held(0).await;
}

#[tokio::test]
async fn one_locking_is_told_once_whoever_tells_of_it() {
    let (_system, _session, login, saver, mut tested) = machine().await;
    login.ask_to_lock(true).await;
    assert_eq!(tested.next().await, Locked);
    // Two buses keep no order between them, so each word of the one waits for the other's answer.
    login.show_locked(true).await;
    login.show_locked(false).await;
    assert_eq!(tested.next().await, Unlocked);
    saver.turn(true).await;
    assert_eq!(tested.next().await, Locked);
    saver.turn(true).await;
    saver.turn(false).await;
    assert_eq!(tested.next().await, Unlocked);
    login.ask_to_lock(true).await;
    assert_eq!(tested.next().await, Locked);
    login.ask_to_lock(false).await;
    assert_eq!(tested.next().await, Unlocked);
    assert_eq!(tested.end().await, []);
}

#[tokio::test]
async fn a_locker_that_tells_nothing_of_unlocking_is_heard_each_time() {
    let (_system, _session, login, _saver, mut tested) = machine().await;
    login.ask_to_lock(true).await;
    assert_eq!(tested.next().await, Locked);
    login.ask_to_lock(true).await;
    assert_eq!(tested.next().await, Locked);
}

#[tokio::test]
async fn a_screen_saver_that_ends_while_it_locks_swallows_no_later_lock() {
    let (_system, session, login, saver, mut tested) = machine().await;
    saver.turn(true).await;
    assert_eq!(tested.next().await, Locked);
    saver.stop().await;
    assert_eq!(tested.next().await, Unlocked);
    login.show_locked(true).await;
    assert_eq!(tested.next().await, Locked);
    login.show_locked(false).await;
    assert_eq!(tested.next().await, Unlocked);
    let saver = ScreenSaver::start(&session, FREEDESKTOP).await;
    saver.turn(true).await;
    assert_eq!(tested.next().await, Locked);
}

#[tokio::test]
async fn nobody_but_the_owners_of_the_names_is_believed() {
    let (system, session, login, saver, mut tested) = machine().await;
    for bus in [&system, &session] {
        // Another program plays all of them, towards everyone and towards each by name. The answers to its calls
        // come after its signals have gone out.
        let other = bus.connect().await;
        let (daemon, path) = (Some("org.freedesktop.DBus"), "/org/freedesktop/DBus");
        let names = other.call_method(daemon, path, daemon, "ListNames", &()).await.unwrap();
        let names: Vec<String> = names.body().deserialize().unwrap();
        let everyone = names.iter().filter(|name| name.starts_with(':')).map(|name| Some(name.as_str()));
        let own = other.unique_name().unwrap().as_str();
        for receiver in everyone.chain([None]) {
            pretend_to_be_login(&other, receiver).await;
            pretend_to_be_saver(&other, receiver, FREEDESKTOP, true).await;
            // It also plays the bus and makes itself an owner.
            for name in [FREEDESKTOP, "org.freedesktop.login1"] {
                let change = &(name, "", own);
                other.emit_signal(receiver, path, daemon.unwrap(), "NameOwnerChanged", change).await.unwrap();
            }
            pretend_to_be_login(&other, receiver).await;
            pretend_to_be_saver(&other, receiver, FREEDESKTOP, true).await;
        }
        other.call_method(daemon, path, daemon, "GetId", &()).await.unwrap();
    }
    login.prepare_for_sleep(true).await;
    assert_eq!(tested.next().await, Sleeping, "what came before was nobody's word");
    saver.turn(true).await;
    assert_eq!(tested.next().await, Locked);
    saver.turn(false).await;
    assert_eq!(tested.next().await, Unlocked);
    assert_eq!(tested.end().await, []);
}

#[tokio::test]
async fn without_buses_nothing_is_told_and_nothing_breaks() {
    let mut tested = Tested::on("unix:path=/nowhere/system", "unix:path=/nowhere/session");
    assert_eq!(tested.next().await, SystemEvent::Tells { lock: false, sleep: false });
    tested.watch.hold_sleep(true);
    tested.watch.hold_sleep(false);
    assert_eq!(tested.end().await, []);
}

#[tokio::test]
async fn a_logind_without_a_session_tells_of_sleep_alone() {
    let (system, session) = (PrivateBus::start().await, PrivateBus::start().await);
    let manner = LoginManner { without_session: true };
    let _login = LoginManager::start(&system, manner).await;
    let mut tested = Tested::on(system.address(), session.address());
    assert_eq!(tested.next().await, SystemEvent::Tells { lock: false, sleep: true });
}
