//! How each known terminal takes a command, from the terminals' own manuals and sources.

use super::TerminalId;

/// A terminal of Linux. `id` is the name of its program.
pub(super) struct Known {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    /// Stands before the command. Only forms that take the command as separate arguments are listed.
    pub(super) before: &'static [&'static str],
}

const fn known(id: &'static str, name: &'static str, before: &'static [&'static str]) -> Known {
    Known { id, name, before }
}

/// In the order they are tried when nothing says better. Terminals that take one string to be split (tilix,
/// lxterminal, sakura) are left out: they have no safe form.
pub(super) const LINUX: &[Known] = &[
    known("xdg-terminal-exec", "Default terminal (xdg-terminal-exec)", &[]),
    known("x-terminal-emulator", "Default terminal (x-terminal-emulator)", &["-e"]),
    known("ptyxis", "Ptyxis", &["--new-window", "--"]),
    known("kgx", "GNOME Console", &["--"]),
    known("gnome-terminal", "GNOME Terminal", &["--"]),
    // A process of its own, so that it cannot be a tab with another environment.
    known("konsole", "Konsole", &["--separate", "-e"]),
    known("xfce4-terminal", "Xfce Terminal", &["--disable-server", "-x"]),
    known("mate-terminal", "MATE Terminal", &["-x"]),
    known("qterminal", "QTerminal", &["-e"]),
    known("cosmic-term", "COSMIC Terminal", &["-e"]),
    known("deepin-terminal", "Deepin Terminal", &["-x"]),
    known("io.elementary.terminal", "elementary Terminal", &["-x"]),
    known("kitty", "kitty", &[]),
    known("alacritty", "Alacritty", &["-e"]),
    known("wezterm", "WezTerm", &["start", "--always-new-process", "--"]),
    known("ghostty", "Ghostty", &["-e"]),
    known("foot", "foot", &[]),
    known("terminator", "Terminator", &["-x"]),
    known("urxvt", "rxvt-unicode", &["-e"]),
    known("st", "st", &["-e"]),
    known("xterm", "XTerm", &["-e"]),
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

/// A terminal of macOS.
pub(super) struct Mac {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    /// Name of the bundle, without `.app`.
    pub(super) application: &'static str,
    pub(super) kind: MacKind,
}

pub(super) enum MacKind {
    /// Runs a `.command` file, without the permission that Apple events need.
    Script,
    /// Through `open`, with these arguments before the command.
    Open(&'static [&'static str]),
    /// The program inside the bundle, with these arguments before the command.
    Inner { program: &'static str, before: &'static [&'static str] },
}

pub(super) const MAC: &[Mac] = &[
    Mac { id: "terminal", name: "Terminal", application: "Terminal", kind: MacKind::Script },
    Mac { id: "iterm2", name: "iTerm2", application: "iTerm", kind: MacKind::Script },
    Mac {
        id: "ghostty",
        name: "Ghostty",
        application: "Ghostty",
        kind: MacKind::Open(&["-na", "Ghostty.app", "--args", "-e"]),
    },
    Mac {
        id: "kitty",
        name: "kitty",
        application: "kitty",
        kind: MacKind::Inner { program: "kitty", before: &[] },
    },
    Mac {
        id: "alacritty",
        name: "Alacritty",
        application: "Alacritty",
        kind: MacKind::Inner { program: "alacritty", before: &["-e"] },
    },
    Mac {
        id: "wezterm",
        name: "WezTerm",
        application: "WezTerm",
        kind: MacKind::Inner { program: "wezterm", before: &["start", "--always-new-process", "--"] },
    },
];

pub(super) const WINDOWS_TERMINAL: TerminalId = TerminalId("windows-terminal");
pub(super) const WINDOWS_TERMINAL_BEFORE: &[&str] = &["-w", "new", "new-tab", "--title", "Altostrat", "--"];
