//! One profile and what was last asked for with it.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};
use thiserror::Error;

use crate::contract::Generation;
use crate::domain::{
    Access, Duration, ProfileId, Protocol, RangeProblem, SessionRequest, SiteId, SourceRange, Wanted,
};

/// A key at one API: everything about it but the key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Profile {
    pub id: ProfileId,
    pub name: String,
    pub generation: Generation,
    /// Base address of the API.
    pub api_address: String,
    /// The user's own public address or range. Always reads as a [`SourceRange`].
    pub my_address: Option<String>,
    /// In the order they were added, each once.
    pub favourites: Vec<SiteId>,
    /// Newest first, each once, at most [`Profile::MOST_RECENTS`].
    pub recents: Vec<SiteId>,
    /// The last request of each site.
    pub remembered: BTreeMap<SiteId, RememberedRequest>,
    /// The last request of the profile.
    pub usual: Option<RememberedRequest>,
    /// What is offered for sites without a request of their own; `None` offers the last request.
    pub preset: Option<Preset>,
    /// Sites whose routers may show an RSA host key signed with SHA-1, each once.
    pub old_host_keys: Vec<SiteId>,
}

/// Options the user has settled on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Preset {
    pub protocol: Protocol,
    pub minutes: Duration,
    pub full_access: bool,
}

/// The choices of a request, kept for the next one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RememberedRequest {
    pub protocol: Protocol,
    pub minutes: Duration,
    pub full_access: bool,
    #[serde(serialize_with = "as_text")]
    pub source_range: SourceRange,
    pub allow_private: bool,
    pub then_connect: bool,
}

/// Says why a text cannot be the name of a profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum NameProblem {
    #[error("a profile needs a name")]
    Empty,
    #[error("a name has at most 80 characters")]
    TooLong,
    #[error("a name is one line of text")]
    ControlCharacter,
}

impl Profile {
    pub const MOST_RECENTS: usize = 10;
    pub const LONGEST_NAME: usize = 80;

    pub fn new(id: ProfileId, name: &str, generation: Generation, api_address: &str) -> Self {
        Self {
            id,
            name: name.to_owned(),
            generation,
            api_address: api_address.to_owned(),
            my_address: None,
            favourites: Vec::new(),
            recents: Vec::new(),
            remembered: BTreeMap::new(),
            usual: None,
            preset: None,
            old_host_keys: Vec::new(),
        }
    }

    /// Reads the name of a profile as typed. Blanks around it are dropped.
    pub fn read_name(text: &str) -> Result<String, NameProblem> {
        let name = text.trim();
        if name.is_empty() {
            return Err(NameProblem::Empty);
        }
        if name.chars().count() > Self::LONGEST_NAME {
            return Err(NameProblem::TooLong);
        }
        if name.chars().any(char::is_control) {
            return Err(NameProblem::ControlCharacter);
        }
        Ok(name.to_owned())
    }

    pub fn rename(&mut self, text: &str) -> Result<(), NameProblem> {
        self.name = Self::read_name(text)?;
        Ok(())
    }

    /// Takes the user's own address as typed; an empty text forgets it.
    pub fn set_my_address(&mut self, text: &str) -> Result<(), RangeProblem> {
        let text = text.trim();
        if text.is_empty() {
            self.my_address = None;
            return Ok(());
        }
        SourceRange::parse(text)?;
        self.my_address = Some(text.to_owned());
        Ok(())
    }

    pub fn is_favourite(&self, site: &SiteId) -> bool {
        self.favourites.contains(site)
    }

    /// Adds a site to the favourites or takes it out.
    pub fn set_favourite(&mut self, site: SiteId, on: bool) {
        if !on {
            self.favourites.retain(|favourite| *favourite != site);
        } else if !self.is_favourite(&site) {
            self.favourites.push(site);
        }
    }

    pub fn allow_old_host_keys(&mut self, site: SiteId, on: bool) {
        self.old_host_keys.retain(|other| *other != site);
        self.old_host_keys.extend(on.then_some(site));
    }

    /// Puts a site on top of the recent ones.
    pub fn note_recent(&mut self, site: SiteId) {
        self.recents.retain(|recent| *recent != site);
        self.recents.insert(0, site);
        self.recents.truncate(Self::MOST_RECENTS);
    }

    /// Keeps the choices of a request, for its site and as the usual ones.
    pub fn remember_request(&mut self, site: SiteId, request: RememberedRequest) {
        self.usual = Some(request.clone());
        self.remembered.insert(site, request);
    }

    /// The user's own address as a range.
    pub fn my_range(&self) -> Option<SourceRange> {
        SourceRange::parse(self.my_address.as_deref()?).ok()
    }

    /// What to offer for a site: its own last request, else the preset, else the last one of any site. A preset
    /// names no range: it takes the user's own address, or the last range.
    pub fn request_for(&self, site: &SiteId) -> Option<RememberedRequest> {
        if let Some(own) = self.remembered.get(site) {
            return Some(own.clone());
        }
        let Some(preset) = self.preset else { return self.usual.clone() };
        let last_range = || self.usual.as_ref().map(|usual| usual.source_range);
        Some(preset.with_range(self.my_range().or_else(last_range)?))
    }
}

impl Preset {
    /// What holds before anything is chosen: the usual length, and no more rights than needed.
    pub const CAREFUL: Self =
        Self { protocol: Protocol::WinBox, minutes: Duration::USUAL, full_access: false };

    /// A whole request.
    pub fn with_range(self, source_range: SourceRange) -> RememberedRequest {
        RememberedRequest {
            protocol: self.protocol,
            minutes: self.minutes,
            full_access: self.full_access,
            source_range,
            allow_private: false,
            then_connect: true,
        }
    }
}

