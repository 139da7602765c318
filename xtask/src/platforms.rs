//! `cargo xtask platforms`: type-checks the workspace for Windows and macOS from any machine, and runs what can be run
//! of the Windows part under Wine.

mod compiler;
mod wine;

use anyhow::Result;
use clap::{Args, ValueEnum};

use crate::child::Keeper;
use crate::places::Places;
use crate::setup;
use crate::steps::Steps;
use compiler::{CrossCompiler, Target};
use wine::Wine;

#[derive(Args)]
pub(crate) struct Options {
    /// What to do; everything when nothing is named.
    parts: Vec<Part>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Type-checks for Windows.
    Windows,
    /// Type-checks for macOS.
    Macos,
    /// Builds the tests of core, helper and shell for Windows and runs them under Wine. By itself only where Wine is
    /// or can be installed.
    Wine,
}

/// The crates whose Windows tests run under Wine.
const TESTED: [&str; 3] = ["launcher-core", "altostrat-ssh", "altostrat-launcher"];

impl Options {
    fn wants(&self, part: Part, wine_is_to_be_had: bool) -> bool {
        self.parts.contains(&part) || (self.parts.is_empty() && (part != Part::Wine || wine_is_to_be_had))
    }
}

pub(crate) fn run(options: &Options, places: &Places, keeper: &Keeper) -> Result<()> {
    let steps = Steps::new(keeper);
    let wants = |part| options.wants(part, Wine::is_to_be_had());
    setup::check_node()?;
    setup::build_ui(&steps, places)?;
    for (part, target) in [(Part::Windows, Target::Windows), (Part::Macos, Target::Macos)] {
        if wants(part) {
            let compiler = CrossCompiler::for_checks(target, keeper, places)?;
            let mut check = compiler.cargo(places, "check");
            check.args(["--workspace", "--exclude", "launcher-tests", "--exclude", "xtask"]);
            steps.run(&format!("type-check for {}", target.triple()), &mut check)?;
        }
    }
    if wants(Part::Wine) {
        test_under_wine(&steps, places, keeper)?;
    } else if options.parts.is_empty() {
        println!("\nWine is not here and cannot be installed: nothing was run, only type-checked.");
    }
    Ok(())
}

fn test_under_wine(steps: &Steps<'_>, places: &Places, keeper: &Keeper) -> Result<()> {
    let compiler = CrossCompiler::for_programs(Target::Windows, keeper, places)?;
    // The same packages in both calls, so that both unite the same features and share what they compile.
    let packages = TESTED.map(|name| ["--package", name]).concat();
    let mut build = compiler.cargo(places, "build");
    build.args(&packages).args(["--bin", "altostrat-ssh", "--example", "recorder"]);
    steps.run("helper for Windows", &mut build)?;
    let tests = |compiler: &CrossCompiler| {
        let mut cargo = compiler.cargo(places, "test");
        cargo.args(&packages).args(["--lib", "--bins", "--tests"]);
        cargo
    };
    steps.run("tests for Windows", tests(&compiler).arg("--no-run"))?;
    let wine = Wine::start(steps, places, keeper)?;
    let mut run = tests(&compiler);
    wine.dress(&mut run, &compiler.programs(), places);
    steps.run("tests under Wine", &mut run)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_name_everything_is_done_that_can_be_done_here() {
        let options = Options { parts: Vec::new() };
        assert!(Part::value_variants().iter().all(|part| options.wants(*part, true)));
        assert!(options.wants(Part::Windows, false) && options.wants(Part::Macos, false));
        assert!(!options.wants(Part::Wine, false));
    }

    #[test]
    fn a_named_part_is_done_alone() {
        let options = Options { parts: vec![Part::Wine] };
        assert!(options.wants(Part::Wine, false));
        assert!(!options.wants(Part::Windows, true) && !options.wants(Part::Macos, true));
    }
}
