//! Carries out a launch: finds the program, plans its start and has it started.

mod trying;

use std::path::{Path, PathBuf};

use crate::contract::{AppError, ProgramKind, ProgramView, TerminalView};
use crate::domain::{Protocol, SessionKey};
use crate::launch::{
    HelperCall, Opened, RunSession, Terminal, TerminalId, WebAddress, clean_env, locate, open_terminal,
    opening, ssh, terminals,
};
use crate::text::Catalogue;

use super::effect::LaunchOrder;
use super::input::LaunchOutcome;
use super::ports::Ports;

pub use trying::TestOutcome;

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
            Protocol::WinBox => self.blocking(order, start_win_box).await.unwrap_or_else(|outcome| outcome),
            Protocol::Ssh => self.launch_ssh(order).await,
        }
    }

    /// Opens the page of a device in the system's browser.
    pub(super) async fn open_page(&self, address: WebAddress) -> LaunchOutcome {
        let ports = self.ports.clone();
        let opened = tokio::task::spawn_blocking(move || start_browser(&ports, &address)).await;
        opened.unwrap_or_else(|problem| {
            tracing::error!(%problem, "the opening of a page broke off");
            failed(ProgramKind::Browser)
        })
    }

    /// Looking for programs and starting them reads files, perhaps of a network share, and so is done away
    /// from the async threads.
    async fn blocking<T: Send + 'static>(
        &self,
        order: LaunchOrder,
        step: impl FnOnce(&Ports, &LaunchOrder) -> T + Send + 'static,
    ) -> Result<T, LaunchOutcome> {
        let program = program_of(&order);
        let ports = self.ports.clone();
        tokio::task::spawn_blocking(move || step(&ports, &order)).await.map_err(|problem| {
            tracing::error!(%problem, "a launch broke off");
            failed(program)
        })
    }

    /// Opens a terminal with the console program in it; the password waits at the desk.
    async fn launch_ssh(&self, order: LaunchOrder) -> LaunchOutcome {
        let command = ssh::manual_command(&order.dial);
        let prepared = self.blocking(order, prepare_ssh).await;
        let SshLaunch { session, terminals, call } = match prepared {
            Ok(Ok(prepared)) => prepared,
            Ok(Err(outcome)) | Err(outcome) => return outcome,
        };
        let mut run = match self.ports.desk.open_run(session) {
            Ok(run) => run,
            Err(problem) => {
                tracing::error!(%problem, "no run could be opened");
                return failed(ProgramKind::Terminal);
            }
        };
        let Ports { programs, desk, .. } = &self.ports;
        let opened =
            open_terminal(programs, desk, &terminals, &call, &mut run, opening::CALL_BACK_WAIT).await;
        outcome_of(&opened, &terminals, command)
    }

    pub(super) fn end_runs(&self, key: SessionKey) {
        self.ports.desk.close_session(key);
    }

    pub(super) fn end_all_runs(&self) {
        self.ports.desk.close_all();
    }
}

/// What a terminal is opened for and with.
struct SshLaunch {
    session: RunSession,
    /// In the order they are tried.
    terminals: Vec<Terminal>,
    call: HelperCall,
}

/// Starts WinBox if it is here, else whatever handles `winbox:` on this system. Blocks.
fn start_win_box(ports: &Ports, order: &LaunchOrder) -> LaunchOutcome {
    let surroundings = &ports.surroundings;
    let environment = clean_env(surroundings);
    let plan = match locate::win_box(surroundings, order.choices.win_box_path.as_deref()) {
        Ok(Some(win_box)) => win_box.plan(&order.dial, environment),
        Ok(None) => match ports.programs.winbox_url_opener(surroundings) {
            Some(opener) => opener.plan(&order.dial, environment),
            None => return missing(ProgramKind::WinBox),
        },
        Err(problem) => {
            tracing::warn!(%problem, "the chosen WinBox cannot be used");
            return missing(ProgramKind::WinBox);
        }
    };
    match ports.programs.start(&plan) {
        Ok(()) => LaunchOutcome::Started { program: "WinBox".to_owned() },
        Err(problem) => {
            tracing::warn!(%problem, "WinBox did not start");
            failed(ProgramKind::WinBox)
        }
    }
}

