use std::time::Duration;

use rstest::rstest;

use super::driver::{Driver, form, forward_form, other_site, site};
use crate::altostrat::{ApiProblem, CreateOutcome, SessionList};
use crate::app::{ApiAnswer, CopyText, Effect, Input, LaunchOutcome, Reply, Wish};
use crate::contract::{
    AppError, CopyField, Field, FieldProblem, ForwardForm, Launchability, ListingView, NotLaunchableReason,
    Operation, ProgramKind, SessionEnd, SessionPhaseView,
};
use crate::domain::{
    Access, AccessSession, Destination, DestinationProblem, Family, SessionKey, SessionType, SiteId, Wanted,
};
use crate::sessions::ProbeAnswer;

fn forward(driver: &Driver, id: &str, port: &str) -> AccessSession {
    AccessSession {
        kind: SessionType::Forward(Destination::parse("192.168.88.10", port)),
        access: Access::ReadOnly,
        login: None,
        password: None,
        ..driver.new_session(id, 3_600)
    }
}

fn request(driver: &mut Driver, form: ForwardForm) -> Result<SessionKey, AppError> {
    driver.ask(|reply| Wish::RequestForward { form, reply })
}

fn list(driver: &mut Driver, forwards: Vec<AccessSession>) {
    let result = Ok(SessionList { sessions: forwards, ..SessionList::default() });
    driver.answer(ApiAnswer::Forwards { site: site(), result });
}

/// A live forward to `port`, asked for here.
fn live(port: &str) -> (Driver, SessionKey) {
    let mut driver = Driver::signed_in();
    let key = request(&mut driver, ForwardForm { port: port.into(), ..forward_form() }).unwrap();
    let made = forward(&driver, "made", port);
    driver.answer(ApiAnswer::Created { key, outcome: CreateOutcome::Created(made) });
    driver.probed(key, ProbeAnswer::Answers);
    driver.taken(|_| Some(()));
    (driver, key)
}

fn opened(driver: &mut Driver) -> Vec<String> {
    driver.taken(|effect| match effect {
        Effect::OpenUrl { address, .. } => Some(address.to_string()),
        _ => None,
    })
}

fn asked_for_forwards(driver: &mut Driver) -> Vec<SiteId> {
    driver.taken(|effect| match effect {
        Effect::ListForwards { site } => Some(site.clone()),
        _ => None,
    })
}

fn listing(driver: &Driver) -> ListingView {
    let listings = driver.shown.listings.as_deref().unwrap_or_default();
    listings.iter().find(|listing| listing.site == site()).cloned().unwrap()
}

#[test]
fn a_forward_is_asked_for_once_and_says_where_it_leads_from_the_press_on() {
    let mut driver = Driver::signed_in();
    let key = request(&mut driver, forward_form()).unwrap();
    let created = driver.taken(|effect| match effect {
        Effect::CreateSession { request, .. } => Some(request.clone()),
        _ => None,
    });
    let nas = Destination::parse("192.168.88.10", "443").unwrap();
    assert_eq!(created.iter().map(|request| request.what).collect::<Vec<_>>(), [Wanted::Forward(nas)]);
    let row = driver.session(key);
    assert_eq!((row.protocol, row.type_name.as_str()), (None, "forward"));
    assert_eq!(row.destination.as_deref(), Some("192.168.88.10:443"));
    assert_eq!(row.web_address, None);
    assert!(row.created_here && matches!(row.phase, SessionPhaseView::Requesting { .. }));
    let defaults = driver.ask(|reply| Wish::RequestDefaults { site: site(), reply }).unwrap();
    assert_eq!(defaults.source_range, "", "a forward is not what Connect makes again");
}

#[rstest]
#[case("", "443", Field::DestinationAddress, DestinationProblem::Empty)]
#[case("nas.local", "443", Field::DestinationAddress, DestinationProblem::NotAnAddress)]
#[case("fe80::1", "443", Field::DestinationAddress, DestinationProblem::Ipv6)]
#[case("127.0.0.1", "443", Field::DestinationAddress, DestinationProblem::NotADevice)]
#[case("192.168.88.10", "", Field::DestinationPort, DestinationProblem::Port)]
#[case("192.168.88.10", "65536", Field::DestinationPort, DestinationProblem::Port)]
fn what_is_no_device_is_refused_at_its_field_and_nothing_is_sent(
    #[case] address: &str,
    #[case] port: &str,
    #[case] field: Field,
    #[case] problem: DestinationProblem,
) {
    let mut driver = Driver::signed_in();
    let refused =
        request(&mut driver, ForwardForm { address: address.into(), port: port.into(), ..forward_form() });
    let problem = FieldProblem::Destination { problem };
    assert_eq!(refused, Err(AppError::InvalidField { field, problem }));
    assert!(driver.taken(|effect| matches!(effect, Effect::CreateSession { .. }).then_some(())).is_empty());
}

