//! The user's own public address, asked of a service of the user's choice. No API of Altostrat tells it.

use std::net::Ipv4Addr;
use std::time::Duration;

use reqwest::redirect::Policy;
use thiserror::Error;

use crate::altostrat::{AddressProblem, ApiAddress};

/// Longest wait for the whole answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// Longest answer that is read, in bytes. An address has 15.
const LONGEST: usize = 4_096;

/// A service that answers with the address of whoever asks: `https`, or plain `http` on this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddressService(ApiAddress);

/// Says why no address was learned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum LookUpProblem {
    #[error("the service cannot be reached")]
    Unreachable,
    #[error("the service answered with status {0}")]
    Refused(u16),
    #[error("the answer holds no public IPv4 address")]
    NoAddress,
}

impl LookUpProblem {
    /// The name of the class, for counting.
    pub const fn class(&self) -> &'static str {
        match self {
            Self::Unreachable => "addressServiceUnreachable",
            Self::Refused(_) => "addressServiceRefused",
            Self::NoAddress => "addressServiceUnreadable",
        }
    }
}

impl AddressService {
    /// Reads the address of a service as typed.
    pub fn parse(text: &str) -> Result<Self, AddressProblem> {
        ApiAddress::parse(text).map(Self)
    }

    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Asks the service, once. No key and no cookie goes along, and no redirect is followed.
    pub async fn look_up(&self, version: &str) -> Result<Ipv4Addr, LookUpProblem> {
        // The first of the process stays; it is the same one.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut builder = reqwest::Client::builder()
            .user_agent(format!("altostrat-launcher/{version}"))
            .https_only(!self.0.is_plain())
            .redirect(Policy::none())
            .referer(false)
            .timeout(PATIENCE);
        if self.0.is_loopback() {
            builder = builder.no_proxy();
        }
        let client = builder.build().map_err(|_| LookUpProblem::Unreachable)?;
        let mut response = client.get(self.as_str()).send().await.map_err(|_| LookUpProblem::Unreachable)?;
        if !response.status().is_success() {
            return Err(LookUpProblem::Refused(response.status().as_u16()));
        }
        let mut body = Vec::new();
        while let Some(piece) = response.chunk().await.map_err(|_| LookUpProblem::Unreachable)? {
            body.extend_from_slice(&piece);
            if body.len() > LONGEST {
                return Err(LookUpProblem::NoAddress);
            }
        }
        read(&String::from_utf8_lossy(&body)).ok_or(LookUpProblem::NoAddress)
    }
}

/// The one public address in an answer: plain text, or a word of JSON such as `{"ip":"203.0.113.42"}`. Several
/// different ones are none.
fn read(answer: &str) -> Option<Ipv4Addr> {
    let mut found = answer
        .split(|letter: char| !(letter.is_ascii_digit() || letter == '.'))
        .filter_map(|word| word.parse::<Ipv4Addr>().ok());
    let first = found.next().filter(|address| is_public(*address))?;
    found.all(|other| other == first).then_some(first)
}

/// An address that can stand behind traffic over the internet.
pub fn is_public(address: Ipv4Addr) -> bool {
    let shared = address.octets()[0] == 100 && (64..128).contains(&address.octets()[1]);
    !(address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_unspecified()
        || address.is_broadcast()
        || address.is_multicast()
        || shared)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpListener;

    use super::*;

    #[test]
    fn an_address_is_read_from_text_and_from_json() {
        let expected = Some(Ipv4Addr::new(203, 0, 113, 42));
        for answer in
            ["203.0.113.42", " 203.0.113.42\n", r#"{"ip":"203.0.113.42"}"#, "203.0.113.42 (203.0.113.42)"]
        {
            assert_eq!(read(answer), expected, "{answer}");
        }
    }

    #[test]
    fn what_is_no_one_public_address_is_none() {
        for answer in [
            "",
            "<html>sign in</html>",
            "2001:db8::1",
            "10.0.0.1",
            "192.168.1.5",
            "127.0.0.1",
            "100.64.1.1",
            "203.0.113.42 198.51.100.7",
            "999.1.1.1",
            "1.2.3",
        ] {
            assert_eq!(read(answer), None, "{answer}");
        }
    }

    #[test]
    fn a_service_is_asked_over_https_alone() {
        assert!(AddressService::parse("https://ip.example/v4").is_ok());
        assert!(AddressService::parse("http://127.0.0.1:8080").is_ok());
        assert_eq!(AddressService::parse("http://ip.example"), Err(AddressProblem::NotHttps));
        assert_eq!(AddressService::parse("https://me:secret@ip.example"), Err(AddressProblem::UserInfo));
    }

    /// Answers one caller with `answer` and keeps what was asked.
    async fn serve(answer: &'static str) -> (AddressService, tokio::task::JoinHandle<String>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let service = AddressService::parse(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
        let asked = tokio::spawn(async move {
            let (mut caller, _) = listener.accept().await.unwrap();
            let mut heard = vec![0; 4_096];
            let length = caller.read(&mut heard).await.unwrap();
            caller.write_all(answer.as_bytes()).await.unwrap();
            heard.truncate(length);
            String::from_utf8(heard).unwrap()
        });
        (service, asked)
    }

    #[tokio::test]
    async fn the_service_is_asked_without_a_key() {
        let (service, asked) =
            serve("HTTP/1.1 200 OK\r\ncontent-length: 13\r\nconnection: close\r\n\r\n203.0.113.42\n").await;
        assert_eq!(service.look_up("0.1.0").await, Ok(Ipv4Addr::new(203, 0, 113, 42)));
        let asked = asked.await.unwrap().to_lowercase();
        assert!(asked.starts_with("get / http/1.1") && !asked.contains("authorization"), "{asked}");
    }

    #[tokio::test]
    async fn refusals_redirects_and_nobody_are_told_apart() {
        let (service, _) =
            serve("HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n").await;
        assert_eq!(service.look_up("0.1.0").await, Err(LookUpProblem::Refused(302)));
        let (service, _) = serve("HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello").await;
        assert_eq!(service.look_up("0.1.0").await, Err(LookUpProblem::NoAddress));
        let nobody = AddressService::parse("http://127.0.0.1:1").unwrap();
        assert_eq!(nobody.look_up("0.1.0").await, Err(LookUpProblem::Unreachable));
    }

    proptest! {
        #[test]
        fn no_answer_makes_it_panic(answer in "\\PC{0,200}") {
            if let Some(address) = read(&answer) {
                prop_assert!(is_public(address) && answer.contains(&address.to_string()));
            }
        }
    }
}
