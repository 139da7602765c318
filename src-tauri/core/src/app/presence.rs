//! The app without its window: the tray, what the window is asked to bring up, and the end of the program.

use std::time::Duration;

use super::connecting::Asker;
use super::effect::Effect;
use super::machine::Machine;
use crate::clock::Moment;
use crate::contract::{AppError, ConnectAnswer, PromptView, QuitChoice};
use crate::domain::{Protocol, SessionKey, SiteId};
use crate::sessions::{Entry, Stage};
use crate::text::Catalogue;
use crate::tray::{Tray, TrayAction, TrayFacts, TraySession, build};

/// How long revoking may take before the program ends all the same.
const QUIT_PATIENCE: Duration = Duration::from_secs(15);
/// Minutes in the menu are told once a minute.
const TRAY_PAUSE: Duration = Duration::from_secs(60);

/// What is shown outside the window. Times are steady time.
#[derive(Default)]
pub(super) struct Presence {
    pub(super) prompt: PromptView,
    /// When the machine was to be woken, as it last said.
    pub(super) expected_wake: Option<Duration>,
    tray: Option<Tray>,
    /// When the menu's minutes are told again.
    tray_at: Option<Duration>,
    /// Sessions wished for in the tray, whose failure needs a notice.
    wished: Vec<SessionKey>,
    /// The program ends as soon as nothing is left to revoke, at the latest then.
    quitting_until: Option<Duration>,
}

impl Presence {
    pub(super) fn next(&self) -> Option<Duration> {
        [self.tray_at, self.quitting_until].into_iter().flatten().min()
    }
}

impl Machine {
    pub(super) fn show_tray(&mut self, changed: bool, now: Moment) {
        let minute_is_over = self.presence.tray_at.is_some_and(|at| at <= now.steady);
        if !(changed || minute_is_over || self.presence.tray.is_none()) {
            return;
        }
        let facts = self.tray_facts(now);
        self.presence.tray_at = (!facts.sessions.is_empty()).then(|| now.steady.saturating_add(TRAY_PAUSE));
        let tray = build(&facts, &Catalogue::new(self.tongue()));
        if self.presence.tray.as_ref() != Some(&tray) {
            self.presence.tray = Some(tray.clone());
            self.effect(Effect::ShowTray(Box::new(tray)));
        }
    }

    fn tray_facts(&self, now: Moment) -> TrayFacts {
        let server_now = self.server_now(now);
        let mut open: Vec<&Entry> = self
            .book
            .entries()
            .filter(|entry| entry.stage.is_preparing() || entry.stage == Stage::Live)
            .collect();
        open.sort_by_key(|entry| (entry.ends_at().is_none(), entry.ends_at(), entry.key));
        let sessions = open.into_iter().map(|entry| {
            let live = entry.stage == Stage::Live;
            let left = entry.remaining(server_now).filter(|_| live);
            TraySession {
                key: entry.key,
                site_name: self.sites.name_of(&entry.site),
                protocol: entry.protocol(),
                destination: entry.destination(),
                minutes_left: left.map(|left| u32::try_from(left.as_secs().div_ceil(60)).unwrap_or(u32::MAX)),
                ending_soon: entry.is_ending_soon(server_now),
                can_connect: live && entry.can_be_opened(),
                can_renew: live && entry.same_again().is_some() && !self.is_renewing(entry.key),
            }
        });
        TrayFacts {
            signed_in: self.account.is_signed_in(),
            offline: self.is_offline(),
            sessions: sessions.collect(),
            quick: self
                .own_sites()
                .into_iter()
                .map(|site| (site.clone(), self.sites.name_of(&site)))
                .collect(),
        }
    }

    /// Favourites, then recent sites, each once and only if it is still there.
    pub(super) fn own_sites(&self) -> Vec<SiteId> {
        let mut own: Vec<SiteId> = Vec::new();
        let profile = self.profile();
        for site in profile.into_iter().flat_map(|profile| profile.favourites.iter().chain(&profile.recents))
        {
            if !own.contains(site) && self.sites.get(site).is_some() {
                own.push(site.clone());
            }
        }
        own
    }

