//! Starting when the user logs in: an entry where the system looks for such programs, for this user alone.
//!
//! What each system wants is a text, built by pure functions; only the place differs.

use std::io;
use std::path::PathBuf;

use crate::start::Environment;

/// The argument of a start without a window.
/// Starts without a window.
pub(crate) const BACKGROUND: &str = "--background";

/// The entry of this program.
#[derive(Clone, Debug)]
pub struct LoginItem {
    program: PathBuf,
    place: place::Place,
}

impl LoginItem {
    /// `None` where it is not known which program this is, or where its entry belongs.
    pub fn of_this_program(environment: &Environment) -> Option<Self> {
        Some(Self { program: environment.own_program()?, place: place::Place::find(environment)? })
    }

    /// Whether the entry is there and in force. `None` where that cannot be known.
    pub fn is_set(&self) -> Option<bool> {
        self.place.read().map(|entry| entry.is_some_and(|entry| place::is_in_force(&entry))).ok()
    }

    /// Puts the entry there, or takes it away.
    pub fn set(&self, on: bool) -> io::Result<()> {
        if on { self.place.write(&place::entry(&self.program)?) } else { self.place.remove() }
    }
}

/// Linux: the Desktop Application Autostart Specification of freedesktop.org.
#[cfg(target_os = "linux")]
use freedesktop as place;
#[cfg(target_os = "macos")]
use launch_agent as place;
#[cfg(windows)]
use run_key as place;

/// An entry that is a file.
#[cfg(unix)]
mod file {
    use std::fs;
    use std::io;
    use std::path::PathBuf;

    #[derive(Clone, Debug)]
    pub(super) struct Entry(pub(super) PathBuf);

    impl Entry {
        pub(super) fn read(&self) -> io::Result<Option<String>> {
            match fs::read_to_string(&self.0) {
                Ok(text) => Ok(Some(text)),
                Err(problem) if problem.kind() == io::ErrorKind::NotFound => Ok(None),
                Err(problem) => Err(problem),
            }
        }

        pub(super) fn write(&self, text: &str) -> io::Result<()> {
            if let Some(folder) = self.0.parent() {
                fs::create_dir_all(folder)?;
            }
            fs::write(&self.0, text)
        }

        pub(super) fn remove(&self) -> io::Result<()> {
            match fs::remove_file(&self.0) {
                Err(problem) if problem.kind() != io::ErrorKind::NotFound => Err(problem),
                _ => Ok(()),
            }
        }
    }
}

#[cfg(any(target_os = "linux", test))]
mod freedesktop {
    use std::io;
    use std::path::Path;

    use super::BACKGROUND;
    #[cfg(target_os = "linux")]
    use super::Environment;

    #[cfg(target_os = "linux")]
    pub(super) use super::file::Entry as Place;

    #[cfg(target_os = "linux")]
    impl Place {
        pub(super) fn find(environment: &Environment) -> Option<Self> {
            Some(Self(environment.config_home()?.join("autostart").join("altostrat-launcher.desktop")))
        }
    }

    /// A desktop entry. `TryExec` lets the system pass over it when the program is gone.
    pub(super) fn entry(program: &Path) -> io::Result<String> {
        let path = program
            .to_str()
            .filter(|path| !path.contains(['\n', '\r']))
            .ok_or(io::ErrorKind::InvalidInput)?;
        Ok(format!(
            "[Desktop Entry]\nType=Application\nName=Altostrat Launcher\nTryExec={}\nExec={} {BACKGROUND}\n\
             Icon=altostrat-launcher\nTerminal=false\nStartupNotify=false\nX-GNOME-Autostart-enabled=true\n",
            escaped(path),
            escaped(&quoted(path)),
        ))
    }

