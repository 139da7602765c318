//! The access sessions this launcher knows: what they are, when they end, and which site to ask about next.

mod book;
mod entry;
mod probe;
mod refresh;

pub use book::{Listed, SessionBook};
pub use entry::{Entry, Stage};
pub use probe::{ProbeAnswer, probe};
pub use refresh::{Refresh, RefreshReason};
