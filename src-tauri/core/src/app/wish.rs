//! What the window (and later the tray) can ask for.

use std::path::PathBuf;

use tokio::sync::oneshot;

use crate::contract::{
    AppError, ConnectAnswer, CopyField, ForwardForm, KeyText, KeyView, QuitChoice, RequestDefaultsView,
    RequestForm, SettingsForm, SignInForm, ViewUpdate,
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
    SelectSite(Option<SiteId>),
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
    /// Revokes every session of the user's own that is open.
    RevokeAll {
        reply: Reply<()>,
    },
    DismissSession(SessionKey),
    /// The window has taken up what it was asked to bring up.
    ClosePrompt,
    AnswerQuit(QuitChoice),
    Tray(TrayAction),
    Notice(NoticeAction),
    CopyFromSession {
        key: SessionKey,
        field: CopyField,
        reply: Reply<()>,
    },
    /// Shows the system's file chooser; `None` when the user cancels.
    ChooseProgram {
        reply: Reply<Option<PathBuf>>,
    },
    SaveSettings {
        form: SettingsForm,
        reply: Reply<()>,
    },
}
