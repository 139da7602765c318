//! "Connect" on a site: a session that fits, else a new one as remembered, else the dialog.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;

use super::errands::Outside;
use super::machine::Machine;
use super::wish::Reply;
use crate::clock::Moment;
use crate::contract::{AppError, ConnectAnswer, LaunchView, ListingView};
use crate::domain::{Access, Duration as Minutes, Protocol, SessionKey, SiteId, SourceRange};
use crate::launch::ready_to_launch;
use crate::sessions::{Entry, Stage};
use crate::settings::RememberedRequest;

/// Who waits for the answer.
pub(super) enum Waiting {
    Window(Reply<ConnectAnswer>),
    Tray,
    /// Another program. A new session lasts so many minutes, where it says so.
    Outside {
        outside: Outside,
        minutes: Option<Minutes>,
    },
}

impl Waiting {
    fn minutes(&self) -> Option<Minutes> {
        match self {
            Self::Window(_) | Self::Tray => None,
            Self::Outside { minutes, .. } => *minutes,
        }
    }
}

/// Connects that wait until the sessions of their site are known: one that exists must not be made again.
#[derive(Default)]
pub(super) struct Parked(Vec<(SiteId, Protocol, Waiting)>);

/// What is known of the lists of sites' sessions.
#[derive(Default)]
pub(super) struct Listings(HashMap<SiteId, Listing>);

#[derive(Default)]
struct Listing {
    read: bool,
    problem: Option<AppError>,
    forwards_read: bool,
    forwards_problem: Option<AppError>,
}

impl Listings {
    fn was_read(&self, site: &SiteId) -> bool {
        self.0.get(site).is_some_and(|listing| listing.read)
    }

    pub(super) fn note(&mut self, site: &SiteId, problem: Option<AppError>) {
        let listing = self.0.entry(site.clone()).or_default();
        listing.read |= problem.is_none();
        listing.problem = problem;
    }

    pub(super) fn note_forwards(&mut self, site: &SiteId, problem: Option<AppError>) {
        let listing = self.0.entry(site.clone()).or_default();
        listing.forwards_read |= problem.is_none();
        listing.forwards_problem = problem;
    }

    pub(super) fn views(&self) -> Vec<ListingView> {
        let mut views: Vec<ListingView> = self
            .0
            .iter()
            .map(|(site, listing)| ListingView {
                site: site.clone(),
                read: listing.read,
                problem: listing.problem.clone(),
                forwards_read: listing.forwards_read,
                forwards_problem: listing.forwards_problem.clone(),
            })
            .collect();
        views.sort_by(|one, other| one.site.cmp(&other.site));
        views
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }
}

impl Machine {
    pub(super) fn connect_site(&mut self, site: SiteId, protocol: Protocol, waiting: Waiting, now: Moment) {
        if !self.account.is_signed_in() {
            return self.answer_connect(site, protocol, waiting, Err(AppError::SignedOut));
        }
        if self.sites.get(&site).is_none() {
            return self.answer_connect(site, protocol, waiting, Err(AppError::SiteGone));
        }
        let known = self.preferred(&site, protocol, self.server_now(now));
        if known.is_none() && !self.listings.was_read(&site) {
            self.refresh.want(&site, now.steady);
            self.parked.0.push((site, protocol, waiting));
            return;
        }
        let answer = match known {
            Some(key) => self.reuse(key, now),
            None => Ok(self.connect_anew(&site, protocol, waiting.minutes(), now)),
        };
        self.answer_connect(site, protocol, waiting, answer);
    }

    fn reuse(&mut self, key: SessionKey, now: Moment) -> Result<ConnectAnswer, AppError> {
        if self.book.get(key).is_some_and(|entry| entry.stage == Stage::Live) {
            self.launch(key, now)?;
        } else {
            self.book.set_launch(key, LaunchView::Queued);
            self.dirty.sessions = true;
        }
        Ok(ConnectAnswer::Reused { key })
    }

    fn connect_anew(
        &mut self,
        site: &SiteId,
        protocol: Protocol,
        minutes: Option<Minutes>,
        now: Moment,
    ) -> ConnectAnswer {
        let Some(offer) = self.repeatable_offer(site) else { return ConnectAnswer::FormNeeded };
        let minutes = minutes.unwrap_or(offer.minutes);
        let request = RememberedRequest { protocol, minutes, ..offer }.to_request();
        ConnectAnswer::Requested { key: self.begin(site.clone(), request, true, now) }
    }

    fn answer_connect(
        &mut self,
        site: SiteId,
        protocol: Protocol,
        waiting: Waiting,
        answer: Result<ConnectAnswer, AppError>,
    ) {
        match waiting {
            Waiting::Window(reply) => reply.send(answer),
            Waiting::Tray => self.answer_tray(site, protocol, &answer),
            Waiting::Outside { outside, .. } => self.answer_outside(outside, site, protocol, answer),
        }
    }

    /// The sessions of `site` have been read, or could not be.
    pub(super) fn settle_parked(&mut self, site: &SiteId, problem: Option<&AppError>, now: Moment) {
        let (settled, others) = std::mem::take(&mut self.parked.0)
            .into_iter()
            .partition::<Vec<_>, _>(|(parked, ..)| parked == site);
        self.parked.0 = others;
        for (site, protocol, waiting) in settled {
            match problem {
                None => self.connect_site(site, protocol, waiting, now),
                Some(problem) => self.answer_connect(site, protocol, waiting, Err(problem.clone())),
            }
        }
    }

    pub(super) fn drop_parked(&mut self) {
        for (site, protocol, waiting) in std::mem::take(&mut self.parked.0) {
            self.answer_connect(site, protocol, waiting, Err(AppError::SignedOut));
        }
    }

    /// The session that Connect uses.
    pub(super) fn preferred(
        &self,
        site: &SiteId,
        protocol: Protocol,
        server_now: Timestamp,
    ) -> Option<SessionKey> {
        let offer = self.repeatable_offer(site);
        let my_address = self.my_address();
        self.book.best_for(site, protocol, |entry| fits(entry, offer.as_ref(), my_address, server_now))
    }

    /// All sessions that Connect would use.
    pub(super) fn all_preferred(&self, server_now: Timestamp) -> HashSet<SessionKey> {
        let sites: HashSet<&SiteId> = self
            .book
            .entries()
            .filter(|entry| !matches!(entry.stage, Stage::Ended(_)))
            .map(|entry| &entry.site)
            .collect();
        sites
            .into_iter()
            .flat_map(|site| [Protocol::WinBox, Protocol::Ssh].map(|protocol| (site, protocol)))
            .filter_map(|(site, protocol)| self.preferred(site, protocol, server_now))
            .collect()
    }
}

/// A colleague's session is open to the colleague's address alone, and a read-only one is of no use to
/// somebody who asks for more.
fn fits(
    entry: &Entry,
    offer: Option<&RememberedRequest>,
    my_address: Option<SourceRange>,
    server_now: Timestamp,
) -> bool {
    let wants_full = offer.is_some_and(|offer| offer.full_access);
    let Some(session) = &entry.session else {
        return entry.request.as_ref().is_some_and(|request| {
            let full = request.access().is_some_and(Access::is_full);
            full || !wants_full
        });
    };
    let range = session.source_range.as_deref().and_then(|text| SourceRange::parse(text).ok());
    let meant_for_me = entry.is_own()
        || range.is_some_and(|range| {
            offer.is_some_and(|offer| offer.source_range == range) || my_address == Some(range)
        });
    meant_for_me && (session.access.is_full() || !wants_full) && ready_to_launch(session, server_now).is_ok()
}
