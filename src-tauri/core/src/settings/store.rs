//! The place where settings are kept.

use std::sync::{Mutex, PoisonError};

use thiserror::Error;

use super::Settings;

/// Keeps the settings between runs. Both calls block for as long as the disk takes.
pub trait SettingsStore: Send + Sync {
    /// Never fails: what cannot be read is told in the note, and defaults hold.
    fn load(&self) -> LoadedSettings;

    /// Keeps `settings` as a whole. When it fails, what was kept before is still there.
    fn save(&self, settings: &Settings) -> Result<(), SettingsProblem>;
}

/// What was found at start.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LoadedSettings {
    pub settings: Settings,
    pub note: Option<SettingsNote>,
}

/// Something about the settings file that the user should know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettingsNote {
    /// The file was damaged. It was moved aside and defaults hold.
    CorruptMovedAside,
    /// So many values could not be used; their defaults hold.
    FieldsDropped(u32),
    /// There is a file that can be neither used nor moved aside. Nothing is saved over it.
    FileInTheWay,
}

/// Says why settings were not saved.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SettingsProblem {
    /// The folder or the disk does not let this user write.
    #[error("the settings folder cannot be written")]
    NotPermitted,
    #[error("the disk is full")]
    DiskFull,
    /// See [`SettingsNote::FileInTheWay`].
    #[error("an unreadable settings file is in the way")]
    FileInTheWay,
    #[error("the settings could not be saved: {detail}")]
    Trouble { detail: String },
}

/// Settings in memory, for tests.
#[derive(Default)]
pub struct FakeSettingsStore(Mutex<Fake>);

#[derive(Default)]
struct Fake {
    kept: LoadedSettings,
    saves: usize,
    refusal: Option<SettingsProblem>,
}

impl FakeSettingsStore {
    pub fn holding(kept: LoadedSettings) -> Self {
        Self(Mutex::new(Fake { kept, ..Fake::default() }))
    }

    /// Lets every save fail with `problem`, or with `None` succeed again.
    pub fn refuse(&self, problem: Option<SettingsProblem>) {
        self.locked(|fake| fake.refusal = problem);
    }

    /// What was saved last, or else what the store started with.
    pub fn kept(&self) -> Settings {
        self.locked(|fake| fake.kept.settings.clone())
    }

    /// How many saves succeeded.
    pub fn saves(&self) -> usize {
        self.locked(|fake| fake.saves)
    }

    fn locked<T>(&self, act: impl FnOnce(&mut Fake) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl SettingsStore for FakeSettingsStore {
    fn load(&self) -> LoadedSettings {
        self.locked(|fake| fake.kept.clone())
    }

    fn save(&self, settings: &Settings) -> Result<(), SettingsProblem> {
        self.locked(|fake| {
            if let Some(problem) = &fake.refusal {
                return Err(problem.clone());
            }
            fake.kept = LoadedSettings { settings: settings.clone(), note: None };
            fake.saves += 1;
            Ok(())
        })
    }
}
