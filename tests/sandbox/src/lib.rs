//! A faithful, stateful stand-in for the Altostrat API.
//!
//! It answers with the shapes the published API reference shows, keeps sessions as the real service
//! does (asynchronous preparation, full history with passwords, expiry, revocation), and puts a real
//! SSH server or a listening TCP port behind every session, and a small device behind every port forward.
//! Everything stays on loopback.
//!
//! ```no_run
//! # async fn demo() -> Result<(), altostrat_sandbox::StartError> {
//! use altostrat_sandbox::{Sandbox, SandboxOptions, API_KEY};
//! let sandbox = Sandbox::start(SandboxOptions::default()).await?;
//! println!("{} {API_KEY}", sandbox.url());
//! sandbox.shutdown().await;
//! # Ok(())
//! # }
//! ```

mod access;
mod api;
mod calls;
mod clock;
mod control;
mod devices;
mod faults;
mod gateway;
mod options;
mod sandbox;
mod seeded;
mod session;
mod sites;
mod ssh;
mod tokens;
mod way;
mod world;

pub use calls::Call;
pub use faults::{Fault, FaultKind};
pub use options::{Generations, MAXIMUM_SITES, SandboxOptions, StartError, UnknownGenerations};
pub use sandbox::Sandbox;
pub use session::{Destination, ForwardState, Protocol, SessionState};
pub use sites::{RouterOs, Site};
pub use tokens::{API_KEY, ARABIC_JWT, ENGLISH_JWT, READ_ONLY_API_KEY};
pub use world::{NoSuchSession, NoSuchSite};
