//! Port forwards: the same client, other paths, other fields.

use std::sync::Mutex;

use rstest::rstest;
use serde_json::{Value, json};

use super::super::test_server::{NOW, Reply, TestServer};
use super::super::{ApiProblem, CreateOutcome, Urgency, convert};
use super::{client, client_at, quick, request, session_id, session_json, site};
use crate::contract::Generation;
use crate::domain::{
    Access, AccessSession, Destination, DestinationProblem, Family, SessionRequest, SessionType, Wanted,
};

fn nas() -> Destination {
    Destination::parse("192.168.88.10", "8443").unwrap()
}

fn wanted() -> SessionRequest {
    SessionRequest { what: Wanted::Forward(nas()), ..request() }
}

/// A forward as the API writes it, made for [`wanted`] at [`NOW`].
fn forward_json(id: &str) -> Value {
    json!({
        "id": id,
        "port": 45_822,
        "revoked_early": false,
        "allow_only_cidr": "203.0.113.42/32",
        "expires_at": "2026-01-01T13:00:01.000000Z",
        "expired": false,
        "entry_point": "edge-us-east-1a.ostrat.io",
        "dst_address": "192.168.88.10",
        "dst_port": 8_443,
        "time_to_expire": "59 minutes from now",
    })
}

fn read(json: &Value) -> AccessSession {
    convert::session(json.to_string().as_bytes(), Family::Forwards, NOW.parse().unwrap()).unwrap()
}

#[test]
fn a_forward_is_read_whole_and_has_no_login_whatever_is_written() {
    let mut json = forward_json("a");
    for (name, value) in session_json("a").as_object().unwrap() {
        if json.get(name).is_none() {
            json[name] = value.clone();
        }
    }
    let forward = read(&json);
    assert_eq!(forward.kind, SessionType::Forward(Ok(nas())));
    assert_eq!(forward.kind.to_string(), "forward");
    assert_eq!(forward.entry_point.unwrap().unwrap().to_string(), "edge-us-east-1a.ostrat.io:45822");
    assert_eq!(forward.source_range.as_deref(), Some("203.0.113.42/32"));
    assert!(forward.login.is_none() && forward.password.is_none());
    assert!(forward.access == Access::ReadOnly && !forward.allow_private);
    assert!(!forward.expired && !forward.revoked_early);
}

#[rstest]
#[case("dst_port", "8443".into(), Ok(nas()))]
#[case("dst_address", " 192.168.88.10 ".into(), Ok(nas()))]
#[case("dst_address", Value::Null, Err(DestinationProblem::Empty))]
#[case("dst_address", "nas.local".into(), Err(DestinationProblem::NotAnAddress))]
#[case("dst_address", "127.0.0.1".into(), Err(DestinationProblem::NotADevice))]
#[case("dst_port", 0.into(), Err(DestinationProblem::Port))]
#[case("dst_port", "80; x".into(), Err(DestinationProblem::Port))]
#[case("dst_port", Value::Null, Err(DestinationProblem::Port))]
fn a_forward_with_a_destination_nobody_can_read_is_kept_with_the_reason(
    #[case] field: &str,
    #[case] value: Value,
    #[case] destination: Result<Destination, DestinationProblem>,
) {
    let mut json = forward_json("a");
    json[field] = value;
    assert_eq!(read(&json).kind, SessionType::Forward(destination));
}

#[rstest]
#[case(Generation::V1, "control-plane")]
#[case(Generation::Sites, "sites")]
#[tokio::test]
async fn a_create_sends_all_four_fields_once(#[case] generation: Generation, #[case] home: &str) {
    let server = TestServer::scripted(vec![
        Reply::json(200, "[]"),
        Reply::json(201, forward_json("new").to_string()),
        Reply::json(204, ""),
    ])
    .await;
    let client = client_at(server.address.clone(), generation, quick());
    let outcome = client.create_session(&site(), &wanted(), |_| {}).await;
    assert!(matches!(outcome, CreateOutcome::Created(forward) if forward.id.as_str() == "new"));
    client.revoke_session(Family::Forwards, &site(), &session_id()).await.unwrap();
    let path = format!("/{home}/{}/transient-forward", site());
    let expected = [format!("GET {path}"), format!("POST {path}"), format!("DELETE {path}/{}", session_id())];
    assert_eq!(server.log(), expected);
    assert_eq!(
        serde_json::from_str::<Value>(&server.asked()[1].body).unwrap(),
        json!({
            "expire_after_minutes": 60,
            "allow_only_cidr": "203.0.113.42/32",
            "dst_address": "192.168.88.10",
            "dst_port": 8_443,
        })
    );
}

#[tokio::test]
async fn a_create_whose_answer_is_lost_is_found_by_its_destination_and_never_sent_twice() {
    let created = Mutex::new(false);
    let mut colleagues = forward_json("colleague");
    colleagues["dst_address"] = "192.168.88.11".into();
    let list = json!([forward_json("new"), colleagues]).to_string();
    let server = TestServer::start(move |asked| {
        let mut created = created.lock().unwrap();
        if asked.method == "POST" {
            *created = true;
            return Reply::Reset;
        }
        Reply::json(200, if *created { list.clone() } else { "[]".to_owned() })
    })
    .await;
    let outcome = client(&server).create_session(&site(), &wanted(), |_| {}).await;
    assert!(
        matches!(&outcome, CreateOutcome::Adopted(forward) if forward.id.as_str() == "new"),
        "{outcome:?}"
    );
    assert_eq!(server.count("POST"), 1);
}

#[tokio::test]
async fn an_api_without_forwards_has_an_empty_list_that_says_so_and_is_sent_no_create() {
    let server = TestServer::start(|_| Reply::json(404, "{}")).await;
    let client = client(&server);
    let list = client.list_forwards(&site(), Urgency::Background).await.unwrap();
    assert!(list.missing && list.sessions.is_empty());
    let outcome = client.create_session(&site(), &wanted(), |_| {}).await;
    assert!(matches!(outcome, CreateOutcome::NotCreated(ApiProblem::NoForwards)), "{outcome:?}");
    assert_eq!(server.count("POST"), 0);
    let logins = client.list_sessions(&site(), Urgency::Background).await;
    assert!(matches!(logins, Err(ApiProblem::NotFound { .. })), "of logins a 404 tells something else");
}

#[tokio::test]
async fn a_list_that_goes_missing_after_the_create_does_not_say_that_nothing_was_made() {
    let server = TestServer::scripted(vec![
        Reply::json(200, "[]"),
        Reply::Reset,
        Reply::json(404, "{}"),
        Reply::json(404, "{}"),
        Reply::json(404, "{}"),
    ])
    .await;
    let outcome = client(&server).create_session(&site(), &wanted(), |_| {}).await;
    assert!(matches!(outcome, CreateOutcome::Unknown { candidates: 0 }), "{outcome:?}");
}

#[tokio::test]
async fn a_key_that_may_not_list_forwards_is_told() {
    let server = TestServer::start(|_| Reply::json(403, "{\"message\":\"no\"}")).await;
    let list = client(&server).list_forwards(&site(), Urgency::Background).await;
    assert!(matches!(list, Err(ApiProblem::NotPermitted { .. })), "{list:?}");
}
