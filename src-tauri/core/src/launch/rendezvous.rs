//! The desk at which the console program asks for its session, and `ssh` for the password.
//!
//! Terminals and `ssh` are handed one-time ids in place of what they stand for. Each id is good for one
//! purpose, for a short time, and mostly once; all of a session's ids die with the session.

mod door;
mod ids;
mod run;
mod shared;

use std::collections::HashMap;
use std::fmt;
use std::time::Duration;

use altostrat_ssh::wire::{Answer, Begun, News, Password, Refusal, Request, TestTexts};
use altostrat_ssh::{OneTimeId, PlaceName, SafeSession, prompt};
use thiserror::Error;
use tokio::sync::{mpsc, watch};

use crate::clock::Moment;
use crate::domain::{SessionKey, SessionPassword};

pub use door::PasswordDoor;
pub use run::{OpenRun, RunEvent, RunReport, RunSession};
pub use shared::SharedDesk;

/// Says why no run can be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum DeskProblem {
    #[error("the system gives no random numbers")]
    Randomness,
}

/// What an id can be traded for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Purpose {
    Begin,
    /// An id to begin that has been used; remembered so that a second window can be told so.
    Begun,
    Visit,
    Password,
    /// The password, through a pipe of its own. Never answered at the desk.
    Door,
    Test,
}

struct Issued {
    run: u64,
    purpose: Purpose,
    /// On the steady clock.
    until: Duration,
}

struct Run {
    errand: Errand,
    called_back: watch::Sender<bool>,
    attempts: u32,
}

/// What a terminal is opened for.
enum Errand {
    Session(Box<RunSession>),
    Test(TestTexts),
}

impl Run {
    fn session(&self) -> Option<&RunSession> {
        match &self.errand {
            Errand::Session(session) => Some(session),
            Errand::Test(_) => None,
        }
    }
}

/// All runs of this launcher. A plain state: it does no input or output and is told the time.
pub struct Desk {
    place: PlaceName,
    reports: mpsc::UnboundedSender<RunReport>,
    runs: HashMap<u64, Run>,
    ids: HashMap<OneTimeId, Issued>,
    opened: u64,
}

impl fmt::Debug for Desk {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Desk").field("runs", &self.runs.len()).finish_non_exhaustive()
    }
}

impl Desk {
    /// How long the id of a run is good, from its opening.
    pub const RUN_ID_LIFE: Duration = Duration::from_secs(60);
    /// How long a password can be fetched, from each attempt's beginning.
    pub const TICKET_LIFE: Duration = Duration::from_secs(90);
    /// How long after its making a session's router may take to accept the login.
    pub const READINESS_WINDOW: Duration = Duration::from_secs(90);
    const FIRST_PAUSE_MILLIS: u32 = 3_000;
    const LONGEST_PAUSE_MILLIS: u32 = 8_000;

    /// Makes a desk at a place with a new random name. What happens to runs goes to `reports`.
    pub fn new(reports: mpsc::UnboundedSender<RunReport>) -> Result<Self, DeskProblem> {
        let place = ids::place()?;
        Ok(Self { place, reports, runs: HashMap::new(), ids: HashMap::new(), opened: 0 })
    }

    /// Names the socket or pipe at which the desk answers.
    pub fn place(&self) -> &PlaceName {
        &self.place
    }

    /// Prepares a run. Its id goes into the argument list of a terminal.
    pub fn open_run(&mut self, session: RunSession, now: Moment) -> Result<OpenRun, DeskProblem> {
        let dialled = Some(session.session.clone());
        self.open(Errand::Session(Box::new(session)), Purpose::Begin, dialled, now)
    }

    /// Prepares the test of a terminal, which is told `texts` when it calls.
    pub fn open_test(&mut self, texts: TestTexts, now: Moment) -> Result<OpenRun, DeskProblem> {
        self.open(Errand::Test(texts), Purpose::Test, None, now)
    }

    fn open(
        &mut self,
        errand: Errand,
        purpose: Purpose,
        dialled: Option<SafeSession>,
        now: Moment,
    ) -> Result<OpenRun, DeskProblem> {
        self.sweep(now);
        let id = ids::one_time(&self.place)?;
        self.opened += 1;
        let (sender, called_back) = watch::channel(false);
        self.runs.insert(self.opened, Run { errand, called_back: sender, attempts: 0 });
        self.issue(id.clone(), purpose, self.opened, now, Self::RUN_ID_LIFE);
        Ok(OpenRun { id, dialled, called_back })
    }

