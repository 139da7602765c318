//! Logins, host keys, and the cut of live SSH connections.

use altostrat_sandbox::{RouterOs, SandboxOptions};
use reqwest::Method;
use russh::client::KeyboardInteractiveAuthResponse;

use crate::support::*;
use crate::terminal::{shell, shows};

#[tokio::test]
async fn the_login_is_refused_before_the_router_knows_it() {
    let sandbox = start(SandboxOptions { router_delay: NEVER, ..fast() }).await;
    let session = session(&sandbox, 0, &request("ssh")).await;
    let (_ssh, accepted) = log_in(session.port, &session.username, &session.password).await;
    assert!(!accepted);
}

#[tokio::test]
async fn once_the_router_knows_it_only_the_sessions_own_login_is_accepted() {
    let sandbox = start(fast()).await;
    let session = session(&sandbox, 0, &request("ssh")).await;
    until(|| async { state(&sandbox, 0, &session.id).login_open.then_some(()) }).await;
    assert!(!log_in(session.port, &session.username, "wrong").await.1);
    assert!(!log_in(session.port, "admin", &session.password).await.1);
    assert!(log_in(session.port, &session.username, &session.password).await.1);
}

#[tokio::test]
async fn an_offline_router_never_learns_the_login() {
    let sandbox = start(SandboxOptions { router_delay: std::time::Duration::ZERO, ..fast() }).await;
    let place = sandbox.sites().iter().position(|site| !site.online).unwrap();
    let session = session(&sandbox, place, &request("ssh")).await;
    assert!(!log_in(session.port, &session.username, &session.password).await.1);
}

#[tokio::test]
async fn keyboard_interactive_asks_for_the_password_once() {
    let sandbox = start(fast()).await;
    let session = session(&sandbox, 0, &request("ssh")).await;
    until(|| async { state(&sandbox, 0, &session.id).login_open.then_some(()) }).await;
    for (password, accepted) in [("wrong", false), (session.password.as_str(), true)] {
        let (mut ssh, _) = connect(session.port).await;
        let asked =
            ssh.authenticate_keyboard_interactive_start(session.username.clone(), None).await.unwrap();
        let KeyboardInteractiveAuthResponse::InfoRequest { prompts, .. } = asked else { panic!("{asked:?}") };
        assert_eq!(prompts.len(), 1);
        let answer = ssh.authenticate_keyboard_interactive_respond(vec![password.to_owned()]).await.unwrap();
        assert_eq!(matches!(answer, KeyboardInteractiveAuthResponse::Success), accepted);
    }
}

#[tokio::test]
async fn revoking_cuts_a_live_terminal() {
    let sandbox = start(fast()).await;
    let session = session(&sandbox, 0, &request("ssh")).await;
    let ssh = logged_in(&session).await;
    let mut channel = shell(&ssh).await;
    shows(&mut channel, "] > ").await;
    let path = format!("{}/{}", accesses(&sandbox, 0), session.id);
    call(&sandbox, Method::DELETE, &path).send().await.unwrap();
    until(|| async { ssh.is_closed().then_some(()) }).await;
}

#[tokio::test]
async fn expiry_cuts_a_live_terminal() {
    let sandbox = start(fast()).await;
    let session = session(&sandbox, 0, &request("ssh")).await;
    let ssh = logged_in(&session).await;
    assert!(!ssh.is_closed());
    sandbox.expire_now(&session.id).unwrap();
    until(|| async { ssh.is_closed().then_some(()) }).await;
}

#[tokio::test]
async fn a_routeros_7_site_shows_one_ed25519_key_until_it_is_swapped() {
    let sandbox = start(fast()).await;
    assert_eq!(sandbox.sites()[0].router_os, RouterOs::V7);
    let first = session(&sandbox, 0, &request("ssh")).await;
    let second = session(&sandbox, 0, &request("ssh")).await;
    let elsewhere = session(&sandbox, 3, &request("ssh")).await;
    let key = connect(first.port).await.1;
    assert_eq!(key.0, "ssh-ed25519");
    assert_eq!(connect(second.port).await.1, key);
    assert_ne!(connect(elsewhere.port).await.1, key);
    sandbox.swap_host_key(&sandbox.sites()[0].id).unwrap();
    assert_ne!(connect(second.port).await.1, key);
}

#[tokio::test]
async fn a_routeros_6_site_shows_an_rsa_key() {
    let sandbox = start(fast()).await;
    assert_eq!(sandbox.sites()[1].router_os, RouterOs::V6);
    let session = session(&sandbox, 1, &request("ssh")).await;
    let key = connect(session.port).await.1;
    assert_eq!(key.0, "ssh-rsa");
}
