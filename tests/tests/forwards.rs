//! Port forwards on the sandbox: what is asked for in the app carries bytes, and is cut when it ends.

use std::net::SocketAddr;
use std::time::Duration;

use altostrat_sandbox::{Fault, FaultKind, SandboxOptions};
use launcher_core::app::Wish;
use launcher_core::contract::{
    AppError, ForwardForm, Generation, LaunchView, Launchability, NotLaunchableReason, Operation, Pane,
    PlaceView, SessionEnd, SessionPhaseView, SessionView,
};
use launcher_core::domain::{Protocol, SessionKey, SiteId};
use launcher_tests::device::{NAS, attach_device, is_cut, says_twice};
use launcher_tests::rig::{Rig, form, forward_form, quick};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const SITE: &str = "Cape Town Head Office";

fn active(phase: &SessionPhaseView) -> bool {
    matches!(phase, SessionPhaseView::Active | SessionPhaseView::EndingSoon)
}

fn ended(phase: &SessionPhaseView) -> bool {
    matches!(phase, SessionPhaseView::Ended { .. })
}

/// Asks for a forward to `port` and waits until it is ready.
async fn ready(rig: &Rig, site: &SiteId, port: &str) -> (SessionKey, SessionView) {
    let key = rig.request_forward(forward_form(site.clone(), NAS, port)).await.unwrap();
    (key, rig.session(key, "a forward that is ready", active).await)
}

async fn dial(forward: &SessionView) -> TcpStream {
    let address: SocketAddr = forward.address.as_deref().unwrap().parse().unwrap();
    TcpStream::connect(address).await.unwrap()
}

async fn carries(generation: Generation) {
    let rig = Rig::start(quick(), generation).await;
    let site = rig.site(SITE).await;
    attach_device(&rig.sandbox, site.as_str(), 7_777).await;
    let (key, forward) = ready(&rig, &site, "7777").await;
    assert_eq!((forward.protocol, forward.type_name.as_str()), (None, "forward"));
    assert_eq!(forward.destination.as_deref(), Some("192.168.88.10:7777"));
    assert!(!forward.differs_from_request);
    let mut stream = dial(&forward).await;
    says_twice(&mut stream, "hello").await;
    rig.app.ask(|reply| Wish::RevokeSession { key, reply }).await.unwrap();
    is_cut(&mut stream).await;
    let forward = rig.session(key, "a revoked forward", ended).await;
    assert_eq!(forward.phase, SessionPhaseView::Ended { how: SessionEnd::Revoked });
    assert_eq!((rig.forward_calls("POST"), rig.forward_calls("DELETE")), (1, 1));
    assert_eq!((rig.calls("POST"), rig.calls("DELETE")), (0, 0));
}

#[tokio::test]
async fn a_forward_carries_bytes_both_ways_until_it_is_revoked_on_the_current_api() {
    carries(Generation::V1).await;
}

#[tokio::test]
async fn a_forward_carries_bytes_both_ways_until_it_is_revoked_on_the_older_api() {
    carries(Generation::Sites).await;
}

#[tokio::test]
async fn the_end_of_a_forward_cuts_what_is_open_through_it() {
    let options = SandboxOptions { minute: Duration::from_millis(200), ..quick() };
    let rig = Rig::start(options, Generation::V1).await;
    let site = rig.site(SITE).await;
    attach_device(&rig.sandbox, site.as_str(), 7_777).await;
    let form = ForwardForm { minutes: 15, ..forward_form(site, NAS, "7777") };
    let key = rig.request_forward(form).await.unwrap();
    let forward = rig.session(key, "a forward that is ready", active).await;
    let mut stream = dial(&forward).await;
    says_twice(&mut stream, "hello").await;
    is_cut(&mut stream).await;
    let forward = rig.session(key, "an expired forward", ended).await;
    assert_eq!(forward.phase, SessionPhaseView::Ended { how: SessionEnd::Expired });
}

#[tokio::test]
async fn a_lost_answer_is_one_post_and_one_forward() {
    let rig = Rig::start(quick(), Generation::V1).await;
    let site = rig.site(SITE).await;
    rig.sandbox.inject(Fault::new(FaultKind::LostAnswer).on("POST", "/transient-forward").times(1));
    ready(&rig, &site, "7777").await;
    assert_eq!(rig.forward_calls("POST"), 1);
    assert_eq!(rig.sandbox.forwards(site.as_str()).len(), 1);
    assert_eq!(rig.desktop.shown().sessions.len(), 1);
}

#[tokio::test]
async fn opening_a_forward_to_a_web_port_hands_its_address_to_the_system() {
    let rig = Rig::start(quick(), Generation::V1).await;
    let site = rig.site(SITE).await;
    let (key, forward) = ready(&rig, &site, "80").await;
    let port = rig.sandbox.forwards(site.as_str())[0].port;
    let url = format!("http://127.0.0.1:{port}");
    assert_eq!(forward.web_address.as_deref(), Some(url.as_str()));
    let page = page_at(&url).await;
    assert!(page.contains("NAS of Cape Town Head Office"), "{page}");
    rig.app.ask(|reply| Wish::OpenForward { key, reply }).await.unwrap();
    rig.desktop
        .until("the browser has the address", |shown| {
            let forward = shown.sessions.iter().find(|session| session.key == key)?;
            (forward.launch == LaunchView::None && forward.problem.is_none()).then_some(())
        })
        .await;
    let plans = rig.programs.plans();
    let arguments: Vec<_> = plans[0].arguments.iter().map(|argument| argument.expose().unwrap()).collect();
    assert!(plans[0].program.ends_with("xdg-open") && arguments == [url.as_str()], "{plans:?}");
}

