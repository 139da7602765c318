use std::fs;
use std::io::Read as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use launcher_core::launch::EnvironmentChange;
use tempfile::TempDir;

use super::*;

/// A program that writes down how it was started.
struct Recorder {
    folder: TempDir,
}

impl Recorder {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let text = format!(
            "#!/bin/sh\nexec >'{0}/seen'\nfor a in \"$@\"; do printf '[%s]\\n' \"$a\"; done\n\
             [ -f \"$1\" ] && stat -c 'mode %a' \"$1\" && sh \"$1\"\n\
             env | grep ^RECORDED_; pwd; readlink /proc/self/fd/0; ps -o pgid= -p $$ | tr -d ' '; echo $$\n\
             mv '{0}/seen' '{0}/done'\n",
            folder.path().display()
        );
        let program = folder.path().join("recorder");
        fs::write(&program, text).unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
        Self { folder }
    }

    fn plan(&self, arguments: Vec<Argument>) -> LaunchPlan {
        LaunchPlan {
            program: self.folder.path().join("recorder"),
            arguments,
            environment: EnvironmentChange {
                remove: vec!["PWD".into()],
                set: vec![("RECORDED_ONE".into(), "1".into())],
            },
            console: Console::None,
            working_folder: Some(self.folder.path().to_owned()),
        }
    }

    fn seen(&self) -> Vec<String> {
        let done = self.folder.path().join("done");
        let text = wait_for("the program to have written", || fs::read_to_string(&done).ok());
        text.lines().map(str::to_owned).collect()
    }
}

