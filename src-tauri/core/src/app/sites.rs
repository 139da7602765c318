//! The list of sites: read, kept while offline, and asked for again.

use std::collections::HashMap;
use std::time::Duration;

use jiff::Timestamp;

use super::effect::Effect;
use super::machine::Machine;
use crate::altostrat::{ApiProblem, SessionList, SiteList, Urgency};
use crate::call::find_site;
use crate::clock::Moment;
use crate::contract::{AppError, FoundSites, Operation, SitesState};
use crate::domain::{Family, PolicySet, Site, SiteId, TagSet};

/// The sites of the profile in use.
pub(super) struct Sites {
    pub list: Vec<Site>,
    pub state: SitesState,
    pub skipped: u32,
    pub fetched_at: Option<Timestamp>,
    pub problem: Option<AppError>,
    pub policies: PolicySet,
    pub tags: TagSet,
    /// Where each site stands in `list`.
    index: HashMap<SiteId, usize>,
    next: Option<Duration>,
    /// When policies and tags are asked for again, with the list that is due then.
    next_labels: Duration,
    failures: u32,
}

impl Default for Sites {
    fn default() -> Self {
        Self {
            list: Vec::new(),
            state: SitesState::Loading,
            skipped: 0,
            fetched_at: None,
            problem: None,
            policies: PolicySet::default(),
            tags: TagSet::default(),
            index: HashMap::new(),
            next: None,
            next_labels: Duration::ZERO,
            failures: 0,
        }
    }
}

impl Sites {
    const PAUSE: Duration = Duration::from_secs(60);
    const LONGEST_PAUSE: Duration = Duration::from_secs(5 * 60);
    /// People change policies and tags a few times a day at most.
    const LABELS_PAUSE: Duration = Duration::from_secs(60 * 60);

    pub(super) fn get(&self, id: &SiteId) -> Option<&Site> {
        self.list.get(*self.index.get(id)?)
    }

    /// The site's name; its id where it is not in the list.
    pub(super) fn name_of(&self, id: &SiteId) -> String {
        self.get(id).map_or_else(|| id.to_string(), |site| site.name.clone())
    }

    fn replace(&mut self, list: Vec<Site>) {
        self.index = list.iter().enumerate().map(|(place, site)| (site.id.clone(), place)).collect();
        self.list = list;
    }

    pub(super) fn next_refresh(&self) -> Option<Duration> {
        self.next
    }

    /// A request is out: no other is due until it is answered.
    pub(super) fn asked(&mut self) {
        self.next = None;
    }

    fn plan_next(&mut self, succeeded: bool, now: Moment) {
        self.failures = if succeeded { 0 } else { self.failures.saturating_add(1) };
        // The first tries after a failure come quickly: most failures are a cable or a lid.
        let pause = match self.failures {
            0 => Self::PAUSE,
            failures => {
                (Duration::from_secs(5) * 2_u32.saturating_pow(failures.min(8) - 1)).min(Self::LONGEST_PAUSE)
            }
        };
        self.next = Some(now.steady.saturating_add(pause));
    }
}

impl Machine {
    /// Sessions of favourites and recent sites are looked up at once; the others when they are chosen.
    pub(super) fn ask_at_sign_in(&mut self, now: Moment) {
        self.ask_for_labels(now);
        self.effect(Effect::ListRecentSites);
        let known: Vec<SiteId> = self
            .profile()
            .map(|profile| profile.favourites.iter().chain(&profile.recents).cloned().collect())
            .unwrap_or_default();
        for site in known.iter().take(15) {
            self.refresh.want(site, Duration::ZERO);
        }
    }

    fn ask_for_labels(&mut self, now: Moment) {
        self.sites.next_labels = now.steady.saturating_add(Sites::LABELS_PAUSE);
        self.effect(Effect::ListPolicies);
        self.effect(Effect::ListTags);
    }

