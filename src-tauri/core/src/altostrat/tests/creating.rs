use std::sync::{Arc, Mutex};

use rstest::rstest;
use serde_json::{Value, json};

use super::super::test_server::{Asked, Reply, TestServer};
use super::super::{AltostratClient, ApiProblem, CreateOutcome, CreateStep, Urgency};
use super::{client, client_at, impatient, request, session_json, site};
use crate::contract::Generation;

/// What the platform holds, and what becomes of a create.
struct Platform {
    sessions: Vec<Value>,
    /// Looks at the list, after the create, that still show the old state.
    late_by: usize,
    /// Made by the create.
    made: Vec<Value>,
    to_create: Reply,
    to_list_after: Option<Reply>,
    created: bool,
}

impl Platform {
    fn answer(&mut self, asked: &Asked) -> Reply {
        if asked.method == "POST" {
            self.created = true;
            return self.to_create.clone();
        }
        if self.created {
            if let Some(reply) = &self.to_list_after {
                return reply.clone();
            }
            if self.late_by == 0 {
                self.sessions.append(&mut self.made);
            }
            self.late_by = self.late_by.saturating_sub(1);
        }
        Reply::json(200, Value::Array(self.sessions.clone()).to_string())
    }

    async fn start(self) -> TestServer {
        let platform = Mutex::new(self);
        TestServer::start(move |asked| platform.lock().unwrap().answer(asked)).await
    }
}

/// A platform on which a like session is there already, whose answer to a create is `to_create`.
fn platform(to_create: Reply, made: &[&str]) -> Platform {
    Platform {
        sessions: vec![session_json("old")],
        late_by: 0,
        made: made.iter().map(|id| session_json(id)).collect(),
        to_create,
        to_list_after: None,
        created: false,
    }
}

async fn create(client: &AltostratClient) -> (CreateOutcome, Vec<CreateStep>) {
    let steps = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&steps);
    let outcome =
        client.create_session(&site(), &request(), move |step| seen.lock().unwrap().push(step)).await;
    let steps = steps.lock().unwrap().clone();
    (outcome, steps)
}

#[rstest]
#[case(200, Generation::V1, "POST /control-plane/d290f1ee-6c54-4b01-90e6-d701748f0851/transient-accesses")]
#[case(201, Generation::Sites, "POST /sites/d290f1ee-6c54-4b01-90e6-d701748f0851/transient-accesses")]
#[case(202, Generation::V1, "POST /control-plane/d290f1ee-6c54-4b01-90e6-d701748f0851/transient-accesses")]
#[tokio::test]
async fn a_create_sends_all_five_fields_once(
    #[case] status: u16,
    #[case] generation: Generation,
    #[case] line: &str,
) {
    let server = platform(Reply::json(status, session_json("new").to_string()), &["new"]).start().await;
    let (outcome, steps) = create(&client_at(server.address.clone(), generation, super::quick())).await;
    assert!(matches!(outcome, CreateOutcome::Created(session) if session.id.as_str() == "new"));
    assert_eq!(steps, [CreateStep::ListingBefore, CreateStep::Sending]);
    assert_eq!(server.log()[1..], [line]);
    let sent = &server.asked()[1];
    assert_eq!(sent.headers["content-type"], "application/json");
    assert_eq!(
        serde_json::from_str::<Value>(&sent.body).unwrap(),
        json!({
            "expire_after_minutes": 60,
            "type": "winbox",
            "full_access": true,
            "allow_rfc1918": false,
            "allow_only_cidr": "203.0.113.42/32",
        })
    );
}

fn lost_answers() -> Vec<(&'static str, Reply)> {
    let raw = |text: &str| Reply::Raw(text.as_bytes().to_vec());
    vec![
        ("silence", Reply::Silence),
        ("reset", Reply::Reset),
        ("closed", raw("")),
        ("cut off", raw("HTTP/1.1 201 Created\r\nContent-Length: 300\r\n\r\n{\"id\":\"new\"")),
        ("half a body", Reply::json(201, "{\"id\":\"new\",")),
        ("no body", Reply::json(201, "")),
        ("no content", Reply::json(204, "")),
        ("no id", Reply::json(200, "{\"status\":\"success\"}")),
        ("bad id", Reply::json(200, "{\"id\":\"../x\"}")),
        ("no object", Reply::json(200, "[]")),
        ("page", Reply::html(200)),
        ("huge", raw("HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n{")),
        ("500", Reply::json(500, "{\"message\":\"oops\"}")),
        ("502", Reply::html(502)),
        ("503", Reply::json(503, "").with("Retry-After", "0")),
        ("504", Reply::json(504, "")),
        ("511", Reply::html(511)),
    ]
}

