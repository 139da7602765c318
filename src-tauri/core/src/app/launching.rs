//! From a session that exists to a program that is open on it.

use std::collections::HashMap;
use std::time::Duration;

use super::effect::{CopyText, Effect, LaunchOrder};
use super::input::LaunchOutcome;
use super::machine::Machine;
use super::wish::Reply;
use crate::clock::Moment;
use crate::contract::{AppError, CopyField, LaunchView, ProgramKind};
use crate::domain::{EntryPoint, Family, Protocol, SessionKey, SessionType};
use crate::launch::ssh::manual_command;
use crate::launch::{Desk, Openable, RunEvent, ready_to_dial, ready_to_launch, ready_to_open};
use crate::sessions::{ProbeAnswer, Stage};

/// How long a refused login may mean that the router has not checked in, for a session made here.
const PATIENCE: Duration = Desk::READINESS_WINDOW;

/// When each preparing session is dialled next. Times are steady time.
#[derive(Default)]
pub(super) struct Probes(HashMap<SessionKey, Probing>);

struct Probing {
    at: Option<Duration>,
    tries: u32,
    /// A gateway that is silent until then does not answer from here.
    give_up_at: Duration,
}

impl Probes {
    /// Half a second at first, then slower: most gateways open within two.
    fn pause(tries: u32) -> Duration {
        match tries {
            0..=9 => Duration::from_millis(500),
            10..=49 => Duration::from_secs(2),
            _ => Duration::from_secs(10),
        }
    }

    fn take_due(&mut self, now: Duration) -> Vec<SessionKey> {
        let due = self.0.iter_mut().filter(|(_, probing)| probing.at.is_some_and(|at| at <= now));
        due.map(|(key, probing)| {
            probing.at = None;
            *key
        })
        .collect()
    }

    pub(super) fn next(&self) -> Option<Duration> {
        self.0.values().filter_map(|probing| probing.at).min()
    }

    pub(super) fn forget(&mut self, key: SessionKey) {
        self.0.remove(&key);
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }
}

impl Machine {
    pub(super) fn start_probing(&mut self, key: SessionKey, now: Moment) {
        let waiting = self.book.get(key).is_some_and(|entry| entry.stage == Stage::WaitingForGateway);
        if !waiting {
            return;
        }
        if self.probe_target(key).is_some() {
            self.probes.0.insert(
                key,
                Probing { at: Some(now.steady), tries: 0, give_up_at: now.steady.saturating_add(PATIENCE) },
            );
        } else {
            // Nothing to dial: it is as ready as it will be, and its row says why it cannot be launched.
            self.book.enter(key, Stage::Live, now);
            self.book.set_launch(key, LaunchView::None);
            self.fail_renewal(key);
        }
    }

    /// What to dial; the port alone has to answer where no protocol is known to speak there.
    fn probe_target(&self, key: SessionKey) -> Option<(EntryPoint, Option<Protocol>)> {
        let session = self.book.get(key)?.session.as_ref()?;
        let entry_point = session.entry_point.as_ref()?.as_ref().ok()?;
        match session.kind {
            SessionType::Known(protocol) => Some((entry_point.clone(), Some(protocol))),
            SessionType::Forward(_) => Some((entry_point.clone(), None)),
            SessionType::Unknown(_) => None,
        }
    }

    pub(super) fn probe_what_is_due(&mut self, now: Moment) {
        for key in self.probes.take_due(now.steady) {
            if let Some((entry_point, protocol)) = self.probe_target(key) {
                self.effect(Effect::Probe { key, entry_point, protocol });
            }
        }
    }

    pub(super) fn handle_probed(&mut self, key: SessionKey, answer: ProbeAnswer, now: Moment) {
        if !self.probes.0.contains_key(&key) {
            return;
        }
        self.dirty.sessions = true;
        match answer {
            ProbeAnswer::Answers => {
                self.probes.forget(key);
                self.book.enter(key, Stage::Live, now);
                self.finish_renewal(key, now);
                let queued = self.book.get(key).is_some_and(|entry| entry.launch == LaunchView::Queued);
                if queued && let Err(problem) = self.launch(key, now) {
                    self.book.update(key, |entry| {
                        entry.launch = LaunchView::None;
                        entry.problem = Some(problem);
                    });
                }
            }
            ProbeAnswer::Open => {
                self.book.enter(key, Stage::WaitingForRouter, now);
                self.probe_later(key, now);
            }
            ProbeAnswer::Closed => self.probe_later(key, now),
        }
    }

    fn probe_later(&mut self, key: SessionKey, now: Moment) {
        if self.probes.0.get(&key).is_some_and(|probing| probing.give_up_at <= now.steady) {
            return self.give_up_probing(key, now);
        }
        if let Some(probing) = self.probes.0.get_mut(&key) {
            probing.tries = probing.tries.saturating_add(1);
            probing.at = Some(now.steady.saturating_add(Probes::pause(probing.tries)));
        }
    }

    /// The session exists, and its port does not answer from here: perhaps it was made for somebody else.
    fn give_up_probing(&mut self, key: SessionKey, now: Moment) {
        self.probes.forget(key);
        self.book.enter(key, Stage::Live, now);
        self.book.update(key, |entry| {
            entry.launch = LaunchView::None;
            entry.problem = Some(AppError::GatewaySilent);
        });
        self.fail_renewal(key);
    }

