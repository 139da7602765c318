//! Core files are off for the launcher, and as the user wants them for the programs it starts.

#[cfg(unix)]
use std::sync::{Mutex, PoisonError};

#[cfg(unix)]
use altostrat_ssh::core_files::UsersOwn;

/// Whether core files are off. The default leaves everything alone.
#[derive(Debug, Default)]
pub struct CoreFiles {
    /// What was in force at the start; locked while a program is being started.
    #[cfg(unix)]
    users_own: Mutex<Option<UsersOwn>>,
}

impl CoreFiles {
    /// Switches them off for this process, the web view's among those it starts: a typed key passes through it.
    pub fn off() -> Self {
        #[cfg(unix)]
        {
            Self { users_own: Mutex::new(altostrat_ssh::core_files::switch_off()) }
        }
        #[cfg(windows)]
        {
            altostrat_ssh::core_files::switch_off();
            Self::default()
        }
    }

    /// Starts a program of the user's, with the limit of theirs.
    ///
    /// A child has the limit its parent had when it was made, and giving it another between `fork` and `exec` would
    /// take unsafe code. So for that short moment the launcher has the user's limit itself. On Windows it is a flag
    /// of the start.
    pub fn while_as_the_user_has_them<T>(&self, start: impl FnOnce() -> T) -> T {
        #[cfg(unix)]
        let users_own = self.users_own.lock().unwrap_or_else(PoisonError::into_inner);
        #[cfg(unix)]
        if let Some(users_own) = &*users_own {
            users_own.put_back();
        }
        let started = start();
        #[cfg(unix)]
        if let Some(users_own) = &*users_own
            && !users_own.switch_off_again()
        {
            tracing::warn!("core files were not switched off again");
        }
        started
    }
}
