//! What reaches the machine.

use std::net::Ipv4Addr;

use secrecy::SecretString;

use super::launcher::ProgramSurvey;
use super::ports::UpdateLook;
use super::wish::Wish;
use crate::altostrat::{
    ApiAddress, ApiKey, ApiProblem, CreateOutcome, CreateStep, Pulse, SessionList, SiteList,
};
use crate::contract::{AppError, Generation, ProgramKind};
use crate::diagnostics::{LogFile, SystemFacts};
use crate::domain::{PolicySet, SessionKey, SiteId, SourceRange, TagSet};
use crate::launch::RunEvent;
use crate::launch::host_keys::KnownKey;
use crate::own_address::LookUpProblem;
use crate::sessions::ProbeAnswer;
use crate::settings::secrets::SecretProblem;
use crate::settings::{LoadedSettings, SettingsProblem};

/// One thing that happened.
#[derive(Debug)]
pub enum Input {
    Start(Box<StartUp>),
    Wish(Wish),
    /// The keychain answered. Answers of an earlier epoch are for a profile no longer in use.
    Key {
        epoch: u32,
        answer: KeyAnswer,
    },
    /// The API answered.
    Api {
        epoch: u32,
        answer: ApiAnswer,
        pulse: Box<Pulse>,
    },
    /// The client of a profile could not even be made.
    NoClient {
        epoch: u32,
        problem: ApiProblem,
    },
    Probed {
        epoch: u32,
        key: SessionKey,
        answer: ProbeAnswer,
    },
    Launched {
        key: SessionKey,
        outcome: LaunchOutcome,
    },
    /// The helper in a terminal had something to tell.
    Run {
        key: SessionKey,
        event: RunEvent,
    },
    Surveyed(Box<ProgramSurvey>),
    /// The routers' known host keys; `None` where they cannot be read or written.
    HostKeys(Option<Vec<KnownKey>>),
    /// What the address service answered.
    Address(Result<Ipv4Addr, LookUpProblem>),
    SettingsSaved(Result<(), SettingsProblem>),
    /// What a report is made of.
    Gathered(Box<Gathered>),
    /// Whether the program starts when the user logs in; `None` where that cannot be known.
    StartsWithSystem(Option<bool>),
    System(SystemEvent),
    UpdateLookedFor(UpdateLook),
    /// Whether it was installed.
    UpdateInstalled(bool),
    /// The time asked for with `poll_timeout` has come.
    Woke,
}

/// What is known when the app starts.
#[derive(Debug)]
pub struct StartUp {
    pub settings: LoadedSettings,
    /// A profile from the environment; never stored.
    pub temporary: Option<TemporaryProfile>,
    pub version: String,
    pub data_folder: String,
    /// Language tag of the system, such as `ar-EG`.
    pub system_language: String,
    /// Where the log is; empty where none is written.
    pub log_folder: String,
    /// The environment says how much is logged.
    pub log_level_fixed: bool,
    pub abilities: SystemAbilities,
}

/// What the machine does not know by itself and a report tells.
#[derive(Debug, Default)]
pub struct Gathered {
    pub system: SystemFacts,
    pub programs: ProgramSurvey,
    /// The newest first.
    pub logs: Vec<LogFile>,
    /// The user's home folder.
    pub home: Option<String>,
}

/// What this system tells its programs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SystemAbilities {
    /// Not known before [`SystemEvent::Tells`], here and below.
    pub tells_of_lock: bool,
    pub tells_of_sleep: bool,
    /// Timers go off right after sleep when their time came during it: nothing has to look again and again.
    pub timers_count_sleep: bool,
    /// This build knows where newer launchers are, and how to tell that they are genuine.
    pub updates: bool,
}

/// Something that happened to the machine or its user.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SystemEvent {
    Locked,
    Unlocked,
    /// The machine is about to sleep; it waits while [`super::Effect::HoldSleep`] is in force.
    Sleeping,
    Awake,
    /// Which of these the system tells of at all.
    Tells {
        lock: bool,
        sleep: bool,
    },
}

/// A profile given by environment variables.
#[derive(Debug)]
pub struct TemporaryProfile {
    pub address: ApiAddress,
    pub generation: Generation,
    pub key: ApiKey,
    pub my_address: Option<SourceRange>,
}

/// What the keychain answered.
#[derive(Debug)]
pub enum KeyAnswer {
    Loaded(Result<SecretString, SecretProblem>),
    Saved(Result<(), SecretProblem>),
    Deleted(Result<(), SecretProblem>),
}

/// What the API answered.
#[derive(Debug)]
pub enum ApiAnswer {
    Sites(Result<SiteList, ApiProblem>),
    RecentSites(Result<Vec<SiteId>, ApiProblem>),
    Policies(Result<PolicySet, ApiProblem>),
    Tags(Result<TagSet, ApiProblem>),
    Sessions { site: SiteId, result: Result<SessionList, ApiProblem> },
    Forwards { site: SiteId, result: Result<SessionList, ApiProblem> },
    CreateStep { key: SessionKey, step: CreateStep },
    Created { key: SessionKey, outcome: CreateOutcome },
    Revoked { key: SessionKey, result: Result<(), ApiProblem> },
}

/// How the start of a program went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LaunchOutcome {
    Started {
        program: String,
    },
    /// The browser has the address. What becomes of the page nobody tells.
    HandedToBrowser,
    /// No terminal opened: the command to type by hand.
    Manual {
        program: ProgramKind,
        command: String,
    },
    /// The session was closed meanwhile: there is nothing left to launch, and nothing to complain of.
    Closed,
    Failed(AppError),
}
