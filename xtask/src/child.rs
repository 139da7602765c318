//! Programs that are kept running beside a command, and the promise that none of them outlives it.
//!
//! On Unix a small shell, the keeper, listens on a pipe that only this program holds open. When this program
//! ends, in whatever way (done, failed, Ctrl-C, killed), the pipe closes, and the keeper ends what is left and
//! removes the scratch folder.

use std::cell::RefCell;
use std::env;
use std::fs::{self, File};
use std::hash::{BuildHasher, Hasher, RandomState};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// How long a program gets to end by itself after it was asked to.
const GRACE: Duration = Duration::from_secs(3);

/// Reads `verb target` lines: `hold` and `forget` a process (`123`) or a process group (`-123`), `end` and `kill`
/// it. At the end of input it ends all that is still held and removes the folder `$1`.
const KEEPER: &str = r#"
trap '' HUP INT TERM
held=
while read -r verb target; do
  case $verb in
    hold) held="$held $target" ;;
    end) kill -s TERM -- "$target" ;;
    kill) kill -s KILL -- "$target" ;;
    forget) kept=; for one in $held; do [ "$one" = "$target" ] || kept="$kept $one"; done; held=$kept ;;
  esac
done
for one in $held; do kill -s TERM -- "$one"; done
[ -z "$held" ] || sleep 1
for one in $held; do kill -s KILL -- "$one"; done
rm -rf -- "$1"
"#;

/// Owns what a command leaves on the system while it runs: its programs and one scratch folder.
pub(crate) struct Keeper {
    scratch: PathBuf,
    shell: Option<(Child, RefCell<ChildStdin>)>,
}

impl Keeper {
    pub(crate) fn start() -> Result<Self> {
        let scratch = make_scratch_folder()?;
        let shell = if cfg!(unix) { Some(start_shell(&scratch)?) } else { None };
        Ok(Self { scratch, shell })
    }

    /// A folder for this run alone, readable by this user alone, removed at the end.
    pub(crate) fn scratch(&self) -> &Path {
        &self.scratch
    }

    /// Runs a program to its end in the foreground: it may use the terminal.
    pub(crate) fn run(&self, command: &mut Command) -> Result<ExitStatus> {
        let mut child = command.spawn().with_context(|| format!("cannot start {}", name_of(command)))?;
        let target = child.id().to_string();
        self.tell("hold", &target);
        let status = child.wait();
        self.tell("forget", &target);
        Ok(status?)
    }

    /// Starts a program that goes on beside this one; what it says goes to `log`.
    pub(crate) fn hold(&self, command: &mut Command, log: &Path) -> Result<Held<'_>> {
        let file = create_log(log)?;
        command.stdout(file.try_clone()?);
        self.spawn(command, file, log)
    }

    /// Starts a program that goes on beside this one and waits for its first line on standard output.
    pub(crate) fn hold_announcing(
        &self,
        command: &mut Command,
        log: &Path,
        patience: Duration,
    ) -> Result<(Held<'_>, String)> {
        let mut file = create_log(log)?;
        command.stdout(Stdio::piped());
        let mut held = self.spawn(command, file.try_clone()?, log)?;
        let stdout = held.child.stdout.take().context("a piped output is there")?;
        let (sender, lines) = mpsc::channel();
        thread::spawn(move || {
            for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                // Both may fail without harm: nobody waits for later lines, and a log is only a log.
                let _ = writeln!(file, "{line}");
                let _ = sender.send(line);
            }
        });
        match lines.recv_timeout(patience) {
            Ok(line) => Ok((held, line)),
            Err(_) => bail!("{} did not say that it is ready.\n{}", name_of(command), held.last_words()),
        }
    }

    fn spawn(&self, command: &mut Command, errors: File, log: &Path) -> Result<Held<'_>> {
        command.stdin(Stdio::null()).stderr(errors);
        lead_own_group(command);
        let child = command.spawn().with_context(|| format!("cannot start {}", name_of(command)))?;
        let held = Held { keeper: self, child, log: log.to_path_buf() };
        self.tell("hold", &held.target());
        Ok(held)
    }

    fn tell(&self, verb: &str, target: &str) {
        if let Some((_, stdin)) = &self.shell {
            // A keeper that is gone can be told nothing; the ordinary way out still ends each program.
            let _ = writeln!(stdin.borrow_mut(), "{verb} {target}");
        }
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        if let Some((mut shell, stdin)) = self.shell.take() {
            drop(stdin);
            let _ = shell.wait();
        } else {
            let _ = fs::remove_dir_all(&self.scratch);
        }
    }
}

/// A program that runs beside this one until it is dropped, with everything it started in its process group.
pub(crate) struct Held<'k> {
    keeper: &'k Keeper,
    child: Child,
    log: PathBuf,
}

