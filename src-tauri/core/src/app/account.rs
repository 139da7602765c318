//! Signing in and out, and the key in between.

use secrecy::SecretString;

use super::effect::Effect;
use super::input::{KeyAnswer, TemporaryProfile};
use super::machine::Machine;
use super::sites::Sites;
use super::wish::Reply;
use crate::altostrat::{ApiAddress, ApiKey, ApiProblem, Urgency, key_view};
use crate::clock::Moment;
use crate::contract::{
    AppError, Field, FieldProblem, Generation, KeyKind, KeyStorage, KeyText, KeyView, Operation, SignInForm,
    SignInPhase,
};
use crate::domain::ProfileId;
use crate::sessions::Alert;
use crate::settings::secrets::SecretProblem;
use crate::settings::{NameProblem, Profile};

/// Who is signed in.
pub(super) struct Account {
    pub phase: SignInPhase,
    pub storage: KeyStorage,
    pub key: Option<KeyView>,
    pub problem: Option<AppError>,
    pending: Option<Pending>,
    /// Waits until the key is deleted.
    signing_out: Option<Reply<()>>,
    /// A key that should be gone and is not known to be.
    undeleted: Option<ProfileId>,
}

/// A sign-in whose key is being tried.
struct Pending {
    profile: Profile,
    key: SecretString,
    reply: Reply<()>,
}

impl Default for Account {
    fn default() -> Self {
        Self {
            phase: SignInPhase::SignedOut,
            storage: KeyStorage::Keychain,
            key: None,
            problem: None,
            pending: None,
            signing_out: None,
            undeleted: None,
        }
    }
}

impl Account {
    pub(super) fn is_signed_in(&self) -> bool {
        self.phase == SignInPhase::SignedIn
    }
}

impl Machine {
    pub(super) fn open_first_profile(&mut self, temporary: Option<TemporaryProfile>, now: Moment) {
        if let Some(TemporaryProfile { address, generation, key, my_address }) = temporary {
            let id = ProfileId::parse("environment").ok();
            self.temporary = id.map(|id| Profile {
                my_address: my_address.map(|range| range.to_string()),
                ..Profile::new(id, address.host(), generation, address.as_str())
            });
            self.account.storage = KeyStorage::Environment;
            self.open(address, generation, key, now);
        } else if let Some(profile) = self.settings.current_profile() {
            let profile = profile.id.clone();
            self.epoch += 1;
            self.account.phase = SignInPhase::WaitingForKeychain;
            self.effect(Effect::LoadKey { epoch: self.epoch, profile });
        }
    }

    /// Starts using a key that is taken to be good; a refusal shows with the first list.
    fn open(&mut self, address: ApiAddress, generation: Generation, key: ApiKey, now: Moment) {
        self.account.key = Some(key_view(&key, self.server_now(now)));
        self.account.phase = SignInPhase::SignedIn;
        self.account.problem = None;
        self.open_client(address, generation, key);
        self.ask_at_sign_in(now);
    }

    fn open_client(&mut self, address: ApiAddress, generation: Generation, key: ApiKey) {
        self.epoch += 1;
        self.forget_everything();
        self.effect(Effect::OpenClient { epoch: self.epoch, address, generation, key });
        self.effect(Effect::ListSites { urgency: Urgency::Foreground });
        self.sites.asked();
    }

    fn forget_everything(&mut self) {
        self.book.clear();
        self.refresh.clear();
        self.forward_refresh.clear();
        self.probes.clear();
        self.queue.clear();
        self.patrol.stop();
        self.listings.clear();
        self.drop_parked();
        for alert in self.alerts.clear() {
            if let Alert::Withdraw(key) = alert {
                self.withdraw_notice_of(key);
            }
        }
        self.sites = Sites::default();
        self.chosen = None;
        self.pulse = None;
        self.api_problem = None;
        self.asked_once = false;
        self.effect(Effect::EndAllRuns);
        self.dirty.everything_but_settings();
    }

