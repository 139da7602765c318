//! Where a session leads, thought up from a checked create.

use uuid::Uuid;

use crate::access::{AccessRequest, ForwardRequest, SourceRange};
use crate::session::{Destination, Protocol};

/// What a session leads to, and the login it has for it.
#[derive(Debug)]
pub(crate) enum Way {
    Access(Login),
    Forward(Destination),
}

/// The temporary user of a transient access.
#[derive(Debug)]
pub(crate) struct Login {
    pub(crate) protocol: Protocol,
    pub(crate) full_access: bool,
    pub(crate) username: String,
    pub(crate) password: String,
}

/// A checked create of either kind.
#[derive(Debug)]
pub(crate) struct Asked {
    pub(crate) minutes: u32,
    pub(crate) range: SourceRange,
    pub(crate) way: Way,
}

impl From<AccessRequest> for Asked {
    /// Thinks up the login.
    fn from(request: AccessRequest) -> Self {
        let way = Way::Access(Login {
            protocol: request.protocol,
            full_access: request.full_access,
            username: format!("transient-user-{}", &Uuid::new_v4().simple().to_string()[..6]),
            password: fresh_password(),
        });
        Self { minutes: request.minutes, range: request.range, way }
    }
}

impl From<ForwardRequest> for Asked {
    fn from(request: ForwardRequest) -> Self {
        Self { minutes: request.minutes, range: request.range, way: Way::Forward(request.destination) }
    }
}

/// A password with the characters that break careless quoting: always one of `@ % & '`, and a blank
/// in about every fourth.
fn fresh_password() -> String {
    const LETTERS: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";
    const AWKWARD: &[u8] = b"@%&'";
    let bytes = Uuid::new_v4().into_bytes();
    // Bytes 6 and 8 of a version 4 uuid carry fixed bits.
    let letter = |byte: u8| char::from(LETTERS[usize::from(byte) % LETTERS.len()]);
    let mut password: Vec<char> = bytes
        .iter()
        .enumerate()
        .filter(|(place, _)| ![6, 8, 14, 15].contains(place))
        .map(|(_, byte)| letter(*byte))
        .collect();
    password[1 + usize::from(bytes[14] & 3)] =
        char::from(AWKWARD[usize::from(bytes[14] >> 4) % AWKWARD.len()]);
    password[6] = char::from(AWKWARD[usize::from(bytes[15] >> 4) % AWKWARD.len()]);
    if bytes[15].is_multiple_of(4) {
        password[8] = ' ';
    }
    password.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_hold_awkward_characters_and_no_outer_blanks() {
        let passwords: Vec<String> = (0..200).map(|_| fresh_password()).collect();
        assert!(passwords.iter().all(|password| password.len() == 12 && password.trim() == password));
        assert!(passwords.iter().all(|password| password.contains(['@', '%', '&', '\''])));
        assert!(passwords.iter().any(|password| password.contains(' ')));
        assert!(passwords.iter().any(|password| !password.contains(' ')));
    }
}
