//! How long before its end a session is called "ending soon".

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// The user's choice of warning time, in whole minutes, 0 to 60. With 0 nobody is warned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct WarnTime(u8);

impl WarnTime {
    pub const MOST_MINUTES: u8 = 60;
    /// What holds until the user chooses.
    pub const USUAL: Self = Self(10);

    /// `None` above [`Self::MOST_MINUTES`].
    pub fn from_minutes(minutes: u32) -> Option<Self> {
        u8::try_from(minutes).ok().filter(|minutes| *minutes <= Self::MOST_MINUTES).map(Self)
    }

    pub const fn minutes(self) -> u32 {
        self.0 as u32
    }

    /// Nobody is to be warned.
    pub const fn is_off(self) -> bool {
        self.0 == 0
    }

    /// How long before its end a session of this length ends soon: the chosen time, or a fifth of the length,
    /// whichever is shorter. Of an unknown length the fifth is unknown, too. Where nobody is warned, the usual
    /// time still says what is shown as ending soon.
    pub fn before_end(self, length: Option<Duration>) -> Duration {
        let minutes = if self.is_off() { Self::USUAL.0 } else { self.0 };
        let chosen = Duration::from_secs(u64::from(minutes) * 60);
        length.map_or(chosen, |length| chosen.min(length / 5))
    }
}

impl Default for WarnTime {
    fn default() -> Self {
        Self::USUAL
    }
}

impl TryFrom<u8> for WarnTime {
    type Error = &'static str;

    fn try_from(minutes: u8) -> Result<Self, Self::Error> {
        Self::from_minutes(minutes.into()).ok_or("at most 60 minutes")
    }
}

impl From<WarnTime> for u8 {
    fn from(time: WarnTime) -> Self {
        time.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const MINUTE: Duration = Duration::from_secs(60);

    #[test]
    fn the_usual_warning_comes_ten_minutes_before_or_after_four_fifths() {
        assert_eq!(WarnTime::USUAL.before_end(Some(60 * MINUTE)), 10 * MINUTE);
        assert_eq!(WarnTime::USUAL.before_end(Some(15 * MINUTE)), 3 * MINUTE);
        assert_eq!(WarnTime::USUAL.before_end(None), 10 * MINUTE);
    }

    #[test]
    fn without_a_warning_sessions_still_look_as_if_they_end_soon() {
        let off = WarnTime::from_minutes(0).unwrap();
        assert!(off.is_off());
        assert_eq!(off.before_end(Some(60 * MINUTE)), 10 * MINUTE);
    }

    proptest! {
        #[test]
        fn it_is_never_more_than_a_fifth_nor_than_what_was_chosen(chosen in 1_u32..=60, length in 15_u32..=1_440) {
            let before = WarnTime::from_minutes(chosen).unwrap().before_end(Some(length * MINUTE));
            prop_assert!(before <= length * MINUTE / 5 && before <= chosen * MINUTE);
            prop_assert!(before == length * MINUTE / 5 || before == chosen * MINUTE);
        }

        #[test]
        fn nothing_above_an_hour_can_be_chosen(minutes in 61_u32..) {
            prop_assert_eq!(WarnTime::from_minutes(minutes), None);
        }
    }
}
