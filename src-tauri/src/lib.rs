//! The desktop shell of Altostrat Launcher: adapters between the core and the system, and nothing that decides.

mod command_line;
pub mod commands;
pub mod desktop;
mod front_door;
pub mod keychain;
pub mod known_hosts;
mod life;
pub mod notices;
mod private_place;
pub mod programs;
pub mod rendezvous;
pub mod settings_file;
pub mod start;
pub mod start_with_system;
pub mod system_watch;
pub mod tray;
mod window;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;
use launcher_core::altostrat::Options;
use launcher_core::app::ports::Ports;
use launcher_core::app::{
    AppHandle as AppInbox, Runtime, StartUp, SystemAbilities, SystemEvent, TemporaryProfile, Wish,
};
use launcher_core::clock::{Clock as _, SystemClock};
use launcher_core::launch::{SharedDesk, Surroundings};
use launcher_core::settings::SettingsStore as _;
use tauri::{AppHandle, Manager as _};
use tauri_plugin_shell::ShellExt as _;

use desktop::TauriDesktop;
use front_door::FrontDoor;
use keychain::KeyringStore;
use known_hosts::KnownHosts;
use life::Life;
use notices::SystemNotices;
use programs::SystemPrograms;
use rendezvous::Rendezvous;
use settings_file::SettingsFile;
use start::Environment;
use start_with_system::LoginItem;
use system_watch::SystemWatch;
use tokio::sync::mpsc;
use tray::SystemTray;
use window::Privacy;

/// What `tauri.conf.json`, the capability and the built window make together.
pub fn context<R: tauri::Runtime>() -> tauri::Context<R> {
    tauri::generate_context!()
}

/// Does what the command line says, and answers with the exit status.
pub fn main() -> std::process::ExitCode {
    command_line::run()
}

/// Runs the launcher until it is told to quit; `in_background` without a window.
fn run(in_background: bool) -> anyhow::Result<()> {
    start_log();
    let environment = Environment::read();
    let temporary = environment.temporary_profile()?;
    let data_folder = environment.data_folder()?;
    let surroundings = environment.surroundings();
    let login_item = LoginItem::of_this_program(&environment);
    let privacy = if environment.is_driven() { Privacy::Driven } else { Privacy::Private };
    tauri::Builder::default()
        // First, so that a second start does nothing but show the first one's window.
        .plugin(life::single_instance(&data_folder))
        .plugin(tauri_plugin_shell::init())
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_clipboard_manager::init())
        .invoke_handler(commands::builder().invoke_handler())
        .on_window_event(life::handle_window_event)
        .setup(move |app| {
            app.manage(Life::new(privacy));
            start_app(app.handle(), temporary, data_folder, surroundings, login_item)?;
            // Started with the system, it waits in the tray; where none is seen there must be a window.
            if !(in_background && tray::has_host()) {
                window::open(app.handle(), privacy)?;
            }
            Ok(())
        })
        .build(context())
        .context("the window system")?
        .run(life::handle_run_event);
    Ok(())
}

/// Puts the app together and sets it going.
fn start_app(
    app: &AppHandle,
    temporary: Option<TemporaryProfile>,
    data_folder: PathBuf,
    surroundings: Surroundings,
    login_item: Option<LoginItem>,
) -> anyhow::Result<()> {
    let (system_tells, system_told) = mpsc::unbounded_channel();
    let clock = Arc::new(SystemClock::new());
    let settings = Arc::new(SettingsFile::new(data_folder.clone()));
    let (desk, run_reports) = SharedDesk::new(clock.clone())?;
    let version = app.package_info().version.to_string();
    let start = StartUp {
        settings: settings.load(),
        temporary,
        version: version.clone(),
        data_folder: data_folder.display().to_string(),
        system_language: sys_locale::get_locale().unwrap_or_default(),
        log_folder: String::new(),
        abilities: SystemAbilities {
            tells_of_lock: false,
            tells_of_sleep: false,
            timers_count_sleep: clock.wakes_right_after_sleep(),
        },
    };
    let rendezvous = open_rendezvous(&desk)?;
    let host_keys = KnownHosts::new(data_folder.clone());
    let ports = Ports {
        clock,
        secrets: Arc::new(KeyringStore::new()),
        settings,
        programs: Arc::new(SystemPrograms),
        desktop: Arc::new(desktop(app, system_tells, login_item)),
        desk,
        surroundings,
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
    tauri::async_runtime::spawn(runtime.run(start));
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
) -> TauriDesktop {
    let (from_notice, from_tray) = (app.clone(), app.clone());
    let notices = SystemNotices::new(app, move |action| {
        from_notice.state::<AppInbox>().tell(Wish::Notice(action));
    });
    let tray = SystemTray::install(app, move |action| from_tray.state::<AppInbox>().tell(Wish::Tray(action)))
        .inspect_err(|problem| tracing::warn!(%problem, "there is no tray; closing the window quits"))
        .ok();
    let watch = SystemWatch::start(move |event| {
        // Nobody listens any more when the program is ending.
        let _ = system_tells.send(event);
    });
    TauriDesktop::new(app.clone(), notices, tray, watch, login_item)
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

/// Warnings go to standard error; `ALTOSTRAT_LAUNCHER_LOG` asks for more.
fn start_log() {
    let filter = tracing_subscriber::EnvFilter::builder()
        .with_default_directive(tracing_subscriber::filter::LevelFilter::WARN.into())
        .with_env_var("ALTOSTRAT_LAUNCHER_LOG")
        .from_env_lossy();
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
}