impl Held<'_> {
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// How it ended, or `None` while it runs.
    pub(crate) fn ended(&mut self) -> Result<Option<ExitStatus>> {
        Ok(self.child.try_wait()?)
    }

    /// The end of its log, for a message to a person.
    pub(crate) fn last_words(&self) -> String {
        let text = fs::read_to_string(&self.log).unwrap_or_default();
        let lines: Vec<&str> = text.lines().collect();
        let tail = &lines[lines.len().saturating_sub(20)..];
        if tail.is_empty() {
            return format!("It said nothing ({} is empty).", self.log.display());
        }
        format!("Its last words ({}):\n  {}", self.log.display(), tail.join("\n  "))
    }

    fn target(&self) -> String {
        format!("-{}", self.child.id())
    }

    fn ends_within(&mut self, patience: Duration) -> bool {
        let start = Instant::now();
        while start.elapsed() < patience {
            if !matches!(self.child.try_wait(), Ok(None)) {
                return true;
            }
            thread::sleep(Duration::from_millis(20));
        }
        false
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        let target = self.target();
        if cfg!(unix) {
            self.keeper.tell("end", &target);
            self.ends_within(GRACE);
            // Also for those it left behind in its group.
            self.keeper.tell("kill", &target);
        }
        if !self.ends_within(Duration::from_millis(200)) {
            let _ = self.child.kill();
        }
        let _ = self.child.wait();
        self.keeper.tell("forget", &target);
    }
}

fn start_shell(scratch: &Path) -> Result<(Child, RefCell<ChildStdin>)> {
    let mut command = Command::new("sh");
    command.args(["-c", KEEPER, "keeper"]).arg(scratch);
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    lead_own_group(&mut command);
    let mut child = command.spawn().context("cannot start sh")?;
    let stdin = child.stdin.take().context("a piped input is there")?;
    Ok((child, RefCell::new(stdin)))
}

/// A group of its own: Ctrl-C in the terminal then reaches this program alone, which ends the rest in order.
#[cfg(unix)]
fn lead_own_group(command: &mut Command) {
    use std::os::unix::process::CommandExt;
    command.process_group(0);
}

#[cfg(not(unix))]
fn lead_own_group(_command: &mut Command) {}

/// Kept short: socket paths below it may not pass about 100 bytes.
fn make_scratch_folder() -> Result<PathBuf> {
    // The standard library's only source of random numbers.
    let unguessable = RandomState::new().build_hasher().finish();
    let path = env::temp_dir().join(format!("altostrat-xtask-{unguessable:016x}"));
    #[cfg_attr(not(unix), expect(unused_mut, reason = "only Unix folders have modes"))]
    let mut folder = fs::DirBuilder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        folder.mode(0o700);
    }
    folder.create(&path).with_context(|| format!("cannot make the folder {}", path.display()))?;
    Ok(path)
}

fn create_log(path: &Path) -> Result<File> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    File::create(path).with_context(|| format!("cannot write {}", path.display()))
}

/// The program's name as a person would say it.
pub(crate) fn name_of(command: &Command) -> String {
    Path::new(command.get_program())
        .file_name()
        .map_or_else(|| "a program".to_owned(), |name| name.to_string_lossy().into_owned())
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;

    fn scratch_log(keeper: &Keeper) -> PathBuf {
        keeper.scratch().join("child.log")
    }

    fn is_alive(pid: &str) -> bool {
        Command::new("sh").args(["-c", "kill -0 \"$1\" 2>/dev/null", "sh", pid]).status().unwrap().success()
    }

    /// The pid of a grandchild: the promise is for everything a program started, not for itself alone.
    fn hold_with_grandchild(keeper: &Keeper) -> (Held<'_>, String) {
        let mut command = Command::new("sh");
        command.args(["-c", "sleep 600 & echo $!; wait"]);
        keeper.hold_announcing(&mut command, &scratch_log(keeper), Duration::from_secs(20)).unwrap()
    }

    fn eventually(what: impl Fn() -> bool) -> bool {
        let start = Instant::now();
        while start.elapsed() < Duration::from_secs(10) {
            if what() {
                return true;
            }
            thread::sleep(Duration::from_millis(20));
        }
        false
    }

    #[test]
    fn a_dropped_program_ends_with_what_it_started() {
        let keeper = Keeper::start().unwrap();
        let (held, grandchild) = hold_with_grandchild(&keeper);
        assert!(is_alive(&grandchild));
        drop(held);
        assert!(eventually(|| !is_alive(&grandchild)));
    }

    #[test]
    fn a_killed_command_leaves_no_program_and_no_folder_behind() {
        let mut keeper = Keeper::start().unwrap();
        let (held, grandchild) = hold_with_grandchild(&keeper);
        std::mem::forget(held);
        let scratch = keeper.scratch().to_path_buf();
        // What the system does for a killed process: it closes the pipe, and runs no destructor.
        let (mut shell, stdin) = keeper.shell.take().unwrap();
        std::mem::forget(keeper);
        drop(stdin);
        shell.wait().unwrap();
        assert!(eventually(|| !is_alive(&grandchild)));
        assert!(!scratch.exists());
    }

    #[test]
    fn a_program_that_ends_before_it_is_ready_is_quoted() {
        let keeper = Keeper::start().unwrap();
        let mut command = Command::new("sh");
        command.args(["-c", "echo no such display >&2; exit 1"]);
        let patience = Duration::from_secs(20);
        let error = keeper.hold_announcing(&mut command, &scratch_log(&keeper), patience).err().unwrap();
        assert!(error.to_string().contains("no such display"), "{error}");
    }
}
