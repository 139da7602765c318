//! The program as a terminal starts it, with a stand-in for the launcher and one for `ssh`.
#![cfg(target_os = "linux")]
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "clippy's leave for tests does not reach the functions beside them; the program is started for real"
)]

use std::collections::VecDeque;
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::net::{UnixListener, UnixStream};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use altostrat_ssh::wire::{self, Answer, Begun, News, Password, Refusal, Request, TestTexts, Texts};
use altostrat_ssh::{HostKey, OneTimeId, PlaceName, SshSession, place, prompt};

const HELPER: &str = env!("CARGO_BIN_EXE_altostrat-ssh");
const PASSWORD: &str = "P@ss w0rd;$(canary)\"4711";
const LOGIN: &str = "transient-user-abc123";
const ALIAS: &str = "altostrat-site-1";

/// Answers as the launcher does: a run once, a password once, another try as often as it is told.
struct Launcher {
    run: OneTimeId,
    socket: PathBuf,
    news: Arc<Mutex<Vec<News>>>,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
    folder: tempfile::TempDir,
}

fn id(place: &PlaceName, letter: char) -> OneTimeId {
    OneTimeId::parse(&format!("{}{}", place.as_str(), letter.to_string().repeat(32))).unwrap()
}

impl Launcher {
    /// `ssh` is the text of a shell script; `retries` how often another try is granted.
    fn start(ssh: &str, retries: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let program = folder.path().join("fake ssh");
        fs::write(&program, format!("#!/bin/sh\ncd '{}'\n{ssh}", folder.path().display())).unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
        // The folder's random name makes the place one of this test's own.
        let letters: String = format!("{}{:08x}", folder.path().display(), std::process::id())
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .map(|letter| letter.to_ascii_lowercase())
            .collect();
        let place = PlaceName::parse(&letters[letters.len() - PlaceName::LENGTH..]).unwrap();
        let socket = place::socket(&place).unwrap();
        let listener = UnixListener::bind(&socket).unwrap();
        let session = SshSession {
            host: "127.0.0.1".into(),
            port: 40_022,
            login: LOGIN.into(),
            host_key_alias: ALIAS.into(),
            known_hosts: folder.path().join("known hosts").to_str().unwrap().into(),
            program: program.to_str().unwrap().into(),
            allow_ssh_rsa: false,
        };
        let mut desk = Desk {
            run: Some(id(&place, 'r')),
            visit: id(&place, 'v'),
            tickets: ['1', '2', '3'].iter().take(retries + 1).map(|letter| id(&place, *letter)).collect(),
            open_ticket: None,
            session,
            news: Arc::default(),
        };
        let news = Arc::clone(&desk.news);
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        let thread = std::thread::spawn(move || {
            for connection in listener.incoming() {
                if stopped.load(Ordering::SeqCst) {
                    return;
                }
                serve(&mut desk, connection.unwrap());
            }
        });
        Self { run: id(&place, 'r'), socket, news, stop, thread: Some(thread), folder }
    }

    fn helper(&self) -> Command {
        let mut command = Command::new(HELPER);
        command.args(["run", self.run.as_str()]).stdin(Stdio::null());
        command
    }

    fn run_helper(&self) -> Output {
        self.helper().output().unwrap()
    }

    fn written(&self, name: &str) -> String {
        fs::read_to_string(self.folder.path().join(name)).unwrap_or_default()
    }

    fn news(&self) -> Vec<News> {
        self.news.lock().unwrap().clone()
    }
}

impl Drop for Launcher {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        let _ = UnixStream::connect(&self.socket);
        let _ = self.thread.take().unwrap().join();
        let _ = fs::remove_file(&self.socket);
    }
}

struct Desk {
    run: Option<OneTimeId>,
    visit: OneTimeId,
    tickets: VecDeque<OneTimeId>,
    open_ticket: Option<OneTimeId>,
    session: SshSession,
    news: Arc<Mutex<Vec<News>>>,
}

