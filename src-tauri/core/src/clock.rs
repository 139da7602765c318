//! Time, as something that is passed in.
//!
//! Deadlines are kept on a steady clock that also counts the time a laptop slept: `std::time::Instant` stands
//! still during suspend on Linux and macOS. Dates come from the wall clock, which may be wrong; what the API
//! says about expiry is read with [`ServerOffset`].

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use jiff::{SignedDuration, Timestamp};

/// A point in time: steady, for deadlines, and dated, for people and the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Since the clock was made. Never goes backwards and counts suspended time.
    pub steady: Duration,
    /// This machine's date. May jump either way.
    pub wall: Timestamp,
}

impl Moment {
    /// The moment `duration` later.
    #[must_use]
    pub fn after(self, duration: Duration) -> Self {
        let wall = SignedDuration::try_from(duration)
            .ok()
            .and_then(|signed| self.wall.checked_add(signed).ok())
            .unwrap_or(Timestamp::MAX);
        Self { steady: self.steady.saturating_add(duration), wall }
    }
}

/// Tells the time.
pub trait Clock: Send + Sync {
    fn now(&self) -> Moment;
}

/// The machine's clocks. Steady time gains whatever the wall clock moved on beyond the monotonic one, in
/// steps above [`SystemClock::TOLERANCE`]; backward jumps of the wall clock are ignored.
pub struct SystemClock {
    start: Instant,
    slept: Mutex<Slept>,
}

struct Slept {
    added: Duration,
    last_monotonic: Duration,
    last_wall: SystemTime,
}

impl SystemClock {
    /// Smaller differences are the ordinary drift of the two clocks.
    const TOLERANCE: Duration = Duration::from_secs(1);

    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one place where the machine's clocks are read"
    )]
    pub fn new() -> Self {
        Self {
            start: Instant::now(),
            slept: Mutex::new(Slept {
                added: Duration::ZERO,
                last_monotonic: Duration::ZERO,
                last_wall: SystemTime::now(),
            }),
        }
    }
}

impl Default for SystemClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one place where the machine's clocks are read"
    )]
    fn now(&self) -> Moment {
        let mut slept = self.slept.lock().unwrap_or_else(PoisonError::into_inner);
        let wall = SystemTime::now();
        // Read under the lock, so that steady time never runs backwards between two callers.
        let steady = slept.advance(self.start.elapsed(), wall);
        Moment { steady, wall: Timestamp::try_from(wall).unwrap_or(Timestamp::UNIX_EPOCH) }
    }
}

impl Slept {
    fn advance(&mut self, monotonic: Duration, wall: SystemTime) -> Duration {
        let ran = monotonic.saturating_sub(self.last_monotonic);
        let passed = wall.duration_since(self.last_wall).unwrap_or_default();
        let missed = passed.saturating_sub(ran);
        if missed > SystemClock::TOLERANCE {
            self.added += missed;
        }
        self.last_monotonic = monotonic;
        self.last_wall = wall;
        monotonic + self.added
    }
}

/// A clock that stands still until told otherwise.
pub struct ManualClock(Mutex<Moment>);

impl ManualClock {
    pub fn at(wall: Timestamp) -> Self {
        Self(Mutex::new(Moment { steady: Duration::ZERO, wall }))
    }

