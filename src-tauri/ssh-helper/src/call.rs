//! Asking the launcher.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
#[cfg(unix)]
use std::time::Duration;

use crate::id::PlaceName;
use crate::place;
use crate::wire::{self, Answer, LONGEST_LINE, Request};

/// Longest wait for the launcher, each way.
#[cfg(unix)]
const PATIENCE: Duration = Duration::from_secs(5);

/// Sends one question to the launcher at `place` and waits for its answer.
pub fn ask(place: &PlaceName, request: &Request) -> io::Result<Answer> {
    let mut connection = open(place)?;
    #[cfg(unix)]
    {
        connection.set_read_timeout(Some(PATIENCE))?;
        connection.set_write_timeout(Some(PATIENCE))?;
    }
    connection.write_all(&wire::encode(request)?)?;
    connection.flush()?;
    let mut line = Vec::with_capacity(LONGEST_LINE);
    let longest = u64::try_from(LONGEST_LINE).unwrap_or(u64::MAX);
    BufReader::new(connection.take(longest)).read_until(b'\n', &mut line)?;
    let answer = wire::decode(&line);
    wire::wipe(line);
    answer
}

/// A line to a launcher.
#[cfg(unix)]
pub type Connection = std::os::unix::net::UnixStream;
/// A line to a launcher.
#[cfg(windows)]
pub type Connection = std::fs::File;

/// Opens a line to the launcher at `place`. It has no time limits.
#[cfg(unix)]
pub fn open(place: &PlaceName) -> io::Result<Connection> {
    Connection::connect(place::socket(place)?)
}

/// Opens a line to the launcher at `place`. It has no time limits.
#[cfg(windows)]
pub fn open(place: &PlaceName) -> io::Result<Connection> {
    /// All instances of the pipe are taken for the moment (`winerror.h`).
    const ERROR_PIPE_BUSY: i32 = 231;
    let mut attempts = 0_u32;
    loop {
        match std::fs::File::options().read(true).write(true).open(place::pipe(place)) {
            Err(problem) if problem.raw_os_error() == Some(ERROR_PIPE_BUSY) && attempts < 50 => {
                attempts += 1;
                std::thread::sleep(std::time::Duration::from_millis(50));
            }
            result => return result,
        }
    }
}
