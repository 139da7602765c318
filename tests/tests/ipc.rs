//! The commands as the window reaches them: through Tauri's own IPC and its access list.

use std::sync::Arc;

use altostrat_launcher::{commands, context};
use launcher_core::altostrat::Options;
use launcher_core::app::ports::Ports;
use launcher_core::app::{Runtime, StartUp, SystemAbilities};
use launcher_core::clock::SystemClock;
use launcher_core::diagnostics::FakeJournal;
use launcher_core::launch::host_keys::FakeHostKeyStore;
use launcher_core::launch::{Os, SharedDesk, Surroundings};
use launcher_core::settings::secrets::FakeSecretStore;
use launcher_core::settings::{FakeSettingsStore, LoadedSettings};
use launcher_tests::fakes::{FakeDesktop, FakePrograms};
use serde_json::{Value, json};
use tauri::test::{INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder};
use tauri::webview::InvokeRequest;
use tauri::{App, Manager as _, WebviewUrl, WebviewWindow, WebviewWindowBuilder};

/// The app behind a window that draws nothing.
fn app() -> App<MockRuntime> {
    let app = mock_builder().invoke_handler(commands::builder().invoke_handler()).build(context()).unwrap();
    let clock = Arc::new(SystemClock::new());
    let (desk, run_reports) = SharedDesk::new(clock.clone()).unwrap();
    let ports = Ports {
        clock,
        secrets: Arc::new(FakeSecretStore::new()),
        settings: Arc::new(FakeSettingsStore::default()),
        journal: Arc::new(FakeJournal::default()),
        programs: Arc::new(FakePrograms::default()),
        desktop: Arc::new(FakeDesktop::default()),
        updates: None,
        desk,
        surroundings: Surroundings::new(Os::Linux, []),
        host_keys: Arc::new(FakeHostKeyStore::default()),
        known_hosts: "/nowhere/known_hosts".into(),
        ssh_helper: "/nowhere/altostrat-ssh".into(),
        version: "0.0.0".into(),
    };
    let (runtime, handle) = Runtime::new(ports, run_reports, Options::default());
    app.manage(handle);
    tauri::async_runtime::spawn(runtime.run(StartUp {
        settings: LoadedSettings::default(),
        temporary: None,
        version: "0.0.0".into(),
        data_folder: "/nowhere".into(),
        system_language: "en".into(),
        log_folder: String::new(),
        log_level_fixed: false,
        abilities: SystemAbilities::default(),
    }));
    app
}

fn window(app: &App<MockRuntime>, label: &str) -> WebviewWindow<MockRuntime> {
    WebviewWindowBuilder::new(app, label, WebviewUrl::default()).build().unwrap()
}

fn call(window: &WebviewWindow<MockRuntime>, command: &str, body: Value) -> Result<Value, Value> {
    let url = if cfg!(windows) { "http://tauri.localhost" } else { "tauri://localhost" };
    let request = InvokeRequest {
        cmd: command.into(),
        callback: tauri::ipc::CallbackFn(0),
        error: tauri::ipc::CallbackFn(1),
        url: url.parse().unwrap(),
        body: body.into(),
        headers: tauri::http::HeaderMap::default(),
        invoke_key: INVOKE_KEY.to_owned(),
    };
    get_ipc_response(window, request).map(|body| body.deserialize().unwrap())
}

#[test]
fn the_window_gets_whole_views_and_typed_errors() {
    let app = app();
    let main = window(&app, "main");
    let views = call(&main, "load_views", json!({})).unwrap();
    assert_eq!(views["account"]["phase"], "signedOut");
    assert_eq!(views["settings"]["duration"], json!({ "leastMinutes": 15, "mostMinutes": 1440 }));
    let form = json!({
        "site": "d290f1ee-6c54-4b01-90e6-d701748f0851", "protocol": "ssh", "minutes": 60, "fullAccess": false,
        "sourceRange": "203.0.113.42", "allowPrivate": false, "openToAllConfirmed": false, "thenConnect": true,
    });
    assert_eq!(call(&main, "request_session", json!({ "form": form })), Err(json!({ "code": "signedOut" })));
    let form = json!({
        "site": "d290f1ee-6c54-4b01-90e6-d701748f0851", "address": "192.168.88.10", "port": "443", "minutes": 60,
        "sourceRange": "203.0.113.42", "openToAllConfirmed": false,
    });
    assert_eq!(call(&main, "request_forward", json!({ "form": form })), Err(json!({ "code": "signedOut" })));
    assert_eq!(call(&main, "open_forward", json!({ "key": 7 })), Err(json!({ "code": "sessionGone" })));
    let range = call(&main, "check_range", json!({ "text": "203.0.113.42/24" })).unwrap();
    assert_eq!(range["problem"]["network"], "203.0.113.0/24");
}

#[test]
fn a_sign_in_that_cannot_work_names_the_field() {
    let app = app();
    let main = window(&app, "main");
    let form = json!({
        "profileName": "Acme", "generation": "v1", "apiAddress": "http://api.altostrat.io", "key": "alto_sk_x",
    });
    assert_eq!(
        call(&main, "sign_in", json!({ "form": form })),
        Err(json!({ "code": "invalidField", "field": "apiAddress", "problem": { "kind": "notHttps" } }))
    );
}

#[test]
fn an_id_that_could_change_a_path_does_not_even_reach_the_app() {
    let app = app();
    let main = window(&app, "main");
    let refused =
        call(&main, "show_place", json!({ "place": { "pane": "site", "site": "../sites" } })).unwrap_err();
    assert!(refused.as_str().is_some_and(|text| text.contains("an id holds")), "{refused}");
}

#[test]
fn another_window_may_call_nothing() {
    let app = app();
    window(&app, "main");
    let other = window(&app, "other");
    for command in ["load_views", "sign_out", "check_range"] {
        let refused = call(&other, command, json!({ "text": "" })).unwrap_err();
        assert!(refused.as_str().is_some_and(|text| text.contains("not allowed")), "{command}: {refused}");
    }
}

#[test]
fn commands_of_plugins_are_not_for_the_window() {
    let app = app();
    let main = window(&app, "main");
    for command in [
        "plugin:shell|execute",
        "plugin:clipboard-manager|read_text",
        "plugin:dialog|open",
        "plugin:fs|read_file",
    ] {
        assert!(call(&main, command, json!({})).is_err(), "{command}");
    }
}
