//! What can be pressed in a notice, and how the system names it.

use launcher_core::notice::{Notice, NoticeAction, NoticeButton, NoticeId};

/// What a shown notice offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Offer {
    id: NoticeId,
    buttons: Vec<NoticeButton>,
}

impl Offer {
    pub(super) fn of(notice: &Notice) -> Self {
        Self { id: notice.id, buttons: notice.buttons.clone() }
    }

    /// What a press on the notice itself means: open the window at what it is about.
    pub(super) fn opened(&self) -> NoticeAction {
        NoticeAction::Open(match self.id {
            NoticeId::Session(key) | NoticeId::Address(key) => Some(key),
            NoticeId::Summary | NoticeId::Guard => None,
        })
    }

    /// What a press on a button means. Systems name the button by its action id or, some, by its label.
    pub(super) fn pressed(&self, name: &str) -> Option<NoticeAction> {
        let by_id = self.buttons.iter().find(|button| action_id(button.action) == name);
        let found = by_id.or_else(|| self.buttons.iter().find(|button| button.label == name));
        found.map(|button| button.action)
    }

    #[cfg(any(test, not(target_os = "linux")))]
    pub(super) fn id(&self) -> NoticeId {
        self.id
    }
}

/// The name of an action towards the system: the action as JSON.
pub(super) fn action_id(action: NoticeAction) -> String {
    serde_json::to_string(&action).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use launcher_core::domain::SessionKey;

    use super::*;

    const KEY: SessionKey = SessionKey::new(7);

    fn offer() -> Offer {
        let button = |action, label: &str| NoticeButton { action, label: label.into() };
        Offer {
            id: NoticeId::Session(KEY),
            buttons: vec![
                button(NoticeAction::Renew(KEY), "تجديد"),
                button(NoticeAction::Open(Some(KEY)), "Open"),
            ],
        }
    }

    #[test]
    fn a_button_is_known_by_its_action_and_by_its_label() {
        for name in [&action_id(NoticeAction::Renew(KEY)), "تجديد"] {
            assert_eq!(offer().pressed(name), Some(NoticeAction::Renew(KEY)), "{name}");
        }
        assert_eq!(offer().pressed("Open"), Some(NoticeAction::Open(Some(KEY))));
    }

    #[test]
    fn what_was_not_offered_cannot_be_pressed() {
        let of_another = action_id(NoticeAction::Renew(KEY.next()));
        for name in [&of_another, "", "default", "{}"] {
            assert_eq!(offer().pressed(name), None, "{name}");
        }
    }

    #[test]
    fn a_press_on_a_notice_opens_what_it_is_about() {
        assert_eq!(offer().opened(), NoticeAction::Open(Some(KEY)));
        let summary = Offer { id: NoticeId::Summary, buttons: Vec::new() };
        assert_eq!(summary.opened(), NoticeAction::Open(None));
    }
}
