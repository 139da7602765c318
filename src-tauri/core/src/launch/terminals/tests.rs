use altostrat_ssh::SafeSession;

use super::*;
use crate::launch::locate::tests::Machine;
use crate::launch::rendezvous::tests::run_session;
use crate::launch::surroundings::Os;
use crate::launch::surroundings::tests::surroundings;

fn dialled() -> SafeSession {
    run_session(1).session
}

fn call() -> HelperCall {
    HelperCall {
        helper: "/opt/Altostrat Launcher/altostrat-ssh".into(),
        environment: EnvironmentChange::default(),
        home: Some("/home/u".into()),
    }
}

fn run() -> OneTimeId {
    OneTimeId::parse(&"a1".repeat(24)).unwrap()
}

/// The plan as one readable line; arguments apart by `|`.
fn line(plan: &LaunchPlan) -> String {
    let arguments = plan.arguments.iter().map(|argument| match argument {
        Argument::Script(_) => "SCRIPT".to_owned(),
        argument => argument.expose().unwrap().into_string().unwrap(),
    });
    let line: Vec<String> = [plan.program.file_name().unwrap().to_str().unwrap().to_owned()]
        .into_iter()
        .chain(arguments)
        .collect();
    line.join("|").replace("/opt/Altostrat Launcher/altostrat-ssh", "HELPER").replace(&"a1".repeat(24), "ID")
}

fn ids(terminals: &[Terminal]) -> Vec<&'static str> {
    terminals.iter().map(|terminal| terminal.id.as_str()).collect()
}

#[cfg(unix)]
#[test]
fn the_order_is_choice_then_user_then_desktop_then_system() {
    let machine = Machine::new(Os::Linux)
        .with_variable("XDG_CURRENT_DESKTOP", "ubuntu:GNOME")
        .with_variable("TERMINAL", "alacritty");
    for id in ["xterm", "x-terminal-emulator", "gnome-terminal", "xdg-terminal-exec", "alacritty", "kitty"] {
        machine.install(&format!("on-path/{id}"));
    }
    assert_eq!(
        ids(&terminals(&machine.surroundings(), Some("kitty"))),
        ["kitty", "alacritty", "xdg-terminal-exec", "gnome-terminal", "x-terminal-emulator", "xterm"]
    );
}

#[cfg(unix)]
#[test]
fn a_terminal_variable_that_names_something_unknown_starts_nothing() {
    for value in ["bash -c 'x'", "/bin/sh", "sakura", "./xterm", ".."] {
        let machine = Machine::new(Os::Linux).with_variable("TERMINAL", value);
        machine.install("on-path/kitty");
        machine.install("on-path/sakura");
        assert_eq!(ids(&terminals(&machine.surroundings(), None)), ["kitty"], "{value}");
    }
}

#[cfg(unix)]
#[test]
fn a_chosen_terminal_that_is_gone_leaves_the_others() {
    let machine = Machine::new(Os::Linux);
    machine.install("on-path/xterm");
    assert_eq!(ids(&terminals(&machine.surroundings(), Some("kitty"))), ["xterm"]);
}

#[test]
fn the_script_of_macos_quotes_our_own_path_alone() {
    let text = script(Path::new("/Users/o'brien/My Apps/altostrat-ssh"), RUN, &run()).unwrap();
    assert_eq!(
        text,
        format!(
            "#!/bin/sh\nrm -f -- \"$0\"\nexec '/Users/o'\\''brien/My Apps/altostrat-ssh' run {}\n",
            run().as_str()
        )
    );
    assert_eq!(script(Path::new("/a\nb"), RUN, &run()), None);
}

#[test]
fn windows_opens_its_default_console_without_a_terminal_program() {
    let here = surroundings(Os::Windows, &[]);
    let found = terminals(&here, None);
    let plan = found.first().unwrap().plan(&call(), Errand::Test { run: &run() }).unwrap();
    assert_eq!(line(&plan), "altostrat-ssh|test|ID");
    assert_eq!((plan.program, plan.console, found.len()), (call().helper, Console::New, 1));
}

#[test]
fn windows_terminal_is_there_by_choice_and_never_with_a_semicolon() {
    let machine = Machine::new(Os::Windows);
    machine.install("local/Microsoft/WindowsApps/wt.exe");
    let found = terminals(&machine.surroundings(), Some("windows-terminal"));
    assert_eq!(ids(&found), ["windows-terminal", "console"]);
    let wt = found.first().unwrap();
    assert_eq!(
        line(&wt.plan(&call(), Errand::Test { run: &run() }).unwrap()),
        "wt.exe|-w|new|new-tab|--title|Altostrat|--|HELPER|test|ID"
    );
    assert!(
        wt.plan(&HelperCall { helper: "/a;b/altostrat-ssh".into(), ..call() }, Errand::Test { run: &run() })
            .is_none()
    );
}

#[test]
fn putty_is_there_by_choice_or_where_there_is_no_ssh() {
    let machine = Machine::new(Os::Windows);
    machine.install("programs/PuTTY/putty.exe");
    machine.install("on-path/kitty.exe");
    let here = machine.surroundings();
    let ids = |terminals: &[Terminal]| super::tests::ids(terminals).join(" ");
    assert_eq!(ids(&terminals(&here, None)), "console putty kitty-windows", "all can be chosen");
    assert_eq!(ids(&to_try(&here, None, true)), "console");
    assert_eq!(ids(&to_try(&here, Some("putty"), true)), "putty console");
    assert_eq!(ids(&to_try(&here, None, false)), "putty kitty-windows");
    assert_eq!(ids(&to_try(&here, Some("kitty-windows"), false)), "kitty-windows putty");
}

#[test]
fn a_putty_that_knows_no_password_file_is_given_none() {
    let machine = Machine::new(Os::Windows);
    for (content, reads) in [("\0-pw\0-pwfile\0", true), ("\0-pw\0", false)] {
        machine.install("programs/PuTTY/putty.exe");
        std::fs::write(machine.path("programs/PuTTY/putty.exe"), content).unwrap();
        let putty = to_try(&machine.surroundings(), None, false).remove(0);
        let (dialled, run) = (dialled(), run());
        let errand = Errand::Session { run: &run, dialled: dialled.get(), pipe: None };
        assert_eq!((putty.needs_pipe(), putty.calls_back(errand)), (reads, reads));
        assert_eq!(
            line(&putty.plan(&call(), errand).unwrap()),
            "putty.exe|-ssh|-P|40022|-l|transient-user-abc123|-loghost|altostrat-site-1:22|edge-1.ostrat.io"
        );
    }
}

#[test]
fn the_run_id_is_not_printed_with_a_plan() {
    let plan = terminals(&surroundings(Os::Windows, &[]), None)
        .first()
        .unwrap()
        .plan(&call(), Errand::Test { run: &run() })
        .unwrap();
    assert!(!format!("{plan:?}").contains("a1a1"));
}
