//! The settings file as bytes.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::lenient::Fields;
use super::{Preset, Profile, RememberedRequest, Settings};
use crate::domain::{Duration, ProfileId, SiteId, SourceRange};
use crate::own_address::AddressService;

/// Lifts a file one version up.
type Step = fn(&mut Map<String, Value>);

/// The steps from version 1 on: the first makes a version 2 of it, and so forth.
const STEPS: &[Step] = &[];

/// The version that [`write`] writes.
const VERSION: usize = 1 + STEPS.len();

/// Longest text of a field that has no bound of its own, in bytes.
const LONGEST_TEXT: usize = 4_096;

/// What a file held, as far as it could be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Read {
    pub settings: Settings,
    pub findings: Vec<Finding>,
}

/// Something in a file that could not be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// The whole file is no JSON object: it was cut off or is something else.
    Unreadable,
    /// One value; its default holds. `place` is like `profiles[0].recents[3]`.
    Dropped { place: String },
}

/// Reads a settings file. Each value stands for itself: a bad one falls back to its default, a field this
/// version does not know is ignored, and a file of an older version is lifted first. A file of a newer version
/// is read as far as it is understood.
pub fn read(bytes: &[u8]) -> Read {
    // Some editors put a byte order mark in front.
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let Ok(Value::Object(mut map)) = serde_json::from_slice(bytes) else {
        return Read { settings: Settings::default(), findings: vec![Finding::Unreadable] };
    };
    migrate(&mut map, STEPS);
    let mut findings = Vec::new();
    let settings = settings(&Fields::top(&map), &mut findings);
    Read { settings, findings }
}

/// Writes settings as readable JSON, the same bytes for the same settings.
#[expect(clippy::missing_panics_doc, reason = "texts, numbers and maps with text keys always serialise")]
pub fn write(settings: &Settings) -> Vec<u8> {
    #[derive(Serialize)]
    struct File<'a> {
        version: usize,
        #[serde(flatten)]
        settings: &'a Settings,
    }
    #[expect(clippy::expect_used, reason = "see above")]
    let mut bytes = serde_json::to_vec_pretty(&File { version: VERSION, settings }).expect("plain values");
    bytes.push(b'\n');
    bytes
}

fn migrate(map: &mut Map<String, Value>, steps: &[Step]) {
    // A file without a usable version is taken for a current one: every step expects a certain shape.
    let version =
        map.get("version").and_then(Value::as_u64).and_then(|version| usize::try_from(version).ok());
    if let Some(done) = version.and_then(|version| version.checked_sub(1)) {
        steps.iter().skip(done).for_each(|step| step(map));
    }
}

fn settings(fields: &Fields<'_>, findings: &mut Vec<Finding>) -> Settings {
    let mut profiles: Vec<Profile> = Vec::new();
    for read in fields.list("profiles", findings, |value, place, findings| {
        let fields = Fields::of(value, place, findings)?;
        let profile = profile(&fields, findings);
        if profile.is_none() {
            fields.drop_all(findings);
        }
        profile
    }) {
        if profiles.iter().any(|profile| profile.id == read.id) {
            findings.push(Finding::Dropped { place: fields.place("profiles") });
        } else {
            profiles.push(read);
        }
    }
    let current = fields.checked("current", findings, |id: ProfileId| {
        profiles.iter().any(|profile| profile.id == id).then_some(id)
    });
    Settings {
        language: fields.get("language", findings).unwrap_or_default(),
        theme: fields.get("theme", findings).unwrap_or_default(),
        // A relative path would mean another program in every folder.
        win_box_path: fields
            .checked("winBoxPath", findings, |path: PathBuf| path.is_absolute().then_some(path)),
        terminal: fields.checked("terminal", findings, line),
        notices: fields.get("notices", findings).unwrap_or(true),
        warn_minutes: fields.get("warnMinutes", findings).unwrap_or_default(),
        quit: fields.get("quit", findings).unwrap_or_default(),
        revoke_on_lock: fields.get("revokeOnLock", findings).unwrap_or(false),
        revoke_on_sleep: fields.get("revokeOnSleep", findings).unwrap_or(false),
        address_service: fields.checked("addressService", findings, |text: String| {
            AddressService::parse(&text).is_ok().then_some(text)
        }),
        watch_address: fields.get("watchAddress", findings).unwrap_or(false),
        no_tray_told: fields.get("noTrayTold", findings).unwrap_or(false),
        log_level: fields.get("logLevel", findings).unwrap_or_default(),
        profiles,
        current,
    }
}

