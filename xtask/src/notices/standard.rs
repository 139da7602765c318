//! The common texts of licences, for packages that declare one and bring no text of it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::package::Package;
use super::texts;

/// Licences whose text names nobody, so that one package's serves another.
const NAMELESS: [&str; 7] = ["Apache-2.0", "BSD-3-Clause", "BSL-1.0", "ISC", "MIT", "MPL-2.0", "Zlib"];

/// Texts by SPDX name.
pub(super) struct Standard(BTreeMap<&'static str, String>);

impl Standard {
    /// Takes MIT and Apache from the checkout and the others from the first package that brings one.
    pub(super) fn gather(root: &Path, packages: &[Package]) -> Result<Self> {
        let mut found = BTreeMap::new();
        let own = ["LICENSE-MIT", "LICENSE-APACHE"]
            .map(|name| fs::read_to_string(root.join(name)).with_context(|| format!("cannot read {name}")));
        for text in own {
            add(&mut found, &text?);
        }
        for text in packages.iter().flat_map(|package| &package.texts) {
            add(&mut found, text);
        }
        Ok(Self(found))
    }

    pub(super) fn text(&self, licence: &str) -> Option<&str> {
        self.0.get(licence).map(String::as_str)
    }
}

fn add(found: &mut BTreeMap<&'static str, String>, text: &str) {
    let licences: Vec<&str> = texts::licences_in(text).into_iter().collect();
    let [licence] = licences[..] else { return };
    let Some(licence) = NAMELESS.into_iter().find(|known| *known == licence) else { return };
    let body = texts::cut(text).into_iter().find(|piece| texts::licences_in(piece).contains(licence));
    if let Some(body) = body.filter(|body| licence != "BSD-3-Clause" || names_nobody(body)) {
        found.entry(licence).or_insert(body);
    }
}

/// Whether a BSD text forbids the use of *the copyright holder's* name, and not of somebody's.
fn names_nobody(body: &str) -> bool {
    texts::words(body).contains("neither the name of the copyright holder nor the names of its contributors")
}
