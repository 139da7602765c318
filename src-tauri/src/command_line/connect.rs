//! `connect`: hands an order to the running launcher, and waits for what becomes of it.

use std::io::{self, BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::ExitCode;
use std::thread;
use std::time::Duration;

use altostrat_ssh::call::{self, Connection};
use launcher_core::call::{End, News, Order};
use launcher_core::contract::Language;
use launcher_core::launch::{Argument, Console, EnvironmentChange, LaunchPlan, ProgramStarter as _};
use launcher_core::text::{Catalogue, Tongue};

use crate::front_door;
use crate::programs::SystemPrograms;
use crate::start::Environment;

/// The launcher could not be reached, or went away.
const UNREACHED: u8 = 9;
/// How long a launcher may take to start.
const START_PATIENCE: Duration = Duration::from_secs(30);
const PAUSE: Duration = Duration::from_millis(100);

pub(super) fn run(order: &Order) -> ExitCode {
    match deliver(order) {
        Ok(end) => ExitCode::from(end.status()),
        Err(problem) => {
            let tongue = Tongue::choose(Language::System, &sys_locale::get_locale().unwrap_or_default());
            let said = Catalogue::of(tongue).say("command-not-reached", &[]);
            complain(&format!("{said} ({problem})"));
            ExitCode::from(UNREACHED)
        }
    }
}

/// Says what went wrong where programs say it.
pub(super) fn complain(said: &str) {
    // Where nobody reads it there is nothing to do about it.
    let _ = writeln!(io::stderr(), "altostrat-launcher: {said}");
}

fn deliver(order: &Order) -> io::Result<End> {
    let environment = Environment::read();
    let data_folder = environment.data_folder().map_err(io::Error::other)?;
    let mut connection = reach(&data_folder, &environment)?;
    connection.write_all(&front_door::line(order)?)?;
    connection.flush()?;
    let mut lines = BufReader::new(connection);
    loop {
        let mut line = Vec::new();
        lines.read_until(b'\n', &mut line)?;
        if line.is_empty() {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let news: News = serde_json::from_slice(&line)?;
        match news.end {
            // What was done goes to standard output, all else beside it.
            Some(End::Started) => {
                let _ = writeln!(io::stdout(), "{}", news.said);
                return Ok(End::Started);
            }
            Some(end) => {
                let _ = writeln!(io::stderr(), "{}", news.said);
                return Ok(end);
            }
            None => {
                let _ = writeln!(io::stderr(), "{}", news.said);
            }
        }
    }
}

/// The line to the launcher on this data folder, which is started where none runs.
fn reach(data_folder: &Path, environment: &Environment) -> io::Result<Connection> {
    let place = front_door::name(data_folder)?;
    if let Ok(connection) = call::open(&place) {
        return Ok(connection);
    }
    start(environment)?;
    let mut waited = Duration::ZERO;
    loop {
        match call::open(&place) {
            Ok(connection) => return Ok(connection),
            Err(problem) if waited >= START_PATIENCE => return Err(problem),
            Err(_) => {
                thread::sleep(PAUSE);
                waited += PAUSE;
            }
        }
    }
}

/// Starts a launcher that waits in the tray. It goes on when this command has ended.
fn start(environment: &Environment) -> io::Result<()> {
    let plan = LaunchPlan {
        program: environment.own_program().ok_or(io::ErrorKind::NotFound)?,
        arguments: vec![Argument::plain("--background")],
        environment: EnvironmentChange::default(),
        console: Console::None,
        working_folder: None,
    };
    SystemPrograms::default().start(&plan).map_err(io::Error::other)
}
