//! The control interface over HTTP.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::support::*;

async fn control(
    sandbox: &altostrat_sandbox::Sandbox,
    method: Method,
    path: &str,
    body: Option<&Value>,
) -> StatusCode {
    let builder = client().request(method, format!("{}/__sandbox/{path}", sandbox.url()));
    let builder = body
        .map_or_else(|| builder.try_clone().unwrap(), |body| with_json(builder.try_clone().unwrap(), body));
    builder.send().await.unwrap().status()
}

#[tokio::test]
async fn faults_are_injected_listed_and_cleared() {
    let sandbox = start(fast()).await;
    let fault = json!({"method": "GET", "path": "/sites", "times": 3, "kind": "status", "status": 503});
    assert_eq!(control(&sandbox, Method::POST, "faults", Some(&fault)).await, 204);
    assert_eq!(get_json(&sandbox, "/__sandbox/faults").await, json!([fault]));
    assert_eq!(get(&sandbox, "/sites").await.status(), 503);
    assert_eq!(control(&sandbox, Method::DELETE, "faults", None).await, 204);
    assert_eq!(get(&sandbox, "/sites").await.status(), 200);
    assert_eq!(control(&sandbox, Method::POST, "faults", Some(&json!({"kind": "nonsense"}))).await, 422);
}

#[tokio::test]
async fn the_call_log_leaves_the_control_interface_out() {
    let sandbox = start(fast()).await;
    get(&sandbox, "/sites").await;
    let calls = get_json(&sandbox, "/__sandbox/calls").await;
    assert_eq!(calls, json!([{"number": 1, "method": "GET", "path": "/sites", "status": 200}]));
    control(&sandbox, Method::DELETE, "calls", None).await;
    assert!(sandbox.calls().is_empty());
}

#[tokio::test]
async fn sessions_host_keys_and_the_client_address_can_be_steered() {
    let sandbox = start(fast()).await;
    let session = session(&sandbox, 0, &request("winbox")).await;
    let seen = get_json(&sandbox, "/__sandbox/state").await;
    assert_eq!(seen["sites"].as_array().unwrap().len(), 12);
    assert_eq!(seen["sessions"][0]["password"], session.password);
    assert_eq!(seen["client_address"], "203.0.113.42");
    let expire = format!("sessions/{}/expire", session.id);
    assert_eq!(control(&sandbox, Method::POST, &expire, None).await, 204);
    assert!(state(&sandbox, 0, &session.id).expired);
    assert_eq!(control(&sandbox, Method::POST, "sessions/unknown/expire", None).await, 404);
    let swap = format!("sites/{}/swap-host-key", session.site_id);
    assert_eq!(control(&sandbox, Method::POST, &swap, None).await, 204);
    let address = json!({"address": "198.51.100.9"});
    assert_eq!(control(&sandbox, Method::PUT, "client-address", Some(&address)).await, 204);
    assert_eq!(get_json(&sandbox, "/__sandbox/client-address").await, address);
}