#[test]
fn minutes_and_range_of_a_forward_are_checked_like_those_of_a_login() {
    let mut driver = Driver::signed_in();
    let field_of = |refused: Result<SessionKey, AppError>| match refused {
        Err(AppError::InvalidField { field, .. }) => field,
        other => panic!("{other:?}"),
    };
    let short = request(&mut driver, ForwardForm { minutes: 14, ..forward_form() });
    assert_eq!(field_of(short), Field::Duration);
    let open = ForwardForm { source_range: "0.0.0.0/0".into(), ..forward_form() };
    assert_eq!(field_of(request(&mut driver, open.clone())), Field::SourceRange);
    assert!(request(&mut driver, ForwardForm { open_to_all_confirmed: true, ..open }).is_ok());
}

#[test]
fn a_forward_is_ready_when_its_port_opens() {
    let mut driver = Driver::signed_in();
    let key = request(&mut driver, forward_form()).unwrap();
    let made = forward(&driver, "made", "443");
    driver.answer(ApiAnswer::Created { key, outcome: CreateOutcome::Created(made) });
    assert!(matches!(driver.session(key).phase, SessionPhaseView::WaitingForGateway { .. }));
    let probes = driver.taken(|effect| match effect {
        Effect::Probe { protocol, .. } => Some(*protocol),
        _ => None,
    });
    assert_eq!(probes, [None]);
    driver.probed(key, ProbeAnswer::Answers);
    assert_eq!(driver.session(key).phase, SessionPhaseView::Active);
}

#[test]
fn a_forward_to_a_web_port_opens_in_the_browser_and_pressing_twice_opens_it_once() {
    let (mut driver, key) = live("443");
    let row = driver.session(key);
    assert_eq!(row.web_address.as_deref(), Some("https://edge.ostrat.io:45821"));
    assert_eq!(row.launchability, Launchability::Ready);
    driver.ask(|reply| Wish::OpenForward { key, reply }).unwrap();
    driver.ask(|reply| Wish::OpenForward { key, reply }).unwrap();
    assert_eq!(opened(&mut driver), ["https://edge.ostrat.io:45821"]);
    driver.feed(Input::Launched { key, outcome: LaunchOutcome::HandedToBrowser });
    driver.ask(|reply| Wish::ConnectSession { key, reply }).unwrap();
    assert_eq!(opened(&mut driver).len(), 1, "it can be opened again, also as any session is connected to");
}

#[test]
fn a_browser_that_does_not_open_is_said_in_the_row() {
    let (mut driver, key) = live("80");
    driver.ask(|reply| Wish::OpenForward { key, reply }).unwrap();
    let problem = AppError::LaunchFailed { program: ProgramKind::Browser };
    driver.feed(Input::Launched { key, outcome: LaunchOutcome::Failed(problem.clone()) });
    assert_eq!(driver.session(key).problem, Some(problem));
}

#[test]
fn a_forward_to_another_port_opens_nothing_and_its_address_can_be_copied() {
    let (mut driver, key) = live("3389");
    let row = driver.session(key);
    let reason = NotLaunchableReason::Forward;
    assert_eq!((row.web_address, row.launchability), (None, Launchability::No { reason }));
    let refused = Err(AppError::LaunchRefused { reason });
    assert_eq!(driver.ask(|reply| Wish::OpenForward { key, reply }), refused);
    assert_eq!(driver.ask(|reply| Wish::ConnectSession { key, reply }), refused);
    for field in [CopyField::UserName, CopyField::Password, CopyField::Command] {
        assert_eq!(driver.ask(|reply| Wish::CopyFromSession { key, field, reply }), refused);
    }
    let (reply, _answer) = Reply::channel();
    driver.feed(Input::Wish(Wish::CopyFromSession { key, field: CopyField::Address, reply }));
    let copied = driver.taken(|effect| match effect {
        Effect::Copy { text: CopyText::Plain(text), .. } => Some(text.clone()),
        _ => None,
    });
    assert_eq!(copied, ["edge.ostrat.io:45821"]);
    assert!(opened(&mut driver).is_empty());
    assert!(driver.taken(|effect| matches!(effect, Effect::Launch(_)).then_some(())).is_empty());
}

