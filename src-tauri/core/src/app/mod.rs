//! The application: one owner of all state, and the loop that runs its wishes.
//!
//! [`Machine`] is a plain value: inputs in, effects out, no I/O. [`Runtime`] is the only loop: it feeds the
//! machine, carries out its effects through [`ports`], and sleeps until the machine wants to be woken.

mod account;
mod connecting;
mod effect;
mod forwards;
mod input;
mod launcher;
mod launching;
mod machine;
mod notices;
pub mod ports;
mod preferences;
mod presence;
mod renewing;
mod requests;
mod runtime;
mod sites;
mod snapshot;
mod wish;

pub use effect::{CopyText, Effect, LaunchOrder};
pub use input::{ApiAnswer, Input, KeyAnswer, LaunchOutcome, StartUp, TemporaryProfile};
pub use launcher::{Choices, ProgramSurvey};
pub use machine::Machine;
pub use runtime::{AppHandle, Runtime};
pub use wish::{Reply, Wish};

#[cfg(test)]
mod tests;
