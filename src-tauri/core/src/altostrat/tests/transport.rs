use std::time::Duration;

use rstest::rstest;

use super::super::test_server::{NOW_AS_DATE, Reply, TestServer};
use super::super::{ApiAddress, ApiProblem, Urgency};
use super::{KEY, client, client_at, impatient, quick, session_id, site};
use crate::contract::Generation;
use crate::domain::Family;

fn raw(head: &str, body: &str) -> Reply {
    Reply::Raw(
        format!("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n{head}\r\n\r\n{body}").into_bytes(),
    )
}

/// Every way to answer badly, what is made of it, and how many requests it takes.
#[rstest]
#[case::cut_off(raw("Content-Length: 500", "[{\"id\":\"a\"}"), ApiProblem::ConnectionLost, 3)]
#[case::cut_off_piece(raw("Transfer-Encoding: chunked", "5\r\n[{\"i"), ApiProblem::ConnectionLost, 3)]
#[case::reset(Reply::Reset, ApiProblem::ConnectionLost, 3)]
#[case::too_short_a_length(raw("Content-Length: 8", "[{\"id\":\"a\"}]"), ApiProblem::UnreadableAnswer, 1)]
#[case::a_gigabyte_announced(raw("Content-Length: 1073741824", "["), ApiProblem::TooLarge, 1)]
#[case::a_flood(Reply::Flood, ApiProblem::TooLarge, 1)]
#[case::a_web_page(Reply::html(200), ApiProblem::PortalInTheWay, 1)]
#[case::a_web_page_called_json(Reply::json(200, " <html>"), ApiProblem::PortalInTheWay, 1)]
#[case::sign_in_needed(Reply::html(511), ApiProblem::PortalInTheWay, 1)]
#[case::redirect(
    Reply::html(302).with("Location", "/elsewhere"),
    ApiProblem::Redirected { status: 302 },
    1
)]
#[case::empty(Reply::json(200, ""), ApiProblem::UnreadableAnswer, 1)]
#[case::no_list(Reply::json(200, "{\"status\":\"error\"}"), ApiProblem::UnreadableAnswer, 1)]
#[case::key_rejected(
    Reply::json(401, "{\"message\":\"Unauthorized\"}"),
    ApiProblem::KeyRejected { server_text: Some("Unauthorized".into()) },
    1
)]
#[case::not_permitted(Reply::json(403, "{}"), ApiProblem::NotPermitted { server_text: None }, 1)]
#[case::gone(Reply::json(410, "{}"), ApiProblem::NotFound { server_text: None }, 2)]
#[case::conflict(Reply::json(409, "{}"), ApiProblem::Refused { status: 409, server_text: None }, 1)]
#[case::broken(Reply::json(500, ""), ApiProblem::ServerTrouble { status: 500, server_text: None }, 1)]
#[case::gateway(Reply::html(502), ApiProblem::ServerTrouble { status: 502, server_text: None }, 3)]
#[case::busy(
    Reply::json(503, "").with("Retry-After", "0"),
    ApiProblem::ServerTrouble { status: 503, server_text: None },
    3
)]
#[case::limited(
    Reply::json(429, "").with("Retry-After", NOW_AS_DATE),
    ApiProblem::RateLimited { retry_after: Some(Duration::ZERO) },
    3
)]
#[case::limited_for_long(
    Reply::json(429, "").with("Retry-After", "3600"),
    ApiProblem::RateLimited { retry_after: Some(Duration::from_secs(3_600)) },
    1
)]
#[tokio::test]
async fn every_bad_answer_to_a_read_has_its_name(
    #[case] reply: Reply,
    #[case] problem: ApiProblem,
    #[case] requests: usize,
) {
    let server = TestServer::scripted(vec![reply]).await;
    assert_eq!(client(&server).list_sites(Urgency::Foreground).await, Err(problem));
    assert_eq!(server.count("GET"), requests, "{:?}", server.log());
}

#[rstest]
#[case::silence(Reply::Silence)]
#[case::drip(Reply::Drip(Duration::from_millis(5)))]
#[tokio::test]
async fn an_answer_that_never_ends_is_given_up_and_asked_for_once_more(#[case] reply: Reply) {
    let server = TestServer::scripted(vec![reply]).await;
    let client = client_at(server.address.clone(), Generation::V1, impatient());
    assert_eq!(client.list_sites(Urgency::Foreground).await, Err(ApiProblem::TimedOut));
    assert_eq!(server.count("GET"), 2);
}

