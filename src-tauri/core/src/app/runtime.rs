//! The one loop: inputs into the machine, effects out to the ports, and sleep in between.

use std::io;
use std::sync::Arc;

use tokio::sync::{mpsc, oneshot, watch};
use tokio_util::task::TaskTracker;

use super::effect::{Effect, HostKeyChange};
use super::input::{ApiAnswer, Gathered, Input, KeyAnswer, StartUp, SystemEvent};
use super::launcher::Launcher;
use super::machine::Machine;
use super::ports::{Desktop, Ports};
use super::wish::{Reply, Wish};
use crate::altostrat::{AltostratClient, Options, Urgency};
use crate::clock::Clock;
use crate::contract::AppError;
use crate::diagnostics::Report;
use crate::launch::RunReport;
use crate::launch::host_keys::{HostKeyStore, known_keys, with_key, without};
use crate::sessions::probe;
use crate::settings::Settings;
use crate::settings::secrets::Wait;

/// How long one dial of an entry point may take.
const PROBE_PATIENCE: std::time::Duration = std::time::Duration::from_secs(3);

/// The way in for the window.
#[derive(Clone, Debug)]
pub struct AppHandle(mpsc::UnboundedSender<Input>);

impl AppHandle {
    /// Hands in a wish that has no answer of its own.
    pub fn tell(&self, wish: Wish) {
        // After the loop has ended the program is closing, and nobody looks any more.
        let _ = self.0.send(Input::Wish(wish));
    }

    /// Hands in what the system tells.
    pub fn tell_of_system(&self, event: SystemEvent) {
        // As above.
        let _ = self.0.send(Input::System(event));
    }

    /// Hands in a wish and waits for its answer.
    pub async fn ask<T>(&self, wish: impl FnOnce(Reply<T>) -> Wish) -> Result<T, AppError> {
        let (reply, answer) = Reply::channel();
        self.tell(wish(reply));
        answer.await.unwrap_or_else(|_: oneshot::error::RecvError| {
            Err(AppError::Internal { reference: "the program is closing".into() })
        })
    }
}

/// Runs the app.
pub struct Runtime {
    machine: Machine,
    ports: Ports,
    launcher: Launcher,
    inbox: mpsc::UnboundedReceiver<Input>,
    outbox: mpsc::UnboundedSender<Input>,
    run_reports: mpsc::UnboundedReceiver<RunReport>,
    client: Option<Arc<AltostratClient>>,
    client_options: Options,
    epoch: u32,
    latest_settings: watch::Sender<Option<Settings>>,
    tasks: TaskTracker,
}

impl Runtime {
    /// Makes the app. `run_reports` is the other end of what the desk tells of its runs.
    pub fn new(
        ports: Ports,
        run_reports: mpsc::UnboundedReceiver<RunReport>,
        client_options: Options,
    ) -> (Self, AppHandle) {
        let (outbox, inbox) = mpsc::unbounded_channel();
        let (latest_settings, _) = watch::channel(None);
        let launcher = Launcher::new(ports.clone());
        let runtime = Self {
            machine: Machine::new(),
            ports,
            launcher,
            inbox,
            outbox: outbox.clone(),
            run_reports,
            client: None,
            client_options,
            epoch: 0,
            latest_settings,
            tasks: TaskTracker::new(),
        };
        (runtime, AppHandle(outbox))
    }

    /// Runs until the program ends.
    pub async fn run(mut self, start: StartUp) {
        self.keep_writing_settings();
        self.feed(Input::Start(Box::new(start)));
        loop {
            let now = self.ports.clock.now();
            let wake = self.machine.poll_timeout(now);
            let input = tokio::select! {
                Some(input) = self.inbox.recv() => input,
                Some(RunReport { key, event }) = self.run_reports.recv() => Input::Run { key, event },
                () = wake_at(&*self.ports.clock, wake) => Input::Woke,
            };
            self.feed(input);
        }
    }

