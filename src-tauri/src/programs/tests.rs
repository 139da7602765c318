use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
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
        for _ in 0..500 {
            if let Ok(text) = fs::read_to_string(&done) {
                return text.lines().map(str::to_owned).collect();
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("the program was not started");
    }
}

#[test]
fn a_program_gets_its_arguments_whole_and_stands_on_its_own() {
    let recorder = Recorder::new();
    let odd = "P@ss w0rd;$(x)*\"'\\";
    SystemPrograms.start(&recorder.plan(vec![Argument::plain("a b"), Argument::secret(odd)])).unwrap();
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
    SystemPrograms.start(&recorder.plan(vec![script])).unwrap();
    let seen = recorder.seen();
    assert_eq!([seen[1].as_str(), seen[2].as_str()], ["mode 700", "ran"]);
    let path = PathBuf::from(seen[0].trim_matches(['[', ']']));
    assert!(path.extension().unwrap() == "command" && !path.exists());
}

#[test]
fn why_a_program_does_not_start_is_told() {
    let recorder = Recorder::new();
    let at = |program: PathBuf| SystemPrograms.start(&LaunchPlan { program, ..recorder.plan(Vec::new()) });
    let text = recorder.folder.path().join("notes.txt");
    fs::write(&text, "no program").unwrap();
    assert_eq!(at(recorder.folder.path().join("gone")), Err(StartProblem::NotFound));
    assert_eq!(at(text.clone()), Err(StartProblem::NotExecutable));
    assert_eq!(at("WinBox".into()), Err(StartProblem::NotExecutable), "never looked up by name");
    fs::set_permissions(&text, fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!(at(text), Err(StartProblem::NotExecutable));
}
