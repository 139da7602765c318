//! The types that cross between the window and the core.
//!
//! Views go down, forms go up, [`AppError`] answers a refused wish. Nothing here holds a secret, with one
//! exception: the key typed on the sign-in screen ([`KeyText`]). No floats and no 64-bit integers, so that
//! every number is exact in TypeScript. Instants are RFC 3339 text in UTC.

mod error;
mod forms;
mod range;
mod views;

pub use error::{AppError, Field, FieldProblem, Operation, ProgramKind};
pub use forms::{
    CopyField, ForwardForm, FoundSites, KeyText, NoTrayChoice, Pane, PlaceView, PresetForm, QuitChoice,
    QuitHabit, RequestForm, SettingsForm, SeveralAnswer, SeveralForm, SignInForm, TermsForm,
};
pub use views::{
    AccountView, ConnectAnswer, Connection, DiagnosticsFileView, DiagnosticsView, DurationLimits, Generation,
    HostKeyView, KeyKind, KeyStorage, KeyView, Language, LaunchView, Launchability, ListingView, LogLevel,
    NotLaunchableReason, OfferedKeyView, ProfileView, ProgramView, PromptView, RangeFinding, RangeView,
    RequestDefaultsView, SessionEnd, SessionPhaseView, SessionView, SettingsView, SignInPhase, SiteState,
    SiteView, SitesState, SitesView, StatusView, TagView, TerminalView, Theme, ViewUpdate,
};
