//! A report as one zip file.

use std::io::{self, Cursor, Write as _};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::Report;

impl Report {
    /// The files as a zip archive, each with exactly the text that [`Report::files`] has.
    pub fn to_zip(&self) -> io::Result<Vec<u8>> {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        // Whoever unpacks it keeps it to themselves, too.
        let options = SimpleFileOptions::default().unix_permissions(0o600);
        for file in self.files() {
            archive.start_file(file.name.as_str(), options)?;
            archive.write_all(file.text.as_bytes())?;
        }
        Ok(archive.finish()?.into_inner())
    }
}
