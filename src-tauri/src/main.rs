//! Altostrat Launcher.

#![cfg_attr(windows, windows_subsystem = "windows")]

use std::process::ExitCode;

fn main() -> ExitCode {
    altostrat_launcher::main()
}
