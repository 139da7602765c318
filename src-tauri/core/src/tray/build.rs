//! Builds the tray from what is known, in the user's words. Pure: equal facts make equal trays.

use fluent_bundle::FluentValue;

use super::{MenuLine, Tray, TrayAction, TrayIcon};
use crate::domain::{Destination, Protocol, SessionKey, SiteId};
use crate::text::Catalogue;

/// What the tray is built from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrayFacts {
    pub signed_in: bool,
    pub offline: bool,
    /// Open and preparing sessions, soonest end first.
    pub sessions: Vec<TraySession>,
    /// Favourites, then recent sites, each once.
    pub quick: Vec<(SiteId, String)>,
}

/// A session as the menu shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TraySession {
    pub key: SessionKey,
    pub site_name: String,
    pub protocol: Option<Protocol>,
    /// Where a port forward leads.
    pub destination: Option<Destination>,
    /// `None` while it is being prepared, and for one without an end.
    pub minutes_left: Option<u32>,
    pub ending_soon: bool,
    pub can_connect: bool,
    pub can_renew: bool,
}

/// Sites offered for quick connect. More would make a menu nobody reads.
const MOST_QUICK: usize = 15;

pub fn build(facts: &TrayFacts, catalogue: &Catalogue) -> Tray {
    let say = |key: &str| catalogue.say(key, &[]);
    let mut menu = Vec::new();
    if facts.signed_in {
        menu.extend(facts.sessions.iter().map(|session| session_line(session, catalogue)));
        if !facts.sessions.is_empty() {
            menu.push(MenuLine::Separator);
        }
        menu.push(quick_connect(&facts.quick, catalogue));
    } else {
        menu.push(MenuLine::Note(say("tray-signed-out")));
    }
    menu.push(item(TrayAction::OpenWindow, say("tray-open")));
    menu.push(MenuLine::Separator);
    if facts.sessions.len() > 1 {
        menu.push(item(TrayAction::RevokeAll, say("tray-revoke-all")));
        menu.push(MenuLine::Separator);
    }
    menu.push(item(TrayAction::OpenSettings, say("tray-settings")));
    menu.push(item(TrayAction::Quit, say("tray-quit")));
    Tray { icon: icon(facts), tooltip: tooltip(facts, catalogue), menu }
}

fn item(action: TrayAction, label: String) -> MenuLine {
    MenuLine::Item { action, label, enabled: true }
}

fn icon(facts: &TrayFacts) -> TrayIcon {
    if facts.sessions.iter().any(|session| session.ending_soon) {
        TrayIcon::EndingSoon
    } else if facts.offline {
        TrayIcon::Offline
    } else if facts.sessions.is_empty() {
        TrayIcon::Idle
    } else {
        TrayIcon::Active
    }
}

fn tooltip(facts: &TrayFacts, catalogue: &Catalogue) -> String {
    match (facts.offline, facts.sessions.len()) {
        (true, _) => catalogue.say("tray-tooltip-offline", &[]),
        (false, 0) => catalogue.say("tray-tooltip-idle", &[]),
        (false, count) => catalogue.say("tray-tooltip-active", &[("count", FluentValue::from(count))]),
    }
}

/// The field's own names; they are the same in every language.
pub fn protocol_name(protocol: Protocol) -> &'static str {
    match protocol {
        Protocol::WinBox => "WinBox",
        Protocol::Ssh => "SSH",
    }
}

/// What a session leads to: the protocol, or the device of a port forward.
fn leads_to(protocol: Option<Protocol>, destination: Option<Destination>) -> String {
    match (protocol, destination) {
        (Some(protocol), _) => protocol_name(protocol).to_owned(),
        (None, Some(destination)) => destination.to_string(),
        (None, None) => "?".to_owned(),
    }
}

fn session_line(session: &TraySession, catalogue: &Catalogue) -> MenuLine {
    let key = match (session.minutes_left, session.ending_soon) {
        (None, _) => "tray-session-preparing",
        (Some(_), true) => "tray-session-soon",
        (Some(_), false) => "tray-session",
    };
    let label = catalogue.say(
        key,
        &[
            ("site", session.site_name.as_str().into()),
            ("protocol", leads_to(session.protocol, session.destination).into()),
            ("minutes", session.minutes_left.unwrap_or_default().into()),
        ],
    );
    let part =
        |action, key: &str, enabled| MenuLine::Item { action, label: catalogue.say(key, &[]), enabled };
    MenuLine::Submenu {
        label,
        lines: vec![
            part(TrayAction::ConnectSession(session.key), "tray-connect", session.can_connect),
            part(TrayAction::RenewSession(session.key), "tray-renew", session.can_renew),
            part(TrayAction::RevokeSession(session.key), "tray-revoke", true),
        ],
    }
}

