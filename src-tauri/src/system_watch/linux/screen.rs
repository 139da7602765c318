//! Whether the screen is locked, by everything that speaks of it.

use std::collections::HashSet;
use std::hash::Hash;

use launcher_core::app::SystemEvent;

/// What is known of the lock. Several sources tell of one locking; one word goes on.
#[derive(Debug)]
pub(super) struct Screen<Source> {
    /// Those that say it is locked.
    shown: HashSet<Source>,
    /// The session was asked to lock itself, which some lockers do without another word.
    asked: bool,
}

impl<Source> Default for Screen<Source> {
    fn default() -> Self {
        Self { shown: HashSet::new(), asked: false }
    }
}

impl<Source: Eq + Hash> Screen<Source> {
    /// Takes what a source says, or `false` for one that is gone.
    pub(super) fn show(&mut self, source: Source, locked: bool) -> Option<SystemEvent> {
        let before = self.is_locked();
        if locked {
            self.shown.insert(source);
        } else {
            self.shown.remove(&source);
            // What was asked for has come and gone.
            self.asked &= !self.shown.is_empty();
        }
        self.change(before)
    }

    /// Takes the request to lock or unlock the session.
    ///
    /// A second request to lock, while nothing shows a lock, is told again: the unlocking between the two was told
    /// by nobody.
    pub(super) fn ask(&mut self, lock: bool) -> Option<SystemEvent> {
        let before = self.is_locked() && !(lock && self.shown.is_empty());
        self.asked = lock;
        self.change(before)
    }

    fn is_locked(&self) -> bool {
        self.asked || !self.shown.is_empty()
    }

    fn change(&self, before: bool) -> Option<SystemEvent> {
        match (before, self.is_locked()) {
            (false, true) => Some(SystemEvent::Locked),
            (true, false) => Some(SystemEvent::Unlocked),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use launcher_core::app::SystemEvent::{Locked, Unlocked};

    use super::*;

    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    enum Source {
        Session,
        Saver,
    }
    use Source::{Saver, Session};

    #[test]
    fn one_locking_told_three_times_is_told_once() {
        let mut screen = Screen::default();
        let told = [
            screen.ask(true),
            screen.show(Session, true),
            screen.show(Saver, true),
            screen.ask(true),
            screen.show(Saver, false),
            screen.ask(false),
            screen.show(Session, false),
            screen.show(Session, false),
        ];
        assert_eq!(told, [Some(Locked), None, None, None, None, None, Some(Unlocked), None]);
    }

    #[test]
    fn a_locker_that_never_tells_of_unlocking_is_heard_each_time() {
        let mut screen = Screen::<Source>::default();
        assert_eq!([screen.ask(true), screen.ask(true)], [Some(Locked), Some(Locked)]);
    }

    #[test]
    fn unlocked_is_said_when_nothing_shows_a_lock_any_more() {
        let mut screen = Screen::default();
        assert_eq!(screen.ask(true), Some(Locked));
        assert_eq!(screen.show(Saver, true), None);
        assert_eq!(screen.show(Saver, false), Some(Unlocked), "the request is answered by now");
        assert_eq!(screen.show(Saver, true), Some(Locked));
    }

    /// Every order of six words of two sources and the session: the events say what the sources say.
    #[test]
    fn whatever_is_said_in_whatever_order_the_last_word_told_is_true() {
        let steps = 6_u32;
        for mut order in 0..6_usize.pow(steps) {
            let mut screen = Screen::default();
            let (mut shown, mut told) = (HashSet::new(), Unlocked);
            for _ in 0..steps {
                let (step, rest) = (order % 6, order / 6);
                order = rest;
                let event = match step {
                    0 => screen.ask(true),
                    1 => screen.ask(false),
                    _ => {
                        let source = if step < 4 { Session } else { Saver };
                        let on = step % 2 == 0;
                        if on {
                            shown.insert(source)
                        } else {
                            shown.remove(&source)
                        };
                        screen.show(source, on)
                    }
                };
                assert!(event != Some(Unlocked) || told == Locked, "unlocked is never said twice");
                told = event.unwrap_or(told);
                assert!(shown.is_empty() || told == Locked, "a lock that is shown was told");
            }
        }
    }
}
