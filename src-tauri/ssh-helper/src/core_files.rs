//! No image of this process is left behind where it crashes: its memory holds passwords.
//!
//! On Unix the *soft* limit of core files is lowered and nothing else. The hard limit stays, so that the user's own
//! programs can be given the user's own limit again ([`UsersOwn::put_back`]), and a shell in a terminal can raise it.
//! `PR_SET_DUMPABLE` is left alone: it would give `/proc/<pid>` to root, which desktop portals read to know who is
//! asking them.

#[cfg(unix)]
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Linux hands a crash to the program named in `core_pattern` whatever the limit is, save for a limit of one byte,
/// which is no core file either (`do_coredump` in `fs/coredump.c`).
#[cfg(unix)]
const NONE: u64 = if cfg!(target_os = "linux") { 1 } else { 0 };

/// The limit that was in force before.
#[cfg(unix)]
#[derive(Clone, Debug)]
pub struct UsersOwn(Rlimit);

/// Switches core files off for this process and those it starts. `None` where that did not work: then everything is
/// as it was.
#[cfg(unix)]
pub fn switch_off() -> Option<UsersOwn> {
    let users_own = UsersOwn(getrlimit(Resource::Core));
    users_own.switch_off_again().then_some(users_own)
}

#[cfg(unix)]
impl UsersOwn {
    /// Puts the limit back that the user has, for a program of theirs that is about to be started.
    pub fn put_back(&self) {
        // Raising a soft limit to what it was is always allowed.
        let _ = setrlimit(Resource::Core, self.0);
    }

    /// `false` where the limit stays as it was.
    pub fn switch_off_again(&self) -> bool {
        let none = self.0.maximum.map_or(NONE, |most| most.min(NONE));
        setrlimit(Resource::Core, Rlimit { current: Some(none), maximum: self.0.maximum }).is_ok()
    }
}

/// Keeps Windows Error Reporting away from this process, which is what looks at one that crashes there. Nothing more
/// is needed; where somebody has set up full dumps for every program of the machine, they are made all the same.
#[cfg(windows)]
#[expect(unsafe_code, reason = "the standard library has no safe way to set the error mode")]
pub fn switch_off() {
    use windows_sys::Win32::System::Diagnostics::Debug::{SEM_NOGPFAULTERRORBOX, SetErrorMode};

    // SAFETY: takes a number and touches no memory of ours.
    unsafe { SetErrorMode(SEM_NOGPFAULTERRORBOX) };
}

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests {
    use super::*;

    fn limits() -> (Option<u64>, Option<u64>) {
        let Rlimit { current, maximum } = getrlimit(Resource::Core);
        (current, maximum)
    }

    #[test]
    fn they_are_off_and_the_users_own_limit_can_be_put_back() {
        let before = limits();
        let users_own = switch_off().unwrap();
        assert_eq!(limits(), (Some(NONE.min(before.1.unwrap_or(NONE))), before.1), "the hard limit stays");
        users_own.put_back();
        assert_eq!(limits(), before);
        assert!(users_own.switch_off_again());
        assert!(limits().0.is_some_and(|limit| limit <= NONE));
    }
}
