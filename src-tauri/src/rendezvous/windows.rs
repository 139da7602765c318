//! The private pipes of Windows.

mod owner_only;

use std::io;

use altostrat_ssh::{PlaceName, place};
use launcher_core::launch::{PasswordDoor, SharedDesk};
use tokio::net::windows::named_pipe::{NamedPipeServer, ServerOptions};

use super::conversation::Callers;
use super::hand_over::hand_over;

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

    pub(super) async fn serve(self, desk: SharedDesk) {
        let callers = Callers::new(desk);
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

/// Opens the pipe of a password and hands it to the first that reads it; there is no second. Needs a tokio runtime
/// around it. Returns when the pipe is there.
pub(crate) fn lend(door: PasswordDoor) -> io::Result<()> {
    let options = &mut ServerOptions::new();
    options.first_pipe_instance(true).max_instances(1).reject_remote_clients(true);
    let pipe = owner_only::create(options, &door.pipe())?;
    tokio::spawn(async move {
        let handed = match tokio::time::timeout(PasswordDoor::LIFE, pipe.connect()).await {
            Ok(Ok(())) => hand_over(pipe, &door).await,
            Ok(Err(problem)) => Err(problem),
            // Nobody came; the pipe goes away with this task.
            Err(_) => Ok(()),
        };
        if let Err(problem) = handed {
            tracing::debug!(%problem, "a password was not read to its end");
        }
    });
    Ok(())
}
