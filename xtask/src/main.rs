//! The project's own commands: `cargo xtask demo`, `test`, `platforms`, `package`, `bindings`, `notices`,
//! `screenshots`, `bench`.
//!
//! Each command installs what it is missing, does its work in named steps, and stops everything it
//! started on every way out.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "starting programs, reading the environment and telling a person about it is this program's job"
)]

mod bench;
mod child;
mod demo;
mod display;
mod notices;
mod package;
mod picture;
mod places;
mod platforms;
mod setup;
mod steps;
mod supply;
mod test;
mod trial;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

use crate::child::Keeper;
use crate::places::Places;

/// The project's own commands.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Builds the launcher and opens it on a sandbox of believable sites. No account is needed.
    Demo(demo::Options),
    /// Runs every check and test, or the named ones.
    Test(test::Options),
    /// Type-checks the workspace for Windows and macOS, and runs Windows tests under Wine.
    Platforms(platforms::Options),
    /// Makes the Debian and RPM packages, into target/package.
    Package(package::Options),
    /// Regenerates what is made from the Rust code: ui/src/ipc/bindings.ts, manual pages, completions of shells.
    Bindings,
    /// Writes ui/src/notices/third-party.json, the licences of others that *About* shows, from the lock files.
    Notices,
    /// Takes the pictures in docs/screenshots again.
    Screenshots,
    /// Measures what people feel, beside a bare Tauri window, in release builds. Takes some ten minutes at first.
    Bench,
}

fn main() -> ExitCode {
    match run(Arguments::parse().task) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nxtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: Task) -> Result<()> {
    let places = Places::find()?;
    let keeper = Keeper::start()?;
    match task {
        Task::Demo(options) => demo::run(&options, &places, &keeper),
        Task::Test(options) => test::run(&options, &places, &keeper),
        Task::Platforms(options) => platforms::run(&options, &places, &keeper),
        Task::Package(options) => package::run(&options, &places, &keeper),
        Task::Bindings => test::bindings(&places, &keeper),
        Task::Notices => notices::run(&places),
        Task::Screenshots => test::screenshots(&places, &keeper),
        Task::Bench => bench::run(&places, &keeper),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        super::Arguments::command().debug_assert();
    }
}
