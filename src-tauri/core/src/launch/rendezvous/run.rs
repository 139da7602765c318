//! A run: one terminal that is opened, from its preparing to its end.

use std::time::Duration;

use altostrat_ssh::wire::Texts;
use altostrat_ssh::{HostKey, OneTimeId, SafeSession};
use tokio::sync::watch;

use crate::domain::{SessionKey, SessionPassword};

/// A session that a terminal is about to be opened on.
#[derive(Clone, Debug)]
pub struct RunSession {
    pub key: SessionKey,
    pub session: SafeSession,
    pub password: SessionPassword,
    /// What the console program says, in the user's language.
    pub texts: Texts,
    /// Until then a refused login means that the router has not checked in yet, and is tried again: usually
    /// [`super::Desk::READINESS_WINDOW`] after the session was made. On the steady clock, as below.
    pub patient_until: Duration,
    /// When the session ends, where that is known.
    pub ends_at: Option<Duration>,
}

/// A run that waits for its console program, or for a client that brings its own window.
#[derive(Debug)]
pub struct OpenRun {
    pub id: OneTimeId,
    /// What is dialled; `None` where a terminal is only tried out.
    pub dialled: Option<SafeSession>,
    pub(super) called_back: watch::Receiver<bool>,
}

impl OpenRun {
    /// Waits until the console program has called back, or a client has fetched the password. `false` when the run was closed instead.
    pub async fn called_back(&mut self) -> bool {
        self.called_back.wait_for(|called| *called).await.is_ok()
    }
}

/// What happens to a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RunEvent {
    /// A terminal is open and the console program runs in it.
    CalledBack,
    /// The router took the login, as `ssh` says. Once a run at most; no failed attempt follows.
    LoggedIn,
    /// The router refused the login. `attempts` counts the failed attempts of the run, here and below.
    LoginRefused { attempts: u32 },
    /// Nobody answered, or hung up before the login.
    NotReachable { attempts: u32 },
    /// The router shows another host key than before, this one where it could be learned; no password was sent.
    HostKeyChanged { offered: Option<HostKey> },
    /// The router has nothing better than an RSA key signed with SHA-1, which is not allowed for this site.
    OldHostKeyOnly,
    /// `ssh` could not be started.
    NotStarted,
    /// `ssh` has ended. `None` where a signal ended it, or its window was killed.
    Ended { exit_code: Option<i32> },
}

/// An event of a run, with the session it is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunReport {
    pub key: SessionKey,
    pub event: RunEvent,
}
