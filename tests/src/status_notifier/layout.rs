//! A menu as `com.canonical.dbusmenu` tells it: numbered lines with properties, in a tree.

use std::collections::HashMap;

use zbus::zvariant::{OwnedValue, Structure};

/// What `GetLayout` says of a line: its number, its properties, its own lines.
pub(super) type Node = (i32, HashMap<String, OwnedValue>, Vec<OwnedValue>);

/// A line of a menu as its reader sees it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// The program's number for it, the same for as long as the line is.
    pub id: i32,
    /// Without the marks of access keys; empty for a separator.
    pub label: String,
    pub enabled: bool,
    pub lines: Vec<Line>,
}

/// Reads a line and all below it. Properties that are left out have their usual value; hidden lines are left
/// out.
pub(super) fn read((id, properties, children): Node) -> zbus::zvariant::Result<Line> {
    let label = properties.get("label").and_then(|label| <&str>::try_from(label).ok()).unwrap_or_default();
    let flag = |name: &str| properties.get(name).and_then(|flag| bool::try_from(flag).ok()).unwrap_or(true);
    let mut lines = Vec::new();
    for child in children {
        let child: Node = Structure::try_from(child)?.try_into()?;
        if child.1.get("visible").and_then(|flag| bool::try_from(flag).ok()).unwrap_or(true) {
            lines.push(read(child)?);
        }
    }
    Ok(Line { id, label: without_access_key(label), enabled: flag("enabled"), lines })
}

/// `_` marks the next character as an access key; `__` is the character itself.
fn without_access_key(label: &str) -> String {
    let mut plain = String::new();
    let mut characters = label.chars();
    while let Some(character) = characters.next() {
        plain.extend(if character == '_' { characters.next() } else { Some(character) });
    }
    plain
}

/// The line at the end of `path`. Each part is a label or, with a `…` at its end, the beginning of one.
pub fn find<'a>(menu: &'a [Line], path: &[&str]) -> Option<&'a Line> {
    let (first, rest) = path.split_first()?;
    let line = menu.iter().find(|line| is_called(line, first))?;
    if rest.is_empty() { Some(line) } else { find(&line.lines, rest) }
}

fn is_called(line: &Line, part: &str) -> bool {
    line.label == part
        || part.strip_suffix('…').is_some_and(|start| !start.is_empty() && line.label.starts_with(start))
}

#[cfg(test)]
mod tests {
    use zbus::zvariant::Value;

    use super::*;

    fn node(id: i32, properties: &[(&str, Value<'static>)], children: Vec<Node>) -> Node {
        let properties = properties
            .iter()
            .map(|(name, value)| ((*name).to_owned(), value.try_to_owned().unwrap()))
            .collect();
        let children = children.into_iter().map(|child| Value::from(child).try_to_owned().unwrap()).collect();
        (id, properties, children)
    }

    fn menu() -> Vec<Line> {
        let connect = node(3, &[("label", "Connect".into()), ("enabled", false.into())], vec![]);
        let hidden = node(4, &[("label", "Secret".into()), ("visible", false.into())], vec![]);
        let session = [("label", "Fish & Chips_ · SSH · 42 min".replace('_', "__").into())];
        let session = node(2, &session, vec![connect, hidden]);
        let separator = node(5, &[("type", "separator".into())], vec![]);
        let quit = node(6, &[("label", "_Quit".into())], vec![]);
        read(node(0, &[], vec![session, separator, quit])).unwrap().lines
    }

    #[test]
    fn a_menu_is_read_as_a_person_sees_it() {
        let line = |id, label: &str, enabled, lines| Line { id, label: label.into(), enabled, lines };
        let connect = line(3, "Connect", false, vec![]);
        assert_eq!(
            menu(),
            [
                line(2, "Fish & Chips_ · SSH · 42 min", true, vec![connect]),
                line(5, "", true, vec![]),
                line(6, "Quit", true, vec![]),
            ]
        );
    }

    #[test]
    fn a_line_is_found_by_its_labels_or_how_they_begin() {
        let menu = menu();
        assert_eq!(find(&menu, &["Quit"]).unwrap().id, 6);
        assert_eq!(find(&menu, &["Fish & Chips_ · SSH · …", "Connect"]).unwrap().id, 3);
        assert_eq!(find(&menu, &["Fish & Chips_"]), None);
        assert_eq!(find(&menu, &["Quit", "Connect"]), None);
        assert_eq!(find(&menu, &["…"]), None);
        assert_eq!(find(&menu, &[]), None);
    }
}
