//! What hands URLs to other programs on this system, and whether something handles those of `winbox:`.

use std::fs;
use std::path::PathBuf;

use crate::launch::surroundings::{Os, Surroundings};
use crate::launch::winbox::UrlOpener;

/// The key of the freedesktop.org "Association between MIME types and applications".
const KEY: &str = "x-scheme-handler/winbox";

/// Finds the system's URL opener, if a handler of `winbox:` is registered (Linux; read from the files of the
/// freedesktop.org MIME applications specification). The other systems have to be asked by the shell.
pub fn winbox_url_opener(surroundings: &Surroundings) -> Option<UrlOpener> {
    if surroundings.os() != Os::Linux {
        return None;
    }
    let is_registered = association_files(surroundings)
        .into_iter()
        .filter_map(|path| fs::read_to_string(path).ok())
        .any(|text| registers(&text));
    let program = is_registered.then(|| surroundings.in_path("xdg-open")).flatten()?;
    Some(UrlOpener { program, before: Vec::new() })
}

/// Finds what opens web addresses in the user's browser. Whether there is a browser the system does not say.
pub fn browser_opener(surroundings: &Surroundings) -> Option<UrlOpener> {
    let opener =
        |program: PathBuf, before| surroundings.is_program(&program).then_some(UrlOpener { program, before });
    match surroundings.os() {
        Os::Linux => {
            let in_path =
                |name: &str, before| Some(UrlOpener { program: surroundings.in_path(name)?, before });
            in_path("xdg-open", Vec::new()).or_else(|| in_path("gio", vec!["open"]))
        }
        Os::MacOs => opener(surroundings.system("/usr/bin/open"), Vec::new()),
        Os::Windows => {
            let system = surroundings.folder("SystemRoot")?.join("System32");
            opener(system.join("rundll32.exe"), vec!["url.dll,FileProtocolHandler"])
        }
    }
}

fn association_files(surroundings: &Surroundings) -> Vec<PathBuf> {
    let home = |below: &str| surroundings.home().map(|home| home.join(below));
    let config = surroundings.folder("XDG_CONFIG_HOME").or_else(|| home(".config"));
    let own_data = surroundings.folder("XDG_DATA_HOME").or_else(|| home(".local/share"));
    let shared_data = match surroundings.variable("XDG_DATA_DIRS") {
        Some(folders) => std::env::split_paths(folders).filter(|folder| folder.is_absolute()).collect(),
        None => vec![surroundings.system("/usr/local/share"), surroundings.system("/usr/share")],
    };
    let mut files: Vec<PathBuf> = config.into_iter().map(|folder| folder.join("mimeapps.list")).collect();
    for data in own_data.into_iter().chain(shared_data) {
        let folder = data.join("applications");
        files.extend([folder.join("mimeapps.list"), folder.join("mimeinfo.cache")]);
    }
    files
}

fn registers(text: &str) -> bool {
    let mut counts = false;
    for line in text.lines().map(str::trim) {
        if line.starts_with('[') {
            counts = matches!(line, "[Default Applications]" | "[Added Associations]" | "[MIME Cache]");
        } else if counts
            && let Some((key, handlers)) = line.split_once('=')
            && key.trim_end() == KEY
            && handlers.split(';').any(|handler| !handler.trim().is_empty())
        {
            return true;
        }
    }
    false
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;
    use crate::launch::locate::tests::Machine;

    #[test]
    fn a_registered_handler_is_found_in_every_file_of_the_specification() {
        for (file, section) in [
            ("home/.config/mimeapps.list", "[Default Applications]"),
            ("home/.local/share/applications/mimeinfo.cache", "[MIME Cache]"),
            ("usr/share/applications/mimeinfo.cache", "[MIME Cache]"),
        ] {
            let machine = Machine::new(Os::Linux);
            let program = machine.install("on-path/xdg-open");
            assert_eq!(winbox_url_opener(&machine.surroundings()), None);
            machine.file(file, &format!("{section}\ntext/html=x.desktop\n{KEY}=winbox-handler.desktop;\n"));
            assert_eq!(
                winbox_url_opener(&machine.surroundings()),
                Some(UrlOpener { program, before: Vec::new() }),
                "{file}"
            );
        }
    }

    #[test]
    fn the_browser_is_reached_by_what_the_system_has() {
        let machine = Machine::new(Os::Linux);
        assert_eq!(browser_opener(&machine.surroundings()), None);
        let program = machine.install("on-path/gio");
        let gio = UrlOpener { program, before: vec!["open"] };
        assert_eq!(browser_opener(&machine.surroundings()), Some(gio));
        let program = machine.install("on-path/xdg-open");
        assert_eq!(browser_opener(&machine.surroundings()), Some(UrlOpener { program, before: Vec::new() }));
        let machine = Machine::new(Os::MacOs);
        let program = machine.install("usr/bin/open");
        assert_eq!(browser_opener(&machine.surroundings()), Some(UrlOpener { program, before: Vec::new() }));
    }

    #[test]
    fn a_removed_association_is_none() {
        for text in [
            format!("[Removed Associations]\n{KEY}=x.desktop\n"),
            format!("[Default Applications]\n{KEY}=\n"),
            format!("[Default Applications]\n{KEY}-other=x.desktop\n"),
            format!("{KEY}=x.desktop\n"),
        ] {
            assert!(!registers(&text), "{text}");
        }
    }
}
