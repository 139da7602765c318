use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::contract::{Generation, Language, LogLevel, QuitHabit, Theme};
use crate::domain::{Protocol, WarnTime};

/// A file of version 1, with a path as this system has it.
fn version_1() -> String {
    let text = include_str!("fixtures/settings-v1.json");
    if cfg!(windows) { text.replace("\"/opt/", "\"C:/opt/") } else { text.to_owned() }
}

fn read_value(value: &Value) -> Read {
    read(value.to_string().as_bytes())
}

fn fixture() -> Value {
    serde_json::from_str(&version_1()).unwrap()
}

fn dropped(places: &[&str]) -> Vec<Finding> {
    places.iter().map(|place| Finding::Dropped { place: (*place).to_owned() }).collect()
}

#[test]
fn a_file_of_version_1_is_read_whole_and_written_the_same() {
    let read = read(version_1().as_bytes());
    assert_eq!(read.findings, []);
    assert_eq!(String::from_utf8(write(&read.settings)).unwrap(), version_1());

    let settings = read.settings;
    assert_eq!((settings.language, settings.theme), (Language::Arabic, Theme::Dark));
    let profile = settings.current_profile().unwrap();
    assert_eq!((profile.name.as_str(), profile.generation), ("Northwind", Generation::V1));
    let own = profile.request_for(&profile.recents[0]).unwrap();
    assert_eq!((own.protocol, own.minutes.minutes(), own.full_access), (Protocol::Ssh, 240, true));
    let usual = profile.usual.as_ref().unwrap();
    assert_eq!(
        (usual.protocol, usual.source_range.to_string()),
        (Protocol::WinBox, "203.0.113.42/32".into())
    );
    let preset = profile.request_for(&profile.recents[1]).unwrap();
    assert_eq!((preset.protocol, preset.minutes.minutes()), (Protocol::Ssh, 30));
    assert_eq!((settings.warn_minutes.minutes(), settings.quit), (5, QuitHabit::Keep));
    assert_eq!(settings.log_level, LogLevel::More);
}

#[test]
fn an_empty_object_is_the_settings_of_a_fresh_machine() {
    assert_eq!(read(b"{}"), Read { settings: Settings::default(), findings: vec![] });
}

#[test]
fn what_is_no_json_object_is_unreadable() {
    for bytes in [&b""[..], b"[]", b"null", b"{\"language\":", &version_1().as_bytes()[..200], b"\xff\xfe{}"]
    {
        assert_eq!(read(bytes), Read { settings: Settings::default(), findings: vec![Finding::Unreadable] });
    }
}

#[test]
fn deep_nesting_is_unreadable_and_no_crash() {
    let deep = format!("{{\"a\":{}", "[".repeat(1_000_000));
    assert_eq!(read(deep.as_bytes()).findings, [Finding::Unreadable]);
}

#[test]
fn a_byte_order_mark_is_no_corruption() {
    assert_eq!(read(b"\xEF\xBB\xBF{\"theme\":\"light\"}").settings.theme, Theme::Light);
}

#[test]
fn a_field_of_a_later_version_is_ignored() {
    let mut file = fixture();
    file["version"] = json!(9);
    file["hologram"] = json!({"on": true});
    file["profiles"][0]["colour"] = json!(7);
    assert_eq!(read_value(&file), read(version_1().as_bytes()));
}

#[test]
fn one_bad_value_costs_only_itself() {
    let mut file = fixture();
    file["language"] = json!("klingon");
    file["winBoxPath"] = json!("WinBox");
    file["profiles"][0]["myAddress"] = json!("house");
    file["profiles"][0]["usual"]["minutes"] = json!(14);
    file["profiles"][0]["recents"][0] = json!("../../etc");
    let mut expected = read(version_1().as_bytes()).settings;
    expected.language = Language::System;
    expected.win_box_path = None;
    expected.profiles[0].my_address = None;
    expected.profiles[0].usual.as_mut().unwrap().minutes = Duration::USUAL;
    expected.profiles[0].recents.remove(0);
    let read = read_value(&file);
    assert_eq!(read.settings, expected);
    assert_eq!(
        read.findings,
        dropped(&[
            "profiles[0].recents[0]",
            "profiles[0].myAddress",
            "profiles[0].usual.minutes",
            "language",
            "winBoxPath"
        ])
    );
}

