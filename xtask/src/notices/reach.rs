//! Which crates reach the shipped programs, as `cargo tree` resolves them with the features they are built with.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;

use super::Id;
use crate::places::Places;
use crate::setup;

/// What packages are made for; the list of deny.toml.
pub(super) const TARGETS: [&str; 5] = [
    "x86_64-unknown-linux-gnu",
    "aarch64-unknown-linux-gnu",
    "x86_64-pc-windows-msvc",
    "x86_64-apple-darwin",
    "aarch64-apple-darwin",
];

/// The target of [`TARGETS`] that is this machine.
#[cfg(test)]
pub(super) fn here() -> String {
    let system = match std::env::consts::OS {
        "windows" => "pc-windows-msvc",
        "macos" => "apple-darwin",
        _ => "unknown-linux-gnu",
    };
    format!("{}-{system}", std::env::consts::ARCH)
}

/// The crates of others in the launcher and its helper on these targets. Derives and their like belong to them,
/// because what they write does; what they are made from does not, nor does what only build scripts and tests use.
pub(super) fn reach(places: &Places, targets: &[&str], how: &[&str]) -> Result<BTreeSet<Id>> {
    let mut reached = BTreeSet::new();
    for target in targets {
        let mut cargo = places.cargo();
        cargo.args(["tree", "--package", "altostrat-launcher", "--package", "altostrat-ssh"]);
        cargo.args(["--edges", "normal", "--prefix", "depth", "--format", "|{p}", "--target", target]);
        reached.append(&mut crates_of(&setup::output(cargo.args(how))?));
    }
    Ok(reached)
}

/// One line of the tree: `name v1.0.0`, then maybe `(proc-macro)`, and for a crate of ours its folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Node {
    id: Id,
    macros: bool,
    ours: bool,
}

impl Node {
    /// Reads `2|serde v1.0.229 (*)`; the star says that its branches are shown elsewhere.
    fn read(line: &str) -> Option<(usize, Self)> {
        let (depth, package) = line.split_once('|')?;
        let mut words = package.trim_end_matches(" (*)").splitn(3, ' ');
        let name = words.next()?.to_owned();
        let version = words.next()?.strip_prefix('v')?.to_owned();
        let rest = words.next().unwrap_or_default();
        let macros = rest.starts_with("(proc-macro)");
        let ours = rest.trim_start_matches("(proc-macro)").contains('(');
        Some((depth.parse().ok()?, Self { id: Id { name, version }, macros, ours }))
    }
}

fn crates_of(tree: &str) -> BTreeSet<Id> {
    let mut branches: BTreeMap<Node, BTreeSet<Node>> = BTreeMap::new();
    let mut todo = Vec::new();
    let mut above: Vec<Node> = Vec::new();
    for (depth, node) in tree.lines().filter_map(Node::read) {
        above.truncate(depth);
        match above.last() {
            Some(parent) => drop(branches.entry(parent.clone()).or_default().insert(node.clone())),
            None => todo.push(node.clone()),
        }
        above.push(node);
    }
    let mut reached: BTreeSet<Node> = BTreeSet::new();
    while let Some(node) = todo.pop() {
        if !node.macros {
            todo.extend(
                branches.get(&node).into_iter().flatten().filter(|next| !reached.contains(next)).cloned(),
            );
        }
        reached.insert(node);
    }
    reached.into_iter().filter(|node| !node.ours).map(|node| node.id).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_derive_is_named_and_what_it_is_made_from_is_not() {
        let tree = "\
0|launcher v0.1.0 (/source/launcher)
1|serde v1.0.229
2|serde_derive v1.0.229 (proc-macro)
3|syn v3.0.9
4|unicode-ident v1.0.27
1|core v0.1.0 (/source/core)
2|url v2.5.4

0|helper v0.1.0 (/source/helper)
1|serde v1.0.229 (*)
1|bytes v1.9.0
2|memchr v2.8.3
";
        let names: Vec<String> = crates_of(tree).into_iter().map(|id| id.name).collect();
        assert_eq!(names, ["bytes", "memchr", "serde", "serde_derive", "url"]);
    }

    #[test]
    fn what_is_first_shown_under_a_derive_still_counts_where_the_program_uses_it() {
        let tree = "\
0|launcher v0.1.0 (/source/launcher)
1|derive v1.0.0 (proc-macro)
2|memchr v2.8.3
3|deep v0.3.0
1|memchr v2.8.3 (*)
";
        let names: Vec<String> = crates_of(tree).into_iter().map(|id| id.name).collect();
        assert_eq!(names, ["deep", "derive", "memchr"]);
    }
}
