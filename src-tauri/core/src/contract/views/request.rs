//! What a form of a request begins with, and what it says of a source range.

use serde::Serialize;
use specta::Type;

use crate::domain::{Protocol, RangeProblem};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DurationLimits {
    pub least_minutes: u32,
    pub most_minutes: u32,
}

/// What a typed source range means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RangeView {
    /// What would be sent; `null` while the text is no range.
    pub range: Option<String>,
    pub problem: Option<RangeProblem>,
    pub findings: Vec<RangeFinding>,
    /// How many addresses the range holds, as decimal digits: 4,294,967,296 does not fit 32 bits.
    pub addresses: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum RangeFinding {
    /// A bare address: `/32` was added.
    SingleAddress,
    /// Wider than /24.
    Wide,
    /// The whole internet: needs a second confirmation.
    OpenToAll,
    /// Private (RFC 1918) range: traffic over the internet will not match it.
    Private,
}

/// What the request dialog starts with for a site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RequestDefaultsView {
    pub protocol: Protocol,
    pub minutes: u32,
    pub full_access: bool,
    pub source_range: String,
    pub allow_private: bool,
    pub then_connect: bool,
    /// The user's own address, for "My address"; empty when not known.
    pub my_address: String,
    /// The user's own address lies in the range; `null` while one of the two is not known.
    pub lets_me_in: Option<bool>,
    /// These can be sent as they are, without the dialog.
    pub complete: bool,
}
