//! Reports for somebody who helps: made to be looked at, and saved as they were seen.

use std::sync::Arc;
use std::time::Duration;

use super::effect::Effect;
use super::input::{ApiAnswer, Gathered};
use super::machine::Machine;
use super::wish::Reply;
use crate::altostrat::{ApiProblem, CreateOutcome};
use crate::clock::Moment;
use crate::contract::{AppError, DiagnosticsFileView, DiagnosticsView};
use crate::diagnostics::{Facts, KeychainState, ProblemCounts, Report};

#[derive(Debug, Default)]
pub(super) struct Diagnostics {
    /// Steady time of the start.
    pub started: Duration,
    /// How the network failed since then, whoever was signed in.
    pub problems: ProblemCounts,
    waiting: Vec<Reply<DiagnosticsView>>,
    /// Counts reports, so that none is saved that was not seen.
    made: u32,
    /// The one that was looked at last.
    seen: Option<Arc<Report>>,
}

impl Diagnostics {
    pub(super) fn note_answer(&mut self, answer: &ApiAnswer) {
        if let Some(problem) = problem_of(answer) {
            self.problems.note(problem.class());
        }
    }

    /// Nobody looks at it any more.
    pub(super) fn forget(&mut self) {
        self.seen = None;
    }
}

impl Machine {
    pub(super) fn prepare_diagnostics(&mut self, reply: Reply<DiagnosticsView>) {
        self.diagnostics.waiting.push(reply);
        if self.diagnostics.waiting.len() == 1 {
            self.effect(Effect::GatherFacts(self.choices()));
        }
    }

    pub(super) fn make_report(&mut self, gathered: Gathered, now: Moment) {
        let Gathered { system, programs, logs, home } = gathered;
        let report = Report::new(&Facts {
            made_at: now.wall,
            running_for: now.steady.saturating_sub(self.diagnostics.started),
            version: &self.version,
            language: self.tongue().code(),
            system: &system,
            settings: &self.settings,
            temporary: self.temporary.as_ref(),
            keychain: KeychainState {
                phase: self.account.phase,
                storage: self.account.storage,
                problem: self.account.problem.as_ref(),
            },
            win_box: &programs.win_box,
            ssh: &programs.ssh,
            terminals: &programs.terminals,
            problems: &self.diagnostics.problems,
            logs: &logs,
            home: home.as_deref(),
        });
        self.diagnostics.made += 1;
        let view = DiagnosticsView { report: self.diagnostics.made, files: file_views(&report) };
        self.diagnostics.seen = Some(Arc::new(report));
        for reply in std::mem::take(&mut self.diagnostics.waiting) {
            reply.send(Ok(view.clone()));
        }
    }

    pub(super) fn save_diagnostics(&mut self, report: u32, reply: Reply<bool>) {
        match self.diagnostics.seen.clone().filter(|_| report == self.diagnostics.made) {
            Some(report) => self.effect(Effect::SaveReport { report, reply }),
            // The window shows one that another has replaced: what was not seen is not saved.
            None => reply.send(Err(AppError::ReportNotSaved)),
        }
    }
}

fn file_views(report: &Report) -> Vec<DiagnosticsFileView> {
    let files = report.files().iter();
    files.map(|file| DiagnosticsFileView { name: file.name.clone(), text: file.text.clone() }).collect()
}

fn problem_of(answer: &ApiAnswer) -> Option<&ApiProblem> {
    match answer {
        ApiAnswer::Sites(result) => result.as_ref().err(),
        ApiAnswer::RecentSites(result) => result.as_ref().err(),
        ApiAnswer::Policies(result) => result.as_ref().err(),
        ApiAnswer::Tags(result) => result.as_ref().err(),
        ApiAnswer::Sessions { result, .. } | ApiAnswer::Forwards { result, .. } => result.as_ref().err(),
        ApiAnswer::Revoked { result, .. } => result.as_ref().err(),
        ApiAnswer::Created { outcome: CreateOutcome::NotCreated(problem), .. } => Some(problem),
        ApiAnswer::Created { .. } | ApiAnswer::CreateStep { .. } => None,
    }
}
