//! The log of a whole process: what a panic leaves behind, on the console and in the files.

use std::path::PathBuf;
use std::process::Command;

use altostrat_launcher::log;
use launcher_core::contract::LogLevel;

/// Names the data folder, in the process that stands in for a launcher.
const STAND_IN: &str = "ALTOSTRAT_TEST_LOG_STAND_IN";
const CANARY: &str = "canary-4711";

/// No test of its own: the launcher of the test below.
#[test]
#[expect(clippy::disallowed_methods, reason = "a test reads its own environment")]
fn stand_in_for_a_launcher() {
    let Some(folder) = std::env::var_os(STAND_IN).map(PathBuf::from) else { return };
    let _log = log::start(&folder, None, LogLevel::More);
    tracing::info!("the launcher has started");
    let met = std::thread::Builder::new().name("worker".into()).spawn(|| {
        let token = format!("alto_sk_{CANARY}");
        panic!("no room for {CANARY} and {token}");
    });
    assert!(met.unwrap().join().is_err());
}

#[test]
#[expect(clippy::disallowed_methods, reason = "this very program is started once more, to panic")]
fn a_panic_leaves_its_place_and_none_of_its_words() {
    let folder = tempfile::tempdir().unwrap();
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "stand_in_for_a_launcher", "--nocapture"])
        .env(STAND_IN, folder.path())
        .env("RUST_BACKTRACE", "1")
        .output()
        .unwrap();
    assert!(output.status.success());
    let (console, other) =
        (String::from_utf8_lossy(&output.stderr).into_owned(), String::from_utf8_lossy(&output.stdout));
    let files = std::fs::read_to_string(folder.path().join("logs/launcher.log")).unwrap();
    for text in [&console, &files] {
        assert!(text.contains("tests/log.rs:") || text.contains(r"tests\log.rs:"), "{text}");
        assert!(text.contains("worker"), "{text}");
    }
    assert!(files.contains("the launcher has started") && !console.contains("the launcher has started"));
    for text in [&*console, &*other, &*files] {
        assert!(!text.contains("canary"), "{text}");
    }
}
