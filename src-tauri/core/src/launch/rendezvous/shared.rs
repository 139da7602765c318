//! The desk as its users share it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use altostrat_ssh::wire::{Answer, Request, TestTexts};
use altostrat_ssh::{OneTimeId, PlaceName};
use tokio::sync::mpsc;

use super::{Desk, DeskProblem, OpenRun, PasswordDoor, RunReport, RunSession};
use crate::clock::Clock;
use crate::domain::{SessionKey, SessionPassword};

/// A desk with a clock, for the application and the socket. Clones are the same desk; no call waits.
#[derive(Clone)]
pub struct SharedDesk {
    desk: Arc<Mutex<Desk>>,
    clock: Arc<dyn Clock>,
}

impl SharedDesk {
    /// Makes a desk, and the other end of what it tells of its runs.
    pub fn new(clock: Arc<dyn Clock>) -> Result<(Self, mpsc::UnboundedReceiver<RunReport>), DeskProblem> {
        let (sender, reports) = mpsc::unbounded_channel();
        let desk = Arc::new(Mutex::new(Desk::new(sender)?));
        Ok((Self { desk, clock }, reports))
    }

    fn lock(&self) -> MutexGuard<'_, Desk> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// See [`Desk::place`].
    pub fn place(&self) -> PlaceName {
        self.lock().place().clone()
    }

    /// See [`Desk::open_run`].
    pub fn open_run(&self, session: RunSession) -> Result<OpenRun, DeskProblem> {
        let now = self.clock.now();
        self.lock().open_run(session, now)
    }

    /// See [`Desk::open_test`].
    pub fn open_test(&self, texts: TestTexts) -> Result<OpenRun, DeskProblem> {
        let now = self.clock.now();
        self.lock().open_test(texts, now)
    }

    /// See [`Desk::open_door`].
    pub fn open_door(&self, run: &OneTimeId) -> Option<PasswordDoor> {
        let now = self.clock.now();
        let door = self.lock().open_door(run, now)?;
        Some(PasswordDoor::new(door, self.clone()))
    }

    pub(super) fn take_password(&self, door: &OneTimeId) -> Option<SessionPassword> {
        let now = self.clock.now();
        self.lock().take_password(door, now)
    }

    /// See [`Desk::answer`].
    pub fn answer(&self, request: Request) -> Answer {
        let now = self.clock.now();
        self.lock().answer(request, now)
    }

    /// See [`Desk::close_session`].
    pub fn close_session(&self, key: SessionKey) {
        self.lock().close_session(key);
    }

    /// See [`Desk::close_all`].
    pub fn close_all(&self) {
        self.lock().close_all();
    }
}
