//! The state of the app and its one entrance.

use std::time::Duration;

use jiff::Timestamp;

use super::account::Account;
use super::connecting::{Listings, Parked, Waiting};
use super::diagnostics::Diagnostics;
use super::effect::Effect;
use super::guard::Guard;
use super::host_keys::HostKeys;
use super::input::{ApiAnswer, Input, StartUp, SystemAbilities};
use super::launcher::ProgramSurvey;
use super::launching::Probes;
use super::outside::Callers;
use super::own_address::OwnAddress;
use super::presence::Presence;
use super::several::Queue;
use super::sites::Sites;
use super::snapshot::Dirty;
use super::updating::Updating;
use super::wish::Wish;
use crate::altostrat::Pulse;
use crate::clock::{Moment, ServerOffset};
use crate::contract::AppError;
use crate::domain::{Family, SessionKey, SiteId};
use crate::sessions::{Alerts, Patrol, Refresh, RefreshReason, SessionBook, Stage};
use crate::settings::{Profile, Settings};

/// Owns all state. Does nothing by itself: [`Machine::handle`] takes what happened and says what to do.
#[derive(Default)]
pub struct Machine {
    pub(super) settings: Settings,
    pub(super) settings_problem: Option<AppError>,
    pub(super) survey: ProgramSurvey,
    pub(super) version: String,
    pub(super) data_folder: String,
    pub(super) log_folder: String,
    pub(super) log_level_fixed: bool,
    pub(super) abilities: SystemAbilities,
    pub(super) starts_with_system: Option<bool>,
    /// What was asked of the system last, until it has answered.
    pub(super) wanted_start: Option<bool>,
    pub(super) system_language: String,
    /// The profile of the environment, when there is one. Lives in memory only.
    pub(super) temporary: Option<Profile>,
    pub(super) account: Account,
    pub(super) sites: Sites,
    pub(super) book: SessionBook,
    /// When the logins of sites are listed, and beside them their port forwards.
    pub(super) refresh: Refresh,
    pub(super) forward_refresh: Refresh,
    pub(super) probes: Probes,
    pub(super) pulse: Option<Pulse>,
    pub(super) api_problem: Option<AppError>,
    pub(super) asked_once: bool,
    pub(super) chosen: Option<SiteId>,
    pub(super) listings: Listings,
    pub(super) parked: Parked,
    pub(super) patrol: Patrol,
    pub(super) alerts: Alerts,
    pub(super) presence: Presence,
    pub(super) callers: Callers,
    pub(super) host_keys: HostKeys,
    pub(super) own_address: OwnAddress,
    pub(super) queue: Queue,
    pub(super) guard: Guard,
    pub(super) updating: Updating,
    pub(super) diagnostics: Diagnostics,
    /// Counts sign-ins and sign-outs, so that late answers are told from current ones.
    pub(super) epoch: u32,
    pub(super) revision: u32,
    pub(super) dirty: Dirty,
    effects: Vec<Effect>,
}

/// How long the machine sleeps at most while a session is open, where timers do not count the time it slept.
const LOOK_PAUSE: Duration = Duration::from_secs(15);

impl Machine {
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes one thing that happened and returns what is to be done, in order.
    pub fn handle(&mut self, input: Input, now: Moment) -> Vec<Effect> {
        match input {
            Input::Start(start) => self.start(*start, now),
            Input::Wish(wish) => self.handle_wish(wish, now),
            Input::Key { epoch, answer } if epoch == self.epoch => self.handle_key(answer, now),
            Input::Api { epoch, answer, pulse } if epoch == self.epoch => {
                self.handle_api(answer, *pulse, now);
            }
            Input::Probed { epoch, key, answer } if epoch == self.epoch => {
                self.handle_probed(key, answer, now);
            }
            Input::NoClient { epoch, problem } if epoch == self.epoch => {
                self.diagnostics.problems.note(problem.class());
                self.handle_sites(Err(problem), now);
            }
            Input::Launched { key, outcome } => self.handle_launched(key, outcome),
            Input::Run { key, event } => self.handle_run(key, event),
            Input::Surveyed(survey) => {
                self.survey = *survey;
                self.dirty.settings = true;
            }
            Input::HostKeys(list) => self.handle_host_keys(list),
            Input::Address(answer) => self.handle_address(answer, now),
            Input::Gathered(gathered) => self.make_report(*gathered, now),
            Input::SettingsSaved(result) => self.handle_settings_saved(&result),
            Input::StartsWithSystem(starts) => self.handle_starts_with_system(starts),
            Input::System(event) => self.handle_system(event, now),
            Input::UpdateLookedFor(found) => self.handle_update_looked_for(found, now),
            Input::UpdateInstalled(done) => self.handle_update_installed(done),
            // Time alone has passed, or it is an answer for a profile that is no longer in use.
            Input::Woke
            | Input::Key { .. }
            | Input::Api { .. }
            | Input::NoClient { .. }
            | Input::Probed { .. } => {}
        }
        self.catch_up(now);
        self.show_changes(now);
        self.presence.expected_wake = self.poll_timeout(now);
        std::mem::take(&mut self.effects)
    }

