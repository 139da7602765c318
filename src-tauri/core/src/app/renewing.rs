//! Renewal without a gap: a new session of the same kind, and the old one revoked when the new one answers.

use super::machine::Machine;
use crate::clock::Moment;
use crate::contract::{AppError, LaunchView};
use crate::domain::{SessionKey, SessionRequest, SourceRange};
use crate::sessions::Stage;

impl Machine {
    pub(super) fn is_renewing(&self, key: SessionKey) -> bool {
        self.book.entries().any(|entry| entry.renews == Some(key) && entry.stage.is_preparing())
    }

    /// Pressed twice, it still makes one session.
    pub(super) fn renew(&mut self, key: SessionKey, now: Moment) -> Result<(), AppError> {
        self.renew_with(key, None, now)
    }

    /// With another range in place of the one of before, where it is given.
    pub(super) fn renew_with(
        &mut self,
        key: SessionKey,
        range: Option<SourceRange>,
        now: Moment,
    ) -> Result<(), AppError> {
        let entry = self.book.get(key).ok_or(AppError::SessionGone)?;
        if entry.stage != Stage::Live {
            return Err(AppError::SessionExpired);
        }
        if self.is_renewing(key) {
            return Ok(());
        }
        let same = entry.same_again().ok_or(AppError::RenewFailed)?;
        let request = SessionRequest { source_range: range.unwrap_or(same.source_range), ..same };
        let (site, opened_here) = (entry.site.clone(), entry.opened_here);
        let new = self.send_create(site, request, now);
        self.book.update(new, |entry| {
            entry.renews = Some(key);
            if opened_here {
                entry.launch = LaunchView::Queued;
            }
        });
        self.book.update(key, |entry| entry.problem = None);
        self.withdraw_notice_of(key);
        Ok(())
    }

    /// The new session answers: the old one has done its duty.
    pub(super) fn finish_renewal(&mut self, new: SessionKey, now: Moment) {
        let Some(old) = self.book.get(new).and_then(|entry| entry.renews) else { return };
        if self.book.get(old).is_some_and(|entry| entry.stage == Stage::Live) {
            // A refusal shows at the old row, which then lasts until its own end.
            let _ = self.revoke(old, now);
        }
    }

    /// There is no new session: the old one stays and says so.
    pub(super) fn fail_renewal(&mut self, new: SessionKey) {
        let Some(old) = self.book.get(new).and_then(|entry| entry.renews) else { return };
        self.book.update(old, |entry| entry.problem = Some(AppError::RenewFailed));
        self.notify_renewal_failed(old);
    }
}