/// Asks until there is an answer, for as long as a slow machine may need.
fn wait_for<T>(what: &str, ask: impl Fn() -> Option<T>) -> T {
    for _ in 0..2_000 {
        if let Some(answer) = ask() {
            return answer;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    panic!("waited in vain for {what}");
}

/// The state letter of a process, `Z` for a zombie; `None` when it is gone.
fn state(process: &str) -> Option<char> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    stat.rsplit_once(") ")?.1.chars().next()
}

#[test]
fn a_program_gets_its_arguments_whole_and_stands_on_its_own() {
    let recorder = Recorder::new();
    let odd = "P@ss w0rd;$(x)*\"'\\";
    SystemPrograms::default()
        .start(&recorder.plan(vec![Argument::plain("a b"), Argument::secret(odd)]))
        .unwrap();
    let seen = recorder.seen();
    let [first, second, variable, folder, input, group, process] = seen.as_slice() else {
        panic!("{seen:?}")
    };
    assert_eq!([first.as_str(), second.as_str()], ["[a b]", &format!("[{odd}]")]);
    assert_eq!([variable.as_str(), input.as_str()], ["RECORDED_ONE=1", "/dev/null"]);
    assert_eq!(Path::new(folder), recorder.folder.path().canonicalize().unwrap());
    assert_eq!(group, process, "it leads a process group of its own");
}

#[test]
fn a_script_is_its_owners_alone_and_goes_away_when_it_is_run() {
    let recorder = Recorder::new();
    let script = Argument::Script("#!/bin/sh\nrm -f -- \"$0\"\necho ran\n".into());
    SystemPrograms::default().start(&recorder.plan(vec![script])).unwrap();
    let seen = recorder.seen();
    assert_eq!([seen[1].as_str(), seen[2].as_str()], ["mode 700", "ran"]);
    let path = PathBuf::from(seen[0].trim_matches(['[', ']']));
    assert!(path.extension().unwrap() == "command" && !path.exists());
}

#[test]
fn why_a_program_does_not_start_is_told() {
    let recorder = Recorder::new();
    let at = |program: PathBuf| {
        SystemPrograms::default().start(&LaunchPlan { program, ..recorder.plan(Vec::new()) })
    };
    let text = recorder.folder.path().join("notes.txt");
    fs::write(&text, "no program").unwrap();
    assert_eq!(at(recorder.folder.path().join("gone")), Err(StartProblem::NotFound));
    assert_eq!(at(text.clone()), Err(StartProblem::NotExecutable));
    assert_eq!(at("WinBox".into()), Err(StartProblem::NotExecutable), "never looked up by name");
    fs::set_permissions(&text, fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!(at(text), Err(StartProblem::NotExecutable));
}

#[test]
fn a_program_that_has_ended_leaves_no_zombie() {
    let recorder = Recorder::new();
    SystemPrograms::default().start(&recorder.plan(vec![Argument::plain("a")])).unwrap();
    let process = recorder.seen().pop().unwrap();
    wait_for("the program to be gone", || state(&process).is_none().then_some(()));
}

#[test]
fn a_program_has_the_users_limit_for_core_files_and_the_launcher_has_none() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

    let limit = |text: &str| {
        let line = text.lines().find(|line| line.starts_with("Max core file size")).unwrap();
        line.split_whitespace().nth(4).unwrap().to_owned()
    };
    let own = || limit(&fs::read_to_string("/proc/self/limits").unwrap());
    let maximum = getrlimit(Resource::Core).maximum;
    let current = Some(maximum.map_or(8_192, |most| most.min(8_192)));
    setrlimit(Resource::Core, Rlimit { current, maximum }).unwrap();
    let before = own();
    let programs = SystemPrograms::new(CoreFiles::off());
    assert!(["0", "1"].contains(&own().as_str()), "{}", own());
    let recorder = Recorder::new();
    let told = recorder.folder.path().join("limits");
    let program = recorder.folder.path().join("tell");
    fs::write(
        &program,
        format!("#!/bin/sh\ncat /proc/self/limits > {0}.new\nmv {0}.new {0}\n", told.display()),
    )
    .unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    programs.start(&LaunchPlan { program, ..recorder.plan(Vec::new()) }).unwrap();
    let text = wait_for("the limits", || fs::read_to_string(&told).ok());
    assert_eq!(limit(&text), before);
    assert!(["0", "1"].contains(&own().as_str()), "{}", own());
}

/// Names the folder of the launcher that is to be ended, in the process that stands in for it.
const STAND_IN: &str = "ALTOSTRAT_TEST_PROGRAMS_STAND_IN";

/// No test of its own: the launcher of the test below, in a process that can be killed.
#[test]
#[expect(clippy::disallowed_methods, reason = "a test reads its own environment")]
fn stand_in_for_a_launcher() {
    let Some(folder) = std::env::var_os(STAND_IN).map(PathBuf::from) else { return };
    let program = folder.join("program");
    let plan = LaunchPlan {
        program,
        arguments: Vec::new(),
        environment: EnvironmentChange::default(),
        console: Console::None,
        working_folder: None,
    };
    SystemPrograms::default().start(&plan).unwrap();
    // Until it is killed, or whoever should do so has gone.
    let _ = std::io::stdin().read_to_end(&mut Vec::new());
}

#[test]
#[expect(clippy::disallowed_methods, reason = "this very program is started once more, to be killed")]
fn programs_go_on_when_the_launcher_is_killed_or_its_terminal_hangs_up() {
    use std::os::unix::process::CommandExt as _;

    for signal in ["KILL", "TERM", "HUP", "INT"] {
        let folder = tempfile::tempdir().unwrap();
        let program = folder.path().join("program");
        fs::write(
            &program,
            format!(
                "#!/bin/sh\necho $$ > '{0}/new' && mv '{0}/new' '{0}/process'\nexec sleep 30\n",
                folder.path().display()
            ),
        )
        .unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
        let mut launcher = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "programs::tests::stand_in_for_a_launcher"])
            .env(STAND_IN, folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .unwrap();
        let process =
            wait_for("the program to start", || fs::read_to_string(folder.path().join("process")).ok());
        let process = process.trim();
        // To the whole group, as a terminal does with Ctrl+C and with a hang-up.
        let group = format!("-{}", launcher.id());
        let kill = |words: &[&str]| Command::new("kill").args(words).status().unwrap().success();
        assert!(kill(&["-s", signal, "--", &group]));
        assert!(!launcher.wait().unwrap().success());
        assert!(state(process).is_some_and(|state| state != 'Z'), "{signal}");
        assert!(kill(&["-s", "KILL", process]));
    }
}
