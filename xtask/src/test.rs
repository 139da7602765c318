//! `cargo xtask test`, `bindings` and `screenshots`: everything that runs the project's checks and tests.

use std::process::Command;

use anyhow::Result;
use clap::{Args, ValueEnum};

use crate::child::Keeper;
use crate::display::Display;
use crate::places::{Places, in_ci};
use crate::setup;
use crate::steps::Steps;
use crate::supply;

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
    /// Duplicates, licences and sources of the libraries.
    Supply,
    /// Types, accessibility and component tests of the UI.
    Ui,
    /// Unit and property tests of every crate.
    Unit,
    /// Integration, IPC and end-to-end tests: the crate launcher-tests.
    E2e,
    /// Every terminal that this system packages, opened on a router's prompt. By itself only where the terminals
    /// can be installed.
    Terminals,
}

impl Options {
    fn wants(&self, part: Part) -> bool {
        self.parts.contains(&part)
            || (self.parts.is_empty() && (part != Part::Terminals || setup::installs_packages()))
    }

    /// Which Rust tests to run.
    fn rust_tests(&self) -> Tests {
        let wants = |part| self.wants(part);
        Tests { unit: wants(Part::Unit), end_to_end: wants(Part::E2e), terminals: wants(Part::Terminals) }
    }
}

pub(crate) fn run(options: &Options, places: &Places, keeper: &Keeper) -> Result<()> {
    let steps = Steps::new(keeper);
    let rust_tests = options.rust_tests();
    setup::check_rust()?;
    if options.wants(Part::Fmt) || options.wants(Part::Clippy) {
        setup::check_rust_tools(keeper, places)?;
    }
    if options.wants(Part::Clippy) || options.wants(Part::Ui) || rust_tests.any() {
        setup::check_node()?;
        let mut packages = setup::TO_BUILD.to_vec();
        if rust_tests.any() {
            packages.extend(setup::TO_SHOW.iter().chain(setup::TO_TEST));
        }
        if rust_tests.terminals {
            packages.extend(setup::TERMINALS);
        }
        setup::install_packages(keeper, &packages)?;
        setup::build_ui(&steps, places)?;
    }
    if options.wants(Part::Fmt) {
        steps.run("formatting", places.cargo().args(["fmt", "--all", "--check"]))?;
    }
    if options.wants(Part::Clippy) {
        steps.run("lints", &mut lints(places))?;
    }
    if options.wants(Part::Supply) {
        supply::check(&steps, places)?;
    }
    if options.wants(Part::Ui) {
        steps.run("ui check", places.npm().args(["run", "--silent", "check"]))?;
        steps.run("ui tests", places.npm().args(["run", "--silent", "test"]))?;
    }
    if rust_tests.any() {
        run_rust_tests(&rust_tests.selection(), &[], &steps, places, keeper)?;
    }
    Ok(())
}

/// Writes what is made from the Rust code: ui/src/ipc/bindings.ts, the manual, the completions. Without the variable the
/// same tests fail when a file is out of date.
pub(crate) fn bindings(places: &Places, keeper: &Keeper) -> Result<()> {
    let steps = Steps::new(keeper);
    if !places.ui().join("dist").exists() {
        setup::check_node()?;
        setup::build_ui(&steps, places)?;
    }
    let mut cargo = places.cargo();
    cargo
        .args(["test", "--package", "altostrat-launcher", "--test", "bindings", "--test", "manual"])
        .env("UPDATE_BINDINGS", "1");
    steps.run("bindings", &mut cargo)
}

/// Takes the pictures in docs/screenshots again, of the real window.
pub(crate) fn screenshots(places: &Places, keeper: &Keeper) -> Result<()> {
    let steps = Steps::new(keeper);
    setup::check_rust()?;
    setup::check_node()?;
    setup::install_packages(keeper, &[setup::TO_BUILD, setup::TO_SHOW, setup::TO_TEST].concat())?;
    setup::build_ui(&steps, places)?;
    run_rust_tests(&Selection::screenshots(), &[("UPDATE_SCREENSHOTS", "1")], &steps, places, keeper)
}

/// Groups of the workspace's Rust tests.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Tests {
    unit: bool,
    end_to_end: bool,
    terminals: bool,
}

/// The same as the test runners take it.
#[derive(Debug, PartialEq, Eq)]
struct Selection {
    /// cargo-nextest's filter. The selection is made here and not by `--package`: a build of fewer packages
    /// unites other features and would compile most libraries a second time.
    filter: String,
    /// The arguments of `cargo test`, as far as it can say it.
    before: Vec<&'static str>,
    /// Those for the test programs.
    behind: Vec<&'static str>,
}

impl Tests {
    fn any(self) -> bool {
        self.unit || self.end_to_end || self.terminals
    }

    fn selection(self) -> Selection {
        let groups = [
            (self.unit, "not package(launcher-tests)"),
            (self.end_to_end, "(package(launcher-tests) - binary(terminals))"),
            (self.terminals, "binary(terminals)"),
        ];
        let wanted: Vec<&str> =
            groups.into_iter().filter(|(wanted, _)| *wanted).map(|(_, filter)| filter).collect();
        let before = match (self.unit, self.end_to_end, self.terminals) {
            (true, false, false) => vec!["--workspace", "--exclude", "launcher-tests", "--tests"],
            (false, false, true) => vec!["--package", "launcher-tests", "--test", "terminals"],
            (false, _, _) => vec!["--package", "launcher-tests", "--tests"],
            (true, _, _) => vec!["--workspace", "--tests"],
        };
        let behind = if self.terminals { Vec::new() } else { vec!["--skip", "opens_on_a_prompt"] };
        Selection { filter: wanted.join(" + "), before, behind }
    }
}

impl Selection {
    fn screenshots() -> Self {
        Self {
            filter: "package(launcher-tests) & test(screenshots)".to_owned(),
            before: vec!["--package", "launcher-tests", "screenshots", "--tests"],
            behind: Vec::new(),
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
    tests: &Selection,
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
        cargo.args(["nextest", "run", "--workspace", "--filterset", &tests.filter]);
    } else {
        println!(
            "cargo-nextest is not installed: cargo test runs the tests, slower and in a plainer report."
        );
        // One display serves all windows: the tests that open some must not run side by side.
        cargo.arg("test").args(&tests.before).args(["--", "--test-threads=1"]).args(&tests.behind);
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
        let installs = setup::installs_packages();
        let all = |part: &Part| options.wants(*part) || (*part == Part::Terminals && !installs);
        assert!(Part::value_variants().iter().all(all));
        assert!(options.rust_tests() == Tests { unit: true, end_to_end: true, terminals: installs });
    }

    #[test]
    fn a_named_part_runs_alone() {
        let options = Options { parts: vec![Part::Ui] };
        assert!(options.wants(Part::Ui) && !options.wants(Part::Clippy) && !options.rust_tests().any());
    }

    #[test]
    fn terminals_are_opened_by_themselves_or_behind_all_others() {
        let selection = |parts: &[Part]| Options { parts: parts.to_vec() }.rust_tests().selection();
        let terminals = selection(&[Part::Terminals]);
        assert_eq!(terminals.filter, "binary(terminals)");
        assert_eq!(terminals.before, ["--package", "launcher-tests", "--test", "terminals"]);
        let others = selection(&[Part::Unit, Part::E2e]);
        assert_eq!(
            others.filter,
            "not package(launcher-tests) + (package(launcher-tests) - binary(terminals))"
        );
        assert_eq!(
            (others.before, others.behind),
            (vec!["--workspace", "--tests"], vec!["--skip", "opens_on_a_prompt"])
        );
    }
}
