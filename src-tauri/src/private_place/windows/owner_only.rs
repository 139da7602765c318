//! Pipes that only the user who makes them can open.
//!
//! By default every local account may open a named pipe for reading. It could not ask for anything, because
//! that takes writing, but it could keep the pipe busy.

use std::ffi::c_void;
use std::io;
use std::ptr;

use tokio::net::windows::named_pipe::{NamedPipeServer, ServerOptions};
use windows_sys::Win32::Foundation::LocalFree;
use windows_sys::Win32::Security::Authorization::{
    ConvertStringSecurityDescriptorToSecurityDescriptorW, SDDL_REVISION_1,
};
use windows_sys::Win32::Security::{PSECURITY_DESCRIPTOR, SECURITY_ATTRIBUTES};

/// A protected list with one entry: everything for the owner, who is the user that makes the pipe. In the
/// security descriptor definition language.
const OWNER_ONLY: &str = "D:P(A;;GA;;;OW)";

/// Makes an instance of the pipe `name` with these options, for its owner alone.
#[expect(
    unsafe_code,
    reason = "the standard library and tokio have no safe way to give a pipe an access list"
)]
pub(crate) fn create(options: &ServerOptions, name: &str) -> io::Result<NamedPipeServer> {
    let text: Vec<u16> = OWNER_ONLY.encode_utf16().chain([0]).collect();
    let mut descriptor: PSECURITY_DESCRIPTOR = ptr::null_mut();
    // SAFETY: `text` ends with a zero and outlives the call; `descriptor` may be written to; the size is not
    // wanted, for which the function takes a null pointer.
    let converted = unsafe {
        ConvertStringSecurityDescriptorToSecurityDescriptorW(
            text.as_ptr(),
            SDDL_REVISION_1,
            &raw mut descriptor,
            ptr::null_mut(),
        )
    };
    if converted == 0 {
        return Err(io::Error::last_os_error());
    }
    let mut attributes = SECURITY_ATTRIBUTES {
        nLength: u32::try_from(size_of::<SECURITY_ATTRIBUTES>()).unwrap_or(u32::MAX),
        lpSecurityDescriptor: descriptor,
        bInheritHandle: 0,
    };
    let attributes = (&raw mut attributes).cast::<c_void>();
    // SAFETY: `attributes` points to a filled SECURITY_ATTRIBUTES whose descriptor is valid; both live until
    // the call has returned, and the system keeps a copy of its own.
    let pipe = unsafe { options.create_with_security_attributes_raw(name, attributes) };
    // SAFETY: `descriptor` was allocated by the conversion, is freed once, and is not used afterwards.
    unsafe { LocalFree(descriptor) };
    pipe
}
