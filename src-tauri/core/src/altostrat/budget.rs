//! How many requests may be made: 60 in any minute per key is what the API's documents allow.

use std::collections::VecDeque;
use std::time::Duration;

/// Who waits for the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Urgency {
    /// A person.
    Foreground,
    /// Nobody: a refresh that can as well come later.
    Background,
}

/// The bounds of a budget.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BudgetRule {
    /// Requests in any [`BudgetRule::WINDOW`].
    pub per_minute: u32,
    /// Of these, how many in the background.
    pub background: u32,
    /// How many are kept back from the background for a person's next press.
    pub spare: u32,
}

impl BudgetRule {
    pub const WINDOW: Duration = Duration::from_secs(60);
}

impl Default for BudgetRule {
    fn default() -> Self {
        Self { per_minute: 60, background: 30, spare: 10 }
    }
}

/// The requests of the last minute. A request counts from the moment it is granted, whatever becomes of it.
#[derive(Clone, Debug)]
pub(super) struct Budget {
    rule: BudgetRule,
    /// When each was granted, on the steady clock; oldest first.
    granted: VecDeque<(Duration, Urgency)>,
    /// The background keeps still until then: the server asked for quiet.
    quiet_until: Duration,
}

impl Budget {
    pub(super) fn new(rule: BudgetRule) -> Self {
        Self { rule, granted: VecDeque::new(), quiet_until: Duration::ZERO }
    }

    /// Grants one request at `now` (steady time), or says how long to wait before asking again.
    pub(super) fn take(&mut self, now: Duration, urgency: Urgency) -> Result<(), Duration> {
        self.forget(now);
        let wait = match urgency {
            Urgency::Foreground => self.wait(now, self.rule.per_minute, |_| true),
            Urgency::Background => {
                let shared = self.rule.per_minute.saturating_sub(self.rule.spare);
                self.wait(now, shared, |_| true)
                    .max(self.wait(now, self.rule.background, |urgency| urgency == Urgency::Background))
                    .max(self.quiet_until.saturating_sub(now))
            }
        };
        if wait > Duration::ZERO {
            return Err(wait);
        }
        self.granted.push_back((now, urgency));
        Ok(())
    }

    /// Keeps the background still for `duration`, a minute at most.
    pub(super) fn quiet_for(&mut self, now: Duration, duration: Duration) {
        self.quiet_until = self.quiet_until.max(now.saturating_add(duration.min(BudgetRule::WINDOW)));
    }

    /// Requests left for a person in the minute that ends at `now`.
    pub(super) fn left(&self, now: Duration) -> u32 {
        let used = self.granted.iter().filter(|(at, _)| counts(*at, now)).count();
        self.rule.per_minute.saturating_sub(u32::try_from(used).unwrap_or(u32::MAX))
    }

    pub(super) fn per_minute(&self) -> u32 {
        self.rule.per_minute
    }

    fn forget(&mut self, now: Duration) {
        while self.granted.front().is_some_and(|(at, _)| !counts(*at, now)) {
            self.granted.pop_front();
        }
    }

    /// Until fewer than `most` of those that count are left in the window.
    fn wait(&self, now: Duration, most: u32, counted: impl Fn(Urgency) -> bool) -> Duration {
        let most = usize::try_from(most).unwrap_or(usize::MAX);
        if most == 0 {
            return BudgetRule::WINDOW;
        }
        self.granted
            .iter()
            .rev()
            .filter(|(_, urgency)| counted(*urgency))
            .nth(most - 1)
            .map_or(Duration::ZERO, |(at, _)| at.saturating_add(BudgetRule::WINDOW).saturating_sub(now))
    }
}

fn counts(at: Duration, now: Duration) -> bool {
    now.saturating_sub(at) < BudgetRule::WINDOW
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const fn secs(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn the_61st_request_of_a_minute_waits_for_the_first_to_be_a_minute_old() {
        let mut budget = Budget::new(BudgetRule::default());
        for second in 0..60_u64 {
            assert_eq!(budget.take(Duration::from_millis(second * 100), Urgency::Foreground), Ok(()));
        }
        assert_eq!(budget.left(secs(10)), 0);
        assert_eq!(budget.take(secs(10), Urgency::Foreground), Err(secs(50)));
        assert_eq!(budget.take(secs(60), Urgency::Foreground), Ok(()));
    }

    #[test]
    fn the_background_has_half_and_a_person_still_has_the_rest() {
        let mut budget = Budget::new(BudgetRule::default());
        for _ in 0..30 {
            assert_eq!(budget.take(secs(1), Urgency::Background), Ok(()));
        }
        assert_eq!(budget.take(secs(1), Urgency::Background), Err(secs(60)));
        assert_eq!(budget.left(secs(1)), 30);
        assert_eq!(budget.take(secs(1), Urgency::Foreground), Ok(()));
    }

    #[test]
    fn ten_requests_are_kept_back_from_the_background() {
        let mut budget = Budget::new(BudgetRule::default());
        for _ in 0..50 {
            assert_eq!(budget.take(secs(1), Urgency::Foreground), Ok(()));
        }
        assert!(budget.take(secs(2), Urgency::Background).is_err());
        assert_eq!(budget.left(secs(2)), 10);
    }

    #[test]
    fn the_background_keeps_still_when_the_server_asked_for_quiet_but_a_person_may_try() {
        let mut budget = Budget::new(BudgetRule::default());
        budget.quiet_for(secs(5), secs(30));
        assert_eq!(budget.take(secs(6), Urgency::Background), Err(secs(29)));
        assert_eq!(budget.take(secs(6), Urgency::Foreground), Ok(()));
        assert_eq!(budget.take(secs(35), Urgency::Background), Ok(()));
    }

    proptest! {
        #[test]
        fn no_minute_ever_holds_more_than_60_requests_or_30_in_the_background(
            steps in proptest::collection::vec((0_u64..3_000, any::<bool>()), 1..400)
        ) {
            let mut budget = Budget::new(BudgetRule::default());
            let mut now = Duration::ZERO;
            let mut granted: Vec<(Duration, Urgency)> = Vec::new();
            for (millis, background) in steps {
                now += Duration::from_millis(millis);
                let urgency = if background { Urgency::Background } else { Urgency::Foreground };
                match budget.take(now, urgency) {
                    Ok(()) => granted.push((now, urgency)),
                    Err(wait) => {
                        prop_assert!(wait > Duration::ZERO && wait <= BudgetRule::WINDOW);
                        // Waiting as told is always enough when nobody else comes in between.
                        prop_assert_eq!(budget.clone().take(now + wait, urgency), Ok(()));
                    }
                }
            }
            for (start, _) in &granted {
                let window: Vec<_> =
                    granted.iter().filter(|(at, _)| at >= start && *at < *start + BudgetRule::WINDOW).collect();
                prop_assert!(window.len() <= 60);
                prop_assert!(window.iter().filter(|(_, who)| *who == Urgency::Background).count() <= 30);
            }
        }
    }
}
