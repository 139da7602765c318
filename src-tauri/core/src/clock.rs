//! Time, as something that is passed in.
//!
//! Deadlines are kept on a steady clock that also counts the time a laptop slept: `std::time::Instant` stands
//! still during suspend on Linux and macOS. Dates come from the wall clock, which may be wrong; what the API
//! says about expiry is read with [`ServerOffset`].

use std::time::{Duration, SystemTime};

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use tokio::sync::watch;

/// A point in time: steady, for deadlines, and dated, for people and the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Since the clock was made. Never goes backwards, and counts suspended time.
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

/// Tells the time, and waits for it.
#[async_trait]
pub trait Clock: Send + Sync {
    fn now(&self) -> Moment;

    /// Returns when steady time has come this far.
    async fn sleep_until(&self, steady: Duration);

    /// A machine that slept past the time ends the wait as soon as it is awake.
    fn wakes_right_after_sleep(&self) -> bool;
}

/// The machine's clocks.
///
/// Steady time counts the time the machine slept and is not moved by setting the date: `CLOCK_BOOTTIME` on
/// Linux, `CLOCK_MONOTONIC` on macOS, which counts sleep there, and `Instant` on Windows, which does too.
pub struct SystemClock {
    start: Duration,
}

impl SystemClock {
    pub fn new() -> Self {
        Self { start: since_boot() }
    }
}

impl Default for SystemClock {
    fn default() -> Self {
        Self::new()
    }
}

#[async_trait]
impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one place where the machine's clocks are read"
    )]
    fn now(&self) -> Moment {
        let wall = Timestamp::try_from(SystemTime::now()).unwrap_or(Timestamp::UNIX_EPOCH);
        Moment { steady: since_boot().saturating_sub(self.start), wall }
    }

    async fn sleep_until(&self, steady: Duration) {
        #[cfg(target_os = "linux")]
        match boot_timer::until(self.start.saturating_add(steady)).await {
            Ok(()) => return,
            Err(problem) => tracing::debug!(%problem, "no timer that counts sleep"),
        }
        tokio::time::sleep(steady.saturating_sub(self.now().steady)).await;
    }

    fn wakes_right_after_sleep(&self) -> bool {
        cfg!(target_os = "linux")
    }
}

/// Timers on `CLOCK_BOOTTIME`: tokio's stand still while the machine sleeps.
#[cfg(target_os = "linux")]
mod boot_timer {
    use std::io;
    use std::time::Duration;

    use rustix::time::{
        Itimerspec, TimerfdClockId, TimerfdFlags, TimerfdTimerFlags, Timespec, timerfd_create,
        timerfd_settime,
    };
    use tokio::io::Interest;
    use tokio::io::unix::AsyncFd;

    /// Returns at `boot_time`.
    pub(super) async fn until(boot_time: Duration) -> io::Result<()> {
        let timer = timerfd_create(TimerfdClockId::Boottime, TimerfdFlags::NONBLOCK | TimerfdFlags::CLOEXEC)?;
        // All zeros would switch the timer off.
        let at = boot_time.max(Duration::from_nanos(1));
        let seconds = i64::try_from(at.as_secs()).unwrap_or(i64::MAX);
        let once = Itimerspec {
            it_interval: Timespec { tv_sec: 0, tv_nsec: 0 },
            it_value: Timespec { tv_sec: seconds, tv_nsec: at.subsec_nanos().into() },
        };
        timerfd_settime(&timer, TimerfdTimerFlags::ABSTIME, &once)?;
        #[expect(
            deprecated,
            reason = "sound with an owned descriptor; what takes its place is unsafe, which this crate does without"
        )]
        let timer = AsyncFd::with_interest(timer, Interest::READABLE)?;
        let _ = timer.readable().await?;
        Ok(())
    }
}

#[cfg(unix)]
fn since_boot() -> Duration {
    #[cfg(any(target_os = "linux", target_os = "android"))]
    const CLOCK: rustix::time::ClockId = rustix::time::ClockId::Boottime;
    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    const CLOCK: rustix::time::ClockId = rustix::time::ClockId::Monotonic;
    Duration::try_from(rustix::time::clock_gettime(CLOCK)).unwrap_or_default()
}

#[cfg(not(unix))]
#[expect(clippy::disallowed_methods, reason = "this is the one place where the machine's clocks are read")]
fn since_boot() -> Duration {
    static START: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
    START.get_or_init(std::time::Instant::now).elapsed()
}

/// A clock that stands still until told otherwise.
pub struct ManualClock(watch::Sender<Moment>);

impl ManualClock {
    pub fn at(wall: Timestamp) -> Self {
        Self(watch::Sender::new(Moment { steady: Duration::ZERO, wall }))
    }

    pub fn advance(&self, duration: Duration) {
        self.0.send_modify(|moment| *moment = moment.after(duration));
    }
}

#[async_trait]
impl Clock for ManualClock {
    fn now(&self) -> Moment {
        *self.0.borrow()
    }

