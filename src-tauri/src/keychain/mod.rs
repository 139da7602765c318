//! The keychain of the system: Secret Service on Linux, Credential Manager on Windows, Keychain on macOS.
//!
//! A keychain may hang or ask its owner to unlock it, so all calls run on a thread of their own
//! ([`thread`]). Where it limits the size of an entry, a key is kept in several ([`parts`]).

mod entries;
mod keep;
mod outcome;
mod parts;
mod system;
mod thread;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use launcher_core::domain::ProfileId;
use launcher_core::settings::secrets::{SecretProblem, SecretStore, Wait};
use secrecy::SecretString;

use self::system::SystemKeychain;
use self::thread::{KeychainThread, Wanted};

/// Keeps keys in the keychain of the system.
///
/// Connects anew for each call, so that a keychain that was started, restarted or unlocked later is found.
pub struct KeyringStore {
    thread: KeychainThread,
    brief: Duration,
    /// Number of the newest save.
    newest_save: Arc<AtomicU64>,
}

impl KeyringStore {
    /// What [`Wait::Briefly`] means.
    pub const BRIEF: Duration = Duration::from_secs(3);

    pub fn new() -> Self {
        Self::with_brief_wait(Self::BRIEF)
    }

    /// A store with another bound for [`Wait::Briefly`].
    pub fn with_brief_wait(brief: Duration) -> Self {
        Self { thread: KeychainThread::default(), brief, newest_save: Arc::default() }
    }

    async fn call<T: Send + 'static>(
        &self,
        wait: Wait,
        work: impl FnOnce(&Wanted) -> Result<T, SecretProblem> + Send + 'static,
    ) -> Result<T, SecretProblem> {
        let answer = self.thread.call(work);
        match wait {
            Wait::Patiently => answer.await,
            Wait::Briefly => match tokio::time::timeout(self.brief, answer).await {
                Ok(answer) => answer,
                Err(_) => Err(SecretProblem::NotAnswering),
            },
        }
    }
}

impl Default for KeyringStore {
    fn default() -> Self {
        Self::new()
    }
}

#[async_trait]
impl SecretStore for KeyringStore {
    async fn load(&self, profile: &ProfileId, wait: Wait) -> Result<SecretString, SecretProblem> {
        let profile = profile.clone();
        self.call(wait, move |_| keep::load(&SystemKeychain::connect()?, profile.as_str())).await
    }

    async fn save(&self, profile: &ProfileId, secret: SecretString, wait: Wait) -> Result<(), SecretProblem> {
        let profile = profile.clone();
        let newest = Arc::clone(&self.newest_save);
        let number = newest.fetch_add(1, Ordering::SeqCst) + 1;
        self.call(wait, move |wanted| {
            let state = || match (wanted.is_wanted(), newest.load(Ordering::SeqCst) == number) {
                (true, _) => keep::Standing::Wanted,
                (false, true) => keep::Standing::GivenUp,
                (false, false) => keep::Standing::Overtaken,
            };
            keep::save(&SystemKeychain::connect()?, profile.as_str(), &secret, state)
        })
        .await
    }

    async fn delete(&self, profile: &ProfileId, wait: Wait) -> Result<(), SecretProblem> {
        let profile = profile.clone();
        self.call(wait, move |_| keep::delete(&SystemKeychain::connect()?, profile.as_str())).await
    }
}
