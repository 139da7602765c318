//! Notices on macOS and Windows, by `tauri-plugin-notification`.
//!
//! What it cannot do there: take a notice away, put one in the place of another, or make one stay. On Windows a press
//! counts only while the notice is on screen, not from the notification centre.

use std::sync::{Arc, Mutex, PoisonError};

use launcher_core::notice::{Notice, NoticeAction};
use tauri::{AppHandle, Runtime};
use tauri_plugin_notification::{
    Action, ActionPerformed, ActionType, ActiveNotification, NotificationExt as _,
};
use tokio::sync::mpsc;

use super::Order;
use super::offer::{Offer, action_id};
use super::offers::Offers;

/// The plugin reads the buttons of a notice from the type of this name at the moment it is shown.
const ACTION_TYPE: &str = "notice";

pub(super) struct PluginNotices<R: Runtime> {
    app: AppHandle<R>,
    offers: Arc<Mutex<Offers>>,
}

impl<R: Runtime> PluginNotices<R> {
    /// Brings the plugin into the app and listens to presses: notices that are shown earlier have no buttons.
    pub(super) fn start(
        app: &AppHandle<R>,
        pressed: impl Fn(NoticeAction) + Send + Sync + 'static,
    ) -> anyhow::Result<Self> {
        app.plugin(tauri_plugin_notification::init())?;
        let offers = Arc::<Mutex<Offers>>::default();
        let known = offers.clone();
        app.notification().on_action(move |performed: &ActionPerformed| {
            let Some(number) = performed.notification().map(ActiveNotification::id) else { return };
            let action = lock(&known).pressed(number, performed.action_id());
            if let Some(action) = action {
                pressed(action);
            }
        })?;
        Ok(Self { app: app.clone(), offers })
    }

    /// Carries out orders for as long as there can be any.
    pub(super) async fn attend(self, mut orders: mpsc::UnboundedReceiver<Order>) {
        while let Some(order) = orders.recv().await {
            match order {
                Order::Show(notice) => {
                    if let Err(problem) = self.show(notice) {
                        tracing::info!(%problem, "a notice was not shown");
                    }
                }
                Order::Withdraw(id) => lock(&self.offers).withdraw(id),
            }
        }
    }

    fn show(&self, notice: Notice) -> tauri_plugin_notification::Result<()> {
        let number = lock(&self.offers).add(Offer::of(&notice));
        let mut buttons = notice.buttons;
        // macOS puts two buttons into a menu and reports a press on the menu itself as the first of them.
        buttons.sort_by_key(|button| !matches!(button.action, NoticeAction::Open(_)));
        let actions = buttons
            .into_iter()
            .map(|button| Action::builder(action_id(button.action), button.label).build())
            .collect();
        let notification = self.app.notification();
        notification
            .register_action_types(vec![ActionType::builder(ACTION_TYPE).actions(actions).build()])?;
        notification
            .builder()
            .id(number)
            .title(notice.title)
            .body(notice.body)
            .action_type_id(ACTION_TYPE)
            .show()
    }
}

fn lock(offers: &Mutex<Offers>) -> std::sync::MutexGuard<'_, Offers> {
    offers.lock().unwrap_or_else(PoisonError::into_inner)
}