#[test]
fn a_login_is_not_opened_as_a_forward() {
    let mut driver = Driver::signed_in();
    let key = driver.create(form());
    let refused = driver.ask(|reply| Wish::OpenForward { key, reply });
    assert!(matches!(refused, Err(AppError::LaunchRefused { .. })));
    assert_eq!(driver.session(key).destination, None);
}

#[test]
fn revoking_goes_to_the_forwards_and_the_list_of_logins_does_not_confirm_it() {
    let (mut driver, key) = live("443");
    driver.ask(|reply| Wish::RevokeSession { key, reply }).unwrap();
    let families = driver.taken(|effect| match effect {
        Effect::RevokeSession { family, .. } => Some(*family),
        _ => None,
    });
    assert_eq!(families, [Family::Forwards]);
    driver.answer(ApiAnswer::Revoked { key, result: Ok(()) });
    assert_eq!(asked_for_forwards(&mut driver), [site()]);
    driver.pass(Duration::from_secs(61));
    driver.list(Vec::new());
    assert_eq!(driver.session(key).phase, SessionPhaseView::Revoking);
    assert_eq!(driver.session(key).problem, None, "the list of logins does not doubt it either");
    let revoked = AccessSession { expired: true, revoked_early: true, ..forward(&driver, "made", "443") };
    list(&mut driver, vec![revoked]);
    assert_eq!(driver.session(key).phase, SessionPhaseView::Ended { how: SessionEnd::Revoked });
}

#[test]
fn renewing_makes_the_same_forward_and_opens_again_what_was_open() {
    let (mut driver, old) = live("443");
    driver.ask(|reply| Wish::OpenForward { key: old, reply }).unwrap();
    driver.feed(Input::Launched { key: old, outcome: LaunchOutcome::HandedToBrowser });
    opened(&mut driver);
    driver.ask(|reply| Wish::RenewSession { key: old, reply }).unwrap();
    let new = SessionKey::new(old.number() + 1);
    assert_eq!(driver.session(new).destination.as_deref(), Some("192.168.88.10:443"));
    let made = forward(&driver, "renewed", "443");
    driver.answer(ApiAnswer::Created { key: new, outcome: CreateOutcome::Created(made) });
    driver.probed(new, ProbeAnswer::Answers);
    assert_eq!(driver.session(old).phase, SessionPhaseView::Revoking);
    assert_eq!(opened(&mut driver).len(), 1);
}

#[test]
fn forwards_are_listed_for_the_chosen_site_and_not_for_sites_the_patrol_walks() {
    let mut driver = Driver::signed_in();
    driver.pass(Duration::from_secs(600));
    assert!(asked_for_forwards(&mut driver).is_empty());
    driver.look_at(Some(site()));
    assert_eq!(asked_for_forwards(&mut driver), [site()]);
    list(&mut driver, Vec::new());
    assert!(listing(&driver).forwards_read);
    driver.pass(Duration::from_secs(60));
    assert_eq!(asked_for_forwards(&mut driver), [site()], "one at a time, until it is answered");
}

#[test]
fn forwards_of_the_users_own_sites_are_looked_for_by_turns() {
    let mut driver = Driver::signed_in();
    driver.ask(|reply| Wish::SetFavourite { site: other_site(), on: true, reply }).unwrap();
    driver.pass(Duration::from_secs(30));
    assert_eq!(asked_for_forwards(&mut driver), [other_site()]);
}

#[test]
fn an_open_forward_keeps_its_site_looked_at() {
    let (mut driver, key) = live("443");
    let listed = vec![forward(&driver, "made", "443")];
    list(&mut driver, listed);
    driver.taken(|_| Some(()));
    driver.pass(Duration::from_secs(61));
    assert_eq!(asked_for_forwards(&mut driver), [site()]);
    list(&mut driver, Vec::new());
    assert!(matches!(driver.session(key).phase, SessionPhaseView::Ended { .. }));
}

