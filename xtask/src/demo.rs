//! `cargo xtask demo`: the launcher on a sandbox of believable sites, with no account and no set-up by hand.

use std::env;
use std::fs;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};

use crate::child::{Held, Keeper};
use crate::display::Display;
use crate::picture;
use crate::places::Places;
use crate::setup;
use crate::steps::Steps;

/// The key that the sandbox accepts; it opens nothing else.
const SANDBOX_KEY: &str = "alto_sk_sandbox_0000000000000000000000";
const ANNOUNCEMENT: &str = "listening on ";
const PATIENCE: Duration = Duration::from_secs(20);

#[derive(Args)]
pub(crate) struct Options {
    /// The window's language.
    #[arg(long, value_enum)]
    language: Option<Language>,
    /// The window's colours; the system's choice when not given.
    #[arg(long, value_enum)]
    theme: Option<Theme>,
    /// How many sites the sandbox has (twelve believable ones when not given).
    #[arg(long)]
    sites: Option<u32>,
    /// How long a minute of a session lasts, such as 2s: to watch sessions expire.
    #[arg(long)]
    minute: Option<String>,
    /// Ends by itself after so many seconds. Without a display the default is at once after the picture.
    #[arg(long)]
    seconds: Option<u64>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Language {
    En,
    Ar,
}

impl Language {
    /// Its name in the settings file.
    fn setting(self) -> &'static str {
        match self {
            Self::En => "english",
            Self::Ar => "arabic",
        }
    }
}

#[derive(Clone, Copy, ValueEnum)]
enum Theme {
    Light,
    Dark,
}

impl Theme {
    /// Its name in the settings file.
    fn setting(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

impl Options {
    /// The settings file the launcher starts with, where something was chosen.
    fn settings(&self) -> Option<String> {
        let chosen = [
            self.language.map(|language| ("language", language.setting())),
            self.theme.map(|theme| ("theme", theme.setting())),
        ];
        let entries: Vec<String> =
            chosen.into_iter().flatten().map(|(key, value)| format!("\"{key}\":\"{value}\"")).collect();
        (!entries.is_empty()).then(|| format!("{{{}}}", entries.join(",")))
    }
}

pub(crate) fn run(options: &Options, places: &Places, keeper: &Keeper) -> Result<()> {
    let steps = Steps::new(keeper);
    let on_desktop = has_display();
    setup::check_rust()?;
    setup::check_node()?;
    let packages: &[&[&str]] =
        if on_desktop { &[setup::TO_BUILD] } else { &[setup::TO_BUILD, setup::TO_SHOW] };
    setup::install_packages(keeper, &packages.concat())?;
    if !on_desktop {
        setup::need_programs(&["Xvfb", "dbus-daemon", "xdotool", "import", "identify"])?;
    }
    setup::build_ui(&steps, places)?;
    // The whole workspace's features, as in the tests: the libraries are then compiled once for both.
    let mut build = places.cargo();
    build.args(["build", "--workspace", "--exclude", "xtask", "--bins"]);
    steps.run("build", &mut build)?;

    let (sandbox, address) = start_sandbox(options, places, keeper)?;
    println!("\nThe sandbox answers at {address}");
    let mut launcher = launcher(options, places, keeper, &address)?;
    if on_desktop {
        let window = keeper.hold(&mut launcher, &places.target.join("demo").join("launcher.log"))?;
        println!("The launcher is open. Quit it, or press Ctrl-C here, to end.");
        until_closed(window, sandbox, options.seconds)
    } else {
        without_display(&mut launcher, sandbox, options, places, keeper)
    }
}

/// Whether a window can be shown to somebody.
fn has_display() -> bool {
    let is_set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || is_set("DISPLAY") || is_set("WAYLAND_DISPLAY")
}

fn start_sandbox<'k>(options: &Options, places: &Places, keeper: &'k Keeper) -> Result<(Held<'k>, String)> {
    let mut command = Command::new(places.program("altostrat-sandbox"));
    if let Some(sites) = options.sites {
        command.args(["--sites", &sites.to_string()]);
    }
    if let Some(minute) = &options.minute {
        command.args(["--minute", minute]);
    }
    let log = places.target.join("demo").join("sandbox.log");
    let (held, line) = keeper.hold_announcing(&mut command, &log, PATIENCE)?;
    let address = line
        .strip_prefix(ANNOUNCEMENT)
        .with_context(|| format!("the sandbox said \"{line}\" where its address was expected"))?
        .trim()
        .to_owned();
    Ok((held, address))
}

/// The launcher with a temporary profile and a data folder of this run.
fn launcher(options: &Options, places: &Places, keeper: &Keeper, address: &str) -> Result<Command> {
    let data = keeper.scratch().join("data");
    fs::create_dir_all(&data)?;
    if let Some(settings) = options.settings() {
        fs::write(data.join("settings.json"), settings)?;
    }
    let mut command = Command::new(places.program("altostrat-launcher"));
    command
        .env("ALTOSTRAT_API_URL", address)
        .env("ALTOSTRAT_API_GENERATION", "v1")
        .env("ALTOSTRAT_API_TOKEN", SANDBOX_KEY)
        // The sandbox takes every caller for this address; another range would be refused by its gateways.
        .env("ALTOSTRAT_MY_ADDRESS", "203.0.113.42")
        .env("ALTOSTRAT_LAUNCHER_DATA_DIR", data);
    Ok(command)
}

/// Waits for the window's end, or for the time that was asked for.
fn until_closed(mut window: Held<'_>, mut sandbox: Held<'_>, seconds: Option<u64>) -> Result<()> {
    let start = Instant::now();
    let time = seconds.map(Duration::from_secs);
    loop {
        if let Some(status) = window.ended()? {
            if status.success() {
                return Ok(());
            }
            bail!("the launcher failed ({status}).\n{}", window.last_words());
        }
        if let Some(status) = sandbox.ended()? {
            bail!("the sandbox ended by itself ({status}).\n{}", sandbox.last_words());
        }
        if time.is_some_and(|time| start.elapsed() >= time) {
            return Ok(());
        }
        thread::sleep(Duration::from_millis(200));
    }
}

fn without_display(
    launcher: &mut Command,
    sandbox: Held<'_>,
    options: &Options,
    places: &Places,
    keeper: &Keeper,
) -> Result<()> {
    println!("There is no display here: the window opens on one of its own (Xvfb).");
    let folder = places.target.join("demo");
    let display = Display::start(keeper, &folder)?;
    display.dress(launcher);
    let mut window = keeper.hold(launcher, &folder.join("launcher.log"))?;
    let file = folder.join("demo.png");
    picture::of_window(&mut window, &display, &file)?;
    println!("The launcher's window is up. A picture of it: {}", file.display());
    if options.seconds.is_none() {
        println!("Nobody can see it, so it ends now; `--seconds N` keeps it open.");
    }
    until_closed(window, sandbox, Some(options.seconds.unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_chosen_is_in_the_settings() {
        let mut options = Options { language: None, theme: None, sites: None, minute: None, seconds: None };
        assert_eq!(options.settings(), None);
        options.theme = Some(Theme::Dark);
        assert_eq!(options.settings().unwrap(), r#"{"theme":"dark"}"#);
        options.language = Some(Language::Ar);
        assert_eq!(options.settings().unwrap(), r#"{"language":"arabic","theme":"dark"}"#);
    }
}
