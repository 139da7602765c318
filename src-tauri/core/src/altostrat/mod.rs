//! The client of the Altostrat API: sites, transient accesses, port forwards and policies, in both generations.
//!
//! One client speaks for one profile. It reads leniently, answers with one typed error, keeps to a budget of
//! requests, repeats only what may be repeated, and sends a create exactly once.

mod accesses;
mod address;
mod budget;
mod claims;
mod clean;
mod client;
mod convert;
mod error_body;
mod exchange;
mod key;
mod lenient;
mod patience;
mod pieces;
mod problem;
mod reconcile;
mod retry;
mod routes;
mod sites;
mod timestamp;
mod wire;

#[cfg(test)]
mod test_server;
#[cfg(test)]
mod tests;

pub use accesses::{CreateOutcome, CreateStep, SessionList};
pub use address::{AddressProblem, ApiAddress};
pub use budget::{BudgetRule, Urgency};
pub use claims::key_view;
pub use client::{AltostratClient, Options, Pulse};
pub use key::{ApiKey, KeyProblem};
pub use problem::ApiProblem;
pub use retry::RetryRule;
pub use sites::SiteList;

/// Reads one session as the API sends it.
#[cfg(test)]
pub(crate) fn read_session(body: &[u8], server_now: jiff::Timestamp) -> Option<crate::domain::AccessSession> {
    convert::session(body, crate::domain::Family::Logins, server_now)
}
