//! The app without a window, on a sandbox: the real machine, client, desk and loop between fakes.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use altostrat_sandbox::{Generations, Sandbox, SandboxOptions};
use launcher_core::altostrat::{ApiAddress, ApiKey, Options};
use launcher_core::app::ports::Desktop as _;
use launcher_core::app::ports::Ports;
use launcher_core::app::{AppHandle, Runtime, StartUp, SystemAbilities, TemporaryProfile, Wish};
use launcher_core::clock::SystemClock;
use launcher_core::contract::{
    AppError, ForwardForm, Generation, RequestForm, SessionPhaseView, SessionView,
};
use launcher_core::diagnostics::{FakeJournal, Journal};
use launcher_core::domain::{Protocol, SessionKey, SiteId};
use launcher_core::launch::host_keys::FakeHostKeyStore;
use launcher_core::launch::{Os, SharedDesk, Surroundings};
use launcher_core::settings::secrets::FakeSecretStore;
use launcher_core::settings::{FakeSettingsStore, LoadedSettings};
use tempfile::TempDir;

use crate::fakes::{FakeDesktop, FakePrograms};

/// An app that is signed in to a sandbox.
pub struct Rig {
    pub sandbox: Arc<Sandbox>,
    pub app: AppHandle,
    pub desktop: Arc<FakeDesktop>,
    pub programs: Arc<FakePrograms>,
    _folder: TempDir,
}

/// A sandbox whose routers check in quickly.
pub fn quick() -> SandboxOptions {
    SandboxOptions {
        gateway_delay: Duration::from_millis(30),
        router_delay: Duration::from_millis(60),
        ..SandboxOptions::default()
    }
}

impl Rig {
    pub async fn start(options: SandboxOptions, generation: Generation) -> Self {
        let served = match generation {
            Generation::V1 => Generations::V1,
            Generation::Sites => Generations::Sites,
        };
        let sandbox = Sandbox::start(SandboxOptions { generations: served, ..options }).await.unwrap();
        let key = altostrat_sandbox::API_KEY;
        Self::signed_in(Arc::new(sandbox), generation, key)
    }

    pub fn signed_in(sandbox: Arc<Sandbox>, generation: Generation, key: &str) -> Self {
        Self::logged(sandbox, generation, key, Arc::new(FakeJournal::default()))
    }

    /// With a log of its own.
    pub fn logged(
        sandbox: Arc<Sandbox>,
        generation: Generation,
        key: &str,
        journal: Arc<dyn Journal>,
    ) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let programs_folder = folder.path().join("bin");
        std::fs::create_dir(&programs_folder).unwrap();
        for program in ["WinBox", "xdg-open"] {
            install(&programs_folder.join(program));
        }
        let variables = [("PATH", programs_folder.as_os_str()), ("HOME", folder.path().as_os_str())];
        let surroundings =
            Surroundings::new(Os::Linux, variables.map(|(name, value)| (name.into(), value.to_owned())))
                .with_root(folder.path().to_owned());
        let clock = Arc::new(SystemClock::new());
        let (desk, run_reports) = SharedDesk::new(clock.clone()).unwrap();
        let desktop = Arc::new(FakeDesktop::default());
        let programs = Arc::new(FakePrograms::default());
        let ports = Ports {
            clock,
            secrets: Arc::new(FakeSecretStore::new()),
            settings: Arc::new(FakeSettingsStore::default()),
            journal,
            programs: programs.clone(),
            desktop: desktop.clone(),
            updates: None,
            desk,
            surroundings,
            host_keys: Arc::new(FakeHostKeyStore::default()),
            known_hosts: folder.path().join("known_hosts"),
            ssh_helper: PathBuf::from("/nowhere/altostrat-ssh"),
            version: "0.0.0".into(),
        };
        let client = Options {
            total_timeout: Duration::from_secs(3),
            outcome_waits: [Duration::ZERO, Duration::from_millis(50), Duration::from_millis(50)],
            ..Options::default()
        };
        let (runtime, app) = Runtime::new(ports, run_reports, client);
        tokio::spawn(runtime.run(StartUp {
            settings: LoadedSettings::default(),
            temporary: Some(TemporaryProfile {
                address: ApiAddress::parse(&sandbox.url()).unwrap(),
                generation,
                key: ApiKey::parse(&key.into()).unwrap(),
                my_address: None,
            }),
            version: "0.0.0".into(),
            data_folder: folder.path().display().to_string(),
            system_language: "en".into(),
            log_folder: String::new(),
            log_level_fixed: false,
            abilities: SystemAbilities::default(),
        }));
        // A page is there from the start.
        let (page, asking) = (desktop.clone(), app.clone());
        tokio::spawn(async move {
            if let Ok(views) = asking.ask(|reply| Wish::LoadViews { reply }).await {
                page.show(views);
            }
        });
        Self { sandbox, app, desktop, programs, _folder: folder }
    }

    /// Waits until the sites are listed and returns the id of the one of this name.
    pub async fn site(&self, name: &str) -> SiteId {
        self.desktop
            .until("the sites", |shown| {
                shown.site_list.iter().find(|site| site.name == name).map(|site| site.id.clone())
            })
            .await
    }

    pub async fn request(&self, form: RequestForm) -> Result<SessionKey, AppError> {
        self.app.ask(|reply| Wish::RequestSession { form, reply }).await
    }

    pub async fn request_forward(&self, form: ForwardForm) -> Result<SessionKey, AppError> {
        self.app.ask(|reply| Wish::RequestForward { form, reply }).await
    }

    /// Waits until the session is in a phase that `is` accepts.
    pub async fn session(
        &self,
        key: SessionKey,
        what: &str,
        is: impl Fn(&SessionPhaseView) -> bool,
    ) -> SessionView {
        self.desktop
            .until(what, |shown| {
                shown.sessions.iter().find(|session| session.key == key && is(&session.phase)).cloned()
            })
            .await
    }

    /// How many calls with this method reached the API's session routes.
    pub fn calls(&self, method: &str) -> usize {
        calls_to(&self.sandbox, method, "/transient-accesses")
    }

    /// How many calls with this method reached the API's routes of port forwards.
    pub fn forward_calls(&self, method: &str) -> usize {
        calls_to(&self.sandbox, method, "/transient-forward")
    }
}

/// How many calls with this method reached paths that hold `path`.
pub fn calls_to(sandbox: &Sandbox, method: &str, path: &str) -> usize {
    sandbox.calls().iter().filter(|call| call.method == method && call.path.contains(path)).count()
}

fn install(path: &std::path::Path) {
    use std::os::unix::fs::PermissionsExt as _;

    std::fs::write(path, "#!/bin/sh\n").unwrap();
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
}

/// A request that the sandbox grants.
pub fn form(site: SiteId, protocol: Protocol) -> RequestForm {
    RequestForm {
        site,
        protocol,
        minutes: 60,
        full_access: true,
        source_range: "203.0.113.42".into(),
        allow_private: false,
        open_to_all_confirmed: false,
        then_connect: false,
    }
}

/// A port forward that the sandbox grants.
pub fn forward_form(site: SiteId, address: &str, port: &str) -> ForwardForm {
    ForwardForm {
        site,
        address: address.into(),
        port: port.into(),
        minutes: 60,
        source_range: "203.0.113.42".into(),
        open_to_all_confirmed: false,
    }
}
