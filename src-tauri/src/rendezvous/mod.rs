//! The private socket (a named pipe on Windows) at which the console program asks for its session.
//!
//! What is answered is the desk's business ([`SharedDesk`]); this sees to it that only this user's programs
//! can ask, in short lines and in time.

mod conversation;
#[cfg(any(windows, test))]
mod hand_over;
#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

use launcher_core::launch::SharedDesk;
use thiserror::Error;
use tokio::task::JoinHandle;

#[cfg(unix)]
use unix::Socket as Place;
#[cfg(windows)]
use windows::Pipe as Place;
#[cfg(windows)]
pub(crate) use windows::lend;

/// Says why no terminal can reach the launcher.
#[derive(Debug, Error)]
#[error("the launcher's private socket cannot be opened: {0}")]
pub struct RendezvousProblem(#[from] std::io::Error);

/// The open socket. Closed and removed on drop.
pub struct Rendezvous {
    serving: JoinHandle<()>,
    #[cfg(unix)]
    _socket: unix::SocketFile,
}

impl Rendezvous {
    /// Opens the desk's place and answers there. Needs a tokio runtime around it.
    pub fn open(desk: SharedDesk) -> Result<Self, RendezvousProblem> {
        let place = Place::open(&desk.place())?;
        #[cfg(unix)]
        let (place, socket) = place;
        Ok(Self {
            serving: tokio::spawn(place.serve(desk)),
            #[cfg(unix)]
            _socket: socket,
        })
    }
}

impl Drop for Rendezvous {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests;
