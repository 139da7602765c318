//! Which site to ask about its sessions next. Asks nothing by itself.

use std::collections::HashMap;
use std::time::Duration;

use crate::domain::SiteId;

/// Why a site is asked about again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RefreshReason {
    /// A revoke waits to be confirmed, for so long already.
    Revoking { waited: Duration },
    /// The site is on screen.
    Chosen,
    /// The site is on screen, and these are its port forwards: fewer people make any.
    ChosenForwards,
    /// It has open sessions.
    OpenSessions,
}

impl RefreshReason {
    fn pause(self) -> Duration {
        match self {
            // A router that polls for its jobs takes up to half a minute.
            Self::Revoking { waited } if waited < Duration::from_secs(12) => Duration::from_secs(3),
            Self::Revoking { .. } => Duration::from_secs(10),
            Self::Chosen => Duration::from_secs(15),
            Self::ChosenForwards => Duration::from_secs(30),
            Self::OpenSessions => Duration::from_secs(60),
        }
    }
}

/// A schedule of list requests, one in flight for each site. Times are steady time.
#[derive(Clone, Debug, Default)]
pub struct Refresh {
    sites: HashMap<SiteId, Turn>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Turn {
    /// When to ask; `None` while nothing is wanted.
    at: Option<Duration>,
    in_flight: bool,
    failures: u32,
}

impl Refresh {
    const LONGEST_PAUSE: Duration = Duration::from_secs(5 * 60);

    /// Asks for a list of `site` no later than `at`.
    pub fn want(&mut self, site: &SiteId, at: Duration) {
        let turn = self.sites.entry(site.clone()).or_default();
        turn.at = Some(turn.at.map_or(at, |already| already.min(at)));
    }

    /// Takes the sites whose time has come; each is in flight until [`Refresh::done`].
    pub fn take_due(&mut self, now: Duration) -> Vec<SiteId> {
        let mut due: Vec<SiteId> = Vec::new();
        for (site, turn) in &mut self.sites {
            if !turn.in_flight && turn.at.is_some_and(|at| at <= now) {
                turn.in_flight = true;
                turn.at = None;
                due.push(site.clone());
            }
        }
        due.sort_unstable();
        due
    }

    /// Notes an answer and plans the next turn, later after each failure in a row.
    pub fn done(&mut self, site: &SiteId, succeeded: bool, reason: Option<RefreshReason>, now: Duration) {
        let Some(turn) = self.sites.get_mut(site) else { return };
        turn.in_flight = false;
        turn.failures = if succeeded { 0 } else { turn.failures.saturating_add(1) };
        let failures = turn.failures.min(6);
        if let Some(reason) = reason {
            let pause = reason.pause().saturating_mul(1 << failures).min(Self::LONGEST_PAUSE);
            self.want(site, now + pause);
        }
    }

    /// The next moment anything is due.
    pub fn next(&self) -> Option<Duration> {
        self.sites.values().filter(|turn| !turn.in_flight).filter_map(|turn| turn.at).min()
    }

    pub fn clear(&mut self) {
        self.sites.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(name: &str) -> SiteId {
        SiteId::parse(name).unwrap()
    }

    const fn at(secs: u64) -> Duration {
        Duration::from_secs(secs)
    }

    #[test]
    fn a_site_is_asked_about_once_at_a_time() {
        let mut refresh = Refresh::default();
        refresh.want(&site("a"), at(0));
        assert_eq!(refresh.take_due(at(0)), [site("a")]);
        refresh.want(&site("a"), at(0));
        assert!(refresh.take_due(at(1)).is_empty(), "the first answer is still out");
        refresh.done(&site("a"), true, None, at(2));
        assert_eq!(refresh.take_due(at(2)), [site("a")]);
    }

    #[test]
    fn failures_make_the_pauses_longer_and_success_makes_them_short_again() {
        let mut refresh = Refresh::default();
        refresh.want(&site("a"), at(0));
        let mut now = at(0);
        let mut pauses = Vec::new();
        for succeeded in [false, false, false, true] {
            assert_eq!(refresh.take_due(now).len(), 1);
            refresh.done(&site("a"), succeeded, Some(RefreshReason::Chosen), now);
            let next = refresh.next().unwrap();
            pauses.push(next.saturating_sub(now).as_secs());
            now = next;
        }
        assert_eq!(pauses, [30, 60, 120, 15]);
    }

    #[test]
    fn a_site_nobody_cares_about_is_left_alone() {
        let mut refresh = Refresh::default();
        refresh.want(&site("a"), at(0));
        refresh.take_due(at(0));
        refresh.done(&site("a"), true, None, at(1));
        assert_eq!(refresh.next(), None);
    }
}
