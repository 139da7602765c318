//! Looking at a window on a display of our own: is it there, has it painted, and a picture of it.

use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::child::Held;
use crate::display::Display;
use crate::setup::output;

/// How long a window may take to come up and paint.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long a painted window may go on changing before its picture is taken all the same.
const SETTLING: Duration = Duration::from_secs(6);
const PAUSE: Duration = Duration::from_millis(400);
/// A blank page has one colour, a page with text some dozens.
const COLOURS_OF_A_PAGE: u32 = 48;
/// Smaller ones are not the main window: toolkits keep small windows for their own use.
const SMALLEST: (u32, u32) = (400, 300);

/// Waits for the program's window to paint and to come to rest, and saves a picture of it.
pub(crate) fn of_window(program: &mut Held<'_>, display: &Display<'_>, file: &Path) -> Result<()> {
    let start = Instant::now();
    let mut window = None;
    loop {
        if let Some(status) = program.ended()? {
            bail!("the program ended before it showed a window ({status}).\n{}", program.last_words());
        }
        window = window.or_else(|| find_window(program.id(), display));
        if let Some(window) = &window
            && take(window, display, file).is_ok()
            && colours_in(file)? >= COLOURS_OF_A_PAGE
        {
            return settle(window, display, file);
        }
        if start.elapsed() > PATIENCE {
            let seen = if window.is_some() { "the window stayed blank" } else { "no window appeared" };
            bail!("{seen} for {} s.\n{}", PATIENCE.as_secs(), program.last_words());
        }
        thread::sleep(PAUSE);
    }
}

fn settle(window: &str, display: &Display<'_>, file: &Path) -> Result<()> {
    let start = Instant::now();
    let mut before = fingerprint(file)?;
    while start.elapsed() < SETTLING {
        thread::sleep(PAUSE);
        take(window, display, file)?;
        let now = fingerprint(file)?;
        if now == before {
            break;
        }
        before = now;
    }
    Ok(())
}

/// The id of the program's main window, once it is visible.
fn find_window(pid: u32, display: &Display<'_>) -> Option<String> {
    let mut search = Command::new("xdotool");
    search.args(["search", "--onlyvisible", "--pid", &pid.to_string()]);
    display.dress(&mut search);
    // It fails as long as nothing is found.
    let found = output(&mut search).ok()?;
    found.lines().find(|window| size_of(window, display).is_some_and(is_main)).map(str::to_owned)
}

fn size_of(window: &str, display: &Display<'_>) -> Option<(u32, u32)> {
    let mut ask = Command::new("xdotool");
    ask.args(["getwindowgeometry", "--shell", window]);
    display.dress(&mut ask);
    size_in(&output(&mut ask).ok()?)
}

/// Reads the `WIDTH=` and `HEIGHT=` lines of `xdotool getwindowgeometry --shell`.
fn size_in(told: &str) -> Option<(u32, u32)> {
    let number = |key: &str| told.lines().find_map(|line| line.strip_prefix(key)?.parse().ok());
    Some((number("WIDTH=")?, number("HEIGHT=")?))
}

fn is_main(size: (u32, u32)) -> bool {
    size.0 >= SMALLEST.0 && size.1 >= SMALLEST.1
}

fn take(window: &str, display: &Display<'_>, file: &Path) -> Result<()> {
    let mut import = Command::new("import");
    import.args(["-window", window]).arg(file);
    display.dress(&mut import);
    output(&mut import).map(drop)
}

fn colours_in(file: &Path) -> Result<u32> {
    let told = identify("%k", file)?;
    told.trim().parse().with_context(|| format!("ImageMagick counted \"{told}\" colours"))
}

fn fingerprint(file: &Path) -> Result<String> {
    identify("%#", file)
}

fn identify(format: &str, file: &Path) -> Result<String> {
    output(Command::new("identify").args(["-format", format]).arg(file))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(target_os = "linux")]
    fn a_window_is_pictured_on_a_display_of_its_own() {
        let keeper = crate::child::Keeper::start().unwrap();
        let logs = keeper.scratch().join("logs");
        let display = Display::start(&keeper, &logs).unwrap();
        let mut xterm = Command::new("xterm");
        xterm.args(["-fa", "Noto Sans", "-e", "printf 'a prompt on a router\\n'; sleep 600"]);
        display.dress(&mut xterm);
        let mut window = keeper.hold(&mut xterm, &logs.join("xterm.log")).unwrap();
        let file = keeper.scratch().join("window.png");
        of_window(&mut window, &display, &file).unwrap();
        assert!(colours_in(&file).unwrap() >= COLOURS_OF_A_PAGE);
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_program_that_ends_without_a_window_is_told_with_its_last_words() {
        let keeper = crate::child::Keeper::start().unwrap();
        let logs = keeper.scratch().join("logs");
        let display = Display::start(&keeper, &logs).unwrap();
        let mut failing = Command::new("sh");
        failing.args(["-c", "echo no API address >&2; exit 3"]);
        let mut program = keeper.hold(&mut failing, &logs.join("failing.log")).unwrap();
        let error = of_window(&mut program, &display, &keeper.scratch().join("window.png")).unwrap_err();
        assert!(error.to_string().contains("no API address"), "{error}");
    }

    #[test]
    fn a_windows_size_is_read_from_xdotools_answer() {
        let told = "WINDOW=4194307\nX=120\nY=60\nWIDTH=1040\nHEIGHT=680\nSCREEN=0\n";
        assert_eq!(size_in(told), Some((1040, 680)));
        assert_eq!(size_in("WINDOW=1\n"), None);
    }

    #[test]
    fn a_toolkits_own_small_window_is_not_the_main_one() {
        assert!(!is_main((10, 10)) && is_main((680, 480)));
    }
}
