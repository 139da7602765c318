//! Trying a program out: it is opened as for a session, but on none.

use super::super::ports::Ports;
use super::{Choices, Launcher, helper_call, name_of};
use crate::contract::{AppError, ProgramKind};
use crate::launch::{Opened, Tried, clean_env, locate, open_terminal, opening, terminals};
use crate::text::{Catalogue, Tongue};

/// What came of trying a program out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TestOutcome {
    /// The terminal is open: the console program has called back from inside.
    Works { program: String },
    /// It was started. Whether its window opened cannot be known from here.
    Started { program: String },
    /// Each of these was started, and nothing called back in time.
    Silent { programs: Vec<String> },
    /// It is not here, or what was chosen cannot be used.
    Missing,
    /// It is here and did not start.
    Failed { program: String },
}

impl Launcher {
    /// Opens the chosen terminal, which says in the user's language that it works and waits to be closed. Where
    /// none was chosen, the terminals are tried in turn as for a session.
    pub(in crate::app) async fn test_terminal(&self, choices: Choices, language: Tongue) -> TestOutcome {
        let ports = self.ports.clone();
        let chosen = choices.terminal;
        let look = move || {
            let mut found = terminals::terminals(&ports.surroundings, chosen.as_deref());
            found.retain(|terminal| match &chosen {
                Some(chosen) => terminal.id.as_str() == chosen,
                None => terminal.own_client().is_none(),
            });
            (found, helper_call(&ports))
        };
        let Ok((terminals, call)) = tokio::task::spawn_blocking(look).await else {
            return TestOutcome::Failed { program: String::new() };
        };
        if terminals.is_empty() {
            return TestOutcome::Missing;
        }
        let Ports { programs, desk, .. } = &self.ports;
        let mut run = match desk.open_test(Catalogue::of(language).test_texts()) {
            Ok(run) => run,
            Err(problem) => {
                tracing::error!(%problem, "no test could be opened");
                return TestOutcome::Failed { program: String::new() };
            }
        };
        let wait = opening::CALL_BACK_WAIT;
        match open_terminal(programs, desk, &terminals, &call, &mut run, wait).await {
            Opened::By(id) => TestOutcome::Works { program: name_of(id, &terminals) },
            Opened::Unheard(id) => TestOutcome::Started { program: name_of(id, &terminals) },
            Opened::Nowhere { tried } => {
                let names = |is_wanted: fn(&Tried) -> bool| {
                    let wanted = tried.iter().filter(|tried| is_wanted(tried));
                    wanted.map(|tried| name_of(tried.terminal, &terminals)).collect::<Vec<String>>()
                };
                let silent = names(|tried| tried.problem.is_none());
                if silent.is_empty() {
                    let program = names(|_| true).into_iter().next().unwrap_or_default();
                    TestOutcome::Failed { program }
                } else {
                    TestOutcome::Silent { programs: silent }
                }
            }
            // The launcher is ending, or the user signed out: nobody looks at the outcome.
            Opened::Closed => TestOutcome::Silent { programs: Vec::new() },
        }
    }

    /// Starts a program on nothing, and answers with its name.
    pub(in crate::app) async fn test(
        &self,
        kind: ProgramKind,
        choices: Choices,
        language: Tongue,
    ) -> Result<String, AppError> {
        let outcome = match kind {
            ProgramKind::WinBox => self.test_win_box(choices).await,
            // A browser shows by itself that it works.
            ProgramKind::Browser => TestOutcome::Missing,
            ProgramKind::Terminal | ProgramKind::Ssh => self.test_terminal(choices, language).await,
        };
        match outcome {
            TestOutcome::Works { program } | TestOutcome::Started { program } => Ok(program),
            TestOutcome::Missing => Err(AppError::ProgramMissing { program: kind }),
            TestOutcome::Silent { .. } | TestOutcome::Failed { .. } => {
                Err(AppError::LaunchFailed { program: kind })
            }
        }
    }

    /// Opens WinBox on nothing: it shows its own first window.
    pub(in crate::app) async fn test_win_box(&self, choices: Choices) -> TestOutcome {
        let ports = self.ports.clone();
        let start = move || {
            let found = locate::win_box(&ports.surroundings, choices.win_box_path.as_deref());
            let win_box = match found {
                Ok(Some(win_box)) => win_box,
                Ok(None) => return TestOutcome::Missing,
                Err(problem) => {
                    tracing::warn!(%problem, "the chosen WinBox cannot be used");
                    return TestOutcome::Missing;
                }
            };
            let program = "WinBox".to_owned();
            match ports.programs.start(&win_box.plan_alone(clean_env(&ports.surroundings))) {
                Ok(()) => TestOutcome::Started { program },
                Err(problem) => {
                    tracing::warn!(%problem, "WinBox did not start");
                    TestOutcome::Failed { program }
                }
            }
        };
        let failed = TestOutcome::Failed { program: "WinBox".to_owned() };
        tokio::task::spawn_blocking(start).await.unwrap_or(failed)
    }
}

#[cfg(test)]
mod tests;