    fn feed(&mut self, input: Input) {
        for effect in self.machine.handle(input, self.ports.clock.now()) {
            self.carry_out(effect);
        }
    }

    fn carry_out(&mut self, effect: Effect) {
        match effect {
            Effect::OpenClient { epoch, address, generation, key } => {
                self.epoch = epoch;
                self.close_client();
                let clock = self.ports.clock.clone();
                let made = AltostratClient::with_options(
                    address,
                    generation,
                    &key,
                    &self.ports.version,
                    clock,
                    self.client_options.clone(),
                );
                match made {
                    Ok(client) => self.client = Some(Arc::new(client)),
                    Err(problem) => {
                        self.client = None;
                        self.send(Input::NoClient { epoch, problem });
                    }
                }
            }
            Effect::CloseClient => self.close_client(),
            Effect::ListSites { urgency } => {
                self.ask_api(move |client| async move { ApiAnswer::Sites(client.list_sites(urgency).await) });
            }
            Effect::ListRecentSites => self.ask_api(|client| async move {
                ApiAnswer::RecentSites(client.recent_sites(Urgency::Background).await)
            }),
            Effect::ListPolicies => self.ask_api(|client| async move {
                ApiAnswer::Policies(client.policies(Urgency::Background).await)
            }),
            Effect::ListTags => {
                self.ask_api(|client| async move { ApiAnswer::Tags(client.tags(Urgency::Background).await) });
            }
            Effect::ListSessions { site, urgency } => self.ask_api(move |client| async move {
                let result = client.list_sessions(&site, urgency).await;
                ApiAnswer::Sessions { site, result }
            }),
            Effect::ListForwards { site } => self.ask_api(move |client| async move {
                let result = client.list_forwards(&site, Urgency::Background).await;
                ApiAnswer::Forwards { site, result }
            }),
            Effect::CreateSession { key, site, request } => {
                let (outbox, epoch) = (self.outbox.clone(), self.epoch);
                self.ask_api(move |client| async move {
                    let progress = |step| {
                        let answer = ApiAnswer::CreateStep { key, step };
                        let _ = outbox.send(Input::Api { epoch, answer, pulse: Box::new(client.pulse()) });
                    };
                    let outcome = client.create_session(&site, &request, progress).await;
                    ApiAnswer::Created { key, outcome }
                });
            }
            Effect::RevokeSession { key, family, site, id } => self.ask_api(move |client| async move {
                let result = client.revoke_session(family, &site, &id).await;
                ApiAnswer::Revoked { key, result }
            }),
            Effect::Probe { key, entry_point, protocol } => {
                let epoch = self.epoch;
                self.spawn(async move {
                    let answer = probe(&entry_point, protocol, PROBE_PATIENCE).await;
                    Input::Probed { epoch, key, answer }
                });
            }
            Effect::LoadKey { epoch, profile } => {
                let secrets = self.ports.secrets.clone();
                self.spawn(async move {
                    let answer = KeyAnswer::Loaded(secrets.load(&profile, Wait::Patiently).await);
                    Input::Key { epoch, answer }
                });
            }
            Effect::SaveKey { epoch, profile, key } => {
                let secrets = self.ports.secrets.clone();
                self.spawn(async move {
                    let answer = KeyAnswer::Saved(secrets.save(&profile, key, Wait::Patiently).await);
                    Input::Key { epoch, answer }
                });
            }
            Effect::DeleteKey { epoch, profile } => {
                let secrets = self.ports.secrets.clone();
                self.spawn(async move {
                    let answer = KeyAnswer::Deleted(secrets.delete(&profile, Wait::Patiently).await);
                    Input::Key { epoch, answer }
                });
            }
            Effect::SaveSettings(settings) => {
                self.latest_settings.send_replace(Some(*settings));
            }
            Effect::Survey(choices) => {
                let launcher = self.launcher.clone();
                self.spawn(async move { Input::Surveyed(Box::new(launcher.survey(choices).await)) });
            }
            Effect::TestProgram { kind, choices, language, reply } => {
                let launcher = self.launcher.clone();
                self.tasks.spawn(async move { reply.send(launcher.test(kind, choices, language).await) });
            }
            Effect::Launch(order) => {
                let launcher = self.launcher.clone();
                self.spawn(async move {
                    let key = order.key;
                    Input::Launched { key, outcome: launcher.launch(*order).await }
                });
            }
            Effect::LookUpAddress(service) => {
                let version = self.ports.version.clone();
                self.spawn(async move { Input::Address(service.look_up(&version).await) });
            }
            Effect::ReadHostKeys => self.host_keys(|store| store.read()),
            Effect::ChangeHostKeys(change) => self.host_keys(move |store| carry_out_change(store, &change)),
            Effect::OpenUrl { key, address } => {
                let launcher = self.launcher.clone();
                self.spawn(
                    async move { Input::Launched { key, outcome: launcher.open_page(address).await } },
                );
            }
            Effect::EndRuns { key } => self.launcher.end_runs(key),
            Effect::EndAllRuns => self.launcher.end_all_runs(),
            Effect::Copy { text, reply } => {
                let desktop = self.ports.desktop.clone();
                self.tasks.spawn(async move {
                    let done = desktop.copy(text).await;
                    reply.send(if done { Ok(()) } else { Err(AppError::ClipboardUnavailable) });
                });
            }
            Effect::ChooseFile { reply } => {
                let desktop = self.ports.desktop.clone();
                self.tasks.spawn(async move { reply.send(Ok(desktop.choose_file().await)) });
            }
            Effect::SetLogLevel(level) => self.ports.journal.set_level(level),
            Effect::GatherFacts(choices) => {
                let (launcher, ports) = (self.launcher.clone(), self.ports.clone());
                self.spawn(async move {
                    let programs = launcher.survey(choices).await;
                    Input::Gathered(Box::new(Gathered { programs, ..gathered(ports).await }))
                });
            }
            Effect::SaveReport { report, reply } => {
                let desktop = self.ports.desktop.clone();
                self.tasks.spawn(async move { reply.send(save_report(&*desktop, report).await) });
            }
            Effect::ShowNotice(notice) => self.ports.desktop.show_notice(*notice),
            Effect::WithdrawNotice(id) => self.ports.desktop.withdraw_notice(id),
            Effect::ShowTray(tray) => self.ports.desktop.show_tray(*tray),
            Effect::OpenWindow => self.ports.desktop.open_window(),
            Effect::MinimiseWindow => self.ports.desktop.minimise_window(),
            Effect::HoldSleep(on) => self.ports.desktop.hold_sleep(on),
            Effect::ReadStartWithSystem => self.start_with_system(None),
            Effect::SetStartWithSystem(on) => self.start_with_system(Some(on)),
            Effect::LookForUpdate => {
                if let Some(updates) = self.ports.updates.clone() {
                    self.spawn(async move { Input::UpdateLookedFor(updates.look().await) });
                }
            }
            Effect::InstallUpdate => {
                if let Some(updates) = self.ports.updates.clone() {
                    self.spawn(async move { Input::UpdateInstalled(updates.install().await) });
                }
            }
            Effect::Restart => {
                if let Some(updates) = &self.ports.updates {
                    updates.restart();
                }
            }
            Effect::Quit => self.ports.desktop.quit(),
            Effect::ReloadWindow => self.ports.desktop.reload_window(),
            Effect::Show(update) => self.ports.desktop.show(*update),
        }
    }

