//! Asking for sessions and revoking them. A create is sent once for each press.

use std::time::Duration;

use super::effect::Effect;
use super::machine::Machine;
use crate::altostrat::{ApiProblem, CreateOutcome, CreateStep};
use crate::clock::Moment;
use crate::contract::{
    AppError, Field, FieldProblem, LaunchView, Operation, RequestDefaultsView, RequestForm, TermsForm,
};
use crate::domain::{
    Access, AccessSession, Duration as Minutes, Family, SessionKey, SessionRequest, SiteId, SourceRange,
    Wanted,
};
use crate::sessions::{Entry, Stage};
use crate::settings::{Preset, RememberedRequest};

/// After so long a session that is still listed was not revoked: the docs promise seconds.
const REVOKE_PATIENCE: Duration = Duration::from_secs(60);

impl Machine {
    /// This site's last request, else the profile's preset or last one, else a careful one for the user's own
    /// address.
    fn offer(&self, site: &SiteId) -> Option<RememberedRequest> {
        let profile = self.profile()?;
        profile.request_for(site).or_else(|| Some(Preset::CAREFUL.with_range(profile.my_range()?)))
    }

    pub(super) fn my_address(&self) -> Option<SourceRange> {
        self.profile()?.my_range()
    }

    /// What can be asked for again without the dialog.
    pub(super) fn repeatable_offer(&self, site: &SiteId) -> Option<RememberedRequest> {
        self.offer(site).filter(can_be_repeated)
    }

    /// What the dialog starts with.
    pub(super) fn request_defaults(&self, site: &SiteId) -> RequestDefaultsView {
        let offer = self.offer(site);
        let range_text = |range: SourceRange| range.to_string();
        let preset = self.profile().and_then(|profile| profile.preset).unwrap_or(Preset::CAREFUL);
        RequestDefaultsView {
            protocol: offer.as_ref().map_or(preset.protocol, |offer| offer.protocol),
            minutes: offer.as_ref().map_or(preset.minutes, |offer| offer.minutes).minutes(),
            full_access: offer.as_ref().map_or(preset.full_access, |offer| offer.full_access),
            source_range: offer.as_ref().map(|offer| range_text(offer.source_range)).unwrap_or_default(),
            allow_private: offer.as_ref().is_some_and(|offer| offer.allow_private),
            then_connect: offer.as_ref().is_none_or(|offer| offer.then_connect),
            my_address: self.my_address().map(range_text).unwrap_or_default(),
            lets_me_in: offer
                .as_ref()
                .and_then(|offer| Some(offer.source_range.contains(self.known_address()?))),
            complete: offer.as_ref().is_some_and(can_be_repeated),
        }
    }

    /// Access can be asked for on sites of the list alone, and by nobody who is signed out.
    pub(super) fn check_site(&self, site: &SiteId) -> Result<(), AppError> {
        if !self.account.is_signed_in() {
            return Err(AppError::SignedOut);
        }
        self.sites.get(site).map(|_| ()).ok_or(AppError::SiteGone)
    }

    pub(super) fn request_session(
        &mut self,
        form: &RequestForm,
        now: Moment,
    ) -> Result<SessionKey, AppError> {
        self.check_site(&form.site)?;
        let request = read_form(form)?;
        Ok(self.begin(form.site.clone(), request, form.then_connect, now))
    }