    /// An argument as the key `Exec` wants it: in double quotes, with what is special there behind a backslash, and
    /// without field codes.
    fn quoted(text: &str) -> String {
        let mut quoted = String::from("\"");
        for letter in text.chars() {
            if matches!(letter, '"' | '`' | '$' | '\\') {
                quoted.push('\\');
            }
            quoted.push(letter);
            if letter == '%' {
                quoted.push('%');
            }
        }
        quoted + "\""
    }

    /// Every value of an entry is a string in which a backslash is doubled.
    fn escaped(value: &str) -> String {
        value.replace('\\', r"\\")
    }

    /// Desktops switch an entry off by a line in it.
    pub(super) fn is_in_force(entry: &str) -> bool {
        let off = ["Hidden=true", "X-GNOME-Autostart-enabled=false"];
        !entry.lines().any(|line| off.contains(&line.trim()))
    }
}

#[cfg(any(target_os = "macos", test))]
mod launch_agent {
    use std::io;
    use std::path::Path;

    use super::BACKGROUND;
    #[cfg(target_os = "macos")]
    use super::Environment;

    #[cfg(target_os = "macos")]
    pub(super) use super::file::Entry as Place;

    const LABEL: &str = "io.altostrat.launcher";

    #[cfg(target_os = "macos")]
    impl Place {
        pub(super) fn find(environment: &Environment) -> Option<Self> {
            Some(Self(environment.home()?.join("Library/LaunchAgents").join(format!("{LABEL}.plist"))))
        }
    }

    /// A property list for `launchd`, as `launchd.plist(5)` describes it.
    pub(super) fn entry(program: &Path) -> io::Result<String> {
        let path = program.to_str().ok_or(io::ErrorKind::InvalidInput)?;
        let path = path.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        Ok(format!(
            r#"<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>Label</key><string>{LABEL}</string>
  <key>ProgramArguments</key>
  <array><string>{path}</string><string>{BACKGROUND}</string></array>
  <key>RunAtLoad</key><true/>
  <key>ProcessType</key><string>Interactive</string>
</dict>
</plist>
"#
        ))
    }

    #[cfg(target_os = "macos")]
    pub(super) fn is_in_force(_entry: &str) -> bool {
        true
    }
}

#[cfg(any(windows, test))]
mod run_key {
    use std::io;
    use std::path::Path;

    use super::BACKGROUND;

    /// A command line for `HKEY_CURRENT_USER\Software\Microsoft\Windows\CurrentVersion\Run`. No path holds a quote.
    pub(super) fn entry(program: &Path) -> io::Result<String> {
        let path = program.to_str().filter(|path| !path.contains('"')).ok_or(io::ErrorKind::InvalidInput)?;
        Ok(format!("\"{path}\" {BACKGROUND}"))
    }

    #[cfg(windows)]
    pub(super) fn is_in_force(_entry: &str) -> bool {
        true
    }

    #[cfg(windows)]
    pub(super) use registry::Place;

    #[cfg(windows)]
    mod registry {
        use std::io;

        use windows_registry::CURRENT_USER;

        use super::super::Environment;

        const KEY: &str = r"Software\Microsoft\Windows\CurrentVersion\Run";
        const NAME: &str = "Altostrat Launcher";

        /// The path of the key below the user's own.
        #[derive(Clone, Debug)]
        pub(in super::super) struct Place(pub(in super::super) String);

        impl Place {
            #[expect(clippy::unnecessary_wraps, reason = "on other systems it may not be known")]
            pub(in super::super) fn find(_environment: &Environment) -> Option<Self> {
                Some(Self(KEY.to_owned()))
            }

            pub(in super::super) fn read(&self) -> io::Result<Option<String>> {
                let key = CURRENT_USER.create(&self.0).map_err(io::Error::from)?;
                Ok(key.get_string(NAME).ok())
            }

            pub(in super::super) fn write(&self, text: &str) -> io::Result<()> {
                let key = CURRENT_USER.create(&self.0).map_err(io::Error::from)?;
                key.set_string(NAME, text).map_err(io::Error::from)
            }

