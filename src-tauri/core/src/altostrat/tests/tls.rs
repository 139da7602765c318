//! What breaks inside TLS: before a request is sent, and after.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, Stream};

use super::super::{AltostratClient, ApiAddress, ApiProblem, CreateOutcome, Urgency};
use super::{client_at, quick, request, session_json, site};
use crate::contract::Generation;

/// An Ed25519 key nobody trusts: the head of PKCS #8, then 32 bytes that are no secret.
const KEY_HEAD: &[u8] = b"\x30\x2e\x02\x01\x00\x30\x05\x06\x03\x2b\x65\x70\x04\x22\x04\x20";
const KEY_SEED: &[u8; 32] = b"no secret: a key for tests alone";

/// Signed by that key itself, for 127.0.0.1, until 2126.
const CERTIFICATE: &str = "\
    MIIBRTCB+KADAgECAhR6QynMwK1PHeVGMhnktzdFZo5HMTAFBgMrZXAwDzENMAsG\
    A1UEAwwEdGVzdDAgFw0yNjExMjIwMzIwMTJaGA8yMTI2MTAyOTAzMjAxMlowDzEN\
    MAsGA1UEAwwEdGVzdDAqMAUGAytlcAMhAExCf5ceMRu7/NiMcbW23PZ5HcA+KR0W\
    OkUNhOo4Tp1co2QwYjAdBgNVHQ4EFgQUNQ8Ni0bjEBZSwRVkOjNwv59OnLswHwYD\
    VR0jBBgwFoAUNQ8Ni0bjEBZSwRVkOjNwv59OnLswDwYDVR0TAQH/BAUwAwEB/zAP\
    BgNVHREECDAGhwR/AAABMAUGAytlcANBADsjte4n7VLPiWbszzka8kAzaylL8F/1\
    ld+94JLxeXuhicTRBRopYFp1KUElF5KpWEpGChHadOTv9xOqdqxMWQE=";

enum TlsReply {
    Json(String),
    /// Bytes in place of an answer that no key of the connection has sealed.
    BrokenSeal,
}

/// Speaks TLS with the certificate from above and answers one request a connection.
fn start(answer: impl FnMut(&str) -> TlsReply + Send + 'static) -> ApiAddress {
    let certificate = CertificateDer::from(STANDARD.decode(CERTIFICATE).unwrap());
    let key = PrivatePkcs8KeyDer::from([KEY_HEAD, KEY_SEED].concat());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key.into())
        .unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = ApiAddress::parse(&format!("https://{}", listener.local_addr().unwrap())).unwrap();
    std::thread::spawn(move || {
        let (config, mut answer) = (Arc::new(config), answer);
        for connection in listener.incoming() {
            // A client that leaves early is part of some tests.
            let _ = serve(connection.unwrap(), &config, &mut answer);
        }
    });
    address
}

fn serve(
    mut stream: TcpStream,
    config: &Arc<ServerConfig>,
    answer: &mut impl FnMut(&str) -> TlsReply,
) -> std::io::Result<()> {
    let mut connection = ServerConnection::new(Arc::clone(config)).unwrap();
    let mut tls = Stream::new(&mut connection, &mut stream);
    let mut asked = Vec::new();
    while !asked.windows(4).any(|window| window == b"\r\n\r\n") {
        let mut piece = [0; 4_096];
        let count = tls.read(&mut piece)?;
        asked.extend_from_slice(&piece[..count]);
    }
    match answer(&String::from_utf8_lossy(&asked)) {
        TlsReply::Json(body) => {
            write!(
                tls,
                "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}",
                body.len()
            )?;
            connection.send_close_notify();
            connection.complete_io(&mut stream)?;
        }
        TlsReply::BrokenSeal => {
            stream.write_all(b"\x17\x03\x03\x00\x20")?;
            stream.write_all(&[0x5a; 0x20])?;
        }
    }
    // Until the client has left, so that no reset overtakes what was written.
    while stream.read(&mut [0; 1_024])? > 0 {}
    Ok(())
}

/// A client that takes the test's certificate for good.
fn trusting(address: ApiAddress) -> AltostratClient {
    let mut client = client_at(address, Generation::V1, quick());
    client.http =
        reqwest::Client::builder().no_proxy().tls_danger_accept_invalid_certs(true).build().unwrap();
    client
}

#[tokio::test]
async fn a_host_nobody_vouches_for_is_not_asked() {
    let address = start(|_| TlsReply::Json("[]".to_owned()));
    let client = client_at(address, Generation::V1, quick());
    assert_eq!(client.list_sites(Urgency::Foreground).await, Err(ApiProblem::TlsRejected));
}

#[tokio::test]
async fn a_connection_that_breaks_inside_tls_is_lost_and_not_distrusted() {
    let client = trusting(start(|_| TlsReply::BrokenSeal));
    assert_eq!(client.list_sites(Urgency::Foreground).await, Err(ApiProblem::ConnectionLost));
}

#[tokio::test]
async fn a_create_whose_connection_breaks_inside_tls_is_looked_for() {
    let mut created = false;
    let client = trusting(start(move |asked| {
        if asked.starts_with("POST") {
            created = true;
            return TlsReply::BrokenSeal;
        }
        let list = if created { vec![session_json("new")] } else { Vec::new() };
        TlsReply::Json(serde_json::Value::from(list).to_string())
    }));
    let outcome = client.create_session(&site(), &request(), |_| {}).await;
    assert!(matches!(outcome, CreateOutcome::Adopted(_)), "{outcome:?}");
}
