//! The Debian package, tried as a stranger would: in a clean Debian, by somebody without rights, and removed again.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::child::Keeper;
use crate::places::Places;
use crate::setup;
use crate::steps::Steps;

const OUTSIDE: &str = include_str!("trial/outside.sh");
const INSIDE: &str = include_str!("trial/inside.sh");

/// Tried where the packages are built for: Debian's current stable release of the time.
const RELEASE: &str = "bookworm";

pub(crate) fn run(deb: &Path, steps: &Steps<'_>, places: &Places, keeper: &Keeper) -> Result<()> {
    setup::install_packages(keeper, &[setup::TO_SHOW, &["debootstrap"]].concat())?;
    let test = test_program(steps, places)?;
    let folder = places.target.join("package");
    let (root, archives) = (folder.join("root"), folder.join("archives"));
    fs::create_dir_all(archives.join("partial"))?;
    remove(&root, keeper)?;
    // Of every later run the base is the same; what is installed on it comes fresh.
    let base = folder.join(format!("{RELEASE}.tar"));
    if !base.exists() {
        let unfinished = folder.join("base");
        remove(&unfinished, keeper)?;
        let mut debootstrap = setup::rooted(&["debootstrap", "--variant=minbase", RELEASE])?;
        steps.run("a clean Debian", debootstrap.arg(&unfinished).stdout(Stdio::null()))?;
        let mut tar = setup::rooted(&["tar", "--create", "--one-file-system", "--file"])?;
        let packed = folder.join("base.tar");
        steps.run("keep it", tar.arg(&packed).arg("--directory").arg(&unfinished).arg("."))?;
        fs::rename(packed, &base)?;
        remove(&unfinished, keeper)?;
    }
    fs::create_dir_all(&root)?;
    let mut tar = setup::rooted(&["tar", "--extract", "--file"])?;
    steps.run("unpack a clean Debian", tar.arg(&base).arg("--directory").arg(&root))?;

    let trial = keeper.scratch().join("trial");
    fs::create_dir_all(&trial)?;
    fs::copy(deb, trial.join("launcher.deb"))?;
    fs::copy(test, trial.join("command_line"))?;
    fs::write(trial.join("inside.sh"), INSIDE)?;
    setup::as_root(keeper, &["cp", "--recursive", &trial.to_string_lossy(), &root.to_string_lossy()])?;
    let outside = keeper.scratch().join("outside.sh");
    fs::write(&outside, OUTSIDE)?;

    let mut unshare = setup::rooted(&["unshare", "--mount", "--pid", "--fork", "--kill-child", "sh"])?;
    let tried = steps.run("install, connect, remove", unshare.arg(outside).arg(&root).arg(&archives));
    remove(&root, keeper)?;
    tried
}

/// Builds the tests as `cargo xtask test` does, so that both share the work; where the one of the command line lies.
fn test_program(steps: &Steps<'_>, places: &Places) -> Result<PathBuf> {
    let build = || {
        let mut cargo = places.cargo();
        cargo.args(["build", "--workspace", "--exclude", "xtask", "--bins", "--tests"]);
        cargo
    };
    steps.run("tests", &mut build())?;
    let told = setup::output(build().args(["--quiet", "--message-format", "json"]))?;
    executable(&told, "command_line").context("cargo did not say where the test of the command line lies")
}

/// Where cargo has put the test program `name`, by its messages.
fn executable(messages: &str, name: &str) -> Option<PathBuf> {
    messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok()).find_map(|message| {
        let is_it = message["target"]["name"] == name && message["profile"]["test"] == true;
        is_it.then(|| message["executable"].as_str().map(PathBuf::from)).flatten()
    })
}

/// Removes a folder of the system's owner. What is mounted in it, were anything left, stays.
fn remove(folder: &Path, keeper: &Keeper) -> Result<()> {
    setup::as_root(keeper, &["rm", "--recursive", "--force", "--one-file-system", &folder.to_string_lossy()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_test_program_is_found_in_what_cargo_says() {
        let messages = concat!(
            r#"{"reason":"compiler-artifact","target":{"name":"command_line"},"profile":{"test":false},"executable":"/a"}"#,
            "\nnot json\n",
            r#"{"reason":"compiler-artifact","target":{"name":"command_line"},"profile":{"test":true},"executable":"/b"}"#,
        );
        assert_eq!(executable(messages, "command_line"), Some("/b".into()));
        assert_eq!(executable(messages, "life"), None);
    }
}
