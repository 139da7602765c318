//! `cargo xtask test`, `bindings` and `screenshots`: everything that runs the project's checks and tests.

use std::process::Command;

use anyhow::Result;
use clap::{Args, ValueEnum};

use crate::child::Keeper;
use crate::display::Display;
use crate::places::{Places, in_ci};
use crate::setup;
use crate::steps::Steps;

#[derive(Args)]
pub(crate) struct Options {
    /// What to run; everything when nothing is named.
    parts: Vec<Part>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Formatting of the Rust code.
    Fmt,
    /// Lints of the Rust code (warnings are errors when CI is set).
    Clippy,
    /// Types, accessibility and component tests of the UI.
    Ui,
    /// Unit and property tests of every crate.
    Unit,
    /// Integration, IPC and end-to-end tests: the crate launcher-tests.
    E2e,
}

impl Options {
    fn wants(&self, part: Part) -> bool {
        self.parts.is_empty() || self.parts.contains(&part)
    }

    /// Which Rust tests to run, if any.
    fn rust_tests(&self) -> Option<Tests> {
        match (self.wants(Part::Unit), self.wants(Part::E2e)) {
            (true, true) => Some(Tests::All),
            (true, false) => Some(Tests::Unit),
            (false, true) => Some(Tests::EndToEnd),
            (false, false) => None,
        }
    }
}

pub(crate) fn run(options: &Options, places: &Places, keeper: &Keeper) -> Result<()> {
    let steps = Steps::new(keeper);
    let rust_tests = options.rust_tests();
    setup::check_rust()?;
    if options.wants(Part::Fmt) || options.wants(Part::Clippy) {
        setup::check_rust_tools(keeper, places)?;
    }
    if options.wants(Part::Clippy) || options.wants(Part::Ui) || rust_tests.is_some() {
        setup::check_node()?;
        let packages: &[&[&str]] = if rust_tests.is_some() {
            &[setup::TO_BUILD, setup::TO_SHOW, setup::TO_TEST]
        } else {
            &[setup::TO_BUILD]
        };
        setup::install_packages(keeper, &packages.concat())?;
        setup::build_ui(&steps, places)?;
    }
    if options.wants(Part::Fmt) {
        steps.run("formatting", places.cargo().args(["fmt", "--all", "--check"]))?;
    }
    if options.wants(Part::Clippy) {
        steps.run("lints", &mut lints(places))?;
    }
    if options.wants(Part::Ui) {
        steps.run("ui check", places.npm().args(["run", "--silent", "check"]))?;
        steps.run("ui tests", places.npm().args(["run", "--silent", "test"]))?;
    }
    match rust_tests {
        Some(tests) => run_rust_tests(tests, &[], &steps, places, keeper),
        None => Ok(()),
    }
}

/// Writes ui/src/ipc/bindings.ts; the same test fails, without the variable, when the file is out of date.
pub(crate) fn bindings(places: &Places, keeper: &Keeper) -> Result<()> {
    let steps = Steps::new(keeper);
    if !places.ui().join("dist").exists() {
        setup::check_node()?;
        setup::build_ui(&steps, places)?;
    }
    let mut cargo = places.cargo();
    cargo.args(["test", "--package", "altostrat-launcher", "bindings"]).env("UPDATE_BINDINGS", "1");
    steps.run("bindings", &mut cargo)
}

/// Takes the pictures in docs/screenshots again, of the real window.
pub(crate) fn screenshots(places: &Places, keeper: &Keeper) -> Result<()> {
    let steps = Steps::new(keeper);
    setup::check_rust()?;
    setup::check_node()?;
    setup::install_packages(keeper, &[setup::TO_BUILD, setup::TO_SHOW, setup::TO_TEST].concat())?;
    setup::build_ui(&steps, places)?;
    run_rust_tests(Tests::Screenshots, &[("UPDATE_SCREENSHOTS", "1")], &steps, places, keeper)
}

/// A selection of the workspace's Rust tests.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tests {
    All,
    Unit,
    EndToEnd,
    Screenshots,
}

impl Tests {
    /// cargo-nextest's filter. The selection is made here and not by `--package`: a build of fewer packages
    /// unites other features and would compile most libraries a second time.
    fn filter(self) -> &'static str {
        match self {
            Self::All => "all()",
            Self::Unit => "not package(launcher-tests)",
            Self::EndToEnd => "package(launcher-tests)",
            Self::Screenshots => "package(launcher-tests) & test(screenshots)",
        }
    }

    /// The same for `cargo test`, as far as it can say it.
    fn cargo_arguments(self) -> &'static [&'static str] {
        match self {
            Self::All => &["--workspace"],
            Self::Unit => &["--workspace", "--exclude", "launcher-tests"],
            Self::EndToEnd => &["--package", "launcher-tests"],
            Self::Screenshots => &["--package", "launcher-tests", "screenshots"],
        }
    }
}

fn lints(places: &Places) -> Command {
    let mut clippy = places.cargo();
    clippy.args(["clippy", "--workspace", "--all-targets"]);
    if in_ci() {
        clippy.args(["--", "--deny", "warnings"]);
    }
    clippy
}

/// Builds programs and tests in one go, and runs the tests on a display and a session bus of their own.
fn run_rust_tests(
    tests: Tests,
    variables: &[(&str, &str)],
    steps: &Steps<'_>,
    places: &Places,
    keeper: &Keeper,
) -> Result<()> {
    // `--tests` with `--bins`: the libraries then get the features of the test build, and are compiled once.
    // This program itself is running and cannot be replaced on Windows.
    let mut build = places.cargo();
    build.args(["build", "--workspace", "--exclude", "xtask", "--bins", "--tests"]);
    steps.run("build", &mut build)?;

    let mut cargo = places.cargo();
    if has_nextest(places) {
        cargo.args(["nextest", "run", "--workspace", "--filterset", tests.filter()]);
    } else {
        println!(
            "cargo-nextest is not installed: cargo test runs the tests, slower and in a plainer report."
        );
        // One display serves all windows: the tests that open some must not run side by side.
        cargo.arg("test").args(tests.cargo_arguments()).args(["--tests", "--", "--test-threads=1"]);
    }
    cargo.env("ALTOSTRAT_TEST_BIN_DIR", places.programs()).envs(variables.iter().copied());
    if !cfg!(target_os = "linux") {
        println!("Outside Linux the tests run on the desktop as it is; those of the real window need Linux.");
        return steps.run_last("tests", &mut cargo);
    }
    let display = Display::start(keeper, &places.target.join("xtask-logs"))?;
    display.dress(&mut cargo);
    steps.run_last("tests", &mut cargo)
}

fn has_nextest(places: &Places) -> bool {
    setup::output(places.cargo().args(["nextest", "--version"])).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_name_everything_runs() {
        let options = Options { parts: Vec::new() };
        assert!(Part::value_variants().iter().all(|part| options.wants(*part)));
        assert!(options.rust_tests() == Some(Tests::All));
    }

    #[test]
    fn a_named_part_runs_alone() {
        let options = Options { parts: vec![Part::Ui] };
        assert!(options.wants(Part::Ui) && !options.wants(Part::Clippy) && options.rust_tests().is_none());
    }
}