    pub(super) fn handle_tray(&mut self, action: TrayAction, now: Moment) {
        match action {
            TrayAction::ConnectSession(key) => {
                self.presence.wished.push(key);
                if self.launch(key, now).is_err() {
                    self.wish_failed(key);
                }
            }
            TrayAction::RenewSession(key) => {
                if self.renew(key, now).is_err() {
                    self.notify_renewal_failed(key);
                }
            }
            TrayAction::RevokeSession(key) => {
                self.presence.wished.push(key);
                if self.revoke(key, now).is_err() {
                    self.wish_failed(key);
                }
            }
            TrayAction::QuickConnect { site, protocol } => {
                self.connect_site(site, protocol, Asker::Tray, now);
            }
            TrayAction::OpenWindow => self.effect(Effect::OpenWindow),
            TrayAction::OpenSettings => self.bring_up(PromptView::Settings),
            TrayAction::RevokeAll => {
                let open_sessions = self.own_open();
                self.bring_up(PromptView::RevokeAll { open_sessions });
            }
            TrayAction::Quit => self.ask_to_quit(),
        }
    }

    pub(super) fn answer_tray(
        &mut self,
        site: SiteId,
        protocol: Protocol,
        answer: &Result<ConnectAnswer, AppError>,
    ) {
        match answer {
            Ok(ConnectAnswer::Reused { key } | ConnectAnswer::Requested { key }) => {
                self.presence.wished.push(*key);
            }
            Ok(ConnectAnswer::FormNeeded) => self.bring_up(PromptView::RequestAccess { site, protocol }),
            Err(_) => self.bring_up(PromptView::Site { site: Some(site) }),
        }
    }

    /// A notice for what was wished for in the tray; the window shows the rest by itself.
    pub(super) fn wish_failed(&mut self, key: SessionKey) {
        let before = self.presence.wished.len();
        self.presence.wished.retain(|wished| *wished != key);
        if self.presence.wished.len() < before {
            self.notify_wish_failed(key);
        }
    }

    pub(super) fn bring_up(&mut self, prompt: PromptView) {
        self.presence.prompt = prompt;
        self.dirty.prompt = true;
        self.effect(Effect::OpenWindow);
    }

    pub(super) fn close_prompt(&mut self) {
        self.presence.prompt = PromptView::None;
        self.dirty.prompt = true;
    }

    /// The user's own sessions that are open, or about to be, and not on their way out.
    fn left_open(&self) -> impl Iterator<Item = &Entry> {
        self.book.entries().filter(|entry| {
            let preparing = entry.stage.is_preparing() && !entry.revoke_wanted;
            entry.is_own() && (preparing || entry.stage == Stage::Live)
        })
    }

    fn own_open(&self) -> u32 {
        u32::try_from(self.left_open().count()).unwrap_or(u32::MAX)
    }

    fn ask_to_quit(&mut self) {
        match self.own_open() {
            0 => self.effect(Effect::Quit),
            open_sessions => self.bring_up(PromptView::Quit { open_sessions }),
        }
    }

    pub(super) fn answer_quit(&mut self, choice: QuitChoice, now: Moment) {
        self.close_prompt();
        match choice {
            QuitChoice::Stay => {}
            QuitChoice::KeepSessions => self.effect(Effect::Quit),
            QuitChoice::RevokeSessions => {
                self.presence.quitting_until = Some(now.steady.saturating_add(QUIT_PATIENCE));
                self.revoke_all(now);
            }
        }
    }

    pub(super) fn revoke_all(&mut self, now: Moment) {
        let open: Vec<SessionKey> = self.left_open().map(|entry| entry.key).collect();
        for key in open {
            // What cannot be revoked says so in its row.
            let _ = self.revoke(key, now);
        }
    }

    /// A revoke was refused while the program was ending: the user decides again.
    pub(super) fn stop_quitting(&mut self) {
        if self.presence.quitting_until.take().is_some() {
            self.ask_to_quit();
        }
    }

    pub(super) fn quit_when_done(&mut self, now: Moment) {
        let Some(until) = self.presence.quitting_until else { return };
        let waiting = self.book.entries().any(|entry| entry.is_own() && entry.stage == Stage::Revoking)
            || self.own_open() > 0;
        if !waiting || until <= now.steady {
            self.presence.quitting_until = None;
            self.effect(Effect::Quit);
        }
    }
}
