//! From state to what the window shows. Only areas that changed are built and sent.

use jiff::{SignedDuration, Timestamp};

use super::effect::Effect;
use super::machine::Machine;
use crate::altostrat::ApiAddress;
use crate::clock::Moment;
use crate::contract::{
    AccountView, Connection, DurationLimits, Launchability, PresetForm, ProfileView, SessionPhaseView,
    SessionView, SettingsView, SiteState, SiteView, SitesView, StatusView, TagView, ViewUpdate,
};
use crate::domain::{Access, Duration, Family, Protocol, SessionRequest, Site, Tag};
use crate::launch::{Openable, ready_to_open};
use crate::sessions::{Entry, Stage};
use crate::settings::{Preset, Profile};

impl From<&Tag> for TagView {
    fn from(tag: &Tag) -> Self {
        Self { key: tag.key.clone(), value: tag.value.clone() }
    }
}

/// What the API allows each key, shown before anything was asked.
const REQUESTS_PER_MINUTE: u32 = 60;

/// Areas whose views are out of date.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Dirty {
    pub account: bool,
    pub sites: bool,
    pub site_list: bool,
    pub listings: bool,
    pub sessions: bool,
    pub status: bool,
    pub settings: bool,
    pub prompt: bool,
    pub host_keys: bool,
    /// How many sessions were ending soon when the sessions were last shown.
    ending_soon: usize,
}

impl Dirty {
    pub(super) const fn all() -> Self {
        Self {
            account: true,
            sites: true,
            site_list: true,
            listings: true,
            sessions: true,
            status: true,
            settings: true,
            prompt: true,
            host_keys: true,
            ending_soon: 0,
        }
    }

    pub(super) fn everything_but_settings(&mut self) {
        *self = Self { settings: self.settings, ..Self::all() };
        // The own address is a setting of the profile.
        self.settings = true;
    }

    const fn any(self) -> bool {
        self.account
            || self.sites
            || self.site_list
            || self.listings
            || self.sessions
            || self.status
            || self.settings
            || self.prompt
            || self.host_keys
    }
}

impl Machine {
    pub(super) fn soon_changed(&self, server_now: Timestamp) -> bool {
        self.ending_soon(server_now) != self.dirty.ending_soon
    }

    fn ending_soon(&self, server_now: Timestamp) -> usize {
        self.book.entries().filter(|entry| entry.is_ending_soon(server_now)).count()
    }

    pub(super) fn show_changes(&mut self, now: Moment) {
        self.show_tray(self.dirty.any(), now);
        if self.dirty.any() {
            let dirty = std::mem::take(&mut self.dirty);
            self.dirty.ending_soon = self.ending_soon(self.server_now(now));
            self.revision = self.revision.wrapping_add(1);
            if self.presence.window_open {
                let update = self.view(dirty, now);
                self.effect(Effect::Show(Box::new(update)));
            }
        }
    }

    pub(super) fn whole_view(&self, now: Moment) -> ViewUpdate {
        let place = self.presence.place.clone();
        ViewUpdate { place, ..self.view(Dirty::all(), now) }
    }

    fn view(&self, dirty: Dirty, now: Moment) -> ViewUpdate {
        ViewUpdate {
            revision: self.revision,
            account: dirty.account.then(|| self.account_view()),
            sites: dirty.sites.then(|| self.sites_view()),
            site_list: dirty
                .site_list
                .then(|| self.sites.list.iter().map(|site| self.site_view(site)).collect()),
            sessions: dirty.sessions.then(|| self.sessions_view(now)),
            listings: dirty.listings.then(|| self.listings.views()),
            status: dirty.status.then(|| self.status_view(now)),
            settings: dirty.settings.then(|| self.settings_view()),
            prompt: dirty.prompt.then(|| self.presence.prompt.clone()),
            host_keys: (dirty.host_keys || dirty.site_list).then(|| self.host_key_views()),
            place: None,
        }
    }

    fn account_view(&self) -> AccountView {
        let profile = self.profile().and_then(|profile| {
            Some(ProfileView {
                name: profile.name.clone(),
                generation: profile.generation,
                host: host_of(profile),
                storage: self.account.storage,
                key: self.account.key.clone()?,
            })
        });
        AccountView { phase: self.account.phase, profile, problem: self.account.problem.clone() }
    }

