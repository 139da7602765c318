//! The base address of an API, as far as a key may be sent there.

use std::fmt;

use thiserror::Error;
use url::{Host, Url};

use crate::contract::FieldProblem;

/// Longest address accepted, in bytes.
const LONGEST: usize = 2_048;

/// Says why a text is no address a key may be sent to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum AddressProblem {
    #[error("no address is given")]
    Empty,
    #[error("the address is longer than 2,048 bytes")]
    TooLong,
    #[error("this is no address of the form https://host")]
    NotAnAddress,
    #[error("the address must start with https:// (http:// is for this machine alone)")]
    NotHttps,
    #[error("the address must not hold a user name or password")]
    UserInfo,
    #[error("the address must not hold a query or fragment")]
    QueryOrFragment,
}

impl From<AddressProblem> for FieldProblem {
    fn from(problem: AddressProblem) -> Self {
        match problem {
            AddressProblem::Empty => Self::Empty,
            AddressProblem::TooLong => Self::TooLong { most: u32::try_from(LONGEST).unwrap_or(u32::MAX) },
            AddressProblem::NotHttps => Self::NotHttps,
            AddressProblem::NotAnAddress | AddressProblem::UserInfo | AddressProblem::QueryOrFragment => {
                Self::NotAnAddress
            }
        }
    }
}

/// A base address: `https`, or plain `http` on a loopback host; no user, no query, no fragment.
///
/// A path is kept and put before every route, for an API behind a prefix.
#[derive(Clone, PartialEq, Eq)]
pub struct ApiAddress {
    /// Without a slash at its end.
    text: String,
    host: String,
    is_loopback: bool,
}

impl ApiAddress {
    /// Reads an address as typed. Blanks around it are ignored.
    pub fn parse(text: &str) -> Result<Self, AddressProblem> {
        let text = text.trim();
        if text.is_empty() {
            return Err(AddressProblem::Empty);
        }
        if text.len() > LONGEST {
            return Err(AddressProblem::TooLong);
        }
        // The URL standard drops tabs and line ends, turns `\` into `/` and fills in missing slashes. What a
        // person read and what is dialled must be the same.
        if text.chars().any(|letter| letter.is_whitespace() || letter.is_control() || letter == '\\') {
            return Err(AddressProblem::NotAnAddress);
        }
        let (scheme, rest) = text.split_once("://").ok_or(AddressProblem::NotAnAddress)?;
        if rest.is_empty() || rest.starts_with('/') {
            return Err(AddressProblem::NotAnAddress);
        }
        if !scheme.eq_ignore_ascii_case("https") && !scheme.eq_ignore_ascii_case("http") {
            return Err(AddressProblem::NotHttps);
        }
        if text.contains(['?', '#']) {
            return Err(AddressProblem::QueryOrFragment);
        }
        let url = Url::parse(text).map_err(|_| AddressProblem::NotAnAddress)?;
        let authority = rest.split('/').next().unwrap_or_default();
        if authority.contains('@') || !url.username().is_empty() || url.password().is_some() {
            return Err(AddressProblem::UserInfo);
        }
        let is_loopback = match url.host().ok_or(AddressProblem::NotAnAddress)? {
            Host::Ipv4(address) => address.is_loopback(),
            Host::Ipv6(address) => address.is_loopback(),
            Host::Domain(name) => name == "localhost",
        };
        if url.scheme() != "https" && !is_loopback {
            return Err(AddressProblem::NotHttps);
        }
        let name = url.host_str().ok_or(AddressProblem::NotAnAddress)?;
        let host = url.port().map_or_else(|| name.to_owned(), |port| format!("{name}:{port}"));
        Ok(Self { text: url.as_str().trim_end_matches('/').to_owned(), host, is_loopback })
    }

    /// The normalised address, without a slash at its end.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Host for display, with the port where it is not the usual one.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The host is this machine.
    pub fn is_loopback(&self) -> bool {
        self.is_loopback
    }

    pub(crate) fn is_plain(&self) -> bool {
        self.text.starts_with("http://")
    }
}

impl fmt::Display for ApiAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

