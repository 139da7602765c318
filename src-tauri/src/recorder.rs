//! A real program of Windows that tells how it was started.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Deserialize;
use tempfile::TempDir;

/// A copy of the example `recorder` of the crate `altostrat-ssh`, in a folder of its own.
pub(crate) struct Recorder {
    pub(crate) program: PathBuf,
    _folder: TempDir,
}

/// How it was started. A text that is no Unicode is `None`.
#[derive(Debug, Deserialize)]
pub(crate) struct Seen {
    pub(crate) arguments: Vec<Option<String>>,
    pub(crate) environment: BTreeMap<String, Option<String>>,
    pub(crate) folder: PathBuf,
    /// What the program behind `SSH_ASKPASS` said to the prompt.
    pub(crate) answer: Option<String>,
}

impl Recorder {
    pub(crate) fn named(name: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        // A path as users have it.
        let program = folder.path().join("Zoë's programs (100%)").join(name);
        fs::create_dir_all(program.parent().unwrap()).unwrap();
        fs::copy(built("examples/recorder.exe"), &program).unwrap();
        Self { program, _folder: folder }
    }

    /// Lets it ask for a password with this prompt.
    pub(crate) fn prompt(&self, text: &str) {
        fs::write(self.program.with_file_name("prompt"), text).unwrap();
    }

    /// Lets it go on after it has written, until [`Self::let_go`].
    pub(crate) fn stay(&self) {
        fs::write(self.program.with_file_name("stay"), "").unwrap();
    }

    /// Lets it go. Fails where it did not go on until now.
    pub(crate) fn let_go(&self) {
        fs::remove_file(self.program.with_file_name("stay")).unwrap();
        self.written("left");
    }

    /// Waits until it has written how it was started.
    pub(crate) fn seen(&self) -> Seen {
        let name = self.program.with_extension("json");
        serde_json::from_str(&self.written(name.file_name().unwrap().to_str().unwrap())).unwrap()
    }

    /// Waits for a file of the program, for as long as a slow machine may need, and takes it away.
    fn written(&self, name: &str) -> String {
        let written = self.program.with_file_name(name);
        for _ in 0..6_000 {
            if let Ok(text) = fs::read_to_string(&written) {
                fs::remove_file(&written).unwrap();
                return text;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("the program that was started has written no {name}");
    }
}

impl Seen {
    /// The value of a variable; Windows does not tell cases of names apart.
    pub(crate) fn variable(&self, name: &str) -> Option<&str> {
        let found = self.environment.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.and_then(|(_, value)| value.as_deref())
    }
}

/// What cargo has built beside this test program, which lies in `deps`.
pub(crate) fn built(name: &str) -> PathBuf {
    let own = std::env::current_exe().unwrap();
    let path = own.ancestors().nth(2).map(|folder| folder.join(Path::new(name))).unwrap();
    assert!(path.exists(), "{} is built by: cargo build -p altostrat-ssh --bins --examples", path.display());
    path
}
