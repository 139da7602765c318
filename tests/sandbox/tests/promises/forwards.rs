//! Port forwards: shapes, what is behind them, and their end.

use std::net::Ipv4Addr;
use std::time::Duration;

use altostrat_sandbox::{
    Destination, Fault, FaultKind, ForwardState, READ_ONLY_API_KEY, Sandbox, SandboxOptions,
};
use reqwest::{Method, Response};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::support::*;

const NAS: Destination = Destination { address: Ipv4Addr::new(192, 168, 88, 10), port: 7_777 };

/// The documented request.
fn forward_to(destination: Destination) -> Value {
    json!({"expire_after_minutes": 15, "allow_only_cidr": "203.0.113.42/32",
           "dst_address": destination.address.to_string(), "dst_port": destination.port})
}

fn forwards(sandbox: &Sandbox, place: usize) -> String {
    format!("/control-plane/{}/transient-forward", sandbox.sites()[place].id)
}

async fn post(sandbox: &Sandbox, place: usize, body: &Value) -> Response {
    with_json(call(sandbox, Method::POST, &forwards(sandbox, place)), body).send().await.unwrap()
}

async fn forward(sandbox: &Sandbox, place: usize, destination: Destination) -> ForwardState {
    let response = post(sandbox, place, &forward_to(destination)).await;
    assert_eq!(response.status(), 201);
    sandbox.forwards(&sandbox.sites()[place].id).pop().unwrap()
}

fn now(sandbox: &Sandbox, place: usize, id: &str) -> ForwardState {
    let states = sandbox.forwards(&sandbox.sites()[place].id);
    states.into_iter().find(|state| state.id == id).unwrap()
}

/// The forward without the words for the time left: two answers are of two moments.
fn apart_from_time_left(mut forward: Value) -> Value {
    let left = forward.as_object_mut().unwrap().remove("time_to_expire");
    assert!(left.is_some_and(|words| words.is_string()));
    forward
}

async fn tcp(port: u16) -> TcpStream {
    until(|| async { TcpStream::connect(("127.0.0.1", port)).await.ok() }).await
}

async fn echoes(stream: &mut TcpStream, text: &str) -> bool {
    let mut answer = vec![0; text.len()];
    stream.write_all(text.as_bytes()).await.is_ok()
        && stream.read_exact(&mut answer).await.is_ok()
        && answer == text.as_bytes()
}

#[tokio::test]
async fn a_forward_has_exactly_the_documented_members() {
    let sandbox = start(fast()).await;
    let created = json_of(post(&sandbox, 0, &forward_to(NAS)).await).await;
    let mut members: Vec<&str> = created.as_object().unwrap().keys().map(String::as_str).collect();
    members.sort_unstable();
    assert_eq!(
        members,
        [
            "allow_only_cidr",
            "dst_address",
            "dst_port",
            "entry_point",
            "expired",
            "expires_at",
            "id",
            "port",
            "revoked_early",
            "time_to_expire",
        ]
    );
    assert_eq!((&created["dst_address"], &created["dst_port"]), (&json!("192.168.88.10"), &json!(7_777)));
    assert_eq!(created["allow_only_cidr"], "203.0.113.42/32");
    assert_eq!(created["expired"], false);
}

#[tokio::test]
async fn both_generations_show_the_same_forwards_and_no_list_shows_the_other_kind() {
    let sandbox = start(fast()).await;
    let forward = forward(&sandbox, 1, NAS).await;
    let access = session(&sandbox, 1, &request("ssh")).await;
    let id = &sandbox.sites()[1].id;
    for base in ["control-plane", "sites"] {
        let listed = get_json(&sandbox, &format!("/{base}/{id}/transient-forward")).await;
        assert_eq!(listed.as_array().unwrap().len(), 1);
        assert_eq!(listed[0]["id"], forward.id);
        let one = get_json(&sandbox, &format!("/{base}/{id}/transient-forward/{}", forward.id)).await;
        assert_eq!(apart_from_time_left(one), apart_from_time_left(listed[0].clone()));
        let accesses = get_json(&sandbox, &format!("/{base}/{id}/transient-accesses")).await;
        assert_eq!(accesses.as_array().unwrap().len(), 1);
        for stranger in [
            format!("/{base}/{id}/transient-forward/{}", access.id),
            format!("/{base}/{id}/transient-accesses/{}", forward.id),
        ] {
            assert_eq!(get(&sandbox, &stranger).await.status(), 404, "{stranger}");
            let revoke = call(&sandbox, Method::DELETE, &stranger).send().await.unwrap();
            assert_eq!(revoke.status(), 404, "{stranger}");
        }
    }
    assert!(!now(&sandbox, 1, &forward.id).expired && !state(&sandbox, 1, &access.id).expired);
}

#[tokio::test]
async fn a_forward_carries_bytes_to_the_attached_service_and_back() {
    let sandbox = start(fast()).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let site = sandbox.sites()[0].id.clone();
    sandbox.attach(&site, NAS, listener.local_addr().unwrap()).unwrap();
    let forward = forward(&sandbox, 0, NAS).await;
    let mut near = tcp(forward.port).await;
    let (mut far, _) = listener.accept().await.unwrap();
    let mut buffer = [0; 4];
    near.write_all(b"ping").await.unwrap();
    far.read_exact(&mut buffer).await.unwrap();
    assert_eq!(&buffer, b"ping");
    far.write_all(b"pong").await.unwrap();
    near.read_exact(&mut buffer).await.unwrap();
    assert_eq!(&buffer, b"pong");
}

