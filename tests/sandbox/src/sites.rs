//! The sites the sandbox makes up: twelve with a face, then as many more as asked for.

use crate::seeded::Seeded;

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

const V7: (RouterOs, &str) = (RouterOs::V7, "7.16.2");
const V7_LTS: (RouterOs, &str) = (RouterOs::V7, "7.12.1");
const V6: (RouterOs, &str) = (RouterOs::V6, "6.49.17");
const V6_OLD: (RouterOs, &str) = (RouterOs::V6, "6.48.6");

const RB5009: (&str, &str) = ("RB5009UG+S+", "arm64");
const CCR2004: (&str, &str) = ("CCR2004-16G-2S+", "arm64");
const CCR2116: (&str, &str) = ("CCR2116-12G-4S+", "arm64");
const HAP_AX2: (&str, &str) = ("C52iG-5HaxD2HaxD (hAP ax2)", "arm64");
const HEX: (&str, &str) = ("RB750Gr3", "mmips");
const RB4011: (&str, &str) = ("RB4011iGS+", "arm");
const CCR1009: (&str, &str) = ("CCR1009-7G-1C-1S+", "tile");

/// Name, identity, online, version, model, address.
type Known = (
    &'static str,
    &'static str,
    bool,
    (RouterOs, &'static str),
    (&'static str, &'static str),
    Option<&'static str>,
);

const KNOWN: [Known; 12] = [
    (
        "Cape Town Head Office",
        "cpt-hq-gw1",
        true,
        V7,
        RB5009,
        Some("12 Bree Street, Cape Town, South Africa"),
    ),
    ("Durban Warehouse", "dbn-wh-gw1", true, V6, HEX, Some("48 Maydon Road, Durban, South Africa")),
    ("Lagos POP", "los-pop-core1", false, V7, CCR2004, Some("Marina, Lagos Island, Nigeria")),
    ("مكتب الرياض", "ruh-office-gw1", true, V7, HAP_AX2, Some("طريق الملك فهد، الرياض")),
    ("Cairo Data Centre – rack B", "cai-dc-rackb", true, V7, CCR2116, Some("Smart Village, Giza, Egypt")),
    (
        "Johannesburg Northern Suburbs Regional Distribution Centre and Cold Storage – Building 7, Second Floor Comms Room, Backup Uplink",
        "jnb-rdc-b7-backup",
        true,
        V7_LTS,
        RB4011,
        None,
    ),
    ("Nairobi Branch", "nbo-branch-gw1", true, V6, CCR1009, Some("Westlands, Nairobi, Kenya")),
    ("Windhoek Mine – pit office", "whk-mine-pit", false, V6_OLD, HEX, None),
    ("مستودع جدة", "jed-warehouse-gw1", true, V7_LTS, RB4011, Some("المنطقة الصناعية، جدة")),
    ("Accra Retail 014", "acc-retail-014", true, V7, HAP_AX2, Some("Oxford Street, Osu, Accra, Ghana")),
    ("Gaborone School Network", "gbe-school-gw1", true, V6, RB4011, Some("Main Mall, Gaborone, Botswana")),
    ("Maputo Harbour Tower", "mpm-harbour-twr", true, V7, CCR2004, None),
];

/// The tags of the sites of [`KNOWN`]: `region`, and `role` where there is one.
const KNOWN_TAGS: [(&str, Option<&str>); 12] = [
    ("Southern Africa", Some("Head office")),
    ("Southern Africa", Some("Warehouse")),
    ("West Africa", Some("POP")),
    ("Middle East", Some("Head office")),
    ("North Africa", Some("Data centre")),
    ("Southern Africa", Some("Warehouse")),
    ("East Africa", Some("Branch")),
    ("Southern Africa", None),
    ("Middle East", Some("Warehouse")),
    ("West Africa", Some("Branch")),
    ("Southern Africa", Some("School")),
    ("Southern Africa", None),
];

/// The place in [`KNOWN`] of the site whose policy turns the SSH service off.
const WITHOUT_SSH: usize = 9;

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
    if let (Some((name, identity, online, version, model, address)), Some(tags)) =
        (KNOWN.get(place), KNOWN_TAGS.get(place))
    {
        return describe(
            place,
            (*name).to_owned(),
            (*identity).to_owned(),
            *online,
            *version,
            *model,
            *address,
            *tags,
        );
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
    describe(place, name, identity, online, version, model, None, (region, Some(kind)))
}

fn describe(
    place: usize,
    name: String,
    identity: String,
    online: bool,
    (router_os, software_version): (RouterOs, &str),
    (model, architecture): (&str, &str),
    address: Option<&str>,
    (region, role): (&str, Option<&str>),
) -> Site {
    const BASE62: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    const CAPITALS: &[u8] = b"0123456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    let mut seeded = Seeded::from_text(&format!("site {place}"));
    let network = ["203.0.113", "198.51.100", "192.0.2"][place % 3];
    Site {
        id: seeded.uuid().to_string(),
        pid: format!("site_{}", seeded.text(BASE62, 27)),
        name,
        identity,
        online,
        router_os,
        software_version: software_version.to_owned(),
        model: model.to_owned(),
        architecture: architecture.to_owned(),
        serial_number: format!("H{}", seeded.text(CAPITALS, 10)),
        software_id: format!("{}-{}", seeded.text(CAPITALS, 4), seeded.text(CAPITALS, 4)),
        last_seen_from: format!("{network}.{}", seeded.below(254) + 1),
        address: address.map(str::to_owned),
        region: region.to_owned(),
        role: role.map(str::to_owned),
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