    pub(super) fn ask_what_is_due(&mut self, now: Moment) {
        if self.sites.next_refresh().is_some_and(|at| at <= now.steady) {
            self.sites.asked();
            self.effect(Effect::ListSites { urgency: Urgency::Background });
            if self.sites.next_labels <= now.steady && !self.is_offline() {
                self.ask_for_labels(now);
            }
        }
        if self.is_offline() {
            return;
        }
        if self.patrol.next().is_some_and(|at| at <= now.steady) {
            let own = self.own_sites();
            let all = &self.sites.list;
            for site in self.patrol.take_due(now.steady, &own, |index| all.get(index).map(|site| &site.id)) {
                self.refresh.want(site, now.steady);
                if own.contains(site) {
                    self.forward_refresh.want(site, now.steady);
                }
            }
        }
        for site in self.forward_refresh.take_due(now.steady) {
            self.effect(Effect::ListForwards { site });
        }
        for site in self.refresh.take_due(now.steady) {
            let waited_for = self.chosen.as_ref() == Some(&site) && !self.book.of_site(&site).any(|_| true);
            let urgency = if waited_for { Urgency::Foreground } else { Urgency::Background };
            self.effect(Effect::ListSessions { site, urgency });
        }
    }

    pub(super) fn refresh_now(&mut self, now: Moment) {
        if !self.account.is_signed_in() {
            return;
        }
        if self.sites.next_refresh().is_some() {
            self.sites.asked();
            self.effect(Effect::ListSites { urgency: Urgency::Foreground });
        }
        let open = self.book.entries().filter(|entry| entry.stage.is_open());
        let open: Vec<(Family, SiteId)> = open.map(|entry| (entry.family(), entry.site.clone())).collect();
        for (family, site) in &open {
            self.want_list(*family, site, now.steady);
        }
        if let Some(site) = self.chosen.clone() {
            self.refresh.want(&site, now.steady);
            self.forward_refresh.want(&site, now.steady);
        }
    }

    pub(super) fn choose_site(&mut self, site: Option<SiteId>, now: Moment) {
        let site = site.filter(|site| self.sites.get(site).is_some());
        if let Some(site) = &site {
            self.refresh.want(site, now.steady);
            self.forward_refresh.want(site, now.steady);
        }
        self.chosen = site;
    }

    pub(super) fn handle_sites(&mut self, result: Result<SiteList, ApiProblem>, now: Moment) {
        self.dirty.sites = true;
        self.sites.plan_next(result.is_ok(), now);
        self.note_api_health(result.as_ref().err(), Operation::ListSites);
        match result {
            Err(ApiProblem::BudgetSpent { .. }) if self.sites.fetched_at.is_some() => {}
            Ok(SiteList { mut sites, skipped }) => {
                sites.sort_by_cached_key(|site| (site.name.to_lowercase(), site.id.clone()));
                let first = self.sites.fetched_at.is_none();
                if first {
                    self.patrol.start(now.steady);
                }
                if self.sites.list != sites {
                    self.sites.replace(sites);
                    self.dirty.site_list = true;
                    self.dirty.sessions = true;
                }
                if first {
                    self.ask_for_own_forwards(now);
                }
                if self.chosen.as_ref().is_some_and(|chosen| self.sites.get(chosen).is_none()) {
                    self.chosen = None;
                }
                self.sites.skipped = skipped;
                self.sites.state = SitesState::Ready;
                self.sites.fetched_at = Some(now.wall);
                self.sites.problem = None;
                self.settle_sign_in(Ok(()), now);
            }
            Err(problem) => {
                let empty = self.sites.fetched_at.is_none();
                self.sites.state = if empty { SitesState::Failed } else { SitesState::Stale };
                self.sites.problem = Some(problem.to_app_error(Operation::ListSites));
                self.settle_sign_in(Err(&problem), now);
            }
        }
    }

