//! The real program in a real window, with everything it touches in a folder that vanishes.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use tempfile::TempDir;
use tokio::process::{Child, Command};

use crate::waiting::until;
use crate::webdriver::Window;

/// Where the programs under test are: named by the test command, else beside this test's own program.
pub fn program(name: &str) -> PathBuf {
    #[expect(clippy::disallowed_methods, reason = "a test reads its own environment")]
    let named = std::env::var_os("ALTOSTRAT_TEST_BIN_DIR").map(PathBuf::from);
    let beside_this = || {
        let own = std::env::current_exe().unwrap();
        own.parent().and_then(Path::parent).unwrap().to_owned()
    };
    let folder = named.unwrap_or_else(beside_this);
    let path = folder.join(name);
    assert!(path.exists(), "{} is missing: build the workspace's programs first", path.display());
    path
}

/// The app under control, with its driver and its folder.
pub struct App {
    pub window: Window,
    pub folder: TempDir,
    /// The program in the window.
    pub binary: PathBuf,
    driver: Child,
}

/// How the app is started.
#[derive(Default)]
pub struct Start {
    program: Option<&'static str>,
    variables: BTreeMap<OsString, OsString>,
    settings: Option<String>,
}

impl Start {
    /// Gives the app a profile by its environment, as scripts do.
    #[must_use]
    pub fn profile(self, url: &str, generation: &str, token: &str) -> Self {
        self.variable("ALTOSTRAT_API_URL", url)
            .variable("ALTOSTRAT_API_GENERATION", generation)
            .variable("ALTOSTRAT_API_TOKEN", token)
    }

    #[must_use]
    pub fn variable(mut self, name: &str, value: &str) -> Self {
        self.variables.insert(name.into(), value.into());
        self
    }

    /// Opens the window of another program in its place.
    #[must_use]
    pub fn window_of(mut self, program: &'static str) -> Self {
        self.program = Some(program);
        self
    }

    /// Puts a settings file in place before the start.
    #[must_use]
    pub fn settings(mut self, json: &str) -> Self {
        self.settings = Some(json.to_owned());
        self
    }

    /// Starts the app and waits for its page.
    pub async fn open(self) -> App {
        let app = self.open_any().await;
        until("the page", async || (!app.window.text().await.is_empty()).then_some(())).await;
        app
    }

    /// Starts the app and waits for its window, whatever is in it.
    pub async fn open_any(self) -> App {
        let binary = program(self.program.unwrap_or("altostrat-launcher"));
        let home = self.home();
        let port = free_port();
        let mut driver = home.command("WebKitWebDriver");
        driver
            .arg(format!("--port={port}"))
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .stdout(std::fs::File::create(home.at("driver.log")).unwrap())
            .stderr(std::fs::File::create(home.at("app.log")).unwrap());
        let driver = driver.spawn().unwrap_or_else(|problem| panic!("WebKitWebDriver: {problem}"));
        let window = Window::open(&format!("http://127.0.0.1:{port}"), &binary.display().to_string()).await;
        App { window, folder: home.folder, binary, driver }
    }

    /// Makes the folder of everything the app touches, and starts nothing.
    pub fn home(self) -> Home {
        let folder = tempfile::tempdir().unwrap();
        let home = Home { folder, variables: self.variables };
        for name in ["bin", "home", "data", "runtime"] {
            std::fs::create_dir(home.at(name)).unwrap();
        }
        std::fs::set_permissions(home.at("runtime"), std::fs::Permissions::from_mode(0o700)).unwrap();
        stand_in_for_win_box(&home.at("bin/WinBox"), &home.at("winbox.log"));
        stand_in_for_terminal(&home.at("bin/xterm"), &home.at("terminal.log"));
        if let Some(settings) = &self.settings {
            std::fs::write(home.at("data/settings.json"), settings).unwrap();
        }
        home
    }
}

/// A folder that vanishes with everything the app touches: its data, its user's home, stand-ins for programs.
pub struct Home {
    pub folder: TempDir,
    variables: BTreeMap<OsString, OsString>,
}

impl Home {
    pub fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The launcher, to be started on this folder.
    pub fn launcher(&self) -> Command {
        self.command(program("altostrat-launcher"))
    }