fn quick_connect(quick: &[(SiteId, String)], catalogue: &Catalogue) -> MenuLine {
    let mut lines: Vec<MenuLine> = quick
        .iter()
        .take(MOST_QUICK)
        .map(|(site, name)| MenuLine::Submenu {
            label: name.clone(),
            lines: [Protocol::WinBox, Protocol::Ssh]
                .map(|protocol| {
                    let action = TrayAction::QuickConnect { site: site.clone(), protocol };
                    item(action, protocol_name(protocol).to_owned())
                })
                .into(),
        })
        .collect();
    if lines.is_empty() {
        lines.push(MenuLine::Note(catalogue.say("tray-quick-connect-empty", &[])));
    }
    MenuLine::Submenu { label: catalogue.say("tray-quick-connect", &[]), lines }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Tongue;

    fn session(key: u32, minutes_left: Option<u32>, ending_soon: bool) -> TraySession {
        TraySession {
            key: SessionKey::new(key),
            site_name: "Lagos POP".into(),
            protocol: Some(Protocol::WinBox),
            destination: None,
            minutes_left,
            ending_soon,
            can_connect: minutes_left.is_some(),
            can_renew: minutes_left.is_some(),
        }
    }

    fn labels(lines: &[MenuLine], depth: usize, out: &mut String) {
        for line in lines {
            let indent = "  ".repeat(depth);
            match line {
                MenuLine::Item { label, enabled, .. } => {
                    let off = if *enabled { "" } else { " (off)" };
                    out.extend([&indent, label.as_str(), off, "\n"]);
                }
                MenuLine::Submenu { label, lines } => {
                    out.extend([&indent, label.as_str(), " ▸\n"]);
                    labels(lines, depth + 1, out);
                }
                MenuLine::Note(text) => out.extend([&indent, "(", text.as_str(), ")\n"]),
                MenuLine::Separator => out.extend([&indent, "―\n"]),
            }
        }
    }

    fn shown(facts: &TrayFacts) -> (TrayIcon, String) {
        let tray = build(facts, Catalogue::of(Tongue::English));
        let mut out = String::new();
        labels(&tray.menu, 0, &mut out);
        (tray.icon, out)
    }

    #[test]
    fn the_menu_leads_to_everything() {
        let site = SiteId::parse("a").unwrap();
        let facts = TrayFacts {
            signed_in: true,
            offline: false,
            sessions: vec![session(1, Some(3), true), session(2, None, false)],
            quick: vec![(site, "Cape Town Head Office".into())],
        };
        let (icon, menu) = shown(&facts);
        assert_eq!(icon, TrayIcon::EndingSoon);
        insta::assert_snapshot!(menu, @r"
        Lagos POP · WinBox · 3 min left ▸
          Connect
          Renew
          Revoke
        Lagos POP · WinBox · preparing ▸
          Connect (off)
          Renew (off)
          Revoke
        ―
        Quick connect ▸
          Cape Town Head Office ▸
            WinBox
            SSH
        Open Altostrat Launcher
        ―
        Revoke all sessions…
        ―
        Settings…
        Quit
        ");
    }

    #[test]
    fn signed_out_there_is_nothing_to_connect_to() {
        let (icon, menu) = shown(&TrayFacts::default());
        assert_eq!(icon, TrayIcon::Idle);
        assert!(!menu.contains("Quick connect") && menu.starts_with("(Not signed in)"), "{menu}");
    }

    #[test]
    fn an_offline_icon_does_not_hide_a_session_that_ends() {
        let offline = TrayFacts { signed_in: true, offline: true, ..TrayFacts::default() };
        assert_eq!(shown(&offline).0, TrayIcon::Offline);
        let ending = TrayFacts { sessions: vec![session(1, Some(2), true)], ..offline };
        assert_eq!(shown(&ending).0, TrayIcon::EndingSoon);
    }

    #[test]
    fn an_action_survives_its_way_through_a_menu_id() {
        let action = TrayAction::QuickConnect { site: SiteId::parse("a").unwrap(), protocol: Protocol::Ssh };
        let id = serde_json::to_string(&action).unwrap();
        assert_eq!(serde_json::from_str::<TrayAction>(&id).unwrap(), action);
    }
}
