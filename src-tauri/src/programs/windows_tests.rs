//! Real programs of Windows are started with every word that launches are tried with.

#[path = "../../core/src/launch/matrix/words.rs"]
mod words;

use std::fs;
use std::io::Read as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use launcher_core::domain::{EntryPoint, Host, Login, Port, Protocol, SessionPassword};
use launcher_core::launch::{Dial, EnvironmentChange, WinBox, clean_env};

use super::*;
use crate::recorder::{Recorder, Seen};
use crate::start::Environment;
use words::{PASSED_ON, PIECES, REFUSED, longest_password};

fn plan(program: PathBuf, words: &[String]) -> LaunchPlan {
    LaunchPlan {
        program,
        arguments: words.iter().map(Argument::plain).collect(),
        environment: EnvironmentChange::default(),
        console: Console::None,
        working_folder: None,
    }
}

fn start(recorder: &Recorder, plan: &LaunchPlan) -> Seen {
    SystemPrograms::default().start(plan).unwrap();
    recorder.seen()
}

/// The words in portions that fit on a line of Windows (32,767 letters), each letter quoted at worst.
fn portions(words: Vec<String>) -> Vec<Vec<String>> {
    let mut portions = vec![Vec::new()];
    let mut room = 12_000;
    for word in words {
        let taken = word.len() + 2;
        if taken > room {
            portions.push(Vec::new());
            room = 12_000;
        }
        room -= taken;
        portions.last_mut().unwrap().push(word);
    }
    portions
}

/// Every chain of exactly this many of the words.
fn chains(words: &[&str], length: u32) -> Vec<String> {
    (0..length).fold(vec![String::new()], |chains, _| {
        chains.iter().flat_map(|chain| words.iter().map(move |word| format!("{chain}{word}"))).collect()
    })
}

#[test]
fn every_hostile_word_arrives_whole_at_a_program_of_windows_or_nothing_is_started() {
    let recorder = Recorder::named("WinBox.exe");
    let quoting = [" ", "\t", "\"", "\\", "a"];
    let mut words: Vec<String> = chains(PIECES, 1);
    words.extend(chains(PIECES, 2));
    words.extend((0..=4).flat_map(|length| chains(&quoting, length)));
    words.extend(PASSED_ON.iter().map(|word| (*word).to_owned()));
    words.extend(REFUSED.iter().map(|(_, word)| (*word).to_owned()));
    words.push(longest_password());
    // A zero ends a text of Windows.
    let (cut, whole): (Vec<_>, Vec<_>) = words.into_iter().partition(|word| word.contains('\0'));
    assert!(!cut.is_empty());
    for word in cut {
        let started = SystemPrograms::default().start(&plan(recorder.program.clone(), &[word]));
        assert!(matches!(started, Err(StartProblem::Other { .. })), "{started:?}");
    }
    for portion in portions(whole) {
        let seen = start(&recorder, &plan(recorder.program.clone(), &portion));
        let arrived: Vec<&str> = seen.arguments.iter().map(|word| word.as_deref().unwrap()).collect();
        assert_eq!(arrived, portion);
    }
}

#[test]
fn win_box_on_windows_gets_every_hostile_session_as_three_words_or_nothing_is_started() {
    let recorder = Recorder::named("WinBox.exe");
    let win_box = WinBox::Native(recorder.program.clone());
    let longest = longest_password();
    let candidates = || PIECES.iter().chain(PASSED_ON).copied().chain([longest.as_str(), "a\"b\\", "u-1"]);
    let mut started = 0;
    let mut hand_over = |host: &str, login: &str, password: &str| {
        let (Ok(host), Ok(login), Ok(password)) =
            (Host::parse(host), Login::parse(login), SessionPassword::parse(password.to_owned().into()))
        else {
            return false;
        };
        let entry_point = EntryPoint { host, port: Port::new(8_291).unwrap() };
        let dial = Dial { protocol: Protocol::WinBox, entry_point, login, password };
        let seen = start(&recorder, &win_box.plan(&dial, EnvironmentChange::default()));
        let session =
            [dial.entry_point.to_string(), dial.login.as_str().into(), dial.password.expose().into()];
        assert_eq!(seen.arguments, session.map(Some));
        assert_eq!(
            fs::canonicalize(seen.folder).unwrap(),
            fs::canonicalize(recorder.program.parent().unwrap()).unwrap()
        );
        started += 1;
        true
    };
    for word in candidates() {
        hand_over("edge-1.ostrat.io", "u-1", word);
        hand_over("edge-1.ostrat.io", word, "p");
        hand_over(word, "u-1", "p");
    }
    assert!(hand_over("2001:db8::1", "u-1", &longest));
    for (field, value) in REFUSED.iter().copied() {
        let handed = match field {
            "password" => hand_over("edge-1.ostrat.io", "u-1", value),
            "username" => hand_over("edge-1.ostrat.io", value, "p"),
            _ => hand_over(value, "u-1", "p"),
        };
        assert!(!handed, "{field} {value:?}");
    }
    assert!(started > 50, "{started}");
}

