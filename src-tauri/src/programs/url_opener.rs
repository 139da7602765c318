//! Whether this system hands `winbox:` URLs to a program.

use launcher_core::launch::{Surroundings, UrlOpener};

#[cfg(not(any(windows, target_os = "macos")))]
pub(super) fn find(surroundings: &Surroundings) -> Option<UrlOpener> {
    launcher_core::launch::locate::winbox_url_opener(surroundings)
}

/// Asks Launch Services, through a script without any variable part.
#[cfg(target_os = "macos")]
#[expect(clippy::disallowed_methods, reason = "the system can only be asked by starting one of its programs")]
pub(super) fn find(_surroundings: &Surroundings) -> Option<UrlOpener> {
    const QUESTION: &str = "ObjC.import('AppKit'); $.NSWorkspace.sharedWorkspace.URLForApplicationToOpenURL(\
                            $.NSURL.URLWithString('winbox://127.0.0.1')).isNil() ? 'no' : 'yes'";
    let answer = std::process::Command::new("/usr/bin/osascript")
        .args(["-l", "JavaScript", "-e", QUESTION])
        .stdin(std::process::Stdio::null())
        .output()
        .ok()?;
    let is_handled = answer.status.success() && answer.stdout.trim_ascii() == b"yes";
    is_handled.then(|| UrlOpener { program: "/usr/bin/open".into(), before: Vec::new() })
}

/// Asks the registry for the mark of a URL scheme.
#[cfg(windows)]
#[expect(clippy::disallowed_methods, reason = "the system can only be asked by starting one of its programs")]
pub(super) fn find(surroundings: &Surroundings) -> Option<UrlOpener> {
    use std::os::windows::process::CommandExt as _;
    use std::process::Stdio;

    const CREATE_NO_WINDOW: u32 = 0x0800_0000;
    let system = surroundings.folder("SystemRoot")?.join("System32");
    let is_handled = std::process::Command::new(system.join("reg.exe"))
        .args(["query", r"HKCR\winbox", "/v", "URL Protocol"])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .creation_flags(CREATE_NO_WINDOW)
        .status()
        .is_ok_and(|status| status.success());
    is_handled.then(|| UrlOpener {
        program: system.join("rundll32.exe"),
        before: vec!["url.dll,FileProtocolHandler"],
    })
}
