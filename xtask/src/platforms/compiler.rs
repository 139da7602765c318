//! A Rust compiler for another system.
//!
//! A target installed by rustup is used as it is. Without one, Debian's `rustc-web` and `rust-web-src` (a compiler
//! and the sources of its standard library) do the same with cargo's `-Zbuild-std`.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::child::Keeper;
use crate::places::Places;
use crate::setup;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    Windows,
    Macos,
}

impl Target {
    pub(super) fn triple(self) -> &'static str {
        match self {
            Self::Windows => "x86_64-pc-windows-gnu",
            Self::Macos => "aarch64-apple-darwin",
        }
    }

    fn is_here(self) -> bool {
        match self {
            Self::Windows => cfg!(windows),
            Self::Macos => cfg!(target_os = "macos"),
        }
    }
}

/// How cargo is called for a target.
pub(super) struct CrossCompiler {
    target: Target,
    arguments: &'static [&'static str],
    variables: Vec<(String, OsString)>,
    folder: PathBuf,
}

impl CrossCompiler {
    /// One that is good for type-checks.
    pub(super) fn for_checks(target: Target, keeper: &Keeper, places: &Places) -> Result<Self> {
        match target {
            Target::Windows => Self::for_programs(target, keeper, places),
            Target::Macos => {
                let mut compiler = Self::find(target, keeper, places)?;
                if !target.is_here() {
                    let stubs = places.target.join("platforms").join("stubs");
                    compiler.variables.extend(lend_c_tools(target.triple(), &stubs)?);
                }
                Ok(compiler)
            }
        }
    }

    /// One that also links. The C parts of some libraries need a compiler for the target, whoever brings the Rust one.
    pub(super) fn for_programs(target: Target, keeper: &Keeper, places: &Places) -> Result<Self> {
        if target == Target::Windows && !target.is_here() {
            setup::install_packages(keeper, &["mingw-w64"])?;
        }
        Self::find(target, keeper, places)
    }

    fn find(target: Target, keeper: &Keeper, places: &Places) -> Result<Self> {
        let platforms = places.target.join("platforms");
        if rustup_has(target.triple()) {
            return Ok(Self::of_rustup(target, &platforms));
        }
        let compiler = debian_compiler(keeper, target.triple())?;
        Ok(Self::of_debian(target, &platforms, compiler))
    }

    fn of_rustup(target: Target, platforms: &Path) -> Self {
        Self { target, arguments: &[], variables: Vec::new(), folder: platforms.join("rustup") }
    }

    fn of_debian(target: Target, platforms: &Path, compiler: PathBuf) -> Self {
        Self {
            target,
            arguments: &["-Zbuild-std=std,panic_abort"],
            variables: vec![("RUSTC".into(), compiler.into()), ("RUSTC_BOOTSTRAP".into(), "1".into())],
            // Another compiler's work may not lie in the ordinary folder.
            folder: platforms.join("debian"),
        }
    }

    /// A cargo call for the target.
    pub(super) fn cargo(&self, places: &Places, subcommand: &str) -> Command {
        let mut cargo = places.cargo();
        cargo.args([subcommand, "--target", self.target.triple()]).args(self.arguments);
        cargo.envs(self.variables.iter().map(|(name, value)| (name, value)));
        cargo.env("CARGO_TARGET_DIR", &self.folder);
        cargo
    }

    /// The folder of the built programs.
    pub(super) fn programs(&self) -> PathBuf {
        self.folder.join(self.target.triple()).join("debug")
    }
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

/// Stands in for the target's C compiler and archiver: a check links nothing, so empty files are enough. What is
/// returned are the variables that name them.
fn lend_c_tools(target: &str, folder: &Path) -> Result<Vec<(String, OsString)>> {
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
    let mut variables =
        vec![(format!("CC_{suffix}"), compiler.into()), (format!("AR_{suffix}"), archiver.into())];
    if env::var_os("SDKROOT").is_none() {
        variables.push(("SDKROOT".to_owned(), folder.into()));
    }
    Ok(variables)
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

    fn words(command: &Command) -> Vec<&str> {
        command.get_args().map(|word| word.to_str().unwrap()).collect()
    }

    fn variable<'c>(command: &'c Command, name: &str) -> Option<&'c str> {
        command.get_envs().find(|(known, _)| *known == name).and_then(|(_, value)| value?.to_str())
    }

    #[test]
    fn each_compiler_has_a_folder_of_its_own_and_its_own_words() {
        let places = Places { root: "/work".into(), target: "/cache/target".into() };
        let platforms = places.target.join("platforms");
        let rustup = CrossCompiler::of_rustup(Target::Windows, &platforms);
        let check = rustup.cargo(&places, "check");
        assert_eq!(words(&check), ["check", "--target", "x86_64-pc-windows-gnu"]);
        assert_eq!(variable(&check, "CARGO_TARGET_DIR"), Some("/cache/target/platforms/rustup"));
        assert_eq!(variable(&check, "RUSTC_BOOTSTRAP"), None);
        assert_eq!(
            rustup.programs(),
            Path::new("/cache/target/platforms/rustup/x86_64-pc-windows-gnu/debug")
        );

        let debian = CrossCompiler::of_debian(Target::Macos, &platforms, "/usr/bin/rustc".into());
        let check = debian.cargo(&places, "check");
        assert_eq!(
            words(&check),
            ["check", "--target", "aarch64-apple-darwin", "-Zbuild-std=std,panic_abort"]
        );
        assert_eq!(variable(&check, "CARGO_TARGET_DIR"), Some("/cache/target/platforms/debian"));
        assert_eq!(variable(&check, "RUSTC"), Some("/usr/bin/rustc"));
    }

    #[test]
    fn the_lent_c_tools_write_the_files_a_build_script_asks_for() {
        let keeper = Keeper::start().unwrap();
        let folder = keeper.scratch().join("stubs");
        let variables = lend_c_tools("aarch64-apple-darwin", &folder).unwrap();
        let object = folder.join("part.o");
        let library = folder.join("libparts.a");
        Command::new(folder.join("cc")).args(["-c", "part.c", "-o"]).arg(&object).status().unwrap();
        Command::new(folder.join("ar")).arg("cq").arg(&library).arg(&object).status().unwrap();
        assert_eq!(fs::read(object).unwrap(), b"");
        assert_eq!(fs::read(library).unwrap(), b"!<arch>\n");
        assert!(variables.iter().any(|(name, _)| name == "CC_aarch64_apple_darwin"));
    }
}