    /// The API's own idea of recent sites fills in while this launcher has none of its own.
    pub(super) fn handle_recent_sites(&mut self, result: Result<Vec<SiteId>, ApiProblem>) {
        let own = self.profile().is_some_and(|profile| !profile.recents.is_empty());
        if let (false, Ok(recents)) = (own, result) {
            self.change_profile(|profile| profile.recents = recents.into_iter().take(5).collect());
            self.dirty.sites = true;
        }
    }

    /// Policies only warn: without them there is no warning, and nothing to complain about.
    pub(super) fn handle_policies(&mut self, result: Result<PolicySet, ApiProblem>) {
        if let Ok(policies) = result {
            self.dirty.site_list |= self.sites.policies != policies;
            self.sites.policies = policies;
        }
    }

    /// Tags only help to find sites: without them there is nothing to complain about.
    pub(super) fn handle_tags(&mut self, result: Result<TagSet, ApiProblem>) {
        if let Ok(tags) = result {
            self.dirty.site_list |= self.sites.tags != tags;
            self.sites.tags = tags;
        }
    }

    pub(super) fn handle_sessions(
        &mut self,
        site: &SiteId,
        result: Result<SessionList, ApiProblem>,
        now: Moment,
    ) {
        self.note_api_health(result.as_ref().err(), Operation::ListSessions);
        if let Err(ApiProblem::BudgetSpent { wait }) = result {
            // Nobody was asked: the turn only comes later.
            self.refresh.done(site, true, None, now.steady);
            self.refresh.want(site, now.steady.saturating_add(wait));
            return;
        }
        let problem = result.as_ref().err().map(|problem| problem.to_app_error(Operation::ListSessions));
        let server_now = self.server_now(now);
        let ended = match result {
            Ok(list) => self.book.listed(site, Family::Logins, list.sessions, server_now, now).ended,
            Err(ApiProblem::NotFound { .. }) => self.book.site_gone(site, server_now, now),
            Err(_) => Vec::new(),
        };
        self.note_ended(&ended);
        self.doubt_old_revokes(site, Family::Logins, now);
        self.listings.note(site, problem.clone());
        self.dirty.listings = true;
        self.dirty.sessions = true;
        let reason = self.refresh_reason(site, now).filter(|_| self.sites.get(site).is_some());
        self.refresh.done(site, problem.is_none(), reason, now.steady);
        self.settle_parked(site, problem.as_ref(), now);
    }

    /// Remembers whether the API is well, for the line at the bottom of the window.
    pub(super) fn note_api_health(&mut self, problem: Option<&ApiProblem>, operation: Operation) {
        if problem.is_some_and(|problem| !tells_of_the_api(problem)) {
            return;
        }
        let was =
            std::mem::replace(&mut self.api_problem, problem.map(|problem| problem.to_app_error(operation)));
        self.dirty.status |= was != self.api_problem;
    }

    /// The sites that a pasted list names, one a line: by id, by whole name, or by a part that fits one alone.
    pub(super) fn find_sites(&self, text: &str) -> FoundSites {
        let mut found = FoundSites::default();
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            match find_site(self.sites.list.iter(), line) {
                Ok(site) if found.sites.contains(site) => {}
                Ok(site) => found.sites.push(site.clone()),
                Err(_) => found.unknown.push(line.to_owned()),
            }
        }
        found
    }

    pub(super) fn set_favourite(&mut self, site: SiteId, on: bool) -> Result<(), AppError> {
        if self.profile().is_none() {
            return Err(AppError::SignedOut);
        }
        self.change_profile(|profile| profile.set_favourite(site, on));
        self.dirty.sites = true;
        Ok(())
    }
}

/// Whether a problem says something of the API as a whole, and not of one site or of our own restraint.
fn tells_of_the_api(problem: &ApiProblem) -> bool {
    !matches!(
        problem,
        ApiProblem::BudgetSpent { .. }
            | ApiProblem::NotFound { .. }
            | ApiProblem::NotPermitted { .. }
            | ApiProblem::Refused { .. }
    )
}
