//! Where to dial: a host and port that no program can take for an option, a command or another address.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::num::NonZeroU16;

use thiserror::Error;

/// Says why an entry point cannot be dialled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum EndpointProblem {
    #[error("the host is no name of letters, digits, dots and inner hyphens, and no IP address")]
    Host,
    #[error("the port is not between 1 and 65535")]
    Port,
}

/// A host: an IP address, or a DNS name of letters, digits and inner hyphens (RFC 952, RFC 1123).
///
/// Everything else is refused, so that a host never starts with `-`, never holds a blank, a control character
/// or anything a shell, a terminal or `ssh`'s own expansion would read.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Host {
    Ip(IpAddr),
    Name(String),
}

impl Host {
    /// Parses a host. IPv6 may stand in brackets; zone ids are refused.
    pub fn parse(text: &str) -> Result<Self, EndpointProblem> {
        if let Ok(address) = text.parse::<Ipv4Addr>() {
            return Ok(Self::Ip(IpAddr::V4(address)));
        }
        let inner = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
        if let Ok(address) = inner.parse::<Ipv6Addr>() {
            return Ok(Self::Ip(IpAddr::V6(address)));
        }
        let labels_are_good = text.split('.').all(is_label);
        // A name of digits and dots alone would be read by some programs as a short IPv4 address.
        let has_letter = text.bytes().any(|byte| byte.is_ascii_alphabetic());
        if text.len() > 253 || !labels_are_good || !has_letter || is_number_like(text) {
            return Err(EndpointProblem::Host);
        }
        Ok(Self::Name(text.to_ascii_lowercase()))
    }
}

fn is_label(label: &str) -> bool {
    let bytes = label.as_bytes();
    (1..=63).contains(&bytes.len())
        && bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
        && bytes.first().is_some_and(u8::is_ascii_alphanumeric)
        && bytes.last().is_some_and(u8::is_ascii_alphanumeric)
}

/// `0x7f000001` and friends: forms `inet_aton(3)` takes for an address.
fn is_number_like(text: &str) -> bool {
    text.split('.').next_back().is_some_and(|last| {
        last.bytes().all(|byte| byte.is_ascii_digit())
            || last
                .strip_prefix("0x")
                .or_else(|| last.strip_prefix("0X"))
                .is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
    })
}

impl fmt::Display for Host {
    /// Writes the bare form, without brackets.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ip(address) => write!(formatter, "{address}"),
            Self::Name(name) => formatter.write_str(name),
        }
    }
}

/// A TCP port, 1 to 65,535.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Port(NonZeroU16);

impl Port {
    /// Takes a port as the API sends it: any JSON integer.
    pub fn new(number: i64) -> Result<Self, EndpointProblem> {
        u16::try_from(number).ok().and_then(NonZeroU16::new).map(Self).ok_or(EndpointProblem::Port)
    }

    pub const fn number(self) -> u16 {
        self.0.get()
    }
}

impl fmt::Display for Port {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.0)
    }
}

/// The host and port a session is dialled at.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct EntryPoint {
    pub host: Host,
    pub port: Port,
}

impl fmt::Display for EntryPoint {
    /// Writes `host:port`, with an IPv6 address in brackets: the form WinBox takes.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.host {
            Host::Ip(IpAddr::V6(address)) => write!(formatter, "[{address}]:{}", self.port),
            host => write!(formatter, "{host}:{}", self.port),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn hosts_that_programs_could_misread_are_refused() {
        for text in [
            "",
            "-oProxyCommand=x",
            "a b",
            "x;y",
            "a\nb",
            "a\0",
            "a..b",
            ".a",
            "a.",
            "-a.example",
            "a-.example",
            "ä.example",
            "a_b",
            "$(x)",
            "`x`",
            "user@host",
            "host:22",
            "host/path",
            "fe80::1%eth0",
            "1.2.3",
            "127.1",
            "0x7f000001",
            "1.2.3.4.5",
            "%h",
            "[::1",
            "::1]",
        ] {
            assert_eq!(Host::parse(text), Err(EndpointProblem::Host), "{text:?}");
        }
    }

    #[test]
    fn names_and_addresses_of_gateways_are_accepted() {
        for (text, shown) in [
            ("edge-us-east-1a.ostrat.io", "edge-us-east-1a.ostrat.io"),
            ("EDGE.ostrat.io", "edge.ostrat.io"),
            ("154.66.115.255", "154.66.115.255"),
            ("[2001:db8::1]", "2001:db8::1"),
            ("2001:db8::1", "2001:db8::1"),
            ("localhost", "localhost"),
            ("1a.example", "1a.example"),
        ] {
            assert_eq!(Host::parse(text).map(|host| host.to_string()), Ok(shown.to_owned()));
        }
    }

    #[test]
    fn a_port_is_between_1_and_65535() {
        for number in [0, -1, 65_536, 70_000, i64::MAX, i64::MIN] {
            assert_eq!(Port::new(number), Err(EndpointProblem::Port));
        }
        assert_eq!(Port::new(65_535).map(Port::number), Ok(65_535));
    }

    #[test]
    fn an_ipv6_entry_point_is_written_in_brackets() {
        let entry = EntryPoint { host: Host::parse("::1").unwrap(), port: Port::new(8291).unwrap() };
        assert_eq!(entry.to_string(), "[::1]:8291");
    }

    proptest! {
        #[test]
        fn an_accepted_host_holds_nothing_but_the_letters_of_hosts(text in ".{0,40}") {
            if let Ok(host) = Host::parse(&text) {
                let shown = host.to_string();
                prop_assert!(!shown.starts_with('-') && !shown.is_empty());
                prop_assert!(shown.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-.:".contains(&byte)));
            }
        }
    }
}
