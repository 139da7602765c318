//! Carries out a launch: finds the program, plans its start and has it started.

use std::path::{Path, PathBuf};

use crate::contract::{AppError, ProgramKind, ProgramView, TerminalView};
use crate::domain::{Protocol, SessionKey};
use crate::launch::{
    HelperCall, LaunchPlan, Opened, RunSession, StartProblem, UrlOpener, clean_env, locate, open_terminal,
    opening, ssh, terminals,
};
use crate::text::Catalogue;

use super::effect::LaunchOrder;
use super::input::LaunchOutcome;
use super::ports::Ports;

/// What was found on this machine.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProgramSurvey {
    pub win_box: ProgramView,
    pub ssh: ProgramView,
    /// In the order they are tried.
    pub terminals: Vec<TerminalView>,
}

/// The programs chosen in the settings.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    pub win_box_path: Option<PathBuf>,
    pub terminal: Option<String>,
}

/// Starts programs on sessions.
#[derive(Clone)]
pub(super) struct Launcher {
    ports: Ports,
}

impl Launcher {
    pub(super) fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// Looks which programs are there. Starts none.
    pub(super) async fn survey(&self, choices: Choices) -> ProgramSurvey {
        let surroundings = self.ports.surroundings.clone();
        let look = move || {
            let chosen = choices.win_box_path.as_deref();
            let found = locate::win_box(&surroundings, chosen).ok().flatten();
            let path_text = |path: &Path| path.to_string_lossy().into_owned();
            ProgramSurvey {
                win_box: ProgramView {
                    path: found.map(|found| path_text(found.path())),
                    chosen: chosen.is_some(),
                },
                ssh: ProgramView {
                    path: locate::ssh(&surroundings).as_deref().map(path_text),
                    chosen: false,
                },
                terminals: terminals::terminals(&surroundings, choices.terminal.as_deref())
                    .into_iter()
                    .map(|terminal| TerminalView {
                        id: terminal.id.to_string(),
                        name: terminal.name.to_owned(),
                    })
                    .collect(),
            }
        };
        tokio::task::spawn_blocking(look).await.unwrap_or_default()
    }

    pub(super) async fn launch(&self, order: LaunchOrder) -> LaunchOutcome {
        match order.dial.protocol {
            Protocol::WinBox => self.launch_win_box(&order).await,
            Protocol::Ssh => self.launch_ssh(&order).await,
        }
    }

    /// WinBox if it is here, else whatever handles `winbox:` on this system.
    async fn launch_win_box(&self, order: &LaunchOrder) -> LaunchOutcome {
        let surroundings = &self.ports.surroundings;
        let environment = clean_env(surroundings);
        let plan = match locate::win_box(surroundings, order.choices.win_box_path.as_deref()) {
            Ok(Some(win_box)) => win_box.plan(&order.dial, environment),
            Ok(None) => match self.url_opener().await {
                Some(opener) => opener.plan(&order.dial, environment),
                None => return missing(ProgramKind::WinBox),
            },
            Err(problem) => {
                tracing::warn!(%problem, "the chosen WinBox cannot be used");
                return missing(ProgramKind::WinBox);
            }
        };
        match self.start(plan).await {
            Ok(()) => LaunchOutcome::Started { program: "WinBox".to_owned() },
            Err(problem) => {
                tracing::warn!(%problem, "WinBox did not start");
                LaunchOutcome::Failed(AppError::LaunchFailed { program: ProgramKind::WinBox })
            }
        }
    }

    /// Whatever handles `winbox:` on this system; some systems have to be asked, which takes a moment.
    async fn url_opener(&self) -> Option<UrlOpener> {
        let ports = self.ports.clone();
        let look = move || ports.programs.winbox_url_opener(&ports.surroundings);
        tokio::task::spawn_blocking(look).await.ok().flatten()
    }

    async fn start(&self, plan: LaunchPlan) -> Result<(), StartProblem> {
        let programs = self.ports.programs.clone();
        tokio::task::spawn_blocking(move || programs.start(&plan))
            .await
            .unwrap_or_else(|problem| Err(StartProblem::Other { detail: problem.to_string() }))
    }

    /// Opens a terminal with the console program in it; the password waits at the desk.
    async fn launch_ssh(&self, order: &LaunchOrder) -> LaunchOutcome {
        let surroundings = &self.ports.surroundings;
        let Some(program) = locate::ssh(surroundings) else { return missing(ProgramKind::Ssh) };
        // An old host key is allowed for a site by the user's choice alone, and there is no such choice yet.
        let session = match ssh::session(&order.dial, &order.site, &program, &self.ports.known_hosts, false) {
            Ok(session) => session,
            Err(problem) => {
                tracing::warn!(%problem, "the session cannot be handed to ssh");
                return LaunchOutcome::Failed(AppError::LaunchFailed { program: ProgramKind::Ssh });
            }
        };
        let run = self.ports.desk.open_run(RunSession {
            key: order.key,
            session,
            password: order.dial.password.clone(),
            texts: Catalogue::new(order.language).terminal_texts(),
            patient_until: order.patient_until,
            ends_at: order.ends_at,
        });
        let mut run = match run {
            Ok(run) => run,
            Err(problem) => {
                tracing::error!(%problem, "no run could be opened");
                return LaunchOutcome::Failed(AppError::LaunchFailed { program: ProgramKind::Terminal });
            }
        };
        let found = terminals::terminals(surroundings, order.choices.terminal.as_deref());
        let call = HelperCall {
            helper: self.ports.ssh_helper.clone(),
            environment: clean_env(surroundings),
            home: surroundings.home(),
        };
        let starter = self.ports.programs.as_ref();
        match open_terminal(starter, &found, &call, &mut run, opening::CALL_BACK_WAIT).await {
            Opened::By(id) => {
                let name =
                    found.iter().find(|terminal| terminal.id == id).map_or("", |terminal| terminal.name);
                LaunchOutcome::Started { program: name.to_owned() }
            }
            Opened::Closed => LaunchOutcome::Failed(AppError::SessionExpired),
            Opened::Nowhere { .. } => LaunchOutcome::Manual {
                program: ProgramKind::Terminal,
                command: ssh::manual_command(&order.dial),
            },
        }
    }

    pub(super) fn end_runs(&self, key: SessionKey) {
        self.ports.desk.close_session(key);
    }

    pub(super) fn end_all_runs(&self) {
        self.ports.desk.close_all();
    }
}

fn missing(program: ProgramKind) -> LaunchOutcome {
    LaunchOutcome::Failed(AppError::ProgramMissing { program })
}
