//! One page a system: where each client is found, and exactly how it is started.
//!
//! On a page `H`, `P`, `U` and `W` are a session's host, port, login and password, `ID` a one-time id, `HELPER` the
//! path of the console program. What is in angle brackets is kept out of the log.

use std::fmt::Write as _;
use std::path::Path;

use altostrat_ssh::OneTimeId;
use secrecy::ExposeSecret as _;

use super::own_path;
use crate::domain::SiteId;
use crate::launch::launchable::tests::{PASSWORD, dial};
use crate::launch::locate::{self, tests::Machine};
use crate::launch::{
    Argument, Console, EnvironmentChange, EnvironmentSource, Errand, HelperCall, LaunchPlan, Os, Terminal,
    ssh, terminals,
};

const HELPER: &str = "/opt/Altostrat Launcher/altostrat-ssh";

/// Where WinBox may lie, one channel a line, in the order of the search. `exe` are files that need Wine.
const WIN_BOX: &[(Os, &[&str])] = &[
    (
        Os::Linux,
        &[
            "on-path/WinBox",
            "on-path/winbox4",
            "on-path/winbox-beta",
            "usr/bin/WinBox",
            "opt/winbox4/WinBox",
            "home/.local/bin/WinBox",
            "home/.local/share/flatpak/exports/bin/com.mikrotik.WinBox",
            "var/lib/flatpak/exports/bin/com.mikrotik.WinBox",
            "on-path/winbox",
            "snap/bin/winbox",
            "var/lib/snapd/snap/bin/winbox",
        ],
    ),
    (
        Os::MacOs,
        &[
            "Applications/WinBox.app/Contents/MacOS/WinBox",
            "home/Applications/WinBox.app/Contents/MacOS/WinBox",
            "Applications/Winbox-mac.app/Contents/MacOS/winbox-mac",
            "home/Applications/Winbox-mac.app/Contents/MacOS/winbox-mac",
        ],
    ),
    (
        Os::Windows,
        &[
            "on-path/WinBox.exe",
            "on-path/winbox64.exe",
            "local/Microsoft/WinGet/Links/WinBox.exe",
            "local/Microsoft/WinGet/Packages/Mikrotik.Winbox_Microsoft.Winget.Source_8wekyb3d8bbwe/WinBox.exe",
            "programs/WinGet/Links/WinBox.exe",
            "programs/WinGet/Packages/Mikrotik.Winbox_Microsoft.Winget.Source_8wekyb3d8bbwe/WinBox.exe",
            "local/Microsoft/WinGet/Packages/Mikrotik.Winbox.Beta_Microsoft.Winget.Source_8wekyb3d8bbwe/WinBox.exe",
            "programs/WinGet/Packages/Mikrotik.Winbox.Beta_Microsoft.Winget.Source_8wekyb3d8bbwe/WinBox.exe",
            "scoop/apps/winbox/current/winbox64.exe",
            "scoop/apps/winbox/current/winbox.exe",
            "home/scoop/apps/winbox/current/winbox64.exe",
            "home/scoop/apps/winbox/current/winbox.exe",
            "all-scoop/apps/winbox/current/winbox64.exe",
            "shared/scoop/apps/winbox/current/winbox64.exe",
            "chocolatey/lib/winbox/tools/winbox.exe",
            "shared/chocolatey/lib/winbox/tools/winbox.exe",
            "drive/winbox64.exe",
            "drive/winbox.exe",
        ],
    ),
];

const SSH: &[(Os, &[&str])] = &[
    (Os::Linux, &["on-path/ssh", "usr/bin/ssh"]),
    (Os::MacOs, &["on-path/ssh", "usr/bin/ssh"]),
    (Os::Windows, &["windows/System32/OpenSSH/ssh.exe", "on-path/ssh.exe"]),
];

const TERMINALS: &[(Os, &[&str])] = &[
    (
        Os::Linux,
        &[
            "on-path/xdg-terminal-exec",
            "on-path/x-terminal-emulator",
            "on-path/ptyxis",
            "on-path/kgx",
            "on-path/gnome-terminal",
            "on-path/konsole",
            "on-path/xfce4-terminal",
            "on-path/mate-terminal",
            "on-path/qterminal",
            "on-path/cosmic-term",
            "on-path/deepin-terminal",
            "on-path/io.elementary.terminal",
            "on-path/kitty",
            "on-path/alacritty",
            "on-path/wezterm",
            "on-path/ghostty",
            "on-path/foot",
            "on-path/contour",
            "on-path/terminator",
            "on-path/roxterm",
            "on-path/urxvt",
            "on-path/st",
            "on-path/xterm",
        ],
    ),
    (
        Os::MacOs,
        &[
            "System/Applications/Utilities/Terminal.app/Contents/MacOS/Terminal",
            "Applications/iTerm.app/Contents/MacOS/iTerm2",
            "Applications/Ghostty.app/Contents/MacOS/ghostty",
            "home/Applications/kitty.app/Contents/MacOS/kitty",
            "Applications/Alacritty.app/Contents/MacOS/alacritty",
            "Applications/WezTerm.app/Contents/MacOS/wezterm",
        ],
    ),
    (
        Os::Windows,
        &["local/Microsoft/WindowsApps/wt.exe", "programs/PuTTY/putty.exe", "programs/KiTTY/kitty.exe"],
    ),
];

