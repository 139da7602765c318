//! What an error of a keychain means.

use keyring_core::Error;
use keyring_core::error::PlatformError;
use launcher_core::settings::secrets::SecretProblem;
use secrecy::zeroize::Zeroize as _;

/// Longest detail, in characters. Systems may answer with a page of text.
const LONGEST_DETAIL: usize = 300;

pub(super) fn problem(error: Error) -> SecretProblem {
    match error {
        Error::NoEntry => SecretProblem::Absent,
        Error::NoDefaultStore => SecretProblem::NoKeychain,
        Error::NoStorageAccess(source) => known(&source).unwrap_or(SecretProblem::Locked),
        Error::PlatformFailure(source) => {
            known(&source).unwrap_or_else(|| trouble(&format!("{source} ({})", innermost(&source))))
        }
        // These two carry the secret itself: it is wiped and never shown.
        Error::BadEncoding(mut secret) | Error::BadDataFormat(mut secret, _) => {
            secret.zeroize();
            trouble("the entry is damaged")
        }
        Error::TooLong(what, limit) => trouble(&format!("{what} is longer than {limit}")),
        Error::Ambiguous(entries) => trouble(&format!("{} entries for one profile", entries.len())),
        Error::BadStoreFormat(_) => trouble("the keychain is damaged"),
        Error::Invalid(what, why) => trouble(&format!("{what} is invalid: {why}")),
        Error::NotSupportedByStore(what) => trouble(&format!("not supported: {what}")),
        _ => trouble("an unknown error of the keychain"),
    }
}

fn trouble(detail: &str) -> SecretProblem {
    SecretProblem::Trouble { detail: detail.chars().take(LONGEST_DETAIL).collect() }
}

