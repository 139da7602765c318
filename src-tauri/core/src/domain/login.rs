//! The temporary user of a session: a name safe to pass as an argument, and a password that cannot be printed.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};
use thiserror::Error;

/// Longest password handed to a program, in bytes.
const LONGEST_PASSWORD: usize = 512;

/// Says why a user name or password cannot be handed to a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum LoginProblem {
    #[error(
        "the user name is not 1 to 64 letters, digits, `.`, `_`, `@` or `-`, starting with a letter or digit"
    )]
    UserName,
    #[error("the password is empty, too long, or holds a control character")]
    Password,
}

/// A user name of a router.
///
/// `+` is refused: RouterOS reads console parameters behind it. A leading `-` would be read as an option by
/// programs that have no `--`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Login(String);

impl Login {
    pub fn parse(text: &str) -> Result<Self, LoginProblem> {
        let good = (1..=64).contains(&text.len())
            && text.as_bytes().first().is_some_and(u8::is_ascii_alphanumeric)
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._@-".contains(&byte));
        if good { Ok(Self(text.to_owned())) } else { Err(LoginProblem::UserName) }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Login {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// The password of a session. Wiped on drop; `Debug` shows nothing; never serialised.
#[derive(Clone)]
pub struct SessionPassword(SecretString);

impl SessionPassword {
    /// Takes a password without control characters, which could not pass a prompt or an argument list whole.
    pub fn parse(text: SecretString) -> Result<Self, LoginProblem> {
        let exposed = text.expose_secret();
        if exposed.is_empty() || exposed.len() > LONGEST_PASSWORD || exposed.chars().any(char::is_control) {
            return Err(LoginProblem::Password);
        }
        Ok(Self(text))
    }

    /// Hands the password out, to a program or the clipboard and nothing else.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl fmt::Debug for SessionPassword {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("SessionPassword(<redacted>)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logins_that_could_be_read_as_something_else_are_refused() {
        for text in [
            "",
            "-oProxyCommand=x",
            "a b",
            "a;b",
            "a\nb",
            "user+ct",
            "u$HOME",
            "u\\x",
            "%h",
            "ü",
            &"a".repeat(65),
        ] {
            assert_eq!(Login::parse(text), Err(LoginProblem::UserName), "{text:?}");
        }
        assert!(Login::parse("transient-user-abc123").is_ok());
        assert!(Login::parse("noc@acme.example").is_ok());
    }

    #[test]
    fn passwords_may_hold_anything_that_prints() {
        for text in ["P@ssw0rdABC123XYZ", "a b\"c'%&\\;$(x)", "-leading", "pässwörd ✓"] {
            assert!(SessionPassword::parse(text.to_owned().into()).is_ok(), "{text}");
        }
        for text in ["", "a\nb", "a\0", "a\u{7f}", &"x".repeat(513)] {
            assert!(SessionPassword::parse(text.to_owned().into()).is_err(), "{text:?}");
        }
    }

    #[test]
    fn a_password_is_never_printed() {
        let password = SessionPassword::parse("canary-4711".to_owned().into()).unwrap();
        assert!(!format!("{password:?}").contains("canary"));
    }
}
