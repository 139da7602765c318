//! What a package says of itself: its licence, its authors, and the texts in its folder.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use super::spdx::{self, Terms};
use super::{Id, Registry, locks, reach, texts};
use crate::places::Places;
use crate::setup;

/// What is taken where there is a choice, best first: the short ones, and Apache's because many share it.
const LIKED: [&str; 9] =
    ["MIT", "Apache-2.0", "BSD-3-Clause", "BSD-2-Clause", "ISC", "Zlib", "BSL-1.0", "Unlicense", "MPL-2.0"];

pub(super) struct Package {
    pub(super) from: Registry,
    pub(super) id: Id,
    /// An SPDX expression.
    pub(super) licence: String,
    pub(super) authors: Vec<String>,
    pub(super) address: Option<String>,
    /// Licence texts and notices of its folder, in the order of their file names.
    pub(super) texts: Vec<String>,
}

/// What is passed on of a package.
pub(super) struct Told<'p> {
    pub(super) texts: Vec<&'p str>,
    /// Licences that no text of the package holds.
    pub(super) missing: Terms,
}

impl Package {
    /// Takes the offered licence that the package brings the text of, and leaves the texts of the others out. What is
    /// none of the offered licences is a notice about a part of the package, and stays.
    pub(super) fn told(&self) -> Result<Told<'_>> {
        let ways = spdx::ways(&self.licence)?;
        let held: BTreeSet<&str> = self.texts.iter().flat_map(|text| texts::licences_in(text)).collect();
        let missing = |way: &Terms| -> Terms {
            way.iter().filter(|licence| !held.contains(licence.as_str())).cloned().collect()
        };
        let dislike =
            |licence: &String| LIKED.iter().position(|liked| liked == licence).unwrap_or(LIKED.len()) + 1;
        let cost = |way: &&Terms| (missing(way).len(), way.iter().map(dislike).sum::<usize>());
        let Some(taken) = ways.iter().min_by_key(cost) else { bail!("no licence is offered") };
        let left: Terms =
            ways.iter().flatten().filter(|licence| !taken.contains(*licence)).cloned().collect();
        let stays = |text: &&str| {
            let licences = texts::licences_in(text);
            licences.is_empty() || licences.iter().any(|licence| !left.contains(*licence))
        };
        Ok(Told {
            texts: self.texts.iter().map(String::as_str).filter(stays).collect(),
            missing: missing(taken),
        })
    }

    /// Who holds the copyright of a package that does not say so itself.
    pub(super) fn holders(&self) -> String {
        let names: Vec<&str> =
            self.authors.iter().filter_map(|author| author.split('<').next()).map(str::trim).collect();
        let names: Vec<&str> = names.into_iter().filter(|name| !name.is_empty()).collect();
        if names.is_empty() {
            format!("Copyright (c) the authors of {}", self.id.name)
        } else {
            format!("Copyright (c) {}", names.join(", "))
        }
    }
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Crate>,
}

#[derive(Deserialize)]
struct Crate {
    #[serde(flatten)]
    id: Id,
    license: Option<String>,
    authors: Vec<String>,
    repository: Option<String>,
    homepage: Option<String>,
    manifest_path: PathBuf,
    source: Option<String>,
}

/// These crates, from cargo's copies of their sources, which it fetches where they are missing.
pub(super) fn of_cargo(places: &Places, wanted: &BTreeSet<Id>) -> Result<Vec<Package>> {
    let mut cargo = places.cargo();
    cargo.args(["metadata", "--locked", "--format-version", "1"]);
    cargo.args(reach::TARGETS.iter().flat_map(|target| ["--filter-platform", target]));
    let told: Metadata =
        serde_json::from_str(&setup::output(&mut cargo)?).context("cannot read cargo's metadata")?;
    let mut packages = Vec::new();
    for found in
        told.packages.into_iter().filter(|found| found.source.is_some() && wanted.contains(&found.id))
    {
        let folder = found.manifest_path.parent().context("a manifest without a folder")?;
        packages.push(Package {
            from: Registry::Crates,
            licence: found.license.with_context(|| format!("{} declares no licence", found.id.name))?,
            authors: found.authors,
            address: found.repository.or(found.homepage),
            texts: texts_in(folder)?,
            id: found.id,
        });
    }
    if packages.len() != wanted.len() {
        bail!("cargo names {} of {} crates in its metadata", packages.len(), wanted.len());
    }
    Ok(packages)
}

