//! The sites with a face, and what sites are made from.

use super::RouterOs;

pub(super) const V7: (RouterOs, &str) = (RouterOs::V7, "7.16.2");
pub(super) const V7_LTS: (RouterOs, &str) = (RouterOs::V7, "7.12.1");
pub(super) const V6: (RouterOs, &str) = (RouterOs::V6, "6.49.17");
pub(super) const V6_OLD: (RouterOs, &str) = (RouterOs::V6, "6.48.6");

pub(super) const RB5009: (&str, &str) = ("RB5009UG+S+", "arm64");
pub(super) const CCR2004: (&str, &str) = ("CCR2004-16G-2S+", "arm64");
pub(super) const CCR2116: (&str, &str) = ("CCR2116-12G-4S+", "arm64");
pub(super) const HAP_AX2: (&str, &str) = ("C52iG-5HaxD2HaxD (hAP ax2)", "arm64");
pub(super) const HEX: (&str, &str) = ("RB750Gr3", "mmips");
pub(super) const RB4011: (&str, &str) = ("RB4011iGS+", "arm");
pub(super) const CCR1009: (&str, &str) = ("CCR1009-7G-1C-1S+", "tile");

/// What a site is made from.
pub(super) struct Shape<'a> {
    pub(super) name: &'a str,
    pub(super) identity: &'a str,
    pub(super) online: bool,
    pub(super) version: (RouterOs, &'a str),
    pub(super) model: (&'a str, &'a str),
    pub(super) address: Option<&'a str>,
    pub(super) region: &'a str,
    pub(super) role: Option<&'a str>,
}

pub(super) const KNOWN: [Shape<'static>; 12] = [
    Shape {
        name: "Cape Town Head Office",
        identity: "cpt-hq-gw1",
        online: true,
        version: V7,
        model: RB5009,
        address: Some("12 Bree Street, Cape Town, South Africa"),
        region: "Southern Africa",
        role: Some("Head office"),
    },
    Shape {
        name: "Durban Warehouse",
        identity: "dbn-wh-gw1",
        online: true,
        version: V6,
        model: HEX,
        address: Some("48 Maydon Road, Durban, South Africa"),
        region: "Southern Africa",
        role: Some("Warehouse"),
    },
    Shape {
        name: "Lagos POP",
        identity: "los-pop-core1",
        online: false,
        version: V7,
        model: CCR2004,
        address: Some("Marina, Lagos Island, Nigeria"),
        region: "West Africa",
        role: Some("POP"),
    },
    Shape {
        name: "مكتب الرياض",
        identity: "ruh-office-gw1",
        online: true,
        version: V7,
        model: HAP_AX2,
        address: Some("طريق الملك فهد، الرياض"),
        region: "Middle East",
        role: Some("Head office"),
    },
    Shape {
        name: "Cairo Data Centre – rack B",
        identity: "cai-dc-rackb",
        online: true,
        version: V7,
        model: CCR2116,
        address: Some("Smart Village, Giza, Egypt"),
        region: "North Africa",
        role: Some("Data centre"),
    },
    Shape {
        name: "Johannesburg Northern Suburbs Regional Distribution Centre and Cold Storage – Building 7, Second Floor Comms Room, Backup Uplink",
        identity: "jnb-rdc-b7-backup",
        online: true,
        version: V7_LTS,
        model: RB4011,
        address: None,
        region: "Southern Africa",
        role: Some("Warehouse"),
    },
    Shape {
        name: "Nairobi Branch",
        identity: "nbo-branch-gw1",
        online: true,
        version: V6,
        model: CCR1009,
        address: Some("Westlands, Nairobi, Kenya"),
        region: "East Africa",
        role: Some("Branch"),
    },
    Shape {
        name: "Windhoek Mine – pit office",
        identity: "whk-mine-pit",
        online: false,
        version: V6_OLD,
        model: HEX,
        address: None,
        region: "Southern Africa",
        role: None,
    },
    Shape {
        name: "مستودع جدة",
        identity: "jed-warehouse-gw1",
        online: true,
        version: V7_LTS,
        model: RB4011,
        address: Some("المنطقة الصناعية، جدة"),
        region: "Middle East",
        role: Some("Warehouse"),
    },
    Shape {
        name: "Accra Retail 014",
        identity: "acc-retail-014",
        online: true,
        version: V7,
        model: HAP_AX2,
        address: Some("Oxford Street, Osu, Accra, Ghana"),
        region: "West Africa",
        role: Some("Branch"),
    },
    Shape {
        name: "Gaborone School Network",
        identity: "gbe-school-gw1",
        online: true,
        version: V6,
        model: RB4011,
        address: Some("Main Mall, Gaborone, Botswana"),
        region: "Southern Africa",
        role: Some("School"),
    },
    Shape {
        name: "Maputo Harbour Tower",
        identity: "mpm-harbour-twr",
        online: true,
        version: V7,
        model: CCR2004,
        address: None,
        region: "Southern Africa",
        role: None,
    },
];

/// The place in [`KNOWN`] of the site whose policy turns the SSH service off.
pub(super) const WITHOUT_SSH: usize = 9;
