//! The keychain store against a real gnome-keyring on a private session bus.
//!
//! Each test runs twice: first outside, where it starts a bus and then the test program again for itself
//! alone, in an environment of that bus and of fresh folders; then inside, where it does what it says. The
//! user's own bus, keyring and folders are never touched.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may fail anywhere")]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use altostrat_launcher::keychain::KeyringStore;
use launcher_core::domain::ProfileId;
use launcher_core::settings::secrets::{SecretProblem, SecretStore as _, Wait};
use secrecy::{ExposeSecret as _, SecretString};

/// Set inside: the folder of the test.
const INSIDE: &str = "ALTOSTRAT_KEYCHAIN_TEST";

/// The password of the keyring.
const PASSWORD: &str = "correct horse battery staple";

/// A program that is ended with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // Ends a stopped program too.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Running {
    fn start(command: &mut Command) -> Self {
        Self(
            command
                .spawn()
                .unwrap_or_else(|error| panic!("{command:?} (apt install dbus gnome-keyring): {error}")),
        )
    }

    fn signal(&self, signal: &str) {
        let sent = program("kill").args([signal, &self.0.id().to_string()]).status().unwrap();
        assert!(sent.success());
    }
}

#[expect(clippy::disallowed_methods, reason = "the programs of the test stand outside the product")]
fn program(name: impl AsRef<std::ffi::OsStr>) -> Command {
    Command::new(name)
}

#[expect(clippy::disallowed_methods, reason = "the test measures the bounds it promises")]
fn now() -> Instant {
    Instant::now()
}

#[derive(Clone, Copy, PartialEq)]
enum Bus {
    None,
    Private,
}

/// Runs `body` inside an environment of its own. `name` is that of the test.
fn inside<F: Future<Output = ()>>(name: &str, bus: Bus, body: impl FnOnce(PathBuf) -> F) {
    #[expect(clippy::disallowed_methods, reason = "tells the two runs of a test apart")]
    let folder = std::env::var_os(INSIDE);
    if let Some(folder) = folder {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        return runtime.block_on(body(folder.into()));
    }
    let folder = tempfile::Builder::new().prefix("altostrat-keychain-").tempdir().unwrap();
    let mut again = program(std::env::current_exe().unwrap());
    again.args(["--exact", name, "--nocapture", "--test-threads=1"]);
    again.env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY").env_remove("DBUS_SESSION_BUS_ADDRESS");
    again.env(INSIDE, folder.path());
    for (variable, place) in [
        ("HOME", "home"),
        ("XDG_DATA_HOME", "home/.local/share"),
        ("XDG_CONFIG_HOME", "home/.config"),
        ("XDG_CACHE_HOME", "home/.cache"),
        ("XDG_RUNTIME_DIR", "run"),
    ] {
        let place = folder.path().join(place);
        std::fs::create_dir_all(&place).unwrap();
        again.env(variable, place);
    }
    let _bus = (bus == Bus::Private).then(|| {
        let (bus, address) = start_bus(folder.path());
        again.env("DBUS_SESSION_BUS_ADDRESS", address);
        bus
    });
    let output = again.output().unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && told.contains("1 passed"), "{told}\n{complaint}");
}

/// A session bus that starts no program by itself: what is on it is what the test put there.
fn start_bus(folder: &Path) -> (Running, String) {
    let configuration = folder.join("bus.conf");
    std::fs::write(
        &configuration,
        format!(
            r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
                "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
            <busconfig>
              <type>session</type>
              <listen>unix:path={}</listen>
              <auth>EXTERNAL</auth>
              <policy context="default">
                <allow send_destination="*" eavesdrop="true"/>
                <allow eavesdrop="true"/>
                <allow own="*"/>
              </policy>
            </busconfig>"#,
            folder.join("bus").display()
        ),
    )
    .unwrap();
    let mut bus = Running::start(
        program("dbus-daemon")
            .arg(format!("--config-file={}", configuration.display()))
            .args(["--nofork", "--nopidfile", "--print-address"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null()),
    );
    let mut address = String::new();
    BufReader::new(bus.0.stdout.take().unwrap()).read_line(&mut address).unwrap();
    (bus, address.trim().to_owned())
}

/// Starts gnome-keyring and waits until it owns its name on the bus.
fn start_keyring(unlocked: bool) -> Running {
    let mut command = program("gnome-keyring-daemon");
    command.args(["--foreground", "--components=secrets"]);
    if unlocked {
        command.arg("--unlock");
    }
    let mut keyring =
        Running::start(command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()));
    let mut stdin = keyring.0.stdin.take().unwrap();
    if unlocked {
        stdin.write_all(PASSWORD.as_bytes()).unwrap();
    }
    drop(stdin);
    let asked = now();
    while !owns_secrets() {
        assert!(asked.elapsed() < Duration::from_secs(10), "gnome-keyring did not come up");
        assert!(keyring.0.try_wait().unwrap().is_none(), "gnome-keyring ended");
        std::thread::yield_now();
    }
    keyring
}

