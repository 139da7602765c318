//! The entries of the system's own keychain.

use std::collections::HashMap;
use std::sync::Arc;

use keyring_core::{CredentialStore, Entry, Error};
use launcher_core::settings::secrets::SecretProblem;

use super::entries::{Entries, Secret};
use super::outcome::problem;

/// Under this name the entries are listed in the system's own keychain programs.
const SERVICE: &str = "io.altostrat.launcher";

/// A connection to the keychain. The calls block; on Linux each is bounded to two seconds by the store, except
/// for the time the keychain asks its owner.
pub(super) struct SystemKeychain {
    store: Arc<CredentialStore>,
}

impl SystemKeychain {
    pub(super) fn connect() -> Result<Self, SecretProblem> {
        Ok(Self { store: open().map_err(problem)? })
    }

    fn entry(&self, name: &str) -> Result<Entry, SecretProblem> {
        let label = format!("Altostrat Launcher: {name}");
        self.store.build(SERVICE, name, Some(&modifiers(&label))).map_err(problem)
    }
}

impl Entries for SystemKeychain {
    fn limit(&self) -> Option<usize> {
        // `CRED_MAX_CREDENTIAL_BLOB_SIZE`.
        cfg!(windows).then_some(2_560)
    }

    fn read(&self, name: &str) -> Result<Secret, SecretProblem> {
        self.entry(name)?.get_secret().map(Secret::new).map_err(problem)
    }

    fn write(&self, name: &str, secret: &[u8]) -> Result<(), SecretProblem> {
        let entry = self.entry(name)?;
        match entry.set_secret(secret) {
            // Two entries of one name, as two programs that save at once can make: one new one replaces them.
            Err(Error::Ambiguous(entries)) => {
                remove_all(&entries)?;
                entry.set_secret(secret).map_err(problem)
            }
            done => done.map_err(problem),
        }
    }

    fn remove(&self, name: &str) -> Result<(), SecretProblem> {
        match self.entry(name)?.delete_credential() {
            Err(Error::NoEntry) => Ok(()),
            Err(Error::Ambiguous(entries)) => remove_all(&entries),
            done => done.map_err(problem),
        }
    }
}

fn remove_all(entries: &[Entry]) -> Result<(), SecretProblem> {
    entries.iter().try_for_each(|entry| match entry.delete_credential() {
        Ok(()) | Err(Error::NoEntry) => Ok(()),
        Err(error) => Err(problem(error)),
    })
}

#[cfg(target_os = "linux")]
fn open() -> keyring_core::Result<Arc<CredentialStore>> {
    Ok(dbus_secret_service_keyring_store::Store::new()?)
}

#[cfg(target_os = "macos")]
fn open() -> keyring_core::Result<Arc<CredentialStore>> {
    Ok(apple_native_keyring_store::keychain::Store::new()?)
}

#[cfg(windows)]
fn open() -> keyring_core::Result<Arc<CredentialStore>> {
    Ok(windows_native_keyring_store::Store::new()?)
}

#[cfg(not(any(target_os = "linux", target_os = "macos", windows)))]
fn open() -> keyring_core::Result<Arc<CredentialStore>> {
    Err(Error::NoDefaultStore)
}

#[cfg(target_os = "linux")]
fn modifiers(label: &str) -> HashMap<&str, &str> {
    HashMap::from([("label", label)])
}

/// `Local` keeps the key on this machine; the store's own default lets it roam with the account.
#[cfg(windows)]
fn modifiers(_label: &str) -> HashMap<&str, &str> {
    HashMap::from([("persistence", "Local")])
}

#[cfg(not(any(target_os = "linux", windows)))]
fn modifiers(_label: &str) -> HashMap<&str, &str> {
    HashMap::new()
}
