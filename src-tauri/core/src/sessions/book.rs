//! All known sessions. Pure state: it is told what happened and when, and says when to look again.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;

use super::entry::{Entry, Stage};
use crate::clock::Moment;
use crate::contract::{AppError, LaunchView, SessionEnd};
use crate::domain::{
    AccessSession, Family, Protocol, SessionId, SessionKey, SessionRequest, SiteId, WarnTime,
};

/// Known sessions by their key, oldest first.
#[derive(Clone, Debug, Default)]
pub struct SessionBook {
    entries: BTreeMap<SessionKey, Entry>,
    last_key: u32,
    warn: WarnTime,
}

/// What reading a site's list changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listed {
    /// Sessions that were open and are over now.
    pub ended: Vec<SessionKey>,
}

impl SessionBook {
    /// A session missing from the list is taken for ended only this long after it was made: the list may lag.
    const LIST_LAG: Duration = Duration::from_secs(20);
    /// Ended sessions kept of each kind and site.
    const MOST_ENDED: usize = 20;

    pub fn get(&self, key: SessionKey) -> Option<&Entry> {
        self.entries.get(&key)
    }

    pub fn entries(&self) -> impl DoubleEndedIterator<Item = &Entry> {
        self.entries.values()
    }

    pub fn of_site<'a>(&'a self, site: &'a SiteId) -> impl Iterator<Item = &'a Entry> {
        self.entries().filter(move |entry| entry.site == *site)
    }

    fn new_key(&mut self) -> SessionKey {
        self.last_key = self.last_key.wrapping_add(1);
        SessionKey::new(self.last_key)
    }

    fn insert(&mut self, key: SessionKey, entry: Entry) {
        self.entries.insert(key, Entry { warn: self.warn, ..entry });
    }

    /// When sessions begin to end soon, those that are there included.
    pub fn set_warn_time(&mut self, warn: WarnTime) {
        self.warn = warn;
        self.entries.values_mut().for_each(|entry| entry.warn = warn);
    }

    /// Notes a create that is about to be sent. The row exists from now on.
    pub fn begin(&mut self, site: SiteId, request: SessionRequest, now: Moment) -> SessionKey {
        let key = self.new_key();
        self.insert(key, Entry::requested(key, site, request, now));
        key
    }

    /// Lets `change` work on an entry that is still there.
    pub fn update(&mut self, key: SessionKey, change: impl FnOnce(&mut Entry)) -> bool {
        self.entries.get_mut(&key).map(change).is_some()
    }

    pub fn enter(&mut self, key: SessionKey, stage: Stage, now: Moment) -> bool {
        self.update(key, |entry| entry.enter(stage, now))
    }

    /// The create made this session. A row that a list made for it in the meantime gives way.
    pub fn created(&mut self, key: SessionKey, session: AccessSession, server_now: Timestamp, now: Moment) {
        self.entries.retain(|other, entry| *other == key || !is(entry, &session));
        self.update(key, |entry| {
            let ended = session.has_ended(server_now);
            entry.session = Some(session);
            entry.enter(if ended { end_of(entry, server_now) } else { Stage::WaitingForGateway }, now);
        });
    }

    /// The create made nothing, or nobody knows.
    pub fn not_created(&mut self, key: SessionKey, problem: AppError, now: Moment) {
        self.update(key, |entry| {
            entry.problem = Some(problem);
            entry.enter(Stage::Failed, now);
        });
    }

    /// Takes the API's list of one site. It holds sessions of one kind and says nothing of the other.
    pub fn listed(
        &mut self,
        site: &SiteId,
        family: Family,
        sessions: Vec<AccessSession>,
        server_now: Timestamp,
        now: Moment,
    ) -> Listed {
        let mut listed = Listed::default();
        let mut named: Vec<SessionId> = Vec::with_capacity(sessions.len());
        for session in sessions {
            named.push(session.id.clone());
            let known = self.entries.values_mut().find(|entry| is(entry, &session));
            let over = session.has_ended(server_now);
            if let Some(entry) = known {
                let was_open = entry.stage.is_open();
                entry.session = Some(session);
                entry.note_length(server_now);
                if over {
                    entry.enter(end_of(entry, server_now), now);
                    entry.forget_password();
                    if was_open {
                        listed.ended.push(entry.key);
                    }
                } else if matches!(entry.stage, Stage::Ended(_)) {
                    if entry.revoke_accepted {
                        // A list that lags shows what was revoked: it does not come back to life.
                        entry.forget_password();
                    } else {
                        // A list that lagged made it look gone.
                        entry.enter(Stage::Live, now);
                    }
                }
            } else {
                let key = self.new_key();
                let mut entry = Entry::discovered(key, site.clone(), session, now);
                entry.note_length(server_now);
                if over {
                    entry.enter(end_of(&entry, server_now), now);
                }
                self.insert(key, entry);
            }
        }
        let open = self.entries.values_mut().filter(|entry| entry.site == *site && entry.stage.is_open());
        for entry in open.filter(|entry| entry.family() == family) {
            let missing = entry.session.as_ref().is_some_and(|session| !named.contains(&session.id));
            let settled = now.steady.saturating_sub(entry.since.steady) >= Self::LIST_LAG;
            if missing && (settled || entry.stage == Stage::Revoking) {
                entry.enter(end_of(entry, server_now), now);
                listed.ended.push(entry.key);
            }
        }
        self.forget_old(site, family);
        listed
    }

