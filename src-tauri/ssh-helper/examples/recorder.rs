//! Stands in for WinBox and for `ssh` where a test wants a real program of the system: it writes down how it was
//! started, as JSON into a file beside itself.
//!
//! Where a file `prompt` lies beside it, it also does what `ssh` does for a password: it asks the program that
//! `SSH_ASKPASS` names, and writes down the answer. Where a file `stay` lies there, it goes on until that is gone.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use serde_json::{Value, json};

fn main() -> io::Result<()> {
    let own = std::env::current_exe()?;
    let arguments =
        std::env::args_os().skip(1).map(|argument| text(argument.into_string().ok())).collect::<Vec<_>>();
    let environment = std::env::vars_os()
        .map(|(name, value)| (name.to_string_lossy().into_owned(), text(value.into_string().ok())))
        .collect::<BTreeMap<_, _>>();
    let seen = json!({
        "arguments": arguments,
        "environment": environment,
        "folder": std::env::current_dir()?,
        "answer": answer(&own.with_file_name("prompt"))?,
    });
    // Renamed, so that whoever waits for the file finds it whole.
    let unfinished = own.with_extension("part");
    fs::write(&unfinished, seen.to_string())?;
    fs::rename(unfinished, own.with_extension("json"))?;
    stay(&own.with_file_name("stay"))
}

/// Goes on as long as this file is there, for a minute at most, and tells that it went by itself.
fn stay(file: &Path) -> io::Result<()> {
    if !file.exists() {
        return Ok(());
    }
    for _ in 0..3_000 {
        if !file.exists() {
            return fs::write(file.with_file_name("left"), "");
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    Ok(())
}

/// What is no Unicode has no place in JSON, and is told from every text.
fn text(text: Option<String>) -> Value {
    text.map_or(Value::Null, Value::from)
}

#[expect(
    clippy::disallowed_methods,
    reason = "a stand-in is told by its environment, as ssh is, and starts what ssh does"
)]
fn answer(prompt: &Path) -> io::Result<Option<String>> {
    let (Ok(prompt), Some(askpass)) = (fs::read_to_string(prompt), std::env::var_os("SSH_ASKPASS")) else {
        return Ok(None);
    };
    let told = Command::new(askpass).arg(prompt).output()?;
    Ok(told.status.success().then(|| String::from_utf8_lossy(&told.stdout).into_owned()))
}