    /// Steady time at which [`Input::Woke`] is wanted; `None` while nothing is ahead.
    pub fn poll_timeout(&self, now: Moment) -> Option<Duration> {
        let server_now = self.server_now(now);
        let change = self.book.next_change(server_now).map(|wait| now.steady.saturating_add(wait));
        let signed_in = self.account.is_signed_in();
        // While the API cannot be reached, the list of sites is the one probe.
        let sessions = [self.refresh.next(), self.forward_refresh.next(), self.patrol.next()]
            .into_iter()
            .flatten()
            .min();
        let sessions = sessions.filter(|_| !self.is_offline());
        let asking = [self.sites.next_refresh(), sessions].into_iter().flatten().min().filter(|_| signed_in);
        // Where timers stand still while a laptop sleeps, the clock is looked at soon after it woke: with
        // something open, lateness would be a lie.
        let look =
            !self.abilities.timers_count_sleep && self.book.entries().any(|entry| entry.stage.is_open());
        let look = look.then(|| now.steady + LOOK_PAUSE);
        [
            change,
            asking,
            look,
            self.probes.next(),
            self.presence.next(),
            self.guard.next(),
            self.own_address.next(),
            self.queue.next(),
            self.updating.next(),
        ]
        .into_iter()
        .flatten()
        .min()
    }

    fn start(&mut self, start: StartUp, now: Moment) {
        self.version = start.version;
        self.data_folder = start.data_folder;
        self.system_language = start.system_language;
        self.log_folder = start.log_folder;
        self.log_level_fixed = start.log_level_fixed;
        self.diagnostics.started = now.steady;
        self.abilities = start.abilities;
        self.settings = start.settings.settings;
        self.settings_problem = start.settings.note.map(|_| AppError::SettingsReset);
        self.book.set_warn_time(self.settings.warn_minutes);
        self.dirty = Dirty::all();
        self.effect(Effect::Survey(self.choices()));
        self.effect(Effect::ReadStartWithSystem);
        self.effect(Effect::ReadHostKeys);
        self.hold_sleep_if_wanted();
        self.plan_updates(now);
        self.open_first_profile(start.temporary, now);
    }

    fn handle_wish(&mut self, wish: Wish, now: Moment) {
        match wish {
            Wish::LoadViews { reply } => {
                self.presence.window_open = true;
                reply.send(Ok(self.whole_view(now)));
            }
            Wish::InspectKey { key, reply } => reply.send(Ok(self.inspect_key(key, now))),
            Wish::SignIn { form, reply } => self.sign_in(form, reply, now),
            Wish::SignOut { reply } => self.sign_out(reply),
            Wish::RetryKeychain => self.retry_keychain(now),
            Wish::CancelKeychain => self.cancel_keychain(),
            Wish::Refresh => self.refresh_now(now),
            Wish::ShowPlace(place) => self.show_place(place, now),
            Wish::LeaveWindow => self.leave_window(),
            Wish::CloseWithoutTray => self.close_without_tray(),
            Wish::AnswerNoTray(choice) => self.answer_no_tray(choice, now),
            Wish::Quit => self.quit(now),
            Wish::InstallUpdate { reply } => self.install_update(reply),
            Wish::OpenWindow => self.effect(Effect::OpenWindow),
            Wish::TakeOrder { order, news } => self.take_order(order, news),
            Wish::SetFavourite { site, on, reply } => reply.send(self.set_favourite(site, on)),
            Wish::RequestDefaults { site, reply } => reply.send(Ok(self.request_defaults(&site))),
            Wish::RememberMyAddress { text, reply } => reply.send(self.remember_my_address(&text)),
            Wish::RequestSession { form, reply } => reply.send(self.request_session(&form, now)),
            Wish::RequestForward { form, reply } => reply.send(self.request_forward(&form, now)),
            Wish::ConnectSite { site, protocol, reply } => {
                self.connect_site(site, protocol, Waiting::Window(reply), now);
            }
            Wish::RequestSeveral { form, reply } => reply.send(self.request_several(&form, now)),
            Wish::FindSites { text, reply } => reply.send(Ok(self.find_sites(&text))),
            Wish::ConnectSession { key, reply } => reply.send(self.launch(key, now)),
            Wish::OpenForward { key, reply } => reply.send(self.open_forward(key, now)),
            Wish::RevokeSession { key, reply } => reply.send(self.revoke(key, now)),
            Wish::RenewSession { key, reply } => reply.send(self.renew(key, now)),
            Wish::RevokeAll { reply } => {
                self.revoke_all(now);
                reply.send(Ok(()));
            }
            Wish::ClosePrompt => self.close_prompt(),
            Wish::AnswerQuit { choice, remember } => self.answer_quit(choice, remember, now),
            Wish::Tray(action) => self.handle_tray(action, now),
            Wish::Notice(action) => self.handle_notice(action, now),
            Wish::DismissSession(key) => {
                self.book.dismiss(key);
                self.dirty.sessions = true;
            }
            Wish::CopyFromSession { key, field, reply } => self.copy(key, field, reply, now),
            Wish::LookUpAddress { reply } => self.look_up_address(reply),
            Wish::RenewHere { key, reply } => reply.send(self.renew_here(key, now)),
            Wish::TrustHostKey { site, fingerprint, reply } => {
                reply.send(self.trust_host_key(&site, &fingerprint));
            }
            Wish::ForgetHostKey { site, reply } => {
                self.forget_host_key(&site);
                reply.send(Ok(()));
            }
            Wish::AllowOldHostKeys { site, on, reply } => reply.send(self.allow_old_host_keys(site, on)),
            Wish::ChooseProgram { reply } => self.effect(Effect::ChooseFile { reply }),
            Wish::TestProgram { kind, reply } => {
                let (choices, language) = (self.choices(), self.tongue());
                self.effect(Effect::TestProgram { kind, choices, language, reply });
            }
            Wish::PrepareDiagnostics { reply } => self.prepare_diagnostics(reply),
            Wish::SaveDiagnostics { report, reply } => self.save_diagnostics(report, reply),
            Wish::SaveSettings { form, reply } => reply.send(self.save_settings(form)),
        }
    }

