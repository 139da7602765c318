//! The access sessions this launcher knows: what they are, when they end, and which site to ask about next.

mod alerts;
mod book;
mod entry;
mod patrol;
mod probe;
mod refresh;

pub use alerts::{Alert, Alerts};
pub use book::{Listed, SessionBook};
pub use entry::{Entry, Stage};
pub use patrol::Patrol;
pub use probe::{ProbeAnswer, probe};
pub use refresh::{Refresh, RefreshReason};