    pub(super) fn begin(
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
            profile.note_recent(site.clone());
        });
        self.dirty.sites = true;
        let key = self.send_create(site, request, now);
        if then_connect {
            self.book.set_launch(key, LaunchView::Queued);
        }
        key
    }

    /// The row exists from here on, and the create is sent once.
    pub(super) fn send_create(&mut self, site: SiteId, request: SessionRequest, now: Moment) -> SessionKey {
        let key = self.book.begin(site.clone(), request.clone(), now);
        self.dirty.sessions = true;
        self.effect(Effect::CreateSession { key, site, request });
        key
    }

    pub(super) fn handle_create_step(&mut self, key: SessionKey, step: CreateStep, now: Moment) {
        if let CreateStep::CheckingOutcome { .. } = step {
            self.book.enter(key, Stage::CheckingOutcome, now);
            self.dirty.sessions = true;
        }
    }

    pub(super) fn handle_created(&mut self, key: SessionKey, outcome: CreateOutcome, now: Moment) {
        let awaited = |entry: &Entry| matches!(entry.stage, Stage::Requesting | Stage::CheckingOutcome);
        if !self.book.get(key).is_some_and(awaited) {
            return;
        }
        self.dirty.sessions = true;
        match outcome {
            CreateOutcome::Created(session) | CreateOutcome::Adopted(session) => {
                self.adopt(key, session, now);
            }
            CreateOutcome::NotCreated(problem) => {
                let operation = match self.book.get(key).map(Entry::family) {
                    Some(Family::Forwards) => Operation::CreateForward,
                    Some(Family::Logins) | None => Operation::CreateSession,
                };
                self.book.not_created(key, problem.to_app_error(operation), now);
                self.fail_renewal(key);
            }
            CreateOutcome::Unknown { .. } => {
                self.book.not_created(key, AppError::CreateOutcomeUnknown, now);
                self.fail_renewal(key);
                self.want_list_of(key, now.steady);
            }
        }
    }

    /// Lists the sessions among which this one is to be found.
    fn want_list_of(&mut self, key: SessionKey, at: Duration) {
        if let Some((family, site)) = self.book.get(key).map(|entry| (entry.family(), entry.site.clone())) {
            self.want_list(family, &site, at);
        }
    }

    fn adopt(&mut self, key: SessionKey, session: AccessSession, now: Moment) {
        let Some(entry) = self.book.get(key) else { return };
        let revoke_wanted = entry.revoke_wanted;
        self.book.created(key, session, self.server_now(now), now);
        if revoke_wanted {
            // The session exists now, so the wish of before can be granted.
            let _ = self.revoke(key, now);
            return;
        }
        self.start_probing(key, now);
        self.want_list_of(key, now.steady.saturating_add(Duration::from_secs(15)));
    }

    pub(super) fn revoke(&mut self, key: SessionKey, now: Moment) -> Result<(), AppError> {
        let entry = self.book.get(key).ok_or(AppError::SessionGone)?;
        self.dirty.sessions = true;
        match entry.stage {
            // Nothing was sent, and nothing will be.
            Stage::Queued => {
                self.book.remove(key);
                Ok(())
            }
            Stage::Requesting | Stage::CheckingOutcome => {
                self.book.update(key, |entry| {
                    entry.revoke_wanted = true;
                    entry.launch = LaunchView::None;
                });
                Ok(())
            }
            Stage::Revoking => Ok(()),
            Stage::Failed => Err(AppError::SessionGone),
            Stage::Ended(_) => Err(AppError::SessionExpired),
            Stage::WaitingForGateway | Stage::WaitingForRouter | Stage::Live => {
                let id =
                    entry.session.as_ref().map(|session| session.id.clone()).ok_or(AppError::SessionGone)?;
                let (family, site) = (entry.family(), entry.site.clone());
                self.book.enter(key, Stage::Revoking, now);
                self.book.update(key, |entry| {
                    entry.problem = None;
                    entry.launch = LaunchView::None;
                });
                self.probes.forget(key);
                self.effect(Effect::EndRuns { key });
                self.effect(Effect::RevokeSession { key, family, site, id });
                Ok(())
            }
        }
    }

    /// The row stays "revoking" until the list agrees; a refusal puts it back.
    pub(super) fn handle_revoked(&mut self, key: SessionKey, result: Result<(), ApiProblem>, now: Moment) {
        self.dirty.sessions = true;
        match result {
            Ok(()) => {
                self.book.update(key, |entry| entry.revoke_accepted = true);
            }
            Err(problem) => {
                let operation = match self.book.get(key).map(Entry::family) {
                    Some(Family::Forwards) => Operation::RevokeForward,
                    Some(Family::Logins) | None => Operation::RevokeSession,
                };
                self.give_up_revoking(key, problem.to_app_error(operation), now);
            }
        }
        self.want_list_of(key, now.steady);
    }

    /// Puts sessions back that the list still shows long after their revoke, so that it can be pressed again.
    pub(super) fn doubt_old_revokes(&mut self, site: &SiteId, family: Family, now: Moment) {
        let doubtful: Vec<SessionKey> = self
            .book
            .of_site(site)
            .filter(|entry| entry.family() == family)
            .filter(|entry| entry.stage == Stage::Revoking && entry.revoke_accepted)
            .filter(|entry| now.steady.saturating_sub(entry.since.steady) >= REVOKE_PATIENCE)
            .map(|entry| entry.key)
            .collect();
        for key in doubtful {
            self.book.update(key, |entry| entry.revoke_accepted = false);
            self.give_up_revoking(key, AppError::RevokeNotConfirmed, now);
        }
    }

    fn give_up_revoking(&mut self, key: SessionKey, problem: AppError, now: Moment) {
        self.book.update(key, |entry| entry.problem = Some(problem));
        if self.book.get(key).is_some_and(|entry| entry.stage == Stage::Revoking) {
            self.book.enter(key, Stage::Live, now);
        }
        self.stop_quitting();
    }
}

/// Opening to everybody is never done twice on one confirmation.
fn can_be_repeated(offer: &RememberedRequest) -> bool {
    !offer.source_range.is_open_to_all()
}

/// The second of the two checks of the form; the window made the first.
fn read_form(form: &RequestForm) -> Result<SessionRequest, AppError> {
    read_terms(&TermsForm {
        protocol: form.protocol,
        minutes: form.minutes,
        full_access: form.full_access,
        source_range: form.source_range.clone(),
        allow_private: form.allow_private,
        open_to_all_confirmed: form.open_to_all_confirmed,
        then_connect: form.then_connect,
    })
}

pub(super) fn read_terms(form: &TermsForm) -> Result<SessionRequest, AppError> {
    let (duration, source_range) = read_span(form.minutes, &form.source_range, form.open_to_all_confirmed)?;
    let access = Access::from_full(form.full_access);
    let what = Wanted::Login { protocol: form.protocol, access, allow_private: form.allow_private };
    Ok(SessionRequest { duration, source_range, what })
}

/// For how long, and for whom.
pub(super) fn read_span(
    minutes: i32,
    source_range: &str,
    open_to_all_confirmed: bool,
) -> Result<(Minutes, SourceRange), AppError> {
    let invalid = |field, problem| AppError::InvalidField { field, problem };
    let duration = Minutes::from_minutes(minutes.into())
        .map_err(|problem| invalid(Field::Duration, FieldProblem::Duration { problem }))?;
    let source_range = SourceRange::parse(source_range)
        .map_err(|problem| invalid(Field::SourceRange, FieldProblem::Range { problem }))?;
    if source_range.is_open_to_all() && !open_to_all_confirmed {
        return Err(invalid(Field::SourceRange, FieldProblem::NeedsConfirmation));
    }
    Ok((duration, source_range))
}
