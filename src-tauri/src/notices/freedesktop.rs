//! Notices on Linux, by the Desktop Notifications Specification 1.3.

mod line;
mod markup;

use std::collections::HashMap;

use launcher_core::notice::{Notice, NoticeAction, NoticeId};
use tokio::sync::mpsc;
use zbus::message::Sequence;

use super::Order;
use super::offer::Offer;
use line::{Heard, Line, Place};

/// Which message bus the notification server is on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bus {
    /// The one of the user's session.
    Session,
    /// One at a D-Bus address.
    At(String),
}

/// How the program presents itself to the notification server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Program {
    pub name: String,
    /// Name of the icon in the icon theme.
    pub icon: String,
    /// Name of the installed desktop entry, without its ending.
    pub desktop_entry: String,
}

/// Carries out orders and reports presses, for as long as there can be orders.
pub(super) async fn attend(
    bus: Bus,
    program: Program,
    mut orders: mpsc::UnboundedReceiver<Order>,
    pressed: impl Fn(NoticeAction) + Send + Sync + 'static,
) {
    let mut screen = Screen { bus, program, line: None, shown: HashMap::new(), complained: false };
    loop {
        let order = match &mut screen.line {
            None => orders.recv().await,
            Some(line) => tokio::select! {
                // A press that arrived before an order was made before it.
                biased;
                heard = line.hear() => {
                    match heard {
                        Some(heard) => screen.take_in(&heard).into_iter().for_each(&pressed),
                        None => screen.hang_up(),
                    }
                    continue;
                }
                order = orders.recv() => order,
            },
        };
        match order {
            Some(Order::Show(notice)) => screen.show(&notice).await,
            Some(Order::Withdraw(id)) => screen.withdraw(id).await,
            None => return,
        }
    }
}

/// What of ours is on the screen.
struct Screen {
    bus: Bus,
    program: Program,
    /// The connection. It stays open, because some servers take a notice away with the connection it came by.
    line: Option<Line>,
    shown: HashMap<NoticeId, Shown>,
    complained: bool,
}

struct Shown {
    place: Place,
    since: Sequence,
    offer: Offer,
}

impl Screen {
    async fn show(&mut self, notice: &Notice) {
        match self.try_to_show(notice).await {
            Ok((place, since)) => {
                self.complained = false;
                self.shown.insert(notice.id, Shown { place, since, offer: Offer::of(notice) });
            }
            Err(problem) if !self.complained => {
                self.complained = true;
                tracing::info!(%problem, "notices cannot be shown on this desktop");
            }
            Err(_) => {}
        }
    }

    async fn try_to_show(&mut self, notice: &Notice) -> zbus::Result<(Place, Sequence)> {
        let line = match &mut self.line {
            Some(line) => line,
            none => none.insert(Line::open(&self.bus).await?),
        };
        let old = self.shown.get(&notice.id).map(|shown| &shown.place);
        line.show(&self.program, notice, old).await
    }

    async fn withdraw(&mut self, id: NoticeId) {
        if let (Some(shown), Some(line)) = (self.shown.remove(&id), &self.line) {
            line.take_away(&shown.place).await;
        }
    }

    fn take_in(&mut self, heard: &Heard) -> Option<NoticeAction> {
        match heard {
            Heard::Closed(place, when) => {
                // What closed before a notice took that number over was the older one under it.
                self.shown.retain(|_, shown| shown.place != *place || *when < shown.since);
                None
            }
            Heard::Pressed(place, name) => {
                let offer = &self.shown.values().find(|shown| shown.place == *place)?.offer;
                if name == line::DEFAULT_ACTION { Some(offer.opened()) } else { offer.pressed(name) }
            }
        }
    }

    /// The bus has gone: the next notice looks for it again.
    fn hang_up(&mut self) {
        self.line = None;
        self.shown.clear();
    }
}
