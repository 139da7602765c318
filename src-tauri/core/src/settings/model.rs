//! The settings as a whole.

use std::path::PathBuf;

use serde::{Serialize, Serializer};

use super::Profile;
use crate::contract::{Language, LogLevel, QuitHabit, Theme};
use crate::domain::{ProfileId, WarnTime};

/// What the launcher remembers between runs. The default is what a fresh machine starts with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Settings {
    pub language: Language,
    pub theme: Theme,
    /// Absolute. `None`: the usual places are searched. A path that is not Unicode is not kept.
    #[serde(serialize_with = "path_text")]
    pub win_box_path: Option<PathBuf>,
    /// Id of a terminal. `None`: the first that works.
    pub terminal: Option<String>,
    /// Say so before access ends, and when it has ended.
    pub notices: bool,
    /// How long before.
    pub warn_minutes: WarnTime,
    /// What quitting does with open sessions.
    pub quit: QuitHabit,
    /// Revoke the user's own sessions when the screen is locked.
    pub revoke_on_lock: bool,
    /// The same when the machine goes to sleep.
    pub revoke_on_sleep: bool,
    /// Where to ask for the user's public address: `https`.
    pub address_service: Option<String>,
    /// Ask there while sessions are open, and say so when the address leaves their range.
    pub watch_address: bool,
    /// The user knows that this desktop shows no tray, and wants the window to stay minimised.
    pub no_tray_told: bool,
    /// How much the log says.
    pub log_level: LogLevel,
    /// Ids are unique.
    pub profiles: Vec<Profile>,
    /// Names one of `profiles`.
    pub current: Option<ProfileId>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            language: Language::default(),
            theme: Theme::default(),
            win_box_path: None,
            terminal: None,
            notices: true,
            warn_minutes: WarnTime::default(),
            quit: QuitHabit::default(),
            revoke_on_lock: false,
            revoke_on_sleep: false,
            address_service: None,
            watch_address: false,
            no_tray_told: false,
            log_level: LogLevel::default(),
            profiles: Vec::new(),
            current: None,
        }
    }
}

impl Settings {
    pub fn profile(&self, id: &ProfileId) -> Option<&Profile> {
        self.profiles.iter().find(|profile| profile.id == *id)
    }

    pub fn profile_mut(&mut self, id: &ProfileId) -> Option<&mut Profile> {
        self.profiles.iter_mut().find(|profile| profile.id == *id)
    }

    pub fn current_profile(&self) -> Option<&Profile> {
        self.profile(self.current.as_ref()?)
    }

    pub fn current_profile_mut(&mut self) -> Option<&mut Profile> {
        let id = self.current.clone()?;
        self.profile_mut(&id)
    }

    /// Adds a profile, or replaces the one of the same id, and makes it the current one.
    pub fn adopt(&mut self, profile: Profile) {
        self.current = Some(profile.id.clone());
        match self.profile_mut(&profile.id) {
            Some(known) => *known = profile,
            None => self.profiles.push(profile),
        }
    }

    /// Takes a profile out with all it remembered. No profile is current afterwards if it was.
    pub fn remove_profile(&mut self, id: &ProfileId) -> Option<Profile> {
        let index = self.profiles.iter().position(|profile| profile.id == *id)?;
        if self.current.as_ref() == Some(id) {
            self.current = None;
        }
        Some(self.profiles.remove(index))
    }

    /// Makes a profile the current one. `false` when there is no such profile; nothing changes then.
    pub fn select_profile(&mut self, id: &ProfileId) -> bool {
        let known = self.profile(id).is_some();
        if known {
            self.current = Some(id.clone());
        }
        known
    }
}

#[expect(clippy::ref_option, reason = "the signature is serde's")]
fn path_text<S: Serializer>(path: &Option<PathBuf>, serializer: S) -> Result<S::Ok, S::Error> {
    path.as_deref().and_then(|path| path.to_str()).serialize(serializer)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::Generation;

    fn profile(id: &str) -> Profile {
        Profile::new(ProfileId::parse(id).unwrap(), "Work", Generation::V1, "https://v1.api.altostrat.io")
    }

    #[test]
    fn a_profile_of_the_same_id_takes_the_place_of_the_old_one() {
        let mut settings = Settings::default();
        settings.adopt(profile("one"));
        settings.adopt(profile("two"));
        settings.adopt(Profile { name: "Home".into(), ..profile("one") });
        let names: Vec<_> = settings.profiles.iter().map(|profile| profile.name.as_str()).collect();
        assert_eq!(names, ["Home", "Work"]);
    }

    #[test]
    fn removing_the_current_profile_leaves_none_current() {
        let mut settings = Settings::default();
        let one = ProfileId::parse("one").unwrap();
        settings.adopt(profile("one"));
        settings.adopt(profile("two"));
        assert!(settings.select_profile(&one));
        settings.remove_profile(&ProfileId::parse("two").unwrap());
        assert_eq!(settings.current_profile().map(|profile| &profile.id), Some(&one));
        settings.remove_profile(&one);
        assert_eq!(settings, Settings::default());
    }

    #[test]
    fn a_profile_that_does_not_exist_cannot_become_current() {
        let mut settings = Settings::default();
        assert!(!settings.select_profile(&ProfileId::parse("one").unwrap()));
        assert_eq!(settings.current, None);
    }
}
