//! Notices: which are due, in the user's words, and what pressing them does.

use fluent_bundle::FluentValue;

use super::effect::Effect;
use super::machine::Machine;
use crate::clock::Moment;
use crate::contract::{AppError, PromptView};
use crate::domain::SessionKey;
use crate::notice::{Notice, NoticeAction, NoticeButton, NoticeId};
use crate::sessions::{Alert, Entry};
use crate::text::Catalogue;
use crate::tray::protocol_name;

/// Later than this after the moment it was to wake, the machine has slept.
const OVERSLEPT: std::time::Duration = std::time::Duration::from_secs(30);

impl Machine {
    pub(super) fn notify_what_is_due(&mut self, now: Moment) {
        let slept = self.presence.expected_wake.is_some_and(|at| now.steady > at.saturating_add(OVERSLEPT));
        let server_now = self.server_now(now);
        let due = self.alerts.due(self.book.entries(), server_now, slept);
        for alert in due {
            match alert {
                Alert::Withdraw(key) => self.withdraw_notice_of(key),
                // Renewal is under way: a warning would only disturb.
                Alert::EndsSoon(key) if self.is_renewing(key) => {}
                Alert::EndsSoon(key) => self.notify_end(key, true, now),
                Alert::HasEnded(key) => self.notify_end(key, false, now),
                Alert::EndedWhileAway { count } => {
                    let words = self.words();
                    self.notify(Notice {
                        id: NoticeId::Summary,
                        title: words.say("notice-away", &[]),
                        body: words.say("notice-away-body", &[("count", count.into())]),
                        buttons: vec![button(words, NoticeAction::Open(None))],
                        stays: true,
                    });
                }
            }
        }
    }

    fn notify_end(&mut self, key: SessionKey, soon: bool, now: Moment) {
        let server_now = self.server_now(now);
        let Some(entry) = self.book.get(key) else { return };
        let minutes = entry.remaining(server_now).unwrap_or_default().as_secs().div_ceil(60);
        let can_renew = soon && entry.same_again().is_some();
        let words = self.words();
        let arguments = [
            ("site", self.site_name(key).into()),
            ("protocol", access_name(entry).into()),
            ("minutes", minutes.into()),
        ];
        let (title, body) = if soon {
            ("notice-ends-soon", "notice-ends-soon-body")
        } else {
            ("notice-ended", "notice-ended-body")
        };
        let renew = can_renew.then(|| button(words, NoticeAction::Renew(key)));
        let open = button(words, NoticeAction::Open(Some(key)));
        self.notify(Notice {
            id: NoticeId::Session(key),
            title: words.say(title, &arguments),
            body: words.say(body, &[]),
            buttons: renew.into_iter().chain([open]).collect(),
            stays: soon,
        });
    }

    pub(super) fn notify_renewal_failed(&mut self, key: SessionKey) {
        self.notify_about(key, NoticeId::Session(key), "notice-renew-failed", "notice-renew-failed-body");
    }

    /// A wish of the tray went wrong while perhaps no window is open.
    pub(super) fn notify_wish_failed(&mut self, key: SessionKey) {
        self.notify_about(key, NoticeId::Session(key), "notice-wish-failed", "notice-wish-failed-body");
    }

    /// The user's address is outside the range of this session.
    pub(super) fn notify_address_left(&mut self, key: SessionKey) {
        let words = self.words();
        let arguments = self.subject(key);
        self.notify(Notice {
            id: NoticeId::Address(key),
            title: words.say("notice-address-left", &arguments),
            body: words.say("notice-address-left-body", &[]),
            buttons: vec![
                button(words, NoticeAction::RenewHere(key)),
                button(words, NoticeAction::Open(Some(key))),
            ],
            stays: true,
        });
    }

    /// What is being done; it goes by itself.
    pub(super) fn notify_in_passing(&mut self, id: NoticeId, title: String) {
        self.notify(Notice { id, title, body: String::new(), buttons: Vec::new(), stays: false });
    }

    /// What became of the sessions while nobody was there: so many are revoked, so many could not be.
    pub(super) fn notify_guard(&mut self, revoked: usize, left: usize) {
        let words = self.words();
        let (title, body, count) = if left > 0 {
            ("notice-guard-failed", "notice-guard-failed-body", left)
        } else {
            ("notice-guard-revoked", "notice-guard-revoked-body", revoked)
        };
        self.notify(Notice {
            id: NoticeId::Guard,
            title: words.say(title, &[]),
            body: words.say(body, &[("count", count.into())]),
            buttons: vec![button(words, NoticeAction::Open(None))],
            stays: left > 0,
        });
    }

    fn notify_about(&mut self, key: SessionKey, id: NoticeId, title: &str, body: &str) {
        let words = self.words();
        let title = words.say(title, &[("site", self.site_name(key).into())]);
        let body = words.say(body, &[]);
        let buttons = vec![button(words, NoticeAction::Open(Some(key)))];
        self.notify(Notice { id, title, body, buttons, stays: true });
    }

    fn notify(&mut self, notice: Notice) {
        if self.settings.notices {
            self.effect(Effect::ShowNotice(Box::new(notice)));
        }
    }

    pub(super) fn withdraw_notice_of(&mut self, key: SessionKey) {
        self.effect(Effect::WithdrawNotice(NoticeId::Session(key)));
    }

    /// The site and its kind of access, for a sentence.
    pub(super) fn subject(&self, key: SessionKey) -> [(&'static str, FluentValue<'static>); 2] {
        let access = self.book.get(key).map(access_name).unwrap_or_default();
        [("site", self.site_name(key).into()), ("protocol", access.into())]
    }

    pub(super) fn site_name(&self, key: SessionKey) -> String {
        self.book.get(key).map(|entry| self.sites.name_of(&entry.site)).unwrap_or_default()
    }

    pub(super) fn handle_notice(&mut self, action: NoticeAction, now: Moment) {
        match action {
            NoticeAction::RenewHere(key) => {
                let answer = self.renew_here(key, now);
                self.settle_notice_renewal(key, answer);
            }
            NoticeAction::Renew(key) => {
                let answer = self.renew(key, now);
                self.settle_notice_renewal(key, answer);
            }
            NoticeAction::Open(key) => self.open_at_session(key),
        }
    }

    fn settle_notice_renewal(&mut self, key: SessionKey, answer: Result<(), AppError>) {
        match answer {
            Ok(()) => {}
            // It has ended meanwhile: its row says so.
            Err(AppError::SessionExpired | AppError::SessionGone) => self.open_at_session(Some(key)),
            Err(_) => self.notify_renewal_failed(key),
        }
    }

    fn open_at_session(&mut self, key: Option<SessionKey>) {
        let site = key.and_then(|key| self.book.get(key)).map(|entry| entry.site.clone());
        self.bring_up(PromptView::Site { site });
    }
}

/// The protocol, or the port of a forward: notices show on locked screens, and name no address.
fn access_name(entry: &Entry) -> String {
    match (entry.protocol(), entry.destination()) {
        (Some(protocol), _) => protocol_name(protocol).to_owned(),
        (None, Some(destination)) => format!("TCP {}", destination.port()),
        (None, None) => "?".to_owned(),
    }
}

fn button(words: &Catalogue, action: NoticeAction) -> NoticeButton {
    let label = match action {
        NoticeAction::Renew(_) => words.say("notice-renew", &[]),
        NoticeAction::RenewHere(_) => words.say("notice-renew-here", &[]),
        NoticeAction::Open(_) => words.say("notice-open", &[]),
    };
    NoticeButton { action, label }
}
