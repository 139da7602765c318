//! What holds whatever happens, in any order.

use std::time::Duration;

use proptest::prelude::*;
use tokio::sync::oneshot;

use super::driver::{CANARY, Driver, form, forward_form, site, two_sites};
use crate::altostrat::{ApiProblem, CreateOutcome, SessionList};
use crate::app::{ApiAnswer, Effect, Input, Reply, Wish};
use crate::contract::{AppError, ConnectAnswer, ForwardForm, Launchability, RequestForm, SessionPhaseView};
use crate::domain::{Protocol, SessionKey};
use crate::sessions::ProbeAnswer;

#[derive(Clone, Debug)]
enum Step {
    Pass(u64),
    Request,
    RequestForward,
    ListForwards(bool),
    Created(u32, i64),
    Lost(u32),
    List(Vec<(u8, i64, bool)>),
    ListFails,
    Connect,
    Launch(u32),
    Revoke(u32),
    Revoked(u32, bool),
    Probed(u32, u8),
    Sites(bool),
}

fn step() -> impl Strategy<Value = Step> {
    let key = || 1_u32..8;
    prop_oneof![
        (0_u64..2_000).prop_map(Step::Pass),
        Just(Step::Request),
        Just(Step::RequestForward),
        any::<bool>().prop_map(Step::ListForwards),
        (key(), 1_i64..4_000).prop_map(|(key, secs)| Step::Created(key, secs)),
        key().prop_map(Step::Lost),
        proptest::collection::vec((0_u8..6, -100_i64..4_000, any::<bool>()), 0..5).prop_map(Step::List),
        Just(Step::ListFails),
        Just(Step::Connect),
        key().prop_map(Step::Launch),
        key().prop_map(Step::Revoke),
        (key(), any::<bool>()).prop_map(|(key, done)| Step::Revoked(key, done)),
        (key(), 0_u8..3).prop_map(|(key, answer)| Step::Probed(key, answer)),
        any::<bool>().prop_map(Step::Sites),
    ]
}

struct Trial {
    driver: Driver,
    presses: usize,
    creates: usize,
    waiting: Vec<oneshot::Receiver<Result<ConnectAnswer, AppError>>>,
}

impl Trial {
    fn take(&mut self, step: Step) {
        let driver = &mut self.driver;
        match step {
            Step::Pass(secs) => {
                driver.pass(Duration::from_secs(secs));
            }
            Step::Request => {
                self.presses += 1;
                driver.request(RequestForm { minutes: 15, ..form() }).unwrap();
            }
            Step::RequestForward => {
                self.presses += 1;
                let form = ForwardForm { minutes: 15, ..forward_form() };
                driver.ask(|reply| Wish::RequestForward { form, reply }).unwrap();
            }
            Step::ListForwards(good) => {
                let result = if good { Ok(SessionList::default()) } else { Err(ApiProblem::TimedOut) };
                driver.answer(ApiAnswer::Forwards { site: site(), result });
            }
            Step::Created(key, secs) => {
                let session = driver.new_session(&format!("made-{key}"), secs);
                let outcome = CreateOutcome::Created(session);
                driver.answer(ApiAnswer::Created { key: SessionKey::new(key), outcome });
            }
            Step::Lost(key) => {
                let outcome = CreateOutcome::Unknown { candidates: 0 };
                driver.answer(ApiAnswer::Created { key: SessionKey::new(key), outcome });
            }
            Step::List(sessions) => {
                let sessions = sessions
                    .into_iter()
                    .map(|(id, secs, over)| {
                        let mut session = driver.new_session(&format!("listed-{id}"), secs);
                        session.expired = over;
                        session.password = session.password.filter(|_| !over && secs > 0);
                        session
                    })
                    .collect();
                driver.list(sessions);
            }
            Step::ListFails => {
                driver.answer(ApiAnswer::Sessions { site: site(), result: Err(ApiProblem::TimedOut) });
            }
            Step::Connect => {
                let (reply, mut answer) = Reply::channel();
                driver.feed(Input::Wish(Wish::ConnectSite { site: site(), protocol: Protocol::Ssh, reply }));
                // What is not answered at once waits for a list, and is a press of its own then.
                match answer.try_recv() {
                    Ok(Ok(ConnectAnswer::Requested { .. })) => self.presses += 1,
                    Ok(_) => {}
                    Err(_) => self.waiting.push(answer),
                }
            }
            Step::Launch(key) => {
                let _ = driver.ask(|reply| Wish::ConnectSession { key: SessionKey::new(key), reply });
            }
            Step::Revoke(key) => {
                let _ = driver.ask(|reply| Wish::RevokeSession { key: SessionKey::new(key), reply });
            }
            Step::Revoked(key, done) => {
                let result = if done { Ok(()) } else { Err(ApiProblem::TimedOut) };
                driver.answer(ApiAnswer::Revoked { key: SessionKey::new(key), result });
            }
            Step::Probed(key, answer) => {
                let answers = [ProbeAnswer::Closed, ProbeAnswer::Open, ProbeAnswer::Answers];
                driver.probed(SessionKey::new(key), answers[usize::from(answer)]);
            }
            Step::Sites(good) => {
                let result = if good { Ok(two_sites()) } else { Err(ApiProblem::Unreachable) };
                driver.answer(ApiAnswer::Sites(result));
            }
        }
        self.waiting.retain_mut(|answer| match answer.try_recv() {
            Ok(Ok(ConnectAnswer::Requested { .. })) => {
                self.presses += 1;
                false
            }
            Ok(_) => false,
            Err(_) => true,
        });
        self.creates +=
            driver.taken(|effect| matches!(effect, Effect::CreateSession { .. }).then_some(())).len();
    }

    fn check(&mut self) -> Result<(), TestCaseError> {
        prop_assert_eq!(self.creates, self.presses, "a create for each press, and none besides");
        let server_now = self.driver.server_now();
        for session in self.driver.shown.sessions.iter().flatten() {
            let over = matches!(session.phase, SessionPhaseView::Ended { .. });
            let past = session
                .ends_at
                .as_deref()
                .is_some_and(|end| end.parse::<jiff::Timestamp>().is_ok_and(|end| end <= server_now));
            prop_assert!(!past || over, "shown as open past its end: {:?}", session);
            let offered = !matches!(session.launchability, Launchability::No { .. });
            prop_assert!(!(over && offered), "an ended session is offered for connect");
        }
        for (now, order) in self.driver.taken(|effect| match effect {
            Effect::Launch(order) => Some((server_now, order.clone())),
            _ => None,
        }) {
            prop_assert!(order.ends_at.is_some(), "launched at {now} without an end");
        }
        prop_assert!(!self.driver.crossed.contains(CANARY));
        self.driver.crossed.clear();
        if let Some(at) = self.driver.machine.poll_timeout(self.driver.now()) {
            prop_assert!(at > self.driver.now().steady, "a timer in the past would spin");
        }
        Ok(())
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn whatever_happens_the_promises_hold(steps in proptest::collection::vec(step(), 1..40)) {
        let mut trial = Trial { driver: Driver::signed_in(), presses: 0, creates: 0, waiting: Vec::new() };
        for step in steps {
            trial.take(step);
            trial.driver.feed(Input::Woke);
            trial.check()?;
        }
    }
}