    /// Prepares the handing over of a run's password to a client that reads it from a pipe. `None` where the
    /// run has begun or is over.
    pub fn open_door(&mut self, run: &OneTimeId, now: Moment) -> Option<OneTimeId> {
        self.sweep(now);
        let number = self.known(run, Purpose::Begin).ok()?;
        let door = ids::one_time(&self.place).ok()?;
        self.issue(door.clone(), Purpose::Door, number, now, Self::RUN_ID_LIFE);
        Some(door)
    }

    /// Hands the password over, once. The client that has it needs nothing further, and no console program may
    /// begin the same run.
    pub fn take_password(&mut self, door: &OneTimeId, now: Moment) -> Option<SessionPassword> {
        self.sweep(now);
        let number = self.known(door, Purpose::Door).ok()?;
        let run = self.runs.get(&number)?;
        let session = run.session()?;
        let (key, password) = (session.key, session.password.clone());
        run.called_back.send_replace(true);
        self.runs.remove(&number);
        self.ids.retain(|_, issued| issued.run != number);
        self.report(key, RunEvent::CalledBack);
        Some(password)
    }

    fn issue(&mut self, id: OneTimeId, purpose: Purpose, run: u64, now: Moment, life: Duration) {
        let until = now.steady.saturating_add(life);
        self.ids.insert(id, Issued { run, purpose, until });
    }

    /// Answers the console program or, through it, `ssh`.
    pub fn answer(&mut self, request: Request, now: Moment) -> Answer {
        self.sweep(now);
        let answer = match request {
            Request::Begin { run } => self.begin(&run, now),
            Request::Retry { visit } => self.retry(&visit, now),
            Request::Report { visit, news } => self.note(&visit, news),
            Request::Password { ticket, prompt } => self.password(&ticket, &prompt),
            Request::Test { run } => self.test(&run),
        };
        answer.unwrap_or_else(|why| Answer::Refused { why })
    }

    /// Ends all runs of a session: it was revoked or has expired.
    pub fn close_session(&mut self, key: SessionKey) {
        self.close(|run| run.session().is_some_and(|session| session.key == key));
    }

    /// Ends all runs: sign-out, or the end of the launcher.
    pub fn close_all(&mut self) {
        self.runs.clear();
        self.ids.clear();
    }

    /// Drops what is past its time. Every other call does so as well.
    pub fn sweep(&mut self, now: Moment) {
        let ends_at = |run: &Run| run.session().and_then(|session| session.ends_at);
        self.close(|run| ends_at(run).is_some_and(|end| end <= now.steady));
        self.ids.retain(|_, issued| issued.until > now.steady);
        let ids = &self.ids;
        self.runs.retain(|number, _| ids.values().any(|issued| issued.run == *number));
    }

    fn close(&mut self, is_over: impl Fn(&Run) -> bool) {
        self.runs.retain(|_, run| !is_over(run));
        let runs = &self.runs;
        self.ids.retain(|_, issued| runs.contains_key(&issued.run));
    }

    /// The number of the run for which `id` is good for `purpose`.
    fn known(&self, id: &OneTimeId, purpose: Purpose) -> Result<u64, Refusal> {
        match self.ids.get(id) {
            Some(issued) if issued.purpose == purpose => Ok(issued.run),
            Some(Issued { purpose: Purpose::Begun, .. }) => Err(Refusal::Used),
            _ => Err(Refusal::Unknown),
        }
    }

    fn session_of(&self, number: u64) -> Result<&RunSession, Refusal> {
        self.runs.get(&number).and_then(Run::session).ok_or(Refusal::Unknown)
    }

