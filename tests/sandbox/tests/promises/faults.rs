//! Each fault, over the wire.

use std::time::Duration;

use altostrat_sandbox::{Fault, FaultKind, Sandbox};
use reqwest::Method;
use serde_json::json;

use crate::support::*;

async fn armed(fault: Fault) -> Sandbox {
    let sandbox = start(fast()).await;
    sandbox.inject(fault);
    sandbox
}

fn once(kind: FaultKind) -> Fault {
    Fault::new(kind).on("GET", "/sites").times(1)
}

#[tokio::test]
async fn a_status_with_retry_after_comes_once() {
    let kind = FaultKind::Status { status: 429, retry_after: Some("7".to_owned()) };
    let sandbox = armed(once(kind)).await;
    let response = get(&sandbox, "/sites").await;
    assert_eq!(response.status(), 429);
    assert_eq!(response.headers()["retry-after"], "7");
    assert_eq!(get(&sandbox, "/sites").await.status(), 200);
    let statuses: Vec<_> = sandbox.calls().iter().map(|call| call.status).collect();
    assert_eq!(statuses, [Some(429), Some(200)]);
}

#[tokio::test]
async fn a_delayed_answer_outlasts_an_impatient_client() {
    let sandbox = armed(once(FaultKind::Delay { milliseconds: 60_000 })).await;
    let patience = Duration::from_millis(50);
    let error = call(&sandbox, Method::GET, "/sites").timeout(patience).send().await.unwrap_err();
    assert!(error.is_timeout());
    assert_eq!(sandbox.calls()[0].status, None);
}

#[tokio::test]
async fn a_reset_gives_no_answer_and_applies_nothing() {
    let sandbox = start(fast()).await;
    sandbox.inject(Fault::new(FaultKind::Reset).on("POST", "/transient-accesses").times(1));
    let path = accesses(&sandbox, 0);
    let sent = with_json(call(&sandbox, Method::POST, &path), &request("ssh")).send().await;
    assert!(sent.is_err());
    assert!(sandbox.sessions(&sandbox.sites()[0].id).is_empty());
    assert_eq!(sandbox.calls()[0].status, None);
}

#[tokio::test]
async fn a_lost_answer_leaves_the_session_behind() {
    let sandbox = start(fast()).await;
    sandbox.inject(Fault::new(FaultKind::LostAnswer).on("POST", "/transient-accesses").times(1));
    let path = accesses(&sandbox, 0);
    let sent = with_json(call(&sandbox, Method::POST, &path), &request("ssh")).send().await;
    assert!(sent.is_err());
    assert_eq!(sandbox.sessions(&sandbox.sites()[0].id).len(), 1);
    assert_eq!(sandbox.calls().iter().filter(|call| call.method == "POST").count(), 1);
}

#[tokio::test]
async fn a_truncated_body_breaks_off_after_its_headers() {
    let sandbox = armed(once(FaultKind::Truncate)).await;
    let mut response = get(&sandbox, "/sites").await;
    assert_eq!(response.status(), 200);
    let announced = response.content_length().unwrap();
    let first = response.chunk().await.unwrap().unwrap();
    assert!((first.len() as u64) < announced);
    while let Ok(chunk) = response.chunk().await {
        assert!(chunk.is_some(), "the body ended as if it were whole");
    }
}

#[tokio::test]
async fn a_web_page_comes_with_200() {
    let sandbox = armed(once(FaultKind::Html)).await;
    let response = get(&sandbox, "/sites").await;
    assert_eq!(response.status(), 200);
    assert!(response.headers()["content-type"].to_str().unwrap().starts_with("text/html"));
    assert!(response.text().await.unwrap().starts_with("<!DOCTYPE html>"));
}

#[tokio::test]
async fn the_date_can_be_wrong() {
    let day = 86_400;
    let sandbox = armed(once(FaultKind::Date { offset_seconds: -day })).await;
    let date = |response: &reqwest::Response| {
        httpdate::parse_http_date(response.headers()["date"].to_str().unwrap()).unwrap()
    };
    let wrong = date(&get(&sandbox, "/sites").await);
    let right = date(&get(&sandbox, "/sites").await);
    assert!(right.duration_since(wrong).unwrap() >= Duration::from_secs(86_400 - 60));
}

#[tokio::test]
async fn a_redirect_names_its_address() {
    let kind = FaultKind::Redirect { location: "http://192.0.2.1/steal".to_owned() };
    let sandbox = armed(once(kind)).await;
    let response = get(&sandbox, "/sites").await;
    assert_eq!(response.status(), 302);
    assert_eq!(response.headers()["location"], "http://192.0.2.1/steal");
}

#[tokio::test]
async fn a_dripping_body_arrives_whole_in_pieces() {
    let sandbox = armed(once(FaultKind::Drip { bytes: 2_000, milliseconds: 2 })).await;
    let mut response = get(&sandbox, "/sites").await;
    let announced = response.content_length().unwrap();
    let (mut pieces, mut total) = (0, 0);
    while let Some(chunk) = response.chunk().await.unwrap() {
        pieces += 1;
        total += chunk.len() as u64;
    }
    assert_eq!(total, announced);
    assert!(pieces > 1);
}

#[tokio::test]
async fn shutting_down_does_not_wait_for_a_dripping_body() {
    let sandbox = armed(once(FaultKind::Drip { bytes: 1, milliseconds: 60_000 })).await;
    let response = get(&sandbox, "/sites").await;
    sandbox.shutdown().await;
    assert!(response.bytes().await.is_err());
}

#[tokio::test]
async fn session_members_can_be_replaced_and_removed() {
    let sandbox = start(fast()).await;
    let members = json!({"entry_point": "-oProxyCommand=x", "port": 70_000, "onclick": null});
    let members = members.as_object().unwrap().clone();
    sandbox.inject(Fault::new(FaultKind::Override { members }).on("GET", "/transient-accesses"));
    let created = json_of(create(&sandbox, 0, &request("winbox")).await).await;
    assert_eq!(created["entry_point"], "127.0.0.1");
    let listed = get_json(&sandbox, &accesses(&sandbox, 0)).await;
    assert_eq!(listed[0]["entry_point"], "-oProxyCommand=x");
    assert_eq!(listed[0]["port"], 70_000);
    assert_eq!(listed[0].get("onclick"), None);
    assert_eq!(listed[0]["id"], created["id"]);
    sandbox.clear_faults();
    assert_eq!(get_json(&sandbox, &accesses(&sandbox, 0)).await[0]["entry_point"], "127.0.0.1");
}