fn serve(desk: &mut Desk, connection: UnixStream) {
    let mut line = Vec::new();
    BufReader::new(&connection).read_until(b'\n', &mut line).unwrap();
    if let Ok(request) = wire::decode(&line) {
        let answer = desk.answer(request);
        (&connection).write_all(&wire::encode(&answer).unwrap()).unwrap();
    }
}

impl Desk {
    fn answer(&mut self, request: Request) -> Answer {
        let refused = |why| Answer::Refused { why };
        match request {
            Request::Begin { run } if self.run.as_ref() == Some(&run) => {
                self.run = None;
                let ticket = self.tickets.pop_front().unwrap();
                self.open_ticket = Some(ticket.clone());
                Answer::Begun(Box::new(Begun {
                    visit: self.visit.clone(),
                    ticket,
                    session: self.session.clone(),
                    texts: Texts::default(),
                    first_pause_millis: 1,
                    longest_pause_millis: 1,
                }))
            }
            Request::Test { run } if self.run.as_ref() == Some(&run) => {
                self.run = None;
                Answer::Tested(TestTexts {
                    it_works: "هذه الطرفية تعمل".into(), press_enter: "Enter".into()
                })
            }
            Request::Begin { .. } | Request::Test { .. } => refused(Refusal::Used),
            Request::Retry { visit } if visit == self.visit => match self.tickets.pop_front() {
                Some(ticket) => {
                    self.open_ticket = Some(ticket.clone());
                    Answer::Ticket { ticket }
                }
                None => refused(Refusal::TooLate),
            },
            Request::Report { visit, news } if visit == self.visit => {
                self.news.lock().unwrap().push(news);
                Answer::Noted
            }
            Request::Password { ticket, prompt } if self.open_ticket.as_ref() == Some(&ticket) => {
                if !prompt::asks_for_password(&prompt, LOGIN, ALIAS) {
                    return refused(Refusal::NotAPasswordPrompt);
                }
                self.open_ticket = None;
                Answer::Password { password: Password::new(PASSWORD.to_owned()) }
            }
            _ => refused(Refusal::Unknown),
        }
    }
}

/// Every argument list and environment of a process and its children, as `/proc` shows them.
const RECORD: &str = r#"
printf '%s\n' "$@" > arguments
env > environment
cat /proc/$$/cmdline /proc/$$/environ /proc/$PPID/cmdline /proc/$PPID/environ > processes 2>/dev/null
"#;

#[test]
fn ssh_gets_the_password_once_through_askpass_and_nowhere_else() {
    let launcher = Launcher::start(
        &format!(
            "{RECORD}
            \"$SSH_ASKPASS\" \"{LOGIN}@{ALIAS}'s password: \" > first; echo $? >> first_code
            \"$SSH_ASKPASS\" \"{LOGIN}@{ALIAS}'s password: \" > second; echo $? >> second_code
            exit 0"
        ),
        0,
    );
    let output = launcher.run_helper();
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert_eq!(launcher.written("first"), format!("{PASSWORD}\n"));
    assert_eq!(launcher.written("first_code"), "0\n");
    assert_eq!(launcher.written("second"), "", "a second question is not answered");
    assert_eq!(launcher.written("second_code"), "1\n");
    assert!(launcher.written("environment").contains("SSH_ASKPASS_REQUIRE=force"));
    for place in ["arguments", "environment", "processes"] {
        assert!(!launcher.written(place).is_empty());
        assert!(!launcher.written(place).contains("canary"), "the password is in the {place}");
    }
    assert!(launcher.written("arguments").ends_with("--\n127.0.0.1\n"));
    assert_eq!(launcher.news(), [News::Ended { exit_code: Some(0) }]);
}

