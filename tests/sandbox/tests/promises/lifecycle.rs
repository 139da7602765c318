//! From the create to the end of a session.

use std::time::Duration;

use altostrat_sandbox::{SandboxOptions, SessionState};
use reqwest::Method;
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;

use crate::support::*;

/// Connects when the port is open.
async fn tcp(session: &SessionState) -> TcpStream {
    until(|| async { TcpStream::connect(("127.0.0.1", session.port)).await.ok() }).await
}

/// Whether the other side has closed the connection, waiting for it.
async fn closes(stream: &mut TcpStream) -> bool {
    let mut buffer = [0; 1];
    let read = tokio::time::timeout(Duration::from_secs(10), stream.read(&mut buffer)).await;
    matches!(read, Ok(Ok(0) | Err(_)))
}

async fn refuses(port: u16) -> bool {
    TcpStream::connect(("127.0.0.1", port)).await.is_err()
}

#[tokio::test]
async fn the_port_refuses_connections_until_the_gateway_is_ready() {
    let sandbox = start(SandboxOptions { gateway_delay: NEVER, ..fast() }).await;
    let session = session(&sandbox, 0, &request("winbox")).await;
    assert!(refuses(session.port).await);
}

#[tokio::test]
async fn a_winbox_port_holds_connections_until_the_session_is_revoked() {
    let sandbox = start(fast()).await;
    let session = session(&sandbox, 0, &request("winbox")).await;
    let mut stream = tcp(&session).await;
    until(|| async { (state(&sandbox, 0, &session.id).live_connections == 1).then_some(()) }).await;
    let path = format!("{}/{}", accesses(&sandbox, 0), session.id);
    let response = call(&sandbox, Method::DELETE, &path).send().await.unwrap();
    assert_eq!(response.status(), 204);
    assert!(closes(&mut stream).await);
    until(|| async { refuses(session.port).await.then_some(()) }).await;
    let ended = state(&sandbox, 0, &session.id);
    assert!(ended.expired && ended.revoked_early);
    until(|| async { (state(&sandbox, 0, &session.id).live_connections == 0).then_some(()) }).await;
}

#[tokio::test]
async fn a_client_that_hangs_up_in_the_middle_is_gone() {
    let sandbox = start(fast()).await;
    let session = session(&sandbox, 0, &request("ssh")).await;
    let mut stream = tcp(&session).await;
    // The rest of the greeting is left unread, so that closing resets the connection.
    stream.read_exact(&mut [0; 4]).await.unwrap();
    drop(stream);
    until(|| async { (state(&sandbox, 0, &session.id).live_connections == 0).then_some(()) }).await;
}

#[tokio::test]
async fn time_ends_a_session_by_itself() {
    let sandbox = start(SandboxOptions { minute: Duration::from_millis(20), ..fast() }).await;
    let session = session(&sandbox, 0, &request("winbox")).await;
    let mut stream = tcp(&session).await;
    assert!(closes(&mut stream).await);
    let ended = get_json(&sandbox, &accesses(&sandbox, 0)).await;
    assert_eq!(ended[0]["expired"], true);
    assert_eq!(ended[0]["revoked_early"], false);
}

#[tokio::test]
async fn ended_sessions_stay_listed_with_their_passwords() {
    let sandbox = start(fast()).await;
    let first = session(&sandbox, 0, &request("winbox")).await;
    let second = session(&sandbox, 0, &request("ssh")).await;
    sandbox.expire_now(&first.id).unwrap();
    let listed = get_json(&sandbox, &accesses(&sandbox, 0)).await;
    assert_eq!(listed.as_array().unwrap().len(), 2);
    assert_eq!(listed[0]["password"], first.password);
    assert_eq!(listed[0]["expired"], true);
    assert_eq!(listed[1]["id"], second.id);
    assert_eq!(listed[1]["expired"], false);
    assert_ne!(first.port, second.port);
}

#[tokio::test]
async fn revoking_again_changes_nothing() {
    let sandbox = start(fast()).await;
    let session = session(&sandbox, 0, &request("winbox")).await;
    sandbox.expire_now(&session.id).unwrap();
    let path = format!("{}/{}", accesses(&sandbox, 0), session.id);
    assert_eq!(call(&sandbox, Method::DELETE, &path).send().await.unwrap().status(), 204);
    assert!(!state(&sandbox, 0, &session.id).revoked_early);
}

#[tokio::test]
async fn connections_from_outside_the_range_are_closed_at_once() {
    let sandbox = start(fast()).await;
    sandbox.set_client_address("198.51.100.9".parse().unwrap());
    let session = session(&sandbox, 0, &request("winbox")).await;
    assert!(closes(&mut tcp(&session).await).await);
    sandbox.set_client_address("203.0.113.42".parse().unwrap());
    let _held = tcp(&session).await;
    until(|| async { (state(&sandbox, 0, &session.id).live_connections == 1).then_some(()) }).await;
}

#[tokio::test]
async fn private_clients_need_the_private_permission() {
    let sandbox = start(fast()).await;
    sandbox.set_client_address("192.168.1.20".parse().unwrap());
    let mut body = request("winbox");
    body["allow_only_cidr"] = "192.168.1.0/24".into();
    let closed = session(&sandbox, 0, &body).await;
    assert!(closes(&mut tcp(&closed).await).await);
    body["allow_rfc1918"] = true.into();
    let open = session(&sandbox, 0, &body).await;
    let _held = tcp(&open).await;
    until(|| async { (state(&sandbox, 0, &open.id).live_connections == 1).then_some(()) }).await;
}

#[tokio::test]
async fn shutdown_stops_the_api_and_cuts_live_connections() {
    let sandbox = start(fast()).await;
    let session = session(&sandbox, 0, &request("winbox")).await;
    let mut stream = tcp(&session).await;
    until(|| async { (state(&sandbox, 0, &session.id).live_connections == 1).then_some(()) }).await;
    let address = sandbox.address();
    sandbox.shutdown().await;
    assert!(closes(&mut stream).await);
    assert!(refuses(address.port()).await);
    assert!(refuses(session.port).await);
}

#[tokio::test]
async fn dropping_the_sandbox_stops_it_too() {
    let sandbox = start(fast()).await;
    let session = session(&sandbox, 0, &request("winbox")).await;
    let mut stream = tcp(&session).await;
    let address = sandbox.address();
    drop(sandbox);
    assert!(closes(&mut stream).await);
    until(|| async { refuses(address.port()).await.then_some(()) }).await;
}