#[test]
fn one_bad_profile_does_not_lose_the_others() {
    for (field, bad) in [("id", json!("a b")), ("apiAddress", json!(7)), ("generation", json!("v3"))] {
        let mut file = fixture();
        file["profiles"][0][field] = bad;
        let read = read_value(&file);
        assert_eq!(read.settings.profiles.len(), 1, "{field}");
        assert_eq!(read.settings.profiles[0].id.as_str(), "old");
        assert_eq!(read.settings.current, None, "a profile that is gone cannot be current");
        assert!(read.findings.contains(&dropped(&["profiles[0]"])[0]), "{:?}", read.findings);
    }
    let mut file = fixture();
    file["profiles"] = json!([17, file["profiles"][0]]);
    assert_eq!(read_value(&file).settings.profiles.len(), 1);
}

#[test]
fn the_second_of_two_profiles_with_one_id_is_dropped() {
    let mut file = fixture();
    file["profiles"][1]["id"] = file["profiles"][0]["id"].clone();
    let read = read_value(&file);
    assert_eq!(read.settings.profiles.len(), 1);
    assert_eq!(read.findings, dropped(&["profiles"]));
}

#[test]
fn a_remembered_request_never_gains_rights_by_a_bad_value() {
    let mut file = fixture();
    file["profiles"][0]["usual"]["fullAccess"] = json!("yes");
    file["profiles"][0]["usual"]["allowPrivate"] = json!(1);
    let usual = read_value(&file).settings.profiles.remove(0).usual.unwrap();
    assert_eq!((usual.full_access, usual.allow_private), (false, false));

    file["profiles"][0]["usual"]["sourceRange"] = json!("everyone");
    assert_eq!(read_value(&file).settings.profiles[0].usual, None);
}

#[test]
fn findings_name_places_and_never_quote_values() {
    let mut file = fixture();
    file["profiles"][0]["apiAddress"] = json!(["hunter2"]);
    file["profiles"][0]["remembered"] = json!({"hunter2 ": {}});
    assert!(!format!("{:?}", read_value(&file).findings).contains("hunter2"));
}

#[test]
fn an_older_file_is_lifted_by_each_step_it_has_not_had() {
    fn second(map: &mut Map<String, Value>) {
        let old = map.remove("colour").unwrap();
        map.insert("theme".into(), old);
    }
    fn third(map: &mut Map<String, Value>) {
        map.insert("lifted".into(), json!(map.contains_key("theme")));
    }
    let steps: &[Step] = &[second, third];
    let lift = |mut value: Value| {
        migrate(value.as_object_mut().unwrap(), steps);
        value
    };
    assert_eq!(
        lift(json!({"version": 1, "colour": "dark"})),
        json!({"version": 1, "theme": "dark", "lifted": true})
    );
    assert_eq!(
        lift(json!({"version": 2, "theme": "dark"})),
        json!({"version": 2, "theme": "dark", "lifted": true})
    );
    for current in [
        json!({"version": 3}),
        json!({"version": 99}),
        json!({"version": "x"}),
        json!({"version": 0}),
        json!({}),
    ] {
        assert_eq!(lift(current.clone()), current);
    }
}

fn site_ids() -> impl Strategy<Value = SiteId> {
    "[A-Za-z0-9_-]{1,40}".prop_map(|id| SiteId::parse(&id).unwrap())
}

fn ranges() -> impl Strategy<Value = SourceRange> {
    any::<[u8; 3]>().prop_map(|[a, b, c]| SourceRange::parse(&format!("{a}.{b}.{c}.0/24")).unwrap())
}

fn requests() -> impl Strategy<Value = RememberedRequest> {
    (any::<[bool; 4]>(), 15_i64..=1_440, ranges()).prop_map(|(flags, minutes, source_range)| {
        RememberedRequest {
            protocol: if flags[0] { Protocol::Ssh } else { Protocol::WinBox },
            minutes: Duration::from_minutes(minutes).unwrap(),
            full_access: flags[1],
            source_range,
            allow_private: flags[2],
            then_connect: flags[3],
        }
    })
}