#[test]
fn the_question_about_a_host_key_is_never_answered() {
    let launcher = Launcher::start(
        "\"$SSH_ASKPASS\" \"The authenticity of host 'altostrat-site-1' can't be established.
        Are you sure you want to continue connecting (yes/no/[fingerprint])? \" > answer; echo $? > code
        exit 255",
        0,
    );
    launcher.run_helper();
    assert_eq!(launcher.written("answer"), "");
    assert_eq!(launcher.written("code"), "1\n");
}

#[test]
fn the_users_key_agent_stays_out_of_it() {
    let launcher = Launcher::start(RECORD, 0);
    launcher.helper().env("SSH_AUTH_SOCK", "/tmp/agent").env("SSH_ASKPASS", "/bin/foreign").output().unwrap();
    let environment = launcher.written("environment");
    assert!(!environment.contains("SSH_AUTH_SOCK"));
    assert!(environment.contains(&format!("SSH_ASKPASS={HELPER}")));
}

#[test]
fn a_router_that_has_not_checked_in_is_asked_again_with_a_new_id() {
    let launcher = Launcher::start(
        &format!(
            "\"$SSH_ASKPASS\" \"{LOGIN}@{ALIAS}'s password: \" >> answers
            echo \"$ALTO_ASKPASS_ID\" >> ids
            [ $(wc -l < ids) -ge 3 ] && exit 0
            echo '{LOGIN}@127.0.0.1: Permission denied (password).' >&2
            exit 255"
        ),
        2,
    );
    let output = launcher.run_helper();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(launcher.written("answers"), format!("{PASSWORD}\n").repeat(3));
    let ids = launcher.written("ids");
    let different: std::collections::HashSet<&str> = ids.lines().collect();
    assert_eq!(different.len(), 3);
    let shown = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(shown.matches("has not checked in yet").count(), 1, "{shown}");
    assert!(shown.contains("Permission denied"), "what ssh says is shown: {shown}");
    assert_eq!(launcher.news(), [News::LoginRefused, News::LoginRefused, News::Ended { exit_code: Some(0) }]);
}