/// Names the recorder, in the process that stands in for a launcher.
const STAND_IN: &str = "PROGRAMS_TEST_STAND_IN";

/// No test of its own: the launcher of the test below, with an environment of its own.
#[test]
#[expect(clippy::disallowed_methods, reason = "a test reads its own environment")]
fn stand_in_for_a_launcher() {
    let Some(program) = std::env::var_os(STAND_IN).map(PathBuf::from) else { return };
    let environment = clean_env(&Environment::read().surroundings());
    SystemPrograms::default().start(&LaunchPlan { environment, ..plan(program, &[]) }).unwrap();
    // Until it is killed, or whoever should do so has gone.
    let _ = std::io::stdin().read_to_end(&mut Vec::new());
}

#[expect(clippy::disallowed_methods, reason = "this very program is started once more")]
fn launcher(recorder: &Recorder) -> Command {
    let mut launcher = Command::new(std::env::current_exe().unwrap());
    launcher.args(["--exact", "programs::windows_tests::stand_in_for_a_launcher"]);
    launcher.env(STAND_IN, &recorder.program).stdout(Stdio::null()).stderr(Stdio::null());
    launcher
}

#[test]
fn programs_of_windows_go_on_when_the_launcher_is_killed() {
    let recorder = Recorder::named("WinBox.exe");
    recorder.stay();
    let mut launcher = launcher(&recorder).stdin(Stdio::piped()).spawn().unwrap();
    recorder.seen();
    launcher.kill().unwrap();
    assert!(!launcher.wait().unwrap().success());
    recorder.let_go();
}

#[test]
fn programs_of_windows_get_the_users_environment_without_what_is_ours() {
    let recorder = Recorder::named("WinBox.exe");
    let ours =
        ["Altostrat_Api_Token", "ALTOSTRAT_API_URL", "alto_askpass_id", "SSH_ASKPASS_REQUIRE", "WebKit_X"];
    let mut launcher = launcher(&recorder);
    launcher.env("Users_Own", "kept").envs(ours.map(|name| (name, "canary"))).stdin(Stdio::null());
    assert!(launcher.status().unwrap().success());
    let seen = recorder.seen();
    assert_eq!(seen.variable("USERS_OWN"), Some("kept"));
    assert!(seen.variable("SystemRoot").is_some() && seen.variable("PATH").is_some());
    assert_eq!(ours.map(|name| seen.variable(name)), [None; 5]);
    assert!(!format!("{seen:?}").contains("canary"));
}

#[test]
fn why_a_program_of_windows_does_not_start_is_told() {
    let recorder = Recorder::named("WinBox.exe");
    let at = |program: PathBuf| SystemPrograms::default().start(&plan(program, &[]));
    let beside = |name: &str| recorder.program.with_file_name(name);
    for (name, text) in [("notes.exe", "no program"), ("WinBox.bat", "echo x"), ("WinBox.cmd", "echo x")] {
        fs::write(beside(name), text).unwrap();
        assert_eq!(at(beside(name)), Err(StartProblem::NotExecutable), "{name}");
    }
    assert_eq!(at(beside("gone.exe")), Err(StartProblem::NotFound));
    assert_eq!(at("WinBox.exe".into()), Err(StartProblem::NotExecutable), "never looked up by name");
}
