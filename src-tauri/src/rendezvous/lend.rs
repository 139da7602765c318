//! A pipe that hands a password to a program that cannot ask for it (Windows).

use std::io;

use launcher_core::launch::PasswordDoor;
use tokio::net::windows::named_pipe::ServerOptions;

use super::hand_over::hand_over;
use crate::private_place::owner_only;

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