    fn begin(&mut self, id: &OneTimeId, now: Moment) -> Result<Answer, Refusal> {
        let number = self.known(id, Purpose::Begin)?;
        let visit = ids::one_time(&self.place).map_err(|_| Refusal::Trouble)?;
        let ticket = self.new_ticket(number, now)?;
        let session = self.session_of(number)?;
        let key = session.key;
        let begun = Begun {
            visit: visit.clone(),
            ticket,
            session: session.session.get().clone(),
            texts: session.texts.clone(),
            first_pause_millis: Self::FIRST_PAUSE_MILLIS,
            longest_pause_millis: Self::LONGEST_PAUSE_MILLIS,
        };
        let until = session.ends_at.unwrap_or(Duration::MAX);
        self.ids.insert(visit, Issued { run: number, purpose: Purpose::Visit, until });
        // A client that was started before and has not read its password by now is not to have it any more.
        self.ids.retain(|_, issued| issued.run != number || issued.purpose != Purpose::Door);
        self.called_back(id, number);
        self.report(key, RunEvent::CalledBack);
        Ok(Answer::Begun(Box::new(begun)))
    }

    fn test(&mut self, id: &OneTimeId) -> Result<Answer, Refusal> {
        let number = self.known(id, Purpose::Test)?;
        let Some(Errand::Test(texts)) = self.runs.get(&number).map(|run| &run.errand) else {
            return Err(Refusal::Unknown);
        };
        let texts = texts.clone();
        self.called_back(id, number);
        Ok(Answer::Tested(texts))
    }

    /// The id of the argument list has been used: a second window is told so.
    fn called_back(&mut self, id: &OneTimeId, number: u64) {
        if let Some(issued) = self.ids.get_mut(id) {
            issued.purpose = Purpose::Begun;
        }
        if let Some(run) = self.runs.get(&number) {
            run.called_back.send_replace(true);
        }
    }

    fn retry(&mut self, visit: &OneTimeId, now: Moment) -> Result<Answer, Refusal> {
        let number = self.known(visit, Purpose::Visit)?;
        if now.steady >= self.session_of(number)?.patient_until {
            return Err(Refusal::TooLate);
        }
        let ticket = self.new_ticket(number, now)?;
        Ok(Answer::Ticket { ticket })
    }

    /// Issues an id for the password; one that was not used yet loses its worth.
    fn new_ticket(&mut self, run: u64, now: Moment) -> Result<OneTimeId, Refusal> {
        let ticket = ids::one_time(&self.place).map_err(|_| Refusal::Trouble)?;
        self.ids.retain(|_, issued| issued.run != run || issued.purpose != Purpose::Password);
        self.issue(ticket.clone(), Purpose::Password, run, now, Self::TICKET_LIFE);
        Ok(ticket)
    }

    fn password(&mut self, ticket: &OneTimeId, prompt: &str) -> Result<Answer, Refusal> {
        let number = self.known(ticket, Purpose::Password)?;
        let session = self.session_of(number)?;
        let dialled = session.session.get();
        if !prompt::asks_for_password(prompt, &dialled.login, &dialled.host_key_alias) {
            return Err(Refusal::NotAPasswordPrompt);
        }
        let password = Password::new(session.password.expose().to_owned());
        self.ids.remove(ticket);
        Ok(Answer::Password { password })
    }

    fn note(&mut self, visit: &OneTimeId, news: News) -> Result<Answer, Refusal> {
        let number = self.known(visit, Purpose::Visit)?;
        let key = self.session_of(number)?.key;
        let run = self.runs.get_mut(&number).ok_or(Refusal::Unknown)?;
        if matches!(news, News::LoginRefused | News::NotReachable) {
            run.attempts = run.attempts.saturating_add(1);
        }
        let attempts = run.attempts;
        let (event, is_over) = match news {
            News::LoggedIn => (RunEvent::LoggedIn, false),
            News::LoginRefused => (RunEvent::LoginRefused { attempts }, false),
            News::NotReachable => (RunEvent::NotReachable { attempts }, false),
            News::HostKeyChanged { offered } => (RunEvent::HostKeyChanged { offered }, false),
            News::OldHostKeyOnly => (RunEvent::OldHostKeyOnly, false),
            News::NotStarted => (RunEvent::NotStarted, true),
            News::Ended { exit_code } => (RunEvent::Ended { exit_code }, true),
        };
        if is_over {
            self.runs.remove(&number);
            self.ids.retain(|_, issued| issued.run != number);
        }
        self.report(key, event);
        Ok(Answer::Noted)
    }

    fn report(&self, key: SessionKey, event: RunEvent) {
        // Nobody listens any more when the launcher is ending.
        let _ = self.reports.send(RunReport { key, event });
    }
}

#[cfg(test)]
pub(super) mod tests;
