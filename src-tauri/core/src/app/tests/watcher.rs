//! What is said about the end of sessions, held against a reference that knows every session's end beforehand.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

use super::driver::{Driver, form};
use crate::altostrat::{CreateOutcome, SessionList};
use crate::app::{ApiAnswer, Effect, Input, SystemAbilities, Wish};
use crate::contract::RequestForm;
use crate::domain::{AccessSession, SessionKey, WarnTime};
use crate::notice::NoticeId;
use crate::sessions::{ProbeAnswer, Stage};

#[derive(Clone, Debug)]
enum Step {
    /// Ask for a session of so many minutes, and have it made.
    Make(u16),
    /// Time passes, and timers go off in it.
    Pass(u32),
    /// The machine sleeps, and wakes up.
    Sleep(u32),
    /// The list of the site is read.
    List,
    /// Somebody else ends the n-th session.
    EndElsewhere(usize),
    Connect(usize),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        2 => (15_u16..=120).prop_map(Step::Make),
        4 => (1_u32..=2_400).prop_map(Step::Pass),
        1 => (1_u32..=12_000).prop_map(Step::Sleep),
        2 => Just(Step::List),
        1 => (0_usize..4).prop_map(Step::EndElsewhere),
        2 => (0_usize..4).prop_map(Step::Connect),
    ]
}

/// What the reference knows of a session.
struct Known {
    session: AccessSession,
    ends: Timestamp,
    soon: Timestamp,
    ended_elsewhere: bool,
    warned: u32,
    told: u32,
}

struct Trial {
    driver: Driver,
    known: BTreeMap<SessionKey, Known>,
    warn: WarnTime,
    summaries: u32,
    slept: bool,
}

impl Trial {
    fn new(warn: u32, timers_count_sleep: bool) -> Self {
        let mut driver = Driver::signed_in();
        let warn = WarnTime::from_minutes(warn).unwrap();
        driver.machine.abilities = SystemAbilities { timers_count_sleep, ..SystemAbilities::default() };
        driver.machine.book.set_warn_time(warn);
        Self { driver, known: BTreeMap::new(), warn, summaries: 0, slept: false }
    }

    fn nth(&self, number: usize) -> Option<SessionKey> {
        self.known.keys().nth(number).copied()
    }

    fn take(&mut self, step: &Step) -> Result<(), TestCaseError> {
        match step {
            Step::Make(minutes) => self.make(*minutes),
            Step::Pass(seconds) => {
                let wakes = self.pass(Duration::from_secs((*seconds).into()))?;
                // Deadlines, the tray's minutes, the looks after sleep, the list of sites and the background budget.
                let budget = 60 + seconds / 60 * 2 + seconds / 15 + seconds / 5;
                prop_assert!(wakes <= budget, "{wakes} wake-ups in {seconds} s");
            }
            Step::Sleep(seconds) => {
                self.slept = true;
                self.driver.clock.advance(Duration::from_secs((*seconds).into()));
                self.driver.feed(Input::Woke);
            }
            Step::List => {
                let sessions = self.known.values().map(|known| {
                    let over = known.ended_elsewhere;
                    AccessSession { expired: over, revoked_early: over, ..known.session.clone() }
                });
                let sessions = sessions.collect();
                self.driver.list(sessions);
            }
            Step::EndElsewhere(number) => {
                if let Some(key) = self.nth(*number) {
                    self.known.get_mut(&key).unwrap().ended_elsewhere = true;
                }
            }
            Step::Connect(number) => {
                if let Some(key) = self.nth(*number) {
                    let over = self.known[&key].ends <= self.driver.server_now();
                    let answer = self.driver.ask(|reply| Wish::ConnectSession { key, reply });
                    prop_assert!(!(over && answer.is_ok()), "an ended session was offered for connect");
                }
            }
        }
        self.check()
    }

    /// As [`Driver::pass`], with a look at what was said each time.
    fn pass(&mut self, duration: Duration) -> Result<u32, TestCaseError> {
        let end = self.driver.now().steady + duration;
        let mut wakes = 0;
        while let Some(at) = self.driver.machine.poll_timeout(self.driver.now()).filter(|at| *at <= end) {
            self.driver.clock.advance(at.saturating_sub(self.driver.now().steady));
            self.driver.feed(Input::Woke);
            self.check()?;
            wakes += 1;
        }
        self.driver.clock.advance(end.saturating_sub(self.driver.now().steady));
        self.driver.feed(Input::Woke);
        Ok(wakes)
    }

