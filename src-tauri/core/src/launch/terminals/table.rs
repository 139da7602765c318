//! How each known terminal is found and takes a command, from the terminals' own manuals and sources.
//!
//! Only forms that take the command as separate arguments, or as a file, are listed. Terminals that take one
//! string and split it (tilix, lxterminal, sakura) have no safe form and are left out, as are clients that depend
//! on a server's mood (footclient, yakuake).

use super::EnvironmentSource;

/// A terminal that may be here.
pub(super) struct Entry {
    /// Names it in the settings.
    pub(super) id: &'static str,
    /// For display; a name of its own, the same in every language.
    pub(super) name: &'static str,
    pub(super) found: Found,
    pub(super) form: Form,
    pub(super) environment: EnvironmentSource,
}

/// Where it is looked for. Nothing is started to find out.
pub(super) enum Found {
    /// It is part of the system.
    Always,
    /// A program of this name in `PATH`.
    OnPath(&'static str),
    /// An application of macOS: the name of its bundle, without `.app`.
    Application(&'static str),
    /// An app execution alias of Windows.
    Alias(&'static str),
    /// A program of Windows: in this folder below `ProgramFiles`, else in `PATH`.
    Installed { folder: &'static str, program: &'static str },
}

/// How it is told to run a command.
pub(super) enum Form {
    /// These words, then the command.
    Words(&'static [&'static str]),
    /// As [`Form::Words`], but it cannot take an argument with a semicolon in it.
    WordsWithoutSemicolon(&'static [&'static str]),
    /// The program of this name inside the bundle, these words, then the command (macOS).
    Inside { program: &'static str, before: &'static [&'static str] },
    /// `open`, these words, then the command (macOS).
    Open(&'static [&'static str]),
    /// `open -a <application> <script>` (macOS). Needs no permission, as Apple events do.
    Script(&'static str),
    /// The command itself, in a console window of the system's choice (Windows).
    OwnConsole,
    /// An SSH client with a window of its own, which takes no command but the session itself.
    PuTTY,
}

const fn on_path(
    id: &'static str,
    name: &'static str,
    before: &'static [&'static str],
    environment: EnvironmentSource,
) -> Entry {
    Entry { id, name, found: Found::OnPath(id), form: Form::Words(before), environment }
}

const fn application(
    id: &'static str,
    name: &'static str,
    bundle: &'static str,
    form: Form,
    environment: EnvironmentSource,
) -> Entry {
    Entry { id, name, found: Found::Application(bundle), form, environment }
}

use EnvironmentSource::{Given, RunningInstance, Unknown};

/// In the order they are tried when nothing says better. Here an id is the name of the program.
pub(super) const LINUX: &[Entry] = &[
    on_path("xdg-terminal-exec", "Default terminal (xdg-terminal-exec)", &[], Unknown),
    on_path("x-terminal-emulator", "Default terminal (x-terminal-emulator)", &["-e"], Unknown),
    on_path("ptyxis", "Ptyxis", &["--new-window", "--"], Unknown),
    on_path("kgx", "GNOME Console", &["--"], RunningInstance),
    // Its client sends its whole environment to the server.
    on_path("gnome-terminal", "GNOME Terminal", &["--"], Given),
    // A process of its own, so that it cannot be a tab with another environment.
    on_path("konsole", "Konsole", &["--separate", "-e"], Given),
    on_path("xfce4-terminal", "Xfce Terminal", &["--disable-server", "-x"], Given),
    on_path("mate-terminal", "MATE Terminal", &["-x"], Unknown),
    on_path("qterminal", "QTerminal", &["-e"], Given),
    on_path("cosmic-term", "COSMIC Terminal", &["-e"], Given),
    on_path("deepin-terminal", "Deepin Terminal", &["-x"], Unknown),
    on_path("io.elementary.terminal", "elementary Terminal", &["-x"], Unknown),
    on_path("kitty", "kitty", &[], Given),
    on_path("alacritty", "Alacritty", &["-e"], Given),
    on_path("wezterm", "WezTerm", &["start", "--always-new-process", "--"], Given),
    on_path("ghostty", "Ghostty", &["-e"], Given),
    on_path("foot", "foot", &[], Given),
    on_path("contour", "Contour", &["execute"], Unknown),
    on_path("terminator", "Terminator", &["-x"], Unknown),
    on_path("roxterm", "ROXTerm", &["-x"], Unknown),
    on_path("urxvt", "rxvt-unicode", &["-e"], Given),
    on_path("st", "st", &["-e"], Given),
    on_path("xterm", "XTerm", &["-e"], Given),
];

/// The terminals a desktop comes with, newest first. `desktop` is in small letters.
pub(super) fn of_desktop(desktop: &str) -> &'static [&'static str] {
    match desktop {
        "gnome" | "ubuntu" | "unity" | "budgie" => &["ptyxis", "kgx", "gnome-terminal"],
        "kde" => &["konsole"],
        "xfce" => &["xfce4-terminal"],
        "mate" => &["mate-terminal"],
        "x-cinnamon" | "cinnamon" => &["gnome-terminal"],
        "lxqt" => &["qterminal"],
        "cosmic" => &["cosmic-term"],
        "deepin" => &["deepin-terminal"],
        "pantheon" => &["io.elementary.terminal"],
        _ => &[],
    }
}

pub(super) const MAC: &[Entry] = &[
    application("terminal", "Terminal", "Terminal", Form::Script("Terminal"), RunningInstance),
    application("iterm2", "iTerm2", "iTerm", Form::Script("iTerm"), RunningInstance),
    application(
        "ghostty",
        "Ghostty",
        "Ghostty",
        // The only way it can be started with a command on macOS.
        Form::Open(&["-na", "Ghostty.app", "--args", "-e"]),
        Unknown,
    ),
    application("kitty", "kitty", "kitty", Form::Inside { program: "kitty", before: &[] }, Given),
    application(
        "alacritty",
        "Alacritty",
        "Alacritty",
        Form::Inside { program: "alacritty", before: &["-e"] },
        Given,
    ),
    application(
        "wezterm",
        "WezTerm",
        "WezTerm",
        Form::Inside { program: "wezterm", before: &["start", "--always-new-process", "--"] },
        Given,
    ),
];

pub(super) const WINDOWS: &[Entry] = &[
    Entry {
        id: "console",
        name: "Default console",
        found: Found::Always,
        form: Form::OwnConsole,
        environment: Given,
    },
    Entry {
        id: "windows-terminal",
        name: "Windows Terminal",
        found: Found::Alias("wt.exe"),
        // It splits every argument at a semicolon.
        form: Form::WordsWithoutSemicolon(&["-w", "new", "new-tab", "--title", "Altostrat", "--"]),
        environment: Unknown,
    },
    Entry {
        id: "putty",
        name: "PuTTY",
        found: Found::Installed { folder: "PuTTY", program: "putty" },
        form: Form::PuTTY,
        environment: Given,
    },
    Entry {
        id: "kitty-windows",
        name: "KiTTY",
        found: Found::Installed { folder: "KiTTY", program: "kitty" },
        form: Form::PuTTY,
        environment: Given,
    },
];