#[test]
fn a_list_of_forwards_that_fails_spoils_nothing() {
    let mut driver = Driver::signed_in();
    driver.look_at(Some(site()));
    driver.list(vec![driver.new_session("login", 3_600)]);
    let listed = vec![forward(&driver, "forward", "443")];
    list(&mut driver, listed);
    let open = |driver: &Driver| {
        let sessions = driver.shown.sessions.as_deref().unwrap_or_default();
        sessions.iter().filter(|session| session.phase == SessionPhaseView::Active).count()
    };
    assert_eq!(open(&driver), 2);
    for problem in [
        ApiProblem::NotPermitted { server_text: None },
        ApiProblem::NotFound { server_text: None },
        ApiProblem::ServerTrouble { status: 500, server_text: None },
        ApiProblem::TimedOut,
    ] {
        driver.answer(ApiAnswer::Forwards { site: site(), result: Err(problem) });
        assert_eq!(open(&driver), 2);
        assert_eq!(driver.shown.status.as_ref().unwrap().problem, None);
        let listing = listing(&driver);
        assert!(listing.read && listing.problem.is_none() && listing.forwards_problem.is_some());
    }
    driver.answer(ApiAnswer::Sessions { site: site(), result: Err(ApiProblem::TimedOut) });
    assert_eq!(open(&driver), 2);
}

#[test]
fn an_api_without_forwards_and_a_key_without_the_right_are_told_apart() {
    let mut driver = Driver::signed_in();
    let missing = SessionList { missing: true, ..SessionList::default() };
    driver.answer(ApiAnswer::Forwards { site: site(), result: Ok(missing) });
    assert_eq!(listing(&driver).forwards_problem, Some(AppError::ForwardsUnavailable));
    let refused = Err(ApiProblem::NotPermitted { server_text: None });
    driver.answer(ApiAnswer::Forwards { site: site(), result: refused });
    let operation = Operation::ListForwards;
    let not_permitted = AppError::NotPermitted { operation, server_text: None };
    assert_eq!(listing(&driver).forwards_problem, Some(not_permitted));
    let key = request(&mut driver, forward_form()).unwrap();
    let outcome = CreateOutcome::NotCreated(ApiProblem::NoForwards);
    driver.answer(ApiAnswer::Created { key, outcome });
    assert_eq!(driver.session(key).problem, Some(AppError::ForwardsUnavailable));
}

#[test]
fn a_spent_budget_only_makes_the_forwards_wait() {
    let mut driver = Driver::signed_in();
    driver.look_at(Some(site()));
    asked_for_forwards(&mut driver);
    let wait = Duration::from_secs(7);
    driver.answer(ApiAnswer::Forwards { site: site(), result: Err(ApiProblem::BudgetSpent { wait }) });
    assert!(driver.shown.listings.iter().flatten().all(|listing| listing.forwards_problem.is_none()));
    driver.pass(Duration::from_secs(6));
    assert!(asked_for_forwards(&mut driver).is_empty());
    driver.pass(Duration::from_secs(2));
    assert_eq!(asked_for_forwards(&mut driver), [site()]);
}

#[test]
fn a_notice_names_the_port_of_a_forward_and_no_address() {
    let (mut driver, key) = live("443");
    driver.pass(Duration::from_secs(3_000));
    let shown = driver.taken(|effect| match effect {
        Effect::ShowNotice(notice) => Some(format!("{notice:?}")),
        _ => None,
    });
    assert_eq!(driver.session(key).phase, SessionPhaseView::EndingSoon);
    assert!(matches!(shown.as_slice(), [one] if one.contains("TCP 443 access")), "{shown:?}");
    assert!(!shown[0].contains("192.168") && !shown[0].contains("edge"), "{shown:?}");
}

#[test]
fn the_tray_names_the_device_and_opens_only_web_ports() {
    for (port, enabled) in [("443", true), ("3389", false)] {
        let (mut driver, key) = live(port);
        driver.ask(|reply| Wish::RenewSession { key, reply }).unwrap();
        driver.pass(Duration::from_secs(61));
        let trays = driver.taken(|effect| match effect {
            Effect::ShowTray(tray) => Some(format!("{:?}", tray.menu)),
            _ => None,
        });
        let shown = trays.last().unwrap();
        assert!(shown.contains(&format!("192.168.88.10:{port}")), "{shown}");
        let connect = format!("ConnectSession({key:?}), label: \"Connect\", enabled: {enabled}");
        assert!(shown.contains(&connect), "{shown}");
    }
}
