//! Names of things. Each is its own type, so that one cannot be passed for another.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};
use specta::Type;
use thiserror::Error;

/// Longest id accepted from the API, in bytes. A UUID has 36.
const LONGEST: usize = 128;

/// Says why a text cannot be an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum IdProblem {
    #[error("an id must not be empty")]
    Empty,
    #[error("an id has at most 128 characters")]
    TooLong,
    #[error("an id holds letters, digits, `-` and `_` only")]
    Character,
}

fn check(text: &str) -> Result<(), IdProblem> {
    if text.is_empty() {
        return Err(IdProblem::Empty);
    }
    if text.len() > LONGEST {
        return Err(IdProblem::TooLong);
    }
    if !text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_') {
        return Err(IdProblem::Character);
    }
    Ok(())
}

macro_rules! api_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Type)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Takes an id as the API or the window sent it. UUIDs are expected, not required: the API's own
            /// examples break its own patterns. What is required keeps an id from changing a path.
            pub fn parse(text: &str) -> Result<Self, IdProblem> {
                check(text)?;
                Ok(Self(text.to_owned()))
            }

            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                Self::parse(&text).map_err(serde::de::Error::custom)
            }
        }
    };
}

api_id! {
    /// Names a site, that is a router under management.
    SiteId
}
api_id! {
    /// Names an access session at the API.
    SessionId
}
api_id! {
    /// Names a profile on this machine.
    ProfileId
}

/// Names a row of the session list on this machine, from the press of the button to the end.
///
/// A session has a key before the API has given it an id, and keeps it afterwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Type)]
#[serde(transparent)]
pub struct SessionKey(u32);

impl SessionKey {
    pub const fn new(number: u32) -> Self {
        Self(number)
    }

    /// The key that follows this one.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.wrapping_add(1))
    }

    pub const fn number(self) -> u32 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_that_could_change_a_path_is_refused() {
        for text in ["", "..", "a/b", "a?b", "a b", "ä", "a%2Fb", "\n"] {
            assert!(SiteId::parse(text).is_err(), "{text:?}");
        }
        assert_eq!(SessionId::parse(&"a".repeat(129)), Err(IdProblem::TooLong));
    }

    #[test]
    fn ids_of_both_documented_forms_are_accepted() {
        assert!(SiteId::parse("d290f1ee-6c54-4b01-90e6-d701748f0851").is_ok());
        assert!(SiteId::parse("site_9b52d930f4324c0abac04c12dff85544").is_ok());
    }
}