impl RememberedRequest {
    /// `None` for a forward: a site is not asked for the same device again by itself.
    pub fn new(request: &SessionRequest, then_connect: bool) -> Option<Self> {
        let Wanted::Login { protocol, access, allow_private } = request.what else { return None };
        Some(Self {
            protocol,
            minutes: request.duration,
            full_access: access.is_full(),
            source_range: request.source_range,
            allow_private,
            then_connect,
        })
    }

    /// The same wish again.
    pub fn to_request(&self) -> SessionRequest {
        SessionRequest {
            duration: self.minutes,
            source_range: self.source_range,
            what: Wanted::Login {
                protocol: self.protocol,
                access: Access::from_full(self.full_access),
                allow_private: self.allow_private,
            },
        }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature is serde's")]
fn as_text<S: Serializer>(range: &SourceRange, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(range)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::Destination;

    fn site(name: &str) -> SiteId {
        SiteId::parse(name).unwrap()
    }

    fn profile() -> Profile {
        Profile::new(ProfileId::parse("p").unwrap(), "Work", Generation::V1, "https://v1.api.altostrat.io")
    }

    fn remembered(range: &str) -> RememberedRequest {
        RememberedRequest {
            protocol: Protocol::Ssh,
            minutes: Duration::USUAL,
            full_access: false,
            source_range: SourceRange::parse(range).unwrap(),
            allow_private: false,
            then_connect: true,
        }
    }

    #[test]
    fn a_site_without_its_own_request_is_offered_the_last_one_of_the_profile() {
        let mut profile = profile();
        assert_eq!(profile.request_for(&site("a")), None);
        profile.remember_request(site("a"), remembered("203.0.113.1"));
        profile.remember_request(site("b"), remembered("203.0.113.2"));
        assert_eq!(profile.request_for(&site("a")), Some(remembered("203.0.113.1")));
        assert_eq!(profile.request_for(&site("new")), Some(remembered("203.0.113.2")));
    }

    #[test]
    fn a_preset_stands_for_sites_without_their_own_request_and_takes_the_known_range() {
        let mut profile = profile();
        let preset = Preset {
            protocol: Protocol::Ssh,
            minutes: Duration::from_minutes(30).unwrap(),
            full_access: true,
        };
        profile.preset = Some(preset);
        assert_eq!(profile.request_for(&site("new")), None, "no range is known");
        profile.remember_request(site("a"), remembered("203.0.113.1"));
        let offered = profile.request_for(&site("new")).unwrap();
        assert_eq!((offered.minutes.minutes(), offered.full_access), (30, true));
        assert_eq!(offered.source_range.to_string(), "203.0.113.1/32");
        profile.set_my_address("203.0.113.9").unwrap();
        assert_eq!(profile.request_for(&site("new")).unwrap().source_range.to_string(), "203.0.113.9/32");
        assert_eq!(profile.request_for(&site("a")), Some(remembered("203.0.113.1")), "its own comes first");
    }

    #[test]
    fn a_remembered_request_asks_for_what_was_asked() {
        let request = SessionRequest {
            duration: Duration::from_minutes(15).unwrap(),
            source_range: SourceRange::parse("203.0.113.0/24").unwrap(),
            what: Wanted::Login { protocol: Protocol::WinBox, access: Access::Full, allow_private: true },
        };
        assert_eq!(RememberedRequest::new(&request, false).unwrap().to_request(), request);
        let nas = Destination::parse("192.168.88.10", "443").unwrap();
        let forward = SessionRequest { what: Wanted::Forward(nas), ..request };
        assert_eq!(RememberedRequest::new(&forward, false), None);
    }

    #[test]
    fn a_favourite_is_kept_once_in_its_place_until_taken_out() {
        let mut profile = profile();
        for name in ["a", "b", "c", "a"] {
            profile.set_favourite(site(name), true);
        }
        profile.set_favourite(site("b"), false);
        profile.set_favourite(site("never"), false);
        assert_eq!(profile.favourites, [site("a"), site("c")]);
    }

    #[test]
    fn a_name_is_one_short_line() {
        let mut profile = profile();
        assert_eq!(profile.rename("  شركة الاتصالات "), Ok(()));
        assert_eq!(profile.name, "شركة الاتصالات");
        assert_eq!(profile.rename(" "), Err(NameProblem::Empty));
        assert_eq!(profile.rename(&"ä".repeat(81)), Err(NameProblem::TooLong));
        assert_eq!(profile.rename("a\nb"), Err(NameProblem::ControlCharacter));
        assert_eq!(profile.name, "شركة الاتصالات");
    }

    #[test]
    fn my_address_is_kept_only_when_it_is_one() {
        let mut profile = profile();
        assert_eq!(profile.set_my_address(" 203.0.113.7 "), Ok(()));
        assert_eq!(profile.set_my_address("house"), Err(RangeProblem::NotARange));
        assert_eq!(profile.my_address.as_deref(), Some("203.0.113.7"));
        assert_eq!(profile.set_my_address(""), Ok(()));
        assert_eq!(profile.my_address, None);
    }

    proptest! {
        #[test]
        fn recents_are_the_last_ten_different_sites_newest_first(visits in prop::collection::vec(0_u8..20, 0..60)) {
            let mut profile = profile();
            for visit in &visits {
                profile.note_recent(site(&visit.to_string()));
            }
            let mut expected: Vec<SiteId> = Vec::new();
            for visit in visits.iter().rev() {
                let site = site(&visit.to_string());
                if !expected.contains(&site) && expected.len() < 10 {
                    expected.push(site);
                }
            }
            prop_assert_eq!(profile.recents, expected);
        }
    }
}
