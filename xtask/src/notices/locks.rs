//! What the lock files hold.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde::Deserialize;

use super::Id;

/// Packages that Svelte's part of the window imports, beside those that `package.json` has as dependencies. Svelte
/// names many more for its compiler. `ui/vite.config.ts` refuses to build a window with a package that is not noticed.
const SVELTE: [&str; 3] = ["svelte", "clsx", "esm-env"];

/// Every crate of others in Cargo.lock.
pub(super) fn crates(root: &Path) -> Result<BTreeSet<Id>> {
    let lock = fs::read_to_string(root.join("Cargo.lock")).context("cannot read Cargo.lock")?;
    Ok(crates_in(&lock))
}

fn crates_in(lock: &str) -> BTreeSet<Id> {
    let packages = lock.split("[[package]]").skip(1);
    let value = |package: &str, name: &str| {
        let line = package.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(" = \""))?;
        Some(line.trim_end_matches('"').to_owned())
    };
    let of_others = packages.filter(|package| value(package, "source").is_some());
    of_others
        .filter_map(|package| Some(Id { name: value(package, "name")?, version: value(package, "version")? }))
        .collect()
}

#[derive(Deserialize)]
struct PackageLock {
    packages: BTreeMap<String, Locked>,
}

#[derive(Deserialize)]
struct Locked {
    version: Option<String>,
    #[serde(default)]
    dependencies: BTreeMap<String, String>,
}

/// Every npm package in the window.
pub(super) fn of_the_window(root: &Path) -> Result<BTreeSet<Id>> {
    let lock =
        fs::read_to_string(root.join("ui/package-lock.json")).context("cannot read package-lock.json")?;
    let lock: PackageLock = serde_json::from_str(&lock).context("cannot read package-lock.json")?;
    let own = lock.packages.get("").context("package-lock.json does not name the window")?;
    let mut todo: Vec<String> = own.dependencies.keys().cloned().collect();
    let mut found: BTreeSet<Id> = BTreeSet::new();
    let mut add = |name: &str| -> Result<Vec<String>> {
        let locked = lock.packages.get(&format!("node_modules/{name}"));
        let locked = locked.with_context(|| format!("package-lock.json does not name {name}"))?;
        let version = locked.version.clone().with_context(|| format!("{name} has no version"))?;
        let new = found.insert(Id { name: name.to_owned(), version });
        Ok(if new { locked.dependencies.keys().cloned().collect() } else { Vec::new() })
    };
    while let Some(name) = todo.pop() {
        todo.extend(add(&name)?);
    }
    for name in SVELTE {
        add(name)?;
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crates_of_ours_are_not_among_those_of_others() {
        let lock = r#"version = 4

[[package]]
name = "launcher"
version = "0.1.0"
dependencies = [
 "url",
]

[[package]]
name = "url"
version = "2.5.4"
source = "registry+https://example.test/index"
checksum = "00"
"#;
        assert_eq!(crates_in(lock), BTreeSet::from([Id { name: "url".into(), version: "2.5.4".into() }]));
    }
}
