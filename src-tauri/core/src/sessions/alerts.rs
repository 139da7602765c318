//! Which notice about the end of a session is due. Each is due once, and the truth of the moment decides.

use std::collections::HashMap;

use jiff::Timestamp;

use super::entry::{Entry, Stage};
use crate::domain::SessionKey;

/// What there is to say about the end of sessions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Alert {
    /// The session ends soon.
    EndsSoon(SessionKey),
    /// The session has ended by time.
    HasEnded(SessionKey),
    /// What was said of the session is not true any more: it was renewed, revoked or ended elsewhere.
    Withdraw(SessionKey),
    /// Several ended while the machine slept.
    EndedWhileAway { count: usize },
}

/// Remembers what was said of which session.
#[derive(Clone, Debug, Default)]
pub struct Alerts {
    said: HashMap<SessionKey, Said>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Said {
    warned: bool,
    end: bool,
    /// Something is on screen.
    shown: bool,
}

impl Alerts {
    /// Looks at all sessions. `slept` means that more time has passed than anybody waited for: then what was
    /// missed is told in one piece.
    pub fn due<'a>(
        &mut self,
        entries: impl Iterator<Item = &'a Entry>,
        server_now: Timestamp,
        slept: bool,
    ) -> Vec<Alert> {
        let mut alerts = Vec::new();
        let mut missed = Vec::new();
        for entry in entries.filter(|entry| entry.is_own() && entry.session.is_some()) {
            let said = self.said.entry(entry.key).or_default();
            let by_time = entry.ends_at().is_some_and(|end| end <= server_now);
            match entry.stage {
                Stage::Live if !said.warned && !entry.warn.is_off() && entry.is_ending_soon(server_now) => {
                    *said = Said { warned: true, shown: true, ..*said };
                    alerts.push(Alert::EndsSoon(entry.key));
                }
                Stage::Ended(_) if !said.end => {
                    *said = Said { warned: true, end: true, ..*said };
                    if by_time && entry.stage == Stage::Ended(crate::contract::SessionEnd::Expired) {
                        said.shown = true;
                        missed.push(entry.key);
                    } else if said.shown {
                        said.shown = false;
                        alerts.push(Alert::Withdraw(entry.key));
                    }
                }
                Stage::Revoking if said.shown => {
                    said.shown = false;
                    alerts.push(Alert::Withdraw(entry.key));
                }
                _ => {}
            }
        }
        if slept && missed.len() > 1 {
            alerts.extend(missed.iter().map(|key| Alert::Withdraw(*key)));
            alerts.push(Alert::EndedWhileAway { count: missed.len() });
        } else {
            alerts.extend(missed.into_iter().map(Alert::HasEnded));
        }
        alerts
    }

    pub fn clear(&mut self) -> Vec<Alert> {
        let shown = self.said.drain().filter(|(_, said)| said.shown);
        shown.map(|(key, _)| Alert::Withdraw(key)).collect()
    }
}