#[tokio::test]
async fn a_create_whose_answer_is_lost_is_found_in_the_list_and_never_sent_twice() {
    for (name, reply) in lost_answers() {
        let server = platform(reply, &["new"]).start().await;
        let (outcome, steps) = create(&client_at(server.address.clone(), Generation::V1, impatient())).await;
        let CreateOutcome::Adopted(session) = outcome else { panic!("{name}: {outcome:?}") };
        assert_eq!(session.id.as_str(), "new", "{name}");
        assert!(session.password.is_some_and(|password| password.is_ok()), "{name}");
        assert_eq!(steps.last(), Some(&CreateStep::CheckingOutcome { look: 1 }), "{name}");
        assert_eq!(server.count("POST"), 1, "{name}");
    }
}

#[tokio::test]
async fn a_create_that_left_nothing_is_reported_as_such_after_three_looks() {
    for (name, reply) in lost_answers() {
        let server = platform(reply, &[]).start().await;
        let (outcome, _) = create(&client_at(server.address.clone(), Generation::V1, impatient())).await;
        assert!(
            matches!(outcome, CreateOutcome::NotCreated(ApiProblem::NothingCreated { .. })),
            "{name}: {outcome:?}"
        );
        assert_eq!((server.count("POST"), server.count("GET")), (1, 4), "{name}");
    }
}

#[tokio::test]
async fn a_session_that_shows_late_is_still_found() {
    let server = Platform { late_by: 2, ..platform(Reply::Reset, &["new"]) }.start().await;
    let (outcome, steps) = create(&client(&server)).await;
    assert!(matches!(outcome, CreateOutcome::Adopted(_)), "{outcome:?}");
    assert_eq!(steps.last(), Some(&CreateStep::CheckingOutcome { look: 3 }));
    assert_eq!(server.count("POST"), 1);
}

#[tokio::test]
async fn two_sessions_that_could_be_ours_are_left_to_the_user() {
    let server = platform(Reply::Reset, &["new", "colleague"]).start().await;
    let (outcome, _) = create(&client(&server)).await;
    assert!(matches!(outcome, CreateOutcome::Unknown { candidates: 2 }), "{outcome:?}");
    assert_eq!(server.count("POST"), 1);
}

#[rstest]
#[case::access("full_access", json!(false))]
#[case::private("allow_rfc1918", json!(true))]
#[case::range("allow_only_cidr", json!("203.0.113.0/24"))]
#[case::end("expires_at", json!("2026-01-01T12:30:00Z"))]
#[case::ended("revoked_early", json!(true))]
#[tokio::test]
async fn a_session_granted_otherwise_than_asked_for_is_never_denied(
    #[case] field: &str,
    #[case] granted: Value,
) {
    let mut platform = platform(Reply::Reset, &["new"]);
    platform.made[0][field] = granted;
    let server = platform.start().await;
    let (outcome, _) = create(&client(&server)).await;
    assert!(matches!(outcome, CreateOutcome::Unknown { candidates: 1 }), "{outcome:?}");
    assert_eq!(server.count("POST"), 1);
}

#[tokio::test]
async fn a_colleagues_session_of_another_protocol_does_not_keep_the_outcome_open() {
    let mut platform = platform(Reply::Reset, &["colleague"]);
    platform.made[0]["type"] = "ssh".into();
    let server = platform.start().await;
    let (outcome, _) = create(&client(&server)).await;
    assert!(matches!(outcome, CreateOutcome::NotCreated(ApiProblem::NothingCreated { .. })), "{outcome:?}");
}

