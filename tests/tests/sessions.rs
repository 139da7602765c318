//! The app on the sandbox: what the API does, the window shows.

use std::sync::Arc;
use std::time::Duration;

use altostrat_sandbox::{Fault, FaultKind, Sandbox, SandboxOptions};
use launcher_core::app::Wish;
use launcher_core::contract::{
    AppError, Connection, Generation, LaunchView, Launchability, NotLaunchableReason, Pane, PlaceView,
    RequestForm, SessionEnd, SessionPhaseView, SeveralForm, SitesState, TermsForm,
};
use launcher_core::domain::{Protocol, SiteId};
use launcher_tests::rig::{Rig, form, quick};

const SITE: &str = "Cape Town Head Office";

fn active(phase: &SessionPhaseView) -> bool {
    *phase == SessionPhaseView::Active
}

fn ended(phase: &SessionPhaseView) -> bool {
    matches!(phase, SessionPhaseView::Ended { .. })
}

async fn whole_life(generation: Generation) {
    let rig = Rig::start(quick(), generation).await;
    let site = rig.site(SITE).await;
    let key = rig.request(form(site.clone(), Protocol::WinBox)).await.unwrap();
    let session = rig.session(key, "active", active).await;
    assert_eq!(session.launchability, Launchability::Ready);
    assert!(!session.differs_from_request);
    rig.app.ask(|reply| Wish::RevokeSession { key, reply }).await.unwrap();
    let session = rig.session(key, "ended", ended).await;
    assert_eq!(session.phase, SessionPhaseView::Ended { how: SessionEnd::Revoked });
    assert_eq!((rig.calls("POST"), rig.calls("DELETE")), (1, 1));
    let made = &rig.sandbox.sessions(site.as_str())[0];
    assert!(made.revoked_early && !rig.desktop.crossed().contains(&made.password));
}

#[tokio::test]
async fn a_session_lives_from_request_to_revoke_on_the_current_api() {
    whole_life(Generation::V1).await;
}

#[tokio::test]
async fn a_session_lives_from_request_to_revoke_on_the_older_api() {
    whole_life(Generation::Sites).await;
}

#[tokio::test]
async fn win_box_is_started_with_address_login_and_password_as_single_arguments() {
    let rig = Rig::start(quick(), Generation::V1).await;
    let site = rig.site(SITE).await;
    let wish = RequestForm { then_connect: true, ..form(site.clone(), Protocol::WinBox) };
    let key = rig.request(wish).await.unwrap();
    rig.desktop
        .until("WinBox started", |shown| {
            let session = shown.sessions.iter().find(|session| session.key == key)?;
            matches!(session.launch, LaunchView::Started { .. }).then_some(())
        })
        .await;
    let made = &rig.sandbox.sessions(site.as_str())[0];
    let plans = rig.programs.plans();
    let arguments: Vec<String> =
        plans[0].arguments.iter().map(|argument| argument.expose().unwrap().into_string().unwrap()).collect();
    assert_eq!(arguments, [format!("127.0.0.1:{}", made.port), made.username.clone(), made.password.clone()]);
}

#[tokio::test]
async fn a_lost_answer_is_one_post_and_one_session() {
    let rig = Rig::start(quick(), Generation::V1).await;
    let site = rig.site(SITE).await;
    rig.sandbox.inject(Fault::new(FaultKind::LostAnswer).on("POST", "/transient-accesses").times(1));
    let key = rig.request(form(site, Protocol::Ssh)).await.unwrap();
    rig.session(key, "active although the answer was lost", active).await;
    assert_eq!(rig.calls("POST"), 1);
    assert_eq!(rig.desktop.shown().sessions.len(), 1);
}

#[tokio::test]
async fn a_create_that_failed_before_it_was_applied_says_that_nothing_was_made() {
    let rig = Rig::start(quick(), Generation::V1).await;
    let site = rig.site(SITE).await;
    let fault = FaultKind::Status { status: 500, retry_after: None };
    rig.sandbox.inject(Fault::new(fault).on("POST", "/transient-accesses").times(1));
    let key = rig.request(form(site, Protocol::Ssh)).await.unwrap();
    let session = rig.session(key, "failed", |phase| *phase == SessionPhaseView::Failed).await;
    assert!(matches!(session.problem, Some(AppError::NothingCreated { .. })), "{:?}", session.problem);
    assert_eq!(rig.calls("POST"), 1);
}