#[tokio::test]
async fn a_pause_inside_an_answer_is_bounded_too() {
    let server = TestServer::scripted(vec![Reply::Drip(Duration::from_mins(10))]).await;
    let mut options = quick();
    options.read_timeout = Duration::from_millis(200);
    let client = client_at(server.address.clone(), Generation::V1, options);
    let answer = client.list_sites(Urgency::Foreground);
    // Far below the total of 30 s, which would end it as well.
    let answer = tokio::time::timeout(Duration::from_secs(20), answer).await.unwrap();
    assert_eq!(answer, Err(ApiProblem::TimedOut));
}

#[rstest]
#[case(Reply::Reset)]
#[case(Reply::html(504))]
#[case(Reply::json(429, "").with("Retry-After", "0"))]
#[tokio::test]
async fn a_passing_fault_is_not_seen_by_the_user(#[case] fault: Reply) {
    let server = TestServer::scripted(vec![fault, Reply::json(200, r#"[{"id":"a"}]"#)]).await;
    let list = client(&server).list_sites(Urgency::Foreground).await.unwrap();
    assert_eq!((list.sites.len(), server.count("GET")), (1, 2));
}

#[tokio::test]
async fn no_server_at_all_is_unreachable() {
    let server = TestServer::start_for(1, |_| Reply::json(200, "[]")).await;
    let client = client(&server);
    client.list_sites(Urgency::Foreground).await.unwrap();
    assert_eq!(client.list_sites(Urgency::Foreground).await, Err(ApiProblem::Unreachable));
}

#[tokio::test]
async fn a_host_that_speaks_no_tls_is_not_trusted_and_sees_no_key() {
    let server = TestServer::scripted(vec![Reply::Reset]).await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = ApiAddress::parse(&format!("https://{}", listener.local_addr().unwrap())).unwrap();
    let impostor = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        tokio::io::AsyncWriteExt::write_all(&mut stream, b"HTTP/1.1 200 OK\r\n\r\n[]").await.unwrap();
        let mut heard = Vec::new();
        let _ = tokio::io::AsyncReadExt::read_to_end(&mut stream, &mut heard).await;
        heard
    });
    let client = client_at(address, Generation::V1, quick());
    assert_eq!(client.list_sites(Urgency::Foreground).await, Err(ApiProblem::TlsRejected));
    assert!(!String::from_utf8_lossy(&impostor.await.unwrap()).contains(KEY));
    assert!(server.asked().is_empty());
}

#[tokio::test]
async fn every_request_says_who_asks_and_nothing_more() {
    let server = TestServer::scripted(vec![Reply::json(200, "[]")]).await;
    client(&server).list_sites(Urgency::Foreground).await.unwrap();
    let mut headers: Vec<(String, String)> = server.asked()[0].headers.clone().into_iter().collect();
    headers.retain(|(name, _)| name != "host");
    headers.sort();
    let expected = [
        ("accept", "application/json"),
        ("authorization", &format!("Bearer {KEY}")),
        ("user-agent", "altostrat-launcher/0.1.0"),
    ];
    assert_eq!(headers, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
}

#[rstest]
#[case::no_content(vec![Reply::json(204, "")], Ok(()), 1)]
#[case::empty_and_called_html(vec![Reply::json(200, "").with("Content-Type", "text/html")], Ok(()), 1)]
#[case::with_a_body(vec![Reply::json(202, "{\"message\":\"Queued\"}")], Ok(()), 1)]
#[case::not_there(vec![Reply::json(404, "")], Ok(()), 1)]
#[case::gone(vec![Reply::json(410, "")], Ok(()), 1)]
#[case::answer_lost_then_gone(vec![Reply::Reset, Reply::json(404, "")], Ok(()), 2)]
#[case::forbidden(
    vec![Reply::json(403, "")],
    Err(ApiProblem::NotPermitted { server_text: None }),
    1
)]
#[case::web_page(vec![Reply::html(200)], Err(ApiProblem::PortalInTheWay), 1)]
#[tokio::test]
async fn a_revoke_is_done_when_the_session_is_gone(
    #[case] replies: Vec<Reply>,
    #[case] outcome: Result<(), ApiProblem>,
    #[case] requests: usize,
) {
    let server = TestServer::scripted(replies).await;
    assert_eq!(client(&server).revoke_session(Family::Logins, &site(), &session_id()).await, outcome);
    assert_eq!(server.count("DELETE"), requests);
    assert_eq!(
        server.log()[0],
        "DELETE /control-plane/d290f1ee-6c54-4b01-90e6-d701748f0851/transient-accesses/f0e9d8c7-b6a5-4f3e-2d1c-0b9a8e7f6d5c"
    );
}
