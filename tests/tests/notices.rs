//! The notices on a notification server, each test on a bus of its own.

#![cfg(target_os = "linux")]

use altostrat_launcher::notices::{Bus, Program, SystemNotices};
use launcher_core::domain::SessionKey;
use launcher_core::notice::{Notice, NoticeAction, NoticeButton, NoticeId};
use launcher_tests::notification_server::{Asked, Manner, NotificationServer, PrivateBus};
use launcher_tests::waiting::PATIENCE;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

const KEY: SessionKey = SessionKey::new(7);
const RENEW: NoticeAction = NoticeAction::Renew(KEY);
const OPEN: NoticeAction = NoticeAction::Open(Some(KEY));

/// The notices under test, what was pressed in them, and the work behind them.
struct Tested {
    notices: SystemNotices,
    pressed: mpsc::UnboundedReceiver<NoticeAction>,
    work: JoinHandle<()>,
}

impl Tested {
    fn on(address: &str) -> Self {
        let (sender, pressed) = mpsc::unbounded_channel();
        let program = Program {
            name: "Altostrat Launcher".into(),
            icon: "altostrat-launcher".into(),
            desktop_entry: "Altostrat Launcher".into(),
        };
        let (notices, work) = SystemNotices::on_bus(Bus::At(address.into()), program, move |action| {
            let _ = sender.send(action);
        });
        Self { notices, pressed, work: tokio::spawn(work) }
    }

    async fn next_press(&mut self) -> NoticeAction {
        tokio::time::timeout(PATIENCE, self.pressed.recv()).await.expect("no press was reported").unwrap()
    }

    /// Ends the notices and says what was pressed and not looked at.
    async fn end(mut self) -> Vec<NoticeAction> {
        drop(self.notices);
        tokio::time::timeout(PATIENCE, self.work).await.expect("the work did not end").unwrap();
        let mut rest = Vec::new();
        while let Some(action) = self.pressed.recv().await {
            rest.push(action);
        }
        rest
    }
}

fn warning(title: &str) -> Notice {
    let button = |action, label: &str| NoticeButton { action, label: label.into() };
    Notice {
        id: NoticeId::Session(KEY),
        title: title.into(),
        body: "Renew it to go on without a gap.".into(),
        buttons: vec![button(RENEW, "Renew"), button(OPEN, "Open")],
        stays: true,
    }
}

fn word(id: NoticeId, title: &str) -> Notice {
    Notice { id, title: title.into(), body: String::new(), buttons: Vec::new(), stays: false }
}

async fn desktop() -> (PrivateBus, NotificationServer, Tested) {
    let bus = PrivateBus::start().await;
    let server = NotificationServer::start(&bus, Manner::default()).await;
    let tested = Tested::on(bus.address());
    (bus, server, tested)
}

#[tokio::test]
async fn a_notice_shows_its_words_and_buttons_under_the_programs_name() {
    let (_bus, server, tested) = desktop().await;
    tested.notices.show(&warning("Lagos POP: SSH access ends in 10 minutes"));
    let shown = server.the("Lagos POP").await;
    assert_eq!(shown.title, "Lagos POP: SSH access ends in 10 minutes");
    assert_eq!(shown.body, "Renew it to go on without a gap.");
    assert_eq!(shown.buttons(), ["Renew", "Open"]);
    assert_eq!((shown.program.as_str(), shown.icon.as_str()), ("Altostrat Launcher", "altostrat-launcher"));
    assert_eq!((shown.timeout, shown.urgency), (0, Some(1)), "it stays, and breaks no silence");

    tested.notices.show(&word(NoticeId::Summary, "Two sessions have ended"));
    assert_eq!(server.the("Two sessions").await.timeout, -1, "the desktop decides");
}

#[tokio::test]
async fn a_newer_notice_about_the_same_takes_the_place_of_the_older() {
    let (_bus, server, tested) = desktop().await;
    tested.notices.show(&warning("ends in 10 minutes"));
    tested.notices.show(&word(NoticeId::Guard, "not connected"));
    tested.notices.show(&word(NoticeId::Session(KEY), "has ended"));
    let ended = server.the("has ended").await;
    assert!(ended.buttons().is_empty());
    let seen = server.seen();
    let titles: Vec<_> = seen.on_screen.values().map(|shown| shown.title.as_str()).collect();
    assert_eq!(titles, ["has ended", "not connected"]);
}

