//! What the machine wants done.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use altostrat_ssh::HostKey;
use secrecy::SecretString;

use super::launcher::Choices;
use super::wish::Reply;
use crate::altostrat::{ApiAddress, ApiKey, Urgency};
use crate::contract::{Generation, LogLevel, ProgramKind, ViewUpdate};
use crate::diagnostics::Report;
use crate::domain::{
    EntryPoint, Family, ProfileId, Protocol, SessionId, SessionKey, SessionPassword, SessionRequest, SiteId,
};
use crate::launch::{Dial, WebAddress};
use crate::notice::{Notice, NoticeId};
use crate::own_address::AddressService;
use crate::settings::Settings;
use crate::text::Tongue;
use crate::tray::Tray;

/// One thing to do. The runtime carries it out and reports with an [`super::Input`].
#[derive(Debug)]
pub enum Effect {
    /// Makes the client of a profile; replaces the one before.
    OpenClient {
        epoch: u32,
        address: ApiAddress,
        generation: Generation,
        key: ApiKey,
    },
    CloseClient,
    ListSites {
        urgency: Urgency,
    },
    ListRecentSites,
    ListPolicies,
    ListTags,
    ListSessions {
        site: SiteId,
        urgency: Urgency,
    },
    /// In the background.
    ListForwards {
        site: SiteId,
    },
    CreateSession {
        key: SessionKey,
        site: SiteId,
        request: SessionRequest,
    },
    RevokeSession {
        key: SessionKey,
        family: Family,
        site: SiteId,
        id: SessionId,
    },
    Probe {
        key: SessionKey,
        entry_point: EntryPoint,
        /// `None` for a port forward.
        protocol: Option<Protocol>,
    },
    LoadKey {
        epoch: u32,
        profile: ProfileId,
    },
    SaveKey {
        epoch: u32,
        profile: ProfileId,
        key: SecretString,
    },
    DeleteKey {
        epoch: u32,
        profile: ProfileId,
    },
    SaveSettings(Box<Settings>),
    /// Looks which programs are there.
    Survey(Choices),
    TestProgram {
        kind: ProgramKind,
        choices: Choices,
        language: Tongue,
        reply: Reply<String>,
    },
    Launch(Box<LaunchOrder>),
    /// Asks this service for the user's public address.
    LookUpAddress(AddressService),
    /// Reads the routers' known host keys.
    ReadHostKeys,
    ChangeHostKeys(HostKeyChange),
    /// Opens the page of a device in the system's browser.
    OpenUrl {
        key: SessionKey,
        address: WebAddress,
    },
    /// The session is over: what was handed out for it dies.
    EndRuns {
        key: SessionKey,
    },
    EndAllRuns,
    Copy {
        text: CopyText,
        reply: Reply<()>,
    },
    ChooseFile {
        reply: Reply<Option<PathBuf>>,
    },
    /// From now on so much is logged.
    SetLogLevel(LogLevel),
    /// Looks for everything a report is made of that the machine does not know.
    GatherFacts(Choices),
    /// Writes a report where the user chooses. Answers `false` when they cancel.
    SaveReport {
        report: Arc<Report>,
        reply: Reply<bool>,
    },
    ShowNotice(Box<Notice>),
    WithdrawNotice(NoticeId),
    ShowTray(Box<Tray>),
    /// Brings the window to the front, or makes one.
    OpenWindow,
    MinimiseWindow,
    /// Holds the machine's sleep up, or lets go of it.
    HoldSleep(bool),
    /// Asks whether the program starts when the user logs in.
    ReadStartWithSystem,
    SetStartWithSystem(bool),
    /// Asks whether there is a newer launcher.
    LookForUpdate,
    /// Fetches and installs the newer launcher that was found.
    InstallUpdate,
    /// Ends the program and starts it again.
    Restart,
    /// Ends the program.
    Quit,
    Show(Box<ViewUpdate>),
    /// Replaces the page by a fresh one: the old one held a typed key.
    ReloadWindow,
}

/// Everything the start of a program needs.
#[derive(Clone, Debug)]
pub struct LaunchOrder {
    pub key: SessionKey,
    pub site: SiteId,
    pub dial: Dial,
    /// Until then a refused login means that the router has not checked in yet. Steady time, as below.
    pub patient_until: Duration,
    /// When the session ends, where that is known.
    pub ends_at: Option<Duration>,
    pub choices: Choices,
    /// The site's router may show an RSA key signed with SHA-1.
    pub old_host_keys: bool,
    /// Language of the few words the helper says in the terminal.
    pub language: Tongue,
}

/// What is to become of a router's key. `alias` is the router's name in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HostKeyChange {
    /// This key takes the place of the known one.
    Trust {
        alias: String,
        key: HostKey,
    },
    Forget {
        alias: String,
    },
}

/// A text for the clipboard.
#[derive(Clone, Debug)]
pub enum CopyText {
    Plain(String),
    /// Marked as secret, and cleared after a while.
    Secret(SessionPassword),
}
