//! How long one call may wait in all, besides the network's own timeouts.

use std::time::Duration;

use super::Urgency;

/// What is left of a caller's patience: a person's is bounded, nobody waits for the background.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Patience {
    urgency: Urgency,
    /// Only counts for a person.
    left: Duration,
}

impl Patience {
    /// A call that may wait for `longest` in all when a person is behind it.
    pub(super) fn new(urgency: Urgency, longest: Duration) -> Self {
        Self { urgency, left: longest }
    }

    pub(super) fn urgency(self) -> Urgency {
        self.urgency
    }

    /// Takes `wait` off what is left. When it is more than that, nothing is taken and the call has to end.
    pub(super) fn spend(&mut self, wait: Duration) -> bool {
        if self.urgency == Urgency::Background {
            return true;
        }
        let left = self.left.checked_sub(wait);
        self.left = left.unwrap_or(self.left);
        left.is_some()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const MOST: Duration = Duration::from_secs(20);

    #[test]
    fn the_background_has_all_the_time() {
        let mut patience = Patience::new(Urgency::Background, MOST);
        assert!((0..10).all(|_| patience.spend(Duration::from_secs(60))));
    }

    #[test]
    fn a_wait_too_long_leaves_room_for_a_shorter_one() {
        let mut patience = Patience::new(Urgency::Foreground, MOST);
        assert!(!patience.spend(MOST + Duration::from_millis(1)));
        assert!(patience.spend(MOST));
        assert!(!patience.spend(Duration::from_millis(1)));
    }

    proptest! {
        #[test]
        fn no_person_ever_waits_longer_than_that(waits in proptest::collection::vec(0_u64..15_000, 0..40)) {
            let mut patience = Patience::new(Urgency::Foreground, MOST);
            let mut waited = Duration::ZERO;
            for wait in waits.into_iter().map(Duration::from_millis) {
                prop_assert_eq!(patience.spend(wait), waited + wait <= MOST);
                if waited + wait <= MOST {
                    waited += wait;
                }
            }
        }
    }
}