/// Hands the address to the system. Blocks.
fn start_browser(ports: &Ports, address: &WebAddress) -> LaunchOutcome {
    let Some(opener) = locate::browser_opener(&ports.surroundings) else {
        return missing(ProgramKind::Browser);
    };
    match ports.programs.start(&address.plan(&opener, clean_env(&ports.surroundings))) {
        Ok(()) => LaunchOutcome::HandedToBrowser,
        Err(problem) => {
            tracing::warn!(%problem, "the browser did not start");
            failed(ProgramKind::Browser)
        }
    }
}

/// Finds `ssh` and the terminals. Blocks.
fn prepare_ssh(ports: &Ports, order: &LaunchOrder) -> Result<SshLaunch, LaunchOutcome> {
    let surroundings = &ports.surroundings;
    let ssh = locate::ssh(surroundings);
    let terminals = terminals::to_try(surroundings, order.choices.terminal.as_deref(), ssh.is_some());
    // Without OpenSSH what is left are clients of their own, which never ask the desk what to start.
    let own_client = || terminals.first()?.own_client().map(Path::to_owned);
    let program = ssh.or_else(own_client).ok_or_else(|| missing(ProgramKind::Ssh))?;
    let session = ssh::session(&order.dial, &order.site, &program, &ports.known_hosts, order.old_host_keys)
        .map_err(|problem| {
        tracing::warn!(%problem, "the session cannot be handed to ssh");
        failed(ProgramKind::Ssh)
    })?;
    Ok(SshLaunch {
        session: RunSession {
            key: order.key,
            session,
            password: order.dial.password.clone(),
            texts: Catalogue::of(order.language).terminal_texts(),
            patient_until: order.patient_until,
            ends_at: order.ends_at,
        },
        terminals,
        call: helper_call(ports),
    })
}

fn helper_call(ports: &Ports) -> HelperCall {
    HelperCall {
        helper: ports.ssh_helper.clone(),
        environment: clean_env(&ports.surroundings),
        home: ports.surroundings.home(),
    }
}

/// `command` is what the user types where no terminal opens.
fn outcome_of(opened: &Opened, terminals: &[Terminal], command: String) -> LaunchOutcome {
    match opened {
        Opened::By(id) | Opened::Unheard(id) => LaunchOutcome::Started { program: name_of(*id, terminals) },
        Opened::Closed => LaunchOutcome::Closed,
        Opened::Nowhere { .. } => LaunchOutcome::Manual { program: ProgramKind::Terminal, command },
    }
}

fn name_of(id: TerminalId, terminals: &[Terminal]) -> String {
    terminals.iter().find(|terminal| terminal.id == id).map_or("", |found| found.name).to_owned()
}

fn program_of(order: &LaunchOrder) -> ProgramKind {
    match order.dial.protocol {
        Protocol::WinBox => ProgramKind::WinBox,
        Protocol::Ssh => ProgramKind::Ssh,
    }
}

fn missing(program: ProgramKind) -> LaunchOutcome {
    LaunchOutcome::Failed(AppError::ProgramMissing { program })
}

fn failed(program: ProgramKind) -> LaunchOutcome {
    LaunchOutcome::Failed(AppError::LaunchFailed { program })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_closed_while_its_terminal_opens_is_no_failure() {
        assert_eq!(outcome_of(&Opened::Closed, &[], String::new()), LaunchOutcome::Closed);
    }

    #[test]
    fn where_no_terminal_opens_the_command_is_left_to_the_user() {
        let outcome = outcome_of(&Opened::Nowhere { tried: Vec::new() }, &[], "ssh host".to_owned());
        let command = "ssh host".to_owned();
        assert_eq!(outcome, LaunchOutcome::Manual { program: ProgramKind::Terminal, command });
    }
}
