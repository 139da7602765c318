//! Stand-ins for the desktop and for program starts that write down what they were asked.

use std::io;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;
use launcher_core::app::CopyText;
use launcher_core::app::ports::Desktop;
use launcher_core::contract::{
    AccountView, ListingView, SessionView, SettingsView, SiteView, SitesView, StatusView, ViewUpdate,
};
use launcher_core::diagnostics::SystemFacts;
use launcher_core::launch::{LaunchPlan, ProgramStarter, StartProblem};
use launcher_core::notice::{Notice, NoticeId};
use launcher_core::tray::Tray;
use tokio::sync::watch;

use crate::waiting::PATIENCE;

/// What a window would show: the latest of every area.
#[derive(Clone, Debug, Default)]
pub struct Shown {
    revision: u32,
    pub account: Option<AccountView>,
    pub sites: Option<SitesView>,
    pub site_list: Vec<SiteView>,
    pub sessions: Vec<SessionView>,
    pub listings: Vec<ListingView>,
    pub status: Option<StatusView>,
    pub settings: Option<SettingsView>,
}

/// A desktop without a screen.
pub struct FakeDesktop {
    shown: watch::Sender<Shown>,
    /// Everything that crossed to the window, as JSON.
    crossed: Mutex<String>,
    copied: Mutex<Vec<CopyText>>,
    saved: Mutex<Vec<Vec<u8>>>,
}

impl Default for FakeDesktop {
    fn default() -> Self {
        Self {
            shown: watch::channel(Shown::default()).0,
            crossed: Mutex::default(),
            copied: Mutex::default(),
            saved: Mutex::default(),
        }
    }
}

impl FakeDesktop {
    /// Waits until what is shown satisfies `look`.
    ///
    /// # Panics
    /// After [`PATIENCE`], naming `what` and what was shown.
    pub async fn until<T>(&self, what: &str, look: impl Fn(&Shown) -> Option<T>) -> T {
        let mut shown = self.shown.subscribe();
        let waited = tokio::time::timeout(PATIENCE, async {
            loop {
                if let Some(answer) = look(&shown.borrow_and_update()) {
                    return answer;
                }
                shown.changed().await.unwrap();
            }
        });
        waited.await.unwrap_or_else(|_| panic!("waited in vain: {what}\n{:#?}", *self.shown.borrow()))
    }

    pub fn shown(&self) -> Shown {
        self.shown.borrow().clone()
    }

    pub fn crossed(&self) -> String {
        self.crossed.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub fn copied(&self) -> Vec<CopyText> {
        self.copied.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Files that were saved where the user chose.
    pub fn saved(&self) -> Vec<Vec<u8>> {
        self.saved.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

fn merge<T>(shown: &mut Option<T>, update: Option<T>, older: bool) {
    if update.is_some() && !(older && shown.is_some()) {
        *shown = update;
    }
}

#[async_trait]
impl Desktop for FakeDesktop {
    fn show(&self, update: ViewUpdate) {
        let json = serde_json::to_string(&update).unwrap();
        self.crossed.lock().unwrap_or_else(PoisonError::into_inner).push_str(&json);
        self.shown.send_modify(|shown| {
            // The first answer, which is whole, may come in behind what has changed since.
            let older = update.revision < shown.revision;
            shown.revision = shown.revision.max(update.revision);
            merge(&mut shown.account, update.account, older);
            merge(&mut shown.sites, update.sites, older);
            merge(&mut shown.status, update.status, older);
            merge(&mut shown.settings, update.settings, older);
            if let Some(site_list) = update.site_list.filter(|_| !older || shown.site_list.is_empty()) {
                shown.site_list = site_list;
            }
            if let Some(sessions) = update.sessions.filter(|_| !older || shown.sessions.is_empty()) {
                shown.sessions = sessions;
            }
            if let Some(listings) = update.listings {
                shown.listings = listings;
            }
        });
    }

    async fn copy(&self, text: CopyText) -> bool {
        self.copied.lock().unwrap_or_else(PoisonError::into_inner).push(text);
        true
    }

    async fn choose_file(&self) -> Option<PathBuf> {
        None
    }

    async fn save_file(&self, _: &str, bytes: Vec<u8>) -> io::Result<bool> {
        self.saved.lock().unwrap_or_else(PoisonError::into_inner).push(bytes);
        Ok(true)
    }

    fn system_facts(&self) -> SystemFacts {
        SystemFacts::default()
    }

    fn show_notice(&self, _: Notice) {}

    fn withdraw_notice(&self, _: NoticeId) {}

    fn show_tray(&self, _: Tray) {}

    fn open_window(&self) {}

    fn minimise_window(&self) {}

    fn quit(&self) {}

    fn hold_sleep(&self, _: bool) {}

    fn starts_with_system(&self) -> Option<bool> {
        None
    }

    fn set_start_with_system(&self, _: bool) {}

    fn reload_window(&self) {}
}

/// Starts nothing and writes down what it was to start.
#[derive(Default)]
pub struct FakePrograms {
    plans: Mutex<Vec<LaunchPlan>>,
}

impl FakePrograms {
    pub fn plans(&self) -> Vec<LaunchPlan> {
        self.plans.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl ProgramStarter for FakePrograms {
    fn start(&self, plan: &LaunchPlan) -> Result<(), StartProblem> {
        self.plans.lock().unwrap_or_else(PoisonError::into_inner).push(plan.clone());
        Ok(())
    }
}
