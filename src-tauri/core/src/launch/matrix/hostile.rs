//! Whatever the API answers, a session passes through whole, each field as one argument, or is refused.

use altostrat_ssh::{OneTimeId, SafeSession};
use jiff::Timestamp;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::words::{PASSED_ON, PIECES, REFUSED, longest_password};
use super::{own_path, shell_words, windows_line};
use crate::altostrat::read_session;
use crate::contract::NotLaunchableReason;
use crate::domain::SiteId;
use crate::launch::locate::tests::Machine;
use crate::launch::{
    Argument, Dial, EnvironmentChange, Errand, HelperCall, LaunchPlan, Os, Terminal, WinBox, ready_to_launch,
    ssh, terminals,
};

fn hostile(most: usize) -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..most).prop_map(|pieces| pieces.concat())
}

fn printing(most: usize) -> impl Strategy<Value = String> {
    hostile(most).prop_map(|text| text.chars().filter(|letter| !letter.is_control()).collect())
}

fn host() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?\\.[a-z]{2,5}",
        1 => Just("2001:db8::1".to_owned()),
        1 => Just("203.0.113.9".to_owned()),
        2 => hostile(6),
    ]
}

fn login() -> impl Strategy<Value = String> {
    prop_oneof![3 => "[A-Za-z0-9][A-Za-z0-9._@-]{0,20}", 2 => hostile(6)]
}

fn password() -> impl Strategy<Value = String> {
    // The longest that is passed on, of blanks, quotes and backslashes alone.
    let longest = prop::collection::vec(prop::sample::select(&[' ', '"', '\'', '\\'][..]), 512..=513);
    prop_oneof![
        4 => printing(30),
        1 => hostile(30),
        1 => longest.prop_map(|letters| letters.into_iter().collect::<String>()),
    ]
}

fn port() -> impl Strategy<Value = Value> {
    prop_oneof![
        4 => (1_i64..=65_535).prop_map(Value::from),
        1 => (-2_i64..70_000).prop_map(Value::from),
        1 => (1_i64..=65_535).prop_map(|port| Value::from(port.to_string())),
        1 => hostile(3).prop_map(Value::from),
        1 => Just(Value::Null),
    ]
}

/// A session of the API, with fields of which some are honest.
fn reply() -> impl Strategy<Value = Value> {
    let kind = prop_oneof![4 => Just("winbox".to_owned()), 4 => Just("ssh".to_owned()), 1 => hostile(3)];
    (host(), port(), login(), password(), kind).prop_map(|(host, port, login, password, kind)| {
        json!({
            "id": "session-1", "type": kind, "entry_point": host, "port": port, "username": login,
            "password": password, "expires_at": "2026-01-01T12:00:00Z",
            "onclick": format!("winbox://{login}:{password}@{host}"),
        })
    })
}

fn launched(reply: &Value) -> Result<Dial, NotLaunchableReason> {
    let now: Timestamp = "2026-01-01T11:00:00Z".parse().unwrap();
    ready_to_launch(&read_session(reply.to_string().as_bytes(), now).unwrap(), now)
}

/// What a program of this system would find in its argument list.
fn received(os: Os, plan: &LaunchPlan) -> Vec<String> {
    let arguments: Vec<String> = plan
        .arguments
        .iter()
        .map(|argument| match argument {
            Argument::Script(_) => "SCRIPT".to_owned(),
            argument => argument.expose().unwrap().into_string().unwrap(),
        })
        .collect();
    match os {
        Os::Windows => {
            let program = plan.program.to_str().unwrap();
            let mut words = windows_line::read(&windows_line::written(program, &arguments));
            assert_eq!(words.remove(0), program);
            words
        }
        // `execve` takes a list; only a zero byte would cut an argument short.
        Os::Linux | Os::MacOs => {
            assert!(arguments.iter().all(|argument| !argument.contains('\0')));
            arguments
        }
    }
}

