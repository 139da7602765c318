//! Pictures of the main screens, in both languages, light and dark. `cargo xtask screenshots` keeps them.

#![cfg(target_os = "linux")]

use std::path::Path;
use std::time::Duration;

use altostrat_sandbox::{Sandbox, SandboxOptions};
use launcher_tests::app::{App, Start};
use launcher_tests::waiting::until;
use launcher_tests::webdriver::ENTER;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/screenshots");

/// The words a picture is reached by.
struct Words {
    search: &'static str,
    request: &'static str,
    duration: &'static str,
    range: &'static str,
    request_only: &'static str,
    ssh: &'static str,
    favourite: &'static str,
    settings: &'static str,
    cancel: &'static str,
    active: &'static str,
}

const ENGLISH: Words = Words {
    search: "Search sites",
    request: "Request access",
    duration: "Duration in minutes",
    range: "Allowed source range",
    request_only: "Request only",
    ssh: "SSH",
    favourite: "Favourite",
    settings: "Settings",
    cancel: "Cancel",
    active: "active",
};

const ARABIC: Words = Words {
    search: "ابحث عن موقع",
    request: "طلب وصول",
    duration: "المدة بالدقائق",
    range: "نطاق المصدر المسموح",
    request_only: "طلب فقط",
    ssh: "SSH",
    favourite: "مفضّل",
    settings: "الإعدادات",
    cancel: "إلغاء الأمر",
    active: "نشطة",
};

async fn picture(app: &App, name: &str) {
    let picture = app.window.screenshot().await;
    assert!(picture.len() > 4_000, "{name} shows something");
    #[expect(
        clippy::disallowed_methods,
        reason = "`cargo xtask screenshots` asks for new ones by a variable"
    )]
    if std::env::var_os("UPDATE_SCREENSHOTS").is_some() {
        std::fs::create_dir_all(FOLDER).unwrap();
        std::fs::write(Path::new(FOLDER).join(format!("{name}.png")), picture).unwrap();
    }
}

async fn request(app: &App, words: &Words, site: &str, protocol: &str, minutes: &str) {
    let window = &app.window;
    window.the("button", words.request).await.click().await;
    let dialog = window.the("dialog", words.request).await;
    dialog.the("radio", protocol).await.check().await;
    dialog.the("spinbutton", words.duration).await.fill(minutes).await;
    dialog.the("textbox", words.range).await.fill("203.0.113.42").await;
    dialog.the("button", words.request_only).await.click().await;
    window.gone("dialog", words.request).await;
    let row = format!("{protocol} {site}");
    until("the session to be active", async || {
        let rows = window.all("row", &row).await;
        let row = rows.first()?;
        row.text().await.contains(words.active).then_some(())
    })
    .await;
}

async fn tour(words: Words, language: &str, theme: &str, token: &str, site: &str) {
    let options = SandboxOptions {
        gateway_delay: Duration::from_millis(50),
        router_delay: Duration::from_millis(100),
        ..SandboxOptions::default()
    };
    let sandbox = Sandbox::start(options).await.unwrap();
    let app = Start::default()
        .profile(&sandbox.url(), "v1", token)
        .settings(&format!(r#"{{"language":"{language}","theme":"{theme}"}}"#))
        .open()
        .await;
    let window = &app.window;
    let suffix = if language == "arabic" { format!("arabic-{theme}") } else { theme.to_owned() };
    let search = window.the("searchbox", words.search).await;
    until("the site", async || {
        search.fill(site).await;
        window.press(&[ENTER]).await;
        window.all("heading", site).await.into_iter().next()
    })
    .await;
    search.fill("").await;
    request(&app, &words, site, "WinBox", "120").await;
    request(&app, &words, site, words.ssh, "30").await;
    if let Some(favourite) = window.all("button", words.favourite).await.first() {
        favourite.click().await;
    }
    picture(&app, &format!("main-{suffix}")).await;

    window.the("button", words.request).await.click().await;
    let dialog = window.the("dialog", words.request).await;
    dialog.the("spinbutton", words.duration).await.fill("1441").await;
    dialog.the("textbox", words.range).await.fill("203.0.113.0/24").await;
    window.says("256").await;
    picture(&app, &format!("request-{suffix}")).await;
    dialog.the("button", words.cancel).await.click().await;
    window.gone("dialog", words.request).await;

    window.the("button", words.settings).await.click().await;
    window.says(env!("CARGO_PKG_VERSION")).await;
    picture(&app, &format!("settings-{suffix}")).await;
    app.close().await;
}

#[tokio::test]
async fn screenshots_in_english_light() {
    tour(ENGLISH, "english", "light", altostrat_sandbox::API_KEY, "Cape Town Head Office").await;
}

#[tokio::test]
async fn screenshots_in_english_dark() {
    tour(ENGLISH, "english", "dark", altostrat_sandbox::API_KEY, "Cape Town Head Office").await;
}

#[tokio::test]
async fn screenshots_in_arabic_light() {
    tour(ARABIC, "arabic", "light", altostrat_sandbox::ARABIC_JWT, "مكتب الرياض").await;
}

#[tokio::test]
async fn screenshots_in_arabic_dark() {
    tour(ARABIC, "arabic", "dark", altostrat_sandbox::ARABIC_JWT, "مكتب الرياض").await;
}

#[tokio::test]
async fn screenshots_of_the_first_screen() {
    for (language, theme, name) in
        [("english", "light", "sign-in-light"), ("arabic", "dark", "sign-in-arabic-dark")]
    {
        let app = Start::default()
            .settings(&format!(r#"{{"language":"{language}","theme":"{theme}"}}"#))
            .open()
            .await;
        app.window.says(if language == "arabic" { "تسجيل الدخول" } else { "Sign in" }).await;
        picture(&app, name).await;
        app.close().await;
    }
}
