//! `cargo xtask notices`: writes ui/src/notices/third-party.json, what *About* shows of other people's work.
//!
//! The file names every package that reaches a shipped program on Linux, Windows or macOS, with its licence and the
//! texts that its licence asks to be passed on, as the package itself brings them. It holds no date and no path, so
//! that the same lock files give the same bytes.

mod locks;
mod package;
mod reach;
mod spdx;
mod standard;
mod texts;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use crate::places::Places;
use package::Package;
use standard::Standard;
use texts::{Piece, Table};

/// Name and version of a package.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Id {
    name: String,
    version: String,
}

/// One package in the file.
#[derive(Serialize, Deserialize)]
struct Entry {
    from: Registry,
    #[serde(flatten)]
    id: Id,
    /// The SPDX expression the package declares.
    licence: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    address: Option<String>,
    /// The package brings no text for (all of) its licence; the common one stands in its place.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    standard: bool,
    /// What is to be read, in order.
    notice: Vec<Piece>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Registry {
    #[serde(rename = "crates.io")]
    Crates,
    #[serde(rename = "npm")]
    Npm,
    #[serde(rename = "Rust")]
    Toolchain,
}

/// The whole file.
#[derive(Serialize, Deserialize)]
struct Notices {
    packages: Vec<Entry>,
    /// Long texts, named by their place in this list.
    texts: Vec<String>,
    /// What Cargo.lock holds besides: it builds or tests the programs and is no part of them. Kept so that a new
    /// package is in neither list until somebody has looked.
    others: Vec<String>,
}

pub(crate) fn run(places: &Places) -> Result<()> {
    let file = file(&places.root);
    let text = gather(places)?.in_lines()?;
    fs::write(&file, &text).with_context(|| format!("cannot write {}", file.display()))?;
    println!("{}: {} KiB", file.display(), text.len() / 1024);
    Ok(())
}

fn file(root: &Path) -> PathBuf {
    root.join("ui/src/notices/third-party.json")
}

fn gather(places: &Places) -> Result<Notices> {
    let shipped = reach::reach(places, &reach::TARGETS, &["--locked"])?;
    let mut packages = package::of_cargo(places, &shipped)?;
    packages.extend(package::of_npm(places)?);
    packages.push(package::standard_library());
    packages.sort_by_key(|package| (package.id.name.to_lowercase(), package.id.clone()));

    let standard = Standard::gather(&places.root, &packages)?;
    let mut table = Table::default();
    let entries = packages.iter().map(|package| entry(package, &standard, &mut table));
    let packages = entries.collect::<Result<Vec<_>>>()?;
    let others: BTreeSet<Id> = locks::crates(&places.root)?.difference(&shipped).cloned().collect();
    let others = others.into_iter().map(|id| format!("{} {}", id.name, id.version)).collect();
    Ok(Notices { packages, texts: table.into_texts(), others })
}

fn entry(package: &Package, standard: &Standard, table: &mut Table) -> Result<Entry> {
    let told = package
        .told()
        .with_context(|| format!("the licence of {} {}", package.id.name, package.id.version))?;
    let mut notice: Vec<Piece> = told.texts.iter().flat_map(|text| table.pieces(text)).collect();
    for licence in &told.missing {
        if let Some(text) = standard.text(licence) {
            notice.push(Piece::Short(package.holders()));
            notice.extend(table.pieces(text));
        }
    }
    Ok(Entry {
        from: package.from,
        id: package.id.clone(),
        licence: package.licence.clone(),
        address: package.address.clone(),
        standard: !told.missing.is_empty(),
        notice,
    })
}

impl Notices {
    /// JSON with one package, text or name a line, so that a difference can be read.
    fn in_lines(&self) -> Result<String> {
        fn list<T: Serialize>(name: &str, values: &[T]) -> Result<String> {
            let lines = values.iter().map(serde_json::to_string).collect::<Result<Vec<_>, _>>()?;
            Ok(format!("\"{name}\": [\n{}\n]", lines.join(",\n")))
        }
        Ok(format!(
            "{{\n{},\n{},\n{}\n}}\n",
            list("packages", &self.packages)?,
            list("texts", &self.texts)?,
            list("others", &self.others)?
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DRIFTED: &str = "the third-party notices have drifted: run `cargo xtask notices`";

    fn committed(places: &Places) -> Notices {
        serde_json::from_str(&fs::read_to_string(file(&places.root)).unwrap()).unwrap()
    }

    fn named(notices: &Notices, registry: Registry) -> BTreeSet<Id> {
        let of_it = notices.packages.iter().filter(|entry| entry.from == registry);
        of_it.map(|entry| entry.id.clone()).collect()
    }

    #[test]
    fn every_package_of_cargo_lock_is_noticed_or_known_to_reach_no_program() {
        let places = Places::find().unwrap();
        let notices = committed(&places);
        let others = notices.others.iter().map(|line| {
            let (name, version) = line.split_once(' ').unwrap();
            Id { name: name.to_owned(), version: version.to_owned() }
        });
        let known: BTreeSet<Id> = named(&notices, Registry::Crates).into_iter().chain(others).collect();
        let locked = locks::crates(&places.root).unwrap();
        let new: Vec<&Id> = locked.difference(&known).collect();
        let gone: Vec<&Id> = known.difference(&locked).collect();
        assert!(new.is_empty() && gone.is_empty(), "{DRIFTED} (new: {new:?}, gone: {gone:?})");
    }

    #[test]
    fn every_crate_that_reaches_the_programs_of_this_system_is_noticed() {
        let places = Places::find().unwrap();
        let reached = reach::reach(&places, &[&reach::here()], &["--locked", "--offline"]).unwrap();
        assert!(reached.iter().any(|id| id.name == "tauri"), "{reached:?}");
        let noticed = named(&committed(&places), Registry::Crates);
        let missing: Vec<&Id> = reached.difference(&noticed).collect();
        assert!(missing.is_empty(), "{DRIFTED} ({missing:?})");
    }

    #[test]
    fn the_npm_packages_are_those_of_the_window_at_their_locked_versions() {
        let places = Places::find().unwrap();
        let noticed = named(&committed(&places), Registry::Npm);
        assert_eq!(noticed, locks::of_the_window(&places.root).unwrap(), "{DRIFTED}");
    }

    #[test]
    fn the_file_stays_small_and_names_no_place_of_a_machine() {
        let places = Places::find().unwrap();
        let text = fs::read_to_string(file(&places.root)).unwrap();
        assert!(text.len() < 400 * 1024, "{} bytes", text.len());
        for folder in ["/registry/src/", "node_modules", "/home/"] {
            assert!(!text.contains(folder), "{folder}");
        }
    }

    #[test]
    fn every_package_has_something_to_read_and_every_text_has_a_reader() {
        let notices = committed(&Places::find().unwrap());
        let empty: Vec<&Id> =
            notices.packages.iter().filter(|entry| entry.notice.is_empty()).map(|entry| &entry.id).collect();
        assert!(empty.is_empty(), "{empty:?}");
        let used = notices.packages.iter().flat_map(|entry| &entry.notice).filter_map(|piece| match piece {
            Piece::Long(at) => Some(*at),
            Piece::Short(_) => None,
        });
        let used: BTreeSet<usize> = used.collect();
        assert_eq!(used, (0..notices.texts.len()).collect());
    }
}