#[tokio::test]
async fn several_sites_end_in_rows_with_their_own_outcomes() {
    let rig = Rig::start(quick(), Generation::V1).await;
    rig.site(SITE).await;
    let sites: Vec<SiteId> =
        rig.desktop.shown().site_list.iter().take(6).map(|site| site.id.clone()).collect();
    let refused = FaultKind::Status { status: 403, retry_after: None };
    let path = format!("/{}/transient-accesses", sites[2]);
    rig.sandbox.inject(Fault::new(refused).on("POST", &path).times(1));
    let terms = TermsForm {
        protocol: Protocol::WinBox,
        minutes: 60,
        full_access: false,
        source_range: "203.0.113.42".into(),
        allow_private: false,
        open_to_all_confirmed: false,
        then_connect: false,
    };
    let form = SeveralForm { sites: sites.clone(), terms };
    let answers = rig.app.ask(|reply| Wish::RequestSeveral { form, reply }).await.unwrap();
    assert_eq!(answers.len(), 6);
    for (number, answer) in answers.iter().enumerate() {
        let key = answer.key.unwrap();
        if number == 2 {
            let failed = rig.session(key, "refused", |phase| *phase == SessionPhaseView::Failed).await;
            assert!(matches!(failed.problem, Some(AppError::NotPermitted { .. })), "{:?}", failed.problem);
        } else {
            assert_eq!(rig.session(key, "active", active).await.site, answer.site);
        }
    }
    assert_eq!(rig.calls("POST"), 6, "one for each site");
}

#[tokio::test]
async fn expiry_ends_the_row_by_the_servers_clock() {
    let options = SandboxOptions { minute: Duration::from_millis(100), ..quick() };
    let rig = Rig::start(options, Generation::V1).await;
    let site = rig.site(SITE).await;
    let key = rig.request(RequestForm { minutes: 15, ..form(site, Protocol::WinBox) }).await.unwrap();
    let session = rig.session(key, "expired", ended).await;
    assert_eq!(session.phase, SessionPhaseView::Ended { how: SessionEnd::Expired });
}

#[tokio::test]
async fn sessions_made_elsewhere_show_on_the_chosen_site_and_end_there_too() {
    let rig = Rig::start(quick(), Generation::V1).await;
    let other = Rig::signed_in(rig.sandbox.clone(), Generation::V1, altostrat_sandbox::API_KEY);
    let site = other.site(SITE).await;
    let key = other.request(form(site.clone(), Protocol::WinBox)).await.unwrap();
    other.session(key, "active", active).await;
    rig.site(SITE).await;
    rig.app.tell(Wish::ShowPlace(PlaceView { pane: Pane::Site, site: Some(site) }));
    rig.desktop.until("the colleague's session", |shown| shown.sessions.first().map(|_| ())).await;
}

