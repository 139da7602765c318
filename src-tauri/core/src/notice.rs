//! Notices of the desktop, as values: what to say, and what can be pressed.
//!
//! A notice names the site and never an address, a user name or a password: it may be read on a locked screen.

use serde::{Deserialize, Serialize};

use crate::domain::SessionKey;

/// What a notice is about. A new notice about the same thing takes the place of the old one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum NoticeId {
    /// The end of one session, near or past.
    Session(SessionKey),
    /// The user's address has left the range of this session.
    Address(SessionKey),
    /// What happened while the machine slept.
    Summary,
    /// What became of the sessions while the screen was locked or the machine slept.
    Guard,
}

/// Something that can be pressed in a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum NoticeAction {
    Renew(SessionKey),
    /// Renews for the address the user has now.
    RenewHere(SessionKey),
    /// Opens the window, at this session when there is one.
    Open(Option<SessionKey>),
}

/// A button of a notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeButton {
    pub action: NoticeAction,
    pub label: String,
}

/// A notice, in the user's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub id: NoticeId,
    pub title: String,
    pub body: String,
    /// At most two: some systems show no more.
    pub buttons: Vec<NoticeButton>,
    /// Stays until it is dismissed or withdrawn.
    pub stays: bool,
}
