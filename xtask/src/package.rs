//! `cargo xtask package`: the packages of Linux. docs/releasing.md says how those of other systems are made.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::child::Keeper;
use crate::places::Places;
use crate::setup;
use crate::steps::Steps;
use crate::trial;

#[derive(Args)]
pub(crate) struct Options {
    /// Installs the Debian package in a clean Debian, connects with it, removes it, and looks for what is left.
    #[arg(long)]
    try_out: bool,
}

/// What reads the packages and what is in them.
const TO_INSPECT: &[&str] = &["rpm", "appstream", "desktop-file-utils"];

/// The most an installed launcher may take, in KiB; the system's WebKit not counted.
const MOST_INSTALLED_KIB: u64 = 15 * 1024;

/// Files a package must have, whatever else is in it.
const PARTS: &[&str] = &[
    "/usr/bin/altostrat-launcher",
    "/usr/bin/altostrat-ssh",
    "/usr/share/applications/altostrat-launcher.desktop",
    "/usr/share/icons/hicolor/16x16/apps/altostrat-launcher.png",
    "/usr/share/icons/hicolor/512x512/apps/altostrat-launcher.png",
    "/usr/share/icons/hicolor/scalable/apps/altostrat-launcher.svg",
    "/usr/share/metainfo/io.altostrat.launcher.metainfo.xml",
    "/usr/share/man/man1/altostrat-launcher.1",
    "/usr/share/man/man1/altostrat-launcher-connect.1",
    "/usr/share/bash-completion/completions/altostrat-launcher",
    "/usr/share/fish/vendor_completions.d/altostrat-launcher.fish",
];

pub(crate) fn run(options: &Options, places: &Places, keeper: &Keeper) -> Result<()> {
    if !cfg!(target_os = "linux") {
        bail!("packages are made on Linux here; docs/releasing.md says how those of this system are made");
    }
    let steps = Steps::new(keeper);
    setup::check_rust()?;
    setup::check_node()?;
    setup::install_packages(keeper, &[setup::TO_BUILD, TO_INSPECT].concat())?;
    setup::build_ui(&steps, places)?;
    let made = make(&steps, places)?;
    inspect(&steps, places, &made)?;
    if options.try_out { trial::run(&made.deb, &steps, places, keeper) } else { Ok(()) }
}

struct Packages {
    deb: PathBuf,
    rpm: PathBuf,
}