    fn sites_view(&self) -> SitesView {
        let profile = self.profile();
        SitesView {
            state: self.sites.state,
            favourites: profile.map(|profile| profile.favourites.clone()).unwrap_or_default(),
            recents: profile.map(|profile| profile.recents.clone()).unwrap_or_default(),
            skipped: self.sites.skipped,
            fetched_at: self.sites.fetched_at.map(|at| at.to_string()),
            problem: self.sites.problem.clone(),
        }
    }

    fn site_view(&self, site: &Site) -> SiteView {
        let policy = self.sites.policies.of(&site.id);
        SiteView {
            id: site.id.clone(),
            name: site.name.clone(),
            state: match site.online {
                Some(true) => SiteState::Online,
                Some(false) => SiteState::Offline,
                None => SiteState::Unknown,
            },
            model: site.model.clone(),
            router_os: site.router_os.clone(),
            identity: site.identity.clone(),
            serial: site.serial.clone(),
            address: site.address.clone(),
            last_seen_at: site.last_seen_at.map(|at| at.to_string()),
            win_box_allowed: policy.allows(Protocol::WinBox),
            ssh_allowed: policy.allows(Protocol::Ssh),
            tags: self.sites.tags.of(site).into_iter().map(TagView::from).collect(),
        }
    }

    fn sessions_view(&self, now: Moment) -> Vec<SessionView> {
        let server_now = self.server_now(now);
        let preferred = self.all_preferred(server_now);
        self.book
            .entries()
            .map(|entry| self.session_view(entry, preferred.contains(&entry.key), server_now))
            .collect()
    }

    fn session_view(&self, entry: &Entry, preferred: bool, server_now: Timestamp) -> SessionView {
        let session = entry.session.as_ref();
        let request = entry.request.as_ref();
        let full_access = session.map(|session| session.access).or(request.and_then(SessionRequest::access));
        let allow_private =
            session.map(|session| session.allow_private).or(request.map(SessionRequest::allow_private));
        let type_name = match (session, entry.family()) {
            (Some(session), _) => session.kind.to_string(),
            (None, Family::Forwards) => "forward".to_owned(),
            (None, Family::Logins) => String::new(),
        };
        let web_address = session.and_then(|session| match ready_to_open(session, server_now) {
            Ok(Openable::Browser(address)) => Some(address.to_string()),
            Ok(Openable::Program(_)) | Err(_) => None,
        });
        SessionView {
            key: entry.key,
            site: entry.site.clone(),
            site_name: self.sites.name_of(&entry.site),
            protocol: entry.protocol(),
            type_name,
            destination: entry.destination().map(|destination| destination.to_string()),
            web_address,
            full_access: full_access.is_some_and(Access::is_full),
            allow_private: allow_private.unwrap_or_default(),
            source_range: session
                .and_then(|session| session.source_range.clone())
                .or_else(|| request.map(|request| request.source_range.to_string())),
            address: session
                .and_then(|session| session.entry_point.as_ref()?.as_ref().ok())
                .map(ToString::to_string),
            user_name: session
                .and_then(|session| session.login.as_ref()?.as_ref().ok())
                .map(ToString::to_string),
            phase: phase_view(entry, server_now),
            ends_at: entry.ends_at().map(|at| at.to_string()),
            length_minutes: entry
                .length
                .map(|length| u32::try_from(length.as_secs().div_ceil(60)).unwrap_or(u32::MAX)),
            preferred,
            launchability: launchability(entry, server_now),
            launch: entry.launch.clone(),
            created_here: request.is_some(),
            differs_from_request: entry.differs_from_request(),
            can_renew: entry.stage == Stage::Live && entry.same_again().is_some(),
            renewing: self.is_renewing(entry.key),
            lets_me_in: self.lets_me_in(entry),
            can_renew_here: self.has_left(entry) && entry.same_again().is_some(),
            problem: entry.problem.clone(),
        }
    }

