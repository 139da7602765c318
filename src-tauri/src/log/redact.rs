//! Lets nothing through that looks like a secret.

use std::io::{self, Write};

use launcher_core::redact::redacted;

/// Hands each write on without what looks like a secret in it. The log writes whole lines.
pub(super) struct Redacting<W>(W);

impl<W> Redacting<W> {
    pub(super) fn new(inner: W) -> Self {
        Self(inner)
    }
}

impl<W: Write> Write for Redacting<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write_all(redacted(&String::from_utf8_lossy(bytes)).as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}
