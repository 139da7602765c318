//! What the launcher remembers between runs, and where it keeps it.
//!
//! [`Settings`] is the model, [`read`] and [`write`] are its file as bytes, [`SettingsStore`] is the place of
//! that file. Keys are not settings: they live behind [`secrets::SecretStore`], and nothing in this model can
//! hold one.

mod file;
mod lenient;
mod model;
mod profile;
pub mod secrets;
mod store;

pub use file::{Finding, Read, read, write};
pub use model::Settings;
pub use profile::{NameProblem, Preset, Profile, RememberedRequest};
pub use store::{FakeSettingsStore, LoadedSettings, SettingsNote, SettingsProblem, SettingsStore};