    fn status_view(&self, now: Moment) -> StatusView {
        let offset = self.offset();
        let connection = match (self.asked_once, &self.api_problem) {
            (false, _) => Connection::Idle,
            (true, Some(problem)) if problem.means_offline() => Connection::Offline,
            (true, _) => Connection::Connected,
        };
        StatusView {
            connection,
            host: self.profile().map(host_of),
            last_answer_at: self
                .pulse
                .and_then(|pulse| pulse.last_answer)
                .map(|moment| moment.wall.to_string()),
            clock_offset_millis: clamped_millis(offset.offset(now)),
            clock_wrong: offset.is_wrong(now),
            requests_left: self.pulse.map_or(REQUESTS_PER_MINUTE, |pulse| pulse.requests_left),
            requests_per_minute: self.pulse.map_or(REQUESTS_PER_MINUTE, |pulse| pulse.requests_per_minute),
            problem: self.api_problem.clone(),
            update: self.updating.offered.clone(),
        }
    }

    fn settings_view(&self) -> SettingsView {
        let path_text = |path: &std::path::Path| path.to_string_lossy().into_owned();
        SettingsView {
            language: self.settings.language,
            language_in_force: self.tongue().code().to_owned(),
            theme: self.settings.theme,
            my_address: self.profile().and_then(|profile| profile.my_address.clone()).unwrap_or_default(),
            win_box_path: self.settings.win_box_path.as_deref().map(path_text).unwrap_or_default(),
            terminal: self.settings.terminal.clone().unwrap_or_default(),
            notices: self.settings.notices,
            warn_minutes: self.settings.warn_minutes.minutes(),
            quit: self.settings.quit,
            start_with_system: self.starts_with_system,
            revoke_on_lock: self.settings.revoke_on_lock,
            revoke_on_sleep: self.settings.revoke_on_sleep,
            tells_of_lock: self.abilities.tells_of_lock,
            tells_of_sleep: self.abilities.tells_of_sleep,
            address_service: self.settings.address_service.clone().unwrap_or_default(),
            watch_address: self.settings.watch_address,
            preset: self.profile().and_then(|profile| profile.preset).map(preset_form),
            log_level: self.settings.log_level,
            log_level_fixed: self.log_level_fixed,
            win_box: self.survey.win_box.clone(),
            ssh: self.survey.ssh.clone(),
            terminals: self.survey.terminals.clone(),
            version: self.version.clone(),
            data_folder: self.data_folder.clone(),
            log_folder: self.log_folder.clone(),
            duration: DurationLimits {
                least_minutes: Duration::LEAST_MINUTES.into(),
                most_minutes: Duration::MOST_MINUTES.into(),
            },
            problem: self.settings_problem.clone(),
        }
    }
}

fn preset_form(preset: Preset) -> PresetForm {
    let Preset { protocol, minutes, full_access } = preset;
    // At most 1,440.
    PresetForm { protocol, minutes: i32::try_from(minutes.minutes()).unwrap_or(i32::MAX), full_access }
}

/// The host of a profile's address, for display.
fn host_of(profile: &Profile) -> String {
    ApiAddress::parse(&profile.api_address)
        .map_or_else(|_| profile.api_address.clone(), |address| address.host().to_owned())
}

fn clamped_millis(offset: SignedDuration) -> i32 {
    let millis = offset.as_millis().clamp(i32::MIN.into(), i32::MAX.into());
    i32::try_from(millis).unwrap_or(if millis < 0 { i32::MIN } else { i32::MAX })
}

fn phase_view(entry: &Entry, server_now: Timestamp) -> SessionPhaseView {
    let since = entry.since.wall.to_string();
    match entry.stage {
        Stage::Queued => SessionPhaseView::Queued { since },
        Stage::Requesting => SessionPhaseView::Requesting { since },
        Stage::CheckingOutcome => SessionPhaseView::CheckingOutcome { since },
        Stage::WaitingForGateway => SessionPhaseView::WaitingForGateway { since },
        Stage::WaitingForRouter => SessionPhaseView::WaitingForRouter { since },
        Stage::Live if entry.is_ending_soon(server_now) => SessionPhaseView::EndingSoon,
        Stage::Live => SessionPhaseView::Active,
        Stage::Revoking => SessionPhaseView::Revoking,
        Stage::Failed => SessionPhaseView::Failed,
        Stage::Ended(how) => SessionPhaseView::Ended { how },
    }
}

fn launchability(entry: &Entry, server_now: Timestamp) -> Launchability {
    let Some(session) = &entry.session else { return Launchability::NotYet };
    match ready_to_open(session, server_now) {
        Err(reason) => Launchability::No { reason },
        Ok(_) if entry.stage.is_preparing() => Launchability::NotYet,
        Ok(_) => Launchability::Ready,
    }
}
