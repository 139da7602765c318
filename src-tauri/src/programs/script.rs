//! One-time scripts, for terminals that take a file in place of a command.

use std::fs::Permissions;
use std::io::{self, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;

use altostrat_ssh::place;
use secrecy::{ExposeSecret as _, SecretString};

/// Writes a script for its owner alone into the launcher's private folder. The script removes itself.
pub(super) fn write(text: &SecretString) -> io::Result<PathBuf> {
    let mut file = tempfile::Builder::new()
        .prefix("altostrat-")
        // The ending by which Terminal and iTerm2 know that they are to run it.
        .suffix(".command")
        .permissions(Permissions::from_mode(0o700))
        .tempfile_in(place::folder()?)?;
    file.write_all(text.expose_secret().as_bytes())?;
    let (file, path) = file.keep().map_err(|problem| problem.error)?;
    // Closed before it is run: a file open for writing is "busy".
    drop(file);
    Ok(path)
}
