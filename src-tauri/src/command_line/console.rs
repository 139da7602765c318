//! The console this program was started from: a program with windows has none of its own.

use windows_sys::Win32::System::Console::{ATTACH_PARENT_PROCESS, AttachConsole};

/// Lets what is said be seen in the console of the caller, if there is one.
#[expect(unsafe_code, reason = "the standard library does not attach consoles")]
pub(super) fn attach() {
    // SAFETY: takes a number and touches no memory of ours. It fails where the caller has no console, or where
    // output was redirected and is connected already; both are fine.
    unsafe { AttachConsole(ATTACH_PARENT_PROCESS) };
}