    pub fn advance(&self, duration: Duration) {
        let mut moment = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *moment = moment.after(duration);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Moment {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How far the server's clock is ahead of this machine's.
///
/// One sample is the `Date` of an answer against the middle of its round trip; `Date` counts whole seconds, so
/// half a second is added. The sample with the shortest round trip is kept, until it is
/// [`ServerOffset::FRESH`] old or this machine's clock was set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ServerOffset {
    best: Option<Sample>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Sample {
    offset: SignedDuration,
    round_trip: Duration,
    taken: Moment,
}

impl ServerOffset {
    const FRESH: Duration = Duration::from_secs(10 * 60);
    /// A machine whose clock is further off is told so.
    pub const WRONG: SignedDuration = SignedDuration::from_secs(60);

    /// Takes the `Date` of an answer. The caller leaves out answers from a cache (those with `Age`).
    pub fn observe(&mut self, date: Timestamp, sent: Moment, received: Moment) {
        let round_trip = received.steady.saturating_sub(sent.steady);
        let half = SignedDuration::try_from(round_trip / 2).unwrap_or_default();
        let Ok(middle) = received.wall.checked_sub(half) else { return };
        let offset = date.duration_since(middle) + SignedDuration::from_millis(500);
        let replace = self.best.is_none_or(|best| {
            round_trip <= best.round_trip
                || received.steady.saturating_sub(best.taken.steady) > Self::FRESH
                || (offset - best.offset).abs() > SignedDuration::from_secs(5)
        });
        if replace {
            self.best = Some(Sample { offset, round_trip, taken: received });
        }
    }

    /// Server clock minus this machine's; zero until a sample was taken.
    pub fn offset(&self) -> SignedDuration {
        self.best.map_or(SignedDuration::ZERO, |best| best.offset)
    }

    /// The server's time at `now`.
    pub fn server_time(&self, now: Moment) -> Timestamp {
        now.wall.checked_add(self.offset()).unwrap_or(now.wall)
    }

    pub fn is_wrong(&self) -> bool {
        self.offset().abs() > Self::WRONG
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(steady_millis: u64, wall: &str) -> Moment {
        Moment { steady: Duration::from_millis(steady_millis), wall: wall.parse().unwrap() }
    }

    fn slept() -> Slept {
        Slept { added: Duration::ZERO, last_monotonic: Duration::ZERO, last_wall: SystemTime::UNIX_EPOCH }
    }

    #[test]
    fn steady_time_counts_the_hours_a_laptop_slept() {
        let mut slept = slept();
        let wall = SystemTime::UNIX_EPOCH + Duration::from_secs(3 * 3_600);
        assert_eq!(slept.advance(Duration::from_secs(10), wall), Duration::from_secs(3 * 3_600));
    }

    #[test]
    fn setting_the_wall_clock_back_changes_nothing() {
        let mut slept = slept();
        slept.advance(Duration::from_secs(10), SystemTime::UNIX_EPOCH + Duration::from_secs(10));
        let back = slept.advance(Duration::from_secs(11), SystemTime::UNIX_EPOCH + Duration::from_secs(3));
        assert_eq!(back, Duration::from_secs(11));
    }

    #[test]
    fn ordinary_drift_is_no_sleep() {
        let mut slept = slept();
        let wall = SystemTime::UNIX_EPOCH + Duration::from_millis(10_900);
        assert_eq!(slept.advance(Duration::from_secs(10), wall), Duration::from_secs(10));
    }

    #[test]
    fn a_laptop_an_hour_slow_still_knows_the_servers_time() {
        let mut offset = ServerOffset::default();
        let sent = moment(0, "2026-01-01T11:00:00Z");
        let received = moment(200, "2026-01-01T11:00:00.2Z");
        offset.observe("2026-01-01T12:00:00Z".parse().unwrap(), sent, received);
        let off_by = offset.server_time(received).duration_since("2026-01-01T12:00:00.6Z".parse().unwrap());
        assert!(off_by.abs() < SignedDuration::from_millis(10), "{off_by}");
        assert!(offset.is_wrong());
    }

    #[test]
    fn the_quickest_answer_is_trusted_most() {
        let mut offset = ServerOffset::default();
        let date: Timestamp = "2026-01-01T12:00:00Z".parse().unwrap();
        offset.observe(date, moment(0, "2026-01-01T12:00:00Z"), moment(100, "2026-01-01T12:00:00.1Z"));
        let quick = offset;
        offset.observe(date, moment(1_000, "2026-01-01T12:00:01Z"), moment(5_000, "2026-01-01T12:00:05Z"));
        assert_eq!(offset, quick);
    }
}
