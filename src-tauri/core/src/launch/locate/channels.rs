//! The ways in which WinBox comes onto a machine: packages, installers and the maker's own instructions.

use std::fs;
use std::path::{MAIN_SEPARATOR, Path, PathBuf};

use super::application_folders;
use crate::launch::surroundings::{Os, Surroundings};
use crate::launch::winbox::WinBox;

/// Programs inside an application of macOS that take WinBox's arguments: the maker's own, and WinBox 3 with a
/// Wine of its own (`Winbox-mac.app`), whose script passes them on whole.
pub(super) const INSIDE: [&str; 2] = ["WinBox", "winbox-mac"];

/// Where one channel puts WinBox.
pub(super) enum Channel {
    /// A program of this name in `PATH`.
    OnPath(&'static str),
    /// A path that is the same for all users.
    Everyones(&'static str),
    /// Below the user's home.
    Own(&'static str),
    /// Below the folder that this variable names.
    Below(&'static str, &'static str),
    /// A package folder of winget below a variable's folder. Its full name holds the name of the source.
    Winget { variable: &'static str, below: &'static str, package: &'static str },
    /// In the top folder of the system's drive.
    OnDrive(&'static str),
    /// An application of macOS, with or without an installer.
    Application { bundle: &'static str, program: &'static str },
    /// `com.mikrotik.WinBox`, for this user or for all.
    Flatpak,
}

use Channel::{Application, Below, Everyones, Flatpak, OnDrive, OnPath, Own, Winget};

/// The channels of a system in the order they are looked at.
pub(super) fn of(os: Os) -> &'static [Channel] {
    match os {
        Os::Linux => LINUX,
        Os::MacOs => MAC,
        Os::Windows => WINDOWS,
    }
}

const LINUX: &[Channel] = &[
    OnPath("WinBox"),
    OnPath("winbox4"),
    OnPath("winbox-beta"),
    Everyones("/usr/bin/WinBox"),
    Everyones("/opt/winbox4/WinBox"),
    Own(".local/bin/WinBox"),
    Flatpak,
    // From here on it may be an old WinBox under Wine.
    OnPath("winbox"),
    Everyones("/snap/bin/winbox"),
    Everyones("/var/lib/snapd/snap/bin/winbox"),
];

const MAC: &[Channel] = &[
    Application { bundle: "WinBox.app", program: INSIDE[0] },
    Application { bundle: "Winbox-mac.app", program: INSIDE[1] },
];

const WINDOWS: &[Channel] = &[
    OnPath("WinBox"),
    OnPath("winbox64"),
    Below("LOCALAPPDATA", "Microsoft/WinGet/Links/WinBox.exe"),
    Winget { variable: "LOCALAPPDATA", below: "Microsoft/WinGet/Packages", package: "Mikrotik.Winbox_" },
    Below("ProgramFiles", "WinGet/Links/WinBox.exe"),
    Winget { variable: "ProgramFiles", below: "WinGet/Packages", package: "Mikrotik.Winbox_" },
    Winget { variable: "LOCALAPPDATA", below: "Microsoft/WinGet/Packages", package: "Mikrotik.Winbox.Beta_" },
    Winget { variable: "ProgramFiles", below: "WinGet/Packages", package: "Mikrotik.Winbox.Beta_" },
    Below("SCOOP", "apps/winbox/current/winbox64.exe"),
    Below("SCOOP", "apps/winbox/current/winbox.exe"),
    Own("scoop/apps/winbox/current/winbox64.exe"),
    Own("scoop/apps/winbox/current/winbox.exe"),
    Below("SCOOP_GLOBAL", "apps/winbox/current/winbox64.exe"),
    Below("ProgramData", "scoop/apps/winbox/current/winbox64.exe"),
    Below("ChocolateyInstall", "lib/winbox/tools/winbox.exe"),
    Below("ProgramData", "chocolatey/lib/winbox/tools/winbox.exe"),
    OnDrive("winbox64.exe"),
    OnDrive("winbox.exe"),
];

impl Channel {
    /// The WinBox that came this way, if one did.
    pub(super) fn find(&self, surroundings: &Surroundings) -> Option<WinBox> {
        let places: Vec<PathBuf> = match *self {
            OnPath(name) => {
                surroundings.all_in_path(name).filter(|path| !is_shim(surroundings, path)).collect()
            }
            Everyones(path) => vec![surroundings.system(path)],
            Own(path) => vec![join(&surroundings.home()?, path)],
            Below(variable, path) => vec![join(&surroundings.folder(variable)?, path)],
            Winget { variable, below, package } => {
                let folder = surroundings.folder(variable)?;
                packages(&join(&folder, below), package)
            }
            OnDrive(name) => {
                let drive = surroundings.variable("SystemDrive")?.to_str()?;
                vec![PathBuf::from(format!("{drive}{MAIN_SEPARATOR}")).join(name)]
            }
            Application { bundle, program } => {
                let inside = |folder: PathBuf| folder.join(bundle).join("Contents/MacOS").join(program);
                application_folders(surroundings).into_iter().map(inside).collect()
            }
            Flatpak => return flatpak(surroundings),
        };
        places.into_iter().find(|path| surroundings.is_program(path)).map(WinBox::Native)
    }
}

/// Joins a path that is written here with `/`, in the system's own way.
fn join(folder: &Path, below: &str) -> PathBuf {
    folder.join(below.split('/').collect::<PathBuf>())
}

/// The programs in winget's package folders whose names begin so.
fn packages(folder: &Path, package: &str) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_name().to_str().is_some_and(|name| name.starts_with(package)))
        .map(|entry| entry.path().join("WinBox.exe"))
        .collect();
    found.sort();
    found
}

/// A stand-in that scoop or chocolatey puts in `PATH`. It writes the argument list anew on its way to the real
/// program, which has a channel of its own.
fn is_shim(surroundings: &Surroundings, program: &Path) -> bool {
    if surroundings.os() != Os::Windows {
        return false;
    }
    let mut folders = program.ancestors().skip(1).filter_map(|folder| folder.file_name()?.to_str());
    let (inner, outer) = (folders.next().unwrap_or_default(), folders.next().unwrap_or_default());
    (inner.eq_ignore_ascii_case("shims") && outer.eq_ignore_ascii_case("scoop"))
        || (inner.eq_ignore_ascii_case("bin") && outer.eq_ignore_ascii_case("chocolatey"))
        || surroundings.folder("SCOOP").is_some_and(|scoop| program.starts_with(scoop.join("shims")))
        || surroundings.folder("ChocolateyInstall").is_some_and(|root| program.starts_with(root.join("bin")))
}

fn flatpak(surroundings: &Surroundings) -> Option<WinBox> {
    const EXPORT: &str = "flatpak/exports/bin/com.mikrotik.WinBox";
    let program = surroundings.in_path("flatpak")?;
    let data = surroundings
        .folder("XDG_DATA_HOME")
        .or_else(|| surroundings.home().map(|home| home.join(".local/share")))
        .map(|data| data.join(EXPORT));
    let installed = data.into_iter().chain([surroundings.system("/var/lib").join(EXPORT)]);
    installed
        .into_iter()
        .any(|export| fs::symlink_metadata(export).is_ok())
        .then_some(WinBox::Flatpak(program))
}