    /// What has not been sent with the old key is not sent any more.
    fn close_client(&mut self) {
        if let Some(client) = self.client.take() {
            client.close();
        }
    }

    fn ask_api<Asked>(&self, request: impl FnOnce(Arc<AltostratClient>) -> Asked)
    where
        Asked: Future<Output = ApiAnswer> + Send + 'static,
    {
        let Some(client) = self.client.clone() else { return };
        let epoch = self.epoch;
        let asked = request(client.clone());
        self.spawn(async move {
            let answer = asked.await;
            Input::Api { epoch, answer, pulse: Box::new(client.pulse()) }
        });
    }

    /// Reads or changes the list of host keys, and tells what it holds then.
    fn host_keys(&self, work: impl FnOnce(&dyn HostKeyStore) -> io::Result<String> + Send + 'static) {
        let store = self.ports.host_keys.clone();
        self.spawn(async move {
            let done = tokio::task::spawn_blocking(move || {
                work(&*store).inspect_err(|problem| tracing::warn!(%problem, "the list of host keys"))
            });
            Input::HostKeys(done.await.ok().and_then(Result::ok).map(|list| known_keys(&list)))
        });
    }

    /// Sets it where that is wanted, and reads it back.
    fn start_with_system(&self, wanted: Option<bool>) {
        let desktop = self.ports.desktop.clone();
        self.spawn(async move {
            let asked = tokio::task::spawn_blocking(move || {
                if let Some(on) = wanted {
                    desktop.set_start_with_system(on);
                }
                desktop.starts_with_system()
            });
            Input::StartsWithSystem(asked.await.unwrap_or_default())
        });
    }

