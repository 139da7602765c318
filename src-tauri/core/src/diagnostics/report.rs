//! The report, and the one way into it.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::{Facts, LogFile};
use crate::redact::redacted;

/// Stands in for what was cut off the beginning of a log.
const LEFT_OUT: &str = "[what came before is left out]\n";

/// Named text files. What is previewed is this value, and so is what is saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    made_at: Timestamp,
    files: Vec<ReportFile>,
}

/// One file of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportFile {
    /// Path inside the report, with `/`.
    pub name: String,
    pub text: String,
}

impl Report {
    /// How much of the log is taken, in bytes. The newest lines are kept.
    pub const MOST_LOG: usize = 1024 * 1024;

    /// Every text passes the net that strikes out what looks like a secret, and the user's home folder is `~`.
    pub fn new(facts: &Facts<'_>) -> Self {
        let clean = |text: &str| without_home(redacted(text), facts.home);
        let mut files: Vec<ReportFile> = facts
            .texts()
            .into_iter()
            .map(|(name, text)| ReportFile { name: name.to_owned(), text: clean(&text) })
            .collect();
        let logs = facts.logs.iter().map(|file| LogFile { text: clean(&file.text), ..file.clone() });
        files.extend(newest(logs, Self::MOST_LOG));
        Self { made_at: facts.made_at, files }
    }

    pub fn files(&self) -> &[ReportFile] {
        &self.files
    }

    /// A name for the archive, with the day (UTC).
    pub fn file_name(&self) -> String {
        let day = self.made_at.to_zoned(TimeZone::UTC).date();
        format!("altostrat-launcher-diagnostics-{day}.zip")
    }
}

/// A path below the home folder names its user.
fn without_home(text: String, home: Option<&str>) -> String {
    let home = home.map(|home| home.trim_end_matches(['/', '\\'])).filter(|home| home.len() > 1);
    let Some(home) = home else { return text };
    ['/', '\\']
        .into_iter()
        .fold(text, |text, slash| text.replace(&format!("{home}{slash}"), &format!("~{slash}")))
}

/// The newest lines, `most` bytes of them. `logs` come newest first; a file that does not fit loses its beginning,
/// and older ones are left out.
fn newest(logs: impl Iterator<Item = LogFile>, most: usize) -> Vec<ReportFile> {
    let mut room = most;
    let mut kept = Vec::new();
    for LogFile { name, text } in logs {
        let text = if text.len() <= room { text } else { end_of(&text, room) };
        if text.is_empty() {
            continue;
        }
        let is_cut = text.starts_with(LEFT_OUT);
        room = room.saturating_sub(text.len());
        kept.push(ReportFile { name: format!("logs/{name}"), text });
        if is_cut {
            break;
        }
    }
    kept
}

/// The last whole lines that fit into `room` behind the word that something is missing; nothing where not even
/// that fits.
fn end_of(text: &str, room: usize) -> String {
    let Some(room) = room.checked_sub(LEFT_OUT.len()) else { return String::new() };
    let from = (text.len() - room..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
    // A line that begins exactly there is whole.
    let begins = from == 0 || text.as_bytes().get(from - 1) == Some(&b'\n');
    let kept = &text[from..];
    let kept = if begins { kept } else { kept.split_once('\n').map_or("", |(_, rest)| rest) };
    format!("{LEFT_OUT}{kept}")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn log(name: &str, text: &str) -> LogFile {
        LogFile { name: name.to_owned(), text: text.to_owned() }
    }

    #[test]
    fn the_home_folder_is_not_named() {
        let text = "/home/noc/bin/WinBox and /home/nocturne/x and C:/home/noc".to_owned();
        assert_eq!(
            without_home(text, Some("/home/noc/")),
            "~/bin/WinBox and /home/nocturne/x and C:/home/noc"
        );
        assert_eq!(without_home("/usr/bin".to_owned(), Some("/")), "/usr/bin");
        assert_eq!(without_home(r"C:\Users\noc\x".to_owned(), Some(r"C:\Users\noc")), r"~\x");
    }

    #[test]
    fn of_a_log_that_is_too_long_the_newest_lines_are_kept() {
        let most = LEFT_OUT.len() + 10;
        let logs = [log("b", "four\n"), log("a", "one\ntwo\nthree\n".repeat(9).as_str()), log("older", "x")];
        let kept = newest(logs.into_iter(), most + 1);
        assert_eq!(
            kept,
            [
                ReportFile { name: "logs/b".into(), text: "four\n".into() },
                ReportFile { name: "logs/a".into(), text: format!("{LEFT_OUT}three\n") },
            ]
        );
    }

    proptest! {
        #[test]
        fn it_is_never_more_than_there_is_room_and_ends_as_the_log_does(
            lines in prop::collection::vec("\\PC{0,12}", 0..30), most in 0_usize..400,
        ) {
            let text = lines.iter().fold(String::new(), |text, line| text + line + "\n");
            let kept = newest([log("a", &text), log("b", &text)].into_iter(), most);
            prop_assert!(kept.iter().map(|file| file.text.len()).sum::<usize>() <= most);
            for file in &kept {
                let kept = file.text.strip_prefix(LEFT_OUT).unwrap_or(&file.text);
                prop_assert!(text.ends_with(kept));
                prop_assert!(kept.len() == text.len() || text[..text.len() - kept.len()].ends_with('\n'));
            }
        }
    }
}
