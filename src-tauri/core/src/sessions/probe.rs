//! Asks an entry point whether anything answers there yet.

use std::time::Duration;

use tokio::io::AsyncReadExt as _;
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::domain::{EntryPoint, Protocol};

/// What an entry point answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProbeAnswer {
    /// Nothing listens, or nothing answered in time.
    Closed,
    /// The port is open; for SSH the router's greeting has not come.
    Open,
    /// The port is open and, for SSH, the greeting of RFC 4253 §4.2 was read. An account is not proven by this,
    /// nor the device behind a forward.
    Answers,
}

/// Dials once, waits at most `patience`, and sends nothing. A forward has no protocol.
pub async fn probe(entry_point: &EntryPoint, protocol: Option<Protocol>, patience: Duration) -> ProbeAnswer {
    let host = entry_point.host.to_string();
    let dial = TcpStream::connect((host.as_str(), entry_point.port.number()));
    let Ok(Ok(mut stream)) = timeout(patience, dial).await else { return ProbeAnswer::Closed };
    if protocol != Some(Protocol::Ssh) {
        return ProbeAnswer::Answers;
    }
    let mut greeting = [0_u8; 4];
    match timeout(patience, stream.read_exact(&mut greeting)).await {
        Ok(Ok(_)) if greeting == *b"SSH-" => ProbeAnswer::Answers,
        // A gateway that closes at once, or says something else, has not reached the router.
        _ => ProbeAnswer::Open,
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::AsyncWriteExt as _;
    use tokio::net::TcpListener;

    use super::*;
    use crate::domain::{Host, Port};

    const PATIENCE: Duration = Duration::from_secs(5);

    async fn listener() -> (TcpListener, EntryPoint) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let entry =
            EntryPoint { host: Host::parse("127.0.0.1").unwrap(), port: Port::new(port.into()).unwrap() };
        (listener, entry)
    }

    #[tokio::test]
    async fn a_port_where_nobody_listens_is_closed() {
        let (listener, entry) = listener().await;
        drop(listener);
        assert_eq!(probe(&entry, Some(Protocol::Ssh), PATIENCE).await, ProbeAnswer::Closed);
    }

    #[tokio::test]
    async fn ssh_answers_only_with_its_greeting() {
        let (listener, entry) = listener().await;
        let server = async {
            let (mut silent, _) = listener.accept().await.unwrap();
            silent.shutdown().await.unwrap();
            let (mut router, _) = listener.accept().await.unwrap();
            router.write_all(b"SSH-2.0-ROSSSH\r\n").await.unwrap();
        };
        let client = async {
            let first = probe(&entry, Some(Protocol::Ssh), PATIENCE).await;
            (first, probe(&entry, Some(Protocol::Ssh), PATIENCE).await)
        };
        let ((), answers) = tokio::join!(server, client);
        assert_eq!(answers, (ProbeAnswer::Open, ProbeAnswer::Answers));
    }

    #[tokio::test]
    async fn an_open_port_is_all_winbox_and_forwards_can_show() {
        let (_listener, entry) = listener().await;
        for protocol in [Some(Protocol::WinBox), None] {
            assert_eq!(probe(&entry, protocol, PATIENCE).await, ProbeAnswer::Answers);
        }
    }
}