fn profiles(id: &'static str) -> impl Strategy<Value = Profile> {
    let visits = prop::collection::vec(site_ids(), 0..14);
    let asked = prop::collection::vec((site_ids(), requests()), 0..4);
    ("\\PC{1,40}", any::<bool>(), prop::option::of(ranges()), visits, asked).prop_map(
        move |(name, old, own, visits, asked)| {
            let generation = if old { Generation::Sites } else { Generation::V1 };
            let id = ProfileId::parse(id).unwrap();
            let mut profile = Profile::new(id, "Work", generation, "https://api.example");
            let _ = profile.rename(&name);
            profile.set_my_address(&own.map_or_else(String::new, |own| own.to_string())).unwrap();
            for site in visits {
                profile.set_favourite(site.clone(), true);
                profile.note_recent(site);
            }
            for (site, request) in asked {
                profile.remember_request(site, request);
            }
            profile
        },
    )
}

fn all_settings() -> impl Strategy<Value = Settings> {
    let absolute = if cfg!(windows) { "C:\\\\" } else { "/" };
    (
        prop::sample::select(vec![Language::System, Language::English, Language::Arabic]),
        prop::sample::select(vec![Theme::System, Theme::Light, Theme::Dark]),
        prop::option::of(
            "[^\u{0}\\pC]{0,30}".prop_map(move |rest| PathBuf::from(format!("{absolute}{rest}"))),
        ),
        prop::option::of("[a-z-]{1,20}"),
        profiles("one"),
        profiles("two"),
        any::<bool>(),
        (0_u32..=60, prop::sample::select(vec![QuitHabit::Ask, QuitHabit::Keep, QuitHabit::Revoke])),
    )
        .prop_map(|(language, theme, win_box_path, terminal, one, two, select, (minutes, quit))| {
            let mut settings = Settings {
                language,
                theme,
                win_box_path,
                terminal,
                notices: select,
                warn_minutes: WarnTime::from_minutes(minutes).unwrap(),
                quit,
                revoke_on_lock: select,
                revoke_on_sleep: !select,
                no_tray_told: select,
                log_level: if select { LogLevel::Warnings } else { LogLevel::More },
                ..Settings::default()
            };
            settings.adopt(one);
            settings.adopt(two);
            if !select {
                settings.current = None;
            }
            settings
        })
}

/// JSON that is nearly a settings file: known names, unfit values.
fn near_misses() -> impl Strategy<Value = Value> {
    let names = prop::sample::select(vec![
        "version",
        "language",
        "theme",
        "winBoxPath",
        "terminal",
        "notices",
        "warnMinutes",
        "quit",
        "revokeOnLock",
        "logLevel",
        "preset",
        "profiles",
        "current",
        "id",
        "name",
        "generation",
        "apiAddress",
        "myAddress",
        "favourites",
        "recents",
        "remembered",
        "usual",
        "protocol",
        "minutes",
        "sourceRange",
        "fullAccess",
    ]);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
        prop::sample::select(vec!["v1", "ssh", "one", "10.0.0.0/8", "https://a", "dark"])
            .prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 64, 8, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec((names.clone(), inner), 0..8)
                .prop_map(|pairs| pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn what_is_written_is_read_back_the_same(settings in all_settings()) {
        let bytes = write(&settings);
        prop_assert_eq!(read(&bytes), Read { settings, findings: vec![] });
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = read(&bytes);
    }

    #[test]
    fn no_json_makes_it_panic_and_what_is_left_is_sound(file in near_misses()) {
        let settings = read_value(&file).settings;
        prop_assert_eq!(read(&write(&settings)), Read { settings, findings: vec![] });
    }

    #[test]
    fn a_file_cut_off_anywhere_is_never_half_believed(settings in all_settings(), cut in 0.0..1.0_f64) {
        let bytes = write(&settings);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a place in a small file")]
        let end = ((bytes.len() - 2) as f64 * cut) as usize;
        prop_assert_eq!(read(&bytes[..end]).findings, vec![Finding::Unreadable]);
    }
}