/// Builds both programs as they are shipped, and bundles them into `target/package`.
fn make(steps: &Steps<'_>, places: &Places) -> Result<Packages> {
    let mut helper = places.cargo();
    helper.args(["build", "--release", "--locked", "--package", "altostrat-ssh"]);
    steps.run("helper", &mut helper)?;

    let folder = places.target.join("package");
    fs::create_dir_all(&folder)?;
    let told = setup::output(Command::new("rustc").args(["--print", "host-tuple"]))?;
    // The bundler takes this name, and leaves the target out in the package.
    let named = folder.join("altostrat-ssh");
    let release = places.target.join("release");
    fs::copy(release.join("altostrat-ssh"), format!("{}-{}", named.display(), told.trim()))?;
    let added = folder.join("bundle.json");
    fs::write(&added, format!(r#"{{"bundle":{{"externalBin":[{:?}]}}}}"#, named.display().to_string()))?;

    let tool = places.root.join("xtask/tauri-cli");
    if setup::is_older(&tool.join("node_modules/.package-lock.json"), &tool.join("package-lock.json")) {
        let mut npm = places.npm();
        npm.current_dir(&tool).args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
        steps.run("bundler", &mut npm)?;
    }
    let bundles = release.join("bundle");
    if bundles.exists() {
        fs::remove_dir_all(&bundles)?;
    }
    let mut tauri = Command::new("node");
    tauri
        .current_dir(&places.root)
        .env("CARGO_TARGET_DIR", &places.target)
        .arg(tool.join("node_modules/@tauri-apps/cli/tauri.js"))
        .args(["build", "--ci", "--bundles", "deb,rpm", "--config"])
        .arg(&added)
        .args(["--", "--locked"]);
    steps.run("packages", &mut tauri)?;
    Ok(Packages {
        deb: collect(&bundles.join("deb"), "deb", &folder)?,
        rpm: collect(&bundles.join("rpm"), "rpm", &folder)?,
    })
}

/// Moves the one package of a kind from where the bundler leaves it to where it is looked for.
fn collect(from: &Path, kind: &str, to: &Path) -> Result<PathBuf> {
    for old in files_of_kind(to, kind)? {
        fs::remove_file(old)?;
    }
    let made = files_of_kind(from, kind)?;
    let [made] = made.as_slice() else { bail!("{} packages of the kind {kind} were made", made.len()) };
    let kept = to.join(made.file_name().context("a file has a name")?);
    fs::rename(made, &kept)?;
    Ok(kept)
}

fn files_of_kind(folder: &Path, kind: &str) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let paths = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    Ok(paths.into_iter().filter(|path| path.extension().is_some_and(|found| found == kind)).collect())
}

/// Looks into both packages: the parts are there, the sizes are what they may be, the descriptions are valid.
fn inspect(steps: &Steps<'_>, places: &Places, made: &Packages) -> Result<()> {
    let listed = setup::output(Command::new("dpkg-deb").arg("--contents").arg(&made.deb))?;
    // Each line ends with the path, with a dot before it.
    let in_deb: Vec<&str> = listed
        .lines()
        .filter_map(|line| line.rsplit_once(" .").or(line.rsplit_once(' ')))
        .map(|(_, path)| path)
        .collect();
    let listed = setup::output(Command::new("rpm").args(["--query", "--list", "--package"]).arg(&made.rpm))?;
    let in_rpm: Vec<&str> = listed.lines().collect();
    for (package, files) in [(&made.deb, in_deb), (&made.rpm, in_rpm)] {
        for part in PARTS {
            let is_there =
                files.iter().any(|file| file.trim_start_matches('/') == part.trim_start_matches('/'));
            if !is_there {
                bail!("{} lacks {part}", package.display());
            }
        }
    }

    let kib = setup::output(Command::new("dpkg-deb").arg("--field").arg(&made.deb).arg("Installed-Size"))?;
    let kib: u64 = kib.trim().parse().context("the size of what the Debian package installs")?;
    let bytes = setup::output(
        Command::new("rpm").args(["--query", "--queryformat", "%{SIZE}", "--package"]).arg(&made.rpm),
    )?;
    let bytes: u64 = bytes.trim().parse().context("the size of what the RPM package installs")?;
    for (package, installed) in [(&made.deb, kib), (&made.rpm, bytes.div_ceil(1024))] {
        let packed = fs::metadata(package)?.len();
        println!(
            "   {}: {} to download, {} installed",
            package.display(),
            mebibytes(packed.div_ceil(1024)),
            mebibytes(installed)
        );
        if installed > MOST_INSTALLED_KIB {
            bail!("an installed launcher may take {} at most", mebibytes(MOST_INSTALLED_KIB));
        }
    }

    let unpacked = places.target.join("package").join("unpacked");
    if unpacked.exists() {
        fs::remove_dir_all(&unpacked)?;
    }
    steps.run("unpack", Command::new("dpkg-deb").arg("--extract").arg(&made.deb).arg(&unpacked))?;
    let share = unpacked.join("usr/share");
    let entry = share.join("applications/altostrat-launcher.desktop");
    steps.run("menu entry", Command::new("desktop-file-validate").arg(entry))?;
    let metadata = share.join("metainfo/io.altostrat.launcher.metainfo.xml");
    steps.run("AppStream metadata", Command::new("appstreamcli").args(["validate", "--no-net"]).arg(metadata))
}

fn mebibytes(kib: u64) -> String {
    format!("{}.{} MiB", kib / 1024, kib % 1024 * 10 / 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_told_in_mebibytes_with_one_digit() {
        assert_eq!(mebibytes(15 * 1024), "15.0 MiB");
        assert_eq!(mebibytes(9_984), "9.7 MiB");
    }

    #[test]
    fn of_an_older_package_nothing_is_left_beside_the_new_one() {
        let keeper = Keeper::start().unwrap();
        let [from, to] = ["from", "to"].map(|name| keeper.scratch().join(name));
        for folder in [&from, &to] {
            fs::create_dir_all(folder).unwrap();
        }
        fs::write(to.join("launcher_0.1.deb"), "old").unwrap();
        assert!(collect(&from, "deb", &to).is_err(), "nothing was made");
        fs::write(from.join("launcher_0.2.deb"), "new").unwrap();
        assert_eq!(collect(&from, "deb", &to).unwrap(), to.join("launcher_0.2.deb"));
        assert_eq!(files_of_kind(&to, "deb").unwrap(), [to.join("launcher_0.2.deb")]);
    }
}