fn of<'t>(table: &'t [(Os, &[&'static str])], os: Os) -> &'t [&'static str] {
    table.iter().find(|(known, _)| *known == os).unwrap().1
}

/// Puts every terminal of its system on a machine.
pub(super) fn install_terminals(machine: &Machine) {
    for place in of(TERMINALS, machine.os()) {
        machine.install(place);
        if place.ends_with("tty.exe") {
            std::fs::write(machine.path(place), "\0-pw\0-pwfile\0").unwrap();
        }
    }
}

fn machine(os: Os) -> Machine {
    let machine = Machine::new(os);
    if os != Os::Windows {
        return machine;
    }
    let named = [("SCOOP", "scoop"), ("SCOOP_GLOBAL", "all-scoop"), ("ChocolateyInstall", "chocolatey")];
    named.into_iter().fold(machine, |machine, (name, folder)| {
        let folder = machine.path(folder).to_str().unwrap().to_owned();
        machine.with_variable(name, &folder)
    })
}

/// A page under construction.
struct Page {
    os: Os,
    text: String,
}

impl Page {
    fn heading(&mut self, words: &str) {
        writeln!(self.text, "{}{words}\n", if self.text.is_empty() { "" } else { "\n" }).unwrap();
    }

    fn row(&mut self, machine: &Machine, place: &str, plan: &LaunchPlan) {
        let mut line: Vec<String> = vec![self.shown(machine, &plan.program)];
        line.extend(plan.arguments.iter().map(|argument| match argument {
            Argument::Plain(text) => self.shown(machine, Path::new(text)),
            Argument::Secret(text) => format!("<{}>", short(text.expose_secret())),
            Argument::Script(_) => "<SCRIPT>".to_owned(),
        }));
        // Where it was found is what is started, mostly.
        if line.first().is_none_or(|program| program != place) {
            writeln!(self.text, "{place}").unwrap();
        }
        writeln!(self.text, "    {}", line.join(" | ")).unwrap();
        if plan.console == Console::New {
            writeln!(self.text, "    in a new console").unwrap();
        }
    }

    /// A path as a reader of this system knows it.
    fn shown(&self, machine: &Machine, path: &Path) -> String {
        let text = path.to_str().unwrap();
        let Some(below) = path.strip_prefix(machine.path("")).ok().and_then(Path::to_str) else {
            return short(text);
        };
        let below = if cfg!(windows) { below.replace('\\', "/") } else { below.to_owned() };
        let (first, rest) = below.split_once('/').unwrap_or((below.as_str(), ""));
        let name = match (self.os, first) {
            (Os::Windows, "on-path") => "%PATH%",
            (Os::Windows, "local") => "%LOCALAPPDATA%",
            (Os::Windows, "programs") => "%ProgramFiles%",
            (Os::Windows, "shared") => "%ProgramData%",
            (Os::Windows, "home") => "%USERPROFILE%",
            (Os::Windows, "windows") => "%SystemRoot%",
            (Os::Windows, "drive") => "C:",
            (Os::Windows, "scoop") => "%SCOOP%",
            (Os::Windows, "all-scoop") => "%SCOOP_GLOBAL%",
            (Os::Windows, "chocolatey") => "%ChocolateyInstall%",
            (_, "on-path") => "$PATH",
            (_, "home") => "~",
            _ => return format!("/{below}"),
        };
        let shown = format!("{name}/{rest}");
        if self.os == Os::Windows { shown.replace('/', "\\") } else { shown }
    }
}

/// A text with a session's fields under their short names.
fn short(text: &str) -> String {
    let id = "a1".repeat(24);
    [
        (HELPER, "HELPER"),
        (PASSWORD, "W"),
        (id.as_str(), "ID"),
        ("edge-1.ostrat.io", "H"),
        ("40022", "P"),
        ("transient-user-abc123", "U"),
    ]
    .into_iter()
    .fold(text.to_owned(), |text, (long, short)| text.replace(long, short))
}

fn page(os: Os) -> String {
    let mut page = Page { os, text: String::new() };
    win_box_rows(&mut page);
    page.heading("ssh");
    for place in of(SSH, os) {
        let machine = Machine::new(os);
        let program = machine.install(place);
        assert_eq!(locate::ssh(&machine.surroundings()).as_ref(), Some(&program));
        let place = page.shown(&machine, &program);
        writeln!(page.text, "{place}").unwrap();
    }
    terminal_rows(&mut page);
    page.heading("By hand");
    writeln!(page.text, "{}", short(&ssh::manual_command(&dial()))).unwrap();
    page.text
}

fn win_box_rows(page: &mut Page) {
    page.heading("WinBox");
    let environment = EnvironmentChange::default;
    for place in of(WIN_BOX, page.os) {
        let machine = machine(page.os);
        machine.install("on-path/flatpak");
        let program = machine.install(place);
        let found = locate::win_box(&machine.surroundings(), None).unwrap();
        let found = found.unwrap_or_else(|| panic!("{place} is not found"));
        let place = page.shown(&machine, &program);
        page.row(&machine, &place, &found.plan(&dial(), environment()));
    }
    if page.os != Os::Windows {
        for wine in ["wine64", "wine"] {
            let machine = machine(page.os);
            machine.install(&format!("on-path/{wine}"));
            let exe = machine.file("home/winbox64.exe", "");
            let found = locate::win_box(&machine.surroundings(), Some(&exe)).unwrap().unwrap();
            page.row(&machine, "chosen: ~/winbox64.exe", &found.plan(&dial(), environment()));
        }
    }
}

fn terminal_rows(page: &mut Page) {
    page.heading("Terminals, in the order they are tried where nothing says better");
    let machine = machine(page.os);
    install_terminals(&machine);
    let found = terminals::terminals(&machine.surroundings(), None);
    let id = OneTimeId::parse(&"a1".repeat(24)).unwrap();
    let call = HelperCall { helper: HELPER.into(), environment: EnvironmentChange::default(), home: None };
    let site = SiteId::parse("site-1").unwrap();
    let dialled =
        ssh::session(&dial(), &site, &own_path("usr/bin/ssh.exe"), &own_path("known_hosts"), false).unwrap();
    let pipe = format!(r"\\.\pipe\altostrat-{}", id.as_str());
    let mut scripts = Vec::new();
    for terminal in &found {
        let pipe = terminal.needs_pipe().then_some(pipe.as_str());
        let errand = Errand::Session { run: &id, dialled: dialled.get(), pipe };
        let plan = terminal.plan(&call, errand).unwrap();
        let title = title(terminal, errand);
        page.row(&machine, &title, &plan);
        scripts.extend(plan.arguments.iter().filter_map(|argument| match argument {
            Argument::Script(text) => Some(text.expose_secret().to_owned()),
            _ => None,
        }));
    }
    scripts.dedup();
    for script in scripts {
        page.heading("SCRIPT");
        page.text.push_str(&short(&script));
    }
    page.heading("The test of a terminal: `test` in place of `run`, and else only here");
    for terminal in &found {
        let errand = Errand::Test { run: &id };
        let plan = terminal.plan(&call, errand).unwrap();
        if terminal.own_client().is_some() {
            page.row(&machine, &title(terminal, errand), &plan);
        }
    }
}

fn title(terminal: &Terminal, errand: Errand<'_>) -> String {
    let environment = match terminal.environment {
        EnvironmentSource::Given => "environment as given",
        EnvironmentSource::RunningInstance => "environment of a running instance",
        EnvironmentSource::Unknown => "environment not known",
    };
    let heard = if terminal.calls_back(errand) { "" } else { ", cannot call back" };
    format!("{} ({}), {environment}{heard}", terminal.id, terminal.name)
}

#[cfg(unix)]
#[test]
fn every_client_of_linux_is_started_exactly_so() {
    insta::with_settings!({ prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("linux", page(Os::Linux));
    });
}

#[cfg(unix)]
#[test]
fn every_client_of_macos_is_started_exactly_so() {
    insta::with_settings!({ prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("macos", page(Os::MacOs));
    });
}

#[test]
fn every_client_of_windows_is_started_exactly_so() {
    insta::with_settings!({ prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("windows", page(Os::Windows));
    });
}

/// The order of the rows is that of the search: what stands above wins over all below.
#[test]
fn of_several_win_boxes_the_first_on_the_page_is_taken() {
    for (os, places) in WIN_BOX.iter().filter(|(os, _)| cfg!(unix) || *os == Os::Windows) {
        let machine = machine(*os);
        machine.install("on-path/flatpak");
        for place in places.iter().rev() {
            let program = machine.install(place);
            let found = locate::win_box(&machine.surroundings(), None).unwrap().unwrap();
            if !place.contains("flatpak") {
                assert_eq!(found.path(), program, "{os:?}");
            }
        }
    }
}