    /// A program that knows this folder as its user's.
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        #[expect(clippy::disallowed_methods, reason = "a test builds on its own environment")]
        let path = std::env::var("PATH").unwrap_or_default();
        let mut command = Command::new(program);
        command
            .env("ALTOSTRAT_LAUNCHER_DATA_DIR", self.at("data"))
            .env("PATH", format!("{}:{path}", self.at("bin").display()))
            .env("HOME", self.at("home"))
            .env("XDG_DATA_HOME", self.at("home/.local/share"))
            .env("XDG_CONFIG_HOME", self.at("home/.config"))
            .env("XDG_CACHE_HOME", self.at("home/.cache"))
            .env("TERMINAL", "xterm")
            .env("LANG", "C.UTF-8")
            .env_remove("WAYLAND_DISPLAY")
            .envs(&self.variables)
            .stdin(Stdio::null())
            .kill_on_drop(true);
        command
    }

    /// What the terminal has shown so far.
    pub fn terminal(&self) -> String {
        terminal_log(self.folder.path())
    }
}

fn terminal_log(folder: &Path) -> String {
    let bytes = std::fs::read(folder.join("terminal.log")).unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}

impl App {
    /// The arguments WinBox was started with, once it was.
    pub async fn win_box_arguments(&self) -> Vec<String> {
        let log = self.folder.path().join("winbox.log");
        let text = until("WinBox to be started", async || {
            std::fs::read_to_string(&log).ok().filter(|text| text.ends_with("\u{4}\n"))
        })
        .await;
        text.trim_end_matches("\u{4}\n").lines().map(ToOwned::to_owned).collect()
    }

    /// The process above the app's.
    ///
    /// # Panics
    /// When the driver has ended.
    pub fn driver_process(&self) -> u32 {
        self.driver.id().unwrap()
    }

    /// Waits for WinBox to be started, and says when it was: milliseconds since the epoch.
    pub async fn win_box_started_at(&self) -> f64 {
        let stamp = self.folder.path().join("winbox.started");
        let text = until("WinBox to be started", async || {
            std::fs::read_to_string(&stamp).ok().filter(|text| text.ends_with('\n'))
        })
        .await;
        std::fs::remove_file(&stamp).unwrap();
        text.trim().parse::<f64>().unwrap() / 1_000_000.0
    }

    /// What the terminal has shown so far.
    pub fn terminal(&self) -> String {
        terminal_log(self.folder.path())
    }

    /// Waits until the terminal has shown `words`.
    pub async fn terminal_says(&self, words: &str) {
        until(&format!("the terminal to say {words:?}, it said {:?}", self.terminal()), async || {
            self.terminal().contains(words).then_some(())
        })
        .await;
    }

    /// Types into the terminal, as a person at the keyboard does.
    pub async fn type_in_terminal(&self, text: &str) {
        let id = until("the terminal's window", async || {
            let found =
                Command::new("xdotool").args(["search", "--onlyvisible", "--class", "xterm"]).output().await;
            let found = String::from_utf8_lossy(&found.ok()?.stdout).into_owned();
            found.lines().next_back().map(ToOwned::to_owned)
        })
        .await;
        for arguments in
            [vec!["windowfocus", "--sync", &id], vec!["type", "--window", &id, "--delay", "5", text]]
        {
            let status = Command::new("xdotool").args(&arguments).status().await.unwrap();
            assert!(status.success(), "xdotool {arguments:?}");
        }
    }

    /// Ends the app and everything it started.
    pub async fn close(mut self) {
        self.window.close().await;
        let _ = self.driver.kill().await;
        let _ = Command::new("pkill").args(["-f", &self.folder.path().display().to_string()]).status().await;
    }
}

fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

fn executable(path: &Path, text: &str) {
    std::fs::write(path, text).unwrap();
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
}

/// Writes down when it was started, and its arguments, one a line, and stays as WinBox would.
fn stand_in_for_win_box(path: &Path, log: &Path) {
    let stamp = log.with_extension("started");
    let (log, stamp) = (log.display(), stamp.display());
    executable(
        path,
        &format!(
            "#!/bin/sh\ndate +%s%N > '{stamp}'\n(printf '%s\\n' \"$@\"; printf '\\004\\n') > '{log}.new'\nmv '{log}.new' '{log}'\nexec sleep 20\n"
        ),
    );
}

/// The real terminal, which also writes down what it shows.
fn stand_in_for_terminal(path: &Path, log: &Path) {
    executable(path, &format!("#!/bin/sh\nexec /usr/bin/xterm -l -lf '{}' \"$@\"\n", log.display()));
}
