//! Altostrat Launcher.

#![cfg_attr(windows, windows_subsystem = "windows")]

fn main() -> anyhow::Result<()> {
    altostrat_launcher::run()
}
