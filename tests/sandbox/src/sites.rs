//! The sites the sandbox makes up: twelve with a face, then as many more as asked for.

mod known;

use crate::seeded::Seeded;

use known::{CCR2004, HAP_AX2, HEX, KNOWN, RB4011, RB5009, Shape, V6, V6_OLD, V7, V7_LTS, WITHOUT_SSH};

/// The major version of the router's system; it decides the kind of host key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum RouterOs {
    /// RouterOS 6, which presents an RSA host key.
    V6,
    /// RouterOS 7, which presents an Ed25519 host key.
    V7,
}

/// One made-up site and its router. Equal in every run for the same place in the list.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Site {
    /// The uuid the API paths use.
    pub id: String,
    /// The time-sortable display id, `site_…`.
    pub pid: String,
    /// The name people gave the site.
    pub name: String,
    /// The name the router gives itself in its prompt.
    pub identity: String,
    /// Whether heartbeats arrive (`has_pulse`).
    pub online: bool,
    /// The major RouterOS version.
    pub router_os: RouterOs,
    /// The full RouterOS version, such as `7.16.2`.
    pub software_version: String,
    /// The product name, such as `RB5009UG+S+`.
    pub model: String,
    /// The processor family, such as `arm64`.
    pub architecture: String,
    /// The serial number on the device's label.
    pub serial_number: String,
    /// The RouterOS licence id.
    pub software_id: String,
    /// The public address of the last heartbeat, from the ranges set aside for documentation.
    pub last_seen_from: String,
    /// The located street address; some sites have none.
    pub address: Option<String>,
    /// Where in the world people say it is; the value of its `region` tag.
    pub region: String,
    /// What people say it is; the value of its `role` tag. Some sites have none.
    pub role: Option<String>,
    /// Whether the site's policy leaves the router's SSH service on.
    pub ssh_enabled: bool,
}

/// Name, code, region.
const CITIES: [(&str, &str, &str); 20] = [
    ("Abuja", "abv", "West Africa"),
    ("Addis Ababa", "add", "East Africa"),
    ("Alexandria", "alx", "North Africa"),
    ("Bloemfontein", "bfn", "Southern Africa"),
    ("Casablanca", "cas", "North Africa"),
    ("Dakar", "dkr", "West Africa"),
    ("Dammam", "dmm", "Middle East"),
    ("Dar es Salaam", "dar", "East Africa"),
    ("East London", "els", "Southern Africa"),
    ("George", "grj", "Southern Africa"),
    ("Harare", "hre", "Southern Africa"),
    ("Kampala", "ebb", "East Africa"),
    ("Kigali", "kgl", "East Africa"),
    ("Kimberley", "kim", "Southern Africa"),
    ("Lusaka", "lun", "Southern Africa"),
    ("Mombasa", "mba", "East Africa"),
    ("Muscat", "mct", "Middle East"),
    ("Polokwane", "ptg", "Southern Africa"),
    ("Port Louis", "plu", "East Africa"),
    ("Pretoria", "pry", "Southern Africa"),
];

const KINDS: [(&str, &str); 10] = [
    ("Branch", "br"),
    ("Clinic", "cl"),
    ("Depot", "dp"),
    ("Fibre Cabinet", "fc"),
    ("Filling Station", "fs"),
    ("Hotel", "ht"),
    ("Retail", "rt"),
    ("School", "sc"),
    ("Tower", "tw"),
    ("Warehouse", "wh"),
];

/// The first `count` sites.
pub(crate) fn first(count: usize) -> Vec<Site> {
    (0..count).map(site).collect()
}

fn site(place: usize) -> Site {
    if let Some(shape) = KNOWN.get(place) {
        return describe(place, shape);
    }
    let number = place - KNOWN.len();
    let (city, city_code, region) = CITIES[number % CITIES.len()];
    let (kind, kind_code) = KINDS[(number / CITIES.len()) % KINDS.len()];
    let serial = number / (CITIES.len() * KINDS.len()) + 1;
    let mut seeded = Seeded::from_text(&format!("shape of site {place}"));
    let online = seeded.below(12) != 0;
    let version = [V7, V7, V7_LTS, V6, V6_OLD][usize::try_from(seeded.below(5)).unwrap_or(0)];
    let model = [RB5009, CCR2004, HAP_AX2, HEX, RB4011][usize::try_from(seeded.below(5)).unwrap_or(0)];
    let name = format!("{city} {kind} {serial:03}");
    let identity = format!("{city_code}-{kind_code}-{serial:03}");
    let shape = Shape {
        name: &name,
        identity: &identity,
        online,
        version,
        model,
        address: None,
        region,
        role: Some(kind),
    };
    describe(place, &shape)
}

fn describe(place: usize, shape: &Shape<'_>) -> Site {
    const BASE62: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    const CAPITALS: &[u8] = b"0123456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    let mut seeded = Seeded::from_text(&format!("site {place}"));
    let network = ["203.0.113", "198.51.100", "192.0.2"][place % 3];
    Site {
        id: seeded.uuid().to_string(),
        pid: format!("site_{}", seeded.text(BASE62, 27)),
        name: shape.name.to_owned(),
        identity: shape.identity.to_owned(),
        online: shape.online,
        router_os: shape.version.0,
        software_version: shape.version.1.to_owned(),
        model: shape.model.0.to_owned(),
        architecture: shape.model.1.to_owned(),
        serial_number: format!("H{}", seeded.text(CAPITALS, 10)),
        software_id: format!("{}-{}", seeded.text(CAPITALS, 4), seeded.text(CAPITALS, 4)),
        last_seen_from: format!("{network}.{}", seeded.below(254) + 1),
        address: shape.address.map(str::to_owned),
        region: shape.region.to_owned(),
        role: shape.role.map(str::to_owned),
        ssh_enabled: place != WITHOUT_SSH,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::MAXIMUM_SITES;

    #[test]
    fn the_first_twelve_mix_states_versions_and_scripts() {
        let sites = first(12);
        assert!(sites.iter().any(|site| !site.online));
        assert!(sites.iter().any(|site| site.router_os == RouterOs::V6));
        assert!(sites.iter().any(|site| site.name == "مكتب الرياض"));
        assert!(sites.iter().any(|site| site.name.chars().count() > 100));
        assert_eq!(sites.iter().filter(|site| !site.ssh_enabled).count(), 1);
    }

    #[test]
    fn ten_thousand_sites_have_their_own_names_ids_and_identities() {
        let sites = first(MAXIMUM_SITES);
        let distinct = |key: fn(&Site) -> &String| sites.iter().map(key).collect::<HashSet<_>>().len();
        assert_eq!(distinct(|site| &site.name), MAXIMUM_SITES);
        assert_eq!(distinct(|site| &site.id), MAXIMUM_SITES);
        assert_eq!(distinct(|site| &site.identity), MAXIMUM_SITES);
        assert_eq!(distinct(|site| &site.serial_number), MAXIMUM_SITES);
    }

    #[test]
    fn a_site_does_not_depend_on_how_many_there_are() {
        assert_eq!(first(12), first(500)[..12]);
    }
}
