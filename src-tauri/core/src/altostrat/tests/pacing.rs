use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use rstest::rstest;

use super::super::test_server::{NOW, Reply, TestServer};
use super::super::{AltostratClient, ApiAddress, ApiKey, ApiProblem, CreateOutcome, Options, Urgency};
use super::{KEY, client, client_at, request, session_id, site};
use crate::clock::{Clock, Moment};
use crate::contract::Generation;
use crate::domain::Family;

/// Runs with the runtime's own clock, which a test can stop.
struct RuntimeClock {
    start: tokio::time::Instant,
    wall: Timestamp,
}

#[async_trait]
impl Clock for RuntimeClock {
    fn now(&self) -> Moment {
        Moment { steady: Duration::ZERO, wall: self.wall }.after(self.start.elapsed())
    }

    async fn sleep_until(&self, steady: Duration) {
        tokio::time::sleep_until(self.start + steady).await;
    }

    fn wakes_right_after_sleep(&self) -> bool {
        false
    }
}

/// A client of a host that is never asked, on the runtime's clock.
pub(super) fn idle_client() -> AltostratClient {
    let clock = RuntimeClock { start: tokio::time::Instant::now(), wall: NOW.parse().unwrap() };
    AltostratClient::new(
        ApiAddress::parse("http://127.0.0.1:9").unwrap(),
        Generation::V1,
        &ApiKey::parse(&KEY.into()).unwrap(),
        "0.1.0",
        Arc::new(clock),
    )
    .unwrap()
}

async fn admit(client: &AltostratClient, urgency: Urgency) -> Result<(), ApiProblem> {
    client.admit(&mut client.patience(urgency)).await
}

#[tokio::test(start_paused = true)]
async fn a_person_waits_a_few_seconds_for_the_budget() {
    let client = idle_client();
    let start = tokio::time::Instant::now();
    for _ in 0..60 {
        admit(&client, Urgency::Foreground).await.unwrap();
    }
    tokio::time::advance(Duration::from_secs(53)).await;
    admit(&client, Urgency::Foreground).await.unwrap();
    assert!(start.elapsed() >= Duration::from_secs(60), "{:?}", start.elapsed());
    assert!(start.elapsed() < Duration::from_secs(61), "{:?}", start.elapsed());
}

#[tokio::test(start_paused = true)]
async fn a_person_is_told_at_once_when_the_wait_would_be_long() {
    let client = idle_client();
    for _ in 0..60 {
        admit(&client, Urgency::Foreground).await.unwrap();
    }
    let start = tokio::time::Instant::now();
    let problem = admit(&client, Urgency::Foreground).await.unwrap_err();
    assert_eq!(problem, ApiProblem::BudgetSpent { wait: Duration::from_secs(60) });
    assert_eq!(start.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn a_call_that_has_waited_long_already_does_not_wait_for_the_budget() {
    let client = idle_client();
    for _ in 0..60 {
        admit(&client, Urgency::Foreground).await.unwrap();
    }
    tokio::time::advance(Duration::from_secs(53)).await;
    let mut patience = client.patience(Urgency::Foreground);
    assert!(patience.spend(Duration::from_secs(14)));
    let problem = client.admit(&mut patience).await.unwrap_err();
    assert_eq!(problem, ApiProblem::BudgetSpent { wait: Duration::from_secs(7) });
}

#[tokio::test(start_paused = true)]
async fn the_background_never_waits() {
    let client = idle_client();
    for _ in 0..30 {
        admit(&client, Urgency::Background).await.unwrap();
    }
    tokio::time::advance(Duration::from_secs(59)).await;
    let problem = admit(&client, Urgency::Background).await.unwrap_err();
    assert_eq!(problem, ApiProblem::BudgetSpent { wait: Duration::from_secs(1) });
    assert_eq!(client.pulse().requests_left, 30);
}

#[tokio::test]
async fn many_callers_at_once_send_no_more_than_the_budget_holds() {
    let server = TestServer::scripted(vec![Reply::json(200, "[]")]).await;
    let client = client(&server);
    let (first, second) = (site(), site());
    let lists = (0..40).map(|number| {
        let site = if number % 2 == 0 { &first } else { &second };
        client.list_sessions(site, Urgency::Background)
    });
    let answers = futures_util::future::join_all(lists).await;
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 30);
    assert_eq!(server.count("GET"), 30);
    let pulse = client.pulse();
    assert_eq!((pulse.requests_left, pulse.requests_per_minute), (30, 60));
}

#[tokio::test]
async fn what_is_repeated_counts_too() {
    let server = TestServer::scripted(vec![Reply::json(502, "")]).await;
    let client = client(&server);
    assert!(client.list_sites(Urgency::Background).await.is_err());
    assert_eq!((server.count("GET"), client.pulse().requests_left), (3, 57));
}

#[rstest]
#[case::longer_than_a_person_is_asked_to(11, Options::default())]
#[case::longer_than_is_left(10, Options { longest_wait: Duration::from_secs(9), ..Options::default() })]
#[tokio::test]
async fn a_person_is_told_at_once_of_a_long_wait_the_server_asks_for(
    #[case] seconds: u64,
    #[case] options: Options,
) {
    let busy = Reply::json(429, "").with("Retry-After", &seconds.to_string());
    let server = TestServer::scripted(vec![busy]).await;
    let client = client_at(server.address.clone(), Generation::V1, options);
    let limited = ApiProblem::RateLimited { retry_after: Some(Duration::from_secs(seconds)) };
    assert_eq!(client.list_sites(Urgency::Foreground).await, Err(limited.clone()));
    assert_eq!(client.revoke_session(Family::Logins, &site(), &session_id()).await, Err(limited));
    let created = client.create_session(&site(), &request(), |_| {}).await;
    assert!(matches!(created, CreateOutcome::NotCreated(ApiProblem::RateLimited { .. })), "{created:?}");
    assert_eq!((server.count("GET"), server.count("DELETE"), server.count("POST")), (2, 1, 0));
}

#[tokio::test]
async fn after_a_429_the_background_keeps_still_as_long_as_asked() {
    let server =
        TestServer::scripted(vec![Reply::json(429, "").with("Retry-After", "600"), Reply::json(200, "[]")])
            .await;
    let client = client(&server);
    assert!(client.list_sites(Urgency::Foreground).await.is_err());
    assert_eq!(
        client.list_sites(Urgency::Background).await,
        Err(ApiProblem::BudgetSpent { wait: Duration::from_secs(60) })
    );
    assert!(client.list_sites(Urgency::Foreground).await.is_ok());
}
