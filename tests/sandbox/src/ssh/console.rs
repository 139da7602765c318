//! A console that looks like RouterOS's, as a pure machine from typed bytes to shown bytes.

use std::fmt::Write as _;

use crate::sites::Site;

/// What typing leads to.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Shown {
    pub(crate) text: String,
    /// The user has left.
    pub(crate) ended: bool,
}

/// One open console.
#[derive(Debug)]
pub(crate) struct Console {
    device: Device,
    prompt: String,
    line: String,
    /// Bytes of a character whose rest has not arrived.
    partial: Vec<u8>,
    /// Whether typed characters come back, as they do on a terminal.
    echo: bool,
    after_return: bool,
    escape: Escape,
}

/// How far into a control sequence (an arrow key and the like) the input is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Escape {
    None,
    Started,
    Sequence,
}

const INTERRUPT: u8 = 0x03;
const END_OF_INPUT: u8 = 0x04;
const BACKSPACE: u8 = 0x08;
const ESCAPE: u8 = 0x1b;
const DELETE: u8 = 0x7f;

impl Console {
    pub(crate) fn new(device: Device, username: &str, echo: bool) -> Self {
        let prompt = format!("[{username}@{}] > ", device.identity);
        Self {
            device,
            prompt,
            line: String::new(),
            partial: Vec::new(),
            echo,
            after_return: false,
            escape: Escape::None,
        }
    }

    /// What a user sees on entering.
    pub(crate) fn greeting(&self) -> String {
        format!(
            "\r\n  MikroTik RouterOS {} (c) 1999-2026       https://www.mikrotik.com/\r\n\r\n{}",
            self.device.version, self.prompt
        )
    }

    /// Takes what was typed.
    pub(crate) fn type_in(&mut self, bytes: &[u8]) -> Shown {
        let mut shown = Shown::default();
        for byte in bytes {
            self.take(*byte, &mut shown);
            if shown.ended {
                break;
            }
        }
        shown
    }

    fn take(&mut self, byte: u8, shown: &mut Shown) {
        let follows_return = std::mem::take(&mut self.after_return);
        match (self.escape, byte) {
            (Escape::Started, b'[' | b'O') => self.escape = Escape::Sequence,
            (Escape::Started, _) | (Escape::Sequence, 0x40..=0x7e) => self.escape = Escape::None,
            (Escape::None, ESCAPE) => self.escape = Escape::Started,
            // The second half of CR LF.
            (Escape::None, b'\n') if follows_return => {}
            (Escape::None, b'\r' | b'\n') => {
                self.after_return = byte == b'\r';
                self.enter(shown);
            }
            (Escape::None, BACKSPACE | DELETE) => {
                if self.line.pop().is_some() && self.echo {
                    shown.text.push_str("\x08 \x08");
                }
            }
            (Escape::None, INTERRUPT) => {
                self.line.clear();
                let _ = write!(shown.text, "\r\n{}", self.prompt);
            }
            (Escape::None, END_OF_INPUT) => {
                if self.line.is_empty() {
                    shown.text.push_str("\r\n");
                    shown.ended = true;
                }
            }
            (Escape::Sequence, _) | (Escape::None, 0..0x20) => {}
            (Escape::None, _) => self.character(byte, shown),
        }
    }

    fn character(&mut self, byte: u8, shown: &mut Shown) {
        self.partial.push(byte);
        match std::str::from_utf8(&self.partial) {
            Ok(text) => {
                self.line.push_str(text);
                if self.echo {
                    shown.text.push_str(text);
                }
                self.partial.clear();
            }
            Err(error) if error.error_len().is_some() => self.partial.clear(),
            Err(_) => {}
        }
    }

    fn enter(&mut self, shown: &mut Shown) {
        if self.echo {
            shown.text.push_str("\r\n");
        }
        let line = std::mem::take(&mut self.line);
        match self.device.run(&line) {
            Reply::Text(text) => {
                shown.text.push_str(&text);
                shown.text.push_str(&self.prompt);
            }
            Reply::Quit => shown.ended = true,
        }
    }
}

