//! Whether a failed request is sent again, as a decision without side effects.
//!
//! Only what is safe to repeat is repeated (RFC 9110, section 9.2.2): reads, and revokes, which find nothing
//! left to revoke the second time. A create is never repeated: the API has no idempotency key for it.

use std::time::Duration;

use reqwest::Method;

use super::Urgency;

/// The bounds of repeating.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryRule {
    /// How often a request is sent again at most.
    pub most: u32,
    /// Of these, how often after a timeout: each costs the user the whole of it.
    pub after_timeout: u32,
    /// The first wait lies between zero and this; every further one doubles the bound.
    pub base: Duration,
    /// No wait of our own is longer.
    pub cap: Duration,
    /// A server that asks a person to wait longer is not asked again.
    pub longest_asked: Duration,
    /// The same for the background.
    pub longest_asked_background: Duration,
}

impl Default for RetryRule {
    fn default() -> Self {
        Self {
            most: 2,
            after_timeout: 1,
            base: Duration::from_millis(500),
            cap: Duration::from_secs(8),
            longest_asked: Duration::from_secs(10),
            longest_asked_background: Duration::from_secs(60),
        }
    }
}

/// How one try failed, as far as it matters here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Failure {
    /// No connection came about.
    NoConnection,
    /// The connection broke before the whole answer was there.
    Lost,
    TimedOut,
    /// An answer that is no success, with the wait its `Retry-After` asks for.
    Status {
        code: u16,
        retry_after: Option<Duration>,
    },
    /// Trying again would not change it.
    Final,
}

/// Failures so far, the present one left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tries {
    pub(super) failed: u32,
    pub(super) timed_out: u32,
}

/// Says how long to wait before sending again; `None` to give up.
///
/// `draw` is a number from 0 to 1 that spreads the waits of many clients (full jitter).
pub(super) fn wait_before_retry(
    rule: &RetryRule,
    method: &Method,
    urgency: Urgency,
    tries: Tries,
    failure: Failure,
    draw: f64,
) -> Option<Duration> {
    let repeatable = *method == Method::GET || *method == Method::DELETE;
    if !repeatable || tries.failed >= rule.most {
        return None;
    }
    let asked = match failure {
        Failure::NoConnection | Failure::Lost => None,
        Failure::TimedOut if tries.timed_out < rule.after_timeout => None,
        Failure::Status { code: 429 | 502 | 503 | 504, retry_after } => retry_after,
        Failure::TimedOut | Failure::Status { .. } | Failure::Final => return None,
    };
    if let Some(asked) = asked {
        let longest = match urgency {
            Urgency::Foreground => rule.longest_asked,
            Urgency::Background => rule.longest_asked_background,
        };
        return (asked <= longest).then_some(asked);
    }
    let bound = rule.base.saturating_mul(2_u32.saturating_pow(tries.failed)).min(rule.cap);
    Some(bound.mul_f64(draw.clamp(0.0, 1.0)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    const FIRST: Tries = Tries { failed: 0, timed_out: 0 };

    fn decide(method: &Method, tries: Tries, failure: Failure) -> Option<Duration> {
        wait_before_retry(&RetryRule::default(), method, Urgency::Foreground, tries, failure, 1.0)
    }

    #[test]
    fn of_all_statuses_only_429_502_503_and_504_are_asked_again() {
        for code in 100..=599 {
            let failure = Failure::Status { code, retry_after: None };
            let expected = matches!(code, 429 | 502 | 503 | 504);
            for method in [Method::GET, Method::DELETE] {
                assert_eq!(decide(&method, FIRST, failure).is_some(), expected, "{method} {code}");
            }
            assert_eq!(decide(&Method::POST, FIRST, failure), None, "{code}");
        }
    }

    #[rstest]
    #[case(Failure::NoConnection)]
    #[case(Failure::Lost)]
    #[case(Failure::TimedOut)]
    #[case(Failure::Status { code: 503, retry_after: Some(Duration::ZERO) })]
    fn a_create_is_never_sent_again(#[case] failure: Failure) {
        assert_eq!(decide(&Method::POST, FIRST, failure), None);
        assert!(decide(&Method::GET, FIRST, failure).is_some());
    }

    #[rstest]
    #[case(Urgency::Foreground, 10)]
    #[case(Urgency::Background, 60)]
    fn the_server_may_ask_a_person_for_10_seconds_and_the_background_for_a_minute(
        #[case] urgency: Urgency,
        #[case] most: u64,
    ) {
        let rule = RetryRule::default();
        for method in [Method::GET, Method::DELETE] {
            let wait = |retry_after| {
                let failure = Failure::Status { code: 429, retry_after };
                wait_before_retry(&rule, &method, urgency, FIRST, failure, 1.0)
            };
            for asked in [Duration::ZERO, Duration::from_secs(most)] {
                assert_eq!(wait(Some(asked)), Some(asked));
            }
            assert_eq!(wait(Some(Duration::from_secs(most + 1))), None);
            assert_eq!(wait(None), Some(rule.base));
        }
    }

    #[test]
    fn a_timeout_is_tried_again_once() {
        assert!(decide(&Method::GET, FIRST, Failure::TimedOut).is_some());
        assert_eq!(decide(&Method::GET, Tries { failed: 1, timed_out: 1 }, Failure::TimedOut), None);
    }

    proptest! {
        #[test]
        fn waits_of_our_own_stay_below_the_growing_bound(failed in 0_u32..40, draw in -1.0_f64..2.0) {
            let rule = RetryRule { most: 100, ..RetryRule::default() };
            let tries = Tries { failed, timed_out: 0 };
            let wait =
                wait_before_retry(&rule, &Method::GET, Urgency::Foreground, tries, Failure::NoConnection, draw)
                    .unwrap();
            prop_assert!(wait <= rule.cap);
            prop_assert!(failed > 4 || wait <= Duration::from_millis(500) * 2_u32.pow(failed));
        }

        #[test]
        fn nothing_is_sent_more_than_three_times(failed in 2_u32..10, code in 100_u16..600) {
            let tries = Tries { failed, timed_out: 0 };
            for failure in [Failure::NoConnection, Failure::Lost, Failure::Status { code, retry_after: None }] {
                prop_assert_eq!(decide(&Method::GET, tries, failure), None);
            }
        }
    }
}
