//! The private socket of Unix systems.

use std::fs::{self, Permissions};
use std::io;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};

use altostrat_ssh::{PlaceName, place};
use tokio::net::UnixListener;

use super::{Callers, Host};

/// The file of the socket, removed on drop.
pub(super) struct SocketFile(PathBuf);

impl Drop for SocketFile {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

pub(super) struct Socket {
    listener: UnixListener,
    /// Owner of the folder, that is this user.
    uid: u32,
}

impl Socket {
    /// Opens the socket in the folder that is closed to everybody else.
    pub(super) fn open(name: &PlaceName) -> io::Result<(Self, SocketFile)> {
        let folder = place::folder()?;
        remove_stale(&folder);
        let path = folder.join(name.as_str());
        let listener = UnixListener::bind(&path)?;
        let file = SocketFile(path);
        fs::set_permissions(&file.0, Permissions::from_mode(0o600))?;
        let uid = fs::metadata(&folder)?.uid();
        Ok((Self { listener, uid }, file))
    }

    pub(super) async fn serve<H: Host>(self, callers: Callers<H>) {
        loop {
            let permit = callers.room().await;
            match self.listener.accept().await {
                Ok((caller, _)) => match caller.peer_cred() {
                    Ok(peer) if peer.uid() == self.uid => callers.hear(caller, permit),
                    _ => tracing::warn!("another user called at the private socket"),
                },
                Err(problem) => {
                    // Out of file handles, most likely: give the others time to end.
                    tracing::warn!(%problem, "a caller at the private socket was lost");
                    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
                }
            }
        }
    }
}

/// Removes the sockets of launchers that ended without doing so: nobody answers there.
fn remove_stale(folder: &Path) {
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    for entry in entries {
        let is_socket = entry.file_name().to_str().is_some_and(|name| PlaceName::parse(name).is_ok());
        let nobody_answers = |path: &Path| {
            UnixStream::connect(path).is_err_and(|problem| problem.kind() == io::ErrorKind::ConnectionRefused)
        };
        if is_socket && nobody_answers(&entry.path()) {
            let _ = fs::remove_file(entry.path());
        }
    }
}