    /// While it is typed, a text that is no key yet is no mistake.
    pub(super) fn inspect_key(&self, key: KeyText, now: Moment) -> KeyView {
        let unknown = KeyView {
            kind: KeyKind::Other,
            user: None,
            organisation: None,
            expires_at: None,
            expired: false,
        };
        read_key(key).map_or(unknown, |key| key_view(&key, self.server_now(now)))
    }

    pub(super) fn sign_in(&mut self, form: SignInForm, reply: Reply<()>, now: Moment) {
        if self.account.is_signed_in() || self.account.pending.is_some() {
            return reply.send(Err(AppError::Internal { reference: "already signed in".into() }));
        }
        let (profile, address, key) = match read_form(form) {
            Ok(read) => read,
            Err(problem) => return reply.send(Err(problem)),
        };
        let known = self.settings.profiles.iter().find(|known| {
            known.name == profile.name
                && known.api_address == profile.api_address
                && known.generation == profile.generation
        });
        let profile = known.cloned().unwrap_or(profile);
        self.account.key = Some(key_view(&key, self.server_now(now)));
        if self.account.key.as_ref().is_some_and(|key| key.expired) {
            self.account.key = None;
            return reply.send(Err(AppError::KeyRejected { server_text: None }));
        }
        self.account.phase = SignInPhase::SigningIn;
        self.account.problem = None;
        let generation = profile.generation;
        self.account.pending = Some(Pending { profile, key: key.expose().into(), reply });
        self.open_client(address, generation, key);
    }

    /// The first list has come back: the key works, or does not.
    pub(super) fn settle_sign_in(&mut self, result: Result<(), &ApiProblem>, now: Moment) {
        let Some(Pending { profile, key, reply }) = self.account.pending.take() else { return };
        self.dirty.account = true;
        match result {
            Ok(()) => {
                self.account.phase = SignInPhase::SignedIn;
                let id = profile.id.clone();
                self.settings.adopt(profile);
                self.save();
                self.account.storage = KeyStorage::Saving;
                self.effect(Effect::SaveKey { epoch: self.epoch, profile: id, key });
                self.ask_at_sign_in(now);
                self.effect(Effect::ReloadWindow);
                reply.send(Ok(()));
            }
            Err(problem) => {
                let problem = problem.to_app_error(Operation::ListSites);
                self.close();
                self.account.problem = Some(problem.clone());
                reply.send(Err(problem));
            }
        }
    }

    fn close(&mut self) {
        self.epoch += 1;
        self.account = Account::default();
        self.temporary = None;
        self.effect(Effect::CloseClient);
        self.forget_everything();
    }

    pub(super) fn sign_out(&mut self, reply: Reply<()>) {
        let stored = self.temporary.is_none().then(|| self.settings.current.take()).flatten();
        self.close();
        match stored {
            Some(profile) => {
                self.save();
                self.account.signing_out = Some(reply);
                self.delete_key(profile);
            }
            None => reply.send(Ok(())),
        }
    }

    fn delete_key(&mut self, profile: ProfileId) {
        self.account.undeleted = Some(profile.clone());
        self.effect(Effect::DeleteKey { epoch: self.epoch, profile });
    }

    /// Signed out is said only when the key is gone.
    fn handle_key_deleted(&mut self, result: Result<(), SecretProblem>) {
        let answer = if let Ok(()) = result {
            self.account.undeleted = None;
            self.account.problem = None;
            Ok(())
        } else {
            self.account.problem = Some(AppError::KeyNotDeleted);
            Err(AppError::KeyNotDeleted)
        };
        if let Some(reply) = self.account.signing_out.take() {
            reply.send(answer);
        }
    }

    /// Tries again what the keychain refused: to delete a key, or to read one.
    pub(super) fn retry_keychain(&mut self, now: Moment) {
        if self.account.phase != SignInPhase::SignedOut {
            return;
        }
        self.account.problem = None;
        self.dirty.account = true;
        match self.account.undeleted.clone() {
            Some(profile) => self.delete_key(profile),
            None => self.open_first_profile(None, now),
        }
    }