    fn forget_old(&mut self, site: &SiteId, family: Family) {
        let mut ended: Vec<(Option<Timestamp>, SessionKey)> = self
            .of_site(site)
            .filter(|entry| entry.family() == family)
            .filter(|entry| matches!(entry.stage, Stage::Ended(_) | Stage::Failed))
            .map(|entry| (entry.ends_at(), entry.key))
            .collect();
        ended.sort_unstable();
        for (_, key) in ended.iter().rev().skip(Self::MOST_ENDED) {
            self.entries.remove(key);
        }
    }

    /// Ends what is over by the server's clock. Says which sessions ended just now.
    pub fn expire(&mut self, server_now: Timestamp, now: Moment) -> Vec<SessionKey> {
        let mut ended = Vec::new();
        for entry in self.entries.values_mut().filter(|entry| entry.stage.is_open()) {
            if entry.session.as_ref().is_some_and(|session| session.has_ended(server_now)) {
                entry.enter(end_of(entry, server_now), now);
                ended.push(entry.key);
            }
        }
        ended
    }

    /// How long until a session ends or begins to end soon.
    pub fn next_change(&self, server_now: Timestamp) -> Option<Duration> {
        self.entries()
            .filter(|entry| entry.stage.is_open())
            .filter_map(|entry| {
                let left = entry.remaining(server_now)?;
                Some(left.checked_sub(entry.soon()).filter(|until| !until.is_zero()).unwrap_or(left))
            })
            .min()
    }

    /// The session that a press of Connect should use: open, of this protocol, one that `fits`, and the last
    /// to end. One without an end outlasts all others.
    pub fn best_for(
        &self,
        site: &SiteId,
        protocol: Protocol,
        fits: impl Fn(&Entry) -> bool,
    ) -> Option<SessionKey> {
        self.of_site(site)
            .filter(|entry| entry.protocol() == Some(protocol) && !entry.revoke_wanted)
            .filter(|entry| entry.stage.is_preparing() || entry.stage == Stage::Live)
            .filter(|entry| fits(entry))
            .max_by_key(|entry| {
                let live = entry.stage == Stage::Live;
                (live, live && entry.ends_at().is_none(), entry.ends_at(), entry.key)
            })
            .map(|entry| entry.key)
    }

    /// Everything open on a site that is gone is over.
    pub fn site_gone(&mut self, site: &SiteId, server_now: Timestamp, now: Moment) -> Vec<SessionKey> {
        let mut ended = Vec::new();
        for entry in self.entries.values_mut().filter(|entry| entry.site == *site && entry.stage.is_open()) {
            entry.enter(end_of(entry, server_now), now);
            ended.push(entry.key);
        }
        ended
    }

    pub fn set_launch(&mut self, key: SessionKey, launch: LaunchView) {
        self.update(key, |entry| entry.launch = launch);
    }

    /// Takes a row out as if it had never been.
    pub fn remove(&mut self, key: SessionKey) {
        self.entries.remove(&key);
    }

    /// Drops a failed row, or the hint and problem of another.
    pub fn dismiss(&mut self, key: SessionKey) {
        if self.get(key).is_some_and(|entry| entry.stage == Stage::Failed) {
            self.entries.remove(&key);
        } else {
            self.update(key, |entry| {
                entry.problem = None;
                if !matches!(entry.launch, LaunchView::Queued | LaunchView::Starting { .. }) {
                    entry.launch = LaunchView::None;
                }
            });
        }
    }

    /// Forgets everything, as after signing out.
    pub fn clear(&mut self) {
        // Keys go on counting, so that a late answer for an old row finds nothing.
        self.entries.clear();
    }
}

fn is(entry: &Entry, session: &AccessSession) -> bool {
    let same = |known: &AccessSession| known.id == session.id && known.kind.family() == session.kind.family();
    entry.session.as_ref().is_some_and(same)
}

fn end_of(entry: &Entry, server_now: Timestamp) -> Stage {
    let by_time = entry.ends_at().is_some_and(|end| end <= server_now);
    let by_hand = entry.session.as_ref().is_some_and(|session| session.revoked_early);
    Stage::Ended(if by_hand || !by_time { SessionEnd::Revoked } else { SessionEnd::Expired })
}

#[cfg(test)]
#[path = "book_tests.rs"]
mod tests;