    fn spawn(&self, work: impl Future<Output = Input> + Send + 'static) {
        let outbox = self.outbox.clone();
        self.tasks.spawn(async move {
            let _ = outbox.send(work.await);
        });
    }

    fn send(&self, input: Input) {
        let _ = self.outbox.send(input);
    }

    /// Writes settings one after the other; of several that wait only the last counts.
    fn keep_writing_settings(&self) {
        let mut latest = self.latest_settings.subscribe();
        let store = self.ports.settings.clone();
        let outbox = self.outbox.clone();
        self.tasks.spawn(async move {
            while latest.changed().await.is_ok() {
                let settings = latest.borrow_and_update().clone();
                let (Some(settings), store) = (settings, store.clone()) else { continue };
                let Ok(saved) = tokio::task::spawn_blocking(move || store.save(&settings)).await else {
                    continue;
                };
                let _ = outbox.send(Input::SettingsSaved(saved));
            }
        });
    }
}

/// What a report tells of the system and of the log.
async fn gathered(ports: Ports) -> Gathered {
    let look = move || {
        let home = ["HOME", "USERPROFILE"].into_iter().find_map(|name| ports.surroundings.folder(name));
        Gathered {
            system: ports.desktop.system_facts(),
            logs: ports.journal.files(),
            home: home.map(|home| home.to_string_lossy().into_owned()),
            ..Gathered::default()
        }
    };
    tokio::task::spawn_blocking(look).await.unwrap_or_default()
}

async fn save_report(desktop: &dyn Desktop, report: Arc<Report>) -> Result<bool, AppError> {
    let name = report.file_name();
    let packed = tokio::task::spawn_blocking(move || report.to_zip());
    let saved = match packed.await.map_err(io::Error::other) {
        Ok(Ok(bytes)) => desktop.save_file(&name, bytes).await,
        Ok(Err(problem)) | Err(problem) => Err(problem),
    };
    saved.map_err(|problem| {
        tracing::warn!(%problem, "the report was not saved");
        AppError::ReportNotSaved
    })
}

fn carry_out_change(store: &dyn HostKeyStore, change: &HostKeyChange) -> io::Result<String> {
    store.change(&|list| match change {
        HostKeyChange::Trust { alias, key } => with_key(list, alias, key),
        HostKeyChange::Forget { alias } => without(list, alias),
    })
}

async fn wake_at(clock: &dyn Clock, steady: Option<std::time::Duration>) {
    match steady {
        Some(steady) => clock.sleep_until(steady).await,
        None => std::future::pending().await,
    }
}