    pub(super) fn cancel_keychain(&mut self) {
        if self.account.phase == SignInPhase::WaitingForKeychain {
            // The key is not lost: only this run goes on without it.
            self.epoch += 1;
            self.account = Account { problem: Some(AppError::KeychainLocked), ..Account::default() };
            self.dirty.account = true;
        }
    }

    pub(super) fn handle_key(&mut self, answer: KeyAnswer, now: Moment) {
        self.dirty.account = true;
        match answer {
            KeyAnswer::Loaded(result) => self.handle_key_loaded(result, now),
            KeyAnswer::Saved(Ok(())) => self.account.storage = KeyStorage::Keychain,
            KeyAnswer::Saved(Err(problem)) => {
                self.account.storage = KeyStorage::ThisRunOnly;
                self.account.problem = Some(keychain_error(&problem));
            }
            KeyAnswer::Deleted(result) => self.handle_key_deleted(result),
        }
    }

    fn handle_key_loaded(&mut self, result: Result<SecretString, SecretProblem>, now: Moment) {
        if self.account.phase != SignInPhase::WaitingForKeychain {
            return;
        }
        self.account.phase = SignInPhase::SignedOut;
        let problem = match result {
            Ok(secret) => {
                let profile = self.settings.current_profile().cloned();
                let parts = profile.and_then(|profile| {
                    Some((ApiAddress::parse(&profile.api_address).ok()?, profile.generation))
                });
                match (parts, ApiKey::parse(&secret)) {
                    (Some((address, generation)), Ok(key)) => {
                        self.account.storage = KeyStorage::Keychain;
                        return self.open(address, generation, key, now);
                    }
                    _ => Some(AppError::KeychainTrouble),
                }
            }
            // Only an explicit "no such entry" means signed out; everything else leaves the entry alone.
            Err(SecretProblem::Absent) => None,
            Err(problem) => Some(keychain_error(&problem)),
        };
        self.account.problem = problem;
    }
}

fn keychain_error(problem: &SecretProblem) -> AppError {
    match problem {
        SecretProblem::Absent => AppError::SignedOut,
        SecretProblem::Locked => AppError::KeychainLocked,
        SecretProblem::NoKeychain => AppError::KeychainMissing,
        SecretProblem::NotAnswering | SecretProblem::Trouble { .. } => AppError::KeychainTrouble,
    }
}

fn read_form(form: SignInForm) -> Result<(Profile, ApiAddress, ApiKey), AppError> {
    let invalid = |field, problem| AppError::InvalidField { field, problem };
    let name = Profile::read_name(&form.profile_name).map_err(|problem| {
        let problem = match problem {
            NameProblem::TooLong => FieldProblem::TooLong { most: 80 },
            NameProblem::Empty | NameProblem::ControlCharacter => FieldProblem::Empty,
        };
        invalid(Field::ProfileName, problem)
    })?;
    let address =
        ApiAddress::parse(&form.api_address).map_err(|problem| invalid(Field::ApiAddress, problem.into()))?;
    let key = read_key(form.key)?;
    let profile = Profile::new(fresh_id(), &name, form.generation, address.as_str());
    Ok((profile, address, key))
}

fn read_key(key: KeyText) -> Result<ApiKey, AppError> {
    ApiKey::parse(&key.into_text().into())
        .map_err(|problem| AppError::InvalidField { field: Field::Key, problem: problem.into() })
}

/// Random, because two data folders of one user share one keychain.
fn fresh_id() -> ProfileId {
    let mut bytes = [0_u8; 16];
    // Without randomness the id is constant: then sign-ins share one keychain entry, and nothing else is lost.
    let _ = getrandom::fill(&mut bytes);
    let text = format!("{:032x}", u128::from_be_bytes(bytes));
    #[expect(clippy::expect_used, reason = "32 hexadecimal digits are an id")]
    ProfileId::parse(&text).expect("hexadecimal digits are an id")
}