/// What one command line gives.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Reply {
    Text(String),
    Quit,
}

/// The router as its commands describe it.
#[derive(Debug, Clone)]
pub(crate) struct Device {
    identity: String,
    version: String,
    model: String,
    architecture: String,
    wan: String,
}

impl Device {
    pub(crate) fn of(site: &Site) -> Self {
        Self {
            identity: site.identity.clone(),
            version: site.software_version.clone(),
            model: site.model.clone(),
            architecture: site.architecture.clone(),
            wan: site.last_seen_from.clone(),
        }
    }

    /// Runs one line. RouterOS takes a path with or without the leading slash, and with slashes or
    /// blanks between its words.
    pub(crate) fn run(&self, line: &str) -> Reply {
        let path: Vec<&str> = line.split([' ', '/']).filter(|word| !word.is_empty()).collect();
        let text = match path.as_slice() {
            [] => String::new(),
            ["quit"] => return Reply::Quit,
            ["system", "identity", "print"] => format!("  name: {}\r\n\r\n", self.identity),
            ["system", "resource", "print"] => self.resource(),
            ["ip", "address", "print"] => self.addresses(),
            ["interface", "print"] => interfaces(),
            _ => complaint(line, &path),
        };
        Reply::Text(text)
    }

    fn resource(&self) -> String {
        let rows = [
            ("uptime", "3w2d4h17m9s"),
            ("version", &format!("{} (stable)", self.version)),
            ("free-memory", "812.4MiB"),
            ("total-memory", "1024.0MiB"),
            ("cpu", &self.architecture.to_uppercase()),
            ("cpu-count", "4"),
            ("cpu-load", "3%"),
            ("free-hdd-space", "985.2MiB"),
            ("total-hdd-space", "1024.0MiB"),
            ("architecture-name", &self.architecture),
            ("board-name", &self.model),
            ("platform", "MikroTik"),
        ];
        let mut text = String::new();
        for (name, value) in rows {
            let _ = write!(text, "{name:>25}: {value}\r\n");
        }
        text.push_str("\r\n");
        text
    }

    fn addresses(&self) -> String {
        format!(
            "Columns: ADDRESS, NETWORK, INTERFACE\r\n\
             #  ADDRESS           NETWORK      INTERFACE\r\n\
             0  192.168.88.1/24   192.168.88.0 bridge\r\n\
             1  {:<17} {:<12} ether1\r\n\r\n",
            format!("{}/32", self.wan),
            self.wan
        )
    }
}

fn interfaces() -> String {
    "Flags: R - RUNNING\r\n\
     Columns: NAME, TYPE, ACTUAL-MTU\r\n\
     #   NAME    TYPE    ACTUAL-MTU\r\n\
     0 R ether1  ether         1500\r\n\
     1 R ether2  ether         1500\r\n\
     2   ether3  ether         1500\r\n\
     3 R bridge  bridge        1500\r\n\r\n"
        .to_owned()
}

/// RouterOS's words for a command it does not know, naming the first unknown word and its column.
fn complaint(line: &str, path: &[&str]) -> String {
    const MENUS: [&[&str]; 4] =
        [&["system", "identity"], &["system", "resource"], &["ip", "address"], &["interface"]];
    let known = MENUS
        .iter()
        .map(|menu| menu.iter().zip(path).take_while(|(known, word)| *known == *word).count())
        .max()
        .unwrap_or(0);
    let place = known.min(path.len().saturating_sub(1));
    let mut from = 0;
    for word in &path[..place] {
        from = line[from..].find(word).map_or(from, |found| from + found + word.len());
    }
    let word = path.get(place).copied().unwrap_or_default();
    let column = line[from..].find(word).map_or(1, |found| line[..from + found].chars().count() + 1);
    format!("bad command name {word} (line 1 column {column})\r\n")
}

#[cfg(test)]
#[path = "console_tests.rs"]
mod tests;
