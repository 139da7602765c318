//! Revoking when the user turns away: at a locked screen, or when the machine goes to sleep. Off unless chosen.

use std::time::Duration;

use super::effect::Effect;
use super::input::SystemEvent;
use super::machine::Machine;
use crate::clock::Moment;
use crate::domain::SessionKey;
use crate::sessions::Stage;

/// How long sleep is held up at most: systemd-logind lets go after five seconds (`InhibitDelayMaxSec`).
const SLEEP_PATIENCE: Duration = Duration::from_secs(4);

/// What was revoked while the user was away. Times are steady time.
#[derive(Debug, Default)]
pub(super) struct Guard {
    /// Told of when the user is back.
    revoked: Vec<SessionKey>,
    /// Sleep waits for the revokes, at the latest until then.
    holding_until: Option<Duration>,
}

impl Guard {
    pub(super) fn next(&self) -> Option<Duration> {
        self.holding_until
    }
}

impl Machine {
    pub(super) fn handle_system(&mut self, event: SystemEvent, now: Moment) {
        match event {
            SystemEvent::Locked if self.settings.revoke_on_lock => self.revoke_and_note(now),
            SystemEvent::Sleeping if self.settings.revoke_on_sleep => {
                self.revoke_and_note(now);
                self.guard.holding_until = Some(now.steady.saturating_add(SLEEP_PATIENCE));
            }
            SystemEvent::Unlocked => self.tell_what_was_revoked(),
            SystemEvent::Awake => {
                self.doubt_address(now);
                self.guard.holding_until = None;
                self.hold_sleep_if_wanted();
                // Behind a locked screen nobody reads; the word is kept for the unlocking then.
                if !self.settings.revoke_on_lock {
                    self.tell_what_was_revoked();
                }
            }
            SystemEvent::Tells { lock, sleep } => {
                self.abilities.tells_of_lock = lock;
                self.abilities.tells_of_sleep = sleep;
                self.dirty.settings = true;
            }
            SystemEvent::Locked | SystemEvent::Sleeping => {}
        }
    }

    /// Sleep is held up only where something is to be done before it.
    pub(super) fn hold_sleep_if_wanted(&mut self) {
        self.effect(Effect::HoldSleep(self.settings.revoke_on_sleep));
    }

    fn revoke_and_note(&mut self, now: Moment) {
        let revoked = self.revoke_all(now);
        self.guard.revoked.extend(revoked);
    }

    /// Lets the machine sleep as soon as the API has taken the revokes.
    pub(super) fn let_sleep_when_done(&mut self, now: Moment) {
        let Some(until) = self.guard.holding_until else { return };
        let under_way = self.guard.revoked.iter().any(|key| {
            self.book.get(*key).is_some_and(|entry| {
                (entry.stage == Stage::Revoking && !entry.revoke_accepted)
                    || (entry.stage.is_preparing() && entry.revoke_wanted)
            })
        });
        if !under_way || until <= now.steady {
            self.guard.holding_until = None;
            self.effect(Effect::HoldSleep(false));
        }
    }

    fn tell_what_was_revoked(&mut self) {
        let keys = std::mem::take(&mut self.guard.revoked);
        if keys.is_empty() {
            return;
        }
        let is_left = |key: &&SessionKey| {
            self.book.get(**key).is_some_and(|entry| {
                !entry.revoke_accepted && (entry.stage.is_open() || entry.stage.is_preparing())
            })
        };
        let left = keys.iter().filter(is_left).count();
        self.notify_guard(keys.len() - left, left);
    }
}
