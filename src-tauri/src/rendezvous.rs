//! Where the console program asks for its session.
//!
//! What is answered is the desk's business ([`SharedDesk`]); this sees to it that it is asked in short lines and
//! answered in time.

mod conversation;
#[cfg(any(windows, test))]
mod hand_over;
#[cfg(windows)]
mod lend;

use launcher_core::launch::SharedDesk;
use thiserror::Error;

use crate::private_place::PrivatePlace;
use conversation::DeskHost;
#[cfg(windows)]
pub(crate) use lend::lend;

/// Says why no terminal can reach the launcher.
#[derive(Debug, Error)]
#[error("the launcher's private socket cannot be opened: {0}")]
pub struct RendezvousProblem(#[from] std::io::Error);

/// The open place. Closed and removed on drop.
pub struct Rendezvous(#[expect(dead_code, reason = "kept for its drop")] PrivatePlace);

impl Rendezvous {
    /// Opens the desk's place and answers there. Needs a tokio runtime around it.
    pub fn open(desk: SharedDesk) -> Result<Self, RendezvousProblem> {
        let name = desk.place();
        Ok(Self(PrivatePlace::open(&name, DeskHost(desk))?))
    }
}

#[cfg(test)]
mod tests;
#[cfg(test)]
#[cfg(windows)]
mod windows_tests;
