//! The launcher's own list of routers' host keys: OpenSSH's `known_hosts`, one line for each site.
//!
//! `ssh` adds to it by itself (`StrictHostKeyChecking=accept-new`) and never changes a line; a changed key is taken
//! over here alone, by the user's choice.

use std::io;
use std::sync::{Mutex, PoisonError};

use altostrat_ssh::HostKey;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};
use sha2::{Digest as _, Sha256};

/// Keeps the list between runs. Both calls block for as long as the disk takes.
pub trait HostKeyStore: Send + Sync {
    /// The whole list; empty where there is none yet.
    fn read(&self) -> io::Result<String>;

    /// Replaces the list, in one step, by what `change` makes of it, and answers with that. Two changes come one
    /// after the other.
    fn change(&self, change: &dyn Fn(&str) -> String) -> io::Result<String>;
}

/// A list in memory, for tests.
#[derive(Debug, Default)]
pub struct FakeHostKeyStore(Mutex<String>);

impl HostKeyStore for FakeHostKeyStore {
    fn read(&self) -> io::Result<String> {
        Ok(self.0.lock().unwrap_or_else(PoisonError::into_inner).clone())
    }

    fn change(&self, change: &dyn Fn(&str) -> String) -> io::Result<String> {
        let mut list = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *list = change(&list);
        Ok(list.clone())
    }
}

/// A line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownKey {
    pub alias: String,
    pub key: HostKey,
}

/// The fingerprint as `ssh` shows it: `SHA256:` and base64 without padding. A body that is no base64 has none.
pub fn fingerprint(key: &HostKey) -> Option<String> {
    let body = STANDARD.decode(key.body()).ok()?;
    Some(format!("SHA256:{}", STANDARD_NO_PAD.encode(Sha256::digest(body))))
}

/// The keys in a list, as far as they can be read. Comments, markers (`@revoked`) and hashed names are left out:
/// the launcher writes none.
pub fn known_keys(list: &str) -> Vec<KnownKey> {
    list.lines()
        .filter_map(|line| {
            let (alias, key) = line.trim_start().split_once(' ')?;
            let is_plain = !alias.starts_with(['#', '@', '|']);
            Some(KnownKey { alias: alias.to_owned(), key: HostKey::parse(key).ok().filter(|_| is_plain)? })
        })
        .collect()
}

/// The list without the keys of `alias`. Every other line stays as it is.
pub fn without(list: &str, alias: &str) -> String {
    let is_of_alias = |line: &&str| line.trim_start().split(' ').next() == Some(alias);
    list.lines().filter(|line| !is_of_alias(line)).fold(String::new(), |kept, line| kept + line + "\n")
}

/// The list with `key` as the only one of `alias`.
pub fn with_key(list: &str, alias: &str, key: &HostKey) -> String {
    without(list, alias) + &format!("{alias} {key}\n")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A public key, and what `ssh-keygen -l` says of it.
    const ED25519: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEunwwtaKS2s9lDP6OnoY1YLdAJlKtbF9BqI2+yRhYKg";
    const ED25519_FINGERPRINT: &str = "SHA256:ivc+gArg6jezhIwLwUbJoLztIO4Ucz89Uj8wE3KkuTY";

    const LIST: &str =
        "# ours\naltostrat-a ssh-ed25519 AAAA\naltostrat-ab ssh-rsa BBBB comment\n|1|x= ssh-rsa CCCC\n";

    fn key(text: &str) -> HostKey {
        HostKey::parse(text).unwrap()
    }

    #[test]
    fn the_plain_lines_of_a_list_are_read() {
        let known: Vec<String> =
            known_keys(LIST).iter().map(|known| format!("{}={}", known.alias, known.key)).collect();
        assert_eq!(known, ["altostrat-a=ssh-ed25519 AAAA", "altostrat-ab=ssh-rsa BBBB"]);
    }

    #[test]
    fn a_new_key_takes_the_place_of_the_old_one_and_touches_no_other_line() {
        let list = with_key(LIST, "altostrat-a", &key("ssh-ed25519 DDDD"));
        assert_eq!(
            list,
            "# ours\naltostrat-ab ssh-rsa BBBB comment\n|1|x= ssh-rsa CCCC\naltostrat-a ssh-ed25519 DDDD\n"
        );
        assert_eq!(without(&list, "altostrat-a"), without(LIST, "altostrat-a"));
        assert_eq!(with_key("", "altostrat-a", &key("x y")), "altostrat-a x y\n");
    }

    #[test]
    fn a_fingerprint_is_the_one_that_ssh_shows() {
        assert_eq!(fingerprint(&key(ED25519)).as_deref(), Some(ED25519_FINGERPRINT));
        assert_eq!(fingerprint(&key("ssh-rsa A")), None);
    }

    proptest! {
        #[test]
        fn whatever_the_list_held_the_site_has_its_one_new_key_afterwards(list in "([ -~]{0,30}\\n){0,8}") {
            let new = key("ssh-ed25519 EEEE");
            let written = with_key(&list, "altostrat-a", &new);
            let keys: Vec<KnownKey> =
                known_keys(&written).into_iter().filter(|known| known.alias == "altostrat-a").collect();
            prop_assert_eq!(keys, vec![KnownKey { alias: "altostrat-a".into(), key: new }]);
        }
    }
}
