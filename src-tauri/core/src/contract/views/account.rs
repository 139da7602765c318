//! The account: the profile in use, its key, and how signing in stands.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::contract::AppError;

/// Who is signed in, or why nobody is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AccountView {
    pub phase: SignInPhase,
    pub profile: Option<ProfileView>,
    /// Why the last attempt to sign in or to read the keychain failed.
    pub problem: Option<AppError>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum SignInPhase {
    /// The keychain is being read; it may be asking the user to unlock it.
    WaitingForKeychain,
    SignedOut,
    /// The key is being tried against the API.
    SigningIn,
    SignedIn,
}

/// A profile: one key at one API.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ProfileView {
    pub name: String,
    pub generation: Generation,
    /// Host of the API, for display.
    pub host: String,
    pub storage: KeyStorage,
    /// What the key says of itself, when it is a JWT.
    pub key: KeyView,
}

/// Which of the two generations of the API a profile speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Generation {
    /// `https://v1.api.altostrat.io`, sessions below `/control-plane/{siteId}`.
    V1,
    /// `https://api.altostrat.io`, sessions below `/sites/{siteId}`.
    Sites,
}

/// Where the key of the profile is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum KeyStorage {
    Keychain,
    /// It is being put into the keychain, which may be asking the user to unlock it.
    Saving,
    /// No keychain could take it: known until the program ends.
    ThisRunOnly,
    /// Came with the environment; never stored.
    Environment,
}

/// What a key says of itself. Read for display only; nothing is verified here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct KeyView {
    pub kind: KeyKind,
    pub user: Option<String>,
    pub organisation: Option<String>,
    /// RFC 3339.
    pub expires_at: Option<String>,
    pub expired: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum KeyKind {
    /// `alto_sk_…`, opaque.
    OrganisationKey,
    Jwt,
    /// Neither; sent as it is.
    Other,
}