impl fmt::Debug for ApiAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "ApiAddress({})", self.text)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("https://v1.api.altostrat.io", "https://v1.api.altostrat.io", "v1.api.altostrat.io")]
    #[case(" HTTPS://API.Altostrat.io/ ", "https://api.altostrat.io", "api.altostrat.io")]
    #[case("https://api.altostrat.io:443", "https://api.altostrat.io", "api.altostrat.io")]
    #[case(
        "https://proxy.example:8443/altostrat/",
        "https://proxy.example:8443/altostrat",
        "proxy.example:8443"
    )]
    #[case("http://127.0.0.1:4010", "http://127.0.0.1:4010", "127.0.0.1:4010")]
    #[case("http://127.8.9.10", "http://127.8.9.10", "127.8.9.10")]
    #[case("http://[::1]:80/x", "http://[::1]/x", "[::1]")]
    #[case("http://localhost:1", "http://localhost:1", "localhost:1")]
    fn addresses_are_read_as_meant(#[case] typed: &str, #[case] text: &str, #[case] host: &str) {
        let address = ApiAddress::parse(typed).unwrap();
        assert_eq!((address.as_str(), address.host()), (text, host));
    }

    #[rstest]
    #[case("", AddressProblem::Empty)]
    #[case("  ", AddressProblem::Empty)]
    #[case("api.altostrat.io", AddressProblem::NotAnAddress)]
    #[case("https:api.altostrat.io", AddressProblem::NotAnAddress)]
    #[case("https:///api.altostrat.io", AddressProblem::NotAnAddress)]
    #[case("https://", AddressProblem::NotAnAddress)]
    #[case("https://a b", AddressProblem::NotAnAddress)]
    #[case("https://a\tb", AddressProblem::NotAnAddress)]
    #[case("https://good.example\\@evil.example", AddressProblem::NotAnAddress)]
    #[case("https://a:70000", AddressProblem::NotAnAddress)]
    #[case("http://api.altostrat.io", AddressProblem::NotHttps)]
    #[case("http://localhost.example", AddressProblem::NotHttps)]
    #[case("http://127.0.0.1.example", AddressProblem::NotHttps)]
    #[case("http://128.0.0.1", AddressProblem::NotHttps)]
    #[case("http://0.0.0.0", AddressProblem::NotHttps)]
    #[case("http://[::2]", AddressProblem::NotHttps)]
    #[case("http://[::ffff:127.0.0.1]", AddressProblem::NotHttps)]
    #[case("ftp://a", AddressProblem::NotHttps)]
    #[case("file:///etc/passwd", AddressProblem::NotAnAddress)]
    #[case("https://user@a", AddressProblem::UserInfo)]
    #[case("https://user:word@a", AddressProblem::UserInfo)]
    #[case("https://@a", AddressProblem::UserInfo)]
    #[case("http://localhost@evil.example", AddressProblem::UserInfo)]
    #[case("https://a?x=1", AddressProblem::QueryOrFragment)]
    #[case("https://a/#x", AddressProblem::QueryOrFragment)]
    fn an_address_a_key_must_not_be_sent_to_is_refused(#[case] typed: &str, #[case] problem: AddressProblem) {
        assert_eq!(ApiAddress::parse(typed), Err(problem));
    }

    #[test]
    fn an_endless_address_is_refused() {
        assert_eq!(
            ApiAddress::parse(&format!("https://{}", "a".repeat(3_000))),
            Err(AddressProblem::TooLong)
        );
    }

    proptest! {
        #[test]
        fn an_accepted_address_is_https_or_loopback(
            text in "(https?://)?[a-z0-9.@:/?#\\[\\]-]{0,24}"
        ) {
            if let Ok(address) = ApiAddress::parse(&text) {
                prop_assert!(address.as_str().starts_with("https://") || address.is_loopback());
                prop_assert!(!address.as_str().contains(['@', '?', '#']) || address.as_str().contains("/@")
                    || address.as_str().split('/').skip(3).any(|part| part.contains('@')));
                prop_assert_eq!(ApiAddress::parse(address.as_str()), Ok(address.clone()));
            }
        }
    }
}
