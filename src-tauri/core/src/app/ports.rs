//! What the app needs from its surroundings, named by ability. The shell implements these, tests record them.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use async_trait::async_trait;

use super::effect::CopyText;
use crate::clock::Clock;
use crate::contract::ViewUpdate;
use crate::diagnostics::{Journal, SystemFacts};
use crate::launch::host_keys::HostKeyStore;
use crate::launch::{ProgramStarter, SharedDesk, Surroundings};
use crate::notice::{Notice, NoticeId};
use crate::settings::SettingsStore;
use crate::settings::secrets::SecretStore;
use crate::tray::Tray;

/// The desktop: the window, the clipboard, and what the system does for its programs.
#[async_trait]
pub trait Desktop: Send + Sync {
    /// Shows changed views in the window, if one is open.
    fn show(&self, update: ViewUpdate);

    /// Puts a text on the clipboard; `false` when that did not work.
    async fn copy(&self, text: CopyText) -> bool;

    /// Shows the system's file chooser; `None` when the user cancels.
    async fn choose_file(&self) -> Option<PathBuf>;

    /// Lets the user choose a place for a new file and writes it there, whole or not at all, for this user alone.
    /// `false` when the user cancels.
    async fn save_file(&self, suggested_name: &str, bytes: Vec<u8>) -> io::Result<bool>;

    /// What the system says of itself. May block.
    fn system_facts(&self) -> SystemFacts;

    /// Shows a notice in place of the one with the same id.
    fn show_notice(&self, notice: Notice);

    fn withdraw_notice(&self, id: NoticeId);

    fn show_tray(&self, tray: Tray);

    /// Brings the window to the front, or makes one.
    fn open_window(&self);

    /// Leaves the window where the user finds it again.
    fn minimise_window(&self);

    /// Ends the program.
    fn quit(&self);

    /// Holds the machine's sleep up while `on`, as far as the system lets programs do so.
    fn hold_sleep(&self, on: bool);

    /// Whether the program starts when the user logs in; `None` where that cannot be known. May block.
    fn starts_with_system(&self) -> Option<bool>;

    /// Has the program start, without a window, when the user logs in. May block; what came of it is read
    /// afterwards.
    fn set_start_with_system(&self, on: bool);

    /// Replaces the page by a fresh one.
    fn reload_window(&self);
}

/// What came of looking for a newer launcher.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UpdateLook {
    /// There is this version.
    Newer(String),
    /// This is the newest.
    Newest,
    /// Nobody could be asked.
    Failed,
}

/// Newer launchers, from where this build was told they come.
#[async_trait]
pub trait Updates: Send + Sync {
    /// Asks whether there is a newer one.
    async fn look(&self) -> UpdateLook;

    /// Fetches what was found last, makes sure that it is genuine, and installs it; `false` when that did not work.
    /// On Windows the program ends within it.
    async fn install(&self) -> bool;

    /// Ends the program and starts what is installed.
    fn restart(&self);
}

/// All ports together.
#[derive(Clone)]
pub struct Ports {
    pub clock: Arc<dyn Clock>,
    pub secrets: Arc<dyn SecretStore>,
    pub settings: Arc<dyn SettingsStore>,
    pub journal: Arc<dyn Journal>,
    /// The list in `known_hosts`.
    pub host_keys: Arc<dyn HostKeyStore>,
    pub programs: Arc<dyn ProgramStarter>,
    pub desktop: Arc<dyn Desktop>,
    /// `None` in builds that know of no place.
    pub updates: Option<Arc<dyn Updates>>,
    /// What helpers in terminals are told; shared with the server of the private socket.
    pub desk: SharedDesk,
    pub surroundings: Surroundings,
    /// The launcher's own `known_hosts` file.
    pub known_hosts: PathBuf,
    /// The helper that runs inside terminals.
    pub ssh_helper: PathBuf,
    /// For the `User-Agent`.
    pub version: String,
}
