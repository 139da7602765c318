//! The line at the foot of the window.

use serde::Serialize;
use specta::Type;

use crate::contract::AppError;

/// The line at the bottom of the window.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct StatusView {
    pub connection: Connection,
    pub host: Option<String>,
    /// When the API last answered, RFC 3339 in this machine's clock.
    pub last_answer_at: Option<String>,
    /// Server clock minus this machine's clock, in milliseconds.
    pub clock_offset_millis: i32,
    /// This machine's clock is more than a minute off.
    pub clock_wrong: bool,
    pub requests_left: u32,
    pub requests_per_minute: u32,
    pub problem: Option<AppError>,
    /// The version of a newer launcher that can be installed.
    pub update: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Connection {
    /// Nothing asked yet.
    Idle,
    Connected,
    /// The last request failed for want of a connection or of a healthy server.
    Offline,
}
