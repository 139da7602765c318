//! One row of the session list, from the press of the button to the end.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use crate::clock::Moment;
use crate::contract::{AppError, LaunchView, SessionEnd};
use crate::domain::{
    AccessSession, Destination, Duration as Minutes, Family, Protocol, SessionKey, SessionRequest,
    SessionType, SiteId, SourceRange, Wanted, WarnTime,
};

/// Where a session stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Waits for its turn among several; nothing was sent yet.
    Queued,
    /// The create is on its way.
    Requesting,
    /// The answer to the create was lost; the list is being read.
    CheckingOutcome,
    WaitingForGateway,
    WaitingForRouter,
    Live,
    Revoking,
    /// The create led to nothing.
    Failed,
    Ended(SessionEnd),
}

impl Stage {
    /// The session exists at the API and was not seen to end.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::WaitingForGateway | Self::WaitingForRouter | Self::Live | Self::Revoking)
    }

    pub const fn is_preparing(self) -> bool {
        matches!(
            self,
            Self::Queued
                | Self::Requesting
                | Self::CheckingOutcome
                | Self::WaitingForGateway
                | Self::WaitingForRouter
        )
    }
}

/// A session as this launcher knows it.
#[derive(Clone, Debug)]
pub struct Entry {
    pub key: SessionKey,
    pub site: SiteId,
    pub stage: Stage,
    /// When the stage began.
    pub since: Moment,
    /// What the API told; `None` until the create was answered.
    pub session: Option<AccessSession>,
    /// What was asked for, when it was asked here.
    pub request: Option<SessionRequest>,
    /// Whole length, for a session asked for here.
    pub length: Option<Duration>,
    /// The longest remaining time seen: what is known of the length of a session made elsewhere.
    pub longest_left: Duration,
    pub launch: LaunchView,
    pub problem: Option<AppError>,
    /// Revoke was pressed before the API had named the session.
    pub revoke_wanted: bool,
    /// The API took a revoke of it: whatever a list says, it is over or will be.
    pub revoke_accepted: bool,
    /// Takes the place of this session as soon as it answers.
    pub renews: Option<SessionKey>,
    /// A program was started on it from here.
    pub opened_here: bool,
    /// When it begins to end soon.
    pub warn: WarnTime,
}

impl Entry {
    pub(super) fn requested(key: SessionKey, site: SiteId, request: SessionRequest, now: Moment) -> Self {
        Self {
            key,
            site,
            stage: Stage::Requesting,
            since: now,
            length: Some(Duration::from_secs(u64::from(request.duration.minutes()) * 60)),
            longest_left: Duration::ZERO,
            session: None,
            request: Some(request),
            launch: LaunchView::None,
            problem: None,
            revoke_wanted: false,
            revoke_accepted: false,
            renews: None,
            opened_here: false,
            warn: WarnTime::default(),
        }
    }

    pub(super) fn discovered(key: SessionKey, site: SiteId, session: AccessSession, now: Moment) -> Self {
        Self {
            key,
            site,
            stage: Stage::Live,
            since: now,
            session: Some(session),
            request: None,
            length: None,
            longest_left: Duration::ZERO,
            launch: LaunchView::None,
            problem: None,
            revoke_wanted: false,
            revoke_accepted: false,
            renews: None,
            opened_here: false,
            warn: WarnTime::default(),
        }
    }

    /// The user's own business: asked for or opened here.
    pub fn is_own(&self) -> bool {
        self.request.is_some() || self.opened_here
    }

    /// A request for the same again: what was asked for, else what the API says of the session.
    pub fn same_again(&self) -> Option<SessionRequest> {
        if let Some(request) = &self.request {
            return Some(request.clone());
        }
        let session = self.session.as_ref()?;
        let minutes = i64::try_from(self.longest_left.as_secs().div_ceil(60)).unwrap_or(i64::MAX);
        let bounds = i64::from(Minutes::LEAST_MINUTES)..=i64::from(Minutes::MOST_MINUTES);
        Some(SessionRequest {
            duration: Minutes::from_minutes(minutes.clamp(*bounds.start(), *bounds.end())).ok()?,
            source_range: SourceRange::parse(session.source_range.as_deref()?).ok()?,
            what: match session.kind {
                SessionType::Known(protocol) => {
                    Wanted::Login { protocol, access: session.access, allow_private: session.allow_private }
                }
                SessionType::Forward(destination) => Wanted::Forward(destination.ok()?),
                SessionType::Unknown(_) => return None,
            },
        })
    }

    pub fn family(&self) -> Family {
        match (&self.session, &self.request) {
            (Some(session), _) => session.kind.family(),
            (None, request) => request.as_ref().map_or(Family::Logins, SessionRequest::family),
        }
    }

    /// Where a forward leads; `None` for a login, and for a forward that does not tell.
    pub fn destination(&self) -> Option<Destination> {
        match (&self.session, &self.request) {
            (Some(session), _) => session.kind.destination(),
            (None, request) => request.as_ref().and_then(SessionRequest::destination),
        }
    }

    pub fn protocol(&self) -> Option<Protocol> {
        match (&self.session, &self.request) {
            (Some(session), _) => session.kind.protocol(),
            (None, request) => request.as_ref().and_then(SessionRequest::protocol),
        }
    }

    /// A program, or for a forward the browser, can be meant for it.
    pub fn can_be_opened(&self) -> bool {
        let to_web_port = self.destination().is_some_and(|destination| destination.web_scheme().is_some());
        self.family() == Family::Logins || to_web_port
    }

    pub fn ends_at(&self) -> Option<Timestamp> {
        self.session.as_ref().and_then(|session| session.expires_at)
    }

    /// Time left in the server's clock; `None` when the API named no end.
    pub fn remaining(&self, server_now: Timestamp) -> Option<Duration> {
        let left = self.ends_at()?.duration_since(server_now);
        Some(Duration::try_from(left.max(SignedDuration::ZERO)).unwrap_or_default())
    }

    /// How long before the end "ending soon" begins.
    pub fn soon(&self) -> Duration {
        self.warn.before_end(self.length)
    }

    pub fn is_ending_soon(&self, server_now: Timestamp) -> bool {
        self.stage == Stage::Live && self.remaining(server_now).is_some_and(|left| left <= self.soon())
    }

    /// The server granted something else than was asked for.
    pub fn differs_from_request(&self) -> bool {
        let (Some(session), Some(request)) = (&self.session, &self.request) else { return false };
        let same_range = session
            .source_range
            .as_deref()
            .is_none_or(|range| SourceRange::parse(range).is_ok_and(|range| range == request.source_range));
        let same = match request.what {
            Wanted::Login { access, allow_private, .. } => {
                session.access == access && session.allow_private == allow_private
            }
            Wanted::Forward(destination) => session.kind.destination() == Some(destination),
        };
        !(same && same_range)
    }

    pub(super) fn enter(&mut self, stage: Stage, now: Moment) {
        if self.stage == stage {
            return;
        }
        self.stage = stage;
        self.since = now;
        if matches!(stage, Stage::Ended(_) | Stage::Failed) {
            self.launch = LaunchView::None;
            self.forget_password();
        }
    }

    /// A password outlives its session nowhere.
    pub(super) fn forget_password(&mut self) {
        if let Some(session) = &mut self.session {
            session.password = None;
        }
    }

    pub(super) fn note_length(&mut self, server_now: Timestamp) {
        self.longest_left = self.longest_left.max(self.remaining(server_now).unwrap_or_default());
    }
}