#[tokio::test]
async fn a_withdrawn_notice_leaves_the_screen_and_no_other_does() {
    let (_bus, server, tested) = desktop().await;
    tested.notices.show(&warning("ends in 10 minutes"));
    tested.notices.show(&word(NoticeId::Summary, "while this computer slept"));
    tested.notices.withdraw(NoticeId::Session(KEY));
    // Nothing of this name is on screen: nothing is asked of the server.
    tested.notices.withdraw(NoticeId::Session(KEY));
    tested.notices.withdraw(NoticeId::Guard);
    tested.notices.show(&word(NoticeId::Guard, "not connected"));
    server.the("not connected").await;
    let seen = server.seen();
    let titles: Vec<_> = seen.on_screen.values().map(|shown| shown.title.as_str()).collect();
    assert_eq!(titles, ["while this computer slept", "not connected"]);
    assert_eq!(seen.asked.iter().filter(|asked| matches!(asked, Asked::Withdraw(_))).count(), 1);
}

#[tokio::test]
async fn a_press_comes_back_as_what_was_offered() {
    let (_bus, server, mut tested) = desktop().await;
    tested.notices.show(&warning("first"));
    server.press(&server.the("first").await, "Renew").await;
    assert_eq!(tested.next_press().await, RENEW);

    tested.notices.show(&warning("second"));
    let second = server.the("second").await;
    server.press(&second, "Open").await;
    assert_eq!(tested.next_press().await, OPEN);

    tested.notices.show(&word(NoticeId::Session(KEY), "third"));
    server.click(&server.the("third").await).await;
    assert_eq!(tested.next_press().await, OPEN);

    tested.notices.show(&word(NoticeId::Summary, "fourth"));
    server.click(&server.the("fourth").await).await;
    assert_eq!(tested.next_press().await, NoticeAction::Open(None));
    assert_eq!(tested.end().await, []);
}

#[tokio::test]
async fn what_the_user_closed_is_not_replaced() {
    let (_bus, server, mut tested) = desktop().await;
    tested.notices.show(&warning("ends in 10 minutes"));
    tested.notices.show(&word(NoticeId::Summary, "a summary"));
    let (closed, summary) = (server.the("ends in 10 minutes").await, server.the("a summary").await);
    server.dismiss(closed.number).await;
    // The server's words arrive in their order: when the press is here, the closing was.
    server.click(&summary).await;
    assert_eq!(tested.next_press().await, NoticeAction::Open(None));
    tested.notices.show(&word(NoticeId::Session(KEY), "has ended"));
    assert_eq!(server.the("has ended").await.replaces, 0);
}

#[tokio::test]
async fn only_the_server_and_only_our_notices_can_be_pressed() {
    let (bus, server, mut tested) = desktop().await;
    tested.notices.show(&warning("ends in 10 minutes"));
    let shown = server.the("ends in 10 minutes").await;
    let (renew, _) = shown.actions.iter().find(|(_, label)| label == "Renew").unwrap();

    // Another program plays the server, towards everyone on the bus and towards each by name. The answers to its
    // calls come after its signals have gone out.
    let other = bus.connect().await;
    let (daemon, path) = (Some("org.freedesktop.DBus"), "/org/freedesktop/DBus");
    let names = other.call_method(daemon, path, daemon, "ListNames", &()).await.unwrap();
    let names: Vec<String> = names.body().deserialize().unwrap();
    let everyone = names.iter().filter(|name| name.starts_with(':')).map(|name| Some(name.as_str()));
    let (interface, of_server) = ("org.freedesktop.Notifications", "/org/freedesktop/Notifications");
    for receiver in everyone.chain([None]) {
        let press = &(shown.number, renew);
        other.emit_signal(receiver, of_server, interface, "ActionInvoked", press).await.unwrap();
    }
    other.call_method(daemon, path, daemon, "GetId", &()).await.unwrap();
    // The server reports a press in a notice of another program, and of a button this one never had.
    server.invoke(shown.number + 40, renew).await;
    server.invoke(shown.number, "{\"Renew\":8}").await;

    tested.notices.show(&word(NoticeId::Summary, "a summary"));
    server.click(&server.the("a summary").await).await;
    assert_eq!(tested.next_press().await, NoticeAction::Open(None), "the presses before it were not ours");
    assert_eq!(tested.end().await, []);
}