    async fn sleep_until(&self, steady: Duration) {
        // The sender is this clock, which outlives the wait.
        let _ = self.0.subscribe().wait_for(|moment| moment.steady >= steady).await;
    }

    fn wakes_right_after_sleep(&self) -> bool {
        true
    }
}

/// The server's clock, as its answers tell it.
///
/// One sample is the `Date` of an answer against the middle of its round trip; `Date` counts whole seconds, so
/// half a second is added. The sample with the shortest round trip is kept until it is
/// [`ServerOffset::FRESH`] old. Between samples the steady clock goes on, so that setting this machine's clock
/// moves no end of a session.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ServerOffset {
    best: Option<Sample>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Sample {
    /// The server's time at `taken`, on the steady clock.
    server: Timestamp,
    taken: Duration,
    round_trip: Duration,
}

impl ServerOffset {
    const FRESH: Duration = Duration::from_secs(10 * 60);
    /// A machine whose clock is further off is told so.
    pub const WRONG: SignedDuration = SignedDuration::from_secs(60);

    /// Takes the `Date` of an answer. The caller leaves out answers from a cache (those with `Age`).
    pub fn observe(&mut self, date: Timestamp, sent: Moment, received: Moment) {
        let round_trip = received.steady.saturating_sub(sent.steady);
        let since =
            SignedDuration::try_from(round_trip / 2).unwrap_or_default() + SignedDuration::from_millis(500);
        let Ok(server) = date.checked_add(since) else { return };
        let sample = Sample { server, taken: received.steady, round_trip };
        let replace = self.best.is_none_or(|best| {
            round_trip <= best.round_trip
                || received.steady.saturating_sub(best.taken) > Self::FRESH
                || (server.duration_since(best.at(received.steady))).abs() > SignedDuration::from_secs(5)
        });
        if replace {
            self.best = Some(sample);
        }
    }

    /// The server's time at `now`; this machine's own until a sample was taken.
    pub fn server_time(&self, now: Moment) -> Timestamp {
        self.best.map_or(now.wall, |best| best.at(now.steady))
    }

    /// Server clock minus this machine's.
    pub fn offset(&self, now: Moment) -> SignedDuration {
        self.server_time(now).duration_since(now.wall)
    }

    pub fn is_wrong(&self, now: Moment) -> bool {
        self.offset(now).abs() > Self::WRONG
    }
}

impl Sample {
    fn at(self, steady: Duration) -> Timestamp {
        let passed = SignedDuration::try_from(steady.saturating_sub(self.taken)).unwrap_or_default();
        self.server.checked_add(passed).unwrap_or(self.server)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(steady_millis: u64, wall: &str) -> Moment {
        Moment { steady: Duration::from_millis(steady_millis), wall: wall.parse().unwrap() }
    }

    #[test]
    fn steady_time_goes_forward() {
        let clock = SystemClock::new();
        let first = clock.now();
        assert!(clock.now().steady >= first.steady);
        assert!(first.steady < Duration::from_secs(60), "it starts at zero");
    }

    #[tokio::test]
    async fn a_wait_ends_when_its_time_has_come_and_not_before() {
        let clock = SystemClock::new();
        let wanted = clock.now().steady + Duration::from_millis(30);
        clock.sleep_until(wanted).await;
        assert!(clock.now().steady >= wanted);
        clock.sleep_until(Duration::ZERO).await;
    }

    #[tokio::test]
    async fn a_clock_that_is_moved_wakes_those_whose_time_has_come() {
        let clock = std::sync::Arc::new(ManualClock::at(Timestamp::UNIX_EPOCH));
        let waiting = tokio::spawn({
            let clock = clock.clone();
            async move { clock.sleep_until(Duration::from_secs(60)).await }
        });
        clock.advance(Duration::from_secs(59));
        tokio::task::yield_now().await;
        assert!(!waiting.is_finished());
        clock.advance(Duration::from_secs(3 * 3_600));
        waiting.await.unwrap();
    }

    #[test]
    fn setting_this_machines_clock_moves_no_end() {
        let mut offset = ServerOffset::default();
        let then = moment(0, "2026-01-01T12:00:00Z");
        offset.observe("2026-01-01T12:00:00Z".parse().unwrap(), then, then);
        let later = moment(10_000, "2026-01-01T13:00:10Z");
        let off_by = offset.server_time(later).duration_since("2026-01-01T12:00:10.5Z".parse().unwrap());
        assert_eq!(off_by, SignedDuration::ZERO);
        assert!(offset.is_wrong(later), "the hour is noticed");
    }

    #[test]
    fn a_laptop_an_hour_slow_still_knows_the_servers_time() {
        let mut offset = ServerOffset::default();
        let sent = moment(0, "2026-01-01T11:00:00Z");
        let received = moment(200, "2026-01-01T11:00:00.2Z");
        offset.observe("2026-01-01T12:00:00Z".parse().unwrap(), sent, received);
        let off_by = offset.server_time(received).duration_since("2026-01-01T12:00:00.6Z".parse().unwrap());
        assert!(off_by.abs() < SignedDuration::from_millis(10), "{off_by}");
        assert!(offset.is_wrong(received));
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
