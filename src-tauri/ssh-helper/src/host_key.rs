//! A router's public SSH key, as `known_hosts` writes it.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A public key: its kind, such as `ssh-ed25519`, and its body in base64. Nothing in it can break out of a line of
/// `known_hosts`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct HostKey {
    kind: String,
    body: String,
}

/// Says that a text is no public key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HostKeyProblem;

impl fmt::Display for HostKeyProblem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a public key is a kind and base64, separated by a blank")
    }
}

impl std::error::Error for HostKeyProblem {}

impl HostKey {
    const LONGEST_KIND: usize = 64;
    /// An RSA key of 16,384 bits has some 2,800 characters.
    const LONGEST_BODY: usize = 4_096;

    /// Reads `<kind> <base64>`; a comment may follow.
    pub fn parse(text: &str) -> Result<Self, HostKeyProblem> {
        let mut words = text.split_ascii_whitespace();
        let (Some(kind), Some(body)) = (words.next(), words.next()) else { return Err(HostKeyProblem) };
        let of_kind = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'@' | b'.' | b'_');
        let of_body = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
        let fits = kind.len() <= Self::LONGEST_KIND
            && body.len() <= Self::LONGEST_BODY
            && kind.bytes().all(of_kind)
            && body.bytes().all(of_body);
        if fits { Ok(Self { kind: kind.to_owned(), body: body.to_owned() }) } else { Err(HostKeyProblem) }
    }

    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// The key itself, in base64.
    pub fn body(&self) -> &str {
        &self.body
    }
}

impl fmt::Display for HostKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}", self.kind, self.body)
    }
}

impl TryFrom<String> for HostKey {
    type Error = HostKeyProblem;

    fn try_from(text: String) -> Result<Self, HostKeyProblem> {
        Self::parse(&text)
    }
}

impl From<HostKey> for String {
    fn from(key: HostKey) -> Self {
        key.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_a_kind_and_a_body() {
        let key = HostKey::parse(" ssh-ed25519 AAAAC3Nz+/a= admin@router\n").unwrap();
        assert_eq!((key.kind(), key.body()), ("ssh-ed25519", "AAAAC3Nz+/a="));
        assert_eq!(HostKey::parse(&key.to_string()), Ok(key));
    }

    #[test]
    fn what_could_break_out_of_its_line_is_no_key() {
        for bad in [
            "",
            "ssh-rsa",
            "ssh,rsa AAAA",
            "ssh-rsa AA*AA",
            "ssh-rsa AA\u{e4}",
            &format!("x {}", "A".repeat(4_097)),
        ] {
            assert_eq!(HostKey::parse(bad), Err(HostKeyProblem), "{bad}");
        }
    }
}
