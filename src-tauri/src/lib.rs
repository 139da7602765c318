//! The desktop shell of Altostrat Launcher: adapters between the core and the system, and nothing that decides.

pub mod commands;
pub mod desktop;
pub mod keychain;
pub mod programs;
pub mod rendezvous;
pub mod settings_file;
pub mod start;
mod window;

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context as _;
use launcher_core::altostrat::Options;
use launcher_core::app::ports::Ports;
use launcher_core::app::{Runtime, StartUp, TemporaryProfile};
use launcher_core::clock::SystemClock;
use launcher_core::launch::{SharedDesk, Surroundings};
use launcher_core::settings::SettingsStore as _;
use tauri::{AppHandle, Manager as _, RunEvent};
use tauri_plugin_shell::ShellExt as _;

use desktop::TauriDesktop;
use keychain::KeyringStore;
use programs::SystemPrograms;
use rendezvous::Rendezvous;
use settings_file::SettingsFile;
use start::Environment;
use window::Privacy;

/// What `tauri.conf.json`, the capability and the built window make together.
pub fn context<R: tauri::Runtime>() -> tauri::Context<R> {
    tauri::generate_context!()
}

/// Runs the launcher until its window is closed.
pub fn run() -> anyhow::Result<()> {
    start_log();
    let environment = Environment::read();
    let temporary = environment.temporary_profile()?;
    let data_folder = environment.data_folder()?;
    let surroundings = environment.surroundings();
    let privacy = if environment.is_driven() { Privacy::Driven } else { Privacy::Private };
    tauri::Builder::default()
        .plugin(tauri_plugin_shell::init())
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_clipboard_manager::init())
        .invoke_handler(commands::builder().invoke_handler())
        .setup(move |app| {
            start_app(app.handle(), temporary, data_folder, surroundings)?;
            window::open(app.handle(), privacy)?;
            Ok(())
        })
        .build(context())
        .context("the window system")?
        .run(|app, event| {
            if let RunEvent::Exit = event {
                // The process ends without running destructors.
                app.state::<OpenRendezvous>().close();
            }
        });
    Ok(())
}

/// The private socket, for as long as the program runs.
struct OpenRendezvous(Mutex<Option<Rendezvous>>);

impl OpenRendezvous {
    fn close(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
    }
}

/// Puts the app together and sets it going.
fn start_app(
    app: &AppHandle,
    temporary: Option<TemporaryProfile>,
    data_folder: PathBuf,
    surroundings: Surroundings,
) -> anyhow::Result<()> {
    let clock = Arc::new(SystemClock::new());
    let settings = Arc::new(SettingsFile::new(data_folder.clone()));
    let (desk, run_reports) = SharedDesk::new(clock.clone())?;
    app.manage(OpenRendezvous(Mutex::new(Some(open_rendezvous(&desk)?))));
    let version = app.package_info().version.to_string();
    let start = StartUp {
        settings: settings.load(),
        temporary,
        version: version.clone(),
        data_folder: data_folder.display().to_string(),
        system_language: sys_locale::get_locale().unwrap_or_default(),
    };
    let ports = Ports {
        clock,
        secrets: Arc::new(KeyringStore::new()),
        settings,
        programs: Arc::new(SystemPrograms),
        desktop: Arc::new(TauriDesktop(app.clone())),
        desk,
        surroundings,
        known_hosts: data_folder.join("known_hosts"),
        ssh_helper: ssh_helper(app)?,
        version,
    };
    let (runtime, handle) = Runtime::new(ports, run_reports, Options::default());
    app.manage(handle);
    tauri::async_runtime::spawn(runtime.run(start));
    Ok(())
}

fn open_rendezvous(desk: &SharedDesk) -> anyhow::Result<Rendezvous> {
    // Sockets belong to the async runtime that will answer at them.
    tauri::async_runtime::block_on(async { Rendezvous::open(desk.clone()) }).context("the private socket")
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
