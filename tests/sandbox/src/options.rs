//! What a sandbox can be told before it starts.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::str::FromStr;
use std::time::Duration;

/// The largest number of sites a sandbox makes up.
pub const MAXIMUM_SITES: usize = 10_000;

/// Settings of one sandbox. The defaults are those of the demo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SandboxOptions {
    /// Where the API listens; port 0 takes a free one.
    pub listen: SocketAddr,
    /// Number of sites, 1 to [`MAXIMUM_SITES`].
    pub sites: usize,
    /// Time from the create to the open port on the gateway.
    pub gateway_delay: Duration,
    /// Time from the create to the router accepting the login.
    pub router_delay: Duration,
    /// Real duration of one minute of a session.
    pub minute: Duration,
    /// The address connections are taken to come from when a session's range is enforced. The real
    /// peer is always loopback, so it cannot be used.
    pub client_address: IpAddr,
    /// Which path shapes are served.
    pub generations: Generations,
    /// The `entry_point` of new sessions.
    pub entry_point: String,
}

impl Default for SandboxOptions {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            sites: 12,
            gateway_delay: Duration::from_secs(1),
            router_delay: Duration::from_secs(3),
            minute: Duration::from_secs(60),
            client_address: IpAddr::V4(Ipv4Addr::new(203, 0, 113, 42)),
            generations: Generations::Both,
            entry_point: "127.0.0.1".to_owned(),
        }
    }
}

impl SandboxOptions {
    pub(crate) fn check(&self) -> Result<(), StartError> {
        if self.sites == 0 || self.sites > MAXIMUM_SITES {
            return Err(StartError::SiteCount(self.sites));
        }
        if self.minute.is_zero() {
            return Err(StartError::ZeroMinute);
        }
        if !self.listen.ip().is_loopback() {
            return Err(StartError::NotLoopback(self.listen));
        }
        Ok(())
    }
}

/// Which generations of the API's paths are served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Generations {
    /// `/control-plane/{site}/transient-accesses`, the current form.
    V1,
    /// `/sites/{site}/transient-accesses`, the older form.
    Sites,
    /// Both forms, on the same sessions.
    Both,
}

impl Generations {
    pub(crate) fn v1(self) -> bool {
        matches!(self, Self::V1 | Self::Both)
    }

    pub(crate) fn sites(self) -> bool {
        matches!(self, Self::Sites | Self::Both)
    }
}

impl FromStr for Generations {
    type Err = UnknownGenerations;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "v1" => Ok(Self::V1),
            "sites" => Ok(Self::Sites),
            "both" => Ok(Self::Both),
            _ => Err(UnknownGenerations),
        }
    }
}

/// The text names no generation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the generation is one of v1, sites, both")]
pub struct UnknownGenerations;

/// Why a sandbox did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The number of sites is out of range.
    #[error("a sandbox has 1 to {MAXIMUM_SITES} sites, not {0}")]
    SiteCount(usize),
    /// A minute without duration would end every session at once.
    #[error("a minute must last longer than nothing")]
    ZeroMinute,
    /// The sandbox hands out logins freely, so it is never reachable from other machines.
    #[error("the sandbox listens on loopback addresses only, not on {0}")]
    NotLoopback(SocketAddr),
    /// The address could not be bound.
    #[error("the sandbox cannot listen on {address}")]
    Listen {
        /// The address asked for.
        address: SocketAddr,
        /// The system's reason.
        source: std::io::Error,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_other_machines_reach_is_refused() {
        let options = SandboxOptions { listen: SocketAddr::from(([0, 0, 0, 0], 0)), ..Default::default() };
        assert!(matches!(options.check(), Err(StartError::NotLoopback(_))));
    }

    #[test]
    fn site_counts_outside_the_range_are_refused() {
        for sites in [0, MAXIMUM_SITES + 1] {
            let options = SandboxOptions { sites, ..Default::default() };
            assert!(matches!(options.check(), Err(StartError::SiteCount(_))));
        }
    }

    #[test]
    fn generations_are_read_from_their_names_only() {
        assert_eq!("v1".parse(), Ok(Generations::V1));
        assert_eq!("both".parse(), Ok(Generations::Both));
        assert_eq!("V2".parse::<Generations>(), Err(UnknownGenerations));
    }
}