/// Waits for as long as a slow machine may need.
fn wait_until(what: &str, is_so: impl Fn() -> bool) {
    let end = Instant::now() + Duration::from_secs(20);
    while !is_so() {
        assert!(Instant::now() < end, "still not: {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn a_login_is_told_while_the_session_runs_and_once() {
    let launcher = Launcher::start(
        "[ -e refused ] || { echo > refused; echo 'u@127.0.0.1: Permission denied (password).' >&2; exit 255; }
        echo 'Authenticated to 127.0.0.1 ([127.0.0.1]:40022) using \"password\".' >&2
        read -r line
        echo 'Authenticated to 127.0.0.1 ([127.0.0.1]:40022) using \"password\".' >&2",
        2,
    );
    let mut helper = launcher.helper().stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let wanted = [News::LoginRefused, News::LoggedIn];
    wait_until(&format!("{wanted:?}"), || launcher.news() == wanted);
    drop(helper.stdin.take());
    helper.wait().unwrap();
    assert_eq!(launcher.news(), [News::LoginRefused, News::LoggedIn, News::Ended { exit_code: Some(0) }]);
}

#[test]
fn a_session_cut_after_the_login_is_not_tried_again() {
    let launcher = Launcher::start(
        "echo run >> runs; echo 'Authenticated to e ([127.0.0.1]:40022).' >&2
        echo 'Connection reset by 127.0.0.1 port 40022' >&2; exit 255",
        2,
    );
    let output = launcher.run_helper();
    assert!(String::from_utf8_lossy(&output.stderr).contains("The connection has ended"));
    assert_eq!(launcher.written("runs"), "run\n");
    assert_eq!(launcher.news(), [News::LoggedIn, News::Ended { exit_code: Some(255) }]);
}

/// `kill` to a process group is what a terminal's hang-up does to the programs in it.
#[test]
fn a_window_that_is_killed_ends_its_run() {
    for signal in ["-HUP", "-KILL"] {
        let launcher = Launcher::start("echo > started; exec cat", 0);
        let mut helper =
            launcher.helper().stdin(Stdio::piped()).stderr(Stdio::null()).process_group(0).spawn().unwrap();
        wait_until("ssh has started", || !launcher.written("started").is_empty());
        assert_eq!(launcher.news(), []);
        let group = format!("-{}", helper.id());
        assert!(Command::new("kill").args([signal, "--", &group]).status().unwrap().success());
        assert_eq!(helper.wait().unwrap().code(), None);
        let wanted = [News::Ended { exit_code: None }];
        wait_until(&format!("{wanted:?}"), || launcher.news() == wanted);
    }
}

/// The same with a real terminal: its other end is closed.
#[test]
fn a_terminal_that_hangs_up_ends_its_run() {
    if !Path::new("/usr/bin/script").exists() {
        return;
    }
    let launcher = Launcher::start("echo > started; exec cat", 0);
    let line = format!("exec {HELPER} run {}", launcher.run.as_str());
    let mut terminal = Command::new("/usr/bin/script")
        .args(["-q", "-c", &line, "/dev/null"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    wait_until("ssh has started", || !launcher.written("started").is_empty());
    assert_eq!(launcher.news(), []);
    terminal.kill().unwrap();
    terminal.wait().unwrap();
    let wanted = [News::Ended { exit_code: None }];
    wait_until(&format!("{wanted:?}"), || launcher.news() == wanted);
}

#[test]
fn a_login_refused_after_the_window_ends_with_a_clear_sentence() {
    let launcher = Launcher::start("echo 'u@127.0.0.1: Permission denied (password).' >&2; exit 255", 0);
    let output = launcher.run_helper();
    assert_eq!(output.status.code(), Some(255));
    let shown = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(shown.contains("The router refused the login"), "{shown}");
    assert!(!shown.contains("trying again"));
    assert_eq!(launcher.news(), [News::LoginRefused, News::Ended { exit_code: Some(255) }]);
}

#[test]
fn a_changed_host_key_is_reported_and_not_tried_again() {
    let launcher = Launcher::start(
        "echo run >> runs; echo 'Host key for altostrat-site-1 has changed and you have requested strict checking.' >&2
        exit 255",
        2,
    );
    launcher.run_helper();
    assert_eq!(launcher.written("runs"), "run\nrun\n", "once for the user, once for the key alone");
    let changed = News::HostKeyChanged { offered: None };
    assert_eq!(launcher.news(), [changed, News::Ended { exit_code: Some(255) }]);
}

#[test]
fn the_new_key_is_learned_apart_from_the_known_ones_and_without_a_password() {
    let launcher = Launcher::start(
        r#"case "$*" in *BatchMode=yes*)
            env > asked-with
            for word in "$@"; do case "$word" in UserKnownHostsFile=*)
                file=${word#UserKnownHostsFile=\"}; file=${file%\"}; echo "$file" > asked-in
                echo 'altostrat-site-1 ssh-ed25519 AAAAnew' > "$file";;
            esac; done; exit 255;;
        esac
        echo 'Host key for altostrat-site-1 has changed and you have requested strict checking.' >&2; exit 255"#,
        2,
    );
    launcher.run_helper();
    let offered = HostKey::parse("ssh-ed25519 AAAAnew").ok();
    assert!(offered.is_some());
    let changed = News::HostKeyChanged { offered };
    assert_eq!(launcher.news(), [changed, News::Ended { exit_code: Some(255) }]);
    let list = launcher.written("asked-in");
    assert!(!list.trim_end().ends_with("known hosts"), "the launcher's own list stays as it is: {list}");
    assert!(!Path::new(list.trim_end()).exists(), "the other one goes");
    let environment = launcher.written("asked-with");
    assert!(!environment.contains("ASKPASS") && !environment.contains("canary"), "{environment}");
}

#[test]
fn words_of_the_router_do_not_look_like_a_refusal() {
    let launcher = Launcher::start("echo 'x: Permission denied (password).' >&2; exit 7", 2);
    let output = launcher.run_helper();
    assert_eq!(output.status.code(), Some(7));
    assert_eq!(launcher.news(), [News::Ended { exit_code: Some(7) }]);
}

#[test]
fn an_id_opens_one_window_only() {
    let launcher = Launcher::start("echo run >> runs", 0);
    launcher.run_helper();
    let second = launcher.run_helper();
    assert_eq!(second.status.code(), Some(0), "it goes away quietly");
    assert_eq!(launcher.written("runs"), "run\n");
}

#[test]
fn a_test_calls_back_says_its_line_and_starts_nothing() {
    let launcher = Launcher::start("echo run >> runs", 0);
    let test = || {
        let mut command = Command::new(HELPER);
        command.args(["test", launcher.run.as_str()]).stdin(Stdio::null()).output().unwrap()
    };
    let output = test();
    assert_eq!(output.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&output.stderr).contains("هذه الطرفية تعمل"), "{output:?}");
    let second = test();
    assert_eq!((second.status.code(), second.stderr), (Some(0), Vec::new()), "it goes away quietly");
    assert_eq!((launcher.written("runs"), launcher.news()), (String::new(), Vec::new()));
}

/// In a real terminal the line stays until Enter is pressed.
#[test]
fn a_test_waits_for_enter() {
    if !Path::new("/usr/bin/script").exists() {
        return;
    }
    let launcher = Launcher::start("", 0);
    let shown = launcher.folder.path().join("shown");
    let mut terminal = Command::new("/usr/bin/script")
        .args(["-q", "-f", "-c", &format!("exec {HELPER} test {}", launcher.run.as_str())])
        .arg(&shown)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    wait_until("the line to stand there", || launcher.written("shown").contains("Enter"));
    assert!(terminal.try_wait().unwrap().is_none());
    terminal.stdin.as_mut().unwrap().write_all(b"\n").unwrap();
    assert!(terminal.wait().unwrap().success());
}

#[test]
fn without_a_launcher_nothing_is_started() {
    let id = "0".repeat(48);
    let output = Command::new(HELPER).args(["run", &id]).stdin(Stdio::null()).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("Press Connect there again"));
}

#[test]
fn odd_arguments_start_nothing() {
    for arguments in [&[][..], &["run"], &["run", "../x"], &["test", "x"], &["ssh", "host"], &["--help"]] {
        let output = Command::new(HELPER).args(arguments).stdin(Stdio::null()).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    }
    let askpass = Command::new(HELPER).arg("password: ").env("ALTO_ASKPASS_ID", "junk").output().unwrap();
    assert_eq!((askpass.status.code(), askpass.stdout), (Some(1), Vec::new()));
}

/// The argument list is not only as expected: the real program takes it.
#[test]
fn the_installed_ssh_accepts_every_option() {
    let ssh = Path::new("/usr/bin/ssh");
    if !ssh.exists() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let session = SshSession {
        host: "127.0.0.1".into(),
        port: 1,
        login: LOGIN.into(),
        host_key_alias: ALIAS.into(),
        known_hosts: folder.path().join("100% known hosts").to_str().unwrap().into(),
        program: ssh.to_str().unwrap().into(),
        allow_ssh_rsa: true,
    };
    let known_hosts = session.known_hosts.clone();
    let session = altostrat_ssh::SafeSession::check(session).unwrap();
    let output = Command::new(ssh)
        .arg("-G")
        .args(altostrat_ssh::ssh_arguments(&session))
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let shown = String::from_utf8_lossy(&output.stdout).into_owned();
    for line in
        ["port 1", "user transient-user-abc123", "hostkeyalias altostrat-site-1", "identityagent none"]
    {
        assert!(shown.lines().any(|shown| shown == line), "{line} in {shown}");
    }
    let shown_known_hosts = shown.lines().find(|line| line.starts_with("userknownhostsfile ")).unwrap();
    assert!(shown_known_hosts.ends_with(&known_hosts), "{shown_known_hosts}");
}
