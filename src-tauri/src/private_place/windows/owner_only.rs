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

#[cfg(test)]
mod tests {
    use std::os::windows::io::AsRawHandle as _;

    use windows_sys::Win32::Security::Authorization::{
        ConvertSecurityDescriptorToStringSecurityDescriptorW, GetSecurityInfo, SE_KERNEL_OBJECT,
    };
    use windows_sys::Win32::Security::DACL_SECURITY_INFORMATION;

    use super::*;

    /// The access list of an open pipe, as the system tells it.
    #[expect(unsafe_code, reason = "only the system knows the access list of a pipe")]
    fn access_list(pipe: &NamedPipeServer) -> String {
        let mut descriptor: PSECURITY_DESCRIPTOR = ptr::null_mut();
        // SAFETY: the handle is open; what is not wanted is null; `descriptor` may be written to.
        let found = unsafe {
            GetSecurityInfo(
                pipe.as_raw_handle(),
                SE_KERNEL_OBJECT,
                DACL_SECURITY_INFORMATION,
                ptr::null_mut(),
                ptr::null_mut(),
                ptr::null_mut(),
                ptr::null_mut(),
                &raw mut descriptor,
            )
        };
        assert_eq!(found, 0);
        let (mut text, mut length) = (ptr::null_mut::<u16>(), 0_u32);
        // SAFETY: `descriptor` is valid; `text` and `length` may be written to.
        let written = unsafe {
            ConvertSecurityDescriptorToStringSecurityDescriptorW(
                descriptor,
                SDDL_REVISION_1,
                DACL_SECURITY_INFORMATION,
                &raw mut text,
                &raw mut length,
            )
        };
        assert_ne!(written, 0);
        // SAFETY: the system wrote so many letters there, with a zero at the end.
        let letters = unsafe { std::slice::from_raw_parts(text, usize::try_from(length).unwrap()) };
        let told = String::from_utf16_lossy(letters).trim_end_matches('\0').to_owned();
        // SAFETY: both were allocated for us, and are freed once.
        unsafe {
            LocalFree(text.cast());
            LocalFree(descriptor);
        }
        told
    }

    #[tokio::test]
    async fn nobody_but_the_owner_is_in_the_access_list_of_the_pipe() {
        let name = format!(r"\\.\pipe\altostrat-test-{}", std::process::id());
        let pipe = create(ServerOptions::new().first_pipe_instance(true), &name).unwrap();
        let list = access_list(&pipe);
        // One entry; `OW` is the owner. Generic rights are told as those of a file.
        assert!(["D:P(A;;GA;;;OW)", "D:P(A;;FA;;;OW)"].contains(&list.as_str()), "{list}");
        let open = ServerOptions::new().create(format!("{name}-open")).unwrap();
        assert_ne!(access_list(&open), list, "what the system gives to a pipe by itself");
    }
}
