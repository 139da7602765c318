//! Access sessions of both kinds, logins and port forwards: list, read, create once, revoke.

use std::collections::HashSet;

use jiff::Timestamp;

use super::patience::Patience;
use super::reconcile::{Verdict, find_ours};
use super::routes::Route;
use super::wire::WireRequest;
use super::{AltostratClient, ApiProblem, Urgency, convert};
use crate::domain::{AccessSession, Family, SessionId, SessionRequest, SiteId};

/// The sessions of a site of one kind, ended ones included: the API keeps a history.
#[derive(Clone, Debug, Default)]
pub struct SessionList {
    /// In the order of the API.
    pub sessions: Vec<AccessSession>,
    /// Entries that could not be read.
    pub skipped: u32,
    /// There is no such list. Never said of logins, which every API of these generations has.
    pub missing: bool,
}

/// Where a create stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CreateStep {
    /// The sessions there are already are being listed. Nothing was asked for yet.
    ListingBefore,
    /// The one request is on its way.
    Sending,
    /// Its answer was lost or unreadable; the list is looked at for the `look`-th time, from 1.
    CheckingOutcome { look: u32 },
}

/// What became of a create.
#[derive(Clone, Debug)]
pub enum CreateOutcome {
    /// The API answered with the session.
    Created(AccessSession),
    /// The answer was lost; the one new session that fits was found in the list.
    Adopted(AccessSession),
    /// No session was made: nothing was sent, the API refused, or the list shows nothing new of that protocol
    /// or destination.
    NotCreated(ApiProblem),
    /// It could not be learned. So many new sessions may be the one; 0 when the list could not be had.
    Unknown { candidates: usize },
}

struct Attempt<'a> {
    site: &'a SiteId,
    request: &'a SessionRequest,
    /// What was there before.
    before: SessionList,
    /// Server clock.
    asked_at: Timestamp,
}

impl AltostratClient {
    /// All logins of a site.
    pub async fn list_sessions(&self, site: &SiteId, urgency: Urgency) -> Result<SessionList, ApiProblem> {
        self.list_within(Family::Logins, site, &mut self.patience(urgency)).await
    }

    /// All port forwards of a site. An API without them has an empty list that says so.
    pub async fn list_forwards(&self, site: &SiteId, urgency: Urgency) -> Result<SessionList, ApiProblem> {
        self.list_within(Family::Forwards, site, &mut self.patience(urgency)).await
    }

    async fn list_within(
        &self,
        family: Family,
        site: &SiteId,
        patience: &mut Patience,
    ) -> Result<SessionList, ApiProblem> {
        let answer = match self.send(Route::Sessions(family, site), None, patience).await {
            Err(ApiProblem::NotFound { .. }) if family == Family::Forwards => {
                return Ok(SessionList { missing: true, ..SessionList::default() });
            }
            other => other?,
        };
        let entries =
            convert::sessions(&answer.body, family, answer.server_now).ok_or(ApiProblem::UnreadableAnswer)?;
        Ok(SessionList { sessions: entries.good, skipped: entries.skipped, missing: false })
    }

    /// One session.
    pub async fn session(
        &self,
        family: Family,
        site: &SiteId,
        id: &SessionId,
        urgency: Urgency,
    ) -> Result<AccessSession, ApiProblem> {
        let route = Route::Session(family, site, id);
        let answer = self.send(route, None, &mut self.patience(urgency)).await?;
        convert::session(&answer.body, family, answer.server_now)
            .filter(|found| found.id == *id)
            .ok_or(ApiProblem::UnreadableAnswer)
    }

    /// Makes a session. The request is sent once, whatever happens; when its outcome is open, the list of
    /// sessions decides. Once the client is closed a create not yet sent is not sent, and one whose outcome is
    /// open is not looked for.
    pub async fn create_session(
        &self,
        site: &SiteId,
        request: &SessionRequest,
        progress: impl Fn(CreateStep) + Send + Sync,
    ) -> CreateOutcome {
        let mut patience = self.patience(Urgency::Foreground);
        progress(CreateStep::ListingBefore);
        let family = request.family();
        let before = match self.list_within(family, site, &mut patience).await {
            Ok(SessionList { missing: true, .. }) => {
                return CreateOutcome::NotCreated(ApiProblem::NoForwards);
            }
            Ok(before) => before,
            Err(problem) => return CreateOutcome::NotCreated(problem),
        };
        let Ok(body) = serde_json::to_vec(&WireRequest::from(request)) else {
            return CreateOutcome::NotCreated(ApiProblem::Setup);
        };
        progress(CreateStep::Sending);
        let attempt = Attempt { site, request, before, asked_at: self.server_now() };
        let problem = match self.send(Route::CreateSession(family, site), Some(body), &mut patience).await {
            Ok(answer) => match convert::session(&answer.body, family, answer.server_now) {
                Some(session) => return CreateOutcome::Created(session),
                None => ApiProblem::UnreadableAnswer,
            },
            Err(problem) if problem.leaves_outcome_open() => problem,
            Err(problem) => return CreateOutcome::NotCreated(problem),
        };
        self.learn_outcome(&attempt, problem, &mut patience, progress).await
    }

    /// Ends a session. One that is not there any more counts as ended.
    pub async fn revoke_session(
        &self,
        family: Family,
        site: &SiteId,
        id: &SessionId,
    ) -> Result<(), ApiProblem> {
        let route = Route::RevokeSession(family, site, id);
        match self.send(route, None, &mut self.patience(Urgency::Foreground)).await {
            Ok(_) | Err(ApiProblem::NotFound { .. }) => Ok(()),
            Err(problem) => Err(problem),
        }
    }

    /// Looks at the list up to three times: the platform may need a moment to show a session.
    async fn learn_outcome(
        &self,
        attempt: &Attempt<'_>,
        problem: ApiProblem,
        patience: &mut Patience,
        progress: impl Fn(CreateStep) + Send + Sync,
    ) -> CreateOutcome {
        let known: HashSet<&SessionId> = attempt.before.sessions.iter().map(|session| &session.id).collect();
        let mut candidates = None;
        for (look, wait) in (1..).zip(self.options.outcome_waits) {
            if self.pause(wait).await.is_err() {
                return CreateOutcome::Unknown { candidates: candidates.unwrap_or(0) };
            }
            progress(CreateStep::CheckingOutcome { look });
            let family = attempt.request.family();
            candidates = match self.list_within(family, attempt.site, patience).await {
                Err(_) | Ok(SessionList { missing: true, .. }) => None,
                Ok(now) => match find_ours(&now.sessions, &known, attempt.request, attempt.asked_at) {
                    Verdict::Ours(session) => return CreateOutcome::Adopted(session.clone()),
                    Verdict::Several(candidates) => return CreateOutcome::Unknown { candidates },
                    Verdict::Perhaps(candidates) => Some(candidates),
                    // An entry nobody can read has come up meanwhile: it may be ours.
                    Verdict::None => Some(usize::from(now.skipped > attempt.before.skipped)),
                },
            };
        }
        // Only the last look counts for "none": an earlier one may have come too soon.
        match candidates {
            Some(0) => CreateOutcome::NotCreated(ApiProblem::NothingCreated { cause: Box::new(problem) }),
            Some(candidates) => CreateOutcome::Unknown { candidates },
            None => CreateOutcome::Unknown { candidates: 0 },
        }
    }
}
