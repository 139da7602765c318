//! What was shown where nothing can be taken off the screen again, by the plugin's numbers.

use std::collections::BTreeMap;

use launcher_core::notice::{NoticeAction, NoticeId};

use super::offer::Offer;

/// Older notices than this many are forgotten; the systems drop theirs after days.
const KEPT: usize = 64;

/// The name the plugin gives to a press on the notice itself.
const TAP: &str = "tap";

/// The offers of everything that may still be on screen.
#[derive(Debug, Default)]
pub(super) struct Offers {
    last: i32,
    shown: BTreeMap<i32, Shown>,
}

#[derive(Debug)]
struct Shown {
    offer: Offer,
    /// Neither withdrawn nor followed by a newer notice about the same.
    true_still: bool,
}

impl Offers {
    /// Notes a notice that is about to be shown, in the place of the one with the same id. Returns its number.
    pub(super) fn add(&mut self, offer: Offer) -> i32 {
        self.withdraw(offer.id());
        self.last = self.last.wrapping_add(1);
        self.shown.insert(self.last, Shown { offer, true_still: true });
        if self.shown.len() > KEPT {
            self.shown.pop_first();
        }
        self.last
    }

    pub(super) fn withdraw(&mut self, id: NoticeId) {
        for shown in self.shown.values_mut().filter(|shown| shown.offer.id() == id) {
            shown.true_still = false;
        }
    }

    /// What a press means. In a notice that is not true any more it opens the window, which shows what is.
    pub(super) fn pressed(&self, number: i32, name: &str) -> Option<NoticeAction> {
        let shown = self.shown.get(&number)?;
        if name == TAP || !shown.true_still {
            return Some(shown.offer.opened());
        }
        shown.offer.pressed(name)
    }
}

#[cfg(test)]
mod tests {
    use launcher_core::domain::SessionKey;
    use launcher_core::notice::{Notice, NoticeButton};

    use super::*;

    const KEY: SessionKey = SessionKey::new(3);
    const RENEW: NoticeAction = NoticeAction::Renew(KEY);
    const OPEN: NoticeAction = NoticeAction::Open(Some(KEY));

    fn warning() -> Offer {
        Offer::of(&Notice {
            id: NoticeId::Session(KEY),
            title: "Lagos POP: SSH access ends in 10 minutes".into(),
            body: String::new(),
            buttons: vec![NoticeButton { action: RENEW, label: "Renew".into() }],
            stays: true,
        })
    }

    #[test]
    fn a_press_is_told_by_the_number_of_its_notice() {
        let mut offers = Offers::default();
        let number = offers.add(warning());
        assert_eq!(offers.pressed(number, "Renew"), Some(RENEW));
        assert_eq!(offers.pressed(number, TAP), Some(OPEN));
        assert_eq!(offers.pressed(number + 1, "Renew"), None);
    }

    #[test]
    fn an_old_notice_that_stayed_on_screen_renews_nothing() {
        let mut offers = Offers::default();
        let first = offers.add(warning());
        let second = offers.add(warning());
        assert_eq!(offers.pressed(first, "Renew"), Some(OPEN));
        assert_eq!(offers.pressed(second, "Renew"), Some(RENEW));
        offers.withdraw(NoticeId::Session(KEY));
        assert_eq!(offers.pressed(second, "Renew"), Some(OPEN));
    }

    #[test]
    fn a_year_of_notices_takes_no_more_room_than_a_day_of_them() {
        let mut offers = Offers::default();
        for _ in 0..1000 {
            offers.add(warning());
        }
        assert_eq!(offers.shown.len(), KEPT);
    }
}