#[tokio::test]
async fn web_ports_show_a_page_of_the_device_and_other_ports_echo() {
    let sandbox = start(fast()).await;
    let web = forward(&sandbox, 0, Destination { port: 80, ..NAS }).await;
    drop(tcp(web.port).await);
    let page = client().get(format!("http://127.0.0.1:{}/", web.port)).send().await.unwrap();
    assert!(page.text().await.unwrap().contains("NAS of Cape Town Head Office"));
    let other = forward(&sandbox, 0, NAS).await;
    assert!(echoes(&mut tcp(other.port).await, "anyone there?").await);
}

#[tokio::test]
async fn the_port_refuses_until_the_router_has_its_rule_and_an_offline_router_never_gets_it() {
    let options = SandboxOptions { router_delay: NEVER, ..fast() };
    let waiting = start(options).await;
    let forward_waiting = forward(&waiting, 0, NAS).await;
    let sandbox = start(fast()).await;
    assert!(!sandbox.sites()[2].online);
    let offline = forward(&sandbox, 2, NAS).await;
    let online = forward(&sandbox, 0, NAS).await;
    drop(tcp(online.port).await);
    for port in [offline.port, forward_waiting.port] {
        assert!(TcpStream::connect(("127.0.0.1", port)).await.is_err());
    }
}

#[tokio::test]
async fn a_forward_is_closed_to_addresses_outside_its_range() {
    let sandbox = start(fast()).await;
    sandbox.set_client_address("198.51.100.9".parse().unwrap());
    let forward = forward(&sandbox, 0, NAS).await;
    assert!(!echoes(&mut tcp(forward.port).await, "x").await);
    sandbox.set_client_address("203.0.113.42".parse().unwrap());
    assert!(echoes(&mut tcp(forward.port).await, "x").await);
}

#[tokio::test]
async fn revoking_and_time_cut_a_forward() {
    for by_hand in [true, false] {
        let sandbox = start(fast()).await;
        let forward = forward(&sandbox, 0, NAS).await;
        let mut stream = tcp(forward.port).await;
        assert!(echoes(&mut stream, "before").await);
        if by_hand {
            let path = format!("{}/{}", forwards(&sandbox, 0), forward.id);
            assert_eq!(call(&sandbox, Method::DELETE, &path).send().await.unwrap().status(), 204);
        } else {
            sandbox.expire_now(&forward.id).unwrap();
        }
        assert!(matches!(stream.read(&mut [0; 1]).await, Ok(0) | Err(_)));
        let refused = || async { TcpStream::connect(("127.0.0.1", forward.port)).await.err() };
        until(refused).await;
        let ended = now(&sandbox, 0, &forward.id);
        assert!(ended.expired && ended.revoked_early == by_hand);
        let listed = get_json(&sandbox, &forwards(&sandbox, 0)).await;
        assert_eq!((&listed[0]["expired"], &listed[0]["revoked_early"]), (&json!(true), &json!(by_hand)));
    }
}

#[tokio::test]
async fn a_forward_ends_by_itself() {
    let sandbox = start(SandboxOptions { minute: Duration::from_millis(50), ..fast() }).await;
    let forward = forward(&sandbox, 0, NAS).await;
    let mut stream = tcp(forward.port).await;
    assert!(matches!(stream.read(&mut [0; 1]).await, Ok(0) | Err(_)));
    assert!(now(&sandbox, 0, &forward.id).expired);
}

#[tokio::test]
async fn forwards_are_refused_like_accesses() {
    let sandbox = start(fast()).await;
    let path = forwards(&sandbox, 0);
    let reader = call_as(&sandbox, READ_ONLY_API_KEY, Method::POST, &path);
    assert_eq!(with_json(reader, &forward_to(NAS)).send().await.unwrap().status(), 403);
    let mut body = forward_to(NAS);
    body["dst_address"] = "nas.local".into();
    body["dst_port"] = 65_536.into();
    let answer = json_of(post(&sandbox, 0, &body).await).await;
    assert_eq!(answer["errors"]["dst_port"], json!(["The dst port field must not be greater than 65535."]));
    assert_eq!(answer["message"], "The dst address field must be a valid IPv4 address. (and 1 more error)");
    assert!(sandbox.forwards(&sandbox.sites()[0].id).is_empty());
    let unknown = "/control-plane/d290f1ee-6c54-4b01-90e6-d701748f0851/transient-forward";
    assert_eq!(get(&sandbox, unknown).await.status(), 404);
}

#[tokio::test]
async fn a_lost_answer_leaves_the_forward_behind_and_the_call_in_the_log() {
    let sandbox = start(fast()).await;
    sandbox.inject(Fault::new(FaultKind::LostAnswer).on("POST", "/transient-forward").times(1));
    let path = forwards(&sandbox, 0);
    let lost = with_json(call(&sandbox, Method::POST, &path), &forward_to(NAS)).send().await;
    assert!(lost.is_err());
    assert_eq!(sandbox.forwards(&sandbox.sites()[0].id).len(), 1);
    let calls = sandbox.calls();
    assert_eq!((calls[0].method.as_str(), calls[0].path.as_str(), calls[0].status), ("POST", &*path, None));
    let state = json_of(client().get(format!("{}/__sandbox/state", sandbox.url())).send().await.unwrap());
    assert_eq!(state.await["forwards"].as_array().unwrap().len(), 1);
}
