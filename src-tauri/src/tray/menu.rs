//! The menu as the system's own items.

use launcher_core::tray::{MenuLine, TrayAction};
use tauri::menu::{IsMenuItem, Menu, MenuId, MenuItem, PredefinedMenuItem, Submenu};
use tauri::{AppHandle, Runtime};

use super::lines::{Kind, Line, lines, reworded};

/// A menu the system shows, with a handle on each of its lines.
pub(super) struct RenderedMenu<R: Runtime> {
    root: Menu<R>,
    /// In the order of [`lines`].
    parts: Vec<Part<R>>,
}

enum Part<R: Runtime> {
    Item(MenuItem<R>),
    Submenu(Submenu<R>),
    Separator(PredefinedMenuItem<R>),
}

impl<R: Runtime> RenderedMenu<R> {
    pub(super) fn build(app: &AppHandle<R>, menu: &[MenuLine]) -> tauri::Result<Self> {
        let lines = lines(menu);
        let parts = lines.iter().map(|line| Part::build(app, line)).collect::<tauri::Result<Vec<_>>>()?;
        let root = Menu::new(app)?;
        let mut rest = lines.iter().zip(&parts);
        while let Some((line, part)) = rest.next() {
            // A submenu is filled before it is shown, or the desktop is told of every line.
            part.fill(line.kind, &mut rest)?;
            root.append(part.as_item())?;
        }
        Ok(Self { root, parts })
    }

    pub(super) fn root(&self) -> &Menu<R> {
        &self.root
    }

    /// Changes words and readiness in place from what `old` says to what `new` says. Does nothing and answers
    /// `false` when `new` has other lines.
    pub(super) fn reword(&self, old: &[MenuLine], new: &[MenuLine]) -> tauri::Result<bool> {
        let Some(changes) = reworded(old, new) else { return Ok(false) };
        for (place, line) in changes {
            self.parts[place].reword(&line)?;
        }
        Ok(true)
    }
}

impl<R: Runtime> Part<R> {
    fn build(app: &AppHandle<R>, line: &Line<'_>) -> tauri::Result<Self> {
        let text = plain(line.label);
        Ok(match line.kind {
            Kind::Item(action) => {
                let id = serde_json::to_string(action)?;
                Self::Item(MenuItem::with_id(app, id, text, line.enabled, None::<&str>)?)
            }
            Kind::Submenu(_) => Self::Submenu(Submenu::new(app, text, true)?),
            Kind::Note => Self::Item(MenuItem::new(app, text, false, None::<&str>)?),
            Kind::Separator => Self::Separator(PredefinedMenuItem::separator(app)?),
        })
    }

    /// Puts the lines that follow a submenu into it, as many as are its own.
    fn fill<'a>(
        &self,
        kind: Kind<'_>,
        rest: &mut impl Iterator<Item = (&'a Line<'a>, &'a Self)>,
    ) -> tauri::Result<()>
    where
        R: 'a,
    {
        let (Self::Submenu(submenu), Kind::Submenu(count)) = (self, kind) else { return Ok(()) };
        for _ in 0..count {
            if let Some((line, part)) = rest.next() {
                part.fill(line.kind, rest)?;
                submenu.append(part.as_item())?;
            }
        }
        Ok(())
    }

    fn as_item(&self) -> &dyn IsMenuItem<R> {
        match self {
            Self::Item(item) => item,
            Self::Submenu(submenu) => submenu,
            Self::Separator(separator) => separator,
        }
    }

    fn reword(&self, line: &Line<'_>) -> tauri::Result<()> {
        match self {
            Self::Item(item) => {
                item.set_text(plain(line.label))?;
                item.set_enabled(line.enabled)
            }
            Self::Submenu(submenu) => submenu.set_text(plain(line.label)),
            Self::Separator(_) => Ok(()),
        }
    }
}

/// What a press on the item with this id means.
pub(super) fn action(id: &MenuId) -> Option<TrayAction> {
    serde_json::from_str(id.as_ref()).ok()
}

/// Words as they are: menus would take a single `&` for the mark of an access key.
fn plain(label: &str) -> String {
    label.replace('&', "&&")
}

#[cfg(test)]
mod tests {
    use launcher_core::domain::{Protocol, SessionKey, SiteId};

    use super::*;

    #[test]
    fn a_press_comes_back_as_the_action_it_was_made_from() {
        let key = SessionKey::new(7);
        let site: SiteId = serde_json::from_value("site_7-b".into()).unwrap();
        for pressed in [
            TrayAction::ConnectSession(key),
            TrayAction::RenewSession(key),
            TrayAction::RevokeSession(key),
            TrayAction::QuickConnect { site, protocol: Protocol::Ssh },
            TrayAction::OpenWindow,
            TrayAction::OpenSettings,
            TrayAction::RevokeAll,
            TrayAction::Quit,
        ] {
            let id = MenuId::new(serde_json::to_string(&pressed).unwrap());
            assert_eq!(action(&id), Some(pressed));
        }
    }

    #[test]
    fn a_press_in_another_menu_means_nothing_here() {
        for id in ["quit", "17", "", "Quit"] {
            assert_eq!(action(&MenuId::new(id)), None, "{id}");
        }
    }

    #[test]
    fn an_ampersand_in_a_site_name_stays_one() {
        assert_eq!(plain("Fish & Chips"), "Fish && Chips");
    }
}
