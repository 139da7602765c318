//! A password that waits behind a pipe, for clients that read it from a file (PuTTY).

use std::fmt;
use std::time::Duration;

use altostrat_ssh::OneTimeId;

use super::{Desk, SharedDesk};
use crate::domain::SessionPassword;

/// What whoever opens a pipe needs to know: its name, and what to hand to the first that reads it.
#[derive(Clone)]
pub struct PasswordDoor {
    id: OneTimeId,
    desk: SharedDesk,
}

impl PasswordDoor {
    /// How long a client may take to open the pipe.
    pub const LIFE: Duration = Desk::RUN_ID_LIFE;

    pub(super) fn new(id: OneTimeId, desk: SharedDesk) -> Self {
        Self { id, desk }
    }

    /// The full name of the pipe (Windows). Its random part is good for this one password and nothing else.
    pub fn pipe(&self) -> String {
        format!(r"\\.\pipe\altostrat-{}", self.id.as_str())
    }

    /// Takes the password, when somebody has opened the pipe. `None` the second time, after [`Self::LIFE`], and
    /// once the session has ended.
    pub fn take(&self) -> Option<SessionPassword> {
        self.desk.take_password(&self.id)
    }
}

impl fmt::Debug for PasswordDoor {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("PasswordDoor").finish_non_exhaustive()
    }
}
