use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use altostrat_ssh::wire::{Answer, Refusal, Request, TestTexts, Texts};
use altostrat_ssh::{OneTimeId, PlaceName, SafeSession, SshSession, call};
use launcher_core::clock::SystemClock;
use launcher_core::domain::{SessionKey, SessionPassword};
use launcher_core::launch::{RunEvent, RunReport, RunSession};
use tokio::sync::mpsc::UnboundedReceiver;

use super::*;

pub(super) const PASSWORD: &str = "P@ss w0rd;\"4711";

pub(super) struct Open {
    pub(super) desk: SharedDesk,
    pub(super) reports: UnboundedReceiver<RunReport>,
    #[cfg_attr(not(unix), expect(dead_code, reason = "kept for its drop"))]
    rendezvous: Rendezvous,
}

impl Open {
    pub(super) fn new() -> Self {
        let (desk, reports) = SharedDesk::new(Arc::new(SystemClock::new())).unwrap();
        let rendezvous = Rendezvous::open(desk.clone()).unwrap();
        Self { desk, reports, rendezvous }
    }

    /// Asks as the console program does: over the socket, without tokio.
    async fn ask(&self, request: Request) -> std::io::Result<Answer> {
        let place = self.desk.place();
        tokio::task::spawn_blocking(move || call::ask(&place, &request)).await.unwrap()
    }
}

pub(super) fn run_session(program: &Path) -> RunSession {
    let session = SshSession {
        host: "127.0.0.1".into(),
        port: 40_022,
        login: "transient-1".into(),
        host_key_alias: "altostrat-site-1".into(),
        known_hosts: program.with_file_name("known_hosts").to_str().unwrap().into(),
        program: program.to_str().unwrap().into(),
        allow_ssh_rsa: false,
    };
    RunSession {
        key: SessionKey::new(1),
        session: SafeSession::check(session).unwrap(),
        password: SessionPassword::parse(PASSWORD.to_owned().into()).unwrap(),
        texts: Texts::default(),
        patient_until: Duration::from_secs(90),
        ends_at: None,
    }
}

/// A program that is not started here.
fn some_ssh() -> &'static Path {
    Path::new(if cfg!(windows) { r"C:\ssh.exe" } else { "/usr/bin/ssh" })
}

#[tokio::test(flavor = "multi_thread")]
async fn the_console_program_gets_its_session_and_the_password_over_the_socket() {
    let mut open = Open::new();
    let run = open.desk.open_run(run_session(some_ssh())).unwrap();
    let Answer::Begun(begun) = open.ask(Request::Begin { run: run.id }).await.unwrap() else { panic!() };
    assert_eq!((begun.session.host.as_str(), begun.session.port), ("127.0.0.1", 40_022));
    assert_eq!(open.reports.recv().await.map(|report| report.event), Some(RunEvent::CalledBack));
    let ask = Request::Password {
        ticket: begun.ticket,
        prompt: "transient-1@altostrat-site-1's password: ".into(),
    };
    let Answer::Password { password } = open.ask(ask.clone()).await.unwrap() else { panic!() };
    assert_eq!(password.expose(), PASSWORD);
    assert_eq!(open.ask(ask).await.unwrap(), Answer::Refused { why: Refusal::Unknown });
}

/// What a named pipe of Windows does, over a pair of streams.
#[tokio::test]
async fn a_program_that_reads_its_password_from_a_pipe_gets_one_line_once() {
    use tokio::io::AsyncReadExt as _;

    let open = Open::new();
    let run = open.desk.open_run(run_session(some_ssh())).unwrap();
    let door = open.desk.open_door(&run.id).unwrap();
    assert!(door.pipe().starts_with(r"\\.\pipe\altostrat-"));
    for expected in [format!("{PASSWORD}\n"), "\n".to_owned()] {
        let (mut reader, pipe) = tokio::io::duplex(1_024);
        let read = async {
            let mut line = vec![0; expected.len()];
            reader.read_exact(&mut line).await.unwrap();
            drop(reader);
            String::from_utf8(line).unwrap()
        };
        let (handed, line) = tokio::join!(hand_over::hand_over(pipe, &door), read);
        assert_eq!((handed.is_ok(), line), (true, expected));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_terminal_is_tried_out_over_the_socket() {
    let open = Open::new();
    let texts = TestTexts { it_works: "works".into(), press_enter: "enter".into() };
    let mut test = open.desk.open_test(texts.clone()).unwrap();
    assert_eq!(open.ask(Request::Test { run: test.id.clone() }).await.unwrap(), Answer::Tested(texts));
    assert!(test.called_back().await);
}

fn talk(place: &PlaceName, bytes: &[u8]) -> String {
    let mut stream = call::open(place).unwrap();
    // The other side may hang up before it has read everything.
    let _ = stream.write_all(bytes);
    let mut line = String::new();
    let _ = BufReader::new(stream).read_line(&mut line);
    line
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_does_not_speak_the_language_is_refused_and_disturbs_nobody() {
    let open = Open::new();
    let place = open.desk.place();
    let silent = call::open(&place).unwrap();
    let endless = vec![b'x'; 40_000];
    for bytes in [&b"GET / HTTP/1.1\r\n"[..], b"{}\n", b"\n", &endless] {
        let (place, bytes) = (place.clone(), bytes.to_vec());
        let answer = tokio::task::spawn_blocking(move || talk(&place, &bytes)).await.unwrap();
        // An endless line may also meet a closed socket.
        assert!(answer.contains("unreadable") || answer.is_empty(), "{answer}");
    }
    let run = OneTimeId::parse(&format!("{}{}", open.desk.place().as_str(), "z".repeat(32))).unwrap();
    let answer = open.ask(Request::Begin { run }).await.unwrap();
    assert_eq!(answer, Answer::Refused { why: Refusal::Unknown });
    drop(silent);
}

/// The socket of Unix, as the file system shows it.
#[cfg(unix)]
mod socket {
    use std::os::unix::fs::{FileTypeExt as _, PermissionsExt as _};
    use std::os::unix::net::UnixListener;

    use altostrat_ssh::place;

    use super::Open;

    #[tokio::test(flavor = "multi_thread")]
    async fn the_socket_is_this_users_alone_and_goes_with_the_launcher() {
        let open = Open::new();
        let path = place::socket(&open.desk.place()).unwrap();
        let found = std::fs::metadata(&path).unwrap();
        assert!(found.file_type().is_socket());
        assert_eq!(found.permissions().mode() & 0o777, 0o600);
        assert_eq!(std::fs::metadata(path.parent().unwrap()).unwrap().permissions().mode() & 0o777, 0o700);
        drop(open.rendezvous);
        assert!(!path.exists());
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn the_socket_of_a_launcher_that_crashed_is_cleared_away() {
        let stale = place::folder().unwrap().join(format!("stale{:011}", std::process::id()));
        drop(UnixListener::bind(&stale).unwrap());
        assert!(stale.exists());
        let _open = Open::new();
        assert!(!stale.exists());
    }
}