fn owns_secrets() -> bool {
    let output = program("dbus-send")
        .args(["--session", "--print-reply", "--dest=org.freedesktop.DBus", "/org/freedesktop/DBus"])
        .args(["org.freedesktop.DBus.NameHasOwner", "string:org.freedesktop.secrets"])
        .output()
        .unwrap();
    String::from_utf8_lossy(&output.stdout).contains("true")
}

fn profile(name: &str) -> ProfileId {
    ProfileId::parse(name).unwrap()
}

/// A token of `length` letters that looks like nothing else.
fn token(length: usize) -> String {
    "eyJhbGciOiJSUzI1NiJ9.".chars().chain("Zx9".chars().cycle()).take(length).collect()
}

async fn load(store: &KeyringStore, name: &str) -> Result<String, SecretProblem> {
    store.load(&profile(name), Wait::Briefly).await.map(|secret| secret.expose_secret().to_owned())
}

async fn save(store: &KeyringStore, name: &str, token: &str) -> Result<(), SecretProblem> {
    store.save(&profile(name), SecretString::from(token), Wait::Briefly).await
}

/// Every file below a folder that holds `needle`.
fn files_holding(folder: &Path, needle: &[u8]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let kind = entry.file_type().unwrap();
        if kind.is_dir() {
            found.extend(files_holding(&entry.path(), needle));
        } else if kind.is_file() {
            let mut bytes = Vec::new();
            std::fs::File::open(entry.path()).unwrap().read_to_end(&mut bytes).unwrap();
            if bytes.windows(needle.len()).any(|window| window == needle) {
                found.push(entry.path());
            }
        }
    }
    found
}

#[test]
fn keys_of_any_length_come_back_and_are_gone_after_delete() {
    inside("keys_of_any_length_come_back_and_are_gone_after_delete", Bus::Private, |_| async {
        let _keyring = start_keyring(true);
        let store = KeyringStore::new();
        assert_eq!(load(&store, "work").await, Err(SecretProblem::Absent));
        for length in [40, 3_000, 20_000] {
            save(&store, "work", &token(length)).await.unwrap();
            assert_eq!(load(&store, "work").await, Ok(token(length)));
        }
        save(&store, "home", "alto_sk_other").await.unwrap();
        store.delete(&profile("work"), Wait::Briefly).await.unwrap();
        assert_eq!(load(&store, "work").await, Err(SecretProblem::Absent));
        assert_eq!(load(&store, "home").await.as_deref(), Ok("alto_sk_other"));
        let again = store.delete(&profile("work"), Wait::Briefly).await;
        assert_eq!(again, Ok(()), "deleting what is not there is no error");
    });
}

#[test]
fn a_key_outlives_the_keyring_and_lies_nowhere_in_clear() {
    inside("a_key_outlives_the_keyring_and_lies_nowhere_in_clear", Bus::Private, |folder| async move {
        let store = KeyringStore::new();
        let keyring = start_keyring(true);
        save(&store, "work", &token(3_000)).await.unwrap();
        drop(keyring);
        assert_eq!(files_holding(&folder, b"Zx9Zx9Zx9"), Vec::<PathBuf>::new());
        // The scan can find something, and something was written.
        assert!(!files_holding(&folder.join("home"), b"GnomeKeyring").is_empty());
        let _keyring = start_keyring(true);
        assert_eq!(load(&store, "work").await, Ok(token(3_000)));
    });
}