#[tokio::test]
async fn hostile_fields_are_shown_as_not_launchable_and_start_nothing() {
    for (members, reason) in [
        (r#"{"entry_point":"-oProxyCommand=x"}"#, NotLaunchableReason::BadEntryPoint),
        (r#"{"entry_point":"a b"}"#, NotLaunchableReason::BadEntryPoint),
        (r#"{"entry_point":"x;y"}"#, NotLaunchableReason::BadEntryPoint),
        (r#"{"entry_point":"a\nb"}"#, NotLaunchableReason::BadEntryPoint),
        (r#"{"port":0}"#, NotLaunchableReason::BadPort),
        (r#"{"port":70000}"#, NotLaunchableReason::BadPort),
        (r#"{"username":"-l"}"#, NotLaunchableReason::BadUserName),
        (r#"{"password":"a\nb"}"#, NotLaunchableReason::BadPassword),
        (r#"{"type":"telnet"}"#, NotLaunchableReason::UnknownType),
        (r#"{"entry_point":null}"#, NotLaunchableReason::MissingField),
    ] {
        let rig = Rig::start(quick(), Generation::V1).await;
        let site = rig.site(SITE).await;
        let members = serde_json::from_str(members).unwrap();
        rig.sandbox.inject(Fault::new(FaultKind::Override { members }).on("GET", "/transient-accesses"));
        let maker = Rig::signed_in(rig.sandbox.clone(), Generation::V1, altostrat_sandbox::API_KEY);
        maker.site(SITE).await;
        maker.request(form(site.clone(), Protocol::Ssh)).await.unwrap();
        maker.desktop.until("made", |shown| shown.sessions.first()?.ends_at.clone()).await;
        rig.app.tell(Wish::ShowPlace(PlaceView { pane: Pane::Site, site: Some(site) }));
        let session = rig.desktop.until("the hostile session", |shown| shown.sessions.first().cloned()).await;
        assert_eq!(session.launchability, Launchability::No { reason });
        let refused = rig.app.ask(|reply| Wish::ConnectSession { key: session.key, reply }).await;
        assert_eq!(refused, Err(AppError::LaunchRefused { reason }));
        assert!(rig.programs.plans().is_empty());
    }
}

async fn problem_of_sites(fault: FaultKind) -> (Option<AppError>, SitesState, usize) {
    let rig = Rig::start(quick(), Generation::V1).await;
    rig.site(SITE).await;
    rig.sandbox.inject(Fault::new(fault).on("GET", "/sites"));
    rig.app.tell(Wish::Refresh);
    rig.desktop
        .until("the problem", |shown| {
            let sites = shown.sites.as_ref()?;
            sites.problem.as_ref()?;
            Some((sites.problem.clone(), sites.state, shown.site_list.len()))
        })
        .await
}

#[tokio::test]
async fn each_trouble_of_the_api_has_its_own_message_and_the_list_stays() {
    for (fault, problem) in [
        (FaultKind::Status { status: 403, retry_after: None }, "NotPermitted"),
        (
            FaultKind::Status { status: 429, retry_after: Some("600".into()) },
            "RateLimited { retry_after_secs: 600 }",
        ),
        (FaultKind::Status { status: 500, retry_after: None }, "ServerTrouble { status: 500 }"),
        (FaultKind::Html, "PortalInTheWay"),
        (FaultKind::Redirect { location: "https://evil.example/".into() }, "Redirected"),
        (FaultKind::Truncate, "Unreachable"),
    ] {
        let (shown, state, sites) = problem_of_sites(fault.clone()).await;
        let shown = format!("{shown:?}");
        assert!(shown.contains(problem), "{fault:?} is shown as {shown}");
        assert_eq!((state, sites), (SitesState::Stale, 12), "{fault:?}");
    }
}

#[tokio::test]
async fn a_key_that_is_not_accepted_says_so() {
    let sandbox = Arc::new(Sandbox::start(quick()).await.unwrap());
    let rig = Rig::signed_in(sandbox, Generation::V1, "alto_sk_wrong");
    let problem = rig.desktop.until("the problem", |shown| shown.sites.as_ref()?.problem.clone()).await;
    assert!(matches!(problem, AppError::KeyRejected { .. }), "{problem:?}");
}

#[tokio::test]
async fn a_key_without_the_right_to_create_says_what_it_lacks() {
    let sandbox = Arc::new(Sandbox::start(quick()).await.unwrap());
    let rig = Rig::signed_in(sandbox, Generation::V1, altostrat_sandbox::READ_ONLY_API_KEY);
    let site = rig.site(SITE).await;
    let key = rig.request(form(site, Protocol::Ssh)).await.unwrap();
    let session = rig.session(key, "refused", |phase| *phase == SessionPhaseView::Failed).await;
    assert!(matches!(session.problem, Some(AppError::NotPermitted { .. })), "{:?}", session.problem);
}

#[tokio::test]
async fn an_unknown_site_is_refused_before_anything_is_sent() {
    let rig = Rig::start(quick(), Generation::V1).await;
    rig.site(SITE).await;
    let unknown = SiteId::parse("00000000-0000-0000-0000-000000000000").unwrap();
    assert_eq!(rig.request(form(unknown, Protocol::Ssh)).await, Err(AppError::SiteGone));
    assert_eq!(rig.calls("POST"), 0);
}

#[tokio::test]
async fn a_wrong_laptop_clock_is_noticed_from_the_servers_date() {
    let sandbox = Arc::new(Sandbox::start(quick()).await.unwrap());
    sandbox.inject(Fault::new(FaultKind::Date { offset_seconds: 3_600 }).on("GET", "/"));
    let rig = Rig::signed_in(sandbox, Generation::V1, altostrat_sandbox::API_KEY);
    let offset = rig
        .desktop
        .until("the clock to be called wrong", |shown| {
            let status = shown.status.as_ref()?;
            (status.connection == Connection::Connected && status.clock_wrong)
                .then_some(status.clock_offset_millis)
        })
        .await;
    assert!((3_590_000..3_610_000).contains(&offset), "{offset}");
}

#[tokio::test]
async fn ten_thousand_sites_are_listed() {
    let rig = Rig::start(SandboxOptions { sites: 10_000, ..quick() }, Generation::V1).await;
    let count = rig.desktop.until("the sites", |shown| {
        let count = shown.site_list.len();
        (count > 0).then_some(count)
    });
    assert_eq!(count.await, 10_000);
}
