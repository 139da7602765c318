//! The application: one owner of all state, and the loop that runs its wishes.
//!
//! [`Machine`] is a plain value: inputs in, effects out, no I/O. [`Runtime`] is the only loop: it feeds the
//! machine, carries out its effects through [`ports`], and sleeps until the machine wants to be woken.

mod account;
mod connecting;
mod diagnostics;
mod effect;
mod errands;
mod forwards;
mod guard;
mod host_keys;
mod input;
mod launcher;
mod launching;
mod leaving;
mod machine;
mod notices;
mod outside;
mod own_address;
pub mod ports;
mod preferences;
mod presence;
mod renewing;
mod requests;
mod runtime;
mod several;
mod sites;
mod snapshot;
mod updating;
mod wish;

pub use effect::{CopyText, Effect, HostKeyChange, LaunchOrder};
pub use input::{
    ApiAnswer, Gathered, Input, KeyAnswer, LaunchOutcome, StartUp, SystemAbilities, SystemEvent,
    TemporaryProfile,
};
pub use launcher::{Choices, ProgramSurvey, TestOutcome};
pub use machine::Machine;
pub use runtime::{AppHandle, Runtime};
pub use wish::{Reply, Wish};

#[cfg(test)]
mod tests;
