//! Handing a password to a program that reads it from a pipe.

use std::io;
use std::time::Duration;

use launcher_core::launch::PasswordDoor;
use secrecy::zeroize::Zeroizing;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::time::timeout;

/// Longest wait for the reader.
const PATIENCE: Duration = Duration::from_secs(5);

/// Writes the password behind `door` as one line, if it is still there, and waits until it was read. A reader
/// that comes too late gets an empty line.
pub(super) async fn hand_over<S: AsyncRead + AsyncWrite + Unpin>(
    mut reader: S,
    door: &PasswordDoor,
) -> io::Result<()> {
    let mut line = Zeroizing::new(Vec::new());
    if let Some(password) = door.take() {
        // In one step, so that no copy is left behind by a buffer that grows.
        line.reserve_exact(password.expose().len() + 1);
        line.extend_from_slice(password.expose().as_bytes());
    }
    line.push(b'\n');
    timeout(PATIENCE, async {
        reader.write_all(&line).await?;
        reader.flush().await?;
        // A pipe that is closed may take along what was not read yet.
        let mut nothing = [0_u8; 1];
        let _ = reader.read(&mut nothing).await;
        Ok(())
    })
    .await?
}
