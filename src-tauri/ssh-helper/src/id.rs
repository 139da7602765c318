//! One-time ids: random words that stand for a session where the password must not stand.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Says that a text is no id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IdProblem;

impl fmt::Display for IdProblem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an id has a fixed number of letters a to z and digits")
    }
}

impl std::error::Error for IdProblem {}

fn is_word(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
}

/// Names the socket or pipe of one running launcher: 16 characters `[a-z0-9]`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PlaceName(String);

impl PlaceName {
    pub const LENGTH: usize = 16;

    pub fn parse(text: &str) -> Result<Self, IdProblem> {
        if is_word(text, Self::LENGTH) { Ok(Self(text.to_owned())) } else { Err(IdProblem) }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// 48 characters `[a-z0-9]`: the name of the launcher's socket, then 32 characters that are good for one thing
/// only and mostly once. Nothing in it needs quoting in any shell or terminal. `Debug` shows the place alone.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct OneTimeId(String);

impl OneTimeId {
    pub const SECRET_LENGTH: usize = 32;

    pub fn parse(text: &str) -> Result<Self, IdProblem> {
        if is_word(text, PlaceName::LENGTH + Self::SECRET_LENGTH) {
            Ok(Self(text.to_owned()))
        } else {
            Err(IdProblem)
        }
    }

    /// The launcher that made the id.
    pub fn place(&self) -> PlaceName {
        PlaceName(self.0.chars().take(PlaceName::LENGTH).collect())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for OneTimeId {
    type Error = IdProblem;

    fn try_from(text: String) -> Result<Self, IdProblem> {
        Self::parse(&text)
    }
}

impl From<OneTimeId> for String {
    fn from(id: OneTimeId) -> Self {
        id.0
    }
}

impl fmt::Debug for OneTimeId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "OneTimeId({}…)", self.place().as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_48_small_letters_and_digits() {
        let text = "0123456789abcdefghijklmnopqrstuvwxyz0123456789ab";
        let id = OneTimeId::parse(text).unwrap();
        assert_eq!(id.place().as_str(), "0123456789abcdef");
        for bad in ["", &text[1..], &format!("{text}a"), &text.replace('a', "A"), &text.replace('a', "/")] {
            assert_eq!(OneTimeId::parse(bad), Err(IdProblem), "{bad}");
        }
        assert!(PlaceName::parse("../../etc/passwd").is_err());
    }

    #[test]
    fn the_secret_part_is_never_printed() {
        let id = OneTimeId::parse(&format!("0123456789abcdef{}", "z".repeat(32))).unwrap();
        assert!(!format!("{id:?}").contains("zz"));
    }
}