#[derive(Deserialize)]
struct Manifest {
    license: String,
    author: Option<Person>,
    repository: Option<Place>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Person {
    Text(String),
    Parts { name: String },
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Place {
    Text(String),
    Parts { url: String },
}

/// The npm packages in the window, from `ui/node_modules`.
pub(super) fn of_npm(places: &Places) -> Result<Vec<Package>> {
    let folder = |id: &Id| places.ui().join("node_modules").join(&id.name);
    let read = |id: Id| {
        let manifest = fs::read_to_string(folder(&id).join("package.json"))
            .with_context(|| format!("{} is not installed: run `npm ci` in ui", id.name))?;
        let manifest: Manifest = serde_json::from_str(&manifest)
            .with_context(|| format!("cannot read {}'s package.json", id.name))?;
        let address = manifest.repository.map(|place| match place {
            Place::Text(url) | Place::Parts { url } => plain(&url),
        });
        let author = manifest.author.map(|person| match person {
            Person::Text(name) | Person::Parts { name } => name,
        });
        Ok(Package {
            from: Registry::Npm,
            licence: manifest.license,
            authors: author.into_iter().collect(),
            address,
            texts: texts_in(&folder(&id))?,
            id,
        })
    };
    locks::of_the_window(&places.root)?.into_iter().map(read).collect()
}

/// `git+https://…/name.git` and `owner/name` as addresses that a browser knows.
fn plain(url: &str) -> String {
    let url = url.trim_start_matches("git+").trim_end_matches(".git");
    if url.contains(':') { url.to_owned() } else { format!("https://github.com/{url}") }
}

/// Rust's own library, which is in both programs and in no lock file.
pub(super) fn standard_library() -> Package {
    Package {
        from: Registry::Toolchain,
        id: Id { name: "std".to_owned(), version: String::new() },
        licence: "MIT OR Apache-2.0".to_owned(),
        authors: vec!["The Rust Project Contributors".to_owned()],
        address: Some("https://github.com/rust-lang/rust".to_owned()),
        texts: Vec::new(),
    }
}

/// How the names of files begin that hold licences and notices.
const NAMES: [&str; 6] = ["licen", "copying", "copyright", "notice", "unlicense", "mit-licen"];

fn texts_in(folder: &Path) -> Result<Vec<String>> {
    let cannot = || format!("cannot read {}", folder.display());
    let mut files: Vec<PathBuf> = Vec::new();
    for found in fs::read_dir(folder).with_context(cannot)? {
        files.push(found.with_context(cannot)?.path());
    }
    files.sort();
    let holds = |file: &PathBuf| {
        let name = file.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
        // An SPDX document counts files and tells licences; it holds the text of none.
        let is_document = file.extension().is_some_and(|ending| ending == "spdx");
        file.is_file() && !is_document && NAMES.iter().any(|start| name.starts_with(start))
    };
    let mut texts: Vec<String> = Vec::new();
    for file in files.into_iter().filter(holds) {
        let bytes = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
        let text = texts::clean(&String::from_utf8_lossy(&bytes));
        if !text.is_empty() && !texts.iter().any(|known| texts::words(known) == texts::words(&text)) {
            texts.push(text);
        }
    }
    Ok(texts)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIT: &str = include_str!("../../../LICENSE-MIT");
    const APACHE: &str = include_str!("../../../LICENSE-APACHE");

    fn package(licence: &str, texts: &[&str]) -> Package {
        Package {
            from: Registry::Crates,
            id: Id { name: "some".into(), version: "1.0.0".into() },
            licence: licence.into(),
            authors: vec!["Ada <ada@example.test>".into(), "Grace".into()],
            address: None,
            texts: texts.iter().map(|text| (*text).to_owned()).collect(),
        }
    }

    #[test]
    fn of_two_offered_licences_the_short_one_is_passed_on_alone() {
        let some = package("Apache-2.0 OR MIT", &[APACHE, MIT]);
        let told = some.told().unwrap();
        assert!(told.missing.is_empty());
        assert_eq!(told.texts, [MIT]);
    }

    #[test]
    fn a_licence_whose_text_is_there_is_taken_before_one_without() {
        let told = package("MIT OR Apache-2.0", &[APACHE]);
        assert_eq!(told.told().unwrap().texts, [APACHE]);
    }

    #[test]
    fn a_notice_and_a_licence_that_is_not_offered_stay() {
        let notice = "This holds parts of something else.";
        let some = package("Apache-2.0 OR Zlib", &[APACHE, MIT, notice]);
        assert_eq!(some.told().unwrap().texts, [APACHE, MIT, notice]);
    }

    #[test]
    fn a_licence_without_a_text_is_told_and_the_authors_stand_for_the_holders() {
        let some = package("MIT OR Apache-2.0", &[]);
        assert_eq!(some.told().unwrap().missing, Terms::from(["MIT".to_owned()]));
        assert_eq!(some.holders(), "Copyright (c) Ada, Grace");
    }

    #[test]
    fn addresses_of_npm_are_made_plain() {
        assert_eq!(plain("git+https://github.com/some/thing.git"), "https://github.com/some/thing");
        assert_eq!(plain("some/thing"), "https://github.com/some/thing");
    }
}
