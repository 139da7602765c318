//! The launcher's own log, as the core needs it.

use std::sync::{Mutex, PoisonError};

use crate::contract::LogLevel;

/// One file of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogFile {
    /// A name without a folder.
    pub name: String,
    pub text: String,
}

/// Keeps the log.
pub trait Journal: Send + Sync {
    /// Says how much is logged from now on, unless the environment has said so.
    fn set_level(&self, level: LogLevel);

    /// What there is, the newest file first. May block.
    fn files(&self) -> Vec<LogFile>;
}

/// A log in memory.
#[derive(Debug, Default)]
pub struct FakeJournal {
    files: Vec<LogFile>,
    levels: Mutex<Vec<LogLevel>>,
}

impl FakeJournal {
    pub fn new(files: Vec<LogFile>) -> Self {
        Self { files, levels: Mutex::default() }
    }

    /// Every level that was set, in order.
    pub fn levels(&self) -> Vec<LogLevel> {
        self.levels.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Journal for FakeJournal {
    fn set_level(&self, level: LogLevel) {
        self.levels.lock().unwrap_or_else(PoisonError::into_inner).push(level);
    }

    fn files(&self) -> Vec<LogFile> {
        self.files.clone()
    }
}