#[tokio::test]
async fn a_press_after_the_withdrawal_does_nothing() {
    let bus = PrivateBus::start().await;
    let lasting = Manner { closes_when_pressed: false, ..Manner::default() };
    let server = NotificationServer::start(&bus, lasting).await;
    let mut tested = Tested::on(bus.address());
    tested.notices.show(&warning("ends in 10 minutes"));
    let shown = server.the("ends in 10 minutes").await;
    tested.notices.withdraw(NoticeId::Session(KEY));
    server.until("the withdrawal", |seen| seen.withdrew(shown.number).then_some(())).await;
    server.press(&shown, "Renew").await;
    tested.notices.show(&word(NoticeId::Summary, "a summary"));
    server.click(&server.the("a summary").await).await;
    assert_eq!(tested.next_press().await, NoticeAction::Open(None));
}

#[tokio::test]
async fn words_are_shown_as_they_are_on_every_server() {
    let notice = |id| Notice { body: "R&D <b>Lagos</b>".into(), ..word(id, "R&D <b>Lagos</b>") };
    for (capabilities, body) in [
        (vec!["body".to_owned(), "body-markup".to_owned()], "R&amp;D &lt;b&gt;Lagos&lt;/b&gt;"),
        (vec!["body".to_owned()], "R&D <b>Lagos</b>"),
    ] {
        let bus = PrivateBus::start().await;
        let server = NotificationServer::start(&bus, Manner { capabilities, ..Manner::default() }).await;
        let tested = Tested::on(bus.address());
        tested.notices.show(&notice(NoticeId::Summary));
        let shown = server.the("Lagos").await;
        assert_eq!(shown.body, body);
        assert_eq!(shown.title, "R&D <b>Lagos</b>", "a title is never markup");
        assert!(shown.actions.is_empty(), "this server shows no actions, and may make a dialog of them");
    }
}

#[tokio::test]
async fn without_a_server_nothing_happens_and_a_later_one_is_found() {
    let bus = PrivateBus::start().await;
    let tested = Tested::on(bus.address());
    tested.notices.show(&warning("to nobody"));
    tested.notices.withdraw(NoticeId::Session(KEY));
    let server = NotificationServer::start(&bus, Manner::default()).await;
    tested.notices.show(&word(NoticeId::Guard, "not connected"));
    server.the("not connected").await;
}

#[tokio::test]
async fn a_restarted_server_is_met_anew() {
    let (bus, server, mut tested) = desktop().await;
    tested.notices.show(&warning("ends in 10 minutes"));
    let old = server.the("ends in 10 minutes").await;
    server.stop().await;

    let plain = Manner { capabilities: vec!["actions".to_owned()], ..Manner::default() };
    let server = NotificationServer::start(&bus, plain).await;
    // The numbers begin again: the first notification of another program has the number ours had.
    let foreign = Tested::on(bus.address());
    foreign.notices.show(&word(NoticeId::Guard, "of another program"));
    assert_eq!(server.the("of another program").await.number, old.number);
    tested.notices.show(&Notice { body: "a < b".into(), ..warning("again") });
    let shown = server.the("again").await;
    assert_eq!(shown.replaces, 0, "what was on the old server is not there");
    assert_eq!(shown.body, "a < b", "this one reads no markup");
    assert!(server.seen().shows("of another program").is_some());
    server.invoke(old.number, "default").await;
    server.press(&shown, "Renew").await;
    assert_eq!(tested.next_press().await, RENEW);
    assert_eq!(tested.end().await, []);
}

#[tokio::test]
async fn without_a_bus_the_program_goes_on() {
    let mut tested = Tested::on("unix:path=/nowhere/bus");
    tested.notices.show(&warning("to nobody"));
    tested.notices.withdraw(NoticeId::Session(KEY));
    assert!(tested.pressed.try_recv().is_err());
    assert_eq!(tested.end().await, []);
}

#[tokio::test]
async fn a_bus_that_ends_takes_nothing_else_along() {
    let (bus, server, tested) = desktop().await;
    tested.notices.show(&warning("ends in 10 minutes"));
    server.the("ends in 10 minutes").await;
    bus.stop().await;
    tested.notices.show(&warning("to nobody"));
    tested.notices.withdraw(NoticeId::Session(KEY));
    assert_eq!(tested.end().await, []);
}
