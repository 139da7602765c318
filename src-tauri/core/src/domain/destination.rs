//! Where a port forward leads: a device behind a router, and one TCP port of it.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

use serde::{Deserialize, Serialize};
use specta::Type;
use thiserror::Error;

use super::Port;

/// Says why nothing can be forwarded there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum DestinationProblem {
    #[error("nothing was entered")]
    Empty,
    #[error("not an IPv4 address, such as 192.168.88.10")]
    NotAnAddress,
    #[error("IPv6 is not supported by the API")]
    Ipv6,
    /// `0.0.0.0/8`, loopback, multicast, and `240.0.0.0/4` with the broadcast address.
    #[error("no single device has this address")]
    NotADevice,
    #[error("the port is not between 1 and 65535")]
    Port,
}

/// The scheme a browser opens a port with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WebScheme {
    Http,
    Https,
}

impl fmt::Display for WebScheme {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Http => "http",
            Self::Https => "https",
        })
    }
}

/// A unicast IPv4 address and a TCP port, as `dst_address` and `dst_port` want them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Destination {
    address: Ipv4Addr,
    port: Port,
}

impl Destination {
    pub fn new(address: Ipv4Addr, port: Port) -> Result<Self, DestinationProblem> {
        let [first, ..] = address.octets();
        let reserved = first == 0 || first >= 240;
        if reserved || address.is_loopback() || address.is_multicast() {
            return Err(DestinationProblem::NotADevice);
        }
        Ok(Self { address, port })
    }

    /// Reads what a user typed, or the API sent. Blanks around it are ignored.
    pub fn parse(address: &str, port: &str) -> Result<Self, DestinationProblem> {
        let address = Self::parse_address(address)?;
        let port = port.trim();
        let digits = !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
        let number = port.parse().ok().filter(|_| digits);
        let port = number.and_then(|number| Port::new(number).ok()).ok_or(DestinationProblem::Port)?;
        Self::new(address, port)
    }

    fn parse_address(text: &str) -> Result<Ipv4Addr, DestinationProblem> {
        let text = text.trim();
        if text.is_empty() {
            return Err(DestinationProblem::Empty);
        }
        text.parse().map_err(|_| match text.parse::<Ipv6Addr>() {
            Ok(_) => DestinationProblem::Ipv6,
            Err(_) => DestinationProblem::NotAnAddress,
        })
    }

    pub const fn address(self) -> Ipv4Addr {
        self.address
    }

    pub const fn port(self) -> Port {
        self.port
    }

    /// The scheme of a port that devices show their pages on: those of HTTP and HTTPS and their usual
    /// substitutes, and Synology's 5000 and 5001. `None` for all others: opening them in a browser would
    /// only be a guess.
    pub const fn web_scheme(self) -> Option<WebScheme> {
        match self.port.number() {
            80 | 81 | 5000 | 8000 | 8008 | 8080 | 8081 | 8088 | 8888 => Some(WebScheme::Http),
            443 | 4443 | 5001 | 8443 => Some(WebScheme::Https),
            _ => None,
        }
    }
}

impl fmt::Display for Destination {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}", self.address, self.port)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("192.168.88.10", "443", "192.168.88.10:443")]
    #[case(" 10.0.0.1 ", " 1\t", "10.0.0.1:1")]
    #[case("203.0.113.9", "65535", "203.0.113.9:65535")]
    #[case("169.254.1.1", "080", "169.254.1.1:80")]
    fn a_device_and_a_port_of_it_are_taken(#[case] address: &str, #[case] port: &str, #[case] shown: &str) {
        assert_eq!(Destination::parse(address, port).unwrap().to_string(), shown);
    }

    #[rstest]
    #[case("", "80", DestinationProblem::Empty)]
    #[case("nas.local", "80", DestinationProblem::NotAnAddress)]
    #[case("192.168.88", "80", DestinationProblem::NotAnAddress)]
    #[case("192.168.88.10/32", "80", DestinationProblem::NotAnAddress)]
    #[case("192.168.88.010", "80", DestinationProblem::NotAnAddress)]
    #[case("fe80::1", "80", DestinationProblem::Ipv6)]
    #[case("0.0.0.0", "80", DestinationProblem::NotADevice)]
    #[case("127.0.0.1", "80", DestinationProblem::NotADevice)]
    #[case("224.0.0.1", "80", DestinationProblem::NotADevice)]
    #[case("239.255.255.250", "80", DestinationProblem::NotADevice)]
    #[case("240.0.0.1", "80", DestinationProblem::NotADevice)]
    #[case("255.255.255.255", "80", DestinationProblem::NotADevice)]
    #[case("192.168.88.10", "", DestinationProblem::Port)]
    #[case("192.168.88.10", "0", DestinationProblem::Port)]
    #[case("192.168.88.10", "+80", DestinationProblem::Port)]
    #[case("192.168.88.10", "65536", DestinationProblem::Port)]
    #[case("192.168.88.10", "http", DestinationProblem::Port)]
    fn what_is_no_device_or_no_port_is_told(
        #[case] address: &str,
        #[case] port: &str,
        #[case] problem: DestinationProblem,
    ) {
        assert_eq!(Destination::parse(address, port), Err(problem));
    }

    #[test]
    fn web_ports_have_their_scheme_and_others_none() {
        let scheme = |port: &str| Destination::parse("10.0.0.1", port).unwrap().web_scheme();
        for port in ["80", "8000", "8080"] {
            assert_eq!(scheme(port), Some(WebScheme::Http));
        }
        for port in ["443", "8443"] {
            assert_eq!(scheme(port), Some(WebScheme::Https));
        }
        for port in ["22", "3389", "8291", "79", "444"] {
            assert_eq!(scheme(port), None);
        }
    }

    proptest! {
        #[test]
        fn every_destination_is_one_unicast_address_and_reads_back(bits in any::<u32>(), port in any::<u16>()) {
            let (address, port) = (Ipv4Addr::from(bits).to_string(), port.to_string());
            if let Ok(destination) = Destination::parse(&address, &port) {
                let [first, ..] = destination.address().octets();
                prop_assert!((1..224).contains(&first) && first != 127);
                prop_assert_eq!(destination.to_string(), format!("{address}:{port}"));
            }
        }
    }
}
