//! `cargo xtask bench`: what people feel, as numbers.

use anyhow::Result;

use crate::child::Keeper;
use crate::display::Display;
use crate::places::Places;
use crate::setup;
use crate::steps::Steps;

/// Builds the launcher and the yardstick as they are shipped, and measures both on a display of their own.
pub(crate) fn run(places: &Places, keeper: &Keeper) -> Result<()> {
    let steps = Steps::new(keeper);
    setup::check_rust()?;
    setup::check_node()?;
    setup::install_packages(keeper, &[setup::TO_BUILD, setup::TO_SHOW, setup::TO_TEST].concat())?;
    setup::build_ui(&steps, places)?;
    let mut programs = places.cargo();
    programs.args(["build", "--release", "--package", "altostrat-launcher", "--package", "altostrat-ssh"]);
    programs.args(["--bins", "--examples"]);
    steps.run("release build", &mut programs)?;
    let mut bench = places.cargo();
    // The measuring program itself need not be fast, and shares the tests' build.
    bench.args(["bench", "--profile", "dev", "--package", "launcher-tests", "--bench", "speed"]);
    bench.env("ALTOSTRAT_TEST_BIN_DIR", places.target.join("release"));
    let display = Display::start(keeper, &places.target.join("xtask-logs"))?;
    display.dress(&mut bench);
    steps.run_last("measuring", &mut bench)
}
