//! What the tests share: a fast sandbox, an HTTP client, an SSH client, waiting for a condition.

use std::future::Future;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use altostrat_sandbox::{API_KEY, Sandbox, SandboxOptions, SessionState};
use reqwest::{Method, RequestBuilder, Response};
use russh::client::{AuthResult, Config, Handle, Handler};
use russh::keys::{HashAlg, PublicKeyOrCertificate};
use serde_json::{Value, json};

pub(crate) const NEVER: Duration = Duration::from_secs(3600);

pub(crate) fn fast() -> SandboxOptions {
    SandboxOptions {
        gateway_delay: Duration::from_millis(10),
        router_delay: Duration::from_millis(20),
        ..SandboxOptions::default()
    }
}

pub(crate) async fn start(options: SandboxOptions) -> Sandbox {
    Sandbox::start(options).await.unwrap()
}

pub(crate) fn client() -> reqwest::Client {
    // Only the first of a process's tests installs it.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build().unwrap()
}

pub(crate) fn call_as(sandbox: &Sandbox, token: &str, method: Method, path: &str) -> RequestBuilder {
    client().request(method, format!("{}{path}", sandbox.url())).bearer_auth(token)
}

pub(crate) fn call(sandbox: &Sandbox, method: Method, path: &str) -> RequestBuilder {
    call_as(sandbox, API_KEY, method, path)
}

pub(crate) async fn get(sandbox: &Sandbox, path: &str) -> Response {
    call(sandbox, Method::GET, path).send().await.unwrap()
}

pub(crate) async fn json_of(response: Response) -> Value {
    serde_json::from_slice(&response.bytes().await.unwrap()).unwrap()
}

pub(crate) async fn get_json(sandbox: &Sandbox, path: &str) -> Value {
    json_of(get(sandbox, path).await).await
}

/// The documented request, for one protocol.
pub(crate) fn request(protocol: &str) -> Value {
    json!({"expire_after_minutes": 15, "type": protocol, "full_access": true,
           "allow_rfc1918": false, "allow_only_cidr": "203.0.113.42/32"})
}

pub(crate) fn with_json(builder: RequestBuilder, body: &Value) -> RequestBuilder {
    builder.header("content-type", "application/json").body(body.to_string())
}

pub(crate) fn accesses(sandbox: &Sandbox, place: usize) -> String {
    format!("/control-plane/{}/transient-accesses", sandbox.sites()[place].id)
}

pub(crate) async fn create(sandbox: &Sandbox, place: usize, body: &Value) -> Response {
    let path = accesses(sandbox, place);
    with_json(call(sandbox, Method::POST, &path), body).send().await.unwrap()
}

/// Creates a session and returns it as the sandbox sees it.
pub(crate) async fn session(sandbox: &Sandbox, place: usize, body: &Value) -> SessionState {
    let response = create(sandbox, place, body).await;
    assert_eq!(response.status(), 201);
    let id = json_of(response).await["id"].as_str().unwrap().to_owned();
    state(sandbox, place, &id)
}

pub(crate) fn state(sandbox: &Sandbox, place: usize, id: &str) -> SessionState {
    let states = sandbox.sessions(&sandbox.sites()[place].id);
    states.into_iter().find(|state| state.id == id).unwrap()
}

/// Waits for a condition, looking again every few milliseconds.
pub(crate) async fn until<T, F: Future<Output = Option<T>>>(mut condition: impl FnMut() -> F) -> T {
    tokio::time::timeout(Duration::from_secs(30), async {
        loop {
            if let Some(value) = condition().await {
                return value;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    })
    .await
    .unwrap()
}

/// Accepts any host key and remembers its kind and value.
#[derive(Clone, Default)]
pub(crate) struct SeenKey(pub(crate) Arc<Mutex<Option<(String, String)>>>);

impl Handler for SeenKey {
    type Error = russh::Error;

    async fn check_server_key(&mut self, key: &PublicKeyOrCertificate) -> Result<bool, Self::Error> {
        let PublicKeyOrCertificate::PublicKey { key, .. } = key else { return Ok(false) };
        *self.0.lock().unwrap() =
            Some((key.algorithm().to_string(), key.fingerprint(HashAlg::Sha256).to_string()));
        Ok(true)
    }
}

pub(crate) type Ssh = Handle<SeenKey>;

/// Connects as soon as the gateway has opened the port; returns the host key's kind and fingerprint.
pub(crate) async fn connect(port: u16) -> (Ssh, (String, String)) {
    let seen = SeenKey::default();
    let ssh =
        until(|| {
            let seen = seen.clone();
            async move {
                russh::client::connect(Arc::new(Config::default()), ("127.0.0.1", port), seen).await.ok()
            }
        })
        .await;
    let key = seen.0.lock().unwrap().clone().unwrap();
    (ssh, key)
}

pub(crate) async fn log_in(port: u16, username: &str, password: &str) -> (Ssh, bool) {
    let (mut ssh, _) = connect(port).await;
    let result = ssh.authenticate_password(username, password).await.unwrap();
    (ssh, matches!(result, AuthResult::Success))
}

/// Logs in with the session's own login, trying until the router knows it.
pub(crate) async fn logged_in(session: &SessionState) -> Ssh {
    until(|| async {
        let (ssh, accepted) = log_in(session.port, &session.username, &session.password).await;
        accepted.then_some(ssh)
    })
    .await
}
