//! Sessions on several sites at once: a row for each at once, and the creates one after the other, so that all of
//! them stay inside what the API allows a key.

use std::collections::{HashSet, VecDeque};
use std::time::Duration;

use super::effect::Effect;
use super::machine::Machine;
use super::requests::read_terms;
use crate::altostrat::BudgetRule;
use crate::clock::Moment;
use crate::contract::{AppError, LaunchView, SeveralAnswer, SeveralForm};
use crate::domain::{SessionKey, SessionRequest, SiteId};
use crate::sessions::Stage;
use crate::settings::RememberedRequest;

/// Creates on their way at a time.
const MOST_AT_ONCE: usize = 2;
/// Creates begun in any minute: each costs two requests, and a person's next press needs room, too.
const MOST_PER_MINUTE: usize = 15;

/// Rows that wait for their turn.
#[derive(Debug, Default)]
pub(super) struct Queue {
    waiting: VecDeque<SessionKey>,
    under_way: HashSet<SessionKey>,
    /// When each was begun, in the last minute; oldest first. Steady time.
    begun: VecDeque<Duration>,
}

impl Queue {
    /// When the next one may be begun; `None` while none waits, or none may before another is done.
    pub(super) fn next(&self) -> Option<Duration> {
        if self.waiting.is_empty() || self.under_way.len() >= MOST_AT_ONCE {
            return None;
        }
        let full = self.begun.len().checked_sub(MOST_PER_MINUTE).and_then(|oldest| self.begun.get(oldest));
        Some(full.map_or(Duration::ZERO, |at| at.saturating_add(BudgetRule::WINDOW)))
    }

    fn take_due(&mut self, now: Duration) -> Option<SessionKey> {
        while self.begun.front().is_some_and(|at| at.saturating_add(BudgetRule::WINDOW) <= now) {
            self.begun.pop_front();
        }
        if self.next()? > now {
            return None;
        }
        let key = self.waiting.pop_front()?;
        self.under_way.insert(key);
        self.begun.push_back(now);
        Some(key)
    }

    pub(super) fn clear(&mut self) {
        self.waiting.clear();
        self.under_way.clear();
    }
}

impl Machine {
    /// One answer for each site, in the order of the form; a site named twice is asked for once. What is wrong with
    /// the form itself is refused as a whole.
    pub(super) fn request_several(
        &mut self,
        form: &SeveralForm,
        now: Moment,
    ) -> Result<Vec<SeveralAnswer>, AppError> {
        if !self.account.is_signed_in() {
            return Err(AppError::SignedOut);
        }
        let request = read_terms(&form.terms)?;
        let mut seen = HashSet::new();
        let sites = form.sites.iter().filter(|site| seen.insert((*site).clone()));
        Ok(sites
            .map(|site| {
                let known = self.sites.get(site).is_some();
                let key =
                    known.then(|| self.enqueue(site.clone(), request.clone(), form.terms.then_connect, now));
                SeveralAnswer { site: site.clone(), key, problem: (!known).then_some(AppError::SiteGone) }
            })
            .collect())
    }

    fn enqueue(
        &mut self,
        site: SiteId,
        request: SessionRequest,
        then_connect: bool,
        now: Moment,
    ) -> SessionKey {
        self.change_profile(|profile| {
            if let Some(remembered) = RememberedRequest::new(&request, then_connect) {
                profile.remember_request(site.clone(), remembered);
            }
        });
        let key = self.book.begin(site, request, now);
        self.book.enter(key, Stage::Queued, now);
        if then_connect {
            self.book.set_launch(key, LaunchView::Queued);
        }
        self.queue.waiting.push_back(key);
        self.dirty.sessions = true;
        self.dirty.sites = true;
        key
    }

    /// Begins those whose turn has come.
    pub(super) fn begin_what_is_due(&mut self, now: Moment) {
        let (book, queue) = (&self.book, &mut self.queue);
        let stage = |key: &SessionKey| book.get(*key).map(|entry| entry.stage);
        queue.waiting.retain(|key| stage(key) == Some(Stage::Queued));
        queue.under_way.retain(|key| matches!(stage(key), Some(Stage::Requesting | Stage::CheckingOutcome)));
        while let Some(key) = self.queue.take_due(now.steady) {
            let Some(entry) = self.book.get(key) else { continue };
            let Some(request) = entry.request.clone() else { continue };
            let site = entry.site.clone();
            self.book.enter(key, Stage::Requesting, now);
            self.dirty.sessions = true;
            self.effect(Effect::CreateSession { key, site, request });
        }
    }
}
