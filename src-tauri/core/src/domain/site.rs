//! A site: one router under management.

use jiff::Timestamp;

use super::{Protocol, SiteId};

/// A site as far as the API told. Every text but the name may be missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    pub id: SiteId,
    /// Never empty: falls back to the router's identity, then to the id.
    pub name: String,
    /// Heartbeats arrive. Up to five minutes late: the platform counts ten missed ones.
    pub online: Option<bool>,
    pub model: Option<String>,
    pub router_os: Option<String>,
    /// The router's own name.
    pub identity: Option<String>,
    pub serial: Option<String>,
    /// Street address.
    pub address: Option<String>,
    pub last_seen_at: Option<Timestamp>,
    /// The display id, `site_…`, that tags name a site by.
    pub pid: Option<String>,
}

#[cfg(test)]
impl Site {
    /// A site of which only the name is known.
    pub(crate) fn named(id: SiteId, name: &str) -> Self {
        Self {
            id,
            name: name.to_owned(),
            online: None,
            model: None,
            router_os: None,
            identity: None,
            serial: None,
            address: None,
            last_seen_at: None,
            pid: None,
        }
    }
}

/// What a control-plane policy says of the two services. `None` where it says nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ServicePolicy {
    pub win_box: Option<bool>,
    pub ssh: Option<bool>,
}

impl ServicePolicy {
    pub const fn allows(self, protocol: Protocol) -> Option<bool> {
        match protocol {
            Protocol::WinBox => self.win_box,
            Protocol::Ssh => self.ssh,
        }
    }
}

/// The control-plane policies, by site. Used to warn, never to forbid.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PolicySet {
    by_site: std::collections::HashMap<SiteId, ServicePolicy>,
    fallback: ServicePolicy,
}

impl PolicySet {
    pub fn new(by_site: std::collections::HashMap<SiteId, ServicePolicy>, fallback: ServicePolicy) -> Self {
        Self { by_site, fallback }
    }

    /// The policy that names the site, else the default one.
    pub fn of(&self, site: &SiteId) -> ServicePolicy {
        self.by_site.get(site).copied().unwrap_or(self.fallback)
    }
}
