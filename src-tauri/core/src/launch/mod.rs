//! Handing a session over to WinBox or to `ssh` in a terminal.
//!
//! Everything here is worked out as a value: which program, which arguments, which environment ([`LaunchPlan`]).
//! The shell starts it ([`ProgramStarter`]). Arguments are built from validated fields and constants alone; no
//! shell, no command string, no batch file and nothing of the API's own `onclick` is ever involved.
//!
//! WinBox takes the password as an argument: it knows no other way. `ssh` gets it through the console program
//! `altostrat-ssh`, which the terminal is started with and which asks back at the [`rendezvous`]. PuTTY reads it
//! from a pipe.

pub mod environment;
pub mod host_keys;
pub mod launchable;
pub mod locate;
pub mod opening;
pub mod plan;
pub mod rendezvous;
pub mod ssh;
pub mod surroundings;
pub mod terminals;
pub mod web;
pub mod winbox;

#[cfg(test)]
mod matrix;

pub use environment::{EnvironmentChange, clean_env};
pub use launchable::{Dial, Openable, ready_to_dial, ready_to_launch, ready_to_open};
pub use locate::ChoiceProblem;
pub use opening::{Opened, Tried, open_terminal};
pub use plan::{Argument, Console, LaunchPlan, ProgramStarter, StartProblem};
pub use rendezvous::{Desk, DeskProblem, OpenRun, PasswordDoor, RunEvent, RunReport, RunSession, SharedDesk};
pub use surroundings::{Os, Surroundings};
pub use terminals::{EnvironmentSource, Errand, HelperCall, Terminal, TerminalId};
pub use web::WebAddress;
pub use winbox::{UrlOpener, WinBox};