#[tokio::test]
async fn an_outcome_that_cannot_be_looked_up_is_unknown() {
    for reply in [Reply::json(500, ""), Reply::html(200), Reply::json(401, "{}")] {
        let platform = Platform { to_list_after: Some(reply), ..platform(Reply::Reset, &["new"]) };
        let server = platform.start().await;
        let (outcome, _) = create(&client(&server)).await;
        assert!(matches!(outcome, CreateOutcome::Unknown { candidates: 0 }), "{outcome:?}");
        assert_eq!(server.count("POST"), 1);
    }
}

#[tokio::test]
async fn a_new_entry_nobody_can_read_keeps_the_outcome_open() {
    let mut platform = platform(Reply::Reset, &[]);
    platform.made = vec![json!({ "id": null })];
    let server = platform.start().await;
    let (outcome, _) = create(&client(&server)).await;
    assert!(matches!(outcome, CreateOutcome::Unknown { candidates: 1 }), "{outcome:?}");
}

#[rstest]
#[case(400)]
#[case(401)]
#[case(403)]
#[case(404)]
#[case(409)]
#[case(422)]
#[case(429)]
#[case(302)]
#[tokio::test]
async fn a_refused_create_is_not_looked_for(#[case] status: u16) {
    let refusal = Reply::json(status, "{\"message\":\"no\"}").with("Retry-After", "0");
    let server = platform(refusal, &[]).start().await;
    let (outcome, _) = create(&client(&server)).await;
    let CreateOutcome::NotCreated(problem) = outcome else { panic!("{outcome:?}") };
    assert!(!problem.leaves_outcome_open() && !matches!(problem, ApiProblem::NothingCreated { .. }));
    assert_eq!((server.count("GET"), server.count("POST")), (1, 1));
}

#[tokio::test]
async fn nothing_is_sent_when_the_sessions_before_cannot_be_listed() {
    let server = TestServer::scripted(vec![Reply::json(404, "{}")]).await;
    let (outcome, steps) = create(&client(&server)).await;
    assert!(matches!(outcome, CreateOutcome::NotCreated(ApiProblem::NotFound { .. })), "{outcome:?}");
    assert_eq!(steps, [CreateStep::ListingBefore]);
    assert_eq!(server.count("POST"), 0);
}

#[tokio::test]
async fn a_create_no_connection_came_about_for_was_not_made() {
    let server = TestServer::start_for(1, |_| Reply::json(200, "[]")).await;
    let (outcome, _) = create(&client(&server)).await;
    assert!(matches!(outcome, CreateOutcome::NotCreated(ApiProblem::Unreachable)), "{outcome:?}");
    assert_eq!(server.log().len(), 1);
}

/// A client library may send again by itself when a kept connection turns out to be dead.
#[rstest]
#[case::dies_on_the_create(Reply::json(200, "[]").keep())]
#[case::was_dead_already(Reply::Raw(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]".to_vec()))]
#[tokio::test]
async fn a_create_over_a_kept_connection_that_dies_is_not_sent_twice(#[case] first: Reply) {
    let server = TestServer::scripted(vec![
        first,
        Reply::Reset,
        Reply::json(200, json!([session_json("new")]).to_string()),
    ])
    .await;
    let (outcome, _) = create(&client(&server)).await;
    assert!(matches!(outcome, CreateOutcome::Adopted(_)), "{outcome:?}");
    assert_eq!((server.count("POST"), server.count("GET")), (1, 2));
}

#[tokio::test]
async fn a_wrong_clock_on_this_machine_does_not_hide_our_session() {
    // The server is an hour ahead; its sessions end an hour later than this machine would think.
    let mut new = session_json("new");
    new["expires_at"] = "2026-01-01 14:00:10".into();
    let created = Mutex::new(false);
    let server = TestServer::start(move |asked| {
        let mut created = created.lock().unwrap();
        if asked.method == "POST" {
            *created = true;
            return Reply::Reset;
        }
        let list = if *created { vec![new.clone()] } else { Vec::new() };
        Reply::json(200, Value::Array(list).to_string()).with("Date", "Thu, 01 Jan 2026 13:00:00 GMT")
    })
    .await;
    let client = client(&server);
    let (outcome, _) = create(&client).await;
    assert!(matches!(outcome, CreateOutcome::Adopted(_)), "{outcome:?}");
    assert!(client.pulse().offset.is_wrong(client.clock.now()));
    assert!(client.list_sessions(&site(), Urgency::Background).await.is_ok());
}
