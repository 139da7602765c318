//! What the window, the tray, a notice and other programs can ask for.

use std::path::PathBuf;

use tokio::sync::{mpsc, oneshot};

use crate::call::{News, Order};
use crate::contract::{
    AppError, ConnectAnswer, CopyField, DiagnosticsView, ForwardForm, FoundSites, KeyText, KeyView,
    NoTrayChoice, PlaceView, ProgramKind, QuitChoice, RequestDefaultsView, RequestForm, SettingsForm,
    SeveralAnswer, SeveralForm, SignInForm, ViewUpdate,
};
use crate::domain::{Protocol, SessionKey, SiteId};
use crate::notice::NoticeAction;
use crate::tray::TrayAction;

/// The way back for the answer to a wish. Dropping it unanswered tells the asker that the app is closing.
#[derive(Debug)]
pub struct Reply<T>(oneshot::Sender<Result<T, AppError>>);

impl<T> Reply<T> {
    pub fn channel() -> (Self, oneshot::Receiver<Result<T, AppError>>) {
        let (sender, receiver) = oneshot::channel();
        (Self(sender), receiver)
    }

    pub fn send(self, answer: Result<T, AppError>) {
        // The asker may have gone, as a reloaded window has.
        let _ = self.0.send(answer);
    }
}

/// An intent of the user.
#[derive(Debug)]
pub enum Wish {
    LoadViews {
        reply: Reply<ViewUpdate>,
    },
    /// Reads a key for display while it is typed.
    InspectKey {
        key: KeyText,
        reply: Reply<KeyView>,
    },
    SignIn {
        form: SignInForm,
        reply: Reply<()>,
    },
    SignOut {
        reply: Reply<()>,
    },
    RetryKeychain,
    /// Go on without waiting for the keychain.
    CancelKeychain,
    Refresh,
    /// The window shows this now.
    ShowPlace(PlaceView),
    /// The window is gone: nothing is shown until a new one asks for all views.
    LeaveWindow,
    /// The window was to be closed, and no tray leads back to it.
    CloseWithoutTray,
    AnswerNoTray(NoTrayChoice),
    Quit,
    /// The window is wanted in front, whatever it shows.
    OpenWindow,
    SetFavourite {
        site: SiteId,
        on: bool,
        reply: Reply<()>,
    },
    RequestDefaults {
        site: SiteId,
        reply: Reply<RequestDefaultsView>,
    },
    RememberMyAddress {
        text: String,
        reply: Reply<()>,
    },
    RequestSession {
        form: RequestForm,
        reply: Reply<SessionKey>,
    },
    /// The same for several sites, one after the other.
    RequestSeveral {
        form: SeveralForm,
        reply: Reply<Vec<SeveralAnswer>>,
    },
    /// Reads a list of names and ids, one a line.
    FindSites {
        text: String,
        reply: Reply<FoundSites>,
    },
    RequestForward {
        form: ForwardForm,
        reply: Reply<SessionKey>,
    },
    ConnectSite {
        site: SiteId,
        protocol: Protocol,
        reply: Reply<ConnectAnswer>,
    },
    ConnectSession {
        key: SessionKey,
        reply: Reply<()>,
    },
    /// Opens the page of the device behind a port forward.
    OpenForward {
        key: SessionKey,
        reply: Reply<()>,
    },
    RevokeSession {
        key: SessionKey,
        reply: Reply<()>,
    },
    /// Makes a session like this one, and revokes this one as soon as the new one answers.
    RenewSession {
        key: SessionKey,
        reply: Reply<()>,
    },
    /// The same, for the address the user has now.
    RenewHere {
        key: SessionKey,
        reply: Reply<()>,
    },
    /// Asks the service that the settings name for the user's public address.
    LookUpAddress {
        reply: Reply<String>,
    },
    /// Revokes every session of the user's own that is open.
    RevokeAll {
        reply: Reply<()>,
    },
    DismissSession(SessionKey),
    /// The window has taken up what it was asked to bring up.
    ClosePrompt,
    AnswerQuit {
        choice: QuitChoice,
        /// Do so from now on without a question.
        remember: bool,
    },
    /// Another program of this user wants a connect. Dropping the receiver of the news takes nothing back.
    TakeOrder {
        order: Order,
        news: mpsc::UnboundedSender<News>,
    },
    Tray(TrayAction),
    Notice(NoticeAction),
    CopyFromSession {
        key: SessionKey,
        field: CopyField,
        reply: Reply<()>,
    },
    /// Takes over the key that a router offers, if it is the one seen by this fingerprint.
    TrustHostKey {
        site: SiteId,
        fingerprint: String,
        reply: Reply<()>,
    },
    ForgetHostKey {
        site: SiteId,
        reply: Reply<()>,
    },
    AllowOldHostKeys {
        site: SiteId,
        on: bool,
        reply: Reply<()>,
    },
    /// Shows the system's file chooser; `None` when the user cancels.
    ChooseProgram {
        reply: Reply<Option<PathBuf>>,
    },
    /// Starts a program on nothing, to see that it starts. Answers with its name.
    TestProgram {
        kind: ProgramKind,
        reply: Reply<String>,
    },
    /// Installs the newer launcher that is offered, and starts it.
    InstallUpdate {
        reply: Reply<()>,
    },
    /// Makes a report to look at.
    PrepareDiagnostics {
        reply: Reply<DiagnosticsView>,
    },
    /// Saves the report that was looked at, where the user chooses. Answers `false` when they cancel.
    SaveDiagnostics {
        report: u32,
        reply: Reply<bool>,
    },
    SaveSettings {
        form: SettingsForm,
        reply: Reply<()>,
    },
}
