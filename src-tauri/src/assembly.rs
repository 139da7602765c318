//! Puts the app together: the core, and the adapters between it and this system.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;
use launcher_core::altostrat::Options;
use launcher_core::app::ports::{Ports, Updates};
use launcher_core::app::{
    AppHandle as AppInbox, Runtime, StartUp, SystemAbilities, SystemEvent, TemporaryProfile, Wish,
};
use launcher_core::clock::{Clock as _, SystemClock};
use launcher_core::launch::{SharedDesk, Surroundings};
use launcher_core::settings::SettingsStore as _;
use tauri::{AppHandle, Manager as _};
use tauri_plugin_shell::ShellExt as _;
use tokio::sync::mpsc;

use crate::core_files::CoreFiles;
use crate::desktop::TauriDesktop;
use crate::front_door::FrontDoor;
use crate::keychain::KeyringStore;
use crate::known_hosts::KnownHosts;
use crate::life::Life;
use crate::log::{self, LauncherLog};
use crate::notices::SystemNotices;
use crate::programs::SystemPrograms;
use crate::rendezvous::Rendezvous;
use crate::settings_file::SettingsFile;
use crate::start::{Environment, StartProblem};
use crate::start_with_system::LoginItem;
use crate::system_watch::SystemWatch;
use crate::tray::SystemTray;
use crate::updates::SignedUpdates;
use crate::window::Privacy;

/// What is known before there is a window system.
pub(crate) struct Given {
    environment: Environment,
    temporary: Option<TemporaryProfile>,
    pub(crate) data_folder: PathBuf,
    log: LauncherLog,
    core_files: CoreFiles,
}

impl Given {
    /// Reads the environment, makes the data folder and begins to log.
    pub(crate) fn find() -> Result<Self, StartProblem> {
        // First: the environment may hold a key.
        let core_files = CoreFiles::off();
        let environment = Environment::read();
        let temporary = environment.temporary_profile()?;
        let data_folder = environment.data_folder()?;
        let level = SettingsFile::new(data_folder.clone()).log_level();
        let log = log::start(&data_folder, environment.log_filter().as_deref(), level);
        Ok(Self { environment, temporary, data_folder, log, core_files })
    }

    pub(crate) fn privacy(&self) -> Privacy {
        if self.environment.is_driven() { Privacy::Driven } else { Privacy::Private }
    }
}

/// Puts the app together and sets it going.
pub(crate) fn start(app: &AppHandle, given: Given) -> anyhow::Result<()> {
    let Given { environment, temporary, data_folder, log, core_files } = given;
    let login_item = LoginItem::of_this_program(&environment);
    let (system_tells, system_told) = mpsc::unbounded_channel();
    let clock = Arc::new(SystemClock::new());
    let settings = Arc::new(SettingsFile::new(data_folder.clone()));
    let (desk, run_reports) = SharedDesk::new(clock.clone())?;
    let version = app.package_info().version.to_string();
    let updates = SignedUpdates::ready(app).context("the updater")?;
    let start_up = StartUp {
        settings: settings.load(),
        temporary,
        version: version.clone(),
        data_folder: data_folder.display().to_string(),
        system_language: sys_locale::get_locale().unwrap_or_default(),
        log_folder: log.folder().map(|folder| folder.display().to_string()).unwrap_or_default(),
        log_level_fixed: log.is_level_fixed(),
        abilities: SystemAbilities {
            tells_of_lock: false,
            tells_of_sleep: false,
            timers_count_sleep: clock.wakes_right_after_sleep(),
            updates: updates.is_some(),
        },
    };
    let rendezvous = open_rendezvous(&desk)?;
    let host_keys = KnownHosts::new(data_folder.clone());
    let ports = Ports {
        clock,
        secrets: Arc::new(KeyringStore::new()),
        settings,
        journal: Arc::new(log),
        programs: Arc::new(SystemPrograms::new(core_files)),
        desktop: Arc::new(desktop(app, system_tells, login_item, environment.surroundings())),
        updates: updates.map(|updates| Arc::new(updates) as Arc<dyn Updates>),
        desk,
        surroundings: environment.surroundings(),
        known_hosts: host_keys.path(),
        host_keys: Arc::new(host_keys),
        ssh_helper: ssh_helper(app)?,
        version,
    };
    let (runtime, inbox) = Runtime::new(ports, run_reports, Options::default());
    let front_door = open_front_door(&data_folder, &inbox);
    app.state::<Life>().keep((rendezvous, front_door));
    tauri::async_runtime::spawn(tell_of_system(system_told, inbox.clone()));
    app.manage(inbox);
    tauri::async_runtime::spawn(runtime.run(start_up));
    Ok(())
}

/// The watch may begin before the app is there to be told.
async fn tell_of_system(mut told: mpsc::UnboundedReceiver<SystemEvent>, inbox: AppInbox) {
    while let Some(event) = told.recv().await {
        inbox.tell_of_system(event);
    }
}

/// The desktop, whose presses come back as wishes.
fn desktop(
    app: &AppHandle,
    system_tells: mpsc::UnboundedSender<SystemEvent>,
    login_item: Option<LoginItem>,
    surroundings: Surroundings,
) -> TauriDesktop {
    let (from_notice, from_tray) = (app.clone(), app.clone());
    let notices = SystemNotices::new(app, move |action| {
        from_notice.state::<AppInbox>().tell(Wish::Notice(action));
    });
    let tray = SystemTray::install(app, move |action| from_tray.state::<AppInbox>().tell(Wish::Tray(action)))
        .inspect_err(|problem| tracing::warn!(%problem, "there is no tray"))
        .ok();
    let watch = SystemWatch::start(move |event| {
        // Nobody listens any more when the program is ending.
        let _ = system_tells.send(event);
    });
    TauriDesktop::new(app.clone(), notices, tray, watch, login_item, surroundings)
}

fn open_rendezvous(desk: &SharedDesk) -> anyhow::Result<Rendezvous> {
    // Sockets belong to the async runtime that will answer at them.
    tauri::async_runtime::block_on(async { Rendezvous::open(desk.clone()) }).context("the private socket")
}

/// Without it the program goes on: only the command line cannot reach it.
fn open_front_door(data_folder: &Path, inbox: &AppInbox) -> Option<FrontDoor> {
    let inbox = inbox.clone();
    let take = move |order, news| inbox.tell(Wish::TakeOrder { order, news });
    tauri::async_runtime::block_on(async { FrontDoor::open(data_folder, take) })
        .inspect_err(|problem| tracing::warn!(%problem, "the command line cannot reach this launcher"))
        .ok()
}

/// The console program, which is installed beside this one.
fn ssh_helper(app: &AppHandle) -> anyhow::Result<PathBuf> {
    let command = app.shell().sidecar("altostrat-ssh").context("the console program altostrat-ssh")?;
    Ok(std::process::Command::from(command).get_program().into())
}
