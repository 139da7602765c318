//! What a report says of the settings.

use serde_json::{Value, json};
use url::Url;

use crate::altostrat::ApiAddress;
use crate::settings::{Profile, Settings};

/// The settings without what is personal: addresses of the user, sites, paths. Keys are no settings at all.
///
/// Every field is named here, so that a new one is thought about.
pub(super) fn settings(settings: &Settings, temporary: Option<&Profile>) -> String {
    let Settings {
        language,
        theme,
        win_box_path,
        terminal,
        notices,
        warn_minutes,
        quit,
        revoke_on_lock,
        revoke_on_sleep,
        address_service,
        watch_address,
        no_tray_told,
        log_level,
        profiles,
        current,
    } = settings;
    let all = json!({
        "language": language,
        "theme": theme,
        "winBoxChosen": win_box_path.is_some(),
        "terminal": terminal,
        "notices": notices,
        "warnMinutes": warn_minutes,
        "quit": quit,
        "revokeOnLock": revoke_on_lock,
        "revokeOnSleep": revoke_on_sleep,
        // An address may hold a token.
        "addressServiceHost": address_service.as_deref().and_then(host_of_service),
        "watchAddress": watch_address,
        "noTrayTold": no_tray_told,
        "logLevel": log_level,
        "profiles": profiles.iter().map(|one| profile(one, current.as_ref() == Some(&one.id))).collect::<Vec<_>>(),
        "profileOfEnvironment": temporary.map(|one| profile(one, true)),
    });
    format!("{all:#}\n")
}

fn profile(profile: &Profile, is_current: bool) -> Value {
    let Profile {
        id: _,
        name,
        generation,
        api_address,
        my_address,
        favourites,
        recents,
        remembered,
        usual,
        preset,
        old_host_keys,
    } = profile;
    json!({
        "name": name,
        "current": is_current,
        "generation": generation,
        "apiHost": ApiAddress::parse(api_address).ok().map(|address| address.host().to_owned()),
        "myAddressKnown": my_address.is_some(),
        "favourites": favourites.len(),
        "recents": recents.len(),
        "rememberedRequests": remembered.len(),
        "usualRequestKnown": usual.is_some(),
        "preset": preset,
        "sitesWithOldHostKeys": old_host_keys.len(),
    })
}

fn host_of_service(address: &str) -> Option<String> {
    Url::parse(address).ok()?.host_str().map(str::to_owned)
}
