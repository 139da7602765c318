//! What tests of life outside the window do again and again.

use super::driver::{Driver, form};
use crate::altostrat::CreateOutcome;
use crate::app::{ApiAnswer, Effect};
use crate::contract::RequestForm;
use crate::domain::SessionKey;
use crate::notice::{Notice, NoticeId};
use crate::sessions::ProbeAnswer;
use crate::tray::Tray;

impl Driver {
    /// With a live session of an hour, asked for here.
    pub(super) fn live() -> (Self, SessionKey) {
        let mut driver = Self::signed_in();
        let key = driver.create(RequestForm { then_connect: false, ..form() });
        driver.probed(key, ProbeAnswer::Answers);
        driver.taken(|effect| (!matches!(effect, Effect::Show(_))).then_some(()));
        (driver, key)
    }

    /// The API makes the session of this row.
    pub(super) fn made(&mut self, key: SessionKey) {
        let session = self.new_session("renewed", 3_600);
        self.answer(ApiAnswer::Created { key, outcome: CreateOutcome::Created(session) });
    }

    pub(super) fn notices(&mut self) -> Vec<Notice> {
        self.taken(|effect| match effect {
            Effect::ShowNotice(notice) => Some((**notice).clone()),
            _ => None,
        })
    }

    pub(super) fn withdrawn(&mut self) -> Vec<NoticeId> {
        self.taken(|effect| match effect {
            Effect::WithdrawNotice(id) => Some(*id),
            _ => None,
        })
    }

    /// What was asked of the API and of the system that ends something or begins it.
    pub(super) fn sent(&mut self) -> Vec<String> {
        self.taken(|effect| match effect {
            Effect::CreateSession { .. } => Some("create".to_owned()),
            Effect::RevokeSession { id, .. } => Some(format!("revoke {id}")),
            Effect::HoldSleep(on) => Some(if *on { "hold sleep" } else { "let sleep" }.to_owned()),
            Effect::Quit => Some("quit".to_owned()),
            _ => None,
        })
    }

    pub(super) fn last_tray(&mut self) -> Option<Tray> {
        let mut trays = self.taken(|effect| match effect {
            Effect::ShowTray(tray) => Some((**tray).clone()),
            _ => None,
        });
        trays.pop()
    }
}
