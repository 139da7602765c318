//! The app without its window: the tray, and what the window is asked to bring up.

use std::time::Duration;

use super::connecting::Waiting;
use super::effect::Effect;
use super::errands::{Aim, Asker, Errands};
use super::machine::Machine;
use crate::clock::Moment;
use crate::contract::{AppError, ConnectAnswer, Pane, PlaceView, PromptView};
use crate::domain::{Protocol, SiteId};
use crate::sessions::{Entry, Stage};
use crate::text::Catalogue;
use crate::tray::{Tray, TrayAction, TrayFacts, TraySession, build};

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
    pub(super) errands: Errands,
    /// The program ends as soon as nothing is left to revoke, at the latest then.
    pub(super) quitting_until: Option<Duration>,
    /// A page is there and shows what goes on.
    pub(super) window_open: bool,
    /// What the window showed last.
    pub(super) place: Option<PlaceView>,
}

impl Presence {
    pub(super) fn next(&self) -> Option<Duration> {
        [self.tray_at, self.quitting_until].into_iter().flatten().min()
    }
}

impl Machine {
    /// The sentences of the user's language.
    pub(super) fn words(&self) -> &'static Catalogue {
        Catalogue::of(self.tongue())
    }

    pub(super) fn show_tray(&mut self, changed: bool, now: Moment) {
        let minute_is_over = self.presence.tray_at.is_some_and(|at| at <= now.steady);
        if !(changed || minute_is_over || self.presence.tray.is_none()) {
            return;
        }
        let facts = self.tray_facts(now);
        self.presence.tray_at = (!facts.sessions.is_empty()).then(|| now.steady.saturating_add(TRAY_PAUSE));
        let tray = build(&facts, self.words());
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
            TrayAction::ConnectSession(key) => match self.launch(key, now) {
                Ok(()) => self.presence.send_errand(key, Aim::Open, Asker::Tray),
                Err(_) => self.notify_wish_failed(key),
            },
            TrayAction::RenewSession(key) => {
                if self.renew(key, now).is_err() {
                    self.notify_renewal_failed(key);
                }
            }
            TrayAction::RevokeSession(key) => match self.revoke(key, now) {
                Ok(()) => self.presence.send_errand(key, Aim::Revoke, Asker::Tray),
                Err(_) => self.notify_wish_failed(key),
            },
            TrayAction::QuickConnect { site, protocol } => {
                self.connect_site(site, protocol, Waiting::Tray, now);
            }
            TrayAction::OpenWindow => self.effect(Effect::OpenWindow),
            TrayAction::OpenSettings => self.bring_up(PromptView::Settings),
            TrayAction::RevokeAll => {
                let open_sessions = self.own_open();
                self.bring_up(PromptView::RevokeAll { open_sessions });
            }
            TrayAction::Quit => self.quit(now),
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
                self.presence.send_errand(*key, Aim::Open, Asker::Tray);
            }
            Ok(ConnectAnswer::FormNeeded) => self.bring_up(PromptView::RequestAccess { site, protocol }),
            Err(_) => self.bring_up(PromptView::Site { site: Some(site) }),
        }
    }

    pub(super) fn bring_up(&mut self, prompt: PromptView) {
        self.presence.prompt = prompt;
        self.dirty.prompt = true;
        self.effect(Effect::OpenWindow);
    }

    pub(super) fn show_place(&mut self, place: PlaceView, now: Moment) {
        self.choose_site(place.site.clone().filter(|_| place.pane == Pane::Site), now);
        self.presence.place = Some(place);
    }

    /// Nobody looks at a site any more, and nothing need be drawn.
    pub(super) fn leave_window(&mut self) {
        self.presence.window_open = false;
        self.diagnostics.forget();
        self.chosen = None;
    }

    pub(super) fn close_prompt(&mut self) {
        self.presence.prompt = PromptView::None;
        self.dirty.prompt = true;
    }
}