    /// Starts the program of a session or opens the page behind a forward, ready or not: "Connect" and "Launch
    /// anyway" are one thing.
    pub(super) fn launch(&mut self, key: SessionKey, now: Moment) -> Result<(), AppError> {
        let entry = self.book.get(key).ok_or(AppError::SessionGone)?;
        if matches!(entry.stage, Stage::Ended(_) | Stage::Revoking) {
            return Err(AppError::SessionExpired);
        }
        let session = entry.session.as_ref().ok_or(AppError::SessionGone)?;
        let server_now = self.server_now(now);
        let openable =
            ready_to_open(session, server_now).map_err(|reason| AppError::LaunchRefused { reason })?;
        if matches!(entry.launch, LaunchView::Starting { .. }) {
            return Ok(());
        }
        let dial = match openable {
            Openable::Program(dial) => dial,
            Openable::Browser(address) => {
                self.open_in_browser(key, address);
                return Ok(());
            }
        };
        // A session found in a list may be a minute old or a day: a shorter patience is right for it.
        let patience = if entry.request.is_some() { PATIENCE } else { PATIENCE / 3 };
        let order = LaunchOrder {
            key,
            site: entry.site.clone(),
            dial,
            patient_until: now.steady.saturating_add(patience),
            ends_at: entry.remaining(server_now).map(|left| now.steady.saturating_add(left)),
            choices: self.choices(),
            old_host_keys: self.old_host_keys_allowed(&entry.site),
            language: self.tongue(),
        };
        let site = entry.site.clone();
        self.book.update(key, |entry| {
            entry.problem = None;
            entry.launch = LaunchView::Starting { program: String::new() };
        });
        self.change_profile(|profile| profile.note_recent(site));
        self.dirty.sessions = true;
        self.dirty.sites = true;
        self.effect(Effect::Launch(Box::new(order)));
        Ok(())
    }

    pub(super) fn handle_launched(&mut self, key: SessionKey, outcome: LaunchOutcome) {
        let awaited = self.book.get(key).is_some_and(|entry| {
            entry.stage.is_open() && matches!(entry.launch, LaunchView::Starting { .. })
        });
        if !awaited {
            return;
        }
        self.dirty.sessions = true;
        self.book.update(key, |entry| match outcome {
            LaunchOutcome::Started { program } => {
                entry.opened_here = true;
                entry.launch = LaunchView::Started { program };
            }
            LaunchOutcome::HandedToBrowser => {
                entry.opened_here = true;
                entry.launch = LaunchView::None;
            }
            LaunchOutcome::Manual { program, command } => {
                entry.launch = LaunchView::Manual { program, command }
            }
            LaunchOutcome::Closed => entry.launch = LaunchView::None,
            LaunchOutcome::Failed(problem) => {
                entry.launch = LaunchView::None;
                entry.problem = Some(problem);
            }
        });
    }

    pub(super) fn handle_run(&mut self, key: SessionKey, event: RunEvent) {
        self.dirty.sessions = true;
        match (&event, self.book.get(key).map(|entry| entry.site.clone())) {
            (RunEvent::HostKeyChanged { offered }, Some(site)) => {
                self.note_offered_key(site, offered.clone());
            }
            // The router's key may have been learned just now.
            (RunEvent::LoggedIn, _) => self.effect(Effect::ReadHostKeys),
            _ => {}
        }
        self.book.update(key, |entry| match event {
            // A terminal that was slow to open: the command to type by hand is not needed after all.
            RunEvent::CalledBack => {
                if let LaunchView::Manual { .. } = entry.launch {
                    entry.launch = LaunchView::Started { program: String::new() };
                }
            }
            RunEvent::LoggedIn => {
                if let LaunchView::WaitingForRouter { .. } = entry.launch {
                    entry.launch = LaunchView::Started { program: String::new() };
                }
            }
            RunEvent::LoginRefused { attempts } | RunEvent::NotReachable { attempts } => {
                entry.launch = LaunchView::WaitingForRouter { attempts };
            }
            RunEvent::NotStarted => {
                entry.launch = LaunchView::None;
                entry.problem = Some(AppError::LaunchFailed { program: ProgramKind::Ssh });
            }
            RunEvent::HostKeyChanged { .. } => entry.problem = Some(AppError::HostKeyChanged),
            RunEvent::OldHostKeyOnly => entry.problem = Some(AppError::OldHostKeyOnly),
            RunEvent::Ended { .. } => {
                if !matches!(entry.launch, LaunchView::Manual { .. }) {
                    entry.launch = LaunchView::None;
                }
            }
        });
    }

    /// Puts a field on the clipboard. The window learns only whether that worked.
    pub(super) fn copy(&mut self, key: SessionKey, field: CopyField, reply: Reply<()>, now: Moment) {
        match self.copy_text(key, field, now) {
            Ok(text) => self.effect(Effect::Copy { text, reply }),
            Err(problem) => reply.send(Err(problem)),
        }
    }

    fn copy_text(&self, key: SessionKey, field: CopyField, now: Moment) -> Result<CopyText, AppError> {
        let session =
            self.book.get(key).and_then(|entry| entry.session.as_ref()).ok_or(AppError::SessionGone)?;
        let server_now = self.server_now(now);
        let refused = |reason| AppError::LaunchRefused { reason };
        if session.kind.family() == Family::Forwards && field == CopyField::Address {
            let entry_point = ready_to_dial(session, server_now).map_err(refused)?;
            return Ok(CopyText::Plain(entry_point.to_string()));
        }
        let dial = ready_to_launch(session, server_now).map_err(refused)?;
        Ok(match field {
            CopyField::Address => CopyText::Plain(dial.entry_point.to_string()),
            CopyField::UserName => CopyText::Plain(dial.login.to_string()),
            CopyField::Password => CopyText::Secret(dial.password),
            CopyField::Command => CopyText::Plain(manual_command(&dial)),
        })
    }
}
