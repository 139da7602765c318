//! Wishes from outside the window, followed until they are granted or have failed: nobody may be looking at the
//! window's rows.

use tokio::sync::mpsc;

use super::machine::Machine;
use super::presence::Presence;
use crate::call::{End, News};
use crate::contract::{AppError, LaunchView};
use crate::domain::SessionKey;
use crate::notice::NoticeId;
use crate::sessions::{Entry, Stage};

/// Who hears of it.
#[derive(Debug)]
pub(super) enum Asker {
    /// The tray: notices say what the window would show.
    Tray,
    /// Another program, line by line.
    Outside(Outside),
}

/// The way back to a program that asked.
#[derive(Debug)]
pub(super) struct Outside(mpsc::UnboundedSender<News>);

impl Outside {
    pub(super) fn new(news: mpsc::UnboundedSender<News>) -> Self {
        Self(news)
    }

    pub(super) fn tell(&self, said: String, end: Option<End>) {
        // The asker may have gone. What was begun for it goes on.
        let _ = self.0.send(News { said, end });
    }
}

/// What is awaited of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Aim {
    Open,
    Revoke,
}

#[derive(Debug)]
struct Errand {
    key: SessionKey,
    aim: Aim,
    asker: Asker,
    /// What was said last.
    step: Option<Step>,
}

#[derive(Debug, Default)]
pub(super) struct Errands(Vec<Errand>);

/// Where an errand stands.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Standing {
    UnderWay(Step),
    /// The name of the program, when one was started.
    Done(String),
    Failed(AppError),
}

/// What is said on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Requesting,
    CheckingOutcome,
    WaitingForGateway,
    WaitingForRouter,
    Starting,
    Revoking,
}

impl Step {
    const fn key(self) -> &'static str {
        match self {
            Self::Requesting => "errand-requesting",
            Self::CheckingOutcome => "errand-checking-outcome",
            Self::WaitingForGateway => "errand-waiting-gateway",
            Self::WaitingForRouter => "errand-waiting-router",
            Self::Starting => "errand-starting",
            Self::Revoking => "errand-revoking",
        }
    }
}

fn standing(entry: Option<&Entry>, aim: Aim) -> Standing {
    let Some(entry) = entry else { return Standing::Failed(AppError::SessionGone) };
    let failed = |otherwise| Standing::Failed(entry.problem.clone().unwrap_or(otherwise));
    match (aim, entry.stage) {
        (Aim::Revoke, Stage::Revoking) => Standing::UnderWay(Step::Revoking),
        (Aim::Revoke, Stage::Ended(_) | Stage::Failed) => Standing::Done(String::new()),
        (Aim::Revoke, _) if entry.revoke_wanted => Standing::UnderWay(Step::Revoking),
        (Aim::Revoke, _) => failed(AppError::RevokeNotConfirmed),
        (Aim::Open, Stage::Queued | Stage::Requesting) => Standing::UnderWay(Step::Requesting),
        (Aim::Open, Stage::CheckingOutcome) => Standing::UnderWay(Step::CheckingOutcome),
        (Aim::Open, Stage::WaitingForGateway) => Standing::UnderWay(Step::WaitingForGateway),
        (Aim::Open, Stage::WaitingForRouter) => Standing::UnderWay(Step::WaitingForRouter),
        (Aim::Open, Stage::Revoking | Stage::Ended(_)) => failed(AppError::SessionExpired),
        (Aim::Open, Stage::Failed) => failed(AppError::SessionGone),
        (Aim::Open, Stage::Live) => match &entry.launch {
            LaunchView::Queued | LaunchView::Starting { .. } => Standing::UnderWay(Step::Starting),
            LaunchView::Started { program } => Standing::Done(program.clone()),
            // The terminal is open and says the rest itself.
            LaunchView::WaitingForRouter { .. } => Standing::Done(String::new()),
            LaunchView::Manual { program, .. } => {
                Standing::Failed(AppError::LaunchFailed { program: *program })
            }
            LaunchView::None => failed(AppError::SessionExpired),
        },
    }
}

impl Presence {
    pub(super) fn send_errand(&mut self, key: SessionKey, aim: Aim, asker: Asker) {
        self.errands.0.push(Errand { key, aim, asker, step: None });
    }
}

impl Machine {
    /// Tells everybody who waits outside the window what has changed for them.
    pub(super) fn follow_errands(&mut self) {
        for mut errand in std::mem::take(&mut self.presence.errands.0) {
            match standing(self.book.get(errand.key), errand.aim) {
                Standing::UnderWay(step) => {
                    if errand.step.replace(step) != Some(step) {
                        self.tell_step(&errand, step);
                    }
                    self.presence.errands.0.push(errand);
                }
                Standing::Done(program) => self.tell_done(errand, &program),
                Standing::Failed(problem) => self.tell_failed(errand, &problem),
            }
        }
    }

    fn tell_step(&mut self, errand: &Errand, step: Step) {
        let said = self.say_about(errand.key, step.key());
        match &errand.asker {
            Asker::Outside(outside) => outside.tell(said, None),
            Asker::Tray => self.notify_progress(errand.key, said),
        }
    }

    fn tell_done(&mut self, errand: Errand, program: &str) {
        match errand.asker {
            Asker::Outside(outside) => {
                let words = self.words();
                let site = self.site_name(errand.key);
                let key = if program.is_empty() { "errand-open" } else { "errand-started" };
                let said = words.say(key, &[("site", site.into()), ("program", program.into())]);
                outside.tell(said, Some(End::Started));
            }
            Asker::Tray => {
                if errand.step.is_some() {
                    self.withdraw_notice_of(errand.key);
                }
            }
        }
    }

    fn tell_failed(&mut self, errand: Errand, problem: &AppError) {
        match errand.asker {
            Asker::Outside(outside) => {
                let said = format!(
                    "{}\n{}",
                    self.say_about(errand.key, "errand-failed"),
                    self.words().say_error(problem)
                );
                outside.tell(said, Some(end_of(problem)));
            }
            Asker::Tray => self.notify_wish_failed(errand.key),
        }
    }

    fn say_about(&self, key: SessionKey, sentence: &str) -> String {
        self.words().say(sentence, &self.subject(key))
    }

    /// On the way, the window shows the same where one is open.
    fn notify_progress(&mut self, key: SessionKey, title: String) {
        if !self.presence.window_open {
            self.notify_in_passing(NoticeId::Session(key), title);
        }
    }
}

pub(super) fn end_of(problem: &AppError) -> End {
    match problem {
        AppError::SignedOut => End::SignedOut,
        AppError::ProgramMissing { .. } | AppError::LaunchFailed { .. } | AppError::LaunchRefused { .. } => {
            End::NoProgram
        }
        _ => End::NotConnected,
    }
}
