use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::*;
use crate::launch::surroundings::tests::surroundings;

/// A machine in a folder: programs are put where an installer would. Only on Unix can it be one of another system:
/// Windows knows neither its paths nor what makes a file there a program.
pub(crate) struct Machine {
    folder: TempDir,
    os: Os,
    variables: Vec<(String, String)>,
}

impl Machine {
    pub(crate) fn new(os: Os) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let at = |path: &str| folder.path().join(path).to_str().unwrap().to_owned();
        let variables = match os {
            Os::Windows => vec![
                ("Path".into(), at("on-path")),
                ("LOCALAPPDATA".into(), at("local")),
                ("ProgramFiles".into(), at("programs")),
                ("ProgramData".into(), at("shared")),
                ("USERPROFILE".into(), at("home")),
                ("SystemDrive".into(), at("drive")),
                ("SystemRoot".into(), at("windows")),
            ],
            Os::Linux | Os::MacOs => vec![("PATH".into(), at("on-path")), ("HOME".into(), at("home"))],
        };
        Self { folder, os, variables }
    }

    pub(crate) fn with_variable(mut self, name: &str, value: &str) -> Self {
        self.variables.push((name.into(), value.into()));
        self
    }

    pub(crate) fn os(&self) -> Os {
        self.os
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub(crate) fn file(&self, path: &str, text: &str) -> PathBuf {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    }

    pub(crate) fn install(&self, path: &str) -> PathBuf {
        let path = self.file(path, "");
        #[cfg(unix)]
        fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
        path
    }

    pub(crate) fn surroundings(&self) -> Surroundings {
        let variables: Vec<(&str, &str)> =
            self.variables.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        surroundings(self.os, &variables).with_root(self.folder.path().to_owned())
    }

    fn win_box(&self) -> Option<WinBox> {
        win_box(&self.surroundings(), None).unwrap()
    }
}

fn native(path: &Path) -> WinBox {
    WinBox::Native(path.to_owned())
}

