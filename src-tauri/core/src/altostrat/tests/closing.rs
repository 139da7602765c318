//! After the client was closed nothing is sent any more.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use futures_util::future::join;
use rstest::rstest;

use super::super::test_server::{Asked, Reply, TestServer};
use super::super::{AltostratClient, ApiProblem, CreateOutcome, Options, Urgency};
use super::pacing::idle_client;
use super::{client, client_at, quick, request, session_id, session_json, site};
use crate::contract::Generation;
use crate::domain::Family;

/// A server during whose answer to the first `method` the client is closed.
async fn closing_on(
    method: &'static str,
    options: Options,
    answer: impl Fn(&Asked) -> Reply + Send + Sync + 'static,
) -> (TestServer, Arc<AltostratClient>) {
    let slot: Arc<OnceLock<Arc<AltostratClient>>> = Arc::default();
    let to_close = Arc::clone(&slot);
    let server = TestServer::start(move |asked| {
        if asked.method == method {
            to_close.get().unwrap().close();
        }
        answer(asked)
    })
    .await;
    let client = Arc::new(client_at(server.address.clone(), Generation::V1, options));
    slot.set(Arc::clone(&client)).unwrap();
    (server, client)
}

fn answers_with(reply: Reply) -> impl Fn(&Asked) -> Reply + Send + Sync + 'static {
    move |asked| if asked.method == "POST" { reply.clone() } else { Reply::json(200, "[]") }
}

async fn create(client: &AltostratClient) -> CreateOutcome {
    client.create_session(&site(), &request(), |_| {}).await
}

#[tokio::test]
async fn a_closed_client_sends_nothing() {
    let server = TestServer::scripted(vec![Reply::json(200, "[]")]).await;
    let client = client(&server);
    client.close();
    for urgency in [Urgency::Foreground, Urgency::Background] {
        assert_eq!(client.list_sites(urgency).await, Err(ApiProblem::Closed));
    }
    assert_eq!(client.revoke_session(Family::Logins, &site(), &session_id()).await, Err(ApiProblem::Closed));
    assert!(matches!(create(&client).await, CreateOutcome::NotCreated(ApiProblem::Closed)));
    assert_eq!(server.log(), [""; 0]);
    assert_eq!(client.pulse().requests_left, 60);
}

#[tokio::test]
async fn a_create_is_not_sent_when_the_client_was_closed_during_the_list_before() {
    let (server, client) = closing_on("GET", quick(), |_| Reply::json(200, "[]")).await;
    let outcome = create(&client).await;
    assert!(matches!(outcome, CreateOutcome::NotCreated(ApiProblem::Closed)), "{outcome:?}");
    assert_eq!((server.count("GET"), server.count("POST")), (1, 0));
}

#[tokio::test]
async fn a_wait_the_server_asked_for_ends_when_the_client_is_closed() {
    let busy = |_: &Asked| Reply::json(429, "").with("Retry-After", "10");
    let (server, client) = closing_on("GET", quick(), busy).await;
    // Far below the 10 s, whatever this machine is busy with.
    let outcome = tokio::time::timeout(Duration::from_secs(5), create(&client)).await.unwrap();
    assert!(matches!(outcome, CreateOutcome::NotCreated(ApiProblem::Closed)), "{outcome:?}");
    assert_eq!((server.count("GET"), server.count("POST")), (1, 0));
}

#[tokio::test(start_paused = true)]
async fn a_wait_for_the_budget_ends_when_the_client_is_closed() {
    let client = idle_client();
    for _ in 0..60 {
        client.admit(&mut client.patience(Urgency::Foreground)).await.unwrap();
    }
    tokio::time::advance(Duration::from_secs(53)).await;
    let start = tokio::time::Instant::now();
    let (outcome, ()) = join(create(&client), async { client.close() }).await;
    assert!(matches!(outcome, CreateOutcome::NotCreated(ApiProblem::Closed)), "{outcome:?}");
    assert_eq!(start.elapsed(), Duration::ZERO);
}

#[tokio::test]
async fn a_create_on_its_way_when_the_client_is_closed_may_finish() {
    let made = Reply::json(201, session_json("new").to_string());
    let (server, client) = closing_on("POST", quick(), answers_with(made)).await;
    assert!(matches!(create(&client).await, CreateOutcome::Created(_)));
    assert_eq!((server.count("GET"), server.count("POST")), (1, 1));
}

#[rstest]
#[case::at_the_first_look([Duration::ZERO; 3])]
#[case::before_the_first_look([Duration::from_secs(60); 3])]
#[tokio::test]
async fn a_create_whose_answer_is_lost_while_closing_stays_open_and_is_not_looked_for(
    #[case] outcome_waits: [Duration; 3],
) {
    let options = Options { outcome_waits, ..quick() };
    let (server, client) = closing_on("POST", options, answers_with(Reply::Reset)).await;
    let outcome = tokio::time::timeout(Duration::from_secs(30), create(&client)).await.unwrap();
    assert!(matches!(outcome, CreateOutcome::Unknown { candidates: 0 }), "{outcome:?}");
    assert_eq!((server.count("GET"), server.count("POST")), (1, 1));
}
