//! Updates: what is taken for one, and what is refused. The files in `updates/` were signed once by Tauri's own
//! command line, with a key that was thrown away; `package` for version 9.9.9.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail anywhere")]

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::thread;

use altostrat_launcher::updates::{SignedUpdates, are_configured};
use launcher_core::app::ports::{UpdateLook, Updates as _};
use serde_json::{Value, json};
use tauri::test::{MockRuntime, mock_builder, mock_context, noop_assets};
use tauri::utils::config::PluginConfig;
use tauri_plugin_updater::Error;

const KEY: &str = include_str!("updates/public-key");
const PACKAGE: &[u8] = include_bytes!("updates/package");
const SIGNATURE: &str = include_str!("updates/package.sig");
const SIGNATURE_WITHOUT_VERSION: &str = include_str!("updates/package.unversioned.sig");

/// Answers `/latest.json` and everything else with a package, on loopback, for as long as the test runs.
fn serve(version: &str, signature: &str, package: &'static [u8]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let manifest = json!({
        "version": version, "url": format!("{address}/package"), "signature": signature.trim(),
    })
    .to_string();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut asked = [0; 4_096];
            let length = stream.read(&mut asked).unwrap();
            let body =
                if asked[..length].starts_with(b"GET /latest.json") { manifest.as_bytes() } else { package };
            let head =
                format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", body.len());
            stream.write_all(&[head.as_bytes(), body].concat()).unwrap();
        }
    });
    format!("{address}/latest.json")
}

fn configured(endpoint: &str) -> Value {
    json!({"pubkey": KEY.trim(), "endpoints": [endpoint], "requireSignedVersion": true})
}

fn app(updater: Value) -> tauri::App<MockRuntime> {
    let mut context = mock_context(noop_assets());
    context.config_mut().plugins.0.insert("updater".to_owned(), updater);
    context.config_mut().version = Some("0.1.0".to_owned());
    mock_builder().build(context).unwrap()
}

/// What is found, and what comes of fetching it.
async fn tried(endpoint: &str) -> (UpdateLook, Result<Vec<u8>, Error>) {
    let app = app(configured(endpoint));
    let updates = SignedUpdates::ready(app.handle()).unwrap().expect("updates are on");
    let found = updates.look().await;
    (found, updates.package().await.map(|(_, bytes)| bytes))
}

fn plugins(updater: Value) -> PluginConfig {
    PluginConfig([("updater".to_owned(), updater)].into())
}

#[test]
fn nothing_is_looked_for_unless_key_address_and_signed_versions_are_configured() {
    assert!(!are_configured(&PluginConfig::default()));
    let whole = configured("https://example.com/latest.json");
    assert!(are_configured(&plugins(whole.clone())));
    for name in ["pubkey", "endpoints", "requireSignedVersion"] {
        let mut lacking = whole.clone();
        lacking.as_object_mut().unwrap().remove(name);
        assert!(!are_configured(&plugins(lacking)), "{name}");
    }
    for (name, value) in [
        ("pubkey", json!("")),
        ("endpoints", json!([])),
        ("requireSignedVersion", json!(false)),
        ("allowDowngrades", json!(true)),
        ("allow-downgrades", json!(true)),
        ("dangerousInsecureTransportProtocol", json!(true)),
        ("dangerous-accept-invalid-certs", json!(true)),
    ] {
        let mut unsafe_one = whole.clone();
        unsafe_one[name] = value;
        assert!(!are_configured(&plugins(unsafe_one)), "{name}");
    }
}

#[test]
fn this_build_looks_for_nothing() {
    let context = altostrat_launcher::context::<MockRuntime>();
    assert!(!are_configured(&context.config().plugins));
}

#[tokio::test]
async fn a_newer_version_is_found_and_fetched_when_it_is_what_was_signed() {
    let (found, package) = tried(&serve("9.9.9", SIGNATURE, PACKAGE)).await;
    assert_eq!(found, UpdateLook::Newer("9.9.9".to_owned()));
    assert_eq!(package.unwrap(), PACKAGE);
}

#[tokio::test]
async fn an_old_package_under_a_new_number_is_refused() {
    let (found, package) = tried(&serve("9.9.10", SIGNATURE, PACKAGE)).await;
    assert_eq!(found, UpdateLook::Newer("9.9.10".to_owned()));
    assert!(matches!(package, Err(Error::SignedVersionMismatch { .. })), "{package:?}");
}

#[tokio::test]
async fn a_package_that_was_changed_or_signed_without_its_version_is_refused() {
    let (_, changed) = tried(&serve("9.9.9", SIGNATURE, b"another launcher\n")).await;
    assert!(matches!(changed, Err(Error::Minisign(_))), "{changed:?}");
    let (_, unversioned) = tried(&serve("9.9.9", SIGNATURE_WITHOUT_VERSION, PACKAGE)).await;
    assert!(matches!(unversioned, Err(Error::MissingSignedVersion)), "{unversioned:?}");
}

#[tokio::test]
async fn an_older_version_is_none_and_a_server_that_is_away_is_a_failure() {
    let (found, package) = tried(&serve("0.0.9", SIGNATURE, PACKAGE)).await;
    assert_eq!(found, UpdateLook::Newest);
    assert!(matches!(package, Err(Error::ReleaseNotFound)));
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    assert_eq!(tried(&format!("http://{closed}/latest.json")).await.0, UpdateLook::Failed);
}
