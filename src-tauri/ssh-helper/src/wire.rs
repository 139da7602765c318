//! What this program and the launcher say to each other: one JSON line each way, a connection for every question.

use std::fmt;
use std::io;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::host_key::HostKey;
use crate::id::OneTimeId;
use crate::session::SshSession;

/// Longest line either side reads, in bytes.
pub const LONGEST_LINE: usize = 16 * 1_024;

/// A question to the launcher.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "ask", rename_all = "snake_case")]
pub enum Request {
    /// Which session is this run for? The id of the argument list, good once.
    Begin { run: OneTimeId },
    /// The login was refused: may it be tried again, and under which id?
    Retry { visit: OneTimeId },
    /// Tells how it goes.
    Report { visit: OneTimeId, news: News },
    /// `ssh` asks this. Answered once, and only where it asks for the password.
    Password { ticket: OneTimeId, prompt: String },
    /// A terminal is being tried out and has come this far. The id of the argument list, good once.
    Test { run: OneTimeId },
}

/// How a run goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum News {
    /// The router took the login. Told once a run at most.
    LoggedIn,
    LoginRefused,
    NotReachable,
    /// The router shows another key than the known one: this one, where it could be learned.
    HostKeyChanged {
        offered: Option<HostKey>,
    },
    OldHostKeyOnly,
    /// `ssh` could not be started.
    NotStarted,
    /// `None` where a signal ended it, or its window was killed.
    Ended {
        exit_code: Option<i32>,
    },
}

/// The launcher's answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "snake_case")]
pub enum Answer {
    Begun(Box<Begun>),
    Ticket {
        ticket: OneTimeId,
    },
    Noted,
    Password {
        password: Password,
    },
    /// What to write into a terminal that is being tried out.
    Tested(TestTexts),
    Refused {
        why: Refusal,
    },
}

/// What a run is told at its beginning.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Begun {
    /// Stands for the run from here on; never in an argument list or an environment.
    pub visit: OneTimeId,
    /// What `ssh`'s askpass gets the password for, once.
    pub ticket: OneTimeId,
    pub session: SshSession,
    pub texts: Texts,
    /// Pause before the second attempt, in milliseconds; each further pause is half as long again.
    pub first_pause_millis: u32,
    pub longest_pause_millis: u32,
}

/// Why the launcher does not answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// The id is unknown, or its time is over, or its session has ended or was revoked.
    Unknown,
    /// Another window has taken this run.
    Used,
    /// The router had its time to check in.
    TooLate,
    NotAPasswordPrompt,
    Unreadable,
    /// The launcher could not make a new id.
    Trouble,
}

/// What is written into the terminal, in the user's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Texts {
    pub not_checked_in: String,
    pub login_refused: String,
    pub not_reachable: String,
    pub session_ended: String,
    pub host_key_changed: String,
    pub old_host_key_only: String,
    pub not_started: String,
    pub unsafe_session: String,
    pub launcher_gone: String,
    pub connection_ended: String,
    pub press_enter: String,
}

impl Default for Texts {
    /// English: what is said when the launcher cannot be asked.
    fn default() -> Self {
        Self {
            not_checked_in: "The router has not checked in yet; trying again…".into(),
            login_refused:
                "The router refused the login. Press Connect in the launcher to try again, or request \
                            a new session."
                    .into(),
            not_reachable: "The router cannot be reached through this session.".into(),
            session_ended: "This session has ended.".into(),
            host_key_changed:
                "The router's host key is not the one seen before, so nothing was sent to it. Find \
                               out why before you connect again."
                    .into(),
            old_host_key_only:
                "This router has only an old kind of host key (ssh-rsa), which ssh refuses. Allow it \
                                for this site in the launcher, or connect with WinBox."
                    .into(),
            not_started: "The ssh program could not be started.".into(),
            unsafe_session:
                "The session holds something that is not safe to hand to ssh; nothing was started.".into(),
            launcher_gone: "Altostrat Launcher does not answer for this window. Press Connect there again."
                .into(),
            connection_ended: "The connection has ended.".into(),
            press_enter: "Press Enter to close this window.".into(),
        }
    }
}

/// What is written into a terminal that is being tried out, in the user's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TestTexts {
    pub it_works: String,
    pub press_enter: String,
}

/// A password on its way. `Debug` shows nothing; overwritten on drop.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Password(String);

impl Password {
    pub fn new(text: String) -> Self {
        Self(text)
    }

    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Password(<redacted>)")
    }
}

impl Drop for Password {
    fn drop(&mut self) {
        wipe(std::mem::take(&mut self.0).into_bytes());
    }
}

/// Overwrites bytes before they are given back.
pub fn wipe(mut bytes: Vec<u8>) {
    bytes.fill(0);
    std::hint::black_box(&bytes);
}

/// Writes a message as one line.
pub fn encode<T: Serialize>(message: &T) -> io::Result<Vec<u8>> {
    // Big enough not to move while it grows, so that no copy of a password is left behind.
    let mut line = Vec::with_capacity(LONGEST_LINE);
    serde_json::to_writer(&mut line, message)?;
    line.push(b'\n');
    if line.len() > LONGEST_LINE {
        return Err(io::ErrorKind::InvalidData.into());
    }
    Ok(line)
}

/// Reads a message from a whole line. What cannot be read is not repeated in the error: it may be secret.
pub fn decode<T: DeserializeOwned>(line: &[u8]) -> io::Result<T> {
    if line.len() > LONGEST_LINE || line.last() != Some(&b'\n') {
        return Err(io::ErrorKind::InvalidData.into());
    }
    serde_json::from_slice(line).map_err(|_| io::ErrorKind::InvalidData.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id() -> OneTimeId {
        OneTimeId::parse(&"a1".repeat(24)).unwrap()
    }

    #[test]
    fn what_is_written_is_read_back() {
        let request = Request::Password { ticket: id(), prompt: "u@alias's password: \n\"".into() };
        let line = encode(&request).unwrap();
        assert_eq!(line.iter().position(|byte| *byte == b'\n'), Some(line.len() - 1));
        assert_eq!(decode::<Request>(&line).unwrap(), request);
    }

    #[test]
    fn half_a_line_an_endless_line_and_foreign_words_are_refused() {
        let mut line = encode(&Request::Begin { run: id() }).unwrap();
        line.pop();
        assert!(decode::<Request>(&line).is_err());
        let long = Request::Password { ticket: id(), prompt: "x".repeat(LONGEST_LINE) };
        assert!(encode(&long).is_err());
        assert!(decode::<Request>(b"{\"ask\":\"begin\",\"run\":\"../../x\"}\n").is_err());
        assert!(decode::<Request>(b"GET / HTTP/1.1\r\n").is_err());
    }

    #[test]
    fn a_password_on_its_way_is_never_printed() {
        let answer = Answer::Password { password: Password::new("canary-4711".into()) };
        assert!(!format!("{answer:?}").contains("canary"));
    }
}
