//! Where things are: the checkout, its UI, and the folder cargo builds into.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

pub(crate) struct Places {
    /// The top of the checkout.
    pub(crate) root: PathBuf,
    /// Cargo's target folder, given to every cargo call.
    pub(crate) target: PathBuf,
}

impl Places {
    /// Finds the checkout from where this package was built, and the target folder.
    pub(crate) fn find() -> Result<Self> {
        // `cargo run` names the checkout it was called in; the one this was built in may be another that
        // shares its target folder.
        let manifest_folder =
            std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        let root = Path::new(&manifest_folder)
            .parent()
            .context("xtask is not inside the checkout it was built from")?
            .to_path_buf();
        let target = target_folder(&root)?;
        Ok(Self { root, target })
    }

    pub(crate) fn ui(&self) -> PathBuf {
        self.root.join("ui")
    }

    /// Where a built program of this workspace lies.
    pub(crate) fn program(&self, name: &str) -> PathBuf {
        self.programs().join(format!("{name}{}", env::consts::EXE_SUFFIX))
    }

    /// The folder that holds the built programs.
    pub(crate) fn programs(&self) -> PathBuf {
        self.target.join("debug")
    }

    /// A cargo call at the top of the checkout, with the target folder set.
    pub(crate) fn cargo(&self) -> Command {
        let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.current_dir(&self.root).env("CARGO_TARGET_DIR", &self.target);
        cargo
    }

    /// An npm call in the UI's folder.
    pub(crate) fn npm(&self) -> Command {
        let mut npm = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
        npm.current_dir(self.ui());
        npm
    }
}

/// Whether this run is one of a continuous-integration machine.
pub(crate) fn in_ci() -> bool {
    env::var_os("CI").is_some_and(|value| !value.is_empty() && value != "false")
}

/// `CARGO_TARGET_DIR` where it is set. Under `CI` a folder that outlives the checkout. Else the folder this
/// very program was built into, so that cargo's own settings are followed.
fn target_folder(root: &Path) -> Result<PathBuf> {
    if let Some(set) = env::var_os("CARGO_TARGET_DIR").filter(|value| !value.is_empty()) {
        return Ok(root.join(set));
    }
    if in_ci() {
        let cache = env::var_os("XDG_CACHE_HOME")
            .map(PathBuf::from)
            .filter(|path| path.is_absolute())
            .or_else(|| env::home_dir().map(|home| home.join(".cache")))
            .context("neither XDG_CACHE_HOME nor HOME says where caches go; set CARGO_TARGET_DIR")?;
        return Ok(cache.join("altostrat-launcher").join("target"));
    }
    let own = env::current_exe().context("this program does not know where it lies")?;
    Ok(own.ancestors().nth(2).map_or_else(|| root.join("target"), Path::to_path_buf))
}
