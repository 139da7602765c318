//! From the wire to the domain.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use jiff::Timestamp;
use serde::de::DeserializeOwned;

use super::clean::clean;
use super::lenient::{Maybe, Number, Scalar};
use super::wire::{WirePolicy, WireService, WireSession, WireSite, WireTag, read};
use super::{pieces, timestamp};
use crate::domain::{
    Access, AccessSession, Destination, DestinationProblem, EntryPoint, Family, Host, Login, PolicySet, Port,
    ServicePolicy, SessionId, SessionPassword, SessionType, Site, SiteId, Tag, TagSet,
};

/// Longest text of the server that is kept for display, in characters.
const LONGEST: usize = 200;

/// The good entries of a list, and how many others there were.
pub(super) struct Entries<T> {
    pub(super) good: Vec<T>,
    pub(super) skipped: u32,
}

/// Reads a list. Of entries with the same id the first is kept. `None` when the body is no list.
fn entries<W: DeserializeOwned, T, I: Eq + Hash>(
    body: &[u8],
    convert: impl Fn(W) -> Option<T>,
    id: impl Fn(&T) -> I,
) -> Option<Entries<T>> {
    let mut seen = HashSet::new();
    let mut entries = Entries { good: Vec::new(), skipped: 0 };
    for text in pieces::list(body)? {
        match read(text).and_then(&convert) {
            Some(entry) if seen.insert(id(&entry)) => entries.good.push(entry),
            Some(_) => {}
            None => entries.skipped = entries.skipped.saturating_add(1),
        }
    }
    Some(entries)
}

pub(super) fn sessions(body: &[u8], family: Family, server_now: Timestamp) -> Option<Entries<AccessSession>> {
    entries(body, |wire| session_from(wire, family, server_now), |session: &AccessSession| session.id.clone())
}

pub(super) fn session(body: &[u8], family: Family, server_now: Timestamp) -> Option<AccessSession> {
    session_from(read(pieces::object(body)?)?, family, server_now)
}

pub(super) fn sites(body: &[u8]) -> Option<Entries<Site>> {
    entries(body, site_from, |site: &Site| site.id.clone())
}

pub(super) fn site(body: &[u8]) -> Option<Site> {
    site_from(read(pieces::object(body)?)?)
}

/// Reads the policies. The first that names a site, and the first that calls itself the default, count.
pub(super) fn policies(body: &[u8]) -> Option<PolicySet> {
    let mut by_site = HashMap::new();
    let mut fallback = None;
    for policy in pieces::list(body)?.into_iter().filter_map(read::<WirePolicy>) {
        let enabled = |service: Option<WireService>| service.and_then(|service| service.enabled.flag());
        let services =
            ServicePolicy { win_box: enabled(policy.winbox.get()), ssh: enabled(policy.ssh.get()) };
        for site in policy.sites.get().unwrap_or_default() {
            if let Some(site) = site.text().and_then(|id| SiteId::parse(&id).ok()) {
                by_site.entry(site).or_insert(services);
            }
        }
        if policy.default.flag() == Some(true) {
            fallback.get_or_insert(services);
        }
    }
    Some(PolicySet::new(by_site, fallback.unwrap_or_default()))
}

/// Reads the tags that were put on sites. `None` when the body is no list.
pub(super) fn tags(body: &[u8]) -> Option<TagSet> {
    let mut tags = TagSet::default();
    for tag in pieces::list(body)?.into_iter().filter_map(read::<WireTag>) {
        let Some(key) = shown(tag.key) else { continue };
        for put in tag.values.get().unwrap_or_default().into_iter().filter_map(Maybe::get) {
            let on_a_site = put.correlation_type.text().is_none_or(|kind| kind == "site");
            if let (true, Some(resource), Some(value)) =
                (on_a_site, put.correlation_id.text(), shown(put.value))
            {
                tags.add(resource, Tag { key: key.clone(), value });
            }
        }
    }
    Some(tags)
}

/// A forward has no login: whatever stands in the fields of one is passed over.
fn session_from(wire: WireSession, family: Family, server_now: Timestamp) -> Option<AccessSession> {
    let is_login = family == Family::Logins;
    let mut session = AccessSession {
        id: SessionId::parse(&wire.id.text()?).ok()?,
        kind: match family {
            Family::Logins => SessionType::parse(&shown(wire.kind).unwrap_or_default()),
            Family::Forwards => SessionType::Forward(destination(wire.dst_address, &wire.dst_port)),
        },
        access: Access::from_full(is_login && wire.full_access.flag().unwrap_or(false)),
        allow_private: is_login && wire.allow_rfc1918.flag().unwrap_or(false),
        source_range: shown(wire.allow_only_cidr),
        entry_point: match (wire.entry_point.text(), wire.port.number()) {
            (None, _) | (_, Number::Missing) => None,
            (Some(host), number) => Some(entry_point(&host, number)),
        },
        login: wire.username.text().filter(|_| is_login).map(|name| Login::parse(&name)),
        password: None,
        expires_at: instant(wire.expires_at),
        expired: wire.expired.flag().unwrap_or(false),
        revoked_early: wire.revoked_early.flag().unwrap_or(false),
    };
    // The API goes on sending the passwords of sessions that are over. Nobody needs them any more.
    if is_login && !session.has_ended(server_now) {
        session.password = wire.password.secret().map(SessionPassword::parse);
    }
    Some(session)
}

fn entry_point(host: &str, number: Number) -> Result<EntryPoint, crate::domain::EndpointProblem> {
    let host = Host::parse(host)?;
    let port = match number {
        Number::Is(number) => Port::new(number)?,
        Number::Missing | Number::Bad => return Err(crate::domain::EndpointProblem::Port),
    };
    Ok(EntryPoint { host, port })
}

fn destination(address: Scalar, port: &Scalar) -> Result<Destination, DestinationProblem> {
    let Number::Is(port) = port.number() else { return Err(DestinationProblem::Port) };
    Destination::parse(&address.text().unwrap_or_default(), &port.to_string())
}

fn site_from(wire: WireSite) -> Option<Site> {
    let id = SiteId::parse(&wire.id.text()?).ok()?;
    let identity = shown(wire.identity);
    Some(Site {
        name: shown(wire.name).or_else(|| identity.clone()).unwrap_or_else(|| id.to_string()),
        online: wire.has_pulse.flag().or(wire.online.flag()),
        model: shown(wire.model).or(shown(wire.board_name)),
        router_os: shown(wire.software_version).or(shown(wire.version)),
        identity,
        serial: shown(wire.serial_number),
        address: shown(wire.address),
        last_seen_at: instant(wire.last_seen_at),
        pid: shown(wire.pid),
        id,
    })
}

fn shown(value: Scalar) -> Option<String> {
    clean(&value.text()?, LONGEST)
}

fn instant(value: Scalar) -> Option<Timestamp> {
    timestamp::parse(&value.text()?)
}