#[cfg(unix)]
#[test]
fn on_linux_the_real_winbox_comes_before_what_may_be_wine() {
    let machine = Machine::new(Os::Linux);
    assert_eq!(machine.win_box(), None);
    let snap = machine.install("snap/bin/winbox");
    assert_eq!(machine.win_box(), Some(native(&snap)));
    let maybe_wine = machine.install("on-path/winbox");
    assert_eq!(machine.win_box(), Some(native(&maybe_wine)));
    let flatpak = machine.install("on-path/flatpak");
    assert_eq!(machine.win_box(), Some(native(&maybe_wine)), "flatpak alone is no WinBox");
    machine.install("var/lib/flatpak/exports/bin/com.mikrotik.WinBox");
    assert_eq!(machine.win_box(), Some(WinBox::Flatpak(flatpak)));
    let own = machine.install("home/.local/bin/WinBox");
    assert_eq!(machine.win_box(), Some(native(&own)));
    let unpacked = machine.install("opt/winbox4/WinBox");
    assert_eq!(machine.win_box(), Some(native(&unpacked)));
    let on_path = machine.install("on-path/WinBox");
    assert_eq!(machine.win_box(), Some(native(&on_path)));
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_run_is_no_winbox() {
    let machine = Machine::new(Os::Linux);
    machine.file("on-path/WinBox", "");
    fs::create_dir_all(machine.path("on-path/winbox4")).unwrap();
    assert_eq!(machine.win_box(), None);
}

#[cfg(unix)]
#[test]
fn the_choice_of_the_settings_comes_first_and_is_never_replaced() {
    let machine = Machine::new(Os::Linux);
    machine.install("on-path/WinBox");
    let own = machine.install("home/My WinBox/WinBox");
    let here = machine.surroundings();
    assert_eq!(win_box(&here, Some(&own)), Ok(Some(native(&own))));
    let gone = machine.path("home/gone");
    assert_eq!(win_box(&here, Some(&gone)), Err(ChoiceProblem::Missing));
    assert_eq!(win_box(&here, Some(Path::new("WinBox"))), Err(ChoiceProblem::NotAbsolute));
    let text = machine.file("home/notes.txt", "");
    assert_eq!(win_box(&here, Some(&text)), Err(ChoiceProblem::NotAProgram));
    let folder = machine.path("home");
    assert_eq!(win_box(&here, Some(&folder)), Err(ChoiceProblem::NotAProgram));
}

#[cfg(unix)]
#[test]
fn a_windows_program_on_linux_needs_wine() {
    let machine = Machine::new(Os::Linux);
    let exe = machine.file("home/winbox64.exe", "");
    assert_eq!(win_box(&machine.surroundings(), Some(&exe)), Err(ChoiceProblem::NoWine));
    let wine = machine.install("on-path/wine");
    assert_eq!(win_box(&machine.surroundings(), Some(&exe)), Ok(Some(WinBox::Wine { wine, exe })));
}

#[cfg(unix)]
#[test]
fn on_macos_the_application_is_found_and_can_be_chosen_as_such() {
    let machine = Machine::new(Os::MacOs);
    let own = machine.install("home/Applications/WinBox.app/Contents/MacOS/WinBox");
    assert_eq!(machine.win_box(), Some(native(&own)));
    let shared = machine.install("Applications/WinBox.app/Contents/MacOS/WinBox");
    assert_eq!(machine.win_box(), Some(native(&shared)));
    let chosen = machine.path("home/Applications/WinBox.app");
    assert_eq!(win_box(&machine.surroundings(), Some(&chosen)), Ok(Some(native(&own))));
}

#[test]
fn on_windows_every_package_manager_is_known() {
    for place in [
        "drive/winbox64.exe",
        "shared/chocolatey/lib/winbox/tools/winbox.exe",
        "home/scoop/apps/winbox/current/winbox64.exe",
        "programs/WinGet/Links/WinBox.exe",
        "local/Microsoft/WinGet/Packages/Mikrotik.Winbox_Microsoft.Winget.Source_8wekyb3d8bbwe/WinBox.exe",
        "local/Microsoft/WinGet/Links/WinBox.exe",
        "on-path/WinBox.exe",
    ] {
        let machine = Machine::new(Os::Windows);
        let program = machine.install(place);
        assert_eq!(machine.win_box(), Some(native(&program)), "{place}");
    }
}

#[test]
fn on_windows_a_shim_is_passed_over_for_the_program_behind_it() {
    let machine = Machine::new(Os::Windows);
    let (shims, behind) = (machine.path("home/scoop/shims"), "home/scoop/apps/winbox/current/winbox64.exe");
    let machine = machine.with_variable("Path", shims.to_str().unwrap());
    machine.install("home/scoop/shims/WinBox.exe");
    assert_eq!(machine.win_box(), None);
    let program = machine.install(behind);
    assert_eq!(machine.win_box(), Some(native(&program)));
    let machine = Machine::new(Os::Windows);
    let shims = machine.path("chocolatey/bin");
    let machine = machine.with_variable("Path", shims.to_str().unwrap());
    machine.install("chocolatey/bin/WinBox.exe");
    assert_eq!(machine.win_box(), None);
}

#[test]
fn on_windows_a_batch_file_is_never_taken() {
    let machine = Machine::new(Os::Windows);
    let batch = machine.install("on-path/winbox.bat");
    machine.install("on-path/WinBox.cmd");
    assert_eq!(machine.win_box(), None);
    assert_eq!(win_box(&machine.surroundings(), Some(&batch)), Err(ChoiceProblem::NotAProgram));
}

#[test]
fn ssh_of_windows_comes_before_what_lies_on_the_path() {
    let machine = Machine::new(Os::Windows);
    assert_eq!(ssh(&machine.surroundings()), None);
    let foreign = machine.install("on-path/ssh.exe");
    assert_eq!(ssh(&machine.surroundings()), Some(foreign));
    let inbox = machine.install("windows/System32/OpenSSH/ssh.exe");
    assert_eq!(ssh(&machine.surroundings()), Some(inbox));
}

#[cfg(unix)]
#[test]
fn ssh_is_found_on_the_path_and_in_its_usual_place() {
    let machine = Machine::new(Os::Linux);
    let usual = machine.install("usr/bin/ssh");
    assert_eq!(ssh(&machine.surroundings()), Some(usual));
    let on_path = machine.install("on-path/ssh");
    assert_eq!(ssh(&machine.surroundings()), Some(on_path));
}

#[cfg(windows)]
#[test]
fn the_path_of_windows_is_searched_for_exe_files_in_whole_folders_alone() {
    let machine = Machine::new(Os::Windows);
    let at = |folder: &str| machine.path(folder).to_str().unwrap().to_owned();
    let here = std::env::current_dir().unwrap();
    let root_of_drive = here.ancestors().last().unwrap().to_str().unwrap().replace('\\', "");
    let path = format!(".;bin;;\\on-path;{root_of_drive}bin;{};\"{}\"", at("first"), at("a;b"));
    let machine = machine.with_variable("Path", &path).with_variable("PATHEXT", ".CMD;.BAT;.COM");
    assert_eq!(machine.surroundings().program_folders(), [machine.path("first"), machine.path("a;b")]);
    for other in
        ["first/ssh", "first/ssh.cmd", "first/ssh.bat", "first/ssh.com", "a;b/ssh.exe.cmd", "on-path/ssh.exe"]
    {
        machine.install(other);
    }
    fs::create_dir_all(machine.path("first/ssh.exe")).unwrap();
    assert_eq!(ssh(&machine.surroundings()), None);
    let program = machine.install("a;b/SSH.EXE");
    let found = ssh(&machine.surroundings()).unwrap();
    assert_eq!(fs::canonicalize(found).unwrap(), fs::canonicalize(program).unwrap());
}
