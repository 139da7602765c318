//! Looks for sessions made elsewhere: which site to ask about when nothing more urgent is due.

use std::time::Duration;

use crate::domain::SiteId;

/// Walks over all sites, one at a time and slowly, the user's own sites more often. Times are steady time.
#[derive(Clone, Debug, Default)]
pub struct Patrol {
    next_own: Option<Duration>,
    next_other: Option<Duration>,
    own: usize,
    other: usize,
}

impl Patrol {
    /// One of the user's favourites and recent sites, by turns.
    const OWN_PAUSE: Duration = Duration::from_secs(20);
    /// One of all the others: a fleet of a thousand is walked in some eight hours.
    const OTHER_PAUSE: Duration = Duration::from_secs(30);

    /// Starts walking at `now`.
    pub fn start(&mut self, now: Duration) {
        *self = Self {
            next_own: Some(now.saturating_add(Self::OWN_PAUSE)),
            next_other: Some(now.saturating_add(Self::OTHER_PAUSE)),
            ..Self::default()
        };
    }

    pub fn stop(&mut self) {
        *self = Self::default();
    }

    pub fn next(&self) -> Option<Duration> {
        [self.next_own, self.next_other].into_iter().flatten().min()
    }

    /// The sites whose turn has come, at most one of each kind.
    pub fn take_due<'a>(
        &mut self,
        now: Duration,
        own: &'a [SiteId],
        others: impl Fn(usize) -> Option<&'a SiteId>,
    ) -> Vec<&'a SiteId> {
        let mut due = Vec::new();
        if self.next_own.is_some_and(|at| at <= now) {
            self.next_own = Some(now.saturating_add(Self::OWN_PAUSE));
            if !own.is_empty() {
                due.push(&own[self.own % own.len()]);
                self.own = self.own.wrapping_add(1);
            }
        }
        if self.next_other.is_some_and(|at| at <= now) {
            self.next_other = Some(now.saturating_add(Self::OTHER_PAUSE));
            let site = others(self.other).or_else(|| {
                self.other = 0;
                others(0)
            });
            self.other = self.other.wrapping_add(1);
            due.extend(site);
        }
        due
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sites(names: &[&str]) -> Vec<SiteId> {
        names.iter().map(|name| SiteId::parse(name).unwrap()).collect()
    }

    fn walk(own: &[SiteId], all: &[SiteId], minutes: u64) -> Vec<String> {
        let mut patrol = Patrol::default();
        patrol.start(Duration::ZERO);
        let mut asked = Vec::new();
        for secs in 0..=minutes * 60 {
            let due = patrol.take_due(Duration::from_secs(secs), own, |index| all.get(index));
            asked.extend(due.into_iter().map(ToString::to_string));
        }
        asked
    }

    #[test]
    fn every_site_has_its_turn_and_the_users_own_come_more_often() {
        let asked = walk(&sites(&["a"]), &sites(&["a", "b", "c"]), 3);
        let turns = |name| asked.iter().filter(|asked| *asked == name).count();
        assert!(turns("b") == 2 && turns("c") == 2 && turns("a") > 8, "{asked:?}");
    }

    #[test]
    fn the_walk_costs_a_sixth_of_the_background_budget() {
        assert!(walk(&sites(&["a", "b"]), &sites(&["a", "b"]), 60).len() <= 5 * 60);
    }

    #[test]
    fn without_sites_nobody_is_asked() {
        assert!(walk(&[], &[], 10).is_empty());
    }

    #[test]
    fn a_stopped_walk_wants_nothing() {
        let mut patrol = Patrol::default();
        patrol.start(Duration::ZERO);
        patrol.stop();
        assert_eq!(patrol.next(), None);
    }
}
