//! A machine with a clock that moves only when told to.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use crate::altostrat::{ApiAddress, ApiKey, CreateOutcome, Pulse, SessionList, SiteList};
use crate::app::{
    ApiAnswer, Effect, Input, Machine, Reply, StartUp, SystemAbilities, TemporaryProfile, Wish,
};
use crate::clock::{Clock as _, ManualClock, Moment, ServerOffset};
use crate::contract::{
    AppError, ForwardForm, Generation, Pane, PlaceView, RequestForm, SessionView, ViewUpdate,
};
use crate::domain::{
    Access, AccessSession, EntryPoint, Host, Login, Port, Protocol, SessionId, SessionKey, SessionPassword,
    SessionType, Site, SiteId,
};
use crate::sessions::ProbeAnswer;
use crate::settings::LoadedSettings;

pub(super) const CANARY: &str = "canary-4711";

pub(super) struct Driver {
    pub machine: Machine,
    pub clock: ManualClock,
    pub epoch: u32,
    pub offset: ServerOffset,
    pub abilities: SystemAbilities,
    /// The latest of every area.
    pub shown: ViewUpdate,
    /// Everything that crossed to the window.
    pub crossed: String,
    effects: Vec<Effect>,
}

impl Driver {
    pub(super) fn new() -> Self {
        Self {
            machine: Machine::new(),
            clock: ManualClock::at("2026-01-01T12:00:00Z".parse().unwrap()),
            epoch: 0,
            offset: ServerOffset::default(),
            abilities: SystemAbilities::default(),
            shown: ViewUpdate::default(),
            crossed: String::new(),
            effects: Vec::new(),
        }
    }

    /// Signed in by environment, with two sites listed.
    pub(super) fn signed_in() -> Self {
        let mut driver = Self::new();
        driver.start(LoadedSettings::default(), true);
        driver.answer(ApiAnswer::Sites(Ok(two_sites())));
        driver.effects.clear();
        driver
    }

    pub(super) fn start(&mut self, settings: LoadedSettings, temporary: bool) {
        let temporary = temporary.then(|| TemporaryProfile {
            address: ApiAddress::parse("https://v1.api.altostrat.io").unwrap(),
            generation: Generation::V1,
            key: ApiKey::parse(&CANARY.into()).unwrap(),
            my_address: None,
        });
        self.feed(Input::Start(Box::new(StartUp {
            settings,
            temporary,
            version: "0.0.0".into(),
            data_folder: "/data".into(),
            system_language: "en".into(),
            log_folder: String::new(),
            log_level_fixed: false,
            abilities: self.abilities,
        })));
        self.open_window();
    }

    /// A page comes and asks for all views.
    pub(super) fn open_window(&mut self) {
        let views = self.ask(|reply| Wish::LoadViews { reply }).unwrap();
        if views.revision > self.shown.revision {
            self.take(views);
        }
    }

    pub(super) fn look_at(&mut self, site: Option<SiteId>) {
        self.feed(Input::Wish(Wish::ShowPlace(PlaceView { pane: Pane::Site, site })));
    }

    pub(super) fn now(&self) -> Moment {
        self.clock.now()
    }

    pub(super) fn feed(&mut self, input: Input) {
        let now = self.now();
        for effect in self.machine.handle(input, now) {
            match effect {
                Effect::Show(update) => self.take(*update),
                Effect::OpenClient { epoch, .. } => {
                    self.epoch = epoch;
                    self.effects.push(effect);
                }
                effect => self.effects.push(effect),
            }
        }
    }

    fn take(&mut self, update: ViewUpdate) {
        assert!(update.revision > self.shown.revision, "views are numbered upwards");
        self.crossed.push_str(&serde_json::to_string(&update).unwrap());
        self.shown.revision = update.revision;
        self.shown.account = update.account.or(self.shown.account.take());
        self.shown.sites = update.sites.or(self.shown.sites.take());
        self.shown.site_list = update.site_list.or(self.shown.site_list.take());
        self.shown.listings = update.listings.or(self.shown.listings.take());
        self.shown.sessions = update.sessions.or(self.shown.sessions.take());
        self.shown.status = update.status.or(self.shown.status.take());
        self.shown.host_keys = update.host_keys.or(self.shown.host_keys.take());
        self.shown.prompt = update.prompt.or(self.shown.prompt.take());
        self.shown.settings = update.settings.or(self.shown.settings.take());
    }

    pub(super) fn answer(&mut self, answer: ApiAnswer) {
        let pulse = Pulse {
            requests_left: 59,
            requests_per_minute: 60,
            last_answer: Some(self.now()),
            offset: self.offset,
        };
        self.feed(Input::Api { epoch: self.epoch, answer, pulse: Box::new(pulse) });
    }