            pub(in super::super) fn remove(&self) -> io::Result<()> {
                if self.read()?.is_none() {
                    return Ok(());
                }
                let key = CURRENT_USER.create(&self.0).map_err(io::Error::from)?;
                key.remove_value(NAME).map_err(io::Error::from)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn a_desktop_entry_names_the_program_whatever_its_path() {
        let entry = |path: &str| freedesktop::entry(Path::new(path)).unwrap();
        let plain = entry("/usr/bin/altostrat-launcher");
        assert!(plain.contains("\nExec=\"/usr/bin/altostrat-launcher\" --background\n"), "{plain}");
        assert!(plain.contains("\nTryExec=/usr/bin/altostrat-launcher\n"));
        let odd = entry("/opt/100% $mine/\"a\\b`");
        assert!(odd.contains(r#"Exec="/opt/100%% \\$mine/\\"a\\\\b\\`" --background"#), "{odd}");
        assert!(freedesktop::entry(Path::new("/a\nExec=evil")).is_err());
    }

    #[test]
    fn an_entry_that_the_desktop_has_switched_off_is_not_in_force() {
        let entry = freedesktop::entry(Path::new("/usr/bin/x")).unwrap();
        assert!(freedesktop::is_in_force(&entry));
        assert!(!freedesktop::is_in_force(&format!("{entry}Hidden=true\n")));
        assert!(!freedesktop::is_in_force(&entry.replace("enabled=true", "enabled=false")));
    }

    #[test]
    fn macos_and_windows_are_told_the_whole_path() {
        let agent = launch_agent::entry(Path::new("/Applications/A & B <1>.app/x y")).unwrap();
        assert!(agent.contains("<string>/Applications/A &amp; B &lt;1&gt;.app/x y</string>"), "{agent}");
        assert!(agent.contains("<string>--background</string>"));
        let value = run_key::entry(Path::new(r"C:\Program Files\Altostrat\launcher.exe")).unwrap();
        assert_eq!(value, "\"C:\\Program Files\\Altostrat\\launcher.exe\" --background");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_entry_comes_and_goes_in_the_folder_the_environment_names() {
        let folder = tempfile::tempdir().unwrap();
        let environment =
            Environment::from_variables([("XDG_CONFIG_HOME".into(), folder.path().as_os_str().to_owned())]);
        let item = LoginItem::of_this_program(&environment).unwrap();
        assert_eq!(item.is_set(), Some(false));
        item.set(true).unwrap();
        assert_eq!(item.is_set(), Some(true));
        let file = folder.path().join("autostart/altostrat-launcher.desktop");
        assert!(std::fs::read_to_string(&file).unwrap().contains("--background"));
        item.set(false).unwrap();
        item.set(false).unwrap();
        assert_eq!((item.is_set(), file.exists()), (Some(false), false));
        std::fs::create_dir(&file).unwrap();
        assert_eq!(item.is_set(), None, "it cannot be known");
        assert!(item.set(true).is_err());
    }

    /// In a key of the test's own, so that nothing starts with the system because of it.
    #[cfg(windows)]
    #[test]
    fn the_value_comes_and_goes_in_the_registry() {
        let key = format!(r"Software\Altostrat Launcher test {}", std::process::id());
        let program = PathBuf::from(r"C:\Program Files\Zoë\altostrat-launcher.exe");
        let item = LoginItem { program, place: place::Place(key.clone()) };
        assert_eq!(item.is_set(), Some(false));
        item.set(false).unwrap();
        item.set(true).unwrap();
        assert_eq!(item.is_set(), Some(true));
        let written =
            windows_registry::CURRENT_USER.open(&key).unwrap().get_string("Altostrat Launcher").unwrap();
        assert_eq!(written, "\"C:\\Program Files\\Zoë\\altostrat-launcher.exe\" --background");
        item.set(false).unwrap();
        assert_eq!(item.is_set(), Some(false));
        windows_registry::CURRENT_USER.remove_tree(&key).unwrap();
    }
}
