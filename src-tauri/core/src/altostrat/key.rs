//! The key of a profile: an organisation key, a JWT, or whatever the API takes as a bearer.

use std::fmt;

use reqwest::header::HeaderValue;
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};
use thiserror::Error;

use super::problem::ApiProblem;
use crate::contract::FieldProblem;

/// Longest key accepted, in bytes. JWTs with many scopes have a few thousand.
const LONGEST: usize = 16 * 1_024;

/// Says why a text cannot be a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum KeyProblem {
    #[error("no key is given")]
    Empty,
    #[error("the key is longer than 16 KiB")]
    TooLong,
    #[error("the key holds blanks, control characters or letters outside ASCII")]
    NotAKey,
}

impl From<KeyProblem> for FieldProblem {
    fn from(problem: KeyProblem) -> Self {
        match problem {
            KeyProblem::Empty => Self::Empty,
            KeyProblem::TooLong => Self::TooLong { most: u32::try_from(LONGEST).unwrap_or(u32::MAX) },
            KeyProblem::NotAKey => Self::NotAKey,
        }
    }
}

/// A key, wiped on drop. `Debug` shows nothing of it; it is never serialised.
#[derive(Clone)]
pub struct ApiKey(SecretString);

impl ApiKey {
    /// Reads a key as pasted: blanks around it and a leading `Bearer ` are dropped.
    pub fn parse(text: &SecretString) -> Result<Self, KeyProblem> {
        let text = text.expose_secret().trim();
        let key = match text.split_at_checked(7) {
            Some((word, rest)) if word.eq_ignore_ascii_case("bearer ") => rest.trim_start(),
            _ => text,
        };
        if key.is_empty() || key.eq_ignore_ascii_case("bearer") {
            return Err(KeyProblem::Empty);
        }
        if key.len() > LONGEST {
            return Err(KeyProblem::TooLong);
        }
        if !key.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(KeyProblem::NotAKey);
        }
        Ok(Self(key.into()))
    }

    /// Hands the key out, to the keychain and the `Authorization` header and nothing else.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    /// The value of `Authorization`, marked so that no `Debug` of a request shows it.
    pub(super) fn authorization(&self) -> Result<HeaderValue, ApiProblem> {
        let text = Zeroizing::new(format!("Bearer {}", self.expose()));
        let mut value = HeaderValue::from_str(&text).map_err(|_| ApiProblem::Setup)?;
        value.set_sensitive(true);
        Ok(value)
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("ApiKey(<redacted>)")
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn parse(text: &str) -> Result<String, KeyProblem> {
        ApiKey::parse(&text.into()).map(|key| key.expose().to_owned())
    }

    #[rstest]
    #[case("alto_sk_abc", "alto_sk_abc")]
    #[case("  alto_sk_abc\r\n", "alto_sk_abc")]
    #[case("Bearer alto_sk_abc", "alto_sk_abc")]
    #[case("bearer   a.b.c ", "a.b.c")]
    #[case("bearerish", "bearerish")]
    #[case("1:2:3", "1:2:3")]
    fn a_pasted_key_is_read_as_meant(#[case] pasted: &str, #[case] key: &str) {
        assert_eq!(parse(pasted), Ok(key.to_owned()));
    }

    #[rstest]
    #[case("", KeyProblem::Empty)]
    #[case(" \n", KeyProblem::Empty)]
    #[case("Bearer ", KeyProblem::Empty)]
    #[case("a b", KeyProblem::NotAKey)]
    #[case("a\nX-Evil: 1", KeyProblem::NotAKey)]
    #[case("a\0", KeyProblem::NotAKey)]
    #[case("ключ", KeyProblem::NotAKey)]
    #[case("a\u{200b}", KeyProblem::NotAKey)]
    fn what_cannot_be_a_key_is_refused(#[case] pasted: &str, #[case] problem: KeyProblem) {
        assert_eq!(parse(pasted), Err(problem));
    }

    #[test]
    fn a_key_has_at_most_16_kib() {
        assert!(parse(&"k".repeat(LONGEST)).is_ok());
        assert_eq!(parse(&"k".repeat(LONGEST + 1)), Err(KeyProblem::TooLong));
    }

    #[test]
    fn a_key_and_its_header_are_never_printed() {
        let key = ApiKey::parse(&"canary-4711".into()).unwrap();
        assert!(!format!("{key:?} {:?}", key.authorization()).contains("canary"));
    }
}
