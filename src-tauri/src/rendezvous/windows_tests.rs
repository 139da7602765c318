//! The named pipes of Windows and, at their other end, the console program as it is built for Windows.

use std::fs;
use std::io::Read as _;
use std::process::{Command, Output, Stdio};

use altostrat_ssh::{OneTimeId, SafeSession, ssh_arguments};
use launcher_core::launch::{RunEvent, RunSession};
use tokio::task::spawn_blocking;

use super::lend;
use super::tests::{Open, PASSWORD, run_session};
use crate::recorder::{Recorder, built};

const PROMPT: &str = "transient-1@altostrat-site-1's password: ";

fn session_of(recorder: &Recorder) -> (RunSession, SafeSession) {
    let session = run_session(&recorder.program);
    let safe = session.session.clone();
    (session, safe)
}

#[expect(clippy::disallowed_methods, reason = "the terminal's part is played by the test")]
fn helper(run: &OneTimeId) -> Command {
    let mut command = Command::new(built("altostrat-ssh.exe"));
    command.args(["run", run.as_str()]).env("SSH_AUTH_SOCK", "foreign").stdin(Stdio::null());
    command
}

async fn run_helper(run: &OneTimeId) -> Output {
    let mut command = helper(run);
    spawn_blocking(move || command.output().unwrap()).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_helper_of_windows_starts_ssh_with_whole_arguments_and_answers_its_prompt_once() {
    let mut open = Open::new();
    let ssh = Recorder::named("ssh.exe");
    ssh.prompt(PROMPT);
    let (session, safe) = session_of(&ssh);
    let run = open.desk.open_run(session).unwrap();
    let ended = run_helper(&run.id).await;
    assert_eq!(ended.status.code(), Some(0), "{}", String::from_utf8_lossy(&ended.stderr));
    let seen = ssh.seen();
    let expected: Vec<_> = ssh_arguments(&safe).into_iter().map(|word| word.into_string().ok()).collect();
    assert_eq!(seen.arguments, expected);
    assert_eq!(seen.answer, Some(format!("{PASSWORD}\n")));
    assert_eq!(seen.variable("SSH_ASKPASS_REQUIRE"), Some("force"));
    assert_eq!(seen.variable("SSH_AUTH_SOCK"), None);
    // Neither the arguments nor the environment hold it.
    assert!(!format!("{:?} {:?}", seen.arguments, seen.environment).contains(PASSWORD));
    let mut events = Vec::new();
    while let Ok(report) = open.reports.try_recv() {
        events.push(report.event);
    }
    assert_eq!(events, [RunEvent::CalledBack, RunEvent::Ended { exit_code: Some(0) }]);

    let again = run_helper(&run.id).await;
    assert!(!again.status.success(), "an id is good for one run");
    assert!(!ssh.program.with_extension("json").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_helper_of_windows_whose_launcher_has_gone_starts_nothing() {
    let open = Open::new();
    let ssh = Recorder::named("ssh.exe");
    let run = open.desk.open_run(session_of(&ssh).0).unwrap();
    drop(open);
    assert!(!run_helper(&run.id).await.status.success());
    assert!(!ssh.program.with_extension("json").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_window_of_windows_that_is_killed_ends_its_run() {
    let mut open = Open::new();
    let ssh = Recorder::named("ssh.exe");
    ssh.stay();
    let run = open.desk.open_run(session_of(&ssh).0).unwrap();
    let mut window = helper(&run.id).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    assert_eq!(open.reports.recv().await.map(|report| report.event), Some(RunEvent::CalledBack));
    let ssh = spawn_blocking(move || {
        ssh.seen();
        ssh
    })
    .await
    .unwrap();
    window.kill().unwrap();
    let ended = open.reports.recv().await.map(|report| report.event);
    assert_eq!(ended, Some(RunEvent::Ended { exit_code: None }));
    window.wait().unwrap();
    ssh.let_go();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_is_read_from_its_pipe_once_and_the_pipe_is_gone() {
    let open = Open::new();
    let run = open.desk.open_run(session_of(&Recorder::named("ssh.exe")).0).unwrap();
    let door = open.desk.open_door(&run.id).unwrap();
    let pipe = door.pipe();
    lend(door.clone()).unwrap();
    assert!(lend(door).is_err(), "nobody else can have a pipe of this name");
    let (first, second) = spawn_blocking(move || {
        // As PuTTY does: for reading and no more.
        let mut file = fs::File::open(&pipe).unwrap();
        let second = fs::File::open(&pipe);
        let mut first = [0_u8; 64];
        let read = file.read(&mut first).unwrap();
        (String::from_utf8_lossy(&first[..read]).into_owned(), second.map(drop))
    })
    .await
    .unwrap();
    assert_eq!(first, format!("{PASSWORD}\n"));
    assert!(second.is_err());
}
