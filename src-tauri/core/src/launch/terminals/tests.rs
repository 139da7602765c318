use super::*;
#[cfg(unix)]
use crate::launch::locate::tests::Machine;
use crate::launch::surroundings::tests::surroundings;

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

#[cfg(unix)]
fn lines(terminals: &[Terminal]) -> Vec<String> {
    terminals.iter().map(|terminal| line(&terminal.plan(&call(), &run()).unwrap())).collect()
}

#[cfg(unix)]
fn ids(terminals: &[Terminal]) -> Vec<&'static str> {
    terminals.iter().map(|terminal| terminal.id.as_str()).collect()
}

#[cfg(unix)]
#[test]
fn every_terminal_of_linux_takes_the_command_as_its_own_manual_says() {
    let machine = Machine::new(Os::Linux);
    for known in LINUX {
        machine.install(&format!("on-path/{}", known.id));
    }
    assert_eq!(
        lines(&terminals(&machine.surroundings(), None)),
        [
            "xdg-terminal-exec|HELPER|run|ID",
            "x-terminal-emulator|-e|HELPER|run|ID",
            "ptyxis|--new-window|--|HELPER|run|ID",
            "kgx|--|HELPER|run|ID",
            "gnome-terminal|--|HELPER|run|ID",
            "konsole|--separate|-e|HELPER|run|ID",
            "xfce4-terminal|--disable-server|-x|HELPER|run|ID",
            "mate-terminal|-x|HELPER|run|ID",
            "qterminal|-e|HELPER|run|ID",
            "cosmic-term|-e|HELPER|run|ID",
            "deepin-terminal|-x|HELPER|run|ID",
            "io.elementary.terminal|-x|HELPER|run|ID",
            "kitty|HELPER|run|ID",
            "alacritty|-e|HELPER|run|ID",
            "wezterm|start|--always-new-process|--|HELPER|run|ID",
            "ghostty|-e|HELPER|run|ID",
            "foot|HELPER|run|ID",
            "terminator|-x|HELPER|run|ID",
            "urxvt|-e|HELPER|run|ID",
            "st|-e|HELPER|run|ID",
            "xterm|-e|HELPER|run|ID",
        ]
    );
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

#[cfg(unix)]
#[test]
fn terminals_of_macos_are_opened_by_file_by_arguments_or_from_inside() {
    let machine = Machine::new(Os::MacOs);
    machine.install("System/Applications/Utilities/Terminal.app/Contents/MacOS/Terminal");
    machine.install("Applications/iTerm.app/Contents/MacOS/iTerm2");
    machine.install("Applications/Ghostty.app/Contents/MacOS/ghostty");
    machine.install("home/Applications/kitty.app/Contents/MacOS/kitty");
    machine.install("Applications/Alacritty.app/Contents/MacOS/alacritty");
    machine.install("Applications/WezTerm.app/Contents/MacOS/wezterm");
    assert_eq!(
        lines(&terminals(&machine.surroundings(), None)),
        [
            "open|-a|Terminal|SCRIPT",
            "open|-a|iTerm|SCRIPT",
            "open|-na|Ghostty.app|--args|-e|HELPER|run|ID",
            "kitty|HELPER|run|ID",
            "alacritty|-e|HELPER|run|ID",
            "wezterm|start|--always-new-process|--|HELPER|run|ID",
        ]
    );
}

#[test]
fn the_script_of_macos_quotes_our_own_path_alone() {
    let text = script(Path::new("/Users/o'brien/My Apps/altostrat-ssh"), &run()).unwrap();
    assert_eq!(
        text,
        format!(
            "#!/bin/sh\nrm -f -- \"$0\"\nexec '/Users/o'\\''brien/My Apps/altostrat-ssh' run {}\n",
            run().as_str()
        )
    );
    assert_eq!(script(Path::new("/a\nb"), &run()), None);
}

#[test]
fn windows_opens_its_default_console_without_a_terminal_program() {
    let here = surroundings(Os::Windows, &[]);
    let found = terminals(&here, None);
    let plan = found.first().unwrap().plan(&call(), &run()).unwrap();
    assert_eq!(line(&plan), "altostrat-ssh|run|ID");
    assert_eq!((plan.program, plan.console, found.len()), (call().helper, Console::New, 1));
}

#[cfg(unix)]
#[test]
fn windows_terminal_is_there_by_choice_and_never_with_a_semicolon() {
    let machine = Machine::new(Os::Windows);
    machine.install("local/Microsoft/WindowsApps/wt.exe");
    let found = terminals(&machine.surroundings(), Some("windows-terminal"));
    assert_eq!(ids(&found), ["windows-terminal", "console"]);
    let wt = found.first().unwrap();
    assert_eq!(
        line(&wt.plan(&call(), &run()).unwrap()),
        "wt.exe|-w|new|new-tab|--title|Altostrat|--|HELPER|run|ID"
    );
    assert!(wt.plan(&HelperCall { helper: "/a;b/altostrat-ssh".into(), ..call() }, &run()).is_none());
}

#[test]
fn the_run_id_is_not_printed_with_a_plan() {
    let plan =
        terminals(&surroundings(Os::Windows, &[]), None).first().unwrap().plan(&call(), &run()).unwrap();
    assert!(!format!("{plan:?}").contains("a1a1"));
}
