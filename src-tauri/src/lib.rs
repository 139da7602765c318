//! The desktop shell of Altostrat Launcher: adapters between the core and the system, and nothing that decides.

mod assembly;
mod command_line;
pub mod commands;
pub mod core_files;
pub mod desktop;
mod front_door;
pub mod keychain;
pub mod known_hosts;
mod life;
pub mod log;
pub mod notices;
mod private_place;
pub mod programs;
#[cfg(test)]
#[cfg(windows)]
mod recorder;
pub mod rendezvous;
pub mod settings_file;
pub mod start;
pub mod start_with_system;
mod system_facts;
pub mod system_watch;
pub mod tray;
pub mod updates;
mod window;

use anyhow::Context as _;
use launcher_core::app::{AppHandle as AppInbox, Wish};
use tauri::Manager as _;

use assembly::Given;
use life::{EarlyCalls, Life};
use window::Opening;

/// The name people read. On Linux the bundler takes `productName` for file names, where a blank is in the way.
pub const NAME: &str = "Altostrat Launcher";

/// What `tauri.conf.json`, the capability and the built window make together.
pub fn context<R: tauri::Runtime>() -> tauri::Context<R> {
    tauri::generate_context!()
}

/// The command line, for its manual and the completions of shells.
pub fn command_line() -> clap::Command {
    command_line::described()
}

/// Does what the command line says, and answers with the exit status.
pub fn main() -> std::process::ExitCode {
    command_line::run()
}

/// Runs the launcher until it is told to quit; `in_background` without a window.
fn run(in_background: bool) -> anyhow::Result<()> {
    let given = Given::find()?;
    let privacy = given.privacy();
    let early = EarlyCalls::default();
    tauri::Builder::default()
        // First, so that a second start does nothing but show the first one's window.
        .plugin(life::single_instance(&given.data_folder, early.clone()))
        .plugin(window::place_keeper(&given.data_folder))
        .plugin(tauri_plugin_shell::init())
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_clipboard_manager::init())
        .invoke_handler(commands::builder().invoke_handler())
        .on_window_event(life::handle_window_event)
        .setup(move |app| {
            app.manage(Life::new(privacy));
            assembly::start(app.handle(), given)?;
            // Started with the system, it waits in the tray; where none is seen there must be a window.
            let opening = match (in_background, in_background && tray::has_host()) {
                (true, true) => None,
                (true, false) => Some(Opening::Minimised),
                (false, _) => Some(Opening::InFront),
            };
            if let Some(opening) = opening {
                window::open(app.handle(), privacy, opening)?;
            }
            if early.were_made() {
                app.state::<AppInbox>().tell(Wish::OpenWindow);
            }
            Ok(())
        })
        .build(context())
        .context("the window system")?
        .run(life::handle_run_event);
    Ok(())
}
