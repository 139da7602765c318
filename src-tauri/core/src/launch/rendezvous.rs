//! The desk at which the console program asks for its session, and `ssh` for the password.
//!
//! Terminals and `ssh` are handed one-time ids in place of what they stand for. Each id is good for one
//! purpose, for a short time, and mostly once; all of a session's ids die with the session.

mod ids;
mod shared;

use std::collections::HashMap;
use std::fmt;
use std::time::Duration;

use altostrat_ssh::wire::{Answer, Begun, News, Password, Refusal, Request, Texts};
use altostrat_ssh::{HostKey, OneTimeId, PlaceName, SafeSession, prompt};
use thiserror::Error;
use tokio::sync::{mpsc, watch};

use crate::clock::Moment;
use crate::domain::{SessionKey, SessionPassword};

pub use shared::SharedDesk;

/// Says why no run can be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum DeskProblem {
    #[error("the system gives no random numbers")]
    Randomness,
}

/// A session that a terminal is about to be opened on.
#[derive(Clone, Debug)]
pub struct RunSession {
    pub key: SessionKey,
    pub session: SafeSession,
    pub password: SessionPassword,
    /// What the console program says, in the user's language.
    pub texts: Texts,
    /// Until then a refused login means that the router has not checked in yet, and is tried again: usually
    /// [`Desk::READINESS_WINDOW`] after the session was made. On the steady clock, as below.
    pub patient_until: Duration,
    /// When the session ends, where that is known.
    pub ends_at: Option<Duration>,
}

/// A run that waits for its console program.
#[derive(Debug)]
pub struct OpenRun {
    pub id: OneTimeId,
    called_back: watch::Receiver<bool>,
}

impl OpenRun {
    /// Waits until the console program has called back. `false` when the run was closed instead.
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

/// What an id can be traded for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Purpose {
    Begin,
    /// An id to begin that has been used; remembered so that a second window can be told so.
    Begun,
    Visit,
    Password,
}

struct Issued {
    run: u64,
    purpose: Purpose,
    /// On the steady clock.
    until: Duration,
}

struct Run {
    session: RunSession,
    called_back: watch::Sender<bool>,
    attempts: u32,
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
        self.sweep(now);
        let id = ids::one_time(&self.place)?;
        self.opened += 1;
        let (sender, called_back) = watch::channel(false);
        self.runs.insert(self.opened, Run { session, called_back: sender, attempts: 0 });
        let until = now.steady.saturating_add(Self::RUN_ID_LIFE);
        self.ids.insert(id.clone(), Issued { run: self.opened, purpose: Purpose::Begin, until });
        Ok(OpenRun { id, called_back })
    }

    /// Answers the console program or, through it, `ssh`.
    pub fn answer(&mut self, request: Request, now: Moment) -> Answer {
        self.sweep(now);
        let answer = match request {
            Request::Begin { run } => self.begin(&run, now),
            Request::Retry { visit } => self.retry(&visit, now),
            Request::Report { visit, news } => self.note(&visit, news),
            Request::Password { ticket, prompt } => self.password(&ticket, &prompt),
        };
        answer.unwrap_or_else(|why| Answer::Refused { why })
    }

    /// Ends all runs of a session: it was revoked or has expired.
    pub fn close_session(&mut self, key: SessionKey) {
        self.close(|run| run.session.key == key);
    }

    /// Ends all runs: sign-out, or the end of the launcher.
    pub fn close_all(&mut self) {
        self.runs.clear();
        self.ids.clear();
    }

    /// Drops what is past its time. Every other call does so as well.
    pub fn sweep(&mut self, now: Moment) {
        self.close(|run| run.session.ends_at.is_some_and(|end| end <= now.steady));
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

    fn begin(&mut self, id: &OneTimeId, now: Moment) -> Result<Answer, Refusal> {
        let number = self.known(id, Purpose::Begin)?;
        let visit = ids::one_time(&self.place).map_err(|_| Refusal::Trouble)?;
        let ticket = self.new_ticket(number, now)?;
        let run = self.runs.get(&number).ok_or(Refusal::Unknown)?;
        let until = run.session.ends_at.unwrap_or(Duration::MAX);
        self.ids.insert(visit.clone(), Issued { run: number, purpose: Purpose::Visit, until });
        if let Some(issued) = self.ids.get_mut(id) {
            issued.purpose = Purpose::Begun;
        }
        run.called_back.send_replace(true);
        self.report(run.session.key, RunEvent::CalledBack);
        Ok(Answer::Begun(Box::new(Begun {
            visit,
            ticket,
            session: run.session.session.get().clone(),
            texts: run.session.texts.clone(),
            first_pause_millis: Self::FIRST_PAUSE_MILLIS,
            longest_pause_millis: Self::LONGEST_PAUSE_MILLIS,
        })))
    }

    fn retry(&mut self, visit: &OneTimeId, now: Moment) -> Result<Answer, Refusal> {
        let number = self.known(visit, Purpose::Visit)?;
        let run = self.runs.get(&number).ok_or(Refusal::Unknown)?;
        if now.steady >= run.session.patient_until {
            return Err(Refusal::TooLate);
        }
        let ticket = self.new_ticket(number, now)?;
        Ok(Answer::Ticket { ticket })
    }

    /// Issues an id for the password; one that was not used yet loses its worth.
    fn new_ticket(&mut self, run: u64, now: Moment) -> Result<OneTimeId, Refusal> {
        let ticket = ids::one_time(&self.place).map_err(|_| Refusal::Trouble)?;
        self.ids.retain(|_, issued| issued.run != run || issued.purpose != Purpose::Password);
        let until = now.steady.saturating_add(Self::TICKET_LIFE);
        self.ids.insert(ticket.clone(), Issued { run, purpose: Purpose::Password, until });
        Ok(ticket)
    }

    fn password(&mut self, ticket: &OneTimeId, prompt: &str) -> Result<Answer, Refusal> {
        let number = self.known(ticket, Purpose::Password)?;
        let session = &self.runs.get(&number).ok_or(Refusal::Unknown)?.session;
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
        let run = self.runs.get_mut(&number).ok_or(Refusal::Unknown)?;
        if matches!(news, News::LoginRefused | News::NotReachable) {
            run.attempts = run.attempts.saturating_add(1);
        }
        let attempts = run.attempts;
        let key = run.session.key;
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
