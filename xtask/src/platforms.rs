//! `cargo xtask platforms`: type-checks the workspace for Windows and macOS from any machine.
//!
//! A target installed by rustup is used as it is. Without one, Debian's `rustc-web` and `rust-web-src` (a compiler
//! and the sources of its standard library) check the same code with cargo's `-Zbuild-std`.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};

use crate::child::Keeper;
use crate::places::Places;
use crate::setup;
use crate::steps::Steps;

#[derive(Args)]
pub(crate) struct Options {
    /// Which system to check; both when nothing is named.
    systems: Vec<System>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum System {
    Windows,
    Macos,
}

impl System {
    fn target(self) -> &'static str {
        match self {
            Self::Windows => "x86_64-pc-windows-gnu",
            Self::Macos => "aarch64-apple-darwin",
        }
    }
}

pub(crate) fn run(options: &Options, places: &Places, keeper: &Keeper) -> Result<()> {
    let steps = Steps::new(keeper);
    let systems = if options.systems.is_empty() { System::value_variants() } else { &options.systems };
    setup::check_node()?;
    setup::build_ui(&steps, places)?;
    for system in systems {
        let target = system.target();
        let mut cargo = places.cargo();
        cargo.args([
            "check",
            "--target",
            target,
            "--workspace",
            "--exclude",
            "launcher-tests",
            "--exclude",
            "xtask",
        ]);
        // The C parts of some libraries need a compiler for the target, whoever brings the Rust one.
        match system {
            System::Windows if cfg!(windows) => {}
            System::Windows => setup::install_packages(keeper, &["mingw-w64"])?,
            System::Macos if cfg!(target_os = "macos") => {}
            System::Macos => {
                lend_c_tools(&mut cargo, target, &places.target.join("platforms").join("stubs"))?;
            }
        }
        if rustup_has(target) {
            cargo.env("CARGO_TARGET_DIR", places.target.join("platforms").join("rustup"));
        } else {
            let compiler = debian_compiler(keeper, target)?;
            cargo
                .arg("-Zbuild-std=std,panic_abort")
                .env("RUSTC", compiler)
                .env("RUSTC_BOOTSTRAP", "1")
                // Another compiler's work may not lie in the ordinary folder.
                .env("CARGO_TARGET_DIR", places.target.join("platforms").join("debian"));
        }
        steps.run(target, &mut cargo)?;
    }
    Ok(())
}

fn rustup_has(target: &str) -> bool {
    setup::output(Command::new("rustup").args(["target", "list", "--installed"]))
        .is_ok_and(|told| told.lines().any(|line| line.trim() == target))
}

/// Debian's compiler, with its library sources where `-Zbuild-std` looks for them.
fn debian_compiler(keeper: &Keeper, target: &str) -> Result<PathBuf> {
    if setup::find_program("apt-get").is_none() {
        bail!("the Rust target {target} is not installed; run: rustup target add {target}");
    }
    setup::install_packages(keeper, &["rustc-web", "rust-web-src"]).with_context(|| {
        format!("neither rustup's target {target} nor Debian's rustc-web is to be had (try: rustup target add {target})")
    })?;
    let compiler = PathBuf::from("/usr/bin/rustc");
    let told = setup::output(Command::new(&compiler).arg("--version"))?;
    let release = told.split_whitespace().nth(1).context("rustc did not tell its version")?;
    let source = Path::new("/usr/src").join(format!("rustc-{release}"));
    let expected = Path::new("/usr/lib/rustlib/src/rust");
    if !expected.join("library").exists() {
        if !source.join("library").exists() {
            bail!("{} has no library sources for {}", source.display(), told.trim());
        }
        setup::as_root(keeper, &["mkdir", "--parents", "/usr/lib/rustlib/src"])?;
        setup::as_root(
            keeper,
            &[
                "ln",
                "--symbolic",
                "--no-dereference",
                "--force",
                &source.to_string_lossy(),
                &expected.to_string_lossy(),
            ],
        )?;
    }
    Ok(compiler)
}

/// Stands in for the target's C compiler and archiver: a check links nothing, so empty files are enough.
fn lend_c_tools(cargo: &mut Command, target: &str, folder: &Path) -> Result<()> {
    fs::create_dir_all(folder)?;
    let compiler = write_script(
        &folder.join("cc"),
        "while [ $# -gt 0 ]; do\n  if [ \"$1\" = -o ]; then : > \"$2\"; fi\n  shift\ndone\nexit 0\n",
    )?;
    let archiver = write_script(
        &folder.join("ar"),
        "for one; do case $one in *.a) printf '!<arch>\\n' > \"$one\" ;; esac; done\nexit 0\n",
    )?;
    let suffix = target.replace('-', "_");
    cargo.env(format!("CC_{suffix}"), compiler).env(format!("AR_{suffix}"), archiver);
    if env::var_os("SDKROOT").is_none() {
        cargo.env("SDKROOT", folder);
    }
    Ok(())
}

fn write_script(path: &Path, body: &str) -> Result<PathBuf> {
    fs::write(path, format!("#!/bin/sh\n{body}"))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(path, fs::Permissions::from_mode(0o755))?;
    }
    Ok(path.to_path_buf())
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;

    #[test]
    fn the_lent_c_tools_write_the_files_a_build_script_asks_for() {
        let keeper = Keeper::start().unwrap();
        let folder = keeper.scratch().join("stubs");
        let mut cargo = Command::new("true");
        lend_c_tools(&mut cargo, "aarch64-apple-darwin", &folder).unwrap();
        let object = folder.join("part.o");
        let library = folder.join("libparts.a");
        Command::new(folder.join("cc")).args(["-c", "part.c", "-o"]).arg(&object).status().unwrap();
        Command::new(folder.join("ar")).arg("cq").arg(&library).arg(&object).status().unwrap();
        assert_eq!(fs::read(object).unwrap(), b"");
        assert_eq!(fs::read(library).unwrap(), b"!<arch>\n");
        assert!(cargo.get_envs().any(|(name, _)| name == "CC_aarch64_apple_darwin"));
    }
}
