//! The line to the notification server: its calls and its signals.

use std::collections::HashMap;
use std::time::Duration;

use futures_util::StreamExt as _;
use launcher_core::notice::Notice;
use zbus::message::{Sequence, Type};
use zbus::names::OwnedUniqueName;
use zbus::zvariant::Value;
use zbus::{Connection, MatchRule, Message, MessageStream};

use super::super::offer::action_id;
use super::markup::escaped;
use super::{Bus, Program};

/// Bus name and interface are the same.
const NOTIFICATIONS: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";

/// The key of a press on the notice itself.
pub(super) const DEFAULT_ACTION: &str = "default";

/// A server that takes longer than this to answer is taken for stuck.
const PATIENCE: Duration = Duration::from_secs(10);
/// Signals of all programs' notices come in here, so a burst of them must not block the replies behind it.
const QUEUED: usize = 256;

const NORMAL_URGENCY: u8 = 1;
const SERVERS_CHOICE: i32 = -1;
const NEVER: i32 = 0;

/// Where a notice is: numbers count for one run of one server only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    server: OwnedUniqueName,
    number: u32,
}

/// What the server tells by itself.
#[derive(Debug)]
pub(super) enum Heard {
    /// The action of this key was pressed.
    Pressed(Place, String),
    /// Dismissed by the user, run out, or taken away, before what arrived after this.
    Closed(Place, Sequence),
}

/// A server that has answered.
struct Server {
    name: OwnedUniqueName,
    shows_actions: bool,
    reads_markup: bool,
}

pub(super) struct Line {
    connection: Connection,
    signals: MessageStream,
    server: Option<Server>,
}

impl Line {
    /// Connects to the bus and listens; whether a server is there shows with the first notice.
    pub(super) async fn open(bus: &Bus) -> zbus::Result<Self> {
        let builder = match bus {
            Bus::Session => zbus::connection::Builder::session()?,
            Bus::At(address) => zbus::connection::Builder::address(address.as_str())?,
        };
        let connection = builder.method_timeout(PATIENCE).build().await?;
        let from_server = MatchRule::builder()
            .msg_type(Type::Signal)
            .sender(NOTIFICATIONS)?
            .path(PATH)?
            .interface(NOTIFICATIONS)?
            .build();
        let signals = MessageStream::for_match_rule(from_server, &connection, Some(QUEUED)).await?;
        Ok(Self { connection, signals, server: None })
    }

    /// Shows a notice, in the place of `old` when that is on the same server. Returns its place, and when it was told.
    pub(super) async fn show(
        &mut self,
        program: &Program,
        notice: &Notice,
        old: Option<&Place>,
    ) -> zbus::Result<(Place, Sequence)> {
        if let Some(server) = self.server.take() {
            match server.show(&self.connection, program, notice, old).await {
                // The bus or the server refused it, most likely because that server is not there any more.
                Err(zbus::Error::MethodError(..)) => {}
                outcome => {
                    self.server = Some(server);
                    return outcome;
                }
            }
        }
        let server = Server::meet(&self.connection).await?;
        let shown = server.show(&self.connection, program, notice, old).await?;
        self.server = Some(server);
        Ok(shown)
    }

    /// Takes a notice away, if its server still runs.
    pub(super) async fn take_away(&self, place: &Place) {
        let (server, number) = (Some(place.server.as_ref()), &(place.number,));
        let closing =
            self.connection.call_method(server, PATH, Some(NOTIFICATIONS), "CloseNotification", number);
        if let Err(problem) = closing.await {
            // Servers answer so when the user was quicker.
            tracing::debug!(%problem, "a notice was not withdrawn");
        }
    }

    /// Waits for the next thing the server tells; `None` when the bus has gone. Nothing is lost when it is dropped.
    pub(super) async fn hear(&mut self) -> Option<Heard> {
        loop {
            // An error here is the end of the connection.
            let signal = self.signals.next().await?.ok()?;
            if let Ok(Some(heard)) = read(&signal) {
                return Some(heard);
            }
        }
    }
}

impl Server {
    /// Asks for the capabilities, which starts a server where the bus knows one.
    async fn meet(connection: &Connection) -> zbus::Result<Self> {
        let server = Some(NOTIFICATIONS);
        let reply = connection.call_method(server, PATH, server, "GetCapabilities", &()).await?;
        let capabilities: Vec<String> = reply.body().deserialize()?;
        let has = |name: &str| capabilities.iter().any(|capability| capability == name);
        Ok(Self { name: sender(&reply)?, shows_actions: has("actions"), reads_markup: has("body-markup") })
    }

    /// Calls this run of the server by its own name: in another run the number to replace is another notice.
    async fn show(
        &self,
        connection: &Connection,
        program: &Program,
        notice: &Notice,
        old: Option<&Place>,
    ) -> zbus::Result<(Place, Sequence)> {
        let replaces = old.filter(|old| old.server == self.name).map_or(0, |old| old.number);
        let body = if self.reads_markup { escaped(&notice.body) } else { notice.body.clone() };
        let mut actions = Vec::new();
        if self.shows_actions {
            actions.extend([DEFAULT_ACTION.to_owned(), String::new()]);
            for button in &notice.buttons {
                actions.extend([action_id(button.action), button.label.clone()]);
            }
        }
        // Ordinary urgency even for what stays: nothing here is worth breaking "do not disturb" for.
        let hints = HashMap::from([
            ("urgency", Value::from(NORMAL_URGENCY)),
            ("desktop-entry", Value::from(program.desktop_entry.as_str())),
        ]);
        let timeout = if notice.stays { NEVER } else { SERVERS_CHOICE };
        let arguments =
            (&program.name, replaces, &program.icon, &notice.title, body, actions, hints, timeout);
        let server = Some(self.name.as_ref());
        let reply = connection.call_method(server, PATH, Some(NOTIFICATIONS), "Notify", &arguments).await?;
        let number = reply.body().deserialize()?;
        Ok((Place { server: self.name.clone(), number }, reply.recv_position()))
    }
}

fn sender(message: &Message) -> zbus::Result<OwnedUniqueName> {
    message.header().sender().map(|name| name.to_owned().into()).ok_or(zbus::Error::MissingField)
}

/// Reads a signal. Signals that other programs send under this name carry their own place, which is nobody's here.
fn read(signal: &Message) -> zbus::Result<Option<Heard>> {
    let server = sender(signal)?;
    let body = signal.body();
    Ok(match signal.header().member().map(zbus::names::MemberName::as_str) {
        Some("ActionInvoked") => {
            let (number, key) = body.deserialize()?;
            Some(Heard::Pressed(Place { server, number }, key))
        }
        Some("NotificationClosed") => {
            let (number, _reason): (u32, u32) = body.deserialize()?;
            Some(Heard::Closed(Place { server, number }, signal.recv_position()))
        }
        _ => None,
    })
}
