//! The SSH server on the router: one login, one small console.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use russh::keys::PrivateKey;
use russh::server::{Auth, ChannelOpenHandle, Config, Handler, Msg, Response, Session as SshSession};
use russh::{Channel, ChannelId, MethodKind, MethodSet, Pty, SshId};
use tokio::io::DuplexStream;

use super::console::{Console, Device, Reply};
use crate::session::Session;

/// Answers one connection until it closes.
pub(crate) async fn answer(
    stream: DuplexStream,
    key: PrivateKey,
    session: Arc<Session>,
    device: Device,
) -> Result<(), russh::Error> {
    let router = Router { session, device, channels: HashMap::new() };
    russh::server::run_stream(Arc::new(config(key)), stream, router).await?.await
}

fn config(key: PrivateKey) -> Config {
    Config {
        server_id: SshId::Standard(Cow::Borrowed("SSH-2.0-ROSSSH")),
        methods: MethodSet::from([MethodKind::Password, MethodKind::KeyboardInteractive].as_slice()),
        // The login is open to one machine only; slowing guesses down would only slow the tests.
        auth_rejection_time: Duration::ZERO,
        auth_rejection_time_initial: Some(Duration::ZERO),
        keys: vec![key],
        nodelay: true,
        ..Config::default()
    }
}

struct Router {
    session: Arc<Session>,
    device: Device,
    channels: HashMap<ChannelId, Line>,
}

/// What one channel has become.
#[derive(Default)]
struct Line {
    terminal: bool,
    console: Option<Console>,
}

impl Router {
    fn verdict(&self, username: &str, password: &str) -> Auth {
        if self.session.accepts(username, password) { Auth::Accept } else { Auth::reject() }
    }
}

fn hang_up(channel: ChannelId, ssh: &mut SshSession) -> Result<(), russh::Error> {
    ssh.exit_status_request(channel, 0)?;
    ssh.eof(channel)?;
    ssh.close(channel)
}

impl Handler for Router {
    type Error = russh::Error;

    async fn auth_password(&mut self, user: &str, password: &str) -> Result<Auth, Self::Error> {
        Ok(self.verdict(user, password))
    }

    async fn auth_keyboard_interactive<'a>(
        &'a mut self,
        user: &str,
        _submethods: &str,
        response: Option<Response<'a>>,
    ) -> Result<Auth, Self::Error> {
        let Some(mut response) = response else {
            return Ok(Auth::Partial {
                name: Cow::Borrowed(""),
                instructions: Cow::Borrowed(""),
                prompts: Cow::Borrowed(&[(Cow::Borrowed("Password: "), false)]),
            });
        };
        let answer = response.next().unwrap_or_default();
        Ok(std::str::from_utf8(&answer)
            .map_or_else(|_| Auth::reject(), |password| self.verdict(user, password)))
    }

    async fn channel_open_session(
        &mut self,
        channel: Channel<Msg>,
        reply: ChannelOpenHandle,
        _ssh: &mut SshSession,
    ) -> Result<(), Self::Error> {
        self.channels.insert(channel.id(), Line::default());
        reply.accept().await;
        Ok(())
    }

    async fn pty_request(
        &mut self,
        channel: ChannelId,
        _term: &str,
        _columns: u32,
        _rows: u32,
        _width: u32,
        _height: u32,
        _modes: &[(Pty, u32)],
        ssh: &mut SshSession,
    ) -> Result<(), Self::Error> {
        self.channels.entry(channel).or_default().terminal = true;
        ssh.channel_success(channel)
    }

    async fn window_change_request(
        &mut self,
        channel: ChannelId,
        _columns: u32,
        _rows: u32,
        _width: u32,
        _height: u32,
        ssh: &mut SshSession,
    ) -> Result<(), Self::Error> {
        ssh.channel_success(channel)
    }

    async fn env_request(
        &mut self,
        channel: ChannelId,
        _name: &str,
        _value: &str,
        ssh: &mut SshSession,
    ) -> Result<(), Self::Error> {
        ssh.channel_failure(channel)
    }

    async fn subsystem_request(
        &mut self,
        channel: ChannelId,
        _name: &str,
        ssh: &mut SshSession,
    ) -> Result<(), Self::Error> {
        ssh.channel_failure(channel)
    }

    async fn shell_request(&mut self, channel: ChannelId, ssh: &mut SshSession) -> Result<(), Self::Error> {
        let username = self.session.login().map_or("", |login| &login.username);
        let line = self.channels.entry(channel).or_default();
        let console = Console::new(self.device.clone(), username, line.terminal);
        let greeting = console.greeting();
        line.console = Some(console);
        ssh.channel_success(channel)?;
        ssh.data(channel, greeting.into_bytes())
    }

    async fn exec_request(
        &mut self,
        channel: ChannelId,
        command: &[u8],
        ssh: &mut SshSession,
    ) -> Result<(), Self::Error> {
        ssh.channel_success(channel)?;
        if let Reply::Text(text) = self.device.run(&String::from_utf8_lossy(command)) {
            ssh.data(channel, text.into_bytes())?;
        }
        hang_up(channel, ssh)
    }

    async fn data(
        &mut self,
        channel: ChannelId,
        typed: &[u8],
        ssh: &mut SshSession,
    ) -> Result<(), Self::Error> {
        let Some(console) = self.channels.get_mut(&channel).and_then(|line| line.console.as_mut()) else {
            return Ok(());
        };
        let shown = console.type_in(typed);
        if !shown.text.is_empty() {
            ssh.data(channel, shown.text.into_bytes())?;
        }
        if shown.ended {
            self.channels.remove(&channel);
            hang_up(channel, ssh)?;
        }
        Ok(())
    }

    async fn channel_eof(&mut self, channel: ChannelId, ssh: &mut SshSession) -> Result<(), Self::Error> {
        if self.channels.remove(&channel).is_some_and(|line| line.console.is_some()) {
            hang_up(channel, ssh)?;
        }
        Ok(())
    }
}