    /// Lets time pass, waking the machine whenever it asked to be.
    pub(super) fn pass(&mut self, duration: Duration) -> u32 {
        let end = self.now().steady + duration;
        let mut wakes = 0;
        while let Some(at) = self.machine.poll_timeout(self.now()).filter(|at| *at <= end) {
            self.clock.advance(at.saturating_sub(self.now().steady));
            self.feed(Input::Woke);
            wakes += 1;
            assert!(wakes < 10_000, "the machine spins");
        }
        self.clock.advance(end.saturating_sub(self.now().steady));
        self.feed(Input::Woke);
        wakes
    }

    /// Hands in a wish and takes its answer.
    pub(super) fn ask<T>(&mut self, wish: impl FnOnce(Reply<T>) -> Wish) -> Result<T, AppError> {
        let (reply, mut answer) = Reply::channel();
        self.feed(Input::Wish(wish(reply)));
        answer.try_recv().expect("an answer at once")
    }

    /// Takes the effects so far that `pick` wants.
    pub(super) fn taken<T>(&mut self, pick: impl Fn(&Effect) -> Option<T>) -> Vec<T> {
        let taken = self.effects.iter().filter_map(&pick).collect();
        self.effects.retain(|effect| pick(effect).is_none());
        taken
    }

    pub(super) fn session(&self, key: SessionKey) -> SessionView {
        let sessions = self.shown.sessions.as_deref().unwrap_or_default();
        sessions.iter().find(|session| session.key == key).cloned().expect("the session is shown")
    }

    pub(super) fn request(&mut self, form: RequestForm) -> Result<SessionKey, AppError> {
        self.ask(|reply| Wish::RequestSession { form, reply })
    }

    /// Requests a session and lets the API make it.
    pub(super) fn create(&mut self, form: RequestForm) -> SessionKey {
        let protocol = form.protocol;
        let key = self.request(form).unwrap();
        let session = AccessSession { kind: SessionType::Known(protocol), ..self.new_session("made", 3_600) };
        self.answer(ApiAnswer::Created { key, outcome: CreateOutcome::Created(session) });
        key
    }

    pub(super) fn probed(&mut self, key: SessionKey, answer: ProbeAnswer) {
        self.feed(Input::Probed { epoch: self.epoch, key, answer });
    }

    pub(super) fn list(&mut self, sessions: Vec<AccessSession>) {
        let result = Ok(SessionList { sessions, skipped: 0, missing: false });
        self.answer(ApiAnswer::Sessions { site: site(), result });
    }

    pub(super) fn new_session(&self, id: &str, ends_in_secs: i64) -> AccessSession {
        AccessSession {
            id: SessionId::parse(id).unwrap(),
            kind: SessionType::Known(Protocol::Ssh),
            access: Access::ReadOnly,
            allow_private: false,
            source_range: Some("203.0.113.42/32".into()),
            entry_point: Some(Ok(EntryPoint {
                host: Host::parse("edge.ostrat.io").unwrap(),
                port: Port::new(45_821).unwrap(),
            })),
            login: Some(Login::parse("transient-user-abc123")),
            password: Some(SessionPassword::parse(CANARY.to_owned().into())),
            expires_at: Some(self.server_now() + SignedDuration::from_secs(ends_in_secs)),
            expired: false,
            revoked_early: false,
        }
    }

    pub(super) fn server_now(&self) -> Timestamp {
        self.offset.server_time(self.now())
    }
}

pub(super) fn site() -> SiteId {
    SiteId::parse("d290f1ee-6c54-4b01-90e6-d701748f0851").unwrap()
}

pub(super) fn other_site() -> SiteId {
    SiteId::parse("11111111-6c54-4b01-90e6-d701748f0851").unwrap()
}

pub(super) fn two_sites() -> SiteList {
    let site = |id: SiteId, name: &str| Site { online: Some(true), ..Site::named(id, name) };
    SiteList { sites: vec![site(site_id(), "Lagos POP"), site(other_site(), "accra Branch")], skipped: 1 }
}

fn site_id() -> SiteId {
    site()
}

pub(super) fn form() -> RequestForm {
    RequestForm {
        site: site(),
        protocol: Protocol::Ssh,
        minutes: 60,
        full_access: false,
        source_range: "203.0.113.42".into(),
        allow_private: false,
        open_to_all_confirmed: false,
        then_connect: true,
    }
}

pub(super) fn forward_form() -> ForwardForm {
    ForwardForm {
        site: site(),
        address: "192.168.88.10".into(),
        port: "443".into(),
        minutes: 60,
        source_range: "203.0.113.42".into(),
        open_to_all_confirmed: false,
    }
}
