use std::time::Duration;

use super::driver::{Driver, form, other_site, site, two_sites};
use crate::altostrat::{ApiProblem, CreateOutcome, SiteList};
use crate::app::{ApiAnswer, Effect, Wish};
use crate::contract::{AppError, SessionPhaseView, SeveralAnswer, SeveralForm, TermsForm};
use crate::domain::{Protocol, SessionKey, Site, SiteId};

fn terms() -> TermsForm {
    let form = form();
    TermsForm {
        protocol: Protocol::Ssh,
        minutes: 60,
        full_access: false,
        source_range: form.source_range,
        allow_private: false,
        open_to_all_confirmed: false,
        then_connect: false,
    }
}

fn many(count: usize) -> (Driver, Vec<SiteId>) {
    let mut driver = Driver::signed_in();
    let template = two_sites().sites.remove(0);
    let sites: Vec<Site> = (0..count)
        .map(|number| Site {
            id: SiteId::parse(&format!("site-{number}")).unwrap(),
            name: format!("Site {number:02}"),
            ..template.clone()
        })
        .collect();
    let ids = sites.iter().map(|site| site.id.clone()).collect();
    driver.answer(ApiAnswer::Sites(Ok(SiteList { sites, skipped: 0 })));
    driver.taken(|effect| (!matches!(effect, Effect::Show(_))).then_some(()));
    (driver, ids)
}

fn request(driver: &mut Driver, sites: Vec<SiteId>) -> Result<Vec<SeveralAnswer>, AppError> {
    driver.ask(|reply| Wish::RequestSeveral { form: SeveralForm { sites, terms: terms() }, reply })
}

fn created(driver: &mut Driver) -> Vec<SessionKey> {
    driver.taken(|effect| match effect {
        Effect::CreateSession { key, .. } => Some(*key),
        _ => None,
    })
}

/// Answers every create that goes out, for so long; says how many went out.
fn serve(driver: &mut Driver, seconds: u32) -> usize {
    let mut sent = 0;
    for _ in 0..seconds {
        driver.pass(Duration::from_secs(1));
        loop {
            let keys = created(driver);
            if keys.is_empty() {
                break;
            }
            sent += keys.len();
            for key in keys {
                let session = driver.new_session(&format!("s{sent}-{key:?}").replace(['(', ')'], "-"), 3_600);
                driver.answer(ApiAnswer::Created { key, outcome: CreateOutcome::Created(session) });
            }
        }
    }
    sent
}

#[test]
fn every_site_has_its_row_at_once_and_two_creates_are_on_their_way() {
    let (mut driver, sites) = many(5);
    let answers = request(&mut driver, sites.clone()).unwrap();
    assert_eq!(answers.iter().map(|answer| answer.site.clone()).collect::<Vec<_>>(), sites);
    assert_eq!(created(&mut driver).len(), 2);
    let phases: Vec<SessionPhaseView> =
        answers.iter().map(|answer| driver.session(answer.key.unwrap()).phase).collect();
    let queued = phases.iter().filter(|phase| matches!(phase, SessionPhaseView::Queued { .. })).count();
    let sent = phases.iter().filter(|phase| matches!(phase, SessionPhaseView::Requesting { .. })).count();
    assert_eq!((sent, queued), (2, 3));
}

#[test]
fn twenty_sites_stay_inside_sixty_requests_a_minute() {
    let (mut driver, sites) = many(20);
    let answers = request(&mut driver, sites).unwrap();
    let first = created(&mut driver);
    for key in &first {
        let refused = CreateOutcome::NotCreated(ApiProblem::NotPermitted { server_text: None });
        driver.answer(ApiAnswer::Created { key: *key, outcome: refused });
    }
    let in_the_first_minute = first.len() + serve(&mut driver, 59);
    assert_eq!(in_the_first_minute, 15, "thirty requests, and room for a person");
    let later = serve(&mut driver, 60);
    assert_eq!(in_the_first_minute + later, 20);
    let failed = answers
        .iter()
        .filter(|answer| matches!(driver.session(answer.key.unwrap()).phase, SessionPhaseView::Failed));
    assert_eq!(failed.count(), 2, "a failure of one is one row");
}

#[test]
fn a_site_that_is_unknown_or_named_twice_costs_nothing() {
    let mut driver = Driver::signed_in();
    let gone = SiteId::parse("gone").unwrap();
    let answers = request(&mut driver, vec![site(), gone.clone(), site()]).unwrap();
    assert_eq!(answers.len(), 2);
    assert_eq!(answers[1], SeveralAnswer { site: gone, key: None, problem: Some(AppError::SiteGone) });
    assert_eq!(created(&mut driver).len(), 1);
}

#[test]
fn a_mistake_in_the_form_is_refused_as_a_whole() {
    let mut driver = Driver::signed_in();
    let form = SeveralForm { sites: vec![site(), other_site()], terms: TermsForm { minutes: 14, ..terms() } };
    let refused = driver.ask(|reply| Wish::RequestSeveral { form, reply });
    assert!(matches!(refused, Err(AppError::InvalidField { .. })));
    assert!(created(&mut driver).is_empty());
}

#[test]
fn one_that_waits_is_taken_back_without_a_trace() {
    let (mut driver, sites) = many(3);
    let answers = request(&mut driver, sites).unwrap();
    let first = created(&mut driver);
    let last = answers[2].key.unwrap();
    driver.ask(|reply| Wish::RevokeSession { key: last, reply }).unwrap();
    assert!(driver.shown.sessions.iter().flatten().all(|session| session.key != last));
    for key in first {
        let outcome = CreateOutcome::NotCreated(ApiProblem::TimedOut);
        driver.answer(ApiAnswer::Created { key, outcome });
    }
    driver.pass(Duration::from_secs(120));
    assert!(created(&mut driver).is_empty(), "it is never sent");
}

#[test]
fn signing_out_empties_the_queue() {
    let (mut driver, sites) = many(10);
    request(&mut driver, sites).unwrap();
    created(&mut driver);
    driver.ask(|reply| Wish::SignOut { reply }).unwrap();
    driver.pass(Duration::from_secs(300));
    assert!(created(&mut driver).is_empty());
}

#[test]
fn a_pasted_list_names_sites_by_id_and_by_name() {
    let mut driver = Driver::signed_in();
    let text = format!("  lagos pop\n\n{}\nnowhere\nLAGOS\na\n", other_site());
    let found = driver.ask(|reply| Wish::FindSites { text, reply }).unwrap();
    assert_eq!(found.sites, [site(), other_site()]);
    assert_eq!(found.unknown, ["nowhere", "a"], "one fits none, the other both");
}
