//! A wish for a session that the API can accept.

use serde::{Deserialize, Serialize};
use specta::Type;
use thiserror::Error;

use super::{Access, Destination, Family, Protocol, SourceRange};

/// Says why a number of minutes cannot be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum DurationProblem {
    #[error("at least 15 minutes")]
    TooShort,
    #[error("at most 1,440 minutes (24 hours)")]
    TooLong,
}

/// Whole minutes from 15 to 1,440, the bounds of the API's `expire_after_minutes`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "i64", into = "u32")]
pub struct Duration(u16);

impl Duration {
    pub const LEAST_MINUTES: u16 = 15;
    pub const MOST_MINUTES: u16 = 1_440;
    /// What is offered before anything is remembered.
    pub const USUAL: Self = Self(60);

    pub fn from_minutes(minutes: i64) -> Result<Self, DurationProblem> {
        match u16::try_from(minutes) {
            Ok(minutes) if minutes > Self::MOST_MINUTES => Err(DurationProblem::TooLong),
            Ok(minutes) if minutes >= Self::LEAST_MINUTES => Ok(Self(minutes)),
            Err(_) if minutes > 0 => Err(DurationProblem::TooLong),
            _ => Err(DurationProblem::TooShort),
        }
    }

    pub const fn minutes(self) -> u32 {
        self.0 as u32
    }
}

impl TryFrom<i64> for Duration {
    type Error = DurationProblem;

    fn try_from(minutes: i64) -> Result<Self, Self::Error> {
        Self::from_minutes(minutes)
    }
}

impl From<Duration> for u32 {
    fn from(duration: Duration) -> Self {
        duration.minutes()
    }
}

/// What is asked of the API for one session. Cannot hold anything the API would refuse.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionRequest {
    pub duration: Duration,
    pub source_range: SourceRange,
    pub what: Wanted,
}

/// What a session is wanted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// A temporary user on the router itself.
    Login { protocol: Protocol, access: Access, allow_private: bool },
    /// A port that leads to a device behind the router.
    Forward(Destination),
}

impl SessionRequest {
    pub const fn family(&self) -> Family {
        match self.what {
            Wanted::Login { .. } => Family::Logins,
            Wanted::Forward(_) => Family::Forwards,
        }
    }

    pub const fn protocol(&self) -> Option<Protocol> {
        match self.what {
            Wanted::Login { protocol, .. } => Some(protocol),
            Wanted::Forward(_) => None,
        }
    }

    /// `None` for a forward, which opens nothing on the router.
    pub const fn access(&self) -> Option<Access> {
        match self.what {
            Wanted::Login { access, .. } => Some(access),
            Wanted::Forward(_) => None,
        }
    }

    pub const fn allow_private(&self) -> bool {
        match self.what {
            Wanted::Login { allow_private, .. } => allow_private,
            Wanted::Forward(_) => false,
        }
    }

    pub const fn destination(&self) -> Option<Destination> {
        match self.what {
            Wanted::Login { .. } => None,
            Wanted::Forward(destination) => Some(destination),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_bounds_are_inclusive() {
        assert_eq!(Duration::from_minutes(14), Err(DurationProblem::TooShort));
        assert_eq!(Duration::from_minutes(15).map(Duration::minutes), Ok(15));
        assert_eq!(Duration::from_minutes(1_440).map(Duration::minutes), Ok(1_440));
        assert_eq!(Duration::from_minutes(1_441), Err(DurationProblem::TooLong));
        assert_eq!(Duration::from_minutes(-15), Err(DurationProblem::TooShort));
    }

    proptest! {
        #[test]
        fn no_duration_lies_outside_15_to_1440(minutes in any::<i64>()) {
            match Duration::from_minutes(minutes) {
                Ok(duration) => prop_assert!((15..=1_440).contains(&duration.minutes())),
                Err(DurationProblem::TooShort) => prop_assert!(minutes < 15),
                Err(DurationProblem::TooLong) => prop_assert!(minutes > 1_440),
            }
        }
    }
}