#[test]
fn a_locked_keyring_is_told_as_locked_and_keeps_the_key() {
    inside("a_locked_keyring_is_told_as_locked_and_keeps_the_key", Bus::Private, |_| async {
        let store = KeyringStore::new();
        let keyring = start_keyring(true);
        save(&store, "work", &token(3_000)).await.unwrap();
        drop(keyring);
        let keyring = start_keyring(false);
        let began = now();
        // Nobody is there to ask: without a display nothing shows the question.
        assert_eq!(load(&store, "work").await, Err(SecretProblem::Locked));
        assert_eq!(save(&store, "work", "another").await, Err(SecretProblem::Locked));
        assert_eq!(save(&store, "new", "another").await, Err(SecretProblem::Locked));
        assert_eq!(store.delete(&profile("work"), Wait::Patiently).await, Err(SecretProblem::Locked));
        assert!(began.elapsed() < Duration::from_secs(3), "{:?}", began.elapsed());
        drop(keyring);
        let _keyring = start_keyring(true);
        assert_eq!(load(&store, "work").await, Ok(token(3_000)));
    });
}

#[test]
fn without_a_session_bus_there_is_no_keychain() {
    inside("without_a_session_bus_there_is_no_keychain", Bus::None, |_| async {
        let store = KeyringStore::new();
        let began = now();
        assert_eq!(load(&store, "work").await, Err(SecretProblem::NoKeychain));
        assert_eq!(save(&store, "work", "key").await, Err(SecretProblem::NoKeychain));
        assert!(began.elapsed() < Duration::from_secs(1), "{:?}", began.elapsed());
    });
}

#[test]
fn a_keyring_that_is_started_later_is_found() {
    inside("a_keyring_that_is_started_later_is_found", Bus::Private, |_| async {
        let store = KeyringStore::new();
        let began = now();
        assert_eq!(save(&store, "work", "key").await, Err(SecretProblem::NoKeychain));
        assert!(began.elapsed() < Duration::from_secs(1), "{:?}", began.elapsed());
        let _keyring = start_keyring(true);
        assert_eq!(save(&store, "work", "key").await, Ok(()));
        assert_eq!(load(&store, "work").await.as_deref(), Ok("key"));
    });
}

#[test]
fn a_frozen_keyring_is_given_up_in_time_and_found_again_when_it_thaws() {
    inside("a_frozen_keyring_is_given_up_in_time_and_found_again_when_it_thaws", Bus::Private, |_| async {
        let keyring = start_keyring(true);
        let store = KeyringStore::with_brief_wait(Duration::from_millis(300));
        let patient = KeyringStore::new();
        save(&patient, "work", &token(3_000)).await.unwrap();
        keyring.signal("-STOP");
        let began = now();
        assert_eq!(load(&store, "work").await, Err(SecretProblem::NotAnswering));
        assert_eq!(save(&store, "work", "another").await, Err(SecretProblem::NotAnswering));
        assert!(began.elapsed() < Duration::from_secs(1), "{:?}", began.elapsed());
        // The bus itself stops waiting as well, so that even a patient call comes to an end.
        let end = patient.load(&profile("work"), Wait::Patiently).await.err();
        assert_eq!(end, Some(SecretProblem::NotAnswering));
        assert!(began.elapsed() < Duration::from_secs(3), "{:?}", began.elapsed());
        keyring.signal("-CONT");
        assert_eq!(load(&patient, "work").await, Ok(token(3_000)), "the save given up was not made");
        save(&store, "work", "another").await.unwrap();
        assert_eq!(load(&store, "work").await.as_deref(), Ok("another"));
    });
}

#[test]
fn dropping_a_patient_call_frees_the_store_at_once() {
    inside("dropping_a_patient_call_frees_the_store_at_once", Bus::Private, |_| async {
        let store = KeyringStore::with_brief_wait(Duration::from_millis(500));
        let keyring = start_keyring(true);
        keyring.signal("-STOP");
        let (work, home) = (profile("work"), profile("home"));
        let given_up = store.save(&work, "key".into(), Wait::Patiently);
        assert!(tokio::time::timeout(Duration::from_millis(100), given_up).await.is_err());
        keyring.signal("-CONT");
        store.save(&home, "key".into(), Wait::Patiently).await.unwrap();
        assert_eq!(load(&store, "work").await, Err(SecretProblem::Absent));
    });
}
