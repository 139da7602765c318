//! Asking the launcher.

use std::io::{self, BufRead as _, BufReader, Read, Write};
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
    let mut connection = connect(place)?;
    connection.write_all(&wire::encode(request)?)?;
    connection.flush()?;
    let mut line = Vec::with_capacity(LONGEST_LINE);
    let longest = u64::try_from(LONGEST_LINE).unwrap_or(u64::MAX);
    BufReader::new(connection.take(longest)).read_until(b'\n', &mut line)?;
    let answer = wire::decode(&line);
    wire::wipe(line);
    answer
}

#[cfg(unix)]
fn connect(place: &PlaceName) -> io::Result<impl Read + Write + use<>> {
    let stream = std::os::unix::net::UnixStream::connect(place::socket(place)?)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    Ok(stream)
}

#[cfg(windows)]
fn connect(place: &PlaceName) -> io::Result<impl Read + Write + use<>> {
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