fn run() -> OneTimeId {
    OneTimeId::parse(&"a1".repeat(24)).unwrap()
}

fn call(helper: &str) -> HelperCall {
    HelperCall { helper: helper.into(), environment: EnvironmentChange::default(), home: None }
}

/// The terminals of a machine that has them all.
fn every_terminal(os: Os) -> Vec<Terminal> {
    let machine = Machine::new(os);
    super::pages::install_terminals(&machine);
    terminals::terminals(&machine.surroundings(), None)
}

fn checked(dial: &Dial) -> SafeSession {
    let site = SiteId::parse("site-1").unwrap();
    ssh::session(dial, &site, &own_path("usr/bin/ssh.exe"), &own_path("data/known_hosts"), false).unwrap()
}

fn text<'r>(reply: &'r Value, field: &str) -> &'r str {
    reply.get(field).and_then(Value::as_str).unwrap()
}

proptest! {
    #[test]
    fn win_box_gets_address_login_and_password_whole_or_nothing_is_started(reply in reply()) {
        let Ok(dial) = launched(&reply) else { return Ok(()) };
        let host = text(&reply, "entry_point").to_ascii_lowercase();
        let host = if host.contains(':') && !host.starts_with('[') { format!("[{host}]") } else { host };
        let port = reply.get("port").unwrap().to_string().trim_matches('"').to_owned();
        let session = [format!("{host}:{port}"), text(&reply, "username").into(), text(&reply, "password").into()];
        for (os, win_box, before) in [
            (Os::Linux, WinBox::Native("/usr/bin/WinBox".into()), vec![]),
            (Os::Linux, WinBox::Flatpak("/usr/bin/flatpak".into()),
                vec!["run", "--command=/app/extra/WinBox", "com.mikrotik.WinBox"]),
            (Os::Linux, WinBox::Wine { wine: "/usr/bin/wine".into(), exe: "/w.exe".into() }, vec!["/w.exe"]),
            (Os::MacOs, WinBox::Native("/Applications/WinBox.app/Contents/MacOS/WinBox".into()), vec![]),
            (Os::Windows, WinBox::Native(r"C:\Program Files\WinBox\WinBox.exe".into()), vec![]),
        ] {
            let expected: Vec<&str> = before.into_iter().chain(session.iter().map(String::as_str)).collect();
            prop_assert_eq!(received(os, &win_box.plan(&dial, EnvironmentChange::default())), expected);
        }
        // Neither of the two that stand before the password can be taken for an option.
        prop_assert!(!session[0].starts_with('-') && !session[1].starts_with('-'));
    }

    #[test]
    fn ssh_gets_every_field_whole_or_nothing_is_started(reply in reply()) {
        let Ok(dial) = launched(&reply) else { return Ok(()) };
        let arguments: Vec<String> = altostrat_ssh::ssh_arguments(&checked(&dial))
            .into_iter()
            .map(|argument| argument.into_string().unwrap())
            .collect();
        let mut line = windows_line::read(&windows_line::written(r"C:\Windows\ssh.exe", &arguments));
        line.remove(0);
        prop_assert_eq!(&line, &arguments);
        let port = dial.entry_point.port.to_string();
        prop_assert_eq!(&arguments[..6], ["-F", "none", "-p", &port, "-l", text(&reply, "username")]);
        prop_assert_eq!(&arguments[arguments.len() - 2], "--");
        prop_assert!(!arguments.iter().any(|argument| argument.contains(dial.password.expose())
            && dial.password.expose().len() > 12));
    }

    #[test]
    fn no_terminal_is_told_anything_of_a_session(reply in reply()) {
        let Ok(dial) = launched(&reply) else { return Ok(()) };
        let session = checked(&dial);
        let (id, pipe) = (run(), r"\\.\pipe\altostrat-x");
        let errand = Errand::Session { run: &id, dialled: session.get(), pipe: Some(pipe) };
        for os in [Os::Linux, Os::MacOs, Os::Windows] {
            for terminal in every_terminal(os) {
                let plan = terminal.plan(&call("/opt/alto/altostrat-ssh"), errand).unwrap();
                let words = received(os, &plan);
                if terminal.own_client().is_some() {
                    let (host, port) = (dial.entry_point.host.to_string(), dial.entry_point.port.to_string());
                    prop_assert_eq!(words, ["-ssh", "-P", &port, "-l", dial.login.as_str(), "-loghost",
                        "altostrat-site-1:22", "-pwfile", pipe, &host]);
                } else {
                    let reference = terminal.plan(&call("/opt/alto/altostrat-ssh"), Errand::Test { run: &id });
                    let reference = received(os, &reference.unwrap());
                    let as_test: Vec<&str> =
                        words.iter().map(|word| if word == "run" { "test" } else { word }).collect();
                    prop_assert_eq!(as_test, reference);
                }
            }
        }
    }

    #[test]
    fn the_script_of_macos_is_our_own_path_as_one_word(path in printing(12)) {
        let helper = format!("/Applications/{path}/altostrat-ssh");
        let id = run();
        let machine = Machine::new(Os::MacOs);
        machine.install("System/Applications/Utilities/Terminal.app/Contents/MacOS/Terminal");
        let found = terminals::terminals(&machine.surroundings(), None);
        let plan = found[0].plan(&call(&helper), Errand::Test { run: &id }).unwrap();
        let Some(Argument::Script(script)) = plan.arguments.last() else { panic!() };
        let script = secrecy::ExposeSecret::expose_secret(script);
        let last = script.strip_prefix("#!/bin/sh\nrm -f -- \"$0\"\n").unwrap().strip_suffix('\n').unwrap();
        prop_assert_eq!(shell_words::read(last).unwrap(), ["exec", &helper, "test", id.as_str()]);
    }

    #[test]
    fn windows_terminal_gets_our_own_path_as_one_word_or_is_passed_over(
        folder in "[A-Za-z0-9 ;'()&%$!@~éß-]{1,20}"
    ) {
        let helper = format!(r"C:\Users\{folder}\altostrat-ssh.exe");
        let id = run();
        let machine = Machine::new(Os::Windows);
        machine.install("local/Microsoft/WindowsApps/wt.exe");
        let wt = terminals::terminals(&machine.surroundings(), Some("windows-terminal")).remove(0);
        match wt.plan(&call(&helper), Errand::Test { run: &id }) {
            None => prop_assert!(helper.contains(';')),
            Some(plan) => {
                let words = received(Os::Windows, &plan);
                let command = &words[words.len() - 3..];
                prop_assert_eq!(words[words.len() - 4].as_str(), "--");
                prop_assert_eq!(windows_line::through_windows_terminal(command), [&helper, "test", id.as_str()]);
            }
        }
    }
}

#[test]
fn what_prints_passes_and_what_does_not_is_refused_with_its_field() {
    let honest = json!({
        "id": "s", "type": "winbox", "entry_point": "edge-1.ostrat.io", "port": 45_821, "username": "u-1",
        "password": "p", "expires_at": "2026-01-01T12:00:00Z",
    });
    let with = |field: &str, value: Value| {
        let mut reply = honest.clone();
        reply[field] = value;
        launched(&reply)
    };
    let longest = longest_password();
    for password in PASSED_ON.iter().copied().chain([longest.as_str()]) {
        let dial = with("password", password.into()).unwrap();
        assert_eq!(dial.password.expose(), password);
    }
    let reason = |field: &str| match field {
        "password" => NotLaunchableReason::BadPassword,
        "username" => NotLaunchableReason::BadUserName,
        _ => NotLaunchableReason::BadEntryPoint,
    };
    assert_eq!(with("password", format!("{longest}x").into()).unwrap_err(), reason("password"));
    for (field, value) in REFUSED.iter().copied() {
        assert_eq!(with(field, value.into()).unwrap_err(), reason(field), "{field} {value:?}");
    }
}
