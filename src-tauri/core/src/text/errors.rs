//! The sentences for what went wrong, where Rust itself says them: on the command line.

use fluent_bundle::FluentValue;

use super::Catalogue;
use crate::contract::{AppError, NotLaunchableReason, Operation, ProgramKind};

impl Catalogue {
    /// The window's sentence for this error.
    pub fn say_error(&self, error: &AppError) -> String {
        let (key, arguments) = sentence(error);
        self.say(key, &arguments)
    }
}

fn sentence(error: &AppError) -> (&'static str, Vec<(&'static str, FluentValue<'static>)>) {
    let status = |status: u16| vec![("status", status.to_string().into())];
    let plain = |key| (key, Vec::new());
    match error {
        AppError::SignedOut => plain("error-signed-out"),
        AppError::KeyRejected { .. } => plain("error-key-rejected"),
        AppError::NotPermitted { operation, .. } => plain(match operation {
            Operation::ListSites => "error-not-permitted-list-sites",
            Operation::ListSessions => "error-not-permitted-list-sessions",
            Operation::CreateSession => "error-not-permitted-create-session",
            Operation::RevokeSession => "error-not-permitted-revoke-session",
            Operation::ListForwards => "error-not-permitted-list-forwards",
            Operation::CreateForward => "error-not-permitted-create-forward",
            Operation::RevokeForward => "error-not-permitted-revoke-forward",
        }),
        AppError::SiteGone => plain("error-site-gone"),
        AppError::SiteOffline => plain("error-site-offline"),
        AppError::SessionGone => plain("error-session-gone"),
        AppError::SessionExpired => plain("error-session-expired"),
        AppError::CreateOutcomeUnknown => plain("error-create-outcome-unknown"),
        AppError::NothingCreated { .. } => plain("error-nothing-created"),
        AppError::Refused { status: code, .. } => ("error-refused", status(*code)),
        AppError::RateLimited { retry_after_secs } => {
            ("error-rate-limited", vec![("seconds", (*retry_after_secs).into())])
        }
        AppError::ServerTrouble { status: code } => ("error-server-trouble", status(*code)),
        AppError::UnreadableAnswer => plain("error-unreadable-answer"),
        AppError::Unreachable => plain("error-unreachable"),
        AppError::TimedOut => plain("error-timed-out"),
        AppError::TlsRejected => plain("error-tls-rejected"),
        AppError::PortalInTheWay => plain("error-portal"),
        AppError::Redirected => plain("error-redirected"),
        AppError::KeychainMissing => plain("error-keychain-missing"),
        AppError::KeychainLocked => plain("error-keychain-locked"),
        AppError::KeychainTrouble => plain("error-keychain-trouble"),
        AppError::ProgramMissing { program } => plain(match program {
            ProgramKind::WinBox => "error-winbox-missing",
            ProgramKind::Terminal => "error-terminal-missing",
            ProgramKind::Ssh => "error-ssh-missing",
            ProgramKind::Browser => "error-browser-missing",
        }),
        AppError::LaunchFailed { program } => plain(match program {
            ProgramKind::WinBox => "error-winbox-failed",
            ProgramKind::Terminal => "error-terminal-failed",
            ProgramKind::Ssh => "error-ssh-failed",
            ProgramKind::Browser => "error-browser-failed",
        }),
        AppError::LaunchRefused { reason } => not_launchable(*reason),
        AppError::ForwardsUnavailable => plain("error-forwards-unavailable"),
        AppError::RevokeNotConfirmed => plain("error-revoke-not-confirmed"),
        AppError::GatewaySilent => plain("error-gateway-silent"),
        AppError::KeyNotDeleted => plain("error-key-not-deleted"),
        AppError::SettingsReset => plain("error-settings-reset"),
        AppError::RenewFailed => plain("error-renew-failed"),
        AppError::HostKeyChanged => plain("error-host-key-changed"),
        AppError::OldHostKeyOnly => plain("error-old-host-key-only"),
        AppError::NoAddressService => plain("error-no-address-service"),
        AppError::AddressNotFound => plain("error-address-not-found"),
        AppError::HostKeysUnwritable => plain("error-host-keys-unwritable"),
        AppError::SettingsUnwritable => plain("error-settings-unwritable"),
        AppError::StartWithSystemFailed => plain("error-start-with-system"),
        AppError::ReportNotSaved => plain("error-report-not-saved"),
        AppError::ClipboardUnavailable => plain("error-clipboard"),
        // A form is filled in in the window, which has the sentence for each field.
        AppError::InvalidField { .. } => ("error-internal", vec![("reference", "field".into())]),
        AppError::UpdateFailed => plain("error-update-failed"),
        AppError::Internal { reference } => ("error-internal", vec![("reference", reference.clone().into())]),
    }
}

fn not_launchable(reason: NotLaunchableReason) -> (&'static str, Vec<(&'static str, FluentValue<'static>)>) {
    let key = match reason {
        NotLaunchableReason::Ended => "not-launchable-ended",
        NotLaunchableReason::UnknownType => "not-launchable-unknown-type",
        NotLaunchableReason::BadEntryPoint => "not-launchable-bad-entry-point",
        NotLaunchableReason::BadPort => "not-launchable-bad-port",
        NotLaunchableReason::BadUserName => "not-launchable-bad-user-name",
        NotLaunchableReason::BadPassword => "not-launchable-bad-password",
        NotLaunchableReason::MissingField => "not-launchable-missing-field",
        NotLaunchableReason::Forward => "not-launchable-forward",
    };
    (key, vec![("type", "?".into())])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Tongue;

    #[test]
    fn errors_are_said_in_the_words_of_the_window() {
        let english = Catalogue::of(Tongue::English);
        let denied =
            AppError::NotPermitted { operation: Operation::CreateSession, server_text: Some("no".into()) };
        assert!(english.say_error(&denied).starts_with("This key may not request access."));
        let limited = AppError::RateLimited { retry_after_secs: 1 };
        assert_eq!(english.say_error(&limited), "Too many requests. Try again in 1 second.");
        let missing = AppError::ProgramMissing { program: ProgramKind::WinBox };
        for tongue in [Tongue::English, Tongue::Arabic] {
            for error in [&denied, &limited, &missing, &AppError::StartWithSystemFailed] {
                let said = Catalogue::of(tongue).say_error(error);
                assert!(!said.contains("error-") && !said.contains('{'), "{said}");
            }
        }
    }
}
