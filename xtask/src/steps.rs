//! Named steps, run one after the other, each with its duration; the first that fails ends the command.

use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::child::Keeper;

pub(crate) struct Steps<'k> {
    keeper: &'k Keeper,
}

impl<'k> Steps<'k> {
    pub(crate) fn new(keeper: &'k Keeper) -> Self {
        Self { keeper }
    }

    /// Runs one step and says how long it took.
    pub(crate) fn run(&self, name: &str, command: &mut Command) -> Result<()> {
        let taken = self.take(name, command)?;
        println!("── {name}: {}", in_words(taken));
        Ok(())
    }

    /// Runs the last step. Nothing is said after it: the program's own closing line is the last.
    pub(crate) fn run_last(&self, name: &str, command: &mut Command) -> Result<()> {
        self.take(name, command).map(drop)
    }

    fn take(&self, name: &str, command: &mut Command) -> Result<Duration> {
        println!("\n── {name}");
        let start = Instant::now();
        let status = self.keeper.run(command)?;
        let taken = start.elapsed();
        if !status.success() {
            bail!("the step \"{name}\" failed after {} ({status})", in_words(taken));
        }
        Ok(taken)
    }
}

fn in_words(duration: Duration) -> String {
    let seconds = duration.as_secs();
    if seconds < 60 {
        format!("{:.1} s", duration.as_secs_f64())
    } else {
        format!("{} min {:02} s", seconds / 60, seconds % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_steps_are_told_in_minutes() {
        assert_eq!(in_words(Duration::from_millis(1_250)), "1.2 s");
        assert_eq!(in_words(Duration::from_secs(605)), "10 min 05 s");
    }

    #[test]
    fn a_failing_step_is_named() {
        let keeper = Keeper::start().unwrap();
        let mut command = Command::new(if cfg!(windows) { "where.exe" } else { "false" });
        let error = Steps::new(&keeper).run("formatting", &mut command).unwrap_err();
        assert!(error.to_string().contains("\"formatting\""), "{error}");
    }
}
