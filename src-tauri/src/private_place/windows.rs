//! The private pipe of Windows.

pub(crate) mod owner_only;

use std::io;

use altostrat_ssh::{PlaceName, place};
use tokio::net::windows::named_pipe::{NamedPipeServer, ServerOptions};

use super::{Callers, Host};

pub(super) struct Pipe {
    name: String,
    first: NamedPipeServer,
}

impl Pipe {
    /// Opens the pipe. Fails where another program has a pipe of this name, which would be no accident.
    pub(super) fn open(name: &PlaceName) -> io::Result<Self> {
        let name = place::pipe(name);
        let first = owner_only::create(
            ServerOptions::new().first_pipe_instance(true).reject_remote_clients(true),
            &name,
        )?;
        Ok(Self { name, first })
    }

    pub(super) async fn serve<H: Host>(self, callers: Callers<H>) {
        let mut waiting = self.first;
        loop {
            let permit = callers.room().await;
            let connected = waiting.connect().await;
            // The next instance is there before this one is spoken with, so that the name never disappears.
            let next = loop {
                match owner_only::create(ServerOptions::new().reject_remote_clients(true), &self.name) {
                    Ok(next) => break next,
                    Err(problem) => {
                        tracing::warn!(%problem, "the private pipe has no further instance");
                        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
                    }
                }
            };
            let caller = std::mem::replace(&mut waiting, next);
            match connected {
                Ok(()) => callers.hear(caller, permit),
                Err(problem) => tracing::debug!(%problem, "a caller at the private pipe was lost"),
            }
        }
    }
}
