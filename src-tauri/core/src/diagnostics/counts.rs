//! How often the network failed, and how.

use std::collections::BTreeMap;

use crate::altostrat::ApiProblem;
use crate::altostrat::CreateOutcome;
use crate::app::ApiAnswer;

/// Failures since the start, by the name of their class. Never what a server said, nor where it was asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProblemCounts(BTreeMap<&'static str, u32>);

impl ProblemCounts {
    pub fn note(&mut self, class: &'static str) {
        let count = self.0.entry(class).or_default();
        *count = count.saturating_add(1);
    }

    pub(crate) fn note_answer(&mut self, answer: &ApiAnswer) {
        if let Some(problem) = problem_of(answer) {
            self.note(problem.class());
        }
    }

    /// Class and count, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, u32)> {
        self.0.iter().map(|(class, count)| (*class, *count))
    }
}

fn problem_of(answer: &ApiAnswer) -> Option<&ApiProblem> {
    match answer {
        ApiAnswer::Sites(result) => result.as_ref().err(),
        ApiAnswer::RecentSites(result) => result.as_ref().err(),
        ApiAnswer::Policies(result) => result.as_ref().err(),
        ApiAnswer::Sessions { result, .. } | ApiAnswer::Forwards { result, .. } => result.as_ref().err(),
        ApiAnswer::Revoked { result, .. } => result.as_ref().err(),
        ApiAnswer::Created { outcome: CreateOutcome::NotCreated(problem), .. } => Some(problem),
        ApiAnswer::Created { .. } | ApiAnswer::CreateStep { .. } => None,
    }
}