    fn make(&mut self, minutes: u16) {
        let form = RequestForm { minutes: minutes.into(), then_connect: false, ..form() };
        let key = self.driver.request(form).unwrap();
        let seconds = i64::from(minutes) * 60;
        let session = self.driver.new_session(&format!("s{}", self.known.len()), seconds);
        let outcome = CreateOutcome::Created(session.clone());
        self.driver.answer(ApiAnswer::Created { key, outcome });
        self.driver.probed(key, ProbeAnswer::Answers);
        let ends = session.expires_at.unwrap();
        let before = self.warn.before_end(Some(Duration::from_secs(u64::from(minutes) * 60)));
        let soon = ends - SignedDuration::try_from(before).unwrap();
        let known = Known { session, ends, soon, ended_elsewhere: false, warned: 0, told: 0 };
        self.known.insert(key, known);
    }

    fn check(&mut self) -> Result<(), TestCaseError> {
        let now = self.driver.server_now();
        for notice in self.driver.notices() {
            match notice.id {
                NoticeId::Session(key) => {
                    let known = self.known.get_mut(&key).unwrap();
                    if notice.title.contains("access ends in") {
                        known.warned += 1;
                        prop_assert!(!self.warn.is_off(), "nobody wanted a warning");
                        prop_assert!(known.soon <= now && now < known.ends, "warned at the wrong time");
                    } else {
                        prop_assert!(notice.title.ends_with("has ended"), "{}", notice.title);
                        known.told += 1;
                        prop_assert!(known.ends <= now, "its end was announced early");
                    }
                    prop_assert!(known.warned <= 1 && known.told <= 1, "said twice");
                }
                NoticeId::Summary => {
                    self.summaries += 1;
                    prop_assert!(self.slept, "a summary without a sleep");
                }
                NoticeId::Guard | NoticeId::Address(_) => {
                    prop_assert!(false, "nobody locked anything, nor moved");
                }
            }
        }
        for (key, known) in &self.known {
            let Some(entry) = self.driver.machine.book.get(*key) else { continue };
            if known.ends <= now {
                prop_assert!(matches!(entry.stage, Stage::Ended(_)), "past its end it is {:?}", entry.stage);
            }
            if matches!(entry.stage, Stage::Ended(_)) {
                let password = entry.session.as_ref().and_then(|session| session.password.as_ref());
                prop_assert!(password.is_none(), "a password was kept after the end");
            }
        }
        self.driver.taken(|effect| matches!(effect, Effect::WithdrawNotice(_)).then_some(()));
        if let Some(at) = self.driver.machine.poll_timeout(self.driver.now()) {
            prop_assert!(at > self.driver.now().steady, "a timer in the past would spin");
        }
        Ok(())
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn each_end_is_warned_of_once_and_told_once_and_neither_early(
        warn in prop::sample::select(vec![0_u32, 2, 10, 60]),
        timers_count_sleep in any::<bool>(),
        steps in prop::collection::vec(step(), 1..40),
    ) {
        let mut trial = Trial::new(warn, timers_count_sleep);
        for step in &steps {
            trial.take(step)?;
        }
    }

    /// Whoever is awake is told of every end: by its own word, or by one summary for all.
    #[test]
    fn no_end_goes_untold(lengths in prop::collection::vec(15_u16..=60, 1..4), sleeps in any::<bool>()) {
        let mut trial = Trial::new(10, true);
        for minutes in &lengths {
            trial.take(&Step::Make(*minutes))?;
        }
        if sleeps {
            trial.take(&Step::Sleep(2 * 3_600))?;
        } else {
            trial.take(&Step::Pass(2 * 3_600))?;
        }
        let told: u32 = trial.known.values().map(|known| known.told).sum();
        let all = u32::try_from(lengths.len()).unwrap();
        if sleeps && lengths.len() > 1 {
            prop_assert_eq!((told, trial.summaries), (0, 1));
        } else {
            prop_assert_eq!((told, trial.summaries), (all, 0));
        }
        if !sleeps {
            prop_assert!(trial.known.values().all(|known| known.warned == 1));
        }
    }
}

#[test]
fn an_hour_closed_to_the_tray_wakes_for_deadlines_and_the_background_budget_alone() {
    let (mut driver, _) = Driver::live();
    driver.machine.abilities.timers_count_sleep = true;
    driver.feed(Input::Wish(Wish::LeaveWindow));
    let mut wakes = 0;
    let mut requests = 0;
    for _ in 0..3_600 {
        wakes += driver.pass(Duration::from_secs(1));
        for answer in driver.taken(|effect| match effect {
            Effect::ListSites { .. } => Some(ApiAnswer::Sites(Ok(super::driver::two_sites()))),
            Effect::ListSessions { site, .. } => {
                Some(ApiAnswer::Sessions { site: site.clone(), result: Ok(SessionList::default()) })
            }
            _ => None,
        }) {
            requests += 1;
            driver.answer(answer);
        }
    }
    // Sites once a minute, the patrol five a minute, the open session's site once a minute, the tray's minutes,
    // one warning, one end.
    assert!(requests <= 60 + 300 + 60 + 5, "{requests} requests");
    assert!(wakes <= requests + 60 + 10, "{wakes} wake-ups for {requests} requests");
}
