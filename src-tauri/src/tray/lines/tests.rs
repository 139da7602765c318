use launcher_core::domain::SessionKey;

use super::*;

fn item(number: u32, label: &str, enabled: bool) -> MenuLine {
    let action = TrayAction::ConnectSession(SessionKey::new(number));
    MenuLine::Item { action, label: label.to_owned(), enabled }
}

fn submenu(label: &str, lines: Vec<MenuLine>) -> MenuLine {
    MenuLine::Submenu { label: label.to_owned(), lines }
}

fn places(old: &[MenuLine], new: &[MenuLine]) -> Option<Vec<usize>> {
    reworded(old, new).map(|lines| lines.into_iter().map(|(place, _)| place).collect())
}

#[test]
fn an_equal_menu_has_nothing_to_change() {
    let menu = [submenu("Lagos POP", vec![item(1, "Connect", true)]), MenuLine::Separator];
    assert_eq!(places(&menu, &menu.clone()), Some(vec![]));
    assert_eq!(places(&[], &[]), Some(vec![]));
}

#[test]
fn a_minute_that_passes_changes_one_line_in_place() {
    let menu = |minutes: &str| {
        [
            submenu("Lagos POP · SSH · 40 min", vec![item(1, "Connect", true)]),
            submenu(minutes, vec![item(2, "Connect", true)]),
        ]
    };
    assert_eq!(places(&menu("Cape Town · SSH · 9 min"), &menu("Cape Town · SSH · 8 min")), Some(vec![2]));
}

#[test]
fn an_item_that_becomes_ready_changes_in_place() {
    let (old, new) = ([item(1, "Connect", false)], [item(1, "Connect", true)]);
    let changes = reworded(&old, &new).unwrap();
    assert!(matches!(changes[..], [(0, Line { enabled: true, label: "Connect", .. })]));
}

#[test]
fn another_action_under_the_same_words_needs_a_new_menu() {
    assert_eq!(places(&[item(1, "Connect", true)], &[item(2, "Connect", true)]), None);
}

#[test]
fn a_line_that_comes_goes_or_changes_kind_needs_a_new_menu() {
    let one = [item(1, "Connect", true)];
    let two = [item(1, "Connect", true), MenuLine::Separator];
    assert_eq!(places(&one, &two), None);
    assert_eq!(places(&two, &one), None);
    assert_eq!(places(&[MenuLine::Note("None".into())], &[MenuLine::Separator]), None);
}

#[test]
fn a_line_that_moves_into_a_submenu_needs_a_new_menu() {
    let inside = [submenu("Site", vec![item(1, "SSH", true), item(2, "WinBox", true)])];
    let beside = [submenu("Site", vec![item(1, "SSH", true)]), item(2, "WinBox", true)];
    assert_eq!(places(&inside, &beside), None);
}
