//! One run: `ssh` on the user's terminal, tried again while the router has not checked in.

mod attempt;
mod offered;
mod witness;

use std::io::{self, BufRead as _, IsTerminal as _, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use crate::call;
use crate::id::{OneTimeId, PlaceName};
use crate::session::SafeSession;
use crate::verdict::Finding;
use crate::wire::{Answer, Begun, News, Refusal, Request, Texts};

use attempt::{Attempt, Ending};
use witness::Witness;

pub use witness::{WATCH, watch};

/// A session that lasted longer and ended well needs no last look at the window.
const WORTH_A_LOOK: Duration = Duration::from_secs(3);

/// The argument before the id of a session's run.
pub const RUN: &str = "run";

/// The argument before the id of a terminal's test.
pub const TEST: &str = "test";

/// Runs `ssh` for the session that `id` stands for.
pub fn run(id: &OneTimeId) -> ExitCode {
    let place = id.place();
    match call::ask(&place, &Request::Begin { run: id.clone() }) {
        Ok(Answer::Begun(begun)) => Run { place, begun: *begun, told: false }.follow(),
        // Another window was quicker and shows the session: this one has nothing to say.
        Ok(Answer::Refused { why: Refusal::Used }) => ExitCode::SUCCESS,
        _ => farewell(&Texts::default().launcher_gone),
    }
}

/// Shows that this terminal works: tells the launcher, says so, and waits to be closed.
pub fn test(id: &OneTimeId) -> ExitCode {
    match call::ask(&id.place(), &Request::Test { run: id.clone() }) {
        Ok(Answer::Tested(texts)) => {
            say(&texts.it_works);
            wait_for_enter(&texts.press_enter);
            ExitCode::SUCCESS
        }
        Ok(Answer::Refused { why: Refusal::Used }) => ExitCode::SUCCESS,
        _ => farewell(&Texts::default().launcher_gone),
    }
}

fn farewell(text: &str) -> ExitCode {
    say(text);
    wait_for_enter(&Texts::default().press_enter);
    ExitCode::FAILURE
}

struct Run {
    place: PlaceName,
    begun: Begun,
    /// The user knows that the router is being waited for.
    told: bool,
}

impl Run {
    fn follow(mut self) -> ExitCode {
        let texts = self.begun.texts.clone();
        let Ok(session) = SafeSession::check(self.begun.session.clone()) else {
            self.report(News::NotStarted);
            say(&texts.unsafe_session);
            wait_for_enter(&texts.press_enter);
            return ExitCode::FAILURE;
        };
        let witness = own_path().and_then(|program| Witness::start(&program, &self.begun.visit).ok());
        let ending = self.attempts(&session);
        let Some(ending) = ending else {
            self.report(News::NotStarted);
            say(&texts.not_started);
            wait_for_enter(&texts.press_enter);
            return ExitCode::FAILURE;
        };
        self.report(News::Ended { exit_code: ending.exit_code });
        drop(witness);
        let went_well = ending.exit_code == Some(0) && ending.lasted > WORTH_A_LOOK;
        if !went_well {
            if ending.finding.is_none() {
                say(&texts.connection_ended);
            }
            wait_for_enter(&texts.press_enter);
        }
        ending.exit_code.and_then(|code| u8::try_from(code).ok()).map_or(ExitCode::FAILURE, ExitCode::from)
    }

    /// Runs `ssh` until it succeeds, fails for good, or the router's time to check in is over. `None` where
    /// it could not be started.
    fn attempts(&mut self, session: &SafeSession) -> Option<Ending> {
        let askpass = own_path()?;
        let mut ticket = self.begun.ticket.clone();
        let mut pauses = Pauses::new(self.begun.first_pause_millis, self.begun.longest_pause_millis);
        loop {
            let on_login = || self.report(News::LoggedIn);
            let attempt = Attempt { session, askpass: &askpass, ticket: &ticket, on_login: &on_login };
            let ending = attempt.run().ok()?;
            let texts = &self.begun.texts;
            let news = match ending.finding {
                None => return Some(ending),
                Some(Finding::HostKeyChanged) => {
                    say(&texts.host_key_changed);
                    self.report(News::HostKeyChanged { offered: offered::offered_key(session) });
                    return Some(ending);
                }
                Some(Finding::OldHostKeyOnly) => {
                    say(&texts.old_host_key_only);
                    self.report(News::OldHostKeyOnly);
                    return Some(ending);
                }
                Some(Finding::LoginRefused) => News::LoginRefused,
                Some(Finding::NotReachable) => News::NotReachable,
            };
            self.report(news.clone());
            match self.ask(&Request::Retry { visit: self.begun.visit.clone() }) {
                Some(Answer::Ticket { ticket: next }) => ticket = next,
                Some(Answer::Refused { why: Refusal::TooLate }) if news == News::LoginRefused => {
                    say(&texts.login_refused);
                    return Some(ending);
                }
                Some(Answer::Refused { why: Refusal::TooLate }) => {
                    say(&texts.not_reachable);
                    return Some(ending);
                }
                Some(Answer::Refused { why: Refusal::Unknown }) => {
                    say(&texts.session_ended);
                    return Some(ending);
                }
                _ => {
                    say(&texts.launcher_gone);
                    return Some(ending);
                }
            }
            if !self.told {
                self.told = true;
                say(&self.begun.texts.not_checked_in);
            }
            std::thread::sleep(pauses.take());
        }
    }

    fn ask(&self, request: &Request) -> Option<Answer> {
        call::ask(&self.place, request).ok()
    }

    /// Tells the launcher. A launcher that has gone does not stop a session that runs.
    fn report(&self, news: News) {
        let _ = self.ask(&Request::Report { visit: self.begun.visit.clone(), news });
    }
}

/// This program's own path, which `ssh` starts as its askpass.
fn own_path() -> Option<PathBuf> {
    std::env::current_exe().ok()
}

/// Pauses between attempts, each half as long again as the one before.
struct Pauses {
    next: u32,
    longest: u32,
}

impl Pauses {
    /// Whatever the launcher says, a pause is never longer.
    const MOST_MILLIS: u32 = 30_000;

    fn new(first_millis: u32, longest_millis: u32) -> Self {
        let longest = longest_millis.min(Self::MOST_MILLIS);
        Self { next: first_millis.min(longest), longest }
    }

    fn take(&mut self) -> Duration {
        let pause = self.next;
        self.next = pause.saturating_add(pause / 2).min(self.longest);
        Duration::from_millis(pause.into())
    }
}

/// Writes a line of our own, apart from what `ssh` and the router wrote.
fn say(text: &str) {
    let _ = write!(io::stderr(), "\r\n{text}\r\n");
}

/// Keeps the window until Enter is pressed or there is nobody to press it.
fn wait_for_enter(press_enter: &str) {
    let input = io::stdin();
    if !input.is_terminal() {
        return;
    }
    say(press_enter);
    let _ = input.lock().read_line(&mut String::new());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_from_three_to_eight_seconds() {
        let mut pauses = Pauses::new(3_000, 8_000);
        let taken: Vec<u128> = (0..5).map(|_| pauses.take().as_millis()).collect();
        assert_eq!(taken, [3_000, 4_500, 6_750, 8_000, 8_000]);
    }

    #[test]
    fn a_pause_is_never_endless() {
        let mut pauses = Pauses::new(u32::MAX, u32::MAX);
        assert_eq!(pauses.take(), Duration::from_secs(30));
    }
}
