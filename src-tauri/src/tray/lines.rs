//! A menu read from top to bottom, line by line: what two menus have in common, and what differs.

use launcher_core::tray::{MenuLine, TrayAction};

/// What a line is. Two menus with the same kinds in the same order have the same structure, for a submenu counts
/// its own lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind<'a> {
    Item(&'a TrayAction),
    Submenu(usize),
    Note,
    Separator,
}

/// One line, with what can change about it in place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line<'a> {
    pub(super) kind: Kind<'a>,
    pub(super) label: &'a str,
    pub(super) enabled: bool,
}

/// Every line, each submenu before the lines it leads to.
pub(super) fn lines(menu: &[MenuLine]) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    collect(menu, &mut lines);
    lines
}

fn collect<'a>(menu: &'a [MenuLine], into: &mut Vec<Line<'a>>) {
    for line in menu {
        match line {
            MenuLine::Item { action, label, enabled } => {
                into.push(Line { kind: Kind::Item(action), label, enabled: *enabled });
            }
            MenuLine::Submenu { label, lines } => {
                into.push(Line { kind: Kind::Submenu(lines.len()), label, enabled: true });
                collect(lines, into);
            }
            MenuLine::Note(label) => into.push(Line { kind: Kind::Note, label, enabled: false }),
            MenuLine::Separator => into.push(Line { kind: Kind::Separator, label: "", enabled: false }),
        }
    }
}

/// The lines whose words or readiness differ, by their place in [`lines`]; `None` when the menus differ in more
/// than that.
pub(super) fn reworded<'a>(old: &[MenuLine], new: &'a [MenuLine]) -> Option<Vec<(usize, Line<'a>)>> {
    let (old, new) = (lines(old), lines(new));
    let same = old.len() == new.len() && old.iter().zip(&new).all(|(old, new)| old.kind == new.kind);
    same.then(|| {
        let pairs = old.into_iter().zip(new).enumerate();
        pairs.filter(|(_, (old, new))| old != new).map(|(place, (_, new))| (place, new)).collect()
    })
}

#[cfg(test)]
mod tests;
