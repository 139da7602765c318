//! The end of the program, and of its window.

use std::time::Duration;

use super::effect::Effect;
use super::machine::Machine;
use crate::clock::Moment;
use crate::contract::{NoTrayChoice, PromptView, QuitChoice, QuitHabit};
use crate::domain::SessionKey;
use crate::sessions::{Entry, Stage};

/// How long revoking may take before the program ends all the same.
const QUIT_PATIENCE: Duration = Duration::from_secs(15);

impl Machine {
    /// The user's own sessions that are open, or about to be, and not on their way out.
    pub(super) fn left_open(&self) -> impl Iterator<Item = &Entry> {
        self.book.entries().filter(|entry| {
            let preparing = entry.stage.is_preparing() && !entry.revoke_wanted;
            entry.is_own() && (preparing || entry.stage == Stage::Live)
        })
    }

    pub(super) fn own_open(&self) -> u32 {
        u32::try_from(self.left_open().count()).unwrap_or(u32::MAX)
    }

    /// Quits, as the user is used to.
    pub(super) fn quit(&mut self, now: Moment) {
        match self.settings.quit {
            _ if self.own_open() == 0 => self.effect(Effect::Quit),
            QuitHabit::Ask => self.ask_to_quit(),
            QuitHabit::Keep => self.effect(Effect::Quit),
            QuitHabit::Revoke => self.revoke_and_quit(now),
        }
    }

    fn ask_to_quit(&mut self) {
        match self.own_open() {
            0 => self.effect(Effect::Quit),
            open_sessions => self.bring_up(PromptView::Quit { open_sessions }),
        }
    }

    pub(super) fn answer_quit(&mut self, choice: QuitChoice, remember: bool, now: Moment) {
        self.close_prompt();
        let habit = match choice {
            QuitChoice::Stay => None,
            QuitChoice::KeepSessions => Some(QuitHabit::Keep),
            QuitChoice::RevokeSessions => Some(QuitHabit::Revoke),
        };
        if let Some(habit) = habit.filter(|_| remember) {
            self.settings.quit = habit;
            self.dirty.settings = true;
            self.save();
        }
        match choice {
            QuitChoice::Stay => {}
            QuitChoice::KeepSessions => self.effect(Effect::Quit),
            QuitChoice::RevokeSessions => self.revoke_and_quit(now),
        }
    }

    fn revoke_and_quit(&mut self, now: Moment) {
        self.presence.quitting_until = Some(now.steady.saturating_add(QUIT_PATIENCE));
        self.revoke_all(now);
    }

    /// Revokes every session of the user's own that is open, and says which.
    pub(super) fn revoke_all(&mut self, now: Moment) -> Vec<SessionKey> {
        let open: Vec<SessionKey> = self.left_open().map(|entry| entry.key).collect();
        for key in &open {
            // What cannot be revoked says so in its row.
            let _ = self.revoke(*key, now);
        }
        open
    }

    /// A revoke was refused while the program was ending: the user decides again, whatever the habit.
    pub(super) fn stop_quitting(&mut self) {
        if self.presence.quitting_until.take().is_some() {
            self.ask_to_quit();
        }
    }

    pub(super) fn quit_when_done(&mut self, now: Moment) {
        let Some(until) = self.presence.quitting_until else { return };
        let waiting = self.book.entries().any(|entry| entry.is_own() && entry.stage == Stage::Revoking)
            || self.own_open() > 0;
        if !waiting || until <= now.steady {
            self.presence.quitting_until = None;
            self.effect(Effect::Quit);
        }
    }

    /// The window was closed where no tray leads back to it.
    pub(super) fn close_without_tray(&mut self) {
        if self.settings.no_tray_told {
            self.effect(Effect::MinimiseWindow);
        } else {
            self.bring_up(PromptView::NoTray);
        }
    }

    pub(super) fn answer_no_tray(&mut self, choice: NoTrayChoice, now: Moment) {
        self.close_prompt();
        match choice {
            NoTrayChoice::Stay => {}
            NoTrayChoice::Quit => self.quit(now),
            NoTrayChoice::Minimise => {
                self.settings.no_tray_told = true;
                self.save();
                self.effect(Effect::MinimiseWindow);
            }
        }
    }
}
