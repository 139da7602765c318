//! The real program and a notification server: what is said about the end of a session, and the way on from there.

#![cfg(target_os = "linux")]

use std::time::Duration;

use altostrat_sandbox::{Generations, Sandbox, SandboxOptions};
use launcher_tests::app::{App, Start};
use launcher_tests::notification_server::{Manner, NotificationServer, PrivateBus};
use launcher_tests::waiting::until;

const SITE: &str = "Cape Town Head Office";
const ENDS_SOON: &str = "access ends in";
const HAS_ENDED: &str = "has ended";

struct Stage {
    sandbox: Sandbox,
    server: NotificationServer,
    app: App,
    bus: PrivateBus,
}

impl Stage {
    /// The app, signed in to a sandbox with minutes of this length, on a desktop whose notices stay when pressed.
    async fn set(minute: Duration) -> Self {
        let options = SandboxOptions {
            generations: Generations::V1,
            minute,
            gateway_delay: Duration::from_millis(200),
            router_delay: Duration::from_millis(900),
            ..SandboxOptions::default()
        };
        let sandbox = Sandbox::start(options).await.unwrap();
        let bus = PrivateBus::start().await;
        // Only the program itself takes a notice away here, so that its withdrawals are seen.
        let lasting = Manner { closes_when_pressed: false, ..Manner::default() };
        let server = NotificationServer::start(&bus, lasting).await;
        let app = Start::default()
            .profile(&sandbox.url(), "v1", altostrat_sandbox::API_KEY)
            .variable("DBUS_SESSION_BUS_ADDRESS", bus.address())
            .open()
            .await;
        Self { sandbox, server, app, bus }
    }

    fn site_id(&self) -> String {
        self.sandbox.sites().iter().find(|site| site.name == SITE).unwrap().id.clone()
    }

    /// Requests SSH access for 15 of the sandbox's minutes.
    async fn request(&self) {
        self.app.open_site("cap", SITE).await;
        self.app.request("SSH", "15").await;
    }

    /// Numbers of the calls that made or revoked a session, in the order they arrived.
    fn calls(&self, method: &str) -> Vec<usize> {
        let of_sessions = |call: &altostrat_sandbox::Call| {
            call.method == method && call.path.contains("/transient-accesses")
        };
        self.sandbox.calls().into_iter().filter(of_sessions).map(|call| call.number).collect()
    }

    async fn strike(self) {
        self.app.close().await;
        self.server.stop().await;
        self.bus.stop().await;
    }
}

#[tokio::test]
async fn a_session_is_warned_about_once_and_its_end_is_told_once() {
    let stage = Stage::set(Duration::from_secs(1)).await;
    stage.request().await;

    let warning = stage.server.the(ENDS_SOON).await;
    assert!(warning.title.contains(SITE), "{warning:?}");
    assert_eq!(warning.buttons(), ["Renew", "Open"]);
    let ended = stage.server.the(HAS_ENDED).await;
    assert!(ended.title.contains(SITE), "{ended:?}");

    // The window has taken the end in as well: whatever this session gives rise to has been said.
    stage.app.window.says("Ended").await;
    let seen = stage.server.seen();
    assert_eq!((seen.times(ENDS_SOON), seen.times(HAS_ENDED)), (1, 1), "{:#?}", seen.asked);
    assert!(seen.shows(ENDS_SOON).is_none(), "the end takes the place of the warning");

    // No notice says more than a locked screen may show.
    let session = stage.sandbox.sessions(&stage.site_id()).pop().unwrap();
    let said = format!("{:?}", seen.asked);
    for secret in [&session.password, &session.username, &session.port.to_string(), "127.0.0.1"] {
        assert!(!said.contains(secret), "{secret} is in a notice: {said}");
    }
    stage.strike().await;
}

#[tokio::test]
async fn renewing_from_the_warning_makes_a_new_session_before_the_old_one_goes() {
    // Fifteen such minutes are the last three real ones at once, and do not run out during the test.
    let stage = Stage::set(Duration::from_secs(8)).await;
    let site = stage.site_id();
    stage.request().await;
    let warning = stage.server.the(ENDS_SOON).await;
    assert_eq!(stage.calls("POST").len(), 1);

    stage.server.press(&warning, "Renew").await;
    stage
        .server
        .until("the warning to be withdrawn", |seen| seen.withdrew(warning.number).then_some(()))
        .await;
    assert!(stage.calls("DELETE").is_empty(), "the old session is there until the new one answers");

    let sessions = until("the old session to be revoked", async || {
        let sessions = stage.sandbox.sessions(&site);
        (sessions.len() == 2 && sessions[0].expired).then_some(sessions)
    })
    .await;
    let (old, new) = (&sessions[0], &sessions[1]);
    assert!(old.revoked_early, "revoked, not run out");
    assert!(!new.expired, "the new session is live");
    assert_ne!(old.password, new.password);
    let (made, revoked) = (stage.calls("POST"), stage.calls("DELETE"));
    assert_eq!((made.len(), revoked.len()), (2, 1), "{:#?}", stage.sandbox.calls());
    assert!(made[1] < revoked[0], "{:#?}", stage.sandbox.calls());
    stage.strike().await;
}