/// The system's own error, as its `Debug` writes it. That is the one stable form all the stores offer: the
/// messages are in the user's language, and the error types belong to crates behind the stores.
fn innermost(error: &PlatformError) -> String {
    let mut innermost: &(dyn std::error::Error + 'static) = error.as_ref();
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    format!("{innermost:?}")
}

fn known(error: &PlatformError) -> Option<SecretProblem> {
    let text = innermost(error);
    of_secret_service(&text)
        .or_else(|| of_dbus(&text))
        .or_else(|| of_macos(&text))
        .or_else(|| of_windows(&text))
}

/// Errors that `dbus-secret-service` names itself.
fn of_secret_service(text: &str) -> Option<SecretProblem> {
    match text {
        // `Prompt`: the owner closed the question, or nothing is there to ask it.
        "Locked" | "Prompt" => Some(SecretProblem::Locked),
        // `NoResult` comes of asking for the default collection: none has been made, so nothing can be kept.
        "NoResult" | "Unavailable" => Some(SecretProblem::NoKeychain),
        _ => None,
    }
}

/// D-Bus errors, written `D-Bus error: message (name)`. The names are those of the D-Bus and Secret Service
/// specifications.
fn of_dbus(text: &str) -> Option<SecretProblem> {
    let name = text.strip_suffix(')')?.rsplit_once('(')?.1;
    if name == "org.freedesktop.Secret.Error.IsLocked" {
        return Some(SecretProblem::Locked);
    }
    let name = name.strip_prefix("org.freedesktop.DBus.Error.")?;
    match name {
        "NoReply" | "Timeout" | "TimedOut" => Some(SecretProblem::NotAnswering),
        // Without a bus: `NotSupported` (none can be started), `FileNotFound`, `NoServer`, `BadAddress`,
        // `Disconnected`. With a bus: nobody owns the name, or the program that should cannot be started.
        "ServiceUnknown" | "NameHasNoOwner" | "NotSupported" | "FileNotFound" | "NoServer" | "BadAddress"
        | "Disconnected" => Some(SecretProblem::NoKeychain),
        _ if name.starts_with("Spawn.") => Some(SecretProblem::NoKeychain),
        _ => None,
    }
}

/// `OSStatus` codes of macOS (`SecBase.h`), written `Error { code: -25308, message: … }`.
fn of_macos(text: &str) -> Option<SecretProblem> {
    let code = text.strip_prefix("Error { code: ")?.split([',', ' ']).next()?;
    match code {
        // errSecUserCanceled, errSecAuthFailed, errSecInteractionNotAllowed.
        "-128" | "-25293" | "-25308" => Some(SecretProblem::Locked),
        // errSecNotAvailable, errSecNoSuchKeychain, errSecInvalidKeychain, errSecNoDefaultKeychain.
        "-25291" | "-25294" | "-25295" | "-25307" => Some(SecretProblem::NoKeychain),
        _ => None,
    }
}

/// `ERROR_NO_SUCH_LOGON_SESSION`: accounts without a loaded profile have no credential set.
fn of_windows(text: &str) -> Option<SecretProblem> {
    (text == "PlatformError(1312)").then_some(SecretProblem::NoKeychain)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An error of the system, with the texts its real counterpart has.
    #[derive(Debug)]
    struct Wrapped(Written);

    struct Written(&'static str);

    impl std::fmt::Debug for Written {
        fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            formatter.write_str(self.0)
        }
    }

    impl std::fmt::Display for Written {
        fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            formatter.write_str("une erreur")
        }
    }

    impl std::fmt::Display for Wrapped {
        fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            formatter.write_str("une erreur")
        }
    }

    impl std::error::Error for Written {}

    impl std::error::Error for Wrapped {
        fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
            Some(&self.0)
        }
    }

    fn failure(text: &'static str) -> SecretProblem {
        problem(Error::PlatformFailure(Box::new(Wrapped(Written(text)))))
    }

    fn denied(text: &'static str) -> SecretProblem {
        problem(Error::NoStorageAccess(Box::new(Written(text))))
    }

    #[test]
    fn only_no_entry_means_absent() {
        assert_eq!(problem(Error::NoEntry), SecretProblem::Absent);
        for text in ["", "()", "D-Bus error: gone (org.freedesktop.DBus.Error.UnknownObject)"] {
            assert!(matches!(failure(text), SecretProblem::Trouble { .. }), "{text}");
        }
    }

    #[test]
    fn linux_errors_are_told_apart_in_any_language() {
        let dbus = "D-Bus error: (pas) de réponse (org.freedesktop.DBus.Error.NoReply)";
        assert_eq!(failure(dbus), SecretProblem::NotAnswering);
        for text in [
            "D-Bus error: x (org.freedesktop.DBus.Error.ServiceUnknown)",
            "D-Bus error: x (org.freedesktop.DBus.Error.Spawn.ChildExited)",
            "D-Bus error:  (org.freedesktop.DBus.Error.NotSupported)",
        ] {
            assert_eq!(failure(text), SecretProblem::NoKeychain, "{text}");
        }
        assert_eq!(failure("D-Bus error: x (org.freedesktop.Secret.Error.IsLocked)"), SecretProblem::Locked);
        assert_eq!(denied("Prompt"), SecretProblem::Locked);
        assert_eq!(denied("NoResult"), SecretProblem::NoKeychain);
    }

    #[test]
    fn macos_and_windows_codes_are_told_apart() {
        assert_eq!(failure("Error { code: -25308, message: \"Nein.\" }"), SecretProblem::Locked);
        assert_eq!(failure("Error { code: -128 }"), SecretProblem::Locked);
        assert_eq!(denied("Error { code: -25294, message: \"x\" }"), SecretProblem::NoKeychain);
        assert_eq!(denied("Error { code: -61, message: \"x\" }"), SecretProblem::Locked);
        assert_eq!(denied("PlatformError(1312)"), SecretProblem::NoKeychain);
        assert!(matches!(failure("PlatformError(8)"), SecretProblem::Trouble { .. }));
    }

    #[test]
    fn an_error_that_carries_the_secret_is_told_without_it() {
        for error in [
            Error::BadEncoding(b"hunter2".to_vec()),
            Error::BadDataFormat(b"hunter2".to_vec(), Box::new(Written("hunter2"))),
        ] {
            let told = format!("{0:?} {0}", problem(error));
            assert!(!told.contains("hunter2") && !told.contains("104"), "{told}");
        }
    }
}
