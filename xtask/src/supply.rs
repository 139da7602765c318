//! What may be in the dependency tree, by deny.toml. cargo-deny says it, and asks nobody on the network.

use std::path::PathBuf;
use std::process::Command;
use std::{env, fs};

use anyhow::Result;

use crate::places::Places;
use crate::setup;
use crate::steps::Steps;

/// The version that deny.toml was written for.
const VERSION: &str = "0.20.2";

/// Checks duplicates, licences and sources. Advisories need the network: `cargo deny check` looks for them.
pub(crate) fn check(steps: &Steps<'_>, places: &Places) -> Result<()> {
    let tool = tool(steps, places)?;
    // What the lock file names for every system. From then on nothing is fetched.
    steps.run("dependencies", places.cargo().args(["fetch", "--quiet", "--locked"]))?;
    let mut deny = Command::new(tool);
    deny.current_dir(&places.root).args(["--offline", "--locked", "check", "bans", "licenses", "sources"]);
    steps.run("supply chain", &mut deny)
}

/// cargo-deny: the one on the path where it is of the right version, else one built once beside the target folder's
/// other work.
fn tool(steps: &Steps<'_>, places: &Places) -> Result<PathBuf> {
    let own = places.target.join("tools");
    let built = own.join("bin").join(format!("cargo-deny{}", env::consts::EXE_SUFFIX));
    let found = setup::find_program("cargo-deny").into_iter().chain([built.clone()]).find(|tool| {
        let told = setup::output(Command::new(tool).arg("--version"));
        told.is_ok_and(|told| told.split_whitespace().any(|word| word == VERSION))
    });
    if let Some(tool) = found {
        return Ok(tool);
    }
    let work = own.join("build");
    let mut install = places.cargo();
    install
        .args(["install", "--quiet", "--locked", "--force", &format!("cargo-deny@{VERSION}"), "--root"])
        .arg(&own);
    steps.run("cargo-deny", install.env("CARGO_TARGET_DIR", &work))?;
    fs::remove_dir_all(work)?;
    Ok(built)
}
