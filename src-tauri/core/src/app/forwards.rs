//! Port forwards: asked for with a dialog of their own, listed where somebody looks, opened in a browser. In
//! all else they are sessions like others.

use std::time::Duration;

use super::effect::Effect;
use super::machine::Machine;
use super::requests::read_span;
use crate::altostrat::{ApiProblem, SessionList};
use crate::clock::Moment;
use crate::contract::{
    AppError, Field, FieldProblem, ForwardForm, LaunchView, NotLaunchableReason, Operation,
};
use crate::domain::{Destination, DestinationProblem, Family, SessionKey, SessionRequest, SiteId, Wanted};
use crate::launch::WebAddress;
use crate::sessions::{RefreshReason, Stage};

/// After signing in, the sites themselves and the logins of the user's own sites come first.
const FIRST_LOOK: Duration = Duration::from_secs(20);
/// Then one site after the other, so that a person's requests find room in the budget.
const NEXT_LOOK: Duration = Duration::from_secs(4);

impl Machine {
    pub(super) fn request_forward(
        &mut self,
        form: &ForwardForm,
        now: Moment,
    ) -> Result<SessionKey, AppError> {
        self.check_site(&form.site)?;
        let request = read_form(form)?;
        Ok(self.begin(form.site.clone(), request, false, now))
    }

    /// Opens the page of a device. What is no forward has its own way of being opened.
    pub(super) fn open_forward(&mut self, key: SessionKey, now: Moment) -> Result<(), AppError> {
        let entry = self.book.get(key).ok_or(AppError::SessionGone)?;
        if entry.family() != Family::Forwards {
            return Err(AppError::LaunchRefused { reason: NotLaunchableReason::UnknownType });
        }
        self.launch(key, now)
    }

    pub(super) fn open_in_browser(&mut self, key: SessionKey, address: WebAddress) {
        self.book.update(key, |entry| {
            entry.problem = None;
            entry.launch = LaunchView::Starting { program: String::new() };
        });
        self.dirty.sessions = true;
        self.effect(Effect::OpenUrl { key, address });
    }

    /// The forwards of the user's own sites, once and slowly; those of others are listed when they are chosen.
    pub(super) fn ask_for_own_forwards(&mut self, now: Moment) {
        let mut at = now.steady.saturating_add(FIRST_LOOK);
        for site in self.own_sites().iter().take(15) {
            self.forward_refresh.want(site, at);
            at = at.saturating_add(NEXT_LOOK);
        }
    }

    /// Lists sessions of one kind of a site no later than `at`, steady time.
    pub(super) fn want_list(&mut self, family: Family, site: &SiteId, at: Duration) {
        match family {
            Family::Logins => self.refresh.want(site, at),
            Family::Forwards => self.forward_refresh.want(site, at),
        }
    }

    /// Whatever becomes of the list of forwards, it says nothing of the site, its logins or the API as a whole.
    pub(super) fn handle_forwards(
        &mut self,
        site: &SiteId,
        result: Result<SessionList, ApiProblem>,
        now: Moment,
    ) {
        if let Err(ApiProblem::BudgetSpent { wait }) = result {
            // Nobody was asked: the turn only comes later.
            self.forward_refresh.done(site, true, None, now.steady);
            self.forward_refresh.want(site, now.steady.saturating_add(wait));
            return;
        }
        let problem = match &result {
            Ok(list) if list.missing => Some(AppError::ForwardsUnavailable),
            Ok(_) => None,
            Err(problem) => Some(problem.to_app_error(Operation::ListForwards)),
        };
        if let Ok(list) = result
            && !list.missing
        {
            let server_now = self.server_now(now);
            let ended = self.book.listed(site, Family::Forwards, list.sessions, server_now, now).ended;
            self.note_ended(&ended);
            self.doubt_old_revokes(site, Family::Forwards, now);
            self.dirty.sessions = true;
        }
        let succeeded = problem.is_none();
        self.listings.note_forwards(site, problem);
        self.dirty.listings = true;
        let reason = self.forward_reason(site, now).filter(|_| self.sites.get(site).is_some());
        self.forward_refresh.done(site, succeeded, reason, now.steady);
    }

    fn forward_reason(&self, site: &SiteId, now: Moment) -> Option<RefreshReason> {
        let forwards = || self.book.of_site(site).filter(|entry| entry.family() == Family::Forwards);
        let revoking = forwards().filter(|entry| entry.stage == Stage::Revoking);
        if let Some(since) = revoking.map(|entry| entry.since.steady).max() {
            Some(RefreshReason::Revoking { waited: now.steady.saturating_sub(since) })
        } else if self.chosen.as_ref() == Some(site) {
            Some(RefreshReason::ChosenForwards)
        } else if forwards().any(|entry| entry.stage.is_open()) {
            Some(RefreshReason::OpenSessions)
        } else {
            None
        }
    }
}

/// The second of the two checks of the form; the window made the first.
fn read_form(form: &ForwardForm) -> Result<SessionRequest, AppError> {
    let destination = Destination::parse(&form.address, &form.port).map_err(|problem| {
        let field = match problem {
            DestinationProblem::Port => Field::DestinationPort,
            DestinationProblem::Empty
            | DestinationProblem::NotAnAddress
            | DestinationProblem::Ipv6
            | DestinationProblem::NotADevice => Field::DestinationAddress,
        };
        AppError::InvalidField { field, problem: FieldProblem::Destination { problem } }
    })?;
    let (duration, source_range) = read_span(form.minutes, &form.source_range, form.open_to_all_confirmed)?;
    Ok(SessionRequest { duration, source_range, what: Wanted::Forward(destination) })
}
