//! The commands of the window. Each hands one wish to the app and waits for the answer; none decides anything.

use launcher_core::app::{AppHandle, Wish};
use launcher_core::contract::{
    AppError, ConnectAnswer, CopyField, DiagnosticsView, ForwardForm, FoundSites, KeyText, KeyView,
    NoTrayChoice, PlaceView, ProgramKind, QuitChoice, RangeView, RequestDefaultsView, RequestForm,
    SettingsForm, SeveralAnswer, SeveralForm, SignInForm, ViewUpdate,
};
use launcher_core::domain::{Protocol, SessionKey, SiteId, SourceRange};
use tauri::{Runtime, State};
use tauri_specta::collect_commands;

type Answer<T> = Result<T, AppError>;
type App<'a> = State<'a, AppHandle>;

/// All commands with their TypeScript.
pub fn builder<R: Runtime>() -> tauri_specta::Builder<R> {
    tauri_specta::Builder::new().disable_serde_phases().commands(collect_commands![
        load_views,
        inspect_key,
        sign_in,
        sign_out,
        retry_keychain,
        cancel_keychain,
        refresh,
        show_place,
        set_favourite,
        check_range,
        request_defaults,
        remember_my_address,
        request_session,
        request_several,
        find_sites,
        request_forward,
        connect_site,
        connect_session,
        open_forward,
        revoke_session,
        renew_session,
        renew_here,
        look_up_address,
        revoke_all,
        close_prompt,
        answer_quit,
        answer_no_tray,
        quit,
        dismiss_session,
        copy_from_session,
        save_settings,
        prepare_diagnostics,
        save_diagnostics,
        choose_program,
        test_program,
        install_update,
        trust_host_key,
        forget_host_key,
        allow_old_host_keys,
    ])
}

#[tauri::command]
#[specta::specta]
async fn load_views(app: App<'_>) -> Answer<ViewUpdate> {
    app.ask(|reply| Wish::LoadViews { reply }).await
}

/// Reads what a key says of itself; the API is not asked.
#[tauri::command]
#[specta::specta]
async fn inspect_key(app: App<'_>, key: KeyText) -> Answer<KeyView> {
    app.ask(|reply| Wish::InspectKey { key, reply }).await
}

#[tauri::command]
#[specta::specta]
async fn sign_in(app: App<'_>, form: SignInForm) -> Answer<()> {
    app.ask(|reply| Wish::SignIn { form, reply }).await
}

#[tauri::command]
#[specta::specta]
async fn sign_out(app: App<'_>) -> Answer<()> {
    app.ask(|reply| Wish::SignOut { reply }).await
}

#[tauri::command]
#[specta::specta]
fn retry_keychain(app: App<'_>) {
    app.tell(Wish::RetryKeychain);
}

#[tauri::command]
#[specta::specta]
fn cancel_keychain(app: App<'_>) {
    app.tell(Wish::CancelKeychain);
}

#[tauri::command]
#[specta::specta]
fn refresh(app: App<'_>) {
    app.tell(Wish::Refresh);
}

#[tauri::command]
#[specta::specta]
fn show_place(app: App<'_>, place: PlaceView) {
    app.tell(Wish::ShowPlace(place));
}

#[tauri::command]
#[specta::specta]
async fn set_favourite(app: App<'_>, site: SiteId, on: bool) -> Answer<()> {
    app.ask(|reply| Wish::SetFavourite { site, on, reply }).await
}

/// Reads a source range as typed. Asks nobody.
#[tauri::command]
#[specta::specta]
fn check_range(text: String) -> RangeView {
    SourceRange::parse(&text).into()
}

#[tauri::command]
#[specta::specta]
async fn request_defaults(app: App<'_>, site: SiteId) -> Answer<RequestDefaultsView> {
    app.ask(|reply| Wish::RequestDefaults { site, reply }).await
}

#[tauri::command]
#[specta::specta]
async fn remember_my_address(app: App<'_>, text: String) -> Answer<()> {
    app.ask(|reply| Wish::RememberMyAddress { text, reply }).await
}

#[tauri::command]
#[specta::specta]
async fn request_session(app: App<'_>, form: RequestForm) -> Answer<SessionKey> {
    app.ask(|reply| Wish::RequestSession { form, reply }).await
}

/// Requests the same on several sites, paced by what the API allows. Answers at once, with a row for each.
#[tauri::command]
#[specta::specta]
async fn request_several(app: App<'_>, form: SeveralForm) -> Answer<Vec<SeveralAnswer>> {
    app.ask(|reply| Wish::RequestSeveral { form, reply }).await
}

/// Reads a pasted list of names and ids. Asks nobody.
#[tauri::command]
#[specta::specta]
async fn find_sites(app: App<'_>, text: String) -> Answer<FoundSites> {
    app.ask(|reply| Wish::FindSites { text, reply }).await
}

#[tauri::command]
#[specta::specta]
async fn request_forward(app: App<'_>, form: ForwardForm) -> Answer<SessionKey> {
    app.ask(|reply| Wish::RequestForward { form, reply }).await
}

#[tauri::command]
#[specta::specta]
async fn connect_site(app: App<'_>, site: SiteId, protocol: Protocol) -> Answer<ConnectAnswer> {
    app.ask(|reply| Wish::ConnectSite { site, protocol, reply }).await
}

