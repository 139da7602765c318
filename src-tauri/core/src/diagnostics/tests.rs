use std::io::{Cursor, Read as _};
use std::time::Duration;

use proptest::prelude::*;

use super::*;
use crate::contract::{AppError, Generation, KeyStorage, ProgramView, SignInPhase};
use crate::domain::{ProfileId, Protocol, SiteId};
use crate::settings::{Profile, Settings};

const CANARY: &str = "canary-4711";

struct Known {
    system: SystemFacts,
    settings: Settings,
    problem: AppError,
    win_box: ProgramView,
    ssh: ProgramView,
    problems: ProblemCounts,
    logs: Vec<LogFile>,
}

impl Known {
    fn facts(&self) -> Facts<'_> {
        Facts {
            made_at: "2026-03-04T23:59:00Z".parse().unwrap(),
            running_for: Duration::from_secs(61),
            version: "1.2.3",
            language: "en",
            system: &self.system,
            settings: &self.settings,
            temporary: None,
            keychain: KeychainState {
                phase: SignInPhase::SignedIn,
                storage: KeyStorage::ThisRunOnly,
                problem: Some(&self.problem),
            },
            win_box: &self.win_box,
            ssh: &self.ssh,
            terminals: &[],
            problems: &self.problems,
            logs: &self.logs,
            home: Some("/home/thandi"),
        }
    }
}

/// Everything that a report is made of, with canaries wherever somebody could have put a secret, and a person
/// wherever there is one.
fn known() -> Known {
    let mut profile = Profile::new(
        ProfileId::parse("one").unwrap(),
        "Acme NOC",
        Generation::V1,
        "https://v1.api.altostrat.io/canary-4711",
    );
    profile.set_my_address("203.0.113.42").unwrap();
    profile.set_favourite(SiteId::parse("site-canary-4711").unwrap(), true);
    let mut settings = Settings {
        win_box_path: Some("/home/thandi/canary-4711/WinBox".into()),
        address_service: Some("https://ip.example/?token=canary-4711".into()),
        ..Settings::default()
    };
    settings.adopt(profile);
    let mut problems = ProblemCounts::default();
    problems.note("timedOut");
    problems.note("timedOut");
    Known {
        system: SystemFacts { system: "Linux".into(), has_tray_host: true, ..SystemFacts::default() },
        settings,
        problem: AppError::KeyRejected { server_text: Some(format!("no {CANARY}")) },
        win_box: ProgramView { path: Some("/home/thandi/bin/WinBox".into()), chosen: true },
        ssh: ProgramView::default(),
        problems,
        logs: vec![LogFile {
            name: "launcher.log".into(),
            text: format!(
                "INFO opened winbox://admin:{CANARY}@host:1\nINFO key alto_sk_{CANARY}\nINFO Lagos POP\n"
            ),
        }],
    }
}

fn text(report: &Report, name: &str) -> String {
    report.files().iter().find(|file| file.name == name).unwrap().text.clone()
}

#[test]
fn it_tells_what_somebody_who_helps_needs() {
    let report = Report::new(&known().facts());
    let names: Vec<_> = report.files().iter().map(|file| file.name.as_str()).collect();
    assert_eq!(
        names,
        ["about.txt", "settings.json", "keychain.txt", "programs.txt", "network.txt", "logs/launcher.log"]
    );
    assert_eq!(
        text(&report, "about.txt"),
        "Altostrat Launcher: 1.2.3\nmade at: 2026-03-04T23:59:00Z\nrunning for: 61 s\nsystem: Linux\n\
         desktop: not known\nweb view: not known\nlanguage: en\ntray: is shown\n"
    );
    assert_eq!(
        text(&report, "keychain.txt"),
        "sign-in: signedIn\nkey is kept in: thisRunOnly\nlast problem: keyRejected\n"
    );
    assert_eq!(
        text(&report, "programs.txt"),
        "WinBox: ~/bin/WinBox (chosen)\nssh: not found\nterminal: not found\n"
    );
    assert!(text(&report, "network.txt").ends_with("\ntimedOut: 2\n"));
    let settings: serde_json::Value = serde_json::from_str(&text(&report, "settings.json")).unwrap();
    assert_eq!(settings["profiles"][0]["name"], "Acme NOC");
    assert_eq!(settings["profiles"][0]["apiHost"], "v1.api.altostrat.io");
    assert_eq!(settings["profiles"][0]["favourites"], 1);
    assert_eq!(settings["addressServiceHost"], "ip.example");
    assert!(text(&report, "logs/launcher.log").ends_with("INFO Lagos POP\n"));
    assert_eq!(report.file_name(), "altostrat-launcher-diagnostics-2026-03-04.zip");
}

#[test]
fn it_holds_no_secret_and_nothing_of_a_person() {
    let report = Report::new(&known().facts());
    for file in report.files() {
        for unwanted in [CANARY, "203.0.113.42", "thandi", "alto_sk_"] {
            assert!(!file.text.contains(unwanted) && !file.name.contains(unwanted), "{file:?}");
        }
    }
    let packed = report.to_zip().unwrap();
    assert!(!String::from_utf8_lossy(&packed).contains("canary"));
}

#[test]
fn every_option_of_a_preset_is_told_as_it_is_kept() {
    let mut known = known();
    let preset = crate::settings::Preset {
        protocol: Protocol::Ssh,
        minutes: crate::domain::Duration::USUAL,
        full_access: true,
    };
    known.settings.current_profile_mut().unwrap().preset = Some(preset);
    let settings: serde_json::Value =
        serde_json::from_str(&text(&Report::new(&known.facts()), "settings.json")).unwrap();
    assert_eq!(
        settings["profiles"][0]["preset"],
        serde_json::json!({ "protocol": "ssh", "minutes": 60, "fullAccess": true })
    );
}

fn unpacked(bytes: Vec<u8>) -> Vec<ReportFile> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|index| {
            let mut file = archive.by_index(index).unwrap();
            let mut text = String::new();
            file.read_to_string(&mut text).unwrap();
            ReportFile { name: file.name().unwrap().into_owned(), text }
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_zip_opens_again_and_holds_what_was_previewed(lines in prop::collection::vec("\\PC{0,200}", 0..200)) {
        let mut known = known();
        known.logs.push(LogFile { name: "launcher.1.log".into(), text: lines.join("\n") });
        let report = Report::new(&known.facts());
        prop_assert_eq!(unpacked(report.to_zip().unwrap()), report.files());
    }
}