    fn handle_api(&mut self, answer: ApiAnswer, pulse: Pulse, now: Moment) {
        self.pulse = Some(pulse);
        self.asked_once = true;
        self.dirty.status = true;
        self.diagnostics.note_answer(&answer);
        match answer {
            ApiAnswer::Sites(result) => self.handle_sites(result, now),
            ApiAnswer::RecentSites(result) => self.handle_recent_sites(result),
            ApiAnswer::Policies(result) => self.handle_policies(result),
            ApiAnswer::Tags(result) => self.handle_tags(result),
            ApiAnswer::Sessions { site, result } => self.handle_sessions(&site, result, now),
            ApiAnswer::Forwards { site, result } => self.handle_forwards(&site, result, now),
            ApiAnswer::CreateStep { key, step } => self.handle_create_step(key, step, now),
            ApiAnswer::Created { key, outcome } => self.handle_created(key, outcome, now),
            ApiAnswer::Revoked { key, result } => self.handle_revoked(key, result, now),
        }
    }

    /// Does what is due at `now`, whatever woke the machine.
    fn catch_up(&mut self, now: Moment) {
        let server_now = self.server_now(now);
        let ended = self.book.expire(server_now, now);
        self.note_ended(&ended);
        if self.soon_changed(server_now) {
            self.dirty.sessions = true;
        }
        if self.account.is_signed_in() {
            self.ask_what_is_due(now);
        }
        self.probe_what_is_due(now);
        self.begin_what_is_due(now);
        self.watch_address(now);
        self.look_for_update_when_due(now);
        self.serve_callers(now);
        self.follow_errands();
        self.notify_what_is_due(now);
        self.let_sleep_when_done(now);
        self.quit_when_done(now);
    }

    pub(super) fn is_offline(&self) -> bool {
        self.api_problem.as_ref().is_some_and(AppError::means_offline)
    }

    /// The server's clock against this machine's, as far as the API has told.
    pub(super) fn offset(&self) -> ServerOffset {
        self.pulse.map(|pulse| pulse.offset).unwrap_or_default()
    }

    pub(super) fn server_now(&self, now: Moment) -> Timestamp {
        self.offset().server_time(now)
    }

    /// What was handed out for these sessions dies with them.
    pub(super) fn note_ended(&mut self, ended: &[SessionKey]) {
        for key in ended {
            self.probes.forget(*key);
            self.effect(Effect::EndRuns { key: *key });
        }
        self.dirty.sessions |= !ended.is_empty();
    }

    /// Why the logins of a site are worth another look; `None` when nobody waits for one.
    pub(super) fn refresh_reason(&self, site: &SiteId, now: Moment) -> Option<RefreshReason> {
        let logins = || self.book.of_site(site).filter(|entry| entry.family() == Family::Logins);
        let revoking = logins().filter(|entry| entry.stage == Stage::Revoking);
        if let Some(since) = revoking.map(|entry| entry.since.steady).max() {
            Some(RefreshReason::Revoking { waited: now.steady.saturating_sub(since) })
        } else if self.chosen.as_ref() == Some(site) {
            Some(RefreshReason::Chosen)
        } else if logins().any(|entry| entry.stage.is_open()) {
            Some(RefreshReason::OpenSessions)
        } else {
            None
        }
    }

    pub(super) fn effect(&mut self, effect: Effect) {
        self.effects.push(effect);
    }

    /// The profile in use.
    pub(super) fn profile(&self) -> Option<&Profile> {
        self.temporary.as_ref().or_else(|| self.settings.current_profile())
    }

    /// Changes the profile in use and saves it, unless it is of the environment.
    pub(super) fn change_profile(&mut self, change: impl FnOnce(&mut Profile)) {
        if let Some(profile) = &mut self.temporary {
            change(profile);
        } else if let Some(profile) = self.settings.current_profile_mut() {
            change(profile);
            self.save();
        }
    }

    pub(super) fn save(&mut self) {
        self.effect(Effect::SaveSettings(Box::new(self.settings.clone())));
    }
}
