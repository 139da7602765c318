//! Newer launchers: looked for once a day where this build knows where, installed when the user says so.

use std::time::Duration;

use super::effect::Effect;
use super::machine::Machine;
use super::ports::UpdateLook;
use super::wish::Reply;
use crate::clock::Moment;
use crate::contract::AppError;

/// Whether there is a newer launcher.
#[derive(Debug, Default)]
pub(super) struct Updating {
    /// When it is looked for next; never where this build does not know where.
    next: Option<Duration>,
    /// The version that can be installed.
    pub(super) offered: Option<String>,
    /// Who waits for the one that is being installed.
    installing: Option<Reply<()>>,
}

impl Updating {
    /// After the start other things matter more.
    const FIRST: Duration = Duration::from_secs(60);
    const PAUSE: Duration = Duration::from_secs(24 * 60 * 60);
    const PAUSE_AFTER_FAILURE: Duration = Duration::from_secs(4 * 60 * 60);

    pub(super) fn next(&self) -> Option<Duration> {
        self.next
    }
}

impl Machine {
    pub(super) fn plan_updates(&mut self, now: Moment) {
        self.updating.next = self.abilities.updates.then(|| now.steady.saturating_add(Updating::FIRST));
    }

    pub(super) fn look_for_update_when_due(&mut self, now: Moment) {
        if self.updating.next.is_some_and(|at| at <= now.steady) {
            // No other look is due until this one is answered.
            self.updating.next = None;
            self.effect(Effect::LookForUpdate);
        }
    }

    pub(super) fn handle_update_looked_for(&mut self, look: UpdateLook, now: Moment) {
        let (pause, offered) = match look {
            UpdateLook::Newer(version) => (Updating::PAUSE, Some(version)),
            UpdateLook::Newest => (Updating::PAUSE, None),
            // What was found before is still there.
            UpdateLook::Failed => (Updating::PAUSE_AFTER_FAILURE, self.updating.offered.take()),
        };
        self.updating.next = Some(now.steady.saturating_add(pause));
        self.dirty.status = true;
        self.updating.offered = offered;
    }

    pub(super) fn install_update(&mut self, reply: Reply<()>) {
        if self.updating.offered.is_none() || self.updating.installing.is_some() {
            return reply.send(Err(AppError::UpdateFailed));
        }
        self.updating.installing = Some(reply);
        self.effect(Effect::InstallUpdate);
    }

    /// Sessions stay open over the restart: they are the server's.
    pub(super) fn handle_update_installed(&mut self, done: bool) {
        if let Some(reply) = self.updating.installing.take() {
            reply.send(if done { Ok(()) } else { Err(AppError::UpdateFailed) });
        }
        if done {
            self.effect(Effect::Restart);
        }
    }
}