/// A profile needs its id, generation and address: with a guessed address its key would go to another host.
fn profile(fields: &Fields<'_>, findings: &mut Vec<Finding>) -> Option<Profile> {
    let id: ProfileId = fields.get("id", findings)?;
    let generation = fields.get("generation", findings)?;
    let api_address = fields.checked("apiAddress", findings, line)?;
    let name = fields
        .checked("name", findings, |name: String| Profile::read_name(&name).ok())
        .unwrap_or_else(|| id.as_str().chars().take(Profile::LONGEST_NAME).collect());
    let mut recents = sites(fields, "recents", findings);
    recents.truncate(Profile::MOST_RECENTS);
    Some(Profile {
        id,
        name,
        generation,
        api_address,
        my_address: fields.checked("myAddress", findings, |text: String| {
            SourceRange::parse(&text).is_ok().then(|| text.trim().to_owned())
        }),
        favourites: sites(fields, "favourites", findings),
        recents,
        remembered: fields
            .entries("remembered", findings)
            .filter_map(|(site, value)| {
                let place = fields.place("remembered");
                let Ok(id) = SiteId::parse(site) else {
                    findings.push(Finding::Dropped { place });
                    return None;
                };
                let request = Fields::of(value, format!("{place}.{site}"), findings)?;
                Some((id, remembered(&request, findings)?))
            })
            .collect(),
        usual: fields
            .raw("usual")
            .and_then(|value| Fields::of(value, fields.place("usual"), findings))
            .and_then(|request| remembered(&request, findings)),
        preset: fields
            .raw("preset")
            .and_then(|value| Fields::of(value, fields.place("preset"), findings))
            .and_then(|request| preset(&request, findings)),
        old_host_keys: sites(fields, "oldHostKeys", findings),
    })
}

/// A preset without its protocol or length is none. Without its access it is the lesser one.
fn preset(fields: &Fields<'_>, findings: &mut Vec<Finding>) -> Option<Preset> {
    let (Some(protocol), Some(minutes)) = (fields.get("protocol", findings), fields.get("minutes", findings))
    else {
        fields.drop_all(findings);
        return None;
    };
    Some(Preset { protocol, minutes, full_access: fields.get("fullAccess", findings).unwrap_or(false) })
}

/// A request cannot be guessed without its protocol and source range. What else is missing falls back to the
/// lesser right.
fn remembered(fields: &Fields<'_>, findings: &mut Vec<Finding>) -> Option<RememberedRequest> {
    let protocol = fields.get("protocol", findings);
    let range = fields.checked("sourceRange", findings, |text: String| SourceRange::parse(&text).ok());
    let (Some(protocol), Some(source_range)) = (protocol, range) else {
        fields.drop_all(findings);
        return None;
    };
    Some(RememberedRequest {
        protocol,
        minutes: fields.get("minutes", findings).unwrap_or(Duration::USUAL),
        full_access: fields.get("fullAccess", findings).unwrap_or(false),
        source_range,
        allow_private: fields.get("allowPrivate", findings).unwrap_or(false),
        then_connect: fields.get("thenConnect", findings).unwrap_or(true),
    })
}

/// A list of sites, each once.
fn sites(fields: &Fields<'_>, name: &str, findings: &mut Vec<Finding>) -> Vec<SiteId> {
    let mut seen = std::collections::BTreeSet::new();
    fields.list(name, findings, |value, place, findings| {
        let site = SiteId::deserialize(value).ok().filter(|site| seen.insert(site.clone()));
        if site.is_none() {
            findings.push(Finding::Dropped { place });
        }
        site
    })
}

fn line(text: String) -> Option<String> {
    let usable = !text.trim().is_empty() && text.len() <= LONGEST_TEXT && !text.chars().any(char::is_control);
    usable.then_some(text)
}

#[cfg(test)]
#[path = "file_tests.rs"]
mod tests;
