//! The command line: everything that happens before, or without, a window.

mod connect;
#[cfg(windows)]
mod console;

use std::process::ExitCode;

use clap::{Args, CommandFactory as _, Parser, Subcommand};
use launcher_core::call::Order;
use launcher_core::domain::{Duration, Protocol};

/// Opens WinBox or an SSH terminal on a MikroTik router, through Altostrat transient access.
///
/// Without a command it opens the window, or brings the one of the running launcher to the front.
#[derive(Debug, Parser)]
#[command(name = "altostrat-launcher", version, args_conflicts_with_subcommands = true)]
struct Arguments {
    /// Starts without a window and waits in the tray.
    #[arg(long)]
    background: bool,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Connects to a site: with the session that is open, else with a new one.
    ///
    /// The running launcher does it, and is started where none runs. Options that are not given are those the site was asked for last.
    /// Ctrl-C ends the waiting and not the connecting.
    ///
    /// Exit status: 0 the program was started; 1 not connected; 2 a mistake in the command; 3 no such site;
    /// 4 several sites fit; 5 the window asks for the rest; 6 signed out; 7 no program to open it with, or it did not
    /// start; 9 the launcher could not be reached.
    Connect(Connect),
}

#[derive(Debug, Args)]
struct Connect {
    /// Name or id of the site, or a part of its name.
    site: String,
    /// Opens an SSH terminal.
    #[arg(long, conflicts_with = "winbox")]
    ssh: bool,
    /// Opens WinBox.
    #[arg(long)]
    winbox: bool,
    /// How many minutes a new session lasts: 15 to 1,440. One that is open is used as it is.
    #[arg(long, value_name = "N", value_parser = minutes)]
    minutes: Option<Duration>,
}

impl From<Connect> for Order {
    fn from(wanted: Connect) -> Self {
        let protocol = match (wanted.ssh, wanted.winbox) {
            (true, _) => Some(Protocol::Ssh),
            (_, true) => Some(Protocol::WinBox),
            _ => None,
        };
        Self { site: wanted.site, protocol, minutes: wanted.minutes }
    }
}

fn minutes(text: &str) -> Result<Duration, String> {
    let minutes: i64 = text.parse().map_err(|_| "whole minutes, such as 60".to_owned())?;
    Duration::from_minutes(minutes).map_err(|problem| problem.to_string())
}

pub(crate) fn described() -> clap::Command {
    Arguments::command()
}

pub(crate) fn run() -> ExitCode {
    #[cfg(windows)]
    console::attach();
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(told) => {
            // Also what --help and --version say. Where nobody reads it there is nothing to do about it.
            let _ = told.print();
            return ExitCode::from(u8::try_from(told.exit_code()).unwrap_or(2));
        }
    };
    match arguments.command {
        Some(Command::Connect(wanted)) => connect::run(&wanted.into()),
        None => match crate::run(arguments.background) {
            Ok(()) => ExitCode::SUCCESS,
            Err(problem) => {
                connect::complain(&format!("{problem:#}"));
                ExitCode::FAILURE
            }
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(arguments: &[&str]) -> Result<Arguments, clap::Error> {
        Arguments::try_parse_from([&["altostrat-launcher"], arguments].concat())
    }

    fn order(arguments: &[&str]) -> Order {
        match parsed(arguments).unwrap().command {
            Some(Command::Connect(wanted)) => wanted.into(),
            None => panic!("no command in {arguments:?}"),
        }
    }

    #[test]
    fn the_command_line_is_sound() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn without_a_command_the_window_opens_or_stays_away() {
        assert!(!parsed(&[]).unwrap().background);
        assert!(parsed(&["--background"]).unwrap().background);
    }

    #[test]
    fn connect_takes_what_the_form_could_ask_for_and_nothing_else() {
        let plain = Order { site: "Lagos POP".into(), protocol: None, minutes: None };
        assert_eq!(order(&["connect", "Lagos POP"]), plain);
        assert_eq!(
            order(&["connect", "Lagos POP", "--ssh", "--minutes", "30"]),
            Order {
                protocol: Some(Protocol::Ssh),
                minutes: Some(Duration::from_minutes(30).unwrap()),
                ..plain.clone()
            }
        );
        assert_eq!(order(&["connect", "--winbox", "Lagos POP"]).protocol, Some(Protocol::WinBox));
        for bad in [
            &["connect"][..],
            &["connect", "x", "--ssh", "--winbox"],
            &["connect", "x", "--minutes", "14"],
            &["connect", "x", "--minutes", "1441"],
            &["connect", "x", "--minutes", "an hour"],
            &["connect", "x", "y"],
            &["--background", "connect", "x"],
            &["--token", "x"],
        ] {
            assert_eq!(parsed(bad).unwrap_err().exit_code(), 2, "{bad:?}");
        }
    }

    #[test]
    fn a_name_that_begins_with_a_dash_can_be_said() {
        assert_eq!(order(&["connect", "--", "-odd"]).site, "-odd");
    }
}