/// Speaks plain HTTP: the page of a device is not the API.
async fn page_at(url: &str) -> String {
    let address: SocketAddr = url.trim_start_matches("http://").parse().unwrap();
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(b"GET / HTTP/1.1\r\nHost: device\r\n\r\n").await.unwrap();
    let mut page = String::new();
    stream.read_to_string(&mut page).await.unwrap();
    page
}

#[tokio::test]
async fn a_forward_to_another_port_opens_nothing() {
    let rig = Rig::start(quick(), Generation::V1).await;
    let site = rig.site(SITE).await;
    let (key, forward) = ready(&rig, &site, "3389").await;
    let reason = NotLaunchableReason::Forward;
    assert_eq!((forward.web_address, forward.launchability), (None, Launchability::No { reason }));
    let refused = rig.app.ask(|reply| Wish::OpenForward { key, reply }).await;
    assert_eq!(refused, Err(AppError::LaunchRefused { reason }));
    assert!(rig.programs.plans().is_empty());
}

#[tokio::test]
async fn a_renewed_forward_takes_the_place_of_the_old_one_when_it_answers() {
    let rig = Rig::start(quick(), Generation::V1).await;
    let site = rig.site(SITE).await;
    let (key, _) = ready(&rig, &site, "7777").await;
    rig.app.ask(|reply| Wish::RenewSession { key, reply }).await.unwrap();
    rig.session(key, "the old forward has ended", ended).await;
    let new = SessionKey::new(key.number() + 1);
    let forward = rig.session(new, "the new one is ready", active).await;
    assert_eq!(forward.destination.as_deref(), Some("192.168.88.10:7777"));
    let open = rig.sandbox.forwards(site.as_str()).iter().filter(|forward| !forward.expired).count();
    assert_eq!((open, rig.forward_calls("POST")), (1, 2));
}

#[tokio::test]
async fn forwards_made_elsewhere_show_on_the_chosen_site_beside_its_logins() {
    let rig = Rig::start(quick(), Generation::V1).await;
    let other = Rig::signed_in(rig.sandbox.clone(), Generation::V1, altostrat_sandbox::API_KEY);
    let site = other.site(SITE).await;
    ready(&other, &site, "443").await;
    let login = other.request(form(site.clone(), Protocol::WinBox)).await.unwrap();
    other.session(login, "a login that is ready", active).await;
    rig.site(SITE).await;
    rig.app.tell(Wish::ShowPlace(PlaceView { pane: Pane::Site, site: Some(site) }));
    let found = rig
        .desktop
        .until("both", |shown| {
            let open = shown.sessions.iter().filter(|session| active(&session.phase));
            let mut found: Vec<_> =
                open.map(|session| (session.protocol, session.destination.clone())).collect();
            found.sort();
            (found.len() == 2).then_some(found)
        })
        .await;
    let forward = (None, Some("192.168.88.10:443".to_owned()));
    assert_eq!(found, [forward, (Some(Protocol::WinBox), None)]);
}

#[tokio::test]
async fn forwards_that_cannot_be_listed_are_told_beside_logins_that_can() {
    for (status, expected) in [
        (404, AppError::ForwardsUnavailable),
        (403, AppError::NotPermitted { operation: Operation::ListForwards, server_text: None }),
    ] {
        let rig = Rig::start(quick(), Generation::V1).await;
        let site = rig.site(SITE).await;
        let fault = FaultKind::Status { status, retry_after: None };
        rig.sandbox.inject(Fault::new(fault).on("GET", "/transient-forward"));
        let login = rig.request(form(site.clone(), Protocol::WinBox)).await.unwrap();
        rig.session(login, "a login that is ready", active).await;
        rig.app.tell(Wish::ShowPlace(PlaceView { pane: Pane::Site, site: Some(site.clone()) }));
        let listing = rig
            .desktop
            .until("both lists were tried", |shown| {
                let listing = shown.listings.iter().find(|listing| listing.site == site)?;
                (listing.read && listing.forwards_problem.is_some()).then(|| listing.clone())
            })
            .await;
        assert_eq!((listing.problem, listing.forwards_read), (None, false));
        let told = match listing.forwards_problem.unwrap() {
            AppError::NotPermitted { operation, .. } => {
                AppError::NotPermitted { operation, server_text: None }
            }
            other => other,
        };
        assert_eq!(told, expected);
        rig.session(login, "the login goes on", active).await;
        let refused = rig.request_forward(forward_form(site, NAS, "443")).await.unwrap();
        rig.session(refused, "a forward that is refused", |phase| *phase == SessionPhaseView::Failed).await;
        assert_eq!(rig.forward_calls("POST"), 0);
    }
}
