//! The one error of the window: a code with parameters, never a sentence.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::domain::{DestinationProblem, DurationProblem, RangeProblem};

/// Says why a wish was refused or failed, as a code the window turns into words and an offered action.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "code", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum AppError {
    /// There is no newer launcher to install, or it could not be fetched, or it is not genuine.
    UpdateFailed,
    /// No key is known: sign in first.
    SignedOut,
    /// The API answered 401. For an organisation key this may also be a passing fault of the key exchange.
    KeyRejected { server_text: Option<String> },
    /// The API answered 403 to this operation.
    NotPermitted { operation: Operation, server_text: Option<String> },
    /// The API knows no such site.
    SiteGone,
    /// The site sends no heartbeats.
    SiteOffline,
    /// The session is not known any more.
    SessionGone,
    /// The session has ended.
    SessionExpired,
    /// The answer to a create was lost and listing did not settle whether a session was made.
    CreateOutcomeUnknown,
    /// A create failed and listing showed that no session was made.
    NothingCreated { server_text: Option<String> },
    /// The API has no port forwards, or none for this site.
    ForwardsUnavailable,
    /// A field of a form cannot be used as it is.
    InvalidField { field: Field, problem: FieldProblem },
    /// The API refused the request as invalid (400, 409, 422).
    Refused { status: u16, server_text: Option<String> },
    /// Too many requests; try again after so many seconds.
    RateLimited { retry_after_secs: u32 },
    /// The API answered with a server error.
    ServerTrouble { status: u16 },
    /// The API answered something that is not its format.
    UnreadableAnswer,
    /// No connection to the API host.
    Unreachable,
    /// The API did not answer in time.
    TimedOut,
    /// The certificate of the API host was not accepted.
    TlsRejected,
    /// A web page answered in place of the API, as network sign-in pages do.
    PortalInTheWay,
    /// The API answered with a redirect, which is never followed.
    Redirected,
    /// No keychain service runs on this system.
    KeychainMissing,
    /// The keychain is locked.
    KeychainLocked,
    /// The keychain answered with an error or not at all.
    KeychainTrouble,
    /// The program was looked for and not found.
    ProgramMissing { program: ProgramKind },
    /// The program was found and did not start.
    LaunchFailed { program: ProgramKind },
    /// A field of the session is not safe to hand to a program.
    LaunchRefused { reason: super::NotLaunchableReason },
    /// The API took the revoke and still lists the session a minute later.
    RevokeNotConfirmed,
    /// The port of the session does not answer from here.
    GatewaySilent,
    /// The key could not be deleted from the keychain: it is still there.
    KeyNotDeleted,
    /// The settings file was damaged or could not be read whole; what could not be used was left out.
    SettingsReset,
    /// No new session could take the place of this one, which stays until its end.
    RenewFailed,
    /// The router's SSH key is not the one known for this site.
    HostKeyChanged,
    /// The router offers only an `ssh-rsa` (SHA-1) key, which OpenSSH refuses.
    OldHostKeyOnly,
    /// No service is named that tells the user's public address.
    NoAddressService,
    /// The service did not tell the user's public address.
    AddressNotFound,
    /// The list of routers' host keys could not be read or written.
    HostKeysUnwritable,
    /// The settings file could not be written.
    SettingsUnwritable,
    /// The system did not take the wish to start, or not to start, with it.
    StartWithSystemFailed,
    /// The report could not be written at the place that was chosen.
    ReportNotSaved,
    /// The clipboard could not be written.
    ClipboardUnavailable,
    /// Something the program did not expect; the reference is in the log.
    Internal { reference: String },
}

impl AppError {
    /// The code alone, as it crosses to the window: without what a server said.
    pub fn code(&self) -> String {
        let value = serde_json::to_value(self).unwrap_or_default();
        value.get("code").and_then(serde_json::Value::as_str).unwrap_or_default().to_owned()
    }

    /// The API cannot be reached or is not well: what is on screen is as fresh as it gets.
    pub const fn means_offline(&self) -> bool {
        matches!(
            self,
            Self::Unreachable
                | Self::TimedOut
                | Self::ServerTrouble { .. }
                | Self::TlsRejected
                | Self::PortalInTheWay
        )
    }
}

/// Names what the key was not allowed to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Operation {
    ListSites,
    ListSessions,
    CreateSession,
    RevokeSession,
    ListForwards,
    CreateForward,
    RevokeForward,
}

/// Names a field of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Field {
    ProfileName,
    ApiAddress,
    Key,
    Duration,
    SourceRange,
    DestinationAddress,
    DestinationPort,
    MyAddress,
    WinBoxPath,
    PresetMinutes,
    AddressService,
}

/// Says what is wrong with a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum FieldProblem {
    Empty,
    TooLong {
        most: u32,
    },
    /// Not an https address (plain http is for this machine alone).
    NotHttps,
    NotAnAddress,
    /// Holds characters a key never has.
    NotAKey,
    NotAProgram,
    Duration {
        problem: DurationProblem,
    },
    Range {
        problem: RangeProblem,
    },
    Destination {
        problem: DestinationProblem,
    },
    /// `0.0.0.0/0` needs a second, explicit confirmation.
    NeedsConfirmation,
}

/// Names a kind of program the launcher starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum ProgramKind {
    WinBox,
    Terminal,
    Ssh,
    /// The system's own, for the pages of devices.
    Browser,
}
