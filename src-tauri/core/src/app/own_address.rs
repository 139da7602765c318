//! The user's own address: learned when asked for, watched while sessions depend on it.

use std::collections::HashSet;
use std::net::Ipv4Addr;
use std::time::Duration;

use super::effect::Effect;
use super::machine::Machine;
use super::wish::Reply;
use crate::clock::Moment;
use crate::contract::AppError;
use crate::domain::{SessionKey, SourceRange};
use crate::notice::NoticeId;
use crate::own_address::{AddressService, LookUpProblem};
use crate::sessions::{Entry, Stage};

/// How often the service is asked while sessions of the user's own are open.
const PAUSE: Duration = Duration::from_secs(10 * 60);
/// After a failure, and at the least between two questions.
const SHORT_PAUSE: Duration = Duration::from_secs(60);

/// What is known of the address. Times are steady time.
#[derive(Debug, Default)]
pub(super) struct OwnAddress {
    /// As the service said last.
    looked_up: Option<Ipv4Addr>,
    asked: bool,
    waiting: Vec<Reply<String>>,
    next: Option<Duration>,
    /// Said of these, at this address.
    told: HashSet<(SessionKey, Ipv4Addr)>,
    /// Notices on screen.
    shown: HashSet<SessionKey>,
}

impl OwnAddress {
    pub(super) fn next(&self) -> Option<Duration> {
        self.next
    }
}

impl Machine {
    fn address_service(&self) -> Option<AddressService> {
        AddressService::parse(self.settings.address_service.as_deref()?).ok()
    }

    /// Asks the service that the settings name, because the user wants it.
    pub(super) fn look_up_address(&mut self, reply: Reply<String>) {
        if self.address_service().is_none() {
            return reply.send(Err(AppError::NoAddressService));
        }
        self.own_address.waiting.push(reply);
        self.ask_for_address();
    }

    fn ask_for_address(&mut self) {
        if let Some(service) = self.address_service()
            && !self.own_address.asked
        {
            self.own_address.asked = true;
            self.own_address.next = None;
            self.effect(Effect::LookUpAddress(service));
        }
    }

    pub(super) fn handle_address(&mut self, answer: Result<Ipv4Addr, LookUpProblem>, now: Moment) {
        self.own_address.asked = false;
        if let Err(problem) = &answer {
            self.diagnostics.problems.note(problem.class());
        }
        self.own_address.next = Some(now.steady + if answer.is_ok() { PAUSE } else { SHORT_PAUSE });
        for reply in std::mem::take(&mut self.own_address.waiting) {
            reply.send(match answer {
                Ok(address) => Ok(address.to_string()),
                Err(_) => Err(AppError::AddressNotFound),
            });
        }
        if let Ok(address) = answer
            && self.own_address.looked_up.replace(address) != Some(address)
        {
            self.dirty.sessions = true;
        }
    }

    /// The machine was moved, perhaps: the address is asked for again soon.
    pub(super) fn doubt_address(&mut self, now: Moment) {
        self.own_address.next = Some(now.steady);
    }

    /// Asks again when it is time, while there is something that depends on it; says so of each session that the
    /// address has left.
    pub(super) fn watch_address(&mut self, now: Moment) {
        let watched = self.settings.watch_address && self.address_service().is_some();
        if watched && self.own_open() > 0 {
            match self.own_address.next {
                None if !self.own_address.asked => self.ask_for_address(),
                Some(at) if at <= now.steady => self.ask_for_address(),
                _ => {}
            }
        } else if self.own_address.next.is_some_and(|at| at <= now.steady) {
            // Nobody needs it: the next question comes with the next need.
            self.own_address.next = None;
        }
        let Some(address) = self.own_address.looked_up else { return };
        let left: HashSet<SessionKey> =
            self.left_open().filter(|entry| self.has_left(entry)).map(|entry| entry.key).collect();
        for key in &left {
            if self.own_address.told.insert((*key, address)) {
                self.own_address.shown.insert(*key);
                self.notify_address_left(*key);
            }
        }
        let over: Vec<SessionKey> = self.own_address.shown.difference(&left).copied().collect();
        for key in over {
            self.own_address.shown.remove(&key);
            self.effect(Effect::WithdrawNotice(NoticeId::Address(key)));
        }
    }

    /// The address where it is known for sure: as the service said, else as typed, if that is one address.
    pub(super) fn known_address(&self) -> Option<Ipv4Addr> {
        let typed = || self.my_address().filter(|range| range.is_single()).map(SourceRange::first);
        self.own_address.looked_up.or_else(typed)
    }

    /// Whether the session lets the user's address in; `None` where one of the two is not known.
    pub(super) fn lets_me_in(&self, entry: &Entry) -> Option<bool> {
        Some(range_of(entry)?.contains(self.known_address()?))
    }

    /// The user's address is known and outside. Private sources do not come over the internet: of them nothing is
    /// known.
    pub(super) fn has_left(&self, entry: &Entry) -> bool {
        entry.stage == Stage::Live
            && !range_of(entry).is_none_or(SourceRange::is_private)
            && self.lets_me_in(entry) == Some(false)
    }

    /// Renews with the address of now in place of the range of before.
    pub(super) fn renew_here(&mut self, key: SessionKey, now: Moment) -> Result<(), AppError> {
        let here = self.known_address().map(SourceRange::single).ok_or(AppError::AddressNotFound)?;
        self.renew_with(key, Some(here), now)
    }
}

fn range_of(entry: &Entry) -> Option<SourceRange> {
    match (&entry.session, &entry.request) {
        (Some(session), _) => SourceRange::parse(session.source_range.as_deref()?).ok(),
        (None, request) => request.as_ref().map(|request| request.source_range),
    }
}
