//! The source range of a session: who on the internet may dial in.

use std::fmt;
use std::net::Ipv4Addr;

use ipnet::Ipv4Net;
use serde::{Deserialize, Serialize};
use specta::Type;
use thiserror::Error;

/// Says why a text is no source range.
#[derive(Clone, Debug, PartialEq, Eq, Error, Serialize, Deserialize, Type)]
#[serde(tag = "reason", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum RangeProblem {
    #[error("no range is given")]
    Empty,
    #[error("this is no IPv4 address or range")]
    NotARange,
    #[error("the part behind the slash is not 0 to 32")]
    PrefixLength,
    #[error("IPv6 is not supported by the API")]
    Ipv6,
    /// Bits behind the prefix are set; the network that was probably meant is offered.
    #[error("the address is inside {network}, not its start")]
    HostBits { network: String, single: String },
}

/// An IPv4 range in CIDR form whose host bits are zero, as `allow_only_cidr` wants it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SourceRange(Ipv4Net);

impl SourceRange {
    /// Reads what a user typed. Blanks around it are ignored; a bare address means itself alone (`/32`).
    pub fn parse(text: &str) -> Result<Self, RangeProblem> {
        let text = text.trim();
        if text.is_empty() {
            return Err(RangeProblem::Empty);
        }
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => (address, Some(prefix)),
            None => (text, None),
        };
        let Ok(address) = address.parse::<Ipv4Addr>() else {
            let is_ipv6 = address.contains(':') && address.parse::<std::net::Ipv6Addr>().is_ok();
            return Err(if is_ipv6 { RangeProblem::Ipv6 } else { RangeProblem::NotARange });
        };
        let length = match prefix {
            None => 32,
            Some(digits)
                if !digits.is_empty()
                    && digits.len() <= 2
                    && digits.bytes().all(|byte| byte.is_ascii_digit()) =>
            {
                digits.parse::<u8>().map_err(|_| RangeProblem::PrefixLength)?
            }
            Some(_) => return Err(RangeProblem::PrefixLength),
        };
        let net = Ipv4Net::new(address, length).map_err(|_| RangeProblem::PrefixLength)?;
        if net.trunc() != net {
            return Err(RangeProblem::HostBits {
                network: net.trunc().to_string(),
                single: format!("{address}/32"),
            });
        }
        Ok(Self(net))
    }

    /// How many addresses may dial in, 1 to 2³².
    pub fn addresses(self) -> u64 {
        1_u64 << (32 - u32::from(self.0.prefix_len()))
    }

    pub fn is_single(self) -> bool {
        self.0.prefix_len() == 32
    }

    /// Wider than /24.
    pub fn is_wide(self) -> bool {
        self.0.prefix_len() < 24
    }

    /// The whole internet.
    pub fn is_open_to_all(self) -> bool {
        self.0.prefix_len() == 0
    }

    /// Lies wholly inside a private range of RFC 1918: no traffic over the internet comes from there.
    pub fn is_private(self) -> bool {
        const PRIVATE: [Ipv4Net; 3] = [
            Ipv4Net::new_assert(Ipv4Addr::new(10, 0, 0, 0), 8),
            Ipv4Net::new_assert(Ipv4Addr::new(172, 16, 0, 0), 12),
            Ipv4Net::new_assert(Ipv4Addr::new(192, 168, 0, 0), 16),
        ];
        PRIVATE.iter().any(|private| private.contains(&self.0))
    }

    /// This address alone.
    pub fn single(address: Ipv4Addr) -> Self {
        Self(Ipv4Net::from(address))
    }

    pub fn first(self) -> Ipv4Addr {
        self.0.network()
    }

    pub fn contains(self, address: Ipv4Addr) -> bool {
        self.0.contains(&address)
    }
}

impl fmt::Display for SourceRange {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("203.0.113.42", "203.0.113.42/32")]
    #[case("  203.0.113.0/24\n", "203.0.113.0/24")]
    #[case("0.0.0.0/0", "0.0.0.0/0")]
    fn ranges_are_read_as_meant(#[case] text: &str, #[case] range: &str) {
        assert_eq!(SourceRange::parse(text).map(|range| range.to_string()), Ok(range.to_owned()));
    }

    #[rstest]
    #[case("", RangeProblem::Empty)]
    #[case("   ", RangeProblem::Empty)]
    #[case("10.0.0.1/33", RangeProblem::PrefixLength)]
    #[case("10.0.0.0/", RangeProblem::PrefixLength)]
    #[case("10.0.0.0/+8", RangeProblem::PrefixLength)]
    #[case("10.0.0.0/8/8", RangeProblem::PrefixLength)]
    #[case("10.0.0.0/255.0.0.0", RangeProblem::PrefixLength)]
    #[case("999.1.1.1", RangeProblem::NotARange)]
    #[case("10.1/8", RangeProblem::NotARange)]
    #[case("1.2.3.4, 5.6.7.8", RangeProblem::NotARange)]
    #[case("router", RangeProblem::NotARange)]
    #[case("::1/128", RangeProblem::Ipv6)]
    #[case("2001:db8::/32", RangeProblem::Ipv6)]
    fn what_is_no_range_is_refused_with_its_reason(#[case] text: &str, #[case] problem: RangeProblem) {
        assert_eq!(SourceRange::parse(text), Err(problem));
    }

    #[test]
    fn host_bits_offer_the_network_and_the_single_address() {
        assert_eq!(
            SourceRange::parse("203.0.113.42/24"),
            Err(RangeProblem::HostBits {
                network: "203.0.113.0/24".into(),
                single: "203.0.113.42/32".into()
            })
        );
    }

    #[rstest]
    #[case("10.0.0.0/8", true)]
    #[case("172.16.0.0/12", true)]
    #[case("172.32.0.0/16", false)]
    #[case("192.168.1.7", true)]
    #[case("192.0.0.0/8", false)]
    fn private_ranges_are_those_of_rfc_1918(#[case] text: &str, #[case] private: bool) {
        assert_eq!(SourceRange::parse(text).map(SourceRange::is_private), Ok(private));
    }

    proptest! {
        #[test]
        fn what_is_shown_is_read_back_the_same(address in any::<u32>(), length in 0_u8..=32) {
            let net = Ipv4Net::new(Ipv4Addr::from(address), length).unwrap().trunc();
            let range = SourceRange::parse(&net.to_string()).unwrap();
            prop_assert_eq!(range.to_string(), net.to_string());
            prop_assert_eq!(range.addresses(), 2_u64.pow(32 - u32::from(length)));
        }

        #[test]
        fn no_text_makes_it_panic(text in ".{0,30}") {
            let _ = SourceRange::parse(&text);
        }
    }
}
