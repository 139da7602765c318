//! The keychain as the core sees it: one key a profile.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;
use secrecy::{ExposeSecret, SecretString};
use thiserror::Error;
use tokio::sync::watch;

use crate::domain::ProfileId;

/// Says why the keychain gave or took nothing.
///
/// [`SecretProblem::Absent`] alone means that no key is kept. In every other case one may be there and must
/// not be taken for lost.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SecretProblem {
    /// The keychain answered that it holds no key for the profile.
    #[error("no key is kept for this profile")]
    Absent,
    /// The keychain is locked, or its owner declined to open it.
    #[error("the keychain is locked")]
    Locked,
    /// No keychain runs on this system, or it has no place to keep a key in.
    #[error("no keychain is available")]
    NoKeychain,
    /// No answer in time: it hangs, or it is asking its owner to unlock it.
    #[error("the keychain does not answer")]
    NotAnswering,
    /// Anything else. `detail` is for the log and never holds a secret.
    #[error("the keychain failed: {detail}")]
    Trouble { detail: String },
}

/// How long to wait for the keychain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wait {
    /// Three seconds, then [`SecretProblem::NotAnswering`].
    Briefly,
    /// Until the caller drops the future: the system may be asking its owner to unlock the keychain.
    Patiently,
}

/// Keeps the keys of profiles.
///
/// Dropping a future gives the call up; a key that was to be saved by it is not kept.
#[async_trait]
pub trait SecretStore: Send + Sync {
    async fn load(&self, profile: &ProfileId, wait: Wait) -> Result<SecretString, SecretProblem>;

    /// Keeps a key in place of the one kept before, which stays when this fails.
    async fn save(&self, profile: &ProfileId, secret: SecretString, wait: Wait) -> Result<(), SecretProblem>;

    /// Forgets a key. That there was none counts as done.
    async fn delete(&self, profile: &ProfileId, wait: Wait) -> Result<(), SecretProblem>;
}

/// A keychain in memory that fails when told to, for tests. Forgets everything when dropped.
pub struct FakeSecretStore {
    state: Mutex<Fake>,
    /// While `true`, calls wait.
    silent: watch::Sender<bool>,
}

#[derive(Default)]
struct Fake {
    kept: HashMap<ProfileId, SecretString>,
    script: VecDeque<SecretProblem>,
    always: Option<SecretProblem>,
    calls: Vec<SecretCall>,
}

/// A call that a [`FakeSecretStore`] has received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SecretCall {
    Load(ProfileId),
    Save(ProfileId),
    Delete(ProfileId),
}

impl FakeSecretStore {
    pub fn new() -> Self {
        Self { state: Mutex::default(), silent: watch::Sender::new(false) }
    }

    /// Starts with one key.
    #[must_use]
    pub fn holding(self, profile: &ProfileId, secret: &str) -> Self {
        self.locked(|fake| fake.kept.insert(profile.clone(), secret.into()));
        self
    }

    /// Lets the next call that is not scripted yet fail.
    pub fn fail_next(&self, problem: SecretProblem) {
        self.locked(|fake| fake.script.push_back(problem));
    }

    /// Lets every call fail, or with `None` succeed again. The scripted ones come first.
    pub fn fail_always(&self, problem: Option<SecretProblem>) {
        self.locked(|fake| fake.always = problem);
    }

    /// Stops or resumes answering. Meanwhile, brief calls end with [`SecretProblem::NotAnswering`] at once
    /// and patient ones wait.
    pub fn fall_silent(&self, silent: bool) {
        self.silent.send_replace(silent);
    }

    /// The key that is kept, in clear.
    pub fn kept(&self, profile: &ProfileId) -> Option<String> {
        self.locked(|fake| fake.kept.get(profile).map(|secret| secret.expose_secret().to_owned()))
    }

    pub fn calls(&self) -> Vec<SecretCall> {
        self.locked(|fake| fake.calls.clone())
    }

    async fn answer<T>(
        &self,
        call: SecretCall,
        wait: Wait,
        act: impl FnOnce(&mut Fake) -> Result<T, SecretProblem>,
    ) -> Result<T, SecretProblem> {
        self.locked(|fake| fake.calls.push(call));
        let mut silent = self.silent.subscribe();
        if wait == Wait::Briefly && *silent.borrow() {
            return Err(SecretProblem::NotAnswering);
        }
        // Cannot fail: the sender lives as long as `self`.
        let _ = silent.wait_for(|silent| !silent).await;
        self.locked(|fake| match fake.script.pop_front().or_else(|| fake.always.clone()) {
            Some(problem) => Err(problem),
            None => act(fake),
        })
    }

    fn locked<T>(&self, act: impl FnOnce(&mut Fake) -> T) -> T {
        act(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Default for FakeSecretStore {
    fn default() -> Self {
        Self::new()
    }
}

#[async_trait]
impl SecretStore for FakeSecretStore {
    async fn load(&self, profile: &ProfileId, wait: Wait) -> Result<SecretString, SecretProblem> {
        let call = SecretCall::Load(profile.clone());
        self.answer(call, wait, |fake| fake.kept.get(profile).cloned().ok_or(SecretProblem::Absent)).await
    }

    async fn save(&self, profile: &ProfileId, secret: SecretString, wait: Wait) -> Result<(), SecretProblem> {
        let call = SecretCall::Save(profile.clone());
        self.answer(call, wait, |fake| {
            fake.kept.insert(profile.clone(), secret);
            Ok(())
        })
        .await
    }

    async fn delete(&self, profile: &ProfileId, wait: Wait) -> Result<(), SecretProblem> {
        let call = SecretCall::Delete(profile.clone());
        self.answer(call, wait, |fake| {
            fake.kept.remove(profile);
            Ok(())
        })
        .await
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn profile() -> ProfileId {
        ProfileId::parse("work").unwrap()
    }

    #[tokio::test]
    async fn a_scripted_failure_keeps_what_was_kept() {
        let store = FakeSecretStore::new().holding(&profile(), "old");
        store.fail_next(SecretProblem::Locked);
        let saved = store.save(&profile(), "new".into(), Wait::Briefly).await;
        assert_eq!(saved, Err(SecretProblem::Locked));
        assert_eq!(store.kept(&profile()).as_deref(), Some("old"));
        assert_eq!(store.calls(), [SecretCall::Save(profile())]);
    }

    #[tokio::test(start_paused = true)]
    async fn a_patient_call_waits_until_the_keychain_speaks() {
        let store = FakeSecretStore::new().holding(&profile(), "key");
        store.fall_silent(true);
        assert_eq!(store.load(&profile(), Wait::Briefly).await.err(), Some(SecretProblem::NotAnswering));
        let profile = profile();
        let mut patient = store.load(&profile, Wait::Patiently);
        assert!(tokio::time::timeout(Duration::from_secs(3_600), &mut patient).await.is_err());
        store.fall_silent(false);
        assert!(patient.await.is_ok());
    }
}