#[tauri::command]
#[specta::specta]
async fn connect_session(app: App<'_>, key: SessionKey) -> Answer<()> {
    app.ask(|reply| Wish::ConnectSession { key, reply }).await
}

/// Opens the page of the device behind a port forward. The address is put together here.
#[tauri::command]
#[specta::specta]
async fn open_forward(app: App<'_>, key: SessionKey) -> Answer<()> {
    app.ask(|reply| Wish::OpenForward { key, reply }).await
}

#[tauri::command]
#[specta::specta]
async fn revoke_session(app: App<'_>, key: SessionKey) -> Answer<()> {
    app.ask(|reply| Wish::RevokeSession { key, reply }).await
}

#[tauri::command]
#[specta::specta]
async fn renew_session(app: App<'_>, key: SessionKey) -> Answer<()> {
    app.ask(|reply| Wish::RenewSession { key, reply }).await
}

/// Renews for the address the user has now.
#[tauri::command]
#[specta::specta]
async fn renew_here(app: App<'_>, key: SessionKey) -> Answer<()> {
    app.ask(|reply| Wish::RenewHere { key, reply }).await
}

/// Asks the service that the settings name for the user's public address.
#[tauri::command]
#[specta::specta]
async fn look_up_address(app: App<'_>) -> Answer<String> {
    app.ask(|reply| Wish::LookUpAddress { reply }).await
}

#[tauri::command]
#[specta::specta]
async fn revoke_all(app: App<'_>) -> Answer<()> {
    app.ask(|reply| Wish::RevokeAll { reply }).await
}

#[tauri::command]
#[specta::specta]
fn close_prompt(app: App<'_>) {
    app.tell(Wish::ClosePrompt);
}

#[tauri::command]
#[specta::specta]
fn answer_quit(app: App<'_>, choice: QuitChoice, remember: bool) {
    app.tell(Wish::AnswerQuit { choice, remember });
}

#[tauri::command]
#[specta::specta]
fn answer_no_tray(app: App<'_>, choice: NoTrayChoice) {
    app.tell(Wish::AnswerNoTray(choice));
}

/// Ends the program, after a question where sessions are open.
#[tauri::command]
#[specta::specta]
fn quit(app: App<'_>) {
    app.tell(Wish::Quit);
}

#[tauri::command]
#[specta::specta]
fn dismiss_session(app: App<'_>, key: SessionKey) {
    app.tell(Wish::DismissSession(key));
}

#[tauri::command]
#[specta::specta]
async fn copy_from_session(app: App<'_>, key: SessionKey, field: CopyField) -> Answer<()> {
    app.ask(|reply| Wish::CopyFromSession { key, field, reply }).await
}

#[tauri::command]
#[specta::specta]
async fn save_settings(app: App<'_>, form: SettingsForm) -> Answer<()> {
    app.ask(|reply| Wish::SaveSettings { form, reply }).await
}

/// Makes a report for somebody who helps, to be looked at. It holds no secret.
#[tauri::command]
#[specta::specta]
async fn prepare_diagnostics(app: App<'_>) -> Answer<DiagnosticsView> {
    app.ask(|reply| Wish::PrepareDiagnostics { reply }).await
}

/// Saves the report that was looked at, where the user chooses. `false` when they cancel.
#[tauri::command]
#[specta::specta]
async fn save_diagnostics(app: App<'_>, report: u32) -> Answer<bool> {
    app.ask(|reply| Wish::SaveDiagnostics { report, reply }).await
}

/// Shows the system's file chooser. `null` when the user cancels.
#[tauri::command]
#[specta::specta]
async fn choose_program(app: App<'_>) -> Answer<Option<String>> {
    let path = app.ask(|reply| Wish::ChooseProgram { reply }).await?;
    Ok(path.map(|path| path.to_string_lossy().into_owned()))
}

/// Starts a program on nothing, to see that it starts. Answers with its name.
#[tauri::command]
#[specta::specta]
async fn test_program(app: App<'_>, kind: ProgramKind) -> Answer<String> {
    app.ask(|reply| Wish::TestProgram { kind, reply }).await
}

/// Installs the newer launcher that is offered, and starts it.
#[tauri::command]
#[specta::specta]
async fn install_update(app: App<'_>) -> Answer<()> {
    app.ask(|reply| Wish::InstallUpdate { reply }).await
}

/// Takes over the key that the site's router offers, if it is the one with this fingerprint.
#[tauri::command]
#[specta::specta]
async fn trust_host_key(app: App<'_>, site: SiteId, fingerprint: String) -> Answer<()> {
    app.ask(|reply| Wish::TrustHostKey { site, fingerprint, reply }).await
}

/// The next connection learns the router's key anew.
#[tauri::command]
#[specta::specta]
async fn forget_host_key(app: App<'_>, site: SiteId) -> Answer<()> {
    app.ask(|reply| Wish::ForgetHostKey { site, reply }).await
}

/// Allows `ssh-rsa` keys, signed with SHA-1, for this site alone.
#[tauri::command]
#[specta::specta]
async fn allow_old_host_keys(app: App<'_>, site: SiteId, on: bool) -> Answer<()> {
    app.ask(|reply| Wish::AllowOldHostKeys { site, on, reply }).await
}
